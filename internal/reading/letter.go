package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// letter is the practitioner's own report: the zone that decides.
type letter struct {
	span   span
	flow   flow
	anchor int // offset in the flow of the sentence that says what was examined
	// unread are the pages inside the letter that could not be read.
	unread []int
}

// found reports whether there is a letter.
func (l letter) found() bool { return l.flow.text != "" }

// maxLetterPages is the length that no auditor's report exceeds.
const maxLetterPages = 14

// opensRE is the sentence with which a practitioner says what was examined.
var opensRE = regexp.MustCompile(`(?i)\bwe\s*(?:have\s*|were\s*)?(?:examined|reviewed|audited|(?:engaged|appointed|asked|retained)\s*to\s*(?:examine|review|audit|perform|report|express)|been\s*engaged\s*(?:by\s*[^.]{0,80}?)?to\s*(?:report|examine|provide|perform|express|conduct)|(?:performed|conducted|undertaken|carried\s*out)\s*(?:an?|our)\s*(?:(?:independent|reasonable|limited)\s*)*(?:assurance|examination|review|audit))\b|\bwir\s*haben\s*(?:[^.]{0,300}?)(?:geprüft|beauftragt)|\bnous\s*avons\s*(?:examiné|été\s*engagés)`)

// aboutRE is what such a sentence is about, soon after.
var aboutRE = regexp.MustCompile(`(?i)description|assertion|effectiveness|controls?\b|beschreibung|kontrollen|criteria|subject\s*matter`)

// assertsRE is how management's assertion starts where it has no heading.
var assertsRE = regexp.MustCompile(`(?i)^\W*(?:we\s*have\s*prepared\s*the|we,?\s*(?:as\s*)?(?:the\s*)?management\s*of|we\s*(?:confirm|assert)\b|we\s*are\s*responsible\s*for\s*(?:designing|identifying)|the\s*management\s*of\s*.{2,60}\s*(?:asserts|is\s*responsible\s*for\s*(?:the\s*)?(?:preparation|designing)))`)

// opensLetter reports whether the sentence about the examination follows the
// heading soon.
func (d *document) opensLetter(s section) bool {
	f := newFlow(d.lines[s.bodyFrom:min(len(d.lines), s.bodyFrom+60)])
	m := opensRE.FindStringIndex(f.text)
	return m != nil && m[0] < 1800
}

// findLetter finds the practitioner's report: by the sentence that opens it,
// first below a heading that names it, else anywhere before the description.
func (d *document) findLetter(sections []section) letter {
	for _, s := range sections {
		if s.kind == attest.SectionAuditorReport && d.opensLetter(s) {
			return d.newLetter(span{s.span.from, min(s.span.to, d.letterLimit(s.span.from))})
		}
	}
	from, ok := d.unheadedLetter(sections)
	if !ok {
		return letter{}
	}
	to := d.letterLimit(from)
	for _, s := range sections {
		if s.span.from > from && s.kind != attest.SectionAuditorReport {
			to = min(to, s.span.from)
		}
	}
	return d.newLetter(span{from, to})
}

// letterLimit is the line after which no letter that starts at from goes on.
func (d *document) letterLimit(from int) int {
	for _, p := range d.pages {
		if p.number == d.lines[from].page+maxLetterPages {
			return p.first
		}
	}
	return len(d.lines)
}

// unheadedLetter looks for a page on which a letter starts without a heading that
// is known. Sections that are somebody else's are left out.
func (d *document) unheadedLetter(sections []section) (int, bool) {
	for _, p := range d.pages {
		f := d.body(span{p.first, p.end})
		m := opensRE.FindStringIndex(f.text)
		if m == nil || !aboutRE.MatchString(f.text[m[1]:min(len(f.text), m[1]+400)]) {
			continue
		}
		kind := kindAt(sections, p.first)
		if kind == attest.SectionDescription || kind == attest.SectionMatrix || kind == attest.SectionOther {
			continue
		}
		return p.first, true
	}
	return 0, false
}

// kindAt is the kind of the section that holds line i.
func kindAt(sections []section, i int) attest.SectionKind {
	for _, s := range sections {
		if i >= s.span.from && i < s.span.to {
			return s.kind
		}
	}
	return ""
}

// newLetter cuts the letter at management's assertion where that has no heading
// of its own, and reads its text.
func (d *document) newLetter(s span) letter {
	s.from = d.letterheadFrom(s.from)
	f := d.body(s)
	m := opensRE.FindStringIndex(f.text)
	if m == nil {
		return letter{}
	}
	first := d.lines[s.from].page
	opened := f.page(m[0])
	for i := s.from; i < s.to; i++ {
		l := d.lines[i]
		if l.noise || l.page <= opened || !assertsRE.MatchString(newFlow([]line{l}).text) {
			continue
		}
		s.to = i
		for s.to > s.from && d.lines[s.to-1].page == l.page {
			s.to--
		}
		f = d.body(s)
		break
	}
	last := d.lastPage(s)
	return letter{span: s, flow: f, anchor: m[0], unread: d.unread(first, last)}
}

// letterheadFrom moves the start of a letter up to the top of its page where only
// the short lines of a letterhead stand above its heading.
func (d *document) letterheadFrom(from int) int {
	top := d.pages[d.lines[from].page-1].first
	kept := 0
	for i := top; i < from; i++ {
		if d.lines[i].noise || d.contents[i] {
			continue
		}
		if kept++; len(d.lines[i].text) > 90 || kept > 12 {
			return from
		}
	}
	return top
}

// opening is the start of the letter's first paragraph: what was examined, and
// against what.
func (l letter) opening() string {
	return l.flow.text[l.anchor:min(len(l.flow.text), l.anchor+1600)]
}

// noLetter says why there is no auditor's report to read a fact from.
func (d *document) noLetter() string {
	if pages := d.unread(1, len(d.pages)); len(pages) > 0 {
		return "no service auditor's report was found in the text; " + pageList(pages) + " could not be read"
	}
	return "no service auditor's report was found"
}

// subheads gives, for each line of a flow that matches, the offset in the text of
// its start.
func (f flow) subheads(re *regexp.Regexp) []int {
	var out []int
	for _, start := range f.lineStarts() {
		l := f.lines[f.lineAt(start)]
		if len(l.text) < 120 && re.MatchString(newFlow([]line{l}).text) {
			out = append(out, start)
		}
	}
	return out
}

// lineStarts gives the offset in the text at which each line starts.
func (f flow) lineStarts() []int {
	var out []int
	last := int32(-1)
	for i, p := range f.at {
		if p.line != last {
			if f.text[i] == ' ' {
				continue
			}
			out, last = append(out, i), p.line
		}
	}
	return out
}

// lineText is the normalised text of the line that holds the byte at offset.
func (f flow) lineText(offset int) string {
	return strings.TrimSpace(newFlow([]line{plainLine(f.lines[f.lineAt(offset)])}).text)
}
