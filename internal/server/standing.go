package server

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/metadata"

	assayv1 "example.com/assay/gen/assay/v1"
)

// writtenSize bounds the standings whose JSON is remembered; past it remembering
// starts anew.
const writtenSize = 2000

// standings answers the question that is asked most, for one vendor's standing. It
// answers as the gateway does, and remembers the JSON beside the message: the
// service gives the same message for as long as nothing has changed.
type standings struct {
	direct  *direct
	gateway *runtime.ServeMux

	mu      sync.RWMutex
	written map[*assayv1.Standing][]byte
}

// ServeHTTP answers with the standing, or with the error of the call. What says
// more than a name and a token is for the gateway to understand.
func (s *standings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	vendor := r.PathValue("vendor")
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || strings.Contains(vendor, "/") || r.Header.Get("Grpc-Timeout") != "" {
		s.gateway.ServeHTTP(w, r)
		return
	}
	ctx := metadata.NewIncomingContext(r.Context(), metadata.MD{"authorization": r.Header["Authorization"]})
	request := &assayv1.GetStandingRequest{Name: "vendors/" + vendor + "/standing"}
	answer, err := s.direct.call(ctx, assayv1.RiskService_GetStanding_FullMethodName, request)
	_, m := runtime.MarshalerForRequest(s.gateway, r)
	var body []byte
	if err == nil {
		body, err = s.write(m, answer)
	}
	if err != nil {
		writeError(r.Context(), s.gateway, m, w, r, err)
		return
	}
	w.Header().Set("Content-Type", m.ContentType(answer))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a client that went away is no failure of ours
}

// write gives the JSON of an answer, as it was written before if it is the same.
func (s *standings) write(m runtime.Marshaler, answer any) ([]byte, error) {
	standing, ok := answer.(*assayv1.Standing)
	if !ok {
		return m.Marshal(answer)
	}
	s.mu.RLock()
	body, ok := s.written[standing]
	s.mu.RUnlock()
	if ok {
		return body, nil
	}
	body, err := m.Marshal(standing)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.written == nil || len(s.written) >= writtenSize {
		s.written = map[*assayv1.Standing][]byte{}
	}
	s.written[standing] = body
	return body, nil
}
