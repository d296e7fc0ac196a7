package pdfium

import (
	"context"
	"errors"

	"github.com/tetratelabs/wazero/api"
)

// Answers of the system calls that the sandbox does not have.
const (
	badFile  = 8   // EBADF of WASI
	noSystem = -52 // ENOSYS of Emscripten
)

// Growth of the memory, as Emscripten's own runtime does it.
const (
	growthShare = 5        // a fifth more than there is
	growthMost  = 96 << 20 // bytes
)

// errAborted is what PDFium's own call for help becomes.
var errAborted = errors.New("pdfium gave up")

// host gives the function that answers an import of that name.
func host(name string) api.GoModuleFunc {
	switch name {
	case "emscripten_resize_heap":
		return grow
	case "_emscripten_memcpy_js":
		return move
	case "_abort_js", "__assert_fail":
		return func(context.Context, api.Module, []uint64) { panic(errAborted) }
	case "fd_write":
		return swallow
	case "environ_sizes_get":
		return noEnvironment
	case "fd_close", "fd_read", "fd_sync", "fd_seek":
		return answer(badFile)
	case "environ_get", "emscripten_date_now", "_localtime_js", "_gmtime_js", "_tzset_js":
		return answer(0)
	}
	return answer(noSystem)
}

// answer gives a function that does nothing and returns code.
func answer(code int32) api.GoModuleFunc {
	return func(_ context.Context, _ api.Module, stack []uint64) {
		if len(stack) > 0 {
			stack[0] = api.EncodeI32(code)
		}
	}
}

// grow gives the module more memory, up to its limit.
func grow(_ context.Context, m api.Module, stack []uint64) {
	want, have := uint64(uint32(stack[0])), uint64(m.Memory().Size())
	stack[0] = 0
	if want <= have {
		return
	}
	least := want - have
	for _, more := range []uint64{max(least, min(have/growthShare, growthMost)), least} {
		if _, ok := m.Memory().Grow(uint32((more + pageBytes - 1) / pageBytes)); ok {
			stack[0] = 1
			return
		}
	}
}

// move copies bytes inside the memory; out of range, it copies nothing.
func move(_ context.Context, m api.Module, stack []uint64) {
	if src, ok := m.Memory().Read(uint32(stack[1]), uint32(stack[2])); ok {
		m.Memory().Write(uint32(stack[0]), src)
	}
}

// swallow takes what is written to any file and forgets it.
func swallow(_ context.Context, m api.Module, stack []uint64) {
	vectors, count, written := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	const most = 1024 // vectors
	var total uint32
	for i := range min(count, most) {
		n, _ := m.Memory().ReadUint32Le(vectors + 8*i + 4)
		total += n
	}
	m.Memory().WriteUint32Le(written, total)
	stack[0] = 0
}

// noEnvironment says that there are no environment variables.
func noEnvironment(_ context.Context, m api.Module, stack []uint64) {
	m.Memory().WriteUint32Le(uint32(stack[0]), 0)
	m.Memory().WriteUint32Le(uint32(stack[1]), 0)
	stack[0] = 0
}
