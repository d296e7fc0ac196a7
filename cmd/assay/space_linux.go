package main

import "golang.org/x/sys/unix"

// freeSpace gives the bytes that may still be written below a folder; false when
// the system does not tell.
func freeSpace(path string) (uint64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil || s.Bsize <= 0 {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
