package pdf

import (
	"errors"
	"fmt"
	"strings"

	led "github.com/ledongthuc/pdf"
)

// Options are what a caller may say about a file.
type Options struct {
	// Password opens a locked file; "" tries none.
	Password string
	// Progress is told after each page how many of how many are done; before
	// the first page it is called with 0. It may be nil.
	Progress func(done, total int)
}

// Decode reads a file in this process, with the first reader alone. It trusts the file to end: bytes from
// outside go through [Reader.Read], since a hostile cross-reference table can
// hold the object layer for ever. A page that cannot be read has an Err and
// costs no other page. The errors are those of this package.
func Decode(src []byte, opts Options) (*Document, error) {
	file, err := open(src, opts.Password)
	if err != nil {
		return nil, err
	}
	progress := opts.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	doc, spoiled := file.document(progress)
	if spoiled == 0 || file.rewritten {
		return doc, nil
	}
	again, err := openRewritten(file.body, opts.Password)
	if err != nil || len(again.pages) != len(file.pages) {
		return doc, nil // what was read stands, and says what is missing
	}
	if mended, left := again.document(func(int, int) {}); left < spoiled {
		return mended, nil
	}
	return doc, nil
}

// document reads all pages and counts those with streams that cannot be read.
func (o *opened) document(progress func(done, total int)) (doc *Document, spoiled int) {
	total := len(o.pages)
	doc = &Document{Pages: make([]Page, total), Info: information(o.reader), Encrypted: o.encrypted, Rewritten: o.rewritten, Readers: []string{FirstReader}}
	fonts := library{}
	progress(0, total)
	for i := range o.pages {
		in := newInterpreter(&o.pages[i], fonts)
		doc.Pages[i] = in.read(&o.pages[i], i+1)
		if in.partial != nil {
			spoiled++
		}
		progress(i+1, total)
	}
	return doc, spoiled
}

// newInterpreter gives an interpreter for one page.
func newInterpreter(l *leaf, fonts library) *interpreter {
	return &interpreter{fonts: fonts, budget: newBudget(), words: &wordBuilder{}, width: l.width, height: l.height}
}

// read reads one page; whatever goes wrong in it stays in it.
func (in *interpreter) read(l *leaf, number int) Page {
	page := Page{Number: number, Width: grained(l.width), Height: grained(l.height), Err: l.err}
	if l.err != "" {
		return page
	}
	err := in.page(l)
	page.Lines = layOut(in.words.runs, page.Width, page.Height)
	page.Rulings = rulings(in.paths.drawn, page.Width, page.Height)
	page.Dropped, page.Garbled = in.dropped, in.garbled
	for _, box := range in.images {
		page.Images = append(page.Images, grainedBox(box))
	}
	switch {
	case err != nil:
		page.Err = printable(err.Error())
	case in.glyphs > MaxGlyphs:
		page.Err = fmt.Sprintf("%v: more than %d letters", ErrTooComplex, MaxGlyphs)
	case in.partial != nil:
		page.Err = "a part of it: " + printable(in.partial.Error())
	}
	return page
}

// page interprets the content of a page.
func (in *interpreter) page(l *leaf) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("page: %v", x)
			in.partial = err
		}
	}()
	content, err := in.content(l.page.Key("Contents"))
	if err != nil {
		return err
	}
	if err := in.run(content, newScope(l.resources), l.matrix, 0); err != nil {
		return err
	}
	return in.annotations(l.page, l.matrix)
}

// content joins the content streams of a page.
func (in *interpreter) content(v led.Value) ([]byte, error) {
	if v.Kind() == led.Stream {
		data, err := in.budget.stream(v)
		return data, in.spoiled(err)
	}
	var all []byte
	for i := 0; i < v.Len(); i++ {
		part := v.Index(i)
		if part.Kind() != led.Stream {
			continue
		}
		data, err := in.budget.stream(part)
		if err := in.spoiled(err); err != nil {
			return nil, err
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}

// spoiled notes an error that leaves something to read and gives back the
// others.
func (in *interpreter) spoiled(err error) error {
	if errors.Is(err, ErrTooComplex) {
		return err
	}
	if err != nil {
		in.partial = err
	}
	return nil
}

// information reads the file's account of itself.
func information(r *led.Reader) (info Info) {
	defer func() { _ = recover() }() // a hint, and the pages do not need it
	v := r.Trailer().Key("Info")
	text := func(key string) string {
		return strings.TrimSpace(printable(v.Key(key).Text())) // a cipher leaves its padding in
	}
	info.Title, info.Author = text("Title"), text("Author")
	info.Producer, info.Creator = text("Producer"), text("Creator")
	return info
}
