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
