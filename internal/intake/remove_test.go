package intake_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
)

// remove deletes a document as a handler does.
func (h *house) remove(t *testing.T, caller attest.Principal, doc attest.Document) {
	t.Helper()
	err := h.Store.Update(t.Context(), caller.Org, func(tx *store.Tx) error { return h.Remove(tx, caller, doc) })
	if err != nil {
		t.Fatal(err)
	}
}

// neighbour makes another organisation with a vendor of the same name.
func (h *house) neighbour(t *testing.T) attest.Principal {
	t.Helper()
	caller := attest.Principal{Org: "org2", Name: "tokens/n", Roles: []attest.Role{attest.RoleAnalyst}}
	err := h.Store.System(t.Context(), func(tx *store.SystemTx) error {
		_, err := tx.CreateOrganisation(attest.Organisation{ID: caller.Org})
		return err
	})
	if err == nil {
		err = h.Store.Update(t.Context(), caller.Org, func(tx *store.Tx) error {
			_, err := tx.CreateVendor(attest.Vendor{ID: acme, DisplayName: "Acme"})
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return caller
}

func TestCollect(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	next := h.neighbour(t)
	body := samplePDF(t, "badge_pebblecroft.pdf").PDF
	ours := h.receive(t, body)
	theirs, err := h.Receive(t.Context(), intake.Upload{Caller: next, Vendor: acme}, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	step := func(what string, hours int64, want int) {
		t.Helper()
		h.clock.Add(hours * 3600)
		if err := h.Collect(t.Context()); err != nil {
			t.Fatal(err)
		}
		if files := blobFiles(t, h.blobs); len(files) != want+1 { // and the lock
			t.Errorf("%s: %v, want %d blobs", what, files, want)
		}
	}
	h.queue.jobs = nil
	h.remove(t, h.caller, ours)
	if len(h.queue.jobs) != 1 || h.queue.jobs[0].Kind != intake.JobCollect {
		t.Errorf("jobs of a removal = %v, want one to collect", h.queue.jobs)
	}
	step("removed by us, needed by another organisation", 2, 1)
	h.remove(t, next, theirs)
	again := h.receive(t, body)
	h.remove(t, h.caller, again)
	step("removed by all, uploaded just now", 0, 1)
	step("removed by all, an hour ago", 2, 0)
}

// TestCollectLosesNoUpload uploads bytes that lie there unneeded since long while they
// are being collected.
func TestCollectLosesNoUpload(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := samplePDF(t, "badge_pebblecroft.pdf").PDF
	for range 25 {
		h.remove(t, h.caller, h.receive(t, body))
		h.clock.Add(2 * 3600)
		var doc attest.Document
		var received, collected error
		var wg sync.WaitGroup
		wg.Go(func() { collected = h.Collect(t.Context()) })
		wg.Go(func() {
			doc, received = h.Receive(t.Context(), intake.Upload{Caller: h.caller, Vendor: acme}, bytes.NewReader(body))
		})
		wg.Wait()
		if err := errors.Join(received, collected); err != nil {
			t.Fatal(err)
		}
		if err := blob.Verify(t.Context(), h.Blobs, doc.SHA256); err != nil {
			t.Fatalf("the bytes of an acknowledged upload: %v", err)
		}
	}
}

func TestRemoveAll(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 60 { // more than a page
		h.receive(t, append(bytes.Clone([]byte("%PDF-1.7\n%")), byte('A'+i)))
	}
	err := h.Store.Update(t.Context(), h.caller.Org, func(tx *store.Tx) error { return h.RemoveAll(tx, h.caller, acme) })
	if err != nil {
		t.Fatal(err)
	}
	err = h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		left, _, err := tx.Documents(store.DocumentQuery{})
		if len(left) != 0 {
			t.Errorf("%d documents are left", len(left))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	locked := samplePDF(t, "soc2_type2_brindleway_2026_locked.pdf")
	id := h.work(t, h.receive(t, locked.PDF).ID).ID
	read := func(password string) (attest.Document, error) {
		return h.Read(t.Context(), intake.Again{Caller: h.caller, Document: id, Password: password})
	}
	tests := []struct {
		name, password, reason string
		answer, settled        attest.DocumentState
		jobs                   int
	}{
		{"locked, without a password", "", "", attest.DocumentLocked, attest.DocumentLocked, 0},
		{"locked, with a wrong one", "no", "PASSWORD_WRONG", "", attest.DocumentLocked, 0},
		{"locked, with the right one", locked.Password, "", attest.DocumentRead, attest.DocumentRead, 0},
		{"read, with a wrong one", "no", "PASSWORD_WRONG", "", attest.DocumentRead, 0},
		{"read, with the right one", locked.Password, "", attest.DocumentRead, attest.DocumentRead, 0},
		{"read, without a password", "", "", attest.DocumentQueued, attest.DocumentRead, 1},
	}
	for _, tt := range tests {
		doc, err := read(tt.password)
		if reasonOf(err) != tt.reason || doc.State != tt.answer || len(h.queue.jobs) != tt.jobs {
			t.Errorf("%s: answered %q, %v and %d jobs, want %q, %q and %d", tt.name, doc.State, err, len(h.queue.jobs), tt.answer, tt.reason, tt.jobs)
		}
		if doc = h.work(t, id); doc.State != tt.settled {
			t.Errorf("%s: settled as %s (%s), want %s", tt.name, doc.State, doc.StateReason, tt.settled)
		}
	}
	err := h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		_, err := tx.Reading(id)
		return err
	})
	if err != nil {
		t.Errorf("the reading that was had: %v", err)
	}
}
