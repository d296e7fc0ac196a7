package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// newReport finds the parts of a document that the rules for reports look in.
func newReport(d *document) *report {
	rp := &report{doc: d, sections: d.findSections()}
	rp.letter = d.findLetter(rp.sections)
	rp.sections = d.withLetter(rp.sections, rp.letter)
	rp.cover = d.coverFlow(rp.letter)
	rp.assertion = d.assertionFlow(rp.sections, rp.letter)
	if rp.letter.found() {
		rp.opinion = readOpinion(rp.letter.flow)
	}
	return rp
}

// coverFlow is what stands on the first two pages before the letter, without the
// table of contents.
func (d *document) coverFlow(l letter) flow {
	s := d.pageSpan(1, 2)
	if l.found() && l.span.from < s.to {
		s.to = l.span.from
	}
	var lines []line
	for i := s.from; i < s.to; i++ {
		if !d.contents[i] && !stampRE.MatchString(d.lines[i].text) {
			lines = append(lines, plainLine(d.lines[i]))
		}
	}
	return newFlow(lines)
}

// assertionFlow is management's assertion: its section, else the page on which
// its words stand.
func (d *document) assertionFlow(sections []section, l letter) flow {
	if s, ok := sectionOf(sections, attest.SectionAssertion); ok {
		to := min(s.span.to, d.pageSpan(1, d.lines[s.span.from].page+6).to)
		return d.body(span{s.span.from, to})
	}
	for _, p := range d.pages {
		if l.found() && p.first >= l.span.from && p.first < l.span.to {
			continue
		}
		for i := p.first; i < p.end && kindAt(sections, i) != attest.SectionMatrix; i++ {
			if !d.lines[i].noise && !d.contents[i] && assertsRE.MatchString(newFlow([]line{d.lines[i]}).text) {
				return d.body(span{p.first, p.end})
			}
		}
	}
	return flow{}
}

// isAttestation reports whether documents of a kind are read as a practitioner's
// report.
func isAttestation(k attest.Kind) bool {
	return typed(k) || slices.Contains([]attest.Kind{attest.KindSOC3, attest.KindSOCCyber, attest.KindSOCSupply, attest.KindWebTrust}, k)
}

// attestation reads the facts of a report.
func (rp *report) attestation() *attest.Attestation {
	a := &attest.Attestation{}
	t := rp.reportType()
	rp.typ = t.Value
	a.Type = t
	a.Standards = rp.standards()
	a.CriteriaEdition = rp.criteriaEdition()
	a.AddedCriteria = rp.addedCriteria()
	a.Organization = rp.organisation()
	a.Aliases = rp.aliases(a.Organization.Value)
	a.System = rp.system(ownerNames(a.Organization.Value, a.Aliases))
	sig := rp.signature()
	a.Auditor = rp.auditor(sig, a.Organization)
	a.City = rp.city(sig, a.Organization.Value)
	a.ReportDate = rp.reportDate(sig)
	rp.dates(a)
	a.Categories = rp.categoriesOf()
	rp.opinions(a)
	a.RestrictedUse = rp.restrictedUse()
	a.Sections = sectionRecords(rp.doc, rp.sections)
	a.Subservice = rp.subservice(a.Organization.Value)
	a.CUECs = rp.cuecs()
	rp.flagReport(a)
	return a
}

// dates reads the period or the date for which the report speaks.
func (rp *report) dates(a *attest.Attestation) {
	if rp.typ == 1 {
		a.Period = attest.AbsentFact[attest.Period]("a type 1 report speaks for a date")
		a.AsOf = rp.asOf()
		rp.checkDates(a.ReportDate, a.AsOf.Value)
		return
	}
	a.Period = rp.period()
	a.CategoryPeriods = rp.categoryPeriods()
	if rp.typ == 0 && typed(rp.kind) && a.Period.State == attest.Absent {
		a.AsOf = rp.asOf()
	} else {
		a.AsOf = attest.AbsentFact[attest.Date]("the report speaks for a period")
	}
	rp.checkDates(a.ReportDate, a.Period.Value.End)
}

// categoriesOf reads the categories where the kind has them.
func (rp *report) categoriesOf() attest.List[attest.Category] {
	if slices.Contains([]attest.Kind{attest.KindSOC1, attest.KindISAE3402, attest.KindCSAE3416, attest.KindWebTrust, attest.KindSOCCyber}, rp.kind) {
		return attest.List[attest.Category]{State: attest.Absent, Reason: "reports of this kind have no trust services categories"}
	}
	return rp.categories()
}

// opinions reads the opinion and what belongs to it.
func (rp *report) opinions(a *attest.Attestation) {
	f, o := rp.letter.flow, rp.opinion
	silent := func(why string) attest.List[string] { return attest.List[string]{State: attest.Absent, Reason: why} }
	a.Emphasis = rp.emphasis()
	a.OpinionText = rp.opinionText()
	switch {
	case o.kind == "":
		a.Opinion = attest.AbsentFact[attest.OpinionKind](rp.zoneReason("no opinion paragraph was recognised in the auditor's report"))
		a.Modified = silent(a.Opinion.Reason)
		return
	case o.doubt != "":
		cites := f.cite(o.cue[0], o.cue[1])
		a.Opinion = attest.AmbiguousFact(o.doubt,
			attest.Candidate[attest.OpinionKind]{Value: o.kind, Citations: cites, Rule: o.rule},
			attest.Candidate[attest.OpinionKind]{Value: o.other, Citations: cites, Rule: "opinion.doubt"})
		a.Modified = silent(o.doubt)
		return
	case rp.cutShort() != "":
		a.Opinion = attest.AbsentFact[attest.OpinionKind](rp.cutShort())
		a.Modified = silent(rp.cutShort())
		return
	case o.differs:
		var options []attest.Candidate[attest.OpinionKind]
		for _, s := range o.spans {
			if s.subject == "" && s.kind != "" {
				options = append(options, attest.Candidate[attest.OpinionKind]{Value: s.kind, Citations: f.cite(s.cue[0], s.cue[1]), Rule: "opinion." + string(s.kind)})
			}
		}
		a.Opinion = attest.AmbiguousFact("the auditor's report holds opinions that differ", options...)
		a.Modified = silent("the auditor's report holds opinions that differ")
		return
	}
	a.Opinion = attest.FoundFact(o.kind, o.rule, f.cite(o.cue[0], o.cue[1])...)
	a.Legs = o.legs(f, rp.kind, rp.typ)
	a.Modified = rp.modified()
	rp.flagOpinion()
}

// opinionText is the opinion in the auditor's words.
func (rp *report) opinionText() attest.List[string] {
	f, out := rp.letter.flow, attest.List[string]{State: attest.Found, Rule: "opinion.text"}
	for _, s := range rp.opinion.spans {
		out.Items = append(out.Items, strings.TrimSpace(f.text[s.start:s.end]))
		out.Citations = append(out.Citations, f.cite(s.start, s.end)...)
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: rp.zoneReason("no opinion paragraph was recognised in the auditor's report")}
	}
	return out
}

// cutShort says why an opinion that seems unqualified was not read to its end: a
// limb is missing, or the next page could not be read. It is "" when all is there.
func (rp *report) cutShort() string {
	o, f := rp.opinion, rp.letter.flow
	if o.kind != attest.Unqualified || rp.kind == attest.KindSOC3 || !typed(rp.kind) {
		return ""
	}
	main := o.mainSpan()
	last := f.page(max(0, main.end-1))
	if slices.Contains(rp.letter.unread, last+1) && main.end >= len(f.text)-1 {
		return "the opinion goes on to " + pageList([]int{last + 1}) + ", which could not be read"
	}
	has := func(l attest.Leg) bool {
		return slices.ContainsFunc(main.limbs, func(x limb) bool { return x.leg == l })
	}
	switch {
	case rp.typ == 2 && (!has(attest.LegOperation) || len(main.limbs) < 2):
		return "the opinion was recognised only in part: a limb is missing"
	case rp.typ == 1 && !has(attest.LegDesign):
		return "the opinion was recognised only in part: the limb on design is missing"
	}
	return ""
}

// flagOpinion raises what a careful reader says of a modified opinion.
func (rp *report) flagOpinion() {
	f, o, d := rp.letter.flow, rp.opinion, rp.doc
	cites := f.cite(o.cue[0], o.cue[1])
	name := map[attest.OpinionKind]attest.FlagName{
		attest.Qualified: attest.FlagOpinionQualified, attest.Adverse: attest.FlagOpinionAdverse, attest.Disclaimer: attest.FlagOpinionDisclaimer,
	}[o.kind]
	for _, s := range o.spans {
		if s.subject != "" && s.kind != attest.Unqualified && s.kind != "" {
			d.flag(attest.FlagOpinionQualified, "the opinion on "+s.subject+" is "+string(s.kind), f.cite(s.cue[0], s.cue[1])...)
		}
	}
	if name == "" {
		rp.compareAssertion()
		return
	}
	d.flag(name, "", cites...)
	if o.kind == attest.Qualified && o.inLimb {
		d.flag(attest.FlagQualifiedInLimb, "the words of exception stand inside a limb of the opinion", cites...)
	}
	if !o.headed {
		d.flag(attest.FlagNoOpinionHeading, "no heading says that the opinion is modified", cites...)
	}
	if o.basis == [2]int{} {
		d.flag(attest.FlagNoBasisParagraph, "no paragraph tells why the opinion is modified", cites...)
	}
}

var assertionExceptRE = regexp.MustCompile(`(?i)\b(?:operated\s*effectively|suitably\s*designed|were\s*effective|description\s*criteria)[^.]{0,400}?,?\s*except\s*(?:for|that|as)\b|\bexcept\s*(?:for|that)\b[^.]{0,300}\b(?:operated\s*effectively|were\s*(?:suitably\s*designed|effective))\b`)

// compareAssertion flags an assertion by management that takes back what the
// auditor's unqualified opinion says.
func (rp *report) compareAssertion() {
	if m := assertionExceptRE.FindStringIndex(rp.assertion.text); m != nil {
		rp.doc.flag(attest.FlagAssertionMismatch, "management's assertion makes an exception that the opinion does not", rp.assertion.cite(max(m[0], m[1]-80), m[1])...)
	}
}

var criterionRE = regexp.MustCompile(`\b(?:CC\s?-?\s?[1-9]\.\d{1,2}|A\s?1\.[1-3]|C\s?1\.[1-9]|PI\s?1\.\d|P\s?[1-8]\.\d)\b`)

// modified lists the criteria that the modified opinion or its reasons name.
func (rp *report) modified() attest.List[string] {
	o, f := rp.opinion, rp.letter.flow
	if o.kind == attest.Unqualified {
		return attest.List[string]{State: attest.Absent, Reason: "the opinion is not modified"}
	}
	out := attest.List[string]{State: attest.Found, Rule: "opinion.modified_criteria"}
	main := o.mainSpan()
	for _, z := range [][2]int{o.basis, {main.start, main.end}} {
		for _, m := range criterionRE.FindAllStringIndex(f.text[z[0]:z[1]], -1) {
			id := strings.ToUpper(strings.Map(func(r rune) rune {
				if r == ' ' || r == '-' {
					return -1
				}
				return r
			}, f.text[z[0]+m[0]:z[0]+m[1]]))
			if !slices.Contains(out.Items, id) {
				out.Items = append(out.Items, id)
				out.Citations = append(out.Citations, f.cite(z[0]+m[0], z[0]+m[1])...)
			}
		}
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: "the auditor's report names no criterion for which the opinion is modified"}
	}
	return out
}

var (
	emphasisHeadRE = regexp.MustCompile(`(?i)^\W*emphasis\s*(?:of|on)\s*(?:a\s*)?(?:the\s*)?matters?\W*(?:-.{0,80})?$`)
	emphasisRE     = regexp.MustCompile(`(?i)\bwe\s*draw\s*(?:your\s*)?attention\s*to\b|\b(?:our\s*)?opinion\s*is\s*not\s*modified\s*(?:with\s*respect\s*to|in\s*respect\s*of|regarding)\b`)
	notOperatedRE  = regexp.MustCompile(`(?i)\bcircumstances\s*that\s*(?:would\s*)?warrant(?:ed)?\s*(?:the\s*)?operation\b|\bcontrols?\s*that\s*did\s*not\s*operate\s*during\b|\bdid\s*not\s*operate\s*during\s*the\s*(?:specified\s*|examination\s*|review\s*|audit\s*|reporting\s*)?period\b`)
	restrictedRE   = regexp.MustCompile(`(?i)\bintended\s*solely\s*for\b|\bintended\s*only\s*for\b|\bnot\s*intended\s*to\s*be,?\s*and\s*should\s*not\s*be,?\s*used\b|\bmust\s*not\s*be\s*(?:used|relied)\b|\bsolely\s*for\s*the\s*(?:information|use)\b`)
)

// emphasis reads the emphasis-of-matter paragraphs of the letter.
func (rp *report) emphasis() attest.List[string] {
	f := rp.letter.flow
	out := attest.List[string]{State: attest.Found, Rule: "opinion.emphasis"}
	add := func(from, to int) {
		if text := strings.TrimSpace(f.text[from:to]); text != "" && !slices.Contains(out.Items, text) {
			out.Items = append(out.Items, text)
			out.Citations = append(out.Citations, f.cite(from, to)...)
		}
	}
	for _, at := range f.subheads(emphasisHeadRE) {
		from := at + len(f.lineText(at))
		add(from, rp.paragraphEnd(from))
	}
	if len(out.Items) == 0 {
		for _, s := range sentences(f.text) {
			if emphasisRE.MatchString(f.text[s[0]:s[1]]) {
				add(s[0], s[1])
			}
		}
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: rp.zoneReason("the auditor's report holds no emphasis of matter")}
	}
	rp.doc.flag(attest.FlagEmphasisOfMatter, "", out.Citations...)
	return out
}

// paragraphEnd is where the paragraph under a heading of the letter ends: at the
// next heading, or after 1,500 bytes.
func (rp *report) paragraphEnd(from int) int {
	f := rp.letter.flow
	end := min(len(f.text), from+1500)
	for _, at := range f.subheads(letterHeadRE) {
		if at > from {
			return min(end, at)
		}
	}
	return end
}

// restrictedUse reads whether the letter restricts who may use the report.
func (rp *report) restrictedUse() attest.Fact[bool] {
	f := rp.letter.flow
	if m := restrictedRE.FindStringIndex(f.text); m != nil {
		return attest.FoundFact(true, "restricted_use.letter", f.cite(m[0], m[1])...)
	}
	if rp.letter.found() && len(rp.letter.unread) == 0 && typed(rp.kind) {
		rp.doc.flag(attest.FlagNotRestricted, "the auditor's report does not say who may use it")
	}
	return attest.AbsentFact[bool](rp.zoneReason("the auditor's report does not restrict its use"))
}
