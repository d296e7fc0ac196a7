package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"example.com/assay/internal/pdf/ocr"
)

const (
	// fewLetters and someLetters are how many visible bytes of text a page has at
	// most that is a picture: with any image on it, and with one that covers it.
	fewLetters  = 40
	someLetters = 400
	// coverShare is the share of a page that an image covers at least which is
	// taken for the page itself.
	coverShare = 0.3
	// garbledLetters and garbledShare tell a page whose font keeps to itself which
	// characters it shows.
	garbledLetters = 20
	garbledShare   = 3 // garbled letters to visible bytes
	// perScan bounds the time for one page, drawing and recognition.
	perScan = 2 * time.Minute
	// ascent is the share of a recognised word's height above its baseline.
	ascent = 0.78
)

// Visible counts the bytes of text on the page.
func (p *Page) Visible() int {
	n := 0
	for _, l := range p.Lines {
		for _, w := range l.Words {
			n += len(w.Text)
		}
	}
	return n
}

// Garbling reports whether the page's font does not say which characters it shows.
func (p *Page) Garbling() bool {
	return p.Garbled > garbledLetters && p.Garbled*garbledShare > p.Visible()
}

// Pictured reports whether the page is a picture, so that its words can only be
// recognised.
func (p *Page) Pictured() bool {
	return p.Garbling() || len(p.Images) > 0 && p.Visible() < fewLetters
}

// Covered reports whether images cover so much of the page that they may be the
// page itself, under a header in text.
func (p *Page) Covered() bool {
	covered := 0.0
	for _, b := range p.Images {
		if c, ok := b.clip(p.Width, p.Height); ok {
			covered += (c.X1 - c.X0) * (c.Y1 - c.Y0)
		}
	}
	return covered > coverShare*p.Width*p.Height
}

// engine finds the program that recognises words, once it is needed.
func (r *Reader) engine(ctx context.Context) (*ocr.Engine, error) {
	r.finding.Lock()
	defer r.finding.Unlock()
	if r.recognizer != nil {
		return r.recognizer, nil
	}
	found, err := ocr.Find(ctx, r.Tesseract)
	if err != nil {
		return nil, err
	}
	r.recognizer = found
	return found, nil
}

// recognize fills in the pages of doc that are pictures. What cannot be recognised
// stays as it was; an error is that of ctx.
func (r *Reader) recognize(ctx context.Context, path string, opts Options, doc *Document) error {
	pages := picturePages(doc)
	if r.Tesseract == "" || len(pages) == 0 {
		return nil
	}
	engine, err := r.engine(ctx)
	if err == nil && !TwoReaders() {
		err = noRenderer()
	}
	if err == nil {
		err = r.recognizePages(ctx, request{job: jobScan, path: path, password: opts.Password, pages: pages}, opts, engine, doc)
	}
	if ctx.Err() != nil {
		return fmt.Errorf("read PDF: %w", ctx.Err())
	}
	if slices.ContainsFunc(doc.Pages, func(p Page) bool { return p.Source == SourceOCR }) {
		doc.Readers = append(doc.Readers, engine.Name())
	}
	why := "it could not be drawn; open the file in a PDF viewer"
	if err != nil {
		why = printable(err.Error())
	}
	for _, n := range pages {
		if p := &doc.Pages[n-1]; p.Source != SourceOCR && p.Unrecognized == "" {
			p.Unrecognized = why
		}
	}
	return nil
}

// picturePages lists the pages that are pictures, 1-based.
func picturePages(doc *Document) []int {
	var pages []int
	for i := range doc.Pages {
		if p := &doc.Pages[i]; p.Pictured() || p.Covered() && p.Visible() < someLetters {
			pages = append(pages, i+1)
		}
	}
	return pages
}

// scanning is held by the file whose pages are being recognised.
func (r *Reader) scanning() chan struct{} {
	r.finding.Lock()
	defer r.finding.Unlock()
	if r.scans == nil {
		r.scans = make(chan struct{}, 1)
	}
	return r.scans
}

// recognizePages has a worker draw the pages that q names, and recognises each as it
// comes, as many at a time as there are processors for this program.
func (r *Reader) recognizePages(ctx context.Context, q request, opts Options, engine *ocr.Engine, doc *Document) error {
	// One file at a time: more of them would make each page slower, until it takes
	// longer than a page may.
	select {
	case r.scanning() <- struct{}{}:
		defer func() { <-r.scans }()
	case <-ctx.Done():
		return ctx.Err()
	}
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	awaited := slices.Clone(q.pages)
	take := func(payload []byte) error {
		s, err := decodeScanned(payload)
		i := slices.Index(awaited, s.page)
		if err != nil || i < 0 { // each page comes once, for one goroutine
			return errors.Join(errFrame, err)
		}
		awaited = slices.Delete(awaited, i, i+1)
		room <- struct{}{}
		wait.Go(func() {
			defer func() { <-room }()
			doc.Pages[s.page-1].survive(ctx, engine, s)
		})
		return nil
	}
	_, err := r.work(ctx, q, worker{picture: take, perPage: perScan, notify: scanProgress(opts, len(doc.Pages))})
	wait.Wait()
	return err
}

// survive recognizes a page. A picture that makes our rules panic must not take the
// program with it: its page stays as it was.
func (p *Page) survive(ctx context.Context, engine *ocr.Engine, s scanned) {
	was := *p
	defer func() {
		if reason := recover(); reason != nil {
			*p = was
			p.Unrecognized = printable(fmt.Sprintf("recognition failed on it (%v); look at the page", reason))
		}
	}()
	p.recognize(ctx, engine, s)
}

// scanProgress tells the caller that pages are being recognised: none of them is
// done before all are.
func scanProgress(opts Options, total int) func(done, of int) {
	if opts.Progress == nil {
		return nil
	}
	return func(done, of int) {
		if done < of {
			opts.Progress(total-of+done, total)
		}
	}
}

// recognize reads the picture of a page. Words of the page's own text stay, and
// recognised ones fill the space between them.
func (p *Page) recognize(ctx context.Context, engine *ocr.Engine, s scanned) {
	found, err := engine.Recognize(ctx, s.pic, s.dpi)
	if err != nil {
		p.Unrecognized = printable(err.Error())
		return
	}
	if len(found.Words) == 0 {
		p.Unrecognized = "no words were recognised in it"
		return
	}
	points := 72 / s.dpi
	if found.Turn%180 != 0 {
		p.Width, p.Height = p.Height, p.Width
	}
	own := p.Lines
	if found.Turn != 0 || p.Garbling() {
		own = nil // it lies elsewhere on the upright page, or says nothing
	}
	if found.Turn != 0 {
		p.Rulings = nil // they too; those that the picture shows follow
	}
	runs := recognizedRuns(found, points, own)
	if len(runs) == 0 {
		return // a background behind the page's own text
	}
	p.Lines = inOrder(own, layOut(runs, p.Width, p.Height))
	p.Images, p.Garbled = nil, 0
	p.Agreement, p.Alone = 0, "" // said of words that are not these
	p.Source, p.Turn, p.Confidence, p.Language = SourceOCR, found.Turn, found.Confidence, found.Language
	if len(p.Rulings) == 0 { // the picture shows those that the page draws, too
		p.Rulings = rulings(drawnSegments(found.Rulings(s.dpi), points), p.Width, p.Height)
	}
}

// leastBeside is the confidence of a recognised word, at least, that is put beside a
// page's own text: a background makes words of low confidence.
const leastBeside = 0.6

// recognizedRuns makes runs of the words that a page's own lines do not hold.
func recognizedRuns(found ocr.Page, points float64, own []Line) []run {
	var runs []run
	for _, w := range found.Words {
		if len(own) > 0 && w.Confidence < leastBeside {
			continue
		}
		if x := recognizedRun(w, points); !coveredBy(x.box(), own) {
			runs = append(runs, x)
		}
	}
	return runs
}

// drawnSegments gives the rulings of a picture as a page draws them.
func drawnSegments(ruled []ocr.Segment, points float64) []segment {
	out := make([]segment, 0, len(ruled))
	for _, r := range ruled {
		if r.X1-r.X0 > r.Y1-r.Y0 {
			out = append(out, segment{across: true, at: (r.Y0 + r.Y1) / 2 * points, low: r.X0 * points, top: r.X1 * points})
		} else {
			out = append(out, segment{at: (r.X0 + r.X1) / 2 * points, low: r.Y0 * points, top: r.Y1 * points})
		}
	}
	return out
}

// recognizedRun makes a run of a recognised word.
func recognizedRun(w ocr.Word, points float64) run {
	height := (w.Y1 - w.Y0) * points
	return run{
		text: []byte(w.Text), u0: w.X0 * points, u1: w.X1 * points, v: w.Y0*points + ascent*height,
		size: w.Size * points, up: ascent * height, down: (1 - ascent) * height,
		blankBefore: true, blankAfter: true, glyphs: len(w.Text), confidence: w.Confidence,
	}
}

// coveredBy reports whether a word lies on one that the page's own text has.
func coveredBy(box Box, lines []Line) bool {
	for _, l := range lines {
		if l.Box.Y1 < box.Y0 || l.Box.Y0 > box.Y1 {
			continue
		}
		for _, w := range l.Words {
			wide := min(w.Box.X1, box.X1) - max(w.Box.X0, box.X0)
			high := min(w.Box.Y1, box.Y1) - max(w.Box.Y0, box.Y0)
			if wide > 0 && high > 0 && wide*high > 0.3*(box.X1-box.X0)*(box.Y1-box.Y0) {
				return true
			}
		}
	}
	return false
}

// inOrder merges two runs of lines from top to bottom, each in its own order.
func inOrder(a, b []Line) []Line {
	out := make([]Line, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if math.Min(a[0].Box.Y0, a[0].Box.Y1) <= b[0].Box.Y0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
