package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// report is an attestation report while it is read.
type report struct {
	doc       *document
	sections  []section
	letter    letter
	cover     flow // the first two pages, without contents
	assertion flow // management's assertion
	opinion   opinion
	kind      attest.Kind
	typ       attest.ReportType
}

// zoneReason explains an absent fact: the zone is missing, could not be read in
// part, or does not say.
func (rp *report) zoneReason(silent string) string {
	switch {
	case !rp.letter.found():
		return rp.doc.noLetter()
	case len(rp.letter.unread) > 0:
		return silent + "; " + pageList(rp.letter.unread) + " of it could not be read"
	}
	return silent
}

// suffixPattern is what ends the legal name of a company.
const suffixPattern = `(?:,?\s*(?:Inc\.?|Incorporated|LLC|L\.L\.C\.|LLP|L\.P\.|LP|Ltd\.?|Limited|Corp\.?|Corporation|Co\.|Company|PBC|P\.B\.C\.|PLC|plc|GmbH(?:\s*&\s*Co\.\s*KG)?|AG|SE|KG|S\.A\.S?\.?|SAS|SARL|S\.?à\s?r\.l\.|S\.p\.A\.|S\.r\.l\.|B\.V\.|BV|N\.V\.|NV|A/S|ApS|AB|AS|Oy|Pty\.?\s*Ltd\.?|Pte\.?\s*Ltd\.?|Pvt\.?\s*Ltd\.?|Private\s*Limited|K\.K\.|S\.L\.U?\.?))`

const namePattern = `[\pL\d][\pL\d&'.,+()/-]*(?:\s+(?:of\s+|and\s+|the\s+|for\s+|&\s+)?[\p{Lu}\d][\pL\d&'.,+()/-]*){0,8}?`

var (
	suffixRE = regexp.MustCompile(suffixPattern + `\*?$`)
	// sideRE are those whom a letter addresses beside the organisation.
	sideRE = regexp.MustCompile(`(?i),?\s*(?:and|&)\s*(?:its|their)\s*(?:customers|user\s*entities|users|clients|auditors|subsidiaries)\b.*$`)
	// subjectRE is the possessive before the thing that was examined.
	subjectRE = regexp.MustCompile(`(?:examined|examine|report\s*on|on)\s*(?:the\s*(?:accompanying\s*)?(?:management\s*)?)?(` + namePattern + `)\s*(?:\([^)]{1,160}\)\s*)?'s?\s*(?:\([^)]{1,160}\)\s*)?(?:management'?s?\s*)?(?:accompanying\s*|attached\s*|written\s*)?(?:description|assertion|statement|management|system|controls)`)
	// managementLineRE is the line with which management signs its assertion.
	managementLineRE = regexp.MustCompile(`^(?:The\s*)?Management\s*of\s*([\p{Lu}\d][^:;]{1,80}?)\s*$`)
	managementRE     = regexp.MustCompile(`(?i)\b(?:we,?\s*as\s*(?:the\s*)?management\s*of|(?:the\s*)?management\s*of)\s*(?-i:(` + namePattern + `))(?:\s*\(|,?\s*(?:are|is|has|have)\s*(?:responsible|prepared)|$)`)
	aliasRE          = regexp.MustCompile(`\(\s*(?:(?:hereinafter|herein|referred\s*to\s*as|collectively|also|the|or|,)\s*)*["'“]([^"'()]{2,50})["'”](?:\s*(?:,|or|and)\s*(?:the\s*)?["'“]([^"'()]{2,50})["'”])?(?:\s*(?:,|or|and)\s*(?:the\s*)?["'“]([^"'()]{2,50})["'”])?[^)]{0,40}\)`)
)

// organisation reads who was examined: the addressee of the letter, else the
// possessive before the description, else management's assertion. A short name
// gives way to the full one with its legal form where the same name bears it.
func (rp *report) organisation() attest.Fact[string] {
	if rp.letter.found() {
		to, addressed := rp.addressee()
		subject, named := rp.subject()
		own, owner := rp.examines(to.Value)
		switch {
		case addressed && (own || !named && !owner):
			return rp.fullName(to)
		case named:
			return rp.fullName(subject)
		case addressed:
			return attest.AbsentFact[string]("the auditor's report is addressed to " + to.Value + ", which it names as the owner of the organisation")
		}
	}
	if f := rp.assertsAs(); f.State == attest.Found {
		return rp.fullName(f)
	}
	for _, at := range rp.cover.lineStarts() {
		text := rp.cover.lineText(at)
		if suffixRE.MatchString(text) && !firmRE.MatchString(text) && len(text) < 80 && capitalisedName(trimName(text)) {
			return attest.FoundFact(trimName(text), "organisation.cover", rp.cover.cite(at, at+len(text))...)
		}
	}
	return attest.AbsentFact[string](rp.zoneReason("no name of the organisation was found in the auditor's report, the assertion or on the cover"))
}

// assertsAs reads the name under which management makes its assertion.
func (rp *report) assertsAs() attest.Fact[string] {
	f := rp.assertion
	for _, at := range f.lineStarts() {
		if m := managementLineRE.FindStringSubmatchIndex(f.lineText(at)); m != nil {
			return attest.FoundFact(trimName(f.lineText(at)[m[2]:m[3]]), "organisation.assertion", f.cite(at+m[2], at+m[3])...)
		}
	}
	if m := managementRE.FindStringSubmatchIndex(f.text); m != nil {
		if name := trimName(f.text[m[2]:m[3]]); name != "" {
			return attest.FoundFact(name, "organisation.assertion", f.cite(m[2], m[3])...)
		}
	}
	return attest.Fact[string]{}
}

// fullName puts the full legal name in place of a short one, where a line of the
// cover, the letter's head or the assertion is the short name with a legal form.
func (rp *report) fullName(short attest.Fact[string]) attest.Fact[string] {
	if suffixRE.MatchString(short.Value) {
		return short
	}
	re := regexp.MustCompile(`\b` + regexp.QuoteMeta(short.Value) + `(?:\s+[\p{Lu}&][\pL&.'-]*){0,4}?` + suffixPattern)
	head := rp.letter.flow.slice(0, min(len(rp.letter.flow.text), rp.letter.anchor+400))
	for _, zone := range []flow{head, rp.cover, rp.assertion} {
		if m := re.FindStringIndex(zone.text); m != nil {
			return attest.FoundFact(strings.TrimRight(zone.text[m[0]:m[1]], "*, "), short.Rule+"_full", append(zone.cite(m[0], m[1]), short.Citations...)...)
		}
	}
	return short
}

// trimName cleans a name: no possessive, no trailing marks; "" when the words
// are no name.
func trimName(s string) string {
	s = strings.Trim(s, " *,:;\"")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "'")
	if i := strings.Index(s, " ("); i > 0 {
		s = s[:i]
	}
	r, _ := firstLetter(s)
	if len(s) < 2 || !unicode.IsUpper(r) && !unicode.IsDigit(r) && strings.ToLower(s) == s && strings.Contains(s, " ") {
		return ""
	}
	return s
}

// genericName reports whether a name is a common word for the organisation.
func genericName(s string) bool {
	return slices.Contains([]string{"the company", "company", "management", "the service organization", "service organization", "whom it may concern", "users", "the board of directors", "board of directors"}, strings.ToLower(s))
}

// aliases are the short names that the letter or the description defines for the
// organisation.
func (rp *report) aliases(org string) []string {
	var out []string
	base := strings.Fields(strings.Trim(suffixRE.ReplaceAllString(org, ""), " ,"))
	if len(base) == 0 {
		return nil
	}
	zones := []flow{rp.letter.flow, rp.assertion}
	if s, ok := sectionOf(rp.sections, attest.SectionDescription); ok {
		f := rp.doc.body(s.span)
		zones = append(zones, f.slice(0, min(len(f.text), 2500)))
	}
	for _, z := range zones {
		for _, m := range aliasRE.FindAllStringSubmatchIndex(z.text, -1) {
			before := strings.TrimSuffix(strings.TrimRight(z.text[max(0, m[0]-100):m[0]], " ,"), "'s")
			if !strings.HasSuffix(before, org) && !strings.HasSuffix(before, strings.Join(base, " ")) {
				continue
			}
			for g := 2; g+1 < len(m); g += 2 {
				if m[g] < 0 {
					continue
				}
				name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(z.text[m[g]:m[g+1]]), "the "), ",")
				if name != org && !genericAlias(name) && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// genericAlias reports whether a defined term is no name of its own.
func genericAlias(s string) bool {
	return slices.Contains([]string{"company", "organization", "service organization", "system", "assertion", "description", "we", "us", "our", "management"}, strings.ToLower(s))
}
