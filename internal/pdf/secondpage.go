package pdf

import (
	"errors"
	"math"
	"slices"
	"unicode/utf8"

	"example.com/assay/internal/pdf/pdfium"
)

// drawer makes a Page of what PDFium says a page shows, with the words and
// rulings made as for the first reader.
type drawer struct {
	words   wordBuilder
	paths   pathBuilder
	images  []Box
	matrix  matrix // from the page's own space to the page as shown
	width   float64
	height  float64
	dropped int
	garbled int
	fonts   map[*pdfium.Font]*font
	glyph   pdfium.Char // the last one, which may go on
	text    []rune      // of glyph; empty before the first
}

// readSecond reads a page that PDFium loaded. A page whose first reading says
// another size for the same shape is measured in that one's unit.
func readSecond(page *pdfium.Page, number int, first *Page) (Page, error) {
	s := page.Shown
	d := &drawer{fonts: map[*pdfium.Font]*font{}}
	d.matrix, d.width, d.height = pageMatrix(Box{s.Left, s.Bottom, s.Right, s.Top}, page.Rotate)
	if unit := first.unit(d.width, d.height); unit != 1 {
		d.matrix = d.matrix.mul(matrix{unit, 0, 0, unit, 0, 0})
		d.width, d.height = d.width*unit, d.height*unit
	}
	if err := page.Chars(d.char); err != nil {
		return Page{}, err
	}
	d.flush(nil)
	if err := page.Shapes(d); err != nil && !errors.Is(err, pdfium.ErrTooMuch) {
		return Page{}, err // too many lines are as good as none, and the words are whole
	}
	out := Page{Number: number, Width: grained(d.width), Height: grained(d.height), Dropped: d.dropped, Garbled: d.garbled}
	out.Lines = layOut(d.words.runs, out.Width, out.Height)
	out.Rulings = rulings(d.paths.drawn, out.Width, out.Height)
	for _, box := range d.images {
		out.Images = append(out.Images, grainedBox(box))
	}
	return out, nil
}

// unit gives how many times larger than width by height the page is, as a page
// with a unit of its own is; 1 when it is not the same shape.
func (p *Page) unit(width, height float64) float64 {
	const tolerance = 0.01
	if p == nil || p.Err != "" || width <= 0 || height <= 0 || p.Width <= 0 {
		return 1
	}
	u := p.Width / width
	if math.Abs(u-1) < tolerance || math.Abs(p.Height/height/u-1) > tolerance {
		return 1
	}
	return u
}

// char takes the next character. The letters of a ligature come one by one from
// the same place.
func (d *drawer) char(c *pdfium.Char) {
	r := c.Rune
	if c.Unmapped {
		r = d.unmapped(c)
	}
	if len(d.text) > 0 && r != ' ' && d.text[0] != ' ' && c.Object == d.glyph.Object && c.X == d.glyph.X && c.Y == d.glyph.Y {
		b := &d.glyph.Box
		*b = pdfium.Rect{Left: min(b.Left, c.Box.Left), Bottom: min(b.Bottom, c.Box.Bottom), Right: max(b.Right, c.Box.Right), Top: max(b.Top, c.Box.Top)}
		d.text = append(d.text, r)
		return
	}
	d.flush(c)
	d.glyph, d.text = *c, append(d.text[:0], r)
}

// unmapped gives the character of a code that the font does not tell: picture
// fonts have sets of their own.
func (d *drawer) unmapped(c *pdfium.Char) rune {
	if c.Rune >= 0 && c.Rune <= 0xff {
		if r := d.font(c.Run.Font).symbolRune(byte(c.Rune)); r != 0 {
			return r
		}
	}
	return utf8.RuneError
}

// flush hands the last glyph to the words. It reaches no further than to the next
// one of its text object: PDFium's boxes are too wide where letters are set tight.
func (d *drawer) flush(next *pdfium.Char) {
	if len(d.text) == 0 {
		return
	}
	c := &d.glyph
	f := d.font(c.Run.Font)
	g := f.letters(d.text, extent(c))
	m := matrix{c.Run.A, c.Run.B, c.Run.C, c.Run.D, c.X, c.Y}.mul(d.matrix)
	fr, straight := frameOf(m, c.Run.Size, 1, 0)
	switch {
	case straight:
		if g.garbled {
			d.garbled++
		}
		if g.text != "" {
			u0, u1 := along(fr.turn, d.matrix.bounds(c.Box.Left, c.Box.Bottom, c.Box.Right, c.Box.Top))
			u0 = max(u0, min(fr.u, u1))
			if next != nil && next.Object == c.Object {
				x, y := d.matrix.apply(next.X, next.Y)
				if u, _ := along(fr.turn, Box{x, y, x, y}); u > u0 {
					u1 = min(u1, u)
				}
			}
			d.words.add(f, &g, &fr, u0, u1, 0)
		}
	case !g.space && g.text != "":
		d.dropped++
	}
	d.text = d.text[:0]
}

// along gives the ends of a box along a baseline turned by turn quarters.
func along(turn uint8, b Box) (u0, u1 float64) {
	switch turn {
	case 1:
		return b.Y0, b.Y1
	case 2:
		return -b.X1, -b.X0
	case 3:
		return -b.Y1, -b.Y0
	}
	return b.X0, b.X1
}

// font gives what the words need to know of a font.
func (d *drawer) font(of *pdfium.Font) *font {
	f := d.fonts[of]
	if f != nil {
		return f
	}
	f = &font{name: of.Name, composite: true, wide: map[uint32]glyphInfo{}, symbols: symbolsOf(of.Name)}
	const forceBold = 1 << 18
	f.style(fontStyle{ascent: of.Ascent, descent: of.Descent, bold: of.Flags&forceBold != 0})
	d.fonts[of] = f
	return f
}

// extent gives how far a character reaches along its baseline, whichever way that
// runs; 0 for one that shows nothing.
func extent(c *pdfium.Char) float64 {
	if math.Abs(c.Run.A) >= math.Abs(c.Run.B) {
		return c.Box.Right - c.Box.Left
	}
	return c.Box.Top - c.Box.Bottom
}

// letters gives the glyph of characters that reach so far. Those of one are kept.
func (f *font) letters(text []rune, extent float64) glyphInfo {
	if len(text) > 1 || text[0] == softHyphen { // which is drawn or not
		return f.decode(string(text), extent)
	}
	g, ok := f.wide[uint32(text[0])]
	if !ok {
		g = f.decode(string(text), extent)
		if len(f.wide) < MaxCodes {
			f.wide[uint32(text[0])] = g
		}
	}
	return g
}

// Image notes a picture on the page.
func (d *drawer) Image(r pdfium.Rect) {
	box, ok := d.matrix.bounds(r.Left, r.Bottom, r.Right, r.Top).clip(d.width, d.height)
	if ok && box.finite() && len(d.images) < MaxImages && box.X1-box.X0 > 1 && box.Y1-box.Y0 > 1 {
		d.images = append(d.images, box)
	}
}

// Path hands a path to the rulings.
func (d *drawer) Path(p *pdfium.Path) {
	points := p.Points
	for len(points) > 0 {
		n := 1
		for n < len(points) && !points[n].Move {
			n++
		}
		d.subpath(points[:n])
		points = points[n:]
	}
	if p.Stroke {
		d.paths.stroke()
	} else {
		d.paths.fill(p.White, d.width, d.height)
	}
}

// subpath adds one subpath, as a rectangle where it is one.
func (d *drawer) subpath(points []pdfium.Point) {
	b := &d.paths
	if box, ok := d.rectangle(points); ok {
		b.box(box, true)
		return
	}
	b.x, b.y = d.matrix.apply(points[0].X, points[0].Y)
	b.sx, b.sy = b.x, b.y
	for _, p := range points[1:] {
		x, y := d.matrix.apply(p.X, p.Y)
		if p.Curve {
			b.x, b.y = x, y
		} else {
			b.lineTo(x, y)
		}
		if p.Close {
			b.lineTo(b.sx, b.sy)
		}
	}
}

// corners of a rectangle.
const corners = 4

// rectangle gives the box of a subpath that goes round one.
func (d *drawer) rectangle(points []pdfium.Point) (Box, bool) {
	points, closed := ring(points)
	curved := func(p pdfium.Point) bool { return p.Curve }
	if len(points) != corners || !closed || slices.ContainsFunc(points, curved) {
		return Box{}, false
	}
	var x, y [corners]float64
	for i, p := range points {
		x[i], y[i] = d.matrix.apply(p.X, p.Y)
	}
	same := func(a, b float64) bool { return math.Abs(a-b) <= straight }
	upright := same(x[0], x[1]) && same(y[1], y[2]) && same(x[2], x[3]) && same(y[3], y[0])
	across := same(y[0], y[1]) && same(x[1], x[2]) && same(y[2], y[3]) && same(x[3], x[0])
	box := Box{min(x[0], x[2]), min(y[0], y[2]), max(x[0], x[2]), max(y[0], y[2])}
	return box, (upright || across) && box.finite()
}

// ring leaves out a last point that is the first one again, and reports whether
// the subpath is closed.
func ring(points []pdfium.Point) (open []pdfium.Point, closed bool) {
	first, last := points[0], points[len(points)-1]
	if len(points) == corners+1 && last.X == first.X && last.Y == first.Y {
		return points[:corners], true
	}
	return points, last.Close
}
