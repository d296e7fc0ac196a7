package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCriteriaBesideAnID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"[CC6.1, CC6.2]":               true,
		"(CC6.1)":                      true,
		"CC6.1 / A1.2":                 true,
		"TSC: CC6.1 and C1.2":          true,
		"CC6.1 Access":                 false,
		"Access to production [CC6.1]": false,
		"[6.1]":                        false,
		"":                             false,
	} {
		if got := criteriaNameRE.MatchString(text); got != want {
			t.Errorf("%q names only criteria: %v, want %v", text, got, want)
		}
	}
}

func TestListNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int{
		"1. Inspected the list.":   {1},
		"2) None.":                 {2},
		"1-3. No exceptions noted": {1, 2, 3},
		"a) None.":                 {1},
		"(c) No finding.":          {3},
		"a sample of 25":           nil,
		"No exceptions noted.":     nil,
		"25 of 25 passed.":         nil,
	} {
		if diff := cmp.Diff(want, listNumbers(text)); diff != "" {
			t.Errorf("listNumbers(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestCardsWithLabelsSideBySide(t *testing.T) {
	t.Parallel()
	rp := newReport(newDocument(typeset(`# Testing Matrices
Control ID	Criteria
AC-01	CC6.1, CC6.2
Control Description
Access is approved by the owner of the system.
Test Performed	Test Result
Inspected the tickets.	No exceptions noted.

Control ID	Criteria
AC-02	CC6.1
Control Description
Access is removed on termination.
Test Performed	Test Result
Inspected the list.	Exception noted.

Control ID	Criteria
AC-03	CC6.3
Control Description
Access is reviewed.
Test Performed	Test Result
Inspected the review.	No exceptions noted.`)))
	var got []string
	for _, m := range rp.matrixBlocks() {
		for _, r := range m.rows {
			got = append(got, rowText(r))
		}
	}
	want := []string{
		"id: AC-01 | criteria: CC6.1, CC6.2 | control: Access is approved by the owner of the system. | test: Inspected the tickets. | result: No exceptions noted.",
		"id: AC-02 | criteria: CC6.1 | control: Access is removed on termination. | test: Inspected the list. | result: Exception noted.",
		"id: AC-03 | criteria: CC6.3 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
