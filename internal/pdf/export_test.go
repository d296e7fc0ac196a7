package pdf

import (
	"context"
	"errors"
	"image"
	"io"

	"example.com/assay/internal/pdf/ocr"
	"example.com/assay/internal/pdf/pdfium"
)

// DecodeSecond reads a file in this process with the second reader alone, to
// compare it with Decode.
func DecodeSecond(ctx context.Context, src []byte) (*Document, error) {
	engine, err := pdfium.New(ctx, CacheDir())
	if err != nil {
		return nil, err
	}
	defer func() { _ = engine.Close(ctx) }()
	s := &second{ctx: ctx, engine: engine, src: src}
	if err := s.open(); err != nil {
		return nil, err
	}
	defer s.close()
	return s.instead(nil, func(int, int) {}), nil
}

// Settle decides between two readings of a page.
func Settle(first, second Page, err error) Page {
	first.settle(&second, err)
	return first
}

// SoftHyphen gives what the second reader reads of a soft hyphen that wide.
func SoftHyphen(extent float64) string {
	f := &font{composite: true, wide: map[uint32]glyphInfo{}}
	return f.letters([]rune{softHyphen}, extent).text
}

// SendPicture does as a worker does that drew a page and is done.
func SendPicture(w io.Writer, page int) error {
	drawn := scanned{page, 72, image.NewGray(image.Rect(0, 0, 8, 8))}
	return errors.Join(writeFrame(w, framePicture, drawn.encode()), writeFrame(w, frameResult, nil))
}

// RecognizePages has a worker draw some pages of a document of so many, and gives
// them to an engine that panics.
func RecognizePages(ctx context.Context, r *Reader, path string, total int, pages ...int) (*Document, error) {
	doc := &Document{Pages: make([]Page, total)}
	q := request{job: jobScan, path: path, pages: pages}
	return doc, r.recognizePages(ctx, q, Options{}, &ocr.Engine{}, doc)
}
