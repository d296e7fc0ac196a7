package criteria_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/criteria"
)

func load(t *testing.T) *criteria.Catalog {
	t.Helper()
	c, err := criteria.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCounts(t *testing.T) {
	c := load(t)
	bySeries := map[string]int{}
	for _, x := range c.Criteria() {
		bySeries[strings.TrimRight(strings.SplitN(x.ID, ".", 2)[0], "12345678")+"/"+x.Category]++
		bySeries[x.Series]++
	}
	themes := map[string]int{}
	fresh := 0
	for _, x := range c.Controls() {
		themes[x.Theme]++
		if x.New {
			fresh++
		}
	}
	strong := 0
	for _, p := range c.Pairs() {
		if p.Strength == criteria.Strong {
			strong++
		}
	}
	got := map[string]int{
		"criteria": len(c.Criteria()), "controls": len(c.Controls()), "pairs": len(c.Pairs()), "strong": strong,
		"domains": len(c.Domains()), "categories": len(c.Categories()), "series": len(c.Series()), "new": fresh,
		"CC6": bySeries["CC6"], "CC7": bySeries["CC7"], "CC8": bySeries["CC8"], "A1": bySeries["A1"], "C1": bySeries["C1"],
		"PI1": bySeries["PI1"], "privacy": bySeries["P/privacy"],
		"organizational": themes["organizational"], "people": themes["people"],
		"physical": themes["physical"], "technological": themes["technological"],
	}
	want := map[string]int{
		"criteria": 61, "controls": 93, "pairs": 305, "strong": 94,
		"domains": 23, "categories": 5, "series": 20, "new": 11,
		"CC6": 8, "CC7": 5, "CC8": 1, "A1": 3, "C1": 2, "PI1": 5, "privacy": 18,
		"organizational": 37, "people": 8, "physical": 14, "technological": 34,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestResolve(t *testing.T) {
	c := load(t)
	tests := []struct {
		raw  string
		want criteria.Ref
	}{
		{"CC6.1", criteria.Ref{Raw: "CC6.1", Kind: criteria.IDCriterion, Criterion: "CC6.1"}},
		{"CC8.8", criteria.Ref{Raw: "CC8.8", Kind: criteria.IDUnknown}},
		{"P7.2", criteria.Ref{Raw: "P7.2", Kind: criteria.IDUnknown}},
		{"CC6.1.3", criteria.Ref{Raw: "CC6.1.3", Kind: criteria.IDControl, Criterion: "CC6.1"}},
		{"CC8.8.1", criteria.Ref{Raw: "CC8.8.1", Kind: criteria.IDUnknown}},
		{"PP1.3", criteria.Ref{Raw: "PP1.3", Kind: criteria.IDCriterion, Criterion: "PI1.3", Misprint: true}},
		{"PP1.9", criteria.Ref{Raw: "PP1.9", Kind: criteria.IDUnknown}},
		{"P1.0", criteria.Ref{Raw: "P1.0", Kind: criteria.IDSeries}},
		{"CC6", criteria.Ref{Raw: "CC6", Kind: criteria.IDSeries}},
		{"A1.2", criteria.Ref{Raw: "A1.2", Kind: criteria.IDCriterion, Criterion: "A1.2"}},
		{"A.5.1", criteria.Ref{Raw: "A.5.1", Kind: criteria.IDUnknown}},
		{"C-12", criteria.Ref{Raw: "C-12", Kind: criteria.IDUnknown}},
		{" C1.2 ", criteria.Ref{Raw: " C1.2 ", Kind: criteria.IDCriterion, Criterion: "C1.2"}},
		{"CC0.1", criteria.Ref{Raw: "CC0.1", Kind: criteria.IDUnknown}},
		{"", criteria.Ref{Kind: criteria.IDUnknown}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, c.Resolve(tt.raw)); diff != "" {
			t.Errorf("Resolve(%q) (-want +got):\n%s", tt.raw, diff)
		}
	}
}

func TestLookUp(t *testing.T) {
	c := load(t)
	criterion, ok := c.Criterion("CC6.1")
	if !ok || criterion.Category != "security" {
		t.Errorf("Criterion(CC6.1) = %+v, %v", criterion, ok)
	}
	if diff := cmp.Diff([]string{"access", "crypto", "network", "asset"}, criterion.Domains()); diff != "" {
		t.Errorf("domains of CC6.1 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"A.5.18"}, c.ControlsOf2013("A.9.2.5")); diff != "" {
		t.Errorf("successors of A.9.2.5 (-want +got):\n%s", diff)
	}
	if got := c.ControlsOf2013("A.99.1"); len(got) != 0 {
		t.Errorf("successors of A.99.1 = %v, want none", got)
	}
	var strong []string
	for _, p := range c.PairsOf("CC6.6") {
		if p.Strength == criteria.Strong {
			strong = append(strong, p.Control)
		}
	}
	if diff := cmp.Diff([]string{"A.8.20", "A.8.21", "A.8.22"}, strong); diff != "" {
		t.Errorf("strong pairs of CC6.6 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"5.1", "9.3"}, c.ClausesOf("CC1.2")); diff != "" {
		t.Errorf("clauses of CC1.2 (-want +got):\n%s", diff)
	}
	for _, id := range []string{"A.5.32", "A.7.7"} {
		if pairs := c.PairsOf(id); len(pairs) != 0 {
			t.Errorf("PairsOf(%s) = %v, want none", id, pairs)
		}
	}
	if _, ok := c.Criterion("CC8.8"); ok {
		t.Error("Criterion(CC8.8) was found")
	}
	if d, ok := c.Domain("access"); !ok || d.Weight != 3 {
		t.Errorf("Domain(access) = %+v, %v", d, ok)
	}
	if clause, ok := c.Clause("6.1.3"); !ok || !clause.Auditable {
		t.Errorf("Clause(6.1.3) = %+v, %v", clause, ok)
	}
}

// TestListsAgree holds the lists against each other in both directions.
func TestListsAgree(t *testing.T) {
	c := load(t)
	members := map[string]int{}
	for _, d := range c.Domains() {
		for _, id := range append(append([]string{}, d.Criteria...), d.Controls...) {
			members[id]++
			if x, ok := c.Criterion(id); ok && x.Domain == d.ID {
				continue
			}
			if x, ok := c.Control(id); ok && x.Domain == d.ID {
				continue
			}
			t.Errorf("domain %s lists %s, which does not name it", d.ID, id)
		}
	}
	if len(members) != len(c.Criteria())+len(c.Controls()) {
		t.Errorf("the domains list %d members, want every criterion and control", len(members))
	}
	for id, n := range members {
		if n != 1 {
			t.Errorf("%s stands in %d domains", id, n)
		}
	}
	seen := map[criteria.Pair]bool{}
	for _, p := range c.Pairs() {
		if key := (criteria.Pair{Criterion: p.Criterion, Control: p.Control}); seen[key] {
			t.Errorf("pair %v stands twice", key)
		} else {
			seen[key] = true
		}
		for _, clause := range c.ClausesOf(p.Criterion) {
			if _, ok := c.Clause(clause); !ok {
				t.Errorf("%s points at the unknown clause %s", p.Criterion, clause)
			}
		}
	}
	for _, control := range c.Controls() {
		if control.New != (len(control.Old) == 0) {
			t.Errorf("%s: new %v with 2013 ids %v", control.ID, control.New, control.Old)
		}
	}
}

// FuzzResolve holds that whatever is resolved points into the list.
func FuzzResolve(f *testing.F) {
	c, err := criteria.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"CC6.1", "PP1.3", "CC6.1.3", "P1.0", "A.5.1", "CC8.8", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		ref := c.Resolve(raw)
		if ref.Raw != raw {
			t.Errorf("Raw = %q, want %q", ref.Raw, raw)
		}
		_, known := c.Criterion(ref.Criterion)
		if wants := ref.Kind == criteria.IDCriterion || ref.Kind == criteria.IDControl; wants != known {
			t.Errorf("Resolve(%q) = %+v, and the criterion is known: %v", raw, ref, known)
		}
	})
}
