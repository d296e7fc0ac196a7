package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/pressly/goose/v3"

	"example.com/assay/internal/attest"
)

// dialect is everything in which the engines differ.
type dialect struct {
	engine    Engine
	goose     goose.Dialect
	classify  func(error) class
	feed      string // all organisations: $1 transaction, $2 id, $3 limit
	feedOfOrg string // one organisation: the same and $4 organisation
	feedHead  string // the newest row that the feed shows
	feedFloor string // the newest row from before $1 among those that the feed shows
	trim      string // removes all up to transaction $1 and id $2
}

// scope is for whom row-level security lets a transaction work.
type scope struct {
	setting string // assay.org_id, assay.token_id or assay.system
	value   string
}

type scopeKey struct{}

// maxAttempts bounds how often a unit of work runs when others are in its way.
const maxAttempts = 12

// unit is what every unit of work has: one transaction, one instant.
type unit struct {
	ctx      context.Context
	tx       *sql.Tx
	store    *Store
	now      time.Time
	readOnly bool
	failed   error // the first failure of the database; nothing is committed after it
	failure  class
}

// Tx is a unit of work of one organisation. It must not be used after the function
// that got it has returned, nor by two goroutines at once.
type Tx struct {
	unit
	org attest.OrgID
}

// Org is the organisation that the unit of work is bound to.
func (t *Tx) Org() attest.OrgID { return t.org }

// Now is the instant of the unit of work, in UTC to the microsecond. Every row
// that it writes bears this instant.
func (u *unit) Now() time.Time { return u.now }

// View runs fn on one snapshot of what the organisation has. Changing anything in
// it is an error.
func (s *Store) View(ctx context.Context, org attest.OrgID, fn func(*Tx) error) error {
	return s.within(ctx, org, true, fn)
}

// Update runs fn and commits what it did, or nothing when it returns an error or
// panics. When another unit of work is in its way, fn runs again from the start, so
// it must keep no state between calls and have no effect outside tx.
//
// A failure of the database inside fn undoes the unit of work even when fn
// returns nil.
func (s *Store) Update(ctx context.Context, org attest.OrgID, fn func(*Tx) error) error {
	return s.within(ctx, org, false, fn)
}

func (s *Store) within(ctx context.Context, org attest.OrgID, readOnly bool, fn func(*Tx) error) error {
	if org == "" {
		return errors.New("store: a unit of work needs an organisation")
	}
	sc := scope{"assay.org_id", string(org)}
	return s.run(ctx, sc, readOnly, func(u unit) (unit, error) {
		t := &Tx{unit: u, org: org}
		err := fn(t)
		return t.unit, err
	})
}

// run tries until the unit of work is done or fails for a reason of its own.
func (s *Store) run(ctx context.Context, sc scope, readOnly bool, fn func(unit) (unit, error)) error {
	ctx = context.WithValue(ctx, scopeKey{}, sc)
	again := false // a duplicate has been tried a second time
	for attempt := 1; ; attempt++ {
		u, err := s.attempt(ctx, readOnly, fn)
		switch {
		case err == nil:
			return nil
		case u.failure == conflict && attempt < maxAttempts:
		case u.failure == duplicate && s.dialect.engine == Postgres && !again:
			// The row may have been committed after our snapshot was taken, by a
			// unit of work that did the same. Seen again, it is there to be found.
			again = true
		default:
			return settle(err)
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// attempt runs fn once in a transaction.
func (s *Store) attempt(ctx context.Context, readOnly bool, fn func(unit) (unit, error)) (u unit, err error) {
	db := s.write
	if readOnly {
		db = s.read
	}
	u = unit{ctx: ctx, store: s, readOnly: readOnly, now: s.now().UTC().Truncate(time.Microsecond)}
	if u.tx, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: readOnly && s.dialect.engine == Postgres}); err != nil {
		return u, u.fail("begin", err)
	}
	ended := false
	defer func() {
		if !ended {
			_ = u.tx.Rollback() // nothing of it may stay; the error that led here is the one to report
		}
	}()
	u, err = fn(u)
	if u.failed != nil && (err == nil || u.failure == conflict) {
		err = u.failed
	}
	if err != nil {
		return u, err
	}
	ended = true
	if err := u.tx.Commit(); err != nil {
		return u, u.fail("commit", err)
	}
	return u, nil
}

// pause waits longer with each attempt, at most a tenth of a second.
func pause(ctx context.Context, attempt int) error {
	wait := time.NewTimer(min(time.Millisecond<<attempt, 100*time.Millisecond))
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
