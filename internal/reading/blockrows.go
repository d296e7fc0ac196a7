package reading

import (
	"cmp"
	"slices"
	"strings"

	"example.com/assay/internal/pdf"
)

const (
	maxHeads   = 40     // labels of a run that are told
	headingKey = "\x00" // stands for the headings with ids among the keys of labels
)

// blockBuilder makes the rows of a run of blocks.
type blockBuilder struct {
	rows   []matrixRow
	row    *matrixRow // being filled; nil before the first block and after headings
	keys   []string   // of the labels of the block
	role   role       // of the cell being filled
	after  bool       // the row has a result, and no test after it
	titled bool       // the cell being filled is a name under an id
	name   []line
	heads  []string
	cols   []column // of the columns inside a block
	roles  []role
	beside []column        // labels that stand side by side in the last line of labels
	sides  []role          // their roles
	at     int             // the index of that line
	closes map[string]bool // labels that end a block though others of their role begin one
	scan   *blockScan
}

// table makes the rows of a run.
func (s *blockScan) table(run []blockPiece) matrixTable {
	run = roleByWords(run)
	b := blockBuilder{scan: s, closes: closingLabels(run)}
	for i, p := range run {
		switch p.kind {
		case pieceID:
			b.begin(p)
			b.add(roleID, p.line)
			b.titled = true
		case pieceLabel:
			b.label(p)
		case pieceColumns:
			b.columns(p)
		case pieceHead:
			b.heading(run, i)
		case pieceText:
			b.text(p)
		}
	}
	b.finish()
	t := matrixTable{heads: b.heads, block: true, rows: b.rows, zone: span{run[0].index, run[len(run)-1].index + 1}}
	t.page, t.ruled = run[0].line.page, false
	return t
}

// begin ends the row being filled and begins that of a new block.
func (b *blockBuilder) begin(p blockPiece) {
	b.finish()
	b.row = &matrixRow{page: p.line.page, cells: map[role][]line{}}
}

// again begins another row of the same block, for another test of its control.
func (b *blockBuilder) again(page int) {
	keys, spans := b.keys, map[role]bool{}
	for _, r := range []role{roleID, roleControl, roleCriteria} {
		spans[r] = b.row.has(r) || b.row.spans[r]
	}
	spans[roleControl] = spans[roleControl] || len(b.name) > 0
	b.finish()
	b.row, b.keys = &matrixRow{page: page, cells: map[role][]line{}, spans: spans}, keys
}

// finish ends the row being filled.
func (b *blockBuilder) finish() {
	if r := b.row; r != nil {
		if len(b.name) > 0 && !r.has(roleCriteria) && criteriaNameRE.MatchString(newFlow(b.name).text) {
			r.cells[roleCriteria], b.name = b.name, nil
		}
		if len(b.name) > 0 && !r.has(roleControl) {
			r.cells[roleControl] = b.name
		} else if len(b.name) > 0 {
			r.cells[roleOther] = append(b.name, r.cells[roleOther]...)
		}
		splitCellID(r)
		if r.has(roleTest, roleResult, roleTestResult) && !r.has(roleID, roleControl) && !r.spans[roleControl] && !r.spans[roleID] {
			r.unread = "a test without the control that it belongs to"
		}
		if len(r.cells) > 0 {
			b.rows = append(b.rows, *r)
		}
	}
	b.row, b.keys, b.role, b.after, b.titled, b.name, b.cols, b.beside = nil, nil, "", false, false, nil, nil, nil
}

// add puts a line into a cell.
func (b *blockBuilder) add(r role, l line) {
	b.row.cells[r] = append(b.row.cells[r], l)
	b.role = r
	switch r {
	case roleTest, roleTestResult:
		b.after = false
	case roleResult:
		b.after = true
	}
}

// label begins the cell that a label announces.
func (b *blockBuilder) label(p blockPiece) {
	b.head(cmp.Or(p.label, p.line.text))
	test := p.role == roleTest || p.role == roleTestResult
	switch {
	case b.row == nil || b.opens(p):
		b.begin(p)
	case test && (b.after || p.role == roleTestResult && b.row.has(roleTestResult)):
		b.again(p.line.page)
	}
	b.keys = append(b.keys, p.key)
	b.role, b.titled, b.cols = p.role, false, nil
	if p.index != b.at {
		b.beside, b.sides, b.at = nil, nil, p.index
	}
	if p.first || b.scan.afterGap(p) {
		b.beside = append(b.beside, column{x0: p.line.box.X0})
		b.sides = append(b.sides, p.role)
	}
}

// head remembers the words of a label.
func (b *blockBuilder) head(text string) {
	if text != "" && !slices.Contains(b.heads, text) && len(b.heads) < maxHeads {
		b.heads = append(b.heads, text)
	}
}

// opens reports whether a label begins a new block.
func (b *blockBuilder) opens(p blockPiece) bool {
	if p.role != roleID && p.role != roleControl && p.role != roleCriteria || b.closes[p.key] {
		return false
	}
	return slices.Contains(b.keys, p.key) || b.row.has(roleTest, roleResult, roleTestResult) || len(b.row.spans) > 0 ||
		p.role == roleID && b.row.has(roleID)
}

// columns begins the columns inside a block.
func (b *blockBuilder) columns(p blockPiece) {
	if b.row == nil {
		b.full(p.line)
		return
	}
	same := len(b.cols) > 0
	b.cols, b.roles = nil, nil
	for _, c := range splitCells(p.line) {
		b.cols = append(b.cols, column{x0: c.box.X0, x1: c.box.X1})
		b.roles = append(b.roles, b.scan.book.bare(c.line))
		b.head(c.text)
	}
	if !same && b.row.has(b.roles...) {
		cols := b.cols
		b.again(p.line.page)
		b.cols = cols
	}
	b.titled = false
}

// heading ends a block with a heading, unless the block goes on below it.
func (b *blockBuilder) heading(run []blockPiece, i int) {
	p := run[i]
	if b.row != nil && !startsCriterion(p.line.text) && !b.complete() {
		next := slices.IndexFunc(run[i:], func(n blockPiece) bool { return n.kind != pieceText && n.kind != pieceHead })
		if next > 0 {
			if r := run[i+next].role; r == roleTest || r == roleResult || r == roleTestResult {
				b.text(p)
				return
			}
		}
	}
	b.full(p.line)
}

// complete reports whether the block has a result.
func (b *blockBuilder) complete() bool { return b.row.has(roleResult, roleTestResult) }

// full puts a line into a row over the whole width: the one before, if the line
// goes on with it.
func (b *blockBuilder) full(l line) {
	b.finish()
	if n := len(b.rows); n > 0 && b.rows[n-1].full != nil {
		last := b.rows[n-1].full[len(b.rows[n-1].full)-1]
		bare := len(b.rows[n-1].full) == 1 && startsCriterion(last.text) && len(last.words) <= 2
		if last.page == l.page && (sameStyle(last, l) || bare) && l.box.Y0-last.box.Y1 < 0.6*max(l.size, 6) && !startsCriterion(l.text) {
			b.rows[n-1].full = append(b.rows[n-1].full, l)
			return
		}
	}
	b.rows = append(b.rows, matrixRow{page: l.page, full: []line{l}})
}

// text puts words into the cell being filled.
func (b *blockBuilder) text(p blockPiece) {
	switch {
	case b.row == nil:
		b.full(p.line)
	case len(b.cols) > 0:
		b.inColumns(p.line)
	case len(b.beside) > 1 && p.index > b.at && b.standsBeside(p.line):
		b.inSides(p.line)
	case b.titled:
		b.title(p.line)
	case b.role == "" || b.role == roleID && len(b.row.cells[roleID]) > 0 && !isIDPart(p.line):
		b.add(roleControl, p.line)
	default:
		b.add(b.role, p.line)
	}
}

// standsBeside reports whether a line is of cells that stand side by side: it leaves
// a gap before the second label, or begins there, or ends before it. An id is not
// carried on by words.
func (b *blockBuilder) standsBeside(l line) bool {
	second := b.beside[1].x0
	for i, w := range l.words {
		if w.Box.X1 > second-edgeSlack {
			return w.Box.X0 > second-edgeSlack && (i == 0 || w.Box.X0-l.words[i-1].Box.X1 > 0.8*w.Size)
		}
	}
	return b.sides[0] != roleID
}

// afterGap reports whether a label begins a cell beside others: a gap parts it from
// the words before it, or does so where other labels begin at the same place.
func (s *blockScan) afterGap(p blockPiece) bool {
	words := s.doc.lines[p.index].words
	if p.from > 0 && p.from < len(words) && words[p.from].Box.X0-words[p.from-1].Box.X1 > cellGap*max(words[p.from].Size, 4) {
		s.besideAt[int(p.line.box.X0+0.5)]++
		return true
	}
	return s.besideAt[int(p.line.box.X0+0.5)] > 0
}

// inSides puts the words of a line into the cells of labels that stand side by side.
func (b *blockBuilder) inSides(l line) {
	from := 0
	for i := 1; i <= len(l.words); i++ {
		if i < len(l.words) && b.side(l.words[i]) == b.side(l.words[from]) {
			continue
		}
		b.add(b.sides[b.side(l.words[from])], part(l, from, i))
		from = i
	}
}

// side says below which of the labels side by side a word stands.
func (b *blockBuilder) side(w pdf.Word) int {
	k := len(b.beside) - 1
	for k > 0 && w.Box.X0 < b.beside[k].x0-edgeSlack {
		k--
	}
	return k
}

// title puts a line under the id of a control: to its name, while the print stays
// the same, else to the control's own words.
func (b *blockBuilder) title(l line) {
	if n := len(b.name); n == 0 || sameStyle(b.name[n-1], l) {
		b.name = append(b.name, l)
		return
	}
	b.titled = false
	b.add(roleControl, l)
}

// inColumns puts the words of a line into the columns inside a block. Another test
// begins where a ruling parts it from the one above.
func (b *blockBuilder) inColumns(l line) {
	cells := make([][]int, len(b.cols))
	for i, w := range l.words {
		k := len(b.cols) - 1
		for k > 0 && w.Box.X0 < b.cols[k].x0-edgeSlack {
			k--
		}
		cells[k] = append(cells[k], i)
	}
	if len(cells[0]) > 0 && b.row.has(b.roles[0]) && b.row.has(b.roles[1:]...) {
		last := b.row.cells[b.roles[0]]
		if b.scan.parted(last[len(last)-1], l) {
			cols := b.cols
			b.again(l.page)
			b.cols = cols
		}
	}
	for k, words := range cells {
		if len(words) > 0 {
			b.add(b.roles[k], part(l, words[0], words[len(words)-1]+1))
		}
	}
}

// parted reports whether a horizontal ruling runs between two lines of a page.
func (s *blockScan) parted(a, b line) bool {
	if a.page != b.page {
		return false
	}
	for _, r := range s.doc.pages[a.page-1].rulings {
		if r.Y1-r.Y0 < 3 && r.X0 < a.box.X1 && r.X1 > a.box.X0 && r.Y0 > middle(a.box.Y0, a.box.Y1) && r.Y0 < middle(b.box.Y0, b.box.Y1) {
			return true
		}
	}
	return false
}

// isIDPart reports whether a line can be the rest of an id that is set over lines.
func isIDPart(l line) bool { return len(l.words) == 1 && strings.ContainsAny(l.text, "0123456789") }

// splitCellID parts the id from a control's words that begin with it.
func splitCellID(r *matrixRow) {
	control := r.cells[roleControl]
	if len(control) == 0 || r.has(roleID) || r.spans[roleID] {
		return
	}
	before, n := idWords(control[0])
	if n == 0 {
		return
	}
	p := splitID(blockPiece{line: control[0]})
	r.cells[roleID] = []line{p[0].line}
	_ = before
	if len(p) == 1 {
		r.cells[roleControl] = control[1:]
	} else {
		r.cells[roleControl] = append([]line{p[1].line}, control[1:]...)
	}
	if len(r.cells[roleControl]) == 0 {
		delete(r.cells, roleControl)
	}
}

// roleByWords corrects the role of labels by what their cells hold: beside one
// "Control activity", a label "Control" whose cells are ids announces the id.
func roleByWords(run []blockPiece) []blockPiece {
	cells, ids := map[string]int{}, map[string]int{}
	for i, p := range run {
		if p.kind != pieceLabel || i+1 >= len(run) || run[i+1].kind != pieceText {
			continue
		}
		cells[p.key]++
		before, n := idWords(run[i+1].line)
		if n > 0 && before+n == len(run[i+1].line.words) {
			ids[p.key]++
		}
	}
	out := slices.Clone(run)
	for i, p := range out {
		if p.kind == pieceLabel && p.role == roleControl && 10*ids[p.key] >= 7*cells[p.key] && ids[p.key] > 0 {
			out[i].role = roleID
		}
	}
	return out
}

// closingLabels are the labels of ids and criteria that end the blocks of a run:
// they come after the result, and the next block begins after them.
func closingLabels(run []blockPiece) map[string]bool {
	var labels []blockPiece
	for _, p := range run {
		switch p.kind {
		case pieceID:
			p.key = headingKey
			labels = append(labels, p)
		case pieceColumns:
			p.role = roleResult
			labels = append(labels, p)
		case pieceLabel:
			labels = append(labels, p)
		}
	}
	seen, last := map[string]int{}, map[string]int{}
	for i, p := range labels {
		if i == 0 || p.role != roleID && p.role != roleCriteria {
			continue
		}
		seen[p.key]++
		after := i+1 == len(labels) || labels[i+1].key == labels[0].key
		if after && slices.Contains([]role{roleResult, roleTestResult, roleResponse}, labels[i-1].role) {
			last[p.key]++
		}
	}
	out := map[string]bool{}
	for key, n := range seen {
		out[key] = key != labels[0].key && key != headingKey && 10*last[key] >= 8*n
	}
	return out
}
