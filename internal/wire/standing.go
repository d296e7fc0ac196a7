package wire

import (
	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// Standing writes a standing.
func Standing(s attest.Standing) *assayv1.Standing {
	out := &assayv1.Standing{
		Name: aip.VendorName(s.Vendor) + "/standing", Tier: Tier(s.Tier), AsOfDate: s.AsOf.String(), Verdict: verdict(s.Verdict),
		Conditions: s.Conditions, ValidUntilDate: s.ValidUntil.String(), NextStep: s.NextStep, Policy: s.Policy,
	}
	for _, r := range s.Reasons {
		document := ""
		if r.Document != "" {
			document = aip.DocumentName(s.Vendor, r.Document)
		}
		out.Reasons = append(out.Reasons, &assayv1.Standing_Reason{
			Rule: r.Rule, Effect: verdict(r.Effect), Message: r.Message, Document: document, Citations: Citations(r.Citations, document),
		})
	}
	return out
}

func verdict(v attest.Verdict) assayv1.Standing_Verdict {
	return assayv1.Standing_Verdict(assayv1.Standing_Verdict_value[string(v)])
}

// VerdictOf reads a verdict.
func VerdictOf(v assayv1.Standing_Verdict) attest.Verdict { return attest.Verdict(v.String()) }
