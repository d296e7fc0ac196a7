package reading

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// recognizedLine is a line of words that were recognised with a confidence.
func recognizedLine(text string, confidence float64) line {
	var l pdf.Line
	x := 72.0
	for _, w := range strings.Fields(text) {
		box := pdf.Box{X0: x, Y0: 100, X1: x + 5*float64(len(w)), Y1: 110}
		l.Words = append(l.Words, pdf.Word{Text: w, Box: box, Size: 10, Confidence: confidence})
		l.Box = box
		x = box.X1 + 3
	}
	return newLine(1, l)
}

func TestMended(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CC4,1.2 An independent firm":         "CC4.1.2 An independent firm",
		"CCT.1: Configuration changes":        "CC7.1: Configuration changes",
		"CCS.1.1 and (CC6.l)":                 "CC5.1.1 and (CC6.1)",
		"PI.1 PI1,4 P6.O A1,2":                "P1.1 PI1.4 P6.0 A1.2",
		"4@ alerts and @5 changes in 3@ days": "40 alerts and 05 changes in 30 days",
		"mail us @ CCO, CISO or a@b.example":  "mail us @ CCO, CISO or a@b.example",
		"(1SO/TEC 27001:2022 and ISO/lEC":     "(ISO/IEC 27001:2022 and ISO/IEC",
		"Ten, 1,200 and A.5.1":                "Ten, 1,200 and A.5.1",
	} {
		if got := newFlow([]line{recognizedLine(text, 0.9)}).text; got != want {
			t.Errorf("%q is mended to %q, want %q", text, got, want)
		}
		if got := newFlow([]line{recognizedLine(text, 0)}).text; got != text {
			t.Errorf("%q as stated became %q", text, got)
		}
	}
	// The quote is what the page says, not what is meant.
	f := newFlow([]line{recognizedLine("CC4,1.2 An independent firm", 0.9)})
	if c := f.cite(0, 7); len(c) != 1 || c[0].Quote != "CC4,1.2" || c[0].Confidence != 0.9 {
		t.Errorf("cited %+v", c)
	}
}

func TestDoubtful(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 20)
	for _, tt := range []struct {
		quote      string
		confidence float64
		want       attest.State
	}{
		{"July 28, 2023", 0, attest.Found},
		{"July 28, 2023", 0.93, attest.Found},
		{"July 28, 2023", 0.41, attest.Absent},
		{long, 0.41, attest.Found},
		{long, 0.1, attest.Absent},
	} {
		f := attest.FoundFact("x", "rule", attest.Citation{Page: 3, Quote: tt.quote, Confidence: tt.confidence})
		doubtful(&f)
		if f.State != tt.want || (f.State == attest.Absent) != (f.Value == "") || len(f.Citations) != 1 {
			t.Errorf("%q at %.2f: %+v, want %s", tt.quote, tt.confidence, f, tt.want)
		}
	}
}

func TestDoubtOpinion(t *testing.T) {
	t.Parallel()
	for confidence, want := range map[float64]attest.State{0.95: attest.Found, 0.6: attest.Absent} {
		d := &document{pages: []page{{number: 1, status: attest.PageOCR, confidence: confidence}}}
		a := &attest.Attestation{Opinion: attest.FoundFact(attest.Unqualified, "rule", attest.Citation{Page: 1, Quote: "In our opinion", Confidence: 0.9}), Legs: make([]attest.LegOpinion, 1)}
		d.doubtOpinion(a)
		if a.Opinion.State != want || (len(a.Legs) == 0) != (want == attest.Absent) {
			t.Errorf("a page recognised to %.2f: opinion %+v, %d limbs", confidence, a.Opinion, len(a.Legs))
		}
	}
}
