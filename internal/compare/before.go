package compare

import (
	"slices"

	"example.com/assay/internal/attest"
)

// chainOverlap is how many days two reports of a vendor may both cover and still be
// years of one chain, where their systems have different names.
const chainOverlap = 31

// FlagsOf gives what the report before it lets a careful reader point out in a report;
// all holds the vendor's evidence. Which report is the one before: the latest earlier
// one of the same kind about the same system; where there is none, the latest one that
// covers other days, for a product may have a new name and a file may be another
// company's. A vendor's report on another product is not the one before. Uncovered days
// are not flagged: a timeline tells of them.
func (c *Comparer) FlagsOf(later attest.Evidence, all []attest.Evidence) []attest.Flag {
	earlier, ok := reportBefore(later, all)
	if !ok {
		return nil
	}
	found, err := c.Compare(earlier, later)
	if err != nil {
		return nil // it was chosen as one that can be compared
	}
	return slices.DeleteFunc(found.Flags, func(f attest.Flag) bool { return f.Name == attest.FlagPeriodGapBefore })
}

// reportBefore chooses the report before another; false where there is none.
func reportBefore(later attest.Evidence, all []attest.Evidence) (attest.Evidence, bool) {
	if comparable(later.Reading, later.Reading) != nil {
		return attest.Evidence{}, false
	}
	now := newReport(later)
	var same, other *report
	for _, e := range all {
		if e.Document.ID == later.Document.ID || comparable(e.Reading, later.Reading) != nil {
			continue
		}
		r := newReport(e)
		switch {
		case !r.dated || !now.dated || !before(r, now):
		case sameSystem(r, now):
			same = latest(same, r)
		case overlap(r.days, now.days) <= chainOverlap:
			other = latest(other, r)
		}
	}
	switch {
	case same != nil:
		return same.evidence, true
	case other != nil:
		return other.evidence, true
	}
	return attest.Evidence{}, false
}

// latest gives the report that ends later.
func latest(a *report, b report) *report {
	if a == nil || before(*a, b) {
		return &b
	}
	return a
}

// sameSystem reports whether two reports name one system of one organisation, as far as
// both state them.
func sameSystem(a, b report) bool {
	same := func(x, y attest.Fact[string]) bool {
		return x.State != attest.Found || y.State != attest.Found || sameName(x.Value, y.Value) >= likelyOne
	}
	return same(a.System, b.System) && (same(a.Organization, b.Organization) || sharesName(a, b))
}

// overlap counts the days that two spans share.
func overlap(a, b attest.Period) int {
	from, to := a.Start, a.End
	if b.Start.After(from) {
		from = b.Start
	}
	if b.End.Before(to) {
		to = b.End
	}
	return max(from.DaysUntil(to)+1, 0)
}
