package reading

import (
	"strings"

	"example.com/assay/internal/pdf"
)

// gridRow is a row of a table on one page, by column.
type gridRow struct {
	page    int
	y0, y1  float64
	cells   [][]line
	above   []bool // of each column: the cell of the row before goes on
	full    []line // of a row that is one cell
	head    bool
	outside bool   // printed between tables
	unread  string // why its cells could not be told apart
	first   bool   // the first row of its page's part of the table
}

// sheetPart is the part of a table that stands on one page.
type sheetPart struct {
	page    int
	box     pdf.Box
	edges   []float64
	across  []pdf.Ruling
	upright []pdf.Ruling
	lines   []line
	span    span
}

// gridRows cuts the part at its horizontal rulings, and each row at the columns.
func (p *sheetPart) gridRows() []gridRow {
	ys := p.rowEdges()
	shares := p.uprightShares(ys)
	var out []gridRow
	last := -1 // the edge below the last row with words
	next := 0
	for r := 0; r+1 < len(ys); r++ {
		var lines []line
		for next < len(p.lines) && (r+2 == len(ys) || middle(p.lines[next].box.Y0, p.lines[next].box.Y1) < ys[r+1]) {
			lines = append(lines, p.lines[next])
			next++
		}
		if len(lines) == 0 && ys[r+1]-ys[r] < 5 {
			continue
		}
		above := make([]bool, len(p.edges)-1)
		for c := range above {
			above[c] = last >= 0 && !p.parted(c, ys[last], ys[r])
		}
		last = r + 1
		if p.soft(ys[r], ys[r+1], shares) {
			out = append(out, p.softRows(lines, ys[r], ys[r+1], above)...)
			continue
		}
		row := p.cutRow(lines, ys[r], ys[r+1])
		row.above = above
		out = append(out, row)
	}
	return wholeSpans(out)
}

// wholeSpans puts all lines of a cell that spans rows into the first of them.
func wholeSpans(rows []gridRow) []gridRow {
	for i := range rows {
		for c, goesOn := range rows[i].above {
			if i == 0 || !goesOn || rows[i].cells == nil || len(rows[i].cells[c]) == 0 {
				continue
			}
			k := i - 1
			for k > 0 && rows[k].above[c] && rows[k].full == nil {
				k--
			}
			if rows[k].full == nil {
				rows[k].cells[c] = append(rows[k].cells[c], rows[i].cells[c]...)
				rows[i].cells[c] = nil
			}
		}
	}
	return rows
}

// rowEdges gives where horizontal rulings part rows of at least one column.
func (p *sheetPart) rowEdges() []float64 {
	ys := []float64{p.box.Y0, p.box.Y1}
	for _, h := range p.across {
		if h.Y0 < p.box.Y0-ruleReach || h.Y0 > p.box.Y1+ruleReach {
			continue
		}
		for c := range len(p.edges) - 1 {
			if p.covers(h, c) {
				ys = append(ys, h.Y0)
				break
			}
		}
	}
	return clusters(ys, ruleReach)
}

// covers reports whether a horizontal ruling crosses most of a column.
func (p *sheetPart) covers(h pdf.Ruling, c int) bool {
	x0, x1 := p.edges[c], p.edges[c+1]
	return min(h.X1, x1)-max(h.X0, x0) >= ruleOfText*(x1-x0)
}

// parted reports whether a ruling between two heights parts the cells of a column.
func (p *sheetPart) parted(c int, y0, y1 float64) bool {
	for _, h := range p.across {
		if h.Y0 >= y0-ruleReach && h.Y0 <= y1+ruleReach && p.covers(h, c) {
			return true
		}
	}
	return false
}

// uprightAt reports whether a vertical ruling stands on an inner edge at a height.
func (p *sheetPart) uprightAt(edge, y float64) bool {
	for _, v := range p.upright {
		if v.X0 >= edge-ruleReach-1 && v.X0 <= edge+ruleReach+1 && v.Y0 <= y && v.Y1 >= y {
			return true
		}
	}
	return false
}

// uprightShares gives for each edge the share of rows beside which a vertical
// ruling stands on it.
func (p *sheetPart) uprightShares(ys []float64) []float64 {
	out := make([]float64, len(p.edges))
	rows := 0.0
	for r := 0; r+1 < len(ys); r++ {
		if ys[r+1]-ys[r] < 5 {
			continue
		}
		rows++
		for e := 1; e+1 < len(p.edges); e++ {
			if p.uprightAt(p.edges[e], middle(ys[r], ys[r+1])) {
				out[e]++
			}
		}
	}
	for e := range out {
		out[e] /= max(rows, 1)
	}
	return out
}

// cutRow puts the lines of a row into its cells. Cells that nothing parts are one,
// which stands in the first of its columns; a row that is one cell is full.
func (p *sheetPart) cutRow(lines []line, y0, y1 float64) gridRow {
	row := gridRow{page: p.page, y0: y0, y1: y1, cells: make([][]line, len(p.edges)-1)}
	edges, first := []float64{p.edges[0]}, []int{0}
	for e := 1; e+1 < len(p.edges); e++ {
		if p.uprightAt(p.edges[e], middle(y0, y1)) {
			edges, first = append(edges, p.edges[e]), append(first, e)
		}
	}
	edges = append(edges, p.edges[len(p.edges)-1])
	for _, l := range lines {
		for c, pieces := range byColumn(l, edges) {
			row.cells[first[c]] = append(row.cells[first[c]], pieces...)
		}
	}
	filled, at := 0, 0
	for c := range first {
		if len(row.cells[first[c]]) > 0 {
			filled++
			at = c
		}
	}
	width := p.edges[len(p.edges)-1] - p.edges[0]
	if filled == 1 && edges[at+1]-edges[at] >= 0.5*width && p.spansMost(first, at) {
		row.full, row.cells = row.cells[first[at]], nil
	}
	return row
}

// spansMost reports whether the cell in place at spans more than one column.
func (p *sheetPart) spansMost(first []int, at int) bool {
	next := len(p.edges) - 1
	if at+1 < len(first) {
		next = first[at+1]
	}
	return next-first[at] > 1
}

// soft reports whether rulings do not tell which cells a row has: no vertical one
// stands beside it, not even the table's frame, or none parts columns at all.
func (p *sheetPart) soft(y0, y1 float64, shares []float64) bool {
	y := middle(y0, y1)
	parting := false
	for e := 1; e+1 < len(p.edges); e++ {
		if p.uprightAt(p.edges[e], y) {
			return false
		}
		parting = parting || shares[e] >= 0.6
	}
	framed := p.uprightAt(p.edges[0], y) || p.uprightAt(p.edges[len(p.edges)-1], y)
	return !parting || !framed
}

// softRows cuts lines between which nothing is ruled: those that run on across the
// columns are full rows, the others rows of cells.
func (p *sheetPart) softRows(lines []line, y0, y1 float64, above []bool) []gridRow {
	var out []gridRow
	open := func(l line, full bool) *gridRow {
		if n := len(out); n > 0 && (out[n-1].full != nil) == full {
			return &out[n-1]
		}
		row := gridRow{page: p.page, y0: y0, y1: y1, above: make([]bool, len(p.edges)-1)}
		if len(out) == 0 {
			copy(row.above, above)
		} else {
			row.y0 = l.box.Y0 - 1
			out[len(out)-1].y1 = row.y0
		}
		if !full {
			row.cells = make([][]line, len(p.edges)-1)
		}
		out = append(out, row)
		return &out[len(out)-1]
	}
	for i, l := range lines {
		if p.runsAcross(l) || isHeadline(l) || i > 0 && len(out) > 0 && out[len(out)-1].full != nil && carriesOn(lines[i-1], l) {
			row := open(l, true)
			row.full = append(row.full, l)
			continue
		}
		row := open(l, false)
		for c, pieces := range byColumn(l, p.edges) {
			row.cells[c] = append(row.cells[c], pieces...)
		}
	}
	return out
}

// runsAcross reports whether the last run of words of a line reaches over more than
// one column.
func (p *sheetPart) runsAcross(l line) bool {
	cells := splitCells(l)
	last := cells[len(cells)-1]
	for e := 1; e+1 < len(p.edges); e++ {
		if x := p.edges[e]; crosses(last.line, x) && last.box.X1 > x+12 && last.box.X0 < x-12 {
			return true
		}
	}
	return false
}

// carriesOn reports whether a line goes on with the full row that the one before
// belongs to: one run, printed alike, close below, and no new sentence.
func carriesOn(prev, l line) bool {
	if prev.page != l.page || !sameStyle(prev, l) || l.box.Y0-prev.box.Y1 >= 0.6*max(l.size, 5) || len(splitCells(l)) > 1 {
		return false
	}
	runs := splitCells(prev)
	return l.box.X0 < runs[len(runs)-1].box.X0+40 && (startsLower(l.text) || !endsCell(prev.text))
}

// endsCell reports whether a text ends as a sentence or an item does.
func endsCell(s string) bool {
	s = strings.TrimRight(s, " \"')”’]*")
	return s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?")
}

// stripes reports whether vertical rulings part some rows of the part and others not.
func (p *sheetPart) stripes() bool {
	ys := p.rowEdges()
	for _, share := range p.uprightShares(ys)[1 : len(p.edges)-1] {
		if share >= 0.6 {
			return false
		}
	}
	return true
}
