package reading

import (
	"cmp"
	"slices"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// certText is a certificate's text cut into cells, with its labels and dates.
type certText struct {
	grid   grid
	labels [][]labelHit // of each cell, found in the joined text
	dates  [][]dateHit  // of each cell, in its own text
	joined []flow
	order  dateOrder
	reach  float64         // how far a value may stand under its label, in font sizes
	used   map[[2]int]bool // dates that are taken, by cell and number
	paired map[[2]int]bool // labels that have a value, by cell and number
	fields map[string][]labelled
}

// labelled is a date and the label that it belongs to.
type labelled struct {
	hit   dateHit
	page  int
	rule  string
	cites []attest.Citation
}

// rowsReach is the reach over rows of a table that were left out.
const rowsReach = 12

// newCertText finds the labels and dates of lines.
func newCertText(all []line, order dateOrder) *certText {
	lines, reach := withoutOtherRows(all), 2.5
	if len(lines) < len(all) {
		reach = rowsReach
	}
	t := &certText{
		grid: newGrid(lines), order: order, reach: reach, used: map[[2]int]bool{}, paired: map[[2]int]bool{}, fields: map[string][]labelled{},
	}
	for i, c := range t.grid.cells {
		joined := t.grid.joined(i)
		own := len(c.f.text)
		labels := slices.DeleteFunc(findLabels(joined.text), func(l labelHit) bool {
			return l.start >= own || l.field == labelVersion && l.end-l.start < 10 && !(l.start == 0 && lonelyRE.MatchString(joined.text[min(l.end, own):own])) ||
				l.end-l.start == len("until") && l.start > 0 && l.field == labelExpiry
		})
		t.disown(i, joined.text, labels)
		t.joined = append(t.joined, joined)
		t.labels = append(t.labels, labels)
		t.dates = append(t.dates, findDatesOrdered(c.f.text, order))
	}
	t.pairInline()
	t.pairWrapped()
	t.pairRight()
	t.pairColumns()
	t.pairByOrder()
	t.pairAbove()
	t.pairBetween()
	return t
}

var (
	// fillRE is what may stand between a label and its date: the same label in
	// another language up to a colon, then a word such as "on".
	fillRE = regexp.MustCompile(`(?i)^(?:\s*\([^()]{1,40}\))?(?:[\pL ()'/.,&-]{0,45}:)?(?:\s*ISO(?:/IEC)?\s*\d{4,5}(?::\d{4})?)?[\s:.|,-]*(?:on|am|le|el|il|em|the|den|vom|dal|op|is|by|of|from|und|and)?\s*:?\s*$`)
	// lonelyRE is the rest of a cell that holds nothing but a version.
	lonelyRE = regexp.MustCompile(`^\s*[:.]?\s*\S{0,8}\s*$`)
	placeRE  = regexp.MustCompile(`^[\s:,.-]*[\pL .,'()-]{0,60}$`)
	tailRE   = regexp.MustCompile(`^[\pL ()'/.:*-]{0,40}$`)
)

// fills reports whether the words between a label and a date leave them a pair.
func fills(field, words string) bool {
	return fillRE.MatchString(words) || field == labelPlaceDate && placeRE.MatchString(words)
}

// take pairs a label with a date, and with the date after it where the two are a
// range.
func (t *certText) take(cell, label, dateCell, date int, rule string) {
	l, h := t.labels[cell][label], t.dates[dateCell][date]
	t.paired[[2]int{cell, label}], t.used[[2]int{dateCell, date}] = true, true
	f := t.grid.cells[dateCell].f
	cites := t.citePair(cell, l, dateCell, h)
	if end, ok := t.rangeEnd(dateCell, date); ok && slices.Contains([]string{labelValid, labelStart, labelExpiry}, l.field) {
		t.used[[2]int{dateCell, date + 1}] = true
		both := append(t.joined[cell].cite(l.start, l.end), f.cite(h.start, end.end)...)
		t.add(labelStart, labelled{hit: h, page: t.grid.cells[dateCell].page, rule: "cert.valid_range", cites: both})
		t.add(labelExpiry, labelled{hit: end, page: t.grid.cells[dateCell].page, rule: "cert.valid_range", cites: both})
		return
	}
	if l.field == labelValid {
		return // a single date after "valid" has no side
	}
	t.add(l.field, labelled{hit: h, page: t.grid.cells[dateCell].page, rule: "cert." + l.field + rule, cites: cites})
}

// add keeps a date for a field.
func (t *certText) add(field string, v labelled) { t.fields[field] = append(t.fields[field], v) }

// citePair cites a label and its date, as one quote where they stand together.
func (t *certText) citePair(cell int, l labelHit, dateCell int, h dateHit) []attest.Citation {
	f := t.grid.cells[dateCell].f
	if cell == dateCell && l.end <= h.start {
		return f.cite(l.start, h.end)
	}
	return append(t.joined[cell].cite(l.start, l.end), f.cite(h.start, h.end)...)
}

// rangeEnd gives the date that ends the range which a date begins.
func (t *certText) rangeEnd(cell, date int) (dateHit, bool) {
	if date+1 >= len(t.dates[cell]) || t.used[[2]int{cell, date + 1}] {
		return dateHit{}, false
	}
	a, b := t.dates[cell][date], t.dates[cell][date+1]
	return b, rangeLink.MatchString(t.grid.cells[cell].f.text[a.end:b.start]) && a.date.Before(b.date)
}

// pairInline pairs labels with the date that follows in the same cell.
func (t *certText) pairInline() {
	for c := range t.grid.cells {
		text := t.grid.cells[c].f.text
		for d, h := range t.dates[c] {
			l, ok := t.labelBefore(c, d)
			if !ok || t.used[[2]int{c, d}] {
				continue
			}
			label := t.labels[c][l]
			if fills(label.field, text[label.end:h.start]) {
				t.take(c, l, c, d, "")
			}
		}
	}
}

// labelBefore gives the last label before a date in its cell, with no other date
// in between. Of two labels side by side, as on a sheet in two languages, the
// last one counts.
func (t *certText) labelBefore(c, d int) (int, bool) {
	h := t.dates[c][d]
	for i := len(t.labels[c]) - 1; i >= 0; i-- {
		l := t.labels[c][i]
		if l.end > h.start {
			continue
		}
		if d > 0 && t.dates[c][d-1].end > l.start {
			return 0, false
		}
		return i, true
	}
	return 0, false
}

// pairWrapped pairs a label with a date that begins on the next line, or is cut
// by the end of the line: "expires on 31 October" / "2026".
func (t *certText) pairWrapped() {
	for c, f := range t.joined {
		own := len(t.grid.cells[c].f.text)
		if len(f.text) == own || len(t.labels[c]) == 0 {
			continue
		}
		n := len(t.labels[c]) - 1
		l := t.labels[c][n]
		if l.end > own || t.paired[[2]int{c, n}] {
			continue
		}
		for _, h := range findDatesOrdered(f.text, t.order) {
			if h.start >= l.end && h.start < own && h.end > own && fills(l.field, f.text[l.end:h.start]) {
				t.paired[[2]int{c, n}] = true
				t.add(l.field, labelled{hit: h, page: t.grid.cells[c].page, rule: "cert." + l.field + ".wrapped", cites: f.cite(l.start, h.end)})
			}
		}
	}
}

// closing gives the last label of a cell, if the cell says nothing after it.
func (t *certText) closing(c int) (int, bool) {
	n := len(t.labels[c]) - 1
	if n < 0 || t.paired[[2]int{c, n}] {
		return 0, false
	}
	own := t.grid.cells[c].f.text
	l := t.labels[c][n]
	return n, l.end >= len(own) || tailRE.MatchString(own[l.end:])
}

// pairRight pairs a label with a date that opens the next cell of the row.
func (t *certText) pairRight() {
	for c := range t.grid.cells {
		l, ok := t.closing(c)
		r, beside := t.grid.right(c)
		if !ok || !beside || len(t.dates[r]) == 0 || t.used[[2]int{r, 0}] {
			continue
		}
		if fills(t.labels[c][l].field, t.grid.cells[r].f.text[:t.dates[r][0].start]) {
			t.take(c, l, r, 0, ".beside")
		}
	}
}

// pairColumns pairs a cell that is nothing but a label with a date in the cell
// under it.
func (t *certText) pairColumns() {
	for c := range t.grid.cells {
		l, ok := t.closing(c)
		if !ok || !t.alone(c, l) {
			continue
		}
		from := c
		if t.labels[c][l].end > len(t.grid.cells[c].f.text) {
			from, _ = t.grid.next(c) // the label runs on: look under its second line
		}
		k, under := t.grid.below(from, t.reach)
		if !under || len(t.dates[k]) == 0 || t.used[[2]int{k, 0}] || t.datesFirst(c) {
			continue
		}
		if fills(t.labels[c][l].field, t.grid.cells[k].f.text[:t.dates[k][0].start]) {
			t.take(c, l, k, 0, ".below")
		}
	}
}

// bareDate reports whether a cell is a date and nothing else.
func (t *certText) bareDate(c int) bool {
	h := t.dates[c][0]
	return len(t.labels[c]) == 0 && h.end-h.start >= len(t.grid.cells[c].f.text)-1
}

// alone reports whether a label is nearly all of its cell.
func (t *certText) alone(c, l int) bool {
	return t.labels[c][l].start <= 30 && len(t.labels[c]) <= 2
}

// pairByOrder pairs a row of labels with the row of as many dates under it, where
// positions say nothing because each row is one run of text.
func (t *certText) pairByOrder() {
	for c := range t.grid.cells {
		labels := slices.DeleteFunc(slices.Clone(t.labels[c]), func(l labelHit) bool { return l.field == labelVersion || l.field == labelNumber })
		k, ok := t.grid.below(c, 2.5)
		if !ok || len(labels) < 2 || len(labels) != len(t.dates[k]) || len(t.dates[c]) > 0 || len(t.labels[k]) > 0 && t.labels[k][0].field != labelVersion {
			continue
		}
		d := 0
		for n, l := range t.labels[c] {
			if l.field == labelVersion || l.field == labelNumber {
				continue
			}
			t.take(c, n, k, d, ".order")
			d++
		}
	}
}

// pairAbove pairs what is left: a cell that is nothing but a label under a cell
// that is nothing but a date, as on a signature line.
func (t *certText) pairAbove() {
	for c := range t.grid.cells {
		if len(t.dates[c]) != 1 || t.used[[2]int{c, 0}] || !t.bareDate(c) {
			continue
		}
		k, ok := t.grid.below(c, 2.5)
		if !ok {
			continue
		}
		if l, closing := t.closing(k); closing && t.alone(k, l) {
			t.take(k, l, c, 0, ".above")
		}
	}
}

// date makes the fact of a field from what its labels, in order of trust, say.
// The first page that states it decides; two days there are ambiguous.
func (t *certText) date(d *document, fields ...string) attest.Fact[attest.Date] {
	for _, field := range fields {
		values := t.fields[field]
		if len(values) == 0 {
			continue
		}
		page := slices.MinFunc(values, func(a, b labelled) int { return cmp.Compare(a.page, b.page) }).page
		values = slices.DeleteFunc(slices.Clone(values), func(v labelled) bool { return v.page != page })
		return dateFact(d, values)
	}
	return attest.AbsentFact[attest.Date]("no date with such a label in the document")
}

// dateFact is the fact that some labelled dates state together.
func dateFact(d *document, values []labelled) attest.Fact[attest.Date] {
	var options []attest.Candidate[attest.Date]
	for _, v := range values {
		switch {
		case v.hit.invalid:
			d.flag(attest.FlagInvalidDate, "no calendar has this day; the last of that month is "+v.hit.date.String(), v.cites...)
			return attest.Fact[attest.Date]{State: attest.Absent, Rule: v.rule, Citations: v.cites,
				Reason: "the day printed does not exist; " + v.hit.date.String() + " is proposed"}
		case v.hit.monthOnly:
			return attest.Fact[attest.Date]{State: attest.Absent, Rule: v.rule, Citations: v.cites,
				Reason: "a month is printed without a day"}
		}
		options = addOption(options, v, v.hit.date)
		if v.hit.open() {
			options = addOption(options, v, v.hit.other)
		}
	}
	if len(options) == 1 {
		return attest.FoundFact(options[0].Value, options[0].Rule, options[0].Citations...)
	}
	reason := "the document gives more than one date for this"
	if values[0].hit.open() {
		reason = "day and month of the date can be read either way round"
	}
	return attest.AmbiguousFact(reason, options...)
}

// addOption adds a reading of a date that is not among the options yet.
func addOption(options []attest.Candidate[attest.Date], v labelled, day attest.Date) []attest.Candidate[attest.Date] {
	if slices.ContainsFunc(options, func(o attest.Candidate[attest.Date]) bool { return o.Value == day }) {
		return options
	}
	return append(options, attest.Candidate[attest.Date]{Value: day, Rule: v.rule, Citations: v.cites})
}
