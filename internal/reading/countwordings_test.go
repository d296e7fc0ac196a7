package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCountWordings(t *testing.T) {
	t.Parallel()
	type xy struct {
		X, Y int
		Kind countKind
		Unit string
	}
	tests := []struct {
		in   string
		want []xy
	}{
		{"Exception noted. For 2 of 25 sampled new employees, the acknowledgement was late.", []xy{{2, 25, countFailures, "new employees"}}},
		{"23 of 25 terminations were timely.", []xy{{23, 25, countPasses, "terminations"}}},
		{"Access was removed within one day for 24 of 25 terminated users.", []xy{{24, 25, countPasses, "terminated users"}}},
		{"Access was not removed in time for 24 of 25 terminated users.", []xy{{24, 25, countFailures, "terminated users"}}},
		{"24 of 25 changes were approved after deployment.", []xy{{24, 25, countFailures, "changes"}}},
		{"neither of the two quarterly reviews was performed", []xy{{2, 2, countFailures, "quarterly reviews"}}},
		{"None of the 5 new hires had a background check.", []xy{{5, 5, countFailures, "new hires"}}},
		{"None of the 5 reviews was late.", nil},
		{"None of the 5 samples had exceptions.", nil},
		{"All 4 sampled reviews were late.", []xy{{4, 4, countFailures, "reviews"}}},
		{"All 4 sampled reviews were performed.", nil},
		{"a single instance out of 25 was not approved", []xy{{1, 25, countFailures, "instance"}}},
		{"There was no evidence for 2 users in the sample of 40.", []xy{{2, 40, countFailures, "users"}}},
		{"3 terminated employees out of a sample of 25 kept their access.", []xy{{3, 25, countFailures, "terminated employees"}}},
		{"Of the 25 changes sampled, 3 were not approved.", []xy{{3, 25, countFailures, "changes"}}},
		{"For a sample of 40 access requests, two (2) did not have an approval.", []xy{{2, 40, countFailures, "access requests"}}},
		{"Two (8%) of 25 users", []xy{{2, 25, countFailures, "users"}}},
		{"1 of 1,250 records was missing", []xy{{1, 1250, countFailures, "records"}}},
		{"Exception noted (1/25).", []xy{{1, 25, countFailures, ""}}},
		{"2 of the sampled 25 tickets lacked approval", []xy{{2, 25, countFailures, "tickets"}}},
		{"one of the four quarterly reviews was not performed", []xy{{1, 4, countFailures, "quarterly reviews"}}},
		{"2 of 61 (population) badges were active", []xy{{2, 61, countFailures, "badges"}}},
		{"For one in ten vacancies, the profile was late.", []xy{{1, 10, countFailures, "vacancies"}}},
		{"The review was performed in one of four quarters.", []xy{{1, 4, countPasses, "quarters"}}},
		{"An assessment was not on file for 4/10 vendors sampled.", []xy{{4, 10, countFailures, "vendors"}}},
		{"access was removed for 3 in 30 days", nil},
		{"Endpoint protection was reporting on 38 of 41 laptops.", []xy{{38, 41, countPasses, "laptops"}}},
		{"Of 30 employees selected, 28 had signed; 2 had not.", []xy{{28, 30, countPasses, "employees"}}},
		{"22 of 25 servers had been patched in time; 3 had not.", []xy{{22, 25, countPasses, "servers"}}},
		{"alerts of a single day (of 25) were not triaged", []xy{{1, 25, countFailures, "day"}}},
		{"Sample of 25, of which 4 failed", []xy{{4, 25, countFailures, ""}}},
		{"4 daily reconciliations (n=40) were not prepared", []xy{{4, 40, countFailures, "daily reconciliations"}}},
		{"screening of 2 recruits (7 examined) was outstanding", []xy{{2, 7, countFailures, "recruits"}}},
		{"5 leavers of 40 kept their access", []xy{{5, 40, countFailures, "leavers"}}},
		{"Version 1.2 of 3.4 was installed", nil},
		{"approved within 2 of the days", nil},
		{"both of the sampled quarterly reviews were not documented", []xy{{2, 2, countFailures, "quarterly reviews"}}},
		{"Exception noted: one position of the five sampled lacked a job description.", []xy{{1, 5, countFailures, "position"}}},
		{"The agreements with two vendors (of seven sampled) had no such clause.", []xy{{2, 7, countFailures, "vendors"}}},
		{"Consent of four guardians, out of 30 selected, was recorded late.", []xy{{4, 30, countFailures, "guardians"}}},
		{"One high finding of the test (of 5 findings rated high) had no ticket.", []xy{{1, 5, countFailures, "high finding"}}},
		{"From a population of 64 accounts, all 64 were inspected and 9 were found to be unnecessary.", []xy{{9, 64, countFailures, ""}}},
		{"Testing of 15 requests identified one (1) that was answered on day 38.", []xy{{1, 15, countFailures, "requests"}}},
		{"Testing of 15 requests found 30 days of delay.", nil},
		{"1 merge request in 25 had no second reviewer.", []xy{{1, 25, countFailures, "merge request"}}},
		{"One review in 2025 was late.", nil},
		{"Three new hires of 30 signed the code after 45 days.", []xy{{3, 30, countFailures, "new hires"}}},
		{"Scans had been run in 8 of 12 months only.", []xy{{8, 12, countPasses, "months"}}},
		{"The accounts of 3 leavers, from the 20 we selected, were disabled late.", []xy{{3, 20, countFailures, "leavers"}}},
		{"Two (2) critical vendors of the nine (9) in scope were assessed late.", []xy{{2, 9, countFailures, "critical vendors"}}},
		{"11 laptops (22% of 50) were not enrolled.", []xy{{11, 50, countFailures, "laptops"}}},
		{"No review was evidenced for 4 of the population of 16 vendors.", []xy{{4, 16, countFailures, "vendors"}}},
		{"Of a selection of 40 changes, the approval of three was missing.", []xy{{3, 40, countFailures, "changes"}}},
		{"There were failures on 3 days of the 30 days examined.", []xy{{3, 30, countFailures, "days"}}},
		{"Access for 1 user, of 22 selected, was granted early.", []xy{{1, 22, countFailures, "user"}}},
		{"One pull request, from a sample of 30, had been merged.", []xy{{1, 30, countFailures, "pull request"}}},
		{"Twentyone of 160 keys had not been rotated.", []xy{{21, 160, countFailures, "keys"}}},
		{"Twenty-one of 160 keys had not been rotated.", []xy{{21, 160, countFailures, "keys"}}},
		{"three out of the twenty-five (25) access reviews", []xy{{3, 25, countFailures, "access reviews"}}},
	}
	for _, tt := range tests {
		var got []xy
		for _, c := range counts(tt.in) {
			got = append(got, xy{c.x, c.y, c.kind, c.unit})
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("counts(%q) mismatch (-want +got):\n%s", tt.in, diff)
		}
	}
}

func FuzzCounts(f *testing.F) {
	f.Add("For 2 of 25 sampled terminations")
	f.Add("none of the 5; neither of the two, 1/25 (4%) of 3,000")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range counts(text) {
			if c.start < 0 || c.end > len(text) || c.start >= c.end || c.x > c.y || c.x < 0 {
				t.Errorf("counts(%q) gives %+v", text, c)
			}
		}
	})
}
