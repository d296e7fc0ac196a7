package reading

import "testing"

// TestOtherReports reads reports that are no SOC 2 of today.
func TestOtherReports(t *testing.T) {
	t.Parallel()
	const end = "\nBarrow LLP\nDenver, Colorado\nDecember 1, 2025"
	const soc3Assertion = "# Quay's Management Assertion\nWe are responsible for designing controls throughout the period October 1, 2024 to September 30, 2025."
	const soc1Scope = "We have examined Quay's description of its payroll system entitled \"Quay's Description of Its Payroll System\" throughout the period October 1, 2024 to September 30, 2025 (description) and the suitability of the design and operating effectiveness of the controls included in the description to achieve the related control objectives stated in the description, which are relevant to user entities' internal control over financial reporting.\n"
	tests := []struct {
		name, cover, letter, after string
		want                       map[string]string
	}{
		{"SOC 3, assertion fairly stated", "# SOC 3 Report", "We have examined management's assertion titled \"Assertion of Quay Management\" (assertion) that the controls within the Quay Cloud System (system) were effective throughout the period October 1, 2024 to September 30, 2025, to provide reasonable assurance that commitments were achieved based on the trust services criteria relevant to security and confidentiality set forth in TSP section 100.\nIn our opinion, management's assertion that the controls within the Quay Cloud System were effective throughout the period October 1, 2024 to September 30, 2025 is fairly stated, in all material respects." + end, soc3Assertion,
			map[string]string{"kind": "soc3", "type": "-", "opinion": "unqualified", "legs": "u", "system": "Quay Cloud System", "period": "2024-10-01..2025-09-30", "categories": "security confidentiality", "org": "Quay Freight Ltd"}},
		{"SOC 3, maintained effective controls", "# SOC 3 Report", "We have examined the accompanying management assertion that Quay Freight Ltd maintained effective controls over the Quay Cloud System throughout the period October 1, 2024 to September 30, 2025 based on the AICPA trust services criteria for security.\nIn our opinion, Quay management's assertion referred to above is fairly stated, in all material respects, based on the criteria." + end, soc3Assertion,
			map[string]string{"kind": "soc3", "opinion": "unqualified", "system": "Quay Cloud System", "categories": "security"}},
		{"SOC 3, qualified", "# SOC 3 Report", "We have examined the effectiveness of Quay Freight Ltd's controls over its Quay Cloud System throughout the period October 1, 2024 to September 30, 2025 based on the criteria for security in TSP section 100.\nIn our opinion, except for the matter described in the preceding paragraph, Quay maintained, in all material respects, effective controls over the system throughout the period October 1, 2024 to September 30, 2025." + end, soc3Assertion,
			map[string]string{"kind": "soc3", "opinion": "qualified", "legs": "q", "date": "2025-12-01"}},
		{"SOC 3, adverse", "# SOC 3 Report", "We have examined Quay's assertion that the controls were effective throughout the period October 1, 2024 to September 30, 2025 based on the trust services criteria relevant to security in TSP section 100.\nIn our opinion, management's assertion is not fairly stated because controls over access were not effective." + end, soc3Assertion,
			map[string]string{"kind": "soc3", "opinion": "adverse", "legs": "a", "system": "-"}},
		{"SOC 1", "# SOC 1 Type 2 Report", soc1Scope + "In our opinion, in all material respects, based on the criteria described in Quay's assertion\na. the description fairly presents the payroll system that was designed and implemented throughout the period October 1, 2024 to September 30, 2025.\nb. the controls related to the control objectives stated in the description were suitably designed to provide reasonable assurance that the control objectives would be achieved if the controls operated effectively throughout the period.\nc. the controls operated effectively to provide reasonable assurance that the control objectives stated in the description were achieved throughout the period." + end, "",
			map[string]string{"kind": "soc1", "type": "2", "opinion": "unqualified", "legs": "uuu", "system": "Payroll System", "categories": ""}},
		{"ISAE 3402, city before the date, profession below the firm", "# ISAE 3402 type 2\nQuay Freight Ltd", "We have been engaged to report on Quay Freight Ltd's description in section 3 of its hosting services for the period from 1 January 2025 to 31 December 2025 and on the design and operating effectiveness of controls related to the control objectives stated in the description.\nWe conducted our engagement in accordance with International Standard on Assurance Engagements 3402.\nIn our opinion, in all material respects:\n(a) the description fairly presents the hosting services as designed and implemented throughout the period from 1 January 2025 to 31 December 2025;\n(b) the controls were suitably designed throughout the period from 1 January 2025 to 31 December 2025; and\n(c) the controls tested, which were those necessary to provide reasonable assurance that the control objectives were achieved, operated effectively throughout the period from 1 January 2025 to 31 December 2025.\nCopenhagen, 12 February 2026\nBarrow Lindqvist\nStatsautoriseret Revisionspartnerselskab\nJens Holm", "",
			map[string]string{"kind": "isae3402", "type": "2", "opinion": "unqualified", "legs": "uuu", "auditor": "Barrow Lindqvist", "city": "Copenhagen", "date": "2026-02-12", "period": "2025-01-01..2025-12-31"}},
		{"SOC 2 of 2016, against the criteria", "# SOC 2 Type II", "We have examined the attached description titled \"Description of Quay's System\" and the suitability of the design and operating effectiveness of controls to meet the criteria for the security and availability principles set forth in TSP section 100A, Trust Services Principles and Criteria for Security, Availability, Processing Integrity, Confidentiality, and Privacy (AICPA), throughout the period July 1, 2015 to June 30, 2016.\nIn our opinion, in all material respects, based on the description criteria and the applicable trust services criteria\na. the description fairly presents the system that was designed and implemented throughout the period July 1, 2015 to June 30, 2016\nb. the controls stated in the description were suitably designed to provide reasonable assurance that the criteria would be met if the controls operated effectively throughout the period\nc. the controls operated effectively to meet the criteria throughout the period, except for CC5.2\nBarrow LLP\nDenver, Colorado\nAugust 12, 2016", "",
			map[string]string{"kind": "soc2", "type": "2", "opinion": "qualified", "legs": "uuq", "modified": "CC5.2", "categories": "security availability", "edition": "TSP section 100A", "system": "-"}},
		{"Canada's CSAE 3000", "# SOC 2 Type II", "We have examined Quay's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025 and the suitability of design and operating effectiveness of controls based on the trust services criteria relevant to security in TSP section 100. Our engagement was conducted in accordance with Canadian Standard on Assurance Engagements (CSAE) 3000.\nIn our opinion, in all material respects, a. the description presents the Quay Cloud System that was designed and implemented throughout the period January 1, 2025 to December 31, 2025; b. the controls were suitably designed; and c. the controls operated effectively throughout the period.\nBarrow LLP\nChartered Professional Accountants\nToronto, Canada\nFebruary 12, 2026", "",
			map[string]string{"kind": "csae3000", "type": "2", "opinion": "unqualified", "standards": "CSAE 3000", "auditor": "Barrow LLP", "city": "Toronto, Canada"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := digest(Read(typeset(tt.cover, "# Independent Service Auditor's Report\nTo the Management of Quay Freight Ltd\n"+tt.letter, tt.after), ""))
			for field, want := range tt.want {
				if got[field] != want {
					t.Errorf("%s = %q, want %q", field, got[field], want)
				}
			}
		})
	}
}
