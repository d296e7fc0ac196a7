package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"

	"example.com/assay/internal/pdf/pdfium"
)

// The limits on a picture of a page.
const (
	DefaultDPI = 110        // dots per inch where RenderOptions name none
	MaxDPI     = 600        // dots per inch that are ever used
	MaxPixels  = 40_000_000 // of one picture; a larger one is drawn at fewer dots per inch
)

// Errors of [Reader.Render], beside those of [Reader.Read].
var (
	// ErrNoRenderer is reported where the program was built without PDFium, which
	// is what draws pages.
	ErrNoRenderer = errors.New("page images are not built in")
	// ErrNoSuchPage is reported for a page number that the file does not have; the
	// message names the number of pages.
	ErrNoSuchPage = errors.New("the PDF has no such page")
)

// RenderOptions say which page is drawn and how.
type RenderOptions struct {
	Password string  // opens a locked file; "" tries none
	Page     int     // 1-based
	DPI      float64 // dots per inch, DefaultDPI for 0
	Gray     bool    // in shades of gray, as text recognition wants it
}

// Picture is a page as it is shown, drawn. A point of [Page] is DPI/72 pixels.
type Picture struct {
	PNG    []byte
	Width  int     // pixels
	Height int     // pixels
	DPI    float64 // dots per inch used: fewer than asked for where MaxPixels, MaxDPI or memory demand it
}

// Render draws a page of the file at path in a process of its own, under the
// limits that hold for Read. It gives ErrNoRenderer, ErrNoSuchPage, ErrLocked,
// ErrWrongPassword, another error of this package when the file cannot be read,
// ErrKilled when the worker ran out of memory or time, and the error of ctx when
// that ended first.
func (r *Reader) Render(ctx context.Context, path string, opts RenderOptions) (*Picture, error) {
	if !TwoReaders() {
		return nil, noRenderer()
	}
	q := request{job: jobRender, path: path, password: opts.Password, picture: opts}
	q.picture.DPI = min(cmp.Or(opts.DPI, DefaultDPI), MaxDPI)
	payload, err := r.work(ctx, q, worker{})
	if err != nil {
		return nil, err
	}
	d := decoder{rest: string(payload)}
	p := &Picture{PNG: []byte(d.text()), Width: d.int(), Height: d.int(), DPI: d.length()}
	return p, d.err
}

// noRenderer says what to do to have page images.
func noRenderer() error {
	return fail(ErrNoRenderer, "the program was built without PDFium; build it where npm can fetch that")
}

// encode writes the picture.
func (p *Picture) encode() []byte {
	var e encoder
	e.text(string(p.PNG))
	e.int(p.Width)
	e.int(p.Height)
	e.length(p.DPI)
	return e.buf
}

// draw draws the page that a request names. Where the sandbox has too little
// memory for it, it tries again at half the dots per inch.
func draw(ctx context.Context, src []byte, q request) (*Picture, error) {
	engine, err := pdfium.New(ctx, q.cache)
	if err != nil {
		return nil, noRenderer()
	}
	defer func() { _ = engine.Close(ctx) }() // the process ends with it
	const tries = 3
	for range tries {
		var p *Picture
		if p, err = drawOnce(ctx, engine, src, q); err == nil {
			return p, nil
		}
		if !errors.Is(err, pdfium.ErrAborted) && !errors.Is(err, pdfium.ErrTooMuch) {
			return nil, err
		}
		q.picture.DPI /= 2
	}
	return nil, fail(ErrTooComplex, "the page cannot be drawn; open the file in a PDF viewer")
}

// drawOnce draws a page in a new instance.
func drawOnce(ctx context.Context, engine *pdfium.Engine, src []byte, q request) (*Picture, error) {
	in, err := engine.NewInstance(ctx)
	if err != nil {
		return nil, fail(ErrKilled, "there is too little memory to draw pages; try again")
	}
	defer in.Close()
	doc, err := openSecond(in, src, q.password)
	if err != nil {
		return nil, err
	}
	if q.picture.Page < 1 || q.picture.Page > doc.Pages {
		return nil, fail(ErrNoSuchPage, fmt.Sprintf("it has %d", doc.Pages))
	}
	page, err := doc.Page(q.picture.Page-1, false)
	if errors.Is(err, pdfium.ErrPage) {
		return nil, fail(ErrDamaged, "the page cannot be loaded")
	}
	if err != nil {
		return nil, err
	}
	dpi := affordable(page, q.picture.DPI)
	var out *Picture
	err = page.Render(dpi, q.picture.Gray, func(img image.Image) error {
		out, err = encodePicture(img)
		return err
	})
	if errors.Is(err, pdfium.ErrPage) {
		return nil, fail(ErrDamaged, "the page has no size")
	}
	if err != nil {
		return nil, err
	}
	out.DPI = dpi
	return out, nil
}

// affordable lowers dpi until the page has at most MaxPixels, to a hundredth.
func affordable(page *pdfium.Page, dpi float64) float64 {
	const step = 0.99
	dpi = max(grained(dpi), 1)
	for w, h := page.Pixels(dpi); float64(w)*float64(h) > MaxPixels && dpi > 1/grain; w, h = page.Pixels(dpi) {
		dpi = grained(dpi * min(step, math.Sqrt(MaxPixels/(float64(w)*float64(h)))))
	}
	return dpi
}

// encodePicture writes the image as PNG, fast rather than small.
func encodePicture(img image.Image) (*Picture, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("encode page image: %w", err)
	}
	size := img.Bounds().Size()
	return &Picture{PNG: b.Bytes(), Width: size.X, Height: size.Y}, nil
}
