package compare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/compare"
)

func TestFlagsOf(t *testing.T) {
	t.Parallel()
	evidence := func(id, org, system, start, end string, edit func(*attest.Reading)) attest.Evidence {
		r := soc2(t, org, system, start, end)
		if edit != nil {
			edit(r)
		}
		return attest.Evidence{Document: attest.Document{ID: attest.DocumentID(id)}, Reading: r}
	}
	failed := func(r *attest.Reading) {
		r.Attestation.Controls.Items = []attest.Control{{ID: "A", Text: "Backups are restored every year.", Result: attest.ResultException}}
		r.Attestation.Exceptions.Items = []attest.Exception{{ControlIDs: []string{"A"}, ControlText: "Backups are restored every year.", Text: "None was restored."}}
	}
	other := func(r *attest.Reading) { r.Attestation.Auditor = attest.FoundFact("Marchand LLP", "") }
	kind := func(r *attest.Reading) { r.Kind = attest.FoundFact(attest.KindSOC1, "") }
	undated := func(r *attest.Reading) { r.Attestation.Period = attest.AbsentFact[attest.Period]("") }
	const org, product = "Fennimore Labs, Inc.", "Fennimore Ledger"
	later := evidence("now", org, product, "2024-10-01", "2025-09-30", failed)
	tests := []struct {
		name string
		all  []attest.Evidence
		want []attest.FlagName
	}{
		{"the first report", nil, nil},
		{"a year like this one", []attest.Evidence{evidence("a", org, product, "2023-10-01", "2024-09-30", nil)}, nil},
		{"failed before too", []attest.Evidence{evidence("a", org, product, "2023-10-01", "2024-09-30", failed)}, []attest.FlagName{attest.FlagRepeatException}},
		{"failed two years ago, not last year", []attest.Evidence{evidence("a", org, product, "2022-10-01", "2023-09-30", failed), evidence("b", org, product, "2023-10-01", "2024-09-30", nil)}, nil},
		{"another auditor, days twice", []attest.Evidence{evidence("a", org, product, "2023-11-01", "2024-10-31", other)}, []attest.FlagName{attest.FlagPeriodOverlaps, attest.FlagAuditorChanged}},
		{"days between", []attest.Evidence{evidence("a", org, product, "2022-10-01", "2024-06-30", nil)}, nil},
		{"another product at the same time", []attest.Evidence{evidence("a", org, "Fennimore Payroll", "2024-07-01", "2025-06-30", other)}, nil},
		{"a product under its new name", []attest.Evidence{evidence("a", org, "Quillbook", "2023-10-01", "2024-09-30", failed)}, []attest.FlagName{attest.FlagRepeatException}},
		{"another company's file", []attest.Evidence{evidence("a", "Sparrow Tax Ltd", "Sparrow", "2023-10-01", "2024-09-30", nil)}, []attest.FlagName{attest.FlagOtherOrganization}},
		{"another company's file beside the right one", []attest.Evidence{evidence("a", "Sparrow Tax Ltd", "Sparrow", "2023-10-01", "2024-09-30", nil), evidence("b", org, product, "2023-09-01", "2024-08-31", failed)},
			[]attest.FlagName{attest.FlagRepeatException}},
		{"another kind, or without days", []attest.Evidence{evidence("a", org, product, "2023-10-01", "2024-09-30", kind), evidence("b", org, product, "2023-10-01", "2024-09-30", undated), {}}, nil},
		{"a later one", []attest.Evidence{evidence("a", org, product, "2025-10-01", "2026-09-30", failed)}, nil},
	}
	c, err := compare.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []attest.FlagName
			for _, f := range c.FlagsOf(later, append(tt.all, later)) {
				got = append(got, f.Name)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("flags (-want +got):\n%s", diff)
			}
		})
	}
	if got := c.FlagsOf(attest.Evidence{}, nil); got != nil {
		t.Errorf("a document that was not read has flags: %v", got)
	}
}
