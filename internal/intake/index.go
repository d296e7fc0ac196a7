package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
	"example.com/assay/internal/store"
)

const (
	followEvery  = 150 * time.Millisecond // how often the feed is looked at
	changesBatch = 64                     // changes that one update of an index takes in
	rebuildBatch = 32                     // documents that one update of a rebuild takes in
	feedBatch    = 1000
)

// Indexer keeps the search index of every organisation in step with the store. The
// position in the feed lies in the index itself, written with the postings, so that
// a crash at any point leaves an index that goes on from where it was.
type Indexer struct {
	Store *store.Store
	Index *search.Set
	Log   *slog.Logger
}

// Run follows the feed until ctx ends. A failure is logged and tried again: the
// index is never the truth, and search that lags is no reason to stop the server.
func (ix *Indexer) Run(ctx context.Context) error {
	var cursor store.Cursor
	caughtUp := false
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		err := func() (err error) {
			if !caughtUp {
				cursor, err = ix.CatchUp(ctx)
				caughtUp = err == nil
				return err
			}
			cursor, err = ix.follow(ctx, cursor)
			caughtUp = err == nil
			return err
		}()
		if err != nil && ctx.Err() == nil {
			ix.Log.LogAttrs(ctx, slog.LevelError, "search index lags", slog.Any("cause", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// CatchUp brings every organisation's index up to date and gives the place in the
// feed from which to follow.
func (ix *Indexer) CatchUp(ctx context.Context) (store.Cursor, error) {
	head, err := ix.head(ctx)
	if err != nil {
		return "", err
	}
	orgs, err := organisations(ctx, ix.Store)
	if err != nil {
		return "", err
	}
	for _, org := range orgs {
		if err := ix.update(ctx, org); err != nil {
			return "", err
		}
	}
	return head, nil
}

// follow takes in what changed since a place in the feed, and builds again what was
// found damaged.
func (ix *Indexer) follow(ctx context.Context, after store.Cursor) (store.Cursor, error) {
	next, orgs, err := ix.touched(ctx, after)
	if err != nil {
		return after, err
	}
	for _, org := range ix.Index.Behind() {
		orgs[org] = true
	}
	for org := range orgs {
		if err := ix.update(ctx, org); err != nil {
			return after, err
		}
	}
	return next, nil
}

// touched reads the feed to its end and gives the organisations in it.
func (ix *Indexer) touched(ctx context.Context, after store.Cursor) (store.Cursor, map[attest.OrgID]bool, error) {
	orgs := map[attest.OrgID]bool{}
	for {
		var changes []store.Change
		var next store.Cursor
		err := ix.Store.SystemView(ctx, func(tx *store.SystemTx) error {
			var err error
			changes, next, err = tx.Feed(after, feedBatch)
			return err
		})
		if err != nil || len(changes) == 0 {
			return after, orgs, err
		}
		after = next
		for _, c := range changes {
			orgs[c.Org] = true
		}
	}
}

// update brings one organisation's index up to date; an index that is new, or was
// damaged, is built from the rows.
func (ix *Indexer) update(ctx context.Context, org attest.OrgID) error {
	for {
		position, err := ix.Index.Position(ctx, org)
		if hasReason(err, search.ReasonRebuild) {
			position, err = "", nil
		}
		if err != nil {
			return err
		}
		if position == "" {
			if err := ix.Rebuild(ctx, org); err != nil {
				return err
			}
			continue
		}
		more, err := ix.step(ctx, org, store.Cursor(position))
		if hasReason(err, store.ReasonFeedTrimmed) {
			more, err = true, ix.Rebuild(ctx, org)
		}
		if err != nil || !more {
			return err
		}
	}
}

// step takes in one batch of changes and reports whether there may be more.
func (ix *Indexer) step(ctx context.Context, org attest.OrgID, after store.Cursor) (more bool, err error) {
	var u search.Update
	err = ix.Store.View(ctx, org, func(tx *store.Tx) error {
		changes, next, err := tx.Changes(after, changesBatch)
		if err != nil {
			return err
		}
		more, u = len(changes) > 0, search.Update{From: string(after), To: string(next)}
		seen := map[attest.DocumentID]bool{}
		for _, c := range changes {
			_, id, err := aip.Document(c.Resource)
			if c.Topic != TopicDocument || err != nil || seen[id] {
				continue
			}
			seen[id] = true
			if err := addToUpdate(tx, &u, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !more {
		return false, err
	}
	err = ix.Index.Apply(ctx, org, u)
	if hasReason(err, search.ReasonMoved) || hasReason(err, search.ReasonRebuild) {
		return true, nil // somebody else went ahead, or it has to be built anew: look again
	}
	return true, err
}

// addToUpdate puts a document as it is now, or deletes it where it is gone or was
// not read.
func addToUpdate(tx *store.Tx, u *search.Update, id attest.DocumentID) error {
	doc, err := tx.Document(id)
	if isKind(err, attest.NotFound) || err == nil && doc.ReadAt.IsZero() {
		u.Delete = append(u.Delete, id)
		return nil
	}
	if err != nil {
		return err
	}
	entry, err := entryOf(tx, doc)
	if err != nil {
		return err
	}
	u.Put = append(u.Put, entry)
	return nil
}

// entryOf is what the index takes in of a document that was read.
func entryOf(tx *store.Tx, doc attest.Document) (search.DocumentEntry, error) {
	effective, err := Effective(tx, doc.ID)
	if err != nil {
		return search.DocumentEntry{}, err
	}
	passages, err := tx.Passages(doc.ID)
	return search.DocumentEntry{Document: doc.ID, Vendor: doc.VendorID, Kind: doc.Kind, Span: spanOf(effective.Reading), Passages: passages}, err
}

// spanOf is the days that a document speaks for; the zero Period where it states none.
func spanOf(r *attest.Reading) attest.Period {
	switch {
	case r.Attestation != nil && r.Attestation.Period.State == attest.Found:
		return r.Attestation.Period.Value
	case r.Attestation != nil:
		return attest.Period{Start: r.Attestation.AsOf.Value, End: r.Attestation.AsOf.Value}
	case r.Certificate != nil:
		start := r.Certificate.CycleStart.Value
		if start.IsZero() {
			start = r.Certificate.IssueDate.Value
		}
		return spanBetween(start, r.Certificate.ExpiryDate.Value)
	case r.BridgeLetter != nil:
		return spanBetween(r.BridgeLetter.Period.Value.End, r.BridgeLetter.LetterDate.Value)
	}
	return attest.Period{}
}

// spanBetween is the days from start to end; where only one is known, that day.
func spanBetween(start, end attest.Date) attest.Period {
	if start.IsZero() {
		start = end
	}
	if end.IsZero() {
		end = start
	}
	return attest.Period{Start: start, End: end}
}

// Rebuild builds an organisation's index from the rows. It can be broken off at any
// point: the position is written last, and without one it starts again.
func (ix *Indexer) Rebuild(ctx context.Context, org attest.OrgID) error {
	if err := ix.Index.Drop(ctx, org); err != nil {
		return err
	}
	head, err := ix.head(ctx)
	if err != nil {
		return err
	}
	for after := ""; ; {
		u, next, err := ix.rows(ctx, org, after)
		if err != nil {
			return fmt.Errorf("rebuild the search index: %w", err)
		}
		if err := ix.Index.Apply(ctx, org, u); err != nil {
			return err
		}
		if next == "" {
			return ix.Index.SetPosition(ctx, org, "", string(head))
		}
		after = next
	}
}

// RebuildAll builds the index of every organisation from the rows and says how many.
func (ix *Indexer) RebuildAll(ctx context.Context) (int, error) {
	orgs, err := organisations(ctx, ix.Store)
	if err != nil {
		return 0, err
	}
	for i, org := range orgs {
		if err := ix.Rebuild(ctx, org); err != nil {
			return i, err
		}
	}
	return len(orgs), nil
}

// rows gives one page of documents as an update, and the place of the next page.
func (ix *Indexer) rows(ctx context.Context, org attest.OrgID, after string) (u search.Update, next string, err error) {
	err = ix.Store.View(ctx, org, func(tx *store.Tx) error {
		docs, place, err := tx.Documents(store.DocumentQuery{Page: store.Page{After: after, Limit: rebuildBatch}})
		if err != nil {
			return err
		}
		u, next = search.Update{}, place
		for _, doc := range docs {
			if doc.ReadAt.IsZero() {
				continue
			}
			entry, err := entryOf(tx, doc)
			if err != nil {
				return err
			}
			u.Put = append(u.Put, entry)
		}
		return nil
	})
	return u, next, err
}

// feedStart is the start of the feed, written so that an index that was built while
// the feed was empty has a position too.
const feedStart store.Cursor = "0000000000000000.0000000000000000"

// head is the end of the feed as it is now.
func (ix *Indexer) head(ctx context.Context) (head store.Cursor, err error) {
	err = ix.Store.SystemView(ctx, func(tx *store.SystemTx) error {
		head, err = tx.FeedHead()
		return err
	})
	if head == "" {
		head = feedStart
	}
	return head, err
}

// organisations lists every organisation.
func organisations(ctx context.Context, s *store.Store) ([]attest.OrgID, error) {
	var out []attest.OrgID
	for after := ""; ; {
		var orgs []attest.Organisation
		var next string
		err := s.SystemView(ctx, func(tx *store.SystemTx) error {
			var err error
			orgs, next, err = tx.Organisations(store.Page{After: after})
			return err
		})
		for _, o := range orgs {
			out = append(out, o.ID)
		}
		if err != nil || next == "" {
			return out, err
		}
		after = next
	}
}

// hasReason reports whether err is an *attest.Error with a reason.
func hasReason(err error, reason string) bool {
	var e *attest.Error
	return errors.As(err, &e) && e.Reason == reason
}
