package access

import (
	"context"
	"errors"
	"io"
	"time"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// Service serves tokens, members and the audit trail.
type Service struct {
	assayv1.UnimplementedAccessServiceServer
	Store  *store.Store
	Auth   *access.Authenticator
	Now    func() time.Time
	Random io.Reader
}

// IdentifyCaller says who the credential stands for.
func (s *Service) IdentifyCaller(ctx context.Context, _ *assayv1.IdentifyCallerRequest) (*assayv1.Caller, error) {
	caller := access.Caller(ctx)
	var org attest.Organisation
	err := s.Store.View(ctx, caller.Org, func(tx *store.Tx) error {
		var err error
		org, err = tx.Organisation()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.Caller{Principal: caller.Name, Organization: string(org.ID), OrganizationDisplayName: org.DisplayName}
	for _, r := range caller.Roles {
		out.Roles = append(out.Roles, wire.Role(r))
	}
	return out, nil
}

// CreateToken makes a token and shows its secret, this once.
func (s *Service) CreateToken(ctx context.Context, req *assayv1.CreateTokenRequest) (*assayv1.CreateTokenResponse, error) {
	caller, now := access.Caller(ctx), s.Now()
	expires, err := endOf(req.GetToken(), now)
	if err != nil {
		return nil, err
	}
	id, secret, hash, err := access.NewToken(s.Random)
	if err != nil {
		return nil, err
	}
	fingerprint, err := aip.Fingerprint(req)
	if err != nil {
		return nil, err
	}
	token := attest.Token{ID: id, DisplayName: req.GetToken().GetDisplayName(), Role: wire.RoleOf(req.GetToken().GetRole()), SecretHash: hash, CreatedBy: caller.Name, Expires: expires}
	var made attest.Token
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		found, err := tx.Once("CreateToken", req.GetRequestId(), fingerprint, func() (string, error) {
			_, err := tx.CreateToken(token)
			return string(id), errors.Join(err, tx.AppendAudit(attest.AuditEvent{
				Actor: caller.Name, Action: "token.created", Resource: "tokens/" + string(id), Detail: "role " + string(token.Role),
			}))
		})
		if err != nil {
			return err
		}
		made, err = tx.Token(attest.TokenID(found))
		return err
	})
	if err != nil {
		return nil, err
	}
	if made.ID != id {
		secret = "" // it was shown when the token was made, and is not kept
	}
	return &assayv1.CreateTokenResponse{Token: wire.Token(made), Secret: secret}, nil
}

// endOf gives the end date of a token to be made; the zero time for none.
func endOf(token *assayv1.Token, now time.Time) (time.Time, error) {
	end := token.GetExpireTime()
	if end == nil {
		return time.Time{}, nil
	}
	if err := end.CheckValid(); err != nil {
		return time.Time{}, &attest.Error{Kind: attest.InvalidArgument, Reason: "EXPIRY_INVALID", Field: "token.expire_time",
			Message: "the end date is none between the years 1 and 9999"}
	}
	if !end.AsTime().After(now) {
		return time.Time{}, &attest.Error{Kind: attest.InvalidArgument, Reason: "EXPIRY_PAST", Field: "token.expire_time",
			Message: "the end date is in the past; leave it out for a token without one"}
	}
	return end.AsTime(), nil
}

// GetToken gives one token, without its secret.
func (s *Service) GetToken(ctx context.Context, req *assayv1.GetTokenRequest) (*assayv1.Token, error) {
	id, err := aip.ID("tokens", req.GetName())
	if err != nil {
		return nil, err
	}
	var token attest.Token
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		token, err = tx.Token(attest.TokenID(id))
		return err
	})
	if err != nil {
		return nil, err
	}
	return wire.Token(token), nil
}

// ListTokens gives a page of tokens, without their secrets.
func (s *Service) ListTokens(ctx context.Context, req *assayv1.ListTokensRequest) (*assayv1.ListTokensResponse, error) {
	after, err := aip.PageAfter(req)
	if err != nil {
		return nil, err
	}
	var found []attest.Token
	var next string
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		found, next, err = tx.Tokens(store.Page{After: after, Limit: aip.PageSize(req)})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListTokensResponse{}
	for _, t := range found {
		out.Tokens = append(out.Tokens, wire.Token(t))
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}

// RevokeToken ends a token at once. Revoking it again changes nothing.
func (s *Service) RevokeToken(ctx context.Context, req *assayv1.RevokeTokenRequest) (*assayv1.Token, error) {
	caller := access.Caller(ctx)
	raw, err := aip.ID("tokens", req.GetName())
	if err != nil {
		return nil, err
	}
	id := attest.TokenID(raw)
	var token attest.Token
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) error {
		if token, err = tx.Token(id); err != nil || !token.Revoked.IsZero() {
			return err
		}
		if err := errors.Join(
			tx.RevokeToken(id, tx.Now()),
			tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "token.revoked", Resource: req.GetName()}),
		); err != nil {
			return err
		}
		token, err = tx.Token(id)
		return err
	})
	s.Auth.Forget(id)
	if err != nil {
		return nil, err
	}
	return wire.Token(token), nil
}
