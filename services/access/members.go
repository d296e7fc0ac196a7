package access

import (
	"context"
	"errors"

	"google.golang.org/protobuf/types/known/emptypb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// CreateMember adds a person to the organisation.
func (s *Service) CreateMember(ctx context.Context, req *assayv1.CreateMemberRequest) (*assayv1.Member, error) {
	caller := access.Caller(ctx)
	id, err := attest.NewID(s.Random)
	if err != nil {
		return nil, err
	}
	fingerprint, err := aip.Fingerprint(req)
	if err != nil {
		return nil, err
	}
	member := attest.Member{ID: attest.MemberID(id), Email: req.GetMember().GetEmail(), DisplayName: req.GetMember().GetDisplayName(), Roles: roles(req.GetMember())}
	var out attest.Member
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		name, err := tx.Once("CreateMember", req.GetRequestId(), fingerprint, func() (string, error) {
			name := "members/" + id
			_, err := tx.CreateMember(member)
			return name, errors.Join(err, tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "member.created", Resource: name}))
		})
		if err != nil {
			return err
		}
		made, err := aip.ID("members", name)
		if err != nil {
			return err
		}
		out, err = tx.Member(attest.MemberID(made))
		return err
	})
	if err != nil {
		return nil, err
	}
	return wire.Member(out), nil
}

// roles gives the roles of a member message.
func roles(m *assayv1.Member) []attest.Role {
	var out []attest.Role
	for _, r := range m.GetRoles() {
		out = append(out, wire.RoleOf(r))
	}
	return out
}

// GetMember gives one member.
func (s *Service) GetMember(ctx context.Context, req *assayv1.GetMemberRequest) (*assayv1.Member, error) {
	id, err := aip.ID("members", req.GetName())
	if err != nil {
		return nil, err
	}
	var member attest.Member
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		member, err = tx.Member(attest.MemberID(id))
		return err
	})
	if err != nil {
		return nil, err
	}
	return wire.Member(member), nil
}

// ListMembers gives a page of members.
func (s *Service) ListMembers(ctx context.Context, req *assayv1.ListMembersRequest) (*assayv1.ListMembersResponse, error) {
	after, err := aip.PageAfter(req)
	if err != nil {
		return nil, err
	}
	var found []attest.Member
	var next string
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		found, next, err = tx.Members(store.Page{After: after, Limit: aip.PageSize(req)})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListMembersResponse{}
	for _, m := range found {
		out.Members = append(out.Members, wire.Member(m))
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// UpdateMember changes what the mask names, if the etag still matches.
func (s *Service) UpdateMember(ctx context.Context, req *assayv1.UpdateMemberRequest) (*assayv1.Member, error) {
	caller, change := access.Caller(ctx), req.GetMember()
	id, err := aip.ID("members", change.GetName())
	if err != nil {
		return nil, err
	}
	version, err := aip.Version(change.GetEtag())
	if err != nil {
		return nil, err
	}
	paths, err := aip.Masked(req.GetUpdateMask(), change, "email", "display_name", "roles")
	if err != nil {
		return nil, err
	}
	var member attest.Member
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		if member, err = tx.Member(attest.MemberID(id)); err != nil {
			return err
		}
		if err := apply(&member, change, paths); err != nil {
			return err
		}
		if member, err = tx.UpdateMember(member, version); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "member.updated", Resource: change.GetName(), Detail: aip.Changed(paths)})
	})
	if err != nil {
		return nil, err
	}
	return wire.Member(member), nil
}

// apply sets the fields that the mask names.
func apply(member *attest.Member, change *assayv1.Member, paths []string) error {
	for _, path := range paths {
		switch path {
		case "email":
			member.Email = change.GetEmail()
		case "display_name":
			member.DisplayName = change.GetDisplayName()
		case "roles":
			member.Roles = roles(change)
		}
	}
	if member.Email == "" || len(member.Roles) == 0 {
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "INVALID_FIELD", Field: "member",
			Message: "a member needs an e-mail address and at least one role; leave a field out of the mask to keep what it has"}
	}
	return nil
}

// DeleteMember removes a person from the organisation.
func (s *Service) DeleteMember(ctx context.Context, req *assayv1.DeleteMemberRequest) (*emptypb.Empty, error) {
	caller := access.Caller(ctx)
	id, err := aip.ID("members", req.GetName())
	if err != nil {
		return nil, err
	}
	version, err := aip.Version(req.GetEtag())
	if err != nil {
		return nil, err
	}
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		member, err := tx.Member(attest.MemberID(id))
		if err != nil {
			return err
		}
		if err := aip.CheckVersion(req.GetName(), member.Version, version); err != nil {
			return err
		}
		return errors.Join(
			tx.DeleteMember(member.ID),
			tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "member.deleted", Resource: req.GetName()}),
		)
	})
	return &emptypb.Empty{}, err
}
