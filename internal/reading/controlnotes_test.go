package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestToldBelow puts what an exception is about into a row, or a note, below it.
func TestToldBelow(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, drawing string
		want          []string
	}{
		{"rows over the whole width", `
id | control | test | result
AC-01 | Access is revoked. | Inspected. | Exception noted. See below.
=Exception Detail: The accounts of 2 of 17 leavers remained active.
=Management's Response: The list was revised on December 8, 2025.
AC-02 | Access is granted. | Inspected. | No exceptions noted.
CM-01 | Changes are approved. | Inspected. | Exception noted. See below.
=Exception Detail: Approval of 3 of 12 changes was missing.`, []string{
			"! AC-01 [] 2 of 17 > The list was revised on December 8, 2025. @2025-12-08", "! CM-01 [] 3 of 12"}},
		{"notes below the table", `
id | control | test | result
AC-01 | Access is revoked. | Inspected. | Exception noted (1)
AC-02 | Access is granted. | Inspected. | No exceptions noted
CM-01 | Changes are approved. | Inspected. | (2) Exception noted
=(1) The accounts of 2 of 17 leavers remained active.
=(2) Approval of 3 of 12 changes was missing.`, []string{"! AC-01 [] 2 of 17", "! CM-01 [] 3 of 12"}},
		{"notes that are named", `
id | control | test | result
AC-01 | Access is revoked. | Inspected. | Exception noted, note a
AC-02 | Access is granted. | Inspected. | No exceptions noted
CM-01 | Changes are approved. | Inspected. | Exception noted [b]
=Note a: The accounts of 2 of 17 leavers remained active.
=[b] Approval of 3 of 12 changes was missing.`, []string{"! AC-01 [] 2 of 17", "! CM-01 [] 3 of 12"}},
	}
	for _, tt := range tests {
		got := matrixNotes(2, "", setTable(tt.drawing, span{0, 1}))
		want := append([]string{"AC-01 [] exception", "AC-02 [] no_exception", "CM-01 [] exception"}, tt.want...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: mismatch (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSpelledNumberIsNoItem(t *testing.T) {
	t.Parallel()
	got := matrixNotes(2, "", setTable(`
id | control | test | result
P-44 | Requests are answered. | Inspected. | Exception noted. Testing of 15 requests identified one / (1) that was answered on day 38.`, span{0, 1}))
	if diff := cmp.Diff([]string{"P-44 [] exception", "! P-44 [] 1 of 15"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestToldInAnotherTable lets the results point to a table of exceptions.
func TestToldInAnotherTable(t *testing.T) {
	t.Parallel()
	got := matrixNotes(2, "", setTable(`
id | control | test | result
W01 | Access is revoked. | Inspected. | Exception. See item 2 in Table 2.
W02 | Access is granted. | Inspected. | No exception.
W03 | Changes are approved. | Inspected. | Exception. See item 1 in Table 2.`, span{0, 1}), setTable(`
other | id | result | response
1 | W03 | In 6 of 30 changes the approver and the developer were one person. | Enforced on May 1, 2025.
2 | W01 | Twelve of 57 accounts were no longer needed. | None.`, span{0, 1}))
	want := []string{"W01 [] exception", "W02 [] no_exception", "W03 [] exception", "! W01 [] 12 of 57", "! W03 [] 6 of 30 > Enforced on May 1, 2025. @2025-05-01"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestLoneCounts reads numbers of failures without the size of what they are of.
func TestLoneCounts(t *testing.T) {
	t.Parallel()
	got := matrixNotes(2, "", setTable(`
id | control | test | result
A-1 | Accounts need a second factor. | Inspected. | Deviation: 4 accounts were exempt from the second factor.
A-2 | Findings are remediated. | Inspected. | Exceptions identified: 7 critical findings were open for more than 30 days.
A-3 | Policies are reviewed. | Inspected. | Exception noted. 12 policies were inspected; one policy was not approved.`, span{0, 1}))
	want := []string{"A-1 [] exception", "A-2 [] exception", "A-3 [] exception", "! A-1 [] 4 of -", "! A-2 [] 7 of -", "! A-3 [] 1 of -"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestHeadingInTwoCells parts the heading of a criterion from its words.
func TestHeadingInTwoCells(t *testing.T) {
	t.Parallel()
	got := matrixNotes(2, "", setTable(`
control | test | result
CC6.1 | | Logical access to assets is protected
AC-01 Access needs a second factor. | Inspected. | No exceptions noted.
CC6.2 | | Users are registered and authorised and are
=communicated to those who grant access
AC-02 Access is approved. | Inspected. | Exception noted. 2 of 25 requests were not approved.
AC-03 Access is removed. | Inspected. | No exceptions noted.`, span{0, 1}))
	want := []string{"AC-01 [CC6.1] no_exception", "AC-02 [CC6.2] exception", "AC-03 [CC6.2] no_exception", "! AC-02 [CC6.2] 2 of 25"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// TestMappingSaysNothingOfTheNextTable lets a mapping stand before a table whose
// rows have no criteria.
func TestMappingSaysNothingOfTheNextTable(t *testing.T) {
	t.Parallel()
	got := matrixNotes(2, "", setTable(`
criteria | id
CC6.1 | AC-01
C1.2 | AC-02`, span{0, 1}), setTable(`
id | control | test | result
AC-01 | Access is revoked. | Inspected. | No exceptions noted.
AC-02 | Data is deleted. | Inspected. | No exceptions noted.`, span{1, 2}))
	if diff := cmp.Diff([]string{"AC-01 [CC6.1] no_exception", "AC-02 [C1.2] no_exception"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
