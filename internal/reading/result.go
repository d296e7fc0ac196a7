package reading

import (
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

// resultClass is what the auditor's result column says of one test.
type resultClass string

// The classes. resultUnknown is for a person to read: some firms tell a failure
// without any of the usual words.
const (
	resultClean     resultClass = "clean"
	resultException resultClass = "exception"
	resultNotTested resultClass = "not_tested"
	resultUnknown   resultClass = "unknown"
)

const (
	failing = `(?:exceptions?|deviations?|discrepanc(?:y|ies)|errors?|findings?|issues?)`
	seen    = `(?:noted|identified|found|observed|detected|reported|disclosed|revealed)`
)

var (
	cleanRE = regexp.MustCompile(`(?i)^\W*(?:results?\s*(?:of\s*tests?)?\s*:\s*)?(?:` + strings.Join([]string{
		`(?:there\s*were\s*)?(?:no|zero|0)\s*(?:(?:relevant|material|significant|reportable|operating|control|testing|design)\s*){0,2}` + failing + `(?:\s*(?:were|was|have\s*been|has\s*been))?(?:\s*` + seen + `)?`,
		`none(?:\s*(?:were\s*|was\s*)?` + seen + `)?`,
		`(?:tested\s*)?without\s*(?:any\s*)?(?:relevant\s*)?exceptions?(?:\s*` + seen + `)?`,
		failing + `\s*(?:` + seen + `\s*)?:\s*(?:none|no|n/?a)`,
		`pass(?:ed)?`, `satisfactory`,
		`(?:the\s*)?(?:control\s*(?:was|is|activity\s*was)?\s*)?(?:operating|operated)\s*effectively`,
	}, "|") + `)(?:\W+|$)(?P<rest>.*)$`)
	// carveBack takes a clean opening back.
	carveBack = regexp.MustCompile(`(?i)^\W*(?:except|excluding|other\s*than|apart\s*from|aside\s*from|besides|with\s*the\s*exception|save\s*for|however|but|although|though|with\s+(?:the\s+)?(?:one|two|\d)|in\s+\d+\s+of)\b`)
	laterFail = regexp.MustCompile(`(?i)\b(?:however|except\s+(?:for|that)|with\s+the\s+exception\s+of|` + failing + `\s+(?:was|were)\s+` + seen + `|did\s+not\s+operate\s+effectively)\b|(?:^|[.;]\W*)(?:an?\s+)?` + failing + `\s+` + seen)
	noneLater = regexp.MustCompile(`(?i)\bno\s+(?:(?:other|further|additional|relevant)\s+)?` + failing + `\s+(?:(?:was|were|have\s+been)\s+)?` + seen)

	exceptionRE = regexp.MustCompile(`(?i)(?:^|[^a-z])` + failing + `\s*(?:was|were|have\s*been|has\s*been)?\s*` + seen + `|^\W*(?:exceptions?|deviations?|findings?)\s*(?:no\.?\s*)?(?:\d+\s*)?[:#-]|(?:did\s*not|not)\s*(?:operate|operating)\s*effectively|(?:operated|operating)\s*ineffectively|\bcontrol\s*(?:was\s*)?not\s*performed|^\W*fail(?:ed|ure)?\b|\bsee\s+(?:the\s+)?exception`)
	logged      = regexp.MustCompile(`(?i)` + failing + `\s+(?:identified|noted|found|detected)\s+(?:are|is|by|during|in|through|as\s+part)\b`)
	notTestedRE = regexp.MustCompile(`(?i)\bno\s*(?:\w+\s*){0,3}(?:occurrences?|instances?)\b|did\s*not\s*(?:occur|take\s+place)\b|did\s*not\s*operate\b|\bnot\s*(?:tested|applicable|testable)\b|^\W*n/?a\b|unable\s*to\s*(?:be\s+)?test|(?:could|can)\s*not\s*be\s*tested|no\s*(?:testing|tests?)\s*(?:of\s*(?:the\s+)?operating\s*effectiveness\s*)?(?:was|were)?\s*performed|\bnon-?occurrence\b|no\s*(?:\w+\s*){1,7}?(?:occurred|took\s*place|were\s+(?:made|received|requested))\s*during\s*the|circumstances[^.]{0,80}did\s*not\s*occur|no\s+(?:population|activity)\b`)
	didOperate  = regexp.MustCompile(`(?i)did\s*not\s*operate\s*(?:as\s+(?:designed|described|intended)|effectively|consistently)`)
	failCount   = regexp.MustCompile(`(?i)\b(?:did\s+not|was\s+not|were\s+not|not\s+(?:performed|completed|documented|reviewed|approved|removed|revoked)|lacked|failed|without|late|untimely|missing|could\s+not\s+(?:be\s+)?(?:provide|obtain|locate))`)
)

// classifyResult says what the text of a result cell reports. Only the result
// column may be passed: control and test texts use the same words otherwise.
func classifyResult(text string) resultClass {
	text = strings.Join(strings.Fields(text), " ")
	if m := cleanRE.FindStringSubmatch(text); m != nil {
		rest := m[cleanRE.SubexpIndex("rest")]
		switch {
		case carveBack.MatchString(rest), laterFail.MatchString(noneLater.ReplaceAllString(rest, "")):
			return resultException
		case failCount.MatchString(rest) && len(counts(rest)) > 0:
			return resultUnknown
		}
		return resultClean
	}
	plain := noneLater.ReplaceAllString(logged.ReplaceAllString(text, ""), "")
	switch {
	case exceptionRE.MatchString(plain), didOperate.MatchString(plain):
		return resultException
	case notTestedRE.MatchString(plain):
		return resultNotTested
	case failCount.MatchString(plain) && hasFailures(plain):
		return resultException
	}
	return resultUnknown
}

// hasFailures reports whether a text counts failures among a sample.
func hasFailures(text string) bool {
	for _, c := range counts(text) {
		if c.kind == countFailures && c.x > 0 {
			return true
		}
	}
	return false
}
