package sample

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// matrixSpec says which controls a report lists and how.
type matrixSpec struct {
	Layout   string    `json:"layout"` // criteria-row, criteria-merged, control-first or stacked
	Head     []string  `json:"head"`
	Widths   []float64 `json:"widths"`   // percent
	Variant  int       `json:"variant"`  // of the library's wordings
	IDs      string    `json:"ids"`      // criterion (CC6.1.3), topic (AC-04), running (NN-27) or none
	Prefix   string    `json:"prefix"`   // of running ids
	Criteria []string  `json:"criteria"` // in order
	Without  []string  `json:"without"`  // topics that the vendor has no control for
	Controls []control `json:"controls"` // own controls instead of the library's

	Inquiry   string            `json:"inquiry"`   // step that precedes the test of every control
	Clean     string            `json:"clean"`     // result without exception
	Reference string            `json:"reference"` // test of a row that points to another: %s is its id
	See       string            `json:"see"`       // result of such a row where the other has an exception
	Results   map[string]result `json:"results"`   // by topic, where not Clean
}

// result is what the auditor noted for a control that is not simply clean.
type result struct {
	Result string `json:"result"` // no_exception, exception, not_operated or not_tested
	Text   string `json:"text"`
}

// control is one control of the library.
type control struct {
	Topic    string   `json:"topic"`
	Prefix   string   `json:"prefix"` // of topic ids
	Criteria []string `json:"criteria"`
	Text     []string `json:"text"` // wordings
	Test     []string `json:"test"` // wordings
}

// matrix is the table of controls of one report.
type matrix struct {
	spec  matrixSpec
	title map[string]string // of the criteria, our words
	rows  []matrixRow
}

// matrixRow is one control in one place.
type matrixRow struct {
	criterion string // under which it stands; "" in a control-first table
	criteria  []string
	topic     string
	id        string
	text      string
	test      string
	result    result
	reference bool
}

// key is the mark that holds while row i is drawn.
func (matrix) key(i int) string { return fmt.Sprintf("row:%d", i) }

// build puts the rows of the matrix together. A spec without criteria has none.
func (spec matrixSpec) build(exceptions []Exception, vars map[string]string) (matrix, error) {
	m := matrix{spec: spec, title: map[string]string{}}
	if len(spec.Criteria) == 0 {
		return m, nil
	}
	if err := readJSON("content/criteria.json", &m.title); err != nil {
		return m, err
	}
	if len(spec.Controls) == 0 {
		if err := readJSON("content/controls.json", &m.spec.Controls); err != nil {
			return m, err
		}
	}
	results := map[string]result{}
	for topic, r := range spec.Results {
		results[topic] = r
	}
	for _, e := range exceptions {
		results[e.Topic] = result{"exception", e.ResultText}
	}
	for _, c := range m.spec.Controls {
		if err := m.add(c, results, vars); err != nil {
			return m, err
		}
	}
	m.number()
	return m, nil
}

func readJSON(name string, into any) error {
	raw, err := content.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("decode %s: %w", name, err)
	}
	return nil
}

// add puts a control under each of its criteria that the report has, or once in
// a control-first table.
func (m *matrix) add(c control, results map[string]result, vars map[string]string) error {
	var in []string
	for _, id := range c.Criteria {
		if slices.Contains(m.spec.Criteria, id) {
			in = append(in, id)
		}
	}
	if len(in) == 0 || slices.Contains(m.spec.Without, c.Topic) {
		return nil
	}
	text, err := expand(pick(c.Text, m.spec.Variant), vars)
	if err != nil {
		return err
	}
	test, err := expand(pick(c.Test, m.spec.Variant), vars)
	if err != nil {
		return err
	}
	if m.spec.Inquiry != "" {
		test = m.spec.Inquiry + "\n" + test
	}
	r, ok := results[c.Topic]
	if !ok {
		r = result{"no_exception", m.spec.Clean}
	}
	base := matrixRow{criteria: in, topic: c.Topic, id: c.Prefix, text: text, test: test, result: r}
	if m.spec.Layout == "control-first" {
		m.rows = append(m.rows, base)
		return nil
	}
	for _, id := range in {
		at := base
		at.criterion, at.criteria = id, []string{id}
		m.rows = append(m.rows, at)
	}
	return nil
}

func pick(variants []string, n int) string {
	if len(variants) == 0 {
		return ""
	}
	return variants[min(n, len(variants)-1)]
}

// number orders the rows by criterion, gives them ids, and turns the second and
// later places of a control into references where the spec wants that.
func (m *matrix) number() {
	if m.spec.Layout != "control-first" {
		slices.SortStableFunc(m.rows, func(a, b matrixRow) int {
			return slices.Index(m.spec.Criteria, a.criterion) - slices.Index(m.spec.Criteria, b.criterion)
		})
	}
	count, first := map[string]int{}, map[string]matrixRow{}
	for i := range m.rows {
		r := &m.rows[i]
		seen, again := first[r.topic]
		if m.spec.IDs == "criterion" || !again {
			r.id = m.id(*r, count)
		} else {
			r.id = seen.id
		}
		if !again {
			first[r.topic] = *r
			continue
		}
		if m.spec.Reference != "" {
			m.refer(r, seen)
		}
	}
}

func (m *matrix) id(r matrixRow, count map[string]int) string {
	switch m.spec.IDs {
	case "criterion":
		count[r.criterion]++
		return fmt.Sprintf("%s.%d", r.criterion, count[r.criterion])
	case "topic":
		count[r.id]++
		return fmt.Sprintf("%s-%02d", r.id, count[r.id])
	case "running":
		count[""]++
		return fmt.Sprintf("%s-%d", m.spec.Prefix, count[""])
	}
	return ""
}

func (m *matrix) refer(r *matrixRow, seen matrixRow) {
	r.reference = true
	r.test = strings.ReplaceAll(m.spec.Reference, "%s", seen.id)
	if r.result.Result == "exception" {
		r.result.Text = strings.ReplaceAll(m.spec.See, "%s", seen.id)
	}
}

// draft lays the matrix out as a table.
func (m matrix) draft() tableDraft {
	t := tableDraft{widths: m.spec.Widths, head: m.spec.Head}
	above := ""
	for i, r := range m.rows {
		begins := r.criterion != above
		above = r.criterion
		switch m.spec.Layout {
		case "criteria-row":
			if begins {
				t.rows = append(t.rows, row{cells: []cell{{r.criterion + ": " + m.title[r.criterion], true}}})
			}
			t.rows = append(t.rows, m.tested(i, r.id, r.text))
		case "criteria-merged":
			t.rows = append(t.rows, m.merged(i, begins))
		case "control-first":
			t.rows = append(t.rows, m.tested(i, r.id, r.text, strings.Join(r.criteria, ", ")))
		}
	}
	return t
}

// tested is a row of the given cells and, where the head has them, test and result.
func (m matrix) tested(i int, texts ...string) row {
	r := m.rows[i]
	if len(texts) < len(m.spec.Head) {
		texts = append(texts, r.test, r.result.Text)
	}
	out := textRow(texts...)
	out.keys = []string{m.key(i)}
	return out
}

// merged is a row whose first cell, the criterion, holds for the rows below too.
func (m matrix) merged(i int, begins bool) row {
	r := m.rows[i]
	criterion := ""
	if begins {
		criterion = r.criterion + "\n" + m.title[r.criterion]
	}
	text := r.text
	if r.id != "" {
		text = r.id + "\n" + text
	}
	out := m.tested(i, criterion, text)
	out.join = !begins
	out.below = i+1 < len(m.rows) && m.rows[i+1].criterion == r.criterion
	return out
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
