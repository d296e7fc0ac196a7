package reading

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

// signatureReach is the number of lines around a date in which firm and city stand.
const signatureReach = 4

// firmSuffix is what ends the name of an audit firm.
const firmSuffix = `(?:LLP|L\.L\.P\.?|LLC|L\.L\.C\.?|PLLC|P\.?L\.?L\.?C\.?|P\.\s?C\.?|PC|P\.\s?A\.?|PA|P\.\s?S\.?|PS|CPAs?|Inc\.?|Ltd\.?|Limited|LP|B\.V\.|N\.V\.|GmbH(?:\s+(?:WPG|Wirtschaftsprüfungsgesellschaft))?|AG(?:\s+Wirtschaftsprüfungsgesellschaft)?|WPG|Wirtschaftsprüfungsgesellschaft|Statsautoriseret\s+Revisionspartnerselskab|Chartered(?:\s+Professional)?\s+Accountants|Certified\s+Public\s+Accountants|S\.A\.S?\.?|SAS|S\.p\.A\.|AB|A/S|P/S|KK|& (?:Company|Co\.?)|Pty\.?\s*Ltd\.?)`

var (
	firmLineRE = regexp.MustCompile(`^[\pLu\d][\pL\d&'.,() -]{1,80}?,?\s` + firmSuffix + `(?:,\s*` + firmSuffix + `)?$`)
	// firmRE are names that are those of accountants wherever they stand.
	firmRE = regexp.MustCompile(`(?i)\b(?:LLP|PLLC|CPAs?|certified public accountants|chartered accountants|assurance,? (?:LLC|inc)|KPMG|deloitte|ernst & young|pricewaterhousecoopers|wirtschaftsprüfungsgesellschaft)\b`)
	// personTitleRE is a title after a name, which looks like a state after a city.
	personTitleRE = regexp.MustCompile(`(?i)\b(?:partner|principal|director|manager|president|officer|CPA|CISA|CISSP|CA|member|associate|llp|suite|street|avenue|floor|road|inc|ltd|dear)\b`)
	// pennsylvaniaRE is a city whose state looks like the suffix of a firm.
	pennsylvaniaRE = regexp.MustCompile(`^[\pLu][\pL .'-]{1,30},\s*PA\.?$`)
	cityRE         = regexp.MustCompile(`^[\pLu][\pL .'’-]{1,40},\s*(?:[\pLu][\pL .'’-]{1,40}|[A-Z]{2})(?:,\s*(?:USA|U\.S\.A\.|United States(?: of America)?|[\pLu][\pL ]{2,30}))?\.?$`)
	zipCityRE      = regexp.MustCompile(`^([\pLu][\pL .'’-]{1,40},\s*(?:[A-Z]{2}|[\pLu][\pL ]{2,30})),?\s+(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$`)
	notFirmRE      = regexp.MustCompile(`(?i)^\W*(?:/s/|signed(?:\s*by)?\W|digitally|docusign|electronically|partner\b|certified public accountants?\W*$|licensed|registered|very truly|sincerely|respectfully)`)
)

// professionRE is a line that says what the firm on the line above is.
var professionRE = regexp.MustCompile(`(?i)^(?:statsautoriseret\s+revisionspartnerselskab|(?:licensed\s+)?certified\s+public\s+accountants|chartered(?:\s+professional)?\s+accountants|wirtschaftsprüfungsgesellschaft|registered\s+(?:public\s+)?(?:auditors?|accountants?)|statutory\s+auditors?)\W*$`)

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
	var lines []sigLine
	for _, at := range f.lineStarts() {
		lines = append(lines, sigLine{at, f.lineText(at)})
	}
	sig := signature{lines: lines, date: -1}
	sig.from = rp.letter.anchor
	for _, s := range rp.opinion.spans {
		sig.from = max(sig.from, s.start)
		for _, l := range s.limbs {
			sig.from = max(sig.from, l.start)
		}
	}
	for i, l := range lines {
		if l.at >= sig.from && isDateLine(l.text) && (i == 0 || !rangeOpenRE.MatchString(lines[i-1].text)) {
			sig.date = i
		}
	}
	return sig
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
	return after == "" || strings.HasPrefix(strings.ToLower(after), "except") || cityRE.MatchString(after) || len(after) < 3
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
	case h.open():
		return attest.AmbiguousFact("the order of day and month is not certain",
			attest.Candidate[attest.Date]{Value: h.date, Citations: cites, Rule: rule},
			attest.Candidate[attest.Date]{Value: h.other, Citations: cites, Rule: rule})
	}
	return attest.FoundFact(h.date, rule, cites...)
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

// auditor reads the firm: in the signature block, the letterhead, else where the
// tests say who performed them.
func (rp *report) auditor(sig signature, org attest.Fact[string]) attest.Fact[string] {
	for _, read := range []func(signature, string) attest.Fact[string]{rp.signedFirm, rp.professionFirm, rp.letterheadFirm} {
		if f := read(sig, org.Value); f.State == attest.Found {
			return f
		}
	}
	f := rp.letter.flow
	if name, cites := rp.testedBy(org.Value); name != "" {
		return attest.FoundFact(name, "auditor.tests", cites...)
	}
	if name, l, ok := rp.plainSignature(sig, org.Value); ok {
		return attest.FoundFact(name, "auditor.signature_plain", f.cite(l.at, l.at+len(l.text))...)
	}
	reason := rp.zoneReason("no name of an audit firm was found in the text of the auditor's report")
	if firmRE.MatchString(rp.doc.info.Author) {
		reason += "; the file's own data name " + rp.doc.info.Author + " as its author"
	}
	rp.doc.flag(attest.FlagAuditorUnknown, reason)
	return attest.AbsentFact[string](reason)
}

// signedFirm is a line near the date that ends as the names of firms do.
func (rp *report) signedFirm(sig signature, org string) attest.Fact[string] {
	for _, i := range append(sig.dateLine(), sig.around()...) {
		if l := sig.lines[i].unsigned(); firmLineRE.MatchString(l.text) && !sameName(l.text, org) && !pennsylvaniaRE.MatchString(l.text) {
			return attest.FoundFact(l.text, "auditor.signature", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
		}
	}
	return attest.Fact[string]{}
}

// professionFirm is the line above one that says "Certified Public Accountants".
func (rp *report) professionFirm(sig signature, org string) attest.Fact[string] {
	for _, i := range sig.around() {
		if !professionRE.MatchString(sig.lines[i].text) || i == 0 {
			continue
		}
		l := sig.lines[i-1].unsigned()
		if nameLike(l.text) && len(l.text) < 60 && !cityRE.MatchString(l.text) && !isDateLine(l.text) && !sameName(l.text, org) {
			return attest.FoundFact(l.text, "auditor.profession", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
		}
	}
	return attest.Fact[string]{}
}

// letterheadFirm is a firm of accountants above the letter's first paragraph.
func (rp *report) letterheadFirm(sig signature, org string) attest.Fact[string] {
	for _, l := range sig.lines {
		if l.at >= rp.letter.anchor {
			break
		}
		name := columnHead(l.text)
		if firmRE.MatchString(name) && firmLineRE.MatchString(name) && !sameName(name, org) {
			return attest.FoundFact(name, "auditor.letterhead", rp.letter.flow.cite(l.at, l.at+len(name))...)
		}
	}
	return attest.Fact[string]{}
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
	if s.date < 0 {
		return nil
	}
	var out []int
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

// columnHead cuts a letterhead line at what stands in its second column.
func columnHead(text string) string {
	for _, mark := range []string{" Tel:", " Tel.", " Phone", " T:", " T +", " www.", " Fax"} {
		if i := strings.Index(text, mark); i > 0 {
			return strings.TrimSpace(text[:i])
		}
	}
	return text
}

// plainSignature takes a firm without a legal form: the line of the block that is
// neither city nor date nor a person's title, when there is just one.
func (rp *report) plainSignature(sig signature, org string) (string, sigLine, bool) {
	if sig.date < 0 {
		return "", sigLine{}, false
	}
	var found []sigLine
	for i := sig.date - 1; i >= 0 && i >= sig.date-3 && sig.lines[i].at >= sig.from; i-- {
		l := sig.lines[i].unsigned()
		if strings.HasSuffix(l.text, ".") || len(l.text) > 60 || letterHeadRE.MatchString(l.text) {
			break
		}
		if cityRE.MatchString(l.text) || zipCityRE.MatchString(l.text) || notFirmRE.MatchString(l.text) || isDateLine(l.text) {
			continue
		}
		found = append(found, l)
	}
	if len(found) != 1 || sameName(found[0].text, org) || !nameLike(found[0].text) {
		return "", sigLine{}, false
	}
	return found[0].text, found[0], true
}

// nameLike reports whether every longer word starts with a capital.
func nameLike(s string) bool {
	for _, w := range strings.Fields(s) {
		r, ok := firstLetter(w)
		if ok && len(w) > 3 && !unicode.IsUpper(r) {
			return false
		}
	}
	return len(s) > 2
}

var testedByRE = regexp.MustCompile(`(?:(?i:tests?|testing|procedures|examination)\s*(?:(?i:were|was)\s*)?(?i:performed|conducted)\s*(?i:by)\s*|(?i:tests?\s*that)\s*|(?i:engaged)\s*)([\pLu][\pL&'.,-]*(?:\s+(?:&|and|of|[\pLu][\pL&'.,-]*)){0,5}?,?\s` + firmSuffix + `(?:,\s*` + firmSuffix + `)?)(?:\W|$)`)

// testedBy reads the firm from words such as "tests performed by FIRM" in the
// matrix or the assertion.
func (rp *report) testedBy(org string) (string, []attest.Citation) {
	var zones []flow
	if s, ok := sectionOf(rp.sections, attest.SectionMatrix); ok {
		f := rp.doc.body(s.span)
		zones = append(zones, f.slice(0, min(len(f.text), 6000)))
	}
	for _, f := range append(zones, rp.letter.flow, rp.assertion) {
		for _, m := range testedByRE.FindAllStringSubmatchIndex(f.text, -1) {
			name := strings.TrimRight(f.text[m[2]:m[3]], ", ")
			if !sameName(name, org) {
				return name, f.cite(m[2], m[3])
			}
		}
	}
	return "", nil
}

// sameName reports whether two names are of the same organisation: equal, or one
// the other with a legal form.
func sameName(a, b string) bool {
	strip := func(s string) string {
		s = strings.ToLower(strings.Trim(s, " *,."))
		if m := suffixRE.FindStringIndex(s); m != nil && m[0] > 0 {
			s = s[:m[0]]
		}
		return strings.Trim(s, " ,.")
	}
	return b != "" && strip(a) == strip(b)
}

// city reads the place of the auditor's signature.
func (rp *report) city(sig signature) attest.Fact[string] {
	f := rp.letter.flow
	if sig.date >= 0 {
		l := sig.lines[sig.date]
		h := findDates(l.text)[0]
		if before := strings.Trim(l.text[:h.start], " ,"); len(before) > 2 && !firmLineRE.MatchString(before) && !dateWordRE.MatchString(before) && !strings.ContainsAny(before, ":") && nameLike(before) && !notFirmRE.MatchString(before) {
			return attest.FoundFact(before, "city.date_line", f.cite(l.at, l.at+h.start)...)
		}
	}
	for _, i := range sig.around() {
		l := sig.lines[i]
		if slices.Contains([]string{"llp", "llc", "pllc", "p.c.", "inc."}, strings.ToLower(lastWord(l.text))) {
			continue
		}
		if m := zipCityRE.FindStringSubmatch(l.text); m != nil {
			return attest.FoundFact(m[1], "city.signature", f.cite(l.at, l.at+len(m[1]))...)
		}
		if cityRE.MatchString(l.text) && !personTitleRE.MatchString(l.text) && (!firmLineRE.MatchString(l.text) || pennsylvaniaRE.MatchString(l.text)) {
			return attest.FoundFact(strings.TrimSuffix(l.text, "."), "city.signature", f.cite(l.at, l.at+len(l.text))...)
		}
	}
	return attest.AbsentFact[string](rp.zoneReason("no city was found near the date of the auditor's report"))
}

var dateWordRE = regexp.MustCompile(`(?i)\b(?:date[d:]?|signed|on|issued)\b`)

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
