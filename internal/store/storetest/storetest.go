// Package storetest is the contract of internal/store as tests. An engine is right
// when it passes; where the engines could differ, the contract says what holds.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// Organisations of the tests. Their ids differ in case only.
const (
	buyer attest.OrgID = "buyer"
	other attest.OrgID = "BUYER"
)

// Run holds a store to the contract. open gives a store of its own for each test,
// migrated and without rows, and closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	tests := []struct {
		name string
		run  func(t *testing.T, s *store.Store)
	}{
		{"Vendors", testVendors},
		{"Documents", testDocuments},
		{"Progress", testProgress},
		{"Readings", testReadings},
		{"Passages", testPassages},
		{"Evidence", testEvidence},
		{"Corrections", testCorrections},
		{"CorrectionsAtOnce", testCorrectionsAtOnce},
		{"SignOff", testSignOff},
		{"Standings", testStandings},
		{"Tokens", testTokens},
		{"Members", testMembers},
		{"Audit", testAudit},
		{"AuditTrailStays", testAuditTrailStays},
		{"Requests", testRequests},
		{"RequestsAtOnce", testRequestsAtOnce},
		{"Organisations", testOrganisations},
		{"IdentifiersByteWise", testIdentifiersByteWise},
		{"Text", testText},
		{"LargeValues", testLargeValues},
		{"Instants", testInstants},
		{"EmptyAndAbsent", testEmptyAndAbsent},
		{"PagesInOrder", testPagesInOrder},
		{"PagesWhileInserting", testPagesWhileInserting},
		{"PageTokens", testPageTokens},
		{"ForeignCursors", testForeignCursors},
		{"RollbackOnError", testRollbackOnError},
		{"RollbackOnPanic", testRollbackOnPanic},
		{"FailureSticks", testFailureSticks},
		{"Together", testTogether},
		{"VersionConflict", testVersionConflict},
		{"NothingLostBetweenWriters", testNothingLostBetweenWriters},
		{"SameBytesAtOnce", testSameBytesAtOnce},
		{"ViewReadsOneSnapshot", testViewReadsOneSnapshot},
		{"ViewChangesNothing", testViewChangesNothing},
		{"ContextEnds", testContextEnds},
		{"NeedsOrganisation", testNeedsOrganisation},
		{"Isolation", testIsolation},
		{"RowLevelSecurity", testRowLevelSecurity},
		{"SystemSeesNoContent", testSystemSeesNoContent},
		{"Feed", testFeed},
		{"FeedOfConcurrentWriters", testFeedOfConcurrentWriters},
		{"Trim", testTrim},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

// update runs a unit of work that has to succeed.
func update(t testing.TB, s *store.Store, org attest.OrgID, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), org, fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// view reads in a unit of work that has to succeed.
func view(t testing.TB, s *store.Store, org attest.OrgID, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), org, fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// wantReason fails unless err is an *attest.Error of the kind and reason.
func wantReason(t testing.TB, err error, kind attest.ErrorKind, reason string) {
	t.Helper()
	var e *attest.Error
	if !errors.As(err, &e) {
		t.Errorf("error %v (%T), want an *attest.Error with reason %s", err, err, reason)
		return
	}
	if e.Kind != kind || e.Reason != reason {
		t.Errorf("error %s %s, want %s %s", e.Kind, e.Reason, kind, reason)
	}
	if e.Message == "" {
		t.Errorf("error %s says nothing to a person", e.Reason)
	}
}

// equal fails with the difference unless got is want.
func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// addVendor adds a vendor with an id.
func addVendor(tx *store.Tx, id attest.VendorID) error {
	_, err := tx.CreateVendor(attest.Vendor{ID: id, DisplayName: "Vendor " + string(id), Tier: attest.TierHigh})
	return err
}

// addDocument adds a queued document; its hash is made from its id.
func addDocument(tx *store.Tx, vendor attest.VendorID, id attest.DocumentID) (attest.Document, error) {
	return tx.CreateDocument(attest.Document{
		ID: id, VendorID: vendor, SHA256: "hash of " + string(id), Filename: string(id) + ".pdf",
		Size: 12, State: attest.DocumentQueued, UploadedBy: "tokens/t",
	})
}

// vendors adds vendors, all at one instant.
func vendors(t testing.TB, s *store.Store, org attest.OrgID, ids ...attest.VendorID) {
	t.Helper()
	update(t, s, org, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := addVendor(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// vendorIDs walks the list of vendors in pages of size.
func vendorIDs(ctx context.Context, s *store.Store, org attest.OrgID, size int, between func()) ([]attest.VendorID, error) {
	var ids []attest.VendorID
	q := store.VendorQuery{Page: store.Page{Limit: size}}
	for {
		err := s.View(ctx, org, func(tx *store.Tx) error {
			found, next, err := tx.Vendors(q)
			for _, v := range found {
				ids = append(ids, v.ID)
			}
			if len(found) > size {
				return fmt.Errorf("a page of %d has %d vendors", size, len(found))
			}
			q.After = next
			return err
		})
		if err != nil || q.After == "" {
			return ids, err
		}
		between()
	}
}

// methods gives the names of the exported methods of a type.
func methods(v any) []string {
	var names []string
	for m := range reflect.TypeOf(v).Methods() {
		names = append(names, m.Name)
	}
	return names
}
