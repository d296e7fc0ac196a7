package search_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
)

const org = attest.OrgID("org1")

func open(t testing.TB, dir string) *search.Set {
	t.Helper()
	s, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// entry is a document whose passages stand on pages 1, 2, and so on.
func entry(id string, texts ...string) search.DocumentEntry {
	e := search.DocumentEntry{Document: attest.DocumentID(id), Vendor: "v1", Kind: attest.KindSOC2}
	for i, text := range texts {
		e.Passages = append(e.Passages, attest.Passage{Ordinal: i, Page: i + 1, Section: attest.SectionMatrix, Text: text})
	}
	return e
}

func put(t testing.TB, s *search.Set, entries ...search.DocumentEntry) {
	t.Helper()
	if err := s.Apply(t.Context(), org, search.Update{Put: entries}); err != nil {
		t.Fatal(err)
	}
}

// find gives the hits as "document/ordinal", best first.
func find(t testing.TB, s *search.Set, q search.Query) []string {
	t.Helper()
	res, err := s.Search(t.Context(), org, q)
	if err != nil {
		t.Fatalf("search %q: %v", q.Text, err)
	}
	names := []string{}
	for _, h := range res.Hits {
		names = append(names, fmt.Sprintf("%s/%d", h.Document, h.Ordinal))
	}
	return names
}

func wantReason(t *testing.T, err error, reason string) {
	t.Helper()
	if !errors.Is(err, &attest.Error{Reason: reason}) {
		t.Errorf("error = %v, want the reason %s", err, reason)
	}
}

func TestReplaceAndDelete(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, entry("a", "firewall rules", "firewall reviews"), entry("b", "firewall logs"))
	put(t, s, entry("a", "firewall rules", "firewall reviews"), entry("b", "firewall logs"))
	steps := []struct {
		name string
		do   func() error
		want []string
	}{
		{"put twice", func() error { return nil }, []string{"a/0", "a/1", "b/0"}},
		{"fewer passages", func() error { return s.Put(t.Context(), org, entry("a", "firewall rules")) }, []string{"a/0", "b/0"}},
		{"other words", func() error { return s.Put(t.Context(), org, entry("a", "door locks")) }, []string{"b/0"}},
		{"deleted", func() error { return s.Delete(t.Context(), org, "b") }, []string{}},
		{"deleted again", func() error { return s.Delete(t.Context(), org, "b") }, []string{}},
		{"last entry counts", func() error {
			return s.Apply(t.Context(), org, search.Update{
				Delete: []attest.DocumentID{"c"},
				Put:    []search.DocumentEntry{entry("c", "firewall", "firewall"), entry("c", "firewall")},
			})
		}, []string{"c/0"}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if diff := cmp.Diff(step.want, find(t, s, search.Query{Text: "firewall"})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
}

func TestManyPassagesOfOneDocument(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, entry("long", strings.Split(strings.Repeat("control|", 6000), "|")...))
	put(t, s, entry("long", "control"))
	res, err := s.Search(t.Context(), org, search.Query{Text: "control"})
	if err != nil || res.Total != 1 {
		t.Errorf("total after replacing = %d, %v, want 1", res.Total, err)
	}
}

func TestOrganisationsAreApart(t *testing.T) {
	t.Parallel()
	s, err := search.Open(t.TempDir(), search.Options{Open: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for round := range 2 {
		for i := range 5 { // more than stay open
			org := attest.OrgID(fmt.Sprint("org", i))
			if err := s.Put(t.Context(), org, entry(fmt.Sprint("doc", i), "backup")); err != nil {
				t.Fatal(err)
			}
			res, err := s.Search(t.Context(), org, search.Query{Text: "backup"})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Hits) != 1 || res.Hits[0].Document != attest.DocumentID(fmt.Sprint("doc", i)) {
				t.Errorf("round %d, %s: hits = %v, want its own document", round, org, res.Hits)
			}
		}
	}
	for _, org := range []attest.OrgID{"", "..", "a/b", "A", "a.new", attest.OrgID(strings.Repeat("a", 300))} {
		if _, err := s.Position(t.Context(), org); err == nil {
			t.Errorf("organisation %q: no error", org)
		}
	}
}

func TestPositionMovesWithPostings(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	want := func(position string, hits ...string) {
		t.Helper()
		got, err := s.Position(t.Context(), org)
		if err != nil || got != position {
			t.Errorf("position = %q, %v, want %q", got, err, position)
		}
		if diff := cmp.Diff(append([]string{}, hits...), find(t, s, search.Query{Text: "backup"})); diff != "" {
			t.Errorf("hits (-want +got):\n%s", diff)
		}
	}
	want("")
	step := search.Update{Put: []search.DocumentEntry{entry("a", "backup")}, To: "7"}
	if err := s.Apply(t.Context(), org, step); err != nil {
		t.Fatal(err)
	}
	want("7", "a/0")
	wantReason(t, s.Apply(t.Context(), org, search.Update{Delete: []attest.DocumentID{"a"}, To: "8"}), search.ReasonMoved)
	want("7", "a/0")
	if err := s.SetPosition(t.Context(), org, "7", "9"); err != nil {
		t.Fatal(err)
	}
	put(t, s, entry("b", "restore"))
	want("9", "a/0")
	if err := s.Drop(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	want("")
}

// childDir names the environment variable that makes the test binary the process
// that is killed, and holds the folder of its indexes.
const childDir = "ASSAY_TEST_SEARCH_DIR"

// TestChild is the process that TestSurvivesAKill kills; on its own it does nothing.
func TestChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return
	}
	s := open(t, dir)
	for i := range 5 {
		u := search.Update{Put: []search.DocumentEntry{entry(fmt.Sprint("d", i), "backup")}, To: fmt.Sprint(i + 1)}
		if i > 0 {
			u.From = fmt.Sprint(i)
		}
		if err := s.Apply(t.Context(), org, u); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println("applied")
	select {}
}

func TestSurvivesAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestChild$")
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed, as it should be
	if line != "applied\n" {
		t.Fatalf("the child said %q (%v)", line, err)
	}
	after := open(t, dir)
	if got, err := after.Position(t.Context(), org); got != "5" || err != nil {
		t.Errorf("position = %q, %v, want 5", got, err)
	}
	if diff := cmp.Diff([]string{"d0/0", "d1/0", "d2/0", "d3/0", "d4/0"}, find(t, after, search.Query{Text: "backup"})); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
}

func TestDamagedIndexIsReplaced(t *testing.T) {
	t.Parallel()
	overwrite := func(pattern, content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			paths, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(paths) == 0 {
				t.Fatalf("no file fits %s: %v", pattern, err)
			}
			for _, path := range paths {
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	tests := map[string]func(*testing.T, string){
		"no description":  overwrite("index_meta.json", ""),
		"root is garbage": overwrite("store/root.bolt", strings.Repeat("garbage ", 2000)),
		"root is empty":   overwrite("store/root.bolt", ""),
		"empty directory": func(t *testing.T, dir string) {
			if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
				t.Fatal(err)
			}
		},
		"a file in its place": func(t *testing.T, dir string) {
			if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			before, err := search.Open(dir, search.Options{})
			if err != nil {
				t.Fatal(err)
			}
			full := search.Update{Put: []search.DocumentEntry{entry("a", "backup")}, To: "3"}
			if err := errors.Join(before.Apply(t.Context(), org, full), before.Close()); err != nil {
				t.Fatal(err)
			}
			damage(t, filepath.Join(dir, string(org)))

			s := open(t, dir)
			_, err = s.Search(t.Context(), org, search.Query{Text: "backup"})
			wantReason(t, err, search.ReasonRebuild)
			if got, err := s.Position(t.Context(), org); got != "" || err != nil {
				t.Errorf("position = %q, %v, want the start", got, err)
			}
			wantReason(t, s.Apply(t.Context(), org, search.Update{From: "3", To: "4"}), search.ReasonMoved)
			if err := s.Apply(t.Context(), org, full); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"a/0"}, find(t, s, search.Query{Text: "backup"})); diff != "" {
				t.Errorf("hits after filling again (-want +got):\n%s", diff)
			}
			if _, err := os.Stat(filepath.Join(dir, string(org)+".damaged")); err != nil {
				t.Errorf("the damaged index was not kept: %v", err)
			}
		})
	}
}

// Bleve goes back to an older snapshot, if it has one, when a segment is missing or
// damaged. The position goes back with it, so the feed fills in what was lost.
func TestLostSegmentTakesThePositionBack(t *testing.T) {
	t.Parallel()
	write := func(content string) func(path string) error {
		return func(path string) error { return os.WriteFile(path, []byte(content), 0o600) }
	}
	damages := map[string]func(path string) error{
		"gone":   os.Remove,
		"empty":  write(""),
		"short":  write("zap"),
		"a text": write(strings.Repeat("no segment ", 100)),
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			before, err := search.Open(dir, search.Options{})
			if err != nil {
				t.Fatal(err)
			}
			full := search.Update{Put: []search.DocumentEntry{entry("a", "backup")}, To: "3"}
			if err := errors.Join(before.Apply(t.Context(), org, full), before.Close()); err != nil {
				t.Fatal(err)
			}
			segments, err := filepath.Glob(filepath.Join(dir, string(org), "store", "*.zap"))
			if err != nil || len(segments) == 0 {
				t.Fatalf("segments = %v, %v", segments, err)
			}
			for _, path := range segments {
				if err := damage(path); err != nil {
					t.Fatal(err)
				}
			}
			s := open(t, dir)
			got, err := s.Position(t.Context(), org)
			if err != nil {
				wantReason(t, err, search.ReasonRebuild)
			}
			if got != "" {
				t.Errorf("position = %q although the postings are lost", got)
			}
			if err := s.Apply(t.Context(), org, full); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"a/0"}, find(t, s, search.Query{Text: "backup"})); diff != "" {
				t.Errorf("hits after filling again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBusyIndexIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, second := open(t, dir), open(t, dir)
	put(t, first, entry("a", "backup"))
	_, err := second.Position(t.Context(), org)
	wantReason(t, err, search.ReasonBusy)
	if diff := cmp.Diff([]string{"a/0"}, find(t, first, search.Query{Text: "backup"})); diff != "" {
		t.Errorf("hits of the first (-want +got):\n%s", diff)
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	s, err := search.Open(t.TempDir(), search.Options{Open: 1})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make(chan error, 1000)
	for i := range 8 {
		org := attest.OrgID(fmt.Sprint("org", i%3))
		wg.Go(func() {
			for range 10 {
				errs <- s.Put(t.Context(), org, entry(fmt.Sprint("d", i), "backup of data", "restore"))
				_, err := s.Search(t.Context(), org, search.Query{Text: "backup"})
				errs <- err
				if i == 7 {
					errs <- s.Drop(t.Context(), org)
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Put(t.Context(), org, entry("d", "late")); err == nil {
		t.Error("put after close: no error")
	}
}
