//go:build !linux

package pdf

import "syscall"

// limitProcess does nothing here: only the soft limit of the Go heap and the
// deadline hold a worker on this system.
func limitProcess(uint64) error { return nil }

// tied asks for nothing here: a worker ends with its file or its deadline.
func tied() *syscall.SysProcAttr { return nil }
