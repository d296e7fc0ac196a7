package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const (
	edgeLines    = 4    // lines at each end of a page that may be a header or footer
	edgeShare    = 0.16 // share of a page's height, at each end, where they may be
	noiseShare   = 0.4  // share of pages on which a line must recur to be noise
	minNoise     = 3    // and the number of pages
	stampShare   = 0.6  // the same for a line anywhere on the page
	minStampText = 12   // characters of such a line
	longEntry    = 85   // characters from which a line without a page number is none of a table of contents
	stampDrift   = 14.0 // points by which its height differs between pages
	minInner     = 3    // times that a line of the body occurs away from the ends of pages, at least, and in so many at an end
)

// markNoise marks running headers and footers, page numbers and stamps: lines
// that recur at the same end of many pages once digits are masked, and lines at
// the top that repeat the page before. On the way it marks the table of contents.
func (d *document) markNoise() {
	pages := 0
	for _, p := range d.pages {
		if p.words > 0 {
			pages++
		}
	}
	c := d.countKeys()
	need := max(minNoise, int(noiseShare*float64(pages)+0.5))
	stamp := max(minNoise, int(stampShare*float64(pages)+0.5))
	for _, p := range d.pages {
		for i := p.first; i < p.end; i++ {
			key := maskKey(d.lines[i].text)
			e := d.edgeOf(p, i)
			switch {
			case e != "" && c.edge[e+key] >= need:
				d.lines[i].noise = !c.inBody(d.lines[i], e) && !d.labelBelow(p, i, e)
			case len(key) >= minStampText && c.anywhere[key] >= stamp:
				d.lines[i].noise = c.inPlace(key, d.lines[i].box.Y0) >= stamp && !holdsLabel(d.lines[i]) && labelBook{}.bare(d.lines[i]) == ""
			case e != "" && isPageNumber(d.lines[i].text):
				d.lines[i].noise = true
			}
		}
	}
	d.markContents()
	d.markContinued(c)
}

// keyCounts tells where the masked lines of a document occur.
type keyCounts struct {
	edge     map[string]int       // pages, by the end of the page and the key
	inner    map[string]int       // occurrences away from the ends
	anywhere map[string]int       // pages
	heights  map[string][]float64 // the Y0 of every occurrence, points
}

// countKeys counts on how many pages each masked line occurs, at each end of the
// page and anywhere.
func (d *document) countKeys() keyCounts {
	c := keyCounts{edge: map[string]int{}, inner: map[string]int{}, anywhere: map[string]int{}, heights: map[string][]float64{}}
	for _, p := range d.pages {
		seenEdge, seen := map[string]bool{}, map[string]bool{}
		for i := p.first; i < p.end; i++ {
			key := maskKey(d.lines[i].text)
			if !seen[key] {
				seen[key] = true
				c.anywhere[key]++
			}
			c.heights[key] = append(c.heights[key], d.lines[i].box.Y0)
			switch e := d.edgeOf(p, i); {
			case e == "":
				c.inner[key]++
			case !seenEdge[e+key]:
				seenEdge[e+key] = true
				c.edge[e+key]++
			}
		}
	}
	return c
}

// inBody reports whether a line at an end of its page is one that the body prints
// again and again, such as "Results: No exceptions noted.", and no running header:
// it stands elsewhere on pages about as often. The head of a table, which may be
// printed above each of its parts, is none.
func (c keyCounts) inBody(l line, edge string) bool {
	if holdsLabel(l) {
		return true
	}
	key := maskKey(l.text)
	if c.inner[key] < minInner || minInner*c.inner[key] < c.edge[edge+key] {
		return false
	}
	_, heads := labelBook{}.columnHeads(l, splitCells(l))
	return !heads
}

// holdsLabel reports whether a line is a label of a control or its test, with its
// words, or a result: such a line is none of a running header, however often it
// comes.
func holdsLabel(l line) bool {
	if classifyResult(l.text) == resultClean {
		return true
	}
	pieces := labelBook{}.pieces(l)
	for i, p := range pieces {
		if p.kind == pieceLabel && p.role != roleOther && i+1 < len(pieces) && pieces[i+1].kind == pieceText {
			return true
		}
	}
	return false
}

// labelBelow reports whether a line is nothing but a label, and stands below words
// of the body at the top of a page: headers stand above all of it.
func (d *document) labelBelow(p page, i int, edge string) bool {
	if edge != "t" || i == p.first || (labelBook{}).bare(d.lines[i]) == "" {
		return false
	}
	return slices.ContainsFunc(d.lines[p.first:i], func(l line) bool { return !l.noise && l.text != "" })
}

// inPlace counts how often a line occurs at about the same height of the page.
func (c keyCounts) inPlace(key string, y float64) int {
	n := 0
	for _, h := range c.heights[key] {
		if h > y-stampDrift && h < y+stampDrift {
			n++
		}
	}
	return n
}

// edgeOf says whether a line stands where headers ("t") or footers ("b") stand.
func (d *document) edgeOf(p page, i int) string {
	box := d.lines[i].box
	switch {
	case i-p.first < edgeLines && box.Y1 <= edgeShare*p.height:
		return "t"
	case p.end-1-i < edgeLines && box.Y0 >= (1-edgeShare)*p.height:
		return "b"
	}
	return ""
}

// markContinued marks the first lines of a page that repeat the first lines of
// the page before: a running section title, or a table's head printed again.
func (d *document) markContinued(c keyCounts) {
	previous := map[string]bool{}
	for _, p := range d.pages {
		current, top := map[string]bool{}, true
		for i := p.first; i < p.end; i++ {
			if d.lines[i].box.Y1 > edgeShare*p.height {
				break
			}
			key := maskKey(d.lines[i].text)
			current[key] = true
			if d.lines[i].noise {
				continue
			}
			if top = top && previous[key] && len(key) > 3 && !c.inBody(d.lines[i], "t") && !d.labelBelow(p, i, "t"); top {
				d.lines[i].noise = true
			}
		}
		switch {
		case d.isContentsPage(p):
			previous = map[string]bool{} // it names what the pages after it are headed
		case p.words > 0:
			previous = current
		}
	}
}

// isContentsPage reports whether the whole page is a table of contents.
func (d *document) isContentsPage(p page) bool {
	return p.end > p.first && !slices.Contains(d.contents[p.first:p.end], false)
}

// maskKey is a line without white space, in lower case, with each run of digits
// as one '#'.
func maskKey(s string) string {
	var b strings.Builder
	digits := false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		case !unicode.IsSpace(r):
			b.WriteRune(unicode.ToLower(r))
		}
		digits = false
	}
	return b.String()
}

var pageNumberRE = regexp.MustCompile(`(?i)^\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*$`)

// isPageNumber reports whether a line is nothing but a page number.
func isPageNumber(s string) bool { return pageNumberRE.MatchString(s) }

var stampRE = regexp.MustCompile(`(?i)\b(?:downloaded|accessed|viewed|printed|exported|prepared|provided|licensed|issued)\s+(?:by|for|to|on|from)\b|@[a-z0-9-]+\.[a-z]`)

// flagStamps flags the stamp of a portal that carries the day of a download: a
// date that is no date of the report.
func (d *document) flagStamps() {
	for i, l := range d.lines {
		if !l.noise || !stampRE.MatchString(l.text) {
			continue
		}
		f := newFlow([]line{plainLine(d.lines[i])})
		if len(findDates(f.text)) > 0 {
			d.flag(attest.FlagWatermarkDate, "the date of a download, not of the report", f.cite(0, len(f.text))...)
			return
		}
	}
}

// plainLine is the line as if it were no noise.
func plainLine(l line) line {
	l.noise = false
	return l
}

var (
	contentsHeadRE  = regexp.MustCompile(`(?i)^\W*(?:table\s+of\s+contents|contents|index|inhalt(?:sverzeichnis)?|table\s+des\s+mati[eè]res|[ií]ndice)\W*$`)
	leaderRE        = regexp.MustCompile(`(?:\.\s?){4,}\s*(?:\d{1,3}|[ivxl]{1,5})\W*$|…+\s*\d{1,3}\s*$`)
	trailingPageRE  = regexp.MustCompile(`\pL.*\s(?:\d{1,3}|[ivxl]{1,5})$`)
	maxProseOnIndex = 12
)

// markContents finds the pages of the table of contents: by its heading, by dot
// leaders, or as the continuation of such a page.
func (d *document) markContents() {
	inside := false
	for _, p := range d.pages {
		c := d.countContents(p)
		isContents := c.isContents(inside)
		if isContents {
			for i := p.first; i < p.end; i++ {
				d.contents[i] = true
			}
		}
		inside = isContents || inside && c.total == 0
	}
}

// contentsCount is what speaks for a page of contents.
type contentsCount struct {
	total, numbered, leaders int // lines, those that end in a page number, those with dot leaders
	sentences                int // lines of prose: long ones, and those that end in a full stop
	headed, recognized       bool
}

// countContents counts the lines of a page. Lines with dot leaders are contents
// wherever they stand.
func (d *document) countContents(p page) contentsCount {
	c := contentsCount{recognized: p.status == attest.PageOCR}
	for i := p.first; i < p.end; i++ {
		l := d.lines[i]
		if l.noise || l.text == "" {
			continue
		}
		c.total++
		c.headed = c.headed || c.total <= 6 && contentsHeadRE.MatchString(l.text)
		switch {
		case leaderRE.MatchString(l.text):
			c.leaders++
			c.numbered++
			d.contents[i] = true
		case trailingPageRE.MatchString(l.text):
			c.numbered++
		case len(l.text) > longEntry, strings.HasSuffix(l.text, ".") && !strings.HasSuffix(l.text, ".."):
			c.sentences++
		}
	}
	return c
}

// isContents decides, knowing whether the page before was one of contents.
func (c contentsCount) isContents(inside bool) bool {
	prose := c.total - c.numbered
	switch {
	case c.headed && (c.numbered >= 2 || c.leaders > 0 || c.total <= 12) && prose <= maxProseOnIndex+c.numbered:
		return true
	case c.leaders >= 4 && prose <= maxProseOnIndex:
		return true
	case c.recognized && (c.headed || inside) && c.total >= 4 && c.sentences*5 <= c.total:
		return true // recognition makes anything of dot leaders
	}
	return inside && c.numbered > 0 && c.numbered*5 >= c.total*2
}
