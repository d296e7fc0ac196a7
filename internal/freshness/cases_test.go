package freshness_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
)

// TestCases runs the collected tricky cases. Every line of the file needs a
// check here, and every check a line.
func TestCases(t *testing.T) {
	checks := map[string]func(*testing.T){
		"F01": func(t *testing.T) {
			report := type2("d", "2024-01-01..2024-12-31", "2025-02-20")
			s := status(t, build("2026-01-15", report), "d")
			equal(t, "by period end", s.ByPeriodEnd, day("2025-12-31"))
			equal(t, "by report date", s.ByReportDate, day("2026-02-20"))
			equal(t, "state", s.State, attest.FreshRenewalWindow)
			policy := freshness.DefaultPolicy()
			policy.Clock = attest.ClockReportDate
			other := freshness.Build("v", []attest.Evidence{report}, policy, day("2026-01-15"))
			equal(t, "state by the other clock", status(t, other, "d").State, attest.FreshCurrent)
		},
		"F02": func(t *testing.T) {
			line := build("2025-12-20", type2("d", "2024-10-01..2025-09-30", "2025-11-20"),
				bridge("b", "2024-10-01..2025-09-30", "2025-12-15", "2025-12-31", "management"))
			equal(t, "bridged", spans(line, attest.GradeManagement), []string{"2025-10-01..2025-12-15"})
			equal(t, "gap", spans(line, attest.GradeGap), []string{"2025-12-16..2025-12-20"})
			equal(t, "flags", flags(status(t, line, "b")), []attest.FlagName{attest.FlagBridgeAhead})
		},
		"F03": func(t *testing.T) {
			line := build("2026-05-01", type2("d", "2024-10-01..2025-09-30", "2025-11-20"),
				bridge("b", "2024-10-01..2025-09-30", "2026-04-30", "2026-04-30", "management"))
			equal(t, "bridged", spans(line, attest.GradeManagement), []string{"2025-10-01..2025-12-31"})
			equal(t, "flags", flags(status(t, line, "b")), []attest.FlagName{attest.FlagBridgeOverLimit})
		},
		"F04": func(t *testing.T) {
			line := build("2025-12-31", type2("a", "2024-01-01..2024-12-31", ""), type2("b", "2025-01-01..2025-12-31", ""))
			equal(t, "gaps", len(spans(line, attest.GradeGap)), 0)
			equal(t, "flags", len(flags(status(t, line, "b"))), 0)
		},
		"F05": func(t *testing.T) {
			line := build("2026-03-31", type2("a", "2024-01-01..2024-12-31", ""), type2("b", "2025-04-01..2026-03-31", ""))
			equal(t, "gaps", spans(line, attest.GradeGap), []string{"2025-01-01..2025-03-31"})
			equal(t, "length", line.Segments[1].Span.Days(), 90)
			equal(t, "flags", flags(status(t, line, "b")), []attest.FlagName{attest.FlagCoverageGap})
		},
		"F06": func(t *testing.T) {
			line := build("2025-09-30", type2("a", "2024-01-01..2024-12-31", ""), type2("b", "2024-10-01..2025-09-30", ""))
			equal(t, "audited", spans(line, attest.GradeAudited),
				[]string{"2024-01-01..2024-09-30", "2024-10-01..2024-12-31", "2025-01-01..2025-09-30"})
			equal(t, "overlap", line.Segments[1].Span.Days(), 92)
			equal(t, "shared by", line.Segments[1].Documents, []attest.DocumentID{"a", "b"})
		},
		"F07": func(t *testing.T) {
			line := build("2025-11-22", type1("d", "2025-03-31", "2025-05-02"))
			equal(t, "state", status(t, line, "d").State, attest.FreshAging)
			equal(t, "next change", line.NextChange, day("2026-04-01"))
			equal(t, "state at six months", status(t, build("2025-09-30", type1("d", "2025-03-31", "2025-05-02")), "d").State, attest.FreshCurrent)
		},
		"F08": func(t *testing.T) {
			s := status(t, build("2024-06-01", type2("d", "2023-03-01..2024-02-29", "2024-04-01")), "d")
			equal(t, "due", s.ByPeriodEnd, day("2025-02-28"))
		},
		"T02": func(t *testing.T) {
			line := build("2024-01-01", cert{number: "X-1", edition: "2022", cycle: "2023-11-22", initial: "2011-11-17",
				expiry: "2026-11-16", last: "2023-11-16"}.evidence("c"))
			s := status(t, line, "c")
			equal(t, "cycle", s.Span.String(), "2023-11-22..2026-11-16")
			equal(t, "flags", flags(s), []attest.FlagName{attest.FlagCycleGap})
			if want := "5 days between"; !strings.HasPrefix(s.Flags[0].Detail, want) {
				t.Errorf("detail = %q, want it to start with %q", s.Flags[0].Detail, want)
			}
		},
		"T03": func(t *testing.T) {
			renewed := cert{number: "X-2", edition: "2022", issue: "2026-09-01", cycle: "2026-11-17", expiry: "2029-11-16"}.evidence("c")
			old := cert{number: "X-1", edition: "2022", issue: "2023-11-17", cycle: "2023-11-17", expiry: "2026-11-20"}.evidence("a")
			line := build("2026-10-01", renewed, old)
			equal(t, "state", status(t, line, "c").State, attest.FreshNotYet)
			equal(t, "the older governs", status(t, line, "a").State, attest.FreshCurrent)
			equal(t, "next change", build("2026-11-01", renewed, old).NextChange, day("2026-11-17"))
			equal(t, "replaced", status(t, build("2026-11-17", renewed, old), "a").SupersededBy, "c")
		},
		"T05": func(t *testing.T) {
			c := cert{number: "X", edition: "2013", issue: "2023-05-15", cycle: "2023-05-15", expiry: "2026-05-14"}.evidence("c")
			line := build("2025-11-01", c)
			s := status(t, line, "c")
			equal(t, "state", s.State, attest.FreshExpired)
			equal(t, "last day", s.Span.End, day("2025-10-31"))
			equal(t, "flags", flags(s), []attest.FlagName{attest.FlagEditionLapsed})
			equal(t, "the day before", status(t, build("2025-10-31", c), "c").State, attest.FreshCurrent)
		},
	}
	ids := caseIDs(t)
	for _, id := range ids {
		check, ok := checks[id]
		if !ok {
			t.Errorf("case %s has no check", id)
			continue
		}
		t.Run(id, check)
	}
	for id := range checks {
		if !slices.Contains(ids, id) {
			t.Errorf("check %s has no case", id)
		}
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func caseIDs(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ids []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct{ ID string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	return ids
}
