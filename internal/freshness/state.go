package freshness

import (
	"slices"

	"example.com/assay/internal/attest"
)

// status says where an item stands on a day.
func (p plan) status(i *item, today attest.Date) attest.EvidenceStatus {
	s := attest.EvidenceStatus{
		Document: i.doc, Kind: i.kind, Type: i.typ, Span: i.span,
		ByPeriodEnd: i.byEnd, ByReportDate: i.byIssue, StaleAfter: i.stale,
		Notes: slices.Clone(i.notes), Flags: slices.Clone(i.flags),
	}
	s.State = i.ageOn(today)
	if s.State == attest.FreshNotYet || s.State == attest.FreshNoCover {
		if s.State == attest.FreshNotYet {
			s.Notes = append(s.Notes, notYetNote(i))
		}
		return s
	}
	if by := p.superseder(i, today); by != nil {
		s.State, s.SupersededBy = attest.FreshSuperseded, by.doc
		return s
	}
	if due, ok := i.surveillanceDue(today); ok && s.State == attest.FreshCurrent {
		s.Flags = append(s.Flags, attest.Flag{Name: attest.FlagSurveillanceUnconfirmed,
			Detail: "nothing on file is newer than the anniversary of " + due.String()})
	}
	return s
}

func notYetNote(i *item) string {
	if i.role == roleCertificate {
		return "takes effect on " + i.exists.String()
	}
	return "dated or ending on " + i.exists.String() + ", a day still to come, so it counts for nothing yet"
}

// ageOn gives the state that an item has by its own dates.
func (i *item) ageOn(today attest.Date) attest.FreshnessState {
	switch {
	case i.role == roleNone && i.kind == attest.KindISO27001 && !i.current.IsZero() && today.After(i.current):
		return attest.FreshExpired
	case i.role == roleNone:
		return attest.FreshNoCover
	case today.Before(i.exists):
		return attest.FreshNotYet
	case i.role == roleCertificate && today.After(i.current):
		return attest.FreshExpired
	case today.After(i.stale):
		return attest.FreshStale
	case today.After(i.current):
		return attest.FreshRenewalWindow
	case i.role == rolePoint && today.After(i.aging):
		return attest.FreshAging
	default:
		return attest.FreshCurrent
	}
}

// superseder gives the newest item that replaces i on a day, or nil.
func (p plan) superseder(i *item, today attest.Date) *item {
	var newest *item
	for _, j := range p.items {
		if j == i || j.role == roleNone || today.Before(j.exists) || !replaces(j, i) {
			continue
		}
		if newest == nil || newer(j, newest) {
			newest = j
		}
	}
	return newest
}

// replaces reports whether item j, once it counts, takes the place of i.
func replaces(j, i *item) bool {
	if i.role == roleCertificate && j.role == roleCertificate {
		return renews(i, j) && newer(j, i)
	}
	if i.line != j.line {
		return false
	}
	switch {
	case i.role == j.role:
		return newer(j, i)
	case j.role == roleReport && (i.role == rolePoint || i.role == roleBridge):
		return !j.span.End.Before(i.span.End)
	default:
		return false
	}
}

// newer reports whether j ends later than i, or ends with it and was issued
// later, as a reissued report is.
func newer(j, i *item) bool {
	if c := j.span.End.Compare(i.span.End); c != 0 {
		return c > 0
	}
	return !i.issued.IsZero() && j.issued.After(i.issued)
}
