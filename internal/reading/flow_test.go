package reading

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// pageLines lays text out as lines of words, 6 points a character wide and 12 high.
func pageLines(page int, texts ...string) []line {
	var out []line
	for i, text := range texts {
		var l pdf.Line
		x, y := 72.0, float64(72+14*i)
		for _, w := range strings.Split(text, " ") {
			box := pdf.Box{X0: x, Y0: y, X1: x + 6*float64(len(w)), Y1: y + 12}
			l.Words = append(l.Words, pdf.Word{Text: w, Box: box, Size: 12})
			x = box.X1 + 6
		}
		l.Box = pdf.Box{X0: 72, Y0: y, X1: x - 6, Y1: y + 12}
		out = append(out, newLine(page, l))
	}
	return out
}

func TestFlowText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"lines join with a space", []string{"In our", "opinion"}, "In our opinion"},
		{"ligatures, quotes and dashes", []string{"the ﬁrm’s “matter” – noted"}, `the firm's "matter" - noted`},
		{"hyphenation is joined", []string{"were suit-", "ably designed"}, "were suitably designed"},
		{"an id keeps its hyphen", []string{"CC6.1-", "01"}, "CC6.1- 01"},
		{"soft hyphens and marks go", []string{"SOC 2® re\u00adport"}, "SOC 2 report"},
		{"no-break space and bidi marks", []string{"1\u00a0May \u202d2024\u202c"}, "1 May 2024"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := newFlow(pageLines(1, tt.lines...)).text; got != tt.want {
				t.Errorf("text = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFlowCite(t *testing.T) {
	t.Parallel()
	lines := append(pageLines(3, "We found the ﬁrm’s", "controls suit-"), pageLines(4, "ably designed.")...)
	f := newFlow(lines)
	i := strings.Index(f.text, "firm's")
	got := f.cite(i, len(f.text)-1)
	want := []attest.Citation{
		{Page: 3, Quote: "ﬁrm’s controls suit-", Boxes: []attest.Box{{X0: 150, Y0: 72, X1: 204, Y1: 84}, {X0: 72, Y0: 86, X1: 156, Y1: 98}}},
		{Page: 4, Quote: "ably designed", Boxes: []attest.Box{{X0: 72, Y0: 72, X1: 156, Y1: 84}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cite mismatch (-want +got):\n%s", diff)
	}
	part := f.slice(i, i+4)
	if part.text != "firm" || part.page(0) != 3 {
		t.Errorf("slice = %q on page %d, want firm on page 3", part.text, part.page(0))
	}
}

func TestUndotted(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Quay, Inc. (Quay) maintained", "Quay, Inc  (Quay) maintained"},
		{"of Quay B.V. and its users.", "of Quay B V  and its users."},
		{"examined Quay, Inc. We did so.", "examined Quay, Inc. We did so."},
		{"examined Quay S.A. Our duty", "examined Quay S A. Our duty"},
		{"the controls. In our opinion", "the controls. In our opinion"},
		{"CC6.1 and 3.5.2 Corp.", "CC6.1 and 3.5.2 Corp "},
	}
	for _, tt := range tests {
		if got := undotted(tt.text); got != tt.want || len(got) != len(tt.text) {
			t.Errorf("undotted(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
