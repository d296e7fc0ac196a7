package compare

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// opinion compares what the auditors conclude, and in which words.
func (w *work) opinion() {
	e, l := w.earlier, w.later
	if w.known(attest.AspectOpinion, e.Opinion.State, l.Opinion.State, e.Opinion.Reason, l.Opinion.Reason) {
		if e.Opinion.Value != l.Opinion.Value {
			w.add(attest.Change{Aspect: attest.AspectOpinion, Kind: attest.ChangeChanged,
				Summary: fmt.Sprintf("the opinion was %s and is %s", opinionWord(e.Opinion.Value), opinionWord(l.Opinion.Value)),
				Earlier: &attest.ComparedItem{Text: string(e.Opinion.Value), Criteria: e.Modified.Items, Cited: e.Opinion.Citations},
				Later:   &attest.ComparedItem{Text: string(l.Opinion.Value), Criteria: l.Modified.Items, Cited: l.Opinion.Citations}})
		} else {
			w.modified()
		}
	}
	for _, leg := range e.Legs {
		w.limb(leg)
	}
	w.wording()
}

// opinionWord names an opinion in a sentence.
func opinionWord(k attest.OpinionKind) string {
	if k == attest.Disclaimer {
		return "disclaimed"
	}
	return string(k)
}

// modified tells where two opinions modified alike are so for other criteria.
func (w *work) modified() {
	e, l := w.earlier.Modified, w.later.Modified
	if e.State != attest.Found || l.State != attest.Found {
		return
	}
	gone, came := lacking(e.Items, l.Items), lacking(l.Items, e.Items)
	if len(gone)+len(came) == 0 {
		return
	}
	w.add(attest.Change{Aspect: attest.AspectOpinion, Kind: attest.ChangeChanged,
		Summary: fmt.Sprintf("the opinion is %s for other criteria", opinionWord(w.later.Opinion.Value)),
		Earlier: &attest.ComparedItem{Text: strings.Join(e.Items, ", "), Criteria: e.Items, Cited: e.Citations},
		Later:   &attest.ComparedItem{Text: strings.Join(l.Items, ", "), Criteria: l.Items, Cited: l.Citations}})
}

// lacking gives the items of a that b lacks.
func lacking(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// limb compares the opinion on one limb.
func (w *work) limb(e attest.LegOpinion) {
	i := slices.IndexFunc(w.later.Legs, func(l attest.LegOpinion) bool { return l.Leg == e.Leg })
	if i < 0 {
		return // the later report is of another type, which is told
	}
	l := w.later.Legs[i]
	if e.Opinion.State != attest.Found || l.Opinion.State != attest.Found || e.Opinion.Value == l.Opinion.Value {
		return
	}
	w.add(attest.Change{Aspect: attest.AspectOpinionLimb, Kind: attest.ChangeChanged,
		Summary: fmt.Sprintf("the opinion on the %s was %s and is %s", strings.ReplaceAll(string(e.Leg), "_", " "), opinionWord(e.Opinion.Value), opinionWord(l.Opinion.Value)),
		Earlier: &attest.ComparedItem{IDs: []string{string(e.Leg)}, Text: string(e.Opinion.Value), Cited: e.Opinion.Citations},
		Later:   &attest.ComparedItem{IDs: []string{string(l.Leg)}, Text: string(l.Opinion.Value), Cited: l.Opinion.Citations}})
}

// wording compares the words of the opinions, names and dates apart.
func (w *work) wording() {
	e, l := w.earlier.OpinionText, w.later.OpinionText
	if !w.known(attest.AspectOpinionWording, e.State, l.State, e.Reason, l.Reason) {
		return
	}
	a, b := opinionSide(e.Items, w.earlier.names), opinionSide(l.Items, w.later.names)
	words := differing(a, b)
	if len(words) == 0 {
		w.tally(attest.AspectOpinionWording, len(e.Items), len(l.Items), len(e.Items))
		return
	}
	w.add(attest.Change{Aspect: attest.AspectOpinionWording, Kind: attest.ChangeReworded, Words: words,
		Summary: fmt.Sprintf("the words of the opinion differ in %s, names and dates apart", plural(len(words), "place")),
		Earlier: &attest.ComparedItem{Text: a.text, Cited: e.Citations}, Later: &attest.ComparedItem{Text: b.text, Cited: l.Citations}})
}

// opinionSide prepares the words of an opinion.
func opinionSide(items []string, names []phrase) side {
	text := strings.Join(items, " ")
	return side{text, withoutDates(folded(text, names))}
}

// withoutDates sets one token in the place of each date, and of each span of dates.
func withoutDates(ts []token) []token {
	var out []token
	for i := 0; i < len(ts); {
		n := dateLength(ts[i:])
		if n == 0 {
			out = append(out, ts[i])
			i++
			continue
		}
		t := token{start: ts[i].start, end: ts[i+n-1].end, fold: dateMark, stem: dateMark}
		i += n
		if k := len(out); k >= 2 && out[k-2].fold == dateMark && slices.Contains([]string{"to", "through", "until", "and"}, out[k-1].fold) {
			out[k-2].end = t.end
			out = out[:k-1]
			continue
		}
		out = append(out, t)
	}
	return out
}

// dateLength is the number of tokens of the date that begins ts: "June 30, 2025",
// "30 June 2025", "2025-06-30", "June 2025"; 0 for none.
func dateLength(ts []token) int {
	shape := ""
	for _, t := range ts[:min(len(ts), 3)] {
		switch {
		case monthName(t.fold):
			shape += "m"
		case len(t.fold) == 4 && t.fold > "1990" && t.fold < "2100":
			shape += "y"
		case len(t.fold) <= 2 && numeric(t.fold):
			shape += "d"
		default:
			shape += "-"
		}
	}
	for _, date := range []string{"mdy", "dmy", "ydd", "my", "md", "dm"} {
		if strings.HasPrefix(shape, date) {
			return len(date)
		}
	}
	return 0
}

// monthName reports whether a word is the name of a month.
func monthName(fold string) bool {
	return slices.Contains([]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}, fold)
}
