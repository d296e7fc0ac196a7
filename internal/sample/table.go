package sample

// tableDraft is a table before it is drawn.
type tableDraft struct {
	widths []float64 // percent of the text area
	head   []string
	rows   []row
}

// row is one row of a table. A row with one cell spans the table.
type row struct {
	cells []cell
	keys  []string // marks that hold while it is drawn
	join  int      // so many first cells belong to those above: no rule between
	below int      // so many first cells of the next row join this one
}

type cell struct {
	text string
	bold bool
	keys []string // marks that hold while its words are drawn
}

// plainTable is a table of the markup: its first row is the head, or none when
// that row is a single "-".
func plainTable(b block) tableDraft {
	t := tableDraft{widths: b.width, head: b.rows[0]}
	if len(t.head) == 1 && t.head[0] == "-" {
		t.head = nil
	}
	for _, r := range b.rows[1:] {
		t.rows = append(t.rows, textRow(r...))
	}
	return t
}

func textRow(texts ...string) row {
	r := row{cells: make([]cell, len(texts))}
	for i, t := range texts {
		r.cells[i].text = t
	}
	return r
}

// laidRow is a row with its lines broken.
type laidRow struct {
	row
	x, w  []float64
	lines [][]textLine
	font  []font
	fill  string
}

// table draws t. The head comes again on each page when the style says so.
func (d *drawing) table(t tableDraft) {
	head := row{}
	for _, h := range t.head {
		head.cells = append(head.cells, cell{text: h, bold: true})
	}
	drawHead := func() {
		l := d.lay(head, t.widths)
		l.fill = d.style.Table.Head
		if d.style.Table.Light {
			for i := range l.font {
				l.font[i].hex = "ffffff"
			}
		}
		d.row(l, l.longest())
	}
	if len(t.head) > 0 {
		d.need(6 * d.tableLine())
		drawHead()
	}
	for _, r := range t.rows {
		l := d.lay(r, t.widths)
		for {
			n := d.rowsThatFit(l)
			if n == 0 {
				d.page()
				if d.style.Table.Repeat && len(t.head) > 0 {
					drawHead()
				}
				continue
			}
			l = d.row(l, n)
			if l.longest() == 0 {
				break
			}
		}
	}
	d.y += d.style.Gap
}

func (d *drawing) tableLine() float64 { return d.style.Table.Size * 1.2 }

// lay breaks the lines of a row.
func (d *drawing) lay(r row, widths []float64) laidRow {
	ts := d.style.Table
	l := laidRow{row: r}
	x := d.left()
	for i, c := range r.cells {
		w := d.width() * widths[i] / 100
		if len(r.cells) == 1 {
			w = d.width()
			l.fill = ts.Band
		}
		f := font{family: d.style.Font, bold: c.bold, size: ts.Size}
		l.x, l.w, l.font = append(l.x, x), append(l.w, w), append(l.font, f)
		l.lines = append(l.lines, d.fit(f, c.text, w-2*ts.Pad, 0, d.hyphens))
		x += w
	}
	return l
}

// longest is the number of lines of the tallest cell.
func (l laidRow) longest() int {
	n := 0
	for _, c := range l.lines {
		n = max(n, len(c))
	}
	return n
}

// rowsThatFit says how many lines of the row fit on the page: all, a part when
// rows may be split, or none. On a fresh page at least one line fits.
func (d *drawing) rowsThatFit(l laidRow) int {
	n := l.longest()
	fit := int((d.room() - 2*d.style.Table.Pad) / d.tableLine())
	tall := float64(n)*d.tableLine() > d.style.Margin[1]*5
	switch {
	case len(l.cells) == 1 && fit < n+4: // a spanning row stays with what follows
		return 0
	case fit >= n:
		return n
	case (d.style.Table.Split || tall) && fit >= 2:
		return fit
	}
	return 0
}

// row draws the first n lines of a row and gives what is left of it.
func (d *drawing) row(l laidRow, n int) laidRow {
	ts := d.style.Table
	n = min(n, l.longest())
	h := float64(n)*d.tableLine() + 2*ts.Pad
	for _, k := range l.keys {
		d.begin(k)
	}
	for i := range l.lines {
		d.fill(l.x[i], d.y, l.w[i], h, l.fill)
		for j, line := range l.lines[i][:min(n, len(l.lines[i]))] {
			d.marking(l.cells[i].keys, func() {
				d.text(l.font[i], l.x[i]+ts.Pad, d.y+ts.Pad+float64(j)*d.tableLine()+ts.Size, line.text)
			})
		}
		d.cellRules(l, i, h)
		l.lines[i] = l.lines[i][min(n, len(l.lines[i])):]
	}
	for _, k := range l.keys {
		d.end(k)
	}
	d.y += h + ts.RowGap
	return l
}

// cellRules draws the rules around cell i of a row of height h.
func (d *drawing) cellRules(l laidRow, i int, h float64) {
	x0, x1 := l.x[i], l.x[i]+l.w[i]
	top, bottom := i >= l.join, i >= l.below
	switch d.style.Table.Rules {
	case "grid":
		d.rule(x0, d.y, x0, d.y+h)
		d.rule(x1, d.y, x1, d.y+h)
	case "rows":
	default:
		return
	}
	if top {
		d.rule(x0, d.y, x1, d.y)
	}
	if bottom {
		d.rule(x0, d.y+h, x1, d.y+h)
	}
}
