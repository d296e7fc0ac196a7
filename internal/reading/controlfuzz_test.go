package reading

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// FuzzCells has the parsers of cells read any text: nothing may be lost or made up,
// and every quote is of the cell.
func FuzzCells(f *testing.F) {
	f.Add("1. Inspected the policy.\n2. For a sample of 25, inspected tickets.", "1. No exceptions noted.\n2. Exception noted. 2 of 25.\nManagement's Response: Fixed by May 1, 2025.")
	f.Add("Inspected.\nResult: No exceptions noted.\nObserved.", "See exception noted under CC6.1.2.")
	f.Fuzz(func(t *testing.T, test, result string) {
		for _, p := range append(cutCell(fuzzCell(test), partTest, true), cutCell(fuzzCell(result), partResult, false)...) {
			if len(p.f.text) != len(p.f.at) {
				t.Errorf("a piece has %d bytes and %d places", len(p.f.text), len(p.f.at))
			}
		}
		for _, x := range append(pairTests(fuzzCell(test), fuzzCell(result)), mixedTests(fuzzCell(test))...) {
			if x.result.text != "" && x.verdict == attest.ResultNone {
				t.Errorf("the result %q says nothing", x.result.text)
			}
			for _, cite := range x.cites() {
				if !strings.Contains(result+"\n"+test, strings.Fields(cite.Quote)[0]) {
					t.Errorf("the quote %q is of no cell", cite.Quote)
				}
			}
			response(x.response, x.result.text)
		}
	})
}

// FuzzIDs has the parsers of ids and criteria read any text.
func FuzzIDs(f *testing.F) {
	f.Add("CC6.1, 6.2 and CC7.1 - CC7.3 The entity")
	f.Add("[GOV01] IAM-PRD-\n04, AC-02")
	f.Fuzz(func(t *testing.T, text string) {
		text = newFlow(fuzzCell(text)).text
		if ids, rest := leadingID(text); len(rest) > len(text) || len(ids) > 1 {
			t.Errorf("leadingID(%q) = %q, %q", text, ids, rest)
		}
		if ids, _ := criteriaIn(text); len(ids) > 61+len(text) {
			t.Errorf("criteriaIn(%q) gives %d ids", text, len(ids))
		}
		headCriteria(text)
		controlIDs(text)
		references(text)
	})
}

// FuzzMatrix has tables of any words read.
func FuzzMatrix(f *testing.F) {
	f.Add("id|control|test|result\nAC-1|Access is reviewed.|Inspected.|Exception noted. 1 of 25.\n=CC6.1 The entity\n~|~|Observed.|See above.\n=Management's Response: Fixed.")
	f.Fuzz(func(t *testing.T, drawing string) {
		if len(drawing) > 2000 || strings.Count(strings.SplitN(drawing, "\n", 2)[0], "|") < strings.Count(drawing, "|")/max(1, strings.Count(drawing, "\n")+1) {
			return
		}
		head, _, _ := strings.Cut(drawing, "\n")
		for _, line := range strings.Split(drawing, "\n") {
			if strings.Count(line, "|") > strings.Count(head, "|") {
				return
			}
		}
		matrixNotes(2, toldReport, setTable(drawing, span{1, 2}))
	})
}

// fuzzCell sets the lines of a text as a cell.
func fuzzCell(text string) []line {
	var out []line
	for i, s := range strings.Split(text, "\n") {
		if l := sheetLine(s, 40+12*float64(i), 10); len(l.Words) > 0 {
			out = append(out, newLine(1, l))
		}
	}
	return out
}
