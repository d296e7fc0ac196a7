package reading

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
)

// blockLayouts print the same three controls in different manners.
var blockLayouts = []struct {
	name, page string
	want       []string
}{
	{"labels before the words", `
CC6.1 The entity restricts access.

Control Number: AC-01
Control: Access is approved by the owner
of the system.
Test performed: Inspected the tickets.
Results: No exceptions noted.

Control Number: AC-02
Control: Access is removed on termination.
Test performed: For a sample of 25, inspected the list.
Results: Exception noted. For 2 of 25 terminations, access
was removed late.
Management's Response: Removal is automated.

Control Number: AC-03
Control: Access is reviewed.
Test performed: Inspected the review.
Results: No exceptions noted.`, []string{
		"full: CC6.1 The entity restricts access.",
		"id: AC-01 | control: Access is approved by the owner of the system. | test: Inspected the tickets. | result: No exceptions noted.",
		"id: AC-02 | control: Access is removed on termination. | test: For a sample of 25, inspected the list. | result: Exception noted. For 2 of 25 terminations, access was removed late. | response: Removal is automated.",
		"id: AC-03 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}},
	{"labels on the left", `
Control	Control 1
Criteria	CC6.1, CC6.2
Control activity	Access is approved by the owner
	of the system.
Tests performed	Inspected the tickets.
Results	Exception noted. One ticket was
	missing.
Management's	We found the ticket
Response	in the end.
= CC6.3 Roles are used
Control	Control 2
Criteria	CC6.3
Control activity	Access is removed on termination.
Tests performed	Inspected the list.
Results	No exceptions noted.
Control	Control 3
Criteria	CC6.3
Control activity	Access is reviewed.
Tests performed	Inspected the review.
Results	No exceptions noted.`, []string{
		"id: Control 1 | criteria: CC6.1, CC6.2 | control: Access is approved by the owner of the system. | test: Inspected the tickets. | result: Exception noted. One ticket was missing. | response: We found the ticket in the end.",
		"full: CC6.3 Roles are used",
		"id: Control 2 | criteria: CC6.3 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted.",
		"id: Control 3 | criteria: CC6.3 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}},
	{"headings with ids", `
= AC-01 Approval of access
Access is approved by the owner.
= Tests of controls
Inspected the tickets.
= Result of test
No exceptions noted.
= AC-02 - Removal
Access is removed on termination.
= Tests of controls
Inspected the list.
= Result of test
No exceptions noted.
= AC-03
Access is reviewed.
= Tests of controls
Inspected the review.
= Result of test
Exceptions noted: two reviews were late.`, []string{
		"id: AC-01 | control: Access is approved by the owner. | test: Inspected the tickets. | result: No exceptions noted. | other: Approval of access",
		"id: AC-02 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted. | other: Removal",
		"id: AC-03 | control: Access is reviewed. | test: Inspected the review. | result: Exceptions noted: two reviews were late.",
	}},
	{"several tests with a result each", `
Control AC-01: Access is approved by the owner.
Test 1: Inspected the tickets.
Result 1: No exceptions noted.
Test 2: Inspected the policy.
Result 2: Exception: the policy was not approved.
Control AC-02: Access is removed on termination.
Test: Inspected the list.
Result: No exceptions noted.
Control AC-03: Access is reviewed.
Test: Inspected the review. Result: No exceptions noted.`, []string{
		"id: AC-01 | control: Access is approved by the owner. | test: Inspected the tickets. | result: No exceptions noted.",
		"goes on: [control id] | test: Inspected the policy. | result: Exception: the policy was not approved.",
		"id: AC-02 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted.",
		"id: AC-03 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}},
	{"columns inside a block, the criterion at its end", `
= AC-01 Access is approved by the owner.
= Tests performed	Results
Inspected the tickets	No exceptions
of a sample.	noted.
Criteria: CC6.1
= AC-02 Access is removed on termination.
= Tests performed	Results
Inspected the list.	No exceptions noted.
Criteria: CC6.2
= AC-03 Access is reviewed.
= Tests performed	Results
Inspected the review.	No exceptions noted.
Criteria: CC6.3`, []string{
		"id: AC-01 | criteria: CC6.1 | control: Access is approved by the owner. | test: Inspected the tickets of a sample. | result: No exceptions noted.",
		"id: AC-02 | criteria: CC6.2 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted.",
		"id: AC-03 | criteria: CC6.3 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}},
	{"parts numbered, their exception told by itself", `
= 4.1 Control AC-01: Approval
Control description: Access is approved by the owner.
Service auditor's tests: Inspected the tickets.
Results of testing: Exception noted.
Exception details: one ticket was missing.
Management's response (unaudited): We found it.
= 4.2 Control AC-02: Removal
Control description: Access is removed on termination.
Service auditor's tests: Inspected the list.
Results of testing: No exceptions noted.
= 4.3 Control AC-03: Review
Control description: Access is reviewed.
Service auditor's tests: Inspected the review.
Results of testing: No exceptions noted.`, []string{
		"id: AC-01 | control: Access is approved by the owner. | test: Inspected the tickets. | result: Exception noted. one ticket was missing. | response: We found it. | other: Approval",
		"id: AC-02 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted. | other: Removal",
		"id: AC-03 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted. | other: Review",
	}},
	{"cells side by side", `
= AC-01 - Approval
Control: Access is approved	Criteria: CC6.1,
by the owner.	CC6.2
Test: Inspected the tickets.
Result: No exceptions noted.
= AC-02 - Removal
Control: Access is removed	Criteria: CC6.2
on termination.
Test: Inspected the list.
Result: No exceptions noted.
= AC-03 - Review
Control: Access is reviewed	Criteria: CC6.3,
by owners.	CC6.4
Test: Inspected the review.
Result: No exceptions noted.`, []string{
		"id: AC-01 | criteria: CC6.1, CC6.2 | control: Access is approved by the owner. | test: Inspected the tickets. | result: No exceptions noted. | other: Approval",
		"id: AC-02 | criteria: CC6.2 | control: Access is removed on termination. | test: Inspected the list. | result: No exceptions noted. | other: Removal",
		"id: AC-03 | criteria: CC6.3, CC6.4 | control: Access is reviewed by owners. | test: Inspected the review. | result: No exceptions noted. | other: Review",
	}},
	{"labels set off by a gap", `
Control:	AC-01 - Access is approved by the owner of
the system and by nobody else.
Test:	Inspected the tickets and the policy that
stands behind them.
Result:	No exceptions noted.
Control:	AC-02 - Access is removed on the day of the
termination.
Test:	Inspected the list.
Result:	No exceptions noted.
Control:	AC-03 - Access is reviewed.
Test:	Inspected the review.
Result:	No exceptions noted.`, []string{
		"id: AC-01 | control: Access is approved by the owner of the system and by nobody else. | test: Inspected the tickets and the policy that stands behind them. | result: No exceptions noted.",
		"id: AC-02 | control: Access is removed on the day of the termination. | test: Inspected the list. | result: No exceptions noted.",
		"id: AC-03 | control: Access is reviewed. | test: Inspected the review. | result: No exceptions noted.",
	}},
	{"labels of a description", `
The company tests its plans. Result: the plan was found to work.
Control: the board oversees management.
Test: the plan is tested each year.
Result: the test is reported to the board.`, nil},
	{"labels inside the cells of a table", `
AC-01 Access is approved	Test: Inspected the tickets.
by the owner.	Result: No exceptions noted.
AC-02 Access is removed	Test: Inspected the list.
on termination.	Result: No exceptions noted.
AC-03 Access is reviewed	Test: Inspected the review.
by the owner.	Result: No exceptions noted.`, nil},
	{"a table with its head on every page", `
= Control #	Control	Test
AC-01	Access is approved.	Inspected the tickets.
= Control #	Control	Test
AC-02	Access is removed.	Inspected the list.
= Control #	Control	Test
AC-03	Access is reviewed.	Inspected the review.`, nil},
}

func TestMatrixBlocks(t *testing.T) {
	t.Parallel()
	for _, c := range blockLayouts {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rp := newReport(newDocument(typeset("# Testing Matrices\n" + c.page)))
			tables := rp.matrixBlocks()
			var got []string
			for _, m := range tables {
				for _, r := range m.rows {
					got = append(got, rowText(r))
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			keepsWords(t, rp, tables)
		})
	}
}

// rowText writes a row in one line.
func rowText(r matrixRow) string {
	if r.full != nil {
		return "full: " + newFlow(r.full).text
	}
	var parts []string
	if len(r.spans) > 0 {
		var spans []string
		for _, x := range []role{roleControl, roleCriteria, roleID} {
			if r.spans[x] {
				spans = append(spans, string(x))
			}
		}
		parts = append(parts, fmt.Sprintf("goes on: %v", spans))
	}
	for _, x := range []role{roleID, roleCriteria, roleControl, roleTest, roleResult, roleTestResult, roleResponse, roleOther} {
		if r.has(x) {
			parts = append(parts, string(x)+": "+newFlow(r.cells[x]).text)
		}
	}
	if r.unread != "" {
		parts = append(parts, "unread: "+r.unread)
	}
	return strings.Join(parts, " | ")
}

// keepsWords checks that each word of the zones of blocks stands in one cell or in
// a label, and none in two cells.
func keepsWords(t *testing.T, rp *report, tables []matrixTable) {
	t.Helper()
	for _, m := range tables {
		left := map[pdf.Box]string{}
		for _, l := range rp.doc.lines[m.zone.from:m.zone.to] {
			for _, w := range l.words {
				left[w.Box] = w.Text
			}
		}
		take := func(lines []line) {
			for _, l := range lines {
				for _, w := range l.words {
					if _, ok := left[w.Box]; !ok {
						t.Errorf("the word %q stands in two cells", w.Text)
					}
					delete(left, w.Box)
				}
			}
		}
		for _, r := range m.rows {
			take(r.full)
			for _, c := range r.cells {
				take(c)
			}
		}
		heads := strings.ToLower(strings.Join(m.heads, " "))
		for _, w := range left {
			if w = strings.ToLower(strings.Trim(w, ":-")); !strings.Contains(heads, w) && w != "control" && !strings.HasPrefix(w, "4.") {
				t.Errorf("the word %q is lost", w)
			}
		}
	}
}

// A page that begins with a result that stands on every page keeps it.
func TestBlocksKeepRepeatedLines(t *testing.T) {
	t.Parallel()
	var pages []string
	for p := range 6 {
		text := "Results: No exceptions noted.\n\n"
		if p == 0 {
			text = "# Testing Matrices\n"
		}
		for i := range 4 {
			text += fmt.Sprintf("Control: Control number %c%c is kept up by the team.\nTest performed: Inspected it.\n", 'a'+p, 'a'+i)
			if i < 3 || p == 5 {
				text += "Results: No exceptions noted.\n\n"
			}
		}
		pages = append(pages, text)
	}
	tested := 0
	for _, m := range newReport(newDocument(typeset(pages...))).matrixBlocks() {
		for _, r := range m.rows {
			if r.has(roleControl) && r.has(roleTest) && r.has(roleResult) {
				tested++
			}
		}
	}
	if want := 24; tested != want {
		t.Errorf("%d controls with a test and a result, want %d", tested, want)
	}
}

// setAt lays out words at a place.
func setAt(x, y float64, text string) pdf.Line {
	l := typesetLine(text, y)
	for i := range l.Words {
		l.Words[i].Box.X0 += x - 60
		l.Words[i].Box.X1 += x - 60
	}
	l.Box.X0, l.Box.X1 = x, l.Box.X1+x-60
	return l
}

// Labels that stand at the middle of their cells have words of the cell above them.
func TestCentredLabels(t *testing.T) {
	t.Parallel()
	doc := typeset("# Testing Matrices")
	y := 100.0
	for _, id := range []string{"one", "two", "three"} {
		for _, c := range []struct{ label, a, b string }{
			{"Control activity", "The control " + id + " is kept up by", "the owner of the system."},
			{"Tests performed", "Inspected the records of", "the control " + id + "."},
			{"Results", "Exception noted. The record of", id + " was missing."},
		} {
			doc.Pages[0].Lines = append(doc.Pages[0].Lines, setAt(200, y, c.a), setAt(60, y+6, c.label), setAt(200, y+12, c.b))
			y += 30
		}
	}
	var got []string
	for _, m := range newReport(newDocument(doc)).matrixBlocks() {
		for _, r := range m.rows {
			got = append(got, rowText(r))
		}
	}
	var want []string
	for _, id := range []string{"one", "two", "three"} {
		want = append(want, "control: The control "+id+" is kept up by the owner of the system. | test: Inspected the records of the control "+id+". | result: Exception noted. The record of "+id+" was missing.")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// Blocks that are set in two columns are read down the one, then down the other.
func TestBlocksInColumns(t *testing.T) {
	t.Parallel()
	doc := typeset("# Testing Matrices")
	for col, ids := range [][]string{{"AC-01", "AC-02", "AC-03"}, {"AC-04", "AC-05", "AC-06"}} {
		x, y := 60+260*float64(col), 100.0
		for _, id := range ids {
			for _, s := range []string{"= " + id, "Access of " + id + " is reviewed by the owners of", "each of the systems.", "= TEST", "Inspected the reviews of " + id + " and their dates.", "= RESULT", "No exceptions noted for " + id + "."} {
				doc.Pages[0].Lines = append(doc.Pages[0].Lines, setAt(x, y, s))
				y += 12
			}
			y += 10
		}
	}
	rows := doc.Pages[0].Lines[1:]
	half := len(rows) / 2
	for i := range half { // as a page's lines come: both columns in one line
		l := pdf.Line{Words: append(append([]pdf.Word(nil), rows[i].Words...), rows[half+i].Words...), Box: rows[i].Box}
		l.Box.X1 = rows[half+i].Box.X1
		rows[i] = l
	}
	doc.Pages[0].Lines = doc.Pages[0].Lines[:1+half]
	var got, want []string
	for _, m := range newReport(newDocument(doc)).matrixBlocks() {
		for _, r := range m.rows {
			got = append(got, rowText(r))
		}
	}
	for _, id := range []string{"AC-01", "AC-02", "AC-03", "AC-04", "AC-05", "AC-06"} {
		want = append(want, "id: "+id+" | control: Access of "+id+" is reviewed by the owners of each of the systems. | test: Inspected the reviews of "+id+" and their dates. | result: No exceptions noted for "+id+".")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
