package materiality

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// aged weighs how old a document is. It never says of a report that it expired:
// reports do not.
func (c *weighing) aged(x exhibit) {
	name, end := reportName(x), x.status.Span.End
	next := fmt.Sprintf("Ask the vendor for the SOC 2 Type 2 report on the days after %s.", end)
	cited := dateCitations(x)
	switch x.status.State {
	case attest.FreshNoCover:
		c.add(RuleAgeNoCover, x, "This "+name+" covers no days: "+notes(x)+".", cited,
			finding{next: "Read the period or date of the " + name + " and enter it, or ask the vendor for a copy that states it."})
	case attest.FreshNotYet:
		c.add(RuleAgeNotYet, x, "This "+name+" does not count yet: "+notes(x)+".", cited,
			finding{next: "Check the dates of the " + name + "."})
	case attest.FreshStale:
		c.add(RuleAgeStale, x, fmt.Sprintf("This %s speaks for days to %s; by the policy it has been stale since %s.", name, end, x.status.StaleAfter.AddDays(1)), cited,
			finding{condition: "The vendor gives a newer report.", next: next})
	case attest.FreshRenewalWindow:
		c.add(RuleAgeWindow, x, fmt.Sprintf("This %s was current to %s by the policy; the next one is awaited until %s.", name, c.currentTo(x), x.status.StaleAfter), cited,
			finding{condition: fmt.Sprintf("The vendor gives the next report by %s.", x.status.StaleAfter), next: next})
	case attest.FreshAging:
		c.add(RuleAgeAging, x, fmt.Sprintf("This %s speaks for %s alone and is aging.", name, end), cited,
			finding{condition: "The vendor says when its Type 2 report is to be expected.", next: "Ask the vendor for its plan for a Type 2 report."})
	}
}

func dateCitations(x exhibit) []attest.Citation {
	a := attestation(x)
	return slices.Concat(a.Period.Citations, a.AsOf.Citations)
}

// extent weighs the type, the length of the period and the categories.
func (c *weighing) extent(x exhibit, a *attest.Attestation) {
	if x.status.Type == 1 {
		c.add(RuleType1, x, "A Type 1 report speaks of the design of controls on one day, not of their operation.", a.Type.Citations, finding{
			condition: "The vendor gives a Type 2 report when it has one.",
			next:      "Ask the vendor for a Type 2 report, or for the day on which it is to be expected."})
	}
	if days := x.status.Span.Days(); a.Period.State == attest.Found && x.status.Type != 1 && !undated(x) && days < c.tier.MinPeriodDays {
		c.add(RulePeriodShort, x, fmt.Sprintf("The period has %d days; the policy asks for %d.", days, c.tier.MinPeriodDays), a.Period.Citations,
			finding{condition: "The vendor gives the report on the period that follows as soon as it is issued."})
	}
	c.categories(x, a)
}

func (c *weighing) categories(x exhibit, a *attest.Attestation) {
	if len(c.tier.Categories) == 0 {
		return
	}
	if a.Categories.State != attest.Found {
		c.add(RuleCategoriesUnread, x, "The categories that this "+reportName(x)+" speaks for were not read.", a.Categories.Citations,
			finding{condition: "A person reads which categories the report speaks for.", next: "Read which categories the report speaks for, and record them."})
		return
	}
	var missing []string
	for _, want := range c.tier.Categories {
		if slices.Contains(a.Categories.Items, want) {
			continue
		}
		if want == attest.Security {
			c.add(RuleSecurityMissing, x, "The "+reportName(x)+" does not name security among its categories.", a.Categories.Citations,
				finding{next: "Ask the vendor for a report that speaks for security."})
			continue
		}
		missing = append(missing, strings.ReplaceAll(string(want), "_", " "))
	}
	if len(missing) > 0 {
		list := strings.Join(missing, " and ")
		c.add(RuleCategoryMissing, x, "The "+reportName(x)+" does not speak for "+list+".", a.Categories.Citations,
			finding{condition: "Obtain assurance on " + list + " in another way, or accept without it."})
	}
}

// cover weighs the days before and after the period.
func (c *weighing) cover(x exhibit) {
	for _, f := range x.status.Flags {
		switch f.Name {
		case attest.FlagCoverageBreak:
			c.add(RuleCoverageBreak, x, sentence("There are "+f.Detail), f.Citations, finding{condition: "The vendor explains why no report covers the days between its periods."})
		case attest.FlagCoverageGap:
			c.add(RuleCoverageGap, x, sentence("There are "+f.Detail), f.Citations, finding{condition: "The vendor explains the gap between its periods."})
		case attest.FlagCoverageLag:
			c.add(RuleUnbridged, x, sentence("For this system "+f.Detail), f.Citations, finding{
				condition: "Ask for a bridge letter from management, or for the day on which the next report is to be expected."})
		case attest.FlagCategoriesDropped:
			c.add(RuleDropped, x, sentence("Narrower than last time: "+f.Detail), f.Citations, finding{})
		}
	}
}

// bridges weighs management's letters on SOC 2 reports. A letter takes the place
// of nothing: where days without one lead to conditions, days with one do too.
func (c *weighing) bridges() {
	for _, x := range c.exhibits {
		if x.kind != attest.KindBridgeLetter || x.reading == nil || x.status.State == attest.FreshSuperseded {
			continue
		}
		if !undated(x) && x.status.State != attest.FreshNotYet {
			c.add(RuleBridge, x, fmt.Sprintf("From %s to %s there is management's word in a bridge letter, not audited.", x.status.Span.Start, x.status.Span.End),
				letterCitations(x), finding{need: NeedSOC2, condition: "The next report confirms what the bridge letter says."})
			c.last().Effect = worse(c.last().Effect, atMost(c.tier.effect(RuleUnbridged), condition))
		}
		for _, f := range slices.Concat(x.status.Flags, x.reading.Flags) {
			c.add(RuleBridgeFault, x, "The bridge letter: "+sentence(flagText(f)), f.Citations,
				finding{need: NeedSOC2, condition: "Ask management for a bridge letter that names the report, its period and its own date."})
		}
	}
}

func letterCitations(x exhibit) []attest.Citation {
	if x.reading.BridgeLetter == nil {
		return nil
	}
	return slices.Concat(x.reading.BridgeLetter.LetterDate.Citations, x.reading.BridgeLetter.Period.Citations)
}

func flagText(f attest.Flag) string {
	name := strings.ReplaceAll(string(f.Name), "_", " ")
	if f.Detail == "" {
		return name
	}
	return name + ": " + f.Detail
}
