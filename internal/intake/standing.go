package intake

import (
	"context"
	"errors"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/materiality"
	"example.com/assay/internal/store"
)

// sweepBatch is how many standings one unit of work brings up to date.
const sweepBatch = 100

// assess works out a vendor's timeline and standing as of a day.
func (in *Intake) assess(tx *store.Tx, id attest.VendorID, today attest.Date) (attest.Timeline, attest.Standing, error) {
	vendor, err := tx.Vendor(id)
	if err != nil {
		return attest.Timeline{}, attest.Standing{}, err
	}
	evidence, err := Evidence(tx, id)
	if err != nil {
		return attest.Timeline{}, attest.Standing{}, err
	}
	timeline := freshness.Build(id, evidence, in.Freshness, today)
	in.flagBefore(timeline, evidence)
	return timeline, materiality.Standing(vendor, evidence, timeline, in.Risk, today), nil
}

// Refresh writes a vendor's standing as of today, in the unit of work that changes
// what it depends on. It holds for the day.
func (in *Intake) Refresh(tx *store.Tx, id attest.VendorID) error {
	today := in.today()
	_, standing, err := in.assess(tx, id, today)
	if err != nil {
		return err
	}
	return tx.PutStanding(standing, today.AddDays(1))
}

// Timeline gives a vendor's timeline as of today.
func (in *Intake) Timeline(ctx context.Context, org attest.OrgID, id attest.VendorID) (attest.Timeline, error) {
	var out attest.Timeline
	err := in.Store.View(ctx, org, func(tx *store.Tx) error {
		var err error
		out, _, err = in.assess(tx, id, in.today())
		return err
	})
	return out, err
}

// Sweep brings the standings of an organisation up to date with the day. It is
// cheap when there is nothing to do.
func (in *Intake) Sweep(ctx context.Context, org attest.OrgID) error {
	for {
		var due []attest.VendorID
		err := in.Store.View(ctx, org, func(tx *store.Tx) error {
			var err error
			due, err = tx.StandingsDue(in.today(), sweepBatch)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		err = in.Store.Update(ctx, org, func(tx *store.Tx) error {
			for _, id := range due {
				if err := in.Refresh(tx, id); err != nil && !isKind(err, attest.NotFound) {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// How long the feed and the answers to creating calls are kept. An index that is
// further behind is built from the rows.
const (
	keepFeed     = 30 * 24 * time.Hour
	keepRequests = 7 * 24 * time.Hour
)

// SweepAll is Sweep for every organisation. It also drops what the store need not
// keep any longer.
func (in *Intake) SweepAll(ctx context.Context) error {
	orgs, err := organisations(ctx, in.Store)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		if err := in.Sweep(ctx, org); err != nil {
			return err
		}
	}
	now := in.Now()
	return in.Store.System(ctx, func(tx *store.SystemTx) error {
		_, err1 := tx.TrimOutbox(now.Add(-keepFeed))
		_, err2 := tx.TrimRequests(now.Add(-keepRequests))
		return errors.Join(err1, err2)
	})
}
