package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/criteria"
	regexp "example.com/assay/internal/lazyregexp"
)

// excludedRE are words with which a report tells why a criterion is not in it.
var excludedRE = regexp.MustCompile(`(?i)\bnot\s+(?:applicable|relevant|in\s+scope|within\s+(?:the\s+)?scope|covered|addressed|included|part)\b|\bexclud|\bout\s+of\s+scope\b|\bcarved?[ -]out\b|\bN/A\b|\bresponsib|\bdo(?:es)?\s+not\s+apply\b|\bno\s+controls?\b|\bomitted\b`)

// criteria compares the categories in scope with the criteria in the matrix.
func (c *checker) criteria() {
	a := c.a
	if a.Categories.State != attest.Found || len(a.Categories.Items) == 0 || !c.currentCriteria() {
		return
	}
	printed := c.printed()
	if len(printed) == 0 {
		return
	}
	scope := map[string]bool{"security": true}
	for _, k := range a.Categories.Items {
		scope[string(k)] = true
	}
	c.outOfScope(scope)
	if c.whole {
		c.missingCriteria(scope, printed)
	}
}

// currentCriteria reports whether the report was made against the criteria of 2017
// or after: the older ones use the same numbers for other matters.
func (c *checker) currentCriteria() bool {
	e := c.a.CriteriaEdition.Value
	return !strings.Contains(e, "2014") && !strings.Contains(e, "2015") && !strings.Contains(e, "2016") && !strings.Contains(e, "2009")
}

// printed gives the criteria that stand in the matrix, with or without controls;
// none where too few of its controls name any.
func (c *checker) printed() map[string]bool {
	out := map[string]bool{}
	mapped := 0
	for _, k := range c.a.Controls.Items {
		if len(k.Criteria) > 0 {
			mapped++
		}
		for _, id := range k.Criteria {
			out[id] = true
		}
	}
	if mapped < minMapped {
		return nil
	}
	for _, s := range c.rp.sections {
		if s.kind == attest.SectionMatrix {
			c.namedIn(s.span, out)
		}
	}
	for _, t := range c.tables {
		c.namedIn(t.zone, out)
	}
	return out
}

// namedIn adds the criteria that the lines of a span name.
func (c *checker) namedIn(s span, out map[string]bool) {
	for i := s.from; i < s.to; i++ {
		if !dottedNumber(c.rp.doc.lines[i].text) {
			continue
		}
		for _, m := range criterionRE.FindAllString(c.rp.doc.lines[i].text, -1) {
			out[strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(m))] = true
		}
	}
}

// dottedNumber reports whether a text holds a number such as 6.1: a cheap test that
// spares a pattern most lines.
func dottedNumber(text string) bool {
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '.' && text[i-1] >= '0' && text[i-1] <= '9' && text[i+1] >= '0' && text[i+1] <= '9' {
			return true
		}
	}
	return false
}

// outOfScope flags criteria of the matrix that belong to no category in scope.
func (c *checker) outOfScope(scope map[string]bool) {
	catalog := loadedCatalog()
	var ids []string
	var cites []attest.Citation
	for _, k := range c.a.Controls.Items {
		for _, id := range k.Criteria {
			x, ok := catalog.Criterion(id)
			if !ok || scope[x.Category] {
				continue
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			cites = append(cites, k.Cited[:min(1, len(k.Cited))]...)
		}
	}
	if len(ids) > 0 {
		c.flag(attest.FlagCriteriaOutOfScope, "the matrix has controls under "+strings.Join(ids, ", ")+", of a category that the auditor's report does not name", append(cites, c.a.Categories.Citations...)...)
	}
}

// missingCriteria flags categories in scope that the matrix has no criterion of,
// and single criteria of the others that it lacks without a word.
func (c *checker) missingCriteria(scope map[string]bool, printed map[string]bool) {
	expected, lacking := map[string]int{}, map[string][]string{}
	explained := c.explained()
	for _, x := range loadedCatalog().Criteria() {
		if !scope[x.Category] {
			continue
		}
		expected[x.Category]++
		if !printed[x.ID] && !explained[x.ID] && !explained[x.Series] {
			lacking[x.Category] = append(lacking[x.Category], x.ID)
		}
	}
	var ids []string
	for _, category := range loadedCatalog().Categories() {
		n := len(lacking[category.ID])
		switch {
		case n == 0:
		case n == expected[category.ID] && category.ID != "security":
			c.flag(attest.FlagCategoryUntested, "the auditor's report covers "+strings.ToLower(category.Label)+", and the matrix has none of its criteria", c.a.Categories.Citations...)
		case n*maxMissingPart <= expected[category.ID]:
			ids = append(ids, lacking[category.ID]...)
		}
	}
	if n := len(ids); n > 0 && n <= maxMissing {
		c.flag(attest.FlagCriteriaMissing, "the matrix lacks "+strings.Join(ids, ", ")+", and no reason was found", c.a.Categories.Citations...)
	}
}

// explained gives the criteria and series that the report names beside words that
// leave them out.
func (c *checker) explained() map[string]bool {
	out := map[string]bool{}
	d := c.rp.doc
	for i := range d.lines {
		if d.lines[i].noise || !dottedNumber(d.lines[i].text) || !criterionRE.MatchString(d.lines[i].text) {
			continue
		}
		near := newFlow(d.lines[max(0, i-2):min(len(d.lines), i+4)])
		if excludedRE.MatchString(near.text) {
			c.namedIn(span{i, i + 1}, out)
		}
	}
	return out
}

// letterCriteria flags criteria that the auditor's report or the assertion names
// and that do not exist.
func (c *checker) letterCriteria() {
	if !c.currentCriteria() || !typed(c.rp.kind) {
		return
	}
	catalog := loadedCatalog()
	for _, f := range []flow{c.rp.letter.flow, c.rp.assertion} {
		for _, m := range letterCriterionRE.FindAllStringIndex(f.text, -1) {
			if ref := catalog.Resolve(f.text[m[0]:m[1]]); ref.Kind == criteria.IDUnknown || ref.Misprint {
				c.flag(attest.FlagUnknownCriterion, "the report names criteria that do not exist", f.cite(m[0], m[1])...)
			}
		}
	}
}

var letterCriterionRE = regexp.MustCompile(`\b(?:CC\d{1,2}|PI\d|P\d{1,2}|A\d|C\d)\.\d{1,2}\b`)
