package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	assayv1 "example.com/assay/gen/assay/v1"
)

// streams carries the calls about one document that answer with more than one
// message, and passes on all others. The gateway's own way would put line breaks
// between the pieces of a file and give the error of a call another form.
type streams struct {
	client  assayv1.DocumentServiceClient
	gateway *runtime.ServeMux
}

// ServeHTTP tells :download and :watch from the document itself.
func (s *streams) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, verb, _ := strings.Cut(r.PathValue("document"), ":")
	name := "vendors/" + r.PathValue("vendor") + "/documents/" + id
	ctx, cancel := context.WithCancel(metadata.AppendToOutgoingContext(r.Context(), "authorization", r.Header.Get("Authorization")))
	defer cancel()
	var err error
	switch verb {
	case "download":
		err = s.download(ctx, w, name)
	case "watch":
		err = s.watch(ctx, w, r, name)
	default:
		s.gateway.ServeHTTP(w, r)
	}
	if err != nil {
		_, m := runtime.MarshalerForRequest(s.gateway, r)
		writeError(r.Context(), s.gateway, m, w, r, err)
	}
}

// download sends a file as it came. An error is one from before the first byte; later
// ones cut the connection, so that half a file is not taken for the whole.
func (s *streams) download(ctx context.Context, w http.ResponseWriter, name string) error {
	stream, err := s.client.DownloadDocument(ctx, &assayv1.DownloadDocumentRequest{Name: name})
	if err != nil {
		return err
	}
	piece, err := stream.Recv()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", "attachment")
	for ; err == nil; piece, err = stream.Recv() {
		if _, err := w.Write(piece.GetData()); err != nil {
			return nil // the client went away, and nobody is left to be told
		}
	}
	if !errors.Is(err, io.EOF) {
		panic(http.ErrAbortHandler) // what net/http has to cut a connection with
	}
	return nil
}

// watch sends the steps of a reading as lines of JSON. An error is one from before the
// first line; a later one is the last line.
func (s *streams) watch(ctx context.Context, w http.ResponseWriter, r *http.Request, name string) error {
	stream, err := s.client.WatchDocument(ctx, &assayv1.WatchDocumentRequest{Name: name})
	if err != nil {
		return err
	}
	step, err := stream.Recv()
	if err != nil {
		return err
	}
	_, m := runtime.MarshalerForRequest(s.gateway, r)
	ctx = runtime.NewServerMetadataContext(ctx, runtime.ServerMetadata{})
	runtime.ForwardResponseStream(ctx, s.gateway, m, w, r, func() (proto.Message, error) {
		if first := step; first != nil {
			step = nil
			return first, nil
		}
		return stream.Recv()
	})
	return nil
}
