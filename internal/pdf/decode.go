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

// Decode reads a file in this process. It trusts the file to end: bytes from
// outside go through [Reader.Read], since a hostile cross-reference table can
// hold the object layer for ever. A page that cannot be read has an Err and
// costs no other page. The errors are those of this package.
func Decode(src []byte, opts Options) (*Document, error) {
	file, err := open(src, opts.Password)
	if err != nil {
		return nil, err
	}
	total := len(file.pages)
	progress := opts.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	doc := &Document{Pages: make([]Page, total), Encrypted: file.encrypted, Rewritten: file.rewritten}
	doc.Info = information(file.reader)
	fonts := library{}
	progress(0, total)
	for i := range file.pages {
		doc.Pages[i] = readPage(&file.pages[i], i+1, fonts)
		progress(i+1, total)
	}
	return doc, nil
}

// readPage reads one page; whatever goes wrong in it stays in it.
func readPage(l *leaf, number int, fonts library) Page {
	page := Page{Number: number, Width: grained(l.width), Height: grained(l.height), Err: l.err}
	if l.err != "" {
		return page
	}
	in := interpreter{fonts: fonts, budget: newBudget(), words: &wordBuilder{}, width: l.width, height: l.height}
	err := in.page(l)
	page.Lines = layOut(in.words.runs, page.Width, page.Height)
	page.Rulings = rulings(in.paths.drawn, page.Width, page.Height)
	page.Dropped, page.Garbled = in.dropped, in.garbled
	for _, box := range in.images {
		page.Images = append(page.Images, grainedBox(box))
	}
	switch {
	case err != nil:
		page.Err = err.Error()
	case in.glyphs > MaxGlyphs:
		page.Err = fmt.Sprintf("%v: more than %d letters", ErrTooComplex, MaxGlyphs)
	case in.partial != nil:
		page.Err = "a part of it: " + in.partial.Error()
	}
	return page
}

// page interprets the content of a page.
func (in *interpreter) page(l *leaf) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("page: %v", x)
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
		return strings.TrimSpace(strings.ToValidUTF8(strings.Trim(v.Key(key).Text(), "\x00"), ""))
	}
	info.Title, info.Author = text("Title"), text("Author")
	info.Producer, info.Creator = text("Producer"), text("Creator")
	return info
}
