package reading

import (
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

const (
	countedFirst = `\b(?P<x>` + numberPattern + `|(?:an?\s+)?single|an)\s+(?P<unit>(?:[a-z][a-z'/-]*\s+){1,`
	verbAfter    = `(?:was|were|did|had|has|have|do|does|is|are|lacked|could|failed|exceeded|showed|missed)`
)

// countForms are the manners of telling a count whose numbers stand apart.
var countForms = []*regexp.Regexp{
	// "for one in ten vacancies"
	regexp.MustCompile(`(?i)\b(?:for|of)\s+(?P<x>` + numberPattern + `)\s+in\s+(?:every\s+)?(?P<y>` + numberPattern + `)(?P<unit>\s+[a-z][a-z -]+)`),
	countFrom, ofCount,
	// "one position of the five sampled"
	sampledForm,
	// "one pull request, from a sample of 30, had", "1 user, of 22 selected,"
	regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|(?:an?\s+)?single)\s+(?P<unit>(?:[a-z][a-z'/-]*\s*){1,5}?),\s*(?:of|from|in)\s+(?:an?|the|our)\s+(?:sample|selection|population)\s+of\s+(?P<y>` + numberPattern + `)\b`),
	regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|(?:an?\s+)?single)\s+(?P<unit>(?:[a-z][a-z'/-]*\s*){1,5}?),\s*of\s+(?:the\s+)?(?P<y>` + numberPattern + `)\s+(?:[a-z-]+\s+)?` + drawnWords + `\b`),
	// "of a selection of 40 changes, the approval of three was missing"
	regexp.MustCompile(`(?i)\bof\s+(?:an?\s+|the\s+|our\s+)?(?:(?:sample|selection)\s+of\s+)(?P<y>` + numberPattern + `)\s+(?P<unit>[a-z][a-z' /-]{2,60}?),\s*(?:the\s+)?(?:[a-z]+\s+){1,3}?(?:of|for)\s+(?P<x>` + numberPattern + `)\s+` + verbAfter + `\b`),
	// "3 leavers, from the 20 we selected"
	regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|(?:an?\s+)?single)\s+(?P<unit>(?:[a-z][a-z'/-]*,?\s+){1,5}?)(?:from|of|among)\s+(?:the|those)\s+(?P<y>` + numberPattern + `)\s+(?:[a-z-]+\s+){0,2}?(?:that\s+|which\s+)?(?:we|were)\s+(?:had\s+)?` + drawnWords + `\b`),
	// "two vendors (of seven sampled)", "four guardians, out of 30 selected,"
	parenForm,
	// "4 reconciliations (n=40)", "2 recruits (7 examined)"
	regexp.MustCompile(`(?i)` + countedFirst + `6}?)\(\s*n\s*=\s*(?P<y>` + numberPattern + `)\s*\)`),
	regexp.MustCompile(`(?i)` + countedFirst + `6}?)\(\s*(?P<y>` + numberPattern + `)\s+(?:were\s+|was\s+)?` + drawnWords + `\s*\)`),
	// "a sample of 25, of which 4 failed"
	regexp.MustCompile(`(?i)\b(?:sample|selection|total)\s+of\s+(?P<y>` + numberPattern + `)(?P<unit>(?:\s+[a-z][a-z'/-]*){0,6}),?\s+(?:out\s+)?of\s+(?:which|these|whom)\s+(?P<x>` + numberPattern + `)\b`),
	regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|(?:an?\s+)?single)\s+(?P<unit>(?:[a-z][a-z'/-]*\s*){1,6}?),\s*out\s+of\s+(?:the\s+|(?:a\s+)?(?:sample|total|population|selection)\s+of\s+)?(?P<y>` + numberPattern + `)\b`),
	// "all 64 were inspected and 9 were found"
	regexp.MustCompile(`(?i)\ball\s+(?:of\s+the\s+)?(?P<y>` + numberPattern + `)\s+(?P<unit>(?:[a-z][a-z'/-]*\s+){0,4}?)(?:were|was)\s+` + drawnWords + `(?:\s*[,;]?\s*(?:and|of\s+(?:which|these|them))|\s*[;,])\s+(?P<x>` + numberPattern + `)\s+(?:of\s+(?:them|these|which)\s+)?(?:[a-z]+\s+){0,2}?` + verbAfter + `\b`),
	// "testing of 15 requests identified one that was"
	regexp.MustCompile(`(?i)\b(?:tests?|testing|inspection|examination|review)\s+of\s+(?:(?:a\s+)?(?:sample|selection)\s+of\s+|the\s+|all\s+)?(?P<y>` + numberPattern + `)\s+(?P<unit>[a-z][a-z' /-]{2,60}?)\s+(?:identified|disclosed|revealed|showed|found|noted)\s+(?:that\s+)?(?P<x>` + numberPattern + `)`),
	// "1 merge request in 25 had", "three new hires of 30 signed"
	regexp.MustCompile(`(?i)` + countedFirst + `4}?)in\s+(?P<y>` + numberPattern + `)\s+` + verbAfter + `\b`),
	regexp.MustCompile(`(?i)` + countedFirst + `4}?)of\s+(?P<y>` + numberPattern + `)\s+(?:` + verbAfter + `|[a-z]{3,}ed|kept|left|took|went|held|ran|gave|made)\b`),
}

// sampledForm is "one position of the five sampled"; days may be counted so.
var sampledForm = regexp.MustCompile(`(?i)` + countedFirst + `6}?)(?:out\s+)?of\s+(?:the|our|those)\s+(?P<y>` + numberPattern + `)\s+(?:[a-z-]+\s+){0,3}?(?:` + drawnWords + `|in\s+scope)\b`)

// parenForm is "two vendors (of seven sampled)"; days may be counted so.
var parenForm = regexp.MustCompile(`(?i)` + countedFirst + `8}?)\(\s*(?:[\d.]+\s*%\s*)?(?:out\s+)?of\s+(?:the\s+|(?:a\s+)?(?:sample|total|population|selection)\s+of\s+)?(?P<y>` + numberPattern + `)\b[^()]{0,60}\)`)

// countAround reads a count whose numbers are parted by the thing counted, in
// either order.
func countAround(g groups) (count, bool) {
	c := count{x: 1, y: countNumber(g.get("y")), kind: countFailures}
	if x := strings.ToLower(g.get("x")); !strings.HasSuffix(x, "single") && x != "an" {
		c.x = countNumber(x)
	}
	ix, iy := 2*g.re.SubexpIndex("x"), 2*g.re.SubexpIndex("y")
	c.start, c.end = min(g.at[ix], g.at[iy]), max(g.at[ix+1], g.at[iy+1])
	unit, _, _ := strings.Cut(g.get("unit"), " of ")
	c.unit = unitOf(unit)
	if g.at[ix] < g.at[iy] && drewRE.MatchString(g.text[max(0, c.start-20):c.start]) && strings.HasSuffix(strings.TrimSpace(strings.ToLower(g.text[:c.start])), " of") {
		c.kind = countSample
	}
	if g.re == countFrom {
		c.population = strings.EqualFold(g.get("pop"), "population")
	}
	return c, c.x > 0 && c.x <= c.y && !c.timed(g) && !decimalAround(g.text, c.start, c.end)
}

// timed reports whether the numbers of a count are a year's, or count time rather
// than what was sampled.
func (c count) timed(g groups) bool {
	if c.y >= 1990 && c.y < 2100 {
		return true
	}
	last := g.at[2*g.re.SubexpIndex("x")] > g.at[2*g.re.SubexpIndex("y")]
	return g.re != parenForm && g.re != sampledForm && timeUnitRE.MatchString(" "+g.get("unit")) || last && timeUnitRE.MatchString(g.text[c.end:])
}
