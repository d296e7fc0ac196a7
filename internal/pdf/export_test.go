package pdf

import (
	"context"

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
