package reading

import (
	"math"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// looseRun is lines of a page that no lattice holds, with the heads that begin at
// them.
type looseRun struct {
	page  *page
	lines []line
	heads []tableHead // rows is 0 where no head begins
	zones []attest.SectionKind
}

// from is the run without its first n lines.
func (r looseRun) from(n int) looseRun {
	return looseRun{page: r.page, lines: r.lines[n:], heads: r.heads[n:], zones: r.zones[n:]}
}

// loose reads lines that no lattice holds: tables without vertical rulings, and
// what stands between tables.
func (s *sheetScan) loose(p *page, lines []line) {
	run := s.newLooseRun(p, lines)
	for len(run.lines) > 0 {
		if run.heads[0].rows > 0 && (s.active != nil && s.active.head.sameAs(run.heads[0]) || run.hasBody()) {
			run = run.from(s.underLooseHead(run))
			continue
		}
		if a := s.active; a != nil && a.zone == run.zones[0] && a.takesLoose() {
			if n := run.rowsOf(a.edges, true); n > 0 {
				s.goOn(a)
				a.addLoose(p, nil, plainLines(run.lines[:n]))
				run = run.from(n)
				continue
			}
		}
		s.pending = append(s.pending, run.lines[0])
		run = run.from(1)
	}
}

// newLooseRun finds the heads among lines, and leaves out headers, footers and
// stamps, but not the head of a table that each page repeats.
func (s *sheetScan) newLooseRun(p *page, lines []line) looseRun {
	run := looseRun{page: p}
	inHead := 0
	for i, l := range lines {
		zone := s.zoneOf(p, l)
		h := tableHead{}
		if inHead == 0 {
			h, _ = looseHead(lines, i, zone, s.active)
			inHead = h.rows
		}
		if inHead > 0 || !s.isNoise(l) || endsID(run.lines, l) {
			run.lines, run.heads, run.zones = append(run.lines, l), append(run.heads, h), append(run.zones, zone)
		}
		inHead = max(inHead-1, 0)
	}
	return run
}

// endsID reports whether a number at the end of a page is no page number but the
// rest of an id in the line above it.
func endsID(before []line, l line) bool {
	if !isPageNumber(l.text) {
		return false
	}
	for i := len(before) - 1; i >= 0 && i >= len(before)-6; i-- {
		for _, w := range before[i].words {
			near := l.box.Y0-w.Box.Y1 < 0.9*w.Size && l.box.Y0 > w.Box.Y0
			if near && l.box.X0 < w.Box.X1 && l.box.X1 > w.Box.X0 && isOpenID(w.Text) && len(w.Text) > 1 && w.Size == l.size {
				return true
			}
		}
	}
	return false
}

// zoneOf is the kind of the section in which a line of a page stands.
func (s *sheetScan) zoneOf(p *page, l line) attest.SectionKind {
	first := s.zoneAt(p.first)
	if first == s.zoneAt(p.end-1) {
		return first
	}
	for i := p.first; i < p.end; i++ {
		if o := s.rp.doc.lines[i]; o.box.Y0 == l.box.Y0 && o.box.X0 <= l.box.X0+1 && o.box.X1 >= l.box.X1-1 {
			return s.zoneAt(i)
		}
	}
	return first
}

// hasBody reports whether lines below the head that a run begins with stand in
// columns; a head at the end of a page of the matrix has its body on the next.
func (r looseRun) hasBody() bool {
	body := r.lines[r.heads[0].rows:]
	for i, l := range body {
		if i == 8 {
			return false
		}
		if len(splitCells(l)) >= 2 {
			return true
		}
	}
	return len(body) < 8 && r.zones[0] == attest.SectionMatrix
}

// takesLoose reports whether a table may go on in lines that nothing rules.
func (sh *controlSheet) takesLoose() bool { return len(sh.edges) >= 3 && (!sh.ruled || sh.unruledRows) }

// underLooseHead reads the head that a run begins with and the lines of its table,
// and gives their number.
func (s *sheetScan) underLooseHead(run looseRun) int {
	h, zone := run.heads[0], run.zones[0]
	head, body := run.lines[:h.rows], run.from(h.rows)
	if s.active == nil || !s.active.head.sameAs(h) || s.active.zone != zone {
		sh := &controlSheet{head: h, page: run.page.number, zone: zone, span: span{run.page.first, run.page.end}}
		sh.edges = gutterEdges(body.lines[:body.untilHead()], h, head)
		s.open(sh)
	} else {
		s.goOn(s.active)
	}
	n := body.rowsOf(s.active.edges, false)
	s.active.addLoose(run.page, head, plainLines(body.lines[:n]))
	return h.rows + n
}

// untilHead counts the lines before the next head.
func (r looseRun) untilHead() int {
	if i := slices.IndexFunc(r.heads, func(h tableHead) bool { return h.rows > 0 }); i >= 0 {
		return i
	}
	return len(r.lines)
}

// rowsOf counts the lines that go on with a table of these columns: to the next
// head, or to prose that runs over them. Lines at the end that run over them are
// left to what follows. Where no head announces the table again, a line with
// several cells has to come first.
func (r looseRun) rowsOf(edges []float64, again bool) int {
	if len(edges) < 3 {
		return 0
	}
	part := sheetPart{edges: edges}
	end, over, beside := 0, 0, false
	for i, l := range r.lines[:r.untilHead()] {
		switch {
		case r.zones[i] != r.zones[0], over >= proseLines:
			return r.counted(end, again && !beside)
		case part.runsAcross(l), isHeadline(l), isTitleLine(l), l.box.X0 < edges[0]-12:
			over++
		case part.filled(l) > 1:
			end, over, beside = i+1, 0, true
		case over == 0, !carriesOn(r.lines[i-1], l):
			end, over = i+1, 0
		}
	}
	return r.counted(end, again && !beside)
}

// counted is n, or 0 for lines that are none of a table.
func (r looseRun) counted(n int, none bool) int {
	if none {
		return 0
	}
	return n
}

// filled counts the columns that a line has words in.
func (p *sheetPart) filled(l line) int {
	n := 0
	for _, pieces := range byColumn(l, p.edges) {
		n += min(len(pieces), 1)
	}
	return n
}

// isHeadline reports whether a line is one run of bold words that open a criterion.
func isHeadline(l line) bool {
	return l.bold && len(l.words) > 2 && len(splitCells(l)) == 1 && tscTextRE.MatchString(l.text) && !leadsThird(l.text)
}

// isTitleLine reports whether a line is one run of several bold words, as a heading
// is.
func isTitleLine(l line) bool { return l.bold && len(l.words) > 2 && len(splitCells(l)) == 1 }

// plainLines are lines as if they were no noise.
func plainLines(lines []line) []line {
	out := make([]line, len(lines))
	for i, l := range lines {
		out[i] = plainLine(l)
	}
	return out
}

// addLoose adds lines of a page to a table. Where vertical rulings part only its
// head, they are cut at once; else when the columns of the whole table are known.
func (sh *controlSheet) addLoose(p *page, head, lines []line) {
	part := loosePart{page: p, head: head, lines: lines, at: len(sh.rows), first: sh.last != p.number}
	if len(lines) > 0 {
		sh.last = p.number
	}
	sh.span.to = max(sh.span.to, p.end)
	sh.loose = append(sh.loose, part)
}

// settleLoose finds the columns of a table without vertical rulings, from all its
// lines, and cuts these into rows.
func (sh *controlSheet) settleLoose() {
	if len(sh.loose) == 0 {
		return
	}
	if !sh.ruled {
		var lines, heads []line
		for _, part := range sh.loose {
			lines = append(lines, part.lines...)
			heads = append(heads, part.head...)
		}
		if edges := gutterEdges(lines, sh.head, heads); len(edges) >= 3 {
			sh.edges = edges
		}
	}
	var out []gridRow
	from := 0
	for _, part := range sh.loose {
		out = append(out, sh.rows[from:part.at]...)
		from = part.at
		rows := part.sheetPart(sh.edges).gridRows()
		if len(rows) > 0 {
			rows[0].first = part.first
		}
		out = append(out, rows...)
	}
	sh.rows = append(out, sh.rows[from:]...)
	if !sh.ruled {
		sh.fitHeads()
	}
}

// fitHeads puts the texts of the head over the columns.
func (sh *controlSheet) fitHeads() {
	texts := make([]string, len(sh.edges)-1)
	for i, x := range sh.head.lefts {
		c := columnAt(sh.edges, x+2)
		if texts[c] != "" {
			texts[c] += " "
		}
		texts[c] += sh.head.texts[i]
	}
	sh.head.texts = texts
}

// sheetPart is the part with the columns of its table and the horizontal rulings of
// its page.
func (l loosePart) sheetPart(edges []float64) *sheetPart {
	p := &sheetPart{page: l.page.number, edges: edges, lines: l.lines}
	p.box = pdf.Box{X0: edges[0], X1: edges[len(edges)-1], Y0: math.Inf(1), Y1: math.Inf(-1)}
	for _, ln := range l.lines {
		p.box.Y0, p.box.Y1 = min(p.box.Y0, ln.box.Y0-1), max(p.box.Y1, ln.box.Y1+1)
	}
	across, _ := splitRulings(l.page.rulings)
	p.across = slices.DeleteFunc(across, func(r pdf.Ruling) bool { return r.Y0 < p.box.Y0 || r.Y0 > p.box.Y1 })
	return p
}
