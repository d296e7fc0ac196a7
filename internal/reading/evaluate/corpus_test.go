package evaluate_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
	"example.com/assay/internal/reading/evaluate"
	"example.com/assay/internal/sample"
)

// corpora are folders of documents with their truth beside the repository. They
// belong to their owners and are not part of it; where they are missing there is
// nothing to compare.
var corpora = []string{"../../../../shared/corpus/synthetic", "../../../../shared/corpus/public"}

// TestCorpora holds the reader to its promise: it may leave a fact out, and never
// states a wrong one, or a quote that is not on its page.
func TestCorpora(t *testing.T) {
	t.Parallel()
	samples := t.TempDir()
	if err := sample.Write(samples); err != nil {
		t.Fatal(err)
	}
	for _, dir := range append([]string{samples}, corpora...) {
		file, err := os.Open(filepath.Join(dir, "truth.json"))
		if errors.Is(err, fs.ErrNotExist) {
			t.Logf("no corpus at %s", dir)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		truths, err := evaluate.Load(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, truth := range truths {
			t.Run(truth.File, func(t *testing.T) {
				t.Parallel()
				checkDocument(t, dir, truth)
			})
		}
	}
}

// checkDocument reads one document and compares it with its truth.
func checkDocument(t *testing.T, dir string, truth evaluate.Truth) {
	src, err := os.ReadFile(filepath.Join(dir, truth.File))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := pdf.Decode(src, pdf.Options{})
	if errors.Is(err, pdf.ErrLocked) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	r := reading.Read(doc, "")
	for _, x := range evaluate.Compare(truth, r) {
		if x.Outcome == evaluate.Wrong {
			t.Errorf("%s = %q, want %q", x.Field, x.Got, x.Want)
		}
	}
	if _, broken := evaluate.CheckCitations(doc, r); len(broken) > 0 {
		t.Errorf("quotes are not on their page: %v", broken)
	}
}
