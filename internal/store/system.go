package store

import (
	"context"
	"strconv"
	"time"

	"example.com/assay/internal/attest"
)

// SystemTx is a unit of work above the organisations. It reaches the few things
// that have to be there, and no content of any organisation.
type SystemTx struct{ unit }

// System runs fn as Update does, above the organisations. On SQLite it waits for
// the one that writes; where fn only reads, SystemView does not.
func (s *Store) System(ctx context.Context, fn func(*SystemTx) error) error {
	return s.above(ctx, false, fn)
}

// SystemView runs fn as View does, above the organisations.
func (s *Store) SystemView(ctx context.Context, fn func(*SystemTx) error) error {
	return s.above(ctx, true, fn)
}

func (s *Store) above(ctx context.Context, readOnly bool, fn func(*SystemTx) error) error {
	return s.run(ctx, scope{"assay.system", "on"}, readOnly, func(u unit) (unit, error) {
		t := &SystemTx{u}
		err := fn(t)
		return t.unit, err
	})
}

// CreateOrganisation adds an organisation and gives it as stored. It is
// AlreadyExists (ORGANISATION_EXISTS) when the id is taken.
func (t *SystemTx) CreateOrganisation(o attest.Organisation) (attest.Organisation, error) {
	o.Created = t.now
	_, err := t.exec("create organisation",
		`INSERT INTO organisations (org_id, display_name, created_at) VALUES ($1, $2, $3)`, o.ID, o.DisplayName, o.Created)
	if is(err, duplicate) {
		return o, exists("ORGANISATION_EXISTS", "the organisation is there already: choose another id", "organisations/"+string(o.ID))
	}
	return o, err
}

// Organisations lists organisations by id, and gives the place of the next page, ""
// at the end.
func (t *SystemTx) Organisations(p Page) ([]attest.Organisation, string, error) {
	n := limit(p.Limit)
	found, err := query(&t.unit, "list organisations", scanOrganisation,
		`SELECT org_id, display_name, created_at FROM organisations WHERE org_id > $1 ORDER BY org_id LIMIT $2`, p.After, n+1)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(o attest.Organisation) string { return string(o.ID) })
	return page, next, nil
}

func scanOrganisation(row scanner) (o attest.Organisation, err error) {
	err = row.Scan(&o.ID, &o.DisplayName, instant{&o.Created})
	return o, err
}

// Organisation gives the organisation of the unit of work. It is NotFound
// (ORGANISATION_NOT_FOUND) when there is none.
func (t *Tx) Organisation() (attest.Organisation, error) {
	var o attest.Organisation
	ok, err := t.row("read organisation", `SELECT org_id, display_name, created_at FROM organisations WHERE org_id = $1`,
		[]any{t.org}, &o.ID, &o.DisplayName, instant{&o.Created})
	if err == nil && !ok {
		err = notFound("ORGANISATION_NOT_FOUND", "organisation", "organisations/"+string(t.org))
	}
	return o, err
}

// Feed gives up to max changes of all organisations after a place in the feed, in an
// order that keeps, and the place to go on from. It misses none and repeats none; a
// change appears when every unit of work that began before it was committed has
// ended. It is FailedPrecondition (FEED_TRIMMED) when changes after that place have
// been removed, and InvalidArgument (FEED_CURSOR_INVALID) for no place at all.
func (t *SystemTx) Feed(after Cursor, max int) ([]Change, Cursor, error) {
	return t.follow(t.store.dialect.feed, after, max)
}

// FeedHead gives the place after the newest change that the feed shows, "" when it
// shows none. Who takes it, then reads the rows, then follows from it, misses nothing.
func (t *SystemTx) FeedHead() (Cursor, error) {
	var xid, id int64
	ok, err := t.row("read the head of the outbox", t.store.dialect.feedHead, nil, &xid, &id)
	if err != nil || ok {
		return cursor(xid, id), err
	}
	if ok, err = t.row("read the floor of the outbox", `SELECT xid, id FROM outbox_floor WHERE one`, nil, &xid, &id); !ok {
		return "", err
	}
	return cursor(xid, id), nil
}

// TrimOutbox removes the changes up to the newest that is from before an instant,
// and says how many. A follower that is further behind is told so by FEED_TRIMMED.
func (t *SystemTx) TrimOutbox(before time.Time) (int64, error) {
	var xid, id int64
	found, err := t.row("look for what to trim", t.store.dialect.feedFloor, []any{before}, &xid, &id)
	if err != nil || !found {
		return 0, err
	}
	_, err = t.exec("note the floor of the outbox", `INSERT INTO outbox_floor (one, xid, id) VALUES (true, $1, $2)
		ON CONFLICT (one) DO UPDATE SET xid = excluded.xid, id = excluded.id`, xid, id)
	if err != nil {
		return 0, err
	}
	return t.exec("trim the outbox", t.store.dialect.trim, strconv.FormatInt(xid, 10), id)
}

// TrimRequests forgets answers to creating calls from before an instant, and says
// how many.
func (t *SystemTx) TrimRequests(before time.Time) (int64, error) {
	return t.exec("trim the requests", `DELETE FROM requests WHERE at < $1`, before)
}
