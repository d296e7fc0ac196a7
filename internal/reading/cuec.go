package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	cuecHeadRE = regexp.MustCompile(`(?i)^\W*(?:[a-z\d]{1,4}[.)]\s*|section\s*\S+\s*[-:]?\s*|\d+(?:\.\d+)*\s+)?complementary\s*(?:user[\s-]*(?:entity|entities|organi[sz]ations?)|customer|client)(?:'s?)?\s*(?:controls?)?(?:\s*(?:and|&)\s*(?:user\s*entity\s*)?responsibilities|\s*(?:control\s*)?considerations?|\s*responsibilities|\s*assumptions)?\s*(?:\(?CUE?CC?s?\)?)?\W*(?:continued\W*)?$`)
	uerHeadRE  = regexp.MustCompile(`(?i)^\W*(?:[a-z\d]{1,4}[.)]\s*|\d+(?:\.\d+)*\s+)?user[\s-]*(?:entity|entities|organi[sz]ation)\s*(?:control\s*considerations?|controls?|responsibilities)\s*(?:\(?[A-Z]{2,5}s?\)?)?\W*$`)

	cuecColumnRE     = regexp.MustCompile(`(?i)user[\s-]*(?:entity|entities|organi[sz]ation)|complementary|\bCUECs?\b|responsibilit|considerations?|^controls?(?:\s*description)?$`)
	criteriaColumnRE = regexp.MustCompile(`(?i)criteri|\bTSC\b|\btrust\s*services|^reference$|^mapping$`)
	idColumnRE       = regexp.MustCompile(`(?i)^(?:#|no\.?|nr\.?|number|id|ref(?:erence)?\.?(?:\s*(?:#|no\.?))?|(?:CUEC|control)\s*(?:#|no\.?|id|ref\.?|number))$`)
	userEntityRE     = regexp.MustCompile(`(?i)^\W*(?:user\s*entit(?:y|ies)|users?|customers?|clients?|subscribers?|user\s*organi[sz]ations?|the\s*customer)\b.{0,60}\b(?:responsible|should|must|shall|need|ensure|implement|maintain)`)
)

// cuecs lists the complementary user entity controls below their heading in the
// description or beside the tests: rows of a table, items of a list, or
// paragraphs that say what user entities do.
func (rp *report) cuecs() attest.List[attest.CUEC] {
	for _, re := range []*regexp.Regexp{cuecHeadRE, uerHeadRE} {
		for _, region := range rp.regions(re) {
			items := rp.cuecItems(region)
			if len(items) == 0 {
				continue
			}
			out := attest.List[attest.CUEC]{State: attest.Found, Items: items, Rule: "cuec.region"}
			out.Citations = rp.headingCite(region)
			return out
		}
	}
	return attest.List[attest.CUEC]{State: attest.Absent, Reason: rp.unreadReason("no list of complementary user entity controls was found")}
}

// unreadReason is the reason of an absence that an unread page may explain.
func (rp *report) unreadReason(silent string) string {
	if pages := rp.doc.unread(1, len(rp.doc.pages)); len(pages) > 0 {
		return silent + "; " + pageList(pages) + " could not be read"
	}
	return silent
}

// headingCite quotes the heading of a region, the line before it.
func (rp *report) headingCite(region span) []attest.Citation {
	f := rp.doc.flow(span{region.from - 1, region.from})
	return f.cite(0, len(f.text))
}

// regions gives the stretches of the report below headings that match, outside
// the letter, the assertion and the contents.
func (rp *report) regions(re *regexp.Regexp) []span {
	d := rp.doc
	body := d.bodySize()
	var out []span
	for i := 0; i < len(d.lines); i++ {
		l := d.lines[i]
		if l.noise || d.contents[i] || len(l.text) > 110 || !re.MatchString(newFlow([]line{l}).text) || !d.looksLikeHeading(i, body) {
			continue
		}
		if rp.letter.found() && i >= rp.letter.span.from && i < rp.letter.span.to || kindAt(rp.sections, i) == attest.SectionAssertion {
			continue
		}
		s := span{i + 1, rp.regionEnd(i, re)}
		out = append(out, s)
		i = max(i, s.to-1)
	}
	return out
}

// regionEnd is where the part below the heading at line i ends: at the next
// heading of its rank, or with the section.
func (rp *report) regionEnd(i int, re *regexp.Regexp) int {
	d, head := rp.doc, rp.doc.lines[i]
	end := len(d.lines)
	for _, s := range rp.sections {
		if s.span.from > i {
			end = min(end, s.span.from)
		}
	}
	for j := i + 1; j < end; j++ {
		if rp.endsRegion(j, head) && !re.MatchString(newFlow(d.lines[j:j+1]).text) {
			return j
		}
	}
	return end
}

// endsRegion reports whether line j is a heading of the rank of an earlier one.
func (rp *report) endsRegion(j int, head line) bool {
	d, l := rp.doc, rp.doc.lines[j]
	if l.noise || l.text == "" || l.size < head.size-0.3 || l.bold != head.bold && l.size < head.size+0.5 || l.marker() {
		return false
	}
	text := newFlow([]line{l}).text
	if !titleLike(text) || len(splitCells(l)) > 1 && !labelRE.MatchString(text) || userEntityRE.MatchString(text) {
		return false
	}
	standsOut := l.bold || l.size > d.bodySize()*1.08
	return standsOut || d.gapBefore(j) && !strings.Contains(text, ",")
}

// titleLike reports whether a line can be a heading by its words: short, with a
// capital, and no end of a sentence.
func titleLike(text string) bool {
	r, ok := firstLetter(text)
	return ok && unicode.IsUpper(r) && len(text) <= 110 && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ";")
}

// gapBefore reports whether there is more than a line's gap above a line.
func (d *document) gapBefore(i int) bool {
	p := d.previousLine(i)
	return p < 0 || d.lines[p].page != d.lines[i].page || d.lines[i].box.Y0-d.lines[p].box.Y1 > 0.6*d.lines[i].size
}

// cuecItems reads the controls of one region.
func (rp *report) cuecItems(region span) []attest.CUEC {
	d := rp.doc
	if t, ok := d.findTable(region, cuecColumnRE, criteriaColumnRE); ok {
		return d.cuecRows(t)
	}
	if t, ok := d.findTable(region, cuecColumnRE, idColumnRE); ok {
		return d.cuecRows(t)
	}
	var lines []line
	for _, l := range d.lines[region.from:region.to] {
		if !l.noise && len(l.words) > 0 && !cuecHeadRE.MatchString(newFlow([]line{l}).text) {
			lines = append(lines, l)
		}
	}
	items := listItems(lines)
	if len(items) == 0 {
		items = userEntityParagraphs(lines)
	}
	var out []attest.CUEC
	for _, item := range items {
		if c, ok := newCUEC(item, "", nil); ok {
			out = append(out, c)
		}
	}
	return out
}

// userEntityParagraphs gives the paragraphs that say what user entities do.
func userEntityParagraphs(lines []line) [][]line {
	var out [][]line
	for _, p := range splitItems(lines) {
		p[0] = p[0].withoutMarker() // one item alone has a mark, too
		if userEntityRE.MatchString(newFlow(p).text) {
			out = append(out, p)
		}
	}
	return out
}

// cuecRows reads the controls from the rows of a table. A cell with criteria may
// span the rows of several controls, and a cell may hold several controls.
func (d *document) cuecRows(t table) []attest.CUEC {
	text, _ := t.find(cuecColumnRE)
	var ids, criteria []tableCell
	if c, ok := t.find(idColumnRE); ok && c != text {
		ids = d.cells(t, c)
	}
	if c, ok := t.find(criteriaColumnRE); ok && c != text {
		criteria = d.cells(t, c)
	}
	var out []attest.CUEC
	for _, cell := range d.cells(t, text) {
		id := ""
		items := splitMarked(cell.lines)
		if own := overlaps(ids, cell); len(own) == 1 && len(own[0].lines) == 1 {
			id, items = own[0].text(), [][]line{cell.lines}
		}
		for i, item := range items {
			near := d.besides(cell, items, i)
			c, ok := newCUEC(item, id, d.criteriaIn(overlaps(criteria, near), near))
			switch n := len(out); {
			case !ok:
			case n > 0 && startsLower(c.Text) && id == "":
				out[n-1].Text += " " + c.Text
				out[n-1].Cited = append(out[n-1].Cited, c.Cited...)
			default:
				out = append(out, c)
			}
		}
	}
	return out
}

// besides is the height at which the criteria of an item of a cell stand: the
// cell's between rulings, else down to the next item.
func (d *document) besides(cell tableCell, items [][]line, i int) tableCell {
	if d.ruled(cell) {
		return cell
	}
	cell.y0 = items[i][0].box.Y0 - 3
	if i+1 < len(items) && items[i+1][0].page == cell.page {
		cell.y1 = items[i+1][0].box.Y0 - 3
	}
	return cell
}

// splitMarked cuts a cell into items, by marks where there are some.
func splitMarked(lines []line) [][]line {
	if slices.ContainsFunc(lines, line.marker) {
		if items := markedItems(lines); len(items) > 0 {
			return items
		}
	}
	return splitItems(lines)
}

// criteriaIn lists the criteria that cells name. In a column without rulings only
// lines at the height of the control count.
func (d *document) criteriaIn(cells []tableCell, near tableCell) []string {
	var out []string
	for _, c := range cells {
		for _, l := range c.lines {
			if y := middle(l.box.Y0, l.box.Y1); !d.ruled(c) && (y < near.y0 || y > near.y1) {
				continue
			}
			for _, id := range criterionRE.FindAllString(newFlow([]line{l}).text, -1) {
				if id = strings.ReplaceAll(id, " ", ""); !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}

// newCUEC makes a control of the lines of its text; false when they hold none.
func newCUEC(lines []line, id string, criteria []string) (attest.CUEC, bool) {
	f := newFlow(lines)
	text := strings.TrimSpace(f.text)
	if len(text) < 15 || !strings.Contains(text, " ") || cuecHeadRE.MatchString(text) || strings.HasSuffix(text, ":") {
		return attest.CUEC{}, false
	}
	if criteria == nil {
		for _, m := range criterionRE.FindAllString(text, -1) {
			if !slices.Contains(criteria, m) {
				criteria = append(criteria, m)
			}
		}
	}
	return attest.CUEC{ID: id, Text: text, Criteria: criteria, Cited: f.cite(0, len(f.text))}, true
}
