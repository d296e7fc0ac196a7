package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text.
type token struct {
	start, end int    // its bytes in the text
	fold       string // in lower case, with names and numbers in a common form
	stem       string // fold without its ending, and for a word with synonyms their common one
}

// The folds that stand for names and dates. They weigh nothing, and are equal to
// themselves.
const (
	orgMark     = "@organisation"
	systemMark  = "@system"
	auditorMark = "@auditor"
	dateMark    = "@date"
)

// isMark reports whether a fold stands for a name or a date.
func isMark(fold string) bool { return strings.HasPrefix(fold, "@") }

// tokens cuts a text into its words, without names, dates or numbers told apart yet.
func tokens(text string) []token {
	var out []token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		start := i
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !wordRune(r) && !inNumber(text, start, i, r) {
				break
			}
			i += n
		}
		if i < len(text) && text[i] == '%' {
			i++
		}
		if t, ok := newToken(text, start, i); ok {
			out = append(out, t)
		}
	}
	return out
}

// wordRune reports whether a rune may stand in a word. An apostrophe may: what
// follows it is taken off.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '\u2019'
}

// inNumber reports whether the rune at i is a point or comma between digits.
func inNumber(text string, start, i int, r rune) bool {
	return (r == '.' || r == ',') && i > start && i+1 < len(text) && digit(text[i-1]) && digit(text[i+1]) && digit(text[start])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// numeric reports whether a word begins with a digit.
func numeric(word string) bool { return word != "" && digit(word[0]) }

// newToken makes the token of text[start:end]; false for what is no word, such as
// the label of a limb.
func newToken(text string, start, end int) (token, bool) {
	fold := strings.ToLower(strings.ReplaceAll(text[start:end], "\u2019", "'"))
	fold = strings.Trim(fold, "'")
	if word, _, ok := strings.Cut(fold, "'"); ok {
		fold = word
	}
	fold = strings.ReplaceAll(fold, ",", "")
	if fold == "" || label(text, fold, end) {
		return token{}, false
	}
	return token{start: start, end: end, fold: fold, stem: stem(fold)}, true
}

// label reports whether a word is the label of a limb or a list, as "(b)", "ii." or
// "3)": one letter, a small roman number or, before a bracket, a number.
func label(text, fold string, end int) bool {
	if end >= len(text) || text[end] != ')' && text[end] != '.' {
		return false
	}
	switch {
	case strings.Trim(fold, "ivx") == "", utf8.RuneCountInString(fold) == 1 && fold >= "a":
		return end+1 == len(text) || text[end+1] == ' '
	case text[end] == ')' && len(fold) < 3 && strings.Trim(fold, "0123456789") == "":
		return !spelledBefore(text[:end])
	}
	return false
}

// spelledBefore reports whether a number in brackets repeats one in words, as in
// "two (2)".
func spelledBefore(text string) bool {
	const near = 40 // bytes that hold the number twice
	text = text[max(len(text)-near, 0):]
	open := strings.LastIndexByte(text, '(')
	if open < 0 {
		return false
	}
	words := strings.Fields(text[:open])
	return len(words) > 0 && numberWord(strings.ToLower(words[len(words)-1])) > 0
}

// numberWord gives the number that a word names, 0 for none.
func numberWord(word string) int {
	small := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	for i, w := range small {
		if w == word {
			return i + 1
		}
	}
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		if w == word {
			return 20 + 10*i
		}
	}
	return 0
}

// span is the text from the first token to the last.
func span(text string, ts []token) string {
	if len(ts) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(text[ts[0].start:ts[len(ts)-1].end]), " ")
}
