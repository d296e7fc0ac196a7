package storetest

import (
	"strings"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// testIdentifiersByteWise has identifiers that some collations take for equal, or
// order otherwise. One engine that does is a way into another's rows.
func testIdentifiersByteWise(t *testing.T, s *store.Store) {
	ids := []attest.VendorID{"A", "B", "Z", "_", "a", "a ", "a-b", "aB", "ab", "b", "e\u0301", "z", "\u00e4", "\u00e9", "\uff41", "\U0001F600"}
	backwards := make([]attest.VendorID, len(ids))
	for i, id := range ids {
		backwards[len(ids)-1-i] = id
	}
	vendors(t, s, buyer, backwards...)
	got, err := vendorIDs(t.Context(), s, buyer, 3, func() {})
	equal(t, "order by id at one instant", got, ids)
	equal(t, "error", err, nil)
	view(t, s, buyer, func(tx *store.Tx) error {
		for _, id := range ids {
			v, err := tx.Vendor(id)
			if err != nil {
				return err
			}
			equal(t, "id", v.ID, id)
		}
		return nil
	})
	for _, id := range []attest.VendorID{"", "c", "a  ", "AB", "\u00c4", "a\x00", "%", "\xff"} {
		err := s.View(t.Context(), buyer, func(tx *store.Tx) error { _, err := tx.Vendor(id); return err })
		wantReason(t, err, attest.NotFound, "VENDOR_NOT_FOUND")
	}
}

func testText(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	for _, test := range []struct{ what, in, want string }{
		{"composed and decomposed", "\u00e9 e\u0301", "\u00e9 e\u0301"},
		{"beyond the basic plane", "𝔸🔐", "𝔸🔐"},
		{"right to left", "\u202bשלום\u202c", "\u202bשלום\u202c"},
		{"quotes and backslashes", `'"\'';--\u0041 $1 ?`, `'"\'';--\u0041 $1 ?`},
		{"white space", " \t\r\n ", " \t\r\n "},
		{"NUL", "a\x00b", "a\uFFFDb"},
		{"not UTF-8", "a\xff\xfeb", "a\uFFFD\uFFFDb"},
	} {
		r := sampleReading()
		r.Title = attest.FoundFact(test.in, "r")
		var name string
		update(t, s, buyer, func(tx *store.Tx) error {
			v, err := tx.UpdateVendor(attest.Vendor{ID: "acme", DisplayName: test.in}, 0)
			if err != nil {
				return err
			}
			d, err := tx.CreateDocument(attest.Document{ID: attest.DocumentID(test.what), VendorID: v.ID, SHA256: test.what, State: attest.DocumentRead})
			if err != nil {
				return err
			}
			return tx.PutReading(d.ID, r, []attest.Passage{{Text: test.in}})
		})
		view(t, s, buyer, func(tx *store.Tx) error {
			v, err := tx.Vendor("acme")
			name = v.DisplayName
			equal(t, test.what+": column", name, test.want)
			p, _ := tx.Passages(attest.DocumentID(test.what))
			equal(t, test.what+": passage", p, []attest.Passage{{Text: test.want}})
			got, _ := tx.Reading(attest.DocumentID(test.what))
			if got == nil || got.Title.Value != test.want {
				t.Errorf("%s: reading %+v, want the title %q", test.what, got, test.want)
			}
			return err
		})
	}
}

func testLargeValues(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	large := strings.Repeat("0123456789abcdé ", 1<<16)
	r := sampleReading()
	r.Title = attest.FoundFact(large, "r")
	update(t, s, buyer, func(tx *store.Tx) error {
		if _, err := addDocument(tx, "acme", "one"); err != nil {
			return err
		}
		return tx.PutReading("one", r, []attest.Passage{{Text: large}})
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Reading("one")
		if err != nil {
			return err
		}
		p, err := tx.Passages("one")
		if got.Title.Value != large || len(p) != 1 || p[0].Text != large {
			t.Error("a value of more than 1 MB came back changed")
		}
		return err
	})
}

func testInstants(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	zone := time.FixedZone("east", 9*3600)
	for _, in := range []time.Time{
		time.Date(1970, 1, 1, 0, 0, 0, 1_000, time.UTC),
		time.Date(2026, 2, 28, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(2026, 2, 28, 23, 59, 59, 123_456_789, zone),
		time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		{},
	} {
		update(t, s, buyer, func(tx *store.Tx) error {
			_, err := tx.CreateToken(attest.Token{ID: attest.TokenID(in.String()), Expires: in})
			return err
		})
		want := in.UTC().Truncate(time.Microsecond)
		view(t, s, buyer, func(tx *store.Tx) error {
			tok, err := tx.Token(attest.TokenID(in.String()))
			if tok.Expires != want {
				t.Errorf("instant %v, want %v in UTC", tok.Expires, want)
			}
			return err
		})
	}
	update(t, s, buyer, func(tx *store.Tx) error {
		now := tx.Now()
		if now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
			t.Errorf("now is %v, want UTC to the microsecond", now)
		}
		v, err := tx.Vendor("acme")
		if v.Created.After(now) {
			t.Errorf("created %v, after %v", v.Created, now)
		}
		return err
	})
}

func testEmptyAndAbsent(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error {
		d, err := tx.CreateDocument(attest.Document{ID: "one", VendorID: "acme", SHA256: "h", State: attest.DocumentQueued})
		if err != nil {
			return err
		}
		got, err := tx.Document("one")
		if err != nil {
			return err
		}
		equal(t, "document of empty fields", got, d)
		if !got.ReadAt.IsZero() {
			t.Errorf("read at %v, want the zero time", got.ReadAt)
		}
		r := &attest.Reading{Flags: []attest.Flag{}, Title: attest.FoundFact("", "r")}
		if err := tx.PutReading("one", r, []attest.Passage{}); err != nil {
			return err
		}
		back, err := tx.Reading("one")
		equal(t, "found and empty", back.Title, r.Title)
		equal(t, "neither", back.Kind, attest.Fact[attest.Kind]{})
		return err
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		p, err := tx.Passages("one")
		equal(t, "passages", len(p), 0)
		list, next, _ := tx.Members(store.Page{})
		equal(t, "members", []any{len(list), next}, []any{0, ""})
		at, _ := tx.PassagesAt(nil)
		equal(t, "passages at no key", len(at), 0)
		return err
	})
}
