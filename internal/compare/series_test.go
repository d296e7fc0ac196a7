package compare_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/compare"
)

// truthDoc is what the truth of the shared corpus says of a document, as far as a
// comparison needs it.
type truthDoc struct {
	File         string `json:"file"`
	Organization string `json:"organization"`
	System       string `json:"system"`
	Auditor      string `json:"auditor"`
	ReportDate   string `json:"report_date"`
	Start        string `json:"period_start"`
	End          string `json:"period_end"`
	Opinion      string `json:"opinion"`
	Controls     []struct {
		ID       *string  `json:"id"`
		Criteria []string `json:"criteria"`
		Result   string   `json:"result"`
		Text     string   `json:"text"`
	} `json:"controls"`
	Exceptions []struct {
		Key        string   `json:"key"`
		ControlIDs []string `json:"control_ids"`
		Control    string   `json:"control_text"`
		Criteria   []string `json:"criteria"`
		Text       string   `json:"result_text"`
	} `json:"exceptions"`
}

// step is two reports of a vendor in a row, and what changed from one to the other.
type step struct {
	Earlier  string `json:"earlier"`
	Later    string `json:"later"`
	Gap      int    `json:"gap_days"`
	Overlap  int    `json:"overlap_days"`
	Auditor  bool   `json:"auditor_changed"`
	Repeated []struct {
		Earlier string `json:"earlier"`
		Later   string `json:"later"`
	} `json:"repeat_exceptions"`
	Dropped []string `json:"dropped_controls"`
	Added   []string `json:"added_controls"`
}

// load reads a file of the shared corpus, and ends the test where there is none: the
// corpus lies beside the repository on the machines that have it.
func load(t *testing.T, name string, into any) bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../../shared/corpus/synthetic", name))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		t.Fatal(err)
	}
	return true
}

// reading makes the reading that a perfect reader would give.
func (d truthDoc) reading(t *testing.T) *attest.Reading {
	t.Helper()
	day := func(s string) attest.Date {
		out, err := attest.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	a := &attest.Attestation{
		Organization: attest.FoundFact(d.Organization, ""), System: attest.FoundFact(d.System, ""), Auditor: attest.FoundFact(d.Auditor, ""),
		Opinion: attest.FoundFact(attest.OpinionKind(d.Opinion), ""), ReportDate: attest.FoundFact(day(d.ReportDate), ""), Type: attest.FoundFact(attest.ReportType(2), ""),
		Period:   attest.FoundFact(attest.Period{Start: day(d.Start), End: day(d.End)}, ""),
		Controls: attest.List[attest.Control]{State: attest.Found}, Exceptions: attest.List[attest.Exception]{State: attest.Found},
	}
	for _, c := range d.Controls {
		x := attest.Control{Text: c.Text, Criteria: c.Criteria, Result: attest.Result(c.Result)}
		if c.ID != nil {
			x.ID = *c.ID
		}
		a.Controls.Items = append(a.Controls.Items, x)
	}
	for _, e := range d.Exceptions {
		a.Exceptions.Items = append(a.Exceptions.Items, attest.Exception{ID: e.Key, ControlIDs: e.ControlIDs, ControlText: e.Control, Criteria: e.Criteria, Text: e.Text})
	}
	return &attest.Reading{SHA256: d.File, Kind: attest.FoundFact(attest.KindSOC2, ""), Attestation: a}
}

// TestSeries compares the years of vendors whose differences are known.
func TestSeries(t *testing.T) {
	t.Parallel()
	var docs []truthDoc
	var series []struct {
		Steps []step `json:"steps"`
	}
	if !load(t, "truth.json", &docs) || !load(t, "series.json", &series) {
		t.Log("the shared corpus is not here; the other tests of this package stand by themselves")
		return
	}
	byFile := map[string]truthDoc{}
	for _, d := range docs {
		byFile[d.File] = d
	}
	c, err := compare.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range series {
		for _, st := range s.Steps {
			t.Run(st.Later, func(t *testing.T) {
				// The later first: the days tell which is the earlier.
				got, err := c.Compare(attest.Evidence{Reading: byFile[st.Later].reading(t)}, attest.Evidence{Reading: byFile[st.Earlier].reading(t)})
				if err != nil {
					t.Fatal(err)
				}
				st.check(t, got, byFile)
			})
		}
	}
}

// check holds a comparison against what is known of the step.
func (st step) check(t *testing.T, got *attest.Comparison, docs map[string]truthDoc) {
	if got.Earlier.SHA256 != st.Earlier || got.Timing == nil || got.Timing.GapDays != st.Gap || got.Timing.OverlapDays != st.Overlap {
		t.Errorf("%s first, timing %+v; want %s first, gap %d, overlap %d", got.Earlier.SHA256, got.Timing, st.Earlier, st.Gap, st.Overlap)
	}
	var added, dropped, repeated, want []string
	auditor := false
	for _, c := range got.Changes {
		switch {
		case c.Aspect == attest.AspectControl && c.Kind == attest.ChangeNew:
			added = append(added, c.Later.Text)
		case c.Aspect == attest.AspectControl && c.Kind == attest.ChangeDropped:
			dropped = append(dropped, c.Earlier.Text)
		case c.Aspect == attest.AspectControl && c.Kind != attest.ChangeUntested:
			t.Errorf("control %s: %q became %q", c.Kind, c.Earlier.Text, c.Later.Text)
		case c.Aspect == attest.AspectException && c.Kind == attest.ChangeRepeated:
			repeated = append(repeated, c.Earlier.Text+" / "+c.Later.Text)
		case c.Aspect == attest.AspectAuditor:
			auditor = true
		}
	}
	for _, r := range st.Repeated {
		want = append(want, docs[st.Earlier].exception(r.Earlier)+" / "+docs[st.Later].exception(r.Later))
	}
	slices.Sort(added)
	slices.Sort(dropped)
	slices.Sort(st.Added)
	slices.Sort(st.Dropped)
	empty := cmpopts.EquateEmpty()
	for _, d := range []string{cmp.Diff(st.Added, added, empty), cmp.Diff(st.Dropped, dropped, empty), cmp.Diff(want, repeated, empty)} {
		if d != "" {
			t.Errorf("added, dropped or repeated (-want +got):\n%s", d)
		}
	}
	if auditor != st.Auditor {
		t.Errorf("auditor changed: %v, want %v", auditor, st.Auditor)
	}
}

// exception gives the words of an exception by its key.
func (d truthDoc) exception(key string) string {
	for _, e := range d.Exceptions {
		if e.Key == key {
			return e.Text
		}
	}
	return ""
}
