package reading

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// setTable makes a table of controls of a drawing: the roles of its columns in the
// first line, cells parted by "|", lines of a cell by "/" and paragraphs by "//".
// "=" begins a row over the whole width, "~" is a cell into which the one above
// goes on, "?" a row that could not be cut into cells. zone is the place of its
// lines in the document.
func setTable(drawing string, zone span) matrixTable {
	rows := strings.Split(strings.Trim(drawing, "\n"), "\n")
	t := matrixTable{page: 1, zone: zone, ruled: true}
	for _, name := range strings.Split(rows[0], "|") {
		t.roles = append(t.roles, role(strings.TrimSpace(name)))
	}
	y := 100.0
	for _, drawn := range rows[1:] {
		row := matrixRow{page: 1}
		if text, ok := strings.CutPrefix(drawn, "?"); ok {
			row.unread = "the cells could not be told apart"
			row.full = setCell(text, 50, y)
			t.rows = append(t.rows, row)
			continue
		}
		if text, ok := strings.CutPrefix(drawn, "="); ok {
			row.full = setCell(text, 50, y)
			y += 200
			t.rows = append(t.rows, row)
			continue
		}
		row.cells, row.spans = map[role][]line{}, map[role]bool{}
		for i, cell := range strings.Split(drawn, "|") {
			if strings.TrimSpace(cell) == "~" {
				row.spans[t.roles[i]] = true
				continue
			}
			row.cells[t.roles[i]] = append(row.cells[t.roles[i]], setCell(cell, 50+200*float64(i), y)...)
		}
		y += 200
		t.rows = append(t.rows, row)
	}
	return t
}

// setCell sets the lines of a cell.
func setCell(text string, x, y float64) []line {
	var out []line
	for _, part := range strings.Split(text, "//") {
		for _, s := range strings.Split(part, " / ") {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			l := sheetLine(s, y, 10)
			for i := range l.Words {
				l.Words[i].Box.X0, l.Words[i].Box.X1 = l.Words[i].Box.X0+x, l.Words[i].Box.X1+x
			}
			l.Box.X0, l.Box.X1 = l.Box.X0+x, l.Box.X1+x
			ln := newLine(9, l) // a page that the document has not got: tables are given, not found
			ln.cutBefore, ln.cutAfter = true, true
			out = append(out, ln)
			y += 11
		}
		y += 8
	}
	return out
}

// matrixNotes writes what was read of tables, one line for each control and exception.
func matrixNotes(typ attest.ReportType, text string, tables ...matrixTable) []string {
	d := sheet(text)
	rp := newReport(d)
	rp.typ, rp.kind = typ, attest.KindSOC2
	a := &attest.Attestation{}
	rp.readMatrix(a, tables)
	var out []string
	for _, c := range a.Controls.Items {
		name := c.ID
		if name == "" {
			name = c.Text
		}
		note := fmt.Sprintf("%s %v %s", name, c.Criteria, c.Result)
		if len(c.Tests) > 1 {
			var all []string
			for _, t := range c.Tests {
				all = append(all, string(t.Result))
			}
			note += " of " + strings.Join(all, ", ")
		}
		if c.SameAs != "" {
			note += " as " + c.SameAs
		}
		out = append(out, note)
	}
	for _, e := range a.Exceptions.Items {
		out = append(out, exceptionNote(e))
	}
	for _, u := range a.Unparsed {
		out = append(out, "unparsed: "+u.Reason)
	}
	for _, f := range d.sortedFlags() {
		if strings.Contains(string(f.Name), "control") || strings.Contains(string(f.Name), "criterion") || strings.Contains(string(f.Name), "retold") {
			out = append(out, "flag "+string(f.Name))
		}
	}
	return out
}

// exceptionNote writes an exception.
func exceptionNote(e attest.Exception) string {
	num := func(f attest.Fact[int]) string {
		switch f.State {
		case attest.Found:
			return fmt.Sprint(f.Value)
		case attest.Ambiguous:
			return "?"
		}
		return "-"
	}
	name := strings.Join(e.ControlIDs, "+")
	if name == "" {
		name = e.ControlText
	}
	out := fmt.Sprintf("! %s %v %s of %s", name, e.Criteria, num(e.Deviations), num(e.SampleSize))
	if e.Population.State == attest.Found {
		out += " from " + num(e.Population)
	}
	if e.Leg.Value == attest.LegDesign {
		out += " design"
	}
	if e.Leg.State == attest.Ambiguous {
		out += " leg?"
	}
	if r := e.Response; r != nil {
		out += " > " + r.Text
		if r.RemediationDate.State == attest.Found {
			out += " @" + r.RemediationDate.Value.String()
		}
		if r.Audited {
			out += " (tested)"
		}
	}
	if len(e.Retold) > 0 {
		out += fmt.Sprint(" retold ", len(e.Retold))
	}
	return out
}

func TestMatrixMeaning(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, drawing string
		typ           attest.ReportType
		want          []string
	}{
		{"criteria rows", `
id | control | test | result
=CC6.1 The entity implements logical access security software.
CC6.1.1 | Access needs a second factor. | Inspected the settings. | No exceptions noted.
CC6.1.2 | Data at rest is encrypted. | Inspected the volumes. | Exception noted. 1 of 12 volumes was not encrypted.
=CC6.1 (continued)
CC6.1.3 | Keys are rotated. | Inspected the log. | No exceptions noted.
=CC6.7 The entity restricts transmission.
CC6.7.1 | Data at rest is encrypted. | Refer to the tests described under CC6.1.2. | See exception noted under CC6.1.2.
CC6.7.2 | Keys are rotated. | Refer to CC6.1.3. | No exceptions noted.`, 2, []string{
			"CC6.1.1 [CC6.1] no_exception", "CC6.1.2 [CC6.1] exception", "CC6.1.3 [CC6.1] no_exception",
			"CC6.7.1 [CC6.7] exception as CC6.1.2", "CC6.7.2 [CC6.7] no_exception as CC6.1.3",
			"! CC6.1.2+CC6.7.1 [CC6.1 CC6.7] 1 of 12"}},
		{"one control under several criteria", `
criteria | id | control | test | result
CC6.1 | AC-01 | Access is reviewed. | Inspected a sample of 4 reviews. | Exception noted. One review was not performed.
CC6.2, CC6.3 | AC-01 | Access is reviewed. | Inspected a sample of 4 reviews. | Exception noted. One review was not performed.
~ | AC-02 | Access is granted. | Inspected tickets. | No exceptions noted.`, 2, []string{
			"AC-01 [CC6.1 CC6.2 CC6.3] exception", "AC-02 [CC6.2 CC6.3] no_exception", "! AC-01 [CC6.1 CC6.2 CC6.3] 1 of 4"}},
		{"no ids", `
control | test | result
=CC6.2 Users are registered.
Access is revoked. | Inspected 25 sampled leavers. | Deviation noted. For two of twenty-five leavers, access was revoked late.
=CC6.3 Roles.
Access is revoked. | Inspected 25 sampled leavers. | Deviation noted. For two of twenty-five leavers, access was revoked late.
Roles are reviewed. | Inspected. | No deviations noted.`, 2, []string{
			"Access is revoked. [CC6.2 CC6.3] exception", "Roles are reviewed. [CC6.3] no_exception", "! Access is revoked. [CC6.2 CC6.3] 2 of 25"}},
		{"several tests in a row", `
id | control | test | result
AC-01 | Access is reviewed. | 1. Inspected the policy. / 2. For a sample of 25 users, inspected reviews. | 1. No exceptions noted. / 2. Exception noted. 3 users were not reviewed.
AC-02 | Access is granted. | Inspected the policy. // For a sample of 40 users, inspected tickets. | No exceptions noted. // Exception noted. 2 of 40 users had no ticket.`, 2, []string{
			"AC-01 [] exception of no_exception, exception", "AC-02 [] exception of no_exception, exception",
			"! AC-01 [] 3 of 25", "! AC-02 [] 2 of 40"}},
		{"a control with rows of tests", `
id | control | test | result
AC-01 | Access is reviewed. | Inspected the policy. | No exceptions noted.
~ | ~ | Inspected a sample of 25 users. | Exception noted. For 1 user of the 25 sampled, there was no review.
~ | ~ | Inspected the reports. | Exception noted. The March report was missing.
AC-02 | Roles. | Inspected a. | No exceptions noted.
~ | ~ | Inspected b. | ~`, 2, []string{
			"AC-01 [] exception of no_exception, exception, exception", "AC-02 [] no_exception",
			"! AC-01 [] 1 of 25", "! AC-01 [] - of -"}},
		{"test and result in one cell", `
control | test_result
AC-01 Access is reviewed. | Inspected the policy to determine that it existed. / Result: No exceptions noted. // For a sample of 9 hires, inspected checks. / Result: Exception noted. For one of 9 hires, the check was late. / Management's Response: Fixed on March 24, 2025.
AC-02 Access is granted. | Inspected tickets. No exceptions noted.
AC-03 Access is revoked. | Inspected the tickets. / No exceptions noted. / Inspected the accounts. / Exception noted. 2 of 25 accounts were active.`, 2, []string{
			"AC-01 [] exception of no_exception, exception", "AC-02 [] no_exception", "AC-03 [] exception of no_exception, exception",
			"! AC-01 [] 1 of 9 > Fixed on March 24, 2025. @2025-03-24", "! AC-03 [] 2 of 25"}},
		{"rows below a control", `
id | control | test | result
=CC7.1 Changes are detected.
OPS-01 | Scans are run. | Inspected a sample of 5 months. | Exception noted.
=Exception Detail: For 3 of 5 months, no scan was run.
=Management's Response: The licence had lapsed. Scans run again since June 3, 2025.
OPS-02 | Scans are read. | Inspected. | No exceptions noted.`, 2, []string{
			"OPS-01 [CC7.1] exception", "OPS-02 [CC7.1] no_exception",
			"! OPS-01 [CC7.1] 3 of 5 > The licence had lapsed. Scans run again since June 3, 2025. @2025-06-03"}},
		{"a result for a whole criterion", `
id | control | test
=CC7.1 Changes are detected.
OPS-01 | Scans are run. | Inspected.
OPS-02 | Scans are read. | Inspected.
=Results of tests: No exceptions noted.
=CC7.2 Components are monitored.
OPS-03 | Logs are read. | Inspected.
=Results of tests: Exception noted. Logs of 2 of 10 hosts were not read.`, 2, []string{
			"OPS-01 [CC7.1] no_exception", "OPS-02 [CC7.1] no_exception", "OPS-03 [CC7.2] exception", "! OPS-03 [CC7.2] 2 of 10"}},
		{"merged result for several controls", `
criteria | id | control | test | result
CC7.1 | A-1 | Scans are run. | Inspected. | Exception noted. Neither was done in May.
~ | A-2 | Scans are read. | Inspected. | ~
~ | A-3 | Scans are kept. | Inspected. | No exceptions noted.`, 2, []string{
			"A-1 [CC7.1] exception", "A-2 [CC7.1] exception", "A-3 [CC7.1] no_exception", "! A-1+A-2 [CC7.1] - of -"}},
		{"a criterion's words beside several controls", `
criteria | id | control | test | result
CC8.1 Changes are authorized, tested and | A-1 | Changes are approved. | Inspected. | No exceptions noted.
deployed | A-2 | Changes are tested. | Inspected. | No exceptions noted.
N/A | A-3 | Cakes are baked. | Inspected. | No exceptions noted.`, 2, []string{
			"A-1 [CC8.1] no_exception", "A-2 [CC8.1] no_exception", "A-3 [] no_exception"}},
		{"type 1", `
criteria | id | control
CC1.1 The entity demonstrates a commitment to integrity. | HR-01 | A code of conduct exists.
~ | HR-02 | Exceptions are logged.`, 1, []string{"HR-01 [CC1.1] ", "HR-02 [CC1.1] "}},
		{"what is no exception", `
id | control | test | result
A-1 | Exceptions noted in the log are followed up. | Inspected the exception report for a sample of 25 days; deviations were identified. | No exceptions noted.
A-2 | Failed backups are investigated. | Inspected. | No occurrence during the period; not tested.
A-3 | Data centres are guarded. | Not applicable. The control is performed by the subservice organization. | Not applicable
A-4 | Keys are kept. | Inspected. | 
A-5 | Doors are shut. | Inspected. | Doors were shut when we came.`, 2, []string{
			"A-1 [] no_exception", "A-2 [] not_operated", "A-3 [] not_tested", "A-4 [] unclear", "A-5 [] unclear"}},
		{"one id for two controls", `
id | control | test | result
A-1 | Access to the network needs a certificate. | Inspected. | No exceptions noted.
A-1 | Backups are restored every year in a second region. | Inspected. | No exceptions noted.`, 2, []string{
			"A-1 [] no_exception", "A-1 [] no_exception", "flag duplicate_control_id"}},
		{"criteria that do not exist", `
criteria | id | control | test | result
CC6.9 | A-1 | Access is kept. | Inspected. | No exceptions noted.
PP1.3 | A-2 | Input is checked. | Inspected. | No exceptions noted.`, 2, []string{
			"A-1 [CC6.9] no_exception", "A-2 [PI1.3] no_exception", "flag unknown_criterion"}},
		{"criteria in place of ids", `
id | control | test | result
CC6.1 | Access is kept. | Inspected. | No exceptions noted.
CC6.1 | Keys are turned. | Inspected. | No exceptions noted.
CC6.2 | Leavers are removed. | Inspected. | No exceptions noted.`, 2, []string{
			"Access is kept. [CC6.1] no_exception", "Keys are turned. [CC6.1] no_exception", "Leavers are removed. [CC6.2] no_exception"}},
		{"criteria as ids", `
id | control | test | result
CC6.1 | Access is kept. | Inspected. | No exceptions noted.
CC6.2 | Leavers are removed. | Inspected. | No exceptions noted.`, 2, []string{
			"CC6.1 [CC6.1] no_exception", "CC6.2 [CC6.2] no_exception"}},
		{"a result only told elsewhere", `
id | control | test | result
A-1 | Access is kept. | Inspected. | Exception noted. 2 of 25 doors were open.
A-2 | Doors are shut. | Inspected. | Refer to A-1
A-3 | Gates are shut. | Inspected. | See exception above.
A-4 | Walls stand. | Inspected. | See A-9.`, 2, []string{
			"A-1 [] exception", "A-2 [] exception as A-1", "A-3 [] exception", "A-4 [] unclear", "! A-1+A-2+A-3 [] 2 of 25"}},
		{"rows that could not be read", `
id | control | test | result
A-1 | Access is kept. | Inspected. | No exceptions noted.
?A-2 Doors Inspected are shut. No exceptions`, 2, []string{
			"A-1 [] no_exception", "unparsed: the cells could not be told apart"}},
		{"a response in the result cell and in a column", `
id | control | test | result | response
A-1 | Access is kept. | Inspected. | Exception noted. 2 of 25 doors were open. / Management Response: Shut by 1 May 2025. | N/A
A-2 | Keys are kept. | Inspected. | Exception noted. 1 of 25 keys was lost. | The lock was changed on 3 June 2025.
A-3 | Walls. | Inspected. | No exceptions noted. | None`, 2, []string{
			"A-1 [] exception", "A-2 [] exception", "A-3 [] no_exception",
			"! A-1 [] 2 of 25 > Shut by 1 May 2025. @2025-05-01", "! A-2 [] 1 of 25 > The lock was changed on 3 June 2025. @2025-06-03"}},
		{"the design", `
id | control | test | result
A-1 | Access is kept. | Inspected. | Exception noted. The control was not suitably designed.
A-2 | Keys are kept. | Inspected. | Exception noted. There was no formal process to review keys, and the control did not operate effectively.`, 2, []string{
			"A-1 [] exception", "A-2 [] exception", "! A-1 [] - of - design", "! A-2 [] - of - leg?"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := matrixNotes(tt.typ, "# Trust Services Criteria, Related Controls, and Tests of Controls", setTable(tt.drawing, span{1, 1}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
