package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

const mannerEnd = "This report is intended solely for specified parties.\nBarrow LLP\nDenver, Colorado\nMarch 1, 2026"

func TestKindsByStandard(t *testing.T) {
	t.Parallel()
	const objectives = "We have been engaged to report on Quay A/S' description of hosting throughout the period from 1 January 2025 to 31 December 2025 and on the design and operating effectiveness of controls related to the control objectives stated in the description.\n"
	const clear = "In our opinion, in all material respects, the description fairly presents the system, the controls were suitably designed and the controls operated effectively throughout the period.\n"
	const criteria = "We have examined Quay's description of its Quay Cloud System throughout the period 1 January 2025 to 31 December 2025 based on the trust services criteria relevant to security in TSP section 100.\n"
	tests := []struct {
		name, cover, letter string
		want                attest.Kind
	}{
		{"ISAE 3402 that does not speak of financial reporting", "# Report on controls", objectives + "We conducted our engagement in accordance with ISAE 3402.\n" + clear, attest.KindISAE3402},
		{"a national reprint of ISAE 3402", "# ISAE 3402 Type II report", objectives + "We conducted our engagement in accordance with Dutch law, including Dutch Standard 3402.\n" + clear, attest.KindISAE3402},
		{"ISAE 3000 with control objectives of its own", "# Assurance report on data processing", objectives + "We conducted our engagement in accordance with ISAE 3000.\n" + clear, attest.KindISAE3000},
		{"ISAE (UK) 3000", "# Assurance report", criteria + "We worked in accordance with International Standard on Assurance Engagements (UK) 3000.\n" + clear, attest.KindISAE3000},
		{"both standards make a SOC 2", "# SOC 2 Type 2", criteria + "We worked under ISAE 3000 (Revised) and the attestation standards of the AICPA.\n" + clear, attest.KindSOC2},
		{"engaged to perform, under C5", "# C5 Type 2", "We were engaged to perform a reasonable assurance engagement on the description of the cloud service of Quay GmbH and on the suitability of the design and the operating effectiveness of its controls to meet the criteria of the Cloud Computing Compliance Criteria Catalogue (C5:2020) in the period from 1 January 2025 to 31 December 2025, under ISAE 3000 (Revised).\n" + clear, attest.KindC5},
		{"SOC 3 of 2016", "# SOC 3 Report", "We have examined management's assertion that Quay maintained effective controls to provide reasonable assurance that the system was protected against unauthorized access during the period January 1, 2017 through December 31, 2017 based on the criteria for security in TSP section 100A.\nIn our opinion, management's assertion is fairly stated, in all material respects.\n", attest.KindSOC3},
		{"SOC 3 of 2016, with an abbreviation in the sentence", "# SOC 3 Report", "We have examined management's assertion that Quay Freight Corp. (\"Quay\") maintained effective controls to provide reasonable assurance that the system was available during the period January 1, 2017 through December 31, 2017 based on the criteria for availability in TSP section 100A.\nIn our opinion, management's assertion is fairly stated, in all material respects.\n", attest.KindSOC3},
		{"C5 that leans on ISAE 3402", "# C5 Type 2", "We have been engaged to report on the description of the system of internal control of Quay GmbH and on the design and operating effectiveness of its controls to meet the criteria of the Cloud Computing Compliance Criteria Catalogue (C5:2020) and its control objectives in the period from 1 January 2025 to 31 December 2025. We worked in accordance with ISAE 3000 (Revised) and, where applicable, ISAE 3402.\n" + clear, attest.KindC5},
		{"a cybersecurity programme against TSP 100", "# SOC for Cybersecurity", "We have examined Quay's description of its cybersecurity risk management program throughout the period January 1, 2025 to December 31, 2025 based on the description criteria in DC section 100, and the effectiveness of controls to achieve its cybersecurity objectives based on the criteria for security in TSP section 100.\nIn our opinion, in all material respects, the description is presented in accordance with the description criteria and the controls were effective.\n", attest.KindSOCCyber},
		{"ISAE 3000 on something else than controls", "# Sustainability report", "We have been engaged to perform a reasonable assurance engagement on the selected indicators of the annual report. We worked under ISAE 3000 (Revised).\nIn our opinion, the indicators are prepared, in all material respects, in accordance with the criteria.\n", ""},
	}
	for _, tt := range tests {
		r := Read(typeset(tt.cover+"\nQuay Freight Ltd", "# Independent Practitioner's Assurance Report\nTo the Management of Quay\n"+tt.letter+mannerEnd), "")
		if r.Kind.Value != tt.want {
			t.Errorf("%s: kind = %q (%s), want %q", tt.name, r.Kind.Value, r.Kind.Reason, tt.want)
		}
	}
}

// TestSentencesAreNoHeadings sets sentences of a letter where headings stand.
func TestSentencesAreNoHeadings(t *testing.T) {
	t.Parallel()
	const scope = "We have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025, based on the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\n"
	const clear = "In our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\n"
	for _, use := range []string{
		"= Restricted use\nThis report, including the description of tests of controls and results thereof in Section 4, is\nQuay's and its users' alone.\n",
		"= 1.7 Restricted Use\nThis report, including the description of tests of controls and results thereof in Section 4, is intended\nsolely for Quay.\n",
		"= Tests\nThe specific controls tested and the tests of controls and results are listed in\nSection 4 of this report.\n",
	} {
		r := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd", "# 1.0 Independent Service Auditor's Report\nTo Quay Freight Ltd\n"+scope+clear+use+"\nBarrow LLP\nDenver, Colorado\nMarch 1, 2026", "# 2.0 Management's Assertion\nWe have prepared the description."), "")
		if got := show(r.Attestation.Auditor) + " " + show(r.Attestation.ReportDate); got != "Barrow LLP 2026-03-01" {
			t.Errorf("after %q: auditor and date = %s, want Barrow LLP 2026-03-01", use, got)
		}
	}
}

// TestSomebodyElsesSignature lets another part follow the letter under a heading
// that no rule knows.
func TestSomebodyElsesSignature(t *testing.T) {
	t.Parallel()
	const letter = "# A. Independent Service Auditor's Report\nTo Quay Freight Ltd\nWe have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025, based on the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\nIn our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\n"
	tests := []struct{ name, heading string }{
		{"a heading that is known", "# B. Statement of the Legal Representatives\n"},
		{"a heading that is not", "# B. What the company says\n"},
	}
	for _, tt := range tests {
		r := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd", letter+"Denver, Colorado\nMarch 1, 2026\nBarrow LLP", tt.heading+"The description is ours.\nLisbon, February 22, 2026\nIda Holm"), "")
		a := r.Attestation
		if got := show(a.City) + " " + show(a.ReportDate) + " " + show(a.Auditor); got != "Denver, Colorado 2026-03-01 Barrow LLP" {
			t.Errorf("%s: %s, want Denver, Colorado 2026-03-01 Barrow LLP", tt.name, got)
		}
	}
}
