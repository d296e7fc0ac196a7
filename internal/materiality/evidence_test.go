package materiality_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/materiality"
)

func day(s string) attest.Date {
	var d attest.Date
	if err := d.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return d
}

func fact[T comparable](v T) attest.Fact[T] {
	var none T
	if v == none {
		return attest.AbsentFact[T]("not stated")
	}
	return attest.FoundFact(v, "test", attest.Citation{Page: 1, Quote: "q"})
}

func span(s string) attest.Period {
	start, end, _ := strings.Cut(s, "..")
	return attest.Period{Start: day(start), End: day(end)}
}

func document(id string, kind attest.Kind) attest.Evidence {
	return attest.Evidence{
		Document: attest.Document{ID: attest.DocumentID(id), State: attest.DocumentRead, Kind: kind},
		Reading:  &attest.Reading{Kind: fact(kind)},
	}
}

// report is an auditor's report; with gives a changed copy.
type report struct {
	id         string
	kind       attest.Kind
	typ        attest.ReportType
	period     string
	asOf       string
	dated      string
	system     string
	holder     string
	opinion    attest.Fact[attest.OpinionKind]
	categories []attest.Category
	modified   []string
	legs       []attest.LegOpinion
	notRead    []string
	unread     []int // pages; the auditor's report is on pages 3 to 5
	flags      []attest.FlagName
	controls   []attest.Control
	exceptions []attest.Exception
	unparsed   []attest.UnparsedRow
}

func (r report) with(change func(*report)) report {
	change(&r)
	return r
}

func (r report) evidence() attest.Evidence {
	e := document(r.id, r.kind)
	e.Reading.NotRead = r.notRead
	for _, f := range r.flags {
		e.Reading.Flags = append(e.Reading.Flags, attest.Flag{Name: f})
	}
	for _, n := range r.unread {
		e.Reading.Pages = append(e.Reading.Pages, attest.PageRecord{Number: n, Reading: attest.PageNotRead})
	}
	e.Reading.Attestation = &attest.Attestation{
		Type: fact(r.typ), Period: fact(span(r.period)), AsOf: fact(day(r.asOf)), ReportDate: fact(day(r.dated)),
		System: fact(r.system), Organization: fact(r.holder), Opinion: r.opinion, Legs: r.legs,
		Modified:   attest.List[string]{State: attest.Found, Items: r.modified},
		Sections:   []attest.Section{{Kind: attest.SectionAuditorReport, FirstPage: 3, LastPage: 5}},
		Controls:   attest.List[attest.Control]{State: attest.Found, Items: r.controls},
		Exceptions: attest.List[attest.Exception]{State: attest.Found, Items: r.exceptions},
		Unparsed:   r.unparsed,
	}
	if r.categories != nil {
		e.Reading.Attestation.Categories = attest.List[attest.Category]{State: attest.Found, Items: r.categories}
	}
	return e
}

// sound is a report with nothing to say against it on any tier.
func sound() report {
	return report{
		id: "soc2", kind: attest.KindSOC2, typ: 2, period: "2024-10-01..2025-09-30", dated: "2025-12-05",
		system: "Ledger", holder: "Tallow Systems, Inc.", opinion: fact(attest.Unqualified),
		categories: []attest.Category{attest.Security, attest.Availability, attest.Confidentiality},
	}
}

// deviation is an exception in a control, which management answers.
func deviation(change func(*attest.Exception)) attest.Exception {
	e := attest.Exception{
		ID: "e1", ControlIDs: []string{"AC-04"}, Criteria: []string{"CC6.2"}, Text: "For 2 of 25 leavers access was removed late.",
		Deviations: fact(2), SampleSize: fact(25), Leg: fact(attest.LegOperation),
		Response: &attest.ManagementResponse{Text: "The removal is automated now."},
		Cited:    []attest.Citation{{Page: 30, Quote: "For 2 of 25 leavers"}},
	}
	change(&e)
	return e
}

func soc3() report {
	return sound().with(func(r *report) { r.id, r.kind, r.typ = "soc3", attest.KindSOC3, 0 })
}

func certificate(id string, change func(*attest.Certificate)) attest.Evidence {
	e := document(id, attest.KindISO27001)
	e.Reading.Certificate = &attest.Certificate{
		Number: fact("N-1"), Edition: fact("2022"), CycleStart: fact(day("2025-06-01")), IssueDate: fact(day("2025-06-01")),
		ExpiryDate: fact(day("2028-05-31")), Holder: fact("Tallow Systems GmbH"), Scope: fact("hosting of the Ledger"),
		Accreditation: fact("ANAB"),
	}
	if change != nil {
		change(e.Reading.Certificate)
	}
	return e
}

func letter(id, period, dated string) attest.Evidence {
	e := document(id, attest.KindBridgeLetter)
	e.Reading.BridgeLetter = &attest.BridgeLetter{
		System: fact("Ledger"), Period: fact(span(period)), LetterDate: fact(day(dated)), SignedBy: fact("management"),
	}
	return e
}

func unread(id string, state attest.DocumentState) attest.Evidence {
	return attest.Evidence{Document: attest.Document{ID: attest.DocumentID(id), State: state}}
}

// weigh gives the standing of a vendor named Tallow.
func weigh(tier attest.Tier, today attest.Date, evidence ...attest.Evidence) attest.Standing {
	vendor := attest.Vendor{ID: "v", DisplayName: "Tallow", Tier: tier}
	timeline := freshness.Build("v", evidence, freshness.DefaultPolicy(), today)
	return materiality.Standing(vendor, evidence, timeline, materiality.DefaultPolicy(), today)
}

// moved lists the rules that led to more than a remark.
func moved(s attest.Standing) []string {
	var rules []string
	for _, r := range s.Reasons {
		if r.Effect != attest.Accept && !slices.Contains(rules, r.Rule) {
			rules = append(rules, r.Rule)
		}
	}
	return rules
}

func tiers() []attest.Tier {
	return []attest.Tier{attest.TierCritical, attest.TierHigh, attest.TierModerate, attest.TierLow}
}

func rank(t *testing.T, s attest.Standing) int {
	t.Helper()
	n := materiality.Rank(s.Verdict)
	if n > materiality.Rank(attest.InsufficientEvidence) {
		t.Fatalf("unknown verdict %q", s.Verdict)
	}
	return n
}
