package search_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/search"
)

// A write that the disk refuses is an error, and the index is as it was once the
// disk works again.
func TestRefusedWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s, entry("a", "backup"))
	store := filepath.Join(dir, string(org), "store")
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(store, away); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store, nil, 0o600); err != nil { // a file where the directory was
		t.Fatal(err)
	}
	if err := s.Apply(t.Context(), org, search.Update{Put: []search.DocumentEntry{entry("b", "backup")}, To: "1"}); err == nil {
		t.Fatal("a write without a directory: no error")
	}
	if err := os.Remove(store); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(away, store); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Position(t.Context(), org); got != "" || err != nil {
		t.Errorf("position = %q, %v, want that of before", got, err)
	}
	if diff := cmp.Diff([]string{"a/0"}, find(t, s, search.Query{Text: "backup"})); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
	put(t, s, entry("b", "backup"))
	if diff := cmp.Diff([]string{"a/0", "b/0"}, find(t, s, search.Query{Text: "backup"})); diff != "" {
		t.Errorf("hits after another write (-want +got):\n%s", diff)
	}
}
