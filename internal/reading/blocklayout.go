package reading

import (
	"math"
	"slices"
	"strings"

	"example.com/assay/internal/pdf"
)

const (
	edgeSlack     = 5.0 // points by which the left edges of a column differ
	maxLabelLines = 3   // after the first

	valueShare = 0.6 // share of the labels whose cells begin at one edge, where they stand in columns
)

// findColumns looks for labels on the left whose cells begin at one edge on the
// right of them, whatever the width of the label.
func (s *blockScan) findColumns() {
	hits, keys := map[int]int{}, map[int]map[string]bool{}
	total, best := 0, 0
	for i := 0; i+1 < len(s.pieces); i++ {
		label, value := s.pieces[i], s.pieces[i+1]
		if label.kind != pieceLabel || !label.first || value.index != label.index {
			continue
		}
		total++
		x := int(value.line.box.X0/2 + 0.5)
		if keys[x] == nil {
			keys[x] = map[string]bool{}
		}
		hits[x]++
		keys[x][label.key] = true
		if len(keys[x]) >= 2 && hits[x] > hits[best] {
			best = x
		}
	}
	near := hits[best-1] + hits[best] + hits[best+1]
	switch {
	case hits[best] >= 2*minBlocks && float64(near) >= valueShare*float64(total):
		s.valueX = 2 * float64(best)
	case total < minBlocks:
		s.valueX = s.centredEdge()
	}
	if s.valueX == 0 {
		return
	}
	s.labelX = s.leftEdge()
	if s.runsBelow() {
		s.valueX, s.labelX = 0, 0
	}
}

// centredEdge is where the cells begin whose labels stand between two of their
// lines, all on the left of them; 0 where there are no such labels.
func (s *blockScan) centredEdge() float64 {
	edge, n := 0.0, 0
	for i := 1; i+1 < len(s.pieces); i++ {
		if p := s.pieces[i]; p.kind == pieceLabel && s.amidst(i) && p.line.box.X1 < s.pieces[i+1].line.box.X0 {
			if x := s.pieces[i+1].line.box.X0; n == 0 || math.Abs(x-edge) <= edgeSlack {
				edge, n = x, n+1
			}
		}
	}
	if n < minBlocks {
		return 0
	}
	return edge
}

// amidst reports whether the pieces around piece i are two lines of text so close
// to each other that it stands beside them and not between.
func (s *blockScan) amidst(i int) bool {
	p, above, below := s.pieces[i], s.pieces[i-1], s.pieces[i+1]
	if above.kind != pieceText || below.kind != pieceText || above.index == p.index || below.index == p.index {
		return false
	}
	return above.line.page == below.line.page && below.line.box.Y0-above.line.box.Y1 < 0.6*max(p.line.size, 6)
}

// runsBelow reports whether the lines that go on with cells begin under the labels
// more often than under the first lines of the cells: labels are only set off by a
// gap then.
func (s *blockScan) runsBelow() bool {
	below, beside := 0, 0
	for i := 1; i < len(s.pieces); i++ {
		p, prev := s.pieces[i], s.pieces[i-1]
		if p.kind != pieceText || !p.first || prev.kind != pieceText || prev.line.page != p.line.page || !sameStyle(prev.line, p.line) || s.cutAt(p.line) > 0 {
			continue
		}
		switch {
		case math.Abs(p.line.box.X0-s.valueX) <= edgeSlack:
			beside++
		case math.Abs(p.line.box.X0-s.labelX) <= edgeSlack && !endsSentence(prev.line.text) && p.line.box.Y0-prev.line.box.Y1 < 0.6*max(p.line.size, 6):
			below++
		}
	}
	return below > beside
}

// leftEdge is where most labels begin.
func (s *blockScan) leftEdge() float64 {
	hits, best := map[int]int{}, 0
	for _, p := range s.pieces {
		if p.kind != pieceLabel || !p.first || p.line.box.X0 > s.valueX-edgeSlack {
			continue
		}
		x := int(p.line.box.X0/2 + 0.5)
		if hits[x]++; hits[x] > hits[best] {
			best = x
		}
	}
	return 2 * float64(best)
}

// inLabels reports whether a piece stands in the column of labels.
func (s *blockScan) inLabels(p blockPiece) bool {
	return p.first && math.Abs(p.line.box.X0-s.labelX) <= 2*edgeSlack && p.line.box.X1 < s.valueX
}

// arrange reads the pieces of labels in a column of their own: labels that are set
// over several lines, unknown ones, lines over the whole width, and cells that are
// centred beside their labels or begin above them.
func (s *blockScan) arrange() {
	s.recut()
	for i := range s.pieces {
		p := &s.pieces[i]
		switch {
		case p.kind == pieceText && p.first && p.line.box.X0 < s.valueX-edgeSlack && !s.inLabels(*p):
			p.kind = pieceHead
		case p.kind == pieceLabel && p.first && p.line.box.X0 > s.valueX-edgeSlack && !strings.HasSuffix(p.line.text, ":"):
			p.kind = pieceText
		}
	}
	s.joinLabels()
	s.orderBands()
	s.orderCentred()
}

// recut cuts lines again where the gap between a left column and the cells is
// narrower than between other cells.
func (s *blockScan) recut() {
	var out []blockPiece
	for _, p := range s.pieces {
		if p.kind != pieceText || !p.first || math.Abs(p.line.box.X0-s.labelX) > 2*edgeSlack {
			out = append(out, p)
			continue
		}
		cut := s.cutAt(p.line)
		if cut == 0 {
			out = append(out, p)
			continue
		}
		left, right := p, p
		left.line, left.to = part(p.line, 0, cut), p.from+cut
		right.line, right.from, right.first = part(p.line, cut, len(p.line.words)), p.from+cut, false
		if r := s.book.bare(left.line); r != "" {
			left.kind, left.role, left.key = pieceLabel, r, labelKey(left.line.text)
		}
		out = append(out, left, right)
	}
	s.pieces = out
}

// cutAt counts the words of a line that stand left of the cells, where a gap parts
// them from a cell's; 0 where none does.
func (s *blockScan) cutAt(l line) int {
	cut := slices.IndexFunc(l.words, func(w pdf.Word) bool { return math.Abs(w.Box.X0-s.valueX) < edgeSlack/2 })
	if cut <= 0 || l.words[cut].Box.X0-l.words[cut-1].Box.X1 < 0.5*l.size {
		return 0
	}
	return cut
}

// joinLabels joins the lines of labels, and settles what else stands in their
// column: the id of a control, a heading, or a label that the rules do not know.
func (s *blockScan) joinLabels() {
	var out []blockPiece
	for i := 0; i < len(s.pieces); i++ {
		p := s.pieces[i]
		if !s.inLabels(p) || p.kind != pieceLabel && p.kind != pieceText {
			out = append(out, p)
			continue
		}
		used := s.joinLabel(&p, i)
		valued := i+1 < len(s.pieces) && s.pieces[i+1].index == p.index
		switch before, n := idWords(p.line); {
		case p.kind == pieceLabel:
		case n > 0 && before+n == len(p.line.words):
			p.kind = pieceID
		case !valued || startsCriterion(p.line.text):
			p.kind = pieceHead
		default:
			p.kind, p.role, p.key = pieceLabel, roleOther, labelKey(p.line.text)
		}
		out = append(out, p)
		for _, k := range used {
			s.pieces[k].index = -1
		}
	}
	s.pieces = slices.DeleteFunc(out, func(p blockPiece) bool { return p.index < 0 })
}

// joinLabel takes the next lines of the column of labels into label p, the piece at
// i, as far as they carry it on, and returns which they are.
func (s *blockScan) joinLabel(p *blockPiece, i int) []int {
	var used []int
	text, last := p.line.text, p.line
	for j := i + 1; j < len(s.pieces) && len(used) < maxLabelLines; j++ {
		n := s.pieces[j]
		if !s.inLabels(n) {
			if n.first && n.kind != pieceText {
				break
			}
			continue
		}
		joined := text + " " + n.line.text
		r, ok := s.carriesOn(*p, j, last, joined)
		if !ok {
			break
		}
		if r != "" {
			p.kind, p.role = pieceLabel, r
		}
		p.key, p.label, p.bottom, text, last = labelKey(joined), joined, n.line.box.Y1, joined, n.line
		used = append(used, j)
	}
	return used
}

// carriesOn reports whether the piece at j goes on with a label whose last line is
// last, and the role of both joined.
func (s *blockScan) carriesOn(p blockPiece, j int, last line, joined string) (role, bool) {
	n := s.pieces[j]
	if n.line.page != last.page || n.line.box.Y0-last.box.Y1 > 0.6*max(last.size, 6) || s.ruledBetween(last, n.line) {
		return "", false
	}
	lower := startsLower(n.line.text)
	valued := j+1 < len(s.pieces) && s.pieces[j+1].index == n.index
	if p.kind == pieceLabel && n.kind == pieceLabel && valued && !lower {
		return "", false // a label with a cell of its own
	}
	r := s.book.role(joined)
	return r, r != "" || p.kind == pieceLabel && lower
}

// ruledBetween reports whether a ruling runs between two lines of the column of
// labels.
func (s *blockScan) ruledBetween(a, b line) bool { return s.band(a) != s.band(b) }

// band says between which horizontal rulings that cross the edge of the cells a
// line stands: the number of them above it.
func (s *blockScan) band(l line) int {
	n, mid := 0, middle(l.box.Y0, l.box.Y1)
	for _, r := range s.doc.pages[l.page-1].rulings {
		if s.underLabels(r) && r.Y0 < mid {
			n++
		}
	}
	return n
}

// underLabels reports whether a ruling is a horizontal one that runs across the
// column of labels.
func (s *blockScan) underLabels(r pdf.Ruling) bool {
	return r.Y1-r.Y0 < 3 && r.X0 < s.labelX+2*edgeSlack && r.X1 > s.labelX+4*edgeSlack
}

// orderBands puts the one label between two rulings before the words of its cell,
// the first of which may stand above it.
func (s *blockScan) orderBands() {
	for i := 0; i < len(s.pieces); {
		j, labels := i, 0
		page, band := s.pieces[i].line.page, s.band(s.pieces[i].line)
		for ; j < len(s.pieces) && s.pieces[j].line.page == page && s.band(s.pieces[j].line) == band && s.pieces[j].kind != pieceHead; j++ {
			if s.pieces[j].kind != pieceText {
				labels++
			}
		}
		if band > 0 && labels == 1 && s.ruledBelow(s.pieces[i:j]) {
			slices.SortStableFunc(s.pieces[i:j], func(a, b blockPiece) int {
				return textLast(a) - textLast(b)
			})
		}
		i = max(j, i+1)
	}
}

// ruledBelow reports whether a ruling closes the band of some pieces of one page.
func (s *blockScan) ruledBelow(pieces []blockPiece) bool {
	if len(pieces) == 0 {
		return false
	}
	l := pieces[len(pieces)-1].line
	return slices.ContainsFunc(s.doc.pages[l.page-1].rulings, func(r pdf.Ruling) bool {
		return s.underLabels(r) && r.Y0 > middle(l.box.Y0, l.box.Y1) && r.Y0 < l.box.Y1+3*max(l.size, 6)
	})
}

func textLast(p blockPiece) int {
	if p.kind == pieceText {
		return 1
	}
	return 0
}

// orderCentred puts labels that stand at the middle of their cells before the words
// of them: those that begin above the label too.
func (s *blockScan) orderCentred() {
	between := 0
	for i := 1; i+1 < len(s.pieces); i++ {
		if p := s.pieces[i]; p.kind != pieceText && s.inLabels(p) && s.amidst(i) {
			between++
		}
	}
	if between < minBlocks {
		return
	}
	for i := 0; i < len(s.pieces); {
		j := i
		for j < len(s.pieces) && s.pieces[j].line.page == s.pieces[i].line.page && s.pieces[j].kind != pieceHead {
			j++
		}
		s.centre(s.pieces[i:j])
		i = max(j, i+1)
	}
}

// centre orders the pieces of one page between two headings: each cell reaches as
// far below the middle of its label as above it, and the next one begins there.
func (s *blockScan) centre(pieces []blockPiece) {
	var labels, words []blockPiece
	for _, p := range pieces {
		if p.kind == pieceText {
			words = append(words, p)
		} else {
			labels = append(labels, p)
		}
	}
	var out []blockPiece
	at := 0
	for k, l := range labels {
		out = append(out, l)
		mid := middle(l.line.box.Y0, max(l.line.box.Y1, l.bottom))
		end := mid
		if at < len(words) {
			end = 2*mid - words[at].line.box.Y0 + 0.3*l.line.size
		}
		for at < len(words) && (k+1 == len(labels) || middle(words[at].line.box.Y0, words[at].line.box.Y1) < end) {
			out = append(out, words[at])
			at++
		}
	}
	if len(out) == len(pieces) {
		copy(pieces, out)
	}
}
