package sample

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"example.com/assay/internal/attest"
)

// canvas draws lines of text, rules and fills on pages, and notes on which pages
// the things that are open as marks were drawn.
type canvas struct {
	pdf    *fpdf.Fpdf
	encode func(string) string
	style  style
	total  int // pages, as the drawing before this one counted them; 0 at first

	landscape bool
	paper     *paper  // pictures of the pages that are scanned
	y         float64 // top of the next line
	open      map[string]int
	marks     map[string][]int // page numbers, growing
	words     int
}

// newCanvas begins an empty document.
func newCanvas(s *source, total int) *canvas {
	pdf := fpdf.New("P", "pt", s.Style.Paper, "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	pdf.SetCatalogSort(true)
	at := attest.Date.Time(s.Made)
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetProducer(s.Producer, true)
	pdf.SetTitle(s.Title, true)
	if s.Password != "" {
		pdf.SetProtection(fpdf.CnProtectPrint, s.Password, s.Password+"-owner")
	}
	return &canvas{
		pdf:    pdf,
		encode: pdf.UnicodeTranslatorFromDescriptor("cp1252"),
		style:  s.Style,
		total:  total,
		open:   map[string]int{},
		marks:  map[string][]int{},
		paper:  newPaper(),
	}
}

// finish gives the bytes of the file.
func (c *canvas) finish() ([]byte, error) {
	if err := c.paper.develop(c.pdf); err != nil {
		return nil, fmt.Errorf("draw the scanned pages: %w", err)
	}
	var b bytes.Buffer
	if err := c.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return b.Bytes(), nil
}

func (c *canvas) left() float64 { return c.style.Margin[0] }

// size is the width and height of the page as it is read; a sheet that lay
// sideways in the scanner shows it turned.
func (c *canvas) size() (w, h float64) {
	w, h = c.pdf.GetPageSize()
	if c.paper.sideways {
		return h, w
	}
	return w, h
}

// width is the width of the text area.
func (c *canvas) width() float64 {
	w, _ := c.size()
	return w - c.style.Margin[0] - c.style.Margin[2]
}

// room is the height that is left on the page.
func (c *canvas) room() float64 {
	_, h := c.size()
	return h - c.style.Margin[3] - c.y
}

// fresh reports whether nothing was drawn on the page yet.
func (c *canvas) fresh() bool { return c.pdf.PageNo() > 0 && c.y <= c.style.Margin[1] }

// page begins a new page.
func (c *canvas) page() {
	if c.landscape != c.paper.sideways {
		w, h := c.pdf.GetPageSizeStr(c.style.Paper).Wd, c.pdf.GetPageSizeStr(c.style.Paper).Ht
		c.pdf.AddPageFormat("L", fpdf.SizeType{Wd: w, Ht: h})
	} else {
		c.pdf.AddPage()
	}
	c.y = c.style.Margin[1]
	if c.paper.on {
		c.paper.sheet(c.pdf)
	}
	if c.pdf.PageNo() == 1 && c.style.Band {
		w, _ := c.size()
		c.fill(0, 0, w, 26, c.style.Colour)
	}
	c.watermark()
	c.furniture()
}

// watermark draws the style's pale text across the page, as portals do that
// note who downloaded a report. It is no part of the words.
func (c *canvas) watermark() {
	if c.style.Watermark == "" || c.paper.on {
		return
	}
	w, h := c.pdf.GetPageSize()
	f := font{family: "Helvetica", size: 22, hex: "d8d8d8"}
	half := c.measure(f, c.style.Watermark) / 2
	c.pdf.TransformBegin()
	c.pdf.TransformRotate(52, w/2, h/2)
	c.pdf.Text(w/2-half, h/2, c.encode(c.style.Watermark))
	c.pdf.TransformEnd()
}

// need begins a new page when less than h points are left.
func (c *canvas) need(h float64) {
	if c.pdf.PageNo() == 0 || (c.room() < h && !c.fresh()) {
		c.page()
	}
}

// furniture draws the running header and footer.
func (c *canvas) furniture() {
	if c.pdf.PageNo() < c.style.FurnitureFrom {
		return
	}
	_, h := c.size()
	c.furnitureRow(c.style.Header, c.style.Margin[1]/2)
	c.furnitureRow(c.style.Footer, h-c.style.Margin[3]/2)
	if c.style.HeaderRule {
		c.rule(c.left(), c.style.Margin[1]/2+6, c.left()+c.width(), c.style.Margin[1]/2+6)
	}
}

func (c *canvas) furnitureRow(texts [3]string, base float64) {
	first := max(c.style.FirstNumber, 1)
	fill := strings.NewReplacer("{n}", strconv.Itoa(c.pdf.PageNo()+first-1), "{N}", strconv.Itoa(c.total))
	f := font{family: c.style.Font, size: max(c.style.Size-2, 6.5)}
	for i, t := range texts {
		t = fill.Replace(t)
		w := c.measure(f, t)
		c.text(f, c.left()+(c.width()-w)*float64(i)/2, base, t)
	}
}

// font is a face at a size.
type font struct {
	family string
	bold   bool
	size   float64
	hex    string // colour, "" for black
}

func (c *canvas) set(f font) {
	weight := ""
	if f.bold {
		weight = "B"
	}
	c.pdf.SetFont(f.family, weight, f.size)
	r, g, b, err := colour(f.hex)
	if err != nil {
		c.pdf.SetError(err)
	}
	c.pdf.SetTextColor(r, g, b)
}

// measure gives the width of text in points.
func (c *canvas) measure(f font, text string) float64 {
	if c.paper.on {
		return c.paper.measure(f, text)
	}
	c.set(f)
	return c.pdf.GetStringWidth(c.encode(text))
}

// text draws text from x on the baseline at base.
func (c *canvas) text(f font, x, base float64, text string) {
	if text == "" {
		return
	}
	c.touch()
	if c.paper.on {
		c.paper.text(f, x, base, text)
		return
	}
	c.set(f)
	c.pdf.Text(x, base, c.encode(text))
	c.words += len(strings.Fields(text))
}

// touch notes the page for every open mark.
func (c *canvas) touch() {
	for key := range c.open {
		pages := c.marks[key]
		if n := c.pdf.PageNo(); len(pages) == 0 || pages[len(pages)-1] != n {
			c.marks[key] = append(pages, n)
		}
	}
}

// begin opens a mark; end closes it. Marks of one key nest.
func (c *canvas) begin(key string) {
	if key != "" {
		c.open[key]++
	}
}

func (c *canvas) end(key string) {
	if c.open[key]--; c.open[key] <= 0 {
		delete(c.open, key)
	}
}

// marking draws something while marks hold.
func (c *canvas) marking(keys []string, draw func()) {
	for _, k := range keys {
		c.begin(k)
	}
	draw()
	for _, k := range keys {
		c.end(k)
	}
}

func (c *canvas) rule(x0, y0, x1, y1 float64) {
	if c.paper.on {
		c.paper.rule(x0, y0, x1, y1)
		return
	}
	c.pdf.SetDrawColor(110, 110, 110)
	c.pdf.SetLineWidth(0.5)
	c.pdf.Line(x0, y0, x1, y1)
}

func (c *canvas) fill(x, y, w, h float64, hex string) {
	if hex == "" || c.paper.on { // a scan in black and white shows no tint
		return
	}
	r, g, b, err := colour(hex)
	if err != nil {
		c.pdf.SetError(err)
	}
	c.pdf.SetFillColor(r, g, b)
	c.pdf.Rect(x, y, w, h, "F")
}
