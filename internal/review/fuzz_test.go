package review_test

import (
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
)

// FuzzCheck sends whatever a caller may: what is taken can be laid over the reading,
// and what was said of a single fact is what the document then states.
func FuzzCheck(f *testing.F) {
	for _, t := range review.Targets(attest.KindSOC2) {
		f.Add(t.Name, "override", "1", "")
	}
	f.Add("period", "override", "2025-01-01..2025-12-31", "")
	f.Add("subservice", "override", "Cloud Co (carve_out)", "Mail (x) (inclusive)")
	f.Add("exceptions/e1", "mark_absent", "", "")
	f.Add("exceptions/e1/leg", "override", "design", "")
	f.Add("exceptions", "add", "", "")
	f.Fuzz(func(t *testing.T, target, action, first, second string) {
		read := report()
		c := attest.Correction{ID: "1", Target: target, Action: attest.CorrectionAction(action), Reason: "r"}
		for _, v := range []string{first, second} {
			if v != "" {
				c.Values = append(c.Values, v)
			}
		}
		if c.Action == attest.Add {
			c.Exception = &attest.Exception{Text: first + second}
			c.Values = nil
		}
		c, err := review.Check(read, nil, c)
		if err != nil {
			return
		}
		got := review.Apply(read, []attest.Correction{c}, name)
		if status := got.Outcomes["1"].Status; status != attest.CorrectionApplied && status != attest.CorrectionConfirmed {
			t.Errorf("%s of %s with %q is %s on the reading that it was made for", c.Action, c.Target, c.Values, status)
		}
	})
}
