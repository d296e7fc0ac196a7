package materiality_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/assay/internal/attest"
)

func drawCategories(t *rapid.T) []attest.Category {
	return rapid.SampledFrom([][]attest.Category{
		{attest.Security, attest.Availability, attest.Confidentiality}, {attest.Security, attest.Availability, attest.Confidentiality},
		{attest.Security, attest.Availability}, {attest.Security}, {attest.Availability}, {}, nil,
	}).Draw(t, "categories")
}

func drawOpinion(t *rapid.T) attest.Fact[attest.OpinionKind] {
	return fact(rapid.SampledFrom([]attest.OpinionKind{
		attest.Unqualified, attest.Unqualified, attest.Unqualified, attest.Unqualified, attest.Unqualified,
		attest.Qualified, attest.Adverse, attest.Disclaimer, "",
	}).Draw(t, "opinion"))
}

func drawReport(t *rapid.T, id string) report {
	if rapid.Bool().Draw(t, "sound") {
		// Nothing is wrong with it, so that one change can tell.
		end := day("2025-12-31").AddDays(-rapid.IntRange(0, 30).Draw(t, "end"))
		return sound().with(func(r *report) {
			r.id, r.period, r.dated = id, end.AddDays(-rapid.IntRange(100, 400).Draw(t, "length")).String()+".."+end.String(), ""
		})
	}
	end := day("2025-12-31").AddDays(-rapid.IntRange(0, 60).Draw(t, "end"))
	if rapid.IntRange(0, 3).Draw(t, "old") == 0 {
		end = end.AddDays(-rapid.IntRange(0, 700).Draw(t, "older"))
	}
	length := rapid.IntRange(30, 400).Draw(t, "length")
	r := sound().with(func(r *report) {
		r.id = id
		r.kind = rapid.SampledFrom([]attest.Kind{attest.KindSOC2, attest.KindSOC2, attest.KindSOC2, attest.KindSOC3}).Draw(t, "kind")
		r.period = end.AddDays(-length).String() + ".." + end.String()
		r.dated = end.AddDays(rapid.IntRange(0, 60).Draw(t, "lag")).String()
		r.system = rapid.SampledFrom([]string{"Ledger", "Payroll", ""}).Draw(t, "system")
		r.opinion = drawOpinion(t)
		r.categories = drawCategories(t)
		if rapid.IntRange(0, 3).Draw(t, "matrix") == 0 {
			r.notRead = []string{"controls", "exceptions"}
		}
		for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
			r.exceptions = append(r.exceptions, drawException(t))
		}
		if rapid.IntRange(0, 5).Draw(t, "mismatch") == 0 {
			r.flags = []attest.FlagName{attest.FlagTitleMismatch}
		}
		if rapid.IntRange(0, 5).Draw(t, "undated") == 0 {
			r.period = ""
		}
	})
	if r.kind == attest.KindSOC2 && rapid.IntRange(0, 4).Draw(t, "type1") == 0 {
		r.typ, r.period, r.asOf = 1, "", end.String()
	}
	return r
}

func drawException(t *rapid.T) attest.Exception {
	return deviation(func(e *attest.Exception) {
		if rapid.Bool().Draw(t, "open") {
			e.Response = nil
		}
		if rapid.IntRange(0, 3).Draw(t, "design") == 0 {
			e.Leg = fact(attest.LegDesign)
		}
	})
}

// folder is a vendor's evidence before it is turned into readings, so that a law
// can change one thing about it.
type folder struct {
	reports []report
	rest    []attest.Evidence
}

func (f folder) evidence() []attest.Evidence {
	all := slices.Clone(f.rest)
	for _, r := range f.reports {
		all = append(all, r.evidence())
	}
	return all
}

// changed gives the folder with one report changed.
func (f folder) changed(n int, change func(*report)) folder {
	f.reports = slices.Clone(f.reports)
	f.reports[n] = f.reports[n].with(change)
	return f
}

func drawFolder(t *rapid.T) folder {
	var f folder
	for n := range rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3, 4}).Draw(t, "reports") {
		f.reports = append(f.reports, drawReport(t, fmt.Sprintf("r%d", n)))
	}
	if rapid.Bool().Draw(t, "certificate") {
		f.rest = append(f.rest, drawCertificate(t, "c1"))
	}
	if rapid.IntRange(0, 3).Draw(t, "second certificate") == 0 {
		f.rest = append(f.rest, drawCertificate(t, "c2"))
	}
	if rapid.IntRange(0, 4).Draw(t, "locked") == 0 {
		f.rest = append(f.rest, unread("l", attest.DocumentLocked))
	}
	return f
}

func drawCertificate(t *rapid.T, id string) attest.Evidence {
	return certificate(id, func(c *attest.Certificate) {
		start := day("2023-01-01").AddDays(rapid.IntRange(0, 900).Draw(t, "cycle"))
		c.Number = fact(rapid.SampledFrom([]string{"N-1", "N-2", "M-7"}).Draw(t, "number"))
		c.Scope = fact(id)
		c.CycleStart, c.IssueDate = fact(start), fact(start)
		c.ExpiryDate = fact(start.AddMonths(rapid.IntRange(6, 40).Draw(t, "term")).AddDays(-1))
		c.Edition = fact(rapid.SampledFrom([]string{"2022", "2013", ""}).Draw(t, "edition"))
		c.Accreditation = fact(rapid.SampledFrom([]string{"ANAB", ""}).Draw(t, "accreditation"))
	})
}

func drawTier(t *rapid.T) attest.Tier { return rapid.SampledFrom(tiers()).Draw(t, "tier") }

// drawToday draws a day on which every document that can be drawn exists.
func drawToday(t *rapid.T) attest.Date {
	return day("2026-03-01").AddDays(rapid.SampledFrom([]int{0, 0, 0, 10, 25, 120, 250, 400, 900}).Draw(t, "today"))
}

// neverImproves draws a folder, makes it worse, and compares the verdicts.
func neverImproves(t *testing.T, worsen func(*rapid.T, folder, int) folder) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		before := drawFolder(rt)
		after := worsen(rt, before, rapid.IntRange(0, len(before.reports)-1).Draw(rt, "which"))
		tier, today := drawTier(rt), drawToday(rt)
		a, b := weigh(tier, today, before.evidence()...), weigh(tier, today, after.evidence()...)
		if rank(t, b) < rank(t, a) {
			rt.Fatalf("from %s to %s:\n%v\n%v", a.Verdict, b.Verdict, a.Reasons, b.Reasons)
		}
	})
}

func TestWorseOpinionNeverImproves(t *testing.T) {
	order := []attest.OpinionKind{attest.Unqualified, attest.Qualified, attest.Adverse, attest.Disclaimer}
	neverImproves(t, func(rt *rapid.T, f folder, n int) folder {
		from := max(0, slices.Index(order, f.reports[n].opinion.Value))
		if f.reports[n].opinion.State != attest.Found {
			return f
		}
		to := rapid.SampledFrom(order[from:]).Draw(rt, "worse")
		return f.changed(n, func(r *report) { r.opinion = fact(to) })
	})
}

func TestUnreadOpinionNeverImproves(t *testing.T) {
	neverImproves(t, func(_ *rapid.T, f folder, n int) folder {
		if f.reports[n].kind != attest.KindSOC2 {
			return f
		}
		return f.changed(n, func(r *report) { r.opinion = attest.AbsentFact[attest.OpinionKind]("not read") })
	})
}

func TestDroppedCategoryNeverImproves(t *testing.T) {
	neverImproves(t, func(rt *rapid.T, f folder, n int) folder {
		if len(f.reports[n].categories) == 0 {
			return f
		}
		return f.changed(n, func(r *report) {
			gone := rapid.SampledFrom(r.categories).Draw(rt, "dropped")
			r.categories = slices.DeleteFunc(slices.Clone(r.categories), func(c attest.Category) bool { return c == gone })
		})
	})
}

func TestShorterPeriodNeverImproves(t *testing.T) {
	neverImproves(t, func(rt *rapid.T, f folder, n int) folder {
		if f.reports[n].period == "" {
			return f
		}
		return f.changed(n, func(r *report) {
			p := span(r.period)
			p.Start = p.Start.AddDays(rapid.IntRange(0, p.Days()-1).Draw(rt, "shorter"))
			r.period = p.String()
		})
	})
}

func TestUnreadPageNeverImproves(t *testing.T) {
	neverImproves(t, func(rt *rapid.T, f folder, n int) folder {
		page := rapid.IntRange(1, 40).Draw(rt, "page")
		return f.changed(n, func(r *report) { r.unread = append(slices.Clone(r.unread), page) })
	})
}

func TestUnreadMatrixNeverImproves(t *testing.T) {
	neverImproves(t, func(_ *rapid.T, f folder, n int) folder {
		return f.changed(n, func(r *report) { r.notRead = []string{"controls", "exceptions"} })
	})
}

func TestExceptionNeverImproves(t *testing.T) {
	t.Parallel()
	neverImproves(t, func(t *rapid.T, f folder, n int) folder {
		added := drawException(t)
		return f.changed(n, func(r *report) { r.exceptions = append(slices.Clone(r.exceptions), added) })
	})
}

func TestFlagNeverImproves(t *testing.T) {
	neverImproves(t, func(rt *rapid.T, f folder, n int) folder {
		name := rapid.SampledFrom([]attest.FlagName{attest.FlagPlaceholders, attest.FlagOwnerPassword, attest.FlagTitleMismatch}).Draw(rt, "flag")
		return f.changed(n, func(r *report) { r.flags = append(slices.Clone(r.flags), name) })
	})
}

// TestAgeingNeverImproves compares two days on which every document counts.
func TestAgeingNeverImproves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, tier, today := drawFolder(rt), drawTier(rt), drawToday(rt)
		later := today.AddDays(rapid.IntRange(0, 700).Draw(rt, "later"))
		a, b := weigh(tier, today, f.evidence()...), weigh(tier, later, f.evidence()...)
		if rank(t, b) < rank(t, a) {
			rt.Fatalf("%s on %s, %s on %s:\n%v\n%v", a.Verdict, today, b.Verdict, later, a.Reasons, b.Reasons)
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		evidence, tier, today := drawFolder(rt).evidence(), drawTier(rt), drawToday(rt)
		shuffled := rapid.Permutation(evidence).Draw(rt, "shuffled")
		if diff := cmp.Diff(weigh(tier, today, evidence...), weigh(tier, today, shuffled...)); diff != "" {
			rt.Fatalf("the order changed the standing (-as drawn +shuffled):\n%s", diff)
		}
	})
}

// TestCertificateClearsNoOpinion adds a certificate to a folder of reports: what a
// modified opinion leads to stays.
func TestCertificateClearsNoOpinion(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, tier, today := drawFolder(rt), drawTier(rt), drawToday(rt)
		f.rest = nil
		a := weigh(tier, today, f.evidence()...)
		f.rest = []attest.Evidence{certificate("c", nil)}
		b := weigh(tier, today, f.evidence()...)
		for _, r := range a.Reasons {
			modified := slices.Contains([]string{"opinion.qualified", "opinion.adverse", "opinion.disclaimer"}, r.Rule)
			if modified && !slices.ContainsFunc(b.Reasons, func(o attest.Reason) bool { return cmp.Equal(o, r) }) {
				rt.Fatalf("the certificate cleared %v, leaving %v", r, b.Reasons)
			}
		}
	})
}

// TestBridgeNeverLiftsAboveConditions adds a letter: the verdict stays, or becomes
// one with conditions, or worse.
func TestBridgeNeverLiftsAboveConditions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, tier, today := drawFolder(rt), drawTier(rt), drawToday(rt)
		period := "2024-10-01..2025-09-30"
		if p := f.reports[0].period; p != "" {
			period = p
		}
		a := weigh(tier, today, f.evidence()...)
		f.rest = append(f.rest, letter("b", period, span(period).End.AddDays(rapid.IntRange(1, 120).Draw(rt, "written")).String()))
		b := weigh(tier, today, f.evidence()...)
		if rank(t, b) < rank(t, a) && b.Verdict == attest.Accept {
			rt.Fatalf("the letter lifted %s to %s:\n%v\n%v", a.Verdict, b.Verdict, a.Reasons, b.Reasons)
		}
	})
}

// TestValidUntilIsExact walks to the last day and over it.
func TestValidUntilIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		evidence, tier := drawFolder(rt).evidence(), drawTier(rt)
		today := day("2024-06-01").AddDays(rapid.IntRange(0, 900).Draw(rt, "today"))
		s := weigh(tier, today, evidence...)
		last := today.AddDays(120)
		if !s.ValidUntil.IsZero() && s.ValidUntil.Before(last) {
			last = s.ValidUntil
			if next := weigh(tier, last.AddDays(1), evidence...); next.Verdict == s.Verdict {
				rt.Fatalf("valid until %s, and still %s on the day after", last, next.Verdict)
			}
		}
		for d := today; !d.After(last); d = d.AddDays(7) {
			if then := weigh(tier, d, evidence...); then.Verdict != s.Verdict {
				rt.Fatalf("valid until %q, and %s on %s", s.ValidUntil, then.Verdict, d)
			}
		}
		if then := weigh(tier, last, evidence...); then.Verdict != s.Verdict {
			rt.Fatalf("valid until %q, and %s on that day", s.ValidUntil, then.Verdict)
		}
	})
}
