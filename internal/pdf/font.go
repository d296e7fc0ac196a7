package pdf

import (
	"strings"
	"unicode/utf8"

	led "github.com/ledongthuc/pdf"
)

// symbolSet tells which built-in character set a picture font has.
type symbolSet uint8

const (
	noSymbols symbolSet = iota
	symbolFont
	dingbatFont
	wingdingFont
)

// glyphInfo is what a font says about one code, as the interpreter needs it.
type glyphInfo struct {
	text    string  // without marks that have no shape; "" when nothing remains
	width   float64 // in units of the font size
	space   bool    // all white space
	garbled bool    // stands for no character
	known   bool
}

// font is a font of the document, decoded as far as text needs it.
type font struct {
	name      string
	bold      bool
	composite bool // Type0: codes of more than one byte, widths by character id
	codeBytes int
	unicode   bool // codes are UTF-16 already
	vertical  bool
	symbols   symbolSet
	ascent    float64 // above the baseline, in units of the font size
	descent   float64 // below the baseline, positive
	scale     float64 // size of the letters over the nominal size
	toUnicode *charMap
	encoding  *charMap // of a composite font with a CMap of its own
	widths    []float64
	missing   float64
	baseSet   string
	names     map[byte]string // Differences
	glyphList led.TextEncoding
	simple    [256]glyphInfo
	wide      map[uint32]glyphInfo
}

// newFont decodes a font dictionary.
func newFont(v led.Value, budget *budget) *font {
	f := &font{name: baseName(v), codeBytes: 1, scale: 1}
	d := v
	if v.Key("Subtype").Name() == "Type0" {
		f.composite, f.codeBytes = true, 2
		f.wide = map[uint32]glyphInfo{}
		d = v.Key("DescendantFonts").Index(0)
	}
	desc := d.Key("FontDescriptor")
	f.style(styleOf(desc))
	f.symbols = symbolsOf(f.name)
	if tu := v.Key("ToUnicode"); tu.Kind() == led.Stream {
		if src, _ := budget.stream(tu); len(src) > 0 {
			f.toUnicode = parseCharMap(src)
		}
	}
	if f.composite {
		f.compositeEncoding(v.Key("Encoding"), budget)
		f.compositeWidths(d)
		return f
	}
	f.simpleEncoding(v)
	f.simpleWidths(v, desc)
	return f
}

// baseName gives the font's name without the tag of a subset.
func baseName(v led.Value) string {
	name := v.Key("BaseFont").Name()
	if len(name) > 7 && name[6] == '+' {
		return name[7:]
	}
	return name
}

// fontStyle is what a font's descriptor says of its looks; 0 for what it does not
// say.
type fontStyle struct {
	ascent  float64 // above the baseline, in units of the font size
	descent float64 // below the baseline, of either sign
	bold    bool
}

// styleOf reads a font's descriptor.
func styleOf(desc led.Value) fontStyle {
	const forceBold, boldWeight = 1 << 18, 600
	return fontStyle{
		ascent:  desc.Key("Ascent").Float64() / em,
		descent: desc.Key("Descent").Float64() / em,
		bold:    desc.Key("FontWeight").Float64() >= boldWeight || desc.Key("Flags").Int64()&forceBold != 0,
	}
}

// style sets weight and height by the name and the descriptor.
func (f *font) style(s fontStyle) {
	lower := strings.ToLower(f.name)
	f.bold = s.bold
	for _, word := range []string{"bold", "black", "heavy", "demi"} {
		f.bold = f.bold || strings.Contains(lower, word)
	}
	f.ascent, f.descent = 0.8, 0.22
	if s.ascent > 0 {
		f.ascent = min(max(s.ascent, 0.6), 1)
	}
	if d := s.descent; d != 0 {
		f.descent = min(max(d, -d, 0.12), 0.35)
	}
}

// symbolsOf tells a picture font by its name.
func symbolsOf(name string) symbolSet {
	switch {
	case strings.HasPrefix(name, "Symbol"):
		return symbolFont
	case strings.Contains(name, "ZapfDingbats"):
		return dingbatFont
	case strings.HasPrefix(name, "Wingdings"):
		return wingdingFont
	}
	return noSymbols
}

// compositeEncoding reads how the codes of a Type0 font are made.
func (f *font) compositeEncoding(enc led.Value, budget *budget) {
	if enc.Kind() == led.Stream {
		if src, _ := budget.stream(enc); len(src) > 0 {
			f.encoding = parseCharMap(src)
		}
		f.vertical = enc.Key("WMode").Int64() == 1
		return
	}
	name := enc.Name()
	f.vertical = strings.HasSuffix(name, "-V")
	f.unicode = strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
}

// simpleEncoding reads the character set and its Differences.
func (f *font) simpleEncoding(v led.Value) {
	enc := v.Key("Encoding")
	if enc.Kind() == led.Name {
		f.baseSet = enc.Name()
		return
	}
	f.baseSet = enc.Key("BaseEncoding").Name()
	diff := enc.Key("Differences")
	if diff.Len() == 0 {
		return
	}
	f.names = map[byte]string{}
	at := 0
	for i := 0; i < min(diff.Len(), maxOperands); i++ {
		switch item := diff.Index(i); item.Kind() {
		case led.Integer, led.Real:
			at = int(item.Float64())
		case led.Name:
			if at >= 0 && at < 256 {
				f.names[byte(at)] = item.Name()
			}
			at++
		}
	}
	f.glyphList = (&led.Font{V: v}).Encoder()
}

// codeLen gives the length in bytes of the code that raw begins with.
func (f *font) codeLen(raw []byte) int {
	switch {
	case !f.composite:
		return 1
	case f.encoding != nil && len(f.encoding.spaces) > 0:
		return max(f.encoding.codeLen(raw, 2), 1)
	}
	return min(f.codeBytes, len(raw))
}

// glyph gives what a code stands for.
func (f *font) glyph(c uint32) glyphInfo {
	if !f.composite {
		g := &f.simple[c&0xff]
		if !g.known {
			*g = f.decode(f.simpleText(byte(c)), f.width(c))
		}
		return *g
	}
	g, ok := f.wide[c]
	if !ok {
		g = f.decode(f.compositeText(c), f.width(f.cid(c)))
		if len(f.wide) < MaxCodes {
			f.wide[c] = g
		}
	}
	return g
}

// cid gives the character id of a code.
func (f *font) cid(c uint32) uint32 {
	if f.encoding != nil {
		return f.encoding.cid(c)
	}
	return c
}

// width gives a glyph's width in units of the font size.
func (f *font) width(id uint32) float64 {
	if int64(id) < int64(len(f.widths)) && f.widths[id] >= 0 {
		return f.widths[id]
	}
	return f.missing
}

// compositeText gives the text of a code of a Type0 font; "\ufffd" when the
// font does not say.
func (f *font) compositeText(c uint32) string {
	if f.toUnicode != nil {
		if s, ok := f.toUnicode.lookup(c); ok {
			return s
		}
	}
	if f.unicode && c < 0x10000 {
		return string(rune(c))
	}
	return string(utf8.RuneError)
}

// simpleText gives the text of a code of a simple font: by ToUnicode, by the name
// of its glyph, by the font's own set, by the named set.
func (f *font) simpleText(c byte) string {
	if f.toUnicode != nil {
		if s, ok := f.toUnicode.lookup(uint32(c)); ok && s != "" && s != "\x00" && s != string(utf8.RuneError) {
			return s
		}
	}
	if name, ok := f.names[c]; ok {
		if s := namedGlyph(name); s != "" {
			return s
		}
		if s := f.glyphList.Decode(string([]byte{c})); s != "" && !strings.HasPrefix(name, ".notdef") {
			return s
		}
	}
	if r := f.symbolRune(c); r != 0 {
		return string(r)
	}
	if r := simpleRune(f.baseSet, c); r != 0 {
		return string(r)
	}
	return string(utf8.RuneError)
}

// symbolRune gives the character of a picture font's code, 0 for other fonts.
func (f *font) symbolRune(c byte) rune {
	switch f.symbols {
	case symbolFont:
		return symbol(c)
	case dingbatFont:
		return dingbat(c)
	case wingdingFont:
		return lookup(wingdingList, c)
	}
	return 0
}

// decode makes the information of a glyph from its text and width.
func (f *font) decode(text string, width float64) glyphInfo {
	g := glyphInfo{width: width, known: true, space: true}
	var b strings.Builder
	for _, r := range text {
		r = f.shown(r, width)
		if r == 0 {
			continue
		}
		g.garbled = g.garbled || r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000
		g.space = g.space && r == ' '
		b.WriteRune(r)
	}
	g.text = b.String()
	g.space = g.space && g.text != ""
	return g
}

// shown gives the character that a glyph of r shows: 0 for marks without a shape,
// a plain blank for all blanks, the bullet for the code that Word gives it.
func (f *font) shown(r rune, width float64) rune {
	switch {
	case r == softHyphen && width > 0: // drawn, so it is a hyphen that a reader sees
		return '-'
	case isBlank(r):
		return ' '
	case isShapeless(r):
		return 0
	case r >= 0xf020 && r <= 0xf0ff && f.symbols != noSymbols:
		if s := f.symbolRune(byte(r)); s != 0 {
			return s
		}
	case r == 0xf0b7: // the bullet of Symbol, in whatever font it was put
		return '•'
	}
	return r
}

const softHyphen = 0xad

// isBlank reports the white space of Unicode.
func isBlank(r rune) bool {
	switch r {
	case ' ', 0xa0, '\t', '\n', '\r', 0x202f, 0x205f, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200a
}

// isShapeless reports control characters, soft hyphens, joiners and marks of
// direction.
func isShapeless(r rune) bool {
	for _, span := range [...][2]rune{{0, 0x1f}, {0x7f, 0x9f}, {softHyphen, softHyphen}, {0x200b, 0x200f},
		{0x202a, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}} {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}
