package reading

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// TestLetterInColumns sets a letter in two columns, line beside line.
func TestLetterInColumns(t *testing.T) {
	t.Parallel()
	words := strings.Fields("We have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025, based on the trust services criteria relevant to availability, security and privacy in TSP section 100, under attestation standards established by the AICPA. " +
		"Quay is responsible for the description, the assertion and for controls that meet its commitments to those who use the system, and we are responsible for an opinion on all of these after our examination of the evidence that was given to us, which we think is enough for it. " +
		"In our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025, to provide reasonable assurance that the commitments were achieved based on the criteria. " +
		"Quay and those who use its system may read this letter and nobody else may rely on any part of it for any end at all.")
	var lines []string
	for len(words) > 0 {
		n := 0
		for width := 0; n < len(words) && width+len(words[n]) < 38; n++ {
			width += len(words[n]) + 1
		}
		lines = append(lines, strings.Join(words[:n], " "))
		words = words[n:]
	}
	half := (len(lines) + 1) / 2
	var page []string
	for i := range half {
		row := lines[i]
		if half+i < len(lines) {
			row += "\t" + lines[half+i]
		}
		page = append(page, row)
	}
	r := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd", "# Independent Service Auditor's Report\nTo Quay Freight Ltd\n"+strings.Join(page, "\n")+"\nBarrow LLP\nDenver, Colorado\nMarch 1, 2026"), "")
	a := r.Attestation
	if a == nil {
		t.Fatalf("kind = %s, want a report", show(r.Kind))
	}
	if got := show(a.Opinion); got != string(attest.Unqualified) {
		t.Errorf("opinion = %s, want unqualified", got)
	}
	if got := len(a.Categories.Items); got != 3 {
		t.Errorf("categories = %v, want three", a.Categories.Items)
	}
	if got := show(a.ReportDate) + " " + show(a.Auditor); got != "2026-03-01 Barrow LLP" {
		t.Errorf("date and auditor = %s, want 2026-03-01 Barrow LLP", got)
	}
}
