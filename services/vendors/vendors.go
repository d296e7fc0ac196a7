// Package vendors is the VendorService: the companies that the organisation buys
// from.
package vendors

import (
	"context"
	"errors"
	"io"

	"google.golang.org/protobuf/types/known/emptypb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// Service serves vendors out of the store.
type Service struct {
	assayv1.UnimplementedVendorServiceServer
	Store  *store.Store
	Intake *intake.Intake
	Random io.Reader
}

// CreateVendor adds a vendor under the id the caller chose, or one of ours. The
// same request_id again gives the first answer.
func (s *Service) CreateVendor(ctx context.Context, req *assayv1.CreateVendorRequest) (*assayv1.Vendor, error) {
	caller := access.Caller(ctx)
	vendor := attest.Vendor{
		ID: attest.VendorID(req.GetVendorId()), DisplayName: req.GetVendor().GetDisplayName(), Tier: wire.TierOf(req.GetVendor().GetTier()), Owner: req.GetVendor().GetOwner(),
	}
	fingerprint, err := aip.Fingerprint(req)
	if err != nil {
		return nil, err
	}
	if vendor.ID == "" {
		id, err := attest.NewID(s.Random)
		if err != nil {
			return nil, err
		}
		vendor.ID = attest.VendorID(id)
	}
	var out attest.Vendor
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		name, err := tx.Once("CreateVendor", req.GetRequestId(), fingerprint, func() (string, error) {
			return aip.VendorName(vendor.ID), s.create(tx, caller, vendor)
		})
		if err != nil {
			return err
		}
		id, err := aip.Vendor(name)
		if err != nil {
			return err
		}
		out, err = tx.Vendor(id)
		return err
	})
	return wire.Vendor(out), err
}

// create writes the vendor with its first standing and its trail.
func (s *Service) create(tx *store.Tx, caller attest.Principal, vendor attest.Vendor) error {
	if _, err := tx.CreateVendor(vendor); err != nil {
		return err
	}
	return errors.Join(
		s.Intake.Refresh(tx, vendor.ID),
		tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "vendor.created", Resource: aip.VendorName(vendor.ID)}),
	)
}

// GetVendor gives one vendor.
func (s *Service) GetVendor(ctx context.Context, req *assayv1.GetVendorRequest) (*assayv1.Vendor, error) {
	id, err := aip.Vendor(req.GetName())
	if err != nil {
		return nil, err
	}
	var out attest.Vendor
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		out, err = tx.Vendor(id)
		return err
	})
	return wire.Vendor(out), err
}

// ListVendors gives a page of vendors, oldest first.
func (s *Service) ListVendors(ctx context.Context, req *assayv1.ListVendorsRequest) (*assayv1.ListVendorsResponse, error) {
	query := store.VendorQuery{Page: store.Page{Limit: aip.PageSize(req)}}
	for _, t := range req.GetTiers() {
		query.Tiers = append(query.Tiers, wire.TierOf(t))
	}
	var err error
	if query.After, err = aip.PageAfter(req); err != nil {
		return nil, err
	}
	var found []attest.Vendor
	var next string
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		var err error
		found, next, err = tx.Vendors(query)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListVendorsResponse{}
	for _, v := range found {
		out.Vendors = append(out.Vendors, wire.Vendor(v))
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// UpdateVendor changes what the mask names, if the etag still matches.
func (s *Service) UpdateVendor(ctx context.Context, req *assayv1.UpdateVendorRequest) (*assayv1.Vendor, error) {
	caller, change := access.Caller(ctx), req.GetVendor()
	id, err := aip.Vendor(change.GetName())
	if err != nil {
		return nil, err
	}
	version, err := aip.Version(change.GetEtag())
	if err != nil {
		return nil, err
	}
	paths, err := aip.Masked(req.GetUpdateMask(), change, "display_name", "tier", "owner")
	if err != nil {
		return nil, err
	}
	var out attest.Vendor
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		vendor, err := tx.Vendor(id)
		if err != nil {
			return err
		}
		if err := apply(&vendor, change, paths); err != nil {
			return err
		}
		if out, err = tx.UpdateVendor(vendor, version); err != nil {
			return err
		}
		return errors.Join(s.Intake.Refresh(tx, id), tx.AppendAudit(attest.AuditEvent{
			Actor: caller.Name, Action: "vendor.updated", Resource: aip.VendorName(id), Detail: aip.Changed(paths),
		}))
	})
	return wire.Vendor(out), err
}

// apply sets the fields that the mask names.
func apply(vendor *attest.Vendor, change *assayv1.Vendor, paths []string) error {
	for _, path := range paths {
		switch path {
		case "display_name":
			if change.GetDisplayName() == "" {
				return &attest.Error{Kind: attest.InvalidArgument, Reason: "INVALID_FIELD", Field: "vendor.display_name",
					Message: "a vendor needs a display name; leave display_name out of the mask to keep the one it has"}
			}
			vendor.DisplayName = change.GetDisplayName()
		case "tier":
			vendor.Tier = wire.TierOf(change.GetTier())
		case "owner":
			vendor.Owner = change.GetOwner()
		}
	}
	return nil
}

// DeleteVendor removes a vendor that has no documents, or, with force, one that has.
func (s *Service) DeleteVendor(ctx context.Context, req *assayv1.DeleteVendorRequest) (*emptypb.Empty, error) {
	caller := access.Caller(ctx)
	id, err := aip.Vendor(req.GetName())
	if err != nil {
		return nil, err
	}
	version, err := aip.Version(req.GetEtag())
	if err != nil {
		return nil, err
	}
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		vendor, err := tx.Vendor(id)
		if err != nil {
			return err
		}
		if err := aip.CheckVersion(req.GetName(), vendor.Version, version); err != nil {
			return err
		}
		if req.GetForce() { // without, the store refuses to delete a vendor that has documents
			if err := s.Intake.RemoveAll(tx, caller, id); err != nil {
				return err
			}
		}
		return errors.Join(tx.DeleteVendor(id), tx.AppendAudit(attest.AuditEvent{
			Actor: caller.Name, Action: "vendor.deleted", Resource: req.GetName(), Detail: vendor.DisplayName,
		}))
	})
	return &emptypb.Empty{}, err
}
