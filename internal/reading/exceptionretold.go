package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// retold finds where exceptions are told again: in summaries, in the auditor's
// report, and in management's responses, whose words it joins to them.
func (m *matrixReader) retold() {
	for i, t := range m.told {
		e := m.meant(t, i)
		if e == nil {
			m.onlyRetold(t)
			continue
		}
		if cites := t.told.cite(0, len(t.told.text)); t.audited && e.bare() && t.told.text != "" {
			e.result, e.cited = t.told, addCites(e.cited, cites)
		} else {
			e.retold = addCites(e.retold, cites)
		}
		if t.response.text != "" && e.response.text == "" && e.said == nil {
			e.said = response(t.response, e.result.text)
		}
	}
	m.proseResponses()
	m.letterRetold()
}

// meant finds the exception that a row outside the matrix tells again: by the id of
// its control, by its words, by its criterion, and last by its order.
func (m *matrixReader) meant(t toldRow, at int) *exception {
	byID := m.byKeys(t.keys)
	if len(byID) == 1 {
		return byID[0]
	}
	among := byID
	if len(among) == 0 {
		among = m.found
	}
	best, most := nearest(among, t.told.text)
	if best != nil && (most >= 0.6 && (len(byID) > 0 || sameCounts(best.result.text, t.told.text)) || len(byID) > 0 && most > 0.25) {
		return best
	}
	if ids, _ := criteriaIn(t.keys); len(ids) > 0 {
		if under := m.underAny(ids); len(under) == 1 {
			return under[0]
		}
	}
	if strings.TrimSpace(t.keys) == "" && letters(t.told.text) == "" && len(m.told) == len(m.found) && at < len(m.found) {
		return m.found[at]
	}
	return nil
}

// bare reports whether an exception's words only say that it is told elsewhere.
func (e *exception) bare() bool {
	text := e.result.text
	return len(strings.Fields(text)) <= 10 && len(counts(text)) == 0 && elsewhereRE.MatchString(text)
}

// elsewhereRE sends to where an exception is told.
var elsewhereRE = regexp.MustCompile(`(?i)\b(?:see|refer\s+to)\b|^\W*(?:exceptions?|deviations?)(?:\s+(?:noted|identified))?\W*$`)

// nearest finds the exception whose words are most like a text, and how much.
func nearest(among []*exception, text string) (best *exception, most float64) {
	for _, e := range among {
		if like := max(likeness(e.result.text, text), inside(text, e.result.text)); like > most {
			best, most = e, like
		}
	}
	return best, most
}

// byKeys lists the exceptions of the controls whose ids a text holds.
func (m *matrixReader) byKeys(text string) []*exception {
	var out []*exception
	for _, e := range m.found {
		if slices.ContainsFunc(e.controls, func(c *control) bool { return holdsID(text, c.id) }) {
			out = append(out, e)
		}
	}
	return out
}

// holdsID reports whether a text names an id, as a word of its own.
func holdsID(text, id string) bool {
	if id == "" || !hasDigit(id) && !slugID.MatchString(id) {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], id)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(id)
		before := start == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", rune(text[start-1]))
		after := end == len(text) || !isWordByte(text[end]) && !(strings.ContainsRune("-.", rune(text[end])) && end+1 < len(text) && isWordByte(text[end+1]))
		if before && after {
			return true
		}
		from = end
	}
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

// inside says how many of the words of a short text are in a long one, 0 to 1.
func inside(long, short string) float64 {
	x, y := wordSet(long), wordSet(short)
	if len(y) < 5 {
		return 0
	}
	n := 0
	for w := range y {
		if x[w] {
			n++
		}
	}
	return float64(n) / float64(len(y))
}

// sameCounts reports whether two texts count the same, as far as both count.
func sameCounts(a, b string) bool {
	x, y := counts(a), counts(b)
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	return slices.ContainsFunc(x, func(c count) bool {
		return slices.ContainsFunc(y, func(d count) bool { return c.x == d.x && c.y == d.y })
	})
}

// underAny lists the exceptions under any of some criteria.
func (m *matrixReader) underAny(ids []string) []*exception {
	var out []*exception
	for _, e := range m.found {
		if slices.ContainsFunc(e.controls, func(c *control) bool {
			return slices.ContainsFunc(c.criteria, func(id string) bool { return slices.Contains(ids, id) })
		}) {
			out = append(out, e)
		}
	}
	return out
}

// onlyRetold points out an exception that is told of elsewhere and in no result.
func (m *matrixReader) onlyRetold(t toldRow) {
	if classifyResult(t.told.text) != resultException && t.response.text == "" {
		return
	}
	cites := t.told.cite(0, len(t.told.text))
	if len(cites) == 0 {
		return
	}
	m.rp.doc.flag(attest.FlagExceptionRetold, "an exception is told of that no result in the matrix reports", cites...)
}

// letterRetold finds where the auditor's report tells of the exceptions, as the
// reasons of a modified opinion do.
func (m *matrixReader) letterRetold() {
	f, basis := m.rp.letter.flow, m.rp.opinion.basis
	for _, s := range sentences(f.text) {
		text := f.text[s[0]:s[1]]
		reason := s[0] >= basis[0] && s[1] <= basis[1]
		for _, e := range m.found {
			named := slices.ContainsFunc(e.controls, func(c *control) bool {
				return c.id != "" && loadedCatalog().Resolve(c.id).Criterion == "" && holdsID(text, c.id)
			})
			retold := len(counts(text)) > 0 && sameCounts(text, e.result.text) && len(counts(e.result.text)) > 0 && likeness(text, e.result.text) >= 0.3
			if named || retold || reason && behind(text, e) || inside(text, e.result.text) >= 0.7 {
				e.retold = addCites(e.retold, f.cite(s[0], s[1]))
			}
		}
	}
}

// behind reports whether one of the clauses of a sentence that gives the reasons of
// an opinion speaks of an exception's control: "that access is reviewed every
// quarter".
func behind(sentence string, e *exception) bool {
	about := stems(e.controls[0].text + " " + e.result.text)
	for _, clause := range clauseEnd.Split(sentence, -1) {
		said, same := stems(clause), 0
		for w := range said {
			if about[w] {
				same++
			}
		}
		if len(said) >= 3 && same*4 >= len(said)*3 {
			return true
		}
	}
	return false
}

// clauseEnd parts the clauses of a sentence.
var clauseEnd = regexp.MustCompile(`[,;:]\s*(?:and\s+)?|\s+(?:and\s+)?that\s+`)

// stems is the set of the beginnings of a text's words, without those that say
// nothing.
func stems(text string) map[string]bool {
	out := map[string]bool{}
	for w := range wordSet(text) {
		if len(w) > 3 && !emptyWord.MatchString(w) {
			out[w[:min(len(w), 5)]] = true
		}
	}
	return out
}

var emptyWord = regexp.MustCompile(`^(?:that|this|these|those|were|been|have|with|from|into|their|they|which|when|before|after|each|every|control|controls|system|description|states|noted|exception|exceptions)$`)

var (
	respondsRE = regexp.MustCompile(`(?i)\b(?:responses?|remediation|corrective\s+actions?|action\s+plans?|management'?s?'?\s+comments?)\b`)
	// respondsBelow announces responses.
	respondsBelow = regexp.MustCompile(`(?i)\bfollowing\b[^.]{0,60}\bresponses?\b|\bresponses?\b[^.]{0,80}\b(?:follows?|below|(?:was|were|are|is)\s+(?:provided|given|prepared|presented))\b`)
	numberedEx    = regexp.MustCompile(`(?i)^\W*(?:exception|deviation|finding)\s*(?:no\.?\s*|#\s*)?(?P<n>\d{1,2})\b`)
)

// proseResponses reads responses that stand below a line with the control's id, in
// other information or after the tables of the matrix.
func (m *matrixReader) proseResponses() {
	if len(m.found) == 0 {
		return
	}
	for _, s := range m.rp.sections {
		if s.kind == attest.SectionOther {
			m.proseIn(span{s.bodyFrom, s.span.to}, respondsRE.MatchString(m.rp.doc.flow(span{s.span.from, s.bodyFrom}).text))
		}
	}
}

// proseReader reads a stretch of the report in which lines that name a control, or
// an exception, stand above management's words.
type proseReader struct {
	m        *matrixReader
	size     float64      // of the stretch's print
	responds bool         // the heading above says that these are responses
	alone    bool         // the line held the id and nothing else
	now      []*exception // those that the last such line named
	body     []line
}

// proseIn reads the responses in a stretch of the report.
func (m *matrixReader) proseIn(s span, responds bool) {
	p := proseReader{m: m, size: m.rp.doc.sizeOf(s), responds: responds}
	for i := s.from; i < s.to; i++ {
		if l := m.rp.doc.lines[i]; !l.noise && !m.rp.doc.contents[i] && l.text != "" {
			p.line(i, l)
		}
	}
	p.done()
}

// line reads one line.
func (p *proseReader) line(i int, l line) {
	text := newFlow([]line{l}).text
	heading := p.m.rp.doc.looksLikeHeading(i, p.size) && titleLike(text)
	label := responseLabel.MatchString(text)
	if answersAfterID(text) && p.beginsWithID(l, text) {
		return
	}
	if keyed := p.m.keyed(text, heading || (l.bold || l.size > p.size*1.08) && !label); len(keyed) > 0 {
		p.done()
		_, rest := controlIDs(text)
		p.now, p.alone = keyed, rest == ""
		return
	}
	if p.beginsWithID(l, text) {
		return
	}
	p.responds = p.responds || respondsBelow.MatchString(text)
	if heading && (!label || len(p.now) == 0) && p.standsOut(l, text) {
		p.done()
		p.responds = respondsRE.MatchString(text)
		return
	}
	if len(p.now) > 0 {
		p.body = append(p.body, l)
	}
}

// standsOut reports whether a heading is set apart, or tells of responses.
func (p *proseReader) standsOut(l line, text string) bool {
	return respondsRE.MatchString(text) || l.bold || l.size > p.size*1.08
}

// beginsWithID reads a line on which management's words follow the id of a control
// with an exception.
func (p *proseReader) beginsWithID(l line, text string) bool {
	ids, rest := leadingID(text)
	if first, ok := firstLetter(rest); len(ids) != 1 || !ok || !unicode.IsUpper(first) || !p.responds && !answersAfterID(text) {
		return false
	}
	keyed := p.m.byKeys(ids[0])
	n := len(strings.Fields(text[:len(text)-len(rest)]))
	if len(keyed) == 0 || n >= len(l.words) {
		return false
	}
	p.done()
	p.now, p.alone, p.body = keyed, false, []line{newCell(l, l.words[n:]).line}
	return true
}

// done joins what was collected to its exceptions.
func (p *proseReader) done() {
	if len(p.now) > 0 && len(p.body) > 0 {
		for _, e := range p.now {
			if f := newFlow(p.body); len(p.now) == 1 || inside(f.text, e.result.text) >= 0.5 {
				e.answer(f, p.responds || p.alone && !e.toldIn(f.text))
			}
		}
	}
	p.now, p.body = nil, nil
}

// answer joins to an exception what stands below its id: the exception told again,
// and management's words.
func (e *exception) answer(f flow, responds bool) {
	said := f
	if at, after := labelAt(f); at >= 0 {
		told := trimFlow(f.slice(0, at))
		e.retold = addCites(e.retold, told.cite(0, len(told.text)))
		said = trimFlow(f.slice(after, len(f.text)))
	} else if words := strings.TrimSpace(e.result.text); strings.Contains(f.text, words) {
		at := strings.Index(f.text, words)
		e.retold = addCites(e.retold, f.cite(at, at+len(words)))
		said = trimFlow(f.slice(at+len(words), len(f.text)))
	} else if !responds {
		return
	}
	if said.text != "" && e.response.text == "" && e.said == nil {
		e.said = response(said, e.result.text)
	}
}

// labelAt finds the label of a response with words after it: where it begins and
// ends, -1 for none.
func labelAt(f flow) (at, after int) {
	for _, b := range breaks(f) {
		m := responseLabel.FindStringIndex(f.text[b.at:])
		if m != nil && (b.line || b.ended) && m[1] < len(f.text)-b.at {
			return b.at, b.at + m[1]
		}
	}
	return -1, -1
}

// keyed lists the exceptions that a line introduces: it is short and names their
// control, or their number.
func (m *matrixReader) keyed(text string, heading bool) []*exception {
	if len(text) > 140 || strings.HasSuffix(text, ".") && !heading {
		return nil
	}
	if lead, _ := leadingID(text); len(lead) > 0 || heading {
		if out := m.byKeys(text); len(out) > 0 {
			return out
		}
	}
	if ids, _, ok := headCriteria(text); ok && len(ids) == 1 {
		if out := m.underAny(ids); len(out) == 1 {
			return out
		}
	}
	if g := numberedEx.FindStringSubmatch(text); g != nil {
		return m.numbered(countNumber(g[1]))
	}
	return nil
}

// numbered gives the exception with a number: the one that is printed with it and,
// where none is printed with any, the one that comes so far down the report.
func (m *matrixReader) numbered(n int) []*exception {
	var out []*exception
	printed := false
	for _, e := range m.found {
		if g := numberedEx.FindStringSubmatch(e.result.text); g != nil {
			printed = true
			if countNumber(g[1]) == n {
				out = append(out, e)
			}
		}
	}
	if !printed && n >= 1 && n <= len(m.found) {
		return []*exception{m.found[n-1]}
	}
	return out
}
