package review

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

// The first parts of targets that have an id behind them, and of lists that are
// corrected item by item.
const (
	exceptionsTarget = "exceptions"
	controlsTarget   = "controls"
	flagPrefix       = "flags/"
	unparsedPrefix   = "unparsed/"
	pagePrefix       = "pages/"
)

// notRead is what NotRead calls the exceptions.
const notRead = "exceptions"

// matrixSlots are the tests of controls: as lists, exception by exception, and the
// rows that were not understood.
func matrixSlots(r *attest.Reading) []slot {
	a := r.Attestation
	all := []slot{controlsSlot(&a.Controls), exceptionsSlot(r)}
	for i := range a.Exceptions.Items {
		all = append(all, exceptionSlots(a, i)...)
	}
	for _, row := range a.Unparsed {
		id := attest.UnparsedID(row)
		all = append(all, slot{
			name: unparsedPrefix + id, actions: []attest.CorrectionAction{attest.MarkAbsent},
			said: func() attest.Said {
				return attest.Said{State: attest.Found, Values: []string{row.Reason}, Citations: row.Cited}
			},
			lay: func(word) {
				a.Unparsed = slices.DeleteFunc(a.Unparsed, func(u attest.UnparsedRow) bool { return attest.UnparsedID(u) == id })
			},
		})
	}
	return all
}

// controlsSlot takes a person's word that the controls were read rightly.
func controlsSlot(l *attest.List[attest.Control]) slot {
	return slot{
		name: controlsTarget, list: true, whole: true, actions: []attest.CorrectionAction{attest.Confirm}, at: l,
		said: func() attest.Said {
			h := sha256.New()
			for _, c := range l.Items {
				fmt.Fprintf(h, "%q %q %q\n", c.ID, c.Text, c.Result)
			}
			return attest.Said{State: stateOf(l.State), Values: []string{fmt.Sprintf("%d controls, sha256 %x", len(l.Items), h.Sum(nil)[:8])}}
		},
		lay: func(w word) { l.Rule, l.Correction = w.rule, w.correction },
	}
}

// exceptionsSlot takes a person's word on the exceptions as a whole: that they were
// read rightly, or that the auditor reports none of those read.
func exceptionsSlot(r *attest.Reading) slot {
	l := &r.Attestation.Exceptions
	return slot{
		name: exceptionsTarget, list: true, whole: true, at: l, actions: []attest.CorrectionAction{attest.Confirm, attest.Override, attest.Add},
		form: "no value, to say that the auditor reports none of those read; correct each exception by its own name, and add those that are missing",
		said: func() attest.Said {
			out := attest.Said{State: stateOf(l.State), Citations: l.Citations}
			for _, e := range l.Items {
				if !isAdded(e.ID) {
					out.Values = append(out.Values, e.ID)
				}
			}
			return out
		},
		canonical: func(values []string) ([]string, bool) { return nil, len(values) == 0 },
		lay: func(w word) {
			l.Rule, l.Correction = w.rule, w.correction
			if !w.keep {
				l.State, l.Items, l.Citations = attest.Found, nil, w.cited
			}
			if l.State != attest.Found {
				return
			}
			// A person has seen all of them: nothing is in part any more.
			l.Reason = ""
			r.NotRead = slices.DeleteFunc(slices.Clone(r.NotRead), func(part string) bool { return part == notRead })
		},
	}
}

// exceptionSlots are one exception and its fields. Dismissing it removes it by its id,
// for its place may have changed by then.
func exceptionSlots(a *attest.Attestation, i int) []slot {
	e := &a.Exceptions.Items[i]
	name := exceptionsTarget + "/" + e.ID
	id := e.ID
	all := []slot{
		{
			name: name, whole: true, actions: []attest.CorrectionAction{attest.Confirm, attest.MarkAbsent},
			said: func() attest.Said {
				return attest.Said{State: attest.Found, Values: []string{e.Text}, Citations: e.Cited}
			},
			lay: func(w word) {
				if !w.absent {
					e.Correction = w.correction
					return
				}
				a.Exceptions.Items = slices.DeleteFunc(slices.Clone(a.Exceptions.Items), func(x attest.Exception) bool { return x.ID == id })
			},
		},
		factSlot(name+"/deviations", &e.Deviations, counts()),
		factSlot(name+"/sample_size", &e.SampleSize, counts()),
		factSlot(name+"/population", &e.Population, counts()),
		factSlot(name+"/leg", &e.Leg, limbs()),
		stringsSlot(name+"/control_ids", &e.ControlIDs),
		stringsSlot(name+"/criteria", &e.Criteria),
	}
	if e.Response != nil {
		all = append(all, factSlot(name+"/remediation_date", &e.Response.RemediationDate, days()))
	}
	return all
}

// stringsSlot is the slot of words that have no state of their own. No words is said
// by overriding them with none.
func stringsSlot(name string, words *[]string) slot {
	l := attest.List[string]{State: attest.Found, Items: *words}
	s := textList(name, &l, texts())
	s.at, s.actions = nil, []attest.CorrectionAction{attest.Confirm, attest.Override}
	lay := s.lay
	s.lay = func(w word) {
		if lay(w); !w.keep {
			*words = l.Items
		}
	}
	return s
}

// readByPerson is what a person says of a page whose text could not be had.
const readByPerson = "read"

// pageSlots are the pages whose text could not be had. A person who has read one says
// so; what it states is a correction of its own.
func pageSlots(r *attest.Reading) []slot {
	var all []slot
	as := oneOf(readByPerson)
	for i := range r.Pages {
		page := &r.Pages[i]
		if page.Reading != attest.PageNotRead {
			continue
		}
		all = append(all, slot{
			name: fmt.Sprint(pagePrefix, page.Number), actions: []attest.CorrectionAction{attest.Override},
			form: "the word " + readByPerson + ": a person has read the page, and corrected what it bears on",
			said: func() attest.Said { return attest.Said{State: attest.Absent} },
			canonical: func(values []string) ([]string, bool) {
				if len(values) != 1 {
					return nil, false
				}
				_, ok := as.parse(values[0])
				return values, ok
			},
			lay: func(w word) { page.Correction = w.correction },
		})
	}
	return all
}

// flagSlots are what the reader points out.
func flagSlots(r *attest.Reading) []slot {
	var all []slot
	for _, f := range r.Flags {
		name := flagPrefix + string(f.Name)
		if slices.ContainsFunc(all, func(s slot) bool { return s.name == name }) {
			continue
		}
		all = append(all, slot{
			name: name, whole: true, actions: []attest.CorrectionAction{attest.Confirm, attest.MarkAbsent},
			said: func() attest.Said {
				out := attest.Said{State: attest.Found}
				for _, other := range r.Flags {
					if other.Name == f.Name {
						out.Values, out.Citations = append(out.Values, other.Detail), append(out.Citations, other.Citations...)
					}
				}
				return out
			},
			lay: func(w word) {
				if w.absent {
					r.Flags = slices.DeleteFunc(slices.Clone(r.Flags), func(x attest.Flag) bool { return x.Name == f.Name })
				}
			},
		})
	}
	return all
}

// addedPrefix begins the id of an exception that a person added; those that are read
// begin otherwise.
const addedPrefix = "p"

func isAdded(id string) bool { return strings.HasPrefix(id, addedPrefix) }

// minAlike is how many letters and digits make words telling enough to stand for an
// exception by themselves.
const minAlike = 40

// sameException reports whether two exceptions of one report are one: the words of one
// are those of the other or hold them, and they are of the same control and on the same
// page as far as both name one. Words that could stand anywhere need either.
func sameException(a, b attest.Exception) bool {
	x, y := letters(a.Text), letters(b.Text)
	if x == "" || y == "" || !strings.Contains(x, y) && !strings.Contains(y, x) {
		return false
	}
	control, named := common(a.ControlIDs, b.ControlIDs)
	page, cited := common(pagesOf(a), pagesOf(b))
	if named && !control || cited && !page {
		return false
	}
	telling := control || page
	return telling && x == y || min(len(x), len(y)) >= minAlike
}

// common reports whether two lists share an item, and whether both have any.
func common[T comparable](a, b []T) (shared, both bool) {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) }), len(a) > 0 && len(b) > 0
}

func pagesOf(e attest.Exception) []int {
	var pages []int
	for _, c := range e.Cited {
		pages = append(pages, c.Page)
	}
	return pages
}

// letters gives the letters and digits of a text in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// findException gives the exception of a reading that a correction is about: by its
// id, else the only one with the same words that was not there when the person looked.
func findException(a *attest.Attestation, id string, c attest.Correction) (attest.Exception, bool) {
	if a == nil {
		return attest.Exception{}, false
	}
	var alike []attest.Exception
	for _, e := range a.Exceptions.Items {
		if e.ID == id {
			return e, true
		}
		if c.Exception != nil && !slices.Contains(c.Siblings, e.ID) && sameException(e, *c.Exception) {
			alike = append(alike, e)
		}
	}
	if len(alike) != 1 {
		return attest.Exception{}, false
	}
	return alike[0], true
}
