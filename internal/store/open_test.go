package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

// reason gives the reason of an *attest.Error, or "" for any other error.
func reason(err error) string {
	var e *attest.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, url, want string }{
		{"nothing", "", "DATABASE_URL_INVALID"},
		{"no path", "sqlite:", "DATABASE_URL_INVALID"},
		{"another engine", "mysql://root:hunter2@localhost/x", "DATABASE_URL_INVALID"},
		{"not a URL", "postgres://u:hunter2@%zz/x", "DATABASE_URL_INVALID"},
		{"no server", "postgres://u:hunter2@127.0.0.1:1/x?connect_timeout=5", "DATABASE_UNAVAILABLE"},
		{"no folder", "sqlite:" + filepath.Join(t.TempDir(), "missing", "x.db"), "DATABASE_UNAVAILABLE"},
		{"a folder", "sqlite:" + t.TempDir(), "DATABASE_UNAVAILABLE"},
		{"no database", "sqlite:" + file, "DATABASE_UNAVAILABLE"},
	} {
		s, err := store.Open(t.Context(), test.url, store.Options{})
		if s != nil || reason(err) != test.want {
			t.Errorf("%s: store %v, error %v, want %s", test.name, s, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error %q tells the password", test.name, err)
		}
	}
}

func TestOpenRefusesRoleThatBypassesRowLevelSecurity(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), pgtest.AdminURL(t, pgtest.URL(t)), store.Options{})
	if reason(err) != "DATABASE_ROLE_UNSAFE" || !strings.Contains(err.Error(), "CREATE ROLE assay LOGIN NOSUPERUSER NOBYPASSRLS") {
		t.Errorf("error %v, want one that says how to make a role", err)
	}
}

// TestOpenOddPaths has names that mean something in a URL.
func TestOpenOddPaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b.db", "a?mode=memory", "a#b", "a%20b", "ä&x=1", "a;b"} {
		path := filepath.Join(t.TempDir(), name)
		s := open(t, "sqlite:"+path)
		if err := s.Migrate(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "assay.db") },
		"postgres": func(t *testing.T) string { return pgtest.EmptyURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, url(t))
			for _, want := range []bool{false, true} {
				have, known, err := s.SchemaVersion(t.Context())
				if err != nil || (have == known) != want || known < 1 {
					t.Fatalf("schema version %d of %d (error %v), want them equal: %v", have, known, err, want)
				}
				for range 2 {
					if err := s.Migrate(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

// TestMigrateAtOnce starts several programs on one empty server.
func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.EmptyURL(t)
	const programs = 4
	errs := make(chan error, programs)
	for range programs {
		s := open(t, url)
		go func() { errs <- s.Migrate(t.Context()) }()
	}
	for range programs {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// TestRunsAgain has another unit of work commit in the middle of one.
func TestRunsAgain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		times    int // how often the other comes in between
		wantRuns int
		want     string
	}{
		{"once", 1, 2, ""},
		{"three times", 3, 4, ""},
		{"always", 1000, 12, "DATABASE_BUSY"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, pgtest.URL(t))
			change := func(tx *store.Tx) error {
				_, err := tx.UpdateVendor(attest.Vendor{ID: "acme"}, 0)
				return err
			}
			if err := s.Update(t.Context(), "o", func(tx *store.Tx) error {
				_, err := tx.CreateVendor(attest.Vendor{ID: "acme"})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			runs := 0
			err := s.Update(t.Context(), "o", func(tx *store.Tx) error {
				if _, err := tx.Vendor("acme"); err != nil { // takes the snapshot
					return err
				}
				if runs++; runs <= test.times {
					if err := s.Update(t.Context(), "o", change); err != nil {
						return err
					}
				}
				return change(tx)
			})
			if runs != test.wantRuns || reason(err) != test.want || (err != nil) != (test.want != "") {
				t.Errorf("%d runs and error %v, want %d and %q", runs, err, test.wantRuns, test.want)
			}
		})
	}
}

func TestEnqueueWithoutRunner(t *testing.T) {
	t.Parallel()
	err := openSQLite(t).Update(t.Context(), "o", func(tx *store.Tx) error { return tx.Enqueue(attest.Job{Kind: "k"}) })
	if err == nil {
		t.Error("a job was taken with nothing to run it")
	}
}

// TestFullDisk lets the file grow no further. What was committed stays, and when there
// is room again work goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := openSQLite(t)
	db, _ := s.SQL()
	grow := func(limit int) {
		if _, err := db.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, limit)); err != nil {
			t.Fatal(err)
		}
	}
	grow(150)
	kept := 0
	add := func() error {
		return s.Update(t.Context(), "o", func(tx *store.Tx) error {
			_, err := tx.CreateVendor(attest.Vendor{ID: attest.VendorID(fmt.Sprint(kept)), DisplayName: strings.Repeat("x", 20_000)})
			return err
		})
	}
	var err error
	for err = add(); err == nil && kept < 1000; err = add() {
		kept++
	}
	if reason(err) != "DATABASE_UNAVAILABLE" || kept == 0 {
		t.Fatalf("after %d vendors: error %v, want DATABASE_UNAVAILABLE", kept, err)
	}
	grow(1_000_000)
	if err := add(); err != nil {
		t.Errorf("with room again: %v", err)
	}
	var found []attest.Vendor
	err = s.View(t.Context(), "o", func(tx *store.Tx) (err error) {
		found, _, err = tx.Vendors(store.VendorQuery{Page: store.Page{Limit: store.MaxLimit}})
		return err
	})
	if err != nil || len(found) != kept+1 {
		t.Errorf("%d vendors (error %v), want %d", len(found), err, kept+1)
	}
}

// TestConnectionLost ends the server's side of a unit of work in its middle.
func TestConnectionLost(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	s := open(t, url)
	admin, err := pgx.Connect(t.Context(), pgtest.AdminURL(t, url))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(t.Context())
	err = s.Update(t.Context(), "o", func(tx *store.Tx) error {
		if _, err := tx.CreateVendor(attest.Vendor{ID: "acme"}); err != nil {
			return err
		}
		_, err := admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		if err != nil {
			t.Error(err)
		}
		_, err = tx.Vendor("acme")
		return err
	})
	if reason(err) != "DATABASE_UNAVAILABLE" {
		t.Errorf("error %v, want DATABASE_UNAVAILABLE", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	err = s.View(t.Context(), "o", func(tx *store.Tx) error { _, err := tx.Vendor("acme"); return err })
	if reason(err) != "VENDOR_NOT_FOUND" {
		t.Errorf("afterwards: error %v, want VENDOR_NOT_FOUND", err)
	}
}
