package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// jobTable is an Enqueuer that keeps jobs in a table of its own.
type jobTable struct{}

// EnqueueTx writes the job in the caller's transaction.
func (jobTable) EnqueueTx(ctx context.Context, tx *sql.Tx, job attest.Job) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO storetest_jobs (kind, org, document) VALUES ($1, $2, $3)`,
		job.Kind, string(job.Org), string(job.Document))
	return err
}

// withJobs lets the store enqueue, and gives what counts the jobs.
func withJobs(t *testing.T, s *store.Store) func() int {
	t.Helper()
	db, _ := s.SQL()
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE storetest_jobs (kind text, org text, document text)`); err != nil {
		t.Fatal(err)
	}
	s.SetEnqueuer(jobTable{})
	return func() (n int) {
		if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM storetest_jobs`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
}

// everything does a bit of all that a unit of work can do.
func everything(tx *store.Tx) error {
	if err := addVendor(tx, "acme"); err != nil {
		return err
	}
	if _, err := addDocument(tx, "acme", "one"); err != nil {
		return err
	}
	if _, err := tx.CreateCorrection(sampleCorrection("c", "one", "opinion")); err != nil {
		return err
	}
	return errors.Join(
		tx.PutReading("one", sampleReading(), passages(3)),
		tx.PutStanding(attest.Standing{Vendor: "acme", Verdict: attest.Accept}, attest.Date{}),
		tx.AppendAudit(attest.AuditEvent{Actor: "tokens/t", Action: "document.uploaded", Resource: "vendors/acme/documents/one"}),
		tx.Emit("document.created", "vendors/acme/documents/one"),
		tx.Enqueue(attest.Job{Kind: "document.read", Document: "one"}),
		tx.RememberRequest("create", "id", "vendors/acme", "f"),
	)
}

// traces counts what everything leaves behind: vendor, audit event, change,
// remembered request, job.
func traces(t *testing.T, s *store.Store, jobs func() int) []int {
	t.Helper()
	settle(t, s)
	n := make([]int, 5)
	view(t, s, buyer, func(tx *store.Tx) error {
		v, _, err := tx.Vendors(store.VendorQuery{})
		if err != nil {
			return err
		}
		a, _, err := tx.AuditEvents(store.AuditQuery{})
		if err != nil {
			return err
		}
		c, _, err := tx.Changes("", 100)
		if err != nil {
			return err
		}
		_, seen, err := tx.Request("create", "id", "f")
		n[0], n[1], n[2] = len(v), len(a), len(c)
		if seen {
			n[3] = 1
		}
		return err
	})
	n[4] = jobs()
	return n
}

func testRollbackOnError(t *testing.T, s *store.Store) {
	jobs := withJobs(t, s)
	mine := errors.New("mine")
	err := s.Update(t.Context(), buyer, func(tx *store.Tx) error { return errors.Join(everything(tx), mine) })
	if !errors.Is(err, mine) {
		t.Errorf("error %v, want the one that fn gave", err)
	}
	equal(t, "left behind", traces(t, s, jobs), []int{0, 0, 0, 0, 0})
}

func testRollbackOnPanic(t *testing.T, s *store.Store) {
	jobs := withJobs(t, s)
	func() {
		defer func() { equal(t, "what was thrown", recover(), any("mine")) }()
		_ = s.Update(t.Context(), buyer, func(tx *store.Tx) error {
			if err := everything(tx); err != nil {
				t.Error(err)
			}
			panic("mine")
		})
	}()
	equal(t, "left behind", traces(t, s, jobs), []int{0, 0, 0, 0, 0})
}

// testFailureSticks has fn hide a failure of the database.
func testFailureSticks(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	err := s.Update(t.Context(), buyer, func(tx *store.Tx) error {
		if err := addVendor(tx, "brook"); err != nil {
			return err
		}
		if err := addVendor(tx, "acme"); err == nil {
			t.Error("a vendor was made twice")
		}
		if _, err := tx.Vendor("brook"); err == nil {
			t.Error("a statement ran after a failure")
		}
		return nil
	})
	if err == nil {
		t.Error("a unit of work was committed after a failure")
	}
	got, err := vendorIDs(t.Context(), s, buyer, 10, func() {})
	equal(t, "vendors", got, []attest.VendorID{"acme"})
	equal(t, "error", err, nil)
}

func testTogether(t *testing.T, s *store.Store) {
	jobs := withJobs(t, s)
	update(t, s, buyer, everything)
	equal(t, "left behind", traces(t, s, jobs), []int{1, 1, 1, 1, 1})
	db, _ := s.SQL()
	var kind, org, document string
	err := db.QueryRowContext(t.Context(), `SELECT kind, org, document FROM storetest_jobs`).Scan(&kind, &org, &document)
	equal(t, "job", []string{kind, org, document}, []string{"document.read", string(buyer), "one"})
	equal(t, "error", err, nil)
}

func testVersionConflict(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	update(t, s, buyer, func(tx *store.Tx) error {
		if _, err := addDocument(tx, "acme", "one"); err != nil {
			return err
		}
		_, err := tx.CreateMember(attest.Member{ID: "m", Email: "m@example.com"})
		return err
	})
	for what, change := range map[string]func(tx *store.Tx, v int64) (int64, error){
		"vendor": func(tx *store.Tx, v int64) (int64, error) {
			got, err := tx.UpdateVendor(attest.Vendor{ID: "acme"}, v)
			return got.Version, err
		},
		"document": func(tx *store.Tx, v int64) (int64, error) {
			got, err := tx.UpdateDocument(attest.Document{ID: "one", State: attest.DocumentReading}, v)
			return got.Version, err
		},
		"member": func(tx *store.Tx, v int64) (int64, error) {
			got, err := tx.UpdateMember(attest.Member{ID: "m", Email: "n@example.com"}, v)
			return got.Version, err
		},
	} {
		for _, step := range []struct{ version, want int64 }{{1, 2}, {1, 0}, {3, 0}, {2, 3}, {0, 4}} {
			var got int64
			err := s.Update(t.Context(), buyer, func(tx *store.Tx) (err error) {
				got, err = change(tx, step.version)
				return err
			})
			if step.want == 0 {
				wantReason(t, err, attest.Aborted, "ETAG_MISMATCH")
				continue
			}
			equal(t, what, got, step.want)
			equal(t, what+": error", err, nil)
		}
	}
}

// testNothingLostBetweenWriters has many units of work read, add one and write.
func testNothingLostBetweenWriters(t *testing.T, s *store.Store) {
	const writers, rounds = 6, 5
	vendors(t, s, buyer, "acme")
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for range rounds {
				errs[w] = errors.Join(errs[w], s.Update(t.Context(), buyer, func(tx *store.Tx) error {
					v, err := tx.Vendor("acme")
					if err != nil {
						return err
					}
					v.Owner += "x"
					_, err = tx.UpdateVendor(v, 0)
					return err
				}))
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	view(t, s, buyer, func(tx *store.Tx) error {
		v, err := tx.Vendor("acme")
		equal(t, "marks", len(v.Owner), writers*rounds)
		equal(t, "version", v.Version, int64(writers*rounds+1))
		return err
	})
}

// testSameBytesAtOnce uploads the same bytes many times at once: all get one document.
func testSameBytesAtOnce(t *testing.T, s *store.Store) {
	const callers = 8
	vendors(t, s, buyer, "acme")
	ids := make([]attest.DocumentID, callers)
	errs := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			errs[i] = s.Update(t.Context(), buyer, func(tx *store.Tx) error {
				d, err := tx.DocumentByHash("acme", "h")
				var e *attest.Error
				if errors.As(err, &e) && e.Kind == attest.NotFound {
					d, err = tx.CreateDocument(attest.Document{
						ID: attest.DocumentID(fmt.Sprint(i)), VendorID: "acme", SHA256: "h", State: attest.DocumentQueued,
					})
				}
				ids[i] = d.ID
				return err
			})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		equal(t, "document", id, ids[0])
	}
}

func testViewReadsOneSnapshot(t *testing.T, s *store.Store) {
	vendors(t, s, buyer, "acme")
	view(t, s, buyer, func(tx *store.Tx) error {
		if _, err := tx.Vendor("acme"); err != nil {
			return err
		}
		vendors(t, s, buyer, "brook")
		all, _, err := tx.Vendors(store.VendorQuery{})
		equal(t, "vendors in the snapshot", len(all), 1)
		return err
	})
	view(t, s, buyer, func(tx *store.Tx) error {
		all, _, err := tx.Vendors(store.VendorQuery{})
		equal(t, "vendors afterwards", len(all), 2)
		return err
	})
}

func testViewChangesNothing(t *testing.T, s *store.Store) {
	err := s.View(t.Context(), buyer, func(tx *store.Tx) error { return addVendor(tx, "acme") })
	var e *attest.Error
	if err == nil || errors.As(err, &e) {
		t.Errorf("error %v, want one that is ours to mend and not the caller's", err)
	}
	got, err := vendorIDs(t.Context(), s, buyer, 10, func() {})
	equal(t, "vendors", len(got), 0)
	equal(t, "error", err, nil)
}

func testContextEnds(t *testing.T, s *store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, buyer, func(tx *store.Tx) error {
		if err := addVendor(tx, "acme"); err != nil {
			return err
		}
		cancel()
		_, err := tx.Vendor("acme")
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	for what, err := range map[string]error{
		"update":   s.Update(ctx, buyer, func(*store.Tx) error { t.Error("fn ran"); return nil }),
		"view":     s.View(ctx, buyer, func(*store.Tx) error { t.Error("fn ran"); return nil }),
		"standing": func() error { _, err := s.StandingRow(ctx, buyer, "acme", store.StandingRow{}); return err }(),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want context.Canceled", what, err)
		}
	}
	got, err := vendorIDs(t.Context(), s, buyer, 10, func() {})
	equal(t, "vendors", len(got), 0)
	equal(t, "error", err, nil)
}

func testNeedsOrganisation(t *testing.T, s *store.Store) {
	for _, run := range []func(context.Context, attest.OrgID, func(*store.Tx) error) error{s.View, s.Update} {
		if err := run(t.Context(), "", func(*store.Tx) error { t.Error("fn ran"); return nil }); err == nil {
			t.Error("a unit of work ran without an organisation")
		}
	}
}
