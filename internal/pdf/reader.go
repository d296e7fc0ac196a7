package pdf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"example.com/assay/internal/pdf/ocr"
)

// The limits on a worker where a Reader names none.
const (
	DefaultMemory  = 768 << 20 // bytes of data
	DefaultStart   = 30 * time.Second
	DefaultPerPage = 500 * time.Millisecond

	stderrHead = 1024            // bytes kept of what a worker says first
	stderrTail = 4096            // and last
	waitDelay  = 2 * time.Second // for its pipes, once it is gone
	warmTime   = 3 * time.Minute // for compiling the second reader on a slow machine
)

// errDeadline is the cause that ends a worker which took too long.
var errDeadline = errors.New("deadline")

// Reader reads files in child processes, one for each file. Its zero limits mean
// the defaults. It may be used by many goroutines at a time; how many workers
// that makes is for the caller to bound.
type Reader struct {
	// Command starts a process that calls [Work] with its standard streams.
	Command []string
	// Env is the environment of the worker, beside what the Reader sets itself.
	Env []string
	// Memory limits the data of a worker, in bytes.
	Memory uint64
	// Start and PerPage make the deadline: Start for opening the file, and
	// PerPage more for every page it turns out to have.
	Start   time.Duration
	PerPage time.Duration
	// CacheDir is where the second reader is kept compiled between workers, about
	// 16 MB. What lies there is run, so nobody else may write there. "" means
	// [CacheDir].
	CacheDir string
	// FirstOnly leaves the second reader out: it is faster, and nothing checks what
	// is read.
	FirstOnly bool
	// Tesseract is the command that recognises words on pages that are pictures; ""
	// leaves those unread. Each page takes a process of one thread for some seconds.
	Tesseract string

	finding    sync.Mutex
	recognizer *ocr.Engine   // found at the first picture
	scans      chan struct{} // of one, for the file that is being recognised

	warming sync.Mutex
	warmed  bool // or it cannot be done
}

// Read reads the file at path. It gives an error of this package when the file
// cannot be read, ErrKilled when the worker ran out of memory or time, and the
// error of ctx when that ended first. The worker is gone when Read returns.
// Progress is called from this goroutine.
func (r *Reader) Read(ctx context.Context, path string, opts Options) (*Document, error) {
	q := request{job: jobRead, path: path, password: opts.Password}
	if r.FirstOnly {
		q.engines = firstReader
	}
	payload, err := r.read(ctx, q, opts.Progress)
	if err != nil {
		return nil, err
	}
	doc, err := decodeDocument(payload)
	if err != nil {
		return nil, err
	}
	return doc, r.recognize(ctx, path, opts, doc)
}

// read has a process read a file. When that ends while one reader is at work, the
// other one reads the file alone, in another process.
func (r *Reader) read(ctx context.Context, q request, progress func(done, total int)) ([]byte, error) {
	other := secondReader
	payload, err := r.work(ctx, q, worker{notify: progress, stage: func() { other = firstLeft }})
	var known *failure
	if !errors.As(err, &known) || !known.died || !TwoReaders() || r.FirstOnly {
		return payload, err
	}
	q.engines = other
	if again, aerr := r.work(ctx, q, worker{notify: progress}); aerr == nil {
		return again, nil
	}
	return nil, err
}

// work has a process do what q asks for and gives the payload of its result.
func (r *Reader) work(ctx context.Context, q request, w worker) ([]byte, error) {
	if len(r.Command) == 0 {
		return nil, errors.New("pdf reader: no command to start a worker with")
	}
	full, err := filepath.Abs(q.path)
	if err != nil {
		return nil, fmt.Errorf("path of the file: %w", err)
	}
	q.path, q.memory, q.cache = full, orMemory(r.Memory), r.cacheDir()
	if q.engines.without() == "" {
		_ = r.Warm(ctx) // the worker compiles for itself then
	}
	w.start = orDuration(r.Start, DefaultStart)
	if w.perPage == 0 {
		w.perPage = orDuration(r.PerPage, DefaultPerPage)
	}
	return r.spawn(ctx, q, w)
}

// cacheDir gives the folder of compiled code.
func (r *Reader) cacheDir() string {
	if r.CacheDir != "" {
		return r.CacheDir
	}
	return CacheDir()
}

// Warm compiles the second reader, where there is one, unless that was done
// before. It takes seconds once for each program on each machine; Read and Render
// do it when nobody has. An error means that each worker compiles for itself; it
// is tried once.
func (r *Reader) Warm(ctx context.Context) error {
	if !TwoReaders() || Warm(r.cacheDir()) {
		return nil
	}
	r.warming.Lock() // those who come meanwhile would do the same work again
	defer r.warming.Unlock()
	if r.warmed || r.cacheDir() == "" || Warm(r.cacheDir()) {
		return nil
	}
	q := request{job: jobWarm, memory: orMemory(r.Memory), cache: r.cacheDir()}
	_, err := r.spawn(ctx, q, worker{start: warmTime})
	r.warmed = err == nil || ctx.Err() == nil
	return err
}

// spawn starts a process for q, watched by w, and gives the payload of its result.
func (r *Reader) spawn(ctx context.Context, q request, w worker) ([]byte, error) {
	// The worker is tied to the thread that starts it, which must live on.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	running, end := context.WithCancelCause(ctx)
	defer end(nil)
	w.began = time.Now()
	w.timer = time.AfterFunc(w.start, func() { end(errDeadline) })
	defer w.timer.Stop()
	payload, err := w.run(running, r.command(running, q))
	if err != nil && ctx.Err() != nil {
		return nil, fmt.Errorf("read PDF: %w", ctx.Err())
	}
	return payload, err
}

// orDuration gives d, or the default for zero.
func orDuration(d, standard time.Duration) time.Duration {
	if d == 0 {
		return standard
	}
	return d
}

// orMemory gives m, or the default for zero.
func orMemory(m uint64) uint64 {
	if m == 0 {
		return DefaultMemory
	}
	return m
}

// command prepares the child process. The password travels in its input only.
func (r *Reader) command(ctx context.Context, q request) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.Command[0], r.Command[1:]...)
	var in bytes.Buffer
	_ = writeFrame(&in, frameRequest, q.encode()) // a buffer takes all
	cmd.Stdin = &in
	// The program's own start needs no collections; Work sets when there are any.
	cmd.Env = append([]string{"GOTRACEBACK=none", "GOGC=off"}, r.Env...)
	cmd.WaitDelay = waitDelay
	cmd.SysProcAttr = tied()
	return cmd
}

// worker is one child process at work.
type worker struct {
	notify  func(done, total int)      // nil for nobody
	stage   func()                     // the second reader takes its turn; nil for nobody
	picture func(payload []byte) error // takes what a jobScan gives, a page at a time
	began   time.Time
	start   time.Duration
	perPage time.Duration
	timer   *time.Timer
	total   int
}

// run starts the process, reads what it gives and waits for its end.
func (w *worker) run(ctx context.Context, cmd *exec.Cmd) ([]byte, error) {
	said := &tail{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a PDF worker: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a PDF worker: %w", err)
	}
	payload, ferr := w.frames(bufio.NewReaderSize(out, 64<<10))
	if errors.Is(ferr, errFrame) {
		_ = cmd.Process.Kill() // it talks nonsense, and may go on for ever
	}
	werr := cmd.Wait()
	var known *failure
	switch {
	case ferr == nil:
		return payload, nil
	case errors.As(ferr, &known):
		return nil, known
	case errors.Is(context.Cause(ctx), errDeadline):
		return nil, died(ErrKilled, fmt.Sprintf("it took longer than %s; print the file to a new PDF, or split it", w.deadline()))
	case errors.Is(ferr, errFrame) && ctx.Err() == nil:
		return nil, died(ErrDamaged, "the worker's answer makes no sense; print the file to a new PDF ("+ferr.Error()+")")
	}
	return nil, w.ended(ferr, werr, said.String())
}

// deadline gives the time the worker has in all.
func (w *worker) deadline() time.Duration {
	return w.start + time.Duration(w.total)*w.perPage
}

// frames reads frames up to the result.
func (w *worker) frames(r io.Reader) ([]byte, error) {
	for {
		kind, payload, err := readFrame(r)
		if err != nil {
			return nil, err
		}
		switch kind {
		case frameResult:
			return payload, nil
		case frameError:
			return nil, decodeError(payload)
		case frameStage:
			if w.stage != nil {
				w.stage()
			}
		case frameProgress:
			d := decoder{rest: string(payload)}
			w.progress(d.int(), d.int())
		case framePicture:
			if w.picture == nil {
				return nil, fmt.Errorf("%w: nobody asked for a picture", errFrame)
			}
			if err := w.picture(payload); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%w: kind %q", errFrame, kind)
		}
	}
}

// progress moves the deadline once the number of pages is known, and tells the
// caller.
func (w *worker) progress(done, total int) {
	if w.total == 0 && total > 0 && total <= MaxPages {
		w.total = total
		w.timer.Reset(time.Until(w.began.Add(w.deadline())))
	}
	if w.notify != nil {
		w.notify(done, total)
	}
}

// ended tells why a worker ended without a result.
func (w *worker) ended(ferr, werr error, said string) error {
	for _, sign := range []string{"out of memory", "cannot allocate memory", "stack overflow", "goroutine stack exceeds"} {
		if strings.Contains(said, sign) {
			return died(ErrKilled, "it needs more memory than a report should; print the file to a new PDF, or split it")
		}
	}
	var exit *exec.ExitError
	if errors.As(werr, &exit) {
		if exit.ExitCode() < 0 {
			return died(ErrKilled, "the system ended the worker ("+exit.String()+"); try again")
		}
		return died(ErrDamaged, "the worker failed on it; print the file to a new PDF ("+firstLine(said)+")")
	}
	return fmt.Errorf("read PDF: %w", errors.Join(ferr, werr))
}

// firstLine gives the first line that says something.
func firstLine(s string) string {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return "it gave no reason"
}

// tail keeps the beginning of what is written to it, where a crash says its
// reason, and the end.
type tail struct {
	mu    sync.Mutex
	begin []byte
	end   []byte
}

// Write keeps what there is room for.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	room := min(stderrHead-len(t.begin), len(p))
	t.begin = append(t.begin, p[:room]...)
	t.end = append(t.end, p[room:]...)
	if over := len(t.end) - stderrTail; over > 0 {
		t.end = append(t.end[:0], t.end[over:]...)
	}
	return len(p), nil
}

// String gives what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.begin) + string(t.end)
}
