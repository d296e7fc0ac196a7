package freshness

import (
	"cmp"
	"reflect"
	"slices"

	"example.com/assay/internal/attest"
)

// Build gives the timeline of a vendor on a day. It depends on its arguments
// only, and not on the order of the evidence.
func Build(vendor attest.VendorID, evidence []attest.Evidence, policy Policy, today attest.Date) attest.Timeline {
	p := place(evidence, policy)
	t := p.on(today)
	t.NextChange = p.nextChange(t)
	t.Vendor = vendor
	return t
}

// Covering gives the segments that cover a day, strongest first. A gap covers
// nothing and is not among them, so none at all means an uncovered day.
func Covering(t attest.Timeline, day attest.Date) []attest.Segment {
	var found []attest.Segment
	for _, s := range t.Segments {
		if s.Grade != attest.GradeGap && s.Span.Contains(day) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b attest.Segment) int {
		return cmp.Compare(gradeRank(a.Grade), gradeRank(b.Grade))
	})
	return found
}

// on gives the timeline of a day, without the next change.
func (p plan) on(today attest.Date) attest.Timeline {
	t := attest.Timeline{Today: today, Clock: p.policy.Clock, Segments: p.segments(today)}
	for _, i := range p.items {
		t.Evidence = append(t.Evidence, p.status(i, today))
	}
	p.flagDropped(&t)
	p.flagGaps(&t)
	slices.SortStableFunc(t.Evidence, compareStatus)
	return t
}

// compareStatus orders by the days spoken for; documents without any come last.
func compareStatus(a, b attest.EvidenceStatus) int {
	undated := func(s attest.EvidenceStatus) int {
		if s.Span.Start.IsZero() {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(undated(a), undated(b)),
		a.Span.Start.Compare(b.Span.Start), a.Span.End.Compare(b.Span.End), cmp.Compare(a.Document, b.Document))
}

// nextChange finds the first day after the timeline's on which it would differ
// by more than the growth of an open gap.
func (p plan) nextChange(now attest.Timeline) attest.Date {
	var days []attest.Date
	for _, i := range p.items {
		days = append(days, i.turns(p.policy)...)
	}
	slices.SortFunc(days, attest.Date.Compare)
	for _, day := range slices.Compact(days) {
		if day.After(now.Today) && differs(now, p.on(day)) {
			return day
		}
	}
	return attest.Date{}
}

func differs(a, b attest.Timeline) bool {
	return !reflect.DeepEqual(a.Evidence, b.Evidence) || !slices.EqualFunc(a.Segments, b.Segments, func(x, y attest.Segment) bool {
		if x.Grade == attest.GradeGap && x.Span.End == a.Today && y.Span.End == b.Today {
			x.Span.End, x.Note = y.Span.End, y.Note
		}
		return reflect.DeepEqual(x, y)
	})
}
