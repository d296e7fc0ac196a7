package documents

import (
	"context"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// CompareDocuments tells what differs between two reports of one vendor, people's
// corrections laid over both. It is an audit event of each, as opening a reading is.
func (s *Service) CompareDocuments(ctx context.Context, req *assayv1.CompareDocumentsRequest) (*assayv1.Comparison, error) {
	caller := access.Caller(ctx)
	if err := comparablePair(req); err != nil {
		return nil, err
	}
	var one, other attest.Evidence
	err := s.Store.Update(ctx, caller.Org, func(tx *store.Tx) (err error) {
		if one, err = evidenceOf(tx, caller, req.GetName(), req.GetWith()); err != nil {
			return err
		}
		other, err = evidenceOf(tx, caller, req.GetWith(), req.GetName())
		return err
	})
	if err != nil {
		return nil, err
	}
	found, err := s.Comparer.Compare(one, other)
	if err != nil {
		return nil, err
	}
	return wire.Comparison(one.Document.VendorID, found), nil
}

// comparablePair refuses two documents of different vendors, and one with itself.
func comparablePair(req *assayv1.CompareDocumentsRequest) error {
	vendor, _, err := aip.Document(req.GetName())
	if err != nil {
		return err
	}
	others, _, err := aip.Document(req.GetWith())
	if err != nil {
		return err
	}
	switch {
	case vendor != others:
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "VENDORS_DIFFER", Field: "with",
			Message: "the documents are of different vendors: name another document of " + aip.VendorName(vendor)}
	case req.GetName() == req.GetWith():
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "SAME_DOCUMENT", Field: "with",
			Message: "a document is compared with another one: name a second document of " + aip.VendorName(vendor)}
	}
	return nil
}

// evidenceOf gives a document that was read with its effective reading, and notes that
// it was opened to be compared with another.
func evidenceOf(tx *store.Tx, caller attest.Principal, name, other string) (attest.Evidence, error) {
	doc, err := find(tx, name)
	if err != nil {
		return attest.Evidence{}, err
	}
	if doc.ReadAt.IsZero() {
		return attest.Evidence{}, notRead(doc)
	}
	effective, err := intake.Effective(tx, doc.ID)
	if err != nil {
		return attest.Evidence{}, err
	}
	return attest.Evidence{Document: doc, Reading: effective.Reading},
		tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "reading.compared", Resource: name + "/reading", Detail: "with " + other})
}
