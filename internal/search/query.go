package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/assay/internal/attest"
)

// maxClauses is how many different words and phrases of a query are looked at.
const maxClauses = 64

// joiners stand inside of what a person takes for one word: third-party, A.8.24.
const joiners = ".-_:'’\u2010\u2011"

// clause is a word, or a phrase of several.
type clause struct {
	terms []string // stems, one after the other
	word  string   // of a single word, as typed but folded
	last  bool     // the text ends with it, so it may be unfinished
}

func (c clause) key() string { return strings.Join(c.terms, " ") }

// parsed is a query taken apart.
type parsed struct {
	quoted []clause // all of them must be there
	words  []clause // the more of them the better
	// whole is all words in a row where there are a few, to prefer passages that
	// have them so.
	whole []string
}

// parse takes the text of a query apart. It fails on a text that is too long or
// has no word in it, and on nothing else.
func parse(text string) (parsed, error) {
	if len(text) > MaxQueryBytes {
		return parsed{}, &attest.Error{
			Kind: attest.InvalidArgument, Reason: ReasonQueryTooLong, Field: "query",
			Message: fmt.Sprintf("The query is longer than %d bytes. Ask for fewer words.", MaxQueryBytes),
		}
	}
	var p parsed
	var loose []clause
	rest := straightQuotes.Replace(strings.ToValidUTF8(text, "\uFFFD"))
	for rest != "" {
		before, after, _ := strings.Cut(rest, `"`)
		inner, tail, closed := strings.Cut(after, `"`)
		if !closed { // a quote that is never closed is no quote
			before, tail = rest, ""
		}
		loose = append(loose, wordClauses(before, !closed)...)
		if closed {
			p.quoted = append(p.quoted, phraseClause(inner)...)
		}
		rest = tail
	}
	p.quoted = distinct(p.quoted)
	p.whole = wholePhrase(loose)
	p.words = significant(distinct(loose), len(p.quoted) > 0)
	if len(p.quoted)+len(p.words) == 0 {
		return parsed{}, &attest.Error{
			Kind: attest.InvalidArgument, Reason: ReasonQueryEmpty, Field: "query",
			Message: "The query has no words. Type at least one word or number.",
		}
	}
	return p, nil
}

var straightQuotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// wordClauses gives the words of a text outside of quotes. Tokens that are joined
// without a space are one clause. atEnd says that the query ends with the text.
func wordClauses(text string, atEnd bool) []clause {
	var found []clause
	end := -1
	for _, t := range tokens(text) {
		if end >= 0 && joined(text[end:t.start]) {
			c := &found[len(found)-1]
			c.terms, c.word = append(c.terms, t.term), ""
		} else {
			found = append(found, clause{terms: []string{t.term}, word: t.word})
		}
		end = t.end
	}
	if atEnd && end == len(text) && len(found) > 0 {
		found[len(found)-1].last = true
	}
	return found
}

// joined reports whether two tokens with this between them belong together.
func joined(between string) bool {
	return between == "" || utf8.RuneCountInString(between) == 1 && strings.Contains(joiners, between)
}

func phraseClause(text string) []clause {
	var c clause
	for _, t := range tokens(text) {
		c.terms = append(c.terms, t.term)
	}
	if len(c.terms) == 0 {
		return nil
	}
	return []clause{c}
}

// distinct keeps the first of equal clauses, and maxClauses of them.
func distinct(clauses []clause) []clause {
	seen := map[string]bool{}
	kept := slices.DeleteFunc(slices.Clone(clauses), func(c clause) bool {
		known := seen[c.key()]
		seen[c.key()] = true
		return known
	})
	return kept[:min(len(kept), maxClauses)]
}

// significant leaves the stop words out. When there is nothing else to look for,
// they are looked for as one phrase.
func significant(clauses []clause, others bool) []clause {
	kept := slices.DeleteFunc(slices.Clone(clauses), func(c clause) bool { return isStopWord(c.word) })
	if len(kept) > 0 || others || len(clauses) == 0 {
		return kept
	}
	var phrase clause
	for _, c := range clauses {
		phrase.terms = append(phrase.terms, c.terms...)
	}
	return []clause{phrase}
}

// wholePhrase gives the words in a row when there are at least two and not more
// than a passage is likely to have so.
func wholePhrase(clauses []clause) []string {
	const most = 6
	var terms []string
	for _, c := range clauses {
		terms = append(terms, c.terms...)
	}
	if len(clauses) < 2 || len(terms) > most {
		return nil
	}
	return terms
}
