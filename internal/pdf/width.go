package pdf

import (
	"strings"

	led "github.com/ledongthuc/pdf"
	corefont "github.com/pdfcpu/pdfcpu/pkg/font"
)

const (
	em       = 1000.0 // units of glyph space in one font size
	maxCID   = 1 << 16
	noWidth  = -1.0
	midWidth = 0.5 // of a glyph that no source knows
)

// simpleWidths reads the widths of a one-byte font, from the standard fonts
// where the file gives none.
func (f *font) simpleWidths(v, desc led.Value) {
	unit := 1 / em
	if m := v.Key("FontMatrix"); v.Key("Subtype").Name() == "Type3" && m.Len() == 6 {
		unit = m.Index(0).Float64()
		if box, ok := rectangle(v.Key("FontBBox")); ok {
			if s := (box.Y1 - box.Y0) * m.Index(3).Float64(); s > 0.1 || s < -0.1 {
				f.scale = max(s, -s)
			}
		}
	}
	f.widths = make([]float64, 256)
	for i := range f.widths {
		f.widths[i] = noWidth
	}
	f.missing = desc.Key("MissingWidth").Float64() * unit
	given, first := v.Key("Widths"), int(v.Key("FirstChar").Int64())
	for i := 0; i < min(given.Len(), 256); i++ {
		if c := first + i; c >= 0 && c < 256 {
			f.widths[c] = given.Index(i).Float64() * unit
		}
	}
	if given.Len() == 0 {
		f.standardWidths()
	}
}

// standardWidths takes the widths of the standard font that is nearest by name.
func (f *font) standardWidths() {
	name := standardFont(f.name, f.bold)
	f.missing = midWidth
	for c := range f.widths {
		text := []rune(f.simpleText(byte(c)))
		if len(text) != 1 {
			continue
		}
		if w, err := corefont.CharWidth(name, text[0]); err == nil && w > 0 {
			f.widths[c] = float64(w) / em
		}
	}
}

// standardFont names the one of the 14 standard fonts that stands in for name.
func standardFont(name string, bold bool) string {
	if corefont.IsCoreFont(name) {
		return name
	}
	lower := strings.ToLower(name)
	italic := strings.Contains(lower, "italic") || strings.Contains(lower, "oblique")
	styles := [4]string{"Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"}
	switch {
	case strings.Contains(lower, "courier") || strings.Contains(lower, "mono"):
		styles = [4]string{"Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"}
	case strings.Contains(lower, "times") || strings.Contains(lower, "serif") || strings.Contains(lower, "georgia"):
		styles = [4]string{"Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"}
	}
	i := 0
	if bold {
		i++
	}
	if italic {
		i += 2
	}
	return styles[i]
}

// compositeWidths reads the W array of a Type0 font's descendant.
func (f *font) compositeWidths(d led.Value) {
	f.missing = 1
	if dw := d.Key("DW"); !dw.IsNull() {
		f.missing = dw.Float64() / em
	}
	w := d.Key("W")
	for i := 0; i+1 < w.Len(); {
		first, next := int(w.Index(i).Float64()), w.Index(i+1)
		if next.Kind() == led.Array {
			for j := 0; j < min(next.Len(), maxCID); j++ {
				f.setWidth(first+j, next.Index(j).Float64()/em)
			}
			i += 2
			continue
		}
		width := w.Index(i+2).Float64() / em
		for c := first; c <= min(int(next.Float64()), maxCID-1); c++ {
			f.setWidth(c, width)
		}
		i += 3
	}
}

// setWidth notes the width of a character id.
func (f *font) setWidth(cid int, width float64) {
	if cid < 0 || cid >= maxCID {
		return
	}
	for len(f.widths) <= cid {
		f.widths = append(f.widths, noWidth)
	}
	f.widths[cid] = width
}
