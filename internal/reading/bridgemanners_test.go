package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBridgeManners reads letters without a closing, in tables and e-mails.
func TestBridgeManners(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		want map[string]string
	}{
		{"the auditor in a table is not whose letter it is", `
2 April 2026
Subject: Bridge letter
Smew Group Holdings, Inc. issues the following reports:
Report                 Period                                 Service auditor
SOC 2 Type 2 report    January 1, 2025 to December 31, 2025   Rowe Tamar LLP
There have been no material changes since.
Osvaldo Pintail, Head of Internal Audit
`, map[string]string{
			"org": "Smew Group Holdings, Inc.", "report": "SOC 2 Type 2 report", "period": "2025-01-01..2025-12-31", "date": "2026-04-02",
			"signer": "Osvaldo Pintail", "by": "management",
		}},
		{"period in brackets after the report, changes, no closing", `
Scaup Benefits, LLC
SOC 2 Continuity Letter
Effective: March 31, 2026
Since the end of the reporting period of our last SOC 2 Type 2 report (January 1, 2025 - December 31, 2025),
Scaup Benefits, LLC has made the following changes: a new identity provider on February 9, 2026.
Signed: Philippa Gadwall, General Counsel
`, map[string]string{
			"org": "Scaup Benefits, LLC", "report": "SOC 2 Type 2 report", "period": "2025-01-01..2025-12-31", "date": "2026-03-31",
			"signer": "Philippa Gadwall", "by": "management",
		}},
		{"an e-mail, a report from an auditor, a range after the period", `
Sent: 17 February 2026
Subject: SOC 2 interim letter
Garganey Tax, Inc. ("Garganey") received a SOC 2 Type 2 report from Boone Shoveler, LLC for December 1, 2024 to November 30, 2025.
For the period December 1, 2025 to February 17, 2026 there were no material changes.
Ignatius Teal
Senior Director, Compliance
`, map[string]string{
			"org": "Garganey Tax, Inc.", "report": "SOC 2 Type 2 report", "auditor": "Boone Shoveler, LLC", "period": "2024-12-01..2025-11-30",
			"date": "2026-02-17", "through": "2026-02-17", "signer": "Ignatius Teal", "by": "management",
		}},
		{"a type 1, the range of no changes", `
Siskin Data, Inc., 3 Dock Road, Portland
March 3, 2026
SOC 2 Bridge Letter
We obtained a SOC 2 Type 1 report as of November 30, 2025. Our Type 2 observation period runs from December 1, 2025 to May 31, 2026.
Between December 1, 2025 and March 3, 2026 there have been no material changes.
Sincerely,
Otto Vance
CTO
`, map[string]string{
			"org": "Siskin Data, Inc.", "report": "SOC 2 Type 1 report", "date": "2026-03-03", "through": "2026-03-03", "signer": "Otto Vance", "by": "management",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := sheet(tt.text)
			got := bridgeNotes(d, d.bridgeLetter())
			delete(got, "flags")
			delete(got, "system")
			delete(got, "changes") // sentences run over lines without a full stop here
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("bridge letter mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
