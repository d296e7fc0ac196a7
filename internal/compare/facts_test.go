package compare_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"example.com/assay/internal/attest"
)

func TestFactsAcrossYears(t *testing.T) {
	t.Parallel()
	found := func(s string) attest.Fact[string] { return attest.FoundFact(s, "", cite(3, s)) }
	auditors := func(a, b string) func(x, y *attest.Attestation) {
		return func(x, y *attest.Attestation) { x.Auditor, y.Auditor = found(a), found(b) }
	}
	tests := []struct {
		name   string
		edit   func(a, b *attest.Attestation)
		aspect attest.Aspect
		want   []string
	}{
		{"same auditor", auditors("Harrowgate & Stell LLP", "Harrowgate & Stell LLP"), attest.AspectAuditor, nil},
		{"another mark between names", auditors("Harrowgate, Stell LLP", "Harrowgate Stell LLP"), attest.AspectAuditor, nil},
		{"another legal form", auditors("Harrowgate & Stell LLP", "Harrowgate and Stell, P.C."), attest.AspectAuditor,
			[]string{"auditor reworded: the service auditor is the same by name, printed Harrowgate & Stell LLP before and Harrowgate and Stell, P.C. now"}},
		{"another auditor", auditors("Harrowgate & Stell LLP", "Harrow CPAs, PLLC"), attest.AspectAuditor,
			[]string{"auditor changed: the service auditor was Harrowgate & Stell LLP and is Harrow CPAs, PLLC"}},
		{"initials", auditors("Harrow Gate Stell LLP", "HGS LLP"), attest.AspectAuditor,
			[]string{"auditor changed: the service auditor was Harrow Gate Stell LLP and is HGS LLP [one name may be short for the other]"}},
		{"a company under a new name", func(a, b *attest.Attestation) {
			b.Organization, b.Aliases = found("Quillbook, Inc."), []string{"formerly Fennimore", "Fennimore Labs"}
		}, attest.AspectOrganization, []string{"organization changed: the service organisation was Fennimore Labs, Inc. and is Quillbook, Inc. [the reports share another name, so it may be one organisation under a new name]"}},
		{"another company", func(_, b *attest.Attestation) { b.Organization = found("Sparrow Tax Ltd") }, attest.AspectOrganization,
			[]string{"organization changed: the service organisation was Fennimore Labs, Inc. and is Sparrow Tax Ltd"}},
		{"opinion", func(a, _ *attest.Attestation) {
			a.Opinion = attest.FoundFact(attest.Qualified, "")
			a.Modified = attest.List[string]{State: attest.Found, Items: []string{"CC6.1"}}
		}, attest.AspectOpinion, []string{"opinion changed: the opinion was qualified and is unqualified"}},
		{"opinion qualified for others", func(a, b *attest.Attestation) {
			a.Opinion, b.Opinion = attest.FoundFact(attest.Qualified, ""), attest.FoundFact(attest.Qualified, "")
			a.Modified = attest.List[string]{State: attest.Found, Items: []string{"CC6.1", "CC6.2"}}
			b.Modified = attest.List[string]{State: attest.Found, Items: []string{"CC6.2", "CC8.1"}}
		}, attest.AspectOpinion, []string{"opinion changed: the opinion is qualified for other criteria"}},
		{"opinion not read", func(a, _ *attest.Attestation) {
			a.Opinion = attest.AbsentFact[attest.OpinionKind]("page 4 was not read")
		}, attest.AspectOpinion, nil},
		{"limb", func(a, b *attest.Attestation) {
			leg := func(k attest.OpinionKind) attest.LegOpinion {
				return attest.LegOpinion{Leg: attest.LegOperation, Opinion: attest.FoundFact(k, "")}
			}
			a.Legs, b.Legs = []attest.LegOpinion{leg(attest.Unqualified)}, []attest.LegOpinion{leg(attest.Adverse)}
		}, attest.AspectOpinionLimb, []string{"opinion_limb changed: the opinion on the operating effectiveness was unqualified and is adverse"}},
		{"type", func(a, _ *attest.Attestation) {
			a.Type, a.Period = attest.FoundFact(attest.ReportType(1), ""), attest.AbsentFact[attest.Period]("")
			a.AsOf = attest.FoundFact(attest.Date{Year: 2024, Month: 9, Day: 20}, "")
		}, attest.AspectType, []string{"report_type changed: a Type 2 report follows a Type 1 report"}},
		{"gap", func(a, _ *attest.Attestation) { a.Period.Value.End = attest.Date{Year: 2024, Month: 9, Day: 20} }, attest.AspectPeriod,
			[]string{"period gap: 10 days between the two, 2024-09-21 to 2024-09-30, that neither covers"}},
		{"overlap", func(a, _ *attest.Attestation) { a.Period.Value.End = attest.Date{Year: 2024, Month: 10, Day: 31} }, attest.AspectPeriod,
			[]string{"period overlap: 31 days that both cover, from 2024-10-01 to 2024-10-31"}},
		{"issued later", func(a, b *attest.Attestation) {
			a.ReportDate, b.ReportDate = attest.FoundFact(attest.Date{Year: 2024, Month: 10, Day: 30}, ""), attest.FoundFact(attest.Date{Year: 2025, Month: 12, Day: 29}, "")
		}, attest.AspectReportDate, []string{"report_date longer: the report is dated 90 days after its period, the earlier one 30 days"}},
		{"categories", func(a, b *attest.Attestation) {
			a.Categories = attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security, attest.Availability}}
			b.Categories = attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security, attest.Privacy}}
			a.Controls.Items = []attest.Control{{Text: "one", Criteria: []string{"A1.1", "CC6.1", "CC9.9.9"}}}
			b.Controls.Items = []attest.Control{{Text: "one", Criteria: []string{"CC6.1", "CC7.1", "P1.1"}}}
		}, attest.AspectCategory, []string{"category new: the category privacy is in scope now", "category dropped: the category availability is no longer in scope"}},
		{"criteria", func(a, b *attest.Attestation) {
			a.Controls.Items = []attest.Control{{Text: "one", Criteria: []string{"CC6.1", "CC6.3"}}}
			b.Controls.Items = []attest.Control{{Text: "one", Criteria: []string{"CC6.1", "CC7.1"}}}
		}, attest.AspectCriterion, []string{"criterion dropped: no control stands under CC6.3 any longer", "criterion new: controls stand under CC7.1 now"}},
		{"subservice", func(a, b *attest.Attestation) {
			list := func(s ...attest.Subservice) attest.List[attest.Subservice] {
				return attest.List[attest.Subservice]{State: attest.Found, Items: s}
			}
			a.Subservice = list(attest.Subservice{Name: "Cumulant Cloud Services, Inc.", Method: attest.CarveOut}, attest.Subservice{Name: "Mailwright", Method: attest.CarveOut}, attest.Subservice{Name: "Redlight Guarding", Method: attest.CarveOut})
			b.Subservice = list(attest.Subservice{Name: "Cumulant Cloud Services", Method: attest.CarveOut}, attest.Subservice{Name: "Redlight Guarding Ltd", Method: attest.Inclusive}, attest.Subservice{Name: "Pontoon", Method: attest.CarveOut})
		}, attest.AspectSubservice, []string{
			"subservice_organization changed: subservice organisation Redlight Guarding Ltd was carved out and is included",
			"subservice_organization new: new subservice organisation, carved out: Pontoon",
			"subservice_organization dropped: subservice organisation is no longer named, carved out before: Mailwright"}},
		{"user entity controls", func(a, b *attest.Attestation) {
			a.CUECs = attest.List[attest.CUEC]{State: attest.Found, Items: []attest.CUEC{{Text: "User entities remove access of leavers to the Fennimore Ledger."}, {Text: "User entities keep their own continuity plans."}}}
			b.CUECs = attest.List[attest.CUEC]{State: attest.Found, Items: []attest.CUEC{{Text: "User entities enable single sign-on."}, {Text: "User entities remove access of leavers to the Quillbook Finance Suite."}}}
		}, attest.AspectCUEC, []string{"cuec new: new for you to do: User entities enable single sign-on.", "cuec dropped: no longer asked of you: User entities keep their own continuity plans."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := lastYear(t), thisYear(t)
			tt.edit(a.Attestation, b.Attestation)
			got := compared(t, b, a)
			if diff := cmp.Diff(tt.want, brief(got, tt.aspect), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpinionWording(t *testing.T) {
	t.Parallel()
	const before = "In our opinion, in all material respects, a. the description presents the Fennimore Ledger that was designed and implemented throughout the period October 1, 2023 to September 30, 2024 in accordance with the description criteria; b. the controls were suitably designed."
	tests := []struct {
		name, now string
		want      []attest.WordChange
	}{
		{"names, dates and labels", "In our opinion, in all material respects, (1) the description presents the Quillbook Finance Suite that was designed and implemented throughout the period from October 1, 2024, through September 30, 2025, in accordance with the description criteria; (2) the controls were suitably designed.",
			[]attest.WordChange{{Later: "from"}}},
		{"an exception", "In our opinion, except for the matter described below, in all material respects, a. the description presents the Quillbook Finance Suite that was designed and implemented throughout the period 1 October 2024 to 30 September 2025 in accordance with the description criteria; b. the controls were suitably designed, except at Pontoon.",
			[]attest.WordChange{{Later: "except for the matter described below"}, {Later: "except at Pontoon"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := lastYear(t), thisYear(t)
			a.Attestation.OpinionText = attest.List[string]{State: attest.Found, Items: []string{before}, Citations: []attest.Citation{cite(4, before)}}
			b.Attestation.OpinionText = attest.List[string]{State: attest.Found, Items: []string{tt.now}, Citations: []attest.Citation{cite(5, tt.now)}}
			for _, c := range compared(t, a, b).Changes {
				if c.Aspect != attest.AspectOpinionWording {
					continue
				}
				if diff := cmp.Diff(tt.want, c.Words); diff != "" || len(c.Earlier.Cited) != 1 || len(c.Later.Cited) != 1 {
					t.Errorf("words (-want +got):\n%s\n%+v", diff, c)
				}
				return
			}
			t.Error("no change of wording was told")
		})
	}
}

// TestLaws holds for any controls: a report differs in nothing from itself, the order
// of asking does not matter, and each control is told of once.
func TestLaws(t *testing.T) {
	t.Parallel()
	words := []string{"access", "review", "quarterly", "annual", "24 hours", "two days", "backup", "the", "Fennimore", "customer data", "is", "encrypted", "multi-factor", "removed", "(a)", "AES-256", "’s", "ﬁ", "%", "10%"}
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.Custom(func(r *rapid.T) attest.Control {
			c := attest.Control{ID: rapid.SampledFrom([]string{"", "A1", "A2"}).Draw(r, "id")}
			for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(r, "words") {
				c.Text += w + " "
			}
			return c
		})
		a, b := lastYear(t), thisYear(t)
		a.Attestation.Controls.Items = rapid.SliceOfN(text, 0, 8).Draw(r, "earlier")
		b.Attestation.Controls.Items = rapid.SliceOfN(text, 0, 8).Draw(r, "later")
		if one, other := compared(t, a, b), compared(t, b, a); !reflect.DeepEqual(one, other) {
			t.Errorf("the order of asking matters:\n%s", cmp.Diff(one, other))
		}
		if got := compared(t, a, a); len(brief(got, attest.Aspects()[1:2]...)) > 0 || len(brief(got, attest.AspectControl, attest.AspectException)) > 0 {
			t.Errorf("a report differs from itself: %v", brief(got, attest.Aspects()...))
		}
		got := compared(t, a, b)
		told := map[string]int{}
		for _, c := range got.Changes {
			if c.Aspect == attest.AspectControl && c.Kind != attest.ChangeUntested && c.Later != nil && strings.TrimSpace(c.Later.Text) != "" {
				told[c.Later.Text]++
			}
		}
		for text, n := range told {
			if n > 1 {
				t.Errorf("%q is told %d times", text, n)
			}
		}
	})
}
