package evaluate_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
	"example.com/assay/internal/reading/evaluate"
	"example.com/assay/internal/sample"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestSummary holds the reader to the figures that it had: a fact, a row or an
// exception of the project's own documents that it no longer reads shows as a
// difference, and so does one that it reads at last. The documents are read as one
// reader reads them, whatever else is installed.
func TestSummary(t *testing.T) {
	t.Parallel()
	got := summaryText(t, summarise(t))
	path := filepath.Join("testdata", "summary.golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the summary differs from %s; where the figures are better, write it anew with `make golden` (-want +got):\n%s", path, diff)
	}
}

// summarise reads and compares the project's own documents.
func summarise(t *testing.T) *evaluate.Summary {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	truths, err := evaluate.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &evaluate.Summary{Documents: len(truths)}
	for _, truth := range truths {
		src, err := os.ReadFile(filepath.Join(dir, truth.File))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := pdf.Decode(src, pdf.Options{})
		if errors.Is(err, pdf.ErrLocked) {
			s.Add(truth, nil)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		r := reading.Read(doc, "")
		s.Add(truth, evaluate.Compare(truth, r))
		held, _ := evaluate.CheckCitations(doc, r)
		s.Citations.Checked += held.Checked
		s.Citations.Held += held.Held
		s.Read++
		s.Pages += len(doc.Pages)
	}
	return s
}

// summaryText writes a summary: the counts of each field and of each layout, the
// lists, and every certain mistake.
func summaryText(t *testing.T, s *evaluate.Summary) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d read, %d pages\n", s.Documents, s.Read, s.Pages)
	fmt.Fprintf(&b, "citations that do not hold: %d\n\n", s.Citations.Checked-s.Citations.Held)
	w := tabwriter.NewWriter(&b, 0, 1, 2, ' ', 0)
	row := func(cells ...any) {
		fmt.Fprintln(w, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(cells...)), "\t"), "\t"))
	}
	row("field", " right", " absent", " ambiguous", " wrong", " of")
	for _, name := range s.FieldNames() {
		n := s.Fields[name]
		row(name, " ", n.Right, n.Absent, n.Ambiguous, n.Wrong, n.Of)
	}
	row()
	row("layout", " facts", " of", " wrong", " controls", " of", " invented", " unread", " lost", " exceptions", " of", " invented", " unread", " lost", " n-of-N", " of")
	for _, l := range s.Layouts {
		facts, counts := l.Facts(), l.Counts()
		c, e := l.Controls, l.Exceptions
		row(l.Name, " ", facts.Right, facts.Of, facts.Wrong, c.Right, c.Of, c.Given-c.Right, c.Unread, c.Lost, e.Right, e.Of, e.Given-e.Right, e.Unread, e.Lost, counts.Right, counts.Of)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "\ncontrols    %s\nexceptions  %s\n\n", rateText(s.Controls), rateText(s.Exceptions))
	for _, m := range s.Mistakes {
		if m.Certain {
			fmt.Fprintf(&b, "WRONG %s %s: want %q, got %q\n", m.File, m.Field, shortened(m.Want), shortened(m.Got))
		}
	}
	return b.String()
}

// shortened is a text cut to what tells two mistakes apart.
func shortened(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "\u2026"
	}
	return s
}

// rateText writes how well a list was found.
func rateText(r evaluate.Rate) string {
	share := func(f *float64) string {
		if f == nil {
			return "-"
		}
		return fmt.Sprintf("%.4f", *f)
	}
	return fmt.Sprintf("precision %s  recall %s  F1 %s", share(r.Precision), share(r.Recall), share(r.F1))
}
