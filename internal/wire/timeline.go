package wire

import (
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// Timeline writes a timeline; day and covering answer "what covered that day?",
// and are left out for the zero day.
func Timeline(t attest.Timeline, day attest.Date, covering []attest.Segment) *assayv1.Timeline {
	out := &assayv1.Timeline{
		Name: aip.VendorName(t.Vendor) + "/timeline", AsOfDate: t.Today.String(),
		Clock:    assayv1.Timeline_Clock(assayv1.Timeline_Clock_value[strings.ToUpper(string(t.Clock))]),
		Segments: segments(t.Vendor, t.Segments), NextChangeDate: t.NextChange.String(), Day: day.String(), Covering: segments(t.Vendor, covering),
	}
	for _, e := range t.Evidence {
		status := &assayv1.Timeline_EvidenceStatus{
			Document: aip.DocumentName(t.Vendor, e.Document), Kind: string(e.Kind), ReportType: int32(e.Type),
			State: assayv1.Timeline_State(assayv1.Timeline_State_value[string(e.State)]), Span: period(e.Span),
			CurrentUntilByPeriodEnd: e.ByPeriodEnd.String(), CurrentUntilByReportDate: e.ByReportDate.String(), StaleAfterDate: e.StaleAfter.String(),
			Notes: e.Notes, Flags: Flags(e.Flags),
		}
		if e.SupersededBy != "" {
			status.SupersededBy = aip.DocumentName(t.Vendor, e.SupersededBy)
		}
		out.Evidence = append(out.Evidence, status)
	}
	return out
}

func segments(vendor attest.VendorID, list []attest.Segment) []*assayv1.Timeline_Segment {
	out := make([]*assayv1.Timeline_Segment, len(list))
	for i, s := range list {
		out[i] = &assayv1.Timeline_Segment{
			Grade: assayv1.Timeline_Grade(assayv1.Timeline_Grade_value[strings.ToUpper(string(s.Grade))]), Kind: string(s.Kind), Span: period(s.Span),
			System: s.System, Categories: Strings(s.Categories), Note: s.Note,
		}
		for _, d := range s.Documents {
			out[i].Documents = append(out[i].Documents, aip.DocumentName(vendor, d))
		}
	}
	return out
}

// period writes a span of days; the zero Period is not set.
func period(p attest.Period) *assayv1.Period {
	if p == (attest.Period{}) {
		return nil
	}
	return &assayv1.Period{StartDate: p.Start.String(), EndDate: p.End.String()}
}
