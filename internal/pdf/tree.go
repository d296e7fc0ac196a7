package pdf

import (
	"fmt"

	led "github.com/ledongthuc/pdf"
)

// leaf is a page of the page tree with what it inherits.
type leaf struct {
	page      led.Value
	resources led.Value
	media     led.Value
	crop      led.Value
	rotate    int
	matrix    matrix  // from the page's own space to the page as shown
	width     float64 // as shown, in points
	height    float64
	err       string // why the page cannot be read
}

// The size of a page that does not say its own: US letter, in points.
const (
	paperWidth  = 612
	paperHeight = 792
)

// under gives l with the inheritable entries of node laid over it.
func (l leaf) under(node led.Value) leaf {
	if v := node.Key("Resources"); v.Kind() == led.Dict {
		l.resources = v
	}
	if v := node.Key("MediaBox"); v.Len() == 4 {
		l.media = v
	}
	if v := node.Key("CropBox"); v.Len() == 4 {
		l.crop = v
	}
	if v := node.Key("Rotate"); !v.IsNull() {
		l.rotate = int(v.Float64())
	}
	return l
}

// shown gives the mapping to the shown page and the shown size in points.
func (l *leaf) shown() (matrix, float64, float64) {
	media, ok := rectangle(l.media)
	if !ok {
		media = Box{0, 0, paperWidth, paperHeight}
	}
	if crop, ok := rectangle(l.crop); ok {
		crop = Box{max(crop.X0, media.X0), max(crop.Y0, media.Y0), min(crop.X1, media.X1), min(crop.Y1, media.Y1)}
		if crop.X1-crop.X0 > 1 && crop.Y1-crop.Y0 > 1 {
			media = crop
		}
	}
	m, w, h := pageMatrix(media, l.rotate)
	if u := l.page.Key("UserUnit").Float64(); u > 0 && u < 100 {
		return m.mul(matrix{u, 0, 0, u, 0, 0}), w * u, h * u
	}
	return m, w, h
}

// rectangle reads a rectangle whose corners may come in any order.
func rectangle(v led.Value) (Box, bool) {
	if v.Len() != 4 {
		return Box{}, false
	}
	x0, y0, x1, y1 := v.Index(0).Float64(), v.Index(1).Float64(), v.Index(2).Float64(), v.Index(3).Float64()
	b := Box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
	return b, b.finite() && b.X1-b.X0 > 1 && b.Y1-b.Y0 > 1 && b.X1-b.X0 < 1e6 && b.Y1-b.Y0 < 1e6
}

// forest is the pages of a file in order, the unreadable ones among them.
type forest struct {
	pages  []leaf
	broken int // pages or branches that cannot be read; each is one of pages
}

// leaves walks the page tree once. A tree without end is ErrTooComplex.
func leaves(r *led.Reader) (forest, error) {
	w := walker{}
	w.walk(func() led.Value { return r.Trailer().Key("Root").Key("Pages") }, leaf{}, 0)
	if w.over {
		return forest{}, fail(ErrTooComplex, fmt.Sprintf("it has more than %d pages or its page tree has no end; split the file", MaxPages))
	}
	return w.found, nil
}

// walker collects the pages of a tree.
type walker struct {
	found forest
	nodes int
	over  bool
}

// walk collects what node gives, which may fail as any reference may.
func (w *walker) walk(node func() led.Value, above leaf, depth int) {
	defer func() {
		if x := recover(); x != nil {
			w.lost(above, fmt.Sprintf("its object cannot be read: %v", x))
		}
	}()
	w.nodes++
	if w.over || depth > maxTreeDepth || w.nodes > 4*MaxPages || len(w.found.pages) > MaxPages {
		w.over = true
		return
	}
	v := node()
	if v.Kind() != led.Dict {
		if depth > 0 {
			w.lost(above, "its object is missing")
		}
		return
	}
	here := above.under(v)
	kids := v.Key("Kids")
	if kids.Kind() != led.Array {
		here.page = v
		here.matrix, here.width, here.height = here.shown()
		w.found.pages = append(w.found.pages, here)
		return
	}
	for i := 0; i < kids.Len() && !w.over; i++ {
		w.walk(func() led.Value { return kids.Index(i) }, here, depth+1)
	}
}

// lost notes a page that is in the tree and cannot be read.
func (w *walker) lost(above leaf, why string) {
	above.page, above.err = led.Value{}, printable(why)
	above.width, above.height = paperWidth, paperHeight
	w.found.pages = append(w.found.pages, above)
	w.found.broken++
}
