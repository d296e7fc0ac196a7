package store_test

import (
	"path/filepath"
	"testing"

	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
	"example.com/assay/internal/store/storetest"
)

// open opens a store that is closed when the test ends.
func open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// openSQLite opens a store in a file of its own.
func openSQLite(t testing.TB) *store.Store {
	t.Helper()
	s := open(t, "sqlite:"+filepath.Join(t.TempDir(), "assay.db"))
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *store.Store { return openSQLite(t) })
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, pgtest.URL(t)) })
}

// TestPostgresSimpleProtocol speaks the protocol that poolers of transactions allow.
func TestPostgresSimpleProtocol(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *store.Store {
		return open(t, pgtest.URL(t)+"&default_query_exec_mode=simple_protocol")
	})
}
