package reading

import (
	"regexp"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

// firmSuffix is what ends the name of an audit firm.
const firmSuffix = `(?:LLP|L\.L\.P\.?|LLC|L\.L\.C\.?|PLLC|P\.?L\.?L\.?C\.?|P\.\s?C\.?|PC|P\.\s?A\.?|PA|P\.\s?S\.?|PS|CPAs?|Inc\.?|Ltd\.?|Limited|LP|B\.V\.|N\.V\.|GmbH(?:\s+(?:WPG|Wirtschaftsprüfungsgesellschaft))?|AG(?:\s+Wirtschaftsprüfungsgesellschaft)?|WPG|Wirtschaftsprüfungsgesellschaft|Statsautoriseret\s+Revisionspartnerselskab|Chartered(?:\s+Professional)?\s+Accountants|Certified\s+Public\s+Accountants|S\.A\.S?\.?|SAS|S\.p\.A\.|AB|A/S|P/S|KK|& (?:Company|Co\.?)|Pty\.?\s*Ltd\.?)`

// professionRE is a line that says what the firm on the line above is.
var professionRE = regexp.MustCompile(`(?i)^(?:statsautoriseret\s+revisionspartnerselskab|(?:licensed\s+)?certified\s+public\s+accountants|chartered(?:\s+professional)?\s+accountants|wirtschaftsprüfungsgesellschaft|registered\s+(?:public\s+)?(?:auditors?|accountants?)|statutory\s+auditors?)\W*$`)

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
