package blob_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/blob"
	"example.com/assay/internal/blob/blobtest"
)

func openDir(t *testing.T, path string, opts blob.Options) *blob.Dir {
	t.Helper()
	d, err := blob.OpenDir(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDir(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, func(t *testing.T) blob.Store {
		return openDir(t, filepath.Join(t.TempDir(), "deep", "blobs"), blob.Options{Limit: blobtest.Limit})
	})
}

// files lists the files below a directory, by their path in it, without the one that
// is only locked.
func files(t *testing.T, root string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != "lock" {
			rel, _ := filepath.Rel(root, path) // both are absolute
			found = append(found, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestDirLayout(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d := openDir(t, root, blob.Options{})
	name := blobtest.Put(t, d, []byte("x"))
	blobtest.Put(t, d, []byte("x"))
	w, err := d.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.Abort()
	want := []string{filepath.Join(name[:2], name[2:])}
	if diff := cmp.Diff(want, files(t, root)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	info, err := os.Stat(filepath.Join(root, want[0]))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode = %o, want 600: reports are confidential", got)
	}
}

func TestDirReopen(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	kept := blobtest.Put(t, openDir(t, root, blob.Options{}), []byte("kept"))
	ages := map[string]time.Duration{"upload-old": 25 * time.Hour, "upload-young": 23 * time.Hour}
	for name, age := range ages {
		path := filepath.Join(root, "tmp", name)
		if err := os.WriteFile(path, []byte("half a rep"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	d := openDir(t, root, blob.Options{Now: func() time.Time { return now }})
	want := []string{filepath.Join(kept[:2], kept[2:]), filepath.Join("tmp", "upload-young")}
	if diff := cmp.Diff(want, files(t, root)); diff != "" {
		t.Errorf("files after opening again (-want +got):\n%s", diff)
	}
	if err := blob.Verify(t.Context(), d, kept); err != nil {
		t.Error(err)
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d := openDir(t, root, blob.Options{})
	name := blobtest.Put(t, d, []byte("as it was sent"))
	if err := os.WriteFile(filepath.Join(root, name[:2], name[2:]), []byte("bit rot"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantReason(t, blob.Verify(t.Context(), d, name), blob.ReasonDamaged)
	blobtest.Put(t, d, []byte("as it was sent"))
	if err := blob.Verify(t.Context(), d, name); err != nil {
		t.Errorf("after uploading the bytes again: %v", err)
	}
}
