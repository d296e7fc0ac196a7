package reading

import (
	"slices"
	"strconv"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// periodHit is one span of days that is written in a text.
type periodHit struct {
	start, end int // offsets in the text, lead-in words left out
	rule       string
	period     attest.Period
	other      attest.Period // the second reading where numeric dates are open
	led        bool          // words such as "throughout the period" stand before it
	inferred   bool          // days were inferred from months without days
	derived    bool          // the start was derived from a length
	invalid    bool          // an end is a day that does not exist; a proposal stands in
}

// open reports whether two readings are possible.
func (h periodHit) open() bool { return h.other != (attest.Period{}) }

var (
	rangeLink = regexp.MustCompile(`(?i)^[\s,;]*(?:\([^()]{1,40}\)[\s,]*)?(?:and\s+)?(?:through(?:\s+to)?|thru|to|until|till|up\s+to|ending(?:\s+on)?|bis(?:\s+zum)?|jusqu'au|au|al|fino\s+al|a|até|hasta(?:\s+el)?|tot(?:\s+en\s+met)?|-)[\s:]*(?:(?:and\s+|en\s+)?(?:including|inclusive|einschließlich)\s+)?(?:the\s+)?$`)
	andLink   = regexp.MustCompile(`(?i)^\s*,?\s*(?:and|und|et|y|e|en)\s*(?:the\s+)?$`)
	between   = regexp.MustCompile(`(?i)\b(?:between|zwischen|entre|tra|tussen)\s*(?:the\s+)?(?:(?:dates|period)\s+(?:of\s+)?)?$`)
	rangeLead = regexp.MustCompile(`(?i)(?:throughout|for|during|over|covering|covers|covered|of|examination|review|report(?:ing)?|audit)\s*(?:the\s*)?(?:[a-z0-9-]+\s*){0,3}?(?:period|window)?\s*(?:of|from|between|:|,|-)?\s*(?:the\s+)?$`)
	yearsEnd  = regexp.MustCompile(`(?i)(?:\b(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|eighteen)(?:\s*\(\s*\d{1,2}\s*\))?[\s-]*months?(?:[\s-]*period)?|(?P<year>year))\s*,?\s*(?:then\s*)?(?:that\s+)?(?:ended|ending)\s*(?:on\s*)?:?\s*$`)
)

// findPeriods gives the spans of days that a text writes as a range or as a
// length and an end, in order.
func findPeriods(text string) []periodHit {
	hits := findDates(text)
	var out []periodHit
	for i := range hits {
		end := hits[i]
		prev := 0
		if i > 0 {
			prev = hits[i-1].end
		}
		if start, ok := rangeStart(text, hits, i, prev); ok {
			if p, ok := newRange(text, start, end); ok {
				out = append(out, p)
			}
			continue
		}
		if p, ok := endedPeriod(text, prev, end); ok {
			out = append(out, p)
		}
	}
	return out
}

// rangeStart finds the start of the range that ends with hits[i]: the hit before
// it, or a day and month that take their year from the end.
func rangeStart(text string, hits []dateHit, i, prev int) (dateHit, bool) {
	end := hits[i]
	if i > 0 && linked(text, hits[i-1], end.start) {
		return hits[i-1], true
	}
	p := compiledDates()
	for from := max(prev, end.start-yearBehind); from < end.start; {
		m := p.yearless.FindStringSubmatchIndex(text[from:end.start])
		if m == nil {
			return dateHit{}, false
		}
		g := groups{re: p.yearless, text: text[from:end.start], at: m}
		h := dateHit{start: from + m[0], end: from + m[1], yearless: true}
		h.date.Month, h.date.Day = p.month(g.get("m1")+g.get("m2")), g.num("d1")+g.num("d2")
		if h.date.Month > 0 && cleanStart(text, h.start) && h.date.Day >= 1 && h.date.Day <= 31 && linked(text, h, end.start) {
			return h, true
		}
		from += m[0] + 1
	}
	return dateHit{}, false
}

// linked reports whether the words between a hit and the offset make a range.
func linked(text string, h dateHit, next int) bool {
	words := text[h.end:next]
	if h.footnote {
		words = strings.TrimLeft(words, "0123456789")
	}
	return rangeLink.MatchString(words) || andLink.MatchString(words) && between.MatchString(text[max(0, h.start-40):h.start])
}

// newRange makes the period from start to end; false when it runs backwards.
func newRange(text string, start, end dateHit) (periodHit, bool) {
	h := periodHit{start: start.start, end: end.end, rule: "period.bare_range"}
	if rangeLead.MatchString(text[max(0, start.start-80):start.start]) {
		h.rule, h.led = "period.led_range", true
	}
	last := end.date
	if end.monthOnly {
		last, h.inferred = lastOfMonth(last.Year, last.Month), true
	}
	if start.yearless {
		start = yearBefore(start, last)
	}
	h.inferred = h.inferred || start.monthOnly
	h.invalid = start.invalid || end.invalid
	h.period = attest.Period{Start: start.date, End: last}
	if start.open() || end.open() {
		h.other = attest.Period{Start: either(start), End: either(end)}
		if !h.other.Start.Before(h.other.End) {
			h.other = attest.Period{}
		}
		if !h.period.Start.Before(h.period.End) {
			h.period, h.other = h.other, attest.Period{}
		}
	}
	return h, h.period.Start.Before(h.period.End)
}

// either is the second reading of a date, or its only one.
func either(h dateHit) attest.Date {
	if h.open() {
		return h.other
	}
	return h.date
}

// yearBefore gives a day without a year the year of the end, or the one before
// where it would fall after the end.
func yearBefore(start dateHit, end attest.Date) dateHit {
	month, day := start.date.Month, start.date.Day
	year := end.Year
	if month > end.Month || month == end.Month && day >= end.Day {
		year--
	}
	return dateHit{start: start.start, end: start.end}.with(year, month, day)
}

// endedPeriod reads "the twelve-month period ended DATE" and "the year ended DATE".
func endedPeriod(text string, prev int, end dateHit) (periodHit, bool) {
	from := max(prev, end.start-60)
	m := yearsEnd.FindStringSubmatchIndex(text[from:end.start])
	if m == nil || end.open() {
		return periodHit{}, false
	}
	g := groups{re: yearsEnd, text: text[from:end.start], at: m}
	months := 12
	if !g.has("year") {
		months = smallNumber(g.get("n"))
	}
	last := end.date
	if end.monthOnly {
		last = lastOfMonth(last.Year, last.Month)
	}
	if months == 0 {
		return periodHit{}, false
	}
	first := last.AddDays(1).AddMonths(-months)
	return periodHit{
		start: from + m[0], end: end.end, rule: "period.ended", led: true,
		period: attest.Period{Start: first, End: last}, inferred: end.monthOnly, derived: true, invalid: end.invalid,
	}, true
}

// smallNumber reads digits or a number word up to one hundred; 0 for anything else.
func smallNumber(s string) int {
	s = strings.ToLower(strings.TrimSpace(s))
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	tens, ones, _ := strings.Cut(strings.ReplaceAll(s, " ", "-"), "-")
	for _, t := range strings.Fields(tensWords) {
		if rest, ok := strings.CutPrefix(tens, t); ok && rest != "" && ones == "" {
			tens, ones = t, rest // the hyphen was lost at the end of a line
		}
	}
	if i := slices.Index(strings.Fields(tensWords), tens); i >= 0 {
		n := 20 + 10*i
		if ones == "" {
			return n
		}
		if k := slices.Index(strings.Fields(onesWords), ones); k > 0 && k < 10 {
			return n + k
		}
		return 0
	}
	if s == "none" {
		return 0
	}
	return max(0, slices.Index(strings.Fields(onesWords), s))
}

const (
	onesWords = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
	tensWords = "twenty thirty forty fifty sixty seventy eighty ninety"
)
