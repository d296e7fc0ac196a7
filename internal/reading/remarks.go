package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	reissuedRE     = regexp.MustCompile(`(?i)\b(?:re-?issued|revised)\s*(?:report|version|on)\b|\bsupersedes?\s*(?:the|our|any)\s*(?:previous|prior|earlier|report)|\breplaces\s*(?:the|our)\s*(?:report|previous)`)
	priorOpinionRE = regexp.MustCompile(`(?i)\b(?:prior|previous|last|earlier)[ -]*(?:year'?s?|period'?s?)?\s*(?:SOC\s*2\s*)?(?:report|examination|auditor|opinion)[^.]{0,160}\b(?:qualified|adverse|disclaim|modif|exception)|\b(?:qualified|adverse)\s*opinion[^.]{0,120}\b(?:prior|previous|last|earlier)\b|\breport\s*(?:for|dated|covering|of|on)\b[^.]{0,240}\b(?:qualified|adverse)\s*opinion|\breport\s*(?:for|dated|covering|of|on)\b[^.]{0,240}\bdisclaimed\b`)
	independentRE  = regexp.MustCompile(`(?i)\bindependen(?:t|ce)\b[^.]{0,120}\b(?:ethical|requirements|code)|\bunabhängig`)
	oldStandardRE  = regexp.MustCompile(`(?i)\bSSAE\s*(?:no\.?\s*)?16\b|\bAT\s*(?:section\s*)?101\b|\bSAS\s*(?:no\.?\s*)?70\b`)
	soc2018RE      = regexp.MustCompile(`(?i)\bISAE\s*3000\b|international\s*standards?\s*on\s*assurance\s*engagements?\s*(?:\(?ISAE\)?\s*)?3000`)
)

// oldStandardsEnd is the first year in which no report is made under SSAE 16.
const oldStandardsEnd = 2018

// flagReport raises what a careful reader would say of the report as a whole.
func (rp *report) flagReport(a *attest.Attestation) {
	d, f := rp.doc, rp.letter.flow
	if rp.typ == 1 {
		d.flag(attest.FlagType1, "the report speaks for one date and tests no operation", a.Type.Citations...)
	}
	if rp.kind == attest.KindSOC1 {
		d.flag(attest.FlagNotSOC2, "a SOC 1 report is about financial reporting")
	}
	if m := notOperatedRE.FindStringIndex(f.text); m != nil {
		d.flag(attest.FlagControlsNotOperated, "some controls had no occasion to operate and were not tested", f.cite(m[0], m[1])...)
	}
	if m := soc2018RE.FindStringIndex(f.text); m != nil {
		d.flag(attest.FlagISAE3000, "the examination was also made under ISAE 3000", f.cite(m[0], m[1])...)
	}
	if a.AddedCriteria.State == attest.Found && len(a.AddedCriteria.Items) > 0 {
		d.flag(attest.FlagSOC2Plus, strings.Join(a.AddedCriteria.Items, ", "), a.AddedCriteria.Citations...)
	}
	if rp.letter.found() && len(rp.letter.unread) == 0 && !independentRE.MatchString(f.text) {
		d.flag(attest.FlagIndependenceUnstated, "the auditor's report has no sentence on the auditor's independence")
	}
	if m := oldStandardRE.FindStringIndex(f.text); m != nil && a.ReportDate.Value.Year >= oldStandardsEnd {
		d.flag(attest.FlagOldStandard, "the standard was no longer in force at the report's date", f.cite(m[0], m[1])...)
	}
	rp.flagCover()
	rp.flagKindOnCover()
	rp.flagSecondLetter()
	if s, ok := sectionOf(rp.sections, attest.SectionOther); ok {
		h := d.flow(span{s.span.from, s.bodyFrom})
		d.flag(attest.FlagOtherInformation, "this part was not examined by the auditor", h.cite(0, len(h.text))...)
		other := d.body(s.span)
		if m := priorOpinionRE.FindStringIndex(other.text); m != nil {
			d.flag(attest.FlagPriorOpinion, "told by management, not examined", other.cite(m[0], m[1])...)
		}
	}
}

// flagCover raises what the cover and the first pages give away.
func (rp *report) flagCover() {
	if m := reissuedRE.FindStringIndex(rp.cover.text); m != nil {
		rp.doc.flag(attest.FlagReissued, "the report replaces an earlier one", rp.cover.cite(m[0], m[1])...)
	}
}

// flagSecondLetter flags a file that holds another practitioner's report after
// the first, such as that of a subservice organisation. Only the first is read.
func (rp *report) flagSecondLetter() {
	for _, s := range rp.sections {
		if s.kind == attest.SectionAuditorReport && s.span.from >= rp.letter.span.to && rp.letter.found() && rp.doc.opensLetter(s) {
			h := rp.doc.flow(span{s.span.from, s.bodyFrom})
			rp.doc.flag(attest.FlagMixedLetters, "only the first auditor's report was read", h.cite(0, len(h.text))...)
		}
	}
}

// flagKindOnCover flags a cover that names another SOC report than the letter.
func (rp *report) flagKindOnCover() {
	if !rp.letter.found() {
		return
	}
	named := map[attest.Kind][]int{}
	for kind, pattern := range map[attest.Kind]string{attest.KindSOC1: soc1Pattern, attest.KindSOC2: soc2Pattern, attest.KindSOC3: soc3Pattern} {
		if m := regexp.MustCompile(`(?i)` + spaced(pattern)).FindStringIndex(rp.cover.text); m != nil {
			named[kind] = m
		}
	}
	if len(named) == 0 || named[rp.kind] != nil {
		return
	}
	for _, kind := range []attest.Kind{attest.KindSOC1, attest.KindSOC2, attest.KindSOC3} {
		m := named[kind]
		if m == nil || kind == attest.KindSOC2 && rp.kind == attest.KindISAE3000 || kind == attest.KindSOC1 && rp.kind == attest.KindISAE3402 {
			continue
		}
		rp.doc.flag(attest.FlagTitleMismatch, "the cover names another report than the auditor's report is", rp.cover.cite(m[0], m[1])...)
		return
	}
}
