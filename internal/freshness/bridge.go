package freshness

import (
	"fmt"
	"strings"

	"example.com/assay/internal/attest"
)

// placeBridge places a bridge letter: from the day after the end of the period
// it names, to its own date, to the day it claims, or to the policy's limit,
// whichever comes first.
func (p plan) placeBridge(i *item, b *attest.BridgeLetter) {
	i.system, _ = value(b.System)
	period, hasPeriod := value(b.Period)
	written, hasDate := value(b.LetterDate)
	if why := p.refusal(b); why != "" {
		i.refuse(why)
		return
	}
	if !hasPeriod || !hasDate || period.End.Before(period.Start) {
		i.refuse("the letter does not say with certainty which period it follows and when it was written")
		return
	}
	// Months count from the first bridged day: three months after 30 September are
	// October to December, so a letter to 31 December is within them.
	limit := period.End.AddDays(1).AddMonths(p.policy.BridgeMaxMonths).AddDays(-1)
	claimed := written
	if through, ok := value(b.CoversThrough); ok {
		claimed = through
	}
	i.bridgeFlags(claimed, written, limit, p.policy, b)
	span := attest.Period{Start: period.End.AddDays(1), End: earlier(earlier(claimed, written), limit)}
	if span.End.Before(span.Start) {
		i.refuse("the letter names no day after the end of the period")
		return
	}
	i.role, i.span, i.issued, i.exists = roleBridge, span, written, later(written, period.End)
	i.byEnd, i.current, i.stale = limit, limit, limit
	p.link(i, b, period)
}

// refusal says why the letter's signature rules it out, or "".
func (p plan) refusal(b *attest.BridgeLetter) string {
	by, ok := value(b.SignedBy)
	switch {
	case !ok:
		return "who signed the letter was not read with certainty; only management can give a bridge letter"
	case by == "management", by == "auditor" && p.policy.AcceptBridgeByAuditor:
		return ""
	default:
		return "the letter is not signed by management; an auditor's letter without an opinion bridges nothing"
	}
}

func (i *item) refuse(why string) {
	i.note(why)
	i.flag(attest.FlagBridgeRefused, why)
}

func (i *item) bridgeFlags(claimed, written, limit attest.Date, policy Policy, b *attest.BridgeLetter) {
	if claimed.After(written) {
		i.flag(attest.FlagBridgeAhead, fmt.Sprintf("claims days to %s and is dated %s", claimed, written), b.CoversThrough.Citations...)
	}
	if claimed.After(limit) {
		i.flag(attest.FlagBridgeOverLimit, fmt.Sprintf("claims days to %s; %d months from the period's end are accepted, to %s",
			claimed, policy.BridgeMaxMonths, limit), b.CoversThrough.Citations...)
	}
}

// link joins the letter to the report it names. A letter whose report is not on
// file, or could be one of several, stands alone and lends no categories.
func (p plan) link(i *item, b *attest.BridgeLetter, period attest.Period) {
	kind := namedKind(b)
	lines := map[lineKey]*item{}
	for _, r := range p.items {
		sameSystem := i.system == "" || r.system == "" || systemKey(i.system) == systemKey(r.system)
		if r.role == roleReport && r.kind == kind && r.span.End == period.End && sameSystem {
			if old := lines[r.line]; old == nil || old.issued.Before(r.issued) {
				lines[r.line] = r
			}
		}
	}
	i.line = lineKey{kind, systemKey(i.system)}
	if len(lines) != 1 {
		i.covers = []cover{{span: i.span}}
		i.note("the report that the letter names is not on file, or could be one of several; the letter stands alone")
		i.flag(attest.FlagBridgeNotOnFile, "names the period "+period.String(), b.Period.Citations...)
		return
	}
	for line, report := range lines {
		i.line, i.system = line, report.system
		for _, c := range report.covers {
			// A category that ended earlier is not revived by the letter.
			if c.span.End == report.span.End {
				i.covers = append(i.covers, cover{c.category, i.span})
			}
		}
	}
}

// namedKind gives the kind of report that the letter speaks of; SOC 2 unless it
// says another.
func namedKind(b *attest.BridgeLetter) attest.Kind {
	name, _ := value(b.ReportNamed)
	squeezed := strings.NewReplacer(" ", "", "-", "", "®", "", "(", "", ")", "").Replace(strings.ToUpper(name))
	switch {
	case strings.Contains(squeezed, "SOC2"):
		return attest.KindSOC2
	case strings.Contains(squeezed, "SOC1"):
		return attest.KindSOC1
	case strings.Contains(squeezed, "SOC3"):
		return attest.KindSOC3
	default:
		return attest.KindSOC2
	}
}
