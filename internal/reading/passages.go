package reading

import (
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// The size of a passage, in words. Shorter ones occur where a page or a part of
// the document ends.
const (
	minPassageWords = 40
	maxPassageWords = 250
)

// Passages cuts a document into pieces of text for searching, each within one
// page and one part of the reading. Running headers, page numbers, stamps and
// tables of contents are left out.
func Passages(doc *pdf.Document, r *attest.Reading) []attest.Passage {
	d := newDocument(doc)
	var sections []section
	if r != nil && r.Attestation != nil {
		sections = d.findSections()
	}
	c := &cutter{}
	body := d.bodySize()
	for i, l := range d.lines {
		if l.noise || d.contents[i] || l.text == "" {
			continue
		}
		kind := kindAt(sections, i)
		if l.page != c.next.Page || kind != c.next.Section {
			c.flush()
			if kind != c.next.Section {
				c.next.Heading = ""
			}
			c.next.Page, c.next.Section = l.page, kind
		}
		if d.isPassageHeading(i, body) {
			c.flush()
			c.next.Heading = strings.TrimSpace(newFlow([]line{l}).text)
		}
		if c.words >= minPassageWords && d.gapBefore(i) {
			c.flush()
		}
		c.add(l)
	}
	c.flush()
	return c.out
}

// isPassageHeading reports whether line i is a heading in larger or bold print.
func (d *document) isPassageHeading(i int, body float64) bool {
	l := d.lines[i]
	r, ok := firstLetter(l.text)
	return ok && unicode.IsUpper(r) && len(l.text) < 110 && (l.size > body*1.08 || l.bold) &&
		len(splitCells(l)) == 1 && !strings.HasSuffix(l.text, ".")
}

// cutter collects passages.
type cutter struct {
	out   []attest.Passage
	next  attest.Passage
	lines []line
	words int
}

// add appends a line; a passage that is full ends after the last line that ends a
// sentence.
func (c *cutter) add(l line) {
	n := len(strings.Fields(l.text))
	if c.words+n > maxPassageWords {
		last := len(c.lines)
		for i := len(c.lines) - 1; i > len(c.lines)/2; i-- {
			if strings.HasSuffix(c.lines[i].text, ".") {
				last = i + 1
				break
			}
		}
		c.flushFirst(last)
	}
	c.lines = append(c.lines, l)
	c.words += n
}

// flush ends the passage. Its page, part and heading hold for the next one.
func (c *cutter) flush() { c.flushFirst(len(c.lines)) }

// flushFirst makes a passage of the first n lines.
func (c *cutter) flushFirst(n int) {
	if text := strings.TrimSpace(newFlow(c.lines[:n]).text); text != "" {
		p := c.next
		p.Ordinal, p.Text = len(c.out), text
		c.out = append(c.out, p)
	}
	c.lines = append([]line(nil), c.lines[n:]...)
	c.words = 0
	for _, l := range c.lines {
		c.words += len(strings.Fields(l.text))
	}
}
