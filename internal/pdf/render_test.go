package pdf_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"example.com/assay/internal/pdf"
)

// needPDFium leaves a test out where the program is built without PDFium, and
// fails it where that must not be.
func needPDFium(t testing.TB) {
	t.Helper()
	switch {
	case pdf.TwoReaders():
	case os.Getenv("ASSAY_PDFIUM") == "required":
		t.Fatal("PDFium is not built in; run make pdfium")
	default:
		t.Skip("PDFium is not built in")
	}
}

// render draws a page of src.
func render(t *testing.T, src []byte, opts pdf.RenderOptions) (*pdf.Picture, image.Image) {
	t.Helper()
	p, err := reader(t, "read").Render(t.Context(), save(t, src), opts)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != p.Width || size.Y != p.Height {
		t.Errorf("the picture is %v, but it is said to be %d by %d", size, p.Width, p.Height)
	}
	return p, img
}

// dark counts the pixels of a box that are not paper.
func dark(img image.Image, box image.Rectangle) (n int) {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 128 {
				n++
			}
		}
	}
	return n
}

func TestRenderDrawsThePageAsItIsShown(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	// A black square of one inch, an inch from the left and from the bottom.
	const square, letter = "0 g 72 72 72 72 re f", "/MediaBox [0 0 612 792]"
	for _, tc := range []struct {
		name   string
		extra  string
		opts   pdf.RenderOptions
		width  int
		height int
		ink    image.Rectangle
	}{
		{"upright", "", pdf.RenderOptions{Page: 1, DPI: 100}, 850, 1100, image.Rect(100, 900, 200, 1000)},
		{"gray", "", pdf.RenderOptions{Page: 1, DPI: 100, Gray: true}, 850, 1100, image.Rect(100, 900, 200, 1000)},
		{"as usual", "", pdf.RenderOptions{Page: 1}, 935, 1210, image.Rect(110, 990, 220, 1100)},
		{"turned", "/Rotate 90", pdf.RenderOptions{Page: 1, DPI: 100}, 1100, 850, image.Rect(100, 100, 200, 200)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p, img := render(t, file([]sheet{{content: square, entries: letter + tc.extra}}, nil), tc.opts)
			if p.Width != tc.width || p.Height != tc.height {
				t.Errorf("%d by %d pixels, want %d by %d", p.Width, p.Height, tc.width, tc.height)
			}
			all := dark(img, img.Bounds())
			if in, want := dark(img, tc.ink), tc.ink.Dx()*tc.ink.Dy(); in < want*98/100 || all > want*102/100 {
				t.Errorf("%d dark pixels, %d of them where the square is, want %d", all, in, want)
			}
			if _, gray := img.(*image.Gray); gray != tc.opts.Gray {
				t.Errorf("the picture is %T", img)
			}
		})
	}
}

func TestRenderBoundsPixels(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	p, _ := render(t, file([]sheet{{content: "0 g 72 72 72 72 re f", entries: "/MediaBox [0 0 14400 14400]"}}, nil), pdf.RenderOptions{Page: 1, DPI: 5000, Gray: true})
	if n := p.Width * p.Height; n > pdf.MaxPixels || n < pdf.MaxPixels*9/10 {
		t.Errorf("%d pixels, want just under %d", n, pdf.MaxPixels)
	}
	if want := float64(p.Width) / 200; p.DPI > want || p.DPI < want*0.99 {
		t.Errorf("%v dots per inch are said, %v are drawn", p.DPI, want)
	}
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	needPDFium(t)
	two := report(t, 2)
	for _, tc := range []struct {
		name string
		src  []byte
		opts pdf.RenderOptions
		want error
		says string
	}{
		{"no page 3", two, pdf.RenderOptions{Page: 3}, pdf.ErrNoSuchPage, "it has 2"},
		{"no page 0", two, pdf.RenderOptions{}, pdf.ErrNoSuchPage, "it has 2"},
		{"zip", []byte("PK\x03\x04rest of an archive"), pdf.RenderOptions{Page: 1}, pdf.ErrNotPDF, "Office"},
		{"cut off", two[:200], pdf.RenderOptions{Page: 1}, pdf.ErrTruncated, "again"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := reader(t, "read").Render(t.Context(), save(t, tc.src), tc.opts)
			if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("error %v, want %v that says %q", err, tc.want, tc.says)
			}
		})
	}
}

func TestRenderNeedsPDFium(t *testing.T) {
	t.Parallel()
	if pdf.TwoReaders() {
		return // the other tests of Render hold then
	}
	if _, err := reader(t, "read").Render(t.Context(), save(t, report(t, 1)), pdf.RenderOptions{Page: 1}); !errors.Is(err, pdf.ErrNoRenderer) {
		t.Errorf("error %v, want ErrNoRenderer", err)
	}
}
