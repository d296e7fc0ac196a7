package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
)

// unicodeMap maps the two-byte codes 1, 2 and the range from 0x10 on.
const unicodeMap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0001> <0053> <0002> <00660069> endbfchar
2 beginbfrange <0010> <0013> <0041> <0020> <0021> [<2022> <004F>] endbfrange
endcmap end end`

// lines gives the text of a page's lines, words parted by one blank and lines
// that stand on their side marked.
func lines(p pdf.Page) []string {
	var out []string
	for _, l := range p.Lines {
		var words []string
		for _, w := range l.Words {
			words = append(words, w.Text)
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

func decode(t *testing.T, src []byte) *pdf.Document {
	t.Helper()
	doc, err := pdf.Decode(src, pdf.Options{})
	if err != nil {
		t.Fatalf("Decode: %v", err)
	}
	return doc
}

func TestDecodeText(t *testing.T) {
	t.Parallel()
	fonts := func(b *builder) { // from object 3 on
		b.stream("", unicodeMap)
		b.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /DW 600 /W [1 [500 550] 16 19 700] >>")
		b.add("<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 3 0 R >>")
		b.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /uni2014 /f_l 9 /quoteright] >> >>")
		b.stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [2 0 0 2 50 0] /Resources << /Font << /X 2 0 R >> >>", "BT /X 6 Tf 0 100 Td (In a form) Tj ET")
		b.stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", "BT /F1 6 Tf 0 50 Td (Borrowed fonts) Tj ET")
		b.add("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /Widths [6 6] /Encoding << /Differences [65 /A /B] >> /CharProcs << >> >>")
	}
	const resources = "/Font << /F1 1 0 R /F2 2 0 R /T0 5 0 R /D 6 0 R /T3 9 0 R >> /XObject << /Fm 7 0 R /Fn 8 0 R >>"
	for _, tc := range []struct {
		name, content string
		want          []string
	}{
		{"kerning inside words, gaps between", "BT /F1 12 Tf 72 700 Td [(A) 70 (V) 70 (A) -20 (IL) -300 (report)] TJ ET", []string{"AVAIL report"}},
		{"small capitals", "BT /F1 10 Tf 72 700 Td (P) Tj /F1 6 Tf (rocedures and) Tj /F1 10 Tf ( R) Tj /F1 6 Tf (esult) Tj ET", []string{"Procedures and Result"}},
		{"a large letter is no small capital", "BT /F1 30 Tf 72 700 Td (A) Tj /F1 10 Tf (gain) Tj ET", []string{"A gain"}},
		{"lines by all operators", "BT /F1 12 Tf 14 TL 72 700 Td (one) Tj T* (two) Tj (three) ' 1 0 (four five) \" 0 -20 TD (six) Tj ET",
			[]string{"one", "two", "three", "four five", "six"}},
		{"escapes and odd strings", `BT /F1 12 Tf 72 700 Td (\(a\)\040b\\ \101\7) Tj 0 -20 Td <4142 4> Tj ET`, []string{`(a) b\ A`, "AB@"}},
		{"windows quotes", "BT /F1 12 Tf 72 700 Td (\x93Acme\x94 \x96 it\x92s) Tj ET", []string{"“Acme” – it’s"}},
		{"differences", "BT /D 12 Tf 72 700 Td (\x01nd\x02o\x03ow it\x09s) Tj ET", []string{"ﬁnd—oflow it’s"}},
		{"two-byte font", "BT /T0 12 Tf 72 700 Td <0001001000110002> Tj 0 -20 Td <00200021> Tj ET", []string{"SABfi", "•O"}},
		{"two-byte font without a character", "BT /T0 12 Tf 72 700 Td <00010777> Tj ET", []string{"S\ufffd"}},
		{"type 3 font", "BT /T3 12 Tf 72 700 Td (AB) Tj 30 0 Td (A) Tj ET", []string{"AB A"}},
		{"form with a matrix", "BT /F1 12 Tf 72 700 Td (before) Tj ET /Fm Do", []string{"before", "In a form"}},
		{"form without resources", "q 1 0 0 1 10 10 cm /Fn Do Q", []string{"Borrowed fonts"}},
		{"heading with letter spacing", "BT /F1 12 Tf 6 Tc 72 700 Td (OPINION) Tj ET", []string{"OPINION"}},
		{"heading spaced letter by letter", "BT /F1 12 Tf 72 700 Td [(R) -400 (E) -400 (P) -400 (O) -400 (R) -400 (T)] TJ ET", []string{"REPORT"}},
		{"cells of single letters stay apart", "BT /F1 12 Tf 72 700 Td (Y) Tj 40 0 Td (N) Tj 40 0 Td (Y) Tj 40 0 Td (Y) Tj 40 0 Td (N) Tj ET", []string{"Y N Y Y N"}},
		{"a glyph at a time, out of order", "BT /F1 12 Tf 1 0 0 1 78.67 700 Tm (b) Tj 1 0 0 1 72 700 Tm (a) Tj 1 0 0 1 85.34 700 Tm (c) Tj ET", []string{"abc"}},
		{"bold by printing twice", "BT /F1 12 Tf 72 700 Td (Basis for) Tj 0.3 0 Td (Basis for) Tj ET", []string{"Basis for"}},
		{"footnote mark beside its word", "BT /F1 12 Tf 72 700 Td (in 2018) Tj /F1 7 Tf 4 Ts 37.4 0 Td (2) Tj ET BT /F1 12 Tf 72 680 Td (next) Tj ET", []string{"in 2018 2", "next"}},
		{"raised letters of a date", "BT /F1 12 Tf 72 700 Td (31) Tj /F1 7 Tf 4 Ts 13.4 0 Td (st) Tj 0 Ts /F1 12 Tf 12 0 Td (March) Tj ET", []string{"31st March"}},
		{"watermark across", "BT /F1 12 Tf 72 700 Td (kept) Tj ET BT /F1 60 Tf 0.7071 0.7071 -0.7071 0.7071 100 200 Tm (DRAFT) Tj ET", []string{"kept"}},
		{"text on its side", "BT /F1 12 Tf 72 700 Td (upright) Tj ET BT /F1 12 Tf 0 1 -1 0 40 300 Tm (side note) Tj ET", []string{"upright", "side note"}},
		{"invisible text of a scan", "BT /F1 12 Tf 3 Tr 72 700 Td (scanned) Tj ET", []string{"scanned"}},
		{"soft hyphen of a browser", "BT /F1 12 Tf 72 700 Td (pro) Tj /Span << /ActualText <FEFF00AD> >> BDC ( ) Tj EMC 17.34 0 Td (duction) Tj ET", []string{"production"}},
		{"inline image", "BI /W 2 /H 2 /BPC 8 /CS /G ID \x01EI\x02( EI BT /F1 12 Tf 72 700 Td (after) Tj ET", []string{"after"}},
		{"off the page", "BT /F1 12 Tf 72 900 Td (above) Tj 0 -200 Td (inside) Tj ET", []string{"inside"}},
		{"array never closed", "BT /F1 12 Tf 72 700 Td [(open) Tj ET BT /F1 12 Tf 72 680 Td (next) Tj ET", []string{"next"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, file([]sheet{{content: tc.content, resources: resources}}, fonts))
			if doc.Pages[0].Err != "" {
				t.Errorf("page error %q", doc.Pages[0].Err)
			}
			if diff := cmp.Diff(tc.want, lines(doc.Pages[0])); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeCounts(t *testing.T) {
	t.Parallel()
	doc := decode(t, file([]sheet{{content: "BT /F1 60 Tf 0.7071 0.7071 -0.7071 0.7071 100 200 Tm (DRAFT X) Tj ET BT /T0 12 Tf 72 700 Td <0777> Tj ET",
		resources: "/Font << /F1 1 0 R /T0 4 0 R >>"}}, func(b *builder) {
		b.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans >>")
		b.add("<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H /DescendantFonts [3 0 R] >>")
	}))
	if got := doc.Pages[0].Dropped; got != 6 {
		t.Errorf("Dropped = %d, want 6", got)
	}
	if got := doc.Pages[0].Garbled; got != 1 {
		t.Errorf("Garbled = %d, want 1", got)
	}
}

// TestDecodeGeometry shows the same words at the same place of the page as it
// is shown, however the file turns and crops it.
func TestDecodeGeometry(t *testing.T) {
	t.Parallel()
	// "Hello" in Helvetica-Bold of 10 points is 24.45 wide.
	want := []pdf.Word{{Text: "Hello", Box: pdf.Box{X0: 50, Y0: 92, X1: 74.45, Y1: 102.2}, Size: 10, Bold: true}}
	for _, tc := range []struct {
		name, entries, tm string
		width, height     float64
	}{
		{"upright", "", "1 0 0 1 50 700", 600, 800},
		{"turned by 90", "/Rotate 90", "0 1 -1 0 100 50", 800, 600},
		{"turned by 180", "/Rotate 180", "-1 0 0 -1 550 100", 600, 800},
		{"turned by 270", "/Rotate 270", "0 -1 1 0 500 750", 800, 600},
		{"turned by -90", "/Rotate -90", "0 -1 1 0 500 750", 800, 600},
		{"cropped", "/MediaBox [-10 -20 700 900] /CropBox [30 40 330 540]", "1 0 0 1 80 440", 300, 500},
		{"cropped and turned", "/MediaBox [0 0 700 900] /CropBox [30 40 330 540] /Rotate 90", "0 1 -1 0 130 90", 500, 300},
		{"box by other corners", "/MediaBox [600 800 0 0]", "1 0 0 1 50 700", 600, 800},
		{"larger units", "/MediaBox [0 0 300 400] /UserUnit 2", "0.5 0 0 0.5 25 350", 600, 800},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			page := decode(t, file([]sheet{{content: "BT /F2 10 Tf " + tc.tm + " Tm (Hello) Tj ET", entries: tc.entries}}, nil)).Pages[0]
			if page.Width != tc.width || page.Height != tc.height {
				t.Errorf("size %gx%g, want %gx%g", page.Width, page.Height, tc.width, tc.height)
			}
			if len(page.Lines) != 1 {
				t.Fatalf("got %d lines, want 1", len(page.Lines))
			}
			if diff := cmp.Diff(want, page.Lines[0].Words, within(0.6)); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
		})
	}
}

// within compares numbers that may differ by up to d.
func within(d float64) cmp.Option {
	return cmp.Comparer(func(a, b float64) bool { return a-b <= d && b-a <= d })
}

func TestDecodeRulings(t *testing.T) {
	t.Parallel()
	across := []pdf.Ruling{{X0: 100, Y0: 300, X1: 200, Y1: 300}}
	frame := []pdf.Ruling{{X0: 100, Y0: 300, X1: 200, Y1: 300}, {X0: 100, Y0: 350, X1: 200, Y1: 350},
		{X0: 100, Y0: 300, X1: 100, Y1: 350}, {X0: 200, Y0: 300, X1: 200, Y1: 350}}
	for _, tc := range []struct {
		name, content string
		want          []pdf.Ruling
	}{
		{"stroked line", "100 500 m 200 500 l S", across},
		{"under a matrix", "q 2 0 0 2 0 0 cm 50 250 m 100 250 l S Q", across},
		{"thin filled rectangle", "100 499.5 100 1 re f", across},
		{"thin filled outline", "100 499.5 m 200 499.5 l 200 500.5 l 100 500.5 l h f", across},
		{"pieces that touch", "100 500 m 150 500 l S 150.5 500 m 200 500 l S 120 500.2 30 0.1 re f", across},
		{"drawn twice", "100 500 m 200 500 l S 100 500.3 m 200 500.3 l S", across},
		{"stroked rectangle", "100 450 100 50 re S", frame},
		{"filled rectangle", "0.9 g 100 450 100 50 re f", frame},
		{"closed path", "100 450 m 200 450 l 200 500 l 100 500 l s", frame},
		{"white fill", "1 1 1 rg 100 450 100 50 re f", nil},
		{"whole page", "0.9 g 0 0 600 800 re f", nil},
		{"clip only", "100 450 100 50 re W n", nil},
		{"slanted", "100 500 m 200 540 l S", nil},
		{"curve", "100 500 m 120 500 180 500 200 500 c S", nil},
		{"too short", "100 500 m 102 500 l S", nil},
		{"cut at the edge", "-50 500 m 200 500 l S", []pdf.Ruling{{X0: 0, Y0: 300, X1: 200, Y1: 300}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := decode(t, file([]sheet{{content: tc.content}}, nil)).Pages[0].Rulings
			if diff := cmp.Diff(tc.want, got, within(0.5)); diff != "" {
				t.Errorf("rulings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDecodeFilters packs content in ways that the object layer does not know.
func TestDecodeFilters(t *testing.T) {
	t.Parallel()
	const content = "BT /F1 12 Tf 72 700 Td (packed) Tj ET"
	for name, stream := range map[string][2]string{
		"hexadecimal":    {"/Filter /ASCIIHexDecode", fmt.Sprintf("%x>", content)},
		"run length":     {"/Filter /RunLengthDecode", string(rune(len(content)-1)) + content + "\x80"},
		"predictor of 1": {"/Filter /FlateDecode /DecodeParms << /Predictor 1 >>", string(deflated([]byte(content), 1))},
		"packed twice":   {"/Filter [/FlateDecode /FlateDecode]", string(deflated([]byte(content), 2))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := decode(t, file([]sheet{{content: "/Fm Do", resources: "/XObject << /Fm 3 0 R >>"}}, func(b *builder) {
				b.stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800] "+stream[0], stream[1])
			})).Pages[0]
			if diff := cmp.Diff([]string{"packed"}, lines(page)); diff != "" || page.Err != "" {
				t.Errorf("error %q, lines (-want +got):\n%s", page.Err, diff)
			}
		})
	}
}

// TestDecodeAnnotations shows what is filled in, and not what is hidden.
func TestDecodeAnnotations(t *testing.T) {
	t.Parallel()
	page := decode(t, file([]sheet{{content: "BT /F1 12 Tf 72 700 Td (Signed:) Tj ET", entries: "/Annots [4 0 R 5 0 R 6 0 R]"}}, func(b *builder) {
		b.stream("/Type /XObject /Subtype /Form /BBox [0 0 50 10] /Resources << /Font << /F1 1 0 R >> >>", "BT /F1 6 Tf 0 2 Td (Ada) Tj ET")
		b.add("<< /Type /Annot /Subtype /Widget /Rect [150 700 250 720] /AP << /N 3 0 R >> >>")
		b.add("<< /Type /Annot /Subtype /Widget /Rect [150 500 250 520] /F 2 /AP << /N 3 0 R >> >>")
		b.add("<< /Type /Annot /Subtype /Stamp /Rect [150 600 200 610] /AS /On /AP << /N << /On 3 0 R >> >> >>")
	})).Pages[0]
	var got []pdf.Box
	for _, l := range page.Lines {
		for _, w := range l.Words {
			if w.Text == "Ada" {
				got = append(got, w.Box)
			}
		}
	}
	want := []pdf.Box{{X0: 150, Y0: 86.4, X1: 171.34, Y1: 98.64}, {X0: 150, Y0: 193.2, X1: 160.67, Y1: 199.32}}
	if diff := cmp.Diff(want, got, within(0.3)); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
}

func TestDecodeImages(t *testing.T) {
	t.Parallel()
	src := file([]sheet{{content: "q 200 0 0 100 50 600 cm /Im Do Q q 50 0 0 50 300 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
		resources: "/XObject << /Im 3 0 R >>"}}, func(b *builder) {
		b.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x")
	})
	want := []pdf.Box{{X0: 50, Y0: 100, X1: 250, Y1: 200}, {X0: 300, Y0: 450, X1: 350, Y1: 500}}
	if diff := cmp.Diff(want, decode(t, src).Pages[0].Images); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
}

func TestDecodeProgress(t *testing.T) {
	t.Parallel()
	var got [][2]int
	_, err := pdf.Decode(report(t, 2), pdf.Options{Progress: func(done, total int) { got = append(got, [2]int{done, total}) }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][2]int{{0, 2}, {1, 2}, {2, 2}}, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func BenchmarkDecode(b *testing.B) {
	const pages = 50
	src := report(b, pages)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pdf.Decode(src, pdf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
