package ocr

import (
	"slices"
	"strings"
)

// commonWords gives the words that tell a language in Latin script, by ISO 639-2.
// Words that several of them share tell nothing and are left out.
func commonWords() map[string][]string {
	return map[string][]string{
		"eng": {"the", "and", "of", "for", "with", "this", "that", "has", "been", "is"},
		"deu": {"der", "die", "und", "das", "nach", "für", "mit", "wird", "gemäß", "eine", "dass", "wurde"},
		"fra": {"les", "des", "et", "pour", "dans", "aux", "sont", "est", "selon", "ainsi", "cette"},
		"spa": {"los", "las", "el", "del", "y", "para", "según", "con", "por", "ha", "conforme"},
		"ita": {"il", "della", "dei", "gli", "per", "alla", "delle", "sono", "che", "è"},
		"nld": {"het", "een", "van", "voor", "met", "zijn", "wordt", "deze", "heeft", "niet"},
		"por": {"os", "dos", "das", "ao", "não", "uma", "são", "pelo", "da", "foi"},
		"swe": {"och", "att", "för", "som", "av", "enligt", "har", "är", "den"},
		"dan": {"og", "af", "til", "er", "som", "ikke", "efter", "har", "på"},
		"pol": {"jest", "oraz", "dla", "się", "na", "nie", "zgodnie", "zakresie"},
	}
}

// tellingShare is the share of a page's words that its language's common words make
// up at least, and tellingCount how many they are.
const (
	tellingShare = 0.05
	tellingCount = 4
)

// languageOfWords tells the language of words in Latin script; "" when too few of
// them tell.
func languageOfWords(words []Word) string {
	counts, languages := map[string]int{}, commonWords()
	for _, w := range words {
		text := strings.ToLower(strings.Trim(w.Text, ".,;:()"))
		for language, common := range languages {
			if slices.Contains(common, text) {
				counts[language]++
			}
		}
	}
	best, most, second := "", 0, 0
	for language, n := range counts {
		switch {
		case n > most || n == most && language < best:
			best, most, second = language, n, most
		case n > second:
			second = n
		}
	}
	if most < tellingCount || float64(most) < tellingShare*float64(len(words)) || most <= second {
		return ""
	}
	return best
}

// scriptLanguages gives the languages that are read for a script, the likeliest
// first.
func scriptLanguages() map[string][]string {
	return map[string][]string{
		"Latin":      {"eng"},
		"Fraktur":    {"deu"},
		"Cyrillic":   {"rus", "ukr", "bul", "srp"},
		"Greek":      {"ell"},
		"Han":        {"chi_sim", "chi_tra"},
		"Japanese":   {"jpn"},
		"Hangul":     {"kor"},
		"Korean":     {"kor"},
		"Arabic":     {"ara"},
		"Hebrew":     {"heb"},
		"Devanagari": {"hin"},
		"Thai":       {"tha"},
	}
}

// languageOf gives an installed language for a script. A script that could not be
// told is taken for the usual one.
func (e *Engine) languageOf(script string) (string, bool) {
	if script == "" {
		return e.usual(), true
	}
	for _, l := range scriptLanguages()[script] {
		if slices.Contains(e.languages, l) {
			return l, true
		}
	}
	return e.usual(), script == "Latin"
}
