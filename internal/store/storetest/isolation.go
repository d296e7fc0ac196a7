package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// probe calls one method of Tx from another organisation, with the names of ours.
type probe struct {
	method string
	reason string // the reason of the error it has to give; "": no error, and what it gives is empty
	call   func(tx *store.Tx) (any, error)
}

// probes has one entry for each method of Tx.
func probes() []probe {
	return slices.Concat(readingProbes(), changingProbes())
}

func readingProbes() []probe {
	return []probe{
		{"Org", "", nil}, // gives its own argument
		{"Now", "", nil}, // the clock
		{"Organisation", "ORGANISATION_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Organisation() }},
		{"Vendor", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Vendor("acme") }},
		{"Vendors", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Vendors(store.VendorQuery{}); return v, err }},
		{"Document", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Document("one") }},
		{"DocumentByHash", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.DocumentByHash("acme", "hash of one") }},
		{"Documents", "", func(tx *store.Tx) (any, error) {
			d, _, err := tx.Documents(store.DocumentQuery{Vendor: "acme"})
			return d, err
		}},
		{"DocumentsInState", "", func(tx *store.Tx) (any, error) { return tx.DocumentsInState(attest.DocumentReading, 9) }},
		{"BytesInUse", "", func(tx *store.Tx) (any, error) { return tx.BytesInUse([]string{"hash of one"}) }},
		{"Reading", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Reading("one") }},
		{"Passages", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Passages("one") }},
		{"PassagesAt", "", func(tx *store.Tx) (any, error) {
			return tx.PassagesAt([]store.PassageKey{{Document: "one"}, {Document: "one", Ordinal: 1}})
		}},
		{"Evidence", "", func(tx *store.Tx) (any, error) { return tx.Evidence("acme") }},
		{"Correction", "CORRECTION_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Correction("one", "c") }},
		{"Corrections", "", func(tx *store.Tx) (any, error) {
			c, _, err := tx.Corrections(store.CorrectionQuery{Document: "one", Ended: true})
			return c, err
		}},
		{"HoldingCorrections", "", func(tx *store.Tx) (any, error) { return tx.HoldingCorrections("one") }},
		{"VendorCorrections", "", func(tx *store.Tx) (any, error) { return tx.VendorCorrections("acme") }},
		{"Standing", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) { v, _, err := tx.Standing("acme"); return v, err }},
		{"Standings", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Standings(store.StandingQuery{}); return v, err }},
		{"StandingsDue", "", func(tx *store.Tx) (any, error) { return tx.StandingsDue(lastDay, 9) }},
		{"Token", "TOKEN_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Token("tok") }},
		{"Tokens", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Tokens(store.Page{}); return v, err }},
		{"Member", "MEMBER_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.Member("m") }},
		{"Members", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Members(store.Page{}); return v, err }},
		{"AuditEvents", "", func(tx *store.Tx) (any, error) { v, _, err := tx.AuditEvents(store.AuditQuery{}); return v, err }},
		{"Changes", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Changes("", 9); return v, err }},
		{"Request", "", func(tx *store.Tx) (any, error) { v, _, err := tx.Request("create", "id", "other"); return v, err }},
	}
}

func changingProbes() []probe {
	// done gives a result that counts as empty.
	done := func(err error) (any, error) { return nil, err }
	return []probe{
		{"UpdateVendor", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.UpdateVendor(attest.Vendor{ID: "acme"}, 0) }},
		{"DeleteVendor", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.DeleteVendor("acme")) }},
		{"CreateDocument", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) { return addDocument(tx, "acme", "one") }},
		{"UpdateDocument", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.UpdateDocument(attest.Document{ID: "one"}, 0) }},
		{"SetProgress", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.SetProgress("one", 7, 8)) }},
		{"DeleteDocument", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.DeleteDocument("one")) }},
		{"PutReading", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) {
			return done(tx.PutReading("one", &attest.Reading{}, nil))
		}},
		{"CreateCorrection", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) {
			return tx.CreateCorrection(sampleCorrection("c", "one", "opinion"))
		}},
		{"EndCorrection", "CORRECTION_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.EndCorrection("one", "c", "tokens/t")) }},
		{"SetSignOff", "DOCUMENT_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.SetSignOff("one", attest.SignOff{By: "tokens/t"}, 0) }},
		{"PutStanding", "VENDOR_NOT_FOUND", func(tx *store.Tx) (any, error) {
			return done(tx.PutStanding(attest.Standing{Vendor: "acme"}, attest.Date{}))
		}},
		{"CreateToken", "TOKEN_EXISTS", func(tx *store.Tx) (any, error) { return tx.CreateToken(attest.Token{ID: "tok"}) }},
		{"RevokeToken", "TOKEN_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.RevokeToken("tok", time.Unix(9, 0))) }},
		{"UpdateMember", "MEMBER_NOT_FOUND", func(tx *store.Tx) (any, error) { return tx.UpdateMember(attest.Member{ID: "m"}, 0) }},
		{"DeleteMember", "MEMBER_NOT_FOUND", func(tx *store.Tx) (any, error) { return done(tx.DeleteMember("m")) }},
		// These make rows of the same names in the other organisation, beside ours.
		{"CreateVendor", "", func(tx *store.Tx) (any, error) { return done(addVendor(tx, "acme")) }},
		{"CreateMember", "", func(tx *store.Tx) (any, error) {
			_, err := tx.CreateMember(attest.Member{ID: "m", Email: "m@example.com"})
			return done(err)
		}},
		{"AppendAudit", "", func(tx *store.Tx) (any, error) {
			return done(tx.AppendAudit(attest.AuditEvent{Resource: "vendors/acme"}))
		}},
		{"Emit", "", func(tx *store.Tx) (any, error) { return done(tx.Emit("t", "vendors/acme")) }},
		{"Enqueue", "", func(tx *store.Tx) (any, error) {
			return done(tx.Enqueue(attest.Job{Kind: "document.read", Org: buyer, Document: "one"}))
		}},
		{"RememberRequest", "", func(tx *store.Tx) (any, error) {
			return done(tx.RememberRequest("create", "id", "vendors/b", "other"))
		}},
		{"Once", "", func(tx *store.Tx) (any, error) {
			ran := false
			_, err := tx.Once("create", "id2", "other", func() (string, error) { ran = true; return "vendors/b", nil })
			return !ran, err
		}},
	}
}

// lastDay is after every day of the tests.
var lastDay = attest.Date{Year: 2999, Month: time.December, Day: 31}

// testIsolation calls every method from another organisation. A method without a
// probe fails the test.
func testIsolation(t *testing.T, s *store.Store) {
	withJobs(t, s)
	all := probes()
	for _, m := range methods(&store.Tx{}) {
		if !slices.ContainsFunc(all, func(p probe) bool { return p.method == m }) {
			t.Errorf("method %s of Tx has no probe: add one", m)
		}
	}
	fill(t, s)
	before := contents(t, s, buyer)
	for _, p := range all {
		if p.call == nil {
			continue
		}
		var got any
		err := s.Update(t.Context(), other, func(tx *store.Tx) (err error) {
			got, err = p.call(tx)
			return err
		})
		var e *attest.Error
		switch {
		case p.reason == "" && err != nil:
			t.Errorf("%s: error %v", p.method, err)
		case p.reason == "" && !empty(got):
			t.Errorf("%s gave %+v of another organisation", p.method, got)
		case p.reason != "" && (!errors.As(err, &e) || e.Reason != p.reason):
			t.Errorf("%s: error %v, want %s", p.method, err, p.reason)
		}
	}
	equal(t, "what we have", contents(t, s, buyer), before)
	db, _ := s.SQL()
	var n int
	err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM storetest_jobs WHERE org = $1`, string(other)).Scan(&n)
	equal(t, "jobs of the other organisation", n, 1)
	equal(t, "error", err, nil)
	_, err = s.StandingRow(t.Context(), other, "acme", store.StandingRow{})
	wantReason(t, err, attest.NotFound, "STANDING_NOT_FOUND")
}

// empty reports whether a result holds nothing.
func empty(v any) bool {
	r := reflect.ValueOf(v)
	switch {
	case !r.IsValid():
		return true
	case r.Kind() == reflect.Slice, r.Kind() == reflect.Map:
		return r.Len() == 0
	}
	return r.IsZero()
}

// fill gives the buyer a row of everything.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.System(t.Context(), func(tx *store.SystemTx) error {
		_, err := tx.CreateOrganisation(attest.Organisation{ID: buyer})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, buyer, func(tx *store.Tx) error {
		if err := everything(tx); err != nil {
			return err
		}
		_, err := tx.UpdateDocument(attest.Document{ID: "one", State: attest.DocumentReading}, 0)
		if err != nil {
			return err
		}
		if _, err := tx.CreateToken(attest.Token{ID: "tok"}); err != nil {
			return err
		}
		if _, err := tx.CreateMember(attest.Member{ID: "m", Email: "m@example.com"}); err != nil {
			return err
		}
		return tx.PutStanding(attest.Standing{Vendor: "acme", Verdict: attest.Accept}, lastDay)
	})
	settle(t, s)
}

// contents reads all that an organisation has.
func contents(t *testing.T, s *store.Store, org attest.OrgID) map[string]any {
	t.Helper()
	all := map[string]any{}
	view(t, s, org, func(tx *store.Tx) error {
		for _, p := range readingProbes() {
			if p.call == nil {
				continue
			}
			v, err := p.call(tx)
			if p.method == "Request" {
				v, _, err = tx.Request("create", "id", "f")
			}
			if err != nil {
				return err
			}
			if empty(v) {
				t.Errorf("%s gives nothing to its own organisation", p.method)
			}
			all[p.method] = v
		}
		return nil
	})
	return all
}
