package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	sampleRE     = regexp.MustCompile(`(?i)\b(?:sample(?:s)?(?:\s+size)?|selection)\s+(?:of|:|was|were|=)\s*(?:the\s+)?(?P<n>` + numberPattern + `)\b|\b(?:selected|sampled|for\s+each\s+of(?:\s+the)?|for\s+all(?:\s+of(?:\s+the)?)?|inspected|examined|tested|reviewed)\s+(?:(?:a\s+(?:total\s+of\s+)?|all\s+|the\s+)?(?:randomly\s+|judgmentally\s+|haphazardly\s+)?)(?P<m>` + numberPattern + `)\s+(?:sampled\s+|selected\s+|of\s+the\s+)?[a-z]|\b(?P<k>` + numberPattern + `)\s+(?:[a-z-]+\s+){0,3}(?:were\s+|was\s+)?(?:sampled|selected)\b`)
	populationRE = regexp.MustCompile(`(?i)\bpopulation\b[^.;]{0,50}?\b(?:was|were|of|is|totall?ed|comprised|consisted\s+of|contained|included|:|=)\s*(?:a\s+total\s+of\s+)?(?P<n>` + numberPattern + `)\b|\bpopulation\s*(?:size\s*)?[:=(]\s*(?P<o>` + numberPattern + `)\b|\b(?:sample|selection)\s+of\s+` + numberPattern + `\s+(?:[a-z'-]+\s+){0,6}?(?:from|out\s+of)\s+(?:an?\s+|the\s+)?(?:total\s+(?:of\s+)?)?(?P<m>` + numberPattern + `)\b|\bout\s+of\s+(?:an?\s+|the\s+)?total\s+of\s+(?P<k>` + numberPattern + `)\b`)
	loneRE       = regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|a\s+single|an?|one\s+instance)\s+(?:of\s+the\s+)?(?P<unit>(?:(?:sampled|selected|tested)\s+)?(?:[a-z][a-z'/-]*\s*){1,4})`)
	drawnFrom    = regexp.MustCompile(`(?i)\b(?:of|from|among|total)(?:\s+(?:the|a|our))?\s*$`) // before the size of what was drawn
	loneUnit     = regexp.MustCompile(`(?i)^(?:sampled|selected|tested|instances?|occurrences?|samples?|selections?|items?|cases?)\b`)
)

// numberHit is a number of a cell and where it stands.
type numberHit struct {
	n    int
	f    flow
	at   [2]int
	unit string
}

// fact states a number with its words.
func (h numberHit) fact(rule string) attest.Fact[int] {
	return attest.FoundFact(h.n, rule, h.f.cite(h.at[0], h.at[1])...)
}

// count reads how many of how many failed: in the words of the result and, for what
// these leave out, in those of the test.
func (m *matrixReader) count(out *attest.Exception, e *exception) {
	out.Deviations = attest.AbsentFact[int]("the result prints no number of deviations")
	out.Population = attest.AbsentFact[int]("no population is printed")
	out.SampleSize = sampleSize(e)
	for _, c := range counts(e.result.text) {
		countInto(out, e.result, c)
	}
	drawnOf(out, e.test)
	for _, f := range []flow{e.result, e.test} {
		if h := populationHit(f); h != nil && out.Population.State != attest.Found {
			out.Population = h.fact("population.printed")
		}
	}
	if len(out.Counts) > 0 {
		return
	}
	if lone := loneCount(e); lone != nil {
		out.Deviations = lone.fact("deviations.lone")
		if n := out.SampleSize; n.State == attest.Found && n.Value >= lone.n {
			out.Counts = []attest.DeviationCount{{Deviations: lone.n, Of: n.Value, Unit: lone.unit}}
		}
		return
	}
	freeCount(out, e)
}

// drawnOf reads from the test what the sample was drawn from: "a sample of 25 of 61
// terminations" where the result speaks of 25.
func drawnOf(out *attest.Exception, test flow) {
	for _, c := range counts(test.text) {
		if c.kind == countPasses || out.SampleSize.State != attest.Found || c.x != out.SampleSize.Value || c.x == c.y || out.Population.State == attest.Found {
			continue
		}
		out.Population = numberHit{n: c.y, f: test, at: [2]int{c.start, c.end}}.fact("population.test")
	}
}

// countInto adds one "x of y" of a result. The first that counts failures, or
// passes, gives the exception its numbers.
func countInto(out *attest.Exception, f flow, c count) {
	at := [2]int{c.start, c.end}
	x, rule := c.x, "deviations.result"
	switch c.kind {
	case countSample:
		if len(out.Counts) == 0 {
			out.SampleSize = numberHit{n: c.x, f: f, at: at}.fact("sample.result")
			out.Population = numberHit{n: c.y, f: f, at: at}.fact("population.of")
		}
		return
	case countPasses:
		x, rule = c.y-c.x, "deviations.passes"
	}
	out.Counts = append(out.Counts, attest.DeviationCount{Deviations: x, Of: c.y, Unit: c.unit})
	if len(out.Counts) > 1 {
		return
	}
	out.Deviations = numberHit{n: x, f: f, at: at}.fact(rule)
	if c.kind == countFailures && 2*x > c.y && x < c.y && toldAsDone(clauseAround(f.text, at)) {
		cites := f.cite(at[0], at[1])
		out.Deviations = attest.AmbiguousFact("the words do not tell whether the number counts failures",
			attest.Candidate[int]{Value: x, Citations: cites, Rule: rule}, attest.Candidate[int]{Value: c.y - x, Citations: cites, Rule: "deviations.rest"})
	}
	out.SampleSize = numberHit{n: c.y, f: f, at: at}.fact("sample.result")
	if c.population {
		out.Population = numberHit{n: c.y, f: f, at: at}.fact("population.result")
	}
}

// doneRE are verbs of things done as they should be.
var doneRE = regexp.MustCompile(`(?i)\b(?:carried|completed|attended|signed|held|bore|contained|included|met|passed|retained|acknowledged|had\s+(?:an?|the)\b)`)

// toldAsDone reports whether a clause counts what was done, and no failure.
func toldAsDone(clause string) bool {
	return (doneRE.MatchString(clause) || passVerb.MatchString(clause)) && !failCount.MatchString(clause)
}

// sampleSize reads the size of the sample from the test. Where the test draws
// several samples, that of the things the result speaks of is meant.
func sampleSize(e *exception) attest.Fact[int] {
	hits := sampleHits(e.result)
	rule := "sample.result"
	if len(hits) == 0 {
		hits, rule = sampleHits(e.test), "sample.test"
	}
	if len(hits) > 1 {
		var meant []numberHit
		for _, h := range hits {
			if noun := nounOf(h.unit); noun != "" && mentions(e.result.text, noun) {
				meant = append(meant, h)
			}
		}
		if len(meant) > 0 {
			hits = meant
		}
	}
	switch {
	case len(hits) == 0:
		return attest.AbsentFact[int]("neither the result nor the test prints the size of a sample")
	case slices.ContainsFunc(hits, func(h numberHit) bool { return h.n != hits[0].n }):
		var options []attest.Candidate[int]
		for _, h := range hits {
			if !slices.ContainsFunc(options, func(c attest.Candidate[int]) bool { return c.Value == h.n }) {
				options = append(options, attest.Candidate[int]{Value: h.n, Citations: h.f.cite(h.at[0], h.at[1]), Rule: rule})
			}
		}
		return attest.AmbiguousFact("the test draws several samples", options...)
	}
	return hits[0].fact(rule)
}

// sampleHits lists the sizes of samples that a text names.
func sampleHits(f flow) []numberHit {
	var out []numberHit
	for _, m := range sampleRE.FindAllStringSubmatchIndex(f.text, -1) {
		g := groups{re: sampleRE, text: f.text, at: m}
		for _, name := range []string{"n", "m", "k"} {
			if !g.has(name) {
				continue
			}
			i := sampleRE.SubexpIndex(name)
			at := [2]int{m[2*i], m[2*i+1]}
			rest := f.text[at[1]:]
			n := countNumber(g.get(name))
			if n == 0 || timeUnitRE.MatchString(rest) || datePart.MatchString(rest) || decimalAround(f.text, at[0], at[1]) || ordinalEnd(f.text, at[1]) {
				continue
			}
			out = append(out, numberHit{n: n, f: f, at: at, unit: unitOf(rest)})
		}
	}
	return out
}

// populationHit finds the size of the population; nil where none is printed.
func populationHit(f flow) *numberHit {
	m := populationRE.FindStringSubmatchIndex(f.text)
	if m == nil {
		return nil
	}
	g := groups{re: populationRE, text: f.text, at: m}
	for _, name := range []string{"n", "m", "k", "o"} {
		if n := countNumber(g.get(name)); g.has(name) && n > 0 {
			i := populationRE.SubexpIndex(name)
			return &numberHit{n: n, f: f, at: [2]int{m[2*i], m[2*i+1]}}
		}
	}
	return nil
}

// loneCount finds the number of items that failed where the words do not say of
// how many: items of a sample, or what the test's sample was of.
func loneCount(e *exception) *numberHit {
	var units []string
	for _, h := range sampleHits(e.test) {
		if w := nounOf(h.unit); w != "" {
			units = append(units, w)
		}
	}
	for _, m := range loneRE.FindAllStringSubmatchIndex(e.result.text, -1) {
		if h, ok := loneHit(groups{re: loneRE, text: e.result.text, at: m}, units); ok {
			h.f = e.result
			return &h
		}
	}
	for _, m := range loneSubject.FindAllStringSubmatchIndex(e.result.text, -1) {
		g := groups{re: loneSubject, text: e.result.text, at: m}
		unit := strings.TrimSpace(g.get("unit"))
		if n := countNumber(g.get("x")); n > 0 && n < 1900 && thingsCounted(e.result.text) == 1 && !(len(strings.Fields(unit)) == 1 && failNoun.MatchString(unit)) && !timeUnitRE.MatchString(" "+unit) {
			return &numberHit{n: n, f: e.result, at: [2]int{m[2], m[5]}, unit: unitOf(unit)}
		}
	}
	return nil
}

var numberNoun = regexp.MustCompile(`(?i)\b` + numberPattern + `\s+[a-z]`)

// thingsCounted counts the numbers of things in a text; days and hours are none.
func thingsCounted(text string) int {
	n := 0
	for _, m := range numberNoun.FindAllStringIndex(text, -1) {
		if !timeUnitRE.MatchString(" " + text[m[1]-1:]) {
			n++
		}
	}
	return n
}

// loneSubject is a sentence about so many things: "4 accounts were exempt".
var loneSubject = regexp.MustCompile(`(?i)(?:^|[.:;]\s+|\s-\s)(?P<x>` + numberPattern + `)\s+(?P<unit>(?:[a-z][a-z'/-]*\s+){1,5}?)(?:was|were|had|did|lacked|could|remained|have|has)\b`)

// loneHit reads one number of items that failed.
func loneHit(g groups, units []string) (numberHit, bool) {
	unit, x := strings.TrimSpace(g.get("unit")), strings.ToLower(g.get("x"))
	if timeUnitRE.MatchString(" "+unit) || decimalAround(g.text, g.at[0], g.at[3]) || drawnFrom.MatchString(g.text[:g.at[0]]) {
		return numberHit{}, false
	}
	article, n := x == "a" || x == "an", 1
	if !article && !strings.HasSuffix(x, "single") && !strings.HasPrefix(x, "one instance") {
		n = countNumber(x)
	}
	named := !article && slices.ContainsFunc(units, func(u string) bool { return mentions(headNoun(unit), u) })
	if n == 0 || !named && !loneUnit.MatchString(unit) {
		return numberHit{}, false
	}
	return numberHit{n: n, at: [2]int{g.at[0], g.at[3]}, unit: unitOf(unit)}, true
}

// headNoun is the part of a text in which a count's noun stands: before the first
// word that is no part of a name of things.
func headNoun(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		if notUnitRE.MatchString(w) && !drawnLead.MatchString(w) {
			return strings.Join(words[:i], " ")
		}
	}
	return text
}

// nounOf is the noun of a unit: "users" of "terminated users".
func nounOf(unit string) string {
	words := strings.Fields(strings.ToLower(unit))
	if len(words) == 0 {
		return ""
	}
	return strings.Trim(words[len(words)-1], "'-/")
}

// mentions reports whether a text holds a noun, in the singular or the plural.
func mentions(text, noun string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(noun), "s"), "e")
	if len(stem) < 3 {
		return false
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if strings.HasPrefix(w, stem) && len(w) <= len(stem)+3 {
			return true
		}
	}
	return false
}
