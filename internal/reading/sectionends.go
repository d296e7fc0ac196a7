package reading

import (
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
