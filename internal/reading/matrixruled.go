package reading

import (
	"math"

	"example.com/assay/internal/attest"
)

// ruled reads a part of a page that rulings cut into columns.
func (s *sheetScan) ruled(part *sheetPart) {
	zone := s.zoneAt(part.span.from)
	if s.active != nil && s.active.holds(part) {
		if _, ok := s.headIn(part, part.gridRows(), zone); !ok {
			part.edges = s.active.edges
		}
	}
	rows := part.gridRows()
	h, ok := s.headIn(part, rows, zone)
	if !ok {
		if h, ok := s.headAbove(part, zone); ok {
			s.addRuled(part, rows, h, len(rows), zone)
			return
		}
		s.headless(part, rows, zone)
		return
	}
	from := 0
	if body := lastCells(rows[:h.row]); body >= 0 && s.active != nil && s.active.zone == zone && alikeEdges(s.active.edges, part.edges) {
		from = body + 1
		s.goOn(s.active)
		s.append(part, rows[:from])
	}
	for i := h.row + h.rows; i < len(rows); i++ {
		if next, ok := ruledHead(rows, i, zone); ok {
			s.addRuled(part, rows[from:i], h.tableHead, h.row-from, zone)
			from, h = i, placedHead{next, i}
			i += h.rows - 1
		}
	}
	s.addRuled(part, rows[from:], h.tableHead, h.row-from, zone)
}

// headAbove takes the head of a part from the lines above it, where no rulings are.
func (s *sheetScan) headAbove(part *sheetPart, zone attest.SectionKind) (tableHead, bool) {
	for n := min(headRows, len(s.pending)); n > 0; n-- {
		lines := s.pending[len(s.pending)-n:]
		if lines[0].page != part.page || part.box.Y0-lines[n-1].box.Y1 > 2*max(lines[n-1].size, 4) {
			continue
		}
		h := tableHead{texts: make([]string, len(part.edges)-1), lefts: make([]float64, len(part.edges)-1)}
		cells := make([][]line, len(h.texts))
		for _, l := range lines {
			for c, pieces := range byColumn(l, part.edges) {
				cells[c] = append(cells[c], pieces...)
			}
		}
		for c, cell := range cells {
			if len(cell) > 0 {
				h.texts[c], h.lefts[c] = headText(cell), cell[0].box.X0
			}
		}
		if h.roles = rolesOf(h.texts); known(h.roles) == len(h.roles) && announces(h.texts, h.roles, zone) {
			s.pending = s.pending[:len(s.pending)-n]
			return h, true
		}
	}
	return tableHead{}, false
}

// lastCells gives the last row that has cells, or -1.
func lastCells(rows []gridRow) int {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].cells != nil {
			return i
		}
	}
	return -1
}

// holds reports whether the columns of a part are among those of the table, or the
// other way round.
func (sh *controlSheet) holds(part *sheetPart) bool {
	return len(sh.edges) > 0 && math.Abs(sh.edges[0]-part.edges[0]) < 8 &&
		(holdsEdges(sh.edges, part.edges) || holdsEdges(part.edges, sh.edges) && len(part.edges) <= len(sh.edges)+2)
}

// placedHead is a head and the row that it begins with.
type placedHead struct {
	tableHead
	row int
}

// headIn gives the first head of a part, of the first rows or after a title.
func (s *sheetScan) headIn(part *sheetPart, rows []gridRow, zone attest.SectionKind) (placedHead, bool) {
	for i := range rows {
		if h, ok := ruledHead(rows, i, zone); ok {
			return placedHead{h, i}, true
		}
	}
	return placedHead{}, false
}

// addRuled adds rows, of which rows[at] begins a head, to the table that it
// announces: the active one, if that has the same head, or a new one.
func (s *sheetScan) addRuled(part *sheetPart, rows []gridRow, h tableHead, at int, zone attest.SectionKind) {
	if s.active == nil || !s.active.ruled || !s.active.head.sameAs(h) || s.active.zone != zone {
		s.open(&controlSheet{head: h, edges: part.edges, ruled: true, page: part.page, zone: zone, span: part.span})
	} else {
		s.goOn(s.active)
	}
	for i := at; i < min(at+h.rows, len(rows)); i++ {
		rows[i].head = true
	}
	s.append(part, rows)
}

// append adds rows to the active table.
func (s *sheetScan) append(part *sheetPart, rows []gridRow) {
	for i := 0; s.active.last != part.page && i < len(rows); i++ {
		rows[i].first = true
		if rows[i].cells != nil && !rows[i].head {
			break
		}
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
	if a := s.active; a != nil && a.zone == zone {
		a.takeRulings(part)
	}
	if a := s.active; a != nil && a.zone == zone && (alikeEdges(a.edges, part.edges) || a.ruled && len(a.edges) == len(part.edges)) && !labelsLeft(rows) {
		s.goOn(a)
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

// takeRulings gives a table without rulings, of which this part is the first with
// them, their columns.
func (sh *controlSheet) takeRulings(part *sheetPart) {
	if n := len(part.edges) - 1; !sh.ruled && len(sh.edges) == n+1 && len(sh.head.texts) == n && alikeEdges(sh.edges[:n], part.edges[:n]) {
		sh.edges, sh.ruled, sh.unruledRows = part.edges, true, true
	}
}

// tellsItself reports whether the cells of rows without a head are those of
// controls and their tests.
func tellsItself(rows []gridRow, columns int) bool {
	has := map[role]bool{}
	for c := range columns {
		has[readContents(rows, c, true).role()] = true
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
