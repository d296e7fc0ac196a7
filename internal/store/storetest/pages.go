package storetest

import (
	"fmt"
	"slices"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

func testPagesInOrder(t *testing.T, s *store.Store) {
	var want []attest.VendorID
	for i := range 25 {
		// Five at one instant, five instants.
		if i%5 == 0 {
			var group []attest.VendorID
			for j := range 5 {
				group = append(group, attest.VendorID(fmt.Sprintf("%02d", 30-i+j)))
			}
			vendors(t, s, buyer, group...)
			want = append(want, group...)
		}
	}
	for _, size := range []int{1, 2, 5, 24, 25, 26} {
		got, err := vendorIDs(t.Context(), s, buyer, size, func() {})
		equal(t, fmt.Sprintf("pages of %d", size), got, want)
		equal(t, "error", err, nil)
	}
	view(t, s, buyer, func(tx *store.Tx) error {
		page, next, err := tx.Vendors(store.VendorQuery{Page: store.Page{Limit: -1}})
		equal(t, "size of the default page", []any{len(page), next}, []any{25, ""})
		return err
	})
}

// testPagesWhileInserting walks lists while rows come and go before and behind the
// place reached: what was there from start to end appears once.
func testPagesWhileInserting(t *testing.T, s *store.Store) {
	stay := []attest.VendorID{"b", "d", "f", "h", "j"}
	vendors(t, s, buyer, stay...)
	added, doomed := 0, []attest.VendorID{"a", "c", "e", "g"}
	vendors(t, s, buyer, doomed...)
	churn := func() {
		vendors(t, s, buyer, attest.VendorID(fmt.Sprint("new", added)))
		added++
		if len(doomed) > 0 {
			update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteVendor(doomed[0]) })
			doomed = doomed[1:]
		}
		if added > 100 {
			t.Fatal("the walk does not end")
		}
	}
	done := 0
	got, err := vendorIDs(t.Context(), s, buyer, 2, func() {
		if done++; done < 8 {
			churn()
		}
	})
	equal(t, "error", err, nil)
	if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
		t.Errorf("a vendor appears twice in %v", got)
	}
	for _, id := range stay {
		if !slices.Contains(got, id) {
			t.Errorf("vendor %s vanished from %v", id, got)
		}
	}
	testDocumentPagesWhileInserting(t, s)
}

// testDocumentPagesWhileInserting does the same with a list that has the newest first.
func testDocumentPagesWhileInserting(t *testing.T, s *store.Store) {
	add := func(id string) {
		update(t, s, buyer, func(tx *store.Tx) error { _, err := addDocument(tx, "b", attest.DocumentID(id)); return err })
	}
	var want, got []attest.DocumentID
	for i := range 7 {
		add(fmt.Sprint(i))
		want = append(want, attest.DocumentID(fmt.Sprint(6-i)))
	}
	q := store.DocumentQuery{Page: store.Page{Limit: 2}}
	for {
		view(t, s, buyer, func(tx *store.Tx) error {
			page, next, err := tx.Documents(q)
			for _, d := range page {
				got = append(got, d.ID)
			}
			q.After = next
			return err
		})
		if q.After == "" {
			break
		}
		add("later" + q.After)
	}
	equal(t, "documents", got, want)
}

func testPageTokens(t *testing.T, s *store.Store) {
	for _, after := range []string{"x", ".", "zzzzzzzzzzzzzzzz.a", "-5.a", "1 .a"} {
		p := store.Page{After: after}
		for what, fn := range map[string]func(tx *store.Tx) error{
			"vendors":   func(tx *store.Tx) error { _, _, err := tx.Vendors(store.VendorQuery{Page: p}); return err },
			"documents": func(tx *store.Tx) error { _, _, err := tx.Documents(store.DocumentQuery{Page: p}); return err },
			"tokens":    func(tx *store.Tx) error { _, _, err := tx.Tokens(p); return err },
			"members":   func(tx *store.Tx) error { _, _, err := tx.Members(p); return err },
		} {
			t.Log(what, after)
			wantReason(t, s.View(t.Context(), buyer, fn), attest.InvalidArgument, "PAGE_TOKEN_INVALID")
		}
	}
}

func testForeignCursors(t *testing.T, s *store.Store) {
	for _, c := range []store.Cursor{"x", ".", "1", "-1.1", "1.-1", "1.1.1", "fffffffffffffffff.1"} {
		err := s.View(t.Context(), buyer, func(tx *store.Tx) error { _, _, err := tx.Changes(c, 1); return err })
		wantReason(t, err, attest.InvalidArgument, "FEED_CURSOR_INVALID")
	}
}
