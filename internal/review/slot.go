package review

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// slot is one place of a reading that a correction can be laid over.
type slot struct {
	name    string
	form    string // how a value is written, for a person
	list    bool   // takes any number of values
	actions []attest.CorrectionAction
	at      any // points at the fact or list itself; nil for what is neither
	// said is what the reading says there.
	said  func() attest.Said
	whole bool // a person confirms what was read as it is; it cannot be put back later
	// canonical reads values, and gives them as they are written; nil where nothing
	// can be said in place of what was read.
	canonical func(values []string) ([]string, bool)
	// lay writes a person's word into the reading.
	lay func(word)
}

// word is a person's word as it goes into a reading.
type word struct {
	keep       bool // the reading says it: only the correction is noted
	absent     bool
	values     []string // canonical
	rule       string
	reason     string
	correction string // resource name
	cited      []attest.Citation
}

// allowed reports whether an action can be taken on the slot.
func (s slot) allowed(a attest.CorrectionAction) bool { return slices.Contains(s.actions, a) }

func everyAction() []attest.CorrectionAction {
	return []attest.CorrectionAction{attest.Confirm, attest.Override, attest.MarkAbsent}
}

// factSlot is the slot of a fact.
func factSlot[T comparable](name string, f *attest.Fact[T], as form[T]) slot {
	return slot{
		name: name, form: as.says, actions: everyAction(), at: f,
		said: func() attest.Said {
			out := attest.Said{State: stateOf(f.State), Citations: f.Citations}
			if f.State == attest.Found {
				out.Values = []string{fmt.Sprint(f.Value)}
			}
			for _, c := range f.Candidates {
				out.Candidates = append(out.Candidates, fmt.Sprint(c.Value))
			}
			return out
		},
		canonical: func(values []string) ([]string, bool) {
			if len(values) != 1 {
				return nil, false
			}
			v, ok := as.parse(strings.TrimSpace(values[0]))
			return []string{fmt.Sprint(v)}, ok
		},
		lay: func(w word) {
			switch {
			case w.keep:
				f.Rule, f.Correction = w.rule, w.correction
			case w.absent:
				*f = attest.Fact[T]{State: attest.Absent, Rule: w.rule, Reason: w.reason, Correction: w.correction}
			default:
				v, _ := as.parse(w.values[0])
				*f = attest.Fact[T]{State: attest.Found, Value: v, Rule: w.rule, Correction: w.correction, Citations: citedFor(w, f)}
			}
		},
	}
}

// citedFor gives the place that the person names, else that of the candidate that the
// person chose, else the words that were read.
func citedFor[T comparable](w word, f *attest.Fact[T]) []attest.Citation {
	if len(w.cited) > 0 {
		return w.cited
	}
	for _, c := range f.Candidates {
		if fmt.Sprint(c.Value) == w.values[0] {
			return c.Citations
		}
	}
	return f.Citations
}

// listSlot is the slot of a list.
func listSlot[T any](name string, l *attest.List[T], as form[T], text func(T) string) slot {
	return slot{
		name: name, form: as.says, list: true, actions: everyAction(), at: l,
		said: func() attest.Said {
			out := attest.Said{State: stateOf(l.State), Citations: l.Citations}
			for _, item := range l.Items {
				out.Values = append(out.Values, text(item))
			}
			return out
		},
		canonical: func(values []string) ([]string, bool) {
			var out []string
			for _, s := range values {
				v, ok := as.parse(strings.TrimSpace(s))
				if !ok || slices.Contains(out, text(v)) {
					return nil, false
				}
				out = append(out, text(v))
			}
			return out, true
		},
		lay: func(w word) {
			if w.keep {
				l.Rule, l.Correction = w.rule, w.correction
				return
			}
			if w.absent {
				*l = attest.List[T]{State: attest.Absent, Rule: w.rule, Reason: w.reason, Correction: w.correction}
				return
			}
			out := attest.List[T]{State: attest.Found, Rule: w.rule, Correction: w.correction}
			for _, s := range w.values {
				v, _ := as.parse(s)
				out.Items = append(out.Items, v)
			}
			if out.Citations = w.cited; len(w.cited) == 0 {
				out.Citations = l.Citations
			}
			*l = out
		},
	}
}

// textList is the slot of a list of plain words.
func textList[T ~string](name string, l *attest.List[T], as form[T]) slot {
	return listSlot(name, l, as, func(v T) string { return string(v) })
}

// stateOf gives a state; one that is not set is absent.
func stateOf(s attest.State) attest.State {
	if s == "" {
		return attest.Absent
	}
	return s
}
