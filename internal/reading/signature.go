package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// signatureReach is the number of lines around a date in which firm and city stand.
const signatureReach = 4

var (
	firmLineRE = regexp.MustCompile(`^[\p{Lu}\d][\pL\d&'.,() -]{1,80}?,?\s` + firmSuffix + `(?:,\s*` + firmSuffix + `)?$`)
	// firmRE are names that are those of accountants wherever they stand.
	firmRE = regexp.MustCompile(`(?i)\b(?:LLP|PLLC|CPAs?|certified public accountants|chartered accountants|assurance,? (?:LLC|inc)|KPMG|deloitte|ernst & young|pricewaterhousecoopers|wirtschaftsprüfungsgesellschaft)\b`)
	// personTitleRE is a title after a name, which looks like a state after a city.
	personTitleRE = regexp.MustCompile(`(?i)\b(?:partner|principal|director|manager|president|officer|CPA|CISA|CISSP|CA|member|associate|llp|suite|street|avenue|floor|road|inc|ltd|dear)\b`)
	// pennsylvaniaRE is a city whose state looks like the suffix of a firm.
	pennsylvaniaRE = regexp.MustCompile(`^[\p{Lu}][\pL .'-]{1,30},\s*PA\.?$`)
	cityRE         = regexp.MustCompile(`^[\p{Lu}][\pL .'’-]{1,40},\s*(?:[\p{Lu}][\pL .'’-]{1,40}|[A-Z]{2})(?:,\s*(?:USA|U\.S\.A\.|United States(?: of America)?|[\p{Lu}][\pL ]{2,30}))?\.?$`)
	zipCityRE      = regexp.MustCompile(`^([\p{Lu}][\pL .'’-]{1,40},\s*(?:[A-Z]{2}|[\p{Lu}][\pL ]{2,30})),?\s+(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$`)
	notFirmRE      = regexp.MustCompile(`(?i)^\W*(?:/s/|signed(?:\s*by)?\W|digitally|docusign|electronically|partner\b|certified public accountants?\W*$|licensed|registered|very truly|sincerely|respectfully)`)
)

// signature is the block that closes a letter.
type signature struct {
	lines []sigLine
	date  int // index in lines of the date; -1 without one
	from  int // offset in the letter's text before which nothing is a signature
}

// sigLine is one line of the letter: text[at:at+len(text)] of its flow.
type sigLine struct {
	at   int
	text string
}

// signature finds the lines around the date that closes the letter.
func (rp *report) signature() signature {
	f := rp.letter.flow
	sig := signature{date: -1, from: rp.letter.anchor}
	for _, s := range rp.opinion.spans {
		sig.from = max(sig.from, s.start)
		for _, l := range s.limbs {
			sig.from = max(sig.from, l.start)
		}
	}
	for _, at := range f.lineStarts() {
		sig.lines = append(sig.lines, f.besides(at)...)
	}
	lines := sig.lines
	for i, l := range lines {
		if l.at < sig.from || !isDateLine(l.text) || i > 0 && rangeOpenRE.MatchString(lines[i-1].text) {
			continue
		}
		if sig.date >= 0 && sig.signed() && f.page(lines[sig.date].at) != f.page(l.at) {
			break // what follows on another page is somebody else's signature
		}
		sig.date = i
	}
	return sig
}

// signed reports whether a firm of accountants stands near the date.
func (s signature) signed() bool {
	return slices.ContainsFunc(append(s.dateLine(), s.around()...), func(i int) bool {
		text := s.lines[i].unsigned().text
		return firmRE.MatchString(text) && firmLine(text, "") || professionRE.MatchString(text)
	})
}

// blockGap is the gap, in font sizes, that parts what stands side by side at the
// end of a letter; justified text has none as wide.
const blockGap = 2.5

// besides gives the line at an offset, or its parts where wide gaps part them, as
// those of a city on the left and a firm on the right.
func (f flow) besides(at int) []sigLine {
	l := f.lines[f.lineAt(at)]
	whole := []sigLine{{at, f.lineText(at)}}
	var starts []int // in the line's own text
	for i := 1; i < len(l.words); i++ {
		if l.words[i].Box.X0-l.words[i-1].Box.X1 > blockGap*max(l.words[i].Size, 4) {
			starts = append(starts, l.starts[i])
		}
	}
	if len(starts) == 0 || len(starts) > 2 || len(whole[0].text) > 110 {
		return whole
	}
	from, line := at, f.at[at].line
	var out []sigLine
	for i := at; i < len(f.at) && f.at[i].line == line; i++ {
		if len(starts) > 0 && int(f.at[i].off) >= starts[0] {
			out = append(out, sigLine{from, strings.TrimSpace(f.text[from:i])})
			from, starts = i, starts[1:]
		}
	}
	return append(out, sigLine{from, strings.TrimSpace(f.text[from:min(len(f.text), at+len(whole[0].text))])})
}

// rangeOpenRE is the end of a line whose sentence goes on with a date.
var rangeOpenRE = regexp.MustCompile(`(?i)(?:\b(?:to|through|thru|until|period|and|of|on|ended|ending|dated|from|between|as\s*at|during)|[-,])$`)

// isDateLine reports whether a line is a date, alone or after a city, with or
// without words of dual dating.
func isDateLine(text string) bool {
	hits := findDates(text)
	if len(hits) == 0 || hits[0].monthOnly {
		return false
	}
	before := strings.Trim(text[:hits[0].start], " ,:.-")
	after := text[hits[0].end:]
	if len(before) > 45 || strings.ContainsAny(before, ".;") || strings.Contains(strings.ToLower(before), "period") {
		return false
	}
	low := strings.ToLower(strings.Trim(before, " "))
	if low != "" && !unicode.IsUpper([]rune(before)[0]) || len(strings.Fields(before)) > 5 {
		return false
	}
	after = strings.Trim(after, " ,.")
	return after == "" || strings.HasPrefix(strings.ToLower(after), "except") || reissueRE.MatchString(after) || cityRE.MatchString(after) || len(after) < 3
}

// reportDate reads the date of the auditor's report: the last date line after
// the opinion. In a dual-dated report the first date counts.
func (rp *report) reportDate(sig signature) attest.Fact[attest.Date] {
	if !rp.letter.found() {
		return attest.AbsentFact[attest.Date](rp.doc.noLetter())
	}
	i, rule := sig.date, "report_date.signature"
	if i < 0 {
		i, rule = rp.letterheadDate(sig), "report_date.letterhead"
	}
	if i < 0 {
		return attest.AbsentFact[attest.Date](rp.zoneReason("no date was found at the end of the auditor's report"))
	}
	f, l := rp.letter.flow, sig.lines[i]
	h := findDatesOrdered(l.text, rp.order())[0]
	cites := f.cite(l.at+h.start, l.at+h.end)
	if dual := dualDated(sig, i); dual != "" {
		rp.doc.flag(attest.FlagDualDated, "one matter carries a later date", f.cite(l.at, l.at+len(l.text))...)
	}
	switch {
	case h.invalid:
		rp.doc.flag(attest.FlagInvalidDate, "the report's date does not exist", cites...)
		return attest.AbsentFact[attest.Date]("the date of the report, \"" + l.text[h.start:h.end] + "\", does not exist")
	case reissueRE.MatchString(l.text[h.end:]):
		return rp.reissued(l, h, rule)
	case h.open():
		return attest.AmbiguousFact("the order of day and month is not certain",
			attest.Candidate[attest.Date]{Value: h.date, Citations: cites, Rule: rule},
			attest.Candidate[attest.Date]{Value: h.other, Citations: cites, Rule: rule})
	}
	return attest.FoundFact(h.date, rule, cites...)
}

// reissueRE are the words between the date of a report and that of its new issue.
var reissueRE = regexp.MustCompile(`(?i)^\W*(?:and\s*)?(?:re-?issued|re-?dated|revised|amended)\b`)

// reissued leaves it to a person which date of a report that was issued twice counts.
func (rp *report) reissued(l sigLine, h dateHit, rule string) attest.Fact[attest.Date] {
	f := rp.letter.flow
	cites := f.cite(l.at, l.at+len(l.text))
	rp.doc.flag(attest.FlagReissued, "the report was issued more than once", cites...)
	options := []attest.Candidate[attest.Date]{{Value: h.date, Citations: f.cite(l.at+h.start, l.at+h.end), Rule: rule}}
	for _, next := range findDates(l.text[h.end:]) {
		from := l.at + h.end
		options = append(options, attest.Candidate[attest.Date]{Value: next.date, Citations: f.cite(from+next.start, from+next.end), Rule: rule})
	}
	return attest.AmbiguousFact("the report was issued more than once", options...)
}

// order is the order of day and month that the dates of the letter show.
func (rp *report) order() dateOrder {
	day, month := false, false
	for _, h := range findDates(rp.letter.flow.text) {
		if h.numeric && !h.open() && int(h.date.Month) != h.date.Day {
			day, month = day || h.dayLeads, month || !h.dayLeads
		}
	}
	switch {
	case day && !month:
		return dayFirst
	case month && !day:
		return monthFirst
	}
	return orderUnknown
}

// dualDated gives the words of dual dating on the line or the one after it.
func dualDated(sig signature, i int) string {
	text := sig.lines[i].text
	if i+1 < len(sig.lines) {
		text += " " + sig.lines[i+1].text
	}
	return dualDateRE.FindString(text)
}

// letterheadDate is a date line before the letter's first paragraph, as letters
// in Europe have it.
func (rp *report) letterheadDate(sig signature) int {
	for i, l := range sig.lines {
		if l.at >= rp.letter.anchor {
			break
		}
		if isDateLine(l.text) {
			return i
		}
	}
	return -1
}

// dateLine gives the index of the line of the date, where there is one.
func (s signature) dateLine() []int {
	if s.date < 0 {
		return nil
	}
	return []int{s.date}
}

var signMarkRE = regexp.MustCompile(`(?i)^(?:/s/|signed(?:\s*by)?:?|for\s*and\s*on\s*behalf\s*of:?)\s*`)

// unsigned is the line without the mark of a signature before it and a date
// after it.
func (l sigLine) unsigned() sigLine {
	if m := signMarkRE.FindString(l.text); m != "" {
		l.at, l.text = l.at+len(m), l.text[len(m):]
	}
	if hits := findDates(l.text); len(hits) > 0 && hits[0].start > 4 {
		l.text = strings.TrimRight(l.text[:hits[0].start], " ,")
	}
	return l
}

// around gives the indexes of the lines near the date, nearest first, those above
// it before those below.
func (s signature) around() []int {
	var out []int
	if s.date < 0 {
		return nil
	}
	for n := 1; n <= signatureReach; n++ {
		if s.date-n >= 0 && s.lines[s.date-n].at >= s.from {
			out = append(out, s.date-n)
		}
	}
	for n := 1; n <= signatureReach; n++ {
		if s.date+n < len(s.lines) {
			out = append(out, s.date+n)
		}
	}
	return out
}

// lastWord is the last word of a line.
func lastWord(s string) string {
	w := strings.Fields(s)
	if len(w) == 0 {
		return ""
	}
	return w[len(w)-1]
}

// checkDates flags a report that is dated before, or right after, its period ends.
func (rp *report) checkDates(date attest.Fact[attest.Date], end attest.Date) {
	if date.State != attest.Found || end.IsZero() {
		return
	}
	switch days := end.DaysUntil(date.Value); {
	case days < 0:
		rp.doc.flag(attest.FlagReportDateBeforePeriod, fmt.Sprintf("the report is dated %s, before %s", date.Value, end), date.Citations...)
	case days <= closeReportDays:
		rp.doc.flag(attest.FlagReportDateClose, fmt.Sprintf("the report is dated %d days after %s", days, end), date.Citations...)
	}
}
