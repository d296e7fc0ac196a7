package reading

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading/evaluate"
)

// digest writes the facts of an attestation in one line each.
func digest(r *attest.Reading) map[string]string {
	a := r.Attestation
	if a == nil {
		return map[string]string{"kind": show(r.Kind)}
	}
	var cats []string
	for _, c := range a.Categories.Items {
		cats = append(cats, string(c))
	}
	return map[string]string{
		"kind": show(r.Kind), "type": show(a.Type), "org": show(a.Organization), "system": show(a.System),
		"auditor": show(a.Auditor), "city": show(a.City), "date": show(a.ReportDate), "period": show(a.Period),
		"as of": show(a.AsOf), "opinion": show(a.Opinion), "legs": legLetters(a.Legs), "categories": strings.Join(cats, " "),
		"standards": strings.Join(a.Standards.Items, ", "), "edition": show(a.CriteriaEdition), "added": strings.Join(a.AddedCriteria.Items, ", "),
		"restricted": show(a.RestrictedUse), "modified": strings.Join(a.Modified.Items, " "), "sections": sectionList(a.Sections),
	}
}

// sectionList writes the sections with their pages.
func sectionList(sections []attest.Section) string {
	var out []string
	for _, s := range sections {
		out = append(out, fmt.Sprintf("%s %d-%d", s.Kind, s.FirstPage, s.LastPage))
	}
	return strings.Join(out, ", ")
}

// show writes a fact: its value, "-" when absent, "?" and the candidates when
// ambiguous.
func show[T comparable](f attest.Fact[T]) string {
	switch f.State {
	case attest.Found:
		return fmt.Sprint(f.Value)
	case attest.Ambiguous:
		var out []string
		for _, c := range f.Candidates {
			out = append(out, fmt.Sprint(c.Value))
		}
		return "? " + strings.Join(out, " or ")
	}
	return "-"
}

func TestReports(t *testing.T) {
	t.Parallel()
	for _, tt := range reportTests() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := typeset(tt.pages...)
			r := Read(doc, "")
			if _, broken := evaluate.CheckCitations(doc, r); len(broken) > 0 {
				t.Errorf("citations are not on their page: %v", broken)
			}
			got := digest(r)
			for field, want := range tt.want {
				if got[field] != want {
					t.Errorf("%s = %q, want %q", field, got[field], want)
				}
			}
			for _, name := range tt.flags {
				if !slices.Contains(flagNames(r), name) {
					t.Errorf("flag %s is not raised: %v", name, flagNames(r))
				}
			}
			for _, name := range tt.noFlags {
				if slices.Contains(flagNames(r), name) {
					t.Errorf("flag %s is raised: %v", name, r.Flags)
				}
			}
		})
	}
}

// reportTest is a report and what a careful reader takes from it.
type reportTest struct {
	name    string
	pages   []string
	want    map[string]string
	flags   []attest.FlagName
	noFlags []attest.FlagName
}

// FuzzRead feeds pages of any text: no page may bring the reader down, and every
// quote must be on its page.
func FuzzRead(f *testing.F) {
	for _, tt := range reportTests() {
		f.Add(strings.Join(tt.pages, "\f"))
	}
	f.Add("CERTIFICATE\nISO/IEC 27001:2022\nCertificate Number: 1\nValid until: 31/02/2027")
	f.Fuzz(func(t *testing.T, text string) {
		doc := typeset(strings.Split(text, "\f")...)
		for i := range doc.Pages {
			doc.Pages[i].Lines = slices.DeleteFunc(doc.Pages[i].Lines, func(l pdf.Line) bool { return len(l.Words) == 0 })
		}
		r := Read(doc, "")
		if _, broken := evaluate.CheckCitations(doc, r); len(broken) > 0 {
			t.Errorf("citations are not on their page: %v", broken)
		}
		Passages(doc, r)
	})
}

func TestReadIsRepeatable(t *testing.T) {
	t.Parallel()
	doc := typeset(plainReport()...)
	if diff := cmp.Diff(Read(doc, "x"), Read(doc, "x")); diff != "" {
		t.Errorf("two readings differ:\n%s", diff)
	}
}
