package compare

import (
	"fmt"

	"example.com/assay/internal/attest"
)

// subservice compares the organisations that the vendor relies on, by their names.
func (w *work) subservice() {
	e, l := w.earlier.Subservice, w.later.Subservice
	if !w.known(attest.AspectSubservice, e.State, l.State, e.Reason, l.Reason) {
		return
	}
	met := make([]bool, len(e.Items))
	same := 0
	for _, now := range l.Items {
		i, how := bestName(e.Items, now.Name, met)
		if i < 0 {
			w.add(attest.Change{Aspect: attest.AspectSubservice, Kind: attest.ChangeNew, Later: subserviceItem(now),
				Summary: fmt.Sprintf("new subservice organisation, %s: %s", sayMethod(now.Method), now.Name)})
			continue
		}
		met[i] = true
		if c, changed := subserviceChange(e.Items[i], now, how); changed {
			w.add(c)
		} else {
			same++
		}
	}
	for i, was := range e.Items {
		if !met[i] {
			w.add(attest.Change{Aspect: attest.AspectSubservice, Kind: attest.ChangeDropped, Earlier: subserviceItem(was),
				Summary: fmt.Sprintf("subservice organisation is no longer named, %s before: %s", sayMethod(was.Method), was.Name)})
		}
	}
	w.tally(attest.AspectSubservice, len(e.Items), len(l.Items), same)
}

// bestName finds the organisation of a name among those that are not met yet.
func bestName(list []attest.Subservice, name string, met []bool) (int, sameness) {
	at, best := -1, otherName
	for i, s := range list {
		if how := sameName(s.Name, name); !met[i] && how > best {
			at, best = i, how
		}
	}
	return at, best
}

// subserviceChange tells whether an organisation is treated otherwise than before.
func subserviceChange(was, now attest.Subservice, how sameness) (attest.Change, bool) {
	c := attest.Change{Aspect: attest.AspectSubservice, Kind: attest.ChangeChanged, Earlier: subserviceItem(was), Later: subserviceItem(now),
		Match: &attest.Match{By: attest.MatchName, Similarity: 1}}
	if how == likelyOne {
		c.Unsure = "one name may be short for the other"
	}
	switch {
	case was.Method != now.Method:
		c.Summary = fmt.Sprintf("subservice organisation %s was %s and is %s", now.Name, sayMethod(was.Method), sayMethod(now.Method))
		if was.Method == attest.MethodUnstated || now.Method == attest.MethodUnstated {
			c.Unsure = "one of the reports does not state the method"
		}
		return c, true
	case how == likelyOne:
		c.Kind, c.Summary = attest.ChangeReworded, fmt.Sprintf("subservice organisation %s may be the %s of before", now.Name, was.Name)
		return c, true
	}
	return c, false
}

// sayMethod names the treatment of a subservice organisation.
func sayMethod(m attest.Method) string {
	switch m {
	case attest.CarveOut:
		return "carved out"
	case attest.Inclusive:
		return "included"
	}
	return "method not stated"
}

func subserviceItem(s attest.Subservice) *attest.ComparedItem {
	text := s.Name + " (" + sayMethod(s.Method) + ")"
	if s.Services != "" {
		text += ": " + s.Services
	}
	return &attest.ComparedItem{Text: text, Cited: s.Cited}
}

// cuecs compares the complementary user entity controls, by their words.
func (w *work) cuecs() {
	e, l := w.earlier.CUECs, w.later.CUECs
	if !w.known(attest.AspectCUEC, e.State, l.State, e.Reason, l.Reason) {
		return
	}
	m := match(cuecEntries(w.earlier), cuecEntries(w.later))
	if m.tooMany() {
		w.cannot(attest.AspectCUEC, "the reports have %d and %d of them, which are too many, or too long, to match", len(m.earlier), len(m.later))
		return
	}
	same := 0
	for j := range m.later {
		p, ok := m.ofLater(j)
		if !ok {
			w.add(attest.Change{Aspect: attest.AspectCUEC, Kind: attest.ChangeNew, Summary: "new for you to do: " + m.later[j].label(), Later: &m.later[j].item})
			continue
		}
		c, changed := m.control(p)
		if !changed {
			same++
			continue
		}
		c.Aspect = attest.AspectCUEC
		c.Summary = "your part reads otherwise: " + m.later[j].label()
		w.add(c)
	}
	for i := range m.earlier {
		if _, ok := m.ofEarlier(i); !ok {
			w.add(attest.Change{Aspect: attest.AspectCUEC, Kind: attest.ChangeDropped, Summary: "no longer asked of you: " + m.earlier[i].label(), Earlier: &m.earlier[i].item})
		}
	}
	w.tally(attest.AspectCUEC, len(m.earlier), len(m.later), same)
}

func cuecEntries(r report) []entry {
	var out []entry
	for _, c := range r.CUECs.Items {
		out = append(out, newEntry(attest.ComparedItem{IDs: printedIDs(c.ID), Text: c.Text, Criteria: c.Criteria, Cited: c.Cited}, r.names))
	}
	return collapse(out)
}
