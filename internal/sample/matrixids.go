package sample

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// id gives a control the next id of the report's manner.
func (m *matrix) id(r matrixRow, count map[string]int) string {
	switch m.spec.IDs {
	case "criterion":
		count[r.criterion]++
		return fmt.Sprintf("%s.%d", r.criterion, count[r.criterion])
	case "topic":
		count[r.id]++
		return fmt.Sprintf("%s-%02d", r.id, count[r.id])
	case "series":
		s := series(r.criteria[0])
		count[s]++
		return fmt.Sprintf("%s.%02d", s, count[s])
	case "running":
		count[""] += max(m.spec.Stride, 1)
		n := strconv.Itoa(count[""])
		if m.spec.Form != "" {
			return strings.ReplaceAll(m.spec.Form, "%d", n)
		}
		return m.spec.Prefix + "-" + n
	}
	return ""
}

// series numbers the series of a criterion as firms do that print no letters: 1 to
// 9 for CC1 to CC9, then on.
func series(criterion string) string {
	head, _, _ := strings.Cut(criterion, ".")
	if n, ok := strings.CutPrefix(head, "CC"); ok {
		return n
	}
	return strconv.Itoa(10 + slices.Index([]string{"A1", "PI1", "C1"}, head))
}

// ids lists the ids under which a topic's control stands, in order.
func (m matrix) ids(topic string) []string {
	var out []string
	for _, r := range m.rows {
		if r.topic == topic && r.id != "" && !slices.Contains(out, r.id) {
			out = append(out, r.id)
		}
	}
	return out
}

// places lists what a reader finds a control by: its ids, or its criteria where
// the layout has no ids.
func (m matrix) places(topic string) []string {
	if ids := m.ids(topic); len(ids) > 0 {
		return ids
	}
	var out []string
	for _, r := range m.rows {
		if r.topic == topic {
			out = append(out, r.criteria...)
		}
	}
	return out
}
