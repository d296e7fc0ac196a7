package reading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	regexp "example.com/assay/internal/lazyregexp"
	"example.com/assay/internal/pdf"
)

const (
	rulingJoin  = 12.0 // rulings nearer than this, in points, are one edge of a table
	minVertical = 8.0  // shorter vertical rulings are decoration
	itemGap     = 1.18 // a step of so many line pitches starts a new item
)

// column is one column of a table.
type column struct {
	x0, x1 float64
	head   string
}

// table is a table of a report, cut into columns, that may go on over pages.
type table struct {
	columns []column
	lines   []line // below the head, without noise
}

// tableCell is the text of one column between two rulings.
type tableCell struct {
	page   int
	y0, y1 float64
	lines  []line
}

// text is the cell's text in one line.
func (c tableCell) text() string { return strings.TrimSpace(newFlow(c.lines).text) }

// findTable looks for a table whose head has cells that match each pattern. The
// head is set over one to three lines.
func (d *document) findTable(s span, patterns ...*regexp.Regexp) (table, bool) {
	for i := s.from; i < s.to; i++ {
		if d.lines[i].noise || len(d.lines[i].words) == 0 {
			continue
		}
		for n := 1; n <= 3 && i+n <= s.to && d.lines[i+n-1].page == d.lines[i].page; n++ {
			cols := d.columnsAt(span{i, i + n})
			if len(cols) >= 2 && allMatch(cols, patterns) {
				return d.tableBelow(d.fullHead(i, n, s.to), s.to), true
			}
		}
	}
	return table{}, false
}

// fullHead is the head of a table that starts with n lines from i on, with the
// bold lines that carry it on.
func (d *document) fullHead(i, n, end int) span {
	for i+n < end && n < 3 && d.lines[i+n].bold && d.lines[i].bold && len(newFlow(d.lines[i:i+n+1]).text) < 200 {
		n++
	}
	return span{i, i + n}
}

// tableBelow is the table under a head: to the end of its rulings, or to prose
// that runs across its columns.
func (d *document) tableBelow(head span, end int) table {
	t := table{columns: d.columnsAt(head)}
	ruled := len(d.verticals(d.lines[head.from])) > 2 && d.rowsRuled(head.to, end)
	for _, l := range d.lines[head.to:end] {
		if l.noise || len(l.words) == 0 {
			continue
		}
		if ruled && len(d.verticals(l)) < 2 || !ruled && t.crossed(l) {
			break
		}
		t.lines = append(t.lines, l)
	}
	return t
}

// rowsRuled reports whether the first row below a head stands between rulings, too;
// the shading of a head alone rules no table.
func (d *document) rowsRuled(from, end int) bool {
	for _, l := range d.lines[from:end] {
		if !l.noise && len(l.words) > 0 {
			return len(d.verticals(l)) >= 2
		}
	}
	return true
}

// crossed reports whether a line is one run of words that starts in the first
// column and runs on through the others: prose below the table.
func (t table) crossed(l line) bool {
	return len(splitCells(l)) == 1 && l.box.X0 < t.columns[0].x1-4 && l.box.X1 > t.columns[1].x0+40
}

// allMatch reports whether each pattern matches a head of its own.
func allMatch(cols []column, patterns []*regexp.Regexp) bool {
	for _, re := range patterns {
		if !slices.ContainsFunc(cols, func(c column) bool { return re.MatchString(c.head) }) {
			return false
		}
	}
	return true
}

// columnsAt cuts the lines of a head into columns: by the vertical rulings beside
// them, else where the cells of their first line begin.
func (d *document) columnsAt(head span) []column {
	lines := d.lines[head.from:head.to]
	edges := d.verticals(lines[0])
	var cols []column
	for i := 0; i+1 < len(edges); i++ {
		cols = append(cols, column{x0: edges[i], x1: edges[i+1]})
	}
	if len(cols) < 2 {
		cols = nil
		for _, c := range splitCells(lines[0]) {
			if n := len(cols); n > 0 {
				cols[n-1].x1 = c.box.X0 - 4
			}
			cols = append(cols, column{x0: c.box.X0 - 4, x1: 1e4})
		}
	}
	for i := range cols {
		cols[i].head = strings.TrimSpace(newFlow(cols[i].take(lines)).text)
	}
	return slices.DeleteFunc(cols, func(c column) bool { return c.head == "" && c.x1-c.x0 < 20 })
}

// verticals gives the edges of the columns beside a line, left to right.
func (d *document) verticals(l line) []float64 {
	var xs []float64
	for _, r := range d.pages[l.page-1].rulings {
		if r.X1-r.X0 < 2 && r.Y1-r.Y0 >= minVertical && r.Y0 <= l.box.Y0+2 && r.Y1 >= l.box.Y1-2 {
			xs = append(xs, r.X0)
		}
	}
	slices.Sort(xs)
	var out []float64
	for _, x := range xs {
		if n := len(out); n > 0 && x-out[n-1] < rulingJoin {
			continue
		}
		out = append(out, x)
	}
	return out
}

// take gives the words of lines that stand in the column, as lines.
func (c column) take(lines []line) []line {
	var out []line
	for _, l := range lines {
		var words []pdf.Word
		for _, w := range l.words {
			if x := middle(w.Box.X0, w.Box.X1); x >= c.x0 && x < c.x1 {
				words = append(words, w)
			}
		}
		if len(words) > 0 {
			out = append(out, newCell(l, words).line)
		}
	}
	return out
}

// find gives the first column whose head matches.
func (t table) find(re *regexp.Regexp) (column, bool) {
	i := slices.IndexFunc(t.columns, func(c column) bool { return re.MatchString(c.head) })
	if i < 0 {
		return column{}, false
	}
	return t.columns[i], true
}

// cells cuts a column at the horizontal rulings that cross it. Without rulings
// the whole column of a page is one cell.
func (d *document) cells(t table, c column) []tableCell {
	var out []tableCell
	for _, l := range c.take(t.lines) {
		y := middle(l.box.Y0, l.box.Y1)
		y0, y1 := d.bandOf(l.page, y, middle(c.x0, min(c.x1, c.x0+200)))
		if n := len(out); n > 0 && out[n-1].page == l.page && out[n-1].y0 == y0 {
			out[n-1].lines = append(out[n-1].lines, l)
			continue
		}
		out = append(out, tableCell{page: l.page, y0: y0, y1: y1, lines: []line{l}})
	}
	slices.SortStableFunc(out, func(a, b tableCell) int { return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.y0, b.y0)) })
	return out
}

// bandOf gives the nearest horizontal rulings above and below a point.
func (d *document) bandOf(page int, y, x float64) (float64, float64) {
	y0, y1 := 0.0, d.pages[page-1].height
	for _, r := range d.pages[page-1].rulings {
		if r.Y1-r.Y0 > 2 || r.X0 > x || r.X1 < x {
			continue
		}
		if r.Y0 <= y {
			y0 = max(y0, r.Y0)
		} else {
			y1 = min(y1, r.Y0)
		}
	}
	return y0, y1
}

// rows cuts a column into rows where no rulings part them: a row starts on a line
// on which the column and the others all begin with a capital.
func (d *document) rows(t table, c column) []tableCell {
	var out []tableCell
	for _, cell := range d.cells(t, c) {
		if d.ruled(cell) {
			out = append(out, cell)
			continue
		}
		for i, l := range cell.lines {
			if i == 0 || t.startsRow(l) {
				out = append(out, tableCell{page: cell.page, y0: l.box.Y0 - 2})
			}
			last := &out[len(out)-1]
			last.lines = append(last.lines, l)
			last.y1 = l.box.Y1 + 2
		}
	}
	return out
}

// startsRow reports whether every column that has words on the line's baseline
// begins there with a capital or a digit, and more than one column has.
func (t table) startsRow(l line) bool {
	beside := 0
	for _, c := range t.columns {
		for _, o := range c.take(t.lines) {
			if o.page != l.page || math.Abs(o.box.Y0-l.box.Y0) > 3 {
				continue
			}
			beside++
			if startsLower(o.text) {
				return false
			}
		}
	}
	return beside > 1
}

// overlaps gives the cells that share height with another one on its page.
func overlaps(cells []tableCell, with tableCell) []tableCell {
	var out []tableCell
	for _, c := range cells {
		if c.page == with.page && min(c.y1, with.y1)-max(c.y0, with.y0) > 2 {
			out = append(out, c)
		}
	}
	return out
}

// markerRE is what stands before an item of a list.
var markerRE = regexp.MustCompile(`^(?:[•·▪●○◦‣⁃∙■□➢►✓–—*\x{F0A7}\x{F0B7}\x{F076}\x{F0D8}-]|o|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])$`)

var bareNumberRE = regexp.MustCompile(`^#?\d{1,2}$`)

// marker reports whether a line starts with the mark of a list item.
func (l line) marker() bool {
	if len(l.words) < 2 {
		return false
	}
	first := l.words[0]
	if markerRE.MatchString(first.Text) {
		return true
	}
	return bareNumberRE.MatchString(first.Text) && l.words[1].Box.X0-first.Box.X1 > first.Size*0.9
}

// withoutMarker is the line after the mark of a list item.
func (l line) withoutMarker() line {
	if !l.marker() {
		return l
	}
	return newCell(l, l.words[1:]).line
}

// listItems cuts lines into the items of a list: by their marks, else by indent
// and by the ends of sentences. Lines that belong to no item are left out.
func listItems(lines []line) [][]line {
	marks := map[int]int{}
	for _, l := range lines {
		if l.marker() {
			marks[int(l.box.X0/4)]++
		}
	}
	for _, n := range marks {
		if n >= 2 {
			return markedItems(lines)
		}
	}
	indented := indentedLines(lines)
	if len(indented) < 2 {
		return nil
	}
	items := splitItems(indented)
	for _, item := range items {
		item[0] = item[0].withoutMarker()
	}
	return items
}

// markedItems cuts at the outermost marks; deeper marks stay inside their item.
func markedItems(lines []line) [][]line {
	left := -1.0
	for _, l := range lines {
		if l.marker() && (left < 0 || l.box.X0 < left) {
			left = l.box.X0
		}
	}
	var out [][]line
	open := false
	for _, l := range lines {
		switch {
		case l.marker() && l.box.X0 < left+6:
			out, open = append(out, []line{l.withoutMarker()}), true
		case open && (l.box.X0 > left+3 || startsLower(l.text)):
			n := len(out) - 1
			out[n] = append(out[n], l.withoutMarker())
		default:
			open = false
		}
	}
	return out
}

// indentedLines gives the lines that stand further right than the text of their
// page does.
func indentedLines(lines []line) []line {
	base := map[int]float64{}
	for _, l := range lines {
		if b, ok := base[l.page]; !ok || l.box.X0 < b {
			base[l.page] = l.box.X0
		}
	}
	least := 1e9
	for _, b := range base {
		least = min(least, b)
	}
	var out []line
	for _, l := range lines {
		if l.box.X0 > least+6 {
			out = append(out, l)
		}
	}
	return out
}

// splitItems cuts running lines into items: a new one starts with a capital after
// the end of a sentence, or after a larger gap.
func splitItems(lines []line) [][]line {
	pitch := 0.0
	for i := 1; i < len(lines); i++ {
		if step := lines[i].box.Y0 - lines[i-1].box.Y0; lines[i].page == lines[i-1].page && step > 4 && (pitch == 0 || step < pitch) {
			pitch = step
		}
	}
	var out [][]line
	for i, l := range lines {
		if i == 0 || startsItem(lines[i-1], l, pitch) {
			out = append(out, nil)
		}
		n := len(out) - 1
		out[n] = append(out[n], l)
	}
	return out
}

// startsItem reports whether a line starts a new item after the one before it.
func startsItem(prev, l line, pitch float64) bool {
	r, ok := firstLetter(l.text)
	if !ok || !unicode.IsUpper(r) {
		return false
	}
	end := strings.TrimSpace(prev.text)
	if strings.HasSuffix(end, ".") || strings.HasSuffix(end, ";") || strings.HasSuffix(end, ":") {
		return true
	}
	return prev.page == l.page && pitch > 0 && l.box.Y0-prev.box.Y0 > itemGap*pitch && !endsOpen(end)
}

// endsOpen reports whether a line ends with a word after which a sentence goes on.
func endsOpen(s string) bool {
	return slices.Contains([]string{"and", "or", "of", "the", "a", "an", "to", "in", "for", "with", "by", "their", "its", "that", "which"}, strings.ToLower(lastWord(s))) || strings.HasSuffix(s, ",")
}
