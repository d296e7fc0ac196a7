package reading

import (
	"cmp"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// sheetScan goes through the pages and collects tables.
type sheetScan struct {
	rp      *report
	sheets  []*controlSheet
	active  *controlSheet
	pending []line         // lines since the last table
	seen    map[string]int // on how many pages noise stands at one height
}

// matrixTables gives the tables of controls of a report, in reading order, with
// their rows by role.
func (rp *report) matrixTables() []matrixTable {
	s := &sheetScan{rp: rp, seen: rp.doc.noiseHeights()}
	for i := range rp.doc.pages {
		s.page(&rp.doc.pages[i])
	}
	s.closePending(nil)
	var out []matrixTable
	for _, sh := range s.sheets {
		if t, ok := sh.finish(len(out)); ok {
			out = append(out, t)
		}
	}
	return out
}

// noiseHeights counts on how many pages each line that recurs stands at one height.
func (d *document) noiseHeights() map[string]int {
	out := map[string]int{}
	for _, l := range d.lines {
		if l.noise {
			out[noiseKey(l)]++
		}
	}
	return out
}

// noiseKey is the text and the height of a line.
func noiseKey(l line) string {
	return maskKey(l.text) + "|" + string(rune('0'+int(l.box.Y0/6+0.5)))
}

// isNoise reports whether a line that recurs is a header, a footer or a stamp, and
// not words that many rows of a table hold.
func (s *sheetScan) isNoise(l line) bool {
	return l.noise && (s.seen[noiseKey(l)] >= minNoise || isPageNumber(l.text) || stampRE.MatchString(l.text)) || turned(l)
}

// turned reports whether a line stands on its side.
func turned(l line) bool {
	return len(l.text) > 3 && l.box.Y1-l.box.Y0 > 3*l.size && l.box.X1-l.box.X0 < 2*l.size
}

// page reads the tables of a page.
func (s *sheetScan) page(p *page) {
	if s.active != nil && p.words > 0 && p.number > s.active.last+2 {
		s.active = nil
	}
	if s.skips(p) {
		s.closePending(nil)
		s.active = nil
		return
	}
	parts, loose := s.pageParts(p)
	slices.SortStableFunc(loose, byTop)
	for _, part := range parts {
		slices.SortStableFunc(part.lines, byTop)
		n := 0
		for n < len(loose) && middle(loose[n].box.Y0, loose[n].box.Y1) < part.box.Y0 {
			n++
		}
		s.loose(p, loose[:n])
		loose = loose[n:]
		if len(part.lines) > 0 {
			s.ruled(part)
		}
	}
	s.loose(p, loose)
}

// byTop orders lines from top to bottom.
func byTop(a, b line) int {
	return cmp.Compare(middle(a.box.Y0, a.box.Y1), middle(b.box.Y0, b.box.Y1))
}

// pageParts puts the lines of a page into its lattices; those that none holds are
// loose.
func (s *sheetScan) pageParts(p *page) (parts []*sheetPart, loose []line) {
	for _, g := range s.joinedLattices(p) {
		if s.isShading(p, g) {
			continue
		}
		parts = append(parts, &sheetPart{page: p.number, box: g.box, edges: g.edges, across: g.across, upright: g.upright})
	}
	for i := p.first; i < p.end; i++ {
		l := s.rp.doc.lines[i]
		if len(l.words) == 0 || s.rp.doc.contents[i] || turned(l) {
			continue
		}
		part := partOf(parts, l)
		if part == nil {
			loose = append(loose, l)
			continue
		}
		if l.noise && stampRE.MatchString(l.text) {
			continue
		}
		if len(part.lines) == 0 {
			part.span.from = i
		}
		part.span.to = i + 1
		inside, outside := cutBeside(l, part.box)
		if len(inside.words) > 0 {
			part.lines = append(part.lines, inside)
		}
		loose = append(loose, outside...)
	}
	return parts, loose
}

// skips reports whether a page holds no table of controls: it is the auditor's
// report or the assertion as a whole.
func (s *sheetScan) skips(p *page) bool {
	if p.first == p.end {
		return false
	}
	a, b := kindAt(s.rp.sections, p.first), kindAt(s.rp.sections, p.end-1)
	return a == b && (a == attest.SectionAuditorReport || a == attest.SectionAssertion)
}

// isShading reports whether a lattice is the shading of one row, such as that of a
// criterion, of a table that has other columns.
func (s *sheetScan) isShading(p *page, g lattice) bool {
	a := s.active
	if len(g.edges) > 3 || a != nil && a.ruled && alikeEdges(a.edges, g.edges) {
		return false
	}
	part := sheetPart{page: p.number, box: g.box, edges: g.edges, across: g.across, upright: g.upright}
	if len(part.rowEdges()) > 2 {
		return false
	}
	for i := p.first; i < p.end; i++ {
		if l := s.rp.doc.lines[i]; len(l.words) > 0 && partOf([]*sheetPart{&part}, l) != nil {
			part.lines = append(part.lines, l)
		}
	}
	slices.SortStableFunc(part.lines, byTop)
	_, head := s.headIn(&part, part.gridRows(), s.zoneAt(p.first))
	return !head
}

// partOf gives the part that a line stands in, or nil. The last line of a row that a
// page break cuts may stand half below its part.
func partOf(parts []*sheetPart, l line) *sheetPart {
	for _, p := range parts {
		inside := min(l.box.Y1, p.box.Y1) - max(l.box.Y0, p.box.Y0)
		if inside > 0.3*(l.box.Y1-l.box.Y0) && l.box.X1 > p.box.X0+2 && l.box.X0 < p.box.X1-2 {
			return p
		}
	}
	return nil
}

// cutBeside parts the words of a line that stand in a box from those beside it.
func cutBeside(l line, box pdf.Box) (line, []line) {
	from, to := 0, len(l.words)
	for from < to && middle(l.words[from].Box.X0, l.words[from].Box.X1) < box.X0-ruleReach {
		from++
	}
	for to > from && middle(l.words[to-1].Box.X0, l.words[to-1].Box.X1) > box.X1+ruleReach {
		to--
	}
	if from == 0 && to == len(l.words) {
		return plainLine(l), nil
	}
	var outside []line
	if from > 0 {
		outside = append(outside, newCell(l, l.words[:from]).line)
	}
	if to < len(l.words) {
		outside = append(outside, newCell(l, l.words[to:]).line)
	}
	if from == to {
		return line{}, outside
	}
	return newCell(l, l.words[from:to]).line, outside
}

// joinedLattices gives the lattices of a page; those that are stripes of one table,
// between rows that nothing rules, are one.
func (s *sheetScan) joinedLattices(p *page) []lattice {
	var out []lattice
	for _, l := range p.lattices() {
		if n := len(out); n > 0 && s.stripes(p, out[n-1], l) {
			last := &out[n-1]
			last.box.Y1 = max(last.box.Y1, l.box.Y1)
			last.across = append(last.across, l.across...)
			last.upright = append(last.upright, l.upright...)
			last.edges = last.columnEdges()
			continue
		}
		if n := len(out); n > 0 && l.box.Y0 < out[n-1].box.Y1 && l.box.Y1 <= out[n-1].box.Y1+ruleReach && l.box.X0 >= out[n-1].box.X0-ruleReach && l.box.X1 <= out[n-1].box.X1+ruleReach {
			continue // inside a cell of the one before
		}
		out = append(out, l)
	}
	return out
}

// stripes reports whether two lattices are of one table: they have the same edges,
// and the words between them stand in its columns.
func (s *sheetScan) stripes(p *page, a, b lattice) bool {
	if b.box.Y0 < a.box.Y1-openReach-ruleReach || !a.sameFrame(b) {
		return false
	}
	edges := a.edges
	if len(b.edges) > len(edges) {
		edges = b.edges
	}
	part := sheetPart{edges: edges}
	filled := 0
	for i := p.first; i < p.end; i++ {
		l := s.rp.doc.lines[i]
		if y := middle(l.box.Y0, l.box.Y1); len(l.words) == 0 || y <= a.box.Y1 || y >= b.box.Y0 {
			continue
		}
		if part.crossed(l) {
			return false
		}
		filled = max(filled, part.filled(l), 1)
		if columnAt(edges, l.box.X0) > 0 && len(edges) > 3 {
			filled = max(filled, 2) // the rest of a row that the page before began
		}
	}
	return filled == 0 && b.box.Y0-a.box.Y1 < 2*ruleReach || filled >= 2 && len(edges) > 3
}

// crossed reports whether a line runs on over an inner edge.
func (p *sheetPart) crossed(l line) bool {
	for e := 1; e+1 < len(p.edges); e++ {
		if crosses(l, p.edges[e]) {
			return true
		}
	}
	return false
}
