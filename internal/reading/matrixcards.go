package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

const (
	minCards  = 3  // heads of tests alone that make cards
	cardLines = 14 // lines between the id of a card and the head of its tests, at most
	cardLeft  = 6  // points by which the ids of cards stand apart, at most
)

// cardHead is one of the heads that stand in each card, above its tests.
type cardHead struct {
	tableHead
	from, to int // its lines
	start    int // the line with the card's id, or -1
}

// cardScan holds the lines of a report that prints a small table of tests for each
// control, with the control above it.
type cardScan struct {
	doc    *document
	lines  []line
	at     []int // where each line stands in the document
	zones  []attest.SectionKind
	heads  []cardHead
	starts []int // lines with an id that begins a card
}

// matrixCards gives the table of a report in which each control has a table of its
// own, whose head names the tests and their results alone: its id, its words and its
// criteria stand above that head, since the table before. False where it has none.
func (rp *report) matrixCards() (matrixTable, bool) {
	s := &cardScan{doc: rp.doc}
	s.collect(rp)
	if len(s.heads) < minCards || !s.findStarts() {
		return matrixTable{}, false
	}
	edges := s.edges()
	if len(edges) != 3 {
		return matrixTable{}, false
	}
	first := s.heads[0].start
	if first < 0 {
		return matrixTable{}, false
	}
	t := matrixTable{page: s.lines[first].page, roles: []role{roleTest, roleResult, roleID, roleControl, roleCriteria}, heads: s.heads[0].texts,
		zone: span{s.at[first], s.at[first] + 1}}
	for k := range s.heads {
		t.rows = append(t.rows, s.card(k, edges)...)
	}
	for i := first; i < s.bodyEnd(len(s.heads)-1); i++ {
		t.zone.to = max(t.zone.to, s.at[i]+1)
	}
	return t, true
}

// withCards takes the cards of a report for its tables where they tell as many of
// the controls in their words as the tables do.
func (rp *report) withCards(tables []matrixTable) []matrixTable {
	cards, ok := rp.matrixCards()
	if !ok {
		return tables
	}
	apart := func(t matrixTable) bool { return t.zone.to <= cards.zone.from || t.zone.from >= cards.zone.to }
	_, whole := toldBy(slices.DeleteFunc(slices.Clone(tables), apart))
	if cards.whole() < whole || cards.whole() < minCards {
		return tables
	}
	out := slices.DeleteFunc(slices.Clone(tables), func(t matrixTable) bool { return !apart(t) })
	at := slices.IndexFunc(out, func(t matrixTable) bool { return t.zone.from > cards.zone.from })
	if at < 0 {
		at = len(out)
	}
	out = slices.Insert(out, at, cards)
	for i := range out {
		for r := range out[i].rows {
			out[i].rows[r].table = i
		}
	}
	return out
}

// collect takes the lines of a report from top to bottom, and the heads among them.
func (s *cardScan) collect(rp *report) {
	scan := &sheetScan{rp: rp, seen: rp.doc.noiseHeights()}
	for p := range rp.doc.pages {
		page := &rp.doc.pages[p]
		var at []int
		for i := page.first; i < page.end; i++ {
			if l := rp.doc.lines[i]; len(l.words) > 0 && !rp.doc.contents[i] && !turned(l) {
				at = append(at, i)
			}
		}
		slices.SortStableFunc(at, func(a, b int) int { return byTop(rp.doc.lines[a], rp.doc.lines[b]) })
		lines := make([]line, len(at))
		for k, i := range at {
			lines[k] = rp.doc.lines[i]
		}
		s.addPage(scan, lines, at)
	}
}

// addPage adds the lines of a page.
func (s *cardScan) addPage(scan *sheetScan, lines []line, at []int) {
	inHead := 0
	for k, l := range lines {
		zone := scan.zoneAt(at[k])
		if inHead == 0 {
			if h, ok := looseHead(lines, k, zone, nil); ok && h.testsAlone() {
				inHead = h.rows
				s.heads = append(s.heads, cardHead{tableHead: h, from: len(s.lines), to: len(s.lines) + h.rows, start: -1})
			}
		}
		if _, id := cardID(l); inHead > 0 || id || !scan.isNoise(l) {
			s.lines, s.at, s.zones = append(s.lines, plainLine(l)), append(s.at, at[k]), append(s.zones, zone)
		}
		inHead = max(inHead-1, 0)
	}
}

// testsAlone reports whether a head names a test and its result, and nothing that
// would tell of which control.
func (h tableHead) testsAlone() bool {
	return len(h.roles) == 2 && h.roles[0] == roleTest && h.roles[1] == roleResult
}

// cardID finds the id of a control that a line begins with, after a label or none,
// and gives the words before it.
func cardID(l line) (before int, ok bool) {
	for before < len(l.words) && before < 2 {
		if as := roleOf(l.words[before].Text); as != roleControl && as != roleID {
			break
		}
		before++
	}
	if before == len(l.words) {
		return 0, false
	}
	id := strings.TrimRight(plainText(l.words[before].Text), ".:)")
	ok = tokenIDRE.MatchString(id) && !isCriterionToken(id) && strings.ContainsFunc(id, unicode.IsDigit) && strings.ContainsFunc(id, unicode.IsLetter)
	return before, ok
}

// findStarts finds the line with the id of each card. Most cards must have one, in
// one place and of one form; false where they have not.
func (s *cardScan) findStarts() bool {
	var near []int
	end := 0
	for _, h := range s.heads {
		for i := h.from - 1; i >= max(end, h.from-cardLines); i-- {
			if _, ok := cardID(s.lines[i]); ok && s.lines[i].page == s.lines[h.from].page {
				near = append(near, i)
				break
			}
		}
		end = h.to
	}
	best := 0
	for _, i := range near {
		n := 0
		for _, o := range near {
			if s.alike(i, o) {
				n++
			}
		}
		if n > best {
			best, s.starts = n, []int{i}
		}
	}
	if best < minCards || best*10 < len(s.heads)*7 {
		return false
	}
	model := s.starts[0]
	s.starts = nil
	for i := range s.lines {
		if _, ok := cardID(s.lines[i]); ok && s.alike(model, i) {
			s.starts = append(s.starts, i)
		}
	}
	s.giveStarts()
	return true
}

// giveStarts gives each head the id that stands above it, if there is one alone.
func (s *cardScan) giveStarts() {
	end := 0
	for k := range s.heads {
		h := &s.heads[k]
		if got := s.startsIn(end, h.from); len(got) == 1 || k == 0 && len(got) > 0 {
			h.start = got[len(got)-1]
		}
		end = h.to
	}
}

// startsIn gives the lines of a part that begin cards.
func (s *cardScan) startsIn(from, to int) []int {
	var out []int
	for _, i := range s.starts {
		if i >= from && i < to {
			out = append(out, i)
		}
	}
	return out
}

// alike reports whether two lines begin with ids that are printed alike, in one
// place of the page.
func (s *cardScan) alike(a, b int) bool {
	l, o := s.lines[a], s.lines[b]
	na, _ := cardID(l)
	nb, _ := cardID(o)
	dx := l.box.X0 - o.box.X0
	wa, wb := l.words[na], o.words[nb]
	return dx < cardLeft && dx > -cardLeft && wa.Size-wb.Size < 0.6 && wb.Size-wa.Size < 0.6 && wa.Bold == wb.Bold && idShape(wa.Text) == idShape(wb.Text)
}

// edges gives the columns of the tests in all cards: they are set alike.
func (s *cardScan) edges() []float64 {
	var body, heads []line
	for k, h := range s.heads {
		body = append(body, s.lines[h.to:s.bodyEnd(k)]...)
		heads = append(heads, s.lines[h.from:h.to]...)
	}
	return gutterEdges(body, s.heads[0].tableHead, heads)
}
