package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// wordLabelRE is a label with the word for a section in it, such as "Section 3".
var wordLabelRE = regexp.MustCompile(`(?i)^(section|part|chapter|abschnitt|teil|deel)\s+(?:[ivx]{1,5}|\d{1,2}|one|two|three|four|five|six|seven|[a-g])\b`)

// endSections ends management's assertion at the next label of a section, whatever
// its words: "Section 3: The Harbor Suite" opens a part that no rule knows, and
// what it says is not asserted.
func (d *document) endSections(sections []section) []section {
	for k, s := range sections {
		if s.kind != attest.SectionAssertion {
			continue
		}
		label := wordLabelRE.FindStringSubmatch(d.lines[s.span.from].text)
		if label == nil {
			continue
		}
		for i := s.bodyFrom; i < s.span.to; i++ {
			l := d.lines[i]
			if l.noise || d.contents[i] || !sameStyle(d.lines[s.span.from], l) || !d.looksLikeHeading(i, d.bodySize()) {
				continue
			}
			if m := wordLabelRE.FindStringSubmatch(l.text); m != nil && m[1] == label[1] && m[0] != label[0] {
				sections[k].span.to = i
				break
			}
		}
	}
	return sections
}

// openEndRE is the end of a line that a heading goes on after.
var openEndRE = regexp.MustCompile(`(?i)\b(?:the|a|an|of|by|and|or|its|their|not|for|to|on|in|with|that|is|service|independent)$`)

// restOfHeading is the line after a heading, whose last line may have been left out
// because the words before it are a heading of their own.
func (d *document) restOfHeading(lines []line, next int) int {
	last := lines[len(lines)-1]
	if next < len(d.lines) && openEndRE.MatchString(strings.TrimSpace(last.text)) {
		if l := d.lines[next]; l.page == last.page && !l.noise && sameStyle(last, l) && l.box.Y0-last.box.Y1 < 0.8*last.size && len(l.text) < maxHeadingText/2 {
			return next + 1
		}
	}
	return next
}

// namedSystemRE is the heading of a description that names the system without a
// word for what it is. Much else reads so: it has to open a page in large print.
var namedSystemRE = regexp.MustCompile(`^(?i:description of (?:the|its|our) )(?:\p{Lu}|\d)[^.:;]{1,100}$`)

// namesSystem reports whether the heading that begins at line i names the system,
// and opens the description.
func (d *document) namesSystem(i int, text string, body float64) bool {
	return namedSystemRE.MatchString(text) && d.lines[i].size > 1.15*body && d.opensPage(i)
}

// opensPage reports whether line i is the first of its page but for noise.
func (d *document) opensPage(i int) bool {
	p := d.previousLine(i)
	return p < 0 || d.lines[p].page != d.lines[i].page
}
