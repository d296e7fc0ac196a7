package pdfium

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// What PDFium says of a file that it does not open.
var (
	// ErrPassword is reported for a file that opens with another password only.
	ErrPassword = errors.New("pdfium: password required or wrong")
	// ErrFormat is reported for a file that cannot be opened.
	ErrFormat = errors.New("pdfium: no PDF file, or damaged")
	// ErrPage is reported for a page that does not load.
	ErrPage = errors.New("pdfium: the page does not load")
)

// codePassword is PDFium's number for a password that does not fit.
const codePassword = 4

// Document is an open file.
type Document struct {
	in     *Instance
	body   uint32
	handle uint64
	// Pages is the number of pages that the file claims.
	Pages int
}

// Open opens a file. A password is tried only when the file wants one.
func (i *Instance) Open(src []byte, password string) (*Document, error) {
	body := i.put(src)
	var key uint32
	if password != "" {
		key = i.put(append([]byte(password), 0))
		defer func() { i.release(key) }()
	}
	handle := i.call("FPDF_LoadMemDocument64", uint64(body), uint64(len(src)), uint64(key))
	if i.err != nil {
		return nil, i.err
	}
	if handle == 0 {
		code := i.call("FPDF_GetLastError")
		i.release(body)
		if code == codePassword {
			return nil, ErrPassword
		}
		return nil, fmt.Errorf("%w (%d)", ErrFormat, code)
	}
	d := &Document{in: i, body: body, handle: handle, Pages: max(i.number("FPDF_GetPageCount", handle), 0)}
	return d, i.err
}

// Encrypted reports whether the file is encrypted.
func (d *Document) Encrypted() bool {
	return d.in.number("FPDF_GetSecurityHandlerRevision", d.handle) > 0
}

// Sound reports whether the file's own table of its objects could be used. Without
// one, PDFium looks for what is left of the file.
func (d *Document) Sound() bool {
	return d.in.yes("FPDF_DocumentHasValidCrossReferenceTable", d.handle)
}

// Close closes the file.
func (d *Document) Close() {
	d.in.call("FPDF_CloseDocument", d.handle)
	d.in.release(d.body)
}

// Page is a page that was loaded.
type Page struct {
	in     *Instance
	handle uint64
	// Width and Height are those of the page as it is shown, in points.
	Width, Height float64
	// Rotate is how far the page is turned to be shown, clockwise in degrees: 0,
	// 90, 180 or 270.
	Rotate int
	// Shown is the part of the page's own space that is shown.
	Shown Rect
}

// Rect is a rectangle in a page's own space, Y growing upwards.
type Rect struct{ Left, Bottom, Right, Top float64 }

// Subtypes of annotations that stand for text on the page.
const (
	annotFreeText = 3
	annotStamp    = 13
	annotWidget   = 20
)

// maxAnnotations is how many annotations of a page are looked at.
const maxAnnotations = 5000

// Page loads the page with that index, the first being 0. With flat, form fields,
// stamps and free text are made part of the page's content first.
func (d *Document) Page(index int, flat bool) (*Page, error) {
	p, err := d.load(index)
	if err != nil || !flat || !p.annotated() {
		return p, err
	}
	d.in.call("FPDFPage_Flatten", p.handle, 0)
	p.Close()
	return d.load(index)
}

// load loads a page as it is.
func (d *Document) load(index int) (*Page, error) {
	i := d.in
	handle := i.call("FPDF_LoadPage", d.handle, uint64(index))
	if i.err != nil {
		return nil, i.err
	}
	if handle == 0 {
		return nil, ErrPage
	}
	const quarter = 90 // degrees
	p := &Page{in: i, handle: handle, Rotate: quarter * (i.number("FPDFPage_GetRotation", handle) & 3)}
	p.Width, p.Height = i.single("FPDF_GetPageWidthF", handle), i.single("FPDF_GetPageHeightF", handle)
	if !i.yes("FPDF_GetPageBoundingBox", handle, i.out(0)) {
		return nil, errors.Join(ErrPage, i.err)
	}
	p.Shown = Rect{Left: i.float(0), Top: i.float(4), Right: i.float(8), Bottom: i.float(12)}
	return p, i.err
}

// annotated reports whether text of the page is in annotations.
func (p *Page) annotated() bool {
	i := p.in
	for k := range min(i.number("FPDFPage_GetAnnotCount", p.handle), maxAnnotations) {
		a := i.call("FPDFPage_GetAnnot", p.handle, uint64(k))
		if a == 0 {
			continue
		}
		kind := i.number("FPDFAnnot_GetSubtype", a)
		i.call("FPDFPage_CloseAnnot", a)
		if kind == annotFreeText || kind == annotStamp || kind == annotWidget {
			return true
		}
	}
	return false
}

// Close unloads the page.
func (p *Page) Close() { p.in.call("FPDF_ClosePage", p.handle) }

// maxMeta is how many bytes of a file's account of itself are read.
const maxMeta = 2048

// Meta gives what the file says of itself under a key such as "Title", in UTF-16.
// It is nil where it says nothing.
func (d *Document) Meta(key string) []uint16 {
	i := d.in
	name, room := i.put(append([]byte(key), 0)), i.alloc(maxMeta)
	defer func() {
		i.release(room)
		i.release(name)
	}()
	n := i.number("FPDF_GetMetaText", d.handle, uint64(name), uint64(room), maxMeta)
	const unit = 2 // bytes
	if i.err != nil || n <= unit || n > maxMeta {
		return nil
	}
	raw, _ := i.memory.Read(room, uint32(n-unit)) // without the zero at its end
	text := make([]uint16, len(raw)/unit)
	for k := range text {
		text[k] = binary.LittleEndian.Uint16(raw[unit*k:])
	}
	return text
}
