package review

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Check says whether a person's correction makes sense on a document as it was read,
// beside the other corrections of the document, and gives it as it is to be stored:
// its values canonical, with what the reading says now. The id of the correction is
// set by the caller.
//
// It is an *attest.Error that names the field of the API's Correction at fault, and
// what is allowed in it.
func Check(read *attest.Reading, others []attest.Correction, c attest.Correction) (attest.Correction, error) {
	c.Reason, c.Citation.Quote, c.RulesVersion = strings.TrimSpace(c.Reason), oneLine(c.Citation.Quote), read.RulesVersion
	if err := checkShape(read, c); err != nil {
		return c, err
	}
	base := ofItsKind(read, others)
	if c.Action == attest.Add {
		return checkAdded(read, base, others, c)
	}
	s, err := slotOf(base, c)
	if err != nil {
		return c, err
	}
	c.Was = s.said()
	if c.Exception, c.Siblings = exceptionOf(read, c.Target); c.Exception != nil {
		e := *c.Exception
		c.Exception = &e
	}
	switch c.Action {
	case attest.Confirm:
		return checkConfirmed(c)
	case attest.MarkAbsent:
		if c.Was.State == attest.Absent {
			return c, bad("action", "ALREADY_ABSENT", "the reading does not state it either: confirm that instead")
		}
		c.Values = nil
		return c, nil
	}
	if c, err = checkOverride(s, c); err != nil {
		return c, err
	}
	return c, checkTogether(read, others, c)
}

// checkTogether holds the numbers of an exception against each other as they will be
// with a correction.
func checkTogether(read *attest.Reading, others []attest.Correction, c attest.Correction) error {
	if c.Exception == nil {
		return nil
	}
	all := slices.DeleteFunc(slices.Clone(others), func(o attest.Correction) bool { return o.Target == c.Target })
	effective := Apply(read, append(all, c), func(attest.Correction) string { return "" }).Reading
	e, there := findException(effective.Attestation, c.Exception.ID, attest.Correction{})
	if !there {
		return nil
	}
	if what := contradiction(e); what != "" {
		return bad("values", "COUNTS_CONTRADICT", what+"; correct the other number first where that was read wrongly")
	}
	return nil
}

// checkShape holds the parts of a correction against each other.
func checkShape(read *attest.Reading, c attest.Correction) error {
	switch {
	case c.Action != attest.Confirm && c.Reason == "":
		return bad("reason", "REASON_MISSING", "say why, so that others can follow: only what was read rightly is confirmed without a reason")
	case c.Action != attest.Add && c.Exception != nil:
		return bad("added_exception", "ADDED_EXCEPTION_UNEXPECTED", "an exception is sent with the action ADD alone")
	case (c.Action == attest.Add || c.Action == attest.MarkAbsent) && len(c.Values) > 0:
		return bad("values", "VALUES_UNEXPECTED", "this action takes no value")
	case c.Citation.Page > len(read.Pages):
		return bad("page", "PAGE_UNKNOWN", fmt.Sprintf("the document has %d pages", len(read.Pages)))
	case c.Citation.Page == 0 && c.Citation.Quote != "":
		return bad("page", "PAGE_MISSING", "name the page on which the words stand")
	}
	return nil
}

// ofItsKind is the reading with only its kind corrected, which decides what there is
// to correct.
func ofItsKind(read *attest.Reading, others []attest.Correction) *attest.Reading {
	var kind []attest.Correction
	for _, c := range others {
		if c.Target == kindTarget && c.Holds() {
			kind = append(kind, c)
		}
	}
	o := &overlay{read: read, now: clone(read), name: func(attest.Correction) string { return "" }, outcomes: map[attest.CorrectionID]Outcome{}}
	o.now.Flags = slices.Clone(read.Flags)
	o.ofKind(kind)
	if len(kind) > 0 {
		o.now.Kind = read.Kind
	}
	return o.now
}

// slotOf finds the slot of a target and holds the action against it.
func slotOf(r *attest.Reading, c attest.Correction) (slot, error) {
	all := slots(r)
	for _, s := range all {
		if s.name != c.Target {
			continue
		}
		if !s.allowed(c.Action) {
			var words []string
			for _, a := range s.actions {
				words = append(words, strings.ToUpper(string(a)))
			}
			return s, bad("action", "ACTION_NOT_ALLOWED", fmt.Sprintf("of %s can be said: %s", c.Target, strings.Join(words, ", ")))
		}
		return s, nil
	}
	return slot{}, unknownTarget(r, c.Target)
}

// unknownTarget says what there is to correct instead of a target that is not there.
func unknownTarget(r *attest.Reading, target string) error {
	id, ofException := strings.CutPrefix(target, exceptionsTarget+"/")
	switch {
	case ofException && isAdded(id):
		return bad("target", "EXCEPTION_ADDED", "a person added this exception: withdraw that correction, and add the exception anew")
	case ofException && r.Attestation != nil:
		return bad("target", "TARGET_UNKNOWN", "the reading has no "+target+": list the document's exceptions to see what is there")
	}
	kind := r.Kind.Value // a correction may have made room for another
	switch {
	case r.Attestation != nil:
		kind = attest.KindSOC2
	case r.Certificate != nil:
		kind = attest.KindISO27001
	case r.BridgeLetter != nil:
		kind = attest.KindBridgeLetter
	}
	var names []string
	for _, t := range Targets(kind) {
		names = append(names, t.Name)
	}
	return bad("target", "TARGET_UNKNOWN", fmt.Sprintf("this document has no %s to correct; what there can be is %s", target, strings.Join(names, ", ")))
}

// exceptionOf gives the exception that a target is about, and the ids of all; nothing
// for another target.
func exceptionOf(read *attest.Reading, target string) (*attest.Exception, []string) {
	rest, ok := strings.CutPrefix(target, exceptionsTarget+"/")
	if !ok || read.Attestation == nil {
		return nil, nil
	}
	id, _, _ := strings.Cut(rest, "/")
	items := read.Attestation.Exceptions.Items
	i := slices.IndexFunc(items, func(e attest.Exception) bool { return e.ID == id })
	if i < 0 {
		return nil, nil
	}
	return &items[i], exceptionIDs(items)
}

func exceptionIDs(items []attest.Exception) []string {
	var ids []string
	for _, e := range items {
		ids = append(ids, e.ID)
	}
	return ids
}

// checkConfirmed wants the reading to be sure of itself, and to say what the person
// saw.
func checkConfirmed(c attest.Correction) (attest.Correction, error) {
	if c.Was.State == attest.Ambiguous {
		return c, &attest.Error{Kind: attest.FailedPrecondition, Reason: "CONFIRM_AMBIGUOUS", Field: "correction.action",
			Message: "the reading is undecided: override it with what the document states, " + spoken(c.Was)}
	}
	if len(c.Values) > 0 && !alikeAll(c.Values, c.Was.Values) {
		return c, &attest.Error{Kind: attest.Aborted, Reason: "READING_CHANGED", Field: "correction.values",
			Message: "the reading says " + spoken(c.Was) + ": look again before you confirm it"}
	}
	c.Values = c.Was.Values
	return c, nil
}

// checkOverride reads the values, and wants them to say something else than was read.
func checkOverride(s slot, c attest.Correction) (attest.Correction, error) {
	canonical, ok := s.canonical(c.Values)
	if !ok {
		message := "write " + s.form
		if s.list {
			message += "; each value once"
		} else if len(c.Values) != 1 {
			message = "give one value: " + s.form
		}
		return c, bad("values", "VALUE_INVALID", message)
	}
	if c.Values = canonical; equal(attest.Said{State: attest.Found, Values: canonical}, c.Was) {
		return c, bad("values", "VALUE_AS_READ", "the reading says the same: confirm it instead")
	}
	return c, nil
}

// checkAdded looks at an exception that a person adds.
func checkAdded(read, base *attest.Reading, others []attest.Correction, c attest.Correction) (attest.Correction, error) {
	if c.Target != exceptionsTarget || base.Attestation == nil {
		return c, bad("target", "TARGET_UNKNOWN", "an exception is added to the exceptions of an auditor's report: the target is "+exceptionsTarget)
	}
	if c.Exception == nil || letters(c.Exception.Text) == "" {
		return c, bad("added_exception.text", "EXCEPTION_TEXT_MISSING", "write the exception as the report prints it")
	}
	e := *c.Exception
	e.ID, e.Text = addedPrefix+string(c.ID), oneLine(e.Text)
	if c.Citation.Page > 0 {
		e.Cited = []attest.Citation{c.Citation}
	}
	c.Exception = &e
	if what := contradiction(e); what != "" {
		return c, bad("added_exception", "COUNTS_CONTRADICT", what)
	}
	if known := knownAs(read, others, c); known != "" {
		return c, bad("added_exception", "EXCEPTION_KNOWN", "the exception is there as "+known+": correct it there")
	}
	if read.Attestation != nil {
		c.Siblings = exceptionIDs(read.Attestation.Exceptions.Items)
	}
	c.Was = attest.Said{State: stateOf(base.Attestation.Exceptions.State)}
	c.Target = exceptionsTarget + "/" + e.ID
	return c, nil
}

// contradiction says how the numbers of an exception contradict each other; "" where
// they do not.
func contradiction(e attest.Exception) string {
	more := func(part, whole attest.Fact[int]) bool {
		return part.State == attest.Found && whole.State == attest.Found && part.Value > whole.Value
	}
	switch {
	case more(e.Deviations, e.SampleSize):
		return "no more items can fail than were tested"
	case more(e.SampleSize, e.Population):
		return "no more items can be tested than there are"
	case more(e.Deviations, e.Population):
		return "no more items can fail than there are"
	}
	return ""
}

// knownAs gives the target of the exception that a person wants to add, where the
// reading has it or somebody added it before; "" where it is new.
func knownAs(read *attest.Reading, others []attest.Correction, c attest.Correction) string {
	if same, found := findException(read.Attestation, "", c); found {
		return exceptionsTarget + "/" + same.ID
	}
	for _, o := range others {
		if o.Holds() && o.Action == attest.Add && o.Exception != nil && sameException(*o.Exception, *c.Exception) {
			return o.Target
		}
	}
	return ""
}

// bad is a field of the API's Correction that makes no sense.
func bad(field, reason, message string) error {
	return &attest.Error{Kind: attest.InvalidArgument, Reason: reason, Field: "correction." + field, Message: message}
}
