package materiality

import (
	"slices"

	"example.com/assay/internal/attest"
)

// Need is a kind of evidence that can answer a demand.
type Need string

// The needs. NeedOther is any other assurance that was read, for vendors on whom
// little depends.
const (
	NeedSOC2     Need = "soc2"
	NeedISO27001 Need = "iso27001"
	NeedSOC3     Need = "soc3"
	NeedOther    Need = "other"
)

// Policy is a buyer's tolerance, by tier.
type Policy struct {
	Name    string
	Version string
	Tiers   map[attest.Tier]TierPolicy
}

// Title names the policy and its version, as a standing shows them.
func (p Policy) Title() string { return p.Name + " " + p.Version }

// TierPolicy says what is asked of the vendors of one tier.
type TierPolicy struct {
	Needs         []Need            // any one of them answers the demand, the first preferred
	Categories    []attest.Category // that a SOC 2 report has to speak for
	MinPeriodDays int               // a shorter period is short
	HistoryMonths int               // a report on another system that ends so much earlier than the newest is history
	Effects       map[Rule]attest.Verdict
	Remarks       []attest.FlagName // flags of readings that are mentioned and lead to nothing
}

// effect is what a rule leads to. A rule that the policy forgot is not let pass.
func (t TierPolicy) effect(r Rule) attest.Verdict {
	if v, ok := t.Effects[r]; ok {
		return v
	}
	return attest.Escalate
}

// tier gives the policy of a tier; a vendor without one is taken as critical.
func (p Policy) tier(t attest.Tier) TierPolicy {
	if found, ok := p.Tiers[t]; ok {
		return found
	}
	return p.Tiers[attest.TierCritical]
}

// Rank orders verdicts from best, 0, to worst. A verdict that is not known ranks
// worst.
func Rank(v attest.Verdict) int {
	order := []attest.Verdict{
		attest.Accept, attest.AcceptWithConditions, attest.Escalate, attest.Reject, attest.InsufficientEvidence,
	}
	if at := slices.Index(order, v); at >= 0 {
		return at
	}
	return len(order)
}

func worse(a, b attest.Verdict) attest.Verdict {
	if Rank(b) > Rank(a) {
		return b
	}
	return a
}

// atMost softens a verdict to a bound.
func atMost(v, bound attest.Verdict) attest.Verdict {
	if Rank(v) > Rank(bound) {
		return bound
	}
	return v
}

// DefaultPolicy is what a buyer starts with, to be changed to taste.
func DefaultPolicy() Policy {
	tiers := map[attest.Tier]TierPolicy{
		// An outage or a leak at these vendors is one's own. Only a report that tells
		// of controls in operation, with the auditor's tests, will do.
		attest.TierCritical: {
			Needs:         []Need{NeedSOC2},
			Categories:    []attest.Category{attest.Security, attest.Availability, attest.Confidentiality},
			MinPeriodDays: 180, HistoryMonths: 12,
		},
		// Data is held there, yet the business goes on for days without them.
		attest.TierHigh: {
			Needs:         []Need{NeedSOC2},
			Categories:    []attest.Category{attest.Security, attest.Confidentiality},
			MinPeriodDays: 180, HistoryMonths: 12,
		},
		// A managed security programme is enough, whoever looked at it.
		attest.TierModerate: {
			Needs:         []Need{NeedSOC2, NeedISO27001},
			Categories:    []attest.Category{attest.Security},
			MinPeriodDays: 90, HistoryMonths: 12,
		},
		// Little is at stake: any sign of care, read by a person, is enough.
		attest.TierLow: {
			Needs:         []Need{NeedSOC2, NeedISO27001, NeedSOC3, NeedOther},
			HistoryMonths: 12,
		},
	}
	for tier, t := range tiers {
		t.Effects = map[Rule]attest.Verdict{}
		for _, row := range defaultEffects() {
			t.Effects[row.rule] = row.on(tier)
		}
		t.Remarks = defaultRemarks()
		tiers[tier] = t
	}
	return Policy{Name: "default", Version: "v1", Tiers: tiers}
}

// defaultRemarks lists flags that tell a reader something and change nothing.
func defaultRemarks() []attest.FlagName {
	return []attest.FlagName{
		attest.FlagOwnerPassword, attest.FlagWatermarkDate, attest.FlagISAE3000, attest.FlagSOC2Plus,
		attest.FlagOtherInformation, attest.FlagNotRestricted, attest.FlagDualDated, attest.FlagPeriodsDiffer,
		attest.FlagPriorOpinion, attest.FlagReissued, attest.FlagNoOpinionHeading, attest.FlagInferredDays,
		attest.FlagPreviousCycleExpiry,
	}
}
