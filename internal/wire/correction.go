package wire

import (
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// Correction writes a correction, with how it stands to the present reading and what
// there is to say about that.
func Correction(c attest.Correction, status attest.CorrectionStatus, detail string) *assayv1.Correction {
	out := &assayv1.Correction{
		Name: aip.CorrectionName(c), Target: c.Target, Action: correctionAction(c.Action), Values: c.Values, Reason: c.Reason,
		Page: int32(c.Citation.Page), Quote: c.Citation.Quote, Was: &assayv1.Fact{State: factState(c.Was.State), Citations: Citations(c.Was.Citations, "")},
		Status: correctionStatus(status), StatusDetail: detail, Author: c.By, CreateTime: instant(c.At), RulesVersion: c.RulesVersion,
		EndTime: instant(c.Ended), Ender: c.EndedBy, Etag: aip.Etag(c.Version()),
	}
	if len(c.Was.Values) == 1 {
		out.Was.Value = c.Was.Values[0]
	} else {
		out.WasItems = c.Was.Values
	}
	for _, v := range c.Was.Candidates {
		out.Was.Candidates = append(out.Was.Candidates, &assayv1.Fact_Candidate{Value: v})
	}
	if c.Successor != "" {
		next := c
		next.ID = c.Successor
		out.Successor = aip.CorrectionName(next)
	}
	if c.Action == attest.Add && c.Exception != nil {
		out.AddedException = addedException(c.Exception)
	}
	return out
}

// CorrectionOf reads the part of a correction that a caller sends.
func CorrectionOf(m *assayv1.Correction) attest.Correction {
	return attest.Correction{
		Target: m.GetTarget(), Action: attest.CorrectionAction(strings.ToLower(m.GetAction().String())), Values: m.GetValues(),
		Reason: m.GetReason(), Citation: attest.Citation{Page: int(m.GetPage()), Quote: m.GetQuote()}, Exception: exceptionOf(m.GetAddedException()),
	}
}

func correctionAction(a attest.CorrectionAction) assayv1.Correction_Action {
	return assayv1.Correction_Action(assayv1.Correction_Action_value[strings.ToUpper(string(a))])
}

func correctionStatus(s attest.CorrectionStatus) assayv1.Correction_Status {
	return assayv1.Correction_Status(assayv1.Correction_Status_value[string(s)])
}

func addedException(e *attest.Exception) *assayv1.AddedException {
	number := func(f attest.Fact[int]) *int32 {
		if f.State != attest.Found {
			return nil
		}
		n := int32(f.Value)
		return &n
	}
	return &assayv1.AddedException{
		Text: e.Text, ControlIds: e.ControlIDs, Criteria: e.Criteria, Deviations: number(e.Deviations), SampleSize: number(e.SampleSize),
		Population: number(e.Population), Leg: string(e.Leg.Value),
	}
}

func exceptionOf(m *assayv1.AddedException) *attest.Exception {
	if m == nil {
		return nil
	}
	number := func(n *int32) attest.Fact[int] {
		if n == nil {
			return attest.AbsentFact[int]("the report does not say")
		}
		return attest.FoundFact(int(*n), attest.RuleAdded)
	}
	e := &attest.Exception{
		Text: m.GetText(), ControlIDs: m.GetControlIds(), Criteria: m.GetCriteria(), Deviations: number(m.Deviations), SampleSize: number(m.SampleSize),
		Population: number(m.Population), Leg: attest.AbsentFact[attest.Leg]("the report does not say"),
	}
	if m.GetLeg() != "" {
		e.Leg = attest.FoundFact(attest.Leg(m.GetLeg()), attest.RuleAdded)
	}
	return e
}

// signOff writes a sign-off; one that does not hold is not set.
func signOff(s attest.SignOff) *assayv1.SignOff {
	if !s.Holds() {
		return nil
	}
	return &assayv1.SignOff{Signer: s.By, SignTime: instant(s.At), Note: s.Note, RulesVersion: s.RulesVersion, FactsSha256: s.Facts}
}
