package evaluate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// idKey is an id of a control or criterion for comparison: without case, white
// space and dashes, and without the word that some firms set before the number.
func idKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
	s = strings.Trim(s, ".")
	for _, word := range []string{"control", "number", "no"} {
		if rest := strings.TrimLeft(strings.TrimPrefix(s, word), "."); rest != s && rest != "" && unicode.IsDigit(rune(rest[0])) {
			s = rest
		}
	}
	return s
}

// idKeys are the keys of several ids, sorted, each once.
func idKeys(ids []string) []string {
	var out []string
	for _, id := range ids {
		if k := idKey(id); k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlap reports whether two lists of ids share one.
func overlap(a, b []string) bool {
	keys := idKeys(b)
	return slices.ContainsFunc(idKeys(a), func(k string) bool { return slices.Contains(keys, k) })
}

// prepared is a text made ready for comparison.
type prepared struct {
	bare  string         // see squash
	words map[string]int // how often each stands in it
	n     int            // of words
}

// prepare makes texts ready for comparison.
func prepare[T any](items []T, text func(T) string) []prepared {
	out := make([]prepared, len(items))
	for i, x := range items {
		p := prepared{bare: squash(text(x)), words: map[string]int{}}
		for w := range strings.FieldsSeq(text(x)) {
			if w = squash(w); w != "" {
				p.words[w]++
				p.n++
			}
		}
		out[i] = p
	}
	return out
}

// likeness says how much two texts share, over 0 to 1: 1 for the same letters,
// else the share of their words that stand in both.
func (p prepared) likeness(q prepared) float64 {
	if p.n == 0 || q.n == 0 {
		return 0
	}
	if p.bare == q.bare {
		return 1
	}
	both := 0
	for w, n := range p.words {
		both += min(n, q.words[w])
	}
	return 0.99 * 2 * float64(both) / float64(p.n+q.n)
}

// pairing gives each of the wanted things at most one of the given ones.
type pairing struct {
	of    []int // index of what was given for each wanted one; -1 for none
	taken []bool
}

// pair pairs the likeliest first. Score is 0 for two that have nothing to do with
// each other; of equal scores the earlier ones are paired.
func pair(wants, gots int, score func(w, g int) float64) pairing {
	type edge struct {
		w, g  int
		score float64
	}
	var edges []edge
	p := pairing{of: slices.Repeat([]int{-1}, wants), taken: make([]bool, gots)}
	for w := range wants {
		for g := range gots {
			if s := score(w, g); s > 0 {
				edges = append(edges, edge{w, g, s})
			}
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	for _, e := range edges {
		if p.of[e.w] < 0 && !p.taken[e.g] {
			p.of[e.w], p.taken[e.g] = e.g, true
		}
	}
	return p
}
