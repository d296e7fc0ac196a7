package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/assay/internal/attest"
)

// The reasons of the errors of this package.
const (
	ReasonNotFound    = "BLOB_NOT_FOUND"
	ReasonDamaged     = "BLOB_DAMAGED"         // the bytes are not those that were stored
	ReasonTooLarge    = "DOCUMENT_TOO_LARGE"   // more bytes than the store's limit
	ReasonFull        = "STORAGE_FULL"         // no room, or the quota is used up
	ReasonNotWritable = "STORAGE_NOT_WRITABLE" // permissions, or mounted read-only
)

// Store keeps blobs. All methods may be called by many goroutines at once.
type Store interface {
	// Create starts a blob whose name is not known yet. The caller writes to the
	// Writer and ends it with Commit or Abort.
	Create(ctx context.Context) (Writer, error)
	// Open gives the bytes of a blob and their number. The caller closes. An
	// open blob stays readable when it is deleted meanwhile.
	Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, int64, error)
	// Path gives a local file that holds the blob, for a child process to read.
	// Nobody may write to it. It is there until release is called; release is
	// never nil when err is nil, and may be called more than once.
	Path(ctx context.Context, sha256 string) (path string, release func(), err error)
	// Older calls do with the name of each blob that was last committed before an
	// instant, in no order, until do gives an error, which it returns.
	Older(ctx context.Context, before time.Time, do func(sha256 string) error) error
	// Delete removes a blob that was last committed before an instant; a younger
	// one stays, and that there is none is no error. A commit of the same bytes
	// at the same time comes first, and the blob stays, or after, and the blob is
	// there again.
	Delete(ctx context.Context, sha256 string, before time.Time) error
}

// Writer takes the bytes of one blob. It is for one goroutine.
type Writer interface {
	// Write refuses with ReasonTooLarge what would go beyond the store's limit;
	// after an error the blob can only be aborted.
	io.Writer
	// Commit makes the blob durable and gives its name, the lower-case hex of
	// its SHA-256, and its size in bytes. When it returns without an error, the
	// blob survives the loss of power. Bytes that were stored before get the
	// same name, leave no second copy, and are as young as if they were new.
	Commit(ctx context.Context) (sha256 string, size int64, err error)
	// Abort drops what was written. After Commit it does nothing, so that it
	// can be deferred.
	Abort()
}

// Verify reads a blob and compares it with its name. Bytes that are not those
// that were stored are an error with the reason ReasonDamaged.
func Verify(ctx context.Context, s Store, name string) error {
	r, _, err := s.Open(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, withContext{ctx, r}); err != nil {
		return fmt.Errorf("read blob %s: %w", name, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != name {
		return &attest.Error{
			Kind: attest.FailedPrecondition, Reason: ReasonDamaged, Resource: name,
			Message: "The stored file is damaged. Restore it from a backup, or upload the document again.",
			Err:     fmt.Errorf("blob %s hashes to %s", name, got),
		}
	}
	return nil
}

// withContext stops reading when its context ends.
type withContext struct {
	ctx context.Context
	r   io.Reader
}

func (c withContext) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// validName reports whether name is the lower-case hex of a SHA-256.
func validName(name string) bool {
	return len(name) == 2*sha256.Size && strings.Trim(name, "0123456789abcdef") == ""
}
