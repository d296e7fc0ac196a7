package pdf_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
)

// plainPage is a page of every kind of thing that both readers have to see alike.
const plainPage = "BT /F2 14 Tf 72 700 Td (Controls and) Tj ( tests) Tj ET\n" +
	"BT /F1 10 Tf 72 660 Td [(No ex) 20 (ceptions) -300 (not) -10 (ed.)] TJ 0 -14 Td (Second line, with a blank  or two) Tj ET\n" +
	"BT /F1 10 Tf 0 1 -1 0 60 300 Tm (On its side) Tj ET\n" +
	"BT /F1 6 Tf 110 704 Td (1) Tj ET\n" +
	"72 600 300 20 re S 1 w 72 580 m 372 580 l S 0.9 g 72 500 300 40 re f 0 g 72 480 300 0.5 re f\n" +
	"1 g 400 400 50 50 re f 0 g 72 440 m 172 440 l 172 460 l 72 460 l h S\n" +
	"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (DRAFT) Tj ET\n" +
	"q 0.5 0 0 0.5 100 100 cm /Fm Do Q"

// plainFile is a file of that page with a form, further entries given.
func plainFile(entries string) []byte {
	return file([]sheet{{content: plainPage, entries: entries, resources: "/XObject << /Fm 3 0 R >>"}}, func(b *builder) {
		b.stream("/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [1 0 0 1 20 40] /Resources << /Font << /F1 1 0 R >> >>",
			"BT /F1 24 Tf 10 10 Td (In a form) Tj ET 0 0 200 100 re S")
	})
}

func TestBothReadersSeeAPageAlike(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	for _, entries := range []string{
		"", "/Rotate 90", "/Rotate 180", "/Rotate 270",
		"/MediaBox [-50 -30 550 770]", "/CropBox [20 40 580 760]", "/CropBox [20 40 580 760] /Rotate 90", "/UserUnit 2",
	} {
		t.Run(entries, func(t *testing.T) {
			t.Parallel()
			src := plainFile(entries)
			first := decode(t, src)
			second, err := pdf.DecodeSecond(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			want, got := &first.Pages[0], &second.Pages[0]
			if strings.Contains(entries, "UserUnit") { // PDFium does not know it; beside the first reader, its page is enlarged
				want, got = &pdf.Page{}, &pdf.Page{}
			}
			if diff := cmp.Diff(outline(want), outline(got), nearby()); diff != "" {
				t.Errorf("page (-first reader +second):\n%s", diff)
			}
			if want.Dropped != 5 && want.Dropped != 0 {
				t.Errorf("%d letters of a watermark are dropped, want 5", want.Dropped)
			}
			both, err := reader(t, "read").Read(t.Context(), save(t, src), pdf.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if p := both.Pages[0]; p.Source != pdf.SourceBoth || p.Agreement != 1 || p.Alone != "" {
				t.Errorf("source %q, agreement %v, %q", p.Source, p.Agreement, p.Alone)
			}
		})
	}
}

// outline gives what a page shows.
func outline(p *pdf.Page) pdf.Page {
	out := pdf.Page{Width: p.Width, Height: p.Height, Rulings: p.Rulings, Images: p.Images, Dropped: p.Dropped, Garbled: p.Garbled}
	for _, l := range p.Lines {
		out.Lines = append(out.Lines, pdf.Line{Words: l.Words})
	}
	return out
}

// nearby compares lengths: fonts that the file does not hold have other heights
// with each reader.
func nearby() cmp.Option {
	const points = 3
	return cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= points })
}

// paged makes a page of words.
func paged(garbled int, words string) pdf.Page {
	p := pdf.Page{Garbled: garbled}
	for _, w := range strings.Fields(words) {
		p.Lines = append(p.Lines, pdf.Line{Words: []pdf.Word{{Text: w}}})
	}
	return p
}

func TestSettle(t *testing.T) {
	t.Parallel()
	const prose = "the service auditor found no exceptions in any of the tests of the controls that the service organisation had in place through all of it"
	broken := func(p pdf.Page) pdf.Page { p.Err = "a part of it: stream breaks off"; return p }
	tests := []struct {
		name          string
		first, second pdf.Page
		err           error
		want          pdf.Source
		words         string // of the page
		says          string // of Alone
		unread        bool
	}{
		{"agree", paged(0, prose), paged(0, prose), nil, pdf.SourceBoth, prose, "", false},
		{"agree but for ligatures", paged(0, "conﬁrms ofﬁces ﬂow traﬃc"), paged(0, "confirms offices flow traffic"), nil, pdf.SourceBoth, "conﬁrms ofﬁces ﬂow traﬃc", "", false},
		{"both empty", paged(0, ""), paged(0, ""), nil, pdf.SourceBoth, "", "", false},
		{"the order is no matter", paged(0, "one two three"), paged(0, "three two one"), nil, pdf.SourceBoth, "one two three", "", false},
		{"disagree", paged(0, "one two three four"), paged(0, "one two five six"), nil, pdf.SourceSecond, "one two five six", "50 of 100", false},
		{"the second lost text", paged(0, prose), paged(0, "the service"), nil, pdf.SourceFirst, prose, "less than half", false},
		{"the second lost its fonts", paged(0, "one two three"), paged(5, "??? ??? three"), nil, pdf.SourceFirst, "one two three", "which characters", false},
		{"the first lost its fonts", paged(5, "??? ??? three"), paged(0, "one two three"), nil, pdf.SourceSecond, "one two three", "33 of 100", false},
		{"the second failed", paged(0, "one two"), pdf.Page{}, errors.New("gave up"), pdf.SourceFirst, "one two", "gave up", false},
		{"the first failed", broken(paged(0, "")), paged(0, "one two"), nil, pdf.SourceSecond, "one two", "breaks off", false},
		{"both lack a part", broken(paged(0, "one two")), paged(0, "one two"), nil, pdf.SourceFirst, "one two", "no more of it", true},
		{"both failed", broken(paged(0, "")), pdf.Page{}, errors.New("gave up"), pdf.SourceFirst, "", "gave up", true},
		{"the second guesses at fonts that are lost", broken(paged(0, "")), paged(9, "????????? one"), nil, pdf.SourceFirst, "", "which characters", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := pdf.Settle(tt.first, tt.second, tt.err)
			var words []string
			for _, l := range got.Lines {
				words = append(words, l.Words[0].Text)
			}
			if got.Source != tt.want || strings.Join(words, " ") != tt.words || (got.Err != "") != tt.unread {
				t.Errorf("source %q, words %q, error %q; want %q, %q, error %v", got.Source, words, got.Err, tt.want, tt.words, tt.unread)
			}
			if tt.says == "" != (got.Alone == "") || !strings.Contains(got.Alone, tt.says) {
				t.Errorf("it says %q, want %q", got.Alone, tt.says)
			}
		})
	}
}

func TestReadOpensWhatOneReaderOpens(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	whole := report(t, 2)
	noTable := whole[:strings.LastIndex(string(whole), "xref")] // neither table nor trailer: only what is left of the file
	noTable = append(noTable, "trailer\n<< /Root 1000 0 R /Size 3 >>\nstartxref\nnowhere\n%%EOF\n"...)
	r := reader(t, "read")
	if _, err := pdf.Decode(noTable, pdf.Options{}); err == nil {
		t.Fatal("the first reader opens the file too; the test shows nothing")
	}
	doc, err := r.Read(t.Context(), save(t, noTable), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{pdf.SecondReader}, doc.Readers); diff != "" {
		t.Errorf("readers (-want +got):\n%s", diff)
	}
	for _, p := range doc.Pages {
		if p.Source != pdf.SourceSecond || !strings.Contains(p.Alone, "only the second reader") {
			t.Errorf("page %d: source %q, %q", p.Number, p.Source, p.Alone)
		}
	}
}

func TestSecondReaderDropsHyphensThatAreNotDrawn(t *testing.T) {
	t.Parallel()
	for extent, want := range map[float64]string{0: "", 3.3: "-"} {
		if got := pdf.SoftHyphen(extent); got != want {
			t.Errorf("a soft hyphen of width %v is read as %q, want %q", extent, got, want)
		}
	}
}

func TestReadFirstOnly(t *testing.T) {
	t.Parallel()
	r := reader(t, "read")
	r.FirstOnly = true
	doc, err := r.Read(t.Context(), save(t, report(t, 1)), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := doc.Pages[0]; p.Source != pdf.SourceFirst || p.Alone == "" || len(doc.Readers) != 1 {
		t.Errorf("source %q, %q, readers %v", p.Source, p.Alone, doc.Readers)
	}
}

// TestReadGoesOnAfterADeadlyPage has PDFium give up on one page of three: that
// costs this page its second reading and no other.
func TestReadGoesOnAfterADeadlyPage(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	bomb := deflated(make([]byte, 150<<20), 2)
	text := "BT /F1 10 Tf 72 700 Td (Text of a page) Tj ET"
	src := file([]sheet{{content: text}, {content: text + " /Fm Do", resources: "/XObject << /Fm 3 0 R >>"}, {content: text}}, func(b *builder) {
		b.stream("/Type /XObject /Subtype /Form /Filter [/FlateDecode /FlateDecode]", string(bomb))
	})
	doc, err := reader(t, "read").Read(t.Context(), save(t, src), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []pdf.Source{pdf.SourceBoth, pdf.SourceFirst, pdf.SourceBoth} {
		if p := doc.Pages[i]; p.Source != want || (p.Err != "") != (i == 1) {
			t.Errorf("page %d: source %q, error %q, %q; want source %q", i+1, p.Source, p.Err, p.Alone, want)
		}
	}
	if alone := doc.Pages[1].Alone; !strings.Contains(alone, "gave up") {
		t.Errorf("page 2: %q does not say that PDFium gave up", alone)
	}
}
