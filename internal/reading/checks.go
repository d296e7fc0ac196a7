package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const (
	maxFlagCites   = 12 // citations that one flag carries
	manyControls   = 60 // controls from which a report without any exception is worth a question
	minMapped      = 5  // controls with criteria, from which on missing criteria tell something
	maxMissing     = 3  // criteria that are missed; a matrix that lacks more is put together otherwise
	maxMissingPart = 3  // where more than one in so many criteria is missing, the matrix prints its criteria elsewhere
)

// checker compares the parts of a report with each other. What it finds is for a
// person to ask about: it accuses nobody, and it says nothing where a part was not
// read.
type checker struct {
	rp     *report
	a      *attest.Attestation
	tables []matrixTable
	whole  bool // the matrix was read to its end: what was not found there is not there
}

// check raises the flags of a report that need all its parts. The tables are those
// of its controls, notRead what of them is not known to be complete.
func (rp *report) check(a *attest.Attestation, tables []matrixTable, notRead []string) {
	c := checker{rp: rp, a: a, tables: tables}
	c.whole = a.Controls.State == attest.Found && a.Exceptions.State == attest.Found && len(notRead) == 0
	c.opinionAndTests()
	c.denied()
	c.counted()
	c.clean()
	c.criteria()
	c.letterCriteria()
	c.periods()
	c.days()
	c.organisations()
	c.auditors()
	c.placeholders()
	c.priorReport()
	c.quiet()
}

// flag raises a flag with so many citations as a person can look at.
func (c *checker) flag(name attest.FlagName, detail string, cites ...attest.Citation) {
	c.rp.doc.flag(name, detail, cites[:min(len(cites), maxFlagCites)]...)
}

// modifiedOperation reports whether the opinion takes back that the controls
// operated effectively.
func (c *checker) modifiedOperation() bool {
	o := c.a.Opinion
	if o.State != attest.Found || o.Value != attest.Qualified && o.Value != attest.Adverse {
		return false
	}
	return slices.ContainsFunc(c.a.Legs, func(l attest.LegOpinion) bool {
		return l.Leg == attest.LegOperation && (l.Opinion.Value == attest.Qualified || l.Opinion.Value == attest.Adverse)
	})
}

// opinionAndTests compares a modified opinion with the results of the tests. An
// opinion that is not modified stands beside exceptions in many reports.
func (c *checker) opinionAndTests() {
	if !c.whole || c.rp.typ != 2 || !c.modifiedOperation() {
		return
	}
	if len(c.a.Exceptions.Items) == 0 {
		c.flag(attest.FlagOpinionWithoutException, "the opinion on operating effectiveness is modified, and no test reports an exception", c.a.Opinion.Citations...)
		return
	}
	var clean []string
	cites := slices.Clone(c.a.Modified.Citations)
	for _, id := range c.a.Modified.Items {
		if at, ok := c.allClean(id); ok {
			clean = append(clean, id)
			cites = append(cites, at...)
		}
	}
	if len(clean) > 0 {
		c.flag(attest.FlagModifiedCriteriaClean, "the opinion is modified for "+strings.Join(clean, ", ")+", and no test of a control there reports an exception", cites...)
	}
}

// allClean reports whether all controls of a criterion were tested without an
// exception, and where that stands; false for a criterion without controls.
func (c *checker) allClean(id string) ([]attest.Citation, bool) {
	if slices.ContainsFunc(c.a.Exceptions.Items, func(e attest.Exception) bool { return slices.Contains(e.Criteria, id) }) {
		return nil, false
	}
	var cites []attest.Citation
	for _, k := range c.a.Controls.Items {
		if !slices.Contains(k.Criteria, id) {
			continue
		}
		if k.Result != attest.ResultNoException {
			return nil, false
		}
		cites = append(cites, k.Cited[:min(1, len(k.Cited))]...)
	}
	return cites, len(cites) > 0
}

var (
	deniedRE = regexp.MustCompile(`(?i)\b(?:our|the|its|of)\s+(?:tests?|testing|examination|audit|procedures)\s+(?:of\s+(?:the\s+)?controls\s+|performed\s+)?(?:disclosed|identified|noted|revealed|found|resulted\s+in|produced)\s+(?:no|zero)\s+(?:exceptions|deviations|findings)\b|` +
		`\b(?:no|zero)\s+(?:exceptions|deviations)\s+(?:(?:were|have\s+been|had\s+been)\s+)?(?:noted|identified|found|reported|disclosed)?\s*(?:in|during|as\s+a\s+result\s+of|throughout|by)\s+(?:our|this|the\s+(?:current|present)|the\s+service\s+auditor'?s)\s+(?:SOC\s*2\s+)?(?:tests?|testing|examination|audit|report|engagement|year'?s)\b|` +
		`\b(?:completed|passed|concluded)\s+(?:[a-z0-9]+\s+){0,6}?(?:examination|audit|report)\s+(?:[a-z0-9]+\s+){0,4}?(?:with(?:out)?\s+(?:any|no|zero)|without)\s+(?:exceptions?|deviations)\b`)
	otherReportRE = regexp.MustCompile(`(?i)\b(?:prior|previous|last|preceding|earlier|subservice|vendors?|providers?|third[- ]part(?:y|ies)|internal\s+audit|penetration)\b`)
	quotedEndRE   = regexp.MustCompile(`["']\s*$`)
)

// denied flags words that deny exceptions where the tests report some.
func (c *checker) denied() {
	if c.a.Exceptions.State != attest.Found || len(c.a.Exceptions.Items) == 0 {
		return
	}
	for _, f := range c.prose() {
		for _, m := range deniedRE.FindAllStringIndex(f.text, -1) {
			if otherReportRE.MatchString(sentenceOf(f.text, m[0], m[1])) || quotedEndRE.MatchString(f.text[:m[0]]) {
				continue
			}
			c.flag(attest.FlagExceptionsDenied, fmt.Sprintf("the report says that there are none, and its tests report %s", counted(len(c.a.Exceptions.Items), "exception")),
				append(f.cite(m[0], m[1]), firstCites(c.a.Exceptions.Items)...)...)
			return
		}
	}
}

// firstCites points at the first place of each exception.
func firstCites(list []attest.Exception) []attest.Citation {
	var out []attest.Citation
	for _, e := range list {
		out = append(out, e.Cited[:min(1, len(e.Cited))]...)
	}
	return out
}

var totalRE = regexp.MustCompile(`(?i)\b(?:total\s+of\s+)?(?P<n>\d{1,3}|` + numberWords + `)(?:\s*\(\s*\d{1,3}\s*\))?\s+(?:control\s+|testing\s+)?(?:exceptions|deviations|exception|deviation)\s+(?:were|was|have\s+been|are|is)\s+(?:noted|identified|reported|disclosed|found|listed)\b(?P<after>[^.]{0,80})`)

// partialRE are words after a number that make it one of a part of the report.
var partialRE = regexp.MustCompile(`(?i)^\s*(?:for|under|within|related\s+to|in\s+(?:the\s+)?(?:area|criterion|category|control)|against|with\s+respect\s+to)\b|\b(?:CC|A|C|PI|P)\d\.\d|\bcontrol\s+[A-Z0-9]`)

// counted flags a number of exceptions that the report states, and that is not the
// number that was found.
func (c *checker) counted() {
	if !c.whole || c.rp.typ == 1 {
		return
	}
	counts := c.counts()
	for _, f := range c.prose() {
		for _, m := range totalRE.FindAllStringSubmatchIndex(f.text, -1) {
			g := groups{re: totalRE, text: f.text, at: m}
			n := smallNumber(g.get("n"))
			if n == 0 || slices.Contains(counts, n) || partialRE.MatchString(g.get("after")) || otherReportRE.MatchString(sentenceOf(f.text, m[0], m[1])) {
				continue
			}
			end := m[1] - len(g.get("after"))
			c.flag(attest.FlagExceptionCount, fmt.Sprintf("the report counts %s, and its tests report %d", counted(n, "exception"), len(c.a.Exceptions.Items)),
				append(f.cite(m[0], end), firstCites(c.a.Exceptions.Items)...)...)
			return
		}
	}
}

// counts gives the numbers that a report may mean when it counts its exceptions: of
// them, of their controls, and of the rows and places where they stand.
func (c *checker) counts() []int {
	ids, places, criteria, deviations := 0, 0, 0, 0
	for _, e := range c.a.Exceptions.Items {
		ids += max(1, len(e.ControlIDs))
		places += len(e.Cited)
		criteria += max(1, len(e.Criteria))
		deviations += e.Deviations.Value
	}
	controls := 0
	for _, k := range c.a.Controls.Items {
		if k.Result == attest.ResultException {
			controls++
		}
	}
	return []int{len(c.a.Exceptions.Items), ids, places, criteria, controls, deviations}
}

// clean flags a report of tests without any exception. That is common; of many
// controls it is worth a question how they were tested.
func (c *checker) clean() {
	if !c.whole || c.rp.typ != 2 || len(c.a.Exceptions.Items) > 0 {
		return
	}
	tested, idle := 0, 0
	var cites []attest.Citation
	for _, k := range c.a.Controls.Items {
		switch k.Result {
		case attest.ResultNoException:
			tested++
			if len(cites) < 3 && len(k.Tests) > 0 {
				cites = append(cites, k.Tests[0].Cited...)
			}
		case attest.ResultNotOperated, attest.ResultNotTested:
			idle++
		default:
			return
		}
	}
	detail := counted(tested, "control") + " tested, and no exception is reported"
	if tested >= manyControls && idle == 0 {
		detail += "; each of them had occasion to operate: ask how the samples were drawn"
	}
	if tested > 0 {
		c.flag(attest.FlagNoExceptions, detail, cites...)
	}
}

// prose gives the parts of a report in which it speaks of itself: the cover, the
// letter, the assertion, the words before the tables of controls, and other
// information.
func (c *checker) prose() []flow {
	rp := c.rp
	out := []flow{rp.cover, rp.letter.flow, rp.assertion, c.intro()}
	for _, s := range rp.sections {
		if s.kind == attest.SectionOther {
			out = append(out, rp.doc.body(s.span))
		}
	}
	return out
}

// intro is what the matrix section says before its first table.
func (c *checker) intro() flow {
	s, ok := sectionOf(c.rp.sections, attest.SectionMatrix)
	if !ok {
		return flow{}
	}
	to := s.span.to
	for _, t := range c.tables {
		if t.zone.from >= s.span.from {
			to = min(to, t.zone.from)
		}
	}
	return c.rp.doc.body(span{s.span.from, to})
}

// sentenceOf is the sentence around text[start:end].
func sentenceOf(text string, start, end int) string {
	from := strings.LastIndexAny(text[:start], ".;") + 1
	if to := strings.IndexAny(text[end:], ".;"); to >= 0 {
		return text[from : end+to]
	}
	return text[from:]
}
