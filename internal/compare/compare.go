package compare

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/criteria"
)

// Comparer compares reports. It holds the criteria by which it tells one that came
// from one that never was.
type Comparer struct {
	catalog *criteria.Catalog
}

// New gives a Comparer.
func New() (*Comparer, error) {
	catalog, err := criteria.Load()
	if err != nil {
		return nil, fmt.Errorf("load the criteria: %w", err)
	}
	return &Comparer{catalog}, nil
}

// Compare tells what differs between two reports, the earlier first, whichever way
// round they are given. What is no auditor's report, or no report of the same kind,
// is an *attest.Error with the reason NOT_COMPARABLE.
func (c *Comparer) Compare(a, b attest.Evidence) (*attest.Comparison, error) {
	if err := comparable(a.Reading, b.Reading); err != nil {
		return nil, err
	}
	w := &work{catalog: c.catalog, earlier: newReport(a), later: newReport(b), out: &attest.Comparison{}}
	if before(w.later, w.earlier) {
		w.earlier, w.later = w.later, w.earlier
	}
	w.earlier.said, w.later.said = "the earlier report", "the later report"
	w.out.Earlier, w.out.Later = w.earlier.named(), w.later.named()
	controls := w.controls()
	w.exceptions(controls)
	w.opinion()
	w.period()
	w.facts()
	w.scope()
	w.subservice()
	w.cuecs()
	w.order()
	w.flags()
	return w.out, nil
}

// comparable refuses two readings that say nothing of each other.
func comparable(a, b *attest.Reading) error {
	refuse := func(message string) error {
		return &attest.Error{Kind: attest.FailedPrecondition, Reason: "NOT_COMPARABLE", Message: message}
	}
	for _, r := range []*attest.Reading{a, b} {
		switch {
		case r == nil:
			return refuse("both documents must have been read before they can be compared")
		case r.Kind.State != attest.Found:
			return refuse("what one of the documents is was not recognised with certainty; two reports of one kind can be compared")
		case r.Attestation == nil:
			return refuse(fmt.Sprintf("a document of the kind %s is no service auditor's report; two reports of one kind can be compared", r.Kind.Value))
		}
	}
	if a.Kind.Value != b.Kind.Value {
		return refuse(fmt.Sprintf("the documents are of different kinds, %s and %s; two reports of one kind can be compared", a.Kind.Value, b.Kind.Value))
	}
	return nil
}

// report is one of the two, prepared.
type report struct {
	*attest.Attestation
	evidence attest.Evidence
	names    []phrase
	said     string // how a sentence names it
	days     attest.Period
	dated    bool // days are known
	cited    []attest.Citation
}

// newReport prepares a report.
func newReport(e attest.Evidence) report {
	a := e.Reading.Attestation
	r := report{Attestation: a, evidence: e, names: namesOf(a)}
	switch {
	case a.Period.State == attest.Found && !a.Period.Value.End.Before(a.Period.Value.Start):
		r.days, r.dated, r.cited = a.Period.Value, true, a.Period.Citations
	case a.AsOf.State == attest.Found:
		r.days, r.dated, r.cited = attest.Period{Start: a.AsOf.Value, End: a.AsOf.Value}, true, a.AsOf.Citations
	}
	return r
}

// named names the report in the comparison.
func (r report) named() attest.ComparedReport {
	return attest.ComparedReport{
		Document: r.evidence.Document.ID, SHA256: r.evidence.Reading.SHA256, Kind: r.evidence.Reading.Kind.Value, Type: r.Type.Value,
		Organization: r.Organization.Value, Span: r.days, ReportDate: r.ReportDate.Value,
	}
}

// before reports whether a is the earlier of the two: by the end of its days, their
// start, and the date of the report, as far as both state them.
func before(a, b report) bool {
	n := 0
	if a.dated && b.dated {
		n = cmp.Or(a.days.End.Compare(b.days.End), a.days.Start.Compare(b.days.Start))
	}
	if n == 0 && a.ReportDate.State == attest.Found && b.ReportDate.State == attest.Found {
		n = a.ReportDate.Value.Compare(b.ReportDate.Value)
	}
	return n < 0
}

// work is a comparison being made.
type work struct {
	catalog        *criteria.Catalog
	earlier, later report
	out            *attest.Comparison
}

// add notes a change. One that hangs on words recognised in a picture is unsure.
func (w *work) add(c attest.Change) {
	if c.Unsure == "" && (recognised(c.Earlier) || recognised(c.Later)) {
		c.Unsure = "words were recognised in a picture of the page, and may differ from what is printed"
	}
	w.out.Changes = append(w.out.Changes, c)
}

// recognised reports whether words of an item were recognised in a picture.
func recognised(i *attest.ComparedItem) bool {
	return i != nil && slices.ContainsFunc(i.Cited, func(c attest.Citation) bool { return c.Confidence > 0 })
}

// cannot notes that an aspect could not be compared.
func (w *work) cannot(aspect attest.Aspect, format string, args ...any) {
	w.out.NotCompared = append(w.out.NotCompared, attest.NotCompared{Aspect: aspect, Reason: fmt.Sprintf(format, args...)})
}

// tally notes how much of an aspect was compared.
func (w *work) tally(aspect attest.Aspect, earlier, later, same int) {
	w.out.Tallies = append(w.out.Tallies, attest.Tally{Aspect: aspect, Earlier: earlier, Later: later, Same: same})
}

// order sets the changes, tallies and gaps in the order of the aspects.
func (w *work) order() {
	rank := attest.Aspects()
	slices.SortStableFunc(w.out.Changes, func(a, b attest.Change) int {
		return cmp.Compare(slices.Index(rank, a.Aspect), slices.Index(rank, b.Aspect))
	})
	slices.SortStableFunc(w.out.Tallies, func(a, b attest.Tally) int {
		return cmp.Compare(slices.Index(rank, a.Aspect), slices.Index(rank, b.Aspect))
	})
	slices.SortStableFunc(w.out.NotCompared, func(a, b attest.NotCompared) int {
		return cmp.Compare(slices.Index(rank, a.Aspect), slices.Index(rank, b.Aspect))
	})
}

// known reports whether both reports state something as found, and notes why not
// otherwise. Where neither has it, there is nothing to compare and nothing to note.
func (w *work) known(aspect attest.Aspect, earlier, later attest.State, whyEarlier, whyLater string) bool {
	if earlier == attest.Found && later == attest.Found {
		return true
	}
	if earlier != attest.Found {
		w.cannot(aspect, "%s: %s", w.earlier.said, missing(earlier, whyEarlier))
		return false
	}
	w.cannot(aspect, "%s: %s", w.later.said, missing(later, whyLater))
	return false
}

// missing says why something was not found.
func missing(s attest.State, reason string) string {
	switch {
	case reason != "":
		return reason
	case s == attest.Ambiguous:
		return "it was read in more than one way; a person decides"
	}
	return "it was not found"
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
