package freshness

import (
	"fmt"
	"slices"

	"example.com/assay/internal/attest"
)

// typeless holds the kinds of report that have no types; they speak for a period
// or for a day, as they say.
func typeless(k attest.Kind) bool {
	return slices.Contains([]attest.Kind{
		attest.KindSOC3, attest.KindSOCCyber, attest.KindSOCSupply, attest.KindWebTrust,
	}, k)
}

// placeReport places an auditor's report by its type and its own dates.
func (p plan) placeReport(i *item, a *attest.Attestation) {
	i.system, _ = value(a.System)
	i.line = lineKey{i.kind, systemKey(i.system)}
	i.issued, _ = value(a.ReportDate)
	typ, typed := value(a.Type)
	if typeless(i.kind) {
		typ, typed = 0, true
	}
	i.typ = typ
	period, hasPeriod := value(a.Period)
	day, hasDay := value(a.AsOf)
	switch {
	case !typed:
		i.note("whether this is a Type 1 or a Type 2 report was not read with certainty, so no days are taken from it")
	case hasPeriod && period.End.Before(period.Start):
		i.note("the period ends before it starts")
	case hasPeriod && typ != 1:
		p.placePeriod(i, a, period)
	case hasDay && typ != 2:
		p.placePoint(i, a, day)
	case typ == 1:
		i.note(unreadDates("the date the report speaks for", a.AsOf.State))
	default:
		i.note(unreadDates("the period", a.Period.State))
	}
}

func unreadDates(what string, s attest.State) string {
	if s == attest.Ambiguous {
		return what + " was read in more than one way; a person decides, until then no days are covered"
	}
	return what + " was not found, so no days are covered"
}

// placePeriod places a report on a period.
func (p plan) placePeriod(i *item, a *attest.Attestation, period attest.Period) {
	i.role, i.span = roleReport, period
	i.covers = reportCovers(i, a, period)
	p.age(i, period.End)
	i.stale = i.current.AddDays(p.policy.RenewalWindowDays)
	if full := period.Start.AddMonths(p.policy.ShortPeriodMonths).AddDays(-1); period.End.Before(full) {
		i.flag(attest.FlagShortPeriod, fmt.Sprintf("the period has %d days", period.Days()), a.Period.Citations...)
	}
}

// placePoint places a report on one day. It has no renewal window: what should
// follow it is a report of another type.
func (p plan) placePoint(i *item, a *attest.Attestation, day attest.Date) {
	i.role, i.span = rolePoint, attest.Period{Start: day, End: day}
	i.covers = reportCovers(i, a, i.span)
	p.age(i, day)
	i.aging = earlier(day.AddMonths(p.policy.Type1AgingMonths), i.current)
	i.stale = i.current
}

// age sets both clocks. Without a report date the period's end decides, which is
// never the later of the two.
func (p plan) age(i *item, end attest.Date) {
	i.exists = later(end, i.issued)
	i.byEnd = end.AddMonths(p.policy.MaxAgeMonths)
	i.current = i.byEnd
	if i.issued.IsZero() {
		i.note("the report's date was not read; its age counts from the period's end")
		return
	}
	i.byIssue = i.issued.AddMonths(p.policy.MaxAgeMonths)
	if p.policy.Clock == attest.ClockReportDate {
		i.current = i.byIssue
	}
}

// reportCovers gives each category the days that the report states for it.
func reportCovers(i *item, a *attest.Attestation, main attest.Period) []cover {
	if a.Categories.State != attest.Found || len(a.Categories.Items) == 0 {
		i.note("the categories in scope were not read")
		return []cover{{span: main}}
	}
	spans := map[attest.Category]attest.Fact[attest.Period]{}
	for _, own := range a.CategoryPeriods {
		for _, c := range own.Categories {
			spans[c] = own.Period
		}
	}
	var covers []cover
	for _, c := range a.Categories.Items {
		span, special := spans[c]
		switch {
		case !special:
			covers = append(covers, cover{c, main})
		case span.State == attest.Found && !span.Value.End.Before(span.Value.Start):
			covers = append(covers, cover{c, span.Value})
		default:
			i.note(fmt.Sprintf("the category %s has a period of its own that was not read with certainty", c))
		}
	}
	return covers
}
