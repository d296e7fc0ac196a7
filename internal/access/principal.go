package access

import (
	"context"

	"example.com/assay/internal/attest"
)

// principalKey is the context key of the caller.
type principalKey struct{}

// WithPrincipal gives a context that carries the caller.
func WithPrincipal(ctx context.Context, p attest.Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// Caller gives the principal that the authentication put into ctx. Without one it
// gives the zero Principal, which belongs to no organisation and holds no role.
func Caller(ctx context.Context) attest.Principal {
	p, _ := ctx.Value(principalKey{}).(attest.Principal)
	return p
}
