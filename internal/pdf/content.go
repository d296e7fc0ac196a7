package pdf

import (
	"errors"
	"fmt"

	led "github.com/ledongthuc/pdf"
)

// errNested is reported for forms that draw forms without end.
var errNested = errors.New("forms are nested too deep")

// state is the graphics state that q saves and Q restores.
type state struct {
	ctm   matrix
	text  textState
	white bool // the fill colour is white
}

// scope is the resources of a page or form with what was looked up in them.
type scope struct {
	resources led.Value
	fonts     map[string]*font
	objects   map[string]led.Value
	refs      map[string]string
}

// newScope wraps a resource dictionary.
func newScope(resources led.Value) *scope {
	return &scope{resources: resources, fonts: map[string]*font{}, objects: map[string]led.Value{}}
}

// object gives an external object by name.
func (s *scope) object(name string) led.Value {
	v, ok := s.objects[name]
	if !ok {
		v = s.resources.Key("XObject").Key(name)
		s.objects[name] = v
	}
	return v
}

// library holds the fonts of a document by their object numbers, so that each
// is decoded once.
type library map[string]*font

// font gives a font by its name in scope, nil when there is none.
func (l library) font(s *scope, name string, b *budget) *font {
	if f, ok := s.fonts[name]; ok {
		return f
	}
	fonts := s.resources.Key("Font")
	if s.refs == nil {
		s.refs = references(fonts)
	}
	ref := s.refs[name]
	f := l[ref]
	if f == nil || ref == "" {
		if v := fonts.Key(name); v.Kind() == led.Dict {
			f = newFont(v, b)
		}
	}
	s.fonts[name] = f
	if ref != "" {
		l[ref] = f
	}
	return f
}

// references gives the object numbers that a dictionary refers to. The object
// layer keeps them to itself, but prints them.
func references(v led.Value) map[string]string {
	refs := map[string]string{}
	p := program{lex: lexer{src: []byte(v.String())}}
	p.operator()
	items := p.last().items
	for i := 0; i+3 < len(items); i++ {
		if items[i].kind == tokName && items[i+3].kind == tokWord && string(items[i+3].text) == "R" {
			refs[string(items[i].text)] = fmt.Sprintf("%.0f %.0f", items[i+1].num, items[i+2].num)
		}
	}
	return refs
}

// interpreter draws a page's content into words, path segments and images.
type interpreter struct {
	fonts   library
	budget  *budget
	words   *wordBuilder
	paths   pathBuilder
	images  []Box
	width   float64
	height  float64
	dropped int
	garbled int
	glyphs  int
	partial error // a part that could not be read
	spoken  spoken
}

// run draws content with ctm as its space.
func (in *interpreter) run(content []byte, s *scope, ctm matrix, depth int) error {
	if depth > MaxFormDepth {
		return errNested
	}
	r := runner{in: in, scope: s, depth: depth, now: state{ctm: ctm, text: newTextState()}}
	r.prog.lex.src = content
	for {
		op, ok := r.prog.operator()
		if !ok {
			return nil
		}
		if err := in.budget.operator(); err != nil {
			return err
		}
		if err := r.do(string(op)); err != nil {
			return err
		}
	}
}

// image notes an image that fills the unit square of ctm.
func (in *interpreter) image(ctm matrix) {
	box, ok := ctm.bounds(0, 0, 1, 1).clip(in.width, in.height)
	if ok && box.finite() && len(in.images) < MaxImages && box.X1-box.X0 > 1 && box.Y1-box.Y0 > 1 {
		in.images = append(in.images, box)
	}
}

// runner is the interpreter at work on one content stream.
type runner struct {
	in    *interpreter
	prog  program
	scope *scope
	depth int
	now   state
	saved []state
}

// do runs one operator.
func (r *runner) do(op string) error {
	p := &r.prog
	switch op {
	case "q":
		if len(r.saved) < MaxStateDepth {
			r.saved = append(r.saved, r.now)
		}
	case "Q":
		if n := len(r.saved); n > 0 {
			r.now, r.saved = r.saved[n-1], r.saved[:n-1]
		}
	case "cm":
		r.now.ctm = r.matrix().mul(r.now.ctm)
	case "Do":
		return r.object(p.name(len(p.args) - 1))
	case "ID":
		p.skipImage()
		r.in.image(r.now.ctm)
	case "BMC", "BDC":
		r.in.spoken.begin(p.last())
	case "EMC":
		r.in.spoken.end()
	case "g", "rg", "k", "sc", "scn":
		r.now.white = isWhite(p.args)
	case "cs", "sh":
		r.now.white = false
	default:
		if !r.text(op) {
			return r.path(op)
		}
	}
	return nil
}

// matrix reads the six operands of cm and Tm.
func (r *runner) matrix() matrix {
	p := &r.prog
	return matrix{p.num(0), p.num(1), p.num(2), p.num(3), p.num(4), p.num(5)}
}

// isWhite reports a fill colour of white, in gray, RGB or CMYK.
func isWhite(args []token) bool {
	want := 1.0
	if len(args) == 4 {
		want = 0
	}
	for _, a := range args {
		if a.kind != tokNumber || a.num != want {
			return false
		}
	}
	return len(args) > 0
}

// object draws a form or notes an image. A form that cannot be read is noted
// and passed over.
func (r *runner) object(name string) error {
	v := r.scope.object(name)
	switch v.Key("Subtype").Name() {
	case "Image":
		r.in.image(r.now.ctm)
	case "Form":
		r.in.budget.ops -= formCost
		content, err := r.in.budget.stream(v)
		if err != nil {
			if errors.Is(err, ErrTooComplex) {
				return err
			}
			r.in.partial = err
		}
		s := r.scope
		if res := v.Key("Resources"); res.Kind() == led.Dict {
			s = newScope(res)
		}
		return r.in.run(content, s, matrixOf(v).mul(r.now.ctm), r.depth+1)
	}
	return nil
}
