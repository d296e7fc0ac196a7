package reading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	sameTop    = 3.5 // points within which lines of several cells begin at one height
	alignShare = 0.6 // share of rows that tells where the cells of a table stand
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
	k := readContents(rows, c)
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

// splitter cuts rows that nothing rules into those of single controls.
type splitter struct {
	roles  []role
	key    int             // the column of ids, or -1
	shapes map[string]bool // of the ids that begin rows
	top    bool            // ids stand at the top of their rows
}

// newSplitter learns how the ids of a table look.
func newSplitter(roles []role, rows []gridRow) splitter {
	s := splitter{roles: roles, key: keyColumn(roles, rows), shapes: map[string]bool{}}
	if s.key < 0 {
		return s
	}
	count := map[string]int{}
	for _, r := range rows {
		if r.cells == nil || r.head {
			continue
		}
		for _, l := range r.cells[s.key] {
			if id := s.leading(l); id != "" {
				count[shapeOfID(id)]++
			}
		}
	}
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	for shape, n := range count {
		s.shapes[shape] = n*8 >= most
	}
	s.top = s.idsOnTop(rows)
	return s
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
	return float64(tops) >= alignShare*float64(all)
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

// leading is the id that a line begins with, as far as one can tell without its
// table.
func (s splitter) leading(l line) string {
	if s.roles[s.key] == roleID {
		if tokens := strings.Fields(plainText(l.text)); isIDText(tokens) || len(tokens) <= 2 {
			return strings.Join(tokens, " ")
		}
		return ""
	}
	return strings.TrimSpace(leadIDRE.FindString(plainText(l.text)))
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
	for i, l := range cell {
		id := s.leading(l)
		if id == "" || !s.shapes[shapeOfID(id)] {
			continue
		}
		if i > 0 {
			prev := strings.TrimSpace(plainText(cell[i-1].text))
			close := l.box.Y0-cell[i-1].box.Y1 < 0.9*max(l.size, 4)
			if close && (strings.HasSuffix(prev, "-") || strings.HasSuffix(prev, ",") || strings.HasSuffix(prev, "_") || strings.HasSuffix(prev, ".") && s.roles[s.key] == roleID) {
				continue
			}
		}
		out = append(out, l)
	}
	return out
}

// split cuts a row into those of its ids, or, in a table without ids, at the
// strips that all its columns leave blank.
func (s splitter) split(r gridRow, ruled bool) []gridRow {
	if r.cells == nil || r.head {
		return []gridRow{r}
	}
	if s.key < 0 {
		if ruled {
			return []gridRow{r}
		}
		return s.atBlanks(r)
	}
	starts := s.starts(r.cells[s.key])
	if len(starts) == 0 || ruled && (len(starts) < 2 || !s.aligned(r, starts)) {
		return []gridRow{r}
	}
	return r.cutAt(s.borders(r, starts))
}

// aligned reports whether the words of another column begin beside each id but the
// first: a list of ids in one cell has them not.
func (s splitter) aligned(r gridRow, starts []line) bool {
	for _, l := range starts[1:] {
		beside := s.key == slices.Index(s.roles, roleControl)
		for c, cell := range r.cells {
			if c == s.key || s.roles[c] != roleControl && s.roles[c] != roleTest && s.roles[c] != roleTestResult {
				continue
			}
			beside = beside || slices.ContainsFunc(cell, func(o line) bool {
				return math.Abs(o.box.Y0-l.box.Y0) < sameTop && !startsLower(o.text)
			})
		}
		if !beside {
			return false
		}
	}
	return true
}

// strip is a height that no words of a row stand on.
type strip struct{ y0, y1 float64 }

// strips gives the blank heights between the words of a row, top to bottom.
func (r gridRow) strips() []strip {
	var boxes []strip
	for _, cell := range r.cells {
		for _, l := range cell {
			boxes = append(boxes, strip{l.box.Y0, l.box.Y1})
		}
	}
	slices.SortFunc(boxes, func(a, b strip) int { return cmp.Compare(a.y0, b.y0) })
	var out []strip
	for i, b := range boxes {
		if i == 0 {
			out = append(out, strip{y0: b.y1})
			continue
		}
		last := &out[len(out)-1]
		if b.y0 > last.y0 {
			last.y1 = b.y0
			out = append(out, strip{y0: b.y1})
			continue
		}
		last.y0 = max(last.y0, b.y1)
	}
	if len(out) > 0 {
		out = out[:len(out)-1]
	}
	return out
}

// blanks gives the widest blank between each two ids and their controls.
func (s splitter) blanks(r gridRow, starts []line) []strip {
	strips := r.strips()
	widest := make([]strip, len(starts)-1)
	for k, next := range starts[1:] {
		from := starts[k].box.Y1
		for _, l := range r.cells[s.key] {
			if l.box.Y0 < next.box.Y0-1 {
				from = max(from, l.box.Y1)
			}
		}
		for _, b := range strips {
			if b.y0 >= from-2 && b.y1 <= next.box.Y0+2 && b.y1-b.y0 >= widest[k].y1-widest[k].y0-0.3 {
				widest[k] = b
			}
		}
	}
	return widest
}

// borders gives the heights between the rows of some ids: just above each id where
// ids stand at the top of their rows, else the widest blank between two of them.
// What stands above the first id at the top of a page belongs to the row before.
func (s splitter) borders(r gridRow, starts []line) []float64 {
	var out []float64
	if s.top && r.first && starts[0].box.Y0-r.top() > sameTop {
		out = append(out, aboveLine(starts[0]))
	}
	for k, b := range s.blanks(r, starts) {
		if !s.top && b.y1 > 0 {
			out = append(out, middle(b.y0, b.y1))
			continue
		}
		out = append(out, aboveLine(starts[k+1]))
	}
	return out
}

// aboveLine is a height just above a line.
func aboveLine(l line) float64 { return l.box.Y0 - 0.3*max(l.size, 4) }

// cutAt cuts a row at some heights.
func (r gridRow) cutAt(ys []float64) []gridRow {
	out := make([]gridRow, len(ys)+1)
	for k := range out {
		out[k] = gridRow{page: r.page, y0: r.y0, y1: r.y1, cells: make([][]line, len(r.cells)), above: make([]bool, len(r.cells))}
		if k > 0 {
			out[k].y0 = ys[k-1]
		} else {
			copy(out[k].above, r.above)
			out[k].first = r.first
		}
		if k < len(ys) {
			out[k].y1 = ys[k]
		}
	}
	for c, cell := range r.cells {
		for _, l := range cell {
			k, _ := slices.BinarySearch(ys, middle(l.box.Y0, l.box.Y1))
			out[k].cells[c] = append(out[k].cells[c], l)
		}
	}
	return out
}

// atBlanks cuts a row of a table without ids at the blanks that are wider than
// those between lines, where several columns begin anew.
func (s splitter) atBlanks(r gridRow) []gridRow {
	usual := r.lineGap()
	var ys []float64
	for _, b := range r.strips() {
		if b.y1-b.y0 > usual+2 {
			ys = append(ys, middle(b.y0, b.y1))
		}
	}
	var out []gridRow
	for _, part := range r.cutAt(ys) {
		if n := len(out); n > 0 && !s.beginsRow(part) {
			out[n-1].take(part)
			continue
		}
		out = append(out, part)
	}
	return out
}

// beginsRow reports whether a part of a row may be a row of its own: its control,
// and another column, begin a sentence.
func (s splitter) beginsRow(r gridRow) bool {
	begun := 0
	for c, cell := range r.cells {
		switch {
		case len(cell) == 0:
			if s.roles[c] == roleControl {
				return false
			}
		case startsLower(cell[0].text):
			return false
		default:
			begun++
		}
	}
	return begun > 1
}

// lineGap is the usual blank between two lines of a cell.
func (r gridRow) lineGap() float64 {
	var gaps []float64
	for _, cell := range r.cells {
		for i := 1; i < len(cell); i++ {
			if g := cell[i].box.Y0 - cell[i-1].box.Y1; g > -2 {
				gaps = append(gaps, g)
			}
		}
	}
	if len(gaps) == 0 {
		return 2
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)*2/5], 0)
}

// take puts the lines of a row at the end of this one's.
func (r *gridRow) take(o gridRow) {
	for c := range r.cells {
		r.cells[c] = append(r.cells[c], o.cells[c]...)
	}
	r.y1 = max(r.y1, o.y1)
}
