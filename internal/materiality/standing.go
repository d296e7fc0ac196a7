package materiality

import (
	"cmp"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Standing answers whether the vendor's evidence may be relied on today, which
// has to be the day of the timeline. ValidUntil is the last day on which the
// verdict stays the same if nothing new comes in, read off the timelines ahead;
// it is zero when no change of verdict is in sight.
func Standing(
	vendor attest.Vendor, evidence []attest.Evidence, timeline attest.Timeline, policy Policy, today attest.Date,
) attest.Standing {
	tier := policy.tier(vendor.Tier)
	findings := weigh(vendor, evidence, timeline, tier)
	s := attest.Standing{
		Vendor: vendor.ID, Tier: vendor.Tier, AsOf: today,
		Verdict: verdict(findings), NextStep: nextStep(findings), Policy: policy.Title(),
	}
	for _, f := range findings {
		s.Reasons = append(s.Reasons, f.Reason)
		if f.condition != "" && f.Effect != remark && !slices.Contains(s.Conditions, f.condition) {
			s.Conditions = append(s.Conditions, f.condition)
		}
	}
	for _, later := range timeline.Ahead {
		if verdict(weigh(vendor, evidence, later, tier)) != s.Verdict {
			s.ValidUntil = later.Today.AddDays(-1)
			break
		}
	}
	return s
}

// finding is a reason with what follows from it.
type finding struct {
	attest.Reason
	need      Need   // the evidence it belongs to; "" when it belongs to all
	always    bool   // counts in full whatever other evidence is there
	condition string // what has to be done for the verdict to be relied on
	next      string // what to do next, should this be what decides
}

// verdict is the worst effect.
func verdict(findings []finding) attest.Verdict {
	v := attest.Accept
	for _, f := range findings {
		v = worse(v, f.Effect)
	}
	return v
}

// nextStep is the step of the weightiest finding that knows one.
func nextStep(findings []finding) string {
	for _, f := range findings {
		if f.next != "" {
			return f.next
		}
	}
	return "Nothing is to be done now."
}

// weigh gives all findings, the weightiest first.
func weigh(vendor attest.Vendor, evidence []attest.Evidence, t attest.Timeline, tier TierPolicy) []finding {
	c := newCase(vendor, evidence, t, tier)
	c.documents()
	present := map[Need]bool{}
	for _, need := range []Need{NeedSOC2, NeedISO27001, NeedSOC3, NeedOther} {
		present[need] = c.group(need)
	}
	chosen := c.choose(present)
	if chosen == "" {
		c.missing()
	}
	for n := range c.findings {
		c.soften(&c.findings[n], chosen)
	}
	slices.SortStableFunc(c.findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(Rank(b.Effect), Rank(a.Effect)),
			cmp.Compare(c.place(a.Rule), c.place(b.Rule)),
			cmp.Compare(a.Document, b.Document))
	})
	return c.findings
}

// choose picks the best evidence among those that answer the demand; of equals,
// the one that the policy prefers. It gives "" when none is on file.
func (c *weighing) choose(present map[Need]bool) Need {
	var chosen Need
	best := attest.Verdict("")
	for _, need := range c.tier.Needs {
		if !present[need] {
			continue
		}
		v := attest.Accept
		for _, f := range c.findings {
			if f.need == need {
				v = worse(v, f.Effect)
			}
		}
		if chosen == "" || Rank(v) < Rank(best) {
			chosen, best = need, v
		}
	}
	return chosen
}

// soften bounds what is wrong with evidence that did not have to answer the
// demand: to conditions where the policy would have taken it, to a remark where
// it asks for other evidence.
func (c *weighing) soften(f *finding, chosen Need) {
	switch {
	case f.need == "" || f.need == chosen || f.always:
	case slices.Contains(c.tier.Needs, f.need) && chosen != "":
		f.Effect = atMost(f.Effect, condition)
	default:
		f.Effect = remark
	}
	if f.Effect == remark && (f.Rule != string(RuleBasis) || f.need != chosen) {
		f.next = ""
	}
}

// place orders rules; those that carry a flag's name stand where RuleFlag does.
func (c *weighing) place(rule string) int {
	if strings.HasPrefix(rule, flagPrefix) {
		rule = string(RuleFlag)
	}
	return slices.Index(c.order, Rule(rule))
}
