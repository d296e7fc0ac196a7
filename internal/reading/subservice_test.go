package reading

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
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
		{"uses, and expects controls", "Quay uses Basalt Cloud to provide hosting. The description indicates that complementary subservice organization controls that are suitably designed are necessary. The description does not disclose the actual controls at Basalt Cloud.", false, "Basalt Cloud carve_out"},
		{"uses a tool, before what is said of users", "Quay uses Basalt Cloud to store its tickets. The description indicates that complementary user entity controls are necessary.", false, ""},
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

func TestMethodCell(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text   string
		around attest.Method
		want   attest.Method
	}{
		{"Inclusive", attest.CarveOut, attest.Inclusive},
		{"Carve-\nout", attest.Inclusive, attest.CarveOut},
		{"Carve out method", attest.MethodUnstated, attest.CarveOut},
		{"see above", attest.CarveOut, attest.CarveOut},
		{"Not inclusive", attest.CarveOut, attest.CarveOut},
	}
	for _, tt := range tests {
		if got := methodCell(strings.ReplaceAll(tt.text, "\n", " "), tt.around); got != tt.want {
			t.Errorf("%q = %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestMethodColumn reads a table that tells the method of each organisation, below
// words that tell of one method only.
func TestMethodColumn(t *testing.T) {
	t.Parallel()
	page := "= Subservice Organizations\nThe carve-out method applies unless the table says otherwise.\n= Subservice organization\tServices provided\tMethod\n" +
		"Heron Hosting\tCloud hosting\tCarve-out\nTeal Desk\tService desk\tInclusive\n= Vendor Management\nQuay also buys from Rook Paper."
	var got []string
	for _, s := range Read(typeset(withDescription(page)...), "").Attestation.Subservice.Items {
		got = append(got, s.Name+" "+string(s.Method))
	}
	if want := "Heron Hosting carve_out, Teal Desk inclusive"; strings.Join(got, ", ") != want {
		t.Errorf("methods = %q, want %q", got, want)
	}
}

// TestShadedHead reads a table of which only the head has edges, as shading draws
// them.
func TestShadedHead(t *testing.T) {
	t.Parallel()
	doc := typeset(withDescription("= Subservice Organizations\n= Subservice organization\tServices\tMethod\nHeron Hosting\tCloud hosting\tCarve-out\nTeal Desk\tService desk\tInclusive")...)
	p := &doc.Pages[6]
	head := p.Lines[1].Box
	for _, x := range []float64{56, 246, 436, 600} {
		p.Rulings = append(p.Rulings, pdf.Ruling{X0: x, X1: x + 1, Y0: head.Y0 - 2, Y1: head.Y1 + 2})
	}
	var got []string
	for _, s := range Read(doc, "").Attestation.Subservice.Items {
		got = append(got, s.Name+" "+string(s.Method))
	}
	if want := "Heron Hosting carve_out, Teal Desk inclusive"; strings.Join(got, ", ") != want {
		t.Errorf("organisations = %q, want %q", got, want)
	}
}
