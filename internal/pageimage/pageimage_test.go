package pageimage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pageimage"
	"example.com/assay/internal/pdf"
)

// drawing is a renderer of plain pages, one inch square.
type drawing struct {
	noisy   bool // pages that do not compress
	fails   error
	drawn   atomic.Int64
	at, max atomic.Int64
}

func (d *drawing) render(_ context.Context, _ string, o pdf.RenderOptions) (*pdf.Picture, error) {
	d.drawn.Add(1)
	if now := d.at.Add(1); now > d.max.Load() {
		d.max.Store(now)
	}
	defer d.at.Add(-1)
	if d.fails != nil {
		return nil, d.fails
	}
	side := int(o.DPI)
	if d.noisy {
		side *= 8
	}
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
		if d.noisy && i%4 != 3 {
			img.Pix[i] = byte(rand.Uint32())
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return &pdf.Picture{PNG: b.Bytes(), Width: side, Height: side, DPI: o.DPI}, err
}

// clock is a clock that the test turns.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Minute + time.Second)
	return c.now
}

func open(t *testing.T, dir string, d *drawing, limit int64, at *clock) *pageimage.Cache {
	t.Helper()
	c, err := pageimage.Open(dir, pageimage.Options{Render: d.render, Limit: limit, Draw: 2, Now: at.read})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newClock() *clock { return &clock{now: time.Now()} }

func anyPath(context.Context) (string, func(), error) { return "a.pdf", func() {}, nil }

func key(sha byte, page int) pageimage.Key {
	return pageimage.Key{SHA256: strings.Repeat(string(sha), 64), Page: page, DPI: 72}
}

func TestDrawnOnce(t *testing.T) {
	t.Parallel()
	dir, d, at := t.TempDir(), &drawing{}, newClock()
	c := open(t, dir, d, 1<<20, at)
	released := 0
	path := func(context.Context) (string, func(), error) { return "a.pdf", func() { released++ }, nil }
	first, err := c.Get(t.Context(), key('a', 1), path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := open(t, dir, d, 1<<20, at).Get(t.Context(), key('a', 1), path) // after a restart
	if err != nil || !bytes.Equal(first.PNG, again.PNG) || first.DPI != 72 || again.DPI != 72 {
		t.Errorf("the kept picture differs: %v dpi, %v", again.DPI, err)
	}
	if d.drawn.Load() != 1 || released != 1 {
		t.Errorf("drawn %d times, released %d times, want once", d.drawn.Load(), released)
	}
	if _, err := c.Get(t.Context(), key('a', 2), path); err != nil || d.drawn.Load() != 2 {
		t.Errorf("another page: drawn %d times, %v", d.drawn.Load(), err)
	}
}

// TestDamagedIsDrawnAgain covers what a crash or a full disk leaves.
func TestDamagedIsDrawnAgain(t *testing.T) {
	t.Parallel()
	dir, d := t.TempDir(), &drawing{}
	c := open(t, dir, d, 1<<20, newClock())
	if _, err := c.Get(t.Context(), key('a', 1), anyPath); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, damaged := range [][]byte{nil, raw[:len(raw)-1], raw[:3], append([]byte("0\n"), raw[3:]...), []byte("nonsense")} {
		if err := os.WriteFile(files[0], damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Get(t.Context(), key('a', 1), anyPath); err != nil || d.drawn.Load() != int64(i+2) {
			t.Errorf("damaged file %d: drawn %d times, %v", i, d.drawn.Load(), err)
		}
	}
}

func TestOldestGiveWay(t *testing.T) {
	t.Parallel()
	dir, d, at := t.TempDir(), &drawing{}, newClock()
	c := open(t, dir, d, 1<<20, at)
	if _, err := c.Get(t.Context(), key('a', 1), anyPath); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	info, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	limit := info.Size()*3 + 1
	c = open(t, dir, d, limit, at)
	for _, page := range []int{2, 3, 1, 4} { // 1 is looked at again before 4 needs its room
		if _, err := c.Get(t.Context(), key('a', page), anyPath); err != nil {
			t.Fatal(err)
		}
	}
	before := d.drawn.Load()
	if _, err := c.Get(t.Context(), key('a', 1), anyPath); err != nil || d.drawn.Load() != before {
		t.Errorf("the page looked at last but one was drawn again (%v)", err)
	}
	if _, err := c.Get(t.Context(), key('a', 2), anyPath); err != nil || d.drawn.Load() != before+1 {
		t.Errorf("the page unused the longest was kept (%v)", err)
	}
	var size int64
	files, _ = filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			size += info.Size()
		}
	}
	if size > limit {
		t.Errorf("%d bytes are kept, want at most %d", size, limit)
	}
}

func TestBoundedAtOnce(t *testing.T) {
	t.Parallel()
	d := &drawing{}
	c := open(t, t.TempDir(), d, 1<<20, newClock())
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, err := c.Get(t.Context(), key('a', i%8), anyPath); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if d.max.Load() > 2 || d.drawn.Load() < 8 || d.drawn.Load() > 16 {
		t.Errorf("%d pages were drawn at once and %d in all, want at most 2 and about 8", d.max.Load(), d.drawn.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, key('a', 1), anyPath); err != nil {
		t.Errorf("a kept page needs no waiting: %v", err)
	}
}

func TestTooLargeIsDrawnSmaller(t *testing.T) {
	t.Parallel()
	c := open(t, t.TempDir(), &drawing{noisy: true}, 1<<30, newClock())
	k := key('a', 1)
	k.DPI = 300
	img, err := c.Get(t.Context(), k, anyPath)
	if err != nil || len(img.PNG) > pageimage.MaxBytes || img.DPI >= 300 || img.DPI < 36 {
		t.Errorf("%d bytes at %v dpi, %v", len(img.PNG), img.DPI, err)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	d := &drawing{}
	c := open(t, t.TempDir(), d, 1<<20, newClock())
	tests := []struct {
		fails  error
		kind   attest.ErrorKind
		reason string
	}{
		{pdf.ErrNoRenderer, attest.FailedPrecondition, "PAGE_IMAGES_NOT_BUILT_IN"}, {pdf.ErrNoSuchPage, attest.NotFound, "PAGE_NOT_FOUND"},
		{pdf.ErrLocked, attest.FailedPrecondition, "DOCUMENT_LOCKED"}, {pdf.ErrKilled, attest.Unavailable, "PAGE_NOT_DRAWN"},
		{pdf.ErrDamaged, attest.FailedPrecondition, "PAGE_NOT_DRAWN"}, {pdf.ErrTooComplex, attest.FailedPrecondition, "PAGE_NOT_DRAWN"},
	}
	for _, tt := range tests {
		d.fails = fmt.Errorf("work: %w", tt.fails)
		_, err := c.Get(t.Context(), key('a', 7), anyPath)
		var known *attest.Error
		if !errors.As(err, &known) || known.Kind != tt.kind || known.Reason != tt.reason || !errors.Is(err, tt.fails) {
			t.Errorf("%v became %v", tt.fails, err)
		}
	}
	d.fails = errors.New("fork failed")
	if _, err := c.Get(t.Context(), key('a', 7), anyPath); errors.As(err, new(*attest.Error)) || !errors.Is(err, d.fails) {
		t.Errorf("a fault of ours became %v", err)
	}
	gone := errors.New("gone")
	if _, err := c.Get(t.Context(), key('a', 1), func(context.Context) (string, func(), error) { return "", nil, gone }); !errors.Is(err, gone) {
		t.Errorf("a file that is gone: %v", err)
	}
	if os.Getuid() == 0 {
		return // nothing keeps the superuser from writing
	}
	dir := t.TempDir()
	c = open(t, dir, &drawing{}, 1<<20, newClock())
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if img, err := c.Get(t.Context(), key('a', 1), anyPath); err != nil || len(img.PNG) == 0 {
		t.Errorf("a cache that cannot be written to: %v", err)
	}
}

func TestRetain(t *testing.T) {
	t.Parallel()
	dir, d := t.TempDir(), &drawing{}
	c := open(t, dir, d, 1<<20, newClock())
	for _, sha := range []byte("ab") {
		for page := range 2 {
			if _, err := c.Get(t.Context(), key(sha, page+1), anyPath); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	err := c.Retain(t.Context(), func(_ context.Context, sha string) (bool, error) { asked++; return sha[0] == 'b', nil })
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || asked != 2 || len(left) != 3 {
		t.Errorf("%v; asked %d times, left %v", err, asked, left)
	}
	broken := errors.New("broken")
	if err := c.Retain(t.Context(), func(context.Context, string) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("a question without an answer: %v", err)
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	c := open(t, t.TempDir(), &drawing{}, 1<<20, newClock())
	plain, err := c.Get(t.Context(), key('a', 1), anyPath)
	if err != nil {
		t.Fatal(err)
	}
	if w, h, err := plain.Size(); err != nil || w != 72 || h != 72 {
		t.Errorf("size %v x %v, %v", w, h, err)
	}
	marked, err := plain.Mark([]attest.Box{{X0: 10, Y0: 20, X1: 30, Y1: 40}, {X0: -500, Y0: 60, X1: 99999, Y1: 99999}})
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(marked.PNG))
	if err != nil {
		t.Fatal(err)
	}
	white, tests := color.RGBA{255, 255, 255, 255}, []struct {
		x, y   int
		marked bool
	}{{20, 30, true}, {9, 30, true}, {50, 30, false}, {20, 50, false}, {0, 70, true}, {71, 71, true}, {5, 5, false}}
	for _, tt := range tests {
		if got := color.RGBAModel.Convert(img.At(tt.x, tt.y)) != white; got != tt.marked {
			t.Errorf("(%d,%d) marked: %t, want %t", tt.x, tt.y, got, tt.marked)
		}
	}
	if again, err := plain.Mark(nil); err != nil || !bytes.Equal(again.PNG, plain.PNG) {
		t.Errorf("without boxes the image changed (%v)", err)
	}
	if _, err := (pageimage.Image{PNG: []byte("no"), DPI: 72}).Mark([]attest.Box{{X1: 1, Y1: 1}}); err == nil {
		t.Error("what is no image was marked")
	}
}

func TestTurned(t *testing.T) {
	t.Parallel()
	src := image.NewGray(image.Rect(0, 0, 3, 2)) // one black dot at the top right
	for i := range src.Pix {
		src.Pix[i] = 255
	}
	src.SetGray(2, 0, color.Gray{})
	var b bytes.Buffer
	if err := png.Encode(&b, src); err != nil {
		t.Fatal(err)
	}
	for degrees, want := range map[int]image.Rectangle{ // the dot, and the far corner
		0: image.Rect(2, 0, 3, 2), 90: {image.Pt(1, 2), image.Pt(2, 3)}, 180: image.Rectangle{image.Pt(0, 1), image.Pt(3, 2)}, 270: image.Rect(0, 0, 2, 3),
	} {
		turned, err := pageimage.Image{PNG: b.Bytes(), DPI: 72}.Turned(degrees)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(turned.PNG))
		if err != nil || got.Bounds().Max != want.Max || color.GrayModel.Convert(got.At(want.Min.X, want.Min.Y)) != (color.Gray{}) {
			t.Errorf("turned by %d degrees: %v, %v at %v", degrees, got.Bounds(), got.At(want.Min.X, want.Min.Y), want.Min)
		}
	}
	if _, err := (pageimage.Image{PNG: []byte("no")}).Turned(90); err == nil {
		t.Error("what is no image was turned")
	}
}

// TestVastPage brings a page of a hundred inches that compresses well to a size at
// which it can be marked.
func TestVastPage(t *testing.T) {
	t.Parallel()
	render := func(_ context.Context, _ string, o pdf.RenderOptions) (*pdf.Picture, error) {
		var b bytes.Buffer
		err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)))
		return &pdf.Picture{PNG: b.Bytes(), Width: int(100 * o.DPI), Height: int(100 * o.DPI), DPI: o.DPI}, err
	}
	c, err := pageimage.Open(t.TempDir(), pageimage.Options{Render: render, Limit: 1 << 20, Now: newClock().read})
	if err != nil {
		t.Fatal(err)
	}
	img, err := c.Get(t.Context(), key('a', 1), anyPath)
	if err != nil || img.DPI < 36 || 100*img.DPI*100*img.DPI > pageimage.MaxPixels {
		t.Errorf("drawn at %v dots per inch, %v", img.DPI, err)
	}
}
