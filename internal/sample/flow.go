package sample

import (
	"fmt"
	"strconv"
	"strings"
)

// drawing is one pass over a document's blocks.
type drawing struct {
	*canvas
	src      *source
	hyphens  hyphens
	contents []contentsLine // as the pass before found them
	found    []contentsLine
}

// contentsLine is a heading for the contents page.
type contentsLine struct {
	level int
	text  string
	page  int
}

const maxPasses = 4 // the contents page settles after two; more is a fault

// draw draws the document until its page numbers have settled.
func (s *source) draw() (*drawing, error) {
	h := hyphens{}
	if s.Style.Hyphenate {
		var err error
		if h, err = loadHyphens(); err != nil {
			return nil, fmt.Errorf("read the hyphens: %w", err)
		}
	}
	var contents []contentsLine
	total := 0
	for range maxPasses {
		d := &drawing{canvas: newCanvas(s, total), src: s, hyphens: h, contents: contents}
		d.paper.on, d.paper.sideways = s.Scan != "", s.Scan == "sideways"
		for _, b := range s.blocks {
			if err := d.block(b); err != nil {
				return nil, err
			}
		}
		if len(d.open) > 0 {
			return nil, fmt.Errorf("%d marks were begun and not ended", len(d.open))
		}
		if total == d.pdf.PageCount() && equalContents(contents, d.found) {
			return d, nil
		}
		total, contents = d.pdf.PageCount(), d.found
	}
	return nil, fmt.Errorf("the page numbers did not settle in %d passes", maxPasses)
}

func equalContents(a, b []contentsLine) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (d *drawing) block(b block) error {
	switch b.kind {
	case blockHeading:
		d.heading(b)
	case blockParagraph:
		d.paragraph(b.text, 0, d.style.Indent)
	case blockBullet:
		d.marked(b.mark, b.text, 14)
	case blockLimb:
		d.marked(b.mark, b.text, 26)
	case blockLine:
		d.line(b)
	case blockTable:
		d.table(plainTable(b))
	case blockSpace:
		d.need(0)
		d.y += b.size
	case blockPage:
		d.page()
	case blockDirective:
		return d.directive(b)
	}
	return nil
}

func (d *drawing) bodyFont() font { return font{family: d.style.Font, size: d.style.Size} }

func (d *drawing) lineHeight() float64 { return d.style.Size * d.style.Leading }

// heading draws a heading and notes it for the contents page. "\\" breaks it.
func (d *drawing) heading(b block) {
	hs := d.style.Heads[b.level-1]
	family := d.style.Font
	if d.style.HeadFont != "" {
		family = d.style.HeadFont
	}
	f := font{family: family, bold: hs.Bold, size: hs.Size, hex: d.style.Colour}
	if hs.NewPage && !d.fresh() {
		d.page()
	}
	d.need(hs.Above + hs.Size*1.25 + 3*d.lineHeight())
	if !d.fresh() {
		d.y += hs.Above
	}
	d.found = append(d.found, contentsLine{b.level, strings.ReplaceAll(b.text, `\\`, " "), d.pdf.PageNo()})
	text := strings.ReplaceAll(b.text, `\\`, "\n")
	if hs.Caps {
		text = strings.ToUpper(text)
	}
	for _, l := range d.fit(f, text, d.width(), 0, nil) {
		x := d.left()
		if hs.Centre {
			x += (d.width() - d.measure(f, l.text)) / 2
		}
		d.text(f, x, d.y+hs.Size, l.text)
		d.y += hs.Size * 1.25
	}
	if hs.Rule {
		d.rule(d.left(), d.y+2, d.left()+d.width(), d.y+2)
		d.y += 3
	}
	d.y += hs.Below
}

// paragraph fills text, moved in from the left by in points.
func (d *drawing) paragraph(text string, in, first float64) {
	f := d.bodyFont()
	lines := d.fit(f, text, d.width()-in, first, d.hyphens)
	if len(lines) > 2 {
		d.need(2 * d.lineHeight())
	}
	for i, l := range lines {
		d.need(d.lineHeight())
		x := d.left() + in
		w := d.width() - in
		if i == 0 {
			x += first
			w -= first
		}
		d.stretched(f, x, l, w)
	}
	d.y += d.style.Gap
}

// stretched draws a line over the whole width when the style justifies.
func (d *drawing) stretched(f font, x float64, l textLine, width float64) {
	spaces := strings.Count(l.text, " ")
	stretch := d.style.Justify && !d.paper.on && !l.last && spaces > 0
	if stretch {
		d.pdf.SetWordSpacing((width - d.measure(f, l.text)) / float64(spaces))
	}
	d.text(f, x, d.y+f.size, l.text)
	if stretch {
		d.pdf.SetWordSpacing(0)
	}
	d.y += d.lineHeight()
}

// marked draws a bullet or limb: the marker, and the text moved in behind it.
func (d *drawing) marked(mark, text string, hang float64) {
	d.need(2 * d.lineHeight())
	const before = 14
	d.text(d.bodyFont(), d.left()+before, d.y+d.style.Size, mark)
	d.paragraph(text, before+hang, 0)
	d.y -= d.style.Gap / 2
}

// line draws one unfilled line; it wraps only when it is too wide.
func (d *drawing) line(b block) {
	f := font{family: d.style.Font, bold: b.bold, size: b.size}
	if f.size == 0 {
		f.size = d.style.Size
	}
	if b.size >= 16 {
		f.hex = d.style.Colour
		if d.style.HeadFont != "" {
			f.family = d.style.HeadFont
		}
	}
	for _, l := range d.fit(f, b.text, d.width(), 0, nil) {
		d.need(f.size * d.style.Leading)
		x := d.left()
		switch b.align {
		case "C":
			x += (d.width() - d.measure(f, l.text)) / 2
		case "R":
			x += d.width() - d.measure(f, l.text)
		}
		d.text(f, x, d.y+f.size, l.text)
		d.y += f.size * d.style.Leading
	}
}

// contentsPage draws the headings of the first levels with dot leaders.
func (d *drawing) contentsPage(levels int) {
	first := max(d.style.FirstNumber, 1)
	for _, l := range d.contents {
		if l.level <= levels {
			d.contentsEntry(l, strconv.Itoa(l.page+first-1))
		}
	}
}

// contentsEntry draws one heading, its leader and its page number.
func (d *drawing) contentsEntry(l contentsLine, number string) {
	f := d.bodyFont()
	f.bold = l.level == 1
	x := d.left() + float64(l.level-1)*16
	right := d.left() + d.width() - d.measure(f, number)
	lines := d.fit(f, l.text, right-x-40, 0, nil)
	d.need(float64(len(lines)) * d.lineHeight())
	for _, line := range lines {
		text := line.text
		if line.last {
			text += " " + strings.Repeat(".", int((right-x-d.measure(f, text)-8)/d.measure(f, "."))-1)
			d.text(f, right, d.y+f.size, number)
		}
		d.text(f, x, d.y+f.size, text)
		d.y += d.lineHeight()
	}
	d.y += 0.12 * d.lineHeight()
}
