package pdf

import "math"

// textState is the part of the graphics state that text uses, and the two
// matrices of a text object.
type textState struct {
	font    *font
	size    float64
	char    float64 // extra space after each glyph
	word    float64 // extra space after each blank
	stretch float64 // horizontal scale, 1 is normal
	leading float64
	rise    float64
	tm      matrix
	line    matrix
}

// newTextState gives the state at the start of a content stream.
func newTextState() textState {
	one := matrix{1, 0, 0, 1, 0, 0}
	return textState{stretch: 1, tm: one, line: one}
}

// move starts a new line at an offset from the start of this one.
func (t *textState) move(x, y float64) {
	t.line = t.line.shift(x, y)
	t.tm = t.line
}

// text runs an operator of text; false when op is none.
func (r *runner) text(op string) bool {
	return r.now.text.set(op, &r.prog) || r.place(op) || r.write(op)
}

// set runs the operators that set one value.
func (t *textState) set(op string, p *program) bool {
	switch op {
	case "Tc":
		t.char = p.num(0)
	case "Tw":
		t.word = p.num(0)
	case "Tz":
		t.stretch = p.num(0) / 100
	case "TL":
		t.leading = p.num(0)
	case "Ts":
		t.rise = p.num(0)
	default:
		return false
	}
	return true
}

// place runs the operators that choose the font and the place of text.
func (r *runner) place(op string) bool {
	p, t := &r.prog, &r.now.text
	switch op {
	case "BT":
		t.tm = matrix{1, 0, 0, 1, 0, 0}
		t.line = t.tm
	case "Tf":
		t.font, t.size = r.in.fonts.font(r.scope, p.name(0), r.in.budget), p.num(1)
	case "Td":
		t.move(p.num(0), p.num(1))
	case "TD":
		t.leading = -p.num(1)
		t.move(p.num(0), p.num(1))
	case "Tm":
		t.tm = r.matrix()
		t.line = t.tm
	case "T*":
		t.move(0, -t.leading)
	default:
		return false
	}
	return true
}

// write runs the operators that show text.
func (r *runner) write(op string) bool {
	p, t := &r.prog, &r.now.text
	switch op {
	case "Tj":
	case "'":
		t.move(0, -t.leading)
	case "\"":
		t.word, t.char = p.num(0), p.num(1)
		t.move(0, -t.leading)
	case "TJ":
		r.showArray(p.last().items)
		return true
	default:
		return false
	}
	r.showOne(p.last().text)
	return true
}

// showOne shows a string of its own.
func (r *runner) showOne(raw []byte) {
	r.show(raw, r.now.text.letterSpacing(1, len(raw)))
	r.in.words.endString()
}

// showArray shows strings with the moves between them.
func (r *runner) showArray(items []token) {
	t := &r.now.text
	count, bytes := 0, 0
	for i := range items {
		if items[i].kind == tokString {
			count, bytes = count+1, bytes+len(items[i].text)
		}
	}
	spacing := t.letterSpacing(count, bytes)
	for i := range items {
		if items[i].kind == tokString {
			r.show(items[i].text, spacing)
		} else if items[i].kind == tokNumber {
			d := -items[i].num / em * t.size
			if t.font != nil && t.font.vertical {
				t.tm = t.tm.shift(0, d)
			} else {
				t.tm = t.tm.shift(d*t.stretch, 0)
			}
		}
	}
	r.in.words.endString()
}

// letterSpacing gives the space after each glyph that spaces the letters of
// words. In short strings it is more often the space between two words.
func (t *textState) letterSpacing(strings, bytes int) float64 {
	const fewGlyphs, fewPerString = 4, 3
	if t.font == nil || t.char <= 0 {
		return 0
	}
	if glyphs := bytes / t.font.codeBytes; glyphs < fewGlyphs || glyphs < fewPerString*strings {
		return 0
	}
	return t.char * t.stretch
}

// frame is how a string lies on the shown page: u runs along the baseline and v
// across it, downwards as the letters stand.
type frame struct {
	turn  uint8   // quarter turns clockwise
	u, v  float64 // of the origin
	along float64 // u for one unit of text space
	size  float64 // font size on the page
}

// skew is how far, as a tangent, a baseline may be from a multiple of 90
// degrees: scanned pages lean a little, watermarks a lot.
const skew = 0.06

// frameOf finds the frame of text under m; ok is false for other angles.
func frameOf(m matrix, size, stretch, rise float64) (f frame, ok bool) {
	length := math.Hypot(m.a, m.b)
	if length == 0 || size == 0 {
		return f, false
	}
	sign := 1.0
	if size*stretch < 0 {
		sign = -1
	}
	dx, dy := m.a*sign, m.b*sign
	x, y := m.apply(0, rise)
	f = frame{along: length * sign, size: math.Abs(size * (m.a*m.d - m.b*m.c) / length)}
	switch limit := skew * length; {
	case math.Abs(dy) <= limit && dx > 0:
		f.turn, f.u, f.v = 0, x, y
	case math.Abs(dx) <= limit && dy > 0:
		f.turn, f.u, f.v = 1, y, -x
	case math.Abs(dy) <= limit:
		f.turn, f.u, f.v = 2, -x, -y
	case math.Abs(dx) <= limit:
		f.turn, f.u, f.v = 3, -y, x
	default:
		return f, false
	}
	sum := f.u + f.v + f.size + f.along
	return f, !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// unturn maps a rectangle of a frame turned by turn quarters back to the page.
func unturn(turn uint8, u0, v0, u1, v1 float64) Box {
	switch turn {
	case 1:
		return Box{-v1, u0, -v0, u1}
	case 2:
		return Box{-u1, -v1, -u0, -v0}
	case 3:
		return Box{v0, -u1, v1, -u0}
	}
	return Box{u0, v0, u1, v1}
}

// show shows one string, whose letters stand apart by spacing.
func (r *runner) show(raw []byte, spacing float64) {
	t := &r.now.text
	f := t.font
	if f == nil || len(raw) == 0 {
		return
	}
	fr, straight := frameOf(t.tm.mul(r.now.ctm), t.size*f.scale, t.stretch, t.rise)
	x := 0.0
	for len(raw) > 0 {
		n := f.codeLen(raw)
		g := f.glyph(code(raw[:n]))
		if straight {
			r.in.glyph(f, &g, &fr, x, g.width*t.size*t.stretch, spacing)
		} else if !g.space && g.text != "" {
			r.in.dropped++
		}
		if f.vertical {
			t.tm = t.tm.shift(0, -t.size-t.char)
			fr, straight = frameOf(t.tm.mul(r.now.ctm), t.size*f.scale, t.stretch, t.rise)
		} else {
			x += (g.width*t.size + t.char) * t.stretch
			if n == 1 && raw[0] == ' ' {
				x += t.word * t.stretch
			}
		}
		raw = raw[n:]
	}
	if x != 0 {
		t.tm = t.tm.shift(x, 0)
	}
}

// glyph hands one glyph at x of its string, advancing by advance, to the words.
func (in *interpreter) glyph(f *font, g *glyphInfo, fr *frame, x, advance, spacing float64) {
	in.glyphs++
	if in.spoken.silent(g) {
		return
	}
	if g.garbled {
		in.garbled++
	}
	if g.text == "" || in.glyphs > MaxGlyphs {
		return
	}
	u := fr.u + x*fr.along
	in.words.add(f, g, fr, u, u+advance*fr.along, max(spacing*fr.along, 0))
}
