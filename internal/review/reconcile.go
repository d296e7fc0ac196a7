package review

import (
	"slices"

	"example.com/assay/internal/attest"
)

// reconcile brings the flags into line with what people said, and adds those about
// their corrections.
func (o *overlay) reconcile() {
	if a := o.now.Attestation; a != nil && a.Opinion.Correction != "" {
		o.now.Flags = opinionFlags(o.now.Flags, a.Opinion)
	}
	for _, f := range o.flags {
		again := func(old attest.Flag) bool { return old.Name == f.Name && old.Detail == f.Detail }
		if !slices.ContainsFunc(o.now.Flags, again) {
			o.now.Flags = append(o.now.Flags, f)
		}
	}
}

// opinionFlags replaces the flags that restate the opinion by that of the opinion that
// a person decided on.
func opinionFlags(flags []attest.Flag, opinion attest.Fact[attest.OpinionKind]) []attest.Flag {
	of := map[attest.OpinionKind]attest.FlagName{
		attest.Qualified: attest.FlagOpinionQualified, attest.Adverse: attest.FlagOpinionAdverse, attest.Disclaimer: attest.FlagOpinionDisclaimer,
	}
	want := attest.FlagName("")
	if opinion.State == attest.Found {
		want = of[opinion.Value]
	}
	kept := slices.DeleteFunc(slices.Clone(flags), func(f attest.Flag) bool {
		for _, name := range of {
			if f.Name == name && f.Name != want {
				return true
			}
		}
		return false
	})
	if want != "" && !slices.ContainsFunc(kept, func(f attest.Flag) bool { return f.Name == want }) {
		kept = append(kept, attest.Flag{Name: want, Detail: "by a person's correction", Citations: opinion.Citations})
	}
	return kept
}

// clone copies a reading as deep as corrections write into it.
func clone(r *attest.Reading) *attest.Reading {
	out := *r
	out.Flags, out.Pages = slices.Clone(r.Flags), slices.Clone(r.Pages)
	if r.Attestation != nil {
		a := *r.Attestation
		a.Legs = slices.Clone(a.Legs)
		a.CategoryPeriods = slices.Clone(a.CategoryPeriods)
		a.Unparsed = slices.Clone(a.Unparsed)
		a.Exceptions.Items = slices.Clone(a.Exceptions.Items)
		for i, e := range a.Exceptions.Items {
			if e.Response != nil {
				response := *e.Response
				a.Exceptions.Items[i].Response = &response
			}
		}
		out.Attestation = &a
	}
	if r.Certificate != nil {
		c := *r.Certificate
		out.Certificate = &c
	}
	if r.BridgeLetter != nil {
		b := *r.BridgeLetter
		out.BridgeLetter = &b
	}
	return &out
}
