package compare

import (
	"fmt"
	"slices"

	"example.com/assay/internal/attest"
)

// failure is an exception of one report, with its place among that report's controls.
type failure struct {
	attest.Exception
	control int // among the entries, -1 for one whose control is not known
	entry   entry
	met     bool // an exception of the other report is of the same control
}

// exceptions compares the exceptions. One is repeated where the same control failed in
// both, whatever the auditors' words; controls tells which are the same.
func (w *work) exceptions(controls matching) {
	e, l := w.earlier.Exceptions, w.later.Exceptions
	if !w.known(attest.AspectException, e.State, l.State, exceptionReason(w.earlier), exceptionReason(w.later)) {
		return
	}
	if controls.tooMany() || len(e.Items)*len(l.Items) > mostPairs {
		w.cannot(attest.AspectException, "the reports have too many controls or exceptions, or too long ones, to match")
		return
	}
	earlier, later := failures(w.earlier, controls.earlier), failures(w.later, controls.later)
	repeated := 0
	for j := range later {
		if c, ok := w.repeated(controls, earlier, &later[j]); ok {
			w.add(c)
			repeated++
			continue
		}
		w.add(attest.Change{Aspect: attest.AspectException, Kind: attest.ChangeNew, Summary: "new exception: " + later[j].label(), Later: later[j].item(),
			Unsure: w.earlier.incomplete("exception")})
	}
	for i := range earlier {
		if !earlier[i].met {
			w.add(w.notRepeated(controls, earlier[i]))
		}
	}
	w.tally(attest.AspectException, len(earlier), len(later), repeated)
}

// exceptionReason tells why a report's exceptions are not known.
func exceptionReason(r report) string {
	switch {
	case r.Exceptions.Reason != "":
		return r.Exceptions.Reason
	case slices.Contains(r.evidence.Reading.NotRead, "exceptions"):
		return "its exceptions were not read"
	}
	return ""
}

// failures are the exceptions of a report.
func failures(r report, controls []entry) []failure {
	var out []failure
	for _, x := range r.Exceptions.Items {
		own := folded(x.Text, r.names)
		out = append(out, failure{Exception: x, control: find(controls, x, r.names), entry: entry{tokens: own, bag: failureBag(own)}})
	}
	return out
}

// failureBag is what the words of a result are weighed by: without numbers, and
// without what every auditor writes of every exception.
func failureBag(ts []token) bag {
	return newBag(slices.DeleteFunc(slices.Clone(ts), func(t token) bool {
		return numeric(t.fold) || slices.Contains([]string{"except", "deviat", "noted", "sampl", "select", "test", "control", "period", "date"}, t.stem)
	}))
}

// item is the exception as a part of a change.
func (f failure) item() *attest.ComparedItem {
	return &attest.ComparedItem{IDs: printedIDs(f.ControlIDs...), Text: f.Text, Criteria: f.Criteria, Cited: f.Cited}
}

// label names an exception in a sentence.
func (f failure) label() string {
	text := f.ControlText
	if text == "" {
		text = f.Text
	}
	return entry{item: attest.ComparedItem{IDs: printedIDs(f.ControlIDs...), Text: text}}.label()
}

// counts says how many of how many failed; "" where the report does not say.
func (f failure) counts() string {
	if f.Deviations.State != attest.Found {
		return ""
	}
	if f.SampleSize.State != attest.Found {
		return fmt.Sprint(f.Deviations.Value)
	}
	return fmt.Sprintf("%d of %d", f.Deviations.Value, f.SampleSize.Value)
}

// repeated tells of which exception of the earlier report this one is a repeat: of one
// of the same control, else of one under the same criterion in much the same words.
func (w *work) repeated(controls matching, earlier []failure, now *failure) (attest.Change, bool) {
	rare := newRarity(failureBags(earlier), []bag{now.entry.bag})
	best, by, unsure := -1, attest.Match{}, ""
	var score float64
	p, paired := controls.ofLater(now.control)
	for i := range earlier {
		words := likeness(rare.weigh(earlier[i].entry.bag), rare.weigh(now.entry.bag))
		switch {
		case paired && now.control >= 0 && earlier[i].control == p.earlier:
			if best < 0 || by.By == attest.MatchExceptionText || words > score {
				best, by, unsure, score = i, p.match, p.unsure, words
			}
		case (best < 0 || by.By == attest.MatchExceptionText) && words >= alike && words > score && shares(earlier[i].Criteria, now.Criteria):
			best, score = i, words
			by = attest.Match{By: attest.MatchExceptionText, Similarity: words}
			unsure = "the controls read otherwise, and what the auditors found reads alike"
		}
	}
	if best < 0 {
		return attest.Change{}, false
	}
	was := &earlier[best]
	was.met = true
	return attest.Change{Aspect: attest.AspectException, Kind: attest.ChangeRepeated, Summary: sayRepeated(*was, *now),
		Earlier: was.item(), Later: now.item(), Match: &by, Unsure: unsure}, true
}

func failureBags(list []failure) []bag {
	out := make([]bag, len(list))
	for i, f := range list {
		out[i] = f.entry.bag
	}
	return out
}

// sayRepeated tells how often a control failed before and now.
func sayRepeated(was, now failure) string {
	a, b := was.counts(), now.counts()
	if a == "" && b == "" {
		return "the same control failed again: " + now.label()
	}
	for _, s := range []*string{&a, &b} {
		if *s == "" {
			*s = "no number"
		}
	}
	return fmt.Sprintf("the same control failed again, %s before and %s now: %s", a, b, now.label())
}

// notRepeated tells what became of the control of an exception that the later report
// does not repeat.
func (w *work) notRepeated(controls matching, was failure) attest.Change {
	c := attest.Change{Aspect: attest.AspectException, Kind: attest.ChangeUntraced, Earlier: was.item()}
	p, ok := controls.ofEarlier(was.control)
	if !ok || was.control < 0 {
		c.Summary = "an exception before, whose control the later report does not have: " + was.label()
		c.Unsure = w.later.incomplete("control")
		if w.later.Controls.State != attest.Found {
			c.Unsure = "the controls of " + w.later.said + " were not read"
		} else if was.control < 0 {
			c.Unsure = "which control the exception is of was not read"
		}
		return c
	}
	now := controls.later[p.later]
	c.Later, c.Match, c.Unsure = &now.item, &p.match, p.unsure
	switch now.result {
	case attest.ResultNoException:
		c.Kind, c.Summary = attest.ChangeCleared, "an exception before; the control was tested again, and none is reported: "+was.label()
	case attest.ResultNotTested, attest.ResultNotOperated:
		c.Kind = attest.ChangeUntested
		c.Summary = fmt.Sprintf("an exception before; the control %s this time, so nothing shows that it works now: %s", untestedWord(now.result), was.label())
	case attest.ResultNone:
		c.Kind, c.Summary = attest.ChangeUntested, "an exception before; the later report states no test of the control: "+was.label()
	case attest.ResultException:
		c.Kind, c.Summary = attest.ChangeRepeated, "the same control failed again: "+was.label()
		c.Unsure = "the later report marks the control with an exception that was not read by itself"
	default:
		c.Summary = "an exception before; what came of the control's test this time was not understood: " + was.label()
		c.Unsure = "the result of the control in " + w.later.said + " was not understood"
	}
	return c
}

// untestedWord says why a control has no result.
func untestedWord(r attest.Result) string {
	if r == attest.ResultNotOperated {
		return "did not operate"
	}
	return "was not tested"
}
