package reading

import (
	"strings"
	"testing"
)

// TestSubserviceProse reads organisations from sentences.
func TestSubserviceProse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		headed     bool
		want       string
	}{
		{"is one", "Moor Lane Desk Ltd. is an independent subservice organization that provides the service desk. The description includes the controls of Moor Lane Desk Ltd. (inclusive method).", false, "Moor Lane Desk Ltd. inclusive"},
		{"uses, and says how", "Quay also uses Basalt Cloud, whose controls the description excludes (carve-out method).", false, "Basalt Cloud carve_out"},
		{"services of", "The matters do not extend to the services of Gorse CDN, whose controls are carved out.", false, "Gorse CDN carve_out"},
		{"uses a tool", "Quay uses Basalt Cloud to store its tickets.", false, ""},
		{"uses, under the heading", "Quay uses Basalt Hosting to house its servers. The controls of Basalt Hosting are excluded (carve-out method).", true, "Basalt Hosting carve_out"},
		{"itself", "Quay Freight Ltd uses Quay Freight Ltd for hosting as a subservice organization.", false, ""},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range proseSubservice(letterFlow(tt.text), "Quay Freight Ltd", tt.headed) {
			got = append(got, s.Name+" "+string(s.Method))
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
