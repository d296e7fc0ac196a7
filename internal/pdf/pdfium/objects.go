package pdfium

import "fmt"

// The limits on what is drawn on one page beside text.
const (
	MaxObjects  = 200_000 // text, paths, pictures and forms
	MaxSegments = 400_000 // of all paths
	maxDepth    = 12      // forms inside forms
)

// Numbers that PDFium gives to kinds of objects and of path segments.
const (
	objectPath  = 2
	objectImage = 3
	objectForm  = 5

	segmentLine = 0
	segmentMove = 2
)

// Point is a point of a path in the page's own space.
type Point struct {
	X, Y  float64
	Move  bool // starts a subpath
	Curve bool // is reached, or approached, by a curve
	Close bool // is joined to the start of its subpath
}

// Path is a path that is stroked, filled or both.
type Path struct {
	Points []Point // valid until the next path
	Stroke bool
	Fill   bool
	White  bool // the fill is white, or cannot be seen
}

// Shapes is told of what a page shows beside text.
type Shapes interface {
	Path(*Path)
	Image(Rect)
}

// affine is a transformation: x' = a*x + c*y + e, y' = b*x + d*y + f.
type affine struct{ a, b, c, d, e, f float64 }

// apply transforms a point.
func (m affine) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then gives the transformation that applies m first and then n.
func (m affine) then(n affine) affine {
	return affine{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// shapeReader walks the objects of a page.
type shapeReader struct {
	in       *Instance
	to       Shapes
	path     Path
	objects  int
	segments int
	over     bool
}

// Shapes tells to of the paths and pictures of the page, those in forms too. On
// ErrTooMuch it has been told of some.
func (p *Page) Shapes(to Shapes) error {
	s := &shapeReader{in: p.in, to: to}
	for k := range p.in.number("FPDFPage_CountObjects", p.handle) {
		if s.over || p.in.err != nil {
			break
		}
		s.object(p.in.call("FPDFPage_GetObject", p.handle, uint64(k)), affine{a: 1, d: 1}, 0)
	}
	if p.in.err == nil && s.over {
		return fmt.Errorf("%w: more than %d objects or %d segments", ErrTooMuch, MaxObjects, MaxSegments)
	}
	return p.in.err
}

// object looks at one object under the matrix of the forms around it.
func (s *shapeReader) object(o uint64, around affine, depth int) {
	if s.objects++; o == 0 || depth > maxDepth || s.objects > MaxObjects {
		s.over = s.over || s.objects > MaxObjects
		return
	}
	i := s.in
	switch i.number("FPDFPageObj_GetType", o) {
	case objectPath:
		s.drawn(o, around)
	case objectImage:
		if i.yes("FPDFPageObj_GetBounds", o, i.out(0), i.out(4), i.out(8), i.out(12)) {
			s.to.Image(around.bounds(Rect{i.float(0), i.float(4), i.float(8), i.float(12)}))
		}
	case objectForm:
		inside := s.matrix(o).then(around)
		for k := range i.number("FPDFFormObj_CountObjects", o) {
			if s.over || i.err != nil {
				return
			}
			s.object(i.call("FPDFFormObj_GetObject", o, uint64(k)), inside, depth+1)
		}
	}
}

// bounds gives the rectangle around a transformed one.
func (m affine) bounds(r Rect) Rect {
	x, y := m.apply(r.Left, r.Bottom)
	out := Rect{x, y, x, y}
	for _, corner := range [...][2]float64{{r.Right, r.Bottom}, {r.Left, r.Top}, {r.Right, r.Top}} {
		x, y := m.apply(corner[0], corner[1])
		out = Rect{min(out.Left, x), min(out.Bottom, y), max(out.Right, x), max(out.Top, y)}
	}
	return out
}

// matrix gives the matrix of an object.
func (s *shapeReader) matrix(o uint64) affine {
	i := s.in
	if !i.yes("FPDFPageObj_GetMatrix", o, i.out(0)) {
		return affine{a: 1, d: 1}
	}
	return affine{i.float(0), i.float(4), i.float(8), i.float(12), i.float(16), i.float(20)}
}

// drawn tells of a path that is stroked or filled.
func (s *shapeReader) drawn(o uint64, around affine) {
	i := s.in
	if !i.yes("FPDFPath_GetDrawMode", o, i.out(0), i.out(4)) {
		return
	}
	s.path = Path{Points: s.path.Points[:0], Fill: i.word(0) != 0, Stroke: i.word(4) != 0}
	if !s.path.Fill && !s.path.Stroke {
		return
	}
	m := s.matrix(o).then(around)
	count := i.number("FPDFPath_CountSegments", o)
	if s.segments += max(count, 0); s.segments > MaxSegments {
		s.over = true
		return
	}
	for k := range count {
		segment := i.call("FPDFPath_GetPathSegment", o, uint64(k))
		if segment == 0 || !i.yes("FPDFPathSegment_GetPoint", segment, i.out(0), i.out(4)) {
			continue
		}
		p := Point{}
		p.X, p.Y = m.apply(i.float(0), i.float(4))
		kind := i.number("FPDFPathSegment_GetType", segment)
		p.Move, p.Curve = kind == segmentMove, kind != segmentMove && kind != segmentLine
		p.Close = i.yes("FPDFPathSegment_GetClose", segment)
		s.path.Points = append(s.path.Points, p)
	}
	if s.path.Fill {
		s.path.White = s.white(o)
	}
	if i.err == nil {
		s.to.Path(&s.path)
	}
}

// white reports a fill that does not show on paper.
func (s *shapeReader) white(o uint64) bool {
	i := s.in
	const full = 255
	if !i.yes("FPDFPageObj_GetFillColor", o, i.out(0), i.out(4), i.out(8), i.out(12)) {
		return false
	}
	return i.word(12) == 0 || i.word(0) == full && i.word(4) == full && i.word(8) == full
}
