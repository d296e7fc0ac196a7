package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// bridgeMonths is how long after its period a report can be bridged by custom.
const bridgeMonths = 3

// bridgeText is a bridge letter.
type bridgeText struct {
	flow
	order   dateOrder
	dates   []dateHit
	periods []periodHit // of the report that is named
}

// bridgeLetter reads a bridge letter and raises its flags.
func (d *document) bridgeLetter() *attest.BridgeLetter {
	f := newFlow(d.certLines())
	order, _ := orderOf(findDates(f.text))
	b := bridgeText{flow: f, order: order, dates: findDates(f.text)}
	b.periods = b.reportPeriods(findPeriods(f.text))
	out := &attest.BridgeLetter{
		System:      b.first(bridgeSystem, "bridge.system", "no system is named"),
		ReportNamed: b.first(bridgeReport, "bridge.report_named", "no report is named"),
		Period:      b.period(d),
		LetterDate:  b.letterDate(d),
		Changes:     b.changes(),
	}
	out.Organization = b.organization()
	out.SignedBy, out.Signer = b.signer()
	out.Auditor = b.auditor(out.SignedBy.Value, out.Signer)
	out.CoversThrough = b.coversThrough(d, out)
	d.flagBridge(out, f)
	return out
}

const (
	properWords = `\p{Lu}[\pL\d&.'+/-]*(?:,?\s+(?:of|for|and|&|de|\p{Lu}[\pL\d&.'+/-]*|\d+)){0,8}?`
	companyName = `\p{Lu}[\pL\d&.,'+/-]*(?:\s+(?:of|&|and|de|[\p{Lu}(][\pL\d&.,'()+/-]*)){0,7}?` + legalForm
)

var (
	bridgeSystem = regexp.MustCompile(`(?:(?i:\b(?:on|for|covering|regarding|of|to|in)\s+(?:the|our|its))\s+|(?i:\bdescription\s+of\s+(?:the|its)\s+))(?P<v>` + properWords + `\s+(?:[Ss]ystem|[Pp]latform|[Ss]ervices?|[Aa]pplication|[Ss]uite|[Cc]loud|[Ss]oftware|[Ss]olutions?|[Pp]roducts?))\b`)
	bridgeReport = regexp.MustCompile(`(?i:(?P<v>\b(?:SOC|System\s+and\s+Organization\s+Controls\s*(?:\(SOC\))?)\s*[-]?\s*[123]\b(?:\s*\+)?(?:,?\s*\(?Type\s*(?:1|2|I|II)\b\)?)?(?:\s+(?:(?:examination|attestation|audit)\s+)?report|\s+(?:examination|audit))?|\bISAE\s*(?:3000|3402)(?:\s*Type\s*(?:1|2|I|II)\b)?(?:\s+report)?))`)
	bridgeTypes  = regexp.MustCompile(`(?i)\btype\s*(?:1|2|i|ii)\b`)
)

// first gives the first match of a pattern, or the first with a type where the
// pattern is that of a report's name.
func (b bridgeText) first(re *regexp.Regexp, rule, reason string) attest.Fact[string] {
	at := 2 * re.SubexpIndex("v")
	var best []int
	for _, m := range re.FindAllStringSubmatchIndex(b.text, -1) {
		if best == nil || re == bridgeReport && bridgeTypes.MatchString(b.text[m[0]:m[1]]) && !bridgeTypes.MatchString(b.text[best[0]:best[1]]) {
			best = m
		}
	}
	if best == nil {
		return attest.AbsentFact[string](reason)
	}
	return attest.FoundFact(b.text[best[at]:best[at+1]], rule, b.cite(best[at], best[at+1])...)
}

// period reads the period of the report that the letter names: a range that the
// words report, period or examination lead to.
func (b bridgeText) period(d *document) attest.Fact[attest.Period] {
	var options []attest.Candidate[attest.Period]
	for _, p := range b.periods {
		if p.invalid {
			d.flag(attest.FlagInvalidDate, "an end of the period is a day that does not exist", b.cite(p.start, p.end)...)
			return attest.AbsentFact[attest.Period]("an end of the period is a day that does not exist; " + p.period.String() + " is proposed")
		}
		for _, v := range []attest.Period{p.period, p.other} {
			known := slices.ContainsFunc(options, func(o attest.Candidate[attest.Period]) bool { return o.Value == v })
			if v != (attest.Period{}) && !known {
				options = append(options, attest.Candidate[attest.Period]{Value: v, Rule: "bridge." + p.rule, Citations: b.cite(p.start, p.end)})
			}
		}
	}
	switch len(options) {
	case 0:
		return attest.AbsentFact[attest.Period]("no period of a report is written as a range")
	case 1:
		return attest.FoundFact(options[0].Value, options[0].Rule, options[0].Citations...)
	}
	return attest.AmbiguousFact("the letter names more than one period", options...)
}

// reportPeriods leaves out the time that the letter bridges, the period of a
// report to come, and spans too short for a report.
func (b bridgeText) reportPeriods(all []periodHit) []periodHit {
	var out []periodHit
	for _, p := range all {
		later := slices.ContainsFunc(all, func(q periodHit) bool { return !p.period.Start.Before(q.period.End) })
		from := strings.LastIndexAny(b.text[:p.start], ".:;") + 1
		to := p.end + max(0, strings.IndexByte(b.text[p.end:]+".", '.'))
		switch {
		case reportBracket.MatchString(b.text[from:p.start]):
			out = append(out, p)
		case openingRange.MatchString(b.text[from:p.start]) && bridgedWords.MatchString(b.text[p.end:to]):
		case bridgedTime.MatchString(b.text[from:p.start]), later && bridgedWords.MatchString(b.text[from:to]):
		case futureReport.MatchString(b.text[from:p.start]):
		case p.period.Days() < minReportDays && !p.open():
		default:
			out = append(out, p)
		}
	}
	return out
}

// minReportDays is fewer days than any report covers.
const minReportDays = 28

var (
	// bridgedTime leads to the time after the report, futureReport to the next report.
	bridgedTime  = regexp.MustCompile(`(?i)(?:\bsince|\bgap\s+(?:period|between)|\bbridge\s+period|\bthe\s+time|interim\s+period|subsequent\s+to|no\s+(?:material\s+|significant\s+)?changes?)\b[^.]*$`)
	bridgedWords = regexp.MustCompile(`(?i)\b(?:changes?|modifications?|aware|gap|bridges?|interim|letter)\b`)
	// openingRange begins a sentence with a range, as sentences on changes do.
	openingRange = regexp.MustCompile(`(?i)^[.:;]?\s*(?:between|from|for\s+the\s+period|during\s+the\s+period)(?:\s+(?:of|from))?\s*$`)
	// reportBracket leads to the period of a report in brackets behind it.
	reportBracket = regexp.MustCompile(`(?i)\b(?:report|examination|audit)\s*\(\s*(?:for|covering|period)?\s*$`)
	futureReport  = regexp.MustCompile(`(?i)\bobservation\s+(?:period|window)\s+runs\b[^.]*$|\b(?:next|upcoming|forthcoming|future|subsequent)\b[^.]*$|\bwill\s+(?:cover|be)\b[^.]*$|\bexpected\b[^.]*$`)
)

// letterDate reads the day of the letter: a date that stands on its own line
// before the first sentence, or behind the word date or dated.
func (b bridgeText) letterDate(d *document) attest.Fact[attest.Date] {
	for _, l := range b.lines {
		f := newFlow([]line{l})
		for _, h := range findDatesOrdered(f.text, b.order) {
			lead := f.text[:h.start]
			if h.end >= len(strings.TrimRight(f.text, " .")) && dateLineLead.MatchString(lead) {
				return dateFact(d, []labelled{{hit: h, page: l.page, rule: "bridge.letter_date", cites: f.cite(0, h.end)}})
			}
		}
	}
	return attest.AbsentFact[attest.Date]("no date stands on a line of its own")
}

// dateLineLead is what may stand before the date on its line: nothing, a label, or
// a place.
var dateLineLead = regexp.MustCompile(`^(?:\s*|(?i:(?:letter\s+)?dated?(?:\s+of\s+(?:letter|issue))?\s*:?\s*)|(?i:(?:effective|sent|issued)\s*:\s*)|\p{Lu}[\pL .'-]{1,30},\s*)$`)

var (
	throughLetter = regexp.MustCompile(`(?i)(?:through|to|until|till|up\s+to|as\s+of|and)\s+(?:and\s+including\s+)?(?:the\s+)?(?:date\s+of\s+this\s+letter|(?:this|today's|the\s+present)\s+date|date\s+hereof)`)
	throughDate   = regexp.MustCompile(`(?i)(?:through|to|until|till|up\s+to(?:\s+and\s+including)?|and|-)\s+(?:the\s+)?$`)
	bridgedFrom   = regexp.MustCompile(`(?i)\b(?:since|between|from|after|subsequent\s+to|following|gap|bridge|extends?)\b[^.]*$`)
)

// coversThrough reads how far the letter claims to reach: a day of its own, or the
// date of the letter.
func (b bridgeText) coversThrough(d *document, out *attest.BridgeLetter) attest.Fact[attest.Date] {
	for i, h := range b.dates {
		before := b.text[max(0, h.start-160):h.start]
		named := slices.ContainsFunc(b.periods, func(p periodHit) bool { return h.start >= p.start && h.end <= p.end })
		if named || out.Period.State == attest.Found && !h.date.After(out.Period.Value.End) || futureReport.MatchString(before) {
			continue
		}
		if throughDate.MatchString(before) && (bridgedFrom.MatchString(before) || b.follows(i, out.Period)) {
			return dateFact(d, []labelled{{hit: h, rule: "bridge.covers_through", cites: b.cite(h.start, h.end)}})
		}
	}
	if m := throughLetter.FindStringIndex(b.text); m != nil {
		f := out.LetterDate
		if f.State != attest.Found {
			return attest.AbsentFact[attest.Date]("it reaches to the date of the letter, which is not found")
		}
		return attest.FoundFact(f.Value, "bridge.covers_through.letter", append(b.cite(m[0], m[1]), f.Citations...)...)
	}
	return attest.AbsentFact[attest.Date]("the letter does not say how far it reaches")
}

// follows reports whether a date ends a range that begins on the day after the
// report's period.
func (b bridgeText) follows(i int, period attest.Fact[attest.Period]) bool {
	return i > 0 && period.State == attest.Found && b.dates[i-1].date == period.Value.End.AddDays(1)
}

var (
	toCustomers  = regexp.MustCompile(`(?i:\bto\s+(?:the\s+|all\s+)?(?:customers|clients|users|user\s+entities|management)\s+of)\s+(?P<v>` + companyName + `)`)
	issuedBy     = regexp.MustCompile(`(?i:\b(?:issued|performed|conducted|examined|prepared|audited|completed)\s+by|\b(?:engages?|engaged|retained)|\breport\s+from|\b(?:independent\s+)?(?:service\s+)?auditors?,?)\s+(?:(?i:our\s+(?:independent\s+)?(?:service\s+)?auditors?,?)\s+)?(?P<v>` + companyName + `)`)
	companyFirst = regexp.MustCompile(`^` + companyName + `,\s+[^.]{0,60}$`)
	ownReport    = regexp.MustCompile(`(?:^|[.:,]\s+|\pL\s+)(?P<v>` + companyName + `)(?:\s*\([^()]{2,40}\))?,?\s+(?i:(?:has\s+)?(?:undergone|undergoes|underwent|completed|received|obtained|engages|engaged|retains|issues|issued|maintains)|has\s+made)\b`)
	management   = regexp.MustCompile(`(?i:\b(?:management\s+of|on\s+behalf\s+of|we,?\s+at))\s+(?P<v>` + companyName + `)`)
)

// auditor reads who examined the report that the letter names.
func (b bridgeText) auditor(by string, signer attest.Fact[string]) attest.Fact[string] {
	if by == "auditor" && signer.Rule == "bridge.signer.firm" {
		return signer
	}
	return b.first(issuedBy, "bridge.auditor", "the auditor of the report is not named")
}

// audits reports whether the letter names a company as the auditor of the report.
func (b bridgeText) audits(name string) bool {
	for _, m := range issuedBy.FindAllStringSubmatch(b.text, -1) {
		if sameText(m[issuedBy.SubexpIndex("v")], name) {
			return true
		}
	}
	return false
}

// organization reads whose letter it is: whom an auditor's letter is for, else the
// letterhead, else who signs.
func (b bridgeText) organization() attest.Fact[string] {
	for _, re := range []*regexp.Regexp{toCustomers, management} {
		if f := b.first(re, "bridge.organization", ""); f.State == attest.Found {
			return f
		}
	}
	for i, l := range b.lines {
		f := newFlow([]line{l})
		if i >= 8 && i < len(b.lines)-6 || !(companyEnds.MatchString(f.text) || companyFirst.MatchString(f.text)) || len(f.text) > 90 || len(findDates(f.text)) > 0 {
			continue
		}
		if m := companyRE.FindStringIndex(f.text); m != nil && !b.audits(f.text[m[0]:m[1]]) {
			return attest.FoundFact(f.text[m[0]:m[1]], "bridge.organization.letterhead", f.cite(m[0], m[1])...)
		}
	}
	if f := b.first(ownReport, "bridge.organization.sentence", ""); f.State == attest.Found && !b.audits(f.Value) {
		return f
	}
	return attest.AbsentFact[string]("no company stands in the letterhead or under the signature")
}

var (
	noChangeRE = regexp.MustCompile(`(?i)[^.]*\b(?:no|not\s+(?:been\s+)?aware\s+of(?:\s+any)?|not\s+(?:been\s+)?any)\s+(?:known\s+)?(?:(?:material|significant|substantive|other)\s+(?:or\s+\w+\s+)?)?(?:adverse\s+)?(?:changes?|modifications?)\b[^.]*\.?`)
	changedRE  = regexp.MustCompile(`(?i)[^.]*\b(?:following|these)\s+(?:material\s+|significant\s+)?(?:changes?|modifications?)\b[^.]*[.:]?|[^.]*\b(?:with\s+the\s+exception\s+of|except\s+for|other\s+than)\b[^.]*\bchanges?\b[^.]*\.?`)
)

// changes reads the sentence on changes since the report.
func (b bridgeText) changes() attest.Fact[string] {
	for _, rule := range []struct {
		re *regexp.Regexp
		id string
	}{{changedRE, "bridge.changes.stated"}, {noChangeRE, "bridge.changes.none"}} {
		if m := rule.re.FindStringIndex(b.text); m != nil {
			start := m[0] + len(b.text[m[0]:m[1]]) - len(strings.TrimLeft(b.text[m[0]:m[1]], " "))
			return attest.FoundFact(b.text[start:m[1]], rule.id, b.cite(start, m[1])...)
		}
	}
	return attest.AbsentFact[string]("nothing is said on changes since the report")
}

// flagBridge raises what a careful reader of a bridge letter points out.
func (d *document) flagBridge(out *attest.BridgeLetter, f flow) {
	if out.SignedBy.Value == "auditor" {
		d.flag(attest.FlagBridgeMisdescribed, "an auditor signed what only management can say: no one has examined the time after the report", out.SignedBy.Citations...)
	}
	through, end := out.CoversThrough.Value, out.Period.Value.End
	if through.IsZero() {
		through = out.LetterDate.Value
	}
	if !through.IsZero() && !end.IsZero() && through.After(end.AddDays(1).AddMonths(bridgeMonths).AddDays(-1)) {
		d.flag(attest.FlagBridgeOver3Months, fmt.Sprintf("%d days after the period's end on %s", end.DaysUntil(through), end), slices.Concat(out.CoversThrough.Citations, out.Period.Citations)...)
	}
}
