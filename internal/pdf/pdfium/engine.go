package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/emscripten"
)

// MaxMemory is how much memory an instance may use, in bytes.
const MaxMemory = 256 << 20

const pageBytes = 64 << 10 // of WebAssembly memory

// ErrNotEmbedded is reported where the program was built without PDFium.
var ErrNotEmbedded = errors.New("pdfium is not built in")

// Engine is PDFium compiled for this machine. It may make many instances, one at
// a time or side by side.
type Engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// New compiles PDFium, which takes seconds, or takes it from cacheDir, where it
// was left by an earlier call. An empty cacheDir, or one that cannot be used,
// means to compile it each time. The context is that of all later calls.
func New(ctx context.Context, cacheDir string) (*Engine, error) {
	binary, err := fs.ReadFile(files, "wasm/pdfium.wasm")
	if err != nil {
		return nil, ErrNotEmbedded
	}
	if cacheDir != "" {
		if e, err := compile(ctx, binary, cacheDir); err == nil {
			return e, nil
		}
	}
	return compile(ctx, binary, "")
}

// compile makes an engine with or without a cache.
func compile(ctx context.Context, binary []byte, cacheDir string) (*Engine, error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(MaxMemory / pageBytes)
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(subfolder(cacheDir))
		if err != nil {
			return nil, fmt.Errorf("cache of compiled code: %w", err)
		}
		config = config.WithCompilationCache(cache)
	}
	e := &Engine{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if err := e.load(ctx, binary); err != nil {
		return nil, errors.Join(err, e.Close(ctx))
	}
	return e, nil
}

// load compiles the module and puts what it imports beside it.
func (e *Engine) load(ctx context.Context, binary []byte) error {
	module, err := e.runtime.CompileModule(ctx, binary)
	if err != nil {
		return fmt.Errorf("compile pdfium: %w", err)
	}
	e.module = module
	exporter, err := emscripten.NewFunctionExporterForModule(module)
	if err != nil {
		return fmt.Errorf("imports of pdfium: %w", err)
	}
	env := e.runtime.NewHostModuleBuilder("env")
	exporter.ExportFunctions(env)
	wasi := e.runtime.NewHostModuleBuilder("wasi_snapshot_preview1")
	for _, f := range module.ImportedFunctions() {
		from, name, _ := f.Import()
		if exported(name) {
			continue
		}
		builder := env
		if from != "env" {
			builder = wasi
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(host(name), f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	_, eerr := env.Instantiate(ctx)
	_, werr := wasi.Instantiate(ctx)
	if err := errors.Join(eerr, werr); err != nil {
		return fmt.Errorf("imports of pdfium: %w", err)
	}
	return nil
}

// exported reports the imports that wazero itself provides.
func exported(name string) bool {
	return strings.HasPrefix(name, "invoke_") || name == "_emscripten_throw_longjmp" || name == "emscripten_notify_memory_growth"
}

// Close frees what the engine and its instances hold.
func (e *Engine) Close(ctx context.Context) error {
	if err := e.runtime.Close(ctx); err != nil {
		return fmt.Errorf("close pdfium: %w", err)
	}
	return nil
}

// subfolder gives the place in a cache that belongs to this PDFium.
func subfolder(cacheDir string) string {
	return filepath.Join(cacheDir, "pdfium-"+Digest[:12])
}

// Cached reports whether cacheDir holds PDFium compiled by this program on such a
// machine as this, as far as can be told without loading it.
func Cached(cacheDir string) bool {
	folders, err := os.ReadDir(subfolder(cacheDir))
	if err != nil {
		return false
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(subfolder(cacheDir), folder.Name()))
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if !strings.HasSuffix(entry.Name(), ".tmp") {
				return true
			}
		}
	}
	return false
}
