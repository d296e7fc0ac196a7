package reading

import "strings"

const cardGap = 3.0 // font sizes of blank below the last card of a report

// card gives the rows of the card whose head is head k. Where its id is not told
// beyond doubt, or its cells cannot be told apart, the card is unread.
func (s *cardScan) card(k int, edges []float64) []matrixRow {
	h := s.heads[k]
	body := s.lines[h.to:s.bodyEnd(k)]
	if h.start < 0 {
		return s.lost(k, body)
	}
	before := s.before(k)
	first := matrixRow{page: s.lines[h.start].page, cells: s.top(k), spans: map[role]bool{}}
	rows, ok := s.tests(body, edges)
	if next := k + 1; ok && next < len(s.heads) && s.heads[next].start < 0 && !s.headOnTop(next) {
		ok = false // words of the next card, whose id is not known, stand in the body
	}
	if !ok {
		first.cells[roleTest] = body
		first.unread = "the tests of the control and their results could not be told apart"
		return append(before, first)
	}
	for i := range rows {
		if i == 0 {
			first.cells[roleTest], first.cells[roleResult] = rows[i].cells[roleTest], rows[i].cells[roleResult]
			rows[i] = first
		}
	}
	return append(before, rows...)
}

// before gives the words between two cards, such as the heading of a criterion, as
// full rows; those above the first card only from such a heading on.
func (s *cardScan) before(k int) []matrixRow {
	to := s.above(s.heads[k].start)
	from := to
	if k > 0 {
		from = s.bodyEnd(k - 1)
	} else {
		for i := to - 1; i >= max(0, to-titleLines) && s.lines[i].page == s.lines[to].page; i-- {
			if opensNext(s.lines[i]) {
				from = i
				break
			}
		}
	}
	if from >= to {
		return nil
	}
	rows := paragraphs(s.lines[from:to])
	out := make([]matrixRow, len(rows))
	for i, r := range rows {
		out[i] = matrixRow{page: r.page, full: r.full}
	}
	return out
}

// opensNext reports whether a line opens a criterion, below which cards stand.
func opensNext(l line) bool { return tscTextRE.MatchString(l.text) && !leadsThird(l.text) }

// lost gives the row of a head above which no card begins, or several do.
func (s *cardScan) lost(k int, body []line) []matrixRow {
	h := s.heads[k]
	from := h.from
	if k > 0 {
		if got := s.startsIn(s.heads[k-1].to, h.from); len(got) > 0 {
			from = got[0]
		}
	}
	lines := append(append([]line{}, s.lines[from:h.from]...), body...)
	if len(lines) == 0 {
		return nil
	}
	return []matrixRow{{page: lines[0].page, full: lines, unread: "tests of which it is not certain to which control they belong"}}
}

// headOnTop reports whether nothing stands above a head on its page: the card goes
// on there.
func (s *cardScan) headOnTop(k int) bool {
	i := s.heads[k].from
	return i == 0 || s.lines[i-1].page != s.lines[i].page
}

// top gives the id, the words and the criteria of a control from the lines above
// the head of its tests.
func (s *cardScan) top(k int) map[role][]line {
	h := s.heads[k]
	cells := map[role][]line{}
	for i := s.above(h.start); i < h.from; i++ {
		l := s.lines[i]
		if i == h.start {
			n, _ := cardID(l)
			cells[roleID] = []line{newCell(l, l.words[n:n+1]).line}
			if n+1 == len(l.words) {
				continue
			}
			l = newCell(l, l.words[n+1:]).line
		}
		n := criteriaAtEnd(l)
		if n > 0 && n < len(l.words) && len(splitCells(l)) < 2 && !opensBracket(l.words[n].Text) {
			n = len(l.words) // named in the control's own words
		}
		if n > 0 {
			cells[roleControl] = append(cells[roleControl], newCell(l, l.words[:n]).line)
		}
		if n < len(l.words) {
			cells[roleCriteria] = append(cells[roleCriteria], newCell(l, l.words[n:]).line)
		}
	}
	return cells
}

// opensBracket reports whether a word opens a bracket.
func opensBracket(word string) bool {
	return strings.HasPrefix(word, "(") || strings.HasPrefix(word, "[")
}

// criteriaAtEnd gives the word of a line from which on it names criteria alone, with
// the label before them where the line begins with one.
func criteriaAtEnd(l line) int {
	n := len(l.words)
	for n > 0 && isCriterionToken(strings.Trim(plainText(l.words[n-1].Text), "()[],;.")) {
		n--
	}
	if n == len(l.words) {
		return n
	}
	var label []string
	for _, w := range l.words[:n] {
		label = append(label, w.Text)
	}
	if text := strings.Join(label, " "); n > 0 && n < 6 && roleOf(text) == roleCriteria {
		return 0
	}
	return n
}

// above gives the first of the lines that stand at the height of a line: words on
// the right of an id may be set a little higher.
func (s *cardScan) above(start int) int {
	l := s.lines[start]
	for start > 0 {
		o := s.lines[start-1]
		if o.page != l.page || min(o.box.Y1, l.box.Y1)-max(o.box.Y0, l.box.Y0) < 0.5*(o.box.Y1-o.box.Y0) {
			break
		}
		start--
	}
	return start
}

// bodyEnd gives the line after the tests of a card: the next card begins there, or
// the words below the last one.
func (s *cardScan) bodyEnd(k int) int {
	h, end := s.heads[k], len(s.lines)
	if k+1 < len(s.heads) {
		end = s.heads[k+1].from
	}
	if got := s.startsIn(h.to, end); len(got) > 0 {
		end = s.above(got[0])
	}
	for i := h.to; i < end; i++ {
		last := k+1 == len(s.heads) && s.lines[i].page != s.lines[h.from].page
		if last || s.zones[i] != s.zones[h.from] || s.endsTests(h.to, i) {
			return i
		}
	}
	return end
}

// endsTests reports whether line i is none of the tests that begin at a line: a
// title, the heading of a criterion, or words after a wide blank.
func (s *cardScan) endsTests(from, i int) bool {
	l, first := s.lines[i], s.lines[from]
	alone := len(splitCells(l)) == 1
	switch {
	case l.size > 1.15*first.size, alone && l.bold && !first.bold:
		return true
	case i == from:
		return false
	}
	prev := s.lines[i-1]
	return alone && opensNext(l) || l.page == prev.page && l.box.Y0-prev.box.Y1 > cardGap*max(l.size, 4)
}

// tests cuts the lines below a head into its rows; false where words run on over
// the columns, or a row lacks its test or its result.
func (s *cardScan) tests(body []line, edges []float64) ([]matrixRow, bool) {
	var out []matrixRow
	for from := 0; from < len(body); {
		to := from
		for to < len(body) && body[to].page == body[from].page {
			to++
		}
		part := loosePart{page: &s.doc.pages[body[from].page-1], lines: body[from:to]}.sheetPart(edges)
		for _, l := range part.lines {
			if part.crossed(l) {
				return nil, false
			}
		}
		for _, r := range part.gridRows() {
			if r.cells == nil {
				return nil, false
			}
			row := matrixRow{page: r.page, cells: map[role][]line{roleTest: r.cells[0], roleResult: r.cells[1]}, spans: map[role]bool{roleID: true, roleControl: true}}
			out = joinTests(out, row, r.page != body[0].page)
		}
		from = to
	}
	for _, r := range out {
		if !r.has(roleTest) || !r.has(roleResult) {
			return nil, false
		}
	}
	return out, len(out) > 0
}

// joinTests adds a row of a card. One that a page break cuts goes on with the last.
func joinTests(rows []matrixRow, row matrixRow, later bool) []matrixRow {
	if !row.has(roleTest, roleResult) {
		return rows
	}
	n := len(rows) - 1
	whole := row.has(roleTest) && row.has(roleResult)
	if n < 0 || whole && !(later && startsLower(row.cells[roleTest][0].text)) {
		return append(rows, row)
	}
	for _, as := range []role{roleTest, roleResult} {
		rows[n].cells[as] = append(rows[n].cells[as], row.cells[as]...)
	}
	return rows
}
