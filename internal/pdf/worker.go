package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"example.com/assay/internal/pdf/pdfium"
)

const (
	// MaxFileBytes is the size from which a worker refuses a file.
	MaxFileBytes = 320 << 20

	maxStack   = 64 << 20 // bytes of a goroutine's stack in a worker
	collectAt  = 200      // heap growth in percent between collections
	heapShare  = 4        // of 5 parts of the limit are for the heap
	heapShares = 5
)

// Work is what the child process of a [Reader] runs: it takes one request from
// stdin, limits its own memory, does the job and writes progress and the result
// to stdout. It changes limits of the whole process, so nothing else may
// run beside it. The error is only about the two streams; what is wrong with the
// file is a result.
func Work(stdin io.Reader, stdout io.Writer) error {
	kind, payload, err := readFrame(stdin)
	if err != nil {
		return err
	}
	if kind != frameRequest {
		return fmt.Errorf("%w: %q is no request", errFrame, kind)
	}
	q, err := decodeRequest(payload)
	if err != nil {
		return err
	}
	debug.SetMaxStack(maxStack)
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(heapLimit(q.memory))
	if err := limitProcess(q.memory); err != nil {
		return writeFrame(stdout, frameError, encodeError(err))
	}
	result, err := q.serve(context.Background(), stdout)
	if err != nil {
		return writeFrame(stdout, frameError, encodeError(err))
	}
	return writeFrame(stdout, frameResult, result)
}

// heapLimit gives how large the heap may grow before it is collected all the time.
// PDFium's memory is outside it.
func heapLimit(memory uint64) int64 {
	if pdfium.Embedded() && memory >= 2*pdfium.MaxMemory {
		memory -= pdfium.MaxMemory
	}
	return int64(memory / heapShares * heapShare)
}

// serve does what a request asks for and gives the payload of the result.
func (q request) serve(ctx context.Context, stdout io.Writer) ([]byte, error) {
	if q.job == jobWarm {
		engine, err := pdfium.New(ctx, q.cache)
		if err != nil {
			return nil, err
		}
		return nil, engine.Close(ctx)
	}
	src, err := load(q.path)
	if err != nil {
		return nil, err
	}
	switch q.job {
	case jobRead:
		doc, err := q.read(ctx, src, stdout)
		if err != nil {
			return nil, err
		}
		return encodeDocument(doc), nil
	case jobRender:
		p, err := draw(ctx, src, q)
		if err != nil {
			return nil, err
		}
		return p.encode(), nil
	case jobScan:
		return nil, scan(ctx, src, q, stdout)
	}
	return nil, fmt.Errorf("%w: there is no job %q", errFrame, q.job)
}

// load takes the file into memory.
func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	if info.Size() > MaxFileBytes {
		return nil, fail(ErrTooComplex, fmt.Sprintf("it is larger than %d MB; split the file", MaxFileBytes>>20))
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	return src, nil
}

// read reads the file's text and reports progress.
func (q request) read(ctx context.Context, src []byte, stdout io.Writer) (*Document, error) {
	var broken error
	progress := func(done, total int) {
		var e encoder
		e.int(done)
		e.int(total)
		broken = errors.Join(broken, writeFrame(stdout, frameProgress, e.buf))
	}
	doc, err := readBoth(ctx, src, q, progress, func() {
		broken = errors.Join(broken, writeFrame(stdout, frameStage, nil))
	})
	if err == nil && broken != nil {
		return nil, broken
	}
	return doc, err
}
