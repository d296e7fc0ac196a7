package reading

import (
	"math"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// loose reads lines that no lattice holds: tables without vertical rulings, and
// what stands between tables.
func (s *sheetScan) loose(p *page, lines []line) {
	lines = s.withoutNoise(lines)
	for i := 0; i < len(lines); {
		zone := s.zoneOf(lines[i])
		if h, ok := looseHead(lines, i, zone); ok && s.hasBody(lines[i+h.rows:], zone) {
			i = s.underLooseHead(p, lines, i, h, zone)
			continue
		}
		if a := s.active; a != nil && a.zone == zone && a.takesLoose() {
			if n := s.looseLines(a.edges, lines[i:], a.head, true); n > 0 {
				s.closePending(a)
				a.addLoose(p, nil, plainLines(lines[i:i+n]))
				i += n
				continue
			}
		}
		s.pending = append(s.pending, lines[i])
		i++
	}
}

// withoutNoise leaves out headers, footers and stamps, but not the head of a table
// that each page repeats.
func (s *sheetScan) withoutNoise(lines []line) []line {
	keep := make([]bool, len(lines))
	for i, l := range lines {
		if !s.isNoise(l) {
			keep[i] = true
		}
		if h, ok := looseHead(lines, i, s.zoneOf(l)); ok {
			for k := range h.rows {
				keep[i+k] = true
			}
		}
	}
	var out []line
	for i, l := range lines {
		if keep[i] && !turned(l) {
			out = append(out, l)
		}
	}
	return out
}

// zoneOf is the kind of the section in which a line's page, or the line, stands.
func (s *sheetScan) zoneOf(l line) attest.SectionKind {
	p := s.rp.doc.pages[l.page-1]
	for i := p.first; i < p.end; i++ {
		if o := s.rp.doc.lines[i]; o.box.Y0 == l.box.Y0 && o.box.X0 <= l.box.X0+1 && o.box.X1 >= l.box.X1-1 {
			return s.zoneAt(i)
		}
	}
	return s.zoneAt(p.first)
}

// hasBody reports whether lines below a head stand in columns; a head at the end of
// a page of the matrix has its body on the next.
func (s *sheetScan) hasBody(lines []line, zone attest.SectionKind) bool {
	for i, l := range lines {
		if i == 8 {
			return false
		}
		if len(splitCells(l)) >= 2 {
			return true
		}
	}
	return len(lines) < 8 && zone == attest.SectionMatrix
}

// takesLoose reports whether a table may go on in lines that nothing rules.
func (sh *controlSheet) takesLoose() bool { return len(sh.edges) >= 3 && (!sh.ruled || sh.unruledRows) }

// underLooseHead reads a head at line i and the lines of its table, and gives the
// index of the first line after them.
func (s *sheetScan) underLooseHead(p *page, lines []line, i int, h tableHead, zone attest.SectionKind) int {
	body := lines[i+h.rows:]
	if s.active == nil || !s.active.head.sameAs(h) || s.active.zone != zone {
		sh := &controlSheet{head: h, page: p.number, zone: zone, span: span{p.first, p.end}}
		sh.edges = gutterEdges(body[:s.untilHead(body)], h, lines[i:i+h.rows])
		s.open(sh)
	} else {
		s.closePending(s.active)
	}
	n := s.looseLines(s.active.edges, body, s.active.head, false)
	s.active.addLoose(p, lines[i:i+h.rows], plainLines(body[:n]))
	return i + h.rows + n
}

// untilHead counts the lines before the next head.
func (s *sheetScan) untilHead(lines []line) int {
	for i := range lines {
		if _, ok := looseHead(lines, i, s.zoneOf(lines[i])); ok {
			return i
		}
	}
	return len(lines)
}

// looseLines counts the lines that go on with a table: to the next head, or to
// prose that runs over its columns. Lines at the end that run over them are left
// to what follows.
func (s *sheetScan) looseLines(edges []float64, lines []line, h tableHead, again bool) int {
	if len(edges) < 3 {
		return 0
	}
	part := sheetPart{edges: edges}
	end, over, beside := 0, 0, 0
	zone := attest.SectionKind("")
	for i, l := range lines {
		if i == 0 {
			zone = s.zoneOf(l)
		} else if s.zoneOf(l) != zone {
			break
		}
		if _, ok := looseHead(lines, i, zone); ok {
			break
		}
		if part.runsAcross(l) || isHeadline(l) || l.box.X0 < edges[0]-12 {
			if over++; over >= proseLines || again && beside == 0 {
				break
			}
			continue
		}
		filled := 0
		for _, pieces := range byColumn(l, edges) {
			filled += min(len(pieces), 1)
		}
		if filled > 1 {
			beside++
			end, over = i+1, 0
			continue
		}
		if over == 0 || !carriesOn(lines[i-1], l) {
			end, over = i+1, 0
		}
	}
	if beside == 0 && again {
		return 0
	}
	return end
}

// isHeadline reports whether a line is one run of bold words that open a criterion.
func isHeadline(l line) bool {
	return l.bold && len(l.words) > 2 && len(splitCells(l)) == 1 && tscTextRE.MatchString(l.text) && !leadsThird(l.text)
}

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
	sh.last = p.number
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
