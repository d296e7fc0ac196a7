package search_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
)

func TestBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := search.Open(dir, search.Options{Open: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := func(when string, orgs ...attest.OrgID) {
		t.Helper()
		if diff := cmp.Diff(orgs, s.Behind()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	apply := func(org attest.OrgID, from, to string) {
		t.Helper()
		u := search.Update{Put: []search.DocumentEntry{entry("d", "backup")}, From: from, To: to}
		if err := s.Apply(t.Context(), org, u); err != nil {
			t.Fatal(err)
		}
	}
	older := filepath.Join(t.TempDir(), "older")
	for i, org := range []attest.OrgID{"a", "b", "c"} { // only the last one stays open
		apply(org, "", "1")
		if i == 1 {
			if err := os.CopyFS(older, os.DirFS(filepath.Join(dir, "a"))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := 1; i < 4; i++ {
		apply("a", fmt.Sprint(i), fmt.Sprint(i+1))
		apply("b", fmt.Sprint(i), fmt.Sprint(i+1))
	}
	want("closed and opened again")

	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "a"), os.DirFS(older)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Position(t.Context(), "a"); got != "1" || err != nil {
		t.Errorf("position of the older copy = %q, %v, want 1", got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b", "index_meta.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = s.Search(t.Context(), "b", search.Query{Text: "backup"})
	wantReason(t, err, search.ReasonRebuild)
	want("one is older and one is damaged", "a", "b")
	want("asked again")

	if err := s.Drop(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	apply("a", "", "9")
	want("dropped on purpose")
}
