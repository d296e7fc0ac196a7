package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// marker is the organisation whose changes mark the end of what a test waits for.
const marker attest.OrgID = "marker"

// settle waits until the feed shows all that was committed before. PostgreSQL holds
// it back while any transaction of the server is open, those of other tests too.
func settle(t *testing.T, s *store.Store) {
	t.Helper()
	var name string
	update(t, s, marker, func(tx *store.Tx) error {
		name = tx.Now().String()
		return tx.Emit("marker", name)
	})
	shown := func(c store.Change) bool { return c.Resource == name }
	var at store.Cursor
	for shows := false; !shows; {
		view(t, s, marker, func(tx *store.Tx) (err error) {
			var changes []store.Change
			changes, at, err = tx.Changes(at, 100)
			shows = slices.ContainsFunc(changes, shown)
			return err
		})
	}
}

// feed reads the feed of all organisations from after to its end, in portions.
func feed(t *testing.T, s *store.Store, after store.Cursor, portion int) ([]store.Change, store.Cursor) {
	t.Helper()
	var all []store.Change
	for {
		var got []store.Change
		err := s.SystemView(t.Context(), func(tx *store.SystemTx) (err error) {
			got, after, err = tx.Feed(after, portion)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 {
			return all, after
		}
		for _, c := range got {
			if c.Org != marker {
				all = append(all, c)
			}
		}
	}
}

func testFeed(t *testing.T, s *store.Store) {
	err := s.SystemView(t.Context(), func(tx *store.SystemTx) error {
		head, err := tx.FeedHead()
		equal(t, "head of an empty feed", head, store.Cursor(""))
		return err
	})
	equal(t, "error", err, nil)
	var want []string
	for i := range 7 {
		org := []attest.OrgID{buyer, other}[i%2]
		update(t, s, org, func(tx *store.Tx) error {
			return errors.Join(tx.Emit("a", fmt.Sprint(i)), tx.Emit("b", fmt.Sprint(i)))
		})
		want = append(want, fmt.Sprint(org, " a ", i), fmt.Sprint(org, " b ", i))
	}
	settle(t, s)
	all, end := feed(t, s, "", 3)
	err = s.SystemView(t.Context(), func(tx *store.SystemTx) error {
		head, err := tx.FeedHead()
		equal(t, "head", head, end)
		return err
	})
	equal(t, "error", err, nil)
	var got []string
	for i, c := range all {
		got = append(got, fmt.Sprint(c.Org, " ", c.Topic, " ", c.Resource))
		if i > 0 && c.Cursor <= all[i-1].Cursor {
			t.Errorf("cursor %q does not come after %q", c.Cursor, all[i-1].Cursor)
		}
		rest, last := feed(t, s, c.Cursor, 100)
		equal(t, "rest", append([]store.Change{}, rest...), all[i+1:])
		equal(t, "end", last, end)
	}
	equal(t, "feed", got, want)
	view(t, s, other, func(tx *store.Tx) error {
		own, last, err := tx.Changes(all[2].Cursor, 2)
		equal(t, "own changes", own, []store.Change{all[3], all[6]})
		equal(t, "cursor", last, all[6].Cursor)
		return err
	})
}

// testFeedOfConcurrentWriters follows the feed while many units of work commit, some
// long after they began and some not at all.
func testFeedOfConcurrentWriters(t *testing.T, s *store.Store) {
	const writers, rounds = 6, 20
	ended := make(chan error, writers)
	for w := range writers {
		go func() { ended <- emitMany(t, s, w, rounds) }()
	}
	seen := map[string]int{}
	var at store.Cursor
	follow := func() {
		var got []store.Change
		got, at = feed(t, s, at, 5)
		for _, c := range got {
			seen[c.Resource]++
		}
	}
	for left := writers; left > 0; {
		follow()
		select {
		case err := <-ended:
			equal(t, "error", err, nil)
			left--
		default:
		}
	}
	settle(t, s)
	follow()
	want := map[string]int{}
	for w := range writers {
		for r := range rounds {
			if !rolledBack(r) {
				want[fmt.Sprint(w, ".", r)] = 1
			}
		}
	}
	equal(t, "changes seen", seen, want)
}

// emitMany emits one change in each of many units of work, some of which stay open
// longer than others.
func emitMany(t *testing.T, s *store.Store, writer, rounds int) error {
	for r := range rounds {
		err := s.Update(t.Context(), buyer, func(tx *store.Tx) error {
			if err := tx.Emit("t", fmt.Sprint(writer, ".", r)); err != nil {
				return err
			}
			for range r * writer % 7 {
				if _, _, err := tx.Vendors(store.VendorQuery{}); err != nil {
					return err
				}
			}
			if rolledBack(r) {
				return errRolledBack
			}
			return nil
		})
		if err != nil && !errors.Is(err, errRolledBack) {
			return err
		}
	}
	return nil
}

// rolledBack reports whether a round of a writer is undone.
func rolledBack(round int) bool { return round%5 == 4 }

var errRolledBack = errors.New("rolled back")

func testTrim(t *testing.T, s *store.Store) {
	for i := range 2 {
		update(t, s, buyer, func(tx *store.Tx) error {
			return errors.Join(tx.Emit("t", fmt.Sprint(i)), tx.RememberRequest("create", fmt.Sprint(i), "r", "f"))
		})
	}
	settle(t, s)
	all, _ := feed(t, s, "", 10)
	if len(all) != 2 {
		t.Fatalf("%d changes, want 2", len(all))
	}
	trim := func(before time.Time) (changes, requests int64) {
		err := s.System(t.Context(), func(tx *store.SystemTx) (err error) {
			if changes, err = tx.TrimOutbox(before); err != nil {
				return err
			}
			requests, err = tx.TrimRequests(before)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return changes, requests
	}
	changes, requests := trim(all[1].At)
	equal(t, "trimmed", []int64{changes, requests}, []int64{1, 1})
	left, end := feed(t, s, "", 10)
	equal(t, "left", left, all[1:])
	changes, requests = trim(all[1].At.Add(time.Microsecond))
	equal(t, "trimmed", []int64{changes, requests}, []int64{1, 1})
	for what, follow := range map[string]func(c store.Cursor) error{
		"feed": func(c store.Cursor) error {
			return s.SystemView(t.Context(), func(tx *store.SystemTx) error { _, _, err := tx.Feed(c, 1); return err })
		},
		"changes": func(c store.Cursor) error {
			return s.View(t.Context(), buyer, func(tx *store.Tx) error { _, _, err := tx.Changes(c, 1); return err })
		},
	} {
		wantReason(t, follow(all[0].Cursor), attest.FailedPrecondition, "FEED_TRIMMED")
		equal(t, what+" from the floor", follow(all[1].Cursor), nil)
		equal(t, what+" from the start", follow(""), nil)
	}
	// A place in the feed keeps its meaning when everything before it is gone.
	update(t, s, buyer, func(tx *store.Tx) error { return tx.Emit("t", "after") })
	settle(t, s)
	later, _ := feed(t, s, end, 10)
	if len(later) != 1 || later[0].Resource != "after" || later[0].Cursor <= end {
		t.Errorf("after the trim came %+v, want the one new change", later)
	}
	testTrimmedToNothing(t, s)
}

// testTrimmedToNothing leaves no change: the head stays where it was.
func testTrimmedToNothing(t *testing.T, s *store.Store) {
	var before, after store.Cursor
	err := s.System(t.Context(), func(tx *store.SystemTx) (err error) {
		if before, err = tx.FeedHead(); err != nil {
			return err
		}
		if _, err = tx.TrimOutbox(tx.Now().AddDate(1, 0, 0)); err != nil {
			return err
		}
		after, err = tx.FeedHead()
		return err
	})
	equal(t, "error", err, nil)
	equal(t, "head", after, before)
}

// tenantTables gives the tables that have an org_id, from the catalog.
func tenantTables(t *testing.T, s *store.Store) []string {
	t.Helper()
	db, engine := s.SQL()
	text := `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.name = 'org_id' ORDER BY 1`
	if engine == store.Postgres {
		text = `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE c.relkind IN ('r', 'p') AND a.attname = 'org_id' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`
	}
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if len(names) < 10 || rows.Err() != nil {
		t.Fatalf("only %d tables with org_id (error %v)", len(names), rows.Err())
	}
	return names
}

// count gives the rows that a connection without an organisation sees.
func count(t *testing.T, s *store.Store, table string) (n int) {
	t.Helper()
	db, _ := s.SQL()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// testRowLevelSecurity looks with a bare connection at every table that has an
// org_id. Without row-level security, on SQLite, it shows that there was something to see.
func testRowLevelSecurity(t *testing.T, s *store.Store) {
	withJobs(t, s)
	fill(t, s)
	_, engine := s.SQL()
	for _, table := range tenantTables(t, s) {
		n := count(t, s, table)
		if engine == store.Postgres && n != 0 {
			t.Errorf("table %s shows %d rows without an organisation", table, n)
		}
		if engine == store.SQLite && n == 0 {
			t.Errorf("table %s is empty: the test has to fill it", table)
		}
	}
}

// testAuditTrailStays tries to change and to remove entries behind the store's back.
func testAuditTrailStays(t *testing.T, s *store.Store) {
	update(t, s, buyer, func(tx *store.Tx) error { return tx.AppendAudit(attest.AuditEvent{Actor: "a"}) })
	db, engine := s.SQL()
	for _, change := range []string{`UPDATE audit_events SET actor = 'b'`, `DELETE FROM audit_events`} {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if engine == store.Postgres {
			if _, err := tx.ExecContext(t.Context(), `SELECT set_config('assay.org_id', $1, true)`, string(buyer)); err != nil {
				t.Fatal(err)
			}
		}
		// One engine refuses, the other finds no row that may be touched.
		if _, err := tx.ExecContext(t.Context(), change); err == nil {
			err = tx.Commit()
			equal(t, "error", err, nil)
		} else if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	view(t, s, buyer, func(tx *store.Tx) error {
		events, _, err := tx.AuditEvents(store.AuditQuery{})
		if len(events) != 1 || events[0].Actor != "a" {
			t.Errorf("the audit trail is now %+v", events)
		}
		return err
	})
}

// testSystemSeesNoContent finds that the system's own unit of work has no way to
// the rows of an organisation.
func testSystemSeesNoContent(t *testing.T, s *store.Store) {
	want := []string{"CreateOrganisation", "Feed", "FeedHead", "Now", "Organisations", "TrimOutbox", "TrimRequests"}
	equal(t, "methods of SystemTx", methods(&store.SystemTx{}), want)
}
