package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// responseLabel opens management's words.
	responseLabel = regexp.MustCompile(`(?i)^\W*(?:(?:(?:the|(?-i:\p{Lu}[\p{L}\d&,'-]*\.?))\s+){0,4}?(?:management|company|service\s+organi[sz]ation)(?:'?s'?|s')?(?:\s+of\s+[\p{L}\d&., ]{2,40})?\s+(?:responses?|comments?|repl(?:y|ies)|remarks?|(?:corrective\s+)?action(?:\s+plan)?s?|plan\s+of\s+action|remediation(?:\s+plan)?|explanation)|(?:response|repl(?:y|ies)|comments?)\s+(?:by|from|of)\s+[\p{L}\d][\p{L}\d&.,' -]{1,50}?|response|(?:corrective|remedial|remediation)\s+(?:actions?|plans?)(?:\s+plan|\s+taken)?|remediation|action\s+plan)(?:\s+to\s+(?:the\s+)?(?:exceptions?|deviations?|findings?)(?:\s*(?:noted|no\.?|#)?\s*\d*)?)?(?:\s*\((?:unaudited|not\s+(?:audited|examined))\))?\s*(?P<end>:|-\s|\.\s*$|$)\s*`)
	unauditedTail = regexp.MustCompile(`(?i)^\W*(?:\(?(?:unaudited|not\s+(?:audited|examined)(?:\s+by\s+[^):]{2,40})?)\)?\s*:?\s*)+`)
	noResponse    = regexp.MustCompile(`(?i)^\W*(?:n\.?/?a|none|not\s+applicable|(?:none|no\s+(?:management\s+)?response)\s+(?:was\s+)?(?:provided|required|needed|given|received)|no\s+response|-+)?\W*$`)

	remedyBefore = regexp.MustCompile(`(?i)(?:\b(?:on|by|as\s+of|as\s+at|effective|from|since|before|until|no\s+later\s+than|due(?:\s+date)?|target(?:ed)?(?:\s+date)?|date|deadline|starting|beginning|in|completed|completion|remediated|implemented|resolved)\s*(?:the\s+end\s+of\s+)?(?:of|for|is|was)?\s*[:(]?\s*)$`)
	remedyVerb   = regexp.MustCompile(`(?i)\b(?:remediat\w*|implement\w*|complet\w*|correct(?:ed|ive)|resolv\w*|fix\w*|updat\w*|replac\w*|add(?:ed|s)?|remov\w*|revok\w*|enabl\w*|perform\w*|carried\s+out|deploy\w*|introduc\w*|enforc\w*|configur\w*|now|made|available|trained|finished|installed|automat\w*|obtained|signed|approved|deactivat\w*|disabled|patched|switched|finali[sz]ed|roll(?:ed)?\s+out|in\s+place|effective|target\w*|will|closed|encrypted|restor\w*|renewed|hired|deleted|enrol\w*|launch\w*|exercis\w*|scheduled|planned|connected|extended|repaired|integrated|(?:went|goes|go)\s+(?:live|into\s+(?:production|effect|operation)))\b`)
	causeVerb    = regexp.MustCompile(`(?i)\b(?:occurred|happened|due\s+to|because|was\s+caused|left|resigned|joined|missed|failed|expired|lapsed|lapse|granted|created|terminat\w*|hired\s+on|identified|discovered|detected|reported|notified|noted|went\s+(?:on|unnoticed|missing|down|offline)|began|was\s+unaware|migrat\w*|outage)\b`)
	retestRE     = regexp.MustCompile(`(?i)\b(?:we|service\s+auditors?|auditors?)\b[^.]{0,140}\b(?:re-?tested|re-?performed|inspected|verified|confirmed|observed|determined|validated|tested)\b[^.]{0,200}\b(?:remediat\w*|corrected|corrective|subsequent\w*|resolved|was\s+(?:removed|revoked|completed|fixed))|\b(?:subsequent|follow-?up|additional)\s+(?:testing|procedures?|inspection)\b[^.]{0,160}\b(?:no\s+(?:further\s+)?exceptions?|remediat\w*|corrected|resolved|operated)|\bremediat\w*[^.]{0,60}\b(?:was|were)\s+(?:tested|verified|confirmed|inspected)\s+by\s+(?:the\s+)?(?:service\s+)?auditor`)
	periodPart   = regexp.MustCompile(`(?i)\bQ[1-4]\s*(?:of\s+)?(?:FY\s*)?20\d\d\b|\b(?:first|second|third|fourth)\s+quarter(?:\s+of)?\s+20\d\d\b|\b(?:early|mid|late|end\s+of|by)\s*-?\s*20\d\d\b`)
)

// response makes what is known of management's words to an exception; nil where
// they say nothing.
func response(f flow, result string) *attest.ManagementResponse {
	if noResponse.MatchString(f.text) {
		return nil
	}
	return &attest.ManagementResponse{
		Text:            strings.TrimSpace(f.text),
		Audited:         retestRE.MatchString(result),
		RemediationDate: remediationDate(f),
		Cited:           f.cite(0, len(f.text)),
	}
}

// remediationDate is the day that management's words name for the remedy, past or
// to come. A month or a quarter is no day: the fact is absent then, and says what
// is printed, so that nobody takes a guess for a promise.
func remediationDate(f flow) attest.Fact[attest.Date] {
	const rule = "response.remediation_date"
	days, vague := remedyDays(f.text)
	if vague == "" {
		vague = periodPart.FindString(f.text)
	}
	switch {
	case len(days) == 0 && vague == "":
		return attest.AbsentFact[attest.Date]("management's response names no day")
	case len(days) == 0:
		return attest.AbsentFact[attest.Date]("management's response names no day, only " + vague)
	case days[0].invalid:
		return attest.AbsentFact[attest.Date]("the day that management's response names does not exist: " + f.text[days[0].start:days[0].end])
	}
	var options []attest.Candidate[attest.Date]
	for _, h := range days {
		for _, d := range []attest.Date{h.date, h.other} {
			if !d.IsZero() && !slices.ContainsFunc(options, func(c attest.Candidate[attest.Date]) bool { return c.Value == d }) {
				options = append(options, attest.Candidate[attest.Date]{Value: d, Citations: f.cite(h.start, h.end), Rule: rule})
			}
		}
	}
	if len(options) == 1 {
		return attest.FoundFact(options[0].Value, rule, options[0].Citations...)
	}
	return attest.AmbiguousFact("management's response names several days", options...)
}

// remedyDays gives the days on which something was or will be done, else those
// that are not said to be of what went wrong; and a month that is named without
// a day.
func remedyDays(text string) (days []dateHit, month string) {
	var open []dateHit
	for _, h := range findDates(text) {
		switch {
		case h.monthOnly:
			month = text[h.start:h.end]
		case h.yearless:
		case remedial(text, h):
			days = append(days, h)
		case !causal(text, h):
			open = append(open, h)
		}
	}
	if len(days) == 0 {
		days = open
	}
	return days, month
}

// remedial reports whether a date is said to be that of a remedy.
func remedial(text string, h dateHit) bool {
	before, after := aroundDate(text, h)
	return remedyBefore.MatchString(before) && (remedyVerb.MatchString(before) || remedyVerb.MatchString(after)) && !causalClause(before)
}

// causal reports whether a date is said to be that of what went wrong.
func causal(text string, h dateHit) bool {
	before, _ := aroundDate(text, h)
	return causalClause(before)
}

// causalClause reports whether the last words before a date tell of a cause rather
// than a remedy.
func causalClause(before string) bool {
	cause, remedy := -1, -1
	for _, m := range causeVerb.FindAllStringIndex(before, -1) {
		cause = m[0]
	}
	for _, m := range remedyVerb.FindAllStringIndex(before, -1) {
		remedy = m[0]
	}
	return cause > remedy
}

// aroundDate is what stands before and after a date in its sentence.
func aroundDate(text string, h dateHit) (before, after string) {
	for _, s := range sentences(text) {
		if h.start >= s[0] && h.start < s[1] {
			return text[s[0]:h.start], text[min(h.end, s[1]):s[1]]
		}
	}
	return text[:h.start], text[h.end:]
}

// answersAfterID reports whether a line begins with an id, and management's words
// follow it after their label: "AC-4 Management's response: The door is locked now."
func answersAfterID(text string) bool {
	ids, rest := leadingID(text)
	label := responseLabel.FindStringIndex(rest)
	return len(ids) == 1 && label != nil && label[1] < len(rest)
}

// toldIn reports whether a text below the id of an exception's control tells the
// exception, its control or its test again: then it is no answer of management's.
func (e *exception) toldIn(text string) bool {
	if classifyResult(text) != resultUnknown || testLabel.MatchString(text) || opensTest.MatchString(text) {
		return true
	}
	if inside(e.result.text, text) >= 0.6 || likeness(e.result.text, text) >= 0.4 {
		return true
	}
	return slices.ContainsFunc(e.controls, func(c *control) bool {
		return likeness(c.text, text) >= 0.4 || inside(c.text, text) >= 0.6
	})
}
