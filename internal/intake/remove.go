package intake

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

const (
	// collectAfter is how long bytes lie before they may be found to be unneeded:
	// far longer than an upload takes from its last byte to its document's row.
	collectAfter = time.Hour
	// collectBatch is how many blobs are looked up at a time.
	collectBatch = 500
)

// Remove deletes a document with its reading, in the caller's unit of work. Its bytes
// may be another document's too, also of another organisation: Collect deletes them
// when they are nobody's. It is FailedPrecondition (DOCUMENT_SIGNED_OFF) while the
// document is signed off.
func (in *Intake) Remove(tx *store.Tx, caller attest.Principal, doc attest.Document) error {
	if err := open(doc); err != nil {
		return err
	}
	return errors.Join(in.remove(tx, caller, doc), in.Refresh(tx, doc.VendorID), tx.Enqueue(attest.Job{Kind: JobCollect}))
}

// RemoveAll is Remove for all documents of a vendor, those that are signed off as well.
func (in *Intake) RemoveAll(tx *store.Tx, caller attest.Principal, vendor attest.VendorID) error {
	for {
		docs, _, err := tx.Documents(store.DocumentQuery{Vendor: vendor})
		if err != nil {
			return err
		}
		if len(docs) == 0 {
			return errors.Join(in.Refresh(tx, vendor), tx.Enqueue(attest.Job{Kind: JobCollect}))
		}
		for _, doc := range docs {
			if err := in.remove(tx, caller, doc); err != nil {
				return err
			}
		}
	}
}

// remove deletes the rows of a document, and says so to the index and the trail.
func (in *Intake) remove(tx *store.Tx, caller attest.Principal, doc attest.Document) error {
	name := aip.DocumentName(doc.VendorID, doc.ID)
	return errors.Join(
		tx.DeleteDocument(doc.ID),
		tx.Emit(TopicDocument, name),
		tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "document.deleted", Resource: name, Detail: doc.Filename}),
	)
}

// Collect deletes the bytes that no document of any organisation needs and that were
// not uploaded in the last hour: those of removed documents, and of uploads that never
// came to a document. An upload of the same bytes makes them young again, so one under
// way keeps them.
func (in *Intake) Collect(ctx context.Context) error {
	before := in.Now().Add(-collectAfter)
	var batch []string
	err := in.Blobs.Older(ctx, before, func(sum string) error {
		if batch = append(batch, sum); len(batch) < collectBatch {
			return nil
		}
		err := in.deleteUnneeded(ctx, batch, before)
		batch = batch[:0]
		return err
	})
	if err != nil {
		return err
	}
	return in.deleteUnneeded(ctx, batch, before)
}

// deleteUnneeded deletes those of the blobs that are nobody's. Each organisation is
// asked for itself: there is no look at the documents of all.
func (in *Intake) deleteUnneeded(ctx context.Context, sums []string, before time.Time) error {
	if len(sums) == 0 {
		return nil
	}
	needed := map[string]bool{}
	orgs, err := organisations(ctx, in.Store)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		err := in.Store.View(ctx, org, func(tx *store.Tx) error {
			used, err := tx.BytesInUse(sums)
			for sum := range used {
				needed[sum] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, sum := range sums {
		if needed[sum] {
			continue
		}
		if err := in.Blobs.Delete(ctx, sum, before); err != nil {
			return err
		}
		in.Log.LogAttrs(ctx, slog.LevelInfo, "bytes deleted", slog.String("sha256", sum))
	}
	return nil
}
