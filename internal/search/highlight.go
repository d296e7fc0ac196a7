package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// snippetBytes is about how long a snippet is.
const snippetBytes = 280

const ellipsis = "…"

// Highlight cuts the piece out of a passage that shows best why a query found it.
// Ranges are the bytes of the snippet that fit the query, in order, apart from each
// other, never within a character. A snippet that leaves out the beginning or the end of
// the passage has an ellipsis there. Without a word that fits, or with a query that
// Search refuses, it is the beginning of the passage and there are no ranges.
//
// The result depends on text and query alone; the text is that of the store.
func Highlight(text, query string) (snippet string, ranges [][2]int) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	words := tokens(text)
	var marks []mark
	if p, err := parse(query); err == nil {
		marks = marksOf(words, p)
	}
	start, end := window(text, words, marks)
	before, after := "", ""
	if start > 0 {
		before = ellipsis
	}
	if end < len(text) {
		after = ellipsis
	}
	for _, m := range marks {
		from, to := words[m.first].start, words[m.last].end
		if from < start || to > end {
			continue
		}
		from, to = from-start+len(before), to-start+len(before)
		if n := len(ranges); n > 0 && from <= ranges[n-1][1] {
			ranges[n-1][1] = max(ranges[n-1][1], to)
			continue
		}
		ranges = append(ranges, [2]int{from, to})
	}
	return before + text[start:end] + after, ranges
}

// mark is a place where a clause of the query fits.
type mark struct {
	first, last int // tokens
	clause      int
}

// marksOf finds where a query fits, in order of the text.
func marksOf(words []token, p parsed) []mark {
	var marks []mark
	for i, c := range append(slices.Clone(p.quoted), p.words...) {
		found := places(words, c.terms, func(t token, term string) bool { return t.term == term })
		if len(found) == 0 && len(c.terms) == 1 {
			found = places(words, c.terms, func(t token, _ string) bool { return similar(t, c) })
		}
		for _, at := range found {
			marks = append(marks, mark{at, at + len(c.terms) - 1, i})
		}
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return a.first - b.first })
	return marks
}

// places gives the tokens at which terms stand in a row.
func places(words []token, terms []string, fits func(token, string) bool) []int {
	var found []int
	for i := 0; i+len(terms) <= len(words); i++ {
		n := 0
		for n < len(terms) && fits(words[i+n], terms[n]) {
			n++
		}
		if n == len(terms) {
			found = append(found, i)
		}
	}
	return found
}

// similar reports whether a word is one that Search takes for an unknown one.
func similar(t token, c clause) bool {
	term := c.terms[0]
	if c.last && len(c.word) >= minPrefix && strings.HasPrefix(t.term, c.word) {
		return true
	}
	return len(term) >= minFuzzy && t.term != "" && t.term[0] == term[0] && oneEdit(t.term, term)
}

// oneEdit reports whether a and b differ in one character at most.
func oneEdit(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return slices.Equal(x[min(i+1, len(x)):], y[min(i+1, len(y)):])
	}
	return slices.Equal(x[i:], y[i+1:])
}

// window gives the bytes of the text to show: those around the marks of the most
// clauses, and of the most marks where that leaves a choice.
func window(text string, words []token, marks []mark) (start, end int) {
	if len(text) <= snippetBytes {
		return 0, len(text)
	}
	from, to := 0, 0
	best := 0
	for i, m := range marks {
		left := words[m.first].start
		seen, count, right := map[int]bool{}, 0, words[m.last].end
		for _, other := range marks[i:] {
			last := words[other.last].end
			if last-left > snippetBytes && count > 0 {
				break
			}
			seen[other.clause] = true
			count++
			right = max(right, last)
		}
		if score := 1000*len(seen) + min(count, 999); score > best {
			best, from, to = score, left, right
		}
	}
	return widen(text, words, from, to)
}

// widen takes words in on both sides until the snippet has its length.
func widen(text string, words []token, from, to int) (start, end int) {
	spare := max(0, snippetBytes-(to-from))
	start, end = max(0, from-spare/3), min(len(text), to+spare-spare/3)
	if start == 0 {
		end = min(len(text), max(end, snippetBytes))
	}
	if end == len(text) {
		start = max(0, min(start, len(text)-snippetBytes))
	}
	return wordStart(text, words, start, from), wordEndBefore(text, words, end, to)
}

// wordStart moves a cut at the left to the next beginning of a word, but not
// beyond limit.
func wordStart(text string, words []token, cut, limit int) int {
	if cut == 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(words, cut, func(t token, cut int) int { return t.start - cut })
	if i < len(words) && words[i].start <= limit {
		return words[i].start
	}
	return limit
}

// wordEndBefore moves a cut at the right to the last end of a word before it, but
// not before limit.
func wordEndBefore(text string, words []token, cut, limit int) int {
	if cut == len(text) {
		return cut
	}
	i, _ := slices.BinarySearchFunc(words, cut, func(t token, cut int) int { return t.end - cut })
	if i < len(words) && words[i].end == cut {
		return cut
	}
	if i > 0 && words[i-1].end >= limit && words[i-1].end > 0 {
		return words[i-1].end
	}
	for cut > limit && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return cut
}
