package reading

import (
	"strings"

	"example.com/assay/internal/attest"
)

// partedHeading reads a row that announces a criterion in two cells: its id where
// the controls stand, and its words beside it, where the tests or results do.
func (r *rowReader) partedHeading(row matrixRow, id, control flow) bool {
	if id.text != "" || control.text == "" || len(row.cells[roleTestResult])+len(row.cells[roleResponse])+len(row.cells[roleCriteria]) > 0 {
		return false
	}
	ids, unknown, ok := headCriteria(control.text)
	if !ok || len(ids) != 1 || idKey(strings.Trim(control.text, " .:-*")) != idKey(ids[0]) {
		return false
	}
	test, result := newFlow(row.cells[roleTest]), newFlow(row.cells[roleResult])
	words := strings.TrimSpace(test.text + " " + result.text)
	if words == "" || test.text != "" && result.text != "" || testWordRE.MatchString(words) || resultOf(words, "") != attest.ResultUnclear {
		return false
	}
	r.setCriteria(ids, unknown, control)
	r.now = nil
	return true
}
