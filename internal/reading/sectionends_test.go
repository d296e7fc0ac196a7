package reading

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// TestAssertionEnds reads reports whose description has a heading of unknown words:
// its label alone ends the assertion before it, and what it lists counts.
func TestAssertionEnds(t *testing.T) {
	t.Parallel()
	const users = "\n= Complementary User Entity Controls\nThey are listed here.\n    • Enabling single sign-on for all users.\n    • Reviewing access rights each quarter."
	tests := []struct {
		name, assertion, description string
		want                         string
		controls                     int
	}{
		{"labels with a word", "# Section 2: Management's Assertion", "# Section 3: The Harbour Ledger", "auditor_report 3-4, assertion 5-5, matrix 7-7", 2},
		{"its own label repeated", "# Section 2: Management's Assertion", "# Section 2: The Harbour Ledger", "auditor_report 3-4, assertion 5-6, matrix 7-7", 0},
		{"another kind of label", "# Section 2: Management's Assertion", "# Part 3: The Harbour Ledger", "auditor_report 3-4, assertion 5-6, matrix 7-7", 0},
	}
	for _, tt := range tests {
		p := plainReport()
		p[4] = strings.Replace(p[4], "# II. Management's Assertion", tt.assertion, 1)
		p[5] = strings.Replace(p[5], "# III. Description of the System", tt.description, 1) + users
		r := Read(typeset(p...), "")
		if got := digest(r)["sections"]; got != tt.want {
			t.Errorf("%s: sections = %s, want %s", tt.name, got, tt.want)
		}
		if got := len(r.Attestation.CUECs.Items); got != tt.controls || (r.Attestation.CUECs.State == attest.Found) != (tt.controls > 0) {
			t.Errorf("%s: %d controls of user entities, want %d", tt.name, got, tt.controls)
		}
	}
}
