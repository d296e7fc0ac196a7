package reading

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// sheet lays out pages that are typed as text: three or more spaces make a gap
// between columns, a line that begins with "# " is set large, "---" begins a page.
func sheet(text string) *document {
	doc := &pdf.Document{}
	for n, body := range strings.Split(strings.Trim(text, "\n"), "\n---\n") {
		page := pdf.Page{Number: n + 1, Width: 800, Height: 842}
		for i, s := range strings.Split(body, "\n") {
			size := 10.0
			if rest, ok := strings.CutPrefix(s, "# "); ok {
				s, size = rest, 20
			}
			if l := sheetLine(s, 40+14*float64(i), size); len(l.Words) > 0 {
				page.Lines = append(page.Lines, l)
			}
		}
		doc.Pages = append(doc.Pages, page)
	}
	return newDocument(doc)
}

// sheetLine sets one line, five points to the character.
func sheetLine(s string, y, size float64) pdf.Line {
	var l pdf.Line
	x := 50.0
	for _, w := range strings.SplitAfter(s, " ") {
		word := strings.TrimSpace(w)
		width := 5 * float64(len([]rune(word)))
		if word != "" {
			box := pdf.Box{X0: x, Y0: y, X1: x + width, Y1: y + min(size, 12)}
			l.Words = append(l.Words, pdf.Word{Text: word, Box: box, Size: size})
			l.Box = pdf.Box{X0: min(box.X0, l.Box.X0), Y0: y, X1: box.X1, Y1: box.Y1}
		}
		x += 5 * float64(len([]rune(w)))
	}
	if len(l.Words) > 0 {
		l.Box.X0 = l.Words[0].Box.X0
	}
	return l
}

// certNotes writes the Found facts of a certificate, one a line, and the flags.
func certNotes(d *document, c *attest.Certificate) map[string]string {
	out := map[string]string{}
	text := func(name string, f attest.Fact[string]) {
		switch f.State {
		case attest.Found:
			out[name] = f.Value
		case attest.Ambiguous:
			out[name] = "ambiguous"
		}
	}
	date := func(name string, f attest.Fact[attest.Date]) {
		switch f.State {
		case attest.Found:
			out[name] = f.Value.String()
		case attest.Ambiguous:
			var days []string
			for _, c := range f.Candidates {
				days = append(days, c.Value.String())
			}
			out[name] = strings.Join(days, "|")
		}
	}
	text("number", c.Number)
	text("version", c.Version)
	text("standard", c.Standard)
	text("edition", c.Edition)
	text("holder", c.Holder)
	text("scope", c.Scope)
	text("soa", c.SoAVersion)
	text("body", c.Body)
	text("mark", c.Accreditation)
	text("mark no", c.AccreditationNo)
	date("soa date", c.SoADate)
	date("initial", c.InitialDate)
	date("start", c.CycleStart)
	date("issue", c.IssueDate)
	date("expiry", c.ExpiryDate)
	date("last", c.LastCycleExpiry)
	date("recert", c.RecertAuditDate)
	for name, l := range map[string]attest.List[string]{"extra": c.ExtraStandards, "sites": c.Sites, "trade": c.TradeNames} {
		if l.State == attest.Found {
			out[name] = strings.Join(l.Items, "; ")
		}
	}
	var flags []string
	for _, f := range d.sortedFlags() {
		flags = append(flags, string(f.Name))
	}
	if len(flags) > 0 {
		out["flags"] = strings.Join(flags, " ")
	}
	return out
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	for _, tt := range certificateSheets {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := sheet(tt.text)
			if diff := cmp.Diff(tt.want, certNotes(d, d.certificate())); diff != "" {
				t.Errorf("certificate mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzCertificate(f *testing.F) {
	for _, tt := range certificateSheets {
		f.Add(tt.text)
	}
	for _, tt := range bridgeLetters() {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		d := sheet(text)
		c := d.certificate()
		checkFact(t, c.Number)
		checkFact(t, c.Holder)
		checkFact(t, c.Body)
		checkFact(t, c.Scope)
		checkFact(t, c.Edition)
		checkFact(t, c.SoAVersion)
		checkFact(t, c.ExpiryDate)
		checkFact(t, c.IssueDate)
		b := d.bridgeLetter()
		checkFact(t, b.Organization)
		checkFact(t, b.Signer)
		checkFact(t, b.Period)
		checkFact(t, b.LetterDate)
		for _, l := range strings.Split(text, "\n") {
			classifyResult(l)
			counts(l)
		}
	})
}

// checkFact fails where a state and what comes with it do not fit.
func checkFact[T comparable](t *testing.T, f attest.Fact[T]) {
	t.Helper()
	var zero T
	switch f.State {
	case attest.Found:
		if f.Value == zero || len(f.Citations) == 0 || f.Citations[0].Quote == "" || f.Rule == "" {
			t.Fatalf("a found fact lacks a value, a citation or a rule: %+v", f)
		}
	case attest.Ambiguous:
		if f.Value != zero || len(f.Candidates) < 2 {
			t.Fatalf("an ambiguous fact lacks candidates: %+v", f)
		}
	case attest.Absent:
		if f.Value != zero || f.Reason == "" {
			t.Fatalf("an absent fact has a value or no reason: %+v", f)
		}
	default:
		t.Fatalf("state %q", f.State)
	}
}
