package reading

import (
	"slices"
	"testing"

	"example.com/assay/internal/attest"
)

func TestKinds(t *testing.T) {
	t.Parallel()
	const soc1Scope = "We have examined Quay's description of its payment system for processing user entities' transactions throughout the period January 1, 2025 to December 31, 2025 and the suitability of the design and operating effectiveness of controls to achieve the related control objectives stated in the description. The controls are likely to be relevant to user entities' internal control over financial reporting.\n"
	const soc1End = "In our opinion, in all material respects, the description fairly presents the system, the controls related to the control objectives were suitably designed, and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\n"
	const isae3000 = "We have been engaged to report on Quay's description of its Quay Cloud System throughout the period 1 January 2025 to 31 December 2025 and on the suitability of the design and operating effectiveness of controls, based on the trust services criteria relevant to security set forth in TSP section 100 and the description criteria DC section 200. We conducted our engagement in accordance with ISAE 3000 (Revised).\nIn our opinion, in all material respects, the description presents the system, the controls stated in the description were suitably designed and the controls operated effectively throughout the period.\n"
	tests := []struct {
		id    string
		pages []string
		want  attest.Kind
		typ   attest.ReportType
		flags attest.FlagName
	}{
		{"K01 SOC 2 on the cover, SOC 1 inside", []string{"# SOC 2 Type II Report\nQuay Ltd", "# Independent Service Auditor's Report\nTo the Management of Quay Ltd\n" + soc1Scope + "Our examination was conducted in accordance with attestation standards established by the AICPA (AT-C section 320).\n" + soc1End}, attest.KindSOC1, 2, attest.FlagTitleMismatch},
		{"K02 SOC 3 with the acronym in brackets", []string{"# System and Organization Controls (SOC) 3 Report\nRelevant to Security", "# Report of Independent Accountants\nTo the Management of Quay Ltd\nWe have examined management's assertion that the controls within Quay's Cloud System (system) were effective throughout the period January 1, 2025 to December 31, 2025, to provide reasonable assurance that commitments were achieved based on the trust services criteria relevant to security set forth in TSP section 100.\nIn our opinion, management's assertion that the controls were effective throughout the period January 1, 2025 to December 31, 2025 is fairly stated, in all material respects.\n"}, attest.KindSOC3, 0, ""},
		{"K03 a certificate that does not exist", []string{"# SOC 2 Type II Certificate of Compliance\nQuay Ltd has passed its SOC 2 Type II audit.\nCertificate ID 11-22\nValid until: December 31, 2025"}, attest.KindSOC2Certificate, 0, attest.FlagSOC2Certificate},
		{"K05 ISAE 3000 against the trust services criteria", []string{"# ISAE 3000 Type 2 report", "# Independent Practitioner's Assurance Report\nTo the Management of Quay B.V.\n" + isae3000}, attest.KindISAE3000, 2, attest.FlagISAE3000},
		{"K07 type 2 on the cover, as of inside", []string{"# SOC 2 Type 2 Report", "# Independent Service Auditor's Report\nTo the Management of Quay Ltd\nWe have examined Quay's description of its Quay Cloud System as of June 30, 2025 and the suitability of the design of controls stated in the description as of June 30, 2025 based on the trust services criteria relevant to security in TSP section 100 and DC section 200, under attestation standards established by the AICPA.\nIn our opinion, in all material respects, a. the description presents the system that was designed and implemented as of June 30, 2025; and b. the controls stated in the description were suitably designed as of June 30, 2025, if its controls operated effectively.\n"}, attest.KindSOC2, 1, attest.FlagTitleMismatch},
		{"K08 a person's certificate", []string{"# CERTIFICATE\nThis is to certify that\nIda Holm\nhas successfully completed the ISO/IEC 27001:2022 Lead Auditor training course\nCertificate Number: 12345\n12 March 2025"}, attest.KindPersonal, 0, ""},
		{"K09 a bridge letter without its name", []string{"Quay Ltd\nOctober 31, 2025\nTo our customers:\nOur SOC 2 Type 2 report covers the period October 1, 2024 to September 30, 2025. We are not aware of any material changes to our controls since then.\nSincerely,\nIda Holm\nChief Information Security Officer"}, attest.KindBridgeLetter, 0, ""},
		{"K10 an engagement letter", []string{"Barrow Lindqvist LLP\nJanuary 5, 2026\nTo whom it may concern\nThis letter confirms that Quay Ltd has engaged Barrow Lindqvist LLP to perform a SOC 2 Type 2 examination. Fieldwork is expected to begin in March 2026 and the report will be issued in May 2026.\n"}, attest.KindEngagementLetter, 0, ""},
		{"K11 a readiness assessment", []string{"# SOC 2 Readiness Assessment\nQuay Ltd\nPrepared by Barrow Lindqvist LLP\nGaps and recommendations follow."}, attest.KindReadiness, 0, attest.FlagReadiness},
		{"K12 agreed-upon procedures", []string{"# Independent Accountant's Report on Applying Agreed-Upon Procedures\nTo the Management of Quay Ltd\nWe have performed the procedures enumerated below, which were agreed to by Quay, in accordance with AT-C 215. We were not engaged to and did not conduct an examination, the objective of which would be the expression of an opinion. Accordingly, we do not express such an opinion."}, attest.KindAgreedUpon, 0, ""},
		{"K13 C5", []string{"# Assurance report on C5\nQuay GmbH", "# Independent Practitioner's Assurance Report\nTo Quay GmbH\nWe have been engaged to perform a reasonable assurance engagement on the description of the cloud service of Quay GmbH throughout the period 1 January 2025 to 31 December 2025 and on the suitability of the design and operating effectiveness of controls to meet the criteria of the Cloud Computing Compliance Criteria Catalogue (C5:2020) of the BSI, under ISAE 3000 (Revised).\nIn our opinion, in all material respects, the description fairly presents the cloud service, the controls were suitably designed and the controls operated effectively throughout the period.\n"}, attest.KindC5, 2, ""},
		{"K14 Singapore's SSAE 3402", []string{"# Report on Controls", "# Independent Service Auditor's Assurance Report\nTo the Directors of Quay Pte Ltd\nWe have been engaged to report on Quay's description of its payment system for processing customers' transactions throughout the period 1 January 2025 to 31 December 2025 and on the design and operation of controls related to the control objectives stated in the description, relevant to internal control over financial reporting, in accordance with SSAE 3402.\nIn our opinion, in all material respects, the description fairly presents the system, the controls were suitably designed and the controls operated effectively throughout the period.\n"}, attest.KindNationalSOC, 2, ""},
		{"ISAE 3402", []string{"# ISAE 3402 Type 2 report", "# Independent Service Auditor's Assurance Report\nTo the Management of Quay A/S\nWe have been engaged to report on Quay's description of its hosting system throughout the period 1 January 2025 to 31 December 2025 and on controls related to the control objectives stated in the description, in accordance with ISAE 3402, relevant to internal control over financial reporting.\nIn our opinion, in all material respects, the description fairly presents the system, the controls were suitably designed and the controls operated effectively throughout the period.\n"}, attest.KindISAE3402, 2, ""},
		{"K15 limited assurance", []string{"# Independent Practitioner's Review Report\nTo the Management of Quay Ltd\nWe have reviewed management's assertion on the effectiveness of controls within the Quay system. A review provides limited assurance. Based on our review, we are not aware of any material modifications that should be made to the assertion. Nothing has come to our attention."}, attest.KindLimitedAssurance, 0, ""},
		{"a cybersecurity report", []string{"# SOC for Cybersecurity", "# Independent Accountant's Report\nTo the Management of Quay Ltd\nWe have examined the description of Quay's cybersecurity risk management program based on DC section 100 and the effectiveness of controls within that program to achieve its cybersecurity objectives.\nIn our opinion, in all material respects, the description is presented in accordance with the criteria and the controls were effective throughout the period January 1, 2025 to December 31, 2025."}, attest.KindSOCCyber, 0, ""},
		{"a statement of applicability", []string{"# Statement of Applicability\nISO/IEC 27001:2022\nA.5.1\tPolicies\tApplicable\tBusiness requirement\nA.5.2\tRoles\tApplicable\tJustification"}, attest.KindISOSoA, 0, ""},
		{"a penetration test letter", []string{"# Penetration Test Summary Letter\nQuay Ltd\nLetter of attestation. Tests were performed by Moor Lane Security from March 3 to March 14, 2025. Critical: 0, High: 1 findings by severity."}, attest.KindPentestLetter, 0, ""},
		{"an ISO audit report", []string{"# Surveillance Audit Report\nISO/IEC 27001:2022\nMinor nonconformities: 2. Opportunities for improvement: 3."}, attest.KindISOAudit, 0, ""},
		{"a HITRUST letter", []string{"Quay Ltd\nHITRUST certification letter\nThe following systems meet the HITRUST CSF r2 certification requirements."}, attest.KindHITRUST, 0, ""},
		{"a questionnaire", []string{"# Vendor Security Questionnaire\nNo.\tQuestion\tAnswer\n1\tDo you hold a SOC 2 report?\tYes"}, attest.KindQuestionnaire, 0, attest.FlagQuestionnaire},
		{"a 9001 certificate", []string{"# Certificate\nCertificate Number: Q-1\nThe quality management system of Quay Ltd complies with ISO 9001:2015\nExpiry date: 12 March 2027"}, attest.KindISOOther, 0, ""},
		{"a 27001 certificate with 27017 and 27701", []string{"# Certificate\nCertificate Number: IS 771\nThe information security management system of Quay Ltd complies with the requirements of ISO/IEC 27001:2022, ISO/IEC 27017 and ISO/IEC 27701:2019\nExpiry date: 12 March 2027"}, attest.KindISO27001, 0, ""},
		{"insurance", []string{"# CERTIFICATE OF LIABILITY INSURANCE\nInsured: Quay Ltd"}, attest.KindOther, 0, ""},
		{"an invoice", []string{"# Invoice\nQuay Ltd\n12 widgets"}, attest.KindOther, 0, ""},
		{"a novel", []string{"It was a dark night in March.\nThe wind blew over the quay."}, "", 0, ""},
		{"a page of a trust centre", []string{"# Trust Center\nWe take security seriously. We hold SOC 2 and ISO 27001. Request our reports."}, "", 0, ""},
		{"nothing", []string{""}, "", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			t.Parallel()
			r := Read(typeset(tt.pages...), "")
			if r.Kind.Value != tt.want {
				t.Errorf("kind = %q %s %s, want %q", r.Kind.Value, r.Kind.State, r.Kind.Reason, tt.want)
			}
			if a := r.Attestation; tt.typ != 0 && (a == nil || a.Type.Value != tt.typ) {
				t.Errorf("type is not %d: %+v", tt.typ, a)
			}
			if names := flagNames(r); tt.flags != "" && !slices.Contains(names, tt.flags) {
				t.Errorf("flag %s is not raised: %v", tt.flags, names)
			}
		})
	}
}
