package reading

import (
	"math"

	"example.com/assay/internal/attest"
)

// ruled reads a part of a page that rulings cut into columns.
func (s *sheetScan) ruled(part *sheetPart) {
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

// lastCells gives the last row that has cells, or -1.
func lastCells(rows []gridRow) int {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].cells != nil {
			return i
		}
	}
	return -1
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
