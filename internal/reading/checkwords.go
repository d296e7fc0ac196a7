package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// placeholderRE are words of a template wherever they stand.
	placeholderRE = regexp.MustCompile(`(?i)\[\s*(?:the\s+)?(?:(?:your\s+)?(?:company|client|customer|vendor|organi[sz]ation|service\s+organi[sz]ation|service\s+auditor|auditor)(?:'s)?(?:\s+(?:name|inc|llc|abbreviation|address))?|insert\b[^\]]{0,60}|enter\b[^\]]{0,60}|xx+|tbd|todo|list\s+(?:of\s+)?[^\]]{0,40}here)\s*\]|` +
		`<\s*(?:company|client|customer|organi[sz]ation|insert|date|auditor)\b[^>]{0,40}>|\{\{?\s*(?:company|client|customer|organi[sz]ation|date|auditor)[\w. ]{0,24}\}\}?|\blorem\s+ipsum\b|\bXX[/.-]XX[/.-](?:XXXX|(?:20)?(?:XX|\d\d))\b`)
	// formRE are the blanks of a letter that nobody filled in: an illustration.
	formRE = regexp.MustCompile(`(?i)\[(?:company|client|organi[sz]ation|service organi[sz]ation|insert|name|date|xx+|system)[^\]]{0,40}\]|<(?:company|client|insert)[^>]{0,40}>|\blorem ipsum\b|\bXX/XX/XXXX\b`)
	// blankRE are words of a template in a letter, an assertion and on a cover, where
	// nothing else has brackets around it.
	blankRE = regexp.MustCompile(`\[\s*(?i:name|date|system|period|city|state|address|month|year|title|signature|start\s+date|end\s+date|report\s+date)(?i:\s+(?:of|name|here|system)[^\]]{0,40})?\s*\]|\b20XX\b|\bTBD\b|\bTBC\b|\bTODO\b|\b(?:asdf|sdf|qwerty)\b|\b(?:Month|MONTH)\s+(?:DD|XX)\b`)
)

// placeholders flags the words of a template that were left in.
func (c *checker) placeholders() {
	rp := c.rp
	var cites []attest.Citation
	for _, f := range []flow{rp.cover, rp.letter.flow, rp.assertion} {
		for _, re := range []*regexp.Regexp{blankRE, formRE} {
			for _, m := range re.FindAllStringIndex(f.text, -1) {
				cites = append(cites, f.cite(m[0], m[1])...)
			}
		}
	}
	lines := rp.doc.lines
	for i, l := range lines {
		if !strings.ContainsAny(l.text, "[<{") && !strings.Contains(l.text, "XX") && !strings.Contains(strings.ToLower(l.text), "lorem") {
			continue
		}
		f := newFlow(lines[i:min(len(lines), i+2)])
		if l.noise {
			f = newFlow([]line{plainLine(l)})
		}
		for _, m := range placeholderRE.FindAllStringIndex(f.text, -1) {
			if at := f.cite(m[0], m[1]); m[0] < len(l.text) && !slices.ContainsFunc(cites, func(k attest.Citation) bool { return len(at) > 0 && k.Page == at[0].Page && k.Quote == at[0].Quote }) {
				cites = append(cites, at...)
			}
		}
	}
	if len(cites) > 0 {
		c.flag(attest.FlagPlaceholders, "text of a template was left in", cites...)
	}
}

// priorRE tells of exceptions of the year before.
var priorRE = regexp.MustCompile(`(?i)\b(?:repeat|recurring)\s+(?:exception|deviation|finding)s?\b|\b(?:exception|deviation|finding)s?\b[^.;]{0,60}\b(?:in|of|from|during)\s+(?:the\s+)?(?:prior|previous|last|preceding)(?:\s+(?:year|period|examination|report|audit))(?:'s)?\b|\b(?:prior|previous|last|preceding)[ -](?:year|period|examination|report|audit)(?:'?s)?\s+(?:[a-z0-9]+\s+){0,5}?(?:exception|deviation|finding)s?\b`)

// priorReport flags words about exceptions of an earlier report, which the reader
// may want to see. What other information tells of an earlier opinion has a flag of
// its own.
func (c *checker) priorReport() {
	rp := c.rp
	places := []flow{rp.letter.flow}
	for _, t := range c.tables {
		for _, r := range t.rows {
			places = append(places, newFlow(r.full), newFlow(r.cells[roleResult]), newFlow(r.cells[roleTestResult]), newFlow(r.cells[roleResponse]))
		}
	}
	for _, s := range rp.sections {
		if s.kind == attest.SectionOther && !rp.doc.flagged(attest.FlagPriorOpinion) {
			places = append(places, rp.doc.body(s.span))
		}
	}
	var cites []attest.Citation
	for _, f := range places {
		for _, m := range priorRE.FindAllStringIndex(f.text, -1) {
			cites = append(cites, f.cite(m[0], m[1])...)
		}
	}
	if len(cites) > 0 {
		c.flag(attest.FlagPriorException, "the report speaks of an exception of an earlier period: compare with the report before", cites...)
	}
}

const notAny = `(?:no|not\s+any|did\s+not\s+have\s+any|there\s+were\s+no|zero)\s+(?:[a-z-]+\s+){0,3}?`

// quietRules are what nearly every organisation sees in a period.
var quietRules = []struct {
	what string
	re   *regexp.Regexp
}{
	{"incidents", regexp.MustCompile(`(?i)\b` + notAny + `incidents?\b[^.;]{0,60}\b(?:occur|were|was|identified|reported|took\s+place|during)`)},
	{"changes", regexp.MustCompile(`(?i)\b` + notAny + `changes?\b[^.;]{0,60}\b(?:occur|were|was|made|deployed|released|took\s+place|during)`)},
	{"joiners", regexp.MustCompile(`(?i)\b` + notAny + `(?:hires?|new\s+(?:employees?|personnel|staff|users?)|hiring|onboard\w*|employees?\s+(?:were|was)\s+hired|joiners?)\b`)},
	{"leavers", regexp.MustCompile(`(?i)\b` + notAny + `(?:terminations?|terminated\s+\w+|leavers?|departures?|separations?|employees?\s+(?:were\s+terminated|left|departed)|offboard\w*)\b`)},
}

// quiet flags a period in which, by the report's results, nothing happened at all:
// no incidents, no changes, nobody who came and nobody who left.
func (c *checker) quiet() {
	if c.rp.typ != 2 {
		return
	}
	var cites []attest.Citation
	for _, rule := range quietRules {
		found := false
		for _, f := range c.results() {
			if m := rule.re.FindStringIndex(f.text); m != nil {
				cites, found = append(cites, f.cite(m[0], m[1])...), true
				break
			}
		}
		if !found {
			return
		}
	}
	c.flag(attest.FlagNothingHappened, "by its results the period saw no incident, no change, nobody hired and nobody leaving: ask how the service ran", cites...)
}

// results gives the results of the tests.
func (c *checker) results() []flow {
	var out []flow
	for _, t := range c.tables {
		for _, r := range t.rows {
			for _, x := range []role{roleResult, roleTestResult} {
				if len(r.cells[x]) > 0 {
					out = append(out, newFlow(r.cells[x]))
				}
			}
		}
	}
	return out
}
