package freshness_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
)

func drawDay(t *rapid.T, label string) attest.Date {
	return day("2023-01-01").AddDays(rapid.IntRange(0, 1400).Draw(t, label))
}

// drawEvidence draws a vendor's folder: reports of two systems, points, letters
// and certificates, with facts missing here and there.
func drawEvidence(t *rapid.T) []attest.Evidence {
	var all []attest.Evidence
	var periods []string
	for n := range rapid.IntRange(0, 6).Draw(t, "documents") {
		id := fmt.Sprintf("d%d", n)
		start := drawDay(t, "start")
		end := start.AddDays(rapid.IntRange(-1, 400).Draw(t, "length"))
		dated := end.AddDays(rapid.IntRange(-5, 90).Draw(t, "lag")).String()
		if rapid.IntRange(0, 4).Draw(t, "undated") == 0 {
			dated = ""
		}
		period := start.String() + ".." + end.String()
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			all = append(all, type1(id, start.String(), dated))
		case 1:
			if len(periods) > 0 {
				period = rapid.SampledFrom(periods).Draw(t, "named")
			}
			end = span(period).End
			signer := rapid.SampledFrom([]string{"management", "auditor", ""}).Draw(t, "signer")
			all = append(all, bridge(id, period, end.AddDays(rapid.IntRange(-5, 200).Draw(t, "written")).String(), "", signer))
		case 2:
			all = append(all, cert{
				number: rapid.SampledFrom([]string{"N-1", "N-2", "M-1"}).Draw(t, "number"), edition: rapid.SampledFrom([]string{"2013", "2022", ""}).Draw(t, "edition"),
				issue: start.String(), cycle: start.String(), expiry: start.AddMonths(rapid.IntRange(1, 40).Draw(t, "months")).String(),
			}.evidence(id))
		default:
			periods = append(periods, period)
			all = append(all, report{
				typ: 2, period: period, dated: dated,
				kind:       rapid.SampledFrom([]attest.Kind{"", "", attest.KindSOC3}).Draw(t, "report kind"),
				system:     rapid.SampledFrom([]string{"Ledger", "The Ledger System", "Payroll", ""}).Draw(t, "system"),
				categories: rapid.SampledFrom([][]attest.Category{nil, {attest.Security}, {attest.Security, attest.Availability}, {attest.Privacy}}).Draw(t, "categories"),
			}.evidence(id))
		}
	}
	return all
}

// TestOrderDoesNotMatter shuffles the documents.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		evidence := drawEvidence(t)
		today := drawDay(t, "today").String()
		shuffled := rapid.Permutation(evidence).Draw(t, "shuffled")
		if diff := cmp.Diff(build(today, evidence...), build(today, shuffled...)); diff != "" {
			t.Errorf("the order changed the timeline (-as drawn +shuffled):\n%s", diff)
		}
	})
}

// TestDaysArePartitioned looks for a day that two segments of one grade claim for
// the same category of the same system.
func TestDaysArePartitioned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := build(drawDay(t, "today").String(), drawEvidence(t)...)
		for n, a := range line.Segments {
			if a.Span.End.Before(a.Span.Start) {
				t.Fatalf("segment %+v ends before it starts", a)
			}
			for _, b := range line.Segments[n+1:] {
				track := a.Kind == b.Kind && a.System == b.System
				apart := a.Span.End.Before(b.Span.Start) || b.Span.End.Before(a.Span.Start)
				if !track || apart {
					continue
				}
				if (a.Grade == attest.GradeGap) != (b.Grade == attest.GradeGap) {
					t.Errorf("a gap %v lies where %v covers", a, b)
				}
				if a.Grade == b.Grade && shares(a.Categories, b.Categories) {
					t.Errorf("two %s segments share days and categories:\n%+v\n%+v", a.Grade, a, b)
				}
			}
		}
	})
}

func shares(a, b []attest.Category) bool {
	if len(a) == 0 && len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(c attest.Category) bool { return slices.Contains(b, c) })
}

// TestBridgeStaysManagement takes the letters away: no day loses a grade other
// than management's, and letters appear in no other grade.
func TestBridgeStaysManagement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		evidence := drawEvidence(t)
		today := drawDay(t, "today").String()
		with := build(today, evidence...)
		letters := map[attest.DocumentID]bool{}
		var rest []attest.Evidence
		for _, e := range evidence {
			if e.Document.Kind == attest.KindBridgeLetter {
				letters[e.Document.ID] = true
				continue
			}
			rest = append(rest, e)
		}
		strong := func(line attest.Timeline) (kept []attest.Segment) {
			for _, s := range line.Segments {
				if s.Grade != attest.GradeManagement && s.Grade != attest.GradeGap {
					kept = append(kept, s)
				}
			}
			return kept
		}
		if diff := cmp.Diff(strong(build(today, rest...)), strong(with)); diff != "" {
			t.Errorf("letters changed what auditors covered (-without +with):\n%s", diff)
		}
		for _, s := range with.Segments {
			for _, id := range s.Documents {
				if letters[id] != (s.Grade == attest.GradeManagement) {
					t.Errorf("document %s stands in a segment of grade %s", id, s.Grade)
				}
			}
		}
	})
}

// TestBridgeReach bounds every bridged day by the letter's date and by three
// months.
func TestBridgeReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		evidence := drawEvidence(t)
		line := build(drawDay(t, "today").String(), evidence...)
		for _, e := range evidence {
			b := e.Reading.BridgeLetter
			if b == nil {
				continue
			}
			for _, s := range line.Segments {
				if !slices.Contains(s.Documents, e.Document.ID) {
					continue
				}
				if !s.Span.Start.After(b.Period.Value.End) || s.Span.End.After(b.LetterDate.Value) ||
					s.Span.Days() > 92 || b.SignedBy.Value != "management" {
					t.Errorf("letter of %s on %s covers %s", b.LetterDate.Value, b.Period.Value, s.Span)
				}
			}
		}
	})
}

// age ranks states by how far a document has aged.
func age(s attest.FreshnessState) int {
	return slices.Index([]attest.FreshnessState{
		attest.FreshCurrent, attest.FreshAging, attest.FreshRenewalWindow,
		attest.FreshStale, attest.FreshExpired, attest.FreshSuperseded,
	}, s)
}

// TestAgeingNeverImproves compares two days. What does not count yet may begin to
// count; nothing else gets better.
func TestAgeingNeverImproves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		evidence := drawEvidence(t)
		first := drawDay(t, "today")
		second := first.AddDays(rapid.IntRange(0, 500).Draw(t, "later"))
		before, after := build(first.String(), evidence...), build(second.String(), evidence...)
		for _, a := range before.Evidence {
			for _, b := range after.Evidence {
				if a.Document == b.Document && a.State != attest.FreshNotYet && age(b.State) < age(a.State) {
					t.Errorf("%s was %s on %s and is %s on %s", a.Document, a.State, first, b.State, second)
				}
			}
		}
	})
}

// TestNextChangeIsTheFirst walks the days one by one: nothing differs before the
// day named, and something does on it.
func TestNextChangeIsTheFirst(t *testing.T) {
	still := func(line attest.Timeline) attest.Timeline {
		line.Segments = slices.Clone(line.Segments)
		for n, s := range line.Segments {
			closed := slices.ContainsFunc(line.Segments, func(o attest.Segment) bool {
				return o.Kind == s.Kind && o.Span.Start == s.Span.End.AddDays(1)
			})
			if s.Grade == attest.GradeGap && s.Span.End == line.Today && !closed {
				line.Segments[n].Span.End, line.Segments[n].Note = attest.Date{}, ""
			}
		}
		line.Today, line.NextChange, line.Ahead = attest.Date{}, attest.Date{}, nil
		return line
	}
	rapid.Check(t, func(t *rapid.T) {
		evidence := drawEvidence(t)
		today := drawDay(t, "today")
		now := build(today.String(), evidence...)
		last := today.AddDays(60)
		if !now.NextChange.IsZero() && !now.NextChange.After(last) {
			last = now.NextChange
			then := build(last.String(), evidence...)
			if cmp.Equal(still(now), still(then)) {
				t.Errorf("nothing changes on %s", last)
			}
			foreseen := now.Ahead[0]
			foreseen.Ahead = then.Ahead
			if diff := cmp.Diff(then, foreseen); diff != "" {
				t.Errorf("what was foreseen for %s is not what came (-came +foreseen):\n%s", last, diff)
			}
			last = last.AddDays(-1)
		}
		for d := today.AddDays(1); !d.After(last); d = d.AddDays(1) {
			if diff := cmp.Diff(still(now), still(build(d.String(), evidence...))); diff != "" {
				t.Fatalf("%s differs before the next change %s:\n%s", d, now.NextChange, diff)
			}
		}
	})
}

// TestMonthsClamp holds for every start and length: the last current day is never
// in a later month than the arithmetic says.
func TestMonthsClamp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := freshness.DefaultPolicy()
		policy.MaxAgeMonths = rapid.IntRange(0, 30).Draw(t, "months")
		end := drawDay(t, "end")
		e := type2("d", end.AddDays(-100).String()+".."+end.String(), "")
		last := freshness.Build("v", []attest.Evidence{e}, policy, end).Evidence[0].ByPeriodEnd
		months := (last.Year-end.Year)*12 + int(last.Month) - int(end.Month)
		if months != policy.MaxAgeMonths || last.Day > end.Day {
			t.Errorf("%s plus %d months = %s", end, policy.MaxAgeMonths, last)
		}
		if next := last.AddDays(1); last.Day < end.Day && next.Day != 1 {
			t.Errorf("%s plus %d months = %s, which is neither the day nor the month's last", end, policy.MaxAgeMonths, last)
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	evidence := []attest.Evidence{
		type2("a", "2022-10-01..2023-09-30", "2023-11-20"), type2("b", "2023-10-01..2024-09-30", "2024-11-22"),
		type2("c", "2024-10-01..2025-09-30", "2025-12-05"), bridge("d", "2024-10-01..2025-09-30", "2025-12-19", "", "management"),
		cert{number: "N-3", edition: "2022", cycle: "2025-03-09", expiry: "2028-03-08"}.evidence("e"),
	}
	for b.Loop() {
		freshness.Build("v", evidence, freshness.DefaultPolicy(), day("2026-03-01"))
	}
}
