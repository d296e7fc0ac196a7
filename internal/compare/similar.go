package compare

import (
	"math"
	"slices"
	"strings"
)

// How texts are weighed against each other.
const (
	certain     = 0.75 // texts from here on are the same control
	alike       = 0.60 // and from here on most likely: one whose object was changed is as alike
	akin        = 0.42 // and from here on perhaps
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
// each once and in order.
type bag struct {
	words, pairs []string
}

// newBag collects the words of a text.
func newBag(ts []token) bag {
	var b bag
	last := ""
	for _, t := range ts {
		if !t.content() {
			continue
		}
		b.words = append(b.words, t.stem)
		if last != "" {
			b.pairs = append(b.pairs, last+" "+t.stem)
		}
		last = t.stem
	}
	slices.Sort(b.words)
	slices.Sort(b.pairs)
	return bag{slices.Compact(b.words), slices.Compact(b.pairs)}
}

// rarity weighs words by how few of the texts of both reports hold them.
type rarity map[string]float64

// newRarity weighs the words of texts: each a little at least, for a word that all
// texts hold is in both too.
func newRarity(lists ...[]bag) rarity {
	texts, in := 0.0, rarity{}
	for _, list := range lists {
		for _, b := range list {
			texts++
			for _, w := range b.words {
				in[w]++
			}
		}
	}
	for w, n := range in {
		in[w] = 0.3 + math.Log(1+texts/(1+n))
		if numeric(w) {
			in[w] *= numberShare
		}
	}
	return in
}

// weighed is a bag with the weights of its words, and their sum.
type weighed struct {
	bag
	weights []float64
	sum     float64
}

// weigh weighs the words of a bag.
func (r rarity) weigh(b bag) weighed {
	out := weighed{bag: b, weights: make([]float64, len(b.words))}
	for i, w := range b.words {
		out.weights[i] = r[w]
		out.sum += r[w]
	}
	return out
}

// weighAll weighs bags.
func (r rarity) weighAll(list []bag) []weighed {
	out := make([]weighed, len(list))
	for i, b := range list {
		out[i] = r.weigh(b)
	}
	return out
}

// likeness of two texts, 0 to 1.
func likeness(a, b weighed) float64 {
	if a.sum == 0 || b.sum == 0 {
		return 0
	}
	both := 0.0
	common(a.words, b.words, func(i int) { both += a.weights[i] })
	score := 2 * both / (a.sum + b.sum)
	if len(a.pairs) > 0 && len(b.pairs) > 0 {
		n := 0
		common(a.pairs, b.pairs, func(int) { n++ })
		score = (1-pairShare)*score + pairShare*2*float64(n)/float64(len(a.pairs)+len(b.pairs))
	}
	if min(len(a.words), len(b.words)) >= wholeWords {
		score = max(score, wholeShare*both/min(a.sum, b.sum))
	}
	return math.Round(score*1000) / 1000
}

// common calls do with the place in a of each word that two ordered lists share.
func common(a, b []string, do func(i int)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch n := strings.Compare(a[i], b[j]); {
		case n < 0:
			i++
		case n > 0:
			j++
		default:
			do(i)
			i, j = i+1, j+1
		}
	}
}
