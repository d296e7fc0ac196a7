package pdf

import (
	"context"
	"errors"
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
	DPI    float64 // dots per inch used: fewer than asked for where MaxPixels or MaxDPI demand it
}

// Render draws a page of the file at path in a process of its own, under the
// limits that hold for Read. It gives ErrNoRenderer, ErrNoSuchPage, ErrLocked,
// ErrWrongPassword, another error of this package when the file cannot be read,
// ErrKilled when the worker ran out of memory or time, and the error of ctx when
// that ended first.
func (r *Reader) Render(ctx context.Context, path string, opts RenderOptions) (*Picture, error) {
	return nil, fail(ErrNoRenderer, "build the program with PDFium")
}
