package wire

import (
	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// Comparison writes a comparison of two reports of a vendor; without a vendor, that
// of two files.
func Comparison(vendor attest.VendorID, c *attest.Comparison) *assayv1.Comparison {
	out := &assayv1.Comparison{Earlier: compared(vendor, c.Earlier), Later: compared(vendor, c.Later), Timing: timing(c.Timing), Flags: Flags(c.Flags)}
	for _, ch := range c.Changes {
		out.Changes = append(out.Changes, change(ch))
	}
	for _, t := range c.Tallies {
		out.Tallies = append(out.Tallies, &assayv1.Comparison_Tally{
			Aspect: string(t.Aspect), EarlierCount: int32(t.Earlier), LaterCount: int32(t.Later), SameCount: int32(t.Same),
		})
	}
	for _, n := range c.NotCompared {
		out.NotCompared = append(out.NotCompared, &assayv1.Comparison_NotCompared{Aspect: string(n.Aspect), Reason: n.Reason})
	}
	return out
}

func compared(vendor attest.VendorID, r attest.ComparedReport) *assayv1.ComparedReport {
	out := &assayv1.ComparedReport{
		Sha256: r.SHA256, Kind: string(r.Kind), ReportType: int32(r.Type), Organization: r.Organization, Span: period(r.Span), ReportDate: r.ReportDate.String(),
	}
	if r.Document != "" {
		out.Document = aip.DocumentName(vendor, r.Document)
	}
	return out
}

func timing(t *attest.Timing) *assayv1.Comparison_Timing {
	if t == nil {
		return nil
	}
	return &assayv1.Comparison_Timing{
		GapDays: int32(t.GapDays), OverlapDays: int32(t.OverlapDays), EarlierLagDays: days(t.EarlierLag), LaterLagDays: days(t.LaterLag),
		EarlierCitations: Citations(t.Earlier, ""), LaterCitations: Citations(t.Later, ""),
	}
}

func days(n *int) *int32 {
	if n == nil {
		return nil
	}
	d := int32(*n)
	return &d
}

func change(c attest.Change) *assayv1.Change {
	out := &assayv1.Change{
		Aspect: string(c.Aspect), Kind: string(c.Kind), Summary: c.Summary, Earlier: comparedItem(c.Earlier), Later: comparedItem(c.Later),
		Words: wordChanges(c.Words), Measures: wordChanges(c.Measures), Unsure: c.Unsure,
	}
	if c.Match != nil {
		out.MatchedBy, out.Similarity = string(c.Match.By), c.Match.Similarity
	}
	return out
}

func comparedItem(i *attest.ComparedItem) *assayv1.ComparedItem {
	if i == nil {
		return nil
	}
	return &assayv1.ComparedItem{Ids: i.IDs, Text: i.Text, Criteria: i.Criteria, Citations: Citations(i.Cited, "")}
}

func wordChanges(list []attest.WordChange) []*assayv1.WordChange {
	out := make([]*assayv1.WordChange, len(list))
	for i, w := range list {
		out[i] = &assayv1.WordChange{Earlier: w.Earlier, Later: w.Later}
	}
	return out
}
