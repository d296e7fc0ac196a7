package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"golang.org/x/text/unicode/norm"
)

// maxTermRunes cuts what no person would type; longer runs come from broken pages.
const maxTermRunes = 64

// token is a word of a text.
type token struct {
	start, end int    // bytes in the text
	word       string // lower case, without accents
	term       string // the stem of word, which is what the index holds
}

// tokens cuts a text into words and numbers.
//
// Letters and digits never share a token, and a number keeps its dots: CC6.1 is
// "cc", "6.1", and so are "CC 6.1" and "CC-6.1". A query for any of them is the
// phrase of the two, so CC6.1 does not find CC6.10, and "AES256" finds "AES-256".
// Scripts without spaces give one token for each character.
func tokens(text string) []token {
	var found []token
	stemmer := en.NewEnglishStemmerFilter()
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRuneInString(text[i:])
		end := i + width
		switch {
		case ideographic(r):
		case unicode.IsLetter(r):
			end = wordEnd(text, end)
		case unicode.IsDigit(r):
			end = numberEnd(text, end)
		default:
			i = end
			continue
		}
		if word := fold(text[i:end]); word != "" {
			found = append(found, token{i, end, word, stem(stemmer, word)})
		}
		i = end
	}
	return found
}

// wordEnd gives the end of the word that text[:from] is in. An apostrophe
// between letters belongs to the word.
func wordEnd(text string, from int) int {
	for from < len(text) {
		r, width := utf8.DecodeRuneInString(text[from:])
		switch {
		case ideographic(r):
			return from
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.Is(unicode.Cf, r):
			from += width
		case r == '\'' || r == '’':
			if next, _ := utf8.DecodeRuneInString(text[from+width:]); !unicode.IsLetter(next) {
				return from
			}
			from += width
		default:
			return from
		}
	}
	return from
}

// numberEnd gives the end of the number that text[:from] is in. A dot between
// digits belongs to the number.
func numberEnd(text string, from int) int {
	for from < len(text) {
		r, width := utf8.DecodeRuneInString(text[from:])
		switch {
		case unicode.IsDigit(r):
			from += width
		case r == '.':
			if next, _ := utf8.DecodeRuneInString(text[from+1:]); !unicode.IsDigit(next) {
				return from
			}
			from += width
		default:
			return from
		}
	}
	return from
}

func ideographic(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// fold makes words that people take for the same the same: lower case, no
// accents, no ligatures, no soft hyphens.
func fold(s string) string {
	if ascii(s) {
		if len(s) > maxTermRunes {
			s = s[:maxTermRunes]
		}
		return strings.ToLower(s)
	}
	var b strings.Builder
	n := 0
	for _, r := range norm.NFKD.String(s) {
		switch {
		case n == maxTermRunes:
			return b.String()
		case r == '’':
			r = '\''
		case unicode.IsMark(r), unicode.Is(unicode.Cf, r):
			continue
		}
		b.WriteRune(unicode.ToLower(r))
		n++
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// stem gives the English stem of a folded word. Numbers and other scripts stay.
func stem(stemmer *en.EnglishStemmerFilter, word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz'") != "" {
		return word
	}
	t := analysis.Token{Term: []byte(word)}
	stemmer.Filter(analysis.TokenStream{&t})
	return string(t.Term)
}

// analyzer gives the tokens of a passage to Bleve.
type analyzer struct{}

func (analyzer) Analyze(text []byte) analysis.TokenStream {
	found := tokens(string(text))
	stream := make(analysis.TokenStream, len(found))
	for i, t := range found {
		stream[i] = &analysis.Token{Term: []byte(t.term), Start: t.start, End: t.end, Position: i + 1}
	}
	return stream
}

// stopWords are left out of a query that has other words. They are in the index,
// so that phrases are exact. No "no" and no "not": they matter in a report.
const stopWords = " a about all also an and any are as at be been being but by can could did do does for from had has " +
	"have how i if in into is it its may me my of on or our please shall should so such than that the their them then " +
	"there these they this those to us was we were what when where which who whom why will with would you your describe " +
	"explain provide "

func isStopWord(word string) bool { return strings.Contains(stopWords, " "+word+" ") }
