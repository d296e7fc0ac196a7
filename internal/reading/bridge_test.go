package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// bridgeNotes writes the Found facts of a bridge letter and the flags.
func bridgeNotes(d *document, b *attest.BridgeLetter) map[string]string {
	out := map[string]string{}
	for name, f := range map[string]attest.Fact[string]{
		"org": b.Organization, "system": b.System, "report": b.ReportNamed, "auditor": b.Auditor,
		"signer": b.Signer, "by": b.SignedBy, "changes": b.Changes,
	} {
		if f.State == attest.Found {
			out[name] = f.Value
		}
	}
	for name, f := range map[string]attest.Fact[attest.Date]{"date": b.LetterDate, "through": b.CoversThrough} {
		switch f.State {
		case attest.Found:
			out[name] = f.Value.String()
		case attest.Ambiguous:
			out[name] = "ambiguous"
		}
	}
	switch b.Period.State {
	case attest.Found:
		out["period"] = b.Period.Value.String()
	case attest.Ambiguous:
		out["period"] = "ambiguous"
	}
	for _, f := range d.sortedFlags() {
		out["flags"] += string(f.Name) + " "
	}
	return out
}

func TestBridgeLetter(t *testing.T) {
	t.Parallel()
	for _, tt := range bridgeLetters() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := sheet(tt.text)
			if diff := cmp.Diff(tt.want, bridgeNotes(d, d.bridgeLetter())); diff != "" {
				t.Errorf("bridge letter mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

type bridgeSheet struct {
	name string
	text string
	want map[string]string
}

func bridgeLetters() []bridgeSheet {
	return []bridgeSheet{
		{"British, day first, through a day of its own", `
Hartlepool Cloud Limited
5 Dock Street, Hartlepool, TS24 0XX
15 January 2026
Dear Customer,
SOC 2 Bridge Letter
Hartlepool Cloud Limited engaged Fenwick & Dray LLP, an independent service auditor, to examine its system.
The SOC 2 Type II report on the Hartlepool Messaging Platform covers 1 November 2024 to 31 October 2025.
For the period from 1 November 2025 to 15 January 2026 management is not aware of any material changes
in the control environment.
Yours faithfully,
Priya van der Meer
Head of Information Security
`, map[string]string{
			"org": "Hartlepool Cloud Limited", "auditor": "Fenwick & Dray LLP", "system": "Hartlepool Messaging Platform", "report": "SOC 2 Type II report",
			"period": "2024-11-01..2025-10-31", "date": "2026-01-15", "through": "2026-01-15",
			"signer": "Priya van der Meer", "by": "management",
			"changes": "For the period from 1 November 2025 to 15 January 2026 management is not aware of any material changes in the control environment.",
		}},
		{"five months, changes stated, auditor named", `
Date: March 2, 2026
To Whom It May Concern:
This gap letter covers the time between September 30, 2025 and March 2, 2026.
Our last SOC 2 Type 2 examination was performed by Oakes Merrill CPAs LLC for the period October 1, 2024 through
September 30, 2025. Other than the migration to a new data center there have been no material changes to our controls.
Best regards,
____________________
Jonas Ek, Chief Technology Officer
Larkmoor Software, Inc.
`, map[string]string{
			"org": "Larkmoor Software, Inc.", "report": "SOC 2 Type 2 examination", "auditor": "Oakes Merrill CPAs LLC",
			"period": "2024-10-01..2025-09-30", "date": "2026-03-02", "through": "2026-03-02", "signer": "Jonas Ek", "by": "management",
			"changes": "Other than the migration to a new data center there have been no material changes to our controls.",
			"flags":   "bridge_over_3_months ",
		}},
		{"no date anywhere but the period", `
Quarrybank Ltd
SOC 1 bridge letter
Our SOC 1 Type 2 report covers January 1, 2025 to December 31, 2025. Since then there have been no changes
to the date of this letter.
Regards,
`, map[string]string{
			"org": "Quarrybank Ltd", "report": "SOC 1 Type 2 report", "period": "2025-01-01..2025-12-31",
			"changes": "Since then there have been no changes to the date of this letter.",
		}},
		{"a firm writes for its client", `
December 5, 2025
To the Management of Redshank Health, Inc.:
We have examined the SOC 2 report of Redshank Health, Inc. for the period April 1, 2024 to March 31, 2025 and
extend our opinion through December 5, 2025.
Sincerely,
Dunmore Pace LLP
Certified Public Accountants
`, map[string]string{
			"org": "Redshank Health, Inc.", "report": "SOC 2 report", "auditor": "Dunmore Pace LLP", "period": "2024-04-01..2025-03-31",
			"date": "2025-12-05", "through": "2025-12-05", "signer": "Dunmore Pace LLP", "by": "auditor",
			"flags": "bridge_misdescribed bridge_over_3_months ",
		}},
		{"a CPA among the officers is still management", `
February 3, 2026
Re: SOC 2 Type 2 bridge letter
Our SOC 2 Type 2 report for the period January 1, 2025 to December 31, 2025 was issued by Vance Tolley LLP.
We are not aware of any significant changes through the date of this letter.
Sincerely,
Maria Oduya, CPA
Chief Financial Officer
Stonechat Payments LLC
`, map[string]string{
			"org": "Stonechat Payments LLC", "report": "SOC 2 Type 2", "auditor": "Vance Tolley LLP", "period": "2025-01-01..2025-12-31",
			"date": "2026-02-03", "through": "2026-02-03", "signer": "Maria Oduya", "by": "management",
			"changes": "We are not aware of any significant changes through the date of this letter.",
		}},
		{"a bridge period of its own, an auditor that is engaged", `
Wheatear Systems Corp.
January 9, 2026
To our customers and their auditors:
Wheatear Systems Corp. engages Brightline Cole CPAs LLP to perform its SOC 2 Type 2 examination each year. The most
recent report covers the period from October 1, 2024 through September 30, 2025. This letter covers the period from
October 1, 2025 through December 31, 2025. There were no significant modifications to the system in that time.
Our next report will cover October 1, 2025 to September 30, 2026.
Very truly yours,
Omar Lindqvist
President
`, map[string]string{
			"org": "Wheatear Systems Corp.", "report": "SOC 2 Type 2 examination", "auditor": "Brightline Cole CPAs LLP", "period": "2024-10-01..2025-09-30",
			"date": "2026-01-09", "through": "2025-12-31", "signer": "Omar Lindqvist", "by": "management",
			"changes": "There were no significant modifications to the system in that time.",
		}},
		{"numeric days stay open", `
04/05/2026
SOC 2 bridge letter
Our SOC 2 Type 2 report covers 01/02/2025 to 01/12/2025.
Sincerely,
Ann Bell
Director
`, map[string]string{"report": "SOC 2 Type 2 report", "period": "ambiguous", "date": "ambiguous", "signer": "Ann Bell", "by": "management"}},
	}
}
