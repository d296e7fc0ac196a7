package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
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
	failing = `(?:exceptions?|deviations?|discrepanc(?:y|ies)|errors?|findings?|issues?|deficienc(?:y|ies)|variances?|non-?conformit(?:y|ies)|irregularit(?:y|ies)|anomal(?:y|ies))`
	seen    = `(?:noted|identified|found|observed|detected|reported|disclosed|revealed|encountered|recorded)`
	none    = `(?:no|zero|nil|0)\s*(?:(?:relevant|material|significant|reportable|operating|control|testing|design|other|further|such)\s*){0,2}` + failing
)

var (
	cleanRE = regexp.MustCompile(`(?i)^\W*(?:(?:test\s*)?(?:results?|conclusions?)\s*(?:of\s*tests?(?:ing)?)?\s*:\s*)?(?:` + strings.Join([]string{
		`(?:there\s*(?:were|are)\s*)?` + none + `(?:\s*(?:were|was|are|have\s*been|has\s*been|to))?(?:\s*(?:` + seen + `|note|report))?`,
		`(?:we|(?:the\s*)?service\s*auditors?)\s*(?:noted|identified|found|observed)\s*` + none,
		`(?:we|(?:the|our)\s*(?:tests?|testing|procedures?|inspections?|examinations?)(?:\s+performed)?|(?:the\s*)?service\s*auditors?)\s*did\s*not\s*(?:note|identify|find|observe|disclose|reveal)\s*any\s*(?:\w+\s*)?` + failing,
		`(?:[^.;]{0,160}?\b)?(?:test(?:s|ing)?|procedures?|inspections?|inquir(?:y|ies))\b[^.;]{0,120}?\b(?:disclosed|revealed|identified|noted|found|resulted\s*in)\s*` + none,
		`(?:based\s*(?:up)?on|per|upon|through|during|as\s*a\s*result\s*of)\b[^.;]{0,200}?,?\s*(?:there\s*were\s*|we\s*noted\s*)?` + none + `(?:\s*(?:were|was))?(?:\s*` + seen + `)?`,
		`no\s*(?:matters|differences|weaknesses|reportable\s*(?:items|matters))\s*(?:(?:were|was|have\s*been)\s*)?` + seen,
		`nothing\s+to\s+(?:report|note)`, `none(?:\s*(?:were\s*|was\s*)?` + seen + `)?`, `nil`,
		`(?:tested\s*)?without\s*(?:any\s*)?(?:relevant\s*)?` + failing + `(?:\s*` + seen + `)?`,
		failing + `\s*(?:` + seen + `\s*)?:\s*(?:none|no|nil|n/?a)(?:\s+` + seen + `)?`,
		`(?:the\s*)?tests?\s*(?:was|were)?\s*passed(?:\s*without\s*(?:any\s*)?` + failing + `)?`, `pass(?:ed)?`, `satisfactory`, `satisfied`, `effective`, `ok`, `compliant`,
		`(?:the\s*)?(?:control|criteri(?:on|a))\s*(?:(?:was|were|is|has\s*been)\s*)?(?:met|achieved|satisfied|effective)`,
		`(?:the\s*)?(?:test\s*)?(?:results?\s*(?:indicated?|showed)\s*(?:that\s*)?)?(?:the\s*)?(?:control(?:\s*activity)?\s*(?:was|is)?\s*)?(?:operating|operate[ds]|functioning|function(?:ed|s)|working|work(?:ed|s)|performed)\s*(?:effectively|as\s*(?:designed|described|intended|specified))`,
	}, "|") + `)(?P<gap>\W+|$)(?P<rest>.*)$`)
	// noneHeld opens a sentence on what was not done: "None of the 5 had been removed".
	noneHeld = regexp.MustCompile(`(?i)^\W*(?:none|neither)\s+of\b`)
	// afterClean are words that may follow a clean opening without a mark between.
	afterClean = regexp.MustCompile(`(?i)^(?:during|for|in|on|at|as|by|through|throughout|from|upon|within|with|based|when|while|and|to|after|that|this|regarding|relating|related|relative|resulting|which|except|excluding|however|but|although|though|unless|other|apart|aside|besides|save|because|since|noted|were|was|per|of|or|` + failing + `)\b`)
	// besideTold are exceptions beside those just told.
	besideTold = regexp.MustCompile(`(?i)\b(?:other|further|additional|similar)\b`)
	tickRE     = regexp.MustCompile(`^[\s(\[]*[\x{2713}\x{2714}\x{2705}\x{2611}\x{F0FC}\x{F0FE}][\s)\]]*$`)
	// carveBack takes a clean opening back.
	carveBack = regexp.MustCompile(`(?i)^\W*(?:except|excluding|other\s*than|apart\s*from|aside\s*from|besides|with\s*the\s*exception|save\s*for|however|but|although|though|unless|with\s+(?:the\s+)?(?:one|two|\d)|in\s+\d+\s+of|for\s+(?:\d+|` + numberWords + `)\s+(?:out\s+)?of\b|in\s+the\s+sample[,;]?\s*(?:however|but|except))\b`)
	laterFail = regexp.MustCompile(`(?i)\b(?:however|except\s+(?:for|that|as)|with\s+the\s+(?:following\s+)?exceptions?\s+of|with\s+the\s+following\s+exceptions?|apart\s+from|other\s+than\s+the|` + failing + `\s+(?:was|were)\s+` + seen + `|did\s+not\s+operate\s+(?:effectively|as\s+(?:designed|described|intended))|not\s+(?:operating|effective)\b)|(?:^|[.;]\W*)(?:an?\s+|one\s+|the\s+following\s+)?` + failing + `\s+` + seen + `|(?:^|[.;]\s*)(?:exception|deviation)s?\s*(?:#?\s*\d+\s*)?:`)
	// untested takes a clean opening for what it is: nothing was tested.
	untested  = regexp.MustCompile(`(?i)\b(?:(?:effectiveness|control|it)\s+(?:was|were|could)\s+(?:therefore\s+)?not\s+(?:be\s+)?tested|not\s+tested|no\s+test(?:s|ing)\s+(?:of\s+[\w\s]{3,40}\s+)?(?:was|were)\s+performed|(?:did|could)\s+not\s+test|unable\s+to\s+test|did\s+not\s+operate\s+during)\b`)
	noneLater = regexp.MustCompile(`(?i)\b(?:no|without|nor)\s+(?:any\s+)?(?:(?:other|further|additional|relevant|similar)\s+){0,2}` + failing + `(?:\s+(?:was|were|have\s+been))?(?:\s+` + seen + `)?`)

	exceptionRE = regexp.MustCompile(`(?i)(?:^|[^a-z])` + failing + `\s*(?:was|were|have\s*been|has\s*been)?\s*` + seen + `|\b(?:noted|identified|found|observed|disclosed|revealed)\s+(?:the\s+following\s+|an?\s+|one\s+|\d+\s+)?(?:control\s+)?` + failing + `|^\W*(?:test\s+)?(?:exceptions?|deviations?|findings?|deficienc(?:y|ies))\s*(?:no\.?\s*)?(?:\d+\s*)?(?:[:#.-]|\s*$)|(?:did\s*not|not)\s*(?:operate|operating|functioning)\s*effectively|(?:operated|operating)\s*ineffectively|^\W*(?:not|in|partially)\s*-?effective\b|^\W*(?:not\s+(?:met|achieved|satisfied|satisfactory|compliant)|unsatisfactory|inadequate)\b|\bcontrol\s*(?:was\s*)?not\s*performed|\bwas\s+not\s+(?:operating|effective)|^\W*fail(?:ed|ure)?\b|\b(?:see|refer\s+to)\s+(?:the\s+)?(?:exception|deviation)|^\W*(?:exception|deviation)s?\b[^.]{0,40}\b(?:\d+|` + numberWords + `)\s+of\b|(?:^|[.;]\W*)with\s+(?:an?\s+|the\s+following\s+)?exceptions?\b`)
	logged      = regexp.MustCompile(`(?i)` + failing + `\s+(?:identified|noted|found|detected)\s+(?:are|is|by|during|in|through|as\s+part)\b`)
	notTestedRE = regexp.MustCompile(`(?i)\bno\s*(?:\w+\s*){0,3}(?:occurrences?|instances?)\b|\bzero\s+occurrences?\b|did\s*not\s*(?:occur|take\s+place)\b|did\s*not\s*operate\b|\bnot\s*(?:tested|applicable|testable|operational|in\s+operation|triggered|invoked|exercised|yet\s+due)\b|\btest(?:s|ing)?\s+(?:was\s+|were\s+)?not\s+performed|\bnothing\s+to\s+(?:test|select|sample|inspect)\b|^\W*n\.?/?\s?a\b|unable\s*to\s*(?:be\s+)?test|(?:could|can)\s*not\s*be\s*tested|no\s*(?:testing|tests?)\s*(?:of\s*(?:the\s+)?(?:operating\s*)?effectiveness\s*)?(?:was|were)?\s*performed|\b(?:did|do|does)\s+not\s+test\b|\bnon-?occurrence\b|\bno\s*(?:[\w/-]+\s*){1,8}?(?:occurred|took\s*place|(?:were|was)\s+(?:made|received|requested|identified|reported|declared|required|invoked|hired|terminated|performed|onboarded)|existed)?\s*(?:during|in|within|throughout)\s*the\s*(?:\w+\s+){0,3}period|\bthere\s+(?:were|was)\s+no\s+(?:[\w/-]+\s*){1,8}(?:during|in|within|throughout|to\s+(?:test|sample))\b|circumstances[^.]{0,80}did\s*not\s*occur|no\s+(?:population|activity|samples?\s+available|items?\s+to\s+(?:test|sample))\b|\bpopulation\s+(?:was|of)\s+(?:zero|nil|0|empty)\b`)
	// statedRE are failures stated as a number, or as evidence that is not there.
	statedRE = regexp.MustCompile(`(?i)(?:^|[^a-z])` + failing + `\s*[:=]?\s*[1-9]\d{0,3}\b(?:\s*[.,;)]|\s*$)|\bfailed\s*[:=]?\s*[1-9]\d{0,3}\b|\bwith\s+(?:the\s+)?(?:following\s+|\d{1,3}\s+|` + numberWords + `\s+)` + failing + `\b|\bunable\s+to\s+(?:obtain|provide|locate|produce)\s+(?:\w+\s+){0,4}?(?:evidence|documentation|records?)\b|\bevidence\b[^.;]{0,60}\b(?:was|were|could|had)\s+not\s+(?:be\s+|been\s+)?(?:retained|kept|available|provided|obtained|located|produced)\b|^\W*(?:none|neither)\s+of\s+the\b[^.;]{0,80}\b(?:was|were|had)\b`)
	// missedRE is what should have happened and did not.
	missedRE   = regexp.MustCompile(`(?i)\b(?:planned|scheduled|due)\b[^.;]{0,90}\bdid\s+not\s+(?:take\s+place|occur)\b`)
	didOperate = regexp.MustCompile(`(?i)did\s*not\s*(?:operate|function)\s*(?:as\s+(?:designed|described|intended)|effectively|consistently|throughout|for\s+(?:part|\w+\s+of)|(?:from|between)\s+\w)`)
	failCount  = regexp.MustCompile(`(?i)\b(?:did\s+not|was\s+not|were\s+not|had\s+not|has\s+not|have\s+not|not\s+(?:performed|completed|documented|reviewed|approved|removed|revoked)|lacked|failed|without|late|untimely|missing|could\s+not\s+(?:be\s+)?(?:provided?|obtain(?:ed)?|locate[ds]?)|no\s+(?:evidence|documentation|record|approval)|exceed\w*|after)\b`)
	// told opens a sentence on what a test brought to light.
	toldRE = regexp.MustCompile(`(?i)\b(?:disclosed|revealed|noted|identified|found|observed|determined)\s+that\b(?P<rest>.*)$`)
	// notDone is what is told of a control that failed; lateness alone may be within
	// what the control allows.
	notDone = regexp.MustCompile(`(?i)\b(?:did\s+not|was\s+not|were\s+not|had\s+not|has\s+not|have\s+not|lacked|failed\s+to|could\s+not\s+be\s+(?:provided|obtained|located)|no\s+(?:evidence|documentation)\b)`)
	// oneSampled is a failure of items of the sample that are counted without its size.
	oneSampled = regexp.MustCompile(`(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|a\s+single|an?)\s*(?:\(\s*\d{1,3}\s*\)\s*)?(?:of\s+the\s+)?(?:sampled|selected|tested|instances?\b|samples?\b|selections?\b|occurrences?\b)`)
	noOccasion = regexp.MustCompile(`(?i)did\s*not\s*(?:operate|occur|take\s+place)\b|\bno\s+(?:[\w/-]+\s+){0,8}(?:occurrences?|instances?|occurred|took\s+place)\b|\bzero\s+occurrences?|\bnon-?occurrence|\bcircumstances\b|\bno\s+(?:population|activity|samples?|items?)\b|\bpopulation\s+(?:was|of)\b|\b(?:there\s+(?:were|was)\s+)?no\s+(?:[\w/-]+\s*){1,10}(?:during|in|within|throughout|to\s+(?:test|sample))\b|not\s*(?:triggered|invoked|exercised|in\s+operation)|\bno\s+(?:[\w/-]+\s+){1,5}(?:were|was)\s+(?:made|received|requested|identified|reported|declared|required|invoked|hired|terminated|onboarded)\b`)
	notOurs    = regexp.MustCompile(`(?i)\bsub-?service\b|\bcarved?[\s-]*out\b|\bthird[\s-]part(?:y|ies)\s+(?:is|are|perform)|\bperformed\s+by\s+(?:the\s+)?(?:user\s+entit|customer|vendor)`)
)

// classifyResult says what the text of a result cell reports. Only the result
// column may be passed: control and test texts use the same words otherwise.
func classifyResult(text string) resultClass {
	text = strings.Join(strings.Fields(text), " ")
	if tickRE.MatchString(text) {
		return resultClean
	}
	if rest, ok := cleanOpening(text); ok {
		switch {
		case carveBack.MatchString(rest), laterFail.MatchString(noneLater.ReplaceAllString(rest, "")):
			return resultException
		case failCount.MatchString(noneLater.ReplaceAllString(rest, "")) && countsShort(rest):
			return resultUnknown
		case untested.MatchString(rest):
			return resultNotTested
		}
		return resultClean
	}
	plain := noneLater.ReplaceAllString(logged.ReplaceAllString(text, ""), "")
	switch {
	case exceptionRE.MatchString(plain), statedRE.MatchString(plain), didOperate.MatchString(plain), missedRE.MatchString(plain), failsUntested(plain):
		return resultException
	case notTestedRE.MatchString(plain), testSkipped.MatchString(plain), idleRE.MatchString(plain):
		return resultNotTested
	case failCount.MatchString(plain) && hasFailures(plain), oneSampled.MatchString(plain) && notDone.MatchString(plain), toldFailure(plain):
		return resultException
	}
	if m := toldRE.FindStringSubmatch(plain); m != nil && notDone.MatchString(m[1]) {
		return resultException
	}
	if closesClean(text) {
		return resultClean
	}
	return resultUnknown
}

// cleanOpening reads a result that opens by saying that nothing was found, and gives
// what follows. "Deviation noted: no ticket existed" says something else.
func cleanOpening(text string) (rest string, ok bool) {
	m := cleanRE.FindStringSubmatch(text)
	if m == nil || noneHeld.MatchString(text) {
		return "", false
	}
	rest = m[cleanRE.SubexpIndex("rest")]
	gap := m[cleanRE.SubexpIndex("gap")]
	return rest, rest == "" || strings.TrimSpace(gap) != "" || afterClean.MatchString(rest)
}

// closesClean reads a result that tells what was seen and closes by saying that
// nothing was found: "25 of 25 tickets carried an approval. No exceptions."
func closesClean(text string) bool {
	at := noneLater.FindAllStringIndex(text, -1)
	if len(at) == 0 || noneHeld.MatchString(text) || strings.Trim(text[at[len(at)-1][1]:], " .;)") != "" {
		return false
	}
	for _, m := range at {
		if besideTold.MatchString(text[m[0]:m[1]]) {
			return false
		}
	}
	plain := noneLater.ReplaceAllString(text, "")
	for _, c := range counts(plain) {
		if c.x > 0 && (c.x < c.y || !doneRE.MatchString(plain) && !passVerb.MatchString(plain)) {
			return false
		}
	}
	return !failCount.MatchString(plain) && !laterFail.MatchString(plain)
}

// resultOf says what a test brought, by the words of its result and, where they
// only say that the control was not tested, those of the test.
func resultOf(result, test string) attest.Result {
	switch classifyResult(result) {
	case resultClean:
		return attest.ResultNoException
	case resultException:
		return attest.ResultException
	case resultNotTested:
		switch {
		case notOurs.MatchString(result):
			return attest.ResultNotTested
		case noOccasion.MatchString(result), nothingToTest(result), idleRE.MatchString(result):
			return attest.ResultNotOperated
		case notOurs.MatchString(test):
			return attest.ResultNotTested
		case len(strings.Fields(result)) < 12 && notTestedRE.MatchString(test) && noOccasion.MatchString(test):
			return attest.ResultNotOperated
		}
		return attest.ResultNotTested
	}
	return attest.ResultUnclear
}

// worst orders results by what an analyst has to know first.
func worst(results ...attest.Result) attest.Result {
	for _, r := range []attest.Result{attest.ResultException, attest.ResultUnclear, attest.ResultNotTested, attest.ResultNotOperated, attest.ResultNoException} {
		if slices.Contains(results, r) {
			return r
		}
	}
	return attest.ResultNone
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
