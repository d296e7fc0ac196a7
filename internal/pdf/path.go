package pdf

import "math"

const (
	straight  = 0.7 // points that a line may lean and still be straight
	thin      = 3.0 // points under which a filled rectangle is a line
	wholePage = 0.9 // share of the page from which a filled box is its background
)

// segment is a straight horizontal or vertical stroke on the shown page.
type segment struct {
	across   bool    // horizontal
	at       float64 // y of a horizontal one, x of a vertical one
	low, top float64 // its ends along the other axis
}

// pathBuilder collects the path under construction and what was painted.
type pathBuilder struct {
	x, y   float64 // current point, in the page's own space
	sx, sy float64 // start of the subpath
	lines  []segment
	boxes  []Box
	drawn  []segment
	over   bool // some were left out
}

// path runs an operator of paths; operators that are none of ours are ignored.
func (r *runner) path(op string) error {
	p, b, ctm := &r.prog, &r.in.paths, &r.now.ctm
	switch op {
	case "m":
		b.x, b.y = ctm.apply(p.num(0), p.num(1))
		b.sx, b.sy = b.x, b.y
	case "l":
		b.lineTo(ctm.apply(p.num(0), p.num(1)))
	case "c", "v", "y":
		if n := len(p.args); n >= 2 {
			b.x, b.y = ctm.apply(p.num(n-2), p.num(n-1))
		}
	case "h":
		b.lineTo(b.sx, b.sy)
	case "re":
		x, y, w, h := p.num(0), p.num(1), p.num(2), p.num(3)
		b.box(ctm.bounds(x, y, x+w, y+h), math.Abs(ctm.b) < 1e-6 && math.Abs(ctm.c) < 1e-6 || math.Abs(ctm.a) < 1e-6 && math.Abs(ctm.d) < 1e-6)
		b.x, b.y = ctm.apply(x, y)
		b.sx, b.sy = b.x, b.y
	case "s", "b", "b*":
		b.lineTo(b.sx, b.sy)
		b.stroke()
	case "S", "B", "B*":
		b.stroke()
	case "f", "F", "f*":
		b.fill(r.now.white, r.in.width, r.in.height)
	case "n":
		b.clear()
	}
	return nil
}

// lineTo adds a line from the current point, when it is straight.
func (b *pathBuilder) lineTo(x, y float64) {
	if s, ok := straightLine(b.x, b.y, x, y); ok && len(b.lines) < MaxSegments {
		b.lines = append(b.lines, s)
	}
	b.x, b.y = x, y
}

// straightLine gives the segment between two points if it is horizontal or
// vertical.
func straightLine(x0, y0, x1, y1 float64) (segment, bool) {
	dx, dy := math.Abs(x1-x0), math.Abs(y1-y0)
	switch {
	case !(dx < 1e6 && dy < 1e6):
		return segment{}, false
	case dy <= straight && dx > dy:
		return segment{true, (y0 + y1) / 2, min(x0, x1), max(x0, x1)}, true
	case dx <= straight && dy > dx:
		return segment{false, (x0 + x1) / 2, min(y0, y1), max(y0, y1)}, true
	}
	return segment{}, false
}

// box adds a rectangle, when it stands straight.
func (b *pathBuilder) box(box Box, upright bool) {
	if upright && box.finite() && len(b.boxes) < MaxSegments {
		b.boxes = append(b.boxes, box)
	}
}

// paint notes painted segments.
func (b *pathBuilder) paint(s ...segment) {
	if len(b.drawn)+len(s) <= MaxSegments {
		b.drawn = append(b.drawn, s...)
	} else {
		b.over = true
	}
}

// clear forgets the path.
func (b *pathBuilder) clear() {
	b.lines, b.boxes = b.lines[:0], b.boxes[:0]
}

// stroke paints the path as lines.
func (b *pathBuilder) stroke() {
	b.paint(b.lines...)
	for _, box := range b.boxes {
		b.edges(box)
	}
	b.clear()
}

// edges paints the border of a box; a thin one is its middle line.
func (b *pathBuilder) edges(box Box) {
	w, h := box.X1-box.X0, box.Y1-box.Y0
	switch {
	case h < thin && w >= h:
		b.paint(segment{true, (box.Y0 + box.Y1) / 2, box.X0, box.X1})
	case w < thin:
		b.paint(segment{false, (box.X0 + box.X1) / 2, box.Y0, box.Y1})
	default:
		b.paint(segment{true, box.Y0, box.X0, box.X1}, segment{true, box.Y1, box.X0, box.X1},
			segment{false, box.X0, box.Y0, box.Y1}, segment{false, box.X1, box.Y0, box.Y1})
	}
}

// fill paints the path as areas: thin ones are lines, the edges of the others
// are borders. White areas hide and show nothing; one as large as the page is
// its paper.
func (b *pathBuilder) fill(white bool, width, height float64) {
	if box, ok := b.outline(); ok {
		b.boxes = append(b.boxes, box)
	}
	for _, box := range b.boxes {
		if !white && (box.X1-box.X0 < wholePage*width || box.Y1-box.Y0 < wholePage*height) {
			b.edges(box)
		}
	}
	b.clear()
}

// outline gives the rectangle that the path draws with single lines.
func (b *pathBuilder) outline() (Box, bool) {
	if len(b.lines) < 3 || len(b.lines) > 4 {
		return Box{}, false
	}
	var across, upright []segment
	for _, s := range b.lines {
		if s.across {
			across = append(across, s)
		} else {
			upright = append(upright, s)
		}
	}
	switch {
	case len(across) == 2:
		return Box{across[0].low, min(across[0].at, across[1].at), across[0].top, max(across[0].at, across[1].at)}, true
	case len(upright) == 2:
		return Box{min(upright[0].at, upright[1].at), upright[0].low, max(upright[0].at, upright[1].at), upright[0].top}, true
	}
	return Box{}, false
}
