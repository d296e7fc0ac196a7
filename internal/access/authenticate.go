package access

import (
	"context"
	"errors"
	"sync"
	"time"

	"example.com/assay/internal/attest"
)

// cacheFor is how long a token that was looked up is believed without another
// look: the longest time for which a token revoked through another replica still
// works here. A token revoked through this process is refused at once.
const cacheFor = 2 * time.Second

// cacheSize bounds the tokens remembered; past it the cache starts anew.
const cacheSize = 10_000

// The ways a credential can fail. They say no more than the caller may know.
var (
	ErrNoToken = &attest.Error{Kind: attest.Unauthenticated, Reason: "TOKEN_MISSING",
		Message: "this call needs an API token: send the header \"Authorization: Bearer assay_…\""}
	ErrBadToken = &attest.Error{Kind: attest.Unauthenticated, Reason: "TOKEN_INVALID",
		Message: "the API token is not known: check that it was copied whole, or ask an administrator for a new one"}
	ErrRevoked = &attest.Error{Kind: attest.Unauthenticated, Reason: "TOKEN_REVOKED",
		Message: "the API token was revoked: ask an administrator for a new one"}
	ErrExpired = &attest.Error{Kind: attest.Unauthenticated, Reason: "TOKEN_EXPIRED",
		Message: "the API token is past its end date: ask an administrator for a new one"}
)

// Tokens finds a token by its id, before the organisation is known. An id that no
// organisation has gives an *attest.Error of kind NotFound.
type Tokens interface {
	TokenByID(ctx context.Context, id attest.TokenID) (attest.Token, attest.OrgID, error)
}

// Authenticator turns a bearer token into a principal. Its methods may be called
// from many goroutines.
type Authenticator struct {
	tokens Tokens
	now    func() time.Time

	mu    sync.Mutex
	known map[attest.TokenID]knownToken
}

// knownToken is a token as it was when it was looked up.
type knownToken struct {
	token attest.Token
	org   attest.OrgID
	until time.Time
}

// NewAuthenticator makes an Authenticator over a token store.
func NewAuthenticator(tokens Tokens, now func() time.Time) *Authenticator {
	return &Authenticator{tokens: tokens, now: now, known: map[attest.TokenID]knownToken{}}
}

// Authenticate gives the principal that a token's text proves. A wrong secret
// and an unknown id give the same error.
func (a *Authenticator) Authenticate(ctx context.Context, text string) (attest.Principal, error) {
	if text == "" {
		return attest.Principal{}, ErrNoToken
	}
	id, hash, ok := parseToken(text)
	if !ok {
		return attest.Principal{}, ErrBadToken
	}
	now := a.now()
	known, err := a.lookUp(ctx, id, now)
	if err != nil {
		return attest.Principal{}, err
	}
	token := known.token
	switch {
	case !sameHash(hash, token.SecretHash):
		return attest.Principal{}, ErrBadToken
	case !token.Revoked.IsZero():
		return attest.Principal{}, ErrRevoked
	case !token.InForce(now):
		return attest.Principal{}, ErrExpired
	}
	return attest.Principal{Org: known.org, Name: "tokens/" + string(token.ID), Roles: []attest.Role{token.Role}}, nil
}

// Forget drops what is remembered of a token, so that its revocation holds at once.
func (a *Authenticator) Forget(id attest.TokenID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.known, id)
}

// lookUp finds the token in the cache or the store.
func (a *Authenticator) lookUp(ctx context.Context, id attest.TokenID, now time.Time) (knownToken, error) {
	a.mu.Lock()
	known, ok := a.known[id]
	a.mu.Unlock()
	if ok && now.Before(known.until) {
		return known, nil
	}
	token, org, err := a.tokens.TokenByID(ctx, id)
	if e := (*attest.Error)(nil); errors.As(err, &e) && e.Kind == attest.NotFound {
		return knownToken{}, ErrBadToken
	}
	if err != nil {
		return knownToken{}, err
	}
	known = knownToken{token: token, org: org, until: now.Add(cacheFor)}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= cacheSize {
		clear(a.known)
	}
	a.known[id] = known
	return known, nil
}
