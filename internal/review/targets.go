package review

import (
	"slices"

	"example.com/assay/internal/attest"
)

// Target is something that can be corrected.
type Target struct {
	Name    string // as Correction.Target
	Form    string // how a value is written, for a person; "" where none can be given
	List    bool   // takes any number of values
	Actions []attest.CorrectionAction
}

// Targets lists what can be corrected in every document of a kind. Exceptions, flags,
// unparsed rows and pages are named by their ids; {exception}, {flag}, {row} and {page}
// stand for them.
func Targets(kind attest.Kind) []Target {
	r := &attest.Reading{Kind: attest.FoundFact(kind, "")}
	makeRoom(r)
	const exception = "{exception}"
	if a := r.Attestation; a != nil {
		a.Exceptions.Items = []attest.Exception{{ID: exception, Response: &attest.ManagementResponse{}}}
		a.Unparsed = []attest.UnparsedRow{{}}
	}
	r.Flags = []attest.Flag{{Name: "{flag}"}}
	r.Pages = []attest.PageRecord{{Reading: attest.PageNotRead}}
	var all []Target
	for _, s := range slots(r) {
		t := Target{Name: s.name, List: s.list, Actions: s.actions}
		if slices.Contains(s.actions, attest.Override) {
			t.Form = s.form
		}
		switch s.name {
		case unparsedPrefix + attest.UnparsedID(attest.UnparsedRow{}):
			t.Name = unparsedPrefix + "{row}"
		case pagePrefix + "0":
			t.Name = pagePrefix + "{page}"
		}
		all = append(all, t)
	}
	return all
}
