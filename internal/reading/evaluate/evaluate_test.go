package evaluate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

const truthJSON = `[{"file": "a.pdf", "kind": "soc2_type2", "organization": "Quay Freight Ltd", "organization_accept": ["Quay"],
 "system": "Quay Cloud (QC)", "auditor": "Barrow LLP", "report_date": "2026-02-20", "period_start": "2025-01-01", "period_end": "2025-12-31",
 "as_of_date": null, "opinion": "unqualified", "trust_services_categories": ["security"], "opinion_legs": {"description": "unqualified", "operating": null},
 "subservice_orgs": ["Heron Hosting (HH)"], "inclusive_or_carve_out": "carve-out", "cuec_count": 2, "expected_flags": ["type1", "no_exceptions"]}]`

// load reads the truth of the tests.
func load(t *testing.T) Truth {
	t.Helper()
	all, err := Load(strings.NewReader(truthJSON))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestCompare(t *testing.T) {
	t.Parallel()
	day := attest.Date{Year: 2026, Month: 2, Day: 21}
	r := &attest.Reading{Kind: attest.FoundFact(attest.KindSOC2, ""), Attestation: &attest.Attestation{
		Type:         attest.FoundFact(attest.ReportType(2), ""),
		Organization: attest.FoundFact("Quay", ""),
		System:       attest.FoundFact("Quay Cloud", ""),
		Auditor:      attest.AbsentFact[string]("an image"),
		ReportDate:   attest.FoundFact(day, ""),
		Period:       attest.AmbiguousFact("two", attest.Candidate[attest.Period]{}, attest.Candidate[attest.Period]{}),
		Categories:   attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security}},
		Opinion:      attest.FoundFact(attest.Unqualified, ""),
		Legs:         []attest.LegOpinion{{Leg: attest.LegDescription, Opinion: attest.FoundFact(attest.Unqualified, "")}, {Leg: attest.LegOperation, Opinion: attest.FoundFact(attest.Qualified, "")}},
		Subservice:   attest.List[attest.Subservice]{State: attest.Found, Items: []attest.Subservice{{Name: "Heron Hosting", Method: attest.Inclusive}}},
		CUECs:        attest.List[attest.CUEC]{State: attest.Found, Items: make([]attest.CUEC, 3)},
	}}
	got := map[string]Outcome{}
	for _, x := range Compare(load(t), r) {
		got[x.Field] = x.Outcome
	}
	want := map[string]Outcome{
		"kind": Right, "type": Right, "organization": Right, "system": Right, "auditor": Absent, "report_date": Wrong, "period": Ambiguous,
		"as_of": Right, "categories": Right, "opinion": Right, "leg_description": Right, "leg_operating": Wrong,
		"subservice": Right, "subservice_method": Wrong, "cuecs": Wrong, "flags": Absent,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes mismatch (-want +got):\n%s", diff)
	}
	var s Summary
	s.Add(load(t), Compare(load(t), r))
	certain := 0
	for _, m := range s.Mistakes {
		if m.Certain {
			certain++
		}
	}
	if certain != 4 || s.Fields["period"].Ambiguous != 1 || len(s.FieldNames()) != len(want) {
		t.Errorf("%d certain mistakes, period %+v, fields %v", certain, s.Fields["period"], s.FieldNames())
	}
}

func TestCompareOtherDocuments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		truth string
		kind  attest.Fact[attest.Kind]
		want  Outcome
	}{
		{`[{"file": "x", "kind": "other"}]`, attest.FoundFact(attest.KindPCIAoC, ""), Right},
		{`[{"file": "x", "kind": "other"}]`, attest.AbsentFact[attest.Kind]("nothing"), Right},
		{`[{"file": "x", "kind": "other"}]`, attest.FoundFact(attest.KindSOC2, ""), Wrong},
		{`[{"file": "x", "kind": "other", "layout": "readiness"}]`, attest.FoundFact(attest.KindQuestionnaire, ""), Wrong},
	}
	for _, tt := range tests {
		all, err := Load(strings.NewReader(tt.truth))
		if err != nil {
			t.Fatal(err)
		}
		if got := Compare(all[0], &attest.Reading{Kind: tt.kind})[0].Outcome; got != tt.want {
			t.Errorf("%s against %v = %s, want %s", tt.truth, tt.kind.Value, got, tt.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "{}", `[{"kind": "soc3"}]`, `[{"file": "x"}]`} {
		if _, err := Load(strings.NewReader(s)); err == nil {
			t.Errorf("Load(%q) gives no error", s)
		}
	}
}

func TestCheckCitations(t *testing.T) {
	t.Parallel()
	word := func(s string, x float64) pdf.Word {
		return pdf.Word{Text: s, Box: pdf.Box{X0: x, Y0: 10, X1: x + 20, Y1: 20}}
	}
	doc := &pdf.Document{Pages: []pdf.Page{{Number: 1, Lines: []pdf.Line{{Words: []pdf.Word{word("In", 0), word("our", 30), word("opinion", 60)}}}}}}
	r := &attest.Reading{Title: attest.FoundFact("x", "",
		attest.Citation{Page: 1, Quote: "our opinion"},
		attest.Citation{Page: 1, Quote: "In opinion", Boxes: []attest.Box{{X0: 0, Y0: 10, X1: 20, Y1: 20}, {X0: 60, Y0: 10, X1: 80, Y1: 20}}},
		attest.Citation{Page: 1, Quote: "their opinion"},
		attest.Citation{Page: 2, Quote: "our"},
		attest.Citation{Page: 1},
	)}
	held, broken := CheckCitations(doc, r)
	if held != (Held{Checked: 4, Held: 2}) || len(broken) != 2 {
		t.Errorf("held = %+v, broken = %v, want 2 of 4", held, broken)
	}
}
