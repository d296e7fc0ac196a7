package documents

import (
	"context"

	"google.golang.org/protobuf/types/known/emptypb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/review"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// CreateCorrection says what a document states of one fact or exception.
func (s *Service) CreateCorrection(ctx context.Context, req *assayv1.CreateCorrectionRequest) (*assayv1.Correction, error) {
	caller := access.Caller(ctx)
	fingerprint, err := aip.Fingerprint(req)
	if err != nil {
		return nil, err
	}
	id, err := attest.NewID(s.Intake.Random)
	if err != nil {
		return nil, err
	}
	var out *assayv1.Correction
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := findRead(tx, req.GetParent())
		if err != nil {
			return err
		}
		name, err := tx.Once("CreateCorrection", req.GetRequestId(), fingerprint, func() (string, error) {
			c := wire.CorrectionOf(req.GetCorrection())
			c.ID = attest.CorrectionID(id)
			c, err := s.Intake.Correct(tx, caller, doc, c)
			return aip.CorrectionName(c), err
		})
		if err != nil {
			return err
		}
		out, err = correction(tx, doc, name)
		return err
	})
	return out, err
}

// findRead gives a document that has been read.
func findRead(tx *store.Tx, name string) (attest.Document, error) {
	doc, err := find(tx, name)
	if err == nil && doc.ReadAt.IsZero() {
		err = notRead(doc)
	}
	return doc, err
}

// correction gives a correction of a document by its name, as it stands now.
func correction(tx *store.Tx, doc attest.Document, name string) (*assayv1.Correction, error) {
	id, err := aip.Correction(name)
	if err != nil {
		return nil, err
	}
	c, err := tx.Correction(doc.ID, id)
	if err != nil {
		return nil, err
	}
	all, err := standing(tx, doc, c)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// standing writes corrections of a document with how each stands to the present reading.
func standing(tx *store.Tx, doc attest.Document, corrections ...attest.Correction) ([]*assayv1.Correction, error) {
	var effective review.Result
	if !doc.ReadAt.IsZero() {
		var err error
		if effective, err = intake.Effective(tx, doc.ID); err != nil {
			return nil, err
		}
	}
	var out []*assayv1.Correction
	for _, c := range corrections {
		status, detail := statusOf(c, effective)
		out = append(out, wire.Correction(c, status, detail))
	}
	return out, nil
}

// statusOf says how a correction stands.
func statusOf(c attest.Correction, effective review.Result) (attest.CorrectionStatus, string) {
	switch {
	case c.Holds():
		outcome := effective.Outcomes[c.ID]
		return outcome.Status, outcome.Detail
	case c.Successor == "":
		return attest.CorrectionWithdrawn, ""
	}
	return attest.CorrectionSuperseded, ""
}

// GetCorrection gives one correction. It quotes the document, so that opening it is an
// audit event, as opening the reading is.
func (s *Service) GetCorrection(ctx context.Context, req *assayv1.GetCorrectionRequest) (*assayv1.Correction, error) {
	caller := access.Caller(ctx)
	var out *assayv1.Correction
	err := s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		if out, err = correction(tx, doc, req.GetName()); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "correction.opened", Resource: req.GetName()})
	})
	return out, err
}

// ListCorrections gives a page of the corrections of a document, and is an audit event
// for the same reason.
func (s *Service) ListCorrections(ctx context.Context, req *assayv1.ListCorrectionsRequest) (*assayv1.ListCorrectionsResponse, error) {
	query := store.CorrectionQuery{Page: store.Page{Limit: aip.PageSize(req)}, Target: req.GetTarget(), Ended: req.GetShowEnded()}
	var err error
	if query.After, err = aip.PageAfter(req); err != nil {
		return nil, err
	}
	caller := access.Caller(ctx)
	out, next := &assayv1.ListCorrectionsResponse{}, ""
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetParent())
		if err != nil {
			return err
		}
		query.Document = doc.ID
		found, place, err := tx.Corrections(query)
		if err != nil {
			return err
		}
		next = place
		if out.Corrections, err = standing(tx, doc, found...); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "corrections.listed", Resource: req.GetParent()})
	})
	if err != nil {
		return nil, err
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// DeleteCorrection withdraws a correction.
func (s *Service) DeleteCorrection(ctx context.Context, req *assayv1.DeleteCorrectionRequest) (*emptypb.Empty, error) {
	caller := access.Caller(ctx)
	version, err := aip.Version(req.GetEtag())
	if err != nil {
		return nil, err
	}
	id, err := aip.Correction(req.GetName())
	if err != nil {
		return nil, err
	}
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		c, err := tx.Correction(doc.ID, id)
		if err != nil {
			return err
		}
		if err := aip.CheckVersion(req.GetName(), c.Version(), version); err != nil {
			return err
		}
		return s.Intake.Withdraw(tx, caller, doc, c)
	})
	return &emptypb.Empty{}, err
}

// SignOffDocument locks the facts of a document.
func (s *Service) SignOffDocument(ctx context.Context, req *assayv1.SignOffDocumentRequest) (*assayv1.Document, error) {
	return s.change(ctx, req, func(tx *store.Tx, caller attest.Principal, doc attest.Document) (attest.Document, error) {
		if doc.ReadAt.IsZero() {
			return doc, notRead(doc)
		}
		return s.Intake.SignOff(tx, caller, doc, req.GetNote())
	})
}

// ReopenDocument takes a sign-off back.
func (s *Service) ReopenDocument(ctx context.Context, req *assayv1.ReopenDocumentRequest) (*assayv1.Document, error) {
	return s.change(ctx, req, func(tx *store.Tx, caller attest.Principal, doc attest.Document) (attest.Document, error) {
		return s.Intake.Reopen(tx, caller, doc, req.GetReason())
	})
}

// etagged is a request about a resource at a version.
type etagged interface {
	GetName() string
	GetEtag() string
}

// change changes a document that still has the etag that the caller saw.
func (s *Service) change(ctx context.Context, req etagged,
	do func(*store.Tx, attest.Principal, attest.Document) (attest.Document, error)) (*assayv1.Document, error) {
	caller := access.Caller(ctx)
	version, err := aip.Version(req.GetEtag())
	if err != nil {
		return nil, err
	}
	var out attest.Document
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err := find(tx, req.GetName())
		if err != nil {
			return err
		}
		if err := aip.CheckVersion(req.GetName(), doc.Version, version); err != nil {
			return err
		}
		out, err = do(tx, caller, doc)
		return err
	})
	if err != nil {
		return nil, err
	}
	return wire.Document(out), nil
}
