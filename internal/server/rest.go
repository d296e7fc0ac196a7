package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
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
		runtime.SetQueryParameterParser(strictQuery{}),
		runtime.WithErrorHandler(writeError),
		runtime.WithRoutingErrorHandler(writeRoutingError),
	)
	err := errors.Join(
		assayv1.RegisterVendorServiceHandlerClient(ctx, gateway, assayv1.NewVendorServiceClient(s.direct)),
		assayv1.RegisterDocumentServiceHandlerClient(ctx, gateway, assayv1.NewDocumentServiceClient(s.direct)),
		assayv1.RegisterRiskServiceHandlerClient(ctx, gateway, assayv1.NewRiskServiceClient(s.direct)),
		assayv1.RegisterFreshnessServiceHandlerClient(ctx, gateway, assayv1.NewFreshnessServiceClient(s.direct)),
		assayv1.RegisterSearchServiceHandlerClient(ctx, gateway, assayv1.NewSearchServiceClient(s.direct)),
		assayv1.RegisterAccessServiceHandlerClient(ctx, gateway, assayv1.NewAccessServiceClient(s.direct)),
	)
	if err != nil {
		return nil, fmt.Errorf("register the gateway: %w", err)
	}
	documents := assayv1.NewDocumentServiceClient(s.direct)
	mux := http.NewServeMux()
	mux.Handle("/v1/", gateway)
	mux.Handle("POST /v1/vendors/{vendor}/documents", &uploads{client: documents, gateway: gateway})
	mux.Handle("GET /v1/vendors/{vendor}/documents/{document}", &streams{client: documents, gateway: gateway})
	mux.Handle("GET /v1/vendors/{vendor}/documents/{document}/pages/{page}", &pictures{gateway: gateway})
	mux.Handle("GET /v1/vendors/{vendor}/standing", &standings{direct: s.direct, gateway: gateway})
	mux.HandleFunc("GET /openapi.json", s.openAPI)
	mux.HandleFunc("GET /healthz", s.healthz)
	if s.config.Metrics != nil {
		mux.Handle("GET /metrics", s.config.Metrics)
	}
	mux.Handle("/", gateway) // answers what is not there in the API's own form
	return noSniff(readable(gateway, mux)), nil
}

// readable refuses a path or query that is not text, which no message can hold.
func readable(gateway *runtime.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := url.QueryUnescape(r.URL.RawQuery)
		if err == nil && utf8.ValidString(r.URL.Path) && utf8.ValidString(query) {
			next.ServeHTTP(w, r)
			return
		}
		_, m := runtime.MarshalerForRequest(gateway, r)
		writeError(r.Context(), gateway, m, w, r, withDetails(codes.InvalidArgument,
			"the path or the query is not well formed: write it in UTF-8, with %XX for what is special", errorInfo("REQUEST_MALFORMED", nil)))
	})
}

// openAPI serves the description of the REST API.
func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(s.config.OpenAPI) // a client that went away is no failure of ours
}

// readyTimeout bounds how long /healthz waits for the parts behind it.
const readyTimeout = 5 * time.Second

// healthz answers 200 when the server can work, else 503; why not is in the log, for
// anybody may ask.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	switch err := s.ready(ctx); {
	case s.stopping.Err() != nil:
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	case err != nil:
		s.config.Log.LogAttrs(ctx, slog.LevelWarn, "not ready", slog.Any("cause", err))
		http.Error(w, "not ready; the log says why", http.StatusServiceUnavailable)
	default:
		_, _ = fmt.Fprintln(w, "ok") // a client that went away is no failure of ours
	}
}

// ready gives why the server cannot work, or nil.
func (s *Server) ready(ctx context.Context) error {
	if s.config.Ready == nil {
		return nil
	}
	return s.config.Ready(ctx)
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
	s := withReason(status.Convert(err))
	out := s.Err()
	if code, special := specialStatus(infoOf(s).GetReason()); special {
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
