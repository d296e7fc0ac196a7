package server

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	assayv1 "example.com/assay/gen/assay/v1"
)

// chunkBytes is how much of an upload travels in one message.
const chunkBytes = 256 << 10

// maxFieldBytes bounds a form field that is not the file.
const maxFieldBytes = 1 << 10

// uploads turns a multipart/form-data POST into the client stream of
// DocumentService.UploadDocument. The form has the file in the part "file" and may
// have a "request_id" before it. The file is passed on as it arrives and never
// held whole.
type uploads struct {
	client  assayv1.DocumentServiceClient
	gateway *runtime.ServeMux
}

// ServeHTTP answers with the document, or with the error of the call.
func (u *uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, m := runtime.MarshalerForRequest(u.gateway, r)
	doc, err := u.upload(r)
	if err != nil {
		w.Header().Set("Connection", "close") // the rest of the body is not read
		writeError(r.Context(), u.gateway, m, w, r, err)
		return
	}
	runtime.ForwardResponseMessage(r.Context(), u.gateway, m, w, r, doc)
}

// upload reads the form and sends the file.
func (u *uploads) upload(r *http.Request) (*assayv1.Document, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, withDetails(codes.InvalidArgument, "send the file as multipart/form-data in the part \"file\", as curl -F file=@report.pdf does", errorInfo("NOT_MULTIPART", nil))
	}
	header := &assayv1.UploadDocumentRequest_Header{Parent: "vendors/" + r.PathValue("vendor")}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, withDetails(codes.InvalidArgument, "the form has no part named \"file\"", errorInfo("FILE_MISSING", nil))
		}
		if err != nil {
			return nil, brokenForm()
		}
		switch part.FormName() {
		case "file":
			header.Filename = part.FileName()
			return u.send(r, header, part)
		case "request_id":
			value, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
			if err != nil {
				return nil, brokenForm()
			}
			header.RequestId = string(value)
		}
	}
}

// brokenForm is the error of a form that breaks off.
func brokenForm() error {
	return withDetails(codes.InvalidArgument, "the form breaks off or is not well formed; send it again", errorInfo("FORM_MALFORMED", nil))
}

// send streams one file. The stream's own context ends with the call, so that a
// client that goes away in the middle leaves nothing behind.
func (u *uploads) send(r *http.Request, header *assayv1.UploadDocumentRequest_Header, file *multipart.Part) (*assayv1.Document, error) {
	ctx, cancel := context.WithCancel(metadata.AppendToOutgoingContext(r.Context(), "authorization", r.Header.Get("Authorization")))
	defer cancel()
	stream, err := u.client.UploadDocument(ctx)
	if err != nil {
		return nil, err
	}
	if err := stream.Send(&assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{Header: header}}); err != nil {
		return stream.CloseAndRecv()
	}
	buf := make([]byte, chunkBytes)
	for {
		n, err := io.ReadFull(file, buf)
		if n > 0 {
			// gRPC has encoded the message when Send returns, so the buffer is free again.
			if stream.Send(&assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: buf[:n]}}) != nil {
				return stream.CloseAndRecv()
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && n > 0 && wholePart(file):
			return stream.CloseAndRecv()
		case err != nil:
			return nil, brokenForm()
		}
	}
}

// wholePart reports whether a part ended at its boundary and not in the middle of
// the request.
func wholePart(part *multipart.Part) bool {
	_, err := part.Read(make([]byte, 1))
	return errors.Is(err, io.EOF)
}
