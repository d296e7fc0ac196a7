package ocr

import (
	"fmt"
	"image"
	"math"
)

// pgm writes a picture in the plainest form that tesseract takes, which costs
// nothing to compress.
func pgm(pic *image.Gray) []byte {
	b := pic.Bounds()
	out := fmt.Appendf(make([]byte, 0, b.Dx()*b.Dy()+32), "P5\n%d %d\n255\n", b.Dx(), b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		from := pic.PixOffset(b.Min.X, y)
		out = append(out, pic.Pix[from:from+b.Dx()]...)
	}
	return out
}

// turned gives the picture turned clockwise by 0, 90, 180 or 270 degrees.
func turned(pic *image.Gray, degrees int) *image.Gray {
	b := pic.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if degrees%180 != 0 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(size)
	for y := range h {
		row := pic.Pix[pic.PixOffset(b.Min.X, b.Min.Y+y):]
		for x := range w {
			tx, ty := x, y
			switch degrees {
			case 90:
				tx, ty = h-1-y, x
			case 180:
				tx, ty = w-1-x, h-1-y
			case 270:
				tx, ty = y, w-1-x
			}
			out.Pix[ty*out.Stride+tx] = row[x]
		}
	}
	return out
}

// Segment is a straight line that a picture shows, in pixels.
type Segment struct {
	X0, Y0, X1, Y1 float64 // X0 <= X1 and Y0 <= Y1
}

const (
	ink          = 190  // a pixel darker than this is ink: rulings are often gray
	longRule     = 0.5  // inches that a horizontal ruling is long, at least
	tallRule     = 0.22 // and a vertical one: taller than the letters of text
	thickestRule = 0.04 // inches
	ruleGap      = 0.01 // inches of a ruling that may be missing
	beside       = 4    // pixels from a ruling to the paper beside it
	paperInk     = 0.35 // share of ink that the paper on one side has at most
	ruleInk      = 0.92 // share of a ruling that is ink, at least: letters side by side are less
)

// Rulings finds the lines of tables on the page: long, thin, and level once the
// page's slope is taken away.
func (p Page) Rulings(dpi float64) []Segment {
	pic, w, h := p.Picture, p.Width, p.Height
	corner := pic.Bounds().Min
	dark := func(x, y int) bool {
		return x >= 0 && x < w && y >= 0 && y < h && pic.Pix[pic.PixOffset(corner.X+x, corner.Y+y)] < ink
	}
	downAt, rightAt := make([]int, w), make([]int, h)
	for x := range downAt {
		downAt[x] = int(math.Round(p.Slope * (float64(x) - float64(w)/2)))
	}
	for y := range rightAt {
		rightAt[y] = int(math.Round(-p.Slope * (float64(y) - float64(h)/2)))
	}
	// A ruling that slopes goes over from one row of pixels to the next.
	flat := strokes(w, h, int(longRule*dpi), dpi, func(x, y int) bool { return dark(x, y+downAt[x]) || dark(x, y+downAt[x]+1) })
	upright := strokes(h, w, int(tallRule*dpi), dpi, func(y, x int) bool { return dark(x+rightAt[y], y) || dark(x+rightAt[y]+1, y) })
	out := make([]Segment, 0, len(flat)+len(upright))
	for _, s := range flat {
		aside := float64(rightAt[int(s.Y0)])
		out = append(out, Segment{s.X0 - aside, s.Y0, s.X1 - aside, s.Y1})
	}
	for _, s := range upright {
		lower := float64(downAt[int(s.Y0)])
		out = append(out, Segment{s.Y0, s.X0 - lower, s.Y1, s.X1 - lower})
	}
	return out
}

// stretch is a run of ink on one row, or the rows of a ruling found so far.
type stretch struct {
	from, to    int // along the row, to is exclusive
	first, last int // rows
}

// alike reports whether two stretches on neighbouring rows are one ruling, or one
// shading: a ruling that touches the shaded head of its table is longer than that.
func (s stretch) alike(o stretch) bool {
	return 2*(min(s.to, o.to)-max(s.from, o.from)) > max(s.to, o.to)-min(s.from, o.from)
}

// strokes finds the stretches of ink along the rows that are long enough, and joins
// those of neighbouring rows. What is thicker than a ruling is shading, or a picture.
func strokes(width, height, least int, dpi float64, dark func(x, y int) bool) []Segment {
	gap, thickest := int(ruleGap*dpi), int(thickestRule*dpi)+1
	var open []stretch
	var out []Segment
	finish := func(s stretch) {
		if s.last-s.first < thickest && min(inkShare(s, s.first-beside, dark), inkShare(s, s.last+beside, dark)) < paperInk {
			out = append(out, Segment{float64(s.from), float64(s.first), float64(s.to), float64(s.last + 1)})
		}
	}
	for y := range height {
		var still []stretch
		for _, r := range rowStretches(width, y, least, gap, dark) {
			for i := 0; i < len(open); i++ {
				if o := open[i]; o.last >= y-2 && o.alike(r) {
					r = stretch{min(o.from, r.from), max(o.to, r.to), min(o.first, r.first), y}
					open = append(open[:i], open[i+1:]...)
					i--
				}
			}
			still = append(still, r)
		}
		for _, o := range open {
			if o.last < y-1 {
				finish(o)
			} else {
				still = append(still, o)
			}
		}
		open = still
	}
	for _, o := range open {
		finish(o)
	}
	return out
}

// inkShare is how much of a row is ink beside a stretch: between the letters of a
// shaded head, on both sides, it is nearly all.
func inkShare(s stretch, row int, dark func(x, y int) bool) float64 {
	n := 0
	for x := s.from; x < s.to; x++ {
		if dark(x, row) {
			n++
		}
	}
	return float64(n) / float64(s.to-s.from)
}

// rowStretches finds the long stretches of ink on one row.
func rowStretches(width, y, least, gap int, dark func(x, y int) bool) []stretch {
	var out []stretch
	from, last, inked := -1, -1, 0
	for x := 0; x <= width; x++ {
		if x < width && dark(x, y) {
			if from < 0 {
				from, inked = x, 0
			}
			last = x
			inked++
			continue
		}
		if from >= 0 && (x == width || x-last > gap) {
			if long := last + 1 - from; long >= least && float64(inked) >= ruleInk*float64(long) {
				out = append(out, stretch{from, last + 1, y, y})
			}
			from = -1
		}
	}
	return out
}
