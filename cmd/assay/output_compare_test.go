package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	assayv1 "example.com/assay/gen/assay/v1"
)

// TestComparisonOutput shows a comparison with something of everything.
func TestComparisonOutput(t *testing.T) {
	t.Parallel()
	lag := func(n int32) *int32 { return &n }
	at := func(text string, page int32) *assayv1.ComparedItem {
		return &assayv1.ComparedItem{Text: text, Citations: []*assayv1.Citation{{Page: page, Quote: text}}}
	}
	c := &assayv1.Comparison{
		Earlier: &assayv1.ComparedReport{Kind: "soc2", ReportType: 1, Organization: "Fennimore Labs, Inc.", Span: &assayv1.Period{StartDate: "2024-09-30", EndDate: "2024-09-30"}},
		Later:   &assayv1.ComparedReport{Kind: "soc2", ReportType: 2, Organization: "Fennimore Labs, Inc.", Span: &assayv1.Period{StartDate: "2024-10-11", EndDate: "2025-09-30"}},
		Timing:  &assayv1.Comparison_Timing{GapDays: 10, EarlierLagDays: lag(40), LaterLagDays: lag(52)},
		Changes: []*assayv1.Change{
			{Aspect: "exception", Kind: "repeated", Summary: "the same control failed again", Earlier: at("3 of 25", 9), Later: at("1 of 30", 8), Unsure: "the words differ"},
			{Aspect: "exception", Kind: "repeated", Summary: "another failed again", Unsure: "the words differ"},
			{Aspect: "opinion_wording", Kind: "reworded", Summary: "the words of the opinion differ in 1 place", Words: []*assayv1.WordChange{{Earlier: "except for", Later: "save for"}}},
			{Aspect: "control", Kind: "changed", Summary: "control states other measures (24 hours → 2 days): AC-1", Words: []*assayv1.WordChange{{Earlier: "24 hours", Later: "2 days"}, {Later: "at least"}, {Earlier: "all"}}},
			{Aspect: "cuec", Kind: "new", Summary: "new for you to do: enable single sign-on", Later: at("enable single sign-on", 20)},
		},
		Tallies:     []*assayv1.Comparison_Tally{{Aspect: "exception", EarlierCount: 2, LaterCount: 3, SameCount: 2}, {Aspect: "control", EarlierCount: 60, LaterCount: 61, SameCount: 59}},
		NotCompared: []*assayv1.Comparison_NotCompared{{Aspect: "subservice_organization", Reason: "the later report: \x1b[31mnot found"}},
	}
	want := strings.TrimPrefix(`
b.pdf compared with a.pdf
  Earlier           SOC 2 Type 1 report of Fennimore Labs, Inc., as of 2024-09-30
  Later             SOC 2 Type 2 report of Fennimore Labs, Inc., 2024-10-11 to 2025-09-30
  Days              10 days that neither covers; dated 52 days after its period, the earlier 40
  Exceptions        the same control failed again (unsure: the words differ)
                    [earlier p. 9; later p. 8]
                    another failed again (unsure, as above)
  Words of opinion  the words of the opinion differ in 1 place
                    - except for
                    + save for
  Controls          control states other measures (24 hours → 2 days): AC-1
                    - 24 hours
                    + 2 days
                    + at least
                    … 1 more places; --words shows them
  Your part         new for you to do: enable single sign-on [p. 20]
  The same          2 exceptions before, 3 now, 2 of them repeated
                    59 of 61 controls (60 before)
  Not compared      subservice organisations: the later report: [31mnot found
`, "\n")
	var out bytes.Buffer
	p := newPage(&environment{stdout: &out, getenv: func(string) string { return "" }})
	p.comparison("a.pdf", "b.pdf", c, compareOptions{})
	if err := p.flush(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	out.Reset()
	p.comparison("a.pdf", "b.pdf", &assayv1.Comparison{Earlier: &assayv1.ComparedReport{Kind: "soc2"}, Later: &assayv1.ComparedReport{Kind: "soc2"}}, compareOptions{})
	if err := p.flush(); err != nil || !strings.Contains(out.String(), "Changes           none in what could be compared") || !strings.Contains(out.String(), "SOC 2 report, days not found") {
		t.Errorf("nothing to tell: %v\n%s", err, out.String())
	}
}
