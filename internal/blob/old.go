package blob

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// lockName is the file whose lock keeps a commit and a deletion apart, also in
// processes that share the directory.
const lockName = "lock"

// How the directory is locked: shared by commits, exclusive for a deletion.
const (
	shared = iota
	exclusive
)

// lock takes the directory's lock. It is held for the time of a rename or a removal.
func (d *Dir) lock(how int) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(d.root, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f, how); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the blob directory: %w", err), f.Close())
	}
	return func() { _ = f.Close() }, nil // nothing is written to it; closing unlocks
}

// Older walks the folders of blobs. It sees each blob that is there all the while,
// and maybe some of those that come or go meanwhile.
func (d *Dir) Older(ctx context.Context, before time.Time, do func(sha256 string) error) error {
	folders, err := os.ReadDir(d.root)
	if err != nil {
		return mediumError("list the blobs", err)
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(d.root, folder.Name()))
		if !folder.IsDir() || folder.Name() == tmpName || errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return mediumError("list the blobs", err)
		}
		for _, e := range entries {
			name := folder.Name() + e.Name()
			info, err := e.Info()
			if !validName(name) || errors.Is(err, os.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
				continue
			}
			if err := errors.Join(ctx.Err(), mediumError("look at a blob", err)); err != nil {
				return err
			}
			if err := do(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// Delete removes the file of a blob, durably.
func (d *Dir) Delete(ctx context.Context, name string, before time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !validName(name) {
		return nil
	}
	removed, err := d.remove(d.file(name), before)
	if err == nil && removed {
		err = syncDir(filepath.Dir(d.file(name)))
	}
	return mediumError("delete a blob", err)
}

// remove removes a file that is old, with commits kept out between the look and the
// removal.
func (d *Dir) remove(path string, before time.Time) (removed bool, err error) {
	unlock, err := d.lock(exclusive)
	if err != nil {
		return false, err
	}
	defer unlock()
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, os.Remove(path)
}
