package freshness_test

import (
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
)

// day reads a date that the test writes; "" is no date.
func day(s string) attest.Date {
	var d attest.Date
	if err := d.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return d
}

// span reads START..END.
func span(s string) attest.Period {
	start, end, _ := strings.Cut(s, "..")
	return attest.Period{Start: day(start), End: day(end)}
}

func fact[T comparable](v T) attest.Fact[T] {
	var none T
	if v == none {
		return attest.AbsentFact[T]("not stated")
	}
	return attest.FoundFact(v, "test")
}

func document(id string, kind attest.Kind, fill func(*attest.Reading)) attest.Evidence {
	r := &attest.Reading{Kind: attest.FoundFact(kind, "test")}
	fill(r)
	return attest.Evidence{
		Document: attest.Document{ID: attest.DocumentID(id), VendorID: "v", State: attest.DocumentRead, Kind: kind},
		Reading:  r,
	}
}

// report describes an auditor's report in a line.
type report struct {
	kind       attest.Kind // SOC 2 when empty
	typ        attest.ReportType
	period     string
	asOf       string
	dated      string
	system     string
	categories []attest.Category
}

func (r report) evidence(id string) attest.Evidence {
	kind := r.kind
	if kind == "" {
		kind = attest.KindSOC2
	}
	return document(id, kind, func(out *attest.Reading) {
		a := &attest.Attestation{
			Type:       fact(r.typ),
			System:     fact(r.system),
			ReportDate: fact(day(r.dated)),
			Period:     fact(span(r.period)),
			AsOf:       fact(day(r.asOf)),
		}
		if len(r.categories) > 0 {
			a.Categories = attest.List[attest.Category]{State: attest.Found, Items: r.categories}
		}
		out.Attestation = a
	})
}

func type2(id, period, dated string) attest.Evidence {
	return report{typ: 2, period: period, dated: dated, system: "Ledger", categories: []attest.Category{attest.Security}}.evidence(id)
}

func type1(id, asOf, dated string) attest.Evidence {
	return report{typ: 1, asOf: asOf, dated: dated, system: "Ledger", categories: []attest.Category{attest.Security}}.evidence(id)
}

func bridge(id, period, dated, through, signedBy string) attest.Evidence {
	return document(id, attest.KindBridgeLetter, func(out *attest.Reading) {
		out.BridgeLetter = &attest.BridgeLetter{
			System: fact("the Ledger system"), ReportNamed: fact("SOC 2® Type 2 report"),
			Period: fact(span(period)), LetterDate: fact(day(dated)),
			CoversThrough: fact(day(through)), SignedBy: fact(signedBy),
		}
	})
}

type cert struct {
	number, edition, issue, cycle, initial, expiry, last string
}

func (c cert) evidence(id string) attest.Evidence {
	return document(id, attest.KindISO27001, func(out *attest.Reading) {
		out.Certificate = &attest.Certificate{
			Number: fact(c.number), Edition: fact(c.edition), IssueDate: fact(day(c.issue)), CycleStart: fact(day(c.cycle)),
			InitialDate: fact(day(c.initial)), ExpiryDate: fact(day(c.expiry)), LastCycleExpiry: fact(day(c.last)),
		}
	})
}

func build(today string, evidence ...attest.Evidence) attest.Timeline {
	return freshness.Build("v", evidence, freshness.DefaultPolicy(), day(today))
}

func status(t *testing.T, line attest.Timeline, id string) attest.EvidenceStatus {
	t.Helper()
	for _, s := range line.Evidence {
		if s.Document == attest.DocumentID(id) {
			return s
		}
	}
	t.Fatalf("the timeline does not know document %s", id)
	return attest.EvidenceStatus{}
}

func flags(s attest.EvidenceStatus) []attest.FlagName {
	var names []attest.FlagName
	for _, f := range s.Flags {
		names = append(names, f.Name)
	}
	return names
}

// spans writes the segments of a grade, for comparison.
func spans(line attest.Timeline, grade attest.Grade) []string {
	var out []string
	for _, s := range line.Segments {
		if s.Grade == grade {
			out = append(out, s.Span.String())
		}
	}
	return out
}
