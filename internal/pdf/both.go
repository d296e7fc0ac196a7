package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"example.com/assay/internal/pdf/pdfium"
)

// Why a page holds the words of one reader, as Page.Alone says it.
const (
	aloneNotBuilt  = "the program is built without a second reader"
	aloneNotAsked  = "the second reader was not asked"
	aloneNotReady  = "the second reader did not start"
	aloneStopped   = "the second reader had to be stopped on this file"
	aloneFirstDied = "the first reader had to be stopped on this file"
	alonePages     = "the two readers find different numbers of pages in the file"
	aloneFewer     = "the second reader finds less than half of its words"
	aloneGarbled   = "the second reader does not find out which characters it shows"
)

// Failing on that many pages, the second reader reads no more of a file.
const maxAborts = 16

// readBoth reads a file by the readers that q allows and settles page by page
// whose words stand. The second reader gets ready while the first is at work; stage
// is called when its turn comes.
func readBoth(ctx context.Context, src []byte, q request, progress func(done, total int), stage func()) (*Document, error) {
	if why := q.engines.without(); why != "" {
		doc, err := Decode(src, Options{Password: q.password, Progress: progress})
		return doc.alone(why), err
	}
	if _, err := trimmed(src); err != nil {
		return nil, err
	}
	ready := getReady(ctx, q.cache)
	var first *Document
	ferr := error(fail(ErrDamaged, aloneFirstDied))
	if q.engines == bothReaders {
		first, ferr = Decode(src, Options{Password: q.password, Progress: untilRead(progress)})
	}
	stage()
	s := &second{ctx: ctx, src: src, password: q.password}
	err := (<-ready).join(s)
	if errors.Is(ferr, ErrTooComplex) {
		return nil, ferr
	}
	if err == nil {
		err = s.open()
		defer s.close()
	}
	switch {
	case err != nil && first != nil:
		return first.alone("the second reader cannot read the file: " + printable(err.Error())), nil
	case err != nil:
		return nil, ferr
	case first == nil:
		doc := s.instead(ferr, progress)
		if doc.bare() {
			return nil, ferr
		}
		return doc, nil
	}
	return s.beside(first, progress), nil
}

// without says why the second reader is left out; "" when it is not.
func (e engines) without() string {
	switch {
	case !TwoReaders():
		return aloneNotBuilt
	case e == firstReader:
		return aloneNotAsked
	case e == firstLeft:
		return aloneStopped
	}
	return ""
}

// untilRead tells of the number of pages, and leaves it to the second reader to
// tell which are done.
func untilRead(progress func(done, total int)) func(done, total int) {
	return func(done, total int) {
		if done == 0 {
			progress(done, total)
		}
	}
}

// alone notes on every page why only one reader read it. It does nothing to nil.
func (doc *Document) alone(why string) *Document {
	if doc != nil {
		for i := range doc.Pages {
			doc.Pages[i].Alone = why
		}
	}
	return doc
}

// compiled is the second reader made ready, or why it is not.
type compiled struct {
	engine *pdfium.Engine
	err    error
}

// getReady compiles the second reader, or takes it from the cache, meanwhile.
func getReady(ctx context.Context, cache string) <-chan compiled {
	ready := make(chan compiled, 1)
	go func() {
		engine, err := pdfium.New(ctx, cache)
		ready <- compiled{engine, err}
	}()
	return ready
}

// join hands the engine over.
func (c compiled) join(s *second) error {
	s.engine = c.engine
	if c.err != nil {
		return fmt.Errorf("%s: %w", aloneNotReady, c.err)
	}
	return nil
}

// second is PDFium at work on one file.
type second struct {
	ctx      context.Context
	engine   *pdfium.Engine
	src      []byte
	password string
	in       *pdfium.Instance
	doc      *pdfium.Document
	aborts   int
}

// open opens the file in a new instance.
func (s *second) open() error {
	in, err := s.engine.NewInstance(s.ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", aloneNotReady, err)
	}
	doc, err := openSecond(in, s.src, s.password)
	if err != nil {
		in.Close()
		return err
	}
	s.in, s.doc = in, doc
	return nil
}

// close ends the instance.
func (s *second) close() {
	if s.in != nil {
		s.in.Close()
	}
}

// page reads the page with that index; first is its first reading, or nil. When
// PDFium gives up on it, it may be for want of the memory that earlier pages took,
// so it is tried once more in an instance of its own.
func (s *second) page(index int, first *Page) (Page, error) {
	page, err := s.once(index, first)
	if errors.Is(err, pdfium.ErrAborted) && s.again() {
		page, err = s.once(index, first)
	}
	if errors.Is(err, pdfium.ErrAborted) {
		s.again()
	}
	return page, err
}

// again starts over in a new instance, unless that was done too often.
func (s *second) again() bool {
	if s.aborts++; s.aborts > 2*maxAborts {
		return false
	}
	s.close()
	return s.open() == nil
}

// once reads a page in the instance that there is.
func (s *second) once(index int, first *Page) (Page, error) {
	if err := s.in.Err(); err != nil {
		return Page{}, err
	}
	page, err := s.doc.Page(index, true)
	if err != nil {
		return Page{}, err
	}
	defer page.Close()
	return readSecond(page, index+1, first)
}

// beside reads the file a second time and settles whose words stand.
func (s *second) beside(first *Document, progress func(done, total int)) *Document {
	total := len(first.Pages)
	if s.doc.Pages != total {
		if own := s.instead(nil, progress); own.better(first) {
			return own.alone(alonePages)
		}
		return first.alone(alonePages)
	}
	first.Readers = append(first.Readers, SecondReader)
	first.Encrypted = first.Encrypted || s.doc.Encrypted()
	for i := range first.Pages {
		page, err := s.page(i, &first.Pages[i])
		first.Pages[i].settle(&page, err)
		progress(i+1, total)
	}
	return first
}

// better reports whether the document has more text than another.
func (doc *Document) better(than *Document) bool {
	return doc.words() > than.words()
}

// words counts the words of all pages.
func (doc *Document) words() (n int) {
	for i := range doc.Pages {
		n += doc.Pages[i].words()
	}
	return n
}

// bare reports whether nothing can be seen on any page.
func (doc *Document) bare() bool {
	return !slices.ContainsFunc(doc.Pages, func(p Page) bool { return !p.bare() })
}

// bare reports whether nothing was found on the page.
func (p *Page) bare() bool { return len(p.Lines)+len(p.Images)+len(p.Rulings) == 0 }

// instead gives what PDFium alone reads of a file that the first reader, for the
// reason why, does not open.
func (s *second) instead(why error, progress func(done, total int)) *Document {
	total := s.doc.Pages
	doc := &Document{Pages: make([]Page, total), Encrypted: s.doc.Encrypted(), Readers: []string{SecondReader}}
	meta := func(key string) string { return strings.TrimSpace(printable(string(utf16.Decode(s.doc.Meta(key))))) }
	doc.Info = Info{Title: meta("Title"), Author: meta("Author"), Producer: meta("Producer"), Creator: meta("Creator")}
	progress(0, total)
	for i := range doc.Pages {
		page, err := s.page(i, nil)
		if err != nil {
			page = Page{Number: i + 1, Width: paperWidth, Height: paperHeight, Err: printable(err.Error())}
		}
		page.Source = SourceSecond
		if page.bare() && !s.doc.Sound() {
			page.Err = "nothing is left of it in the damaged file"
		}
		if why != nil {
			page.Alone = "only the second reader opens the file: " + printable(why.Error())
		}
		doc.Pages[i] = page
		progress(i+1, total)
	}
	return doc
}
