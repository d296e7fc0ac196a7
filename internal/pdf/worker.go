package pdf

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
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
// stdin, limits its own memory, reads the file and writes progress and the
// result to stdout. It changes limits of the whole process, so nothing else may
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
	debug.SetMemoryLimit(int64(q.memory / heapShares * heapShare))
	if err := limitProcess(q.memory); err != nil {
		return writeFrame(stdout, frameError, encodeError(err))
	}
	doc, err := readFile(q, stdout)
	if err != nil {
		return writeFrame(stdout, frameError, encodeError(err))
	}
	return writeFrame(stdout, frameResult, encodeDocument(doc))
}

// readFile reads the file of a request and reports progress.
func readFile(q request, stdout io.Writer) (*Document, error) {
	info, err := os.Stat(q.path)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	if info.Size() > MaxFileBytes {
		return nil, fail(ErrTooComplex, fmt.Sprintf("it is larger than %d MB; split the file", MaxFileBytes>>20))
	}
	src, err := os.ReadFile(q.path)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	var broken error
	doc, err := Decode(src, Options{Password: q.password, Progress: func(done, total int) {
		var e encoder
		e.int(done)
		e.int(total)
		broken = errors.Join(broken, writeFrame(stdout, frameProgress, e.buf))
	}})
	if err == nil && broken != nil {
		return nil, broken
	}
	return doc, err
}
