package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"buf.build/go/protovalidate"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/test/bufconn"

	"example.com/assay/internal/access"
)

// Limits of the listeners.
const (
	maxMessageBytes  = 8 << 20 // one gRPC message; uploads are streams of smaller ones
	memoryPipeBytes  = 1 << 20 // buffer of the gateway's in-memory connection
	headerTimeout    = 10 * time.Second
	idleTimeout      = 2 * time.Minute
	deadPeer         = time.Minute // how long a connection may be silent, and then leave a ping unanswered
	maxHeaderBytes   = 64 << 10
	defaultStopAfter = 15 * time.Second
)

// Config says where to listen and what to serve.
type Config struct {
	GRPCAddr string // host:port; the port may be 0
	HTTPAddr string // host:port; the port may be 0
	// CertFile and KeyFile switch TLS on for both listeners; both or neither.
	CertFile, KeyFile string
	Auth              *access.Authenticator
	Permits           access.Permits
	Register          func(grpc.ServiceRegistrar)
	OpenAPI           []byte       // served at /openapi.json
	Metrics           http.Handler // served at /metrics; nil: not served
	// Ready is asked by /healthz and gives why the server cannot work, or nil.
	Ready     func(context.Context) error
	Log       *slog.Logger
	Now       func() time.Time
	StopAfter time.Duration // how long calls may take to end at a stop; 0: 15 s
}

// Server is the API on its listeners.
type Server struct {
	config  Config
	grpc    *grpc.Server
	http    *http.Server
	health  *health.Server
	conn    *grpc.ClientConn // in memory, to our own services
	direct  *direct          // the gateway's way in
	memory  *bufconn.Listener
	onGRPC  net.Listener
	onHTTP  net.Listener
	secured bool

	stopping context.Context // ends when the server begins to stop
	halt     context.CancelFunc
}

// New listens and makes everything ready; nothing is served before Run.
func New(ctx context.Context, c Config) (*Server, error) {
	validator, err := protovalidate.New()
	if err != nil {
		return nil, fmt.Errorf("prepare validation: %w", err)
	}
	creds, err := loadTLS(c.CertFile, c.KeyFile)
	if err != nil {
		return nil, err
	}
	if c.StopAfter == 0 {
		c.StopAfter = defaultStopAfter
	}
	s := &Server{config: c, health: health.NewServer(), memory: bufconn.Listen(memoryPipeBytes), secured: creds != nil}
	s.stopping, s.halt = context.WithCancel(context.WithoutCancel(ctx))
	guard := &guard{log: c.Log, auth: c.Auth, permit: c.Permits, validator: validator, now: c.Now, stopping: s.stopping}
	telemetry := otelgrpc.NewServerHandler()
	s.grpc = newGRPC(guard, telemetry)
	s.direct = &direct{ServiceRegistrar: s.grpc, intercept: guard.unary, stats: telemetry, now: c.Now, methods: map[string]method{}}
	c.Register(s.direct)
	healthpb.RegisterHealthServer(s.grpc, s.health)
	reflection.Register(s.grpc)
	if err := s.listen(creds); err != nil {
		return nil, err
	}
	if err := s.serveREST(ctx); err != nil {
		return nil, errors.Join(err, s.onGRPC.Close(), s.onHTTP.Close())
	}
	return s, nil
}

// newGRPC makes the gRPC server with its interceptors.
func newGRPC(g *guard, telemetry stats.Handler) *grpc.Server {
	return grpc.NewServer(
		grpc.StatsHandler(telemetry),
		grpc.MaxRecvMsgSize(maxMessageBytes),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: deadPeer, Timeout: deadPeer}),
		grpc.ConnectionTimeout(headerTimeout),
		grpc.UnknownServiceHandler(unknownMethod),
		grpc.ChainUnaryInterceptor(g.unary),
		grpc.ChainStreamInterceptor(g.stream),
	)
}

// unknownMethod answers calls of methods that there are not.
func unknownMethod(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	return withDetails(codes.Unimplemented, fmt.Sprintf("there is no method %s; reflection lists what there is", method), errorInfo(reasonOf(codes.Unimplemented), nil))
}

// loadTLS gives the TLS configuration, or nil where none is asked for.
func loadTLS(certFile, keyFile string) (*tls.Config, error) {
	if certFile == "" && keyFile == "" {
		return nil, nil
	}
	cert, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, fmt.Errorf("load the TLS certificate %q and key %q: %w", certFile, keyFile, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// listen opens the two listeners, with TLS where it is configured.
func (s *Server) listen(creds *tls.Config) error {
	var err error
	if s.onGRPC, err = net.Listen("tcp", s.config.GRPCAddr); err != nil {
		return fmt.Errorf("listen for gRPC: %w; choose another address with --grpc", err)
	}
	if s.onHTTP, err = net.Listen("tcp", s.config.HTTPAddr); err != nil {
		return errors.Join(fmt.Errorf("listen for REST: %w; choose another address with --http", err), s.onGRPC.Close())
	}
	if creds != nil {
		s.onGRPC = credentialed(s.onGRPC, creds)
		s.onHTTP = tls.NewListener(s.onHTTP, creds)
	}
	return nil
}

// credentialed wraps a listener in TLS as gRPC wants it.
func credentialed(l net.Listener, creds *tls.Config) net.Listener {
	only := creds.Clone()
	only.NextProtos = []string{"h2"}
	return tls.NewListener(l, only)
}

// serveREST makes the HTTP server with the gateway behind it.
func (s *Server) serveREST(ctx context.Context) error {
	conn, err := grpc.NewClient("passthrough:///memory",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return s.memory.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessageBytes)))
	if err != nil {
		return fmt.Errorf("connect the gateway: %w", err)
	}
	s.conn, s.direct.conn = conn, conn
	handler, err := s.handler(ctx)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	s.http = &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(s.config.Log.Handler(), slog.LevelWarn)}
	return nil
}

// GRPCAddr is where gRPC is served, as host:port.
func (s *Server) GRPCAddr() string { return s.onGRPC.Addr().String() }

// URL is where REST is served.
func (s *Server) URL() string {
	if s.secured {
		return "https://" + s.onHTTP.Addr().String()
	}
	return "http://" + s.onHTTP.Addr().String()
}

// Run serves until ctx ends, then stops in order: health says NOT_SERVING, no new
// calls are taken, calls that wait for something to happen end, calls under way may
// finish within StopAfter, the rest is cut.
func (s *Server) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return ignoreStopped(s.grpc.Serve(s.onGRPC)) })
	group.Go(func() error { return ignoreStopped(s.grpc.Serve(s.memory)) })
	group.Go(func() error { return ignoreStopped(s.http.Serve(s.onHTTP)) })
	group.Go(func() error {
		<-ctx.Done()
		return s.stop(context.WithoutCancel(ctx))
	})
	return group.Wait()
}

// stop drains both servers; REST first, for its calls end in gRPC.
func (s *Server) stop(ctx context.Context) error {
	s.health.Shutdown()
	s.halt()
	ctx, cancel := context.WithTimeout(ctx, s.config.StopAfter)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	done := make(chan struct{})
	go func() { s.grpc.GracefulStop(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		s.grpc.Stop()
		<-done
	}
	return errors.Join(err, s.conn.Close())
}

// ignoreStopped drops the errors that only say that a server was stopped.
func ignoreStopped(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, grpc.ErrServerStopped) {
		return nil
	}
	return err
}
