package compare

import (
	"slices"

	"example.com/assay/internal/attest"
)

// articles are the words that make no difference.
var articles = []string{"a", "an", "the"}

// mostCells bounds the table by which two texts are laid side by side; texts that
// need a larger one are compared as wholes.
const mostCells = 16_000_000

// side is a text with its words.
type side struct {
	text   string
	tokens []token
}

// differing gives the runs of words in which two texts differ, names, articles and
// punctuation apart.
func differing(a, b side) []attest.WordChange {
	x, y := withoutArticles(a.tokens), withoutArticles(b.tokens)
	head := 0
	for head < len(x) && head < len(y) && x[head].fold == y[head].fold {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail].fold == y[len(y)-1-tail].fold {
		tail++
	}
	x, y = x[head:len(x)-tail], y[head:len(y)-tail]
	if len(x) == 0 && len(y) == 0 {
		return nil
	}
	if (len(x)+1)*(len(y)+1) > mostCells {
		return []attest.WordChange{{Earlier: span(a.text, x), Later: span(b.text, y)}}
	}
	return runs(a.text, b.text, x, y)
}

func withoutArticles(ts []token) []token {
	return slices.DeleteFunc(slices.Clone(ts), func(t token) bool { return slices.Contains(articles, t.fold) })
}

// runs walks the longest common run of words and gives what lies beside it.
func runs(textX, textY string, x, y []token) []attest.WordChange {
	common := commonLengths(x, y)
	at := func(i, j int) int32 { return common[i*(len(y)+1)+j] }
	var out []attest.WordChange
	i, j, fromX, fromY := 0, 0, 0, 0
	flush := func() {
		if fromX < i || fromY < j {
			out = append(out, attest.WordChange{Earlier: span(textX, x[fromX:i]), Later: span(textY, y[fromY:j])})
		}
	}
	for i < len(x) && j < len(y) {
		switch {
		case x[i].fold == y[j].fold:
			flush()
			i, j = i+1, j+1
			fromX, fromY = i, j
		case at(i+1, j) >= at(i, j+1):
			i++
		default:
			j++
		}
	}
	i, j = len(x), len(y)
	flush()
	return out
}

// commonLengths is, for each pair of places, how many words what follows has in common
// at most.
func commonLengths(x, y []token) []int32 {
	w := len(y) + 1
	out := make([]int32, (len(x)+1)*w)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].fold == y[j].fold {
				out[i*w+j] = out[(i+1)*w+j+1] + 1
			} else {
				out[i*w+j] = max(out[(i+1)*w+j], out[i*w+j+1])
			}
		}
	}
	return out
}

// measure is a number with what it counts, or a frequency, as a text has it.
type measure struct {
	key     string // in the common form
	printed string
}

// measures finds the numbers and frequencies of a text.
func (s side) measures() []measure {
	var out []measure
	for i, t := range s.tokens {
		switch {
		case frequency(t.fold):
			out = append(out, measure{t.fold, span(s.text, s.tokens[i:i+1])})
		case numeric(t.fold):
			first, last := i, i
			for last+1 < len(s.tokens) && last < i+2 && unit(s.tokens[last+1].fold) {
				last++
			}
			if last == i && i > 0 && !numeric(s.tokens[i-1].fold) && s.tokens[i-1].content() {
				first-- // TLS 1.2, AES-256
			}
			key := ""
			for _, t := range s.tokens[first : last+1] {
				key += t.stem + " "
			}
			out = append(out, measure{key, span(s.text, s.tokens[first:last+1])})
		}
	}
	return out
}

// unit reports whether a word after a number may say what it counts.
func unit(fold string) bool {
	return slices.Contains([]string{
		"business", "working", "calendar", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
		"character", "characters", "attempt", "attempts", "time", "times", "percent", "bit", "bits", "people", "persons", "reviewers", "approvers",
	}, fold)
}

// otherMeasures pairs the numbers and frequencies that only one of two texts has, in
// their order.
func otherMeasures(a, b side) []attest.WordChange {
	x, y := a.measures(), b.measures()
	onlyX, onlyY := without(x, y), without(y, x)
	var out []attest.WordChange
	for i := range max(len(onlyX), len(onlyY)) {
		var c attest.WordChange
		if i < len(onlyX) {
			c.Earlier = onlyX[i].printed
		}
		if i < len(onlyY) {
			c.Later = onlyY[i].printed
		}
		out = append(out, c)
	}
	return out
}

// without gives the measures of x that y does not have, each as often as it is missing.
func without(x, y []measure) []measure {
	left := map[string]int{}
	for _, m := range y {
		left[m.key]++
	}
	var out []measure
	for _, m := range x {
		if left[m.key] > 0 {
			left[m.key]--
			continue
		}
		out = append(out, m)
	}
	return out
}
