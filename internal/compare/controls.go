package compare

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// controls compares the controls, and gives which are the same.
func (w *work) controls() matching {
	e, l := w.earlier, w.later
	m := match(e.controlEntries(), l.controlEntries())
	if !w.known(attest.AspectControl, e.Controls.State, l.Controls.State, matrixReason(e), matrixReason(l)) {
		return m
	}
	if m.tooMany() {
		w.cannot(attest.AspectControl, "the reports have %d and %d controls, which are too many, or too long, to match", len(m.earlier), len(m.later))
		return m
	}
	same := 0
	for j := range m.later {
		p, ok := m.ofLater(j)
		if !ok {
			if !m.later[j].extra {
				w.add(attest.Change{Aspect: attest.AspectControl, Kind: attest.ChangeNew, Summary: "new control: " + m.later[j].label(),
					Later: &m.later[j].item, Unsure: e.incomplete("control")})
			}
			continue
		}
		if c, changed := m.control(p); changed {
			w.add(c)
		} else {
			same++
		}
		w.untested(m, p)
	}
	for i := range m.earlier {
		if _, ok := m.ofEarlier(i); !ok && !m.earlier[i].extra {
			w.add(attest.Change{Aspect: attest.AspectControl, Kind: attest.ChangeDropped, Summary: "control is gone: " + m.earlier[i].label(),
				Earlier: &m.earlier[i].item, Unsure: l.incomplete("control")})
		}
	}
	w.tally(attest.AspectControl, len(m.earlier), len(m.later), same)
	return m
}

// controlEntries are the controls of a report, each once, and after them those that
// only its exceptions tell of.
func (r report) controlEntries() []entry {
	var list []entry
	for _, c := range r.Controls.Items {
		e := newEntry(attest.ComparedItem{IDs: printedIDs(c.ID), Text: c.Text, Criteria: c.Criteria, Cited: c.Cited}, r.names)
		if e.result = c.Result; e.plain != "" || len(e.item.IDs) > 0 {
			list = append(list, e)
		}
	}
	list = collapse(list)
	for _, x := range r.Exceptions.Items {
		if x.ControlText == "" || find(list, x, r.names) >= 0 {
			continue
		}
		e := newEntry(attest.ComparedItem{IDs: printedIDs(x.ControlIDs...), Text: x.ControlText, Criteria: x.Criteria, Cited: x.Cited}, r.names)
		e.result, e.extra = attest.ResultException, true
		list = append(list, e)
	}
	return list
}

// printedIDs leaves out the ids that are not printed.
func printedIDs(list ...string) []string { return appendNew(nil, list...) }

// find gives the place of an exception's control: by its words, else by an id that
// one control alone has; -1 for none.
func find(list []entry, x attest.Exception, names []phrase) int {
	if x.ControlText != "" {
		own := newEntry(attest.ComparedItem{Text: x.ControlText}, names).plain
		if i := slices.IndexFunc(list, func(e entry) bool { return e.plain == own }); i >= 0 {
			return i
		}
	}
	at := -1
	for i, e := range list {
		if !shares(e.item.IDs, x.ControlIDs) {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = i
	}
	return at
}

// label names a control in a sentence: its ids, and the first of its words.
func (e entry) label() string {
	text := shorten(e.item.Text)
	if len(e.item.IDs) == 0 {
		return text
	}
	return strings.Join(e.item.IDs, ", ") + " " + text
}

// labelWords is how many words of a text a sentence takes up.
const labelWords = 14

// shorten gives the first words of a text.
func shorten(text string) string {
	words := strings.Fields(text)
	if len(words) <= labelWords {
		return strings.Join(words, " ")
	}
	return strings.TrimRight(strings.Join(words[:labelWords], " "), ",;:") + " …"
}

// side is the entry's text with its words.
func (e entry) side() side { return side{e.item.Text, e.tokens} }

// control tells what two controls that match say differently.
func (m matching) control(p pair) (attest.Change, bool) {
	e, l := &m.earlier[p.earlier], &m.later[p.later]
	c := attest.Change{Aspect: attest.AspectControl, Kind: attest.ChangeReworded, Earlier: &e.item, Later: &l.item, Match: &p.match, Unsure: p.unsure,
		Words: differing(e.side(), l.side()), Measures: otherMeasures(e.side(), l.side())}
	switch {
	case len(c.Words) == 0:
		return attest.Change{}, false
	case len(c.Measures) > 0:
		c.Kind = attest.ChangeChanged
		c.Summary = fmt.Sprintf("control states other measures (%s): %s", sayMeasures(c.Measures), l.label())
	case p.unsure != "":
		c.Kind = attest.ChangeChanged
		c.Summary = "control reads otherwise: " + l.label()
	default:
		c.Summary = "control in other words: " + l.label()
	}
	return c, true
}

// sayMeasures writes measures that differ: "24 hours → two business days".
func sayMeasures(list []attest.WordChange) string {
	var parts []string
	for _, c := range list {
		switch {
		case c.Earlier == "":
			parts = append(parts, "new: "+c.Later)
		case c.Later == "":
			parts = append(parts, "no longer: "+c.Earlier)
		default:
			parts = append(parts, c.Earlier+" → "+c.Later)
		}
	}
	return strings.Join(parts, "; ")
}

// tested reports whether a result says that a control was tested.
func tested(r attest.Result) bool {
	return r == attest.ResultNoException || r == attest.ResultException
}

// untested notes a control that was tested before and now was not, or did not operate.
func (w *work) untested(m matching, p pair) {
	e, l := &m.earlier[p.earlier], &m.later[p.later]
	if !tested(e.result) || l.result != attest.ResultNotTested && l.result != attest.ResultNotOperated {
		return
	}
	what := "was not tested"
	if l.result == attest.ResultNotOperated {
		what = "had no occasion to operate"
	}
	w.add(attest.Change{Aspect: attest.AspectControl, Kind: attest.ChangeUntested, Summary: "control was tested before and " + what + " now: " + l.label(),
		Earlier: &e.item, Later: &l.item, Match: &p.match, Unsure: p.unsure})
}
