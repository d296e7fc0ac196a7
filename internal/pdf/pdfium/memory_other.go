//go:build !unix

package pdfium

import "context"

// reserve leaves the memory to the runtime, which copies it as it grows.
func reserve(ctx context.Context) (context.Context, func(), error) {
	return ctx, func() {}, nil
}
