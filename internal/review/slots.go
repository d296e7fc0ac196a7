package review

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// slots gives every place of a reading that a correction can be laid over. It writes
// into the reading that it was given.
func slots(r *attest.Reading) []slot {
	all := []slot{
		factSlot("kind", &r.Kind, kinds()),
		factSlot("title", &r.Title, texts()),
	}
	if r.Attestation != nil {
		all = slices.Concat(all, reportSlots(r.Attestation), limbSlots(r.Attestation), periodSlots(r.Attestation), matrixSlots(r))
	}
	if r.Certificate != nil {
		all = append(all, certificateSlots(r.Certificate)...)
	}
	if r.BridgeLetter != nil {
		all = append(all, letterSlots(r.BridgeLetter)...)
	}
	return slices.Concat(all, pageSlots(r), flagSlots(r))
}

func kinds() form[attest.Kind] {
	return oneOf(
		attest.KindSOC2, attest.KindSOC1, attest.KindSOC3, attest.KindSOCCyber, attest.KindSOCSupply, attest.KindSTARAttestation,
		attest.KindSTARCertificate, attest.KindSTARSelf, attest.KindISAE3402, attest.KindISAE3000, attest.KindCSAE3000, attest.KindCSAE3416,
		attest.KindNationalSOC, attest.KindC5, attest.KindWebTrust, attest.KindBridgeLetter, attest.KindISO27001, attest.KindISOOther,
		attest.KindPersonal, attest.KindISOSoA, attest.KindISOAudit, attest.KindPentestLetter, attest.KindPCIAoC, attest.KindHITRUST,
		attest.KindAgreedUpon, attest.KindLimitedAssurance, attest.KindReadiness, attest.KindEngagementLetter, attest.KindSelfAttestation,
		attest.KindQuestionnaire, attest.KindSOC2Certificate, attest.KindOther)
}

// attestations are the kinds that are an auditor's report.
func attestations() []attest.Kind {
	return []attest.Kind{
		attest.KindSOC1, attest.KindSOC2, attest.KindSOC3, attest.KindSOCCyber, attest.KindSOCSupply, attest.KindWebTrust, attest.KindISAE3402,
		attest.KindISAE3000, attest.KindCSAE3000, attest.KindCSAE3416, attest.KindNationalSOC, attest.KindC5, attest.KindSTARAttestation,
	}
}

func reportSlots(a *attest.Attestation) []slot {
	return []slot{
		factSlot("type", &a.Type, reportTypes()),
		textList("standards", &a.Standards, texts()),
		factSlot("criteria_edition", &a.CriteriaEdition, texts()),
		textList("added_criteria", &a.AddedCriteria, texts()),
		factSlot("organization", &a.Organization, texts()),
		factSlot("system", &a.System, texts()),
		factSlot("auditor", &a.Auditor, texts()),
		factSlot("auditor_city", &a.City, texts()),
		factSlot("report_date", &a.ReportDate, days()),
		factSlot("period", &a.Period, spans()),
		factSlot("as_of", &a.AsOf, days()),
		textList("categories", &a.Categories, categories()),
		factSlot("opinion", &a.Opinion, opinions()),
		textList("opinion_text", &a.OpinionText, texts()),
		textList("modified_criteria", &a.Modified, texts()),
		textList("emphasis", &a.Emphasis, texts()),
		factSlot("restricted_use", &a.RestrictedUse, truths()),
		listSlot("subservice", &a.Subservice, subservices(a.Subservice.Items), subserviceText),
		listSlot("cuecs", &a.CUECs, entityControls(a.CUECs.Items), func(c attest.CUEC) string { return c.Text }),
	}
}

// limbSlots are the opinions on the limbs; a correction adds a limb that was not read.
func limbSlots(a *attest.Attestation) []slot {
	var all []slot
	for _, leg := range []attest.Leg{attest.LegDescription, attest.LegDesign, attest.LegOperation} {
		name := "legs/" + string(leg)
		if i := slices.IndexFunc(a.Legs, func(l attest.LegOpinion) bool { return l.Leg == leg }); i >= 0 {
			all = append(all, factSlot(name, &a.Legs[i].Opinion, opinions()))
			continue
		}
		missing := attest.AbsentFact[attest.OpinionKind]("the limb was not read")
		s := factSlot(name, &missing, opinions())
		lay := s.lay
		s.lay = func(w word) {
			lay(w)
			a.Legs = append(a.Legs, attest.LegOpinion{Leg: leg, Opinion: missing})
		}
		all = append(all, s)
	}
	return all
}

// periodSlots are the periods of their own that categories have; a correction adds
// one that was not read.
func periodSlots(a *attest.Attestation) []slot {
	var all []slot
	known := map[attest.Category]bool{}
	for i := range a.CategoryPeriods {
		p := &a.CategoryPeriods[i]
		var words []string
		for _, c := range p.Categories {
			words, known[c] = append(words, string(c)), true
		}
		all = append(all, factSlot("category_periods/"+strings.Join(words, "+"), &p.Period, spans()))
	}
	for _, c := range allCategories() {
		if known[c] {
			continue
		}
		missing := attest.AbsentFact[attest.Period]("no period of its own was read")
		s := factSlot("category_periods/"+string(c), &missing, spans())
		lay := s.lay
		s.lay = func(w word) {
			lay(w)
			a.CategoryPeriods = append(a.CategoryPeriods, attest.CategoryPeriod{Categories: []attest.Category{c}, Period: missing})
		}
		all = append(all, s)
	}
	return all
}

func certificateSlots(c *attest.Certificate) []slot {
	const at = "certificate."
	return []slot{
		factSlot(at+"number", &c.Number, texts()),
		factSlot(at+"version", &c.Version, texts()),
		factSlot(at+"standard", &c.Standard, texts()),
		factSlot(at+"edition", &c.Edition, oneOf("2005", "2013", "2022")),
		textList(at+"extra_standards", &c.ExtraStandards, texts()),
		factSlot(at+"holder", &c.Holder, texts()),
		textList(at+"trade_names", &c.TradeNames, texts()),
		textList(at+"sites", &c.Sites, texts()),
		factSlot(at+"scope", &c.Scope, texts()),
		factSlot(at+"soa_version", &c.SoAVersion, texts()),
		factSlot(at+"soa_date", &c.SoADate, days()),
		factSlot(at+"initial_date", &c.InitialDate, days()),
		factSlot(at+"cycle_start", &c.CycleStart, days()),
		factSlot(at+"issue_date", &c.IssueDate, days()),
		factSlot(at+"expiry_date", &c.ExpiryDate, days()),
		factSlot(at+"last_cycle_expiry", &c.LastCycleExpiry, days()),
		factSlot(at+"recert_audit_date", &c.RecertAuditDate, days()),
		factSlot(at+"body", &c.Body, texts()),
		factSlot(at+"accreditation", &c.Accreditation, texts()),
		factSlot(at+"accreditation_no", &c.AccreditationNo, texts()),
		factSlot(at+"language", &c.Language, languages()),
	}
}

func letterSlots(b *attest.BridgeLetter) []slot {
	const at = "bridge_letter."
	return []slot{
		factSlot(at+"organization", &b.Organization, texts()),
		factSlot(at+"system", &b.System, texts()),
		factSlot(at+"report_named", &b.ReportNamed, texts()),
		factSlot(at+"auditor", &b.Auditor, texts()),
		factSlot(at+"period", &b.Period, spans()),
		factSlot(at+"letter_date", &b.LetterDate, days()),
		factSlot(at+"covers_through", &b.CoversThrough, days()),
		factSlot(at+"signer", &b.Signer, texts()),
		factSlot(at+"signed_by", &b.SignedBy, oneOf("management", "auditor")),
		factSlot(at+"changes", &b.Changes, texts()),
	}
}
