package reading

import (
	"cmp"
	"math"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

const (
	proseLines = 5  // lines that run over a table's columns one after the other, after which it has ended
	titleLines = 14 // lines above a head that may hold the criterion that it is for
)

// controlSheet is a table of controls in the making.
type controlSheet struct {
	head  tableHead
	edges []float64
	ruled bool
	// unruledRows: of a table whose head has vertical rulings, or some rows, others
	// have not.
	unruledRows bool
	page        int
	last        int // the last page with rows of it
	zone        attest.SectionKind
	span        span
	rows        []gridRow
	loose       []loosePart // of a table without vertical rulings, until its columns are known
}

// loosePart is the part of a table without vertical rulings on one page.
type loosePart struct {
	page  *page
	head  []line // printed again, or nil
	lines []line
	at    int  // rows of the controlSheet that stand before it
	first bool // nothing of the table stands before it on its page
}

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
	if s.active != nil && p.number > s.active.last+1 && p.words > 0 && p.number > s.active.last+2 {
		s.active = nil
	}
	if s.skips(p) {
		s.closePending(nil)
		s.active = nil
		return
	}
	grids := s.joinedLattices(p)
	parts := make([][]line, len(grids))
	spans := make([]span, len(grids))
	var loose []line
	for i := p.first; i < p.end; i++ {
		l := s.rp.doc.lines[i]
		if len(l.words) == 0 || s.rp.doc.contents[i] || turned(l) {
			continue
		}
		k := latticeOf(grids, l)
		if k < 0 {
			loose = append(loose, l)
			continue
		}
		if l.noise && stampRE.MatchString(l.text) {
			continue
		}
		if len(parts[k]) == 0 {
			spans[k].from = i
		}
		spans[k].to = i + 1
		inside, outside := cutBeside(l, grids[k].box)
		if len(inside.words) > 0 {
			parts[k] = append(parts[k], inside)
		}
		loose = append(loose, outside...)
	}
	byTop := func(a, b line) int { return cmp.Compare(middle(a.box.Y0, a.box.Y1), middle(b.box.Y0, b.box.Y1)) }
	slices.SortStableFunc(loose, byTop)
	for k := range grids {
		slices.SortStableFunc(parts[k], byTop)
		n := 0
		for n < len(loose) && middle(loose[n].box.Y0, loose[n].box.Y1) < grids[k].box.Y0 {
			n++
		}
		s.loose(p, loose[:n])
		loose = loose[n:]
		if len(parts[k]) > 0 {
			s.ruled(p, &sheetPart{page: p.number, box: grids[k].box, edges: grids[k].edges, across: grids[k].across, upright: grids[k].upright, lines: parts[k], span: spans[k]})
		}
	}
	s.loose(p, loose)
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

// latticeOf gives the lattice that a line stands in, or -1.
func latticeOf(grids []lattice, l line) int {
	y := middle(l.box.Y0, l.box.Y1)
	for k, g := range grids {
		if y > g.box.Y0 && y < g.box.Y1 && l.box.X1 > g.box.X0+2 && l.box.X0 < g.box.X1-2 {
			return k
		}
	}
	return -1
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
	if b.box.Y0 < a.box.Y1-ruleReach || !holdsEdges(a.edges, b.edges) && !holdsEdges(b.edges, a.edges) || math.Abs(a.box.X0-b.box.X0) > 4 || math.Abs(a.box.X1-b.box.X1) > 4 {
		return false
	}
	edges := a.edges
	if len(b.edges) > len(edges) {
		edges = b.edges
	}
	between, filled := 0, map[int]bool{}
	for i := p.first; i < p.end; i++ {
		l := s.rp.doc.lines[i]
		if y := middle(l.box.Y0, l.box.Y1); len(l.words) == 0 || y <= a.box.Y1 || y >= b.box.Y0 {
			continue
		}
		between++
		for e := 1; e+1 < len(edges); e++ {
			if crosses(l, edges[e]) {
				return false
			}
		}
		for _, w := range l.words {
			filled[columnAt(edges, middle(w.Box.X0, w.Box.X1))] = true
		}
	}
	return between == 0 && b.box.Y0-a.box.Y1 < 2*ruleReach || len(filled) >= 2
}

// ruled reads a part of a page that rulings cut into columns.
func (s *sheetScan) ruled(p *page, part *sheetPart) {
	zone := s.zoneAt(part.span.from)
	if s.active != nil && len(s.active.edges) > 0 && (holdsEdges(s.active.edges, part.edges) || holdsEdges(part.edges, s.active.edges) && len(part.edges) <= len(s.active.edges)+2) &&
		math.Abs(s.active.edges[0]-part.edges[0]) < 8 {
		if _, ok := s.headIn(part, part.gridRows(), zone); !ok {
			part.edges = s.active.edges
		}
	}
	rows := part.gridRows()
	h, ok := s.headIn(part, rows, zone)
	if !ok {
		s.headless(part, rows, zone)
		return
	}
	from := 0
	for i := 0; i < len(rows); i++ {
		if i > h.row {
			if next, ok := ruledHead(rows, i, zone); ok {
				s.addRuled(part, rows[from:i], h.tableHead, zone)
				from, h = i, foundHead2{next, i}
			}
		}
	}
	s.addRuled(part, rows[from:], h.tableHead, zone)
}

// foundHead2 is a head and the row that it begins with.
type foundHead2 struct {
	tableHead
	row int
}

// headIn gives the first head of a part, of the first rows or after a title.
func (s *sheetScan) headIn(part *sheetPart, rows []gridRow, zone attest.SectionKind) (foundHead2, bool) {
	for i := range rows {
		if h, ok := ruledHead(rows, i, zone); ok {
			return foundHead2{h, i}, true
		}
	}
	return foundHead2{}, false
}

// addRuled adds rows under a head to the table that it announces: the active one,
// if that has the same head, or a new one.
func (s *sheetScan) addRuled(part *sheetPart, rows []gridRow, h tableHead, zone attest.SectionKind) {
	if s.active == nil || !s.active.ruled || !s.active.head.sameAs(h) || s.active.zone != zone {
		s.open(&controlSheet{head: h, edges: part.edges, ruled: true, page: part.page, zone: zone, span: part.span})
	} else {
		s.closePending(s.active)
	}
	at := slices.IndexFunc(rows, func(r gridRow) bool { _, ok := ruledHead([]gridRow{r}, 0, zone); return ok })
	for i := range rows {
		if at >= 0 && i >= at && i < at+h.rows {
			rows[i].head = true
		}
	}
	if at < 0 {
		for i := 0; i < min(h.rows, len(rows)); i++ {
			rows[i].head = true
		}
	}
	s.append(part, rows)
}

// append adds rows to the active table.
func (s *sheetScan) append(part *sheetPart, rows []gridRow) {
	if len(rows) > 0 && s.active.last != part.page {
		rows[0].first = true
	}
	n, body := len(s.active.edges)-1, 0
	for _, r := range rows {
		if !r.head && r.full == nil {
			body++
		}
		if r.cells != nil && len(r.cells) != n {
			r = r.fit(n)
		}
		s.active.rows = append(s.active.rows, r)
	}
	s.active.unruledRows = s.active.unruledRows || body == 0 || part.stripes()
	s.active.last = part.page
	s.active.span.to = max(s.active.span.to, part.span.to)
}

// fit gives a row as many columns as its table has; what does not fit is unread.
func (r gridRow) fit(n int) gridRow {
	out := r
	out.cells, out.above = make([][]line, n), make([]bool, n)
	for c, cell := range r.cells {
		out.cells[min(c, n-1)] = append(out.cells[min(c, n-1)], cell...)
	}
	if len(r.cells) > n {
		out.unread = "the row has more cells than the table has columns"
	}
	return out
}

// headless reads a ruled part without a head: the rest of the table on the page
// before, a table that its contents tell, or words between tables.
func (s *sheetScan) headless(part *sheetPart, rows []gridRow, zone attest.SectionKind) {
	if a := s.active; a != nil && a.zone == zone && (alikeEdges(a.edges, part.edges) || a.ruled && len(a.edges) == len(part.edges)) && !labelsLeft(rows) {
		s.closePending(a)
		s.append(part, rows)
		return
	}
	if (zone == attest.SectionMatrix || zone == "") && !labelsLeft(rows) && tellsItself(rows, len(part.edges)-1) {
		s.open(&controlSheet{head: tableHead{texts: make([]string, len(part.edges)-1)}, edges: part.edges, ruled: true, page: part.page, zone: zone, span: part.span})
		s.append(part, rows)
		return
	}
	if s.active == nil {
		return
	}
	s.pending = append(s.pending, part.lines...)
}

// tellsItself reports whether the cells of rows without a head are those of
// controls and their tests.
func tellsItself(rows []gridRow, columns int) bool {
	has := map[role]bool{}
	for c := range columns {
		has[readContents(rows, c).role()] = true
	}
	return len(rows) >= 3 && (has[roleTest] && has[roleResult] || (has[roleID] || has[roleCriteria]) && (has[roleTest] || has[roleResult] || has[roleTestResult]))
}

// labelsLeft reports whether the first cells of rows are labels: a block with its
// labels on the left, and no table.
func labelsLeft(rows []gridRow) bool {
	n, labels := 0, 0
	for _, r := range rows {
		if r.cells == nil || len(r.cells[0]) == 0 {
			continue
		}
		n++
		if roleOf(cellText(r.cells[0])) != "" {
			labels++
		}
	}
	return labels >= 2 && labels*2 >= n
}

// zoneAt is the kind of the section that a line is in.
func (s *sheetScan) zoneAt(i int) attest.SectionKind { return kindAt(s.rp.sections, i) }

// open begins a table, with the words above it that are for it.
func (s *sheetScan) open(sh *controlSheet) {
	before := s.closePending(s.active)
	for _, r := range before {
		sh.rows = append(sh.rows, r)
	}
	sh.last = 0
	s.sheets = append(s.sheets, sh)
	s.active = sh
}

// closePending gives the words between two tables to the first one; those from the
// heading of a criterion on are for the second, and are returned where there is a
// new one. Words before the first table are kept only where they are such a heading.
func (s *sheetScan) closePending(a *controlSheet) []gridRow {
	rows := paragraphs(s.pending)
	s.pending = nil
	if a != nil && a == s.active {
		cut := len(rows)
		for i := len(rows) - 1; i >= 0 && opensCriterion(rows[i]); i-- {
			cut = i
		}
		a.rows = append(a.rows, rows[:cut]...)
		if len(rows) > 0 && cut == len(rows) {
			return nil
		}
		return rows[cut:]
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if !opensCriterion(rows[i]) || len(rows)-i > titleLines {
			return rows[i+1:]
		}
	}
	return rows
}

// opensCriterion reports whether a paragraph between tables is the heading of the
// next one.
func opensCriterion(r gridRow) bool {
	text := cellText(r.full)
	bold := !slices.ContainsFunc(r.full, func(l line) bool { return !l.bold })
	return tscTextRE.MatchString(text) || bold && len(text) < 400 || len(text) < 90 && !endsCell(text)
}

// paragraphs makes a full row of each paragraph of lines outside of tables.
func paragraphs(lines []line) []gridRow {
	var out []gridRow
	for i, l := range lines {
		if i > 0 {
			prev := lines[i-1]
			if prev.page == l.page && sameStyle(prev, l) && l.box.Y0-prev.box.Y1 < 0.75*max(l.size, 4) && l.box.Y0 > prev.box.Y0-2 {
				out[len(out)-1].full = append(out[len(out)-1].full, plainLine(l))
				continue
			}
		}
		out = append(out, gridRow{page: l.page, y0: l.box.Y0, y1: l.box.Y1, full: []line{plainLine(l)}, outside: true})
	}
	return out
}

// finish makes the table of a controlSheet: roles, single rows, and rows joined over pages.
func (sh *controlSheet) finish(index int) (matrixTable, bool) {
	sh.settleLoose()
	n := len(sh.edges) - 1
	if n < 2 {
		return matrixTable{}, false
	}
	for len(sh.head.texts) < n {
		sh.head.texts = append(sh.head.texts, "")
	}
	roles := columnRoles(sh.head.texts[:n], sh.rows)
	sp := newSplitter(roles, sh.rows)
	var rows []gridRow
	for _, r := range sh.rows {
		rows = append(rows, sp.split(r, sh.ruled)...)
	}
	rows = newJoiner(sp, rows).join(rows)
	t := matrixTable{page: sh.page, roles: roles, heads: sh.head.texts[:n], ruled: sh.ruled, zone: sh.span}
	for _, r := range rows {
		if m, ok := r.matrixRow(roles, index); ok {
			t.rows = append(t.rows, m)
		}
	}
	return t, slices.ContainsFunc(t.rows, func(r matrixRow) bool { return r.cells != nil })
}

// matrixRow gives the cells of a row by role; false for a row without words.
func (r gridRow) matrixRow(roles []role, index int) (matrixRow, bool) {
	m := matrixRow{table: index, page: r.page, full: r.full, unread: r.unread}
	if r.full != nil {
		return m, true
	}
	m.cells, m.spans = map[role][]line{}, map[role]bool{}
	for c, cell := range r.cells {
		as := roles[c]
		if as == "" {
			as = roleOther
		}
		m.cells[as] = append(m.cells[as], cell...)
		if c < len(r.above) && r.above[c] && len(cell) == 0 {
			m.spans[as] = true
		}
	}
	for as := range m.cells {
		if len(m.cells[as]) == 0 {
			delete(m.cells, as)
		} else {
			delete(m.spans, as)
		}
	}
	return m, len(m.cells) > 0
}
