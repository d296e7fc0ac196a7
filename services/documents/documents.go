// Package documents is the DocumentService: the files that vendors send, and what
// was read of them.
package documents

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/emptypb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
	"example.com/assay/internal/compare"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/pageimage"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// Service serves documents out of the store and the blob store.
type Service struct {
	assayv1.UnimplementedDocumentServiceServer
	Store    *store.Store
	Blobs    blob.Store
	Intake   *intake.Intake
	Pages    *pageimage.Cache
	Comparer *compare.Comparer
	Now      func() time.Time

	opened openings
}

// find gives the document of a resource name. A document of another vendor, or of
// another organisation, is not found.
func find(tx *store.Tx, name string) (attest.Document, error) {
	vendor, id, err := aip.Document(name)
	if err != nil {
		return attest.Document{}, err
	}
	doc, err := tx.Document(id)
	if err == nil && doc.VendorID != vendor {
		return attest.Document{}, &attest.Error{Kind: attest.NotFound, Reason: "DOCUMENT_NOT_FOUND", Resource: name,
			Message: "there is no such document of this vendor: list the vendor's documents to see what is there"}
	}
	return doc, err
}

// view gives the document of a resource name as it is now.
func (s *Service) view(ctx context.Context, name string) (attest.Document, error) {
	var doc attest.Document
	err := s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		var err error
		doc, err = find(tx, name)
		return err
	})
	return doc, err
}

// GetDocument gives one document.
func (s *Service) GetDocument(ctx context.Context, req *assayv1.GetDocumentRequest) (*assayv1.Document, error) {
	doc, err := s.view(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return wire.Document(doc), nil
}

// ListDocuments gives a page of the documents of one vendor, or of all.
func (s *Service) ListDocuments(ctx context.Context, req *assayv1.ListDocumentsRequest) (*assayv1.ListDocumentsResponse, error) {
	vendor, err := aip.Vendor(req.GetParent())
	if err != nil {
		return nil, err
	}
	query := store.DocumentQuery{Page: store.Page{Limit: aip.PageSize(req)}}
	if vendor != aip.AnyVendor {
		query.Vendor = vendor
	}
	if query.After, err = aip.PageAfter(req); err != nil {
		return nil, err
	}
	for _, state := range req.GetStates() {
		query.States = append(query.States, attest.DocumentState(state.String()))
	}
	for _, kind := range req.GetKinds() {
		query.Kinds = append(query.Kinds, attest.Kind(kind))
	}
	var found []attest.Document
	var next string
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		if query.Vendor != "" {
			if _, err := tx.Vendor(query.Vendor); err != nil {
				return err
			}
		}
		found, next, err = tx.Documents(query)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListDocumentsResponse{}
	for _, doc := range found {
		out.Documents = append(out.Documents, wire.Document(doc))
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// DeleteDocument removes a document and what was read of it.
func (s *Service) DeleteDocument(ctx context.Context, req *assayv1.DeleteDocumentRequest) (*emptypb.Empty, error) {
	caller := access.Caller(ctx)
	version, err := aip.Version(req.GetEtag())
	if err != nil {
		return nil, err
	}
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		if err := aip.CheckVersion(req.GetName(), doc.Version, version); err != nil {
			return err
		}
		return s.Intake.Remove(tx, caller, doc)
	})
	return &emptypb.Empty{}, err
}

// GetReading gives what was read of a document. Opening it is an audit event: a SOC 2
// report is restricted to those it names.
func (s *Service) GetReading(ctx context.Context, req *assayv1.GetReadingRequest) (*assayv1.Reading, error) {
	caller := access.Caller(ctx)
	var reading *attest.Reading
	err := s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		if doc.ReadAt.IsZero() {
			return notRead(doc)
		}
		if reading, err = inView(tx, doc, req.GetView()); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "reading.opened", Resource: req.GetName()})
	})
	if err != nil {
		return nil, err
	}
	return wire.Reading(req.GetName(), reading), nil
}

// inView gives a document's reading: with corrections laid over it, or as read.
func inView(tx *store.Tx, doc attest.Document, view assayv1.ReadingView) (*attest.Reading, error) {
	if view == assayv1.ReadingView_AS_READ {
		return tx.Reading(doc.ID)
	}
	effective, err := intake.Effective(tx, doc.ID)
	if err != nil {
		return nil, err
	}
	return intake.Signed(doc, effective.Reading), nil
}

// notRead says why a document has no reading and what to do about it.
func notRead(doc attest.Document) error {
	message := "the document is being read; ask again in a few seconds, or follow it with :watch"
	if doc.StateReason != "" {
		message = doc.StateReason
	}
	return &attest.Error{Kind: attest.FailedPrecondition, Reason: "DOCUMENT_NOT_READ", Message: message,
		Resource: aip.DocumentName(doc.VendorID, doc.ID), Meta: map[string]string{"state": string(doc.State)}}
}

// ReadDocument has a document read again. With a password it answers when that is
// done, for the password is not kept; without one the reading goes on after the answer.
func (s *Service) ReadDocument(ctx context.Context, req *assayv1.ReadDocumentRequest) (*assayv1.Document, error) {
	doc, err := s.view(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	doc, err = s.Intake.Read(ctx, intake.Again{
		Caller: access.Caller(ctx), Document: doc.ID, Password: req.GetPassword(), RequestID: req.GetRequestId(),
	})
	if err != nil {
		return nil, err
	}
	return wire.Document(doc), nil
}
