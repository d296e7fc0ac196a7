package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.com/assay/internal/attest"
)

// ReasonFeedTrimmed is the reason of the error that a follower gets who is so far
// behind that changes it has not seen were removed.
const ReasonFeedTrimmed = "FEED_TRIMMED"

// Cursor is a place in the feed of changes; "" is its start. The cursors of one
// store compare as strings, in the order of the feed.
type Cursor string

// Change is an outbox row: something happened to a resource.
type Change struct {
	Cursor   Cursor // the place just after the change
	Org      attest.OrgID
	Topic    string // e.g. "document.read"
	Resource string // full resource name
	At       time.Time
}

// Emit writes an outbox row. Who follows the feed sees it when the unit of work has
// been committed, and never when it was not.
func (t *Tx) Emit(topic, resource string) error {
	_, err := t.exec("write the outbox", `INSERT INTO outbox (org_id, topic, resource, at) VALUES ($1, $2, $3, $4)`,
		t.org, topic, resource, t.now)
	return err
}

// Enqueue writes a job for the organisation of the unit of work, which commits with
// it or not at all.
func (t *Tx) Enqueue(job attest.Job) error {
	if t.failed != nil {
		return t.failed
	}
	if t.store.queue == nil {
		return errors.New("store: there is nothing to run jobs")
	}
	job.Org = t.org
	if err := t.store.queue.EnqueueTx(t.ctx, t.tx, job); err != nil {
		return t.fail("enqueue "+job.Kind, err)
	}
	return nil
}

// Changes gives up to max changes of the organisation after a place in the feed, and
// the place to go on from. It is exact, and fails, as SystemTx.Feed does.
func (t *Tx) Changes(after Cursor, max int) ([]Change, Cursor, error) {
	return t.follow(t.store.dialect.feedOfOrg, after, max, t.org)
}

// follow reads the feed.
func (u *unit) follow(text string, after Cursor, max int, org ...any) ([]Change, Cursor, error) {
	xid, id, err := after.parse()
	if err != nil {
		return nil, after, err
	}
	if err := u.reaches(after); err != nil {
		return nil, after, err
	}
	args := append([]any{strconv.FormatInt(xid, 10), id, limit(max)}, org...)
	changes, err := query(u, "follow the outbox", scanChange, text, args...)
	if err != nil || len(changes) == 0 {
		return nil, after, err
	}
	return changes, changes[len(changes)-1].Cursor, nil
}

// reaches is FEED_TRIMMED when changes after a place in the feed have been removed.
func (u *unit) reaches(after Cursor) error {
	if after == "" {
		return nil
	}
	var xid, id int64
	trimmed, err := u.row("read the floor of the outbox", `SELECT xid, id FROM outbox_floor WHERE one`, nil, &xid, &id)
	if err != nil || !trimmed || after >= cursor(xid, id) {
		return err
	}
	return &attest.Error{
		Kind: attest.FailedPrecondition, Reason: ReasonFeedTrimmed,
		Message: "changes after this place in the feed have been removed: start again from the rows and the head of the feed",
	}
}

// cursor is the place just after a row of the outbox.
func cursor(xid, id int64) Cursor { return Cursor(fmt.Sprintf("%016x.%016x", xid, id)) }

func scanChange(row scanner) (c Change, err error) {
	var xid, id int64
	err = row.Scan(&xid, &id, &c.Org, &c.Topic, &c.Resource, instant{&c.At})
	c.Cursor = cursor(xid, id)
	return c, err
}

// parse gives the transaction and the row that a cursor stands behind.
func (c Cursor) parse() (xid, id int64, err error) {
	if c == "" {
		return 0, 0, nil
	}
	left, right, ok := strings.Cut(string(c), ".")
	xid, errX := strconv.ParseInt(left, 16, 64)
	id, errID := strconv.ParseInt(right, 16, 64)
	if !ok || errX != nil || errID != nil || xid < 0 || id < 0 {
		return 0, 0, &attest.Error{
			Kind: attest.InvalidArgument, Reason: "FEED_CURSOR_INVALID",
			Message: "the place in the feed is not one that this store gave: start from the beginning",
		}
	}
	return xid, id, nil
}
