package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// sampleReading is a reading with most shapes of facts in it.
func sampleReading() *attest.Reading {
	end, _ := attest.ParseDate("2025-09-30")
	start, _ := attest.ParseDate("2024-10-01")
	cite := attest.Citation{Page: 3, Quote: "in our opinion, in all material respects", Boxes: []attest.Box{{X0: 72.5, Y0: 0.1, X1: 300.333333333333, Y1: 12}}}
	return &attest.Reading{
		RulesVersion: "7", SHA256: "ab", Kind: attest.FoundFact(attest.KindSOC2, "kind.title", cite),
		Title: attest.AbsentFact[string]("no title page"),
		Pages: []attest.PageRecord{{Number: 1, Width: 612, Height: 792.25, Words: 431, Reading: attest.PageOneReader}},
		Attestation: &attest.Attestation{
			Period: attest.FoundFact(attest.Period{Start: start, End: end}, "period.scope", cite),
			Opinion: attest.AmbiguousFact("two limbs differ",
				attest.Candidate[attest.OpinionKind]{Value: attest.Qualified}, attest.Candidate[attest.OpinionKind]{Value: attest.Unqualified}),
			Categories: attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security, attest.Privacy}},
		},
		Flags: []attest.Flag{{Name: "title_mismatch", Detail: "a\\u0000b"}}, NotRead: []string{"controls"},
	}
}

func testReadings(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error { _, err := addDocument(tx, "acme", "one"); return err })
	notRead := s.View(t.Context(), buyer, func(tx *store.Tx) error { _, err := tx.Reading("one"); return err })
	wantReason(t, notRead, attest.NotFound, "READING_NOT_FOUND")
	update(t, s, buyer, func(tx *store.Tx) error { return tx.PutReading("one", sampleReading(), nil) })
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Reading("one")
		equal(t, "reading", got, sampleReading())
		return err
	})
	again := sampleReading()
	again.RulesVersion = "8"
	update(t, s, buyer, func(tx *store.Tx) error { return tx.PutReading("one", again, nil) })
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Reading("one")
		equal(t, "second reading", got, again)
		return err
	})
	for _, fn := range []func(tx *store.Tx) error{
		func(tx *store.Tx) error { return tx.PutReading("two", again, nil) },
		func(tx *store.Tx) error { _, err := tx.Reading("two"); return err },
		func(tx *store.Tx) error { _, err := tx.Passages("two"); return err },
	} {
		wantReason(t, s.Update(t.Context(), buyer, fn), attest.NotFound, "DOCUMENT_NOT_FOUND")
	}
}

// passages makes n passages.
func passages(n int) []attest.Passage {
	all := make([]attest.Passage, n)
	for i := range all {
		all[i] = attest.Passage{Ordinal: i, Page: 1 + i/5, Section: attest.SectionMatrix, Heading: "CC6.1", Text: fmt.Sprint("passage ", i)}
	}
	return all
}

func testPassages(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error {
		for _, id := range []attest.DocumentID{"one", "two"} {
			if _, err := addDocument(tx, "acme", id); err != nil {
				return err
			}
			if err := tx.PutReading(id, sampleReading(), passages(257)); err != nil {
				return err
			}
		}
		return tx.PutReading("two", sampleReading(), passages(3))
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		one, err := tx.Passages("one")
		equal(t, "passages", one, passages(257))
		two, _ := tx.Passages("two")
		equal(t, "passages read again", two, passages(3))
		keys := []store.PassageKey{{Document: "two", Ordinal: 2}, {Document: "two", Ordinal: 3}, {Document: "one", Ordinal: 3}}
		want := map[store.PassageKey]attest.Passage{keys[0]: passages(3)[2], keys[2]: passages(4)[3]}
		for i := range 250 {
			k := store.PassageKey{Document: "one", Ordinal: i + 4}
			keys = append(keys, k)
			want[k] = passages(257)[i+4]
			if i+4 >= 256 {
				break
			}
		}
		at, _ := tx.PassagesAt(keys)
		equal(t, "passages by key", at, want)
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteDocument("one") })
	view(t, s, buyer, func(tx *store.Tx) error {
		at, err := tx.PassagesAt([]store.PassageKey{{Document: "one", Ordinal: 1}})
		equal(t, "passages of a deleted document", len(at), 0)
		return err
	})
}

func testEvidence(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme", "brook")
	var one, two attest.Document
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		if one, err = addDocument(tx, "acme", "one"); err != nil {
			return err
		}
		if two, err = addDocument(tx, "acme", "two"); err != nil {
			return err
		}
		if _, err = addDocument(tx, "brook", "three"); err != nil {
			return err
		}
		return tx.PutReading("two", sampleReading(), nil)
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Evidence("acme")
		equal(t, "evidence", got, []attest.Evidence{{Document: one}, {Document: two, Reading: sampleReading()}})
		none, _ := tx.Evidence("nobody")
		equal(t, "evidence of nobody", len(none), 0)
		return err
	})
}

func testAudit(t *testing.T, s *store.Store) {
	for i, resource := range []string{"vendors/a", "vendors/a/documents/1", "vendors/ab", "vendors/a/documents/2", "vendors/A"} {
		update(t, s, buyer, func(tx *store.Tx) error {
			return tx.AppendAudit(attest.AuditEvent{Actor: fmt.Sprint("tokens/", i%2), Action: "a.b", Resource: resource, Detail: "d"})
		})
	}
	for _, test := range []struct {
		what string
		q    store.AuditQuery
		want []string
	}{
		{"all", store.AuditQuery{}, []string{"vendors/A", "vendors/a/documents/2", "vendors/ab", "vendors/a/documents/1", "vendors/a"}},
		{"below", store.AuditQuery{Resource: "vendors/a"}, []string{"vendors/a/documents/2", "vendors/a/documents/1", "vendors/a"}},
		{"actor", store.AuditQuery{Actor: "tokens/1"}, []string{"vendors/a/documents/2", "vendors/a/documents/1"}},
	} {
		var got []string
		q, last := test.q, int64(0)
		for q.Limit = 2; ; {
			view(t, s, buyer, func(tx *store.Tx) error {
				events, next, err := tx.AuditEvents(q)
				for _, e := range events {
					got = append(got, e.Resource)
					if last != 0 && e.ID >= last {
						t.Errorf("%s: event %d comes after %d", test.what, e.ID, last)
					}
					last = e.ID
				}
				q.After = next
				return err
			})
			if q.After == "" {
				break
			}
		}
		equal(t, test.what, got, test.want)
	}
	err := s.View(t.Context(), buyer, func(tx *store.Tx) error {
		_, _, err := tx.AuditEvents(store.AuditQuery{Page: store.Page{After: "x"}})
		return err
	})
	wantReason(t, err, attest.InvalidArgument, "PAGE_TOKEN_INVALID")
}

func testRequests(t *testing.T, s *store.Store) {
	const method, id = "/assay.v1.VendorService/CreateVendor", "0b9d3b5e-0000-4000-8000-000000000001"
	update(t, s, buyer, func(tx *store.Tx) error {
		_, seen, err := tx.Request(method, id, "f")
		equal(t, "seen before", seen, false)
		if err != nil {
			return err
		}
		return tx.RememberRequest(method, id, "vendors/acme", "f")
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		name, seen, err := tx.Request(method, id, "f")
		equal(t, "answer", []any{name, seen}, []any{"vendors/acme", true})
		_, seen, _ = tx.Request("another method", id, "f")
		equal(t, "seen by another method", seen, false)
		return err
	})
	wantReason(t, s.View(t.Context(), buyer, func(tx *store.Tx) error { _, _, err := tx.Request(method, id, "g"); return err }),
		attest.InvalidArgument, "REQUEST_ID_REUSED")
}

// testRequestsAtOnce sends one creating call many times at once.
func testRequestsAtOnce(t *testing.T, s *store.Store) {
	const callers = 8
	names := make([]string, callers)
	errs := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			errs[i] = s.Update(t.Context(), buyer, func(tx *store.Tx) error {
				name, seen, err := tx.Request("create", "id", "f")
				if names[i] = name; err != nil || seen {
					return err
				}
				names[i] = fmt.Sprint("vendors/", i)
				if err := addVendor(tx, attest.VendorID(fmt.Sprint(i))); err != nil {
					return err
				}
				return tx.RememberRequest("create", "id", names[i], "f")
			})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	made, err := vendorIDs(t.Context(), s, buyer, 10, func() {})
	equal(t, "vendors made", len(made), 1)
	equal(t, "error", err, nil)
	for _, name := range names {
		equal(t, "answer", name, "vendors/"+string(made[0]))
	}
}

func testOrganisations(t *testing.T, s *store.Store) {
	create := func(id attest.OrgID) (o attest.Organisation, err error) {
		err = s.System(t.Context(), func(tx *store.SystemTx) error {
			o, err = tx.CreateOrganisation(attest.Organisation{ID: id, DisplayName: "The " + string(id)})
			return err
		})
		return o, err
	}
	var want []attest.Organisation
	for _, id := range []attest.OrgID{"A", "a", "b"} {
		o, err := create(id)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, o)
	}
	_, err := create("a")
	wantReason(t, err, attest.AlreadyExists, "ORGANISATION_EXISTS")
	var got []attest.Organisation
	for p := (store.Page{Limit: 2}); ; {
		err := s.SystemView(t.Context(), func(tx *store.SystemTx) error {
			page, next, err := tx.Organisations(p)
			got, p.After = append(got, page...), next
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if p.After == "" {
			break
		}
	}
	equal(t, "organisations", got, want)
	view(t, s, "a", func(tx *store.Tx) error {
		o, err := tx.Organisation()
		equal(t, "own organisation", o, want[1])
		return err
	})
	err = s.View(t.Context(), "c", func(tx *store.Tx) error { _, err := tx.Organisation(); return err })
	wantReason(t, err, attest.NotFound, "ORGANISATION_NOT_FOUND")
}
