package reading

import (
	"cmp"
	"math"
	"slices"
)

const (
	sameTop    = 3.5 // points within which lines of several cells begin at one height
	alignShare = 0.6 // share of rows that tells where the cells of a table stand
)

// splitter cuts rows that nothing rules into those of single controls.
type splitter struct {
	roles  []role
	key    int             // the column of ids, or -1
	shapes map[string]bool // of the ids that begin rows
	top    bool            // ids stand at the top of their rows
	// rowRuled: rulings part the rows, not only columns and criteria.
	rowRuled bool
}

// split cuts a row into those of its ids, or, in a table without ids, at the
// strips that all its columns leave blank.
func (s splitter) split(r gridRow, ruled bool) []gridRow {
	if r.cells == nil || r.head {
		return []gridRow{r}
	}
	if s.key < 0 {
		if ruled && s.rowRuled {
			return []gridRow{r}
		}
		return s.atBlanks(r, ruled)
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
		beside := false
		for c, cell := range r.cells {
			beside = beside || c != s.key && s.roles[c] != roleCriteria && s.roles[c] != roleOther && slices.ContainsFunc(cell, func(o line) bool {
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
func (s splitter) borders(r gridRow, starts []line) []float64 {
	var out, widths []float64
	for k, b := range s.blanks(r, starts) {
		if !s.top && b.y1 > 0 {
			out = append(out, middle(b.y0, b.y1))
			widths = append(widths, b.y1-b.y0)
			continue
		}
		out = append(out, aboveLine(starts[k+1]))
	}
	if s.top {
		if r.first && starts[0].box.Y0-r.top() > sameTop {
			out = slices.Insert(out, 0, aboveLine(starts[0]))
		}
		return out
	}
	return r.outerBorders(out, widths, starts)
}

// outerBorders adds the blanks, as wide as those between rows, above the first id
// of a page and below its last: they part what belongs to rows that page breaks cut.
func (r gridRow) outerBorders(ys, widths []float64, starts []line) []float64 {
	if len(widths) == 0 {
		return ys
	}
	slices.Sort(widths)
	least := 0.7 * widths[len(widths)/2]
	above, below := 0.0, 0.0
	for _, b := range r.strips() {
		switch {
		case b.y1-b.y0 < least:
		case r.first && b.y1 <= starts[0].box.Y0+2:
			above = middle(b.y0, b.y1)
		case below == 0 && b.y0 >= starts[len(starts)-1].box.Y1-2:
			below = middle(b.y0, b.y1)
		}
	}
	if above > 0 {
		ys = slices.Insert(ys, 0, above)
	}
	if below > 0 {
		ys = append(ys, below)
	}
	return ys
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
func (s splitter) atBlanks(r gridRow, ruled bool) []gridRow {
	usual := r.lineGap()
	var ys []float64
	for _, b := range r.strips() {
		if b.y1-b.y0 > usual+2 {
			ys = append(ys, middle(b.y0, b.y1))
		}
	}
	var out []gridRow
	for _, part := range r.cutAt(ys) {
		if n := len(out); n > 0 && (!s.beginsRow(part) || ruled && s.lacks(part)) {
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
		case s.roles[c] == roleResult || s.roles[c] == roleOther || s.roles[c] == "":
			begun++
		case startsLower(cell[0].text):
			return false
		default:
			begun++
		}
	}
	return begun > 1
}

// lacks reports whether a row has no control, test or result, though its table has.
func (s splitter) lacks(r gridRow) bool {
	for c, as := range s.roles {
		if len(r.cells[c]) == 0 && (as == roleControl || as == roleTest || as == roleResult || as == roleTestResult) {
			return true
		}
	}
	return false
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

// criteriaAmong makes full rows of those that tell a criterion in the columns of the
// controls: its id stands among other ids, without test or result.
func (s splitter) criteriaAmong(rows []gridRow) {
	id, control := slices.Index(s.roles, roleID), slices.Index(s.roles, roleControl)
	if id < 0 || control < 0 || len(s.roles) < 3 {
		return
	}
	k := readContents(rows, id, true)
	if k.share(k.criteria) > 0.4 {
		return
	}
	for i, r := range rows {
		if r.cells == nil || r.head || !isCriterionToken(cellText(r.cells[id])) || len(r.cells[control]) == 0 {
			continue
		}
		if slices.ContainsFunc(r.above, func(b bool) bool { return b }) || r.filledBut(id, control) {
			continue
		}
		rows[i].full, rows[i].cells = append(slices.Clone(r.cells[id]), r.cells[control]...), nil
	}
}

// filledBut reports whether a row has words in other columns than two.
func (r gridRow) filledBut(a, b int) bool {
	for c, cell := range r.cells {
		if c != a && c != b && len(cell) > 0 {
			return true
		}
	}
	return false
}
