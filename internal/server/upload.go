package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
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
	// The request keeps its own body: by that, net/http knows to wait with closing the
	// connection until a client that still sends has heard the answer.
	within := r.WithContext(r.Context())
	within.Body = &timed{ReadCloser: r.Body, conn: http.NewResponseController(w)}
	doc, err := u.upload(within)
	if err != nil {
		w.Header().Set("Connection", "close") // the rest of the body is not read
		writeError(r.Context(), u.gateway, m, w, r, err)
		return
	}
	runtime.ForwardResponseMessage(r.Context(), u.gateway, m, w, r, doc)
}

// silence is how long an upload may send nothing before it is given up.
const silence = time.Minute

// timed is a body whose every read has to give something in time.
type timed struct {
	io.ReadCloser
	conn *http.ResponseController
}

// Read reads from the body, or fails when nothing comes.
func (t *timed) Read(p []byte) (int, error) {
	if err := t.conn.SetReadDeadline(time.Now().Add(silence)); err != nil {
		return 0, err
	}
	return t.ReadCloser.Read(p)
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
			return nil, refusedForm("FILE_MISSING", "file", "the form has no part named \"file\"")
		}
		if err != nil {
			return nil, brokenForm()
		}
		switch part.FormName() {
		case "file":
			header.Filename = shortName(part.FileName())
			return u.send(r, header, part)
		case "request_id":
			value, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
			if err != nil {
				return nil, brokenForm()
			}
			header.RequestId = strings.ToValidUTF8(string(value), "\uFFFD")
		default:
			return nil, unknownPart(part.FormName())
		}
	}
}

// brokenForm is the error of a form that breaks off.
func brokenForm() error {
	return withDetails(codes.InvalidArgument, "the form breaks off or is not well formed; send it again", errorInfo("FORM_MALFORMED", nil))
}

// unknownPart is the error of a form with a part that means nothing here.
func unknownPart(name string) error {
	name = strings.ToValidUTF8(name, "\uFFFD")
	return refusedForm("FORM_PART_UNKNOWN", name, fmt.Sprintf("the form has a part named %q; the file goes into the part \"file\", and \"request_id\" may stand before it", name))
}

// refusedForm is the error of a form with a part at fault.
func refusedForm(reason, part, message string) error {
	return knownStatus(&attest.Error{Kind: attest.InvalidArgument, Reason: reason, Field: part, Message: message})
}

// maxNameBytes is how much of a file's name is passed on; it is for display only.
const maxNameBytes = 255

// shortName makes a file name one that a message can hold.
func shortName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	if len(name) > maxNameBytes {
		name = strings.ToValidUTF8(name[:maxNameBytes], "")
	}
	return name
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
