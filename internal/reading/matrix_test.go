package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/criteria"
)

func TestClassifyResult(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want resultClass
	}{
		{"No exceptions noted.", resultClean},
		{"NO EXCEPTIONS NOTED", resultClean},
		{"No reportable deviations were identified.", resultClean},
		{"Results of tests: No relevant exceptions noted.", resultClean},
		{"Exceptions noted: None", resultClean},
		{"Without exception.", resultClean},
		{"Pass", resultClean},
		{"Operating effectively", resultClean},
		{"The control operated effectively.", resultClean},
		{"None", resultClean},
		{"No exceptions noted. No incidents occurred during the period.", resultClean},
		{"No exceptions noted. No other exceptions were identified.", resultClean},
		{"No exceptions noted, other than the item below.", resultException},
		{"No exceptions noted, but one of 40 changes was late.", resultException},
		{"No exceptions noted. However, one server was not covered.", resultException},
		{"No deviations noted. Exception noted for the March review.", resultException},
		{"Deviations were identified.", resultException},
		{"Exception #3: 1 of 40", resultException},
		{"The control was not operating effectively.", resultException},
		{"Control did not operate as designed.", resultException},
		{"Fail", resultException},
		{"See exception under CC6.2.1", resultException},
		{"For 2 of 25 terminated users, access was not removed within one day.", resultException},
		{"Control did not operate during the period.", resultNotTested},
		{"The circumstances that warrant the operation of the control did not occur.", resultNotTested},
		{"No testing of operating effectiveness was performed.", resultNotTested},
		{"There were no instances of data disposal requests", resultNotTested},
		{"Not applicable", resultNotTested},
		{"No terminations of contractors took place during the period", resultNotTested},
		{"Testing of the control activity disclosed that the annual review was completed 23 days late.", resultUnknown},
		{"Passwords have twelve characters", resultUnknown},
		{"Exceptions identified during the review are logged and resolved", resultUnknown},
		{"Inspected the policy", resultUnknown},
		{"", resultUnknown},
	}
	for _, tt := range tests {
		if got := classifyResult(tt.in); got != tt.want {
			t.Errorf("classifyResult(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	type xy struct {
		X, Y int
		Kind countKind
	}
	tests := []struct {
		in   string
		want []xy
	}{
		{"For 2 of 25 sampled terminations", []xy{{2, 25, countFailures}}},
		{"three (3) of twenty-five (25) new hires", []xy{{3, 25, countFailures}}},
		{"two of the four quarterly reviews", []xy{{2, 4, countFailures}}},
		{"1 out of 40", []xy{{1, 40, countFailures}}},
		{"two of 25 workstations had no anti-virus and 4 of 25 no updates", []xy{{2, 25, countFailures}, {4, 25, countFailures}}},
		{"4% (1 of 25)", []xy{{1, 25, countFailures}}},
		{"1/25 samples", []xy{{1, 25, countFailures}}},
		{"3 of a sample of 40", []xy{{3, 40, countFailures}}},
		{"Twenty-one of thirty", []xy{{21, 30, countFailures}}},
		{"Inspected a sample of 25 of 61 terminations", []xy{{25, 61, countSample}}},
		{"Selected 40 of a population of 1180 changes", []xy{{40, 1180, countSample}}},
		{"all 25 of 25 selections", nil},
		{"alerts are watched 24/7", nil},
		{"on 12/31/2024", nil},
		{"part of the 2nd floor", nil},
		{"section 4 of this report", nil},
		{"page 3 of 40", nil},
		{"25 of 2 users", nil},
		{"1 of 30 November", nil},
	}
	for _, tt := range tests {
		var got []xy
		for _, c := range counts(tt.in) {
			got = append(got, xy{c.x, c.y, c.kind})
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("counts(%q) mismatch (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestReadRowID(t *testing.T) {
	t.Parallel()
	catalog, err := criteria.Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		in   string
		want rowID
		ok   bool
	}{
		{"CC6.1.3 Production access is restricted", rowID{control: "CC6.1.3", criterion: "CC6.1"}, true},
		{"CC6.1-01 Production access", rowID{control: "CC6.1-01", criterion: "CC6.1"}, true},
		{"CC6.1.a Production access", rowID{control: "CC6.1.a", criterion: "CC6.1"}, true},
		{"CC6.1-A", rowID{control: "CC6.1-A", criterion: "CC6.1"}, true},
		{"CC 6.1 The entity implements", rowID{criterion: "CC6.1"}, true},
		{"CC6.1: The entity implements", rowID{criterion: "CC6.1"}, true},
		{"C1.2 The entity disposes", rowID{criterion: "C1.2"}, true},
		{"A1.2.4 Backups", rowID{control: "A1.2.4", criterion: "A1.2"}, true},
		{"C-12 Backups", rowID{control: "C-12"}, true},
		{"P-1 Notice", rowID{control: "P-1"}, true},
		{"AC-02 Access is reviewed", rowID{control: "AC-02"}, true},
		{"IAM-PRD-04 Access is reviewed", rowID{control: "IAM-PRD-04"}, true},
		{"LA-1.2 Logical access", rowID{control: "LA-1.2"}, true},
		{"DCF-71", rowID{control: "DCF-71"}, true},
		{"Control 12 Access", rowID{control: "Control 12"}, true},
		{"8.8.1 Anti-virus", rowID{control: "8.8.1"}, true},
		{"6.03 Badges", rowID{control: "6.03"}, true},
		{"CC8.8 Changes", rowID{control: "CC8.8"}, true},
		{"CC6 Logical access", rowID{series: true}, true},
		{"P1.0 Notice", rowID{series: true}, true},
		{"PP1.3 Processing", rowID{criterion: "PI1.3", misprint: true}, true},
		{"A.5.15 Access control", rowID{}, false},
		{"The entity implements", rowID{}, false},
		{"A policy", rowID{}, false},
		{"2 of 25 users", rowID{}, false},
	}
	for _, tt := range tests {
		got, ok := readRowID(catalog, tt.in)
		if ok != tt.ok || got != tt.want {
			t.Errorf("readRowID(%q) = %+v, %v, want %+v, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
