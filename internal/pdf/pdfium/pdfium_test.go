package pdfium_test

import (
	"errors"
	"fmt"
	"image"
	"os"
	"strings"
	"testing"

	"example.com/assay/internal/pdf/pdfium"
)

// onePage is a file of one page of 200 by 100 points.
func onePage(content string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	offsets := []int{}
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		"<< /Title (A title) >>",
	} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
	return []byte(b.String())
}

// instance starts PDFium, or leaves the test out where it is not built in.
func instance(t testing.TB) *pdfium.Instance {
	t.Helper()
	if !pdfium.Embedded() {
		if os.Getenv("ASSAY_PDFIUM") == "required" {
			t.Fatal("PDFium is not built in; run make pdfium")
		}
		t.Skip("PDFium is not built in")
	}
	dir, _ := os.UserCacheDir() // without one it is compiled here
	if dir != "" {
		dir += "/assay"
	}
	engine, err := pdfium.New(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close(t.Context()) })
	in, err := engine.NewInstance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Close)
	return in
}

// open opens a page.
func open(t *testing.T, in *pdfium.Instance, src []byte) *pdfium.Page {
	t.Helper()
	doc, err := in.Open(src, "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := doc.Page(0, true)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestEmbeddedFileIsTheOneWrittenFor(t *testing.T) {
	t.Parallel()
	if (pdfium.Notices() != "") != pdfium.Embedded() {
		t.Error("PDFium and its licences are not embedded together")
	}
	if pdfium.Embedded() && !strings.Contains(pdfium.Notices(), "Apache License") {
		t.Error("PDFium's own licence is not among the notices")
	}
	if _, err := pdfium.New(t.Context(), ""); (err == nil) != pdfium.Embedded() || err != nil && !errors.Is(err, pdfium.ErrNotEmbedded) {
		t.Errorf("New: %v", err)
	}
}

func TestChars(t *testing.T) {
	t.Parallel()
	page := open(t, instance(t), onePage("BT /F1 20 Tf 10 30 Td (A b) Tj ET"))
	var got []string
	err := page.Chars(func(c *pdfium.Char) {
		got = append(got, fmt.Sprintf("%c %.0f,%.0f to %.0f size %.0f %s", c.Rune, c.X, c.Y, c.Box.Right, c.Run.Size, c.Run.Font.Name))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "A 10,30 to 24 size 20 Helvetica-Bold|  24,30 to 30 size 20 Helvetica-Bold|b 30,30 to 42 size 20 Helvetica-Bold"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// shapes notes what it is told of.
type shapes struct{ seen []string }

// Path notes a path.
func (s *shapes) Path(p *pdfium.Path) {
	s.seen = append(s.seen, fmt.Sprintf("%d points, stroked %v, filled %v, white %v", len(p.Points), p.Stroke, p.Fill, p.White))
}

// Image notes a picture.
func (s *shapes) Image(r pdfium.Rect) { s.seen = append(s.seen, fmt.Sprintf("picture %v", r)) }

func TestShapes(t *testing.T) {
	t.Parallel()
	page := open(t, instance(t), onePage("0 0 m 50 0 l S 1 g 10 10 20 20 re f 0 g 10 10 20 20 re B q 30 0 0 20 5 6 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"))
	s := &shapes{}
	if err := page.Shapes(s); err != nil {
		t.Fatal(err)
	}
	want := "2 points, stroked true, filled false, white false|5 points, stroked false, filled true, white true|" +
		"5 points, stroked true, filled true, white false|picture {5 6 35 26}"
	if got := strings.Join(s.seen, "|"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	page := open(t, instance(t), onePage("1 0 0 rg 0 0 100 100 re f"))
	for _, gray := range []bool{false, true} {
		err := page.Render(72, gray, func(img image.Image) error {
			if got := img.Bounds().Size(); got != image.Pt(200, 100) {
				t.Errorf("size %v", got)
			}
			r, g, b, a := img.At(50, 50).RGBA()
			if wr, _, _, _ := img.At(150, 50).RGBA(); wr != 0xffff || a != 0xffff || gray == (r != g) || !gray && (r != 0xffff || g != 0 || b != 0) {
				t.Errorf("gray %v: paper %x, ink %x %x %x %x", gray, wr, r, g, b, a)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	in := instance(t)
	for _, src := range []string{"", "no PDF at all", string(onePage("")[:60])} {
		if _, err := in.Open([]byte(src), ""); !errors.Is(err, pdfium.ErrFormat) {
			t.Errorf("%.20q: %v, want ErrFormat", src, err)
		}
	}
	doc, err := in.Open(onePage(""), "a password that is not needed")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := doc.Page(7, false); !errors.Is(err, pdfium.ErrPage) {
		t.Errorf("page 8 of 1: %v, want ErrPage", err)
	}
	if got := string(utf16Text(doc.Meta("Title"))); got != "A title" {
		t.Errorf("title %q", got)
	}
	if !doc.Sound() || doc.Encrypted() {
		t.Error("a sound file is taken for a damaged or encrypted one")
	}
}

// utf16Text gives text of the basic plane.
func utf16Text(units []uint16) (out []rune) {
	for _, u := range units {
		out = append(out, rune(u))
	}
	return out
}

// TestAborted wants more memory than there is: the instance ends, and says so.
func TestAborted(t *testing.T) {
	t.Parallel()
	in := instance(t)
	page := open(t, in, onePage("0 0 100 100 re f"))
	err := page.Render(20_000, false, func(image.Image) error { return nil })
	if !errors.Is(err, pdfium.ErrTooMuch) && !errors.Is(err, pdfium.ErrAborted) {
		t.Errorf("a picture of gigabytes: %v", err)
	}
	in.Close()
	if err := page.Chars(func(*pdfium.Char) {}); !errors.Is(err, pdfium.ErrAborted) {
		t.Errorf("after Close: %v, want ErrAborted", err)
	}
}

// FuzzPage opens any bytes and reads and draws the first page. What goes wrong must
// be an error.
func FuzzPage(f *testing.F) {
	f.Add(onePage("BT /F1 20 Tf 10 30 Td (A b) Tj ET 10 10 20 20 re f"))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>"))
	in := instance(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		if in.Err() != nil {
			in = instance(t)
		}
		doc, err := in.Open(src, "")
		if err != nil || doc.Pages == 0 {
			return
		}
		defer doc.Close()
		page, err := doc.Page(0, true)
		if err != nil {
			return
		}
		defer page.Close()
		_ = page.Chars(func(c *pdfium.Char) {
			if c.Run == nil || c.Run.Font == nil {
				t.Error("a character has no font")
			}
		})
		_ = page.Shapes(&shapes{})
		if w, h := page.Pixels(20); w > 0 && h > 0 && w*h < 1<<20 {
			_ = page.Render(20, true, func(image.Image) error { return nil })
		}
	})
}
