package sample

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// paper holds the pages of a document that are pictures, as a scanner makes them
// of printed sheets: black and white, without a text layer, and with dust.
type paper struct {
	on       bool // the pages that begin now are scanned
	sideways bool // and lie on their side
	sheets   []*sheet
	faces    map[font]xfont.Face
	glyphs   map[glyphKey]glyph
	err      error
}

// scanDots is the resolution in dots an inch.
const scanDots = 200

// sheet is one scanned page and what is printed on it.
type sheet struct {
	page          int
	width, height float64 // points, upright
	sideways      bool
	texts         []printed
	rules         [][4]float64
}

// printed is a piece of text on a sheet.
type printed struct {
	font    font
	x, base float64
	text    string
}

type glyphKey struct {
	font font
	char rune
}

// glyph is the picture of a letter around its origin.
type glyph struct {
	at   image.Rectangle
	mask *image.Alpha
}

func newPaper() *paper {
	return &paper{faces: map[font]xfont.Face{}, glyphs: map[glyphKey]glyph{}}
}

// sheet begins a scanned page.
func (p *paper) sheet(pdf *fpdf.Fpdf) {
	w, h := pdf.GetPageSize()
	if p.sideways {
		w, h = h, w
	}
	p.sheets = append(p.sheets, &sheet{page: pdf.PageNo(), width: w, height: h, sideways: p.sideways})
}

func (p *paper) last() *sheet { return p.sheets[len(p.sheets)-1] }

func (p *paper) text(f font, x, base float64, text string) {
	s := p.last()
	s.texts = append(s.texts, printed{f, x, base, text})
}

func (p *paper) rule(x0, y0, x1, y1 float64) {
	s := p.last()
	s.rules = append(s.rules, [4]float64{x0, y0, x1, y1})
}

// pages are the numbers of the scanned pages, growing.
func (p *paper) pages() []int {
	out := []int{}
	for _, s := range p.sheets {
		out = append(out, s.page)
	}
	return out
}

// face gives a font at the size it has on the picture. Its family is that of Go,
// whatever the document's is: the fonts of PDF are not there to draw with.
func (p *paper) face(f font) xfont.Face {
	key := font{bold: f.bold, size: f.size}
	if face := p.faces[key]; face != nil {
		return face
	}
	raw := goregular.TTF
	if f.bold {
		raw = gobold.TTF
	}
	parsed, err := opentype.Parse(raw)
	if err == nil {
		p.faces[key], err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.size, DPI: scanDots, Hinting: xfont.HintingFull})
	}
	if err != nil {
		p.err = fmt.Errorf("open the font: %w", err)
		return nil
	}
	return p.faces[key]
}

// measure gives the width of text in points.
func (p *paper) measure(f font, text string) float64 {
	face := p.face(f)
	if face == nil {
		return 0
	}
	return float64(xfont.MeasureString(face, text)) / 64 * 72 / scanDots
}

// develop draws the pictures onto their pages.
func (p *paper) develop(pdf *fpdf.Fpdf) error {
	defer pdf.SetPage(pdf.PageNo()) // the last page, where the document ends
	for i, s := range p.sheets {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := encoder.Encode(&b, p.picture(s, i)); err != nil {
			return fmt.Errorf("page %d: %w", s.page, err)
		}
		name := fmt.Sprintf("scan-%d", s.page)
		opts := fpdf.ImageOptions{ImageType: "PNG"}
		pdf.SetPage(s.page)
		pdf.RegisterImageOptionsReader(name, opts, &b)
		w, h := s.width, s.height
		if s.sideways {
			w, h = h, w
		}
		w += float64(i) * 72 / scanDots
		pdf.ImageOptions(name, 0, 0, w, h, false, opts, 0, "")
	}
	return p.err
}

// dots is a length in dots of the picture.
func dots(pt float64) int { return int(pt*scanDots/72 + 0.5) }

// picture draws a sheet. It is wider than its page by so many dots of white, since
// the maker of the file orders pictures by nothing but their width.
func (p *paper) picture(s *sheet, wider int) *image.Paletted {
	size := image.Pt(dots(s.width)+wider, dots(s.height))
	if s.sideways {
		size = image.Pt(dots(s.width), dots(s.height)+wider)
	}
	img := image.NewPaletted(image.Rectangle{Max: size}, color.Palette{color.White, color.Black})
	for _, r := range s.rules {
		for y := dots(r[1]); y <= dots(r[3])+1; y++ {
			for x := dots(r[0]); x <= dots(r[2])+1; x++ {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	for _, t := range s.texts {
		p.print(img, t)
	}
	dust(img, uint32(s.page))
	if s.sideways {
		return turned(img)
	}
	return img
}

// print draws a piece of text.
func (p *paper) print(img *image.Paletted, t printed) {
	face := p.face(t.font)
	if face == nil {
		return
	}
	at := fixed.I(dots(t.x))
	before := rune(-1)
	for _, r := range t.text {
		if before >= 0 {
			at += face.Kern(before, r)
		}
		before = r
		g := p.glyph(face, t.font, r)
		for y := g.at.Min.Y; y < g.at.Max.Y; y++ {
			for x := g.at.Min.X; x < g.at.Max.X; x++ {
				if g.mask.AlphaAt(x, y).A > 110 {
					img.SetColorIndex(at.Round()+x, dots(t.base)+y, 1)
				}
			}
		}
		advance, _ := face.GlyphAdvance(r)
		at += advance
	}
}

// glyph gives the picture of a letter, drawn once for each font.
func (p *paper) glyph(face xfont.Face, f font, r rune) glyph {
	key := glyphKey{font{bold: f.bold, size: f.size}, r}
	if g, ok := p.glyphs[key]; ok {
		return g
	}
	at, mask, from, _, ok := face.Glyph(fixed.Point26_6{}, r)
	g := glyph{at: at, mask: image.NewAlpha(at)}
	for y := at.Min.Y; ok && y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			g.mask.Set(x, y, mask.At(x-at.Min.X+from.X, y-at.Min.Y+from.Y))
		}
	}
	p.glyphs[key] = g
	return g
}

// dust puts specks on a picture, the same for the same seed.
func dust(img *image.Paletted, seed uint32) {
	size := img.Bounds().Size()
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for range 150 {
		img.SetColorIndex(next(size.X), next(size.Y), 1)
	}
}

// turned is a picture turned a quarter to the right.
func turned(img *image.Paletted) *image.Paletted {
	size := img.Bounds().Size()
	out := image.NewPaletted(image.Rect(0, 0, size.Y, size.X), img.Palette)
	for y := range size.Y {
		for x := range size.X {
			out.Pix[x*out.Stride+size.Y-1-y] = img.Pix[y*img.Stride+x]
		}
	}
	return out
}
