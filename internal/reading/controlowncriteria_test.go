package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCriteriaInTheIDCell(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, drawing string
		want          []string
	}{
		{"below a number", `
id | control | test | result
#7 / CC6.1, CC6.2 | Doors need a badge. | Inspected. | No exceptions noted.
#8 / CC6.4 | Lockers are shut. | Inspected. | No exceptions noted.
#9 | Plants are watered. | Inspected. | No exceptions noted.`, []string{
			"#7 [CC6.1 CC6.2] no_exception", "#8 [CC6.4] no_exception", "#9 [] no_exception"}},
		{"beside an id with letters", `
id | control | test_result
GT-1 CC7.1 | Doors need a badge. | Inspected. No exceptions noted.
GT-2 / (CC7.2, CC7.3) | Lockers are shut. | Inspected. Exception noted. 2 of 9 lockers stood open.`, []string{
			"GT-1 [CC7.1] no_exception", "GT-2 [CC7.2 CC7.3] exception", "! GT-2 [CC7.2 CC7.3] 2 of 9"}},
		{"before the id, and one that does not exist", `
id | control | test | result
CC6.1 / GT-1 | Doors need a badge. | Inspected. | No exceptions noted.
GT-2 / CC6.2, CC6.9 | Lockers are shut. | Inspected. | No exceptions noted.`, []string{
			"GT-1 [CC6.1] no_exception", "GT-2 [CC6.2 CC6.9] no_exception", "flag unknown_criterion"}},
		{"a heading holds again below", `
id | control | test | result
GT-1 / CC6.1 | Doors need a badge. | Inspected. | No exceptions noted.
=CC7.2 Components are monitored.
GT-2 | Lockers are shut. | Inspected. | No exceptions noted.
GT-3 | Plants are watered. | Inspected. | No exceptions noted.`, []string{
			"GT-1 [CC6.1] no_exception", "GT-2 [CC7.2] no_exception", "GT-3 [CC7.2] no_exception"}},
		{"several controls in a cell are no criteria", `
id | control | test | result
=CC7.2 Components are monitored.
GT-1, GT-2 | Doors need a badge. | Inspected. | No exceptions noted.`, []string{
			"GT-1 [CC7.2] no_exception", "GT-2 [CC7.2] no_exception"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := matrixNotes(2, "# Tests of Controls", setTable(tt.drawing, span{1, 1}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
