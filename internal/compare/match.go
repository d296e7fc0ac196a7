package compare

import (
	"cmp"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// entry is one text of a report that is matched with those of the other: a control
// with all the ids it stands under, a complementary user entity control.
type entry struct {
	item   attest.ComparedItem
	tokens []token
	bag    bag
	plain  string        // the text in its common form: equal for texts of the same words
	result attest.Result // of a control, the worst
	extra  bool          // a control that an exception alone tells of
}

// newEntry prepares a text.
func newEntry(item attest.ComparedItem, names []phrase) entry {
	ts := folded(item.Text, names)
	var words []string
	for _, t := range withoutArticles(ts) {
		words = append(words, t.fold)
	}
	return entry{item: item, tokens: ts, bag: newBag(ts), plain: strings.Join(words, " ")}
}

// collapse joins the entries of one report that have the same words: a control is
// printed again under each of its criteria.
func collapse(list []entry) []entry {
	var out []entry
	at := map[string]int{}
	for _, e := range list {
		i, seen := at[e.plain]
		if !seen || e.plain == "" {
			at[e.plain] = len(out)
			out = append(out, e)
			continue
		}
		first := &out[i]
		first.item.IDs = appendNew(first.item.IDs, e.item.IDs...)
		first.item.Criteria = appendNew(first.item.Criteria, e.item.Criteria...)
		first.item.Cited = append(slices.Clone(first.item.Cited), e.item.Cited...)
		first.result = worse(first.result, e.result)
	}
	return out
}

// worse is the result of two of which less can be relied on.
func worse(a, b attest.Result) attest.Result {
	rank := []attest.Result{attest.ResultNone, attest.ResultNotTested, attest.ResultNotOperated, attest.ResultNoException, attest.ResultUnclear, attest.ResultException}
	if slices.Index(rank, b) > slices.Index(rank, a) {
		return b
	}
	return a
}

// appendNew appends the words that the list does not have.
func appendNew(list []string, words ...string) []string {
	out := slices.Clone(list)
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// pair is an entry of each report that are taken for the same.
type pair struct {
	earlier, later int
	match          attest.Match
	unsure         string
}

// matching is which entries of two reports are the same. Each is in one pair at most.
type matching struct {
	earlier, later []entry
	pairs          []pair // in the order of the later report
}

// mostPairs and mostWords bound what is compared with one another, and the words that
// are looked at for it: more than any two reports have, and little enough that a file
// made for it costs no more than seconds.
const (
	mostPairs = 1_000_000
	mostWords = 200_000_000
)

// tooMany reports whether two lists are longer than any report's, or their texts are.
func (m matching) tooMany() bool {
	e, l := len(m.earlier), len(m.later)
	return e*l > mostPairs || l*wordsOf(m.earlier)+e*wordsOf(m.later) > mostWords
}

// wordsOf counts the words of texts.
func wordsOf(list []entry) (n int) {
	for _, e := range list {
		n += len(e.tokens)
	}
	return n
}

// match pairs the entries of two reports, the most alike first. Of pairs that are
// equally alike, those with an id or criteria in common come first, then those whose
// places are nearest.
func match(earlier, later []entry) matching {
	m := matching{earlier: earlier, later: later}
	if m.tooMany() {
		return m
	}
	all := m.candidates()
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(b.ties, a.ties), cmp.Compare(a.apart, b.apart),
			cmp.Compare(a.later, b.later), cmp.Compare(a.earlier, b.earlier))
	})
	takenE, takenL := make([]bool, len(earlier)), make([]bool, len(later))
	for i, c := range all {
		if takenE[c.earlier] || takenL[c.later] {
			continue
		}
		takenE[c.earlier], takenL[c.later] = true, true
		m.pairs = append(m.pairs, c.pair(rival(all[i+1:], c, takenE, takenL)))
	}
	slices.SortFunc(m.pairs, func(a, b pair) int { return cmp.Compare(a.later, b.later) })
	return m
}

func bags(list []entry) []bag {
	out := make([]bag, len(list))
	for i, e := range list {
		out[i] = e.bag
	}
	return out
}

// candidate is a pair that may be the same.
type candidate struct {
	earlier, later int
	likeness       float64
	ties           int // an id and criteria in common
	apart          int // how far their places in the reports differ, in thousandths
	sameID         bool
}

// candidates lists every pair that is alike enough.
func (m matching) candidates() []candidate {
	was, is := bags(m.earlier), bags(m.later)
	rare := newRarity(was, is)
	x, y := rare.weighAll(was), rare.weighAll(is)
	var out []candidate
	for i, e := range m.earlier {
		for j, l := range m.later {
			c := candidate{earlier: i, later: j, sameID: shares(e.item.IDs, l.item.IDs)}
			switch {
			case e.plain == "" || l.plain == "": // there is only an id
				c.likeness = akinSameID
			case e.plain == l.plain:
				c.likeness = 1
			default:
				c.likeness = min(likeness(x[i], y[j]), 0.999)
			}
			if c.likeness < akin && (!c.sameID || c.likeness < akinSameID) {
				continue
			}
			if c.sameID {
				c.ties += 2
			}
			if shares(e.item.Criteria, l.item.Criteria) {
				c.ties++
			}
			c.apart = abs(1000*i/max(len(m.earlier), 1) - 1000*j/max(len(m.later), 1))
			out = append(out, c)
		}
	}
	return out
}

// pair is the candidate as chosen.
func (c candidate) pair(rivalled bool) pair {
	p := pair{earlier: c.earlier, later: c.later, match: attest.Match{By: attest.MatchText, Similarity: c.likeness}}
	if c.sameID {
		p.match.By = attest.MatchIDAndText
	}
	switch {
	case c.likeness < alike && c.sameID:
		p.unsure = "the id is the same and the words differ much: it may be another control"
	case c.likeness < alike:
		p.unsure = "the words differ much: it may be another control"
	case c.likeness < certain && !c.sameID:
		p.unsure = "the words differ: it may be another control, about something else"
	case rivalled:
		p.unsure = "another one is nearly as alike"
	}
	return p
}

// rival reports whether one of the two could as well have been paired with another
// that is still free.
func rival(rest []candidate, c candidate, takenE, takenL []bool) bool {
	if c.likeness == 1 {
		return false
	}
	for _, o := range rest {
		if o.likeness < c.likeness-nearlyEqual || o.likeness < alike {
			return false
		}
		if o.ties >= c.ties && (o.earlier == c.earlier && !takenL[o.later] || o.later == c.later && !takenE[o.earlier]) {
			return true
		}
	}
	return false
}

// shares reports whether two lists have a word in common.
func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return s != "" && slices.Contains(b, s) })
}

func abs(n int) int { return max(n, -n) }

// ofEarlier gives the pair of an entry of the earlier report.
func (m matching) ofEarlier(i int) (pair, bool) {
	return m.find(func(p pair) bool { return p.earlier == i })
}

// ofLater gives the pair of an entry of the later report.
func (m matching) ofLater(j int) (pair, bool) {
	return m.find(func(p pair) bool { return p.later == j })
}

func (m matching) find(is func(pair) bool) (pair, bool) {
	i := slices.IndexFunc(m.pairs, is)
	if i < 0 {
		return pair{}, false
	}
	return m.pairs[i], true
}
