package pdfium

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// ErrAborted is reported once PDFium has given up in an instance, for want of
// memory as a rule. The instance and all that is open in it are of no use then.
var ErrAborted = errors.New("pdfium gave up")

// scratchBytes is the room in the sandbox for what functions write back.
const scratchBytes = 1024

// maxArguments is the most that a function called here takes.
const maxArguments = 8

// Instance is PDFium at work with a memory of its own. It is for one goroutine
// at a time. A first error stays: after it all calls fail.
type Instance struct {
	ctx       context.Context
	module    api.Module
	memory    api.Memory
	free      func()
	functions map[string]api.Function
	stack     [maxArguments]uint64
	scratch   uint32
	err       error
}

// NewInstance starts PDFium. Its memory is given back by Close.
func (e *Engine) NewInstance(ctx context.Context) (*Instance, error) {
	room, free, err := reserve(ctx)
	if err != nil {
		return nil, err
	}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := e.runtime.InstantiateModule(room, e.module, config)
	if err != nil {
		free()
		return nil, fmt.Errorf("start pdfium: %w", err)
	}
	i := &Instance{ctx: ctx, module: module, memory: module.Memory(), free: free, functions: map[string]api.Function{}}
	i.call("emscripten_stack_init")
	i.call("__wasm_call_ctors")
	i.call("FPDF_InitLibrary")
	i.scratch = i.alloc(scratchBytes)
	if i.err != nil {
		i.Close()
		return nil, i.err
	}
	return i, nil
}

// Close ends the instance and all that is open in it.
func (i *Instance) Close() {
	_ = i.module.Close(i.ctx) // runs no code of the module
	i.free()
	if i.err == nil {
		i.err = fmt.Errorf("%w: closed", ErrAborted)
	}
}

// Err gives the error that made the instance useless, nil while it works.
func (i *Instance) Err() error { return i.err }

// call calls a function of PDFium; after an error it does nothing and gives 0.
func (i *Instance) call(name string, args ...uint64) uint64 {
	if i.err != nil {
		return 0
	}
	f := i.functions[name]
	if f == nil {
		if f = i.module.ExportedFunction(name); f == nil {
			i.err = fmt.Errorf("%w: it has no %s", ErrAborted, name)
			return 0
		}
		i.functions[name] = f
	}
	n := copy(i.stack[:], args)
	if err := f.CallWithStack(i.ctx, i.stack[:max(n, 1)]); err != nil {
		i.err = fmt.Errorf("%w: %s", ErrAborted, name)
		return 0
	}
	return i.stack[0]
}

// number calls a function that gives a signed number, such as a count.
func (i *Instance) number(name string, args ...uint64) int {
	return int(api.DecodeI32(i.call(name, args...)))
}

// yes calls a function that gives a truth.
func (i *Instance) yes(name string, args ...uint64) bool {
	return uint32(i.call(name, args...)) != 0
}

// alloc takes n bytes in the sandbox. Having none left is the end of the instance.
func (i *Instance) alloc(n int) uint32 {
	p := uint32(i.call("malloc", uint64(n)))
	if p == 0 && i.err == nil {
		i.err = fmt.Errorf("%w: out of memory", ErrAborted)
	}
	return p
}

// release gives back what alloc took.
func (i *Instance) release(p uint32) { i.call("free", uint64(p)) }

// put copies bytes into the sandbox.
func (i *Instance) put(src []byte) uint32 {
	p := i.alloc(len(src))
	if p != 0 && !i.memory.Write(p, src) {
		i.err = fmt.Errorf("%w: memory out of range", ErrAborted)
	}
	return p
}

// out gives the address of the scratch room plus an offset, as an argument.
func (i *Instance) out(offset uint32) uint64 { return uint64(i.scratch + offset) }

// float gives a 32-bit number that was written to the scratch room.
func (i *Instance) float(offset uint32) float64 {
	v, _ := i.memory.ReadFloat32Le(i.scratch + offset)
	return float64(v)
}

// double gives a 64-bit number that was written to the scratch room.
func (i *Instance) double(offset uint32) float64 {
	v, _ := i.memory.ReadFloat64Le(i.scratch + offset)
	return v
}

// word gives a 32-bit integer that was written to the scratch room.
func (i *Instance) word(offset uint32) uint32 {
	v, _ := i.memory.ReadUint32Le(i.scratch + offset)
	return v
}

// single calls a function that gives a 32-bit number with a fraction.
func (i *Instance) single(name string, args ...uint64) float64 {
	return float64(api.DecodeF32(i.call(name, args...)))
}
