package pdf

import (
	"os"
	"path/filepath"

	"example.com/assay/internal/pdf/pdfium"
)

// engines says which readers a worker is to use.
type engines uint64

// The engines of a worker.
const (
	bothReaders  engines = iota
	firstReader          // as the caller wants it
	firstLeft            // the second had to be stopped on this file
	secondReader         // the first had to be stopped on this file
)

// Names of the readers in [Document.Readers].
const (
	FirstReader  = "ledongthuc/pdf"
	SecondReader = "pdfium"
)

// TwoReaders reports whether the program carries a second reader, without which
// no page can be drawn either.
func TwoReaders() bool { return pdfium.Embedded() }

// CacheDir gives the folder for compiled code where a Reader names none: that of
// the user who runs the program, "" when the system tells of none.
func CacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(base, "assay")
}

// Warm reports whether the second reader lies compiled in dir, so that a worker
// starts at once.
func Warm(dir string) bool { return dir != "" && pdfium.Cached(dir) }
