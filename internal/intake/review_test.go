package intake_test

import (
	"slices"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
)

// do runs a unit of work of the caller and gives its error.
func (h *house) do(t *testing.T, fn func(tx *store.Tx) error) error {
	t.Helper()
	return h.Store.Update(t.Context(), h.caller.Org, fn)
}

// correct says something of a document as a handler does.
func (h *house) correct(t *testing.T, id attest.DocumentID, c attest.Correction) error {
	t.Helper()
	doc := h.document(t, id)
	return h.do(t, func(tx *store.Tx) error { _, err := h.Correct(tx, h.caller, doc, c); return err })
}

// opinion gives the effective opinion of a document, and the verdict on its vendor.
func (h *house) opinion(t *testing.T, id attest.DocumentID) (opinion attest.Fact[attest.OpinionKind], verdict attest.Verdict, flags []attest.FlagName) {
	t.Helper()
	err := h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		effective, err := intake.Effective(tx, id)
		if err != nil {
			return err
		}
		opinion = effective.Reading.Attestation.Opinion
		for _, f := range effective.Reading.Flags {
			flags = append(flags, f.Name)
		}
		standing, _, err := tx.Standing(acme)
		verdict = standing.Verdict
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return opinion, verdict, flags
}

// TestCorrectionSurvivesReadings reads a corrected document again, under the same rules
// and under others that disagree.
func TestCorrectionSurvivesReadings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.work(t, h.receive(t, samplePDF(t, "soc2_type2_brindleway_2026.pdf").PDF).ID).ID
	err := h.correct(t, id, attest.Correction{ID: "c1", Target: "opinion", Action: attest.Override, Values: []string{"adverse"}, Reason: "page 5"})
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string, conflict bool) {
		t.Helper()
		got, verdict, flags := h.opinion(t, id)
		flagged := false
		for _, f := range flags {
			flagged = flagged || f == attest.FlagReviewConflict
		}
		if got.Value != attest.Adverse || got.Rule != attest.RuleOverride || verdict != attest.Reject || flagged != conflict {
			t.Errorf("%s: opinion %+v, verdict %s, flags %v", when, got, verdict, flags)
		}
	}
	check("corrected", false)
	if _, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: id}); err != nil {
		t.Fatal(err)
	}
	h.work(t, id)
	check("read again", false)
	err = h.do(t, func(tx *store.Tx) error {
		read, err := tx.Reading(id)
		if err != nil {
			return err
		}
		read.RulesVersion, read.Attestation.Opinion = "next", attest.FoundFact(attest.Qualified, "opinion.next")
		return tx.PutReading(id, read, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	check("read by other rules", true)
	err = h.do(t, func(tx *store.Tx) error {
		doc, err := tx.Document(id)
		if err == nil {
			_, err = h.SignOff(tx, h.caller, doc, "")
		}
		return err
	})
	if got := reasonOf(err); got != "REVIEW_CONFLICT" {
		t.Errorf("signed off with a conflict: %v", err)
	}
}

// TestKindOfPeople corrects what a document is, and reads it again.
func TestKindOfPeople(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.work(t, h.receive(t, samplePDF(t, "badge_pebblecroft.pdf").PDF).ID).ID
	was := h.document(t, id)
	if err := h.correct(t, id, attest.Correction{ID: "c1", Target: "kind", Action: attest.Override, Values: []string{"soc2"}, Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if got := h.document(t, id); got.Kind != attest.KindSOC2 || got.Version == was.Version {
		t.Errorf("corrected: kind %s, version %d after %d", got.Kind, got.Version, was.Version)
	}
	if _, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: id}); err != nil {
		t.Fatal(err)
	}
	if got := h.work(t, id); got.Kind != attest.KindSOC2 || got.State != attest.DocumentRead {
		t.Errorf("read again: kind %s, state %s", got.Kind, got.State)
	}
}

// TestSignedOffStays ends a reading after its document was signed off, and gives up
// another: neither changes what was signed off.
func TestSignedOffStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	locked := samplePDF(t, "soc2_type2_brindleway_2026_locked.pdf")
	id := h.receive(t, locked.PDF).ID
	h.work(t, id)
	if _, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: id, Password: locked.Password}); err != nil {
		t.Fatal(err)
	}
	err := h.do(t, func(tx *store.Tx) error {
		doc, err := tx.Document(id)
		if err == nil {
			_, err = h.SignOff(tx, h.caller, doc, " reviewed ")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	signed := h.document(t, id)
	if signed.SignOff.Note != "reviewed" || signed.SignOff.By != h.caller.Name || !signed.SignOff.At.Equal(time.Unix(h.clock.Load(), 0)) {
		t.Errorf("signed off as %+v", signed.SignOff)
	}
	if _, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: id, Password: locked.Password}); reasonOf(err) != "DOCUMENT_SIGNED_OFF" {
		t.Errorf("read while it is signed off: %v", err)
	}
	job := attest.Job{Kind: intake.JobRead, Org: h.caller.Org, Vendor: acme, Document: id}
	if err := h.Work(t.Context(), job); err != nil {
		t.Errorf("a job that comes late: %v", err)
	}
	if err := h.GiveUp(t.Context(), job, nil); err != nil {
		t.Errorf("a job that is given up late: %v", err)
	}
	if got := h.document(t, id); got != signed {
		t.Errorf("the document is %+v, and was %+v when it was signed off", got, signed)
	}
	if err := h.do(t, func(tx *store.Tx) error { return h.Remove(tx, h.caller, signed) }); reasonOf(err) != "DOCUMENT_SIGNED_OFF" {
		t.Errorf("deleted while it is signed off: %v", err)
	}
	h.checkSigned(t, signed, false)
	err = h.do(t, func(tx *store.Tx) error { // behind the product's back
		read, err := tx.Reading(id)
		if err != nil {
			return err
		}
		read.Attestation.Opinion.Value = attest.Adverse
		return tx.PutReading(id, read, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	h.checkSigned(t, signed, true)
}

// checkSigned looks for the flag that tells that a document states other facts than
// were signed off.
func (h *house) checkSigned(t *testing.T, doc attest.Document, want bool) {
	t.Helper()
	err := h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		effective, err := intake.Effective(tx, doc.ID)
		if err != nil {
			return err
		}
		flags := intake.Signed(doc, effective.Reading).Flags
		if got := slices.ContainsFunc(flags, func(f attest.Flag) bool { return f.Name == attest.FlagSignedChanged }); got != want {
			t.Errorf("flagged as changed since the sign-off: %t, want %t", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestQuotes quotes words that stand on a page, in the order of the page or of a
// table's cells, and words that do not.
func TestQuotes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.work(t, h.receive(t, samplePDF(t, "soc2_type2_brindleway_2026.pdf").PDF).ID).ID
	for _, tt := range []struct {
		page   int
		quote  string
		reason string
	}{
		{5, "In our opinion, in all material respects", ""},
		{5, "in all  material respects,\nIN OUR OPINION", ""},
		{5, "in our heartfelt opinion", "QUOTE_NOT_ON_PAGE"},
		{5, "", ""},
		{0, "in our opinion", "PAGE_MISSING"},
	} {
		err := h.correct(t, id, attest.Correction{ID: attest.CorrectionID("c" + tt.quote), Target: "opinion", Action: attest.Confirm,
			Citation: attest.Citation{Page: tt.page, Quote: tt.quote}})
		if got := reasonOf(err); got != tt.reason || tt.reason == "" && err != nil {
			t.Errorf("page %d, %q: %v, want %q", tt.page, tt.quote, err, tt.reason)
		}
	}
}
