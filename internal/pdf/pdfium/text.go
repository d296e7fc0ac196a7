package pdfium

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// MaxChars is how many characters a page may have.
const MaxChars = 400_000

// ErrTooMuch is reported for a page with more on it than the limits allow.
var ErrTooMuch = errors.New("pdfium: too much on the page")

// maxName is how many bytes of a font's name are read.
const maxName = 256

// nominal is the font size at which fonts are measured.
const nominal = 1000

// Font is what a font says of itself.
type Font struct {
	Name    string
	Flags   uint32  // of its descriptor
	Weight  int     // 400 is normal; 0 or less when not known
	Ascent  float64 // above the baseline, in units of the font size; 0 when not known
	Descent float64 // below the baseline as a negative number, so too
}

// Run is what characters of one text object have in common.
type Run struct {
	Font *Font
	Size float64 // as the page's content names it, before the matrix
	// A to D are the linear part of the matrix from text space to the page.
	A, B, C, D float64
}

// Char is a character that the page shows.
type Char struct {
	Rune   rune
	Run    *Run
	X, Y   float64 // its origin on the baseline
	Box    Rect    // from its origin to that of the next, over the height of the font; letters of a ligature share it
	Object uint32  // what it was drawn with
	// Unmapped says that the font does not tell the character; Rune is its code.
	Unmapped bool
}

// textReader reads the characters of a page.
type textReader struct {
	in    *Instance
	page  uint64 // the text page
	fonts map[uint64]*Font
	last  uint64 // text object
	run   *Run
}

// Chars calls yield for every character that is drawn on the page, in the order of
// its content. What PDFium adds of its own, such as blanks between words, is left
// out.
func (p *Page) Chars(yield func(*Char)) error {
	i := p.in
	t := &textReader{in: i, page: i.call("FPDFText_LoadPage", p.handle), fonts: map[uint64]*Font{}}
	if i.err != nil {
		return i.err
	}
	if t.page == 0 {
		return fmt.Errorf("%w: its text", ErrPage)
	}
	defer i.call("FPDFText_ClosePage", t.page)
	count := i.number("FPDFText_CountChars", t.page)
	if count > MaxChars {
		return fmt.Errorf("%w: more than %d characters", ErrTooMuch, MaxChars)
	}
	for k := 0; k < count && i.err == nil; k++ {
		if c, ok := t.char(uint64(k)); ok {
			yield(&c)
		}
	}
	return i.err
}

// char reads the character at an index; ok is false for one that is not drawn.
func (t *textReader) char(k uint64) (c Char, ok bool) {
	i := t.in
	object := i.call("FPDFText_GetTextObject", t.page, k)
	if object == 0 {
		return c, false
	}
	if object != t.last {
		t.last, t.run = object, t.newRun(k, object)
	}
	c = Char{Rune: rune(i.call("FPDFText_GetUnicode", t.page, k)), Run: t.run, Object: uint32(object)}
	if c.Rune == ' ' && i.number("FPDFText_IsGenerated", t.page, k) == 1 {
		return c, false
	}
	c.Unmapped = i.number("FPDFText_HasUnicodeMapError", t.page, k) == 1
	if i.number("FPDFText_IsHyphen", t.page, k) == 1 {
		c.Rune = '-'
	}
	if !i.yes("FPDFText_GetCharOrigin", t.page, k, i.out(0), i.out(8)) || !i.yes("FPDFText_GetLooseCharBox", t.page, k, i.out(16)) {
		return c, false
	}
	c.X, c.Y = i.double(0), i.double(8)
	c.Box = Rect{Left: i.float(16), Top: i.float(20), Right: i.float(24), Bottom: i.float(28)}
	return c, i.err == nil
}

// newRun reads what the characters of a text object share.
func (t *textReader) newRun(k, object uint64) *Run {
	i := t.in
	r := &Run{Size: math.Float64frombits(i.call("FPDFText_GetFontSize", t.page, k)), A: 1, D: 1}
	if i.yes("FPDFText_GetMatrix", t.page, k, i.out(0)) {
		r.A, r.B, r.C, r.D = i.float(0), i.float(4), i.float(8), i.float(12)
	}
	handle := i.call("FPDFTextObj_GetFont", object)
	r.Font = t.fonts[handle]
	if r.Font == nil {
		r.Font = t.font(k, handle)
		t.fonts[handle] = r.Font
	}
	return r
}

// font reads what a font says of itself.
func (t *textReader) font(k, handle uint64) *Font {
	i := t.in
	f := &Font{Weight: i.number("FPDFText_GetFontWeight", t.page, k)}
	const flagsAt, nameAt = 32, 64
	n := i.number("FPDFText_GetFontInfo", t.page, k, i.out(nameAt), maxName, i.out(flagsAt))
	if n > 0 && n <= maxName {
		raw, _ := i.memory.Read(i.scratch+nameAt, uint32(n))
		f.Name = strings.TrimRight(strings.ToValidUTF8(string(raw), ""), "\x00")
		f.Flags = i.word(flagsAt)
	}
	if handle == 0 {
		return f
	}
	if i.yes("FPDFFont_GetAscent", handle, uint64(math.Float32bits(nominal)), i.out(0)) {
		f.Ascent = i.float(0) / nominal
	}
	if i.yes("FPDFFont_GetDescent", handle, uint64(math.Float32bits(nominal)), i.out(0)) {
		f.Descent = i.float(0) / nominal
	}
	return f
}
