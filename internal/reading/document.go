package reading

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// document is a file prepared for the rules: all its lines in reading order, the
// repeated ones marked as noise, and what is known of each page.
type document struct {
	info  pdf.Info
	pages []page
	lines []line
	// contents marks, by index in lines, what belongs to a table of contents.
	contents []bool
	flags    []attest.Flag
}

// page is one page and its lines, lines[first:end] of the document.
type page struct {
	number     int
	width      float64
	height     float64
	first, end int
	words      int
	rulings    []pdf.Ruling
	status     attest.PageStatus
	reason     string
	agreement  float64 // of two readers on its words, 0 where one read it
	confidence float64 // mean of recognised words, 0 without recognition
	language   string  // that recognition took it for, ISO 639-2
	turn       int     // degrees clockwise by which a scan was turned upright
}

// minVisible is the number of characters under which a page that holds an image
// counts as a picture of a page.
const minVisible = 40

// newDocument prepares the pages.
func newDocument(src *pdf.Document) *document {
	d := &document{info: src.Info}
	for _, p := range src.Pages {
		pg := page{number: p.Number, width: p.Width, height: p.Height, first: len(d.lines), rulings: p.Rulings,
			agreement: p.Agreement, confidence: p.Confidence, language: p.Language, turn: p.Turn}
		visible := 0
		for _, l := range inColumns(p) {
			ln := newLine(p.Number, l)
			d.lines = append(d.lines, ln)
			pg.words += len(l.Words)
			visible += len(ln.text)
		}
		pg.end = len(d.lines)
		pg.status, pg.reason = pageStatus(p, visible)
		d.pages = append(d.pages, pg)
	}
	d.contents = make([]bool, len(d.lines))
	d.markNoise()
	d.markCovered(src.Pages)
	return d
}

// pageStatus says how a page with so many visible bytes of text was read.
func pageStatus(p pdf.Page, visible int) (attest.PageStatus, string) {
	switch {
	case p.Err != "":
		return attest.PageNotRead, p.Err
	case p.Source != pdf.SourceOCR && p.Pictured():
		return attest.PageNotRead, pictureReason(p)
	case visible == 0:
		return attest.PageEmpty, ""
	}
	switch p.Source {
	case pdf.SourceBoth:
		return attest.PageTwoReaders, ""
	case pdf.SourceOCR:
		return attest.PageOCR, "its words were recognised in a picture"
	}
	return attest.PageOneReader, p.Alone
}

// markCovered marks pages as not read on which an image covers what is not running
// header or footer. A cover with a picture behind its title counts as read.
func (d *document) markCovered(pages []pdf.Page) {
	for i, p := range pages {
		visible := 0
		for _, l := range d.lines[d.pages[i].first:d.pages[i].end] {
			if !l.noise {
				visible += len(l.text)
			}
		}
		if d.pages[i].status != attest.PageNotRead && p.Source != pdf.SourceOCR && visible < minVisible && p.Covered() {
			d.pages[i].status, d.pages[i].reason = attest.PageNotRead, pictureReason(p)
		}
	}
}

// pictureReason says why a page that is a picture was not read.
func pictureReason(p pdf.Page) string {
	reason := "the page is an image without text"
	if p.Garbling() {
		reason = "the page's font does not say which characters it shows"
	}
	if p.Unrecognized != "" {
		reason += "; recognition: " + p.Unrecognized
	}
	return reason
}

// records gives the page records of the reading.
func (d *document) records() []attest.PageRecord {
	out := make([]attest.PageRecord, 0, len(d.pages))
	for _, p := range d.pages {
		out = append(out, attest.PageRecord{
			Number: p.number, Width: p.width, Height: p.height,
			Words: p.words, Reading: p.status, Reason: p.reason,
			Agreement: p.agreement, Confidence: p.confidence, Language: p.language, Turn: p.turn,
		})
	}
	return out
}

// span is a stretch of the document's lines, lines[from:to].
type span struct{ from, to int }

// empty reports whether the span holds no line.
func (s span) empty() bool { return s.from >= s.to }

// flow joins the lines of a span, without noise.
func (d *document) flow(s span) flow {
	if s.empty() {
		return flow{}
	}
	return newFlow(d.lines[s.from:s.to])
}

// body joins the lines of a span without noise and without tables of contents.
func (d *document) body(s span) flow {
	var kept []line
	for i := s.from; i < s.to; i++ {
		if !d.contents[i] {
			kept = append(kept, d.lines[i])
		}
	}
	return newFlow(kept)
}

// pageSpan is the span of the pages first to last, 1-based and inclusive.
func (d *document) pageSpan(first, last int) span {
	first, last = max(first, 1), min(last, len(d.pages))
	if first > last {
		return span{}
	}
	return span{d.pages[first-1].first, d.pages[last-1].end}
}

// all is the span of the whole document.
func (d *document) all() span { return span{0, len(d.lines)} }

// flag adds a flag once, or more citations to it.
func (d *document) flag(name attest.FlagName, detail string, cites ...attest.Citation) {
	i := slices.IndexFunc(d.flags, func(f attest.Flag) bool { return f.Name == name })
	if i < 0 {
		d.flags = append(d.flags, attest.Flag{Name: name, Detail: detail, Citations: cites})
		return
	}
	d.flags[i].Citations = append(d.flags[i].Citations, cites...)
}

// flagged reports whether the flag was raised.
func (d *document) flagged(name attest.FlagName) bool {
	return slices.ContainsFunc(d.flags, func(f attest.Flag) bool { return f.Name == name })
}

// sortedFlags gives the flags by name.
func (d *document) sortedFlags() []attest.Flag {
	out := slices.Clone(d.flags)
	slices.SortStableFunc(out, func(a, b attest.Flag) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// unread lists the pages from first to last that could not be read.
func (d *document) unread(first, last int) []int {
	var out []int
	for _, p := range d.pages {
		if p.number >= first && p.number <= last && p.status == attest.PageNotRead {
			out = append(out, p.number)
		}
	}
	return out
}

// pageList writes page numbers for a person: "page 3", "pages 5-7 and 9".
func pageList(pages []int) string {
	var parts []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, fmt.Sprint(pages[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", pages[i], pages[j]))
		}
		i = j + 1
	}
	switch {
	case len(pages) == 1:
		return "page " + parts[0]
	case len(parts) == 1:
		return "pages " + parts[0]
	}
	last := len(parts) - 1
	return "pages " + strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// flagUnread raises the flags about pages that could not be read.
func (d *document) flagUnread() {
	var images, broken []int
	for _, p := range d.pages {
		switch {
		case p.status != attest.PageNotRead:
		case strings.Contains(p.reason, "image"):
			images = append(images, p.number)
		default:
			broken = append(broken, p.number)
		}
	}
	if len(images) > 0 {
		d.flag(attest.FlagNoTextPages, pageList(images)+": an image without text", pageCitations(images)...)
	}
	if len(broken) > 0 {
		d.flag(attest.FlagPageNotRead, pageList(broken)+" could not be read", pageCitations(broken)...)
	}
}

// pageCitations points at whole pages, which have no words to quote.
func pageCitations(pages []int) []attest.Citation {
	var out []attest.Citation
	for _, n := range pages {
		out = append(out, attest.Citation{Page: n})
	}
	return out
}
