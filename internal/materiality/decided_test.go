package materiality_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// TestWhatAPersonHasRead weighs a report that no reader could read in full, before and
// after a person has.
func TestWhatAPersonHasRead(t *testing.T) {
	t.Parallel()
	e := sound().with(func(r *report) {
		r.notRead, r.unread = []string{"controls"}, []int{4, 20}
		r.unparsed = []attest.UnparsedRow{{Reason: "no columns", Cited: []attest.Citation{{Page: 30, Quote: "row"}}}}
		r.exceptions = []attest.Exception{deviation(func(*attest.Exception) {})}
	}).evidence()
	open := []string{"matrix.not_read", "matrix.unclear", "page.opinion_not_read", "page.not_read"}
	before := moved(weigh(attest.TierCritical, day("2025-12-20"), e))
	for _, rule := range open {
		if !slices.Contains(before, rule) {
			t.Errorf("%s is not among %v", rule, before)
		}
	}
	e.Reading.Attestation.Exceptions.Correction = "corrections/1"
	for i := range e.Reading.Pages {
		e.Reading.Pages[i].Correction = "corrections/2"
	}
	after := moved(weigh(attest.TierCritical, day("2025-12-20"), e))
	for _, rule := range open {
		if slices.Contains(after, rule) {
			t.Errorf("%s is still asked for once a person has read it", rule)
		}
	}
	if !slices.ContainsFunc(after, func(rule string) bool { return strings.HasPrefix(rule, "exception") }) {
		t.Errorf("the exception that a person confirmed weighs nothing: %v", after)
	}
}

// TestUnclearRowsWithoutAPlace holds the rows that cite nothing against those that do:
// all count, and a place is cited only where there is one.
func TestUnclearRowsWithoutAPlace(t *testing.T) {
	t.Parallel()
	e := sound().with(func(r *report) {
		r.unparsed = []attest.UnparsedRow{{Reason: "no columns"}, {Reason: "no columns", Cited: []attest.Citation{{Page: 30, Quote: "row"}, {Page: 31, Quote: "on"}}}}
		r.controls = []attest.Control{{ID: "AC-04", Result: attest.ResultUnclear}}
	}).evidence()
	for _, r := range weigh(attest.TierCritical, day("2025-12-20"), e).Reasons {
		if r.Rule != "matrix.unclear" {
			continue
		}
		if !strings.HasPrefix(r.Message, "3 rows ") || len(r.Citations) != 1 || r.Citations[0].Page != 30 {
			t.Errorf("%s, citing %+v; want 3 rows and page 30 alone", r.Message, r.Citations)
		}
		return
	}
	t.Error("the rows weigh nothing")
}
