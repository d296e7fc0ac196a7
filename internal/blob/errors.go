package blob

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"

	"example.com/assay/internal/attest"
)

// mediumError turns a failure of the disk into words for whoever runs the
// server; the path stays in the cause, which only the log shows. A nil err stays nil.
func mediumError(doing string, err error) error {
	if err == nil {
		return nil
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &attest.Error{
			Kind: attest.Unavailable, Reason: ReasonFull, Err: cause,
			Message: "The disk that holds the documents is full. Make room on it or raise its quota, then try again.",
		}
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		return &attest.Error{
			Kind: attest.Unavailable, Reason: ReasonNotWritable, Err: cause,
			Message: "The server may not read or write its document directory. " +
				"Give its user that right and see that the disk is not mounted read-only, then try again.",
		}
	}
	return cause
}

func notFound(name string) error {
	return &attest.Error{
		Kind: attest.NotFound, Reason: ReasonNotFound, Resource: name,
		Message: "No file is stored under this hash. Upload the document again.",
	}
}

func tooLarge(limit int64) error {
	return &attest.Error{
		Kind: attest.ResourceExhausted, Reason: ReasonTooLarge, Field: "file",
		Message: fmt.Sprintf("The file is larger than %s. Send a smaller one, or have the limit raised.", size(limit)),
		Meta:    map[string]string{"limit_bytes": strconv.FormatInt(limit, 10)},
	}
}

// size writes a number of bytes as people do: whole MB where it is that many.
func size(bytes int64) string {
	const mb = 1 << 20
	if bytes >= mb && bytes%mb == 0 {
		return fmt.Sprintf("%d MB", bytes/mb)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
