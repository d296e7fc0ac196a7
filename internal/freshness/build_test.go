package freshness_test

import (
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
)

func TestStates(t *testing.T) {
	full := type2("d", "2024-10-01..2025-09-30", "2025-12-05")
	recertified := cert{number: "N-1", edition: "2022", cycle: "2024-03-01", expiry: "2027-02-28"}.evidence("d")
	tests := []struct {
		name     string
		today    string
		evidence attest.Evidence
		want     attest.FreshnessState
	}{
		{"before the report is dated", "2025-12-04", full, attest.FreshNotYet},
		{"on its date", "2025-12-05", full, attest.FreshCurrent},
		{"last current day", "2026-09-30", full, attest.FreshCurrent},
		{"first day of the window", "2026-10-01", full, attest.FreshRenewalWindow},
		{"last day of the window", "2026-12-29", full, attest.FreshRenewalWindow},
		{"after the window", "2026-12-30", full, attest.FreshStale},
		{"type 1 at twelve months", "2026-03-31", type1("d", "2025-03-31", ""), attest.FreshAging},
		{"type 1 after twelve months", "2026-04-01", type1("d", "2025-03-31", ""), attest.FreshStale},
		{"period still running", "2025-06-01", type2("d", "2024-10-01..2025-09-30", ""), attest.FreshNotYet},
		{"period unread", "2025-06-01", type2("d", "", "2025-05-01"), attest.FreshNoCover},
		{"type unread", "2025-12-05", report{period: "2024-10-01..2025-09-30"}.evidence("d"), attest.FreshNoCover},
		{"period reversed", "2026-01-01", type2("d", "2025-09-30..2024-10-01", ""), attest.FreshNoCover},
		{"soc 3 has no type", "2025-12-05", report{kind: attest.KindSOC3, period: "2024-10-01..2025-09-30"}.evidence("d"), attest.FreshCurrent},
		{"certificate on its last day", "2027-02-28", recertified, attest.FreshCurrent},
		{"certificate after it", "2027-03-01", recertified, attest.FreshExpired},
		{"certificate without expiry", "2025-01-01", cert{cycle: "2024-03-01"}.evidence("d"), attest.FreshNoCover},
		{"first date in the same cycle", "2025-01-01", cert{edition: "2022", initial: "2024-03-01", expiry: "2027-02-28"}.evidence("d"), attest.FreshCurrent},
		{"first date of an earlier cycle", "2025-01-01", cert{edition: "2022", initial: "2019-03-01", expiry: "2027-02-28"}.evidence("d"), attest.FreshNoCover},
		{"2013 edition wholly after its end", "2026-01-01", cert{edition: "2013", cycle: "2025-11-15", expiry: "2028-11-14"}.evidence("d"), attest.FreshExpired},
		{"letter by the auditor", "2025-12-20", bridge("d", "2024-10-01..2025-09-30", "2025-12-15", "", "auditor"), attest.FreshNoCover},
		{"letter without date", "2025-12-20", bridge("d", "2024-10-01..2025-09-30", "", "", "management"), attest.FreshNoCover},
		{"letter older than the period's end", "2025-12-20", bridge("d", "2024-10-01..2025-09-30", "2025-09-30", "", "management"), attest.FreshNoCover},
		{"letter", "2025-12-20", bridge("d", "2024-10-01..2025-09-30", "2025-12-15", "", "management"), attest.FreshCurrent},
		{"letter after three months", "2026-01-01", bridge("d", "2024-10-01..2025-09-30", "2025-12-15", "", "management"), attest.FreshStale},
		{"unread file", "2026-01-01", attest.Evidence{Document: attest.Document{ID: "d", State: attest.DocumentLocked}}, attest.FreshNoCover},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := status(t, build(tt.today, tt.evidence), "d")
			if s.State != tt.want {
				t.Errorf("state on %s = %s, want %s", tt.today, s.State, tt.want)
			}
			if s.State == attest.FreshNoCover && len(s.Notes) == 0 {
				t.Error("covers nothing and does not say why")
			}
		})
	}
}

func TestSuperseded(t *testing.T) {
	old, next := type2("a", "2023-10-01..2024-09-30", "2024-11-22"), type2("b", "2024-10-01..2025-09-30", "2025-12-05")
	other := report{typ: 2, period: "2024-10-01..2025-09-30", dated: "2025-12-05", system: "Payroll"}.evidence("b")
	soc3 := report{kind: attest.KindSOC3, period: "2024-10-01..2025-09-30", dated: "2025-12-05", system: "Ledger"}.evidence("b")
	letter := bridge("a", "2023-10-01..2024-09-30", "2024-12-01", "", "management")
	tests := []struct {
		name  string
		a, b  attest.Evidence
		today string
		want  attest.DocumentID
	}{
		{"by the next report", old, next, "2025-12-05", "b"},
		{"not before that is dated", old, next, "2025-12-04", ""},
		{"not by a report on another system", old, other, "2025-12-05", ""},
		{"not by a SOC 3", old, soc3, "2025-12-05", ""},
		{"type 1 by a type 2 of its day", type1("a", "2025-09-30", "2025-10-10"), next, "2025-12-05", "b"},
		{"type 1 not by an older type 2", type1("a", "2025-10-01", "2025-10-10"), next, "2025-12-05", ""},
		{"type 2 not by a later type 1", old, type1("b", "2025-03-31", "2025-04-30"), "2025-12-05", ""},
		{"a reissued report", type2("a", "2024-10-01..2025-09-30", "2025-11-01"), next, "2025-12-05", "b"},
		{"a letter by the report on its days", letter, next, "2025-12-05", "b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := status(t, build(tt.today, tt.a, tt.b), "a")
			if s.SupersededBy != tt.want || (s.State == attest.FreshSuperseded) != (tt.want != "") {
				t.Errorf("state %s, superseded by %q, want by %q", s.State, s.SupersededBy, tt.want)
			}
		})
	}
}

func TestBridgeChain(t *testing.T) {
	line := build("2026-02-01", type2("d", "2024-10-01..2025-09-30", "2025-11-20"),
		bridge("x", "2024-10-01..2025-09-30", "2025-11-30", "", "management"),
		bridge("y", "2024-10-01..2025-09-30", "2026-01-31", "", "management"))
	equal(t, "bridged", spans(line, attest.GradeManagement), []string{"2025-10-01..2025-11-30", "2025-12-01..2025-12-31"})
	for _, s := range line.Segments {
		if s.Grade == attest.GradeManagement {
			equal(t, "categories", s.Categories, []attest.Category{attest.Security})
			equal(t, "system", s.System, "Ledger")
		}
	}
	equal(t, "gap", spans(line, attest.GradeGap), []string{"2026-01-01..2026-02-01"})
}

func TestBridgeYieldsToTheNextReport(t *testing.T) {
	line := build("2026-12-20", type2("a", "2024-10-01..2025-09-30", "2025-11-20"), type2("b", "2025-11-01..2026-10-31", "2026-12-01"),
		bridge("x", "2024-10-01..2025-09-30", "2025-12-15", "", "management"))
	equal(t, "bridged", spans(line, attest.GradeManagement), []string{"2025-10-01..2025-10-31"})
	equal(t, "state", status(t, line, "x").State, attest.FreshSuperseded)
	equal(t, "no gap before the next", len(flags(status(t, line, "b"))), 0)
}

func TestBridgeStandsAlone(t *testing.T) {
	line := build("2025-12-20", type2("d", "2024-04-01..2025-03-31", "2025-06-20"),
		bridge("b", "2024-10-01..2025-09-30", "2025-12-15", "", "management"))
	equal(t, "flags", flags(status(t, line, "b")), []attest.FlagName{attest.FlagBridgeNotOnFile})
	got := freshness.Covering(line, day("2025-12-01"))
	if len(got) != 1 || got[0].Grade != attest.GradeManagement || got[0].Categories != nil {
		t.Errorf("covering 1 December: %+v, want management's word without categories", got)
	}
}

func TestCategoriesAndSystems(t *testing.T) {
	line := build("2026-01-01",
		report{typ: 2, period: "2023-10-01..2024-09-30", system: "The Ledger System", categories: []attest.Category{attest.Security, attest.Availability}}.evidence("a"),
		report{typ: 2, period: "2024-07-01..2025-09-30", system: "Ledger", categories: []attest.Category{attest.Security}}.evidence("b"),
		report{typ: 2, period: "2025-01-01..2025-03-31", system: "Payroll", categories: []attest.Category{attest.Security}}.evidence("c"))
	equal(t, "dropped", flags(status(t, line, "b")), []attest.FlagName{attest.FlagCategoriesDropped, attest.FlagCoverageLag})
	equal(t, "short", flags(status(t, line, "c")), []attest.FlagName{attest.FlagShortPeriod, attest.FlagCoverageLag})
	var got []attest.Segment
	for _, s := range freshness.Covering(line, day("2024-08-01")) {
		got = append(got, attest.Segment{Documents: s.Documents, Categories: s.Categories, System: s.System})
	}
	equal(t, "1 August 2024", got, []attest.Segment{
		{Documents: []attest.DocumentID{"a"}, Categories: []attest.Category{attest.Availability}, System: "Ledger"},
		{Documents: []attest.DocumentID{"a", "b"}, Categories: []attest.Category{attest.Security}, System: "Ledger"},
	})
}

func TestCategoryWithItsOwnPeriod(t *testing.T) {
	e := report{typ: 2, period: "2024-01-01..2024-12-31", categories: []attest.Category{attest.Security, attest.Privacy}}.evidence("d")
	e.Reading.Attestation.CategoryPeriods = []attest.CategoryPeriod{
		{Categories: []attest.Category{attest.Privacy}, Period: fact(span("2024-07-01..2024-12-31"))}}
	line := build("2025-01-10", e)
	equal(t, "March", freshness.Covering(line, day("2024-03-01"))[0].Categories, []attest.Category{attest.Security})
	equal(t, "August", freshness.Covering(line, day("2024-08-01"))[0].Categories, []attest.Category{attest.Security, attest.Privacy})
}

func TestCoverageBreakAndLag(t *testing.T) {
	line := build("2026-01-01", type2("a", "2022-06-01..2023-05-31", ""), type2("b", "2024-06-01..2025-05-31", "2025-07-25"))
	equal(t, "flags", flags(status(t, line, "b")), []attest.FlagName{attest.FlagCoverageBreak, attest.FlagCoverageLag})
	equal(t, "older", len(flags(status(t, line, "a"))), 0)
	equal(t, "not yet lagging", len(flags(status(t, build("2025-08-29", type2("b", "2024-06-01..2025-05-31", "2025-07-25")), "b"))), 0)
}

func TestSurveillance(t *testing.T) {
	c := cert{number: "N-1", edition: "2022", cycle: "2024-03-01", issue: "2024-03-01", expiry: "2027-02-28"}.evidence("c")
	reissued := cert{number: "N-2", edition: "2022", cycle: "2024-03-01", issue: "2025-03-10", expiry: "2027-02-28"}.evidence("c")
	long := cert{number: "N-2", edition: "2022", cycle: "2024-03-01", issue: "2024-03-01", expiry: "2028-03-01"}.evidence("c")
	equal(t, "on the anniversary", len(flags(status(t, build("2025-03-01", c), "c"))), 0)
	equal(t, "after it", flags(status(t, build("2025-03-02", c), "c")), []attest.FlagName{attest.FlagSurveillanceUnconfirmed})
	equal(t, "reissued since", len(flags(status(t, build("2025-03-11", reissued), "c"))), 0)
	equal(t, "second anniversary", flags(status(t, build("2026-03-02", reissued), "c")), []attest.FlagName{attest.FlagSurveillanceUnconfirmed})
	equal(t, "four years", flags(status(t, build("2024-05-01", long), "c")), []attest.FlagName{attest.FlagTermTooLong})
}

// TestAmbiguousEdition shows that the earlier end counts where readings disagree.
func TestAmbiguousEdition(t *testing.T) {
	c := cert{cycle: "2024-03-01", issue: "2024-03-01", expiry: "2027-02-28"}.evidence("c")
	c.Reading.Certificate.Edition = attest.AmbiguousFact("two years are printed",
		attest.Candidate[string]{Value: "2022"}, attest.Candidate[string]{Value: "2013"})
	equal(t, "state", status(t, build("2026-01-01", c), "c").State, attest.FreshExpired)
}
