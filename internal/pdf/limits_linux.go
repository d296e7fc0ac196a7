package pdf

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// limitProcess bounds the memory of this process and forbids core files, which
// would hold what the report says.
func limitProcess(memory uint64) error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: memory, Max: memory}); err != nil {
		return fmt.Errorf("limit memory: %w", err)
	}
	return nil
}

// tied makes a child end with the thread that started it.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
