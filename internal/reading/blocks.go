package reading

import (
	"cmp"
	"slices"

	"example.com/assay/internal/attest"
)

const (
	minBlocks   = 3 // fewer blocks are words of a description
	blockBreak  = 2 // pages without a label after which a run of blocks has ended
	minRoleHits = 3 // labels of one role that a layout has at least

	tableGap   = 1.5  // font sizes between two cells of a table
	tableShare = 0.25 // share of the lines from which cells side by side make a table
	maxID      = 40   // bytes of a control's id
)

// matrixBlocks gives the controls of a report that prints them in blocks instead
// of a table: under headings with their ids, or beside or below labels such as
// "Control", "Tests performed" and "Results". Each run of blocks is one table.
func (rp *report) matrixBlocks() []matrixTable {
	var out []matrixTable
	book := labelBook{}
	for _, zone := range rp.blockZones() {
		s := blockScan{doc: rp.doc, body: rp.doc.sizeOf(zone), book: book, besideAt: map[int]int{},
			listed: rp.typ == 1 && kindAt(rp.sections, zone.from) == attest.SectionMatrix}
		s.find(zone)
		for _, run := range s.runs() {
			if tabular(run) {
				continue
			}
			t := s.table(run)
			if t.wordy() || !t.isMatrix(kindAt(rp.sections, t.zone.from) == attest.SectionMatrix) {
				continue
			}
			for i := range t.rows {
				t.rows[i].table = len(out)
			}
			out = append(out, t)
		}
	}
	return out
}

// withBlocks joins the tables of a report with its blocks. Where both are seen in
// one place, the one stands that tells more controls together with their tests, or
// as many and more of them in their own words: rulings around blocks, or columns
// inside them, make no table of controls.
func (rp *report) withBlocks(tables []matrixTable) []matrixTable {
	out := slices.Clone(tables)
	for _, b := range rp.matrixBlocks() {
		var rivals []matrixTable
		for _, t := range out {
			if t.zone.from < b.zone.to && b.zone.from < t.zone.to {
				rivals = append(rivals, t)
			}
		}
		told, whole := toldBy(rivals)
		better := 2*b.told() > 3*told || b.told() >= told && 2*b.whole() > 3*whole
		if len(rivals) > 0 && !better {
			continue
		}
		out = slices.DeleteFunc(out, func(t matrixTable) bool {
			return t.zone.from < b.zone.to && b.zone.from < t.zone.to
		})
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b matrixTable) int { return cmp.Compare(a.zone.from, b.zone.from) })
	return out
}

// told counts the rows that tell a control together with its test or result.
func (t matrixTable) told() int {
	n := 0
	for _, r := range t.rows {
		named := r.has(roleID, roleControl) || r.spans[roleID] || r.spans[roleControl]
		if named && r.has(roleTest, roleResult, roleTestResult) {
			n++
		}
	}
	return n
}

// whole counts the rows that tell the words of a control together with its test or
// result: of a card that is read as a table of its ids and one of its tests, none do.
func (t matrixTable) whole() int {
	n := 0
	for _, r := range t.rows {
		if r.has(roleControl) && r.has(roleTest, roleResult, roleTestResult) {
			n++
		}
	}
	return n
}

// toldBy counts both for some tables.
func toldBy(tables []matrixTable) (told, whole int) {
	for _, t := range tables {
		told, whole = told+t.told(), whole+t.whole()
	}
	return told, whole
}

// blockZones are the parts of a report in which blocks may stand: all but the
// auditor's report, the assertion, and the heading of the matrix. Headings inside
// blocks may look like those of sections, so other borders count for nothing.
func (rp *report) blockZones() []span {
	out := []span{{0, len(rp.doc.lines)}}
	matrix := false
	for _, s := range rp.sections {
		cut := span{}
		switch {
		case s.kind == attest.SectionAuditorReport, s.kind == attest.SectionAssertion:
			cut = s.span
		case s.kind == attest.SectionMatrix && !matrix:
			cut, matrix = span{s.span.from, rp.doc.headingEnd(s)}, true
		default:
			continue
		}
		last := &out[len(out)-1]
		rest := span{max(last.from, cut.to), last.to}
		last.to = max(last.from, cut.from)
		out = append(out, rest)
	}
	return slices.DeleteFunc(out, span.empty)
}

// headingEnd is the line after the heading of a section: all lines in its print.
// The headings of blocks below it may have been taken for more of it.
func (d *document) headingEnd(s section) int {
	first, end := d.lines[s.span.from], s.span.from+1
	for end < s.span.to && end < s.span.from+maxHeadingLines && (d.lines[end].noise || d.lines[end].page == first.page && sameStyle(first, d.lines[end]) && first.size > headSize*d.bodySize()) {
		end++
	}
	return end
}

// isMatrix reports whether the rows are those of a matrix: at least three blocks of
// a control with its test or result or, where the section is one of controls and
// criteria, of a control with its id.
func (t matrixTable) isMatrix(section bool) bool {
	tested, listed := 0, 0
	for _, r := range t.rows {
		switch {
		case !r.has(roleID, roleControl):
		case r.has(roleTest, roleResult, roleTestResult):
			tested++
		case r.has(roleID) && r.has(roleControl, roleCriteria), r.has(roleControl) && r.has(roleCriteria):
			listed++
		}
	}
	return tested >= minBlocks || section && tested+listed >= minBlocks
}

// tabular reports whether the text of a run stands in cells side by side: it is a
// table then, in whose cells some labels stand.
func tabular(run []blockPiece) bool {
	all, beside, inside := 0, 0, false
	for _, p := range run {
		switch {
		case p.kind == pieceColumns:
			inside = true
		case p.kind == pieceLabel, p.kind == pieceID:
			inside = false
		case (p.kind == pieceText || p.kind == pieceHead) && !inside:
			all++
			if len(splitGaps(p.line, tableGap)) > 1 {
				beside++
			}
		}
	}
	return beside >= minBlocks && float64(beside) > tableShare*float64(all)
}

// wordy reports whether most ids of the rows are none: words of several cells.
func (t matrixTable) wordy() bool {
	ids, words := 0, 0
	for _, r := range t.rows {
		if r.has(roleID) {
			ids++
			if n := len(newFlow(r.cells[roleID]).text); n > maxID {
				words++
			}
		}
	}
	return 4*words > ids
}

// has reports whether the row has a cell of one of the roles.
func (r matrixRow) has(roles ...role) bool {
	return slices.ContainsFunc(roles, func(x role) bool { return len(r.cells[x]) > 0 })
}

// pieceKind says what a part of a line is.
type pieceKind int

const (
	pieceText    pieceKind = iota // words of the cell above or before
	pieceLabel                    // announces a cell
	pieceColumns                  // announces several cells side by side
	pieceID                       // a heading: the id of a control
	pieceHead                     // another heading, or a line over the whole width
)

// blockPiece is a line, or a part of one.
type blockPiece struct {
	kind  pieceKind
	line  line
	index int // of the line in the document
	from  int // words[from:to] of it
	to    int
	role  role   // of a label
	key   string // its words, in lower case
	label string // as printed, where it is set over lines
	first bool   // begins its line
	// bottom is where the last line of a label that is set over lines ends, points.
	bottom float64
}

// blockScan finds blocks in a part of a document.
type blockScan struct {
	doc    *document
	body   float64 // font size of most text
	book   labelBook
	pieces []blockPiece
	// Of labels on the left with their cells on the right: where the labels and
	// where the cells begin; valueX is 0 for other layouts.
	labelX, valueX float64
	besideAt       map[int]int // where labels begin that stand beside others, points
	listed         bool        // the zone is of controls without tests
}

// find cuts the lines of a zone into pieces.
func (s *blockScan) find(zone span) {
	for i := zone.from; i < zone.to; i++ {
		l := s.doc.lines[i]
		if len(l.words) == 0 || s.doc.contents[i] {
			continue
		}
		if l.noise {
			// The head of columns inside a block, or labels and the id below them, at
			// the top of page after page.
			cells := splitCells(l)
			_, id := idWords(l)
			below := id > 0 && len(s.pieces) > 0 && s.pieces[len(s.pieces)-1].kind == pieceLabel && s.pieces[len(s.pieces)-1].index == i-1
			if s.book.sideLabels(cells) || below {
				l.noise = false
				s.cut(l, i)
			} else if p, ok := s.book.columnHeads(l, cells); ok && p.kind == pieceColumns {
				p.line.noise, p.index, p.first = false, i, true
				s.pieces = append(s.pieces, p)
			}
			continue
		}
		s.cut(l, i)
	}
	s.dropRare()
	s.findColumns()
	if s.valueX > 0 {
		s.arrange()
	}
	s.findHeads()
	s.unlabelled()
}

// cut adds the pieces of line i.
func (s *blockScan) cut(l line, i int) {
	for k, p := range s.book.pieces(l) {
		p.index, p.first = i, k == 0
		s.pieces = append(s.pieces, p)
	}
}

// dropRare takes labels for text where too few of their role stand in the zone to
// be a layout; management's answers are rare.
func (s *blockScan) dropRare() {
	hits := map[role]int{}
	for _, p := range s.pieces {
		if p.kind == pieceLabel {
			hits[p.role]++
		}
	}
	for i, p := range s.pieces {
		if p.kind == pieceLabel && p.role != roleResponse && hits[p.role] < minRoleHits {
			s.pieces[i].kind = pieceText
		}
	}
}

// runs cuts the pieces where blocks end: each run is a stretch of pieces from the
// first label or id on, in which labels follow each other within few pages.
func (s *blockScan) runs() [][]blockPiece {
	var out [][]blockPiece
	from, last := -1, -1
	flush := func() {
		if from >= 0 {
			out = append(out, s.pieces[from:s.runEnd(last)])
		}
		from = -1
	}
	for i, p := range s.pieces {
		if p.kind == pieceText || p.kind == pieceHead {
			continue
		}
		if from < 0 && !p.begins() {
			continue
		}
		if from >= 0 && p.line.page-s.pieces[last].line.page > blockBreak {
			flush()
		}
		if from < 0 {
			from = s.runStart(i)
		}
		last = i
	}
	flush()
	return out
}

// begins reports whether blocks may begin with the piece.
func (p blockPiece) begins() bool {
	return p.kind == pieceID || p.kind == pieceLabel && (p.role == roleID || p.role == roleControl || p.role == roleCriteria)
}

// runStart is the first piece of a run whose first label is piece i: the heading
// of a criterion right above it belongs to it.
func (s *blockScan) runStart(i int) int {
	for j := i - 1; j >= 0 && s.pieces[j].line.page == s.pieces[i].line.page && i-j <= maxHeadingLines; j-- {
		if startsCriterion(s.pieces[j].line.text) {
			return j
		}
	}
	return i
}

// runEnd is the end of a run whose last label is piece i: the words of its cell go
// on to the next heading, to a wide gap, or for a page.
func (s *blockScan) runEnd(i int) int {
	for j := i + 1; j < len(s.pieces); j++ {
		a, b := s.pieces[j-1].line, s.pieces[j].line
		switch {
		case s.pieces[j].kind == pieceHead, b.page > s.pieces[i].line.page+1:
			return j
		case a.page == b.page && j > i+1 && b.box.Y0-a.box.Y1 > 1.6*max(b.size, 6):
			return j
		case a.page != b.page && s.valueX == 0 && endsSentence(a.text):
			return j
		}
	}
	return len(s.pieces)
}
