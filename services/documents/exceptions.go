package documents

import (
	"context"
	"slices"
	"strconv"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// GetException gives one exception of a document.
func (s *Service) GetException(ctx context.Context, req *assayv1.GetExceptionRequest) (*assayv1.Exception, error) {
	id, err := aip.Exception(req.GetName())
	if err != nil {
		return nil, err
	}
	caller := access.Caller(ctx)
	var out *assayv1.Exception
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		found, err := exceptionsOf(tx, doc)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(found, func(e *assayv1.Exception) bool { return e.GetId() == id })
		if i < 0 {
			return &attest.Error{Kind: attest.NotFound, Reason: "EXCEPTION_NOT_FOUND", Resource: req.GetName(),
				Message: "the reading of this document holds no such exception: list the document's exceptions to see what is there"}
		}
		out = found[i]
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "exception.opened", Resource: req.GetName()})
	})
	return out, err
}

// ListExceptions gives a page of the exceptions of one document, or of all documents
// of a vendor that have been read.
func (s *Service) ListExceptions(ctx context.Context, req *assayv1.ListExceptionsRequest) (*assayv1.ListExceptionsResponse, error) {
	after, err := aip.PageAfter(req)
	if err != nil {
		return nil, err
	}
	from, err := placeOf(after)
	if err != nil {
		return nil, err
	}
	caller := access.Caller(ctx)
	var all []*assayv1.Exception
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		docs, err := documentsUnder(tx, req.GetParent())
		if err != nil {
			return err
		}
		for _, doc := range docs {
			found, err := exceptionsOf(tx, doc)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "exceptions.listed", Resource: req.GetParent()})
	})
	if err != nil {
		return nil, err
	}
	from = min(from, len(all))
	to := min(from+aip.PageSize(req), len(all))
	out, next := &assayv1.ListExceptionsResponse{Exceptions: all[from:to]}, ""
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// placeOf reads the place in the list that a page token holds.
func placeOf(after string) (int, error) {
	if after == "" {
		return 0, nil
	}
	from, err := strconv.Atoi(after)
	if err != nil || from < 0 {
		return 0, aip.ErrPageToken
	}
	return from, nil
}

// documentsUnder gives the document that a parent names, or the vendor's documents
// that have been read.
func documentsUnder(tx *store.Tx, parent string) ([]attest.Document, error) {
	vendor, id, err := aip.Document(parent)
	if err != nil {
		return nil, err
	}
	if id != aip.AnyDocument {
		doc, err := find(tx, parent)
		return []attest.Document{doc}, err
	}
	if _, err := tx.Vendor(vendor); err != nil {
		return nil, err
	}
	evidence, err := tx.Evidence(vendor)
	if err != nil {
		return nil, err
	}
	var docs []attest.Document
	for _, e := range evidence {
		if e.Reading != nil {
			docs = append(docs, e.Document)
		}
	}
	return docs, nil
}

// exceptionsOf gives the exceptions of a document that was read.
func exceptionsOf(tx *store.Tx, doc attest.Document) ([]*assayv1.Exception, error) {
	if doc.ReadAt.IsZero() {
		return nil, notRead(doc)
	}
	effective, err := intake.Effective(tx, doc.ID)
	if err != nil || effective.Reading.Attestation == nil {
		return nil, err
	}
	var out []*assayv1.Exception
	for _, e := range effective.Reading.Attestation.Exceptions.Items {
		out = append(out, wire.Exception(aip.DocumentName(doc.VendorID, doc.ID), e))
	}
	return out, nil
}
