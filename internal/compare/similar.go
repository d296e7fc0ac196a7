package compare

import (
	"math"
	"slices"
)

// How texts are weighed against each other.
const (
	alike       = 0.60 // texts from here on are taken for the same control
	akin        = 0.42 // and from here on for one that a person should look at
	akinSameID  = 0.30 // as is one of the same id from here on
	nearlyEqual = 0.04 // another that is so near leaves doubt
	pairShare   = 0.25 // of pairs of neighbouring words in the likeness; the rest is of words
	wholeShare  = 0.85 // the likeness of a text that stands whole within a longer one
	wholeWords  = 6    // words that a text has at least that may stand within a longer one
	numberShare = 0.30 // the weight of a number beside that of a word as rare
)

// idleWords weigh nothing: grammar, and what every control says.
var idleWords = []string{
	"a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "by", "with", "is", "are", "be", "been", "was", "were", "that", "which", "who", "as", "at", "from", "its", "it",
	"their", "has", "have", "this", "these", "those", "any", "all", "also", "such", "upon", "via", "through", "into", "when", "per", "least", "place",
}

// content reports whether a token weighs anything.
func (t token) content() bool { return !isMark(t.fold) && !slices.Contains(idleWords, t.fold) }

// bag is what a text is weighed by: its words and its pairs of neighbouring words,
// each once.
type bag struct {
	words, pairs map[string]bool
}

// newBag collects the words of a text.
func newBag(ts []token) bag {
	b := bag{map[string]bool{}, map[string]bool{}}
	last := ""
	for _, t := range ts {
		if !t.content() {
			continue
		}
		b.words[t.stem] = true
		if last != "" {
			b.pairs[last+" "+t.stem] = true
		}
		last = t.stem
	}
	return b
}

// rarity weighs words by how few of the texts of both reports hold them.
type rarity struct {
	texts float64
	in    map[string]float64
}

// newRarity counts the words of texts.
func newRarity(bags ...[]bag) rarity {
	r := rarity{in: map[string]float64{}}
	for _, list := range bags {
		for _, b := range list {
			r.texts++
			for w := range b.words {
				r.in[w]++
			}
		}
	}
	return r
}

// weight is that of a word: at least a little, for a word that all texts hold is in
// both too.
func (r rarity) weight(word string) float64 {
	w := 0.3 + math.Log(1+r.texts/(1+r.in[word]))
	if digit(word[0]) {
		return w * numberShare
	}
	return w
}

// weigh sums the weights of words, those of a and b and of both.
func (r rarity) weigh(a, b map[string]bool) (inA, inB, both float64) {
	for _, w := range sorted(a) {
		inA += r.weight(w)
		if b[w] {
			both += r.weight(w)
		}
	}
	for _, w := range sorted(b) {
		inB += r.weight(w)
	}
	return inA, inB, both
}

// sorted lists the words of a set in order, so that sums do not depend on chance.
func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for w := range set {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// likeness of two texts, 0 to 1.
func (r rarity) likeness(a, b bag) float64 {
	inA, inB, both := r.weigh(a.words, b.words)
	if inA == 0 || inB == 0 {
		return 0
	}
	score := 2 * both / (inA + inB)
	if len(a.pairs) > 0 && len(b.pairs) > 0 {
		score = (1-pairShare)*score + pairShare*setShare(a.pairs, b.pairs)
	}
	if min(len(a.words), len(b.words)) >= wholeWords {
		score = max(score, wholeShare*both/min(inA, inB))
	}
	return math.Round(score*1000) / 1000
}

// setShare is how much two sets share, 0 to 1.
func setShare(a, b map[string]bool) float64 {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}
