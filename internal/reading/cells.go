package reading

import (
	"cmp"
	"math"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// cell is a run of words on one baseline without a wide gap: a table cell, or a
// line of running text.
type cell struct {
	line
	row int // index in grid.rows
	f   flow
}

// grid is the cells of some pages, in rows from top to bottom.
type grid struct {
	cells []cell  // by row, then from left to right
	rows  [][]int // indices into cells
}

// cellGap is the gap that parts cells, in font sizes. A space is a quarter of
// one, and rarely more than four fifths in justified text.
const cellGap = 1.0

// newGrid cuts lines into cells. Lines of noise are left out.
func newGrid(lines []line) grid {
	var cells []cell
	for _, l := range lines {
		if !l.noise {
			cells = append(cells, splitCells(l)...)
		}
	}
	slices.SortStableFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(middle(a.box.Y0, a.box.Y1), middle(b.box.Y0, b.box.Y1)))
	})
	var g grid
	for _, c := range cells {
		i := len(g.rows) - 1
		if i < 0 || !g.sameRow(g.rows[i], c) {
			g.rows = append(g.rows, nil)
			i++
		}
		c.row = i
		g.rows[i] = append(g.rows[i], len(g.cells))
		g.cells = append(g.cells, c)
	}
	for _, row := range g.rows {
		slices.SortFunc(g.cells[row[0]:row[len(row)-1]+1], func(a, b cell) int { return cmp.Compare(a.box.X0, b.box.X0) })
	}
	for i := range g.cells {
		g.cells[i].f = newFlow([]line{g.cells[i].line})
	}
	return g
}

// sameRow reports whether a cell stands beside the cells of a row.
func (g grid) sameRow(row []int, c cell) bool {
	for _, i := range row {
		o := g.cells[i]
		shared := min(o.box.Y1, c.box.Y1) - max(o.box.Y0, c.box.Y0)
		height := min(o.box.Y1-o.box.Y0, c.box.Y1-c.box.Y0)
		if o.page != c.page || shared < 0.5*height || overlap(o.box, c.box) > 0 {
			return false
		}
	}
	return true
}

// splitCells cuts a line at its wide gaps.
func splitCells(l line) []cell { return splitGaps(l, cellGap) }

// splitGaps cuts a line at gaps of so many font sizes.
func splitGaps(l line, width float64) []cell {
	var out []cell
	from := 0
	for i := range l.words {
		last := i+1 == len(l.words)
		if !last {
			gap := l.words[i+1].Box.X0 - l.words[i].Box.X1
			last = gap > width*max(l.words[i].Size, l.words[i+1].Size, 4)
		}
		if last {
			out = append(out, newCell(l, l.words[from:i+1]))
			from = i + 1
		}
	}
	return out
}

// newCell makes a cell of some words of a line.
func newCell(of line, words []pdf.Word) cell {
	box := words[0].Box
	for _, w := range words[1:] {
		box = pdf.Box{X0: min(box.X0, w.Box.X0), Y0: min(box.Y0, w.Box.Y0), X1: max(box.X1, w.Box.X1), Y1: max(box.Y1, w.Box.Y1)}
	}
	l := newLine(of.page, pdf.Line{Box: box, Words: words})
	l.cutBefore = of.cutBefore || words[0].Box != of.words[0].Box
	l.cutAfter = of.cutAfter || words[len(words)-1].Box != of.words[len(of.words)-1].Box
	return cell{line: l}
}

func middle(a, b float64) float64 { return (a + b) / 2 }

// overlap is the width that two boxes share, negative for a gap between them.
func overlap(a, b attest.Box) float64 { return min(a.X1, b.X1) - max(a.X0, b.X0) }

// right gives the cell after i in its row.
func (g grid) right(i int) (int, bool) {
	if i+1 < len(g.cells) && g.cells[i+1].row == g.cells[i].row {
		return i + 1, true
	}
	return 0, false
}

// beside gives the cell after i in its row, or the first line of a cell of several
// lines beside which i stands.
func (g grid) beside(i int) (int, bool) {
	if k, ok := g.right(i); ok {
		return k, true
	}
	best := -1
	for k, o := range g.cells {
		c := g.cells[i]
		near := math.Abs(middle(o.box.Y0, o.box.Y1)-middle(c.box.Y0, c.box.Y1)) < 1.6*c.size
		if o.page != c.page || o.box.X0 < c.box.X1 || !near {
			continue
		}
		if best < 0 || o.box.X0 < g.cells[best].box.X0-1 {
			best = k
		}
	}
	return best, best >= 0
}

// below gives the cell under i, at most the given number of font sizes away, that
// shares the most width with it.
func (g grid) below(i int, reach float64) (int, bool) {
	c := g.cells[i]
	for r := c.row + 1; r < len(g.rows); r++ {
		best, width := -1, 0.0
		for _, k := range g.rows[r] {
			o := g.cells[k]
			if o.page != c.page || o.box.Y0-c.box.Y1 > reach*max(c.size, 6) {
				return 0, false
			}
			if w := overlap(c.box, o.box); w > width {
				best, width = k, w
			}
		}
		if best >= 0 {
			return best, true
		}
	}
	return 0, false
}

// above gives the cell over i whose nearest cell below is i.
func (g grid) above(i int, reach float64) (int, bool) {
	for r := g.cells[i].row - 1; r >= 0; r-- {
		for _, k := range g.rows[r] {
			if g.cells[k].page != g.cells[i].page {
				return 0, false
			}
			if b, ok := g.below(k, reach); ok && b == i {
				return k, true
			}
		}
	}
	return 0, false
}

// next gives the cell that carries on the text of i: the next one under it that
// begins at the same left edge or has the same middle.
func (g grid) next(i int) (int, bool) {
	k, ok := g.below(i, 1.2)
	if !ok {
		return 0, false
	}
	a, b := g.cells[i].box, g.cells[k].box
	aligned := math.Abs(a.X0-b.X0) < 6 || math.Abs(middle(a.X0, a.X1)-middle(b.X0, b.X1)) < 6
	return k, aligned && math.Abs(g.cells[i].size-g.cells[k].size) < 0.12*g.cells[i].size+0.1
}

// joined is the text of a cell and of the one that carries it on.
func (g grid) joined(i int) flow {
	if k, ok := g.next(i); ok {
		return newFlow([]line{g.cells[i].line, g.cells[k].line})
	}
	return g.cells[i].f
}

// paragraph gives the cells from i on that make one paragraph: the same size,
// line under line without a larger gap.
func (g grid) paragraph(i int) []int {
	out := []int{i}
	pitch := 0.0
	for {
		k, ok := g.below(i, 1.2)
		if !ok {
			return out
		}
		a, b := g.cells[i], g.cells[k]
		step := b.box.Y0 - a.box.Y0
		if math.Abs(a.size-b.size) > 0.12*a.size || pitch > 0 && step > 1.3*pitch {
			return out
		}
		pitch = step
		out = append(out, k)
		i = k
	}
}
