package sample_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/sample"
)

// all makes the documents once for all tests, which only read them.
var all = sync.OnceValues(sample.All)

func documents(t *testing.T) []sample.Document {
	t.Helper()
	docs, err := all()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestAllGivesEveryName(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range documents(t) {
		got = append(got, d.Name)
		if d.Vendor == "" || d.Tier == "" {
			t.Errorf("%s: vendor %q, tier %q, want both", d.Name, d.Vendor, d.Tier)
		}
		if d.Truth.File != d.Name || d.Truth.Size != len(d.PDF) {
			t.Errorf("%s: truth is of %s with %d bytes, want %d", d.Name, d.Truth.File, d.Truth.Size, len(d.PDF))
		}
	}
	if diff := cmp.Diff(sample.Names(), got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestDocumentsAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, first := range documents(t) {
		second, err := sample.Make(first.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.PDF, second.PDF) {
			t.Errorf("%s differs from one making to the next", first.Name)
		}
		if diff := cmp.Diff(first.Truth, second.Truth); diff != "" {
			t.Errorf("%s: truth (-first +second):\n%s", first.Name, diff)
		}
	}
}

func TestMakeRefusesUnknownNames(t *testing.T) {
	t.Parallel()
	_, err := sample.Make("nothing.pdf")
	var e *attest.Error
	if !errors.As(err, &e) || e.Kind != attest.NotFound {
		t.Errorf("Make: error %v, want one of kind %s", err, attest.NotFound)
	}
}

func TestFilesAreValid(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		conf := model.NewDefaultConfiguration()
		conf.UserPW = d.Password
		if err := api.Validate(bytes.NewReader(d.PDF), conf); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		n, err := api.PageCount(bytes.NewReader(d.PDF), conf)
		if err != nil || n != d.Truth.Pages {
			t.Errorf("%s: %d pages (%v), truth says %d", d.Name, n, err, d.Truth.Pages)
		}
		if d.Password == "" {
			continue
		}
		if err := api.Validate(bytes.NewReader(d.PDF), model.NewDefaultConfiguration()); err == nil {
			t.Errorf("%s opens without its password", d.Name)
		}
	}
}

func TestWriteFillsAFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "samples")
	if err := sample.Write(dir); err != nil {
		t.Fatal(err)
	}
	var truths []sample.Truth
	raw, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &truths); err != nil {
		t.Fatal(err)
	}
	for i, d := range documents(t) {
		if diff := cmp.Diff(d.Truth, truths[i]); diff != "" {
			t.Errorf("%s: truth.json (-want +got):\n%s", d.Name, diff)
		}
		b, err := os.ReadFile(filepath.Join(dir, d.Name))
		if err != nil || !bytes.Equal(b, d.PDF) {
			t.Errorf("%s: the file is not what Make gives (%v)", d.Name, err)
		}
	}
}

// TestListsAreNeverNull holds for readers of truth.json that loop over lists.
func TestListsAreNeverNull(t *testing.T) {
	t.Parallel()
	lists := []string{
		"organization_accept", "qualified_criteria", "trust_services_categories", "controls", "exceptions", "cuecs",
		"subservice", "subservice_orgs", "expected_flags", "scanned_pages",
	}
	for _, d := range documents(t) {
		b, err := json.Marshal(d.Truth)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		for _, k := range lists {
			if _, ok := m[k].([]any); !ok {
				t.Errorf("%s: %s is %v, want a list", d.Name, k, m[k])
			}
		}
	}
}

// TestDatesMakeSense reads every date of the truths and holds their order to
// what an examination allows.
func TestDatesMakeSense(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		tr := d.Truth
		for _, s := range []*string{tr.ReportDate, tr.PeriodStart, tr.PeriodEnd, tr.AsOfDate} {
			if s == nil {
				continue
			}
			if _, err := attest.ParseDate(*s); err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
		}
		if tr.PeriodEnd != nil && (*tr.PeriodStart >= *tr.PeriodEnd || *tr.ReportDate <= *tr.PeriodEnd) {
			t.Errorf("%s: period %s to %s, report of %s: out of order", d.Name, *tr.PeriodStart, *tr.PeriodEnd, *tr.ReportDate)
		}
	}
}

// TestEveryKindIsThere keeps the variety that tests of readers count on.
func TestEveryKindIsThere(t *testing.T) {
	t.Parallel()
	kinds, opinions, layouts := map[string]int{}, map[string]int{}, map[string]int{}
	for _, d := range documents(t) {
		kinds[d.Truth.Kind]++
		opinions[d.Truth.Opinion]++
		layouts[d.Truth.Layout]++
	}
	for _, k := range []string{"soc2_type2", "soc2_type1", "soc3", "soc1_type2", "bridge_letter", "iso27001_cert", "other"} {
		if kinds[k] == 0 {
			t.Errorf("no document of kind %s", k)
		}
	}
	for _, o := range []string{"unqualified", "qualified", "adverse", "disclaimer", "none"} {
		if opinions[o] == 0 {
			t.Errorf("no document with opinion %s", o)
		}
	}
	if len(layouts) < 9 {
		t.Errorf("%d layouts, want 9 or more", len(layouts))
	}
}

// TestTruthHasTheCorpusKeys compares the keys with those of the development
// corpus where it lies beside the repository.
func TestTruthHasTheCorpusKeys(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../shared/corpus/synthetic/truth.json")
	if errors.Is(err, os.ErrNotExist) {
		return // a clone has no corpus; the keys are held by the struct tags
	}
	if err != nil {
		t.Fatal(err)
	}
	var corpus []map[string]any
	if err := json.Unmarshal(raw, &corpus); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, d := range documents(t) {
		b, err := json.Marshal(d.Truth)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		keys("", m, known)
	}
	theirs := map[string]bool{}
	for _, m := range corpus {
		keys("", m, theirs)
	}
	for k := range theirs {
		if !known[k] && !slices.Contains([]string{".control_rows"}, k) && !strings.HasPrefix(k, ".iso.distractor_dates.") {
			t.Errorf("the corpus has %s, the samples have not", k)
		}
	}
}

// keys collects the paths of a JSON value.
func keys(at string, v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			into[at+"."+k] = true
			keys(at+"."+k, x, into)
		}
	case []any:
		for _, x := range v {
			keys(at, x, into)
		}
	}
}
