package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	assayv1 "example.com/assay/gen/assay/v1"
)

// handler is everything that HTTP serves.
func (s *Server) handler(ctx context.Context) (http.Handler, error) {
	gateway := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &runtime.HTTPBodyMarshaler{Marshaler: &runtime.JSONPb{
			MarshalOptions:   protojson.MarshalOptions{},
			UnmarshalOptions: protojson.UnmarshalOptions{}, // an unknown field is an error that names it
		}}),
		runtime.WithErrorHandler(writeError),
		runtime.WithRoutingErrorHandler(writeRoutingError),
	)
	for _, register := range []func(context.Context, *runtime.ServeMux, *grpc.ClientConn) error{
		assayv1.RegisterVendorServiceHandler, assayv1.RegisterDocumentServiceHandler, assayv1.RegisterRiskServiceHandler,
		assayv1.RegisterFreshnessServiceHandler, assayv1.RegisterSearchServiceHandler, assayv1.RegisterAccessServiceHandler,
	} {
		if err := register(ctx, gateway, s.conn); err != nil {
			return nil, fmt.Errorf("register the gateway: %w", err)
		}
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", gateway)
	mux.Handle("POST /v1/vendors/{vendor}/documents", &uploads{client: assayv1.NewDocumentServiceClient(s.conn), gateway: gateway})
	mux.HandleFunc("GET /openapi.json", s.openAPI)
	mux.HandleFunc("GET /healthz", s.healthz)
	if s.config.Metrics != nil {
		mux.Handle("GET /metrics", s.config.Metrics)
	}
	mux.Handle("/", gateway) // answers what is not there in the API's own form
	return noSniff(mux), nil
}

// openAPI serves the description of the REST API.
func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(s.config.OpenAPI) // a client that went away is no failure of ours
}

// healthz answers 200 when the server can work, else 503 and why.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	if s.config.Ready != nil {
		if err := s.config.Ready(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
	}
	_, _ = fmt.Fprintln(w, "ok") // a client that went away is no failure of ours
}

// noSniff adds the headers that keep a browser from guessing what an answer is.
func noSniff(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// writeError writes a failed call as google.rpc.Status in JSON. What the gateway
// itself refuses gets an ErrorInfo too.
func writeError(ctx context.Context, mux *runtime.ServeMux, m runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	var known *runtime.HTTPStatusError
	if errors.As(err, &known) {
		runtime.DefaultHTTPErrorHandler(ctx, mux, m, w, r, err)
		return
	}
	s := status.Convert(err)
	info := infoOf(s)
	if info == nil {
		s = status.Convert(withDetails(s.Code(), s.Message(), errorInfo(reasonOf(s.Code()), nil)))
		info = infoOf(s)
	}
	out := s.Err()
	if code, special := specialStatus(info.GetReason()); special {
		out = &runtime.HTTPStatusError{HTTPStatus: code, Err: s.Err()}
	}
	runtime.DefaultHTTPErrorHandler(ctx, mux, m, w, r, out)
}

// writeRoutingError answers a path or method that the API does not have.
func writeRoutingError(ctx context.Context, mux *runtime.ServeMux, m runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	err := withDetails(codes.NotFound, fmt.Sprintf("there is no %s %s; /openapi.json lists what there is", r.Method, r.URL.Path), errorInfo("ROUTE_NOT_FOUND", nil))
	switch code {
	case http.StatusMethodNotAllowed:
		err = &runtime.HTTPStatusError{HTTPStatus: code, Err: withDetails(codes.Unimplemented,
			fmt.Sprintf("%s is not for %s; /openapi.json lists what there is", r.URL.Path, r.Method), errorInfo("METHOD_NOT_ALLOWED", nil))}
	case http.StatusBadRequest:
		err = withDetails(codes.InvalidArgument, "the path is not well formed", errorInfo("ROUTE_MALFORMED", nil))
	}
	writeError(ctx, mux, m, w, r, err)
}

// infoOf gives the ErrorInfo of a status, or nil.
func infoOf(s *status.Status) *errdetails.ErrorInfo {
	for _, d := range s.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info
		}
	}
	return nil
}

// reasonOf names a failure that came without a reason, which only the gateway and
// the transport do.
func reasonOf(code codes.Code) string {
	switch code {
	case codes.InvalidArgument:
		return "REQUEST_MALFORMED"
	case codes.ResourceExhausted:
		return "MESSAGE_TOO_LARGE"
	case codes.Unavailable:
		return "UNAVAILABLE"
	}
	return "REFUSED"
}

// specialStatus gives the HTTP status of the reasons for which HTTP has a better
// word than the one that follows from the gRPC code.
func specialStatus(reason string) (int, bool) {
	switch reason {
	case "DOCUMENT_TOO_LARGE":
		return http.StatusRequestEntityTooLarge, true
	case "NOT_A_PDF", "NOT_MULTIPART":
		return http.StatusUnsupportedMediaType, true
	}
	return 0, false
}
