package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const (
	maxHeadingLines = 4   // a heading is set over at most this many lines
	maxHeadingText  = 220 // and has at most this many bytes
)

// section is a part of a report: lines[from:to], the first of them its heading.
type section struct {
	kind     attest.SectionKind
	span     span
	bodyFrom int // the line after the heading
	labelled bool
}

// labelPattern is what may stand before the words of a section heading.
const labelPattern = `(?:(?:section|part|chapter|abschnitt|teil|partie|sección|sezione|deel)\s+(?:[ivx]{1,5}|\d{1,2}|one|two|three|four|five|six|seven|[a-g])\b|(?:[ivx]{1,5}|\d{1,2}|[a-g])[.)]|(?:[ivx]{1,5}|\d)\s*(?:\s[-–—]\s|:))\s*[-:.|]*\s*`

var (
	labelRE    = regexp.MustCompile(`(?i)^` + labelPattern)
	continueRE = regexp.MustCompile(`(?i)\s*[-(]*\s*(?:continued|cont'?d)\.?\)?\s*$`)
)

// headingWords are parts of words one of which is in the first line of every
// heading of a section: a cheap test that spares the rules most lines.
const headingWords = "report assert descri criteri control test information respon append attach annex exhibit glossary matri statement system independ auditor bericht bescheinigung beschreibung erklärung behauptung section part chapter abschnitt teil unaudited management"

// mayBeHeading reports whether a line holds one of the words of headings, or a
// label.
func mayBeHeading(text string) bool {
	low := strings.ToLower(text)
	for _, w := range strings.Fields(headingWords) {
		if strings.Contains(low, w) {
			return true
		}
	}
	return labelRE.MatchString(text)
}

// sectionRules gives the words of section headings, in the order in which they
// are tried; each must be the whole heading.
var sectionRules = []struct {
	kind attest.SectionKind
	re   *regexp.Regexp
}{
	{attest.SectionOther, headingRE(
		`(?:other|additional|supplement(?:al|ary)|unaudited) information(?:$|,? (?:provided|presented|that|not|by|from|\().*)`,
		`(?:other )?information (?:provided|presented) by .{0,80}(?:not (?:covered|audited|examined)|unaudited).*`,
		`(?:.{0,60}'s?|management'?s?'?) responses? to .{0,60}(?:exception|deviation|finding|test).*`,
		`unaudited (?:section|appendix|other).*`)},
	{attest.SectionAuditorReport, headingRE(
		`(?:the )?report of (?:the )?independent (?:registered )?(?:service )?(?:auditors?|accountants?|practitioners?|certified public accountants?)'?(?:$| (?:on|to|re|for|relating|-).{0,160})`,
		`(?:the )?independent (?:service )?(?:auditor|practitioner|accountant|reasonable assurance practitioner|certified public accountant)(?:'?s?'?)(?: (?:reasonable |limited )?assurance)?(?: examination)? (?:report|opinion)(?:$|,? (?:on|to|regarding|for|of|-|provided|\().{0,180})`,
		`(?:the )?(?:service auditor|practitioner|auditor)(?:'?s?'?)(?: (?:assurance|examination))? report(?:$| (?:on|to|regarding|provided|-).{0,160})`,
		`(?:opinion|(?:reasonable |limited )?assurance report) of (?:the )?independent .{0,120}`,
		`independent (?:reasonable |limited )?assurance report(?:$| (?:on|to|of|by|-).{0,180})`,
		`(?:prüfungsbericht|bericht|bescheinigung|prüfbericht) des unabhängigen .{0,120}`,
		`rapport (?:d'assurance )?(?:de l'auditeur|du praticien).{0,100}`)},
	{attest.SectionMatrix, headingRE(
		`(?:the )?(?:applicable )?trust services? (?:category|categories|criteria|principles).{0,60}(?:controls?|tests?|results?).*`,
		`.{0,80}tests? of (?:operating effectiveness|controls).{0,60}results?.*`,
		`.{0,60}(?:criteria|controls?|control activities|control objectives).{0,40}(?:tests?|testing) (?:of|and|performed).*`,
		`testing matri(?:x|ces).*`, `tests? (?:and|of) (?:controls|results).*`, `results of tests?.*`,
		`information provided by the (?:independent )?(?:service )?(?:auditor|practitioner).*`,
		`(?:description of )?(?:criteria|control objectives),? (?:related )?controls?,? (?:and )?(?:related )?(?:tests?|controls?).*`,
		`(?:applicable )?(?:criteria|control objectives) and (?:related )?controls?.*`)},
	{attest.SectionAssertion, headingRE(
		`(?:.{0,80}[' ])?(?:management|service organi[sz]ation)(?:'?s?'?)?(?: of .{0,80})? (?:written )?(?:report of its |report of |statement of )?assertions?(?:$|,? (?:on|by|of|regarding|about|for|concerning|provided|as|-|letter).{0,200})`,
		`assertions? (?:of|by|from) .{0,140}`, `.{2,80}'s? (?:written )?assertions?(?:$| (?:on|regarding|about|of|-).{0,200})`,
		`(?:management(?:'?s?'?)|written) (?:statement|assertion|representation|report of its assertions).{0,200}`,
		`(?:management )?statement (?:by|of|from) (?:the )?(?:management of the )?(?:service organi[sz]ation|management|(?:legal|company'?s) representatives|(?:executive |management |managing )?(?:board|directors)|cloud service provider|data processor|.{2,60} management)\b.{0,80}`,
		`.{2,60}'s? statement`,
		`(?:erklärung|behauptung) (?:der geschäftsführung|des dienstleist\S*|der gesetzlichen vertreter).*`)},
	{attest.SectionDescription, headingRE(
		`(?:.{2,90}'s? |management'?s? )?description of (?:the |its |their |a |.{0,60}'s? )?(?:boundaries of .{0,120}|.{0,120}(?:system|platform|service|environment)s?.{0,120})`,
		`.{2,90}'s? description of (?:its|their) .{2,120}`,
		`(?:the )?system description.{0,100}`, `.{2,80} system (?:description|overview)`,
		`(?:service organi[sz]ation'?s? )?description of (?:services|controls|operations).*`,
		`(?:systembeschreibung|beschreibung des (?:dienstleistungsbezogenen )?.{0,60}systems?).*`,
		`(?:attachment|appendix|exhibit) a\b.{0,30}(?:system|boundar|overview|description|scope).*`)},
	{attest.SectionAppendix, headingRE(`(?:appendix|attachment|annex|exhibit|glossary)(?: [a-h0-9]{1,2})?\b.{0,120}`)},
}

// headingRE joins the forms of a heading, which must match as a whole.
func headingRE(forms ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(forms, "|") + `)$`)
}

// findSections gives the parts of the report in order.
func (d *document) findSections() []section {
	body := d.bodySize()
	var found []section
	for i := 0; i < len(d.lines); i++ {
		s, ok := d.sectionAt(i, body)
		if !ok {
			continue
		}
		found = append(found, s)
		i = s.bodyFrom - 1
	}
	return d.endSections(d.joinSections(d.dropSubheadings(found)))
}

// sectionAt reads a section heading that starts at line i.
func (d *document) sectionAt(i int, body float64) (section, bool) {
	first := d.lines[i]
	if first.noise || d.contents[i] || !d.looksLikeHeading(i, body) || !mayBeHeading(first.text) {
		return section{}, false
	}
	var lines []line
	for j := i; j < len(d.lines) && len(lines) < maxHeadingLines; j++ {
		l := d.lines[j]
		if l.noise {
			continue
		}
		if l.page != first.page || d.contents[j] || !continuesHeading(lines, l) {
			break
		}
		lines = append(lines, l)
		text := newFlow(lines).text
		kind, labelled, ok := classifyHeading(text)
		if !ok && d.namesSystem(i, text, body) {
			kind, ok = attest.SectionDescription, true
		}
		if ok && !d.runsOn(j, text) {
			return section{kind: kind, labelled: labelled, span: span{from: i}, bodyFrom: d.restOfHeading(lines, j+1)}, true
		}
	}
	return section{}, false
}

// continuesHeading reports whether a line can be the next one of a heading: it is
// printed as the ones before, or follows a label, and makes no sentence of them.
func continuesHeading(before []line, l line) bool {
	if n := len(before); n > 0 && !sameStyle(before[n-1], l) && !onlyLabel(newFlow(before).text) {
		return false
	}
	text := newFlow(append(before[:len(before):len(before)], l)).text
	return len(text) <= maxHeadingText && !sentenceRE.MatchString(text)
}

// sentenceRE are words of sentences, which no heading holds.
var sentenceRE = regexp.MustCompile(`(?i)\bthis report\b|\bis (?:not )?intended\b|\bwe (?:have|believe|are|did)\b|\bin our opinion\b|\b(?:is|are) (?:responsible|listed|presented|described)\b`)

// sameStyle reports whether two lines are printed alike, as those of one heading are.
func sameStyle(a, b line) bool {
	return a.bold == b.bold && max(a.size, b.size) < 1.1*min(a.size, b.size)
}

// onlyLabel reports whether a text is the label of a section without its words.
func onlyLabel(text string) bool {
	return strings.Trim(labelRE.ReplaceAllString(text+" ", ""), " .:-|") == ""
}

// classifyHeading says which part of a report the heading opens.
func classifyHeading(text string) (attest.SectionKind, bool, bool) {
	text = continueRE.ReplaceAllString(text, "")
	label := labelRE.FindString(text)
	rest := strings.Trim(text[len(label):], " .:-|")
	if rest == "" || strings.HasSuffix(text, ".") && label == "" {
		return "", false, false
	}
	if label == "" && letterSubheadRE.MatchString(rest) {
		return "", false, false
	}
	for _, r := range sectionRules {
		if r.re.MatchString(rest) {
			return r.kind, strings.Contains(label, " ") || len(label) > 0, true
		}
	}
	return "", false, false
}

// letterSubheadRE are headings inside the auditor's report that resemble those
// of sections.
var letterSubheadRE = regexp.MustCompile(`(?i)^(?:description of tests of controls.*|(?:service )?auditor'?s'? (?:responsibilit|independence).*|assertion of .{0,40}responsib.*|appendix|glossary)$`)

// looksLikeHeading reports whether line i stands out: larger or bolder than the
// body, in capitals, labelled, first on its page, or after a gap; and whether it
// starts as a heading does.
func (d *document) looksLikeHeading(i int, body float64) bool {
	l := d.lines[i]
	if l.text == "" || len(l.text) > 130 {
		return false
	}
	r, _ := firstLetter(l.text)
	labelled := labelRE.MatchString(l.text)
	if !unicode.IsUpper(r) && !labelled {
		return false
	}
	if l.bold || l.size > body*1.08 || labelled || strings.ToUpper(l.text) == l.text {
		return true
	}
	prev := d.previousLine(i)
	if prev < 0 || d.lines[prev].page != l.page {
		return true
	}
	gap := l.box.Y0 - d.lines[prev].box.Y1
	return gap > 0.5*max(l.size, 6)
}

// runsOn reports whether the text after line j goes on with the sentence, so that
// it was no heading: the next line starts in lower case without a gap.
func (d *document) runsOn(j int, text string) bool {
	if strings.HasSuffix(text, ",") || strings.HasSuffix(text, ";") {
		return true
	}
	next := j + 1
	if next >= len(d.lines) || d.lines[next].page != d.lines[j].page {
		return false
	}
	r, ok := firstLetter(d.lines[next].text)
	return ok && unicode.IsLower(r) && d.lines[next].box.Y0-d.lines[j].box.Y1 < 0.5*max(d.lines[j].size, 6)
}

// previousLine is the last line before i that is no noise, or -1.
func (d *document) previousLine(i int) int {
	for i--; i >= 0; i-- {
		if !d.lines[i].noise && d.lines[i].text != "" {
			return i
		}
	}
	return -1
}

// firstLetter is the first letter of a text.
func firstLetter(s string) (rune, bool) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}

// bodySize is the font size in which most of the text is set.
func (d *document) bodySize() float64 {
	bySize := map[float64]int{}
	best, most := 10.0, 0
	for _, l := range d.lines {
		if l.noise {
			continue
		}
		size := float64(int(l.size*2+0.5)) / 2
		bySize[size] += len(l.text)
		if n := bySize[size]; n > most || n == most && size < best {
			best, most = size, n
		}
	}
	return best
}

// dropSubheadings keeps the headings that open sections: where a report labels
// its sections, an unlabelled heading counts only for a part that has no label,
// and, but for the parts that firms often leave unlabelled, only in print as
// large as that of the labelled ones.
func (d *document) dropSubheadings(found []section) []section {
	labelled := map[attest.SectionKind]bool{}
	largest := 0.0
	for _, s := range found {
		if s.labelled {
			labelled[s.kind] = true
			largest = max(largest, d.lines[s.span.from].size)
		}
	}
	return slices.DeleteFunc(found, func(s section) bool {
		switch {
		case d.lines[s.span.from].page == 1 && len(d.pages) > 3:
			return s.kind != attest.SectionAuditorReport || !d.opensLetter(s)
		case s.kind == attest.SectionAppendix || s.labelled:
			return false
		case labelled[s.kind]:
			return true
		case s.kind == attest.SectionDescription || s.kind == attest.SectionMatrix:
			return len(labelled) >= 2 && d.lines[s.span.from].size < largest-0.5
		}
		return false
	})
}

// withLetter adds the auditor's report to the sections where its heading was not
// recognised.
func (d *document) withLetter(sections []section, l letter) []section {
	if !l.found() || slices.ContainsFunc(sections, func(s section) bool {
		return s.kind == attest.SectionAuditorReport && s.span.from >= l.span.from-12 && s.span.from < l.span.to
	}) {
		return sections
	}
	var out []section
	for _, s := range sections {
		if s.span.from < l.span.from && s.span.to > l.span.from {
			s.span.to = l.span.from
		}
		out = append(out, s)
	}
	first := l.span.from
	for first < l.span.to-1 && (d.lines[first].noise || d.lines[first].text == "") {
		first++
	}
	out = append(out, section{kind: attest.SectionAuditorReport, span: span{first, l.span.to}, bodyFrom: first + 1})
	slices.SortStableFunc(out, func(a, b section) int { return a.span.from - b.span.from })
	return out
}

// joinSections gives each section its end and joins neighbours of one kind, such
// as a title page and the section itself.
func (d *document) joinSections(found []section) []section {
	var out []section
	for _, s := range found {
		if n := len(out); n > 0 && out[n-1].kind == s.kind && s.kind != attest.SectionAppendix {
			if out[n-1].bodyFrom >= s.span.from-2 || d.onlyHeading(out[n-1].bodyFrom, s.span.from) {
				out[n-1].bodyFrom = s.bodyFrom
			}
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].span.to = s.span.from
		}
		out = append(out, s)
	}
	if n := len(out); n > 0 {
		out[n-1].span.to = len(d.lines)
	}
	return out
}

// onlyHeading reports whether the lines hold next to nothing.
func (d *document) onlyHeading(from, to int) bool {
	return to >= from && len(newFlow(d.lines[from:to]).text) < 200
}

// records gives the sections as the reading states them.
func sectionRecords(d *document, sections []section) []attest.Section {
	var out []attest.Section
	for _, s := range sections {
		h := newFlow(d.lines[s.span.from:s.bodyFrom])
		cites := h.cite(0, len(h.text))
		if len(cites) == 0 {
			continue
		}
		out = append(out, attest.Section{
			Kind: s.kind, Heading: cites[0],
			FirstPage: d.lines[s.span.from].page, LastPage: d.lastPage(s.span),
			Audited: s.kind != attest.SectionAssertion && s.kind != attest.SectionOther && s.kind != attest.SectionAppendix,
		})
	}
	return out
}

// lastPage is the page of the last line of a span that is no noise; pages that
// could not be read and follow it before the next section belong to it.
func (d *document) lastPage(s span) int {
	last := 0
	for i := s.from; i < s.to; i++ {
		if !d.lines[i].noise {
			last = d.lines[i].page
		}
	}
	next := len(d.pages) + 1
	if s.to < len(d.lines) {
		next = d.lines[s.to].page
	}
	for _, p := range d.pages {
		if p.number > last && p.number < next && p.status == attest.PageNotRead && p.number == last+1 {
			last = p.number
		}
	}
	return last
}

// sectionOf gives the first section of a kind.
func sectionOf(sections []section, kind attest.SectionKind) (section, bool) {
	i := slices.IndexFunc(sections, func(s section) bool { return s.kind == kind })
	if i < 0 {
		return section{}, false
	}
	return sections[i], true
}
