package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// periods compares the examined period with those that running headers, the
// headings of sections and the words before the tests state. The cover, the
// assertion and the scope are compared where the period is read.
func (c *checker) periods() {
	if c.a.Period.State != attest.Found {
		return
	}
	rp := c.rp
	for _, l := range rp.doc.headerLines() {
		f := newFlow([]line{l})
		c.comparePeriod(f, "a running header or footer", false)
	}
	for _, s := range rp.sections {
		if s.kind != attest.SectionOther && s.kind != attest.SectionAppendix {
			c.comparePeriod(rp.doc.flow(span{s.span.from, s.bodyFrom}), "a heading", false)
		}
	}
	c.comparePeriod(c.intro(), "the introduction to the tests", true)
}

// headerLines gives the running headers and footers, each once.
func (d *document) headerLines() []line {
	seen := map[string]bool{}
	var out []line
	for _, l := range d.lines {
		if key := maskKey(l.text); l.noise && !seen[l.text] && key != "" && !stampRE.MatchString(l.text) {
			seen[l.text] = true
			out = append(out, plainLine(l))
		}
	}
	return out
}

// comparePeriod flags a text whose periods are all others than the examined one.
func (c *checker) comparePeriod(f flow, where string, led bool) {
	z := periodZone{f: f, lead: led}
	hits := slices.DeleteFunc(z.periods(), func(h periodHit) bool { return h.invalid || h.derived })
	if len(hits) == 0 || slices.ContainsFunc(hits, c.ownPeriod) {
		return
	}
	h := hits[0]
	c.flag(attest.FlagPeriodMismatch, fmt.Sprintf("%s states the period %s, the auditor's report %s", where, h.period, c.a.Period.Value),
		append(f.cite(h.start, h.end), c.a.Period.Citations...)...)
}

// ownPeriod reports whether a span of days is the examined period, or that of one of
// the categories, or may be.
func (c *checker) ownPeriod(h periodHit) bool {
	if h.period == c.a.Period.Value || h.open() && h.other == c.a.Period.Value {
		return true
	}
	return slices.ContainsFunc(c.a.CategoryPeriods, func(p attest.CategoryPeriod) bool { return p.Period.Value == h.period })
}

// aheadRE are words before a day that may lie ahead.
var aheadRE = regexp.MustCompile(`(?i)\b(?:until|till|expir\w*|valid|scheduled|planned|due|by|target\w*|will|next|through|to|renew\w*|effective|deadline|before)\b[^.]{0,40}$`)

// days flags days that no calendar has, and tests that name a day after that of the
// auditor's report.
func (c *checker) days() {
	for _, f := range []flow{c.rp.letter.flow, c.rp.assertion} {
		c.calendar(f)
	}
	var late []attest.Citation
	report := c.a.ReportDate
	for _, t := range c.tables {
		for _, r := range t.rows {
			for _, x := range []role{roleTest, roleResult, roleTestResult} {
				f := newFlow(r.cells[x])
				c.calendar(f)
				for _, h := range findDates(f.text) {
					sure := !h.open() && !h.monthOnly && !h.yearless && !h.invalid && !h.numeric
					if sure && report.State == attest.Found && report.Value.Before(h.date) && !aheadRE.MatchString(f.text[max(0, h.start-60):h.start]) {
						late = append(late, f.cite(h.start, h.end)...)
					}
				}
			}
		}
	}
	if len(late) > 0 {
		c.flag(attest.FlagDateAfterReport, fmt.Sprintf("tests name days after %s, the date of the auditor's report", report.Value), append(late, report.Citations...)...)
	}
}

// calendar flags the days of a text that no calendar has, where a month's name
// makes them dates.
func (c *checker) calendar(f flow) {
	for _, h := range findDates(f.text) {
		if !h.invalid || h.numeric || h.footnote {
			continue
		}
		cites := f.cite(h.start, h.end)
		if !c.cited(attest.FlagInvalidDate, cites) {
			c.flag(attest.FlagInvalidDate, "no calendar has the day "+f.text[h.start:h.end], cites...)
		}
	}
}

// cited reports whether a flag points at the words already.
func (c *checker) cited(name attest.FlagName, cites []attest.Citation) bool {
	for _, f := range c.rp.doc.flags {
		for _, old := range f.Citations {
			if f.Name == name && len(cites) > 0 && old.Page == cites[0].Page && strings.Contains(old.Quote, cites[0].Quote) {
				return true
			}
		}
	}
	return false
}
