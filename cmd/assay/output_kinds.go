package main

import (
	"fmt"
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// attestation writes what a service auditor's report states.
func (o report) attestation(a *assayv1.Attestation) {
	o.fact("Organisation", a.GetOrganization(), nil)
	if len(a.GetAliases()) > 0 {
		o.field("", "also called "+strings.Join(a.GetAliases(), ", "), "")
	}
	o.fact("System", a.GetSystem(), nil)
	o.fact("Service auditor", a.GetAuditor(), nil)
	o.fact("City", a.GetAuditorCity(), nil)
	o.fact("Report date", a.GetReportDate(), nil)
	o.days(a)
	o.list("Categories", a.GetCategories(), "none")
	o.detailList("Standards", a.GetStandards())
	o.detail("Criteria", a.GetCriteriaEdition(), nil)
	o.detailList("Added criteria", a.GetAddedCriteria())
	o.opinion(a)
	o.detail("Use", a.GetRestrictedUse(), func(v string) string {
		if v == "true" {
			return "restricted to the parties it names"
		}
		return "general"
	})
	o.sections(a.GetSections())
	o.subservice(a.GetSubservice())
	o.cuecs(a.GetCuecs())
	o.matrix(a)
}

// days writes the period or the day that the report speaks for.
func (o report) days(a *assayv1.Attestation) {
	period, asOf := a.GetPeriod(), a.GetAsOf()
	pointInTime := a.GetType().GetValue() == "1"
	if !pointInTime || stated(period) || o.opts.all {
		o.fact("Period", period, sayPeriod)
	}
	if pointInTime || stated(asOf) || o.opts.all {
		o.fact("As of", asOf, nil)
	}
	for _, c := range a.GetCategoryPeriods() {
		o.fact("", c.GetPeriod(), func(v string) string {
			return sayPeriod(v) + " for " + spoken(strings.Join(c.GetCategories(), ", "))
		})
	}
}

// stated reports whether the document says anything about a fact.
func stated(f *assayv1.Fact) bool {
	return f.GetState() == assayv1.Fact_FOUND || f.GetState() == assayv1.Fact_AMBIGUOUS
}

// sayPeriod writes a period in words, with its length.
func sayPeriod(v string) string {
	start, end, ok := strings.Cut(v, "..")
	if !ok {
		return v
	}
	first, err1 := attest.ParseDate(start)
	last, err2 := attest.ParseDate(end)
	if err1 != nil || err2 != nil {
		return v
	}
	return fmt.Sprintf("%s to %s (%d days)", start, end, attest.Period{Start: first, End: last}.Days())
}

// opinion writes the opinion, limb by limb where there are limbs.
func (o report) opinion(a *assayv1.Attestation) {
	o.fact("Opinion", a.GetOpinion(), nil)
	for _, leg := range a.GetLegs() {
		o.fact("", leg.GetOpinion(), func(v string) string { return spoken(leg.GetLeg()) + ": " + v })
	}
	o.detailList("Modified for", a.GetModifiedCriteria())
	o.detailList("Emphasis", a.GetEmphasis())
}

// sections writes the parts of the report and their pages.
func (o report) sections(sections []*assayv1.Section) {
	for i, s := range sections {
		label := ""
		if i == 0 {
			label = "Sections"
		}
		text := spoken(s.GetKind())
		if !s.GetAudited() {
			text += " (not audited)"
		}
		var span []int32
		for n := s.GetFirstPage(); n <= s.GetLastPage(); n++ {
			span = append(span, n)
		}
		o.field(label, text, pageNumbers(span))
		o.quote([]*assayv1.Citation{s.GetHeading()})
	}
}

// subservice writes the organisations that the vendor relies on.
func (o report) subservice(l *assayv1.SubserviceList) {
	if len(l.GetItems()) == 0 {
		o.list("Relies on", &assayv1.FactList{State: l.GetState(), Citations: l.GetCitations(), Reason: l.GetReason()}, "no subservice organisation")
		return
	}
	for i, s := range l.GetItems() {
		label := ""
		if i == 0 {
			label = "Relies on"
		}
		text := s.GetOrganization()
		if s.GetServices() != "" {
			text += " for " + s.GetServices()
		}
		o.field(label, fmt.Sprintf("%s (%s)", text, sayMethod(s.GetMethod())), pageRef(s.GetCitations()))
		o.quote(s.GetCitations())
		if o.opts.all {
			for _, c := range s.GetCsocs() {
				o.field("", "- "+c, "")
			}
		} else if n := len(s.GetCsocs()); n > 0 {
			o.field("", fmt.Sprintf("%d complementary controls expected of it; --all shows them", n), "")
		}
	}
}

// sayMethod names the treatment of a subservice organisation.
func sayMethod(method string) string {
	switch attest.Method(method) {
	case attest.CarveOut:
		return "carved out"
	case attest.Inclusive:
		return "included"
	}
	return "method not stated"
}

// cuecs writes the complementary user entity controls: what the buyer must do.
func (o report) cuecs(l *assayv1.CuecList) {
	n := len(l.GetItems())
	if n == 0 {
		o.list("Your part", &assayv1.FactList{State: l.GetState(), Citations: l.GetCitations(), Reason: l.GetReason()},
			"no complementary user entity controls")
		return
	}
	o.field("Your part", fmt.Sprintf("%d complementary user entity controls", n), pageRef(l.GetCitations()))
	o.items(n, func(i int) {
		c := l.GetItems()[i]
		text := c.GetText()
		if c.GetId() != "" {
			text = c.GetId() + ": " + text
		}
		if len(c.GetCriteria()) > 0 {
			text += " (" + strings.Join(c.GetCriteria(), ", ") + ")"
		}
		o.field("", "- "+text, pageRef(c.GetCitations()))
	})
}

// certificate writes what an ISO/IEC 27001 certificate states.
func (o report) certificate(c *assayv1.Certificate) {
	o.fact("Holder", c.GetHolder(), nil)
	o.detailList("Trade names", c.GetTradeNames())
	o.fact("Standard", c.GetStandard(), nil)
	o.fact("Edition", c.GetEdition(), nil)
	o.detailList("Also covers", c.GetExtraStandards())
	o.fact("Number", c.GetNumber(), nil)
	o.detail("Version", c.GetVersion(), nil)
	o.fact("Body", c.GetBody(), nil)
	o.fact("Accreditation", c.GetAccreditation(), nil)
	o.detail("Accreditation no.", c.GetAccreditationNo(), nil)
	o.fact("Scope", c.GetScope(), nil)
	o.sites(c.GetSites())
	o.detail("SoA version", c.GetSoaVersion(), nil)
	o.detail("SoA date", c.GetSoaDate(), nil)
	o.detail("First certified", c.GetInitialDate(), nil)
	o.detail("Last cycle to", c.GetLastCycleExpiry(), nil)
	o.detail("Recertif. audit", c.GetRecertAuditDate(), nil)
	o.fact("Issued", c.GetIssueDate(), nil)
	o.detail("Valid from", c.GetCycleStart(), nil)
	o.fact("Expires", c.GetExpiryDate(), nil)
	o.detail("Language", c.GetLanguage(), nil)
}

// sites writes the sites, one on a line.
func (o report) sites(l *assayv1.FactList) {
	n := len(l.GetItems())
	if n == 0 {
		o.detailList("Sites", l)
		return
	}
	o.field("Sites", fmt.Sprint(n), pageRef(l.GetCitations()))
	o.items(n, func(i int) { o.field("", "- "+l.GetItems()[i], "") })
}

// bridgeLetter writes what a bridge letter states. It is management's word.
func (o report) bridgeLetter(b *assayv1.BridgeLetter) {
	o.fact("Organisation", b.GetOrganization(), nil)
	o.detail("System", b.GetSystem(), nil)
	o.fact("Report named", b.GetReportNamed(), nil)
	o.fact("Its period", b.GetPeriod(), sayPeriod)
	o.detail("Its auditor", b.GetAuditor(), nil)
	o.fact("Letter date", b.GetLetterDate(), nil)
	o.fact("Claims through", b.GetCoversThrough(), nil)
	o.fact("Changes", b.GetChanges(), nil)
	o.fact("Signer", b.GetSigner(), nil)
	o.fact("Signed by", b.GetSignedBy(), nil)
}
