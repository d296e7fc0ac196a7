package wire

import (
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// Reading writes a reading under its resource name.
func Reading(name string, r *attest.Reading) *assayv1.Reading {
	out := &assayv1.Reading{
		Name: name, RulesVersion: r.RulesVersion, Sha256: r.SHA256, Kind: Fact(r.Kind), Title: Fact(r.Title),
		Flags: Flags(r.Flags), NotRead: r.NotRead, Readers: r.Readers,
		Attestation: attestation(strings.TrimSuffix(name, "/reading"), r.Attestation), Certificate: certificate(r.Certificate), BridgeLetter: bridgeLetter(r.BridgeLetter),
	}
	for _, p := range r.Pages {
		out.Pages = append(out.Pages, &assayv1.PageRecord{
			Number: int32(p.Number), Width: p.Width, Height: p.Height, Words: int32(p.Words), Status: pageStatus(p.Reading), Reason: p.Reason,
			Agreement: p.Agreement, Confidence: p.Confidence, Language: p.Language, TurnDegrees: int32(p.Turn), Correction: p.Correction,
		})
	}
	return out
}

func pageStatus(s attest.PageStatus) assayv1.PageRecord_Status {
	switch s {
	case attest.PageTwoReaders:
		return assayv1.PageRecord_TWO_READERS
	case attest.PageOneReader:
		return assayv1.PageRecord_ONE_READER
	case attest.PageOCR:
		return assayv1.PageRecord_OCR
	case attest.PageEmpty:
		return assayv1.PageRecord_EMPTY
	}
	return assayv1.PageRecord_NOT_READ
}

func attestation(document string, a *attest.Attestation) *assayv1.Attestation {
	if a == nil {
		return nil
	}
	out := &assayv1.Attestation{
		Type: Fact(a.Type), Standards: List(a.Standards), CriteriaEdition: Fact(a.CriteriaEdition), AddedCriteria: List(a.AddedCriteria),
		Organization: Fact(a.Organization), Aliases: a.Aliases, System: Fact(a.System), Auditor: Fact(a.Auditor), AuditorCity: Fact(a.City),
		ReportDate: Fact(a.ReportDate), Period: Fact(a.Period), AsOf: Fact(a.AsOf), Categories: List(a.Categories), Opinion: Fact(a.Opinion),
		OpinionText: List(a.OpinionText), ModifiedCriteria: List(a.Modified), Emphasis: List(a.Emphasis), RestrictedUse: Fact(a.RestrictedUse),
		Subservice: subservice(a.Subservice), Cuecs: cuecs(a.CUECs),
		Controls: controls(a.Controls), Exceptions: exceptions(document, a.Exceptions), Unparsed: unparsed(a.Unparsed),
	}
	for _, p := range a.CategoryPeriods {
		out.CategoryPeriods = append(out.CategoryPeriods, &assayv1.CategoryPeriod{Categories: Strings(p.Categories), Period: Fact(p.Period)})
	}
	for _, l := range a.Legs {
		out.Legs = append(out.Legs, &assayv1.LegOpinion{Leg: string(l.Leg), Opinion: Fact(l.Opinion)})
	}
	for _, s := range a.Sections {
		out.Sections = append(out.Sections, &assayv1.Section{
			Kind: string(s.Kind), Heading: citation(s.Heading, ""), FirstPage: int32(s.FirstPage), LastPage: int32(s.LastPage), Audited: s.Audited,
		})
	}
	return out
}

func subservice(l attest.List[attest.Subservice]) *assayv1.SubserviceList {
	out := &assayv1.SubserviceList{State: factState(l.State), Citations: Citations(l.Citations, ""), Rule: l.Rule, Reason: l.Reason, Correction: l.Correction}
	for _, s := range l.Items {
		out.Items = append(out.Items, &assayv1.Subservice{
			Organization: s.Name, Method: string(s.Method), Services: s.Services, Csocs: s.CSOCs, Citations: Citations(s.Cited, ""),
		})
	}
	return out
}

func cuecs(l attest.List[attest.CUEC]) *assayv1.CuecList {
	out := &assayv1.CuecList{State: factState(l.State), Citations: Citations(l.Citations, ""), Rule: l.Rule, Reason: l.Reason, Correction: l.Correction}
	for _, c := range l.Items {
		out.Items = append(out.Items, &assayv1.Cuec{Id: c.ID, Text: c.Text, Criteria: c.Criteria, Citations: Citations(c.Cited, "")})
	}
	return out
}

func certificate(c *attest.Certificate) *assayv1.Certificate {
	if c == nil {
		return nil
	}
	return &assayv1.Certificate{
		Number: Fact(c.Number), Version: Fact(c.Version), Standard: Fact(c.Standard), Edition: Fact(c.Edition),
		ExtraStandards: List(c.ExtraStandards), Holder: Fact(c.Holder), TradeNames: List(c.TradeNames), Sites: List(c.Sites), Scope: Fact(c.Scope),
		SoaVersion: Fact(c.SoAVersion), SoaDate: Fact(c.SoADate), InitialDate: Fact(c.InitialDate), CycleStart: Fact(c.CycleStart),
		IssueDate: Fact(c.IssueDate), ExpiryDate: Fact(c.ExpiryDate), LastCycleExpiry: Fact(c.LastCycleExpiry), RecertAuditDate: Fact(c.RecertAuditDate),
		Body: Fact(c.Body), Accreditation: Fact(c.Accreditation), AccreditationNo: Fact(c.AccreditationNo), Language: Fact(c.Language),
	}
}

func bridgeLetter(b *attest.BridgeLetter) *assayv1.BridgeLetter {
	if b == nil {
		return nil
	}
	return &assayv1.BridgeLetter{
		Organization: Fact(b.Organization), System: Fact(b.System), ReportNamed: Fact(b.ReportNamed), Auditor: Fact(b.Auditor), Period: Fact(b.Period),
		LetterDate: Fact(b.LetterDate), CoversThrough: Fact(b.CoversThrough), Signer: Fact(b.Signer), SignedBy: Fact(b.SignedBy), Changes: Fact(b.Changes),
	}
}
