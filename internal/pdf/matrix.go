package pdf

import "math"

// matrix is a PDF transformation: x' = a*x + c*y + e, y' = b*x + d*y + f.
type matrix struct{ a, b, c, d, e, f float64 }

// mul gives the transformation that applies m first and then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		a: m.a*n.a + m.b*n.c, b: m.a*n.b + m.b*n.d,
		c: m.c*n.a + m.d*n.c, d: m.c*n.b + m.d*n.d,
		e: m.e*n.a + m.f*n.c + n.e, f: m.e*n.b + m.f*n.d + n.f,
	}
}

// apply transforms a point.
func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// shift gives m after a move by x, y in the space that m starts from.
func (m matrix) shift(x, y float64) matrix {
	m.e, m.f = m.apply(x, y)
	return m
}

// bounds gives the box around the transformed rectangle.
func (m matrix) bounds(x0, y0, x1, y1 float64) Box {
	ax, ay := m.apply(x0, y0)
	box := Box{ax, ay, ax, ay}
	for _, p := range [3][2]float64{{x1, y0}, {x0, y1}, {x1, y1}} {
		x, y := m.apply(p[0], p[1])
		box = Box{math.Min(box.X0, x), math.Min(box.Y0, y), math.Max(box.X1, x), math.Max(box.Y1, y)}
	}
	return box
}

// union gives the box around both.
func (b Box) union(o Box) Box {
	return Box{math.Min(b.X0, o.X0), math.Min(b.Y0, o.Y0), math.Max(b.X1, o.X1), math.Max(b.Y1, o.Y1)}
}

// clip gives the part of b on a page of that size; ok is false when there is none.
func (b Box) clip(width, height float64) (Box, bool) {
	c := Box{math.Max(b.X0, 0), math.Max(b.Y0, 0), math.Min(b.X1, width), math.Min(b.Y1, height)}
	return c, c.X0 <= c.X1 && c.Y0 <= c.Y1
}

// finite reports whether no coordinate is infinite or not a number.
func (b Box) finite() bool {
	s := b.X0 + b.Y0 + b.X1 + b.Y1
	return !math.IsNaN(s) && !math.IsInf(s, 0)
}

// pageMatrix maps the page's own space to the page as it is shown: the
// crop box at the origin, y downwards, turned clockwise by rotate degrees.
// It gives the shown width and height too.
func pageMatrix(crop Box, rotate int) (matrix, float64, float64) {
	w, h := crop.X1-crop.X0, crop.Y1-crop.Y0
	switch ((rotate % 360) + 360) % 360 {
	case 90:
		return matrix{0, 1, 1, 0, -crop.Y0, -crop.X0}, h, w
	case 180:
		return matrix{-1, 0, 0, 1, crop.X1, -crop.Y0}, w, h
	case 270:
		return matrix{0, -1, -1, 0, crop.Y1, crop.X1}, h, w
	}
	return matrix{1, 0, 0, -1, -crop.X0, crop.Y1}, w, h
}
