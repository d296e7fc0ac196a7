// Package blobtest is the contract of blob.Store as tests: an engine is right
// when it passes.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
)

// Limit is the largest blob in bytes that the store under test has to take.
const Limit = 1 << 16

// Run tests the engine that open makes. open is called once for each test and
// gives an empty store whose limit is Limit.
func Run(t *testing.T, open func(t *testing.T) blob.Store) {
	tests := []struct {
		name string
		run  func(*testing.T, blob.Store)
	}{
		{"write and read", testWriteRead},
		{"same bytes twice", testTwice},
		{"abort leaves nothing", testAbort},
		{"limit", testLimit},
		{"not there", testNotThere},
		{"local file", testPath},
		{"delete", testDelete},
		{"old and young", testAge},
		{"many at once", testConcurrent},
		{"cancelled", testCancelled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, open(t))
		})
	}
}

// Put stores data and gives its name. Errors end the test.
func Put(t *testing.T, s blob.Store, data []byte) string {
	t.Helper()
	name, size, err := put(t.Context(), s, data)
	if err != nil {
		t.Fatalf("put %d bytes: %v", len(data), err)
	}
	if size != int64(len(data)) {
		t.Fatalf("committed size = %d, want %d", size, len(data))
	}
	return name
}

func put(ctx context.Context, s blob.Store, data []byte) (string, int64, error) {
	w, err := s.Create(ctx)
	if err != nil {
		return "", 0, err
	}
	defer w.Abort()
	// Two writes, because a writer that looks right with one may not with many.
	for _, part := range [][]byte{data[:len(data)/2], data[len(data)/2:]} {
		if _, err := w.Write(part); err != nil {
			return "", 0, err
		}
	}
	return w.Commit(ctx)
}

// nameOf is the name that data must get.
func nameOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func read(t *testing.T, s blob.Store, name string) []byte {
	t.Helper()
	r, size, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	if size != int64(len(got)) {
		t.Errorf("open says %d bytes, read %d", size, len(got))
	}
	return got
}

func wantReason(t *testing.T, what string, err error, reason string) {
	t.Helper()
	if !errors.Is(err, &attest.Error{Reason: reason}) {
		t.Errorf("%s: error = %v, want the reason %s", what, err, reason)
	}
}

func testWriteRead(t *testing.T, s blob.Store) {
	for _, data := range [][]byte{nil, []byte("%PDF-1.7"), bytes.Repeat([]byte{0, 1, 2}, Limit/3)} {
		name := Put(t, s, data)
		if name != nameOf(data) {
			t.Errorf("name = %s, want %s", name, nameOf(data))
		}
		if got := read(t, s, name); !bytes.Equal(got, data) {
			t.Errorf("read %d bytes that are not the %d written", len(got), len(data))
		}
		if err := blob.Verify(t.Context(), s, name); err != nil {
			t.Errorf("verify: %v", err)
		}
	}
	r, _, err := s.Open(t.Context(), nameOf([]byte("%PDF-1.7")))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(-3, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "1.7" || err != nil {
		t.Errorf("read after seek = %q, %v, want 1.7", got, err)
	}
}

func testTwice(t *testing.T, s blob.Store) {
	data := []byte("the same report")
	if first, second := Put(t, s, data), Put(t, s, data); first != second {
		t.Errorf("names = %s and %s, want one name", first, second)
	}
	if got := read(t, s, nameOf(data)); !bytes.Equal(got, data) {
		t.Errorf("read %q, want %q", got, data)
	}
}

func testAbort(t *testing.T, s blob.Store) {
	data := []byte("never committed")
	w, err := s.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	w.Abort()
	_, _, err = s.Open(t.Context(), nameOf(data))
	wantReason(t, "open what was aborted", err, blob.ReasonNotFound)
	if _, _, err := w.Commit(t.Context()); err == nil {
		t.Error("commit after abort: no error")
	}
	if _, err := w.Write(data); err == nil {
		t.Error("write after abort: no error")
	}
}

func testLimit(t *testing.T, s blob.Store) {
	Put(t, s, make([]byte, Limit))
	w, err := s.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if _, err := w.Write(make([]byte, Limit)); err != nil {
		t.Fatalf("write up to the limit: %v", err)
	}
	_, err = w.Write([]byte{0})
	wantReason(t, "write beyond the limit", err, blob.ReasonTooLarge)
	_, _, err = w.Commit(t.Context())
	wantReason(t, "commit after a refused write", err, blob.ReasonTooLarge)
}

func testNotThere(t *testing.T, s blob.Store) {
	names := []string{
		nameOf([]byte("unknown")), "", "ab", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("/", 64),
	}
	for _, name := range names {
		_, _, err := s.Open(t.Context(), name)
		wantReason(t, "open "+name, err, blob.ReasonNotFound)
		_, _, err = s.Path(t.Context(), name)
		wantReason(t, "path "+name, err, blob.ReasonNotFound)
		wantReason(t, "verify "+name, blob.Verify(t.Context(), s, name), blob.ReasonNotFound)
		if err := s.Delete(t.Context(), name, later()); err != nil {
			t.Errorf("delete %q: %v, want no error", name, err)
		}
	}
}

func testPath(t *testing.T, s blob.Store) {
	data := []byte("for the reader worker")
	path, release, err := s.Path(t.Context(), Put(t, s, data))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("file holds %q, %v, want %q", got, err, data)
	}
	release()
	release()
}

func testDelete(t *testing.T, s blob.Store) {
	data := []byte("to be deleted")
	name := Put(t, s, data)
	r, _, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := s.Delete(t.Context(), name, later()); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); !bytes.Equal(got, data) || err != nil {
		t.Errorf("read of an open blob after delete = %q, %v, want %q", got, err, data)
	}
	_, _, err = s.Open(t.Context(), name)
	wantReason(t, "open what was deleted", err, blob.ReasonNotFound)
	if again := Put(t, s, data); again != name {
		t.Errorf("name after delete = %s, want %s", again, name)
	}
}

// later is an instant before which everything was committed.
func later() time.Time { return time.Now().Add(time.Hour) }

func testAge(t *testing.T, s blob.Store) {
	begin := time.Now().Add(-time.Hour)
	names := []string{Put(t, s, []byte("one")), Put(t, s, []byte("two"))}
	older := func(before time.Time) []string {
		var found []string
		err := s.Older(t.Context(), before, func(name string) error {
			found = append(found, name)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(found)
		return found
	}
	slices.Sort(names)
	if got := older(later()); !slices.Equal(got, names) {
		t.Errorf("blobs from before later = %v, want %v", got, names)
	}
	if got := older(begin); len(got) != 0 {
		t.Errorf("blobs from before the first = %v, want none", got)
	}
	if err := s.Delete(t.Context(), names[0], begin); err != nil {
		t.Fatal(err)
	}
	if err := blob.Verify(t.Context(), s, names[0]); err != nil {
		t.Errorf("a young blob after delete: %v", err)
	}
	enough := errors.New("enough")
	if err := s.Older(t.Context(), later(), func(string) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("walk that is broken off: %v, want %v", err, enough)
	}
}

func testConcurrent(t *testing.T, s blob.Store) {
	const writers = 16
	data := func(i int) []byte { return bytes.Repeat([]byte{byte(i % 4)}, 1000) }
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			_, _, errs[i] = put(t.Context(), s, data(i))
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if err := blob.Verify(t.Context(), s, nameOf(data(i))); err != nil {
			t.Error(err)
		}
	}
}

func testCancelled(t *testing.T, s blob.Store) {
	data := []byte("the caller went away")
	w, err := s.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := w.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("commit = %v, want context.Canceled", err)
	}
	_, _, err = s.Open(t.Context(), nameOf(data))
	wantReason(t, "open after a cancelled commit", err, blob.ReasonNotFound)
	if _, err := s.Create(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("create = %v, want context.Canceled", err)
	}
}
