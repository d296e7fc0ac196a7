package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
)

// grain is the precision of all lengths of a Document: hundredths of a point.
const grain = 100

// grained rounds a length to the grain.
func grained(x float64) float64 { return math.Round(x*grain) / grain }

// grainedBox rounds a box to the grain.
func grainedBox(b Box) Box {
	return Box{grained(b.X0), grained(b.Y0), grained(b.X1), grained(b.Y1)}
}

// encoder writes values one after another.
type encoder struct{ buf []byte }

func (e *encoder) uint(v uint64) { e.buf = binary.AppendUvarint(e.buf, v) }
func (e *encoder) int(v int)     { e.buf = binary.AppendVarint(e.buf, int64(v)) }
func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.buf = append(e.buf, s...)
}

// length writes a length of the Document's grain.
func (e *encoder) length(x float64) {
	e.buf = binary.AppendVarint(e.buf, int64(math.Round(x*grain)))
}

func (e *encoder) box(b Box) {
	e.length(b.X0)
	e.length(b.Y0)
	e.length(b.X1)
	e.length(b.Y1)
}

func (e *encoder) flag(v bool) {
	if v {
		e.buf = append(e.buf, 1)
	} else {
		e.buf = append(e.buf, 0)
	}
}

// encodeDocument writes a document whose lengths have the grain.
func encodeDocument(doc *Document) []byte {
	e := encoder{buf: make([]byte, 0, 1<<20)}
	e.flag(doc.Encrypted)
	e.flag(doc.Rewritten)
	for _, s := range []string{doc.Info.Title, doc.Info.Author, doc.Info.Producer, doc.Info.Creator} {
		e.text(s)
	}
	e.int(len(doc.Readers))
	for _, s := range doc.Readers {
		e.text(s)
	}
	e.int(len(doc.Pages))
	for i := range doc.Pages {
		e.page(&doc.Pages[i])
	}
	return e.buf
}

func (e *encoder) page(p *Page) {
	e.int(p.Number)
	e.length(p.Width)
	e.length(p.Height)
	e.int(p.Dropped)
	e.int(p.Garbled)
	e.text(p.Err)
	e.text(string(p.Source))
	e.uint(math.Float64bits(p.Agreement))
	e.text(p.Alone)
	e.int(len(p.Lines))
	for i := range p.Lines {
		e.box(p.Lines[i].Box)
		e.int(len(p.Lines[i].Words))
		for j := range p.Lines[i].Words {
			w := &p.Lines[i].Words[j]
			e.text(w.Text)
			e.box(w.Box)
			e.length(w.Size)
			e.flag(w.Bold)
		}
	}
	e.int(len(p.Rulings))
	for _, r := range p.Rulings {
		e.box(Box(r))
	}
	e.int(len(p.Images))
	for _, b := range p.Images {
		e.box(b)
	}
}

// decoder reads values one after another. After a first error it gives zeros.
type decoder struct {
	rest string
	err  error
}

// bad notes an error and ends the reading.
func (d *decoder) bad(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", errFrame, what)
	}
	d.rest = ""
}

func (d *decoder) uint() uint64 {
	var v uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		c := d.rest[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return v
		}
	}
	d.bad("number")
	return 0
}

func (d *decoder) int() int {
	v := d.uint()
	return int(int64(v>>1) ^ -int64(v&1))
}

// count reads the number of items that take at least size bytes each.
func (d *decoder) count(size int) int {
	n := d.int()
	if n < 0 || n > len(d.rest)/size {
		d.bad("count")
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.uint()
	if n > uint64(len(d.rest)) {
		d.bad("text")
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) length() float64 { return float64(d.int()) / grain }

func (d *decoder) box() Box {
	return Box{X0: d.length(), Y0: d.length(), X1: d.length(), Y1: d.length()}
}

func (d *decoder) flag() bool {
	if d.rest == "" {
		d.bad("flag")
		return false
	}
	v := d.rest[0] == 1
	d.rest = d.rest[1:]
	return v
}

// decodeDocument reads a document; its texts share the memory of b's copy.
func decodeDocument(b []byte) (*Document, error) {
	d := decoder{rest: string(b)}
	doc := &Document{Encrypted: d.flag(), Rewritten: d.flag()}
	doc.Info = Info{Title: d.text(), Author: d.text(), Producer: d.text(), Creator: d.text()}
	const leastName = 1 // bytes
	doc.Readers = list[string](d.count(leastName))
	for i := range doc.Readers {
		doc.Readers[i] = d.text()
	}
	const least = 11 // bytes of a page
	doc.Pages = make([]Page, d.count(least))
	for i := range doc.Pages {
		d.page(&doc.Pages[i])
	}
	if d.err != nil {
		return nil, d.err
	}
	return doc, nil
}

func (d *decoder) page(p *Page) {
	const leastLine, leastWord, leastBox = 5, 7, 4 // bytes
	p.Number, p.Width, p.Height = d.int(), d.length(), d.length()
	p.Dropped, p.Garbled, p.Err = d.int(), d.int(), d.text()
	p.Source, p.Agreement, p.Alone = Source(d.text()), math.Float64frombits(d.uint()), d.text()
	p.Lines = list[Line](d.count(leastLine))
	for i := range p.Lines {
		line := &p.Lines[i]
		line.Box = d.box()
		line.Words = list[Word](d.count(leastWord))
		for j := range line.Words {
			line.Words[j] = Word{Text: d.text(), Box: d.box(), Size: d.length(), Bold: d.flag()}
		}
	}
	p.Rulings = list[Ruling](d.count(leastBox))
	for i := range p.Rulings {
		p.Rulings[i] = Ruling(d.box())
	}
	p.Images = list[Box](d.count(leastBox))
	for i := range p.Images {
		p.Images[i] = d.box()
	}
}

// list makes a slice of n items, nil for none, as decoding a file gives it.
func list[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}
