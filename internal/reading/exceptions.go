package reading

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// exception is an exception with the controls it was found at.
type exception struct {
	controls []*control
	test     flow
	result   flow
	response flow
	cited    []attest.Citation
	retold   []attest.Citation
	said     *attest.ManagementResponse // told elsewhere than beside the result
}

// minSpecific is how many words two results of different controls must share, all
// of them, to tell of one exception: fewer may be a stock phrase.
const minSpecific = 12

// exceptions collects the exceptions of the controls: each once, with every
// control and place that tells it.
func (m *matrixReader) exceptions() {
	type pointer struct {
		c *control
		t rowTest
	}
	var later []pointer
	for _, c := range m.controls {
		for _, t := range c.tests {
			switch {
			case t.verdict != attest.ResultException:
			case len(t.refs) > 0:
				later = append(later, pointer{c, t})
			default:
				m.add(c, t)
			}
		}
	}
	for _, p := range later {
		if e := m.pointed(p.c, p.t); e != nil {
			e.take(p.c, p.t)
			continue
		}
		m.add(p.c, p.t)
	}
	// A control whose test is another's has that one's exceptions too.
	for _, c := range m.controls {
		target := m.named(c.sameAs, c)
		if target == nil || c.result != attest.ResultException || m.has(c) {
			continue
		}
		for _, e := range m.found {
			if slices.Contains(e.controls, target) {
				e.controls = append(e.controls, c)
			}
		}
	}
	for _, e := range m.found {
		slices.SortStableFunc(e.controls, func(a, b *control) int {
			return cmp.Compare(slices.Index(m.controls, a), slices.Index(m.controls, b))
		})
	}
}

// has reports whether an exception was found at a control.
func (m *matrixReader) has(c *control) bool {
	return slices.ContainsFunc(m.found, func(e *exception) bool { return slices.Contains(e.controls, c) })
}

// add adds an exception, or a further place of one.
func (m *matrixReader) add(c *control, t rowTest) {
	for _, e := range m.found {
		if e.same(c, t) {
			e.take(c, t)
			return
		}
	}
	e := &exception{test: t.test, result: t.result}
	e.take(c, t)
	m.found = append(m.found, e)
}

// same reports whether a result of a control tells of this exception.
func (e *exception) same(c *control, t rowTest) bool {
	if letters(e.result.text) != letters(t.result.text) {
		return false
	}
	if slices.Contains(e.controls, c) {
		return letters(e.test.text) == letters(t.test.text) || !slices.ContainsFunc(counts(t.result.text), func(c count) bool { return c.kind == countFailures })
	}
	if t.shared || slices.ContainsFunc(e.controls, func(o *control) bool { return o.text != "" && sameControl(o.text, c.text) && c.text != "" }) {
		return true
	}
	return len(strings.Fields(t.result.text)) >= minSpecific+2
}

// take adds a control and a place to the exception.
func (e *exception) take(c *control, t rowTest) {
	if !slices.Contains(e.controls, c) {
		e.controls = append(e.controls, c)
	}
	e.cited = addCites(e.cited, t.cites())
	if e.response.text == "" {
		e.response = t.response
	}
}

// pointed finds the exception that a result refers to.
func (m *matrixReader) pointed(c *control, t rowTest) *exception {
	for _, ref := range t.refs {
		if ref == "above" {
			continue
		}
		target := m.named(ref, c)
		var at []*exception
		for _, e := range m.found {
			if target != nil && slices.Contains(e.controls, target) {
				at = append(at, e)
			}
		}
		if target == nil {
			if id := m.criterionNamed(ref); id != "" {
				at = m.under(id, c)
			}
		}
		if len(at) > 0 {
			return at[0]
		}
	}
	if !slices.Contains(t.refs, "above") {
		return nil
	}
	var last *exception
	for _, e := range m.found {
		if slices.ContainsFunc(e.controls, func(o *control) bool { return o != c && c.text != "" && sameControl(o.text, c.text) }) {
			return e
		}
		if slices.Index(m.controls, e.controls[0]) < slices.Index(m.controls, c) {
			last = e
		}
	}
	return last
}

// under lists the exceptions under a criterion: that of the same control, else the
// only one.
func (m *matrixReader) under(criterion string, c *control) []*exception {
	var at []*exception
	for _, e := range m.found {
		if !slices.ContainsFunc(e.controls, func(o *control) bool { return slices.Contains(o.criteria, criterion) }) {
			continue
		}
		if slices.ContainsFunc(e.controls, func(o *control) bool { return c.text != "" && sameControl(o.text, c.text) }) {
			return []*exception{e}
		}
		at = append(at, e)
	}
	if len(at) != 1 {
		return nil
	}
	return at
}

// exceptionList gives the exceptions as the reading states them.
func (m *matrixReader) exceptionList() []attest.Exception {
	var out []attest.Exception
	used := map[string]int{}
	for _, e := range m.found {
		item := m.exception(e)
		used[item.ID]++
		if n := used[item.ID]; n > 1 {
			item.ID = fmt.Sprint(item.ID, "-", n)
		}
		out = append(out, item)
	}
	return out
}

// exception states one exception.
func (m *matrixReader) exception(e *exception) attest.Exception {
	out := attest.Exception{Text: strings.TrimSpace(e.result.text), Cited: e.cited, Retold: e.retold, Response: e.said}
	first := ""
	for i, c := range e.controls {
		if i == 0 {
			first, out.ControlText = c.id, c.text
		}
		if c.id != "" && !slices.Contains(out.ControlIDs, c.id) {
			out.ControlIDs = append(out.ControlIDs, c.id)
		}
		for _, id := range c.criteria {
			if !slices.Contains(out.Criteria, id) {
				out.Criteria = append(out.Criteria, id)
			}
		}
	}
	out.ID = exceptionID(first, out.ControlText, out.Text)
	m.count(&out, e)
	out.Leg = leg(e.result, m.rp.typ)
	if e.response.text != "" {
		if r := response(e.response, e.result.text); r != nil {
			out.Response = r
		}
	}
	return out
}

// exceptionID names an exception by its control and words, so that it keeps its
// name when the report is read again.
func exceptionID(control, text, result string) string {
	sum := sha256.Sum256([]byte(idKey(control) + "\x00" + letters(text) + "\x00" + letters(result)))
	return "e" + hex.EncodeToString(sum[:5])
}

var (
	designRE  = regexp.MustCompile(`(?i)\b(?:not\s+(?:been\s+)?(?:suitably\s+|adequately\s+|appropriately\s+|properly\s+|effectively\s+)?designed|design\s+(?:deficienc\w*|gaps?|exceptions?|deviations?|weakness\w*|flaws?|failure)|(?:deficienc\w*|exceptions?|gaps?|weakness\w*)\s+in\s+(?:the\s+)?design|no\s+(?:formal(?:ly)?\s+)?(?:documented\s+)?(?:controls?|process|procedures?|polic(?:y|ies)|mechanism)\s+(?:(?:was|were|is|are|had\s+been)\s+)?(?:in\s+place|existed|exists?|implemented|established|designed|defined|documented)|did\s+not\s+have\s+(?:an?\s+)?(?:formal\w*\s+)?(?:documented\s+)?(?:process|control|polic\w+|procedures?)|(?:control|process|policy|procedure)s?\s+(?:did|does|do)\s+not\s+exist|(?:there\s+(?:was|is|were)\s+)no\s+(?:formal\s+)?(?:documented\s+)?(?:control|process|policy|procedure)s?\b|(?:control|process)\s+(?:was|is|were|had)\s+not\s+(?:been\s+)?(?:implemented|in\s+place|established))`)
	operateRE = regexp.MustCompile(`(?i)\b(?:did\s+not\s+operate|not\s+operating|operat\w+\s+(?:in)?effective|operating\s+effectiveness)`)
)

// leg says which limb of the opinion a failure belongs to: a test of operation
// that fails is one of operation, unless its words are about the design.
func leg(result flow, typ attest.ReportType) attest.Fact[attest.Leg] {
	whole := result.cite(0, len(result.text))
	m := designRE.FindStringIndex(result.text)
	if typ == 1 {
		return attest.FoundFact(attest.LegDesign, "exception.type1", whole...)
	}
	if m == nil {
		return attest.FoundFact(attest.LegOperation, "exception.test", whole...)
	}
	cites := result.cite(m[0], m[1])
	if o := operateRE.FindStringIndex(result.text); o != nil {
		return attest.AmbiguousFact("the words speak of the design and of the operation",
			attest.Candidate[attest.Leg]{Value: attest.LegDesign, Citations: cites, Rule: "exception.design"},
			attest.Candidate[attest.Leg]{Value: attest.LegOperation, Citations: result.cite(o[0], o[1]), Rule: "exception.operation"})
	}
	return attest.FoundFact(attest.LegDesign, "exception.design", cites...)
}
