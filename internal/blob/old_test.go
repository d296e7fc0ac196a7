package blob_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/assay/internal/blob"
	"example.com/assay/internal/blob/blobtest"
)

// TestCommitBeatsDelete commits bytes that lie there since long while another
// process, with a Dir of its own, deletes what is old: afterwards they are there.
func TestCommitBeatsDelete(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "blobs")
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var clock atomic.Int64
	ours := openDir(t, root, blob.Options{Now: func() time.Time { return time.Unix(clock.Load(), 0) }})
	theirs := openDir(t, root, blob.Options{})
	data := []byte("uploaded again")
	for range 100 {
		clock.Store(now.Add(-2 * time.Hour).Unix())
		name := blobtest.Put(t, ours, data)
		clock.Store(now.Unix())
		var deleted, committed error
		var wg sync.WaitGroup
		wg.Go(func() { deleted = theirs.Delete(t.Context(), name, now.Add(-time.Hour)) })
		wg.Go(func() {
			w, err := ours.Create(t.Context())
			if err == nil {
				_, werr := w.Write(data)
				_, _, err = w.Commit(t.Context())
				err = errors.Join(werr, err)
			}
			committed = err
		})
		wg.Wait()
		if err := errors.Join(deleted, committed, blob.Verify(t.Context(), ours, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOldBytesGo deletes what is old through the lock that another process left.
func TestOldBytesGo(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "blobs")
	old := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	d := openDir(t, root, blob.Options{Now: func() time.Time { return old }})
	name := blobtest.Put(t, d, []byte("old"))
	if err := d.Delete(t.Context(), name, old); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, name[:2], name[2:])); err != nil {
		t.Errorf("a blob of the very instant: %v, want it to stay", err)
	}
	if err := d.Delete(t.Context(), name, old.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, name[:2], name[2:])); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an old blob after delete: %v", err)
	}
}
