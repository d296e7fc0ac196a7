package reading

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// keyColumn is the column whose ids begin rows: that of the ids, or that of the
// controls where these begin with them; -1 where rows have no ids.
func keyColumn(roles []role, rows []gridRow) int {
	if c := slices.Index(roles, roleID); c >= 0 {
		return c
	}
	c := slices.Index(roles, roleControl)
	if c < 0 {
		return -1
	}
	k := readContents(rows, c, rowsRuled(rows))
	lead := k.leadIDs
	if k.n > 0 && k.n < 4 {
		lead = leadingLines(rows, c)
	}
	if k.n > 0 && float64(lead) >= alignShare*float64(k.n) {
		return c
	}
	return -1
}

// leadingLines counts the rows whose cell in a column begins with an id.
func leadingLines(rows []gridRow, c int) int {
	n := 0
	for _, r := range rows {
		if r.cells != nil && len(r.cells[c]) > 0 && leadIDRE.MatchString(cellText(r.cells[c])) {
			n++
		}
	}
	return n
}

// newSplitter learns how the ids of a table look.
func newSplitter(roles []role, rows []gridRow) splitter {
	s := splitter{roles: roles, key: keyColumn(roles, rows), shapes: map[string]bool{}, rowRuled: rowsRuled(rows)}
	if s.key < 0 {
		return s
	}
	count := map[string]int{}
	for _, r := range rows {
		if r.cells == nil || r.head {
			continue
		}
		for _, id := range s.idsIn(r.cells[s.key]) {
			count[shapeOfID(id.text)]++
		}
	}
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	for shape, n := range count {
		rest := shape == "9" && !mostlyNumbers(count)
		s.shapes[shape] = n*8 >= most && !rest
	}
	s.top = s.idsOnTop(rows)
	return s
}

// rowsRuled reports whether rulings part rows of cells from each other.
func rowsRuled(rows []gridRow) bool {
	body, pairs := 0, 0
	for i, r := range rows {
		if r.cells == nil || r.head {
			continue
		}
		body++
		if i > 0 && rows[i-1].cells != nil && !rows[i-1].head && rows[i-1].page == r.page {
			pairs++
		}
	}
	return pairs*3 >= body && pairs > 0
}

// idsOnTop reports whether most ids stand at the top of their rows.
func (s splitter) idsOnTop(rows []gridRow) bool {
	tops, all := 0, 0
	for _, r := range rows {
		if r.cells == nil || r.head {
			continue
		}
		starts := s.starts(r.cells[s.key])
		if len(starts) == 0 {
			continue
		}
		if !r.first {
			all++
			if starts[0].box.Y0-r.top() < sameTop {
				tops++
			}
		}
		for k, b := range s.blanks(r, starts) {
			all++
			if starts[k+1].box.Y0-b.y1 < sameTop {
				tops++
			}
		}
	}
	return tops > 0 && float64(tops) >= alignShare*float64(all)
}

// top is where the first words of a row begin.
func (r gridRow) top() float64 {
	y := math.Inf(1)
	for _, cell := range r.cells {
		for _, l := range cell {
			y = min(y, l.box.Y0)
		}
	}
	return y
}

// placedID is an id and the line that it begins with.
type placedID struct {
	text string
	line line
}

// idsIn gives the ids in a cell of the key column, as far as one can tell without
// its table. An id that a narrow column breaks is one.
func (s splitter) idsIn(cell []line) []placedID {
	var out []placedID
	if s.roles[s.key] != roleID {
		for _, l := range cell {
			if id := strings.TrimSpace(leadIDRE.FindString(plainText(l.text))); id != "" {
				out = append(out, placedID{id, l})
			}
		}
		return out
	}
	for i, l := range cell {
		text := strings.Join(strings.Fields(plainText(l.text)), " ")
		if n := len(out); n > 0 && l.box.Y0-cell[i-1].box.Y1 < 0.9*max(l.size, 4) && l.page == cell[i-1].page && (isOpenID(out[n-1].text) || strings.ContainsAny(text[:1], "-._,(")) {
			out[n-1].text = joinID(out[n-1].text, text)
			continue
		}
		if text != "" && len(strings.Fields(text)) <= 3 {
			out = append(out, placedID{text, l})
		}
	}
	return out
}

// isOpenID reports whether a piece of an id goes on in the next line: it ends in a
// mark that joins, or has no number yet.
func isOpenID(s string) bool {
	return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "_") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ".") && !bareNumberRE.MatchString(strings.TrimRight(s, ".")) ||
		!strings.ContainsAny(s, "0123456789") && !strings.Contains(s, "-")
}

// joinID puts the pieces of an id together; words keep their blank.
func joinID(a, b string) string {
	if strings.HasSuffix(a, "-") || strings.HasSuffix(a, "_") || strings.HasSuffix(a, ".") || strings.ContainsAny(b[:1], "-._") || strings.ToUpper(a) == a && a != "#" {
		return a + b
	}
	return a + " " + b
}

// mostlyNumbers reports whether the ids of a table are mere numbers: else a number is
// the rest of an id that a narrow column breaks.
func mostlyNumbers(count map[string]int) bool {
	others := 0
	for shape, n := range count {
		if shape != "9" {
			others = max(others, n)
		}
	}
	return others*2 < count["9"]
}

// shapeOfID is an id with its letters and digits alike.
func shapeOfID(id string) string {
	var b strings.Builder
	var last rune
	for _, r := range strings.TrimRight(id, ".:)") {
		switch {
		case unicode.IsDigit(r):
			r = '9'
		case unicode.IsUpper(r):
			r = 'A'
		case unicode.IsLower(r):
			r = 'a'
		}
		if r != last || r != '9' && r != 'A' && r != 'a' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// starts gives the lines of the key column that begin an id.
func (s splitter) starts(cell []line) []line {
	var out []line
	for _, id := range s.idsIn(cell) {
		if s.shapes[shapeOfID(id.text)] {
			out = append(out, id.line)
		}
	}
	return out
}
