//go:build unix

package blob

import (
	"errors"
	"os"
	"syscall"
)

// lockFile waits for the lock of a file. Closing the file gives it back.
func lockFile(f *os.File, how int) error {
	mode := syscall.LOCK_SH
	if how == exclusive {
		mode = syscall.LOCK_EX
	}
	for {
		err := syscall.Flock(int(f.Fd()), mode)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
