package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Outcome is how a fact of a reading compares with the truth.
type Outcome string

// The outcomes. Right counts a fact that is rightly absent too.
const (
	Right     Outcome = "right"
	Absent    Outcome = "absent"    // the document states it, the reading does not
	Ambiguous Outcome = "ambiguous" // the reading leaves it to a person
	Wrong     Outcome = "wrong"     // the reading states something else
)

// FieldResult is the comparison of one field.
type FieldResult struct {
	Field     string
	Outcome   Outcome
	Want, Got string
}

// comparer collects the results of one document.
type comparer struct {
	truth Truth
	out   []FieldResult
}

// Compare compares a reading with the truth of its document.
func Compare(t Truth, r *attest.Reading) []FieldResult {
	c := &comparer{truth: t}
	c.kind(r)
	a := r.Attestation
	if a == nil {
		a = &attest.Attestation{}
	}
	if t.attested() {
		c.attestation(a)
	}
	c.controls(r, a)
	c.exceptions(r, a)
	if t.object("iso").fields != nil {
		cert := r.Certificate
		if cert == nil {
			cert = &attest.Certificate{}
		}
		c.certificate(cert)
	}
	if t.object("bridge").fields != nil {
		letter := r.BridgeLetter
		if letter == nil {
			letter = &attest.BridgeLetter{}
		}
		c.bridge(letter)
	}
	c.flags(r)
	return c.out
}

// add notes a result.
func (c *comparer) add(field string, o Outcome, want, got string) {
	c.out = append(c.out, FieldResult{Field: field, Outcome: o, Want: want, Got: got})
}

// judge compares a fact with the right answers, as equal decides. No right answer
// means that the document states none.
func judge[T comparable](c *comparer, field string, f attest.Fact[T], wants []string, equal func(want, got string) bool) {
	want, got := strings.Join(wants, " | "), fmt.Sprint(f.Value)
	switch {
	case f.State == attest.Ambiguous:
		var all []string
		for _, o := range f.Candidates {
			all = append(all, fmt.Sprint(o.Value))
		}
		c.add(field, Ambiguous, want, strings.Join(all, " | "))
	case f.State != attest.Found && len(wants) == 0:
		c.add(field, Right, "", "")
	case f.State != attest.Found:
		c.add(field, Absent, want, f.Reason)
	case slices.ContainsFunc(wants, func(w string) bool { return equal(w, got) }):
		c.add(field, Right, want, got)
	default:
		c.add(field, Wrong, want, got)
	}
}

// nonEmpty drops empty strings.
func nonEmpty(s ...string) []string {
	return slices.DeleteFunc(s, func(x string) bool { return x == "" })
}

// kind compares kind and type. For a document that is none of ours any kind will
// do that is not taken for evidence.
func (c *comparer) kind(r *attest.Reading) {
	want, typ := c.truth.wantKind()
	evidence := []attest.Kind{attest.KindSOC1, attest.KindSOC2, attest.KindSOC3, attest.KindISO27001, attest.KindBridgeLetter, attest.KindISAE3000, attest.KindISAE3402}
	switch {
	case want != "":
		judge(c, "kind", r.Kind, []string{string(want)}, sameWords)
	case r.Kind.State == attest.Ambiguous:
		c.add("kind", Ambiguous, c.truth.Kind, "")
	case slices.Contains(evidence, r.Kind.Value):
		c.add("kind", Wrong, c.truth.Kind, string(r.Kind.Value))
	default:
		c.add("kind", Right, c.truth.Kind, string(r.Kind.Value))
	}
	if typ != 0 {
		var f attest.Fact[attest.ReportType]
		if r.Attestation != nil {
			f = r.Attestation.Type
		}
		judge(c, "type", f, []string{fmt.Sprint(int(typ))}, sameWords)
	}
}

// attestation compares the facts of a report.
func (c *comparer) attestation(a *attest.Attestation) {
	t := c.truth
	judge(c, "organization", a.Organization, t.Organization, sameName)
	judge(c, "system", a.System, nonEmpty(t.text("system")), sameName)
	judge(c, "auditor", a.Auditor, nonEmpty(append(t.texts("auditor_accept"), t.text("auditor"))...), sameName)
	if t.has("auditor_city") && t.text("auditor_city") != "" {
		judge(c, "auditor_city", a.City, nonEmpty(t.text("auditor_city")), sameWords)
	}
	judge(c, "report_date", a.ReportDate, nonEmpty(t.text("report_date")), sameWords)
	var period []string
	if start, end := t.text("period_start"), t.text("period_end"); start != "" {
		period = []string{start + ".." + end}
	}
	judge(c, "period", a.Period, period, func(w, g string) bool { return w == g })
	judge(c, "as_of", a.AsOf, nonEmpty(t.text("as_of_date")), sameWords)
	if want := t.texts("trust_services_categories"); len(want) > 0 || strings.HasPrefix(t.Kind, "soc2") || t.Kind == "soc3" {
		var got []string
		for _, x := range a.Categories.Items {
			got = append(got, string(x))
		}
		c.set("categories", a.Categories.State, want, got, a.Categories.Reason)
	}
	judge(c, "opinion", a.Opinion, nonEmpty(t.text("opinion")), sameWords)
	c.legs(a)
	if t.has("qualified_criteria") {
		c.set("qualified_criteria", a.Modified.State, t.texts("qualified_criteria"), a.Modified.Items, a.Modified.Reason)
	}
	if t.has("emphasis_of_matter") {
		c.emphasis(a)
	}
	c.subservice(a)
	c.cuecs(a)
}

// emphasis compares whether there is an emphasis of matter.
func (c *comparer) emphasis(a *attest.Attestation) {
	if string(c.truth.fields["emphasis_of_matter"]) == "null" {
		return
	}
	want, got := c.truth.flag("emphasis_of_matter"), len(a.Emphasis.Items) > 0
	o := Right
	switch {
	case want && !got:
		o = Absent
	case got && !want:
		o = Wrong
	}
	c.add("emphasis", o, fmt.Sprint(want), fmt.Sprint(got))
}

// legs compares the opinion on each limb.
func (c *comparer) legs(a *attest.Attestation) {
	want := c.truth.object("opinion_legs")
	for name, leg := range map[string]attest.Leg{"description": attest.LegDescription, "design": attest.LegDesign, "operating": attest.LegOperation} {
		if !want.has(name) {
			continue
		}
		var f attest.Fact[attest.OpinionKind]
		for _, l := range a.Legs {
			if l.Leg == leg {
				f = l.Opinion
			}
		}
		judge(c, "leg_"+name, f, nonEmpty(want.text(name)), sameWords)
	}
	slices.SortStableFunc(c.out, func(x, y FieldResult) int {
		if strings.HasPrefix(x.Field, "leg_") && strings.HasPrefix(y.Field, "leg_") {
			return strings.Compare(x.Field, y.Field)
		}
		return 0
	})
}

// set compares a list without regard to order.
func (c *comparer) set(field string, state attest.State, want, got []string, reason string) {
	norm := func(s []string) []string {
		var out []string
		for _, x := range s {
			out = append(out, squash(x))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	w, g := strings.Join(want, ", "), strings.Join(got, ", ")
	switch {
	case slices.Equal(norm(want), norm(got)):
		c.add(field, Right, w, g)
	case state == attest.Ambiguous:
		c.add(field, Ambiguous, w, g)
	case len(got) == 0:
		c.add(field, Absent, w, reason)
	default:
		c.add(field, Wrong, w, g)
	}
}

// subservice compares the subservice organisations and how they are treated.
func (c *comparer) subservice(a *attest.Attestation) {
	orgs := c.truth.texts("subservice_orgs")
	if !c.truth.has("subservice_orgs") || string(c.truth.fields["subservice_orgs"]) == "null" {
		return
	}
	var want, got []string
	for _, s := range orgs {
		want = append(want, bareName(s))
	}
	method := map[string]string{}
	for _, s := range a.Subservice.Items {
		got = append(got, bareName(s.Name))
		method[squash(bareName(s.Name))] = strings.ReplaceAll(string(s.Method), "_", "-")
	}
	c.set("subservice", a.Subservice.State, want, got, a.Subservice.Reason)
	all := c.truth.text("inclusive_or_carve_out")
	truth := list[subservice](c.truth, "subservice")
	if len(truth) == 0 && all != "" && all != "mixed" {
		for _, s := range orgs {
			truth = append(truth, subservice{Name: s, Method: all})
		}
	}
	for _, s := range truth {
		m, ok := method[squash(bareName(s.Name))]
		switch {
		case !ok || m == "unstated":
			c.add("subservice_method", Absent, s.Name+" "+s.Method, m)
		case m != s.Method:
			c.add("subservice_method", Wrong, s.Name+" "+s.Method, m)
		default:
			c.add("subservice_method", Right, s.Name+" "+s.Method, m)
		}
	}
}

// cuecs compares the texts of the complementary user entity controls, or their
// number where the truth has no texts.
func (c *comparer) cuecs(a *attest.Attestation) {
	n, counted := c.truth.number("cuec_count")
	truth := list[cuec](c.truth, "cuecs")
	if !counted && len(truth) == 0 {
		return
	}
	if len(truth) == 0 {
		c.set("cuecs", a.CUECs.State, []string{fmt.Sprint(n)}, nonEmpty(countText(len(a.CUECs.Items))), a.CUECs.Reason)
		return
	}
	var want, got []string
	for _, x := range truth {
		want = append(want, x.Text)
	}
	for _, x := range a.CUECs.Items {
		got = append(got, x.Text)
	}
	c.set("cuecs", a.CUECs.State, want, got, a.CUECs.Reason)
}

// countText writes a number, and none as "".
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
