package storetest

import (
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

func testVendors(t *testing.T, s *store.Store) {
	var made attest.Vendor
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		made, err = tx.CreateVendor(attest.Vendor{ID: "acme", DisplayName: "Acme", Tier: attest.TierCritical, Owner: "a@example.com", Version: 9})
		equal(t, "created", made.Created, tx.Now())
		return err
	})
	equal(t, "version", made.Version, int64(1))
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Vendor("acme")
		equal(t, "vendor", got, made)
		return err
	})
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		return addVendor(tx, "acme")
	}), attest.AlreadyExists, "VENDOR_EXISTS")
	vendors(t, s, buyer, "brook")
	view(t, s, buyer, func(tx *store.Tx) error {
		byTier, _, err := tx.Vendors(store.VendorQuery{Tiers: []attest.Tier{attest.TierCritical, attest.TierLow}})
		equal(t, "by tier", byTier, []attest.Vendor{made})
		byOwner, _, _ := tx.Vendors(store.VendorQuery{Owner: "nobody@example.com"})
		equal(t, "by another owner", len(byOwner), 0)
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteVendor("acme") })
	for name, fn := range map[string]func(tx *store.Tx) error{
		"read":   func(tx *store.Tx) error { _, err := tx.Vendor("acme"); return err },
		"update": func(tx *store.Tx) error { _, err := tx.UpdateVendor(made, 0); return err },
		"delete": func(tx *store.Tx) error { return tx.DeleteVendor("acme") },
		"document": func(tx *store.Tx) error {
			_, err := addDocument(tx, "acme", "d")
			return err
		},
		"standing": func(tx *store.Tx) error { _, _, err := tx.Standing("acme"); return err },
	} {
		t.Log(name)
		wantReason(t, s.Update(t.Context(), buyer, fn), attest.NotFound, "VENDOR_NOT_FOUND")
	}
}

func testDocuments(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme", "brook")
	var first, second attest.Document
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		first, err = addDocument(tx, "acme", "one")
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		second, err = addDocument(tx, "brook", "two")
		return err
	})
	equal(t, "kind before reading", first.Kind, attest.KindUnknown)
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		_, err := tx.CreateDocument(attest.Document{ID: "three", VendorID: "acme", SHA256: first.SHA256, State: attest.DocumentQueued})
		return err
	}), attest.AlreadyExists, "DOCUMENT_EXISTS")
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error { return tx.DeleteVendor("acme") }),
		attest.FailedPrecondition, "VENDOR_HAS_DOCUMENTS")

	update(t, s, buyer, func(tx *store.Tx) (err error) {
		first.State, first.Kind, first.Pages, first.PagesDone, first.ReadAt = attest.DocumentRead, attest.KindSOC2, 40, 40, tx.Now()
		changed := first
		changed.VendorID, changed.SHA256 = "brook", "other" // not to be changed
		first.Updated, first.Version = tx.Now(), 2
		got, err := tx.UpdateDocument(changed, 1)
		equal(t, "updated", got, first)
		return err
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		byHash, err := tx.DocumentByHash("acme", first.SHA256)
		equal(t, "by hash", byHash, first)
		used, _ := tx.BytesInUse([]string{first.SHA256, "of nobody"})
		equal(t, "bytes in use", used, map[string]bool{first.SHA256: true})
		for _, test := range []struct {
			what string
			q    store.DocumentQuery
			want []attest.Document
		}{
			{"all, newest first", store.DocumentQuery{}, []attest.Document{second, first}},
			{"vendor", store.DocumentQuery{Vendor: "brook"}, []attest.Document{second}},
			{"state", store.DocumentQuery{States: []attest.DocumentState{attest.DocumentRead, attest.DocumentFailed}}, []attest.Document{first}},
			{"kind", store.DocumentQuery{Kinds: []attest.Kind{attest.KindSOC2}, States: []attest.DocumentState{attest.DocumentQueued}}, nil},
		} {
			got, _, err := tx.Documents(test.q)
			equal(t, test.what, got, test.want)
			if err != nil {
				return err
			}
		}
		waiting, _ := tx.DocumentsInState(attest.DocumentQueued, 10)
		equal(t, "in state", waiting, []attest.Document{second})
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteDocument("one") })
	gone := s.View(t.Context(), buyer, func(tx *store.Tx) error { _, err := tx.Document("one"); return err })
	wantReason(t, gone, attest.NotFound, "DOCUMENT_NOT_FOUND")
}

func testProgress(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error {
		d, err := addDocument(tx, "acme", "one")
		if err != nil {
			return err
		}
		d.State = attest.DocumentReading
		_, err = tx.UpdateDocument(d, 0)
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.SetProgress("one", 3, 9) })
	update(t, s, buyer, func(tx *store.Tx) error {
		d, err := tx.Document("one")
		equal(t, "progress", []int64{int64(d.PagesDone), int64(d.Pages), d.Version}, []int64{3, 9, 2})
		d.State, d.PagesDone = attest.DocumentRead, 9
		if err == nil {
			_, err = tx.UpdateDocument(d, 2)
		}
		return err
	})
	// A report that comes late does not undo the end.
	update(t, s, buyer, func(tx *store.Tx) error { return tx.SetProgress("one", 4, 9) })
	view(t, s, buyer, func(tx *store.Tx) error {
		d, err := tx.Document("one")
		equal(t, "pages done", d.PagesDone, 9)
		return err
	})
	err := s.Update(t.Context(), buyer, func(tx *store.Tx) error { return tx.SetProgress("two", 1, 2) })
	wantReason(t, err, attest.NotFound, "DOCUMENT_NOT_FOUND")
}

func testStandings(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "a", "b", "c")
	_, err := s.StandingRow(t.Context(), buyer, "a", store.StandingRow{})
	wantReason(t, err, attest.NotFound, "STANDING_NOT_FOUND")
	wantReason(t, s.View(t.Context(), buyer, func(tx *store.Tx) error { _, _, err := tx.Standing("a"); return err }),
		attest.NotFound, "STANDING_NOT_FOUND")
	today := attest.Date{Year: 2026, Month: time.March, Day: 1}
	put := func(v attest.VendorID, verdict attest.Verdict, next attest.Date) attest.Standing {
		standing := attest.Standing{Vendor: v, Verdict: verdict, AsOf: today, Reasons: []attest.Reason{
			{Rule: "opinion.qualified", Message: "“except for” — 第1", Citations: []attest.Citation{{Page: 3, Quote: "q", Boxes: []attest.Box{{X0: 1.25, Y1: 1e-3}}}}},
		}}
		update(t, s, buyer, func(tx *store.Tx) error { return tx.PutStanding(standing, next) })
		return standing
	}
	put("a", attest.Reject, today)
	a := put("a", attest.Accept, today.AddDays(-1))
	b := put("b", attest.Escalate, today)
	c := put("c", attest.Accept, attest.Date{})
	view(t, s, buyer, func(tx *store.Tx) error {
		got, next, err := tx.Standing("a")
		equal(t, "standing", got, a)
		equal(t, "next change", next, today.AddDays(-1))
		all, _, _ := tx.Standings(store.StandingQuery{})
		equal(t, "all", all, []attest.Standing{a, b, c})
		some, _, _ := tx.Standings(store.StandingQuery{Verdicts: []attest.Verdict{attest.Accept}})
		equal(t, "by verdict", some, []attest.Standing{a, c})
		due, _ := tx.StandingsDue(today, 10)
		equal(t, "due", due, []attest.VendorID{"a", "b"})
		due, _ = tx.StandingsDue(today.AddDays(-2), 10)
		equal(t, "due before", due, []attest.VendorID(nil))
		return err
	})
	row, err := s.StandingRow(t.Context(), buyer, "a", store.StandingRow{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := row.Decode()
	equal(t, "row", got, a)
	equal(t, "row's version", row.Version, int64(2))
	equal(t, "row's next change", row.NextChange, today.AddDays(-1))
	equal(t, "row's error", err, nil)
	for name, known := range map[string]store.StandingRow{
		"the same": row, "an older version": {Version: 1, Updated: row.Updated}, "of another time": {Version: 2, Updated: row.Updated.Add(time.Microsecond)},
	} {
		again, err := s.StandingRow(t.Context(), buyer, "a", known)
		equal(t, name+": error", err, nil)
		equal(t, name+": left out", again.Body == nil, name == "the same")
		equal(t, name+": version", again.Version, row.Version)
		equal(t, name+": time", again.Updated, row.Updated)
		equal(t, name+": next change", again.NextChange, row.NextChange)
	}
	err = s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		return tx.PutStanding(attest.Standing{Vendor: "d"}, attest.Date{})
	})
	wantReason(t, err, attest.NotFound, "VENDOR_NOT_FOUND")
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteVendor("a") })
	_, err = s.StandingRow(t.Context(), buyer, "a", store.StandingRow{})
	wantReason(t, err, attest.NotFound, "STANDING_NOT_FOUND")
}

func testTokens(t *testing.T, s *store.Store) {
	ends := time.Date(2027, 1, 2, 3, 4, 5, 6_007, time.FixedZone("", 3600))
	var first, second attest.Token
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		first, err = tx.CreateToken(attest.Token{ID: "t1", DisplayName: "CI", Role: attest.RoleAnalyst, SecretHash: [32]byte{0, 255, 1}, Expires: ends, CreatedBy: "members/m"})
		if err == nil {
			second, err = tx.CreateToken(attest.Token{ID: "t2", Role: attest.RoleAdmin})
		}
		return err
	})
	equal(t, "end date", first.Expires, ends.UTC().Truncate(time.Microsecond))
	got, org, err := s.TokenByID(t.Context(), "t1")
	equal(t, "token by id", got, first)
	equal(t, "its organisation", org, buyer)
	equal(t, "error", err, nil)
	_, _, err = s.TokenByID(t.Context(), "t3")
	wantReason(t, err, attest.NotFound, "TOKEN_NOT_FOUND")

	at := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	update(t, s, buyer, func(tx *store.Tx) error {
		if err := tx.RevokeToken("t2", at); err != nil {
			return err
		}
		return tx.RevokeToken("t2", at.AddDate(1, 0, 0))
	})
	second.Revoked = at
	view(t, s, buyer, func(tx *store.Tx) error {
		all, next, err := tx.Tokens(store.Page{})
		equal(t, "tokens", all, []attest.Token{first, second})
		equal(t, "next", next, "")
		one, _ := tx.Token("t2")
		equal(t, "token", one, second)
		return err
	})
	for _, org := range []attest.OrgID{buyer, other} {
		wantReason(t, s.Update(t.Context(), org, func(tx *store.Tx) error {
			_, err := tx.CreateToken(attest.Token{ID: "t1", Role: attest.RoleAdmin})
			return err
		}), attest.AlreadyExists, "TOKEN_EXISTS")
	}
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error { return tx.RevokeToken("t3", at) }),
		attest.NotFound, "TOKEN_NOT_FOUND")
}

func testMembers(t *testing.T, s *store.Store) {
	var m attest.Member
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		m, err = tx.CreateMember(attest.Member{ID: "m", Email: "m@example.com", DisplayName: "M", Roles: []attest.Role{attest.RoleAdmin, attest.RoleAuditor}})
		return err
	})
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		_, err := tx.CreateMember(attest.Member{ID: "n", Email: "m@example.com"})
		return err
	}), attest.AlreadyExists, "MEMBER_EXISTS")
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		n, err := tx.CreateMember(attest.Member{ID: "n", Email: "n@example.com"})
		equal(t, "roles of a member without one", len(n.Roles), 0)
		return err
	})
	wantReason(t, s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		_, err := tx.UpdateMember(attest.Member{ID: "n", Email: "m@example.com"}, 1)
		return err
	}), attest.AlreadyExists, "MEMBER_EXISTS")
	update(t, s, buyer, func(tx *store.Tx) (err error) {
		m.DisplayName, m.Roles = "Em", nil
		m, err = tx.UpdateMember(m, 1)
		equal(t, "version", m.Version, int64(2))
		return err
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		got, err := tx.Member("m")
		equal(t, "member", got, m)
		all, _, _ := tx.Members(store.Page{Limit: 1})
		equal(t, "members", all, []attest.Member{m})
		return err
	})
	update(t, s, buyer, func(tx *store.Tx) error { return tx.DeleteMember("m") })
	for _, fn := range []func(tx *store.Tx) error{
		func(tx *store.Tx) error { return tx.DeleteMember("m") },
		func(tx *store.Tx) error { _, err := tx.Member("m"); return err },
		func(tx *store.Tx) error { _, err := tx.UpdateMember(m, 0); return err },
	} {
		wantReason(t, s.Update(t.Context(), buyer, fn), attest.NotFound, "MEMBER_NOT_FOUND")
	}
}
