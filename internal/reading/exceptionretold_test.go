package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// toldReport is a report whose matrix stands in the line "[matrix]".
const toldReport = `# Section 4 Trust Services Criteria, Related Controls, and Tests of Controls
[matrix]
# Section 5 Other Information Provided by Management That Is Not Covered by the Service Auditor's Report
`

func TestRetold(t *testing.T) {
	t.Parallel()
	const drawing = `
id | control | test | result
AC-01 | Access is reviewed by the owner of each system every quarter. | Inspected. | Exception noted. For 2 of 25 users, the review was late.
AC-02 | Access is granted on request. | Inspected. | No exceptions noted.
CM-01 | Changes are approved before they are deployed. | Inspected. | Exception noted. 3 of 40 changes had no approval.`
	controls := []string{"AC-01 [] exception", "AC-02 [] no_exception", "CM-01 [] exception"}
	tests := []struct {
		name, text string
		tables     []matrixTable
		want       []string
	}{
		{"a table of responses", toldReport + "Management's Responses to Exceptions", []matrixTable{setTable(`
id | result | response
CM-01 | Exception noted. 3 of 40 changes had no approval. | The rule is enforced as of May 1, 2025.
AC-01 | Exception noted. For 2 of 25 users, the review was late. | Reviews are tracked now.`, span{4, 4})}, []string{
			"! AC-01 [] 2 of 25 > Reviews are tracked now. retold 1", "! CM-01 [] 3 of 40 > The rule is enforced as of May 1, 2025. @2025-05-01 retold 1"}},
		{"a table of responses without ids", toldReport + "Management's Responses to Exceptions", []matrixTable{setTable(`
result | response
3 of 40 changes had no approval. | The rule is enforced.
For 2 of 25 users, the review was late. | Reviews are tracked now.`, span{4, 4})}, []string{
			"! AC-01 [] 2 of 25 > Reviews are tracked now. retold 1", "! CM-01 [] 3 of 40 > The rule is enforced. retold 1"}},
		{"responses below ids", toldReport + `# Management's Responses
AC-01
Reviews are tracked now.
They have been on time since then.
CM-01: approval of changes
Exception noted. 3 of 40 changes had no approval.
Management's Response: The rule is enforced as of May 1, 2025.`, nil, []string{
			"! AC-01 [] 2 of 25 > Reviews are tracked now. They have been on time since then.",
			"! CM-01 [] 3 of 40 > The rule is enforced as of May 1, 2025. @2025-05-01 retold 1"}},
		{"responses after ids", toldReport + `# Other Information
The following responses were provided by management.
AC-01 Reviews are tracked now.
CM-01 The rule is enforced as of May 1, 2025.`, nil, []string{
			"! AC-01 [] 2 of 25 > Reviews are tracked now.", "! CM-01 [] 3 of 40 > The rule is enforced as of May 1, 2025. @2025-05-01"}},
		{"words below an id that stands alone", toldReport + `# Other Information
# AC-01
The owners are reminded a week ahead, since 4 May 2025.
# CM-01
Exception noted. 3 of 40 changes had no approval.`, nil, []string{
			"! AC-01 [] 2 of 25 > The owners are reminded a week ahead, since 4 May 2025. @2025-05-04", "! CM-01 [] 3 of 40 retold 1"}},
		{"a label after the id", toldReport + `# Other Information
AC-01 Management's response: The owners are reminded a week ahead and
their managers see what is open.
CM-01 Management's response: The pipeline asks for it.`, nil, []string{
			"! AC-01 [] 2 of 25 > The owners are reminded a week ahead and their managers see what is open.", "! CM-01 [] 3 of 40 > The pipeline asks for it."}},
		{"a summary of exceptions", toldReport, []matrixTable{setTable(`
id | result
AC-01 | Exception noted. For 2 of 25 users, the review was late.
CM-01 | Exception noted. 3 of 40 changes had no approval.`, span{1, 1})}, []string{
			"! AC-01 [] 2 of 25 retold 1", "! CM-01 [] 3 of 40 retold 1"}},
		{"a summary that tells more", toldReport, []matrixTable{setTable(`
id | result
AC-02 | Exception noted. 9 of 25 requests were not approved.`, span{1, 1})}, []string{
			"! AC-01 [] 2 of 25", "! CM-01 [] 3 of 40", "flag exception_only_retold"}},
		{"the auditor's report", `# Section 1 Independent Service Auditor's Report
To the Management of Quay, Inc.
We have examined the description of Quay, Inc. titled Description of its system.
As noted in Section 4, 3 of 40 changes had no approval before deployment. As a result, CC8.1 was not met.
In our opinion, except for the matter described, in all material respects, controls operated effectively.
` + toldReport, nil, []string{
			"! AC-01 [] 2 of 25", "! CM-01 [] 3 of 40 retold 1"}},
		{"a mapping table", toldReport, []matrixTable{setTable(`
criteria | id
CC6.1, CC6.3 | AC-01, AC-02
CC8.1 The entity authorizes changes. | CM-01 / AC-02 / AC-09`, span{1, 1})}, []string{
			"! AC-01 [CC6.1 CC6.3] 2 of 25", "! CM-01 [CC8.1] 3 of 40", "flag controls_missing"}},
		{"a mapping table with the criterion's words between", toldReport, []matrixTable{setTable(`
criteria | criteria | control
CC6.1 | The entity keeps intruders out. | AC-01,
CC6.3 | The entity gives each user a role. | AC-01, AC-02
CC8.1 | The entity approves changes. | CM-01`, span{1, 1})}, []string{
			"! AC-01 [CC6.1 CC6.3] 2 of 25", "! CM-01 [CC8.1] 3 of 40"}},
	}
	numbered := matrixNotes(2, toldReport+"# Management's Responses\nException 1\nThe rule is enforced.\nException 2\nReviews are tracked now.", setTable(`
id | control | test | result
AC-01 | Access is reviewed. | Inspected. | Exception 2: For 2 of 25 users, the review was late.
CM-01 | Changes are approved. | Inspected. | Exception 1: 3 of 40 changes had no approval.`, span{1, 2}))
	if diff := cmp.Diff([]string{"AC-01 [] exception", "CM-01 [] exception", "! AC-01 [] 2 of 25 > Reviews are tracked now.", "! CM-01 [] 3 of 40 > The rule is enforced."}, numbered); diff != "" {
		t.Errorf("numbers that are printed with the results: mismatch (-want +got):\n%s", diff)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := matrixNotes(2, tt.text, append([]matrixTable{setTable(drawing, span{1, 2})}, tt.tables...)...)
			want := append(append([]string{}, controls...), tt.want...)
			if tt.name == "a mapping table with the criterion's words between" {
				want = append([]string{"AC-01 [CC6.1 CC6.3] exception", "AC-02 [CC6.3] no_exception", "CM-01 [CC8.1] exception"}, tt.want...)
			}
			if tt.name == "a mapping table" {
				want = append([]string{"AC-01 [CC6.1 CC6.3] exception", "AC-02 [CC6.1 CC6.3 CC8.1] no_exception", "CM-01 [CC8.1] exception"}, tt.want...)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
