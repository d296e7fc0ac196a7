//go:build unix

package pdfium

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// reserved is address space for one instance. The system gives memory as it is
// touched, and growing copies nothing.
type reserved struct{ space []byte }

// reserve takes address space for an instance and gives the context that makes
// the instance use it.
func reserve(ctx context.Context) (context.Context, func(), error) {
	space, err := unix.Mmap(-1, 0, MaxMemory, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, nil, fmt.Errorf("memory for pdfium: %w", err)
	}
	r := &reserved{space}
	give := func(_, _ uint64) experimental.LinearMemory { return r }
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(give)), r.Free, nil
}

// Reallocate gives the first size bytes; nil when there are not so many.
func (r *reserved) Reallocate(size uint64) []byte {
	if size > uint64(len(r.space)) {
		return nil
	}
	return r.space[:size:size]
}

// Free gives the memory back. It may be called twice.
func (r *reserved) Free() {
	if r.space != nil {
		_ = unix.Munmap(r.space) // the space is ours and whole, so nothing can be wrong
		r.space = nil
	}
}
