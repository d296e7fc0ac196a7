package wire

import (
	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

func controls(l attest.List[attest.Control]) *assayv1.ControlList {
	out := &assayv1.ControlList{State: factState(l.State), Citations: Citations(l.Citations, ""), Rule: l.Rule, Reason: l.Reason, Correction: l.Correction}
	for _, c := range l.Items {
		out.Items = append(out.Items, Control(c))
	}
	return out
}

// Control writes a control with its tests.
func Control(c attest.Control) *assayv1.Control {
	out := &assayv1.Control{
		Id: c.ID, Text: c.Text, Criteria: c.Criteria, Result: controlResult(c.Result), SameAs: c.SameAs, Citations: Citations(c.Cited, ""),
	}
	for _, t := range c.Tests {
		out.Tests = append(out.Tests, &assayv1.ControlTest{
			Text: t.Text, ResultText: t.ResultText, Result: controlResult(t.Result), Citations: Citations(t.Cited, ""),
		})
	}
	return out
}

// controlResult writes a result; one that is not known is for a person to read,
// never clean.
func controlResult(r attest.Result) assayv1.Control_Result {
	switch r {
	case attest.ResultNone:
		return assayv1.Control_RESULT_UNSPECIFIED
	case attest.ResultNoException:
		return assayv1.Control_NO_EXCEPTION
	case attest.ResultException:
		return assayv1.Control_EXCEPTION
	case attest.ResultNotOperated:
		return assayv1.Control_NOT_OPERATED
	case attest.ResultNotTested:
		return assayv1.Control_NOT_TESTED
	}
	return assayv1.Control_UNCLEAR
}

func exceptions(document string, l attest.List[attest.Exception]) *assayv1.ExceptionList {
	out := &assayv1.ExceptionList{State: factState(l.State), Citations: Citations(l.Citations, ""), Rule: l.Rule, Reason: l.Reason, Correction: l.Correction}
	for _, e := range l.Items {
		out.Items = append(out.Items, Exception(document, e))
	}
	return out
}

// Exception writes an exception of a document, named by its resource name, with
// what management says to it.
func Exception(document string, e attest.Exception) *assayv1.Exception {
	out := &assayv1.Exception{
		Name: aip.ExceptionName(document, e.ID), Id: e.ID, ControlIds: e.ControlIDs, ControlText: e.ControlText, Criteria: e.Criteria, Text: e.Text,
		Deviations: Fact(e.Deviations), SampleSize: Fact(e.SampleSize), Population: Fact(e.Population), Leg: Fact(e.Leg),
		Citations: Citations(e.Cited, ""), Retold: Citations(e.Retold, ""), Correction: e.Correction,
	}
	for _, c := range e.Counts {
		out.Counts = append(out.Counts, &assayv1.DeviationCount{Deviations: int32(c.Deviations), Of: int32(c.Of), Unit: c.Unit})
	}
	if r := e.Response; r != nil {
		out.Response = &assayv1.ManagementResponse{
			Text: r.Text, Audited: r.Audited, RemediationDate: Fact(r.RemediationDate), Citations: Citations(r.Cited, ""),
		}
	}
	return out
}

func unparsed(rows []attest.UnparsedRow) []*assayv1.UnparsedRow {
	var out []*assayv1.UnparsedRow
	for _, r := range rows {
		out = append(out, &assayv1.UnparsedRow{Id: attest.UnparsedID(r), Reason: r.Reason, Citations: Citations(r.Cited, "")})
	}
	return out
}
