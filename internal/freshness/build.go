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
	t := p.on(vendor, today)
	t.Ahead = p.ahead(t)
	for n := range t.Ahead {
		if n == 0 {
			t.NextChange = t.Ahead[0].Today
			continue
		}
		t.Ahead[n-1].NextChange = t.Ahead[n].Today
	}
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

// on gives the timeline of a day, without what lies ahead.
func (p plan) on(vendor attest.VendorID, today attest.Date) attest.Timeline {
	t := attest.Timeline{Vendor: vendor, Today: today, Clock: p.policy.Clock, Segments: p.segments(today)}
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

// ahead gives the timelines of the days after now on which they differ, by more
// than the growth of an open gap, from the one before.
func (p plan) ahead(now attest.Timeline) []attest.Timeline {
	var days []attest.Date
	for _, i := range p.items {
		days = append(days, i.turns(p.policy)...)
	}
	slices.SortFunc(days, attest.Date.Compare)
	var out []attest.Timeline
	last := now
	for _, day := range slices.Compact(days) {
		if !day.After(now.Today) {
			continue
		}
		if then := p.on(now.Vendor, day); differs(last, then) {
			out = append(out, then)
			last = then
		}
	}
	return out
}

func differs(a, b attest.Timeline) bool {
	return !reflect.DeepEqual(a.Evidence, b.Evidence) || !slices.EqualFunc(a.Segments, b.Segments, func(x, y attest.Segment) bool {
		if x.Grade == attest.GradeGap && x.Span.End == a.Today && y.Span.End == b.Today {
			x.Span.End, x.Note = y.Span.End, y.Note
		}
		return reflect.DeepEqual(x, y)
	})
}
