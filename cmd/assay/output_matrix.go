package main

import (
	"fmt"
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// matrix writes what the tests section states: how many controls came out how, each
// exception, and apart from both what did not operate or was not tested.
func (o report) matrix(a *assayv1.Attestation) {
	controls := a.GetControls()
	if controls.GetState() != assayv1.Fact_FOUND {
		o.detail("Controls", &assayv1.Fact{State: controls.GetState(), Reason: controls.GetReason()}, nil)
		if e := a.GetExceptions(); e.GetCorrection() != "" || len(e.GetItems()) > 0 {
			o.exceptions(e) // a person has read what the reader has not
		}
		return
	}
	o.field("Controls", countControls(controls.GetItems()), controlPages(controls.GetItems()))
	if controls.GetReason() != "" {
		o.styled("", yellow, "in part: "+controls.GetReason(), "")
	}
	if a.GetType().GetValue() != "1" {
		o.exceptions(a.GetExceptions())
	}
	o.apart("Did not operate", controls.GetItems(), assayv1.Control_NOT_OPERATED)
	o.apart("Not tested", controls.GetItems(), assayv1.Control_NOT_TESTED)
	o.apart("Result not clear", controls.GetItems(), assayv1.Control_UNCLEAR)
	o.unparsed(a.GetUnparsed())
	if o.opts.all {
		o.everyControl(controls.GetItems())
	}
}

// countControls says how many controls there are and how they came out.
func countControls(items []*assayv1.Control) string {
	counts := map[assayv1.Control_Result]int{}
	for _, c := range items {
		counts[c.GetResult()]++
	}
	var parts []string
	for _, r := range []struct {
		result assayv1.Control_Result
		words  string
	}{
		{assayv1.Control_NO_EXCEPTION, "without exception"}, {assayv1.Control_EXCEPTION, "with an exception"},
		{assayv1.Control_NOT_OPERATED, "did not operate"}, {assayv1.Control_NOT_TESTED, "not tested"}, {assayv1.Control_UNCLEAR, "not clear"},
	} {
		if n := counts[r.result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, r.words))
		}
	}
	text := fmt.Sprint(len(items))
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text
}

func controlPages(items []*assayv1.Control) string {
	var pages []int32
	for _, c := range items {
		for _, cite := range c.GetCitations() {
			pages = append(pages, cite.GetPage())
		}
	}
	return pageNumbers(pages)
}

// exceptions writes the exceptions, all of them: they are what the report is read for.
func (o report) exceptions(l *assayv1.ExceptionList) {
	if l.GetState() != assayv1.Fact_FOUND {
		o.fact("Exceptions", &assayv1.Fact{State: l.GetState(), Reason: l.GetReason(), Citations: l.GetCitations()}, nil)
	} else {
		o.countExceptions(l)
	}
	for _, e := range l.GetItems() {
		o.exception(e)
	}
}

// countExceptions says how many exceptions there are, and whether that is all.
func (o report) countExceptions(l *assayv1.ExceptionList) {
	count := "none reported"
	if n := len(l.GetItems()); n > 0 {
		count = fmt.Sprint(n)
	}
	o.field("Exceptions", count, decided(l.GetCorrection(), l.GetRule(), l.GetCitations()))
	if l.GetReason() != "" {
		o.styled("", yellow, "in part: "+l.GetReason(), "")
	}
}

// byPerson gives the pages of an exception, after a mark where a person added or
// confirmed it.
func byPerson(e *assayv1.Exception) string {
	if e.GetCorrection() != "" && strings.HasPrefix(e.GetId(), "p") {
		return strings.TrimSuffix("added, "+pageRef(e.GetCitations()), ", ")
	}
	return decided(e.GetCorrection(), attest.RuleConfirmed, e.GetCitations())
}

// exception writes one exception with what management says to it.
func (o report) exception(e *assayv1.Exception) {
	head := "- " + strings.Join(e.GetControlIds(), ", ")
	if len(e.GetControlIds()) == 0 {
		head = "- a control without an id"
	}
	if len(e.GetCriteria()) > 0 {
		head += " (" + strings.Join(e.GetCriteria(), ", ") + ")"
	}
	if n := extent(e); n != "" {
		head += ", " + n
	}
	if e.GetLeg().GetValue() == "design" {
		head += ", in the design"
	}
	o.field("", head, byPerson(e))
	o.field("", "  "+e.GetText(), "")
	o.quote(e.GetCitations())
	if len(e.GetRetold()) > 0 {
		o.field("", "  told again", pageRef(e.GetRetold()))
	}
	r := e.GetResponse()
	if r == nil {
		o.styled("", dim, "  no response of management is printed", "")
		return
	}
	who := "  management (not audited): "
	if r.GetAudited() {
		who = "  management (the auditor tested the remedy): "
	}
	o.field("", who+r.GetText(), pageRef(r.GetCitations()))
	if r.GetRemediationDate().GetState() == assayv1.Fact_FOUND {
		o.field("", "  remedied by "+r.GetRemediationDate().GetValue(), pageRef(r.GetRemediationDate().GetCitations()))
	}
}

// extent writes "2 of 25", with the population where it is known.
func extent(e *assayv1.Exception) string {
	if !stated(e.GetDeviations()) && !stated(e.GetSampleSize()) {
		return ""
	}
	say := func(f *assayv1.Fact) string {
		switch f.GetState() {
		case assayv1.Fact_FOUND:
			return f.GetValue()
		case assayv1.Fact_AMBIGUOUS:
			return "(ambiguous)"
		}
		return "?"
	}
	text := say(e.GetDeviations()) + " of " + say(e.GetSampleSize())
	if e.GetPopulation().GetState() == assayv1.Fact_FOUND {
		text += " from " + e.GetPopulation().GetValue()
	}
	return text
}

// apart lists the controls of a result that is neither good nor bad.
func (o report) apart(label string, items []*assayv1.Control, result assayv1.Control_Result) {
	var found []*assayv1.Control
	for _, c := range items {
		if c.GetResult() == result {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return
	}
	o.field(label, fmt.Sprint(len(found)), "")
	o.items(len(found), func(i int) { o.control(found[i]) })
}

// control writes one control on one line.
func (o report) control(c *assayv1.Control) {
	text := "- "
	if c.GetId() != "" {
		text += c.GetId() + " "
	}
	if len(c.GetCriteria()) > 0 {
		text += "(" + strings.Join(c.GetCriteria(), ", ") + ") "
	}
	o.field("", text+c.GetText(), pageRef(c.GetCitations()))
	for _, t := range c.GetTests() {
		if t.GetResultText() != "" && (c.GetResult() != assayv1.Control_NO_EXCEPTION || o.opts.quotes) {
			o.field("", "  "+t.GetResultText(), pageRef(t.GetCitations()))
		}
	}
}

// everyControl writes the whole list.
func (o report) everyControl(items []*assayv1.Control) {
	o.field("All controls", fmt.Sprint(len(items)), "")
	for _, c := range items {
		o.control(c)
	}
}

// unparsed writes the rows that a person has to read.
func (o report) unparsed(rows []*assayv1.UnparsedRow) {
	if len(rows) == 0 {
		return
	}
	o.styled("For a person", yellow, fmt.Sprintf("%d rows of the tests section were not understood", len(rows)), "")
	o.items(len(rows), func(i int) {
		row := rows[i]
		o.field("", "- "+row.GetReason(), pageRef(row.GetCitations()))
		o.quote(row.GetCitations())
		if o.opts.all && row.GetId() != "" {
			o.field("", "  corrected as unparsed/"+row.GetId(), "")
		}
	})
}
