package reading

import (
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// firmSuffix is what ends the name of an audit firm.
const firmSuffix = `(?:LLP|L\.L\.P\.?|LLC|L\.L\.C\.?|PLLC|P\.?L\.?L\.?C\.?|P\.\s?C\.?|PC|P\.\s?A\.?|PA|P\.\s?S\.?|PS|CPAs?|Inc\.?|Ltd\.?|Limited|LP|B\.V\.|N\.V\.|GmbH(?:\s+(?:WPG|Wirtschaftsprüfungsgesellschaft))?|AG(?:\s+Wirtschaftsprüfungsgesellschaft)?|WPG|Wirtschaftsprüfungsgesellschaft|(?:[Ss]tatsautoriseret\s+|[Gg]odkendt\s+)?[Rr]evisionspartnerselskab|mbB|mbH|Partnerschaft|[Ss]p\.\s?z\s?o\.\s?o\.(?:\s+[Ss]p\.\s?k\.)?|s\.r\.o\.|a\.s\.|d\.o\.o\.|Kft\.?|Zrt\.?|Oy|OÜ|UAB|SIA|ApS|S\.L\.P?\.?|(?:IT-)?[Aa]uditors|Accountants|& Associates|Chartered(?:\s+Professional)?\s+Accountants|Certified\s+Public\s+Accountants|S\.A\.S?\.?|SAS|S\.p\.A\.|AB|A/S|P/S|KK|& (?:Company|Co\.?)|Pty\.?\s*Ltd\.?)`

// professionRE is a line that says what the firm on the line above is.
var professionRE = regexp.MustCompile(`(?i)^(?:statsautoriseret\s+revisionspartnerselskab|(?:licensed\s+)?certified\s+public\s+accountants|chartered(?:\s+professional)?\s+accountants|wirtschaftsprüfungsgesellschaft|registered\s+(?:public\s+)?(?:auditors|accountants)|statutory\s+auditors|(?:chartered professional accountants,\s*)?licensed\s+public\s+accountants)\W*$`)

var (
	// soleRE is the name of a person with the letters of a profession.
	soleRE = regexp.MustCompile(`^[\p{Lu}][\pL.'-]+(?:\s+[\p{Lu}][\pL.'-]*){1,2},\s*CPA$`)
	// firmWordRE are words of the names of firms without a legal form.
	firmWordRE = regexp.MustCompile(`(?i)&|\b(?:audit|revisi|assur|account|advis|associates|partners|treuhand|prüfung|auditor|attest|compan)`)
	// joinedFirmRE is a profession that is the second line of a name.
	joinedFirmRE = regexp.MustCompile(`^(?:Wirtschaftsprüfungsgesellschaft|Steuerberatungsgesellschaft|Statsautoriseret\s+Revisionspartnerselskab)$`)
)

// auditor reads the firm: in the signature block, the letterhead, else where the
// tests say who performed them.
func (rp *report) auditor(sig signature, org attest.Fact[string]) attest.Fact[string] {
	for _, read := range []func(signature, string) attest.Fact[string]{
		rp.signedFirm, rp.professionFirm, rp.forFirm, rp.unsignedFirm, rp.letterheadFirm, rp.runningFirm, rp.testedBy, rp.plainFirm, rp.addressedFirm,
	} {
		if f := read(sig, org.Value); f.State == attest.Found {
			return f
		}
	}
	reason := rp.zoneReason("no name of an audit firm was found in the text of the auditor's report")
	if firmRE.MatchString(rp.doc.info.Author) {
		reason += "; the file's own data name " + rp.doc.info.Author + " as its author"
	}
	rp.doc.flag(attest.FlagAuditorUnknown, reason)
	return attest.AbsentFact[string](reason)
}

// signedFirm is a line near the date that ends as the names of firms do. A person
// with the letters of a profession counts where there is no firm.
func (rp *report) signedFirm(sig signature, org string) attest.Fact[string] {
	var person attest.Fact[string]
	for _, i := range append(sig.dateLine(), sig.around()...) {
		l := sig.lines[i].unsigned()
		if !firmLine(l.text, org) || pennsylvaniaRE.MatchString(l.text) {
			continue
		}
		firm := attest.FoundFact(l.text, "auditor.signature", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
		if !soleRE.MatchString(l.text) {
			return sig.joined(i, firm, rp.letter.flow)
		}
		if person.State == "" {
			person = firm
		}
	}
	return person
}

// networkRE are words of lines that end like the name of a firm and are none: the
// network that a firm belongs to, and sentences.
var networkRE = regexp.MustCompile(`(?i)\bmembers?\s+(?:firms?\s+)?of\b|\bnetwork\b|\b(?:report|users)\b|\bglobal\s+limited\b`)

// firmLine reports whether a line is the name of a firm other than the
// organisation.
func firmLine(text, org string) bool {
	return firmLineRE.MatchString(text) && !professionRE.MatchString(text) && !networkRE.MatchString(text) && !sameName(text, org)
}

// joined adds the profession that stands on the line below a name and belongs to it.
func (s signature) joined(i int, firm attest.Fact[string], f flow) attest.Fact[string] {
	if i+1 < len(s.lines) && joinedFirmRE.MatchString(s.lines[i+1].text) && !joinedFirmRE.MatchString(lastWord(firm.Value)) {
		l := s.lines[i+1]
		firm.Value += " " + l.text
		firm.Citations = append(firm.Citations, f.cite(l.at, l.at+len(l.text))...)
	}
	return firm
}

// unsignedFirm is a firm among the last lines of a letter that ends without a date.
func (rp *report) unsignedFirm(sig signature, org string) attest.Fact[string] {
	if sig.date >= 0 {
		return attest.Fact[string]{}
	}
	for i := len(sig.lines) - 1; i >= max(0, len(sig.lines)-2*signatureReach) && sig.lines[i].at > sig.from; i-- {
		if l := sig.lines[i].unsigned(); firmLine(l.text, org) && nameLike(l.text) && len(l.text) < 70 {
			return attest.FoundFact(l.text, "auditor.last_lines", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
		}
	}
	return attest.Fact[string]{}
}

// runningFirm is a firm of accountants that the pages of the letter name in a
// header or footer, as printed letterheads do.
func (rp *report) runningFirm(_ signature, org string) attest.Fact[string] {
	for i := rp.letter.span.from; i < rp.letter.span.to; i++ {
		l := rp.doc.lines[i]
		if !l.noise || stampRE.MatchString(l.text) {
			continue
		}
		l.noise = false
		f := newFlow([]line{l})
		name := strings.TrimSpace(f.text)
		if at := strings.IndexAny(name, "|•·"); at > 0 {
			name = strings.TrimSpace(name[:at])
		}
		if firmRE.MatchString(name) && firmLine(name, org) {
			return attest.FoundFact(name, "auditor.running_line", f.cite(0, len(name))...)
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

// letterheadFirm is a firm of accountants above the letter's first paragraph, or
// any firm above the addressee.
func (rp *report) letterheadFirm(sig signature, org string) attest.Fact[string] {
	addressee := false
	for _, l := range sig.lines {
		if l.at >= rp.letter.anchor {
			break
		}
		name := columnHead(l.text)
		addressee = addressee || toRE.MatchString(l.text) || rolesRE.MatchString(l.text) || sameName(firstName(l.text), org)
		if firmLine(name, org) && (firmRE.MatchString(name) || !addressee && org != "" && nameLike(name) && !rp.examinesFully(name)) {
			return attest.FoundFact(name, "auditor.letterhead", rp.letter.flow.cite(l.at, l.at+len(name))...)
		}
	}
	return attest.Fact[string]{}
}

// examinesFully reports whether the letter's first paragraph holds a name: then
// it is that of the organisation or one of its owners.
func (rp *report) examinesFully(name string) bool {
	return strings.Contains(rp.letter.opening(), name)
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

// plainFirm takes a firm without a legal form: the line above the date that is
// neither city nor date nor a person's title, when there is just one; else the
// line below the date, when its words are those of a firm.
func (rp *report) plainFirm(sig signature, org string) attest.Fact[string] {
	none := attest.Fact[string]{}
	if sig.date < 0 {
		return none
	}
	found := sig.plainLines()
	if below := sig.date + 1; len(found) == 0 && below < len(sig.lines) && firmWordRE.MatchString(sig.lines[below].text) && len(sig.lines[below].text) < 60 {
		found = append(found, sig.lines[below])
	}
	if len(found) != 1 || sameName(found[0].text, org) || !nameLike(found[0].text) {
		return none
	}
	l := found[0]
	return attest.FoundFact(l.text, "auditor.signature_plain", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
}

// plainLines are the lines right above the date that are no city, no date and no
// mark of a signature.
func (s signature) plainLines() []sigLine {
	var out []sigLine
	for i := s.date - 1; i >= max(0, s.date-3) && s.lines[i].at >= s.from; i-- {
		l := s.lines[i].unsigned()
		if strings.HasSuffix(l.text, ".") || len(l.text) > 60 || letterHeadRE.MatchString(l.text) {
			break
		}
		if !cityRE.MatchString(l.text) && !zipCityRE.MatchString(l.text) && !notFirmRE.MatchString(l.text) && !isDateLine(l.text) {
			out = append(out, l)
		}
	}
	return out
}

// nameLike reports whether every longer word starts with a capital.
func nameLike(s string) bool {
	for _, w := range strings.Fields(s) {
		r, ok := firstLetter(w)
		if ok && len(w) > 3 && !strings.HasSuffix(w, ".") && !unicode.IsUpper(r) {
			return false
		}
	}
	return len(s) > 2
}

var testedByRE = regexp.MustCompile(`(?:(?i:tests?|testing|procedures|examination)\s*(?:(?i:were|was)\s*)?(?i:performed|conducted)\s*(?i:by)\s*|(?i:tests?\s*that)\s*|(?i:engaged)\s*)([\p{Lu}][\pL&'.,-]*(?:\s+(?:&|and|of|[\p{Lu}][\pL&'.,-]*)){0,5}?,?\s` + firmSuffix + `(?:,\s*` + firmSuffix + `)?)(?:\W|$)`)

// testedBy reads the firm from words such as "tests performed by FIRM" in the
// matrix or the assertion. Heads of columns side by side run into each other, so
// the words are read column by column.
func (rp *report) testedBy(_ signature, org string) attest.Fact[string] {
	var zones []flow
	if s, ok := sectionOf(rp.sections, attest.SectionMatrix); ok {
		for i, n := s.span.from, 0; i < s.span.to && n < 60; i++ {
			if l := rp.doc.lines[i]; !l.noise {
				zones = append(zones, rp.columns(i)...)
				n++
			}
		}
	}
	for _, f := range append(zones, rp.letter.flow, rp.assertion) {
		for _, m := range testedByRE.FindAllStringSubmatchIndex(f.text, -1) {
			name := strings.TrimRight(f.text[m[2]:m[3]], ", ")
			if !sameName(name, org) {
				return attest.FoundFact(name, "auditor.tests", f.cite(m[2], m[3])...)
			}
		}
	}
	return attest.Fact[string]{}
}

// columns gives the cells of line i, each with those that carry it on below.
func (rp *report) columns(i int) []flow {
	end := min(len(rp.doc.lines), i+3)
	g := newGrid(rp.doc.lines[i:end])
	var out []flow
	for k := range g.cells {
		if g.cells[k].row > 0 {
			continue
		}
		lines := []line{g.cells[k].line}
		for next, ok := g.below(k, 1.2); ok && len(lines) < 3; next, ok = g.below(next, 1.2) {
			lines = append(lines, g.cells[next].line)
		}
		out = append(out, newFlow(lines))
	}
	return out
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
