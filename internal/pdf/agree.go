package pdf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// agreeing is the F1 of words from which two readings of a page are one.
const agreeing = 0.95

// ligatures are the letters that one reader may give as one character and the
// other as several.
const ligatures = "ﬀ\x00ff\x00ﬁ\x00fi\x00ﬂ\x00fl\x00ﬃ\x00ffi\x00ﬄ\x00ffl\x00ﬅ\x00st\x00ﬆ\x00st"

// plain gives text with its ligatures taken apart.
func plain(text string) string {
	if !strings.Contains(text, "\xef\xac") { // what all of them begin with
		return text
	}
	return strings.NewReplacer(strings.Split(ligatures, "\x00")...).Replace(text)
}

// agreement gives the F1 of the words of two readings of a page as multisets,
// over 0 to 1. Two pages without words agree.
func agreement(a, b *Page) float64 {
	counts := map[string]int{}
	na, nb, common := 0, 0, 0
	for i := range a.Lines {
		for j := range a.Lines[i].Words {
			counts[plain(a.Lines[i].Words[j].Text)]++
			na++
		}
	}
	for i := range b.Lines {
		for j := range b.Lines[i].Words {
			text := plain(b.Lines[i].Words[j].Text)
			if counts[text] > 0 {
				counts[text]--
				common++
			}
			nb++
		}
	}
	if na+nb == 0 {
		return 1
	}
	return 2 * float64(common) / float64(na+nb)
}

// words counts the words of the page.
func (p *Page) words() (n int) {
	for i := range p.Lines {
		n += len(p.Lines[i].Words)
	}
	return n
}

// garbledPart gives the share of the page's letters that map to no character.
func (p *Page) garbledPart() float64 {
	letters := 0
	for i := range p.Lines {
		for j := range p.Lines[i].Words {
			letters += utf8.RuneCountInString(p.Lines[i].Words[j].Text)
		}
	}
	if letters == 0 {
		return 0
	}
	return float64(p.Garbled) / float64(letters)
}

// settle decides between two readings of a page, the first of which is p. Where
// they agree, the first stands: so it does without the second reader too. Where
// they do not, the second stands, unless it shows signs of having lost text.
func (p *Page) settle(second *Page, err error) {
	const someGarbled, muchGarbled, half = 0.01, 0.1, 2
	if err != nil {
		p.Alone = "the second reader cannot read it: " + printable(err.Error())
		return
	}
	score := agreement(p, second)
	switch {
	case score >= agreeing && p.Err != "" && second.words() <= p.words():
		// Both lack the same part, and only the first one tells.
		p.Alone = "the second reader finds no more of it"
	case p.Err != "" && second.garbledPart() > muchGarbled:
		p.Alone = aloneGarbled // its fonts are lost
	case p.Err != "":
		p.take(second, score, "the first reader cannot read all of it: "+p.Err)
	case score >= agreeing:
		p.Source, p.Agreement = SourceBoth, score
	case second.garbledPart() > p.garbledPart()+someGarbled:
		p.Agreement, p.Alone = score, aloneGarbled
	case second.words()*half < p.words() && p.garbledPart() <= second.garbledPart()+muchGarbled:
		p.Agreement, p.Alone = score, aloneFewer
	default:
		p.take(second, score, fmt.Sprintf("the two readers agree on %.0f of 100 words only", 100*score))
	}
}

// take makes p the second reading.
func (p *Page) take(second *Page, score float64, why string) {
	*p = *second
	p.Source, p.Agreement, p.Alone = SourceSecond, score, why
}
