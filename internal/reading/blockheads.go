package reading

import (
	"slices"
	"strings"
)

const (
	headReach = 60   // pieces within which a label follows the heading of a control
	headSize  = 1.06 // of the body, from which print is a heading's
	boldShare = 0.5  // share of bold print over which bold tells no heading
)

// findHeads finds the headings between and above the cells: the ids of controls,
// criteria, and others.
func (s *blockScan) findHeads() {
	bold := s.boldTells()
	var ids []int
	body := s.body
	for i, p := range s.pieces {
		switch {
		case p.kind == pieceLabel:
			body = s.body
		case p.kind == pieceColumns && i+1 < len(s.pieces):
			// The columns inside a block may be set in other print.
			body = max(s.body, s.pieces[i+1].line.size)
		case p.first && (p.kind == pieceText || p.kind == pieceHead) && !s.inValues(p):
			if s.headAt(i, bold, body) {
				ids = append(ids, i)
			}
		}
	}
	s.markIDs(ids)
}

// headAt makes piece i a heading if it is one, and reports whether it may be the id
// of a control.
func (s *blockScan) headAt(i int, bold bool, body float64) bool {
	p := &s.pieces[i]
	if s.goesOn(i) {
		if s.pieces[i-1].kind == pieceHead {
			p.kind = pieceHead
		}
		return false
	}
	large := p.line.size > headSize*body
	stands := p.kind == pieceHead || bold && p.line.words[0].Bold || large
	if before, n := idWords(p.line); n > 0 && (stands || s.idStands(i, before, n)) {
		return true
	}
	switch {
	case stands && (p.line.bold || large), startsCriterion(p.line.text) && s.afterCell(i), startsCriterion(p.line.text) && stands:
		p.kind = pieceHead
	}
	return false
}

// idStands reports whether the id that piece i begins with stands apart from what is
// before it, or from the words after it.
func (s *blockScan) idStands(i, before, n int) bool {
	cells := splitCells(s.pieces[i].line)
	return s.afterCell(i) || s.announced(i, before, n) || len(cells) == 2 && len(cells[0].words) == before+n
}

// inValues reports whether a piece stands in the column of cells.
func (s *blockScan) inValues(p blockPiece) bool {
	return s.valueX > 0 && p.line.box.X0 >= s.valueX-edgeSlack
}

// boldTells reports whether bold print is rare enough to tell headings.
func (s *blockScan) boldTells() bool {
	bold, all := 0, 0
	for _, p := range s.pieces {
		if p.kind == pieceText {
			all += len(p.line.words)
			if p.line.bold {
				bold += len(p.line.words)
			}
		}
	}
	return float64(bold) < boldShare*float64(all)
}

// goesOn reports whether piece i carries on the sentence of the piece before in
// the same print.
func (s *blockScan) goesOn(i int) bool {
	if i == 0 || s.pieces[i-1].kind != pieceText && s.pieces[i-1].kind != pieceHead {
		return false
	}
	a, b := s.pieces[i-1].line, s.pieces[i].line
	return a.page == b.page && sameStyle(a, b) && !endsSentence(a.text) && b.box.Y0-a.box.Y1 < 0.6*max(b.size, 6)
}

// afterCell reports whether what stands before piece i ends a cell, and piece i
// stands apart from it.
func (s *blockScan) afterCell(i int) bool {
	if i == 0 {
		return true
	}
	a, b := s.pieces[i-1], s.pieces[i]
	if a.kind == pieceHead || a.line.page != b.line.page {
		return true
	}
	return a.kind == pieceText && endsSentence(a.line.text) && b.line.box.Y0-a.line.box.Y1 > 0.5*max(b.line.size, 6)
}

// announced reports whether the id that piece i begins with is set off by words or
// marks: "Control AC-01", "AC-01:".
func (s *blockScan) announced(i, before, n int) bool {
	words := s.pieces[i].line.words
	if before == 0 && !strings.HasSuffix(words[n-1].Text, ":") && (n == len(words) || !isMark(words[n].Text)) {
		return false
	}
	return i == 0 || endsSentence(s.pieces[i-1].line.text)
}

// markIDs takes the lines that begin with an id for headings of controls where
// labels follow on at least three of them.
func (s *blockScan) markIDs(ids []int) {
	var kept []int
	for k, i := range ids {
		end := min(len(s.pieces), i+headReach)
		if k+1 < len(ids) {
			end = min(end, ids[k+1])
		}
		if s.listed || slices.ContainsFunc(s.pieces[i+1:end], func(p blockPiece) bool {
			return p.kind == pieceColumns || p.kind == pieceLabel && p.role != roleID
		}) {
			kept = append(kept, i)
		}
	}
	if len(kept) < minBlocks {
		return
	}
	var out []blockPiece
	for i, p := range s.pieces {
		if _, found := slices.BinarySearch(kept, i); found {
			out = append(out, splitID(p)...)
		} else {
			out = append(out, p)
		}
	}
	s.pieces = out
}

// splitID parts the id that a line begins with from the words after it. Words that
// only say that an id comes, and the dash after it, are no part of either.
func splitID(p blockPiece) []blockPiece {
	before, n := idWords(p.line)
	id, rest := p, p
	id.kind, id.line, id.from, id.to = pieceID, part(p.line, before, before+n), p.from+before, p.from+before+n
	if last := len(id.line.words) - 1; strings.TrimRight(id.line.words[last].Text, ":.") != id.line.words[last].Text {
		words := slices.Clone(id.line.words)
		words[last].Text = strings.TrimRight(words[last].Text, ":.")
		id.line = newCell(id.line, words).line
		id.line.cutAfter = true
	}
	from := before + n
	for from < len(p.line.words) && isMark(p.line.words[from].Text) {
		from++
	}
	if from == len(p.line.words) {
		return []blockPiece{id}
	}
	rest.kind, rest.line, rest.from, rest.first = pieceText, part(p.line, from, len(p.line.words)), p.from+from, false
	return []blockPiece{id, rest}
}

// isMark reports whether a word is nothing but a mark between an id and a name.
func isMark(s string) bool { return isDash(s) || s == ":" || s == "." || s == "|" }

// sizeOf is the font size in which most of the text of a span is set.
func (d *document) sizeOf(zone span) float64 {
	part := document{lines: d.lines[zone.from:zone.to]}
	return part.bodySize()
}

// unlabelled finds the controls that no label announces, in a zone whose labels are
// of tests and results only: the paragraph before each test.
func (s *blockScan) unlabelled() {
	if slices.ContainsFunc(s.pieces, blockPiece.begins) {
		return
	}
	var starts []int
	for i, p := range s.pieces {
		if p.kind == pieceLabel && (p.role == roleTest || p.role == roleTestResult) {
			at := s.paragraphBefore(i)
			if at < i {
				starts = append(starts, at)
			}
			for ; at < i; at++ {
				s.pieces[at].kind = pieceText
			}
		}
	}
	if len(starts) < minBlocks {
		return
	}
	var out []blockPiece
	for i, p := range s.pieces {
		if _, found := slices.BinarySearch(starts, i); found {
			out = append(out, blockPiece{kind: pieceLabel, role: roleControl, index: p.index, first: true, line: line{page: p.line.page}})
		}
		out = append(out, p)
	}
	s.pieces = out
}

// paragraphBefore is the first piece of the paragraph that ends before piece i, a
// label; i where the words before it are those of another label's cell, or of a
// criterion. The paragraph may be in bold print.
func (s *blockScan) paragraphBefore(i int) int {
	for j := i - 1; j > 0; j-- {
		p, above := s.pieces[j], s.pieces[j-1]
		switch {
		case p.kind != pieceText && p.kind != pieceHead || !p.first || startsCriterion(p.line.text) || above.kind == pieceLabel:
			return i
		case !sameStyle(above.line, p.line), above.kind == pieceHead && p.kind == pieceText:
			return j
		case !endsSentence(above.line.text):
		case above.line.page != p.line.page, p.line.box.Y0-above.line.box.Y1 > 0.5*max(p.line.size, 6), p.line.box.X0 < above.line.box.X0-edgeSlack:
			return j
		}
	}
	return i
}
