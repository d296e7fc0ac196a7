package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"example.com/assay/internal/attest"
)

const tokenColumns = `token_id, display_name, role, secret_hash, created_at, expires_at, revoked_at, created_by`

func tokenFields(t *attest.Token) []any {
	return []any{
		&t.ID, &t.DisplayName, &t.Role, hash{&t.SecretHash},
		instant{&t.Created}, instant{&t.Expires}, instant{&t.Revoked}, &t.CreatedBy,
	}
}

func scanToken(row scanner) (t attest.Token, err error) {
	err = row.Scan(tokenFields(&t)...)
	return t, err
}

// hash scans a SHA-256.
type hash struct{ to *[32]byte }

// Scan takes 32 bytes.
func (h hash) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != len(h.to) {
		return fmt.Errorf("a hash came as %T", src)
	}
	copy(h.to[:], b)
	return nil
}

// CreateToken adds a token and gives it as stored. It is AlreadyExists
// (TOKEN_EXISTS) when the id is taken, in whichever organisation.
func (t *Tx) CreateToken(tok attest.Token) (attest.Token, error) {
	tok.Created = t.now
	tok.Expires, tok.Revoked = micro(tok.Expires), micro(tok.Revoked)
	_, err := t.exec("create token", `INSERT INTO tokens
		(org_id, token_id, display_name, role, secret_hash, created_at, expires_at, revoked_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.org, tok.ID, tok.DisplayName, tok.Role, tok.SecretHash[:], tok.Created, tok.Expires, tok.Revoked, tok.CreatedBy)
	if is(err, duplicate) {
		return tok, exists("TOKEN_EXISTS", "the token id is taken: create the token again", tokenName(tok.ID))
	}
	return tok, err
}

// micro is the instant as the store keeps it.
func micro(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// Token gives a token; it is NotFound (TOKEN_NOT_FOUND) when there is none.
func (t *Tx) Token(id attest.TokenID) (attest.Token, error) {
	var tok attest.Token
	ok, err := t.row("read token", `SELECT `+tokenColumns+` FROM tokens WHERE org_id = $1 AND token_id = $2`,
		[]any{t.org, id}, tokenFields(&tok)...)
	if err == nil && !ok {
		err = noToken(id)
	}
	return tok, err
}

// Tokens lists tokens, oldest first, revoked ones too, and gives the place of the
// next page, "" at the end.
func (t *Tx) Tokens(p Page) ([]attest.Token, string, error) {
	after, err := parsePosition(p.After, firstInstant)
	if err != nil {
		return nil, "", err
	}
	n := limit(p.Limit)
	found, err := query(&t.unit, "list tokens", scanToken,
		`SELECT `+tokenColumns+` FROM tokens WHERE org_id = $1 AND (created_at, token_id) > ($2, $3)
		ORDER BY created_at, token_id LIMIT $4`, t.org, after.at, after.id, n+1)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(t attest.Token) string { return position{t.Created, string(t.ID)}.String() })
	return page, next, nil
}

// RevokeToken ends a token at the instant at; one that is revoked already keeps its
// first instant. It is NotFound (TOKEN_NOT_FOUND) when there is none.
func (t *Tx) RevokeToken(id attest.TokenID, at time.Time) error {
	n, err := t.exec("revoke token", `UPDATE tokens SET revoked_at = coalesce(revoked_at, $3)
		WHERE org_id = $1 AND token_id = $2`, t.org, id, at)
	if err == nil && n == 0 {
		return noToken(id)
	}
	return err
}

func noToken(id attest.TokenID) error {
	return notFound("TOKEN_NOT_FOUND", "token", tokenName(id))
}

// TokenByID gives a token and its organisation, before the organisation is known,
// in one round trip to the database. It is NotFound (TOKEN_NOT_FOUND) when there is
// none.
func (s *Store) TokenByID(ctx context.Context, id attest.TokenID) (attest.Token, attest.OrgID, error) {
	var tok attest.Token
	var org attest.OrgID
	err := s.one(ctx, scope{"assay.token_id", string(id)},
		`SELECT `+tokenColumns+`, org_id FROM tokens WHERE token_id = $1`, []any{id}, append(tokenFields(&tok), &org)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = noToken(id)
	}
	return tok, org, err
}

const memberColumns = `member_id, email, display_name, roles, created_at, updated_at, version`

func memberFields(m *attest.Member) []any {
	return []any{
		&m.ID, &m.Email, &m.DisplayName, jsonColumn{&m.Roles}, instant{&m.Created}, instant{&m.Updated}, &m.Version,
	}
}

func scanMember(row scanner) (m attest.Member, err error) {
	err = row.Scan(memberFields(&m)...)
	return m, err
}

// CreateMember adds a member and gives it as stored, with its instants and version
// 1. It is AlreadyExists (MEMBER_EXISTS) when the id or the e-mail address is taken.
func (t *Tx) CreateMember(m attest.Member) (attest.Member, error) {
	m.Created, m.Updated, m.Version = t.now, t.now, 1
	roles, err := toJSON(m.Roles)
	if err != nil {
		return m, err
	}
	_, err = t.exec("create member", `INSERT INTO members
		(org_id, member_id, email, display_name, roles, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.org, m.ID, m.Email, m.DisplayName, roles, m.Created, m.Updated, m.Version)
	if is(err, duplicate) {
		return m, memberExists(m.ID)
	}
	return m, err
}

// Member gives a member; it is NotFound (MEMBER_NOT_FOUND) when there is none.
func (t *Tx) Member(id attest.MemberID) (attest.Member, error) {
	var m attest.Member
	ok, err := t.row("read member", `SELECT `+memberColumns+` FROM members WHERE org_id = $1 AND member_id = $2`,
		[]any{t.org, id}, memberFields(&m)...)
	if err == nil && !ok {
		err = noMember(id)
	}
	return m, err
}

// Members lists members, oldest first, and gives the place of the next page, "" at
// the end.
func (t *Tx) Members(p Page) ([]attest.Member, string, error) {
	after, err := parsePosition(p.After, firstInstant)
	if err != nil {
		return nil, "", err
	}
	n := limit(p.Limit)
	found, err := query(&t.unit, "list members", scanMember,
		`SELECT `+memberColumns+` FROM members WHERE org_id = $1 AND (created_at, member_id) > ($2, $3)
		ORDER BY created_at, member_id LIMIT $4`, t.org, after.at, after.id, n+1)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(m attest.Member) string { return position{m.Created, string(m.ID)}.String() })
	return page, next, nil
}

// UpdateMember writes address, name and roles, and gives the member as it then is.
// It is Aborted (ETAG_MISMATCH) when the member is not at version ifVersion (0
// writes over any) and AlreadyExists (MEMBER_EXISTS) when the address is taken.
func (t *Tx) UpdateMember(m attest.Member, ifVersion int64) (attest.Member, error) {
	roles, err := toJSON(m.Roles)
	if err != nil {
		return m, err
	}
	ok, err := t.row("update member", `UPDATE members
		SET email = $3, display_name = $4, roles = $5, updated_at = $6, version = version + 1
		WHERE org_id = $1 AND member_id = $2 AND (CAST($7 AS bigint) = 0 OR version = $7)
		RETURNING created_at, updated_at, version`,
		[]any{t.org, m.ID, m.Email, m.DisplayName, roles, t.now, ifVersion},
		instant{&m.Created}, instant{&m.Updated}, &m.Version)
	if is(err, duplicate) {
		return m, memberExists(m.ID)
	}
	if err != nil || ok {
		return m, err
	}
	if _, err := t.Member(m.ID); err != nil {
		return m, err
	}
	return m, stale(memberName(m.ID))
}

// DeleteMember removes a member; it is NotFound (MEMBER_NOT_FOUND) when there is none.
func (t *Tx) DeleteMember(id attest.MemberID) error {
	n, err := t.exec("delete member", `DELETE FROM members WHERE org_id = $1 AND member_id = $2`, t.org, id)
	if err == nil && n == 0 {
		return noMember(id)
	}
	return err
}

func noMember(id attest.MemberID) error {
	return notFound("MEMBER_NOT_FOUND", "member", memberName(id))
}

func memberExists(id attest.MemberID) error {
	return exists("MEMBER_EXISTS", "a member with this id or e-mail address is there already", memberName(id))
}
