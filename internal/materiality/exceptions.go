package materiality

import (
	"fmt"
	"strings"

	"example.com/assay/internal/attest"
)

// matrix weighs the tests of controls. A matrix that was read in part is weighed
// and asked about: silence on the rest is no clean result. A person who has decided
// what the exceptions are has read it.
func (c *weighing) matrix(x exhibit, a *attest.Attestation) {
	decided := a.Exceptions.State == attest.Found && a.Exceptions.Correction != ""
	if !decided && x.status.Type != 1 && (notRead(x, "controls", "exceptions") || a.Controls.State != attest.Found || a.Exceptions.State != attest.Found) {
		c.add(RuleMatrixUnread, x, "The tests of controls and their results were not read, or not in full; exceptions in what was not read are not weighed.", nil, finding{
			condition: "A person reads the tests of controls and records the exceptions.",
			next:      "Read the tests of controls in the report and record the exceptions."})
	}
	for _, e := range a.Exceptions.Items {
		c.exception(x, e)
	}
	if n, places := unclearRows(a); !decided && n > 0 {
		c.add(RuleMatrixUnclear, x, quantity(n, "row")+" of the tests of controls could not be read with certainty and may hold exceptions.", places,
			finding{condition: "A person reads the rows of the tests of controls that are not clear."})
	}
	var idle []attest.Citation
	n := 0
	for _, control := range a.Controls.Items {
		if control.Result == attest.ResultNotOperated || control.Result == attest.ResultNotTested {
			n++
			idle = append(idle, control.Cited...)
		}
	}
	if n > 0 {
		c.add(RuleNotTested, x, quantity(n, "control")+" did not operate in the period or was not tested, which is neither good nor bad.", idle, finding{})
	}
}

// exception records one exception. What it weighs is the policy's to say: by
// whether its design failed, and whether management answers it.
func (c *weighing) exception(x exhibit, e attest.Exception) {
	r, what := RuleException, "The auditor reports an exception in "+exceptionPlace(e)
	switch {
	case e.Leg.State == attest.Found && e.Leg.Value == attest.LegDesign:
		r, what = RuleExceptionDesign, "The auditor reports that the design falls short in "+exceptionPlace(e)
	case e.Response == nil:
		r = RuleExceptionOpen
	}
	if e.Deviations.State == attest.Found && e.SampleSize.State == attest.Found {
		what += fmt.Sprintf(", %d of %d", e.Deviations.Value, e.SampleSize.Value)
	}
	if e.Response == nil {
		what += "; the report prints no response of management"
	}
	c.add(r, x, sentence(what), e.Cited, finding{condition: "The vendor shows that the exception in " + exceptionPlace(e) + " is remedied."})
}

// exceptionPlace names the control of an exception for a sentence.
func exceptionPlace(e attest.Exception) string {
	switch {
	case len(e.ControlIDs) > 0 && len(e.Criteria) > 0:
		return "control " + strings.Join(e.ControlIDs, ", ") + " (" + strings.Join(e.Criteria, ", ") + ")"
	case len(e.ControlIDs) > 0:
		return "control " + strings.Join(e.ControlIDs, ", ")
	case len(e.Criteria) > 0:
		return "a control under " + strings.Join(e.Criteria, ", ")
	}
	return "a control without an id"
}

// unclearRows counts the rows of the matrix that a person has to read, and gives the
// place of each, as far as it has one.
func unclearRows(a *attest.Attestation) (n int, places []attest.Citation) {
	row := func(cites []attest.Citation) {
		n++
		places = append(places, cites[:min(len(cites), 1)]...)
	}
	for _, u := range a.Unparsed {
		row(u.Cited)
	}
	for _, control := range a.Controls.Items {
		if control.Result == attest.ResultUnclear {
			row(control.Cited)
		}
	}
	return n, places
}

// quantity writes a number with its noun: "1 row", "3 rows".
func quantity(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
