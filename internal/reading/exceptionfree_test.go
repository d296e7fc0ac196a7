package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

func TestFreeCount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		result     string
		size       int // of the sample, as the test states it; 0 for none
		want       attest.State
		deviations int
		sampled    int
	}{
		{"94 % of 50 had completed the course; three joiners had not.", 0, attest.Found, 3, 50},
		{"The agent was missing on four endpoints.", 25, attest.Found, 4, 25},
		{"On four endpoints the agent had been switched off.", 25, attest.Ambiguous, 0, 25},
		{"Approval could not be located for three tickets.", 20, attest.Found, 3, 20},
		{"The review took 45 days, after the 30 days allowed.", 25, attest.Absent, 0, 25},
		{"Access was removed late, on March 3, 2025.", 25, attest.Absent, 0, 25},
		{"See control 12 and section 4; no record was kept.", 25, attest.Absent, 0, 25},
		{"Two reports were not reviewed and five alerts were not closed.", 25, attest.Absent, 0, 25},
		{"No one signed the form.", 25, attest.Absent, 0, 25},
	} {
		e := &exception{result: newFlow([]line{recognizedLine(tt.result, 0)})}
		out := attest.Exception{Deviations: attest.AbsentFact[int]("none"), SampleSize: attest.AbsentFact[int]("none")}
		if tt.size > 0 {
			out.SampleSize = attest.FoundFact(tt.size, "test")
		}
		freeCount(&out, e)
		if out.Deviations.State != tt.want || out.Deviations.Value != tt.deviations || out.SampleSize.Value != tt.sampled {
			t.Errorf("%q: %s %d of %d, want %s %d of %d", tt.result, out.Deviations.State, out.Deviations.Value, out.SampleSize.Value, tt.want, tt.deviations, tt.sampled)
		}
	}
}
