package pdf

import (
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	led "github.com/ledongthuc/pdf"
)

// budget is what may still be spent on one page.
type budget struct {
	ops   int // content operators
	bytes int // decoded bytes
}

// newBudget gives the budget of a fresh page.
func newBudget() *budget { return &budget{ops: MaxOps, bytes: MaxPageBytes} }

// operator spends one operator.
func (b *budget) operator() error {
	if b.ops--; b.ops < 0 {
		return fmt.Errorf("%w: more than %d drawing operators", ErrTooComplex, MaxOps)
	}
	return nil
}

// stream decodes a stream. What could be decoded is given together with the
// error that ended it.
func (b *budget) stream(v led.Value) (data []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("stream: %v", x)
		}
	}()
	limit := min(MaxStreamBytes, b.bytes)
	data, err = readAtMost(v.Reader(), limit)
	if b.bytes -= len(data); len(data) > limit {
		return nil, fmt.Errorf("%w: a stream of more than %d MB", ErrTooComplex, limit>>20)
	}
	if err != nil {
		return data, fmt.Errorf("stream breaks off after %d bytes: %w", len(data), err)
	}
	return data, nil
}

// readAtMost reads up to one byte more than limit. A wrong checksum at the end of
// the data is no reason to refuse it.
func readAtMost(r io.Reader, limit int) ([]byte, error) {
	data := make([]byte, 0, 16<<10)
	for len(data) <= limit {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):min(cap(data), limit+1)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) || errors.Is(err, zlib.ErrChecksum) {
			return data, nil
		}
		if err != nil {
			return data, err
		}
	}
	return data, nil
}
