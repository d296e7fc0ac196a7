package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Outcome is what a correction came to on a reading.
type Outcome struct {
	Status attest.CorrectionStatus
	Detail string      // for a person; "" where the status says all
	Now    attest.Said // what the reading as read says of the target; the zero Said where it is gone
}

// Result is a reading with corrections laid over it.
type Result struct {
	// Reading is the effective reading. It is the reading as read where no correction
	// holds; where some do, it shares what they leave alone.
	Reading *attest.Reading
	// Outcomes has an entry for each correction that holds.
	Outcomes map[attest.CorrectionID]Outcome
}

// Apply lays corrections over a reading, which stays as it is. Corrections that do not
// hold are left aside; their order says nothing. name gives the resource name of a
// correction, which the facts that it decides carry.
func Apply(read *attest.Reading, corrections []attest.Correction, name func(attest.Correction) string) Result {
	holding := slices.DeleteFunc(slices.Clone(corrections), func(c attest.Correction) bool { return !c.Holds() })
	out := Result{Reading: read, Outcomes: map[attest.CorrectionID]Outcome{}}
	if read == nil || len(holding) == 0 {
		return out
	}
	slices.SortStableFunc(holding, inOrder)
	o := &overlay{read: read, now: clone(read), name: name, outcomes: out.Outcomes}
	o.ofKind(holding)
	// What was read is said of the reading before any correction but that of its kind.
	before := clone(o.now)
	o.before = index(slots(before))
	for _, c := range holding {
		if c.Target != kindTarget {
			o.one(c)
		}
	}
	o.reconcile()
	out.Reading = o.now
	return out
}

// kindTarget decides which other targets there are.
const kindTarget = "kind"

// inOrder sorts corrections: lists before their items, what is added and then what is
// dismissed last, so that every other correction finds what it is about.
func inOrder(a, b attest.Correction) int {
	rank := func(c attest.Correction) int {
		switch {
		case c.Target == exceptionsTarget:
			return 0
		case c.Action == attest.Add:
			return 2
		case c.Action == attest.MarkAbsent && strings.HasPrefix(c.Target, exceptionsTarget+"/"):
			return 3
		}
		return 1
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID))
}

// overlay is a reading while corrections are laid over it.
type overlay struct {
	read     *attest.Reading
	now      *attest.Reading
	before   map[string]slot // of the reading as read, with its kind corrected
	name     func(attest.Correction) string
	outcomes map[attest.CorrectionID]Outcome
	flags    []attest.Flag
}

// index finds slots by their names.
func index(all []slot) map[string]slot {
	out := map[string]slot{}
	for _, s := range all {
		out[s.name] = s
	}
	return out
}

// ofKind lays the correction of the kind, and makes room for what a document of that
// kind states.
func (o *overlay) ofKind(holding []attest.Correction) {
	for _, c := range holding {
		if c.Target == kindTarget {
			s := factSlot(kindTarget, &o.now.Kind, kinds())
			o.lay(c, s, s.said())
		}
	}
	makeRoom(o.now)
}

// makeRoom gives a reading what a document of its kind states, all of it absent, where
// the reader took it for another kind.
func makeRoom(r *attest.Reading) {
	if r.Kind.State != attest.Found {
		return
	}
	switch {
	case slices.Contains(attestations(), r.Kind.Value) && r.Attestation == nil:
		r.Attestation = &attest.Attestation{}
		empty(reportSlots(r.Attestation))
		for _, part := range []string{controlsTarget, notRead} {
			if !slices.Contains(r.NotRead, part) {
				r.NotRead = append(slices.Clone(r.NotRead), part)
			}
		}
	case r.Kind.Value == attest.KindISO27001 && r.Certificate == nil:
		r.Certificate = &attest.Certificate{}
		empty(certificateSlots(r.Certificate))
	case r.Kind.Value == attest.KindBridgeLetter && r.BridgeLetter == nil:
		r.BridgeLetter = &attest.BridgeLetter{}
		empty(letterSlots(r.BridgeLetter))
	}
}

// empty marks facts that nobody has read.
func empty(all []slot) {
	for _, s := range all {
		s.lay(word{absent: true, reason: "the reader took the document for another kind"})
	}
}

// one lays one correction.
func (o *overlay) one(c attest.Correction) {
	if c.Action == attest.Add {
		o.add(c)
		return
	}
	target := o.target(c)
	was, there := o.before[target]
	s, still := index(slots(o.now))[target]
	switch {
	case there && still:
		o.lay(c, s, was.said())
	case there:
		// Another correction has removed it: the list's, or a dismissal.
		o.outcomes[c.ID] = Outcome{Status: attest.CorrectionOrphaned, Detail: "another correction says that there is no such thing", Now: was.said()}
	case c.Action == attest.MarkAbsent, strings.HasPrefix(c.Target, pagePrefix):
		o.outcomes[c.ID] = Outcome{Status: attest.CorrectionMoot, Detail: "the reading no longer says so"}
	default:
		o.orphan(c)
	}
}

// orphan notes a correction of what is in the reading no more.
func (o *overlay) orphan(c attest.Correction) {
	o.outcomes[c.ID] = Outcome{Status: attest.CorrectionOrphaned, Detail: "what it is about is in the reading no more"}
	o.flags = append(o.flags, attest.Flag{Name: attest.FlagReviewOrphaned, Detail: "a person corrected " + c.Target + ", which is in the reading no more"})
}

// target gives the target of a correction in the present reading: an exception whose
// id has changed is found again by its words.
func (o *overlay) target(c attest.Correction) string {
	rest, ok := strings.CutPrefix(c.Target, exceptionsTarget+"/")
	if !ok {
		return c.Target
	}
	id, field, _ := strings.Cut(rest, "/")
	e, found := findException(o.read.Attestation, id, c)
	if !found {
		return c.Target
	}
	return strings.TrimSuffix(exceptionsTarget+"/"+e.ID+"/"+field, "/")
}

// add lays an exception that was not read.
func (o *overlay) add(c attest.Correction) {
	if o.now.Attestation == nil || c.Exception == nil {
		o.orphan(c)
		return
	}
	if e, found := findException(o.read.Attestation, "", c); found {
		o.outcomes[c.ID] = Outcome{Status: attest.CorrectionMoot, Detail: "the reading has it as " + exceptionsTarget + "/" + e.ID,
			Now: attest.Said{State: attest.Found, Values: []string{e.Text}, Citations: e.Cited}}
		return
	}
	e := *c.Exception
	e.Correction = o.name(c)
	if e.Cited = nil; c.Citation.Page > 0 {
		e.Cited = []attest.Citation{c.Citation}
	}
	l := &o.now.Attestation.Exceptions
	l.Items = append(slices.Clip(l.Items), e)
	o.outcomes[c.ID] = Outcome{Status: attest.CorrectionApplied}
}

// lay decides how a correction stands to what the reading says now, and writes the
// person's word.
func (o *overlay) lay(c attest.Correction, s slot, now attest.Said) {
	status := stand(c, now)
	w := o.word(c, status)
	lost := c.Action == attest.Confirm && s.whole && !w.keep
	switch {
	case lost:
		status = attest.CorrectionConflict // what was confirmed is not kept, and cannot be put back
	case !w.keep && !w.absent && !readable(s, w.values):
		o.orphan(c)
		return
	default:
		s.lay(w)
	}
	out := Outcome{Status: status, Now: now}
	if status == attest.CorrectionConflict {
		out.Detail = fmt.Sprintf("a person says %s; the reading said %s then and says %s now", personSays(c), spoken(c.Was), spoken(now))
		o.flags = append(o.flags, attest.Flag{Name: attest.FlagReviewConflict, Detail: c.Target + ": " + out.Detail, Citations: now.Citations})
	}
	o.outcomes[c.ID] = out
}

// readable reports whether values still make sense in their slot.
func readable(s slot, values []string) bool {
	if s.canonical == nil {
		return false
	}
	_, ok := s.canonical(values)
	return ok
}

// word gives a person's word as it goes into the reading.
func (o *overlay) word(c attest.Correction, status attest.CorrectionStatus) word {
	w := word{
		keep:   status == attest.CorrectionConfirmed || status == attest.CorrectionMoot,
		reason: c.Reason, correction: o.name(c), values: c.Values,
	}
	if c.Citation.Page > 0 {
		w.cited = []attest.Citation{c.Citation}
	}
	switch c.Action {
	case attest.Override:
		w.rule = attest.RuleOverride
	case attest.MarkAbsent:
		w.rule, w.absent = attest.RuleAbsent, true
	default:
		w.rule, w.absent = attest.RuleConfirmed, c.Was.State == attest.Absent
		if w.absent && w.reason == "" {
			w.reason = "a person confirmed that the document does not state it"
		}
		if len(w.cited) == 0 {
			w.cited = c.Was.Citations
		}
	}
	return w
}

// stand says how a person's word stands to what the reading says now.
func stand(c attest.Correction, now attest.Said) attest.CorrectionStatus {
	says := attest.Said{State: attest.Found, Values: c.Values}
	same := attest.CorrectionMoot
	switch c.Action {
	case attest.MarkAbsent:
		says = attest.Said{State: attest.Absent}
	case attest.Confirm:
		says, same = c.Was, attest.CorrectionConfirmed
	}
	switch {
	case equal(says, now):
		return same
	case c.Action != attest.Confirm && equal(c.Was, now):
		return attest.CorrectionApplied
	case now.State == attest.Absent:
		return attest.CorrectionApplied // a reader that is less sure than before contradicts nobody
	case now.State == attest.Ambiguous && (says.State == attest.Absent || len(says.Values) == 1 && slices.ContainsFunc(now.Candidates, func(v string) bool { return alike(v, says.Values[0]) })):
		return attest.CorrectionApplied
	}
	return attest.CorrectionConflict
}

// equal reports whether two sayings are one, in whatever order their values stand.
func equal(a, b attest.Said) bool {
	return a.State == b.State && alikeAll(a.Values, b.Values) && alikeAll(a.Candidates, b.Candidates)
}

func alikeAll(a, b []string) bool {
	fold := func(all []string) []string {
		var out []string
		for _, s := range all {
			out = append(out, strings.ToLower(oneLine(s)))
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(fold(a), fold(b))
}

func personSays(c attest.Correction) string {
	if c.Action == attest.MarkAbsent {
		return spoken(attest.Said{State: attest.Absent})
	}
	if c.Action == attest.Confirm {
		return spoken(c.Was)
	}
	return spoken(attest.Said{State: attest.Found, Values: c.Values})
}

// spoken writes what is said of a target for a person.
func spoken(s attest.Said) string {
	switch {
	case s.State == attest.Found && len(s.Values) == 0:
		return "that there are none"
	case s.State == attest.Found:
		return shorten(strings.Join(s.Values, "; "))
	case s.State == attest.Ambiguous:
		return shorten("either " + strings.Join(s.Candidates, " or "))
	}
	return "nothing"
}

// maxSpoken bounds what a sentence says of a value, in characters.
const maxSpoken = 160

func shorten(s string) string {
	if runes := []rune(s); len(runes) > maxSpoken {
		return string(runes[:maxSpoken]) + "…"
	}
	return s
}
