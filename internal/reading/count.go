package reading

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

// countKind says what "x of y" counts.
type countKind string

const (
	countFailures countKind = "failures" // x of the y that were tested failed
	countPasses   countKind = "passes"   // x of the y that were tested did as they should
	countSample   countKind = "sample"   // x were drawn from a population of y
)

// count is one "x of y" of a result or test cell.
type count struct {
	x, y       int
	kind       countKind
	start, end int    // offsets in the text
	unit       string // what was counted, as far as the words after y tell
	population bool   // y is said to be the population
}

const (
	numberWords = `(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]?(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|zero|none)`
	// numberPattern is a number in digits or words, or both as in "three (3)".
	numberPattern = `(?:(?:\d{1,3}(?:,\d{3})+|\d{1,5}|` + numberWords + `)(?:\s*\(\s*\d[\d,]{0,6}\s*\))?)`
	drawnWords    = `(?:(?:randomly|judgmentally|haphazardly|total|in-scope)\s+)*(?:sampled|selected|tested|inspected|examined|reviewed)`
)

var (
	countOf    = regexp.MustCompile(`(?i)(?P<lead>sample\s*(?:size\s*)?of\s*|selected\s*|selection\s*of\s*|inspected\s*(?:a\s*)?(?:total\s*of\s*)?|tested\s*|all\s*(?:of\s+the\s+)?|each\s*of\s*(?:the\s*)?|every\s*one\s*of\s*)?\b(?P<x>` + numberPattern + `)(?:\s*\(\s*[\d.]+\s*%\s*\))?\s*(?:out\s*)?of\s*(?:the\s*|a\s*|our\s*)?(?:` + drawnWords + `\s+)?(?:(?:total\s*)?(?P<pop>population|sample|total|selection)\s*(?:size\s*)?of\s*)?(?P<y>` + numberPattern + `)\b(?P<tail>\s*\(\s*(?:total\s*)?population\s*\))?`)
	countSlash = regexp.MustCompile(`(?i)(?:^|[^\d/.])(?P<x>\d{1,3})\s*/\s*(?P<y>\d{1,4})\b\s*(?:$|[).;]|\(|sampl|select|instances|items|%|users|tickets|changes|employees|terminat|hires|servers|accounts|vendors|reviews|records|requests|systems|workstations|laptops|devices|backups|alerts|incidents|contractors|hosts|databases|policies|quarters|personnel|leavers|vulnerabilities|findings|deployments)`)
	// slashFirst opens a result: "1/6 vendors was not assessed", and no day of a month.
	slashFirst = regexp.MustCompile(`(?i)^\W*(?:(?:exception|deviation)s?\s+(?:noted|identified)\W+)?(?P<x>\d{1,3})\s*/\s*(?P<y>\d{1,4})\s+[a-z][a-z'-]{3,}\s+[a-z]`)
	// countFrom is "3 terminated users out of a sample of 25".
	countFrom = regexp.MustCompile(`(?i)\b(?P<x>` + numberPattern + `|(?:an?\s+)?single|an)\s+(?P<unit>(?:[a-z][a-z'/-]*\s+){1,7}?)(?:out\s+of|(?:of|in|from|within|among)\s+(?:the|a|our)(?:\s+(?:total|judgmental|random))*\s+(?:sample|population|selection)\s+of)\s+(?:(?:the|a|our)\s+)?(?:` + drawnWords + `\s+)?(?:(?:total\s+)?(?P<pop>population|sample|total|selection)\s+(?:size\s+)?of\s+)?(?P<y>` + numberPattern + `)\b`)
	// ofCount is "of the 25 changes sampled, 3 were".
	ofCount = regexp.MustCompile(`(?i)\b(?:out\s+of|of|from|for)\s+(?:the\s+|a\s+|our\s+)?(?:total\s+(?:of\s+)?)?(?:` + drawnWords + `\s+)?(?:(?:sample|population|selection)\s+of\s+)?(?P<y>` + numberPattern + `)\s+(?P<unit>[a-z][a-z' /-]{2,90}?)(?:\s*\([^()]{1,30}\))?,\s*(?:(?:it\s+was\s+)?(?:noted|identified)\s+that\s+|we\s+(?:noted|found|identified)\s+(?:that\s+)?)?(?P<x>` + numberPattern + `)(?:\s*\(\s*[\d.]+\s*%\s*\))?\s+(?:(?:of\s+(?:them|these|those|which)|[a-z][a-z'-]*)\s+){0,4}?(?:was|were|did|had|has|have|do|does|is|are|lacked|could|failed|exceeded)\b`)
	// noneOf is "none of the 5 reviews".
	noneOf     = regexp.MustCompile(`(?i)\b(?P<word>none|neither|both|all)\s+(?:of\s+)?(?:the\s+|our\s+)?(?:(?P<y>` + numberPattern + `)\s+)?(?P<drawn>(?:` + drawnWords + `\s+)?)`)
	bracketed  = regexp.MustCompile(`\(\s*(\d[\d,]{0,6})\s*\)`)
	datePart   = regexp.MustCompile(`(?i)^\s*(?:january|february|march|april|may|june|july|august|september|october|november|december)\b`)
	drewRE     = regexp.MustCompile(`(?i)sample|selected|selection|inspected|tested`)
	everyRE    = regexp.MustCompile(`(?i)^(?:all|each|every)`)
	notUnitRE  = regexp.MustCompile(`(?i)\b(?:was|were|did|does|do|had|has|have|is|are|could|can|that|which|who|whose|where|when|the|this|for|to|in|on|at|by|with|without|from|and|or|but|only|lacked|failed|exceeded|not|no|an|a|completed|selected|sampled|tested|inspected|remained|missed|merged|marked|during|within|after|before)\b`)
	afterUnit  = regexp.MustCompile(`^\s*(?:\([^()]{1,24}\)\s*)?((?:[A-Za-z][A-Za-z'/-]*\s*)+)`)
	timeUnitRE = regexp.MustCompile(`(?i)^\s*(?:business\s+|calendar\s+|working\s+)?(?:days?|hours?|weeks?|minutes?|%|percent)\b`)
)

// counts gives what a text counts, in order. "All 25 of 25" is a pass and counts
// nothing; "sample of 25 of 61" is a size and its population; "23 of 25 were
// timely" counts passes.
func counts(text string) []count {
	var out []count
	for _, m := range countOf.FindAllStringSubmatchIndex(text, -1) {
		if c, ok := countOfAt(groups{re: countOf, text: text, at: m}); ok {
			out = append(out, c)
		}
	}
	for _, re := range []*regexp.Regexp{countSlash, slashFirst} {
		for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
			g := groups{re: re, text: text, at: m}
			if c := (count{x: g.num("x"), y: g.num("y"), kind: countFailures, start: m[2], end: m[5]}); c.x > 0 && c.x <= c.y && !slices.ContainsFunc(out, c.meets) {
				out = append(out, c)
			}
		}
	}
	for _, re := range countForms {
		for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
			if c, ok := countAround(groups{re: re, text: text, at: m}); ok && !slices.ContainsFunc(out, c.meets) {
				out = append(out, c)
			}
		}
	}
	out = append(out, wholeCounts(text, out)...)
	slices.SortFunc(out, func(a, b count) int { return cmp.Compare(a.start, b.start) })
	for i := range out {
		out[i] = out[i].told(text, out)
	}
	return out
}

// countOfAt reads one "x of y".
func countOfAt(g groups) (count, bool) {
	text, lead := g.text, strings.TrimSpace(g.get("lead"))
	c := count{x: countNumber(g.get("x")), y: countNumber(g.get("y")), kind: countFailures, start: g.at[2*countOf.SubexpIndex("x")], end: g.at[1]}
	c.population = strings.EqualFold(g.get("pop"), "population") || g.has("tail")
	switch {
	case everyRE.MatchString(lead):
		return c, c.x == c.y && c.y > 0 && strongFail.MatchString(c.clause(text, nil))
	case c.x == 0, c.y == 0, c.x > c.y, datePart.MatchString(text[c.end:]), ordinalEnd(text, c.end), sectionWord.MatchString(text[:c.start]):
		return c, false
	case decimalAround(text, c.start, c.end):
		return c, false
	case drewRE.MatchString(lead), strings.EqualFold(g.get("pop"), "population") && !failCount.MatchString(text) && !strongFail.MatchString(noneLater.ReplaceAllString(text, "")):
		c.kind = countSample
	}
	return c, true
}

// wholeCounts reads counts of all there were: "none of the 5 reviews was
// performed", "neither of the two", "all 4 sampled were late".
func wholeCounts(text string, others []count) []count {
	var out []count
	for _, m := range noneOf.FindAllStringSubmatchIndex(text, -1) {
		g := groups{re: noneOf, text: text, at: m}
		word := strings.ToLower(g.get("word"))
		c := count{kind: countFailures, start: m[0], end: m[1], y: countNumber(g.get("y"))}
		if c.y == 0 && (word == "neither" || word == "both") {
			c.y = 2
		}
		c.x = c.y
		clause := c.clause(text, nil)
		denied := word == "none" || word == "neither"
		failed := strongFail.MatchString(clause)
		// "None of the 5 had" failed all; "none of the 5 was late" none.
		if c.y == 0 || denied == failed || slices.ContainsFunc(others, c.meets) || denied && failNoun.MatchString(clause) {
			continue
		}
		if g.get("y") == "" && (word == "all" || unitOf(text[c.end:]) == "") {
			continue
		}
		out = append(out, c)
	}
	return out
}

// meets reports whether two counts share words of the text.
func (c count) meets(o count) bool { return c.start < o.end && o.start < c.end }

var (
	strongFail = regexp.MustCompile(`(?i)\b(?:not|no|never|without|late|later|untimely|after|exceed\w*|lack\w*|fail\w*|missing|missed|delay\w*|absent|unable|outside|beyond|past\s+due|overdue|older|more\s+than|longer\s+than|incomplete\w*|insufficient\w*|inaccurate\w*|inappropriate\w*|incorrect\w*|unauthori[sz]ed|unapproved|unencrypted|unsigned|rather\s+than|instead\s+of|remained|still|omitted|disabled|expired|outdated|stale|between\s+\w+\s+and\s+\w+\s+\w*\s*(?:days|hours))\b|n't\b`)
	onlyRE     = regexp.MustCompile(`(?i)\bonly\b`) // what is told of so many, and ought to be of all
	failNoun   = regexp.MustCompile(`(?i)\b(?:exceptions?|deviations?|issues?|findings?|errors?|failures?)\b`)
	passVerb   = regexp.MustCompile(`(?i)\b(?:(?:was|were|is|are|had\s+been|has\s+been|have\s+been)\s+(?:all\s+)?(?:properly\s+|appropriately\s+|formally\s+|successfully\s+)?(?:timely|approved|authori[sz]ed|performed|completed|reviewed|removed|revoked|documented|tested|resolved|acknowledged|signed|deactivated|remediated|enabled|installed|encrypted|patched|compliant|retained|provided|appropriate|in\s+compliance|on\s+time|in\s+place|evidenced|obtained)|(?:was|were)\s+(?:reporting|running)|passed|complied|met\s+the)\b`)
)

// restNot tells of the others: "28 had signed; 2 had not".
var restNot = regexp.MustCompile(`(?i)^[^.]{0,120}?[;,]\s*(?:and\s+|but\s+)?(?:the\s+)?(?:other\s+|remaining\s+)?(` + numberPattern + `)\s+(?:had|were|was|did|have)\s+not\b`)

// doneFor stands before a count of what was done, however few: "the review was
// performed in one of four quarters".
var doneFor = regexp.MustCompile(`(?i)\b(?:was|were|is|are|been)\s+(?:only\s+)?(?:performed|completed|reviewed|documented|tested|signed|obtained|evidenced)\s+(?:only\s+)?(?:for|in|on)\s+(?:only\s+)?$`)

// told finds out what a count of failures is of, and takes one of passes for what
// it is: words of success only, of more than half, or of what was done for few.
func (c count) told(text string, all []count) count {
	if c.unit == "" {
		c.unit = unitOf(text[c.end:])
	}
	if c.kind != countFailures || c.x == c.y {
		return c
	}
	clause := c.clause(text, all)
	if m := restNot.FindStringSubmatch(text[c.end:]); m != nil && c.x+countNumber(m[1]) == c.y {
		c.kind = countPasses
		return c
	}
	if 2*c.x <= c.y && !doneFor.MatchString(text[:c.start]) {
		return c
	}
	if passVerb.MatchString(clause) && !strongFail.MatchString(clause) || onlyRE.MatchString(text[max(0, c.start-12):min(len(text), c.end+30)]) && !strongFail.MatchString(clause) {
		c.kind = countPasses
	}
	return c
}

// clause is the rest of the sentence after a count, up to the next count; where a
// count ends the sentence, what stands before it.
func (c count) clause(text string, all []count) string {
	start, end := 0, len(text)
	for _, s := range sentences(text) {
		if c.start >= s[0] && c.start < s[1] {
			start, end = s[0], max(s[1], c.end)
		}
	}
	for _, o := range all {
		if o.start > c.start && o.start >= c.end {
			end = min(end, o.start)
			break
		}
	}
	if i := strings.IndexAny(text[c.end:end], ";"); i >= 0 {
		end = c.end + i
	}
	if after := text[c.end:end]; len(strings.Fields(after)) > 4 || !passVerb.MatchString(text[start:c.start]) && !strongFail.MatchString(text[start:c.start]) {
		return after
	}
	return text[start:end]
}

// unitOf is the noun, with what stands before it, at the start of a text: "new
// employees" of "new employees, the acknowledgement was".
func unitOf(text string) string {
	m := afterUnit.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	words := strings.Fields(m[1])
	for len(words) > 0 && drawnLead.MatchString(words[0]) {
		words = words[1:]
	}
	for i, w := range words {
		if notUnitRE.MatchString(w) {
			words = words[:i]
			break
		}
	}
	if len(words) == 0 || len(words) > 6 {
		return ""
	}
	return strings.Join(words, " ")
}

var drawnLead = regexp.MustCompile(`(?i)^(?:sampled|selected|tested|inspected|examined|reviewed|randomly|judgmentally|of|the|applicable|relevant|in-scope)$`)

// decimalAround reports whether the numbers of a count are parts of decimals or
// longer numbers, such as those of a version.
func decimalAround(text string, start, end int) bool {
	before := start > 1 && (text[start-1] == '.' || text[start-1] == ',') && text[start-2] >= '0' && text[start-2] <= '9'
	after := end+1 < len(text) && text[end] == '.' && text[end+1] >= '0' && text[end+1] <= '9'
	return before || after
}

// sectionWord stands before a number that counts nothing: "Section 4 of 5".
var sectionWord = regexp.MustCompile(`(?i)\b(?:page|pages|section|part|step|phase|tier|level|version|figure|table|q)\s*$`)

// ordinalEnd reports whether an ordinal's ending follows, as in "2nd".
func ordinalEnd(text string, at int) bool {
	rest := strings.ToLower(text[at:])
	return strings.HasPrefix(rest, "st") || strings.HasPrefix(rest, "nd") || strings.HasPrefix(rest, "rd") || strings.HasPrefix(rest, "th")
}

// countNumber reads "three", "25", "1,180" or "three (3)", where the digits win.
func countNumber(s string) int {
	if m := bracketed.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", "")
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return smallNumber(s)
}
