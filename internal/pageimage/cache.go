package pageimage

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/assay/internal/pdf"
)

const (
	// MaxBytes is the size that a picture is brought below by fewer dots per inch:
	// with marks on it, it still fits into what a caller takes in one message.
	MaxBytes = 3 << 20

	// MaxPixels is so too: a call takes some four bytes of memory for each, several
	// times over where boxes are marked.
	MaxPixels = 18_000_000

	minDPI      = 36.0            // below which a picture is not brought
	lowerTo     = 0.9             // of the limit is what a cache that is full is brought down to
	touchedLess = time.Minute     // how often the last use of a picture is noted
	suffix      = ".page"         // of the files of the cache
	unfinished  = ".page-partial" // of one that is being written
)

// Key names a picture: the file by the SHA-256 of its bytes in lower-case hex, the
// page counted from 1, and the dots per inch asked for.
type Key struct {
	SHA256 string
	Page   int
	DPI    int
}

// file is the name of the picture's file in the cache.
func (k Key) file() string { return fmt.Sprintf("%s-%d-%d%s", k.SHA256, k.Page, k.DPI, suffix) }

// Image is a drawn page.
type Image struct {
	PNG []byte
	DPI float64 // dots per inch it was drawn at, at most those asked for
}

// Options say how a cache works.
type Options struct {
	Render func(ctx context.Context, path string, o pdf.RenderOptions) (*pdf.Picture, error)
	Limit  int64 // bytes of all pictures together
	Draw   int   // pages drawn at once, at least 1
	Now    func() time.Time
}

// Cache gives pictures of pages. It is for many goroutines.
type Cache struct {
	dir   string
	opts  Options
	slots chan struct{}

	mu   sync.Mutex
	size int64 // bytes of the files in dir
}

// Open makes the folder of a cache, or takes over what is in it.
func Open(dir string, o Options) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of page images: %w", err)
	}
	c := &Cache{dir: dir, opts: o, slots: make(chan struct{}, max(o.Draw, 1))}
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		c.size += f.size
	}
	return c, c.makeRoom()
}

// Get gives the picture of a page, drawn now if it is not kept. path gives the PDF file,
// and release is called when it is no longer needed. Errors are those of path; what
// stands in the way of a drawing is an *attest.Error around that of [pdf.Reader.Render].
func (c *Cache) Get(ctx context.Context, k Key, path func(context.Context) (path string, release func(), err error)) (Image, error) {
	if img, ok := c.kept(k); ok {
		return img, nil
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Image{}, ctx.Err()
	}
	if img, ok := c.kept(k); ok { // drawn while this call waited
		return img, nil
	}
	file, release, err := path(ctx)
	if err != nil {
		return Image{}, err
	}
	defer release()
	img, err := c.draw(ctx, file, k)
	if err != nil {
		return Image{}, err
	}
	return img, c.keep(k, img)
}

// draw draws a page, at fewer dots per inch than asked for where it would be too large.
func (c *Cache) draw(ctx context.Context, path string, k Key) (Image, error) {
	dpi := float64(k.DPI)
	for {
		p, err := c.opts.Render(ctx, path, pdf.RenderOptions{Page: k.Page, DPI: dpi})
		if err != nil {
			return Image{}, explain(k, err)
		}
		fits := math.Sqrt(min(MaxBytes/float64(len(p.PNG)), MaxPixels/(float64(p.Width)*float64(p.Height))))
		if fits >= 1 || p.DPI <= minDPI {
			return Image{p.PNG, p.DPI}, nil
		}
		dpi = max(minDPI, math.Floor(p.DPI*min(fits, lowerTo)))
	}
}

// kept gives a picture of the cache, and notes that it was used.
func (c *Cache) kept(k Key) (Image, bool) {
	name := filepath.Join(c.dir, k.file())
	raw, err := os.ReadFile(name)
	if err != nil {
		return Image{}, false
	}
	img, ok := decode(raw)
	if ok {
		c.touch(name)
	}
	return img, ok
}

// touch notes that a file was used. That it could not be noted only shortens the
// picture's stay.
func (c *Cache) touch(name string) {
	now := c.opts.Now()
	if info, err := os.Stat(name); err == nil && now.Sub(info.ModTime()) > touchedLess {
		_ = os.Chtimes(name, now, now)
	}
}

// encode writes a picture as it is kept: its dots per inch on a line, then the PNG.
func (i Image) encode() []byte {
	return append([]byte(strconv.FormatFloat(i.DPI, 'f', -1, 64)+"\n"), i.PNG...)
}

// decode reads what encode wrote; false for a file that is not whole.
func decode(raw []byte) (Image, bool) {
	head, png, ok := bytes.Cut(raw, []byte("\n"))
	dpi, err := strconv.ParseFloat(string(head), 64)
	whole := ok && bytes.HasPrefix(png, []byte("\x89PNG")) && bytes.HasSuffix(png, []byte("IEND\xaeB`\x82"))
	return Image{png, dpi}, whole && err == nil && dpi > 0
}

// keep writes a picture into the cache. A cache that cannot be written to, as on a full
// disk, keeps nothing and is no reason to give no picture.
func (c *Cache) keep(k Key, img Image) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	raw := img.encode()
	tmp, err := os.CreateTemp(c.dir, "*"+unfinished)
	if err != nil {
		return nil
	}
	_, err = tmp.Write(raw)
	err = errors.Join(err, tmp.Close())
	name := filepath.Join(c.dir, k.file())
	var before int64
	if info, err := os.Stat(name); err == nil {
		before = info.Size()
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return nil
	}
	now := c.opts.Now()
	_ = os.Chtimes(name, now, now) // by the cache's own clock, like its uses
	c.size += int64(len(raw)) - before
	return c.room()
}

// makeRoom removes what has been unused the longest until there is room.
func (c *Cache) makeRoom() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.room()
}

// room is makeRoom for one who holds the lock.
func (c *Cache) room() error {
	if c.size <= c.opts.Limit {
		return nil
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	c.size = 0
	for _, f := range files {
		c.size += f.size
	}
	for _, f := range files {
		if float64(c.size) <= lowerTo*float64(c.opts.Limit) {
			break
		}
		c.remove(f)
	}
	return nil
}

// remove removes a file of the cache, for one who holds the lock.
func (c *Cache) remove(f file) {
	if err := os.Remove(filepath.Join(c.dir, f.name)); err == nil || errors.Is(err, fs.ErrNotExist) {
		c.size -= f.size
	}
}

// Retain removes the pictures of the files for which keep gives false, and what was
// left half written. It is for the bytes that are gone for good.
func (c *Cache) Retain(ctx context.Context, keep func(ctx context.Context, sha256 string) (bool, error)) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	verdict := map[string]bool{}
	for _, f := range files {
		sha, _, _ := strings.Cut(f.name, "-")
		stays, asked := verdict[sha]
		if !asked && strings.HasSuffix(f.name, suffix) {
			if stays, err = keep(ctx, sha); err != nil {
				return err
			}
			verdict[sha] = stays
		}
		if !stays && (strings.HasSuffix(f.name, suffix) || c.opts.Now().Sub(f.used) > time.Hour) {
			c.mu.Lock()
			c.remove(f)
			c.mu.Unlock()
		}
	}
	return nil
}

// file is a file of the cache.
type file struct {
	name string
	size int64
	used time.Time
}

// files lists the files of the cache, those unused the longest first.
func (c *Cache) files() ([]file, error) {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return nil, fmt.Errorf("list the page images: %w", err)
	}
	var out []file
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(e.Name(), suffix) && !strings.HasSuffix(e.Name(), unfinished) {
			continue // removed meanwhile, or not ours
		}
		out = append(out, file{e.Name(), info.Size(), info.ModTime()})
	}
	slices.SortFunc(out, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name)) })
	return out, nil
}
