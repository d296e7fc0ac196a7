package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// sampleCorrection is a correction with everything that one can hold.
func sampleCorrection(id attest.CorrectionID, document attest.DocumentID, target string) attest.Correction {
	cite := attest.Citation{Page: 4, Quote: "in our opinion", Boxes: []attest.Box{{X0: 1, Y0: 2, X1: 3.5, Y1: 4}}}
	return attest.Correction{
		ID: id, Document: document, Target: target, Action: attest.Override, Values: []string{"unqualified", "é\u2028"}, Reason: `it's "so"`,
		Citation: cite, Exception: &attest.Exception{ID: "e1", Text: "Exception noted.", Deviations: attest.FoundFact(2, "r")}, Siblings: []string{"e1", "e2"},
		Was:          attest.Said{State: attest.Ambiguous, Candidates: []string{"qualified", "unqualified"}, Citations: []attest.Citation{cite}},
		RulesVersion: "7", By: "tokens/t",
	}
}

func testCorrections(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme", "brook")
	var first, second attest.Correction
	update(t, s, buyer, func(tx *store.Tx) error {
		_, err1 := addDocument(tx, "acme", "one")
		_, err2 := addDocument(tx, "brook", "two")
		return errors.Join(err1, err2)
	})
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		first, err = tx.CreateCorrection(sampleCorrection("c1", "one", "opinion"))
		equal(t, "created", first.At, tx.Now())
		equal(t, "vendor", first.Vendor, attest.VendorID("acme"))
		return err
	})
	same := s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		_, err := tx.CreateCorrection(sampleCorrection("c1", "one", "period"))
		return err
	})
	wantReason(t, same, attest.AlreadyExists, "CORRECTION_EXISTS")
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		got, err := tx.Correction("one", "c1")
		equal(t, "correction", got, first)
		if err != nil {
			return err
		}
		// The same id and target belong to another document just as well.
		if _, err = tx.CreateCorrection(sampleCorrection("c1", "two", "opinion")); err != nil {
			return err
		}
		if _, err = tx.CreateCorrection(sampleCorrection("c2", "one", "period")); err != nil {
			return err
		}
		second = sampleCorrection("c3", "one", "opinion")
		second.By = "tokens/u"
		second, err = tx.CreateCorrection(second)
		return err
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Correction("one", "c1")
		first.Ended, first.EndedBy, first.Successor = second.At, "tokens/u", "c3"
		equal(t, "the one before", got, first)
		if err != nil {
			return err
		}
		holding, err := tx.HoldingCorrections("one")
		equal(t, "holding", ids(holding), "c2 c3")
		of, err2 := tx.VendorCorrections("acme")
		equal(t, "of the vendor", fmt.Sprint(len(of), " ", ids(of["one"])), "1 c2 c3")
		nobody, err3 := tx.VendorCorrections("nobody")
		equal(t, "of nobody", len(nobody), 0)
		return errors.Join(err, err2, err3)
	})
	testCorrectionsEnd(t, s)
}

// testCorrectionsEnd withdraws corrections, and deletes their document.
func testCorrectionsEnd(t *testing.T, s *store.Store) {
	end := func(document attest.DocumentID, id attest.CorrectionID) error {
		return s.Update(t.Context(), buyer, func(tx *store.Tx) error { return tx.EndCorrection(document, id, "tokens/v") })
	}
	wantReason(t, end("one", "c1"), attest.FailedPrecondition, "CORRECTION_ENDED")
	wantReason(t, end("one", "c9"), attest.NotFound, "CORRECTION_NOT_FOUND")
	wantReason(t, end("nine", "c1"), attest.NotFound, "CORRECTION_NOT_FOUND")
	equal(t, "error", end("one", "c3"), nil)
	list := func(q store.CorrectionQuery) string {
		var all []attest.Correction
		q.Limit = 1
		for {
			var next string
			view(t, s, buyer, func(tx *store.Tx) error {
				found, place, err := tx.Corrections(q)
				all, next = append(all, found...), place
				return err
			})
			if next == "" {
				return ids(all)
			}
			q.After = next
		}
	}
	equal(t, "holding", list(store.CorrectionQuery{Document: "one"}), "c2")
	equal(t, "all, newest first", list(store.CorrectionQuery{Document: "one", Ended: true}), "c3 c2 c1")
	equal(t, "of a target", list(store.CorrectionQuery{Document: "one", Ended: true, Target: "opinion"}), "c3 c1")
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Correction("one", "c3")
		equal(t, "withdrawn", []any{got.EndedBy, got.Successor, got.Holds()}, []any{"tokens/v", attest.CorrectionID(""), false})
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteDocument("one") })
	equal(t, "of a document that is gone", list(store.CorrectionQuery{Document: "one", Ended: true}), "")
	equal(t, "of the other one", list(store.CorrectionQuery{Document: "two"}), "c1")
	gone := s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		_, err := tx.CreateCorrection(sampleCorrection("c7", "one", "opinion"))
		return err
	})
	wantReason(t, gone, attest.NotFound, "DOCUMENT_NOT_FOUND")
}

// testCorrectionsAtOnce corrects one target from many sides: one correction holds, and
// the others say which one came after them.
func testCorrectionsAtOnce(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error { _, err := addDocument(tx, "acme", "one"); return err })
	const writers = 6
	errs := make(chan error, writers)
	for i := range writers {
		go func() {
			errs <- s.Update(t.Context(), buyer, func(tx *store.Tx) error {
				_, err := tx.CreateCorrection(sampleCorrection(attest.CorrectionID(fmt.Sprint("c", i)), "one", "opinion"))
				return err
			})
		}()
	}
	for range writers {
		equal(t, "error", <-errs, nil)
	}
	view(t, s, buyer, func(tx *store.Tx) error {
		holding, err := tx.HoldingCorrections("one")
		equal(t, "holding", len(holding), 1)
		all, _, err2 := tx.Corrections(store.CorrectionQuery{Document: "one", Ended: true})
		after := map[attest.CorrectionID]bool{}
		for _, c := range all {
			if !c.Holds() {
				after[c.Successor] = true
			}
		}
		equal(t, "successors", len(after), writers-1)
		return errors.Join(err, err2)
	})
}

func testSignOff(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	var made attest.Document
	update(t, s, buyer, func(tx *store.Tx) (err error) { made, err = addDocument(tx, "acme", "one"); return err })
	signed := attest.SignOff{By: "tokens/t", At: time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC), Note: "é", RulesVersion: "7", Facts: "ab"}
	set := func(id attest.DocumentID, sign attest.SignOff, version int64) (d attest.Document, err error) {
		err = s.Update(t.Context(), buyer, func(tx *store.Tx) error { d, err = tx.SetSignOff(id, sign, version); return err })
		return d, err
	}
	_, err := set("two", signed, 0)
	wantReason(t, err, attest.NotFound, "DOCUMENT_NOT_FOUND")
	_, err = set("one", signed, 9)
	wantReason(t, err, attest.Aborted, "ETAG_MISMATCH")
	got, err := set("one", signed, made.Version)
	equal(t, "error", err, nil)
	made.SignOff, made.Version, made.Updated = signed, 2, got.Updated
	equal(t, "signed off", got, made)
	update(t, s, buyer, func(tx *store.Tx) error {
		changed := got
		changed.SignOff = attest.SignOff{}
		after, err := tx.UpdateDocument(changed, 0)
		equal(t, "after an update", after.SignOff, signed)
		return err
	})
	got, err = set("one", attest.SignOff{}, 0)
	equal(t, "error", err, nil)
	equal(t, "open again", []any{got.SignOff, got.Version}, []any{attest.SignOff{}, int64(4)})
}

// ids joins the ids of corrections.
func ids(all []attest.Correction) string {
	out := ""
	for i, c := range all {
		if i > 0 {
			out += " "
		}
		out += string(c.ID)
	}
	return out
}
