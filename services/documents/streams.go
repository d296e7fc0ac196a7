package documents

import (
	"errors"
	"io"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

const (
	watchEvery    = 100 * time.Millisecond // how often a watched document is looked at
	downloadBytes = 256 << 10              // of a file in one message
)

// UploadDocument takes a file in as it arrives: first the header, then its bytes.
func (s *Service) UploadDocument(stream grpc.ClientStreamingServer[assayv1.UploadDocumentRequest, assayv1.Document]) error {
	first, err := stream.Recv()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	header := first.GetHeader()
	if header == nil {
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "HEADER_MISSING", Field: "header",
			Message: "the first message of an upload is its header, with the vendor the document is of"}
	}
	vendor, err := aip.Vendor(header.GetParent())
	if err != nil {
		return err
	}
	ctx := stream.Context()
	doc, err := s.Intake.Receive(ctx, intake.Upload{
		Caller: access.Caller(ctx), Vendor: vendor, Filename: header.GetFilename(), RequestID: header.GetRequestId(),
	}, &chunks{stream: stream})
	if err != nil {
		return err
	}
	return stream.SendAndClose(wire.Document(doc))
}

// chunks reads the bytes of an upload.
type chunks struct {
	stream grpc.ClientStreamingServer[assayv1.UploadDocumentRequest, assayv1.Document]
	rest   []byte
}

// Read gives the next bytes, and io.EOF when the caller has sent all.
func (c *chunks) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		msg, err := c.stream.Recv()
		if err != nil {
			return 0, err
		}
		if msg.GetHeader() != nil {
			return 0, &attest.Error{Kind: attest.InvalidArgument, Reason: "HEADER_REPEATED", Field: "header",
				Message: "an upload has one header, before its bytes"}
		}
		c.rest = msg.GetChunk()
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// WatchDocument sends the document's state now and at each change, until it is
// read or waits for a person.
func (s *Service) WatchDocument(req *assayv1.WatchDocumentRequest, stream grpc.ServerStreamingServer[assayv1.WatchDocumentResponse]) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var sent *assayv1.WatchDocumentResponse
	for {
		doc, err := s.view(stream.Context(), req.GetName())
		if err != nil {
			return err
		}
		now := &assayv1.WatchDocumentResponse{
			State: wire.DocumentState(doc.State), StateReason: doc.StateReason, PagesDone: int32(doc.PagesDone), PagesTotal: int32(doc.Pages),
		}
		if sent == nil || sent.State != now.State || sent.PagesDone != now.PagesDone || sent.StateReason != now.StateReason {
			if err := stream.Send(now); err != nil {
				return err
			}
			sent = now
		}
		if doc.State != attest.DocumentQueued && doc.State != attest.DocumentReading {
			return nil
		}
		select {
		case <-stream.Context().Done():
			return stream.Context().Err()
		case <-tick.C:
		}
	}
}

// DownloadDocument sends the file as it came. Opening it is an audit event.
func (s *Service) DownloadDocument(req *assayv1.DownloadDocumentRequest, stream grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	ctx := stream.Context()
	caller := access.Caller(ctx)
	var doc attest.Document
	err := s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		var err error
		if doc, err = find(tx, req.GetName()); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "document.downloaded", Resource: req.GetName()})
	})
	if err != nil {
		return err
	}
	file, _, err := s.Blobs.Open(ctx, doc.SHA256)
	if err != nil {
		return err
	}
	defer file.Close()
	buf := make([]byte, downloadBytes)
	for {
		n, err := io.ReadFull(file, buf)
		if n > 0 {
			if err := stream.Send(&httpbody.HttpBody{ContentType: "application/pdf", Data: buf[:n]}); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}
