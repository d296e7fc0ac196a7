package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// letteredRE is a person with the letters of accountants or of auditors of systems.
	letteredRE = regexp.MustCompile(`^\p{Lu}[\pL.'’ -]{3,40}(?:,\s*(?:CPA|CISA|CISSP|CISM|CRISC|QSA|CGMA|MBA))+$`)
	// streetRE is the first line of an address.
	streetRE = regexp.MustCompile(`^\d{1,6}\s+\p{Lu}`)
)

// forRE opens the line of a signature that is given for a firm.
var forRE = regexp.MustCompile(`^(?i:for(?:\s+and\s+on\s+behalf\s+of)?)\s*:?\s+(?:M/[sS]\.?\s+)?`)

// forFirm is the firm behind the word "For" above the line of its profession, as
// accountants in India sign; the date stands further below.
func (rp *report) forFirm(sig signature, org string) attest.Fact[string] {
	for i := 0; i+1 < len(sig.lines); i++ {
		l := sig.lines[i]
		m := forRE.FindString(l.text)
		if l.at < sig.from || m == "" || !professionRE.MatchString(sig.lines[i+1].text) {
			continue
		}
		at, name := l.at+len(m), strings.TrimRight(l.text[len(m):], " ,")
		if nameLike(name) && len(name) < 70 && !sameName(name, org) {
			return attest.FoundFact(name, "auditor.signed_for", rp.letter.flow.cite(at, at+len(name))...)
		}
	}
	return attest.Fact[string]{}
}

// addressedFirm is a firm without a legal form, between the person who signs with
// the letters of the profession and the firm's address.
func (rp *report) addressedFirm(sig signature, org string) attest.Fact[string] {
	for i := 1; i+2 < len(sig.lines); i++ {
		l := sig.lines[i]
		if l.at < sig.from || !letteredRE.MatchString(sig.lines[i-1].text) || !streetRE.MatchString(sig.lines[i+1].text) || !zipCityRE.MatchString(sig.lines[i+2].text) {
			continue
		}
		if nameLike(l.text) && len(l.text) < 60 && !strings.ContainsAny(l.text, ",:0123456789") && !personTitleRE.MatchString(l.text) && !sameName(l.text, org) {
			return attest.FoundFact(l.text, "auditor.above_address", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
		}
	}
	return attest.Fact[string]{}
}
