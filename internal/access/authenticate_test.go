package access_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
)

// tokenShelf is a token store in a map that counts its look-ups.
type tokenShelf struct {
	tokens map[attest.TokenID]attest.Token
	looked int
}

func (s *tokenShelf) TokenByID(_ context.Context, id attest.TokenID) (attest.Token, attest.OrgID, error) {
	s.looked++
	token, ok := s.tokens[id]
	if !ok {
		return attest.Token{}, "", &attest.Error{Kind: attest.NotFound, Reason: "TOKEN_NOT_FOUND"}
	}
	return token, "org1", nil
}

// issue makes a token on the shelf and gives its text.
func (s *tokenShelf) issue(t *testing.T, change func(*attest.Token)) string {
	t.Helper()
	id, text, hash, err := access.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	token := attest.Token{ID: id, Role: attest.RoleAnalyst, SecretHash: hash}
	change(&token)
	s.tokens[id] = token
	return text
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	shelf := &tokenShelf{tokens: map[attest.TokenID]attest.Token{}}
	same := func(*attest.Token) {}
	good := shelf.issue(t, same)
	tests := []struct {
		name, text string
		want       error
	}{
		{"in force", good, nil},
		{"no token", "", access.ErrNoToken},
		{"not of our form", "Basic abc", access.ErrBadToken},
		{"no secret", strings.Join(strings.SplitN(good, "_", 3)[:2], "_"), access.ErrBadToken},
		{"wrong secret", good[:len(good)-4] + "AAAA", access.ErrBadToken},
		{"unknown id", "assay_0000000000000000_secret", access.ErrBadToken},
		{"revoked", shelf.issue(t, func(k *attest.Token) { k.Revoked = now.Add(-time.Hour) }), access.ErrRevoked},
		{"past its end", shelf.issue(t, func(k *attest.Token) { k.Expires = now }), access.ErrExpired},
		{"before its end", shelf.issue(t, func(k *attest.Token) { k.Expires = now.Add(time.Second) }), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := access.NewAuthenticator(shelf, func() time.Time { return now })
			p, err := a.Authenticate(t.Context(), tt.text)
			if !errors.Is(err, tt.want) {
				t.Fatalf("error = %v, want %v", err, tt.want)
			}
			if err == nil && (p.Org != "org1" || !p.Has(attest.RoleAnalyst) || p.Has(attest.RoleAdmin)) {
				t.Errorf("principal = %+v", p)
			}
		})
	}
}

func TestAuthenticateCache(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	shelf := &tokenShelf{tokens: map[attest.TokenID]attest.Token{}}
	text := shelf.issue(t, func(*attest.Token) {})
	id := attest.TokenID(strings.Split(text, "_")[1])
	a := access.NewAuthenticator(shelf, func() time.Time { return now })
	call := func() error { _, err := a.Authenticate(t.Context(), text); return err }
	if err := errors.Join(call(), call()); err != nil || shelf.looked != 1 {
		t.Fatalf("two calls: error %v, %d look-ups; want none and 1", err, shelf.looked)
	}
	token := shelf.tokens[id]
	token.Revoked = now
	shelf.tokens[id] = token
	a.Forget(id)
	if err := call(); !errors.Is(err, access.ErrRevoked) {
		t.Errorf("after Forget: error = %v, want %v", err, access.ErrRevoked)
	}
	delete(shelf.tokens, id)
	now = now.Add(time.Minute)
	if err := call(); !errors.Is(err, access.ErrBadToken) {
		t.Errorf("after the cache's time: error = %v, want %v", err, access.ErrBadToken)
	}
}

func TestNewToken(t *testing.T) {
	t.Parallel()
	_, one, hash, err := access.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, two, _, _ := access.NewToken(rand.Reader); one == two {
		t.Error("two tokens are the same")
	}
	if strings.Contains(one, string(hash[:])) || len(one) < 60 {
		t.Errorf("token %q is too short or shows its hash", one)
	}
	if _, _, _, err := access.NewToken(bytes.NewReader(nil)); err == nil {
		t.Error("no error without randomness")
	}
}
