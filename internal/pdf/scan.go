package pdf

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"example.com/assay/internal/pdf/pdfium"
)

// scanDPI is at how many dots per inch pages are drawn for recognition: at 300 it
// takes half as long again and reads no better.
const scanDPI = 200

// scanned is a page drawn for recognition.
type scanned struct {
	page int // 1-based
	dpi  float64
	pic  *image.Gray
}

// encode writes the page's picture.
func (s scanned) encode() []byte {
	size := s.pic.Bounds().Size()
	e := encoder{buf: make([]byte, 0, size.X*size.Y+64)}
	e.int(s.page)
	e.length(s.dpi)
	e.int(size.X)
	e.int(size.Y)
	for y := range size.Y {
		e.buf = append(e.buf, s.pic.Pix[y*s.pic.Stride:][:size.X]...)
	}
	return e.buf
}

// decodeScanned reads a page's picture.
func decodeScanned(payload []byte) (scanned, error) {
	d := decoder{rest: string(payload)}
	s := scanned{page: d.int(), dpi: d.length()}
	width, height := d.int(), d.int()
	if d.err != nil {
		return scanned{}, d.err
	}
	if width < 1 || height < 1 || width > MaxPixels || height > MaxPixels || width*height != len(d.rest) || s.dpi <= 0 {
		return scanned{}, fmt.Errorf("%w: a picture of %d by %d in %d bytes", errFrame, width, height, len(d.rest))
	}
	s.pic = &image.Gray{Pix: []byte(d.rest), Stride: width, Rect: image.Rect(0, 0, width, height)}
	return s, nil
}

// scan draws the pages that a request names and writes each as soon as it is drawn.
// A page that cannot be drawn is left out.
func scan(ctx context.Context, src []byte, q request, stdout io.Writer) error {
	engine, err := pdfium.New(ctx, q.cache)
	if err != nil {
		return noRenderer()
	}
	defer func() { _ = engine.Close(ctx) }() // the process ends with it
	left := q.pages
	for len(left) > 0 {
		done, err := scanSome(ctx, engine, src, q, left, stdout)
		if !errors.Is(err, pdfium.ErrAborted) {
			return err
		}
		// A page may break an instance for want of the memory that earlier ones took.
		// What breaks one of its own is lost.
		left = left[max(done, 1):]
	}
	return nil
}

// scanSome draws pages in one instance until that breaks, and says how many it got
// done.
func scanSome(ctx context.Context, engine *pdfium.Engine, src []byte, q request, pages []int, stdout io.Writer) (done int, err error) {
	in, err := engine.NewInstance(ctx)
	if err != nil {
		return 0, fail(ErrKilled, "there is too little memory to draw pages; try again")
	}
	defer in.Close()
	doc, err := openSecond(in, src, q.password)
	if err != nil {
		return 0, err
	}
	for i, n := range pages {
		if n < 1 || n > doc.Pages {
			continue
		}
		if err := scanOne(doc, n, stdout); errors.Is(err, pdfium.ErrAborted) || errors.Is(err, errPipe) {
			return i, err
		}
		var e encoder
		e.int(len(q.pages) - len(pages) + i + 1)
		e.int(len(q.pages))
		if err := writeFrame(stdout, frameProgress, e.buf); err != nil {
			return i, err
		}
	}
	return len(pages), nil
}

// errPipe is reported when what was drawn cannot be handed on.
var errPipe = errors.New("hand on a picture")

// scanOne draws a page and writes it.
func scanOne(doc *pdfium.Document, n int, stdout io.Writer) error {
	page, err := doc.Page(n-1, false)
	if err != nil {
		return err
	}
	defer page.Close()
	dpi := affordable(page, scanDPI)
	return page.Render(dpi, true, func(img image.Image) error {
		gray, ok := img.(*image.Gray)
		if !ok {
			return fmt.Errorf("%w: it has colours", errPipe)
		}
		if err := writeFrame(stdout, framePicture, scanned{n, dpi, gray}.encode()); err != nil {
			return errors.Join(errPipe, err)
		}
		return nil
	})
}
