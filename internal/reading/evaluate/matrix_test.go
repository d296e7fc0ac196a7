package evaluate

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

const matrixTruth = `[{"file": "a.pdf", "kind": "soc2_type2", "layout": "wide", "opinion_basis_page": 3,
 "controls": [
  {"id": "CC6.1.1", "criteria": ["CC6.1"], "result": "no_exception", "text": "Doors are locked.", "page": 10},
  {"id": "CC6.1.2", "criteria": ["CC6.1"], "result": "exception", "text": "Leavers lose access within a day.", "page": 10},
  {"id": "CC6.2.1", "criteria": ["CC6.2"], "result": "exception", "text": "Leavers lose access within a day.", "reference": true, "page": 11},
  {"id": "CC6.2.2", "criteria": ["CC6.2"], "result": "not_operated", "text": "Guests are escorted.", "page": 11},
  {"id": "CC6.2.3", "criteria": ["CC6.2"], "result": "no_exception", "text": "Keys are counted.", "page": 12},
  {"id": null, "criteria": ["CC6.3"], "result": "no_exception", "text": "Rights are reviewed each quarter by their owners.", "page": 13}],
 "exceptions": [
  {"control_ids": ["CC6.1.2", "CC6.2.1"], "criteria": ["CC6.1", "CC6.2"], "page": 10, "also_pages": [11, 20], "response_pages": [20],
   "sample_size": 25, "deviations": 2, "population": null, "result_text": "Exception noted. For 2 of 25 leavers, access was removed late.",
   "management_response": "Removed on May 2, 2026.", "remediation_date": "2026-05-02", "failed_leg": "operating"},
  {"control_ids": ["CC6.9.9"], "criteria": ["CC6.9"], "page": 14, "also_pages": [], "sample_size": null, "deviations": null, "population": null,
   "result_text": "The plan was not tested.", "management_response": null, "remediation_date": null, "failed_leg": "operating"}]}]`

// at cites a page.
func at(page int) attest.Citation { return attest.Citation{Page: page, Quote: "x"} }

// matrixReading is a reading of matrixTruth with some faults.
func matrixReading() *attest.Reading {
	doors := attest.Control{ID: "CC6.1.1", Text: "Doors are locked.", Criteria: []string{"CC6.1"}, Result: attest.ResultNoException, Cited: []attest.Citation{at(10)}}
	leavers := attest.Control{ID: "CC6.1.2", Text: "Leavers lose access within a day.", Criteria: []string{"CC6.1", "CC6.3"}, Result: attest.ResultNoException, Cited: []attest.Citation{at(10)}}
	again := attest.Control{ID: "CC6.2.1", Text: "Leavers lose access within a day.", Criteria: []string{"CC6.2"}, SameAs: "CC6.1.2", Cited: []attest.Citation{at(12)}}
	rights := attest.Control{Text: "Rights are reviewed each quarter by owners.", Criteria: []string{"CC6.3"}, Result: attest.ResultUnclear, Cited: []attest.Citation{at(13)}}
	invented := attest.Control{ID: "CC6.2", Text: "The entity registers users."}
	late := attest.Exception{ControlIDs: []string{"CC6.2.1", "CC6.1.2"}, Criteria: []string{"CC6.1"}, Text: "Exception noted. For 2 of 25 leavers, access was removed late.",
		Deviations: attest.FoundFact(2, ""), SampleSize: attest.FoundFact(25, ""), Population: attest.FoundFact(300, ""),
		Leg: attest.FoundFact(attest.LegOperation, ""), Cited: []attest.Citation{at(10), at(11)}, Retold: []attest.Citation{at(3)},
		Response: &attest.ManagementResponse{Text: "Removed on May 2, 2026.", RemediationDate: attest.FoundFact(attest.Date{Year: 2026, Month: 5, Day: 2}, ""), Cited: []attest.Citation{at(20)}}}
	double := late
	return &attest.Reading{Attestation: &attest.Attestation{
		Controls:   attest.List[attest.Control]{State: attest.Found, Items: []attest.Control{invented, again, leavers, doors, rights}},
		Exceptions: attest.List[attest.Exception]{State: attest.Found, Items: []attest.Exception{late, double}},
		Unparsed:   []attest.UnparsedRow{{Reason: "cells run together", Cited: []attest.Citation{{Page: 11, Quote: "CC6.2.2 Guests are"}}}},
	}}
}

// outcomes are the outcomes of each field with a dot, in order.
func outcomes(results []FieldResult) map[string][]Outcome {
	out := map[string][]Outcome{}
	for _, r := range results {
		if strings.Contains(r.Field, ".") {
			out[r.Field] = append(out[r.Field], r.Outcome)
		}
	}
	return out
}

func TestCompareMatrix(t *testing.T) {
	t.Parallel()
	all, err := Load(strings.NewReader(matrixTruth))
	if err != nil {
		t.Fatal(err)
	}
	results := Compare(all[0], matrixReading())
	want := map[string][]Outcome{
		"controls.row":                   {Right, Right, Right, Ambiguous, Absent, Right, Wrong},
		"controls.id":                    {Right, Right, Right},
		"controls.text":                  {Right, Right, Right, Wrong},
		"controls.criteria":              {Right, Wrong, Right, Right},
		"controls.page":                  {Right, Right, Wrong, Right},
		"controls.result":                {Right, Wrong, Ambiguous},
		"exceptions.found":               {Right, Absent, Wrong},
		"exceptions.deviations":          {Right},
		"exceptions.sample_size":         {Right},
		"exceptions.population":          {Wrong},
		"exceptions.n_of_n":              {Right},
		"exceptions.control_ids":         {Right},
		"exceptions.criteria":            {Wrong},
		"exceptions.page":                {Right},
		"exceptions.also_pages":          {Right},
		"exceptions.result_text":         {Right},
		"exceptions.failed_leg":          {Right},
		"exceptions.management_response": {Right},
		"exceptions.remediation_date":    {Right},
	}
	if diff := cmp.Diff(want, outcomes(results)); diff != "" {
		t.Errorf("outcomes mismatch (-want +got):\n%s", diff)
	}
	var s Summary
	s.Add(all[0], results)
	third, two := 4.0/6, 0.8
	f1 := 8.0 / 11
	half := 0.5
	if diff := cmp.Diff(Rate{Right: 4, Given: 5, Of: 6, Unread: 1, Lost: 1, Precision: &two, Recall: &third, F1: &f1}, s.Controls); diff != "" {
		t.Errorf("controls mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Rate{Right: 1, Given: 2, Of: 2, Lost: 1, Precision: &half, Recall: &half, F1: &half}, s.Layouts[0].Exceptions); diff != "" {
		t.Errorf("exceptions of layout %s mismatch (-want +got):\n%s", s.Layouts[0].Name, diff)
	}
	invented := func(m Mistake) bool { return m.Field == FieldExceptions && m.Certain && m.Want == "" }
	if !slices.ContainsFunc(s.Mistakes, invented) {
		t.Errorf("the exception that was given twice is no certain mistake: %+v", s.Mistakes)
	}
}

func TestCompareEmptyMatrix(t *testing.T) {
	t.Parallel()
	all, err := Load(strings.NewReader(matrixTruth))
	if err != nil {
		t.Fatal(err)
	}
	var s Summary
	s.Add(all[0], Compare(all[0], &attest.Reading{Pages: []attest.PageRecord{{Number: 10, Reading: attest.PageNotRead}}}))
	none := 0.0
	if diff := cmp.Diff(Rate{Of: 6, Unread: 2, Lost: 4, Recall: &none}, s.Controls); diff != "" {
		t.Errorf("controls mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Rate{Of: 2, Unread: 1, Lost: 1, Recall: &none}, s.Exceptions); diff != "" {
		t.Errorf("exceptions mismatch (-want +got):\n%s", diff)
	}
}

func TestIDKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"AC-01", "AC\u201101", true},
		{"Control 66", "66", true},
		{"DCF- 285", "DCF-285", true},
		{"CC1.11", "CC11.1", false},
		{"CC6.1.3", "CC6.1.3.", true},
		{"No. 7", "7", true},
		{"AC-1", "AC-10", false},
	} {
		if got := idKey(tt.a) == idKey(tt.b); got != tt.same {
			t.Errorf("%q and %q are the same id: %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}

// TestCitationsOfTheMatrix keeps every quote of a row, a test, an exception and a
// response among those that are looked up.
func TestCitationsOfTheMatrix(t *testing.T) {
	t.Parallel()
	a := attest.Attestation{
		Controls: attest.List[attest.Control]{Items: []attest.Control{{Cited: []attest.Citation{{Quote: "id"}}, Tests: []attest.ControlTest{{Cited: []attest.Citation{{Quote: "test"}}}}}}},
		Exceptions: attest.List[attest.Exception]{Items: []attest.Exception{{
			Deviations: attest.FoundFact(1, "", attest.Citation{Quote: "one"}),
			Leg:        attest.FoundFact(attest.LegDesign, "", attest.Citation{Quote: "leg"}),
			Cited:      []attest.Citation{{Quote: "result"}},
			Retold:     []attest.Citation{{Quote: "retold"}},
			Response:   &attest.ManagementResponse{Cited: []attest.Citation{{Quote: "response"}}, RemediationDate: attest.FoundFact(attest.Date{Year: 2026, Month: 1, Day: 2}, "", attest.Citation{Quote: "day"})},
		}}},
		Unparsed: []attest.UnparsedRow{{Cited: []attest.Citation{{Quote: "unparsed"}}}},
	}
	var got []string
	for _, c := range citations(&attest.Reading{Attestation: &a}) {
		got = append(got, c.Quote)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"day", "id", "leg", "one", "response", "result", "retold", "test", "unparsed"}, got); diff != "" {
		t.Errorf("citations mismatch (-want +got):\n%s", diff)
	}
}
