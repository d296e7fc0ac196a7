package reading

import regexp "example.com/assay/internal/lazyregexp"

var (
	// wrongState are verbs of what ought not to be, said of some items of a sample.
	wrongState = regexp.MustCompile(`(?i)\b(?:retain(?:ed|s)?|kept|accepted|permitted|allowed|shared|bypass\w*|exempt\w*|circumvent\w*|unnecessary|excessive|active|could\s+still|self-approved|reused|unresolved|open\s+for|(?:took|lasted)\s+(?:more|longer))\b`)
	// leadingCount opens a result with a number of things, and no day of a month.
	leadingCount = regexp.MustCompile(`(?i)^\W*(?:results?\W+)?(?P<x>a\s+single|` + numberPattern + `)\s+(?P<unit>[a-z][a-z'-]*(?:\s+[a-z][a-z'-]*){0,4}?)\s+(?:was|were|had|has|have|did|lacked|could)\b`)
	// unableRE is of evidence that the auditor asked for and did not get.
	unableRE = regexp.MustCompile(`(?i)\b(?:unable\s+to\s+(?:provide|produce|locate|evidence|demonstrate|show|substantiate)|could\s+not\s+(?:provide|produce|locate|evidence|demonstrate|substantiate|be\s+(?:provided|produced|located|obtained|evidenced|demonstrated|substantiated)))\b`)
	// nothingDone is what a test brought to light: that there was none of what there
	// should be.
	nothingDone = regexp.MustCompile(`(?i)\b(?:disclosed|revealed|noted|identified|found|observed|determined)\s+that\s+(?:no|none|neither)\b[^.;]{0,80}\b(?:had\s+been|has\s+been|was|were)\s+(?:performed|made|recorded|held|completed|documented|carried\s+out|conducted|prepared|in\s+place|tested|reviewed|approved|obtained|retained|kept|available|signed|defined)\b`)
	// testSkipped is the auditor's test, not done.
	testSkipped = regexp.MustCompile(`(?i)(?:^|[;.,]\s*)(?:the\s+)?(?:tests?|testing)\s+(?:was\s+|were\s+)?not\s+performed\b`)
	// idleRE is of a control that had nothing to do.
	idleRE    = regexp.MustCompile(`(?i)\bnothing\s+(?:was\s+there\s+)?to\s+(?:be\s+)?test|\b(?:did|does|do)\s+not\s+(?:have|need)\s+to\s+operate\b`)
	someWrong = regexp.MustCompile(`(?i)\b(?:disclosed|revealed|noted|identified|found|observed|determined)\s+that\s+(?:` + numberPattern + `)\s+(?:[a-z][a-z'-]*\s+){1,4}?(?:retained|kept|accepted|allowed|shared|bypassed|had\s+(?:still\s+)?access|were\s+(?:still\s+)?active)\b`)
	// untestedThing is what a control has people test; untested, the control failed.
	untestedThing = regexp.MustCompile(`(?i)\b(?:plans?|backups?|restor\w+|recovery|failover|continuity)\b[^.;]{0,40}\b(?:was|were|has\s+been|have\s+been|had\s+been)\s+not\s+(?:been\s+)?(?:re)?tested\b`)
	ourSubject    = regexp.MustCompile(`(?i)\b(?:controls?|effectiveness|criteri(?:on|a)|activity|not\s+(?:yet\s+)?(?:due|applicable)|no\s+testing)\b`)
	// nothingRE is what there was none of, where a control was not tested.
	nothingRE = regexp.MustCompile(`(?i)\b(?:no|zero|nil)\s+(?P<what>[a-z][a-z'/-]*)`)
	notThings = regexp.MustCompile(`(?i)^(?:tests?|testing|test-?work|evidence|documentation|support|access|longer|controls?|assurance|opinion|procedures?|exceptions?|deviations?|further|such|other|conclusion)$`)
)

// countsShort reports whether a text counts items that fell short of all.
func countsShort(text string) bool {
	for _, c := range counts(text) {
		if c.x < c.y || strongFail.MatchString(c.clause(text, nil)) && !noneLater.MatchString(c.clause(text, nil)) {
			return true
		}
	}
	return false
}

// toldFailure reports whether a result without a keyword tells of a failure: some
// of the items that were tested did what they should not, a number of things was
// not done, or evidence could not be had.
func toldFailure(text string) bool {
	if hasFailures(text) && (strongFail.MatchString(text) || wrongState.MatchString(text)) {
		return true
	}
	if m := leadingCount.FindStringSubmatch(text); m != nil && notDone.MatchString(text) && !timeUnitRE.MatchString(" "+m[leadingCount.SubexpIndex("unit")]) {
		return true
	}
	for _, c := range counts(text) {
		if c.kind == countPasses && c.x < c.y {
			return true
		}
	}
	if nothingDone.MatchString(text) || someWrong.MatchString(text) {
		return true
	}
	return unableRE.MatchString(text) && !noOccasion.MatchString(text)
}

// failsUntested reports whether something was not tested that the control has
// people test, such as a plan; the words are not of the auditor's test then.
func failsUntested(text string) bool {
	return untestedThing.MatchString(text) && !ourSubject.MatchString(text) && !noOccasion.MatchString(text)
}

// nothingToTest reports whether a result that nothing was tested says that there was
// nothing to test: "Not tested - no media was disposed of".
func nothingToTest(text string) bool {
	for _, m := range nothingRE.FindAllStringSubmatch(text, -1) {
		if !notThings.MatchString(m[nothingRE.SubexpIndex("what")]) {
			return true
		}
	}
	return false
}
