package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// control is a control of the report with all the places that state it.
type control struct {
	entry
	key    string
	result attest.Result
}

// join makes one control of the rows that state it: by its id, or by its text where
// the report has no ids.
func (m *matrixReader) join() {
	at := map[string][]*control{}
	for _, e := range m.entries {
		key := "id " + idKey(e.id)
		if e.id == "" {
			key = "text " + letters(e.text)
		}
		if e.id == "" && letters(e.text) == "" {
			m.orphan(e)
			continue
		}
		i := slices.IndexFunc(at[key], func(c *control) bool { return sameControl(c.text, e.text) })
		if i >= 0 {
			at[key][i].merge(e)
			continue
		}
		c := &control{entry: *e, key: key}
		if n := len(at[key]); n > 0 {
			c.key = fmt.Sprint(key, " ", n+1)
			m.rp.doc.flag(attest.FlagDuplicateControlID, "one id stands for controls with different texts", append(slices.Clone(at[key][0].cited), e.cited...)...)
		}
		at[key] = append(at[key], c)
		m.controls = append(m.controls, c)
	}
	for _, e := range m.mapped {
		m.mapCriteria(e, at)
	}
	m.resolve()
}

// orphan lists a row that holds tests and names no control.
func (m *matrixReader) orphan(e *entry) {
	var cites []attest.Citation
	for _, t := range e.tests {
		cites = append(cites, t.test.cite(0, len(t.test.text))...)
		cites = append(cites, t.result.cite(0, len(t.result.text))...)
	}
	cites = append(cites, e.cited...)
	if len(cites) > 0 {
		m.unparsed = append(m.unparsed, attest.UnparsedRow{Reason: "a row of the matrix that names no control", Cited: cites})
	}
}

// mapCriteria adds the criteria that a mapping table gives for a control. A control
// that has no row of its own in the matrix is left out: missing points it out.
func (m *matrixReader) mapCriteria(e *entry, at map[string][]*control) {
	var cs []*control
	if e.id != "" {
		cs = at["id "+idKey(e.id)]
	} else if e.text != "" {
		cs = at["text "+letters(e.text)]
		for _, c := range m.controls {
			if len(cs) == 0 && letters(c.text) == letters(e.text) {
				cs = []*control{c}
			}
		}
	}
	for _, c := range cs {
		c.takeCriteria(e.criteria)
		if c.text == "" {
			c.text = e.text
			c.cited = append(c.cited, e.cited...)
		}
	}
}

// takeCriteria adds criteria that the control has not got yet.
func (e *entry) takeCriteria(ids []string) {
	for _, id := range ids {
		if !slices.Contains(e.criteria, id) {
			e.criteria = append(slices.Clone(e.criteria), id)
		}
	}
}

// merge adds a further place that states the control.
func (c *control) merge(e *entry) {
	c.takeCriteria(e.criteria)
	if len(letters(e.text)) > len(letters(c.text)) {
		c.text = e.text
	}
	c.cited = addCites(c.cited, e.cited)
	c.tested = c.tested || e.tested
	for _, t := range e.tests {
		i := slices.IndexFunc(c.tests, func(o rowTest) bool { return sameTest(o, t) })
		switch {
		case i >= 0 && c.tests[i].response.text == "" && t.response.text != "":
			c.tests = slices.Clone(c.tests)
			c.tests[i].response = t.response
			fallthrough
		case i >= 0:
			c.again(i, t)
		case len(t.refs) > 0 && t.verdict != attest.ResultException, references(t.test.text) != nil:
			// it only points to the test that is already here
		default:
			c.tests = append(slices.Clone(c.tests), t)
		}
	}
	if c.sameAs == "" {
		c.sameAs = e.sameAs
	}
}

// again keeps the further place of a result.
func (c *control) again(i int, t rowTest) {
	if t.result.text == "" || letters(c.tests[i].result.text) != letters(t.result.text) {
		return
	}
	c.tests = slices.Clone(c.tests)
	c.tests[i].also = append(slices.Clone(c.tests[i].also), t.result)
}

// sameTest reports whether two rows tell the same test with the same result.
func sameTest(a, b rowTest) bool {
	x, y := letters(a.result.text), letters(b.result.text)
	if x != y {
		return false
	}
	return letters(a.test.text) == letters(b.test.text) || likeness(a.test.text, b.test.text) >= 0.8 || a.test.text == "" || b.test.text == ""
}

// addCites adds citations that are not there yet.
func addCites(cites, more []attest.Citation) []attest.Citation {
	for _, c := range more {
		if !slices.ContainsFunc(cites, func(o attest.Citation) bool {
			return o.Page == c.Page && o.Quote == c.Quote && slices.Equal(o.Boxes, c.Boxes)
		}) {
			cites = append(cites[:len(cites):len(cites)], c)
		}
	}
	return cites
}

// maxHops is how many references are followed one after another.
const maxHops = 5

// resolve gives each control its result, that of the control it refers to where it
// has none of its own.
func (m *matrixReader) resolve() {
	for _, c := range m.controls {
		if target := m.named(c.sameAs, c); target == nil || target == c {
			c.sameAs = m.criterionNamed(c.sameAs)
		}
		c.result = c.own(m.rp.typ)
	}
	for _, c := range m.controls {
		seen := c
		for range maxHops {
			target := m.named(seen.sameAs, seen)
			if target == nil || target == c {
				break
			}
			switch {
			case c.pointing() || c.result == attest.ResultNone:
				c.result = target.own(m.rp.typ)
			case target.own(m.rp.typ) == attest.ResultException && c.result == attest.ResultNoException:
				c.result = attest.ResultException
			}
			if target.sameAs == "" {
				break
			}
			seen = target
		}
	}
}

// pointing reports whether the control's own results say nothing but where to look.
func (c *control) pointing() bool {
	return !slices.ContainsFunc(c.tests, func(t rowTest) bool {
		return t.result.text != "" && len(t.refs) == 0
	})
}

// own is the control's result by its own tests.
func (c *control) own(typ attest.ReportType) attest.Result {
	var all []attest.Result
	for _, t := range c.tests {
		switch {
		case t.result.text == "" && !c.tested:
		case t.result.text == "":
			all = append(all, attest.ResultUnclear)
		default:
			all = append(all, t.verdict)
		}
	}
	if len(all) == 0 && c.tested && typ != 1 {
		return attest.ResultUnclear
	}
	return worst(all...)
}

// named finds the control that a reference names.
func (m *matrixReader) named(ref string, from *control) *control {
	if ref == "" {
		return nil
	}
	key := idKey(ref)
	for _, c := range m.controls {
		if c != from && c.id != "" && idKey(c.id) == key {
			return c
		}
	}
	// a criterion: the control of the same words under it
	id := m.criterionNamed(ref)
	if id == "" {
		return nil
	}
	for _, c := range m.controls {
		if c != from && slices.Contains(c.criteria, id) && c.text != "" && from.text != "" && letters(c.text) == letters(from.text) {
			return c
		}
	}
	return nil
}

// criterionNamed is the criterion that a reference names, "" for none.
func (m *matrixReader) criterionNamed(ref string) string {
	return loadedCatalog().Resolve(strings.ReplaceAll(ref, " ", "")).Criterion
}

// controlList gives the controls as the reading states them.
func (m *matrixReader) controlList() []attest.Control {
	out := make([]attest.Control, 0, len(m.controls))
	for _, c := range m.controls {
		item := attest.Control{ID: c.id, Text: c.text, Criteria: c.criteria, Result: c.result, SameAs: c.sameAs, Cited: c.cited}
		for _, t := range c.tests {
			test := attest.ControlTest{Text: t.test.text, ResultText: t.result.text, Result: t.verdict, Cited: t.cites()}
			if t.result.text == "" && c.tested {
				test.Result = attest.ResultUnclear
			}
			if t.result.text == "" && t.test.text == "" {
				continue
			}
			if len(t.refs) > 0 && t.verdict == attest.ResultUnclear && c.sameAs != "" {
				test.Result = c.result
			}
			item.Tests = append(item.Tests, test)
		}
		if len(item.Cited) == 0 && len(item.Tests) > 0 {
			item.Cited = item.Tests[0].Cited
		}
		out = append(out, item)
	}
	return out
}

// cites gives the places of a result.
func (t rowTest) cites() []attest.Citation {
	out := t.result.cite(0, len(t.result.text))
	for _, f := range t.also {
		out = addCites(out, f.cite(0, len(f.text)))
	}
	return out
}
