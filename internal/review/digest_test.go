package review_test

import (
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
)

func TestDigest(t *testing.T) {
	t.Parallel()
	was := review.Digest(report())
	for name, change := range map[string]func(*attest.Reading){
		"a fact":          func(r *attest.Reading) { r.Attestation.Organization.Value = "Quay Inc" },
		"a fact's state":  func(r *attest.Reading) { r.Attestation.Organization = attest.AbsentFact[string]("") },
		"a candidate":     func(r *attest.Reading) { r.Attestation.Opinion.Candidates[0].Value = attest.Adverse },
		"an item":         func(r *attest.Reading) { r.Attestation.Categories.Items[0] = attest.Privacy },
		"an exception":    func(r *attest.Reading) { r.Attestation.Exceptions.Items[1].Text += " Twice." },
		"its count":       func(r *attest.Reading) { r.Attestation.Exceptions.Items[1].Deviations.Value = 9 },
		"a control":       func(r *attest.Reading) { r.Attestation.Controls.Items[0].Result = attest.ResultException },
		"a flag":          func(r *attest.Reading) { r.Flags[1].Detail = "other" },
		"a row not read":  func(r *attest.Reading) { r.Attestation.Unparsed[0].Reason = "other" },
		"what it is":      func(r *attest.Reading) { r.Kind.Value = attest.KindSOC1 },
		"a list's length": func(r *attest.Reading) { r.Attestation.Exceptions.Items = r.Attestation.Exceptions.Items[:1] },
	} {
		r := report()
		if change(r); review.Digest(r) == was {
			t.Errorf("%s changes nothing", name)
		}
	}
	for name, change := range map[string]func(*attest.Reading){
		"the rules":       func(r *attest.Reading) { r.RulesVersion = "9" },
		"where it stands": func(r *attest.Reading) { r.Attestation.Period.Citations = nil },
		"the rule":        func(r *attest.Reading) { r.Attestation.Period.Rule = "other" },
	} {
		r := report()
		if change(r); review.Digest(r) != was {
			t.Errorf("%s changes what the document states", name)
		}
	}
}
