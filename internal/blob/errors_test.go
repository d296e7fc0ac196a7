package blob_test

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
)

func wantReason(t *testing.T, err error, reason string) {
	t.Helper()
	if !errors.Is(err, &attest.Error{Reason: reason}) {
		t.Errorf("error = %v, want the reason %s", err, reason)
	}
}

func TestMediumError(t *testing.T) {
	t.Parallel()
	tests := []struct {
		errno  syscall.Errno
		reason string // "": no attest.Error
	}{
		{syscall.ENOSPC, blob.ReasonFull},
		{syscall.EDQUOT, blob.ReasonFull},
		{syscall.EACCES, blob.ReasonNotWritable},
		{syscall.EPERM, blob.ReasonNotWritable},
		{syscall.EROFS, blob.ReasonNotWritable},
		{syscall.EIO, ""},
	}
	for _, tt := range tests {
		err := blob.MediumError("write a blob", &fs.PathError{Op: "write", Path: "/secret", Err: tt.errno})
		if !errors.Is(err, tt.errno) {
			t.Errorf("%v: the cause is lost in %v", tt.errno, err)
		}
		var got *attest.Error
		if errors.As(err, &got) != (tt.reason != "") {
			t.Errorf("%v: error = %v, want the reason %q", tt.errno, err, tt.reason)
			continue
		}
		if got == nil {
			continue
		}
		if got.Reason != tt.reason || got.Kind != attest.Unavailable {
			t.Errorf("%v: %s, %s, want unavailable, %s", tt.errno, got.Kind, got.Reason, tt.reason)
		}
		if strings.Contains(got.Message, "/secret") {
			t.Errorf("%v: the message tells a path: %s", tt.errno, got.Message)
		}
	}
}

// A full disk shows while writing; /dev/full is one.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w, err := blob.OnFullDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write([]byte("no room"))
	wantReason(t, err, blob.ReasonFull)
	_, err = w.Write([]byte("still no room"))
	wantReason(t, err, blob.ReasonFull)
	_, _, err = w.Commit(t.Context())
	wantReason(t, err, blob.ReasonFull)
	if left := files(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTooLargeSaysTheLimit(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int64]string{
		100 << 20: "The file is larger than 100 MB. Send a smaller one, or have the limit raised.",
		1000:      "The file is larger than 1000 bytes. Send a smaller one, or have the limit raised.",
	} {
		if diff := cmp.Diff(want, blob.TooLarge(limit).Error()); diff != "" {
			t.Errorf("message (-want +got):\n%s", diff)
		}
	}
}
