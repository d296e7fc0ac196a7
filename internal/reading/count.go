package reading

import (
	"cmp"
	"slices"
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

// countKind says what "x of y" counts.
type countKind string

const (
	countFailures countKind = "failures" // x of the y that were tested failed
	countSample   countKind = "sample"   // x were drawn from a population of y
)

// count is one "x of y" of a result or test cell.
type count struct {
	x, y       int
	kind       countKind
	start, end int // offsets in the text
}

const numberWords = `(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|zero|none)`

var (
	countOf    = regexp.MustCompile(`(?i)(?P<lead>sample\s*(?:size\s*)?of\s*|selected\s*|selection\s*of\s*|inspected\s*(?:a\s*)?(?:total\s*of\s*)?|tested\s*|all\s*|each\s*of\s*(?:the\s*)?|every\s*one\s*of\s*)?\b(?P<x>(?:\d{1,4}|` + numberWords + `)(?:\s*\(\s*\d{1,4}\s*\))?)\s*(?:out\s*)?of\s*(?:the\s*|a\s*)?(?:(?:total\s*)?(?P<pop>population|sample)\s*of\s*)?(?P<y>(?:\d{1,5}|` + numberWords + `)(?:\s*\(\s*\d{1,5}\s*\))?)\b`)
	countSlash = regexp.MustCompile(`(?i)(?:^|[^\d/.])(?P<x>\d{1,3})\s*/\s*(?P<y>\d{1,4})\b\s*(?:\(|sampl|select|instances|items|%|users|tickets|changes|employees|terminat|hires|servers|accounts)`)
	bracketed  = regexp.MustCompile(`\(\s*(\d{1,5})\s*\)`)
	datePart   = regexp.MustCompile(`(?i)^\s*(?:january|february|march|april|may|june|july|august|september|october|november|december)\b`)
	drewRE     = regexp.MustCompile(`(?i)sample|selected|selection|inspected|tested`)
	everyRE    = regexp.MustCompile(`(?i)^(?:all|each|every)`)
)

// counts gives what a text counts, in order. "All 25 of 25" is a pass and counts
// nothing; "sample of 25 of 61" is a size and its population.
func counts(text string) []count {
	var out []count
	for _, m := range countOf.FindAllStringSubmatchIndex(text, -1) {
		g := groups{re: countOf, text: text, at: m}
		lead := strings.TrimSpace(g.get("lead"))
		c := count{x: countNumber(g.get("x")), y: countNumber(g.get("y")), kind: countFailures, start: m[2*countOf.SubexpIndex("x")], end: m[1]}
		switch {
		case everyRE.MatchString(lead), c.y == 0, c.x > c.y, datePart.MatchString(text[c.end:]), ordinalEnd(text, c.end), sectionWord.MatchString(text[:c.start]):
			continue
		case drewRE.MatchString(lead), strings.EqualFold(g.get("pop"), "population") && !failCount.MatchString(text):
			c.kind = countSample
		}
		out = append(out, c)
	}
	for _, m := range countSlash.FindAllStringSubmatchIndex(text, -1) {
		g := groups{re: countSlash, text: text, at: m}
		if c := (count{x: g.num("x"), y: g.num("y"), kind: countFailures, start: m[2], end: m[5]}); c.y > 0 && c.x <= c.y {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b count) int { return cmp.Compare(a.start, b.start) })
	return out
}

// sectionWord stands before a number that counts nothing: "Section 4 of 5".
var sectionWord = regexp.MustCompile(`(?i)\b(?:page|pages|section|part|step|phase|tier|level|version|figure|table|q)\s*$`)

// ordinalEnd reports whether an ordinal's ending follows, as in "2nd".
func ordinalEnd(text string, at int) bool {
	rest := strings.ToLower(text[at:])
	return strings.HasPrefix(rest, "st") || strings.HasPrefix(rest, "nd") || strings.HasPrefix(rest, "rd") || strings.HasPrefix(rest, "th")
}

// countNumber reads "three", "25" or "three (3)", where the digits win.
func countNumber(s string) int {
	if m := bracketed.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return smallNumber(s)
}
