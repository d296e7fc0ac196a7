package blob

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	// DefaultLimit is the largest blob in bytes where Options name none.
	DefaultLimit = 100 << 20

	tmpName     = "tmp"
	leftoverAge = 24 * time.Hour
	dirMode     = 0o700
)

// Options are the settings of a Dir. The zero value is useful.
type Options struct {
	Limit int64            // largest blob in bytes; 0: DefaultLimit
	Now   func() time.Time // tells the age of blobs and leftovers; nil: time.Now
}

// Dir is a Store on the local disk. A blob lies in a folder named by the first
// two digits of its hash, in a file named by the others; what is being written
// lies in tmp beside them.
type Dir struct {
	root  string
	limit int64
	now   func() time.Time
}

var _ Store = (*Dir)(nil)

// OpenDir opens the store in the directory at path and makes it when it is
// missing. What a crash has left in tmp is removed once it is a day old; younger
// files may belong to another process.
func OpenDir(path string, opts Options) (*Dir, error) {
	root, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the blob directory: %w", err)
	}
	d := &Dir{root: root, limit: cmp.Or(opts.Limit, DefaultLimit), now: opts.Now}
	if d.now == nil {
		d.now = time.Now
	}
	if err := os.MkdirAll(d.tmp(), dirMode); err != nil {
		return nil, mediumError("make the blob directory", err)
	}
	if err := d.sweep(d.now().Add(-leftoverAge)); err != nil {
		return nil, err
	}
	return d, nil
}

// sweep removes files in tmp that were last written before the given time.
func (d *Dir) sweep(before time.Time) error {
	entries, err := os.ReadDir(d.tmp())
	if err != nil {
		return mediumError("list leftover uploads", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, os.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			continue
		}
		if err == nil {
			err = os.Remove(filepath.Join(d.tmp(), e.Name()))
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return mediumError("remove a leftover upload", err)
		}
	}
	return nil
}

func (d *Dir) tmp() string { return filepath.Join(d.root, tmpName) }

func (d *Dir) file(name string) string { return filepath.Join(d.root, name[:2], name[2:]) }

// Create starts a blob in a file of its own under tmp.
func (d *Dir) Create(ctx context.Context) (Writer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(d.tmp(), "upload-*") // made with mode 0600
	if err != nil {
		return nil, mediumError("begin a blob", err)
	}
	return &dirWriter{dir: d, f: f, hash: sha256.New()}, nil
}

// Open gives the bytes of a blob.
func (d *Dir) Open(ctx context.Context, name string) (io.ReadSeekCloser, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if !validName(name) {
		return nil, 0, notFound(name)
	}
	f, err := os.Open(d.file(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, notFound(name)
	}
	if err != nil {
		return nil, 0, mediumError("open a blob", err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close() // nothing was written: the first error is the one that tells
		return nil, 0, mediumError("measure a blob", err)
	}
	return f, info.Size(), nil
}

// Path gives the file of a blob itself, so release does nothing.
func (d *Dir) Path(ctx context.Context, name string) (string, func(), error) {
	if err := ctx.Err(); err != nil {
		return "", nil, err
	}
	if !validName(name) {
		return "", nil, notFound(name)
	}
	switch _, err := os.Stat(d.file(name)); {
	case errors.Is(err, os.ErrNotExist):
		return "", nil, notFound(name)
	case err != nil:
		return "", nil, mediumError("find a blob", err)
	}
	return d.file(name), func() {}, nil
}

// dirWriter is a blob under way. Its file is nil once it has ended.
type dirWriter struct {
	dir    *Dir
	f      *os.File
	hash   hash.Hash
	size   int64
	failed error // the first failure; nothing more is taken after it
}

func (w *dirWriter) Write(p []byte) (int, error) {
	switch {
	case w.failed != nil:
		return 0, w.failed
	case w.f == nil:
		return 0, os.ErrClosed
	case w.size+int64(len(p)) > w.dir.limit:
		w.failed = tooLarge(w.dir.limit)
		return 0, w.failed
	}
	n, err := w.f.Write(p)
	w.hash.Write(p[:n]) // a hash never fails
	w.size += int64(n)
	if err != nil {
		w.failed = mediumError("write a blob", err)
	}
	return n, w.failed
}

// Commit syncs the file, renames it to its hash and syncs the directories. The
// rename replaces what is there: the same bytes, or a damaged copy of them.
func (w *dirWriter) Commit(ctx context.Context) (string, int64, error) {
	defer w.Abort()
	switch {
	case w.failed != nil:
		return "", 0, w.failed
	case w.f == nil:
		return "", 0, os.ErrClosed
	case ctx.Err() != nil:
		return "", 0, ctx.Err()
	}
	name := hex.EncodeToString(w.hash.Sum(nil))
	if err := w.place(w.dir.file(name)); err != nil {
		return "", 0, mediumError("keep a blob", err)
	}
	return name, w.size, nil
}

// place moves the finished file to where it belongs.
func (w *dirWriter) place(path string) error {
	if err := w.f.Sync(); err != nil {
		return err
	}
	if err := w.f.Close(); err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := w.dir.makeFolder(folder); err != nil {
		return err
	}
	if err := w.show(path); err != nil {
		return err
	}
	w.f = nil
	return syncDir(folder)
}

// show makes the blob visible, and young: whoever deletes old blobs either came
// before, or leaves this one.
func (w *dirWriter) show(path string) error {
	unlock, err := w.dir.lock(shared)
	if err != nil {
		return err
	}
	defer unlock()
	now := w.dir.now()
	if err := os.Chtimes(w.f.Name(), now, now); err != nil {
		return err
	}
	return os.Rename(w.f.Name(), path)
}

// makeFolder makes a folder of blobs. The root is synced even when the folder
// was there, because whoever made it may not have come to that yet.
func (d *Dir) makeFolder(folder string) error {
	if err := os.Mkdir(folder, dirMode); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncDir(d.root)
}

func (w *dirWriter) Abort() {
	if w.f == nil {
		return
	}
	// What fails here leaves a file in tmp, which a later OpenDir removes.
	w.f.Close()
	os.Remove(w.f.Name())
	w.f = nil
}

// syncDir makes the entries of a directory durable.
func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
