package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const (
	minPeriodDays   = 28  // shorter spans are no examined period
	maxPeriodDays   = 550 // nor are longer ones; fifteen months occur
	shortPeriod     = 182 // under six months
	unusualShort    = 80
	unusualLong     = 400
	closeReportDays = 3
)

// periodZone is a place where the examined period may be stated.
type periodZone struct {
	f    flow
	rule string
	lead bool // only spans with words such as "throughout the period" before them
}

// periodZones lists the places in the order in which they count.
func (rp *report) periodZones() []periodZone {
	var out []periodZone
	f := rp.letter.flow
	for _, s := range rp.opinion.spans {
		for _, part := range s.plainParts(f.text) {
			out = append(out, periodZone{f: f.slice(part[0], part[1]), rule: "period.opinion"})
		}
	}
	if rp.letter.found() {
		out = append(out, periodZone{f: rp.scope(), rule: "period.scope"})
	}
	return append(out,
		periodZone{f: rp.assertion, rule: "period.assertion", lead: true},
		periodZone{f: rp.cover, rule: "period.title"},
		periodZone{f: rp.doc.header(), rule: "period.header"})
}

// scope is the letter's account of what was examined, up to the opinion and to
// the reasons for modifying it.
func (rp *report) scope() flow {
	f, from := rp.letter.flow, rp.letter.anchor
	to := min(len(f.text), from+1800)
	ends := []int{rp.opinion.basis[0], rp.opinion.basisHead(f)}
	for _, s := range rp.opinion.spans {
		ends = append(ends, s.start)
	}
	for _, at := range ends {
		if at > from {
			to = min(to, at)
		}
	}
	return f.slice(from, to)
}

// plainParts are the parts of an opinion without the words of an exception inside
// a limb: the days that those name are not the examined period.
func (s opinionSpan) plainParts(text string) [][2]int {
	m := exceptRE.FindStringIndex(maskDualDates(text[s.start:s.end]))
	if m == nil || len(s.limbs) == 0 || s.start+m[0] < s.limbs[0].start {
		return [][2]int{{s.start, s.end}}
	}
	out := [][2]int{{s.start, s.start + m[0]}}
	for _, l := range s.limbs {
		if l.start > s.start+m[0] {
			return append(out, [2]int{l.start, s.end})
		}
	}
	return out
}

// basisHead is where the first heading stands under which a letter tells why its
// opinion is modified; 0 without one.
func (o opinion) basisHead(f flow) int {
	for _, at := range f.subheads(basisHeadRE) {
		return at
	}
	return 0
}

// header is the text of running headers and footers, each once.
func (d *document) header() flow {
	seen := map[string]bool{}
	var lines []line
	for _, l := range d.lines {
		if key := maskKey(l.text); l.noise && !seen[key] && !stampRE.MatchString(l.text) {
			seen[key] = true
			lines = append(lines, plainLine(l))
		}
	}
	return newFlow(lines)
}

// zonePeriods gives the spans of days of a zone that can be an examined period.
func (z periodZone) periods() []periodHit {
	return slices.DeleteFunc(findPeriods(z.f.text), func(h periodHit) bool {
		return z.lead && !h.led || !plausible(h.period) && (!h.open() || !plausible(h.other))
	})
}

// plausible reports whether a span has the length of an examined period.
func plausible(p attest.Period) bool {
	days := p.Days()
	return days >= minPeriodDays && days <= maxPeriodDays
}

// period reads the examined period. The opinion decides; where a later zone says
// otherwise, that is flagged. Two different periods in the deciding zone are
// ambiguous.
func (rp *report) period() attest.Fact[attest.Period] {
	var got attest.Fact[attest.Period]
	for _, z := range rp.periodZones() {
		hits := z.periods()
		if len(hits) == 0 {
			continue
		}
		if got.State == "" {
			got = rp.choosePeriod(z, hits)
			continue
		}
		if got.State == attest.Found && !slices.ContainsFunc(hits, func(h periodHit) bool {
			return h.period == got.Value || h.open() && h.other == got.Value
		}) && z.rule != "period.header" {
			where := map[string]string{"period.title": "the cover", "period.assertion": "management's assertion"}[z.rule]
			if where == "" {
				where = "the scope paragraph"
			}
			h := hits[0]
			rp.doc.flag(attest.FlagTitleMismatch, fmt.Sprintf("%s states the period %s, the auditor's opinion %s", where, h.period, got.Value),
				append(z.f.cite(h.start, h.end), got.Citations...)...)
		}
	}
	if got.State == "" {
		return attest.AbsentFact[attest.Period](rp.zoneReason("no examined period was found"))
	}
	return got
}

// choosePeriod decides between the spans of one zone.
func (rp *report) choosePeriod(z periodZone, hits []periodHit) attest.Fact[attest.Period] {
	if led := slices.DeleteFunc(slices.Clone(hits), func(h periodHit) bool { return !h.led }); len(led) > 0 {
		hits = led
	}
	var distinct []attest.Candidate[attest.Period]
	add := func(p attest.Period, h periodHit) {
		if !slices.ContainsFunc(distinct, func(c attest.Candidate[attest.Period]) bool { return c.Value == p }) {
			distinct = append(distinct, attest.Candidate[attest.Period]{Value: p, Citations: z.f.cite(h.start, h.end), Rule: z.rule})
		}
	}
	for _, h := range hits {
		add(h.period, h)
		if h.open() {
			add(h.other, h)
		}
	}
	if len(distinct) == 1 {
		rp.flagPeriod(z, hits[0])
		c := distinct[0]
		return attest.FoundFact(c.Value, z.rule, c.Citations...)
	}
	if p, ok := rp.scopePeriod(); ok && z.rule == "period.opinion" && !hits[0].open() {
		for _, c := range distinct {
			if c.Value == p {
				return attest.FoundFact(p, "period.opinion_and_scope", c.Citations...)
			}
		}
	}
	reason := "the document states more than one period"
	if hits[0].open() {
		reason = "the order of day and month is not certain"
	}
	return attest.AmbiguousFact(reason, distinct...)
}

// scopePeriod is the one period that the scope paragraph states; false when it
// states none or several.
func (rp *report) scopePeriod() (attest.Period, bool) {
	z := periodZone{f: rp.scope(), lead: true}
	hits := z.periods()
	for _, h := range hits {
		if h.period != hits[0].period || h.open() {
			return attest.Period{}, false
		}
	}
	if len(hits) == 0 {
		return attest.Period{}, false
	}
	return hits[0].period, true
}

// flagPeriod raises what a careful reader would say of the period.
func (rp *report) flagPeriod(z periodZone, h periodHit) {
	cites := z.f.cite(h.start, h.end)
	if h.invalid {
		rp.doc.flag(attest.FlagInvalidDate, "the period names a day that does not exist; the last day of its month is proposed", cites...)
	}
	if h.inferred {
		rp.doc.flag(attest.FlagInferredDays, "the period names months; first and last days are inferred", cites...)
	}
	days := h.period.Days()
	if days < unusualShort || days > unusualLong {
		rp.doc.flag(attest.FlagUnusualLength, fmt.Sprintf("the period is %d days long", days), cites...)
	}
	if days < shortPeriod {
		rp.doc.flag(attest.FlagPeriodShort, fmt.Sprintf("the period is %d days long", days), cites...)
	}
}

var asOfRE = regexp.MustCompile(`(?i)\b(?:as\s*(?:of|at)|zum|per|au)\s*(?:the\s*)?$`)

// asOf reads the date of a Type 1 report.
func (rp *report) asOf() attest.Fact[attest.Date] {
	for _, z := range rp.periodZones() {
		var found []attest.Candidate[attest.Date]
		for _, h := range findDates(z.f.text) {
			if !asOfRE.MatchString(z.f.text[max(0, h.start-20):h.start]) || h.monthOnly || h.invalid {
				continue
			}
			for _, date := range []attest.Date{h.date, h.other} {
				if !date.IsZero() && !slices.ContainsFunc(found, func(c attest.Candidate[attest.Date]) bool { return c.Value == date }) {
					found = append(found, attest.Candidate[attest.Date]{Value: date, Citations: z.f.cite(h.start, h.end), Rule: strings.Replace(z.rule, "period", "as_of", 1)})
				}
			}
		}
		switch {
		case len(found) == 1:
			rp.compareAsOf(z, found[0])
			return attest.FoundFact(found[0].Value, found[0].Rule, found[0].Citations...)
		case len(found) > 1:
			return attest.AmbiguousFact("more than one date is possible", found...)
		}
	}
	return attest.AbsentFact[attest.Date](rp.zoneReason("no date as of which the description speaks was found"))
}

// compareAsOf flags a cover that names another date than the opinion.
func (rp *report) compareAsOf(z periodZone, got attest.Candidate[attest.Date]) {
	if z.rule != "period.opinion" && z.rule != "period.scope" {
		return
	}
	var other []attest.Citation
	for _, h := range findDates(rp.cover.text) {
		if !asOfRE.MatchString(rp.cover.text[max(0, h.start-20):h.start]) || h.monthOnly {
			continue
		}
		if h.date == got.Value || h.other == got.Value {
			return
		}
		other = append(other, rp.cover.cite(h.start, h.end)...)
	}
	if len(other) > 0 {
		rp.doc.flag(attest.FlagTitleMismatch, "the cover names another date than the opinion", append(other, got.Citations...)...)
	}
}

var (
	// periodCategoryRE is a list of categories right after a period.
	periodCategoryRE = regexp.MustCompile(`(?i)^\s*(?:\(|,?\s*(?:for|as\s*to|with\s*respect\s*to|in\s*respect\s*of)\s*(?:the\s*)?(?:(?:applicable\s*)?(?:trust\s*services\s*)?(?:criteria|categor(?:y|ies))\s*(?:relevant\s*to|for|of)\s*(?:the\s*)?)?)(` + categoriesPattern + `)`)
	categoryPeriodRE = regexp.MustCompile(`(?i)(?:relevant\s*to|criteria\s*for|for|and)\s*(?:the\s*)?(` + categoryPattern + `(?:[\s,&]*(?:and)?[\s,&]*(?:the\s*)?` + categoryPattern + `)*)\s*(?:categor(?:y|ies)|criteria|principles?)?,?\s*(?:\(?applicable[^)]{0,40}\)\s*)?(?:throughout|for|during|over|covering)\s*the\s*period\s*(?:of|from)?\s*$`)
)

// categoryPeriods reads periods that hold for some categories only: a category
// that was added during the year.
func (rp *report) categoryPeriods() []attest.CategoryPeriod {
	if !rp.letter.found() {
		return nil
	}
	f := rp.letter.flow
	var out []attest.CategoryPeriod
	seen := map[attest.Period]bool{}
	for _, h := range findPeriods(f.text) {
		m := categoryPeriodRE.FindStringSubmatch(f.text[max(0, h.start-200):h.start])
		if after := periodCategoryRE.FindStringSubmatch(f.text[h.end:min(len(f.text), h.end+200)]); after != nil {
			m = after
		}
		if m == nil || seen[h.period] || h.open() {
			continue
		}
		seen[h.period] = true
		out = append(out, attest.CategoryPeriod{Categories: categoriesIn(m[1]), Period: attest.FoundFact(h.period, "period.category", f.cite(h.start, h.end)...)})
	}
	if len(out) < 2 {
		return nil
	}
	rp.doc.flag(attest.FlagPeriodsDiffer, "some categories have a period of their own")
	return out
}
