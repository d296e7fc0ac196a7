package materiality

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// report weighs one auditor's report on the trust services criteria.
func (c *weighing) report(x exhibit, members []exhibit) {
	a := attestation(x)
	if c.history(x, members) {
		c.add(RuleOtherSystem, x, fmt.Sprintf("The %s on %s ends more than %d months before the newest report and is taken for history.",
			reportName(x), systemName(a), c.tier.HistoryMonths), a.System.Citations, finding{
			condition: "Confirm that " + systemName(a) + " is not what is bought."})
		return
	}
	c.opinion(x, a)
	if undated(x) && slices.ContainsFunc(members, func(m exhibit) bool { return !undated(m) }) {
		c.add(RuleUndated, x, "This "+reportName(x)+" cannot be placed in time: "+notes(x)+".", a.Period.Citations, finding{
			condition: "A person reads the dates of the undated " + reportName(x) + ".",
			next:      "Read the period or date of the undated " + reportName(x) + " and enter it."})
	} else {
		c.aged(x)
	}
	c.extent(x, a)
	c.cover(x)
	c.reading(x, a)
	c.identity(x, append([]string{a.Organization.Value}, a.Aliases...), a.Organization)
}

// attestation gives the facts of a report; a report without any has none found.
func attestation(x exhibit) *attest.Attestation {
	if x.reading.Attestation == nil {
		return &attest.Attestation{}
	}
	return x.reading.Attestation
}

func undated(x exhibit) bool { return x.status.State == attest.FreshNoCover }

// history reports whether a report ends so long before the newest one that what
// it tells of is no longer bought. It does not depend on today, so that ageing
// never takes a report out of the weighing.
func (c *weighing) history(x exhibit, members []exhibit) bool {
	if undated(x) {
		return false
	}
	return slices.ContainsFunc(members, func(m exhibit) bool {
		return !undated(m) && m.status.Span.End.After(x.status.Span.End.AddMonths(c.tier.HistoryMonths))
	})
}

// opinion weighs what the auditor concludes.
func (c *weighing) opinion(x exhibit, a *attest.Attestation) {
	name := reportName(x)
	cited := a.Opinion.Citations
	switch a.Opinion.State {
	case attest.Found:
		c.foundOpinion(x, a)
	case attest.Ambiguous:
		c.add(RuleOpinionAmbiguous, x, "The auditor's opinion in this "+name+" reads in more than one way; until a person decides, the report counts as not received.",
			cited, finding{always: needOf(x) == NeedSOC2, next: "Read the auditor's opinion in the " + name + " and record it."})
		return
	default:
		c.add(RuleOpinionAbsent, x, "The auditor's opinion in this "+name+" could not be read, so the report counts as not received.",
			cited, finding{always: needOf(x) == NeedSOC2, next: "Read the auditor's opinion in the " + name + " and record it, or ask the vendor for a copy whose text can be read."})
		return
	}
	c.legs(x, a)
}

func (c *weighing) foundOpinion(x exhibit, a *attest.Attestation) {
	name, cited := reportName(x), a.Opinion.Citations
	switch a.Opinion.Value {
	case attest.Unqualified:
		c.add(RuleBasis, x, basis(x, a), slices.Concat(cited, a.Period.Citations, a.AsOf.Citations), finding{next: c.nextReport(x)})
	case attest.Qualified:
		c.add(RuleOpinionQualified, x, "The opinion in this "+name+" is qualified"+limits(a)+".", slices.Concat(cited, a.Modified.Citations), finding{always: true,
			condition: "Read the basis for the qualified opinion and record whether the controls it names matter to the use made of the service.",
			next:      "Let the risk owner read the basis for the qualified opinion and decide."})
	case attest.Adverse:
		c.add(RuleOpinionAdverse, x, "The opinion in this "+name+" is adverse"+limits(a)+".", cited, finding{always: true,
			condition: "A named approver decides before the vendor's service is relied on.",
			next:      "Do not rely on the report; ask the vendor what has been remedied since, and bring the case to a named approver."})
	default:
		c.add(RuleOpinionDisclaimer, x, "The auditor disclaims an opinion in this "+name+".", cited, finding{always: true,
			condition: "A named approver decides before the vendor's service is relied on.",
			next:      "Ask the vendor why the auditor could not give an opinion, and bring the case to a named approver."})
	}
	if a.Emphasis.State == attest.Found && len(a.Emphasis.Items) > 0 {
		c.add(RuleEmphasis, x, "The auditor's report draws attention to a matter without modifying the opinion.", a.Emphasis.Citations,
			finding{condition: "Read the emphasis-of-matter paragraph in the auditor's report."})
	}
}

// legs holds the limbs against the whole: a limb that is worse than the opinion, or
// on which the readings disagree, means that the opinion was not understood.
func (c *weighing) legs(x exhibit, a *attest.Attestation) {
	for _, leg := range a.Legs {
		worse := leg.Opinion.State == attest.Found && opinionRank(leg.Opinion.Value) > opinionRank(a.Opinion.Value)
		if !worse && leg.Opinion.State != attest.Ambiguous {
			continue
		}
		c.add(RuleOpinionContradicts, x, "The opinion on "+legName(leg.Leg)+" does not go with the opinion as a whole; until a person decides, the report counts as not received.",
			leg.Opinion.Citations, finding{always: needOf(x) == NeedSOC2, next: "Read the limbs of the auditor's opinion and record them."})
		return
	}
}

func opinionRank(o attest.OpinionKind) int {
	return slices.Index([]attest.OpinionKind{attest.Unqualified, attest.Qualified, attest.Adverse, attest.Disclaimer}, o)
}

func legName(l attest.Leg) string {
	switch l {
	case attest.LegDescription:
		return "the description of the system"
	case attest.LegDesign:
		return "the suitability of the design"
	default:
		return "operating effectiveness"
	}
}

// limits names the limbs and criteria that the opinion is modified for.
func limits(a *attest.Attestation) string {
	var legs []string
	for _, leg := range a.Legs {
		if leg.Opinion.State == attest.Found && leg.Opinion.Value != attest.Unqualified {
			legs = append(legs, legName(leg.Leg))
		}
	}
	text := ""
	if len(legs) > 0 {
		text = " on " + strings.Join(legs, " and ")
	}
	if a.Modified.State == attest.Found && len(a.Modified.Items) > 0 {
		text += ", for " + strings.Join(a.Modified.Items, ", ")
	}
	return text
}

// basis tells what a report without a modified opinion gives.
func basis(x exhibit, a *attest.Attestation) string {
	text := "The " + reportName(x)
	if a.Auditor.State == attest.Found {
		text += " by " + a.Auditor.Value
	}
	switch {
	case x.status.Span.Start.IsZero():
	case x.status.Span.Start == x.status.Span.End:
		text += " as of " + x.status.Span.End.String()
	default:
		text += " for the period " + x.status.Span.Start.String() + " to " + x.status.Span.End.String()
	}
	return text + " has an unqualified opinion."
}

// nextReport says by when the next report is due by the policy's clock.
func (c *weighing) nextReport(x exhibit) string {
	last := c.currentTo(x)
	if last.IsZero() {
		return ""
	}
	if last.Before(c.timeline.Today) {
		return fmt.Sprintf("Ask the vendor for the SOC 2 Type 2 report on the days after %s.", x.status.Span.End)
	}
	return fmt.Sprintf("Ask the vendor before %s for the SOC 2 Type 2 report on the days after %s.", last, x.status.Span.End)
}

// currentTo is the last day a report is current by the timeline's clock.
func (c *weighing) currentTo(x exhibit) attest.Date {
	if c.timeline.Clock == attest.ClockReportDate && !x.status.ByReportDate.IsZero() {
		return x.status.ByReportDate
	}
	return x.status.ByPeriodEnd
}

func systemName(a *attest.Attestation) string {
	if a.System.State == attest.Found {
		return a.System.Value
	}
	return "a system whose name was not read"
}

// notes gives what the timeline says of a document, for the middle of a sentence.
func notes(x exhibit) string {
	if len(x.status.Notes) == 0 {
		return "its dates were not read"
	}
	return strings.Join(x.status.Notes, "; ")
}
