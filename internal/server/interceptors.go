package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
)

// guard is what stands between a call and its handler, the same for unary calls
// and streams: recover, log, authenticate, authorise, validate, map errors.
type guard struct {
	log       *slog.Logger
	auth      *access.Authenticator
	permit    access.Permits
	validator protovalidate.Validator
	now       func() time.Time
	stopping  context.Context // ends when the server begins to stop
}

// unaryTimeout bounds a call with one answer whose caller sets no sooner deadline:
// longer than the reading of a long document takes.
const unaryTimeout = 10 * time.Minute

// unary guards a call with one request.
func (g *guard) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (resp any, err error) {
	ctx, cancel := context.WithTimeout(ctx, unaryTimeout)
	defer cancel()
	err = g.around(ctx, info.FullMethod, func(ctx context.Context) error {
		if err := g.validate(req); err != nil {
			return err
		}
		var err error
		resp, err = handle(ctx, req)
		return err
	})
	if err != nil {
		return nil, err // a handler may give half an answer beside its error
	}
	return resp, nil
}

// stream guards a streaming call; each message that comes in is validated. A call
// that waits for something to happen ends when the server begins to stop.
func (g *guard) stream(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	if srv == nil {
		return handle(srv, ss) // there is no such method, and that is no secret
	}
	ctx, cancel := context.WithCancelCause(ss.Context())
	defer cancel(nil)
	if waits(info.FullMethod) {
		stop := context.AfterFunc(g.stopping, func() { cancel(errStopping) })
		defer stop()
	}
	return g.around(ctx, info.FullMethod, func(ctx context.Context) error {
		err := handle(srv, &guardedStream{ServerStream: ss, ctx: ctx, guard: g})
		if err != nil && errors.Is(context.Cause(ctx), errStopping) {
			return errStopping
		}
		return err
	})
}

// errStopping ends what would keep a server from stopping.
var errStopping = &attest.Error{Kind: attest.Unavailable, Reason: "SERVER_STOPPING", Message: "the server is stopping; ask again in a moment"}

// waits reports whether a method may go on for as long as nothing happens.
func waits(method string) bool {
	return strings.HasPrefix(method[strings.LastIndexByte(method, '/')+1:], "Watch")
}

// around runs call for a caller who may make it, and maps what comes of it.
func (g *guard) around(ctx context.Context, method string, call func(context.Context) error) (err error) {
	start := g.now()
	caller := attest.Principal{}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
		err = toStatus(ctx, g.log, method, err)
		g.log.LogAttrs(ctx, slog.LevelInfo, "call", slog.String("method", method), slog.String("code", status.Code(err).String()),
			slog.String("caller", caller.Name), slog.String("org", string(caller.Org)), slog.Duration("took", g.now().Sub(start)))
	}()
	if g.permit.Open(method) {
		return call(ctx)
	}
	if caller, err = g.auth.Authenticate(ctx, bearer(ctx)); err != nil {
		return err
	}
	if err := g.permit.Check(method, caller); err != nil {
		return err
	}
	return call(access.WithPrincipal(ctx, caller))
}

// validate checks a request against the rules of its proto.
func (g *guard) validate(req any) error {
	m, ok := req.(proto.Message)
	if !ok {
		return nil
	}
	err := g.validator.Validate(m)
	var invalid *protovalidate.ValidationError
	if err == nil || errors.As(err, &invalid) {
		return err
	}
	return fmt.Errorf("validate %T: %w", req, err)
}

// guardedStream is a stream with the caller in its context.
type guardedStream struct {
	grpc.ServerStream
	ctx   context.Context
	guard *guard
}

// Context gives the context that carries the caller.
func (s *guardedStream) Context() context.Context { return s.ctx }

// RecvMsg receives one message and validates it.
func (s *guardedStream) RecvMsg(m any) error {
	if err := s.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	return s.guard.validate(m)
}

// bearer gives the token of the authorization header, or "".
func bearer(ctx context.Context) string {
	for _, v := range metadata.ValueFromIncomingContext(ctx, "authorization") {
		if scheme, token, ok := strings.Cut(v, " "); ok && strings.EqualFold(scheme, "bearer") {
			return strings.TrimSpace(token)
		}
	}
	return ""
}

// callID makes an id under which a failure is logged.
func callID() string {
	return strings.ToLower(rand.Text()[:12])
}
