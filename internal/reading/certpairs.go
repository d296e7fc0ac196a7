package reading

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// ownSubject are words of a clause that speaks of the certificate itself.
	ownSubject = regexp.MustCompile(`(?i)certif|zertif|regist|approv|valid|cycle|\bissued?\b|\bthis\b|\bit\b|27001|gültig|ausgestellt|válid|vigen|valable|valid[oa]\b|geldig|émis|emit|rilasci`)
	// otherSubject are words of a clause that speaks of something that ends or begins
	// besides the certificate.
	otherSubject = regexp.MustCompile(`(?i)\b(?:agreements?|contracts?|licen[cs]es?|leases?|polic(?:y|ies)|subscriptions?|suppliers?|forms?|templates?|acquired|retired|excluded|vertr[aä]ge?|contrats?|contratos?)\b`)
	// replacedSubject are words of a clause on an earlier certificate.
	replacedSubject = regexp.MustCompile(`(?i)\b(?:replac(?:es|ed|ing)|supersed(?:es|ed|ing)|ersetzt|remplace|sustituye|substitui|sostituisce|vervangt|former|transferred\s+from)\b`)
)

// datedFields are the labels that one word may be in running text.
var datedFields = []string{labelStart, labelExpiry, labelIssue, labelInitial, labelRegistered, labelReissue, labelValid, labelDecision}

// disown turns labels whose clause does not speak of this certificate into labels
// of something else: "agreements that expire on", "replaces certificate".
func (t *certText) disown(c int, text string, labels []labelHit) {
	for i, l := range labels {
		clause := text[:l.start]
		clause = clause[strings.LastIndexAny(clause, ".;:")+1:]
		if c > 0 && t.grid.cells[c-1].row == t.grid.cells[c].row && strings.TrimSpace(clause) != "" {
			clause = t.grid.cells[c-1].f.text + " " + clause
		}
		switch {
		case l.start == 0 && l.field == labelExpiry && t.lastAbove(c):
			labels[i].field = labelLastExpiry
		case replacedSubject.MatchString(clause) && l.field == labelExpiry:
			labels[i].field = labelLastExpiry
		case replacedSubject.MatchString(clause) && (l.field == labelNumber || slices.Contains(datedFields, l.field)):
			labels[i].field = labelOther
		case slices.Contains(datedFields, l.field) && t.loose(c, text, l):
			labels[i].field = labelOther
		}
	}
}

// lastAbove reports whether the line over a cell ends with the words that make its
// label one of the last cycle.
func (t *certText) lastAbove(c int) bool {
	k, ok := t.grid.above(c, 1.2)
	return ok && lastCycle.MatchString(t.grid.cells[k].f.text)
}

var lastCycle = regexp.MustCompile(`(?i)\b(?:last|previous|prior|former)(?:\s+(?:certificate|certification|registration|cycle))*$`)

// loose reports whether a label is a word of running text that does not speak of
// the certificate.
func (t *certText) loose(c int, text string, l labelHit) bool {
	if strings.HasPrefix(strings.TrimLeft(text[l.end:], " "), ":") {
		return false
	}
	before := strings.TrimRight(text[:l.start], " ")
	if before == "" {
		first, _ := utf8.DecodeRuneInString(text[l.start:])
		k, ok := t.grid.above(c, 1.2)
		if !ok || !unicode.IsLower(first) {
			return false
		}
		above := t.grid.cells[k].f.text
		clause := above[strings.LastIndexAny(above, ".;:")+1:]
		return otherSubject.MatchString(clause) && !ownSubject.MatchString(clause)
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	clause := before[strings.LastIndexAny(before, ".;:")+1:]
	if last == ',' {
		clause = before // an abbreviation may have cut it
	}
	if at := otherSubject.FindAllStringIndex(clause, -1); at != nil && (unicode.IsLetter(last) || last == ',') {
		return !ownSubject.MatchString(clause[at[len(at)-1][1]:])
	}
	return unicode.IsLetter(last) && len(strings.Fields(clause)) > 1 && !ownSubject.MatchString(clause)
}

// datesFirst reports whether a label stands in a column in which dates and labels
// take turns and a date comes first, so that each label is under its date. A line
// over the first date that is no known label leaves it open; then the end of the
// column tells.
func (t *certText) datesFirst(c int) bool {
	for k := c; ; {
		a, ok := t.grid.above(k, 2.5)
		if !ok || len(t.dates[a]) != 1 || !t.bareDate(a) {
			return false
		}
		b, ok := t.grid.above(a, 2.5)
		switch {
		case !ok:
			return true
		case len(t.labels[b]) == 0 || len(t.dates[b]) > 0:
			return t.endsWithLabel(c)
		}
		k = b
	}
}

// endsWithLabel follows the turns of dates and labels down from a label and reports
// whether the last one is a label.
func (t *certText) endsWithLabel(c int) bool {
	for {
		a, ok := t.grid.below(c, 2.5)
		if !ok || len(t.dates[a]) == 0 || t.dates[a][0].start > 0 || len(t.labels[a]) > 0 {
			return true
		}
		b, ok := t.grid.below(a, 2.5)
		if !ok || len(t.labels[b]) == 0 || len(t.dates[b]) > 0 {
			return false
		}
		c = b
	}
}

// pairBetween pairs a date that stands beside a label of two or more lines, between
// their heights.
func (t *certText) pairBetween() {
	for d := range t.grid.cells {
		if len(t.dates[d]) != 1 || t.used[[2]int{d, 0}] || !t.bareDate(d) {
			continue
		}
		if c, l, ok := t.labelLeft(d); ok {
			t.take(c, l, d, 0, ".beside")
		}
	}
}

// labelLeft gives the label nearest on the left of a date whose lines reach over
// its height; labels of different fields there are none.
func (t *certText) labelLeft(d int) (cell, label int, ok bool) {
	day, best, field := t.grid.cells[d], -1, ""
	for c := range t.grid.cells {
		o := t.grid.cells[c]
		n, closes := t.closing(c)
		near := o.page == day.page && o.box.X1 <= day.box.X0 && math.Abs(middle(o.box.Y0, o.box.Y1)-middle(day.box.Y0, day.box.Y1)) < 1.6*day.size
		if !closes || !near || !t.alone(c, n) || t.between(c, d) {
			continue
		}
		switch f := t.labels[c][n].field; {
		case best < 0:
			best, label, field = c, n, f
		case f != field:
			return 0, 0, false
		}
	}
	return best, label, best >= 0
}

// between reports whether a cell with text stands between a label and a date.
func (t *certText) between(c, d int) bool {
	a, b := t.grid.cells[c].box, t.grid.cells[d].box
	for k, o := range t.grid.cells {
		if k == c || k == d || o.page != t.grid.cells[d].page || o.box.X0 < a.X1 || o.box.X1 > b.X0 {
			continue
		}
		if min(o.box.Y1, max(a.Y1, b.Y1))-max(o.box.Y0, min(a.Y0, b.Y0)) > 0 {
			return true
		}
	}
	return false
}

// withoutOtherRows drops the lines of a sheet that begin with another standard and
// hold a date, where a line for ISO/IEC 27001 does so too: rows of a table, or
// labels that name their standard.
func withoutOtherRows(lines []line) []line {
	heads := func(re *regexp.Regexp, f flow) bool {
		m := re.FindStringIndex(f.text)
		return m != nil && m[0] == 0 && len(findDates(f.text)) > 0
	}
	own := slices.ContainsFunc(lines, func(l line) bool {
		f := newFlow([]line{l})
		return heads(standard27001, f) || heads(standardJIS, f)
	})
	if !own {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return heads(otherStandard, newFlow([]line{l})) })
}

var bareNumber = regexp.MustCompile(`(?i:^(?:number|nummer|no|nr|num|n[°º]|número|numéro|numero|nº)\b?\s*[.:]*)\s+(?P<v>[A-Z0-9][\w./-]*\d[\w./-]*(?:\s[\w./-]*\d[\w./-]*)*)\s*$`)

// numberInTitle reads a number that follows the word certificate itself, or that
// stands with the word number alone in a line under the title.
func (t *certText) numberInTitle(f flow) attest.Fact[string] {
	if m := titleNumber.FindStringSubmatchIndex(f.text); m != nil {
		return attest.FoundFact(f.text[m[2]:m[3]], "cert.number.title", f.cite(m[0], m[1])...)
	}
	for c, cell := range t.grid.cells {
		m := bareNumber.FindStringSubmatchIndex(cell.f.text)
		if m == nil || m[3]-m[2] < minNumber || len(t.dates[c]) > 0 || cell.row > maxTitleRows || cell.page != t.grid.cells[0].page {
			continue
		}
		return attest.FoundFact(cell.f.text[m[2]:m[3]], "cert.number.title", cell.f.cite(m[0], m[1])...)
	}
	return attest.AbsentFact[string]("no certificate number with a label in the document")
}

const (
	minNumber    = 5 // bytes of a number that has no label of its own
	maxTitleRows = 8 // rows of the sheet in which it may stand
)
