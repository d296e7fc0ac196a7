package wire

import (
	"fmt"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// Fact writes a fact; its value becomes canonical text.
func Fact[T comparable](f attest.Fact[T]) *assayv1.Fact {
	out := &assayv1.Fact{State: factState(f.State), Citations: Citations(f.Citations, ""), Rule: f.Rule, Reason: f.Reason, Correction: f.Correction}
	if f.State == attest.Found {
		out.Value = fmt.Sprint(f.Value)
	}
	for _, c := range f.Candidates {
		out.Candidates = append(out.Candidates, &assayv1.Fact_Candidate{Value: fmt.Sprint(c.Value), Citations: Citations(c.Citations, ""), Rule: c.Rule})
	}
	return out
}

// List writes a fact with many values.
func List[T ~string](l attest.List[T]) *assayv1.FactList {
	return &assayv1.FactList{
		State: factState(l.State), Items: Strings(l.Items), Citations: Citations(l.Citations, ""), Rule: l.Rule, Reason: l.Reason, Correction: l.Correction,
	}
}

// Strings writes named strings as plain ones.
func Strings[T ~string](items []T) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = string(item)
	}
	return out
}

// factState writes a state; one that is not set is absent, never found.
func factState(s attest.State) assayv1.Fact_State {
	switch s {
	case attest.Found:
		return assayv1.Fact_FOUND
	case attest.Ambiguous:
		return assayv1.Fact_AMBIGUOUS
	}
	return assayv1.Fact_ABSENT
}

// Citations writes citations; document is the resource name of the document that
// holds the pages, "" where the message around them names it.
func Citations(cites []attest.Citation, document string) []*assayv1.Citation {
	out := make([]*assayv1.Citation, len(cites))
	for i, c := range cites {
		out[i] = citation(c, document)
	}
	return out
}

func citation(c attest.Citation, document string) *assayv1.Citation {
	out := &assayv1.Citation{Page: int32(c.Page), Quote: c.Quote, Document: document, Confidence: c.Confidence}
	for _, b := range c.Boxes {
		out.Boxes = append(out.Boxes, &assayv1.Box{X0: b.X0, Y0: b.Y0, X1: b.X1, Y1: b.Y1})
	}
	return out
}

// Flags writes flags.
func Flags(flags []attest.Flag) []*assayv1.Flag {
	out := make([]*assayv1.Flag, len(flags))
	for i, f := range flags {
		out[i] = &assayv1.Flag{Id: string(f.Name), Detail: f.Detail, Citations: Citations(f.Citations, "")}
	}
	return out
}
