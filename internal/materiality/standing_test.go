package materiality_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/materiality"
)

const (
	accept  = attest.Accept
	cond    = attest.AcceptWithConditions
	esc     = attest.Escalate
	rej     = attest.Reject
	lacking = attest.InsufficientEvidence
)

type verdicts [4]attest.Verdict // critical, high, moderate, low

type standingCase struct {
	name     string
	today    string // 2026-01-10 when empty
	evidence []attest.Evidence
	want     verdicts
	rules    []string // that move the verdict on the critical tier
}

func qualified() report {
	return sound().with(func(r *report) {
		r.opinion, r.modified = fact(attest.Qualified), []string{"CC6.1", "CC7.2"}
		r.legs = []attest.LegOpinion{{Leg: attest.LegOperation, Opinion: fact(attest.Qualified)}}
	})
}

func reportCases() []standingCase {
	one := func(change func(*report)) []attest.Evidence {
		return []attest.Evidence{sound().with(change).evidence()}
	}
	return []standingCase{
		{"a sound report", "2025-12-20", []attest.Evidence{sound().evidence()}, verdicts{accept, accept, accept, accept}, nil},
		{"tests of controls not read", "2025-12-20", one(func(r *report) { r.notRead = []string{"controls", "exceptions"} }),
			verdicts{cond, cond, accept, accept}, []string{"matrix.not_read"}},
		{"an exception", "2025-12-20", one(func(r *report) {
			r.exceptions = []attest.Exception{deviation(func(*attest.Exception) {})}
		}), verdicts{cond, cond, cond, accept}, []string{"exception.reported"}},
		{"an exception without a response", "2025-12-20", one(func(r *report) {
			r.exceptions = []attest.Exception{deviation(func(e *attest.Exception) { e.Response = nil })}
		}), verdicts{esc, cond, cond, accept}, []string{"exception.no_response"}},
		{"a gap in the design", "2025-12-20", one(func(r *report) {
			r.exceptions = []attest.Exception{deviation(func(e *attest.Exception) { e.Leg = fact(attest.LegDesign) })}
		}), verdicts{esc, esc, cond, cond}, []string{"exception.design"}},
		{"a result that settles nothing", "2025-12-20", one(func(r *report) {
			r.controls = []attest.Control{{ID: "AC-04", Result: attest.ResultUnclear}}
		}), verdicts{cond, cond, accept, accept}, []string{"matrix.unclear"}},
		{"a row not understood", "2025-12-20", one(func(r *report) {
			r.unparsed = []attest.UnparsedRow{{Reason: "no columns", Cited: []attest.Citation{{Page: 30}}}}
		}), verdicts{cond, cond, accept, accept}, []string{"matrix.unclear"}},
		{"controls that did not operate", "2025-12-20", one(func(r *report) {
			r.controls = []attest.Control{{ID: "AC-04", Result: attest.ResultNotOperated}, {ID: "AC-05", Result: attest.ResultNotTested}}
		}), verdicts{accept, accept, accept, accept}, nil},
		{"qualified", "2025-12-20", []attest.Evidence{qualified().evidence()}, verdicts{esc, esc, cond, cond}, []string{"opinion.qualified"}},
		{"adverse", "2025-12-20", one(func(r *report) { r.opinion = fact(attest.Adverse) }), verdicts{rej, rej, rej, rej}, []string{"opinion.adverse"}},
		{"disclaimer", "2025-12-20", one(func(r *report) { r.opinion = fact(attest.Disclaimer) }), verdicts{rej, rej, rej, rej}, []string{"opinion.disclaimer"}},
		{"opinion not read", "2025-12-20", one(func(r *report) { r.opinion = fact(attest.OpinionKind("")) }),
			verdicts{lacking, lacking, lacking, lacking}, []string{"opinion.absent"}},
		{"opinion ambiguous", "2025-12-20", one(func(r *report) {
			r.opinion = attest.AmbiguousFact("two readings", attest.Candidate[attest.OpinionKind]{Value: attest.Unqualified}, attest.Candidate[attest.OpinionKind]{Value: attest.Qualified})
		}), verdicts{lacking, lacking, lacking, lacking}, []string{"opinion.ambiguous"}},
		{"a limb worse than the whole", "2025-12-20", one(func(r *report) {
			r.legs = []attest.LegOpinion{{Leg: attest.LegDesign, Opinion: fact(attest.Qualified)}}
		}), verdicts{lacking, lacking, lacking, lacking}, []string{"opinion.legs_contradict"}},
		{"no word for more than a quarter", "", []attest.Evidence{sound().evidence()}, verdicts{cond, cond, accept, accept}, []string{"cover.unbridged"}},
		{"bridged", "", []attest.Evidence{sound().evidence(), letter("b", "2024-10-01..2025-09-30", "2025-12-19")},
			verdicts{cond, cond, accept, accept}, []string{"bridge.relied_on"}},
		{"renewal window", "2026-10-15", []attest.Evidence{sound().evidence()}, verdicts{cond, cond, cond, accept}, []string{"age.renewal_window", "cover.unbridged"}},
		{"stale", "2027-01-10", []attest.Evidence{sound().evidence()}, verdicts{esc, esc, esc, cond}, []string{"age.stale", "cover.unbridged"}},
		{"dates not read", "", one(func(r *report) { r.period = "" }), verdicts{lacking, lacking, lacking, lacking}, []string{"age.dates_not_read"}},
		{"Type 1", "2025-12-20", one(func(r *report) { r.typ, r.period, r.asOf = 1, "", "2025-09-30" }), verdicts{esc, esc, cond, accept}, []string{"type1.only"}},
		{"three months", "2025-12-20", one(func(r *report) { r.period = "2025-07-01..2025-09-30" }), verdicts{cond, cond, accept, accept}, []string{"period.short"}},
		{"two categories missing", "2025-12-20", one(func(r *report) { r.categories = []attest.Category{attest.Security} }),
			verdicts{cond, cond, accept, accept}, []string{"category.missing"}},
		{"security missing", "2025-12-20", one(func(r *report) { r.categories = []attest.Category{attest.Availability, attest.Confidentiality} }),
			verdicts{esc, esc, esc, accept}, []string{"category.security_missing"}},
		{"categories not read", "2025-12-20", one(func(r *report) { r.categories = nil }), verdicts{esc, esc, esc, accept}, []string{"category.not_read"}},
		{"a page of the auditor's report not read", "2025-12-20", one(func(r *report) { r.unread = []int{4} }), verdicts{esc, esc, cond, cond}, []string{"page.opinion_not_read"}},
		{"a page elsewhere not read", "2025-12-20", one(func(r *report) { r.unread = []int{40} }), verdicts{cond, cond, accept, accept}, []string{"page.not_read"}},
		{"title mismatch", "2025-12-20", one(func(r *report) { r.flags = []attest.FlagName{attest.FlagTitleMismatch} }), verdicts{cond, cond, cond, accept}, []string{"flag.title_mismatch"}},
		{"a flag that is a remark", "2025-12-20", one(func(r *report) { r.flags = []attest.FlagName{attest.FlagOwnerPassword} }), verdicts{accept, accept, accept, accept}, nil},
		{"another company", "2025-12-20", one(func(r *report) { r.holder = "Harrow Cloud, LLC" }), verdicts{cond, cond, cond, accept}, []string{"organisation.unconfirmed"}},
		{"the same company in two words", "2025-12-20", one(func(r *report) { r.holder = "Tal-Low Works" }), verdicts{accept, accept, accept, accept}, nil},
		{"an old report on another system", "2025-12-20", []attest.Evidence{sound().evidence(),
			sound().with(func(r *report) { r.id, r.system, r.period, r.dated = "old", "Payroll", "2022-01-01..2022-12-31", "" }).evidence()},
			verdicts{cond, cond, accept, accept}, []string{"system.history"}},
		{"an adverse report on another system", "2025-12-20", []attest.Evidence{sound().evidence(),
			sound().with(func(r *report) { r.id, r.system, r.opinion = "other", "Payroll", fact(attest.Adverse) }).evidence()},
			verdicts{rej, rej, rej, rej}, []string{"opinion.adverse"}},
		{"an undated report beside a dated one", "2025-12-20", []attest.Evidence{sound().evidence(),
			sound().with(func(r *report) { r.id, r.period = "other", "" }).evidence()},
			verdicts{esc, esc, esc, cond}, []string{"document.undated"}},
	}
}

func otherCases() []standingCase {
	badge := document("badge", attest.KindSOC2Certificate)
	return []standingCase{
		{"nothing", "", nil, verdicts{lacking, lacking, lacking, lacking}, []string{"evidence.none"}},
		{"a locked file", "", []attest.Evidence{unread("l", attest.DocumentLocked)}, verdicts{lacking, lacking, lacking, lacking},
			[]string{"evidence.nothing_read", "kind.missing", "document.locked"}},
		{"a failed reading beside a sound report", "2025-12-20", []attest.Evidence{sound().evidence(), unread("l", attest.DocumentFailed)},
			verdicts{cond, cond, cond, accept}, []string{"document.failed"}},
		{"a badge", "", []attest.Evidence{badge}, verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "kind.no_substitute"}},
		{"a SOC 3", "2025-12-20", []attest.Evidence{soc3().evidence()}, verdicts{lacking, lacking, lacking, accept}, []string{"kind.missing", "kind.no_substitute"}},
		{"a bridge letter alone", "2025-12-20", []attest.Evidence{letter("b", "2024-10-01..2025-09-30", "2025-12-19")},
			verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "kind.no_substitute"}},
		{"a questionnaire", "", []attest.Evidence{document("q", attest.KindQuestionnaire)}, verdicts{lacking, lacking, lacking, cond}, []string{"kind.missing", "kind.no_substitute"}},
		{"a certificate", "", []attest.Evidence{certificate("c", nil)}, verdicts{lacking, lacking, accept, accept}, []string{"kind.missing", "kind.no_substitute"}},
		{"a certificate beside a sound report", "2025-12-20", []attest.Evidence{sound().evidence(), certificate("c", nil)}, verdicts{accept, accept, accept, accept}, nil},
		{"an expired certificate", "2028-06-01", []attest.Evidence{certificate("c", nil)}, verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "kind.no_substitute"}},
		{"a lapsed edition", "", []attest.Evidence{certificate("c", func(c *attest.Certificate) { c.Edition = fact("2013") })},
			verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "kind.no_substitute"}},
		{"a certificate to come", "2025-05-01", []attest.Evidence{certificate("c", nil)}, verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "kind.no_substitute"}},
		{"accreditation not stated", "", []attest.Evidence{certificate("c", func(c *attest.Certificate) { c.Accreditation = fact("") })},
			verdicts{lacking, lacking, cond, accept}, []string{"kind.missing", "kind.no_substitute"}},
		{"surveillance unconfirmed", "2026-08-01", []attest.Evidence{certificate("c", nil)}, verdicts{lacking, lacking, cond, accept}, []string{"kind.missing", "kind.no_substitute"}},
		{"a stale report beside a certificate", "2027-01-10", []attest.Evidence{sound().evidence(), certificate("c", func(c *attest.Certificate) { c.IssueDate = fact(day("2026-06-02")) })},
			verdicts{esc, esc, cond, cond}, []string{"age.stale", "cover.unbridged"}},
		{"a certificate beside a qualified report", "2025-12-20", []attest.Evidence{qualified().evidence(), certificate("c", nil)},
			verdicts{esc, esc, cond, cond}, []string{"opinion.qualified"}},
		{"a qualified SOC 3 beside a sound report", "2025-12-20", []attest.Evidence{sound().evidence(), soc3().with(func(r *report) { r.opinion = fact(attest.Qualified) }).evidence()},
			verdicts{esc, esc, cond, cond}, []string{"opinion.qualified"}},
		{"an expired certificate beside one in force", "", []attest.Evidence{certificate("c", nil), certificate("d", func(c *attest.Certificate) {
			c.Number, c.Scope, c.CycleStart, c.IssueDate, c.ExpiryDate = fact("M-7"), fact("another"), fact(day("2022-06-01")), fact(day("2024-07-01")), fact(day("2025-05-31"))
		})}, verdicts{lacking, lacking, cond, cond}, []string{"kind.missing", "kind.no_substitute"}},
		{"an assurance report under other standards", "2025-12-20", []attest.Evidence{isae3000("TSP section 100 (2017)")}, verdicts{cond, cond, accept, accept}, []string{"kind.equivalent"}},
		{"an assurance report on other criteria", "2025-12-20", []attest.Evidence{isae3000("own criteria")}, verdicts{lacking, lacking, lacking, cond}, []string{"kind.missing", "kind.no_substitute"}},
		{"an unrecognised document", "", []attest.Evidence{{Document: attest.Document{ID: "x"}, Reading: &attest.Reading{}}},
			verdicts{lacking, lacking, lacking, lacking}, []string{"kind.missing", "document.kind_not_read"}},
	}
}

func isae3000(criteria string) attest.Evidence {
	e := sound().with(func(r *report) { r.kind = attest.KindISAE3000 }).evidence()
	e.Reading.Attestation.CriteriaEdition = fact(criteria)
	return e
}

func TestStanding(t *testing.T) {
	for _, tt := range slices.Concat(reportCases(), otherCases()) {
		t.Run(tt.name, func(t *testing.T) {
			today := day("2026-01-10")
			if tt.today != "" {
				today = day(tt.today)
			}
			var got verdicts
			for n, tier := range tiers() {
				s := weigh(tier, today, tt.evidence...)
				got[n] = s.Verdict
				wellFormed(t, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdicts by tier (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.rules, moved(weigh(attest.TierCritical, today, tt.evidence...))); diff != "" {
				t.Errorf("rules on the critical tier (-want +got):\n%s", diff)
			}
		})
	}
}

var wrongWords = regexp.MustCompile(`(?i)\b(pass(ed|es)?|fail(ed|s)?|compliant|SOC 2 certified)\b`)

// wellFormed holds what every standing owes its reader.
func wellFormed(t *testing.T, s attest.Standing) {
	t.Helper()
	if s.NextStep == "" || s.Policy != "default v1" || len(s.Reasons) == 0 {
		t.Errorf("next step %q, policy %q, %d reasons", s.NextStep, s.Policy, len(s.Reasons))
	}
	if s.Verdict == attest.AcceptWithConditions && len(s.Conditions) == 0 {
		t.Error("accepted with conditions, and none is named")
	}
	if s.Verdict == attest.Accept && len(s.Conditions) > 0 {
		t.Errorf("accepted, with the conditions %q", s.Conditions)
	}
	if s.Reasons[0].Effect != s.Verdict {
		t.Errorf("the first reason leads to %s, the verdict is %s", s.Reasons[0].Effect, s.Verdict)
	}
	lines := append([]string{s.NextStep}, s.Conditions...)
	for _, r := range s.Reasons {
		lines = append(lines, r.Message)
		if strings.Contains(r.Message, "expired") && !strings.Contains(r.Message, "certificate") {
			t.Errorf("reason %s speaks of expiry: %q", r.Rule, r.Message)
		}
	}
	for _, line := range lines {
		if wrongWords.MatchString(line) {
			t.Errorf("wording: %q", line)
		}
		if !strings.HasSuffix(line, ".") || strings.HasSuffix(line, "..") || strings.Contains(line, "  ") {
			t.Errorf("no sentence: %q", line)
		}
	}
}

func TestQualifiedNamesLimbsAndCriteria(t *testing.T) {
	s := weigh(attest.TierHigh, day("2025-12-20"), qualified().evidence())
	want := "The opinion in this SOC 2 Type 2 report is qualified on operating effectiveness, for CC6.1, CC7.2."
	if got := s.Reasons[0]; got.Message != want || len(got.Citations) == 0 || got.Document != "soc2" {
		t.Errorf("reason = %+v, want the message %q with a citation", got, want)
	}
}

func TestValidUntil(t *testing.T) {
	bridged := []attest.Evidence{sound().evidence(), letter("b", "2024-10-01..2025-09-30", "2025-12-19")}
	tests := []struct {
		name     string
		tier     attest.Tier
		today    string
		evidence []attest.Evidence
		want     string
	}{
		{"until 90 days are uncovered", attest.TierCritical, "2025-12-20", []attest.Evidence{sound().evidence()}, "2025-12-29"},
		{"conditions until stale", attest.TierCritical, "2026-01-10", []attest.Evidence{sound().evidence()}, "2026-12-29"},
		{"the same when bridged", attest.TierCritical, "2026-01-10", bridged, "2026-12-29"},
		{"until the renewal window", attest.TierModerate, "2026-01-10", []attest.Evidence{sound().evidence()}, "2026-09-30"},
		{"until a certificate takes effect", attest.TierModerate, "2025-05-01", []attest.Evidence{certificate("c", nil)}, "2025-05-31"},
		{"until surveillance is due", attest.TierModerate, "2026-01-10", []attest.Evidence{certificate("c", nil)}, "2026-06-01"},
		{"until the expiry", attest.TierLow, "2026-01-10", []attest.Evidence{certificate("c", nil)}, "2028-05-31"},
		{"no change in sight", attest.TierHigh, "2027-01-10", []attest.Evidence{sound().evidence()}, ""},
		{"nothing on file", attest.TierHigh, "2027-01-10", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := weigh(tt.tier, day(tt.today), tt.evidence...)
			if got := s.ValidUntil.String(); got != tt.want {
				t.Fatalf("valid until %q, want %q", got, tt.want)
			}
			if tt.want == "" {
				return
			}
			if last := weigh(tt.tier, s.ValidUntil, tt.evidence...); last.Verdict != s.Verdict {
				t.Errorf("%s on the last day, want %s", last.Verdict, s.Verdict)
			}
			if next := weigh(tt.tier, s.ValidUntil.AddDays(1), tt.evidence...); next.Verdict == s.Verdict {
				t.Errorf("still %s on the day after", next.Verdict)
			}
		})
	}
}

// TestPolicyIsComplete finds a rule that the default policy or the order forgot.
func TestPolicyIsComplete(t *testing.T) {
	policy := materiality.DefaultPolicy()
	for _, tier := range tiers() {
		for _, rule := range materiality.Rules() {
			if _, ok := policy.Tiers[tier].Effects[rule]; !ok {
				t.Errorf("tier %s has no effect for %s", tier, rule)
			}
		}
	}
	seen := map[materiality.Rule]bool{}
	for _, rule := range materiality.Rules() {
		if seen[rule] {
			t.Errorf("rule %s stands twice", rule)
		}
		seen[rule] = true
	}
	for _, tt := range slices.Concat(reportCases(), otherCases()) {
		for _, r := range weigh(attest.TierCritical, day("2026-01-10"), tt.evidence...).Reasons {
			if !seen[materiality.Rule(r.Rule)] && !strings.HasPrefix(r.Rule, "flag.") {
				t.Errorf("%s: rule %s is not in the list", tt.name, r.Rule)
			}
		}
	}
}

func TestUnknownTierIsCritical(t *testing.T) {
	evidence := qualified().evidence()
	if got := weigh("", day("2025-12-20"), evidence); got.Verdict != attest.Escalate {
		t.Errorf("verdict = %s, want %s", got.Verdict, attest.Escalate)
	}
}

// TestBridgeUnderAnotherPolicy shows that a letter does not clear uncovered days
// even where the policy takes letters lightly and uncovered days seriously.
func TestBridgeUnderAnotherPolicy(t *testing.T) {
	policy := materiality.DefaultPolicy()
	effects := policy.Tiers[attest.TierLow].Effects
	effects[materiality.RuleUnbridged], effects[materiality.RuleBridge] = attest.Escalate, attest.Accept
	today := day("2026-01-10")
	evidence := []attest.Evidence{sound().evidence()}
	verdict := func() attest.Verdict {
		timeline := freshness.Build("v", evidence, freshness.DefaultPolicy(), today)
		return materiality.Standing(attest.Vendor{Tier: attest.TierLow}, evidence, timeline, policy, today).Verdict
	}
	if got := verdict(); got != esc {
		t.Errorf("without a letter: %s, want %s", got, esc)
	}
	evidence = append(evidence, letter("b", "2024-10-01..2025-09-30", "2025-12-19"))
	if got := verdict(); got != cond {
		t.Errorf("with a letter: %s, want %s", got, cond)
	}
}

func BenchmarkStanding(b *testing.B) {
	evidence := []attest.Evidence{sound().evidence(), letter("b", "2024-10-01..2025-09-30", "2025-12-19"), certificate("c", nil)}
	for b.Loop() {
		weigh(attest.TierHigh, attest.Date{Year: 2026, Month: 1, Day: 10}, evidence...)
	}
}
