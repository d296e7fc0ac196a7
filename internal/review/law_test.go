package review_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
)

// drawReading draws a reading of the report of the tests, with facts that differ as
// they do from one version of the rules to the next.
func drawReading(t *rapid.T) *attest.Reading {
	r := report()
	a := r.Attestation
	switch rapid.IntRange(0, 3).Draw(t, "opinion") {
	case 0:
		a.Opinion = attest.FoundFact(attest.Unqualified, "opinion.a", cite(4, "words"))
	case 1:
		a.Opinion = attest.FoundFact(attest.Qualified, "opinion.b", cite(3, "words"))
	case 2:
		a.Opinion = attest.AbsentFact[attest.OpinionKind]("page 3 was not read")
	}
	a.Organization = rapid.SampledFrom([]attest.Fact[string]{
		attest.FoundFact("Quay Ltd", "org"), attest.FoundFact("Quay Holdings", "org"), attest.AbsentFact[string]("no name"),
	}).Draw(t, "organization")
	a.Categories.Items = rapid.SampledFrom([][]attest.Category{nil, {attest.Security}, {attest.Privacy, attest.Security}}).Draw(t, "categories")
	e := a.Exceptions.Items
	e[0].ID = rapid.SampledFrom([]string{"e1", "e8"}).Draw(t, "id")
	a.Exceptions.Items = e[:rapid.IntRange(0, 2).Draw(t, "exceptions")]
	if rapid.Bool().Draw(t, "legs") {
		a.Legs = nil
	}
	if rapid.IntRange(0, 5).Draw(t, "kind") == 0 {
		r.Kind, r.Attestation, r.Flags = attest.AbsentFact[attest.Kind]("nothing was recognised"), nil, nil
	}
	return r
}

// drawCorrections draws corrections that made sense on a reading, at most one of each
// target.
func drawCorrections(t *rapid.T, read *attest.Reading) []attest.Correction {
	added := says("", "exceptions", attest.Add)
	added.Exception = &attest.Exception{Text: "Exception noted. For 3 of 12 months, no access review was performed.", ControlIDs: []string{"CC6.3.1"}}
	wanted := []attest.Correction{
		says("", "kind", attest.Override, "soc2"), says("", "opinion", attest.Override, "adverse"), says("", "opinion", attest.Confirm),
		says("", "opinion", attest.MarkAbsent), says("", "organization", attest.Confirm), says("", "organization", attest.Override, "Quay Inc"),
		says("", "categories", attest.Override, "privacy"), says("", "categories", attest.Confirm), says("", "legs/design", attest.Override, "adverse"),
		says("", "legs/operating_effectiveness", attest.Override, "adverse"), says("", "category_periods/privacy", attest.Override, "2025-07-01..2025-12-31"),
		says("", "exceptions", attest.Override), says("", "exceptions", attest.Confirm), says("", "controls", attest.Confirm), added,
		says("", "exceptions/e1", attest.MarkAbsent), says("", "exceptions/e1", attest.Confirm), says("", "exceptions/e1/deviations", attest.Override, "5"),
		says("", "exceptions/e2/leg", attest.Override, "design"), says("", "exceptions/e2", attest.MarkAbsent), says("", "flags/title_mismatch", attest.MarkAbsent),
	}
	var out []attest.Correction
	for i, c := range rapid.Permutation(wanted).Draw(t, "corrections")[:rapid.IntRange(0, len(wanted)).Draw(t, "how many")] {
		c.ID = attest.CorrectionID(fmt.Sprint("c", i))
		c, err := review.Check(read, out, c)
		taken := slices.ContainsFunc(out, func(o attest.Correction) bool { return o.Target == c.Target })
		if err == nil && !taken {
			out = append(out, c)
		}
	}
	return out
}

// TestLaws holds Apply to what does not depend on what the corrections are: the
// reading as read stays as it is, order says nothing, doing it again changes nothing,
// and every correction comes to something.
func TestLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		corrections := drawCorrections(t, drawReading(t))
		read := drawReading(t)
		got := review.Apply(read, corrections, name)
		if diff := cmp.Diff(got.Reading, review.Apply(read, rapid.Permutation(corrections).Draw(t, "order"), name).Reading); diff != "" {
			t.Fatalf("another order gives another reading:\n%s", diff)
		}
		// The flags tell how the corrections stand to what lies below them.
		if diff := cmp.Diff(got.Reading, review.Apply(got.Reading, corrections, name).Reading, cmpopts.IgnoreFields(attest.Reading{}, "Flags")); diff != "" {
			t.Fatalf("laid over once more:\n%s", diff)
		}
		for _, c := range corrections {
			if got.Outcomes[c.ID].Status == "" {
				t.Fatalf("%s of %s came to nothing", c.Action, c.Target)
			}
		}
		if len(corrections) == 0 && got.Reading != read {
			t.Fatal("without corrections, the effective reading is not the one that was read")
		}
	})
}

// TestWordSurvives reads a document again under other rules: what a person said of a
// fact is what the document states, and where the reading says otherwise a flag tells.
func TestWordSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		corrections := drawCorrections(t, drawReading(t))
		read := drawReading(t)
		got := review.Apply(read, corrections, name)
		a := got.Reading.Attestation
		for _, c := range corrections {
			status := got.Outcomes[c.ID].Status
			flagged := slices.ContainsFunc(got.Reading.Flags, func(f attest.Flag) bool { return f.Name == attest.FlagReviewConflict })
			if status == attest.CorrectionConflict && !flagged {
				t.Fatalf("%s of %s is a conflict that no flag tells of", c.Action, c.Target)
			}
			if status == attest.CorrectionOrphaned || c.Target != "opinion" && c.Target != "organization" {
				continue
			}
			state, value := attest.Absent, ""
			switch {
			case a == nil: // of no kind any more: it states nothing
			case c.Target == "organization":
				state, value = a.Organization.State, a.Organization.Value
			default:
				state, value = a.Opinion.State, string(a.Opinion.Value)
			}
			switch {
			case c.Action == attest.MarkAbsent || len(c.Values) == 0:
				if state != attest.Absent {
					t.Fatalf("%s of %s, and it is %s %q", c.Action, c.Target, state, value)
				}
			case state != attest.Found || value != c.Values[0]:
				t.Fatalf("%s of %s with %v, and it is %s %q", c.Action, c.Target, c.Values, state, value)
			}
		}
	})
}

// TestWithdrawn lays corrections of which some hold no more: those count for nothing.
func TestWithdrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		read := drawReading(t)
		corrections := drawCorrections(t, read)
		var holding []attest.Correction
		for i := range corrections {
			if rapid.Bool().Draw(t, "withdrawn") {
				corrections[i].Ended = corrections[i].Ended.AddDate(2000, 0, 0)
				continue
			}
			holding = append(holding, corrections[i])
		}
		if diff := cmp.Diff(review.Apply(read, holding, name), review.Apply(read, corrections, name)); diff != "" {
			t.Fatalf("those that were withdrawn count:\n%s", diff)
		}
	})
}
