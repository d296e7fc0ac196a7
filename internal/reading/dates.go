package reading

import (
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// monthNames holds a line for each month: its names and abbreviations in English,
// German, French, Spanish, Portuguese, Italian and Dutch, some without accents.
const monthNames = `january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari
february feb februar février fevrier févr fevr febrero fevereiro fev febbraio februari
march mar märz maerz marz mär mrz mars marzo março marco maart mrt
april apr avril avr abril abr aprile
may mai mayo maio maggio mag mei
june jun juni juin junio junho giugno giu
july jul juli juillet juil julio julho luglio lug
august aug août aout agosto ago augustus
september sept sep septembre septiembre setiembre setembro set settembre
october oct oktober okt octobre octubre outubro out ottobre ott
november nov novembre noviembre novembro
december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre`

// dateHit is one date that is written in a text.
type dateHit struct {
	start, end int // offsets in the text
	// date is the day as read. For a month without a day it is the first day, for
	// a day that the calendar lacks the last one of that month, which is a proposal.
	date attest.Date
	// other is the second reading of a numeric date whose order is open, as day
	// then month; date then holds the reading as month then day.
	other     attest.Date
	numeric   bool // day and month both written in digits
	dotted    bool // numeric, with points
	dayLeads  bool // numeric, read as day then month
	monthOnly bool // no day is written
	yearless  bool // no year is written: date.Year is 0
	invalid   bool // the day does not exist
	footnote  bool // a digit is glued to the year, as a footnote mark is
}

// open reports whether two readings of the date are possible.
func (h dateHit) open() bool { return !h.other.IsZero() }

// dateOrder is how numeric dates are written.
type dateOrder int

const (
	orderUnknown dateOrder = iota
	dayFirst
	monthFirst
)

// datePatterns are the written forms of a date.
type datePatterns struct {
	full     *regexp.Regexp // all forms with a year
	yearless *regexp.Regexp // day and month
	months   map[string]time.Month
}

// compiledDates compiles the forms once. They take any word for a month's name,
// which is looked up afterwards: a list of names would make them slow.
var compiledDates = sync.OnceValue(func() datePatterns {
	p := datePatterns{months: map[string]time.Month{}}
	for i, row := range strings.Split(monthNames, "\n") {
		for _, name := range strings.Fields(row) {
			p.months[name] = time.Month(i + 1)
		}
	}
	const month = `\pL{3,10}`
	const year = `(?:19|20)\d{2}`
	const of = `(?:day\s+of\s+|of\s+|de\s+|d'|del\s+mese\s+di\s+|di\s+)?`
	const nth = `(?:\s*(?:st|nd|rd|th|er|ero|re|°|\.)|[oae])?`
	p.full = regexp.MustCompile(`(?i)` + strings.Join([]string{
		`(?P<iso>(?P<y1>` + year + `)(?P<s1>[-/.])(?P<m1>\d{1,2})(?P<s2>[-/.])(?P<d1>\d{1,2}))`,
		`(?P<cjk>(?P<y5>` + year + `)\s?年\s?(?P<m5>\d{1,2})\s?月\s?(?P<d5>\d{1,2})\s?日)`,
		`(?P<num>(?P<a>\d{1,2})\s?(?P<s3>[-/.])\s?(?P<b>\d{1,2})\s?(?P<s4>[-/.])\s?(?P<y2>` + year + `))`,
		`(?P<dmy>(?P<d3>\d{1,2})` + nth + `\s*[-/]?\s*` + of + `(?P<m3>` + month + `)\.?\s*[,/-]?\s*(?:of\s+|de\s+|del\s+|do\s+)?(?P<y4>` + year + `))`,
		`(?P<short>(?P<d2>\d{1,2})-(?P<m2>` + month + `)-(?P<y3>\d{2}))`,
		`(?P<mdy>(?P<m4>` + month + `)\.?\s*[-/]?\s*(?P<d4>\d{1,2})(?:\s*(?:st|nd|rd|th))?\s*[,./-]?\s*(?P<y6>` + year + `))`,
		`(?P<my>(?P<m6>` + month + `)\.?\s*,?\s*(?:of\s+|de\s+|del\s+)?(?P<y7>` + year + `))`,
	}, "|"))
	p.yearless = regexp.MustCompile(`(?i)(?P<m1>` + month + `)\.?\s*(?P<d1>\d{1,2})(?:\s*(?:st|nd|rd|th))?|(?P<d2>\d{1,2})` + nth + `\s*` + of + `(?P<m2>` + month + `)\.?`)
	return p
})

// findDates gives the dates that are written in a text, in order. The order of
// day and month in numeric dates is settled over the whole text: where one date
// decides it, it holds for all. Pass a text that belongs together.
func findDates(text string) []dateHit {
	return findDatesOrdered(text, orderUnknown)
}

// findDatesOrdered is findDates with an order that holds where the text itself
// decides none.
func findDatesOrdered(text string, fallback dateOrder) []dateHit {
	p := compiledDates()
	var hits []dateHit
	from := 0
	for _, m := range yearRE.FindAllStringIndex(text, -1) {
		// a date lies close around its year
		to := wordEnd(text, m[1]+yearAhead)
		from = max(from, m[0]-yearBehind)
		for from < to {
			h, next := p.firstHit(text, from, to)
			if next < 0 {
				break
			}
			from = next
			if !h.date.IsZero() {
				hits = append(hits, h)
			}
		}
	}
	return settleOrder(hits, fallback)
}

// yearRE finds what may be the year of a date; yearBehind and yearAhead are the
// bytes before and after it within which the rest of the date is written.
var yearRE = regexp.MustCompile(`(?:19|20)\d\d|-\d\d\b`)

const (
	yearBehind = 40
	yearAhead  = 20
)

// wordEnd is the offset, or the end of the word that it falls into.
func wordEnd(text string, at int) int {
	for at < len(text) && text[at] != ' ' {
		at++
	}
	return min(at, len(text))
}

// firstHit gives the first date in text[from:to], or none, and the offset to go
// on from; -1 when nothing there looks like a date.
func (p datePatterns) firstHit(text string, from, to int) (dateHit, int) {
	m := p.full.FindStringSubmatchIndex(text[from:to])
	if m == nil {
		return dateHit{}, -1
	}
	if h, ok := p.fullHit(groups{re: p.full, text: text[from:], at: m}, text, from); ok {
		return h, h.end
	}
	return dateHit{}, from + m[0] + 1
}

// fullHit reads one match of the forms with a year.
func (p datePatterns) fullHit(g groups, text string, from int) (dateHit, bool) {
	h := dateHit{start: from + g.at[0], end: from + g.at[1]}
	if !cleanStart(text, h.start) {
		return h, false
	}
	ok := false
	digits := digitsAt(text, h.end)
	switch {
	case g.has("iso"):
		ok = g.get("s1") == g.get("s2") && digits == 0
		h = h.with(g.num("y1"), time.Month(g.num("m1")), g.num("d1"))
	case g.has("cjk"):
		ok = true
		h = h.with(g.num("y5"), time.Month(g.num("m5")), g.num("d5"))
	case g.has("num"):
		h.numeric, h.dotted = true, g.get("s3") == "."
		ok = g.get("s3") == g.get("s4") && digits == 0
		h = h.numericDate(g.num("a"), g.num("b"), g.num("y2"))
	case g.has("short"):
		ok = digits == 0
		h = h.with(2000+g.num("y3"), p.month(g.get("m2")), g.num("d2"))
	case g.has("dmy"):
		ok, h.footnote = digits <= 1, digits == 1
		h = h.with(g.num("y4"), p.month(g.get("m3")), g.num("d3"))
	case g.has("mdy"):
		ok, h.footnote = digits <= 1, digits == 1
		h = h.with(g.num("y6"), p.month(g.get("m4")), g.num("d4"))
	default:
		h.monthOnly = true
		ok, h.footnote = digits <= 1 && monthAlone(g.get("m6")), digits == 1
		h = h.with(g.num("y7"), p.month(g.get("m6")), 1)
	}
	return h, ok && !h.date.IsZero()
}

// with sets the day. A day up to 31 that its month lacks is invalid, and the last
// day of the month is proposed; anything else leaves no date.
func (h dateHit) with(year int, month time.Month, day int) dateHit {
	if month < time.January || month > time.December || day < 1 || day > 31 {
		return h
	}
	var ok bool
	if h.date, ok = attest.NewDate(year, month, day); !ok {
		h.invalid = true
		h.date = lastOfMonth(year, month)
	}
	return h
}

// numericDate reads two numbers and a year, both ways where both are possible.
func (h dateHit) numericDate(a, b, year int) dateHit {
	switch {
	case a > 12:
		h.dayLeads = true
		return h.with(year, time.Month(b), a)
	case b > 12:
		return h.with(year, time.Month(a), b)
	}
	h = h.with(year, time.Month(a), b)
	if a != b && !h.date.IsZero() {
		h.other, _ = attest.NewDate(year, time.Month(b), a)
	}
	return h
}

// lastOfMonth is the last day of a month.
func lastOfMonth(year int, month time.Month) attest.Date {
	return attest.DateOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

// settleOrder decides the order of numeric dates by those among them that allow
// only one, else by the fallback. Dates that contradict each other decide nothing.
func settleOrder(hits []dateHit, fallback dateOrder) []dateHit {
	order, decided := orderOf(hits)
	if !decided {
		order = fallback
	}
	for i, h := range hits {
		switch {
		case !h.open() || order == orderUnknown:
		case order == dayFirst:
			hits[i].date, hits[i].other, hits[i].dayLeads = h.other, attest.Date{}, true
		default:
			hits[i].other = attest.Date{}
		}
	}
	return hits
}

// orderOf gives the order that the numeric dates show, and whether any of them
// shows one. Where they contradict each other it is unknown.
func orderOf(hits []dateHit) (dateOrder, bool) {
	day, month := false, false
	for _, h := range hits {
		if !h.numeric || h.open() || h.date.IsZero() || int(h.date.Month) == h.date.Day {
			continue
		}
		day, month = day || h.dayLeads, month || !h.dayLeads
	}
	switch {
	case day && month:
		return orderUnknown, true
	case day:
		return dayFirst, true
	case month:
		return monthFirst, true
	}
	return orderUnknown, false
}

// month reads a month's name.
func (p datePatterns) month(name string) time.Month { return p.months[strings.ToLower(name)] }

// monthAlone reports whether a name may stand for a month without a day: short
// names and English words in lower case may not.
func monthAlone(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	switch lower := strings.ToLower(name); lower {
	case "may", "march":
		return unicode.IsUpper(r)
	case "sept":
		return true
	default:
		return utf8.RuneCountInString(lower) > 4 || lower == "june" || lower == "july" || strings.Contains("jan feb apr jun jul aug sep oct nov dec", lower) && unicode.IsUpper(r) ||
			strings.Contains("juni juli juin mars août aout mayo maio abril", lower)
	}
}

// cleanStart reports whether a date may start at the offset: not inside a number,
// and inside a word only where a space was lost before a capital or a digit.
func cleanStart(text string, at int) bool {
	if at == 0 {
		return true
	}
	prev, n := utf8.DecodeLastRuneInString(text[:at])
	first, _ := utf8.DecodeRuneInString(text[at:])
	switch {
	case unicode.IsDigit(prev):
		return !unicode.IsDigit(first)
	case unicode.IsDigit(first) && (prev == '.' || prev == '/'):
		before, _ := utf8.DecodeLastRuneInString(text[:at-n])
		return !unicode.IsDigit(before)
	case unicode.IsLetter(prev):
		return unicode.IsLower(prev) && (unicode.IsUpper(first) || unicode.IsDigit(first))
	}
	return true
}

// digitsAt counts the digits that follow the offset without a space.
func digitsAt(text string, at int) int {
	n := 0
	for at+n < len(text) && text[at+n] >= '0' && text[at+n] <= '9' {
		n++
	}
	return n
}

// groups reads the named groups of one match.
type groups struct {
	re   *regexp.Regexp
	text string
	at   []int
}

func (g groups) has(name string) bool { return g.at[2*g.re.SubexpIndex(name)] >= 0 }

func (g groups) get(name string) string {
	i := 2 * g.re.SubexpIndex(name)
	if g.at[i] < 0 {
		return ""
	}
	return g.text[g.at[i]:g.at[i+1]]
}

// num reads a group of at most four digits; 0 when it did not take part.
func (g groups) num(name string) int {
	n, err := strconv.Atoi(g.get(name))
	if err != nil {
		return 0
	}
	return n
}
