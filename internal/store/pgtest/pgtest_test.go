package pgtest_test

import (
	"strings"
	"testing"

	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

func TestDatabasesAreMigratedAndApart(t *testing.T) {
	t.Parallel()
	first, second := pgtest.URL(t), pgtest.URL(t)
	if first == second {
		t.Fatalf("two tests share %s", first)
	}
	s, err := store.Open(t.Context(), first, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	have, want, err := s.SchemaVersion(t.Context())
	if err != nil || have != want {
		t.Errorf("schema version %d, want %d (error %v)", have, want, err)
	}
}

func TestAdminIsRefused(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), pgtest.AdminURL(t, pgtest.URL(t)), store.Options{})
	if err == nil || !strings.Contains(err.Error(), "CREATE ROLE") {
		t.Errorf("got %v, want an error that says how to make a role", err)
	}
}
