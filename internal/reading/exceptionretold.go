package reading

import (
	"slices"
	"strings"

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
		e.retold = addCites(e.retold, t.told.cite(0, len(t.told.text)))
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
	var best *exception
	most := 0.0
	for _, e := range among {
		if like := max(likeness(e.result.text, t.told.text), inside(t.told.text, e.result.text)); like > most {
			best, most = e, like
		}
	}
	switch {
	case most >= 0.6 && (len(byID) > 0 || sameCounts(best.result.text, t.told.text)):
		return best
	case len(byID) > 0 && most > 0.25:
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
	if id == "" || !hasDigit(id) {
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
	f := m.rp.letter.flow
	for _, s := range sentences(f.text) {
		text := f.text[s[0]:s[1]]
		for _, e := range m.found {
			named := slices.ContainsFunc(e.controls, func(c *control) bool {
				return c.id != "" && loadedCatalog().Resolve(c.id).Criterion == "" && holdsID(text, c.id)
			})
			retold := len(counts(text)) > 0 && sameCounts(text, e.result.text) && len(counts(e.result.text)) > 0 && likeness(text, e.result.text) >= 0.3
			if named || retold || inside(text, e.result.text) >= 0.7 {
				e.retold = addCites(e.retold, f.cite(s[0], s[1]))
			}
		}
	}
}

var (
	respondsRE = regexp.MustCompile(`(?i)\b(?:responses?|remediation|corrective\s+actions?|action\s+plans?|management'?s?'?\s+comments?)\b`)
	numberedEx = regexp.MustCompile(`(?i)^\W*(?:exception|deviation|finding)\s*(?:no\.?\s*|#\s*)?(?P<n>\d{1,2})\b`)
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

// proseIn reads the responses in a stretch of the report.
func (m *matrixReader) proseIn(s span, responds bool) {
	var now []*exception
	var body []line
	done := func() {
		if len(now) > 0 && len(body) > 0 {
			m.answer(now, body)
		}
		now, body = nil, nil
	}
	standard := m.rp.doc.bodySize()
	for i := s.from; i < s.to; i++ {
		l := m.rp.doc.lines[i]
		if l.noise || m.rp.doc.contents[i] || l.text == "" {
			continue
		}
		text := newFlow([]line{l}).text
		heading := m.rp.doc.looksLikeHeading(i, standard) && titleLike(text)
		keyed := m.keyed(text, heading)
		switch {
		case len(keyed) > 0:
			done()
			now = keyed
		case heading && respondsRE.MatchString(text) && responseLabel.FindStringIndex(text) == nil:
			done()
			responds = true
		case heading && (l.bold || l.size > standard*1.08) && responseLabel.FindStringIndex(text) == nil:
			done()
			responds = respondsRE.MatchString(text)
		case len(now) > 0 && (responds || responseLabel.MatchString(text) || len(body) > 0):
			body = append(body, l)
		case len(now) > 0:
			body = append(body, l)
		}
	}
	done()
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
		if n := countNumber(g[1]); n >= 1 && n <= len(m.found) && m.byKeys(text) == nil {
			return []*exception{m.found[n-1]}
		}
	}
	return nil
}

// answer joins what stands below such a line to its exceptions: the exception told
// again, and management's words.
func (m *matrixReader) answer(now []*exception, body []line) {
	f := newFlow(body)
	said := f
	labelled := false
	for _, b := range breaks(f) {
		lm := responseLabel.FindStringSubmatchIndex(f.text[b.at:])
		if lm != nil && (b.line || b.ended) && lm[1] < len(f.text)-b.at {
			said, labelled = trimFlow(f.slice(b.at+lm[1], len(f.text))), true
			if told := trimFlow(f.slice(0, b.at)); told.text != "" {
				for _, e := range now {
					e.retold = addCites(e.retold, told.cite(0, len(told.text)))
				}
			}
			break
		}
	}
	for _, e := range now {
		if len(now) > 1 && inside(f.text, e.result.text) < 0.5 {
			continue
		}
		if !labelled {
			if at := strings.Index(f.text, strings.TrimSpace(e.result.text)); at >= 0 {
				end := at + len(strings.TrimSpace(e.result.text))
				e.retold = addCites(e.retold, f.cite(at, end))
				said = trimFlow(f.slice(end, len(f.text)))
			}
		}
		if said.text != "" && e.response.text == "" && e.said == nil {
			e.said = response(said, e.result.text)
		}
	}
}
