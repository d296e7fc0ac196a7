package review_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
)

const (
	lateRemoval = "Exception noted. For 2 of 40 terminated users, access was removed late."
	noBackup    = "Exception noted. For 1 of 25 days selected, no backup was taken."
)

func day(s string) attest.Date {
	d, err := attest.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func cite(page int, quote string) attest.Citation { return attest.Citation{Page: page, Quote: quote} }

// report is a reading of a SOC 2 report with a fact in each state.
func report() *attest.Reading {
	return &attest.Reading{
		RulesVersion: "1", SHA256: "ab", Pages: make([]attest.PageRecord, 40),
		Kind:  attest.FoundFact(attest.KindSOC2, "kind.title", cite(1, "SOC 2")),
		Title: attest.FoundFact("Report", "title"),
		Attestation: &attest.Attestation{
			Type:         attest.FoundFact(attest.ReportType(2), "type"),
			Organization: attest.FoundFact("Quay Ltd", "org", cite(1, "Quay Ltd")),
			ReportDate:   attest.AbsentFact[attest.Date]("no date near the signature"),
			Period:       attest.FoundFact(attest.Period{Start: day("2025-01-01"), End: day("2025-12-31")}, "period", cite(3, "January 1, 2025 to December 31, 2025")),
			Categories:   attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security}, Rule: "categories"},
			Opinion: attest.AmbiguousFact("two statements disagree",
				attest.Candidate[attest.OpinionKind]{Value: attest.Qualified, Citations: []attest.Citation{cite(3, "except for")}},
				attest.Candidate[attest.OpinionKind]{Value: attest.Unqualified, Citations: []attest.Citation{cite(4, "in all material respects")}}),
			Legs:       []attest.LegOpinion{{Leg: attest.LegDesign, Opinion: attest.FoundFact(attest.Unqualified, "leg")}},
			Subservice: attest.List[attest.Subservice]{State: attest.Found, Items: []attest.Subservice{{Name: "Cloud Co", Method: attest.MethodUnstated, Services: "hosting"}}},
			Controls:   attest.List[attest.Control]{State: attest.Found, Items: []attest.Control{{ID: "CC6.2.1", Text: "Access is removed."}}},
			Exceptions: attest.List[attest.Exception]{State: attest.Found, Items: []attest.Exception{
				{ID: "e1", ControlIDs: []string{"CC6.2.1"}, Criteria: []string{"CC6.2"}, Text: lateRemoval, Cited: []attest.Citation{cite(20, lateRemoval)},
					Deviations: attest.FoundFact(2, "count"), SampleSize: attest.FoundFact(40, "count"), Leg: attest.FoundFact(attest.LegOperation, "leg")},
				{ID: "e2", ControlIDs: []string{"A1.2.1"}, Text: noBackup, Cited: []attest.Citation{cite(22, noBackup)},
					Deviations: attest.FoundFact(1, "count"), Response: &attest.ManagementResponse{Text: "We fixed it."}},
			}},
			Unparsed: []attest.UnparsedRow{{Reason: "no columns", Cited: []attest.Citation{cite(25, "footnote")}}},
		},
		Flags: []attest.Flag{{Name: attest.FlagOpinionQualified}, {Name: attest.FlagTitleMismatch, Detail: "cover says Type 1"}},
	}
}

// certificate is a reading of a certificate.
func certificate() *attest.Reading {
	return &attest.Reading{RulesVersion: "1", Kind: attest.FoundFact(attest.KindISO27001, "kind"), Pages: make([]attest.PageRecord, 1),
		Certificate: &attest.Certificate{ExpiryDate: attest.FoundFact(day("2027-03-12"), "cert.expiry", cite(1, "12 March 2027"))}}
}

func name(c attest.Correction) string { return "corrections/" + string(c.ID) }

// checked is a correction that made sense on a reading.
func checked(t testing.TB, r *attest.Reading, others []attest.Correction, c attest.Correction) attest.Correction {
	t.Helper()
	out, err := review.Check(r, others, c)
	if err != nil {
		t.Fatalf("%s %s %v: %v", c.Action, c.Target, c.Values, err)
	}
	out.At = time.Unix(1, 0)
	return out
}

func says(id, target string, action attest.CorrectionAction, values ...string) attest.Correction {
	return attest.Correction{ID: attest.CorrectionID(id), Target: target, Action: action, Values: values, Reason: "read on the page"}
}

func TestFactsOfPeople(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		read func() *attest.Reading
		c    attest.Correction
		got  func(*attest.Reading) any
		want any
	}{
		{"an undecided opinion, decided: the candidate's words are cited", report, says("1", "opinion", attest.Override, "unqualified"),
			func(r *attest.Reading) any { return r.Attestation.Opinion },
			attest.Fact[attest.OpinionKind]{State: attest.Found, Value: attest.Unqualified, Rule: "person.override",
				Correction: "corrections/1", Citations: []attest.Citation{cite(4, "in all material respects")}}},
		{"the flag of the opinion goes with it", report, says("1", "opinion", attest.Override, "adverse"),
			func(r *attest.Reading) any {
				return []attest.FlagName{r.Flags[0].Name, r.Flags[1].Name}
			}, []attest.FlagName{attest.FlagTitleMismatch, attest.FlagOpinionAdverse}},
		{"a period, with a place of its own", report, func() attest.Correction {
			c := says("1", "period", attest.Override, "2025-01-01..2025-11-30")
			c.Citation = cite(5, "to November 30, 2025")
			return c
		}(), func(r *attest.Reading) any { return r.Attestation.Period },
			attest.Fact[attest.Period]{State: attest.Found, Value: attest.Period{Start: day("2025-01-01"), End: day("2025-11-30")}, Rule: "person.override",
				Correction: "corrections/1", Citations: []attest.Citation{cite(5, "to November 30, 2025")}}},
		{"confirmed: the words that were read stay", report, says("1", "organization", attest.Confirm),
			func(r *attest.Reading) any { return r.Attestation.Organization },
			attest.Fact[string]{State: attest.Found, Value: "Quay Ltd", Rule: "person.confirmed", Correction: "corrections/1", Citations: []attest.Citation{cite(1, "Quay Ltd")}}},
		{"confirmed that it is not stated", report, says("1", "report_date", attest.Confirm),
			func(r *attest.Reading) any { return r.Attestation.ReportDate },
			attest.Fact[attest.Date]{State: attest.Absent, Rule: "person.confirmed", Reason: "no date near the signature", Correction: "corrections/1"}},
		{"a name over two lines", report, says("1", "system", attest.Override, " The Ledger\n  Platform "),
			func(r *attest.Reading) any { return r.Attestation.System.Value }, "The Ledger Platform"},
		{"marked absent", report, says("1", "organization", attest.MarkAbsent),
			func(r *attest.Reading) any { return r.Attestation.Organization },
			attest.Fact[string]{State: attest.Absent, Rule: "person.absent", Reason: "read on the page", Correction: "corrections/1"}},
		{"a list", report, says("1", "categories", attest.Override, "security", "privacy"),
			func(r *attest.Reading) any { return r.Attestation.Categories },
			attest.List[attest.Category]{State: attest.Found, Items: []attest.Category{attest.Security, attest.Privacy}, Rule: "person.override",
				Correction: "corrections/1"}},
		{"an organisation keeps what was read of it", report, says("1", "subservice", attest.Override, "Cloud Co (carve_out)", "Mail Co (inclusive)"),
			func(r *attest.Reading) any { return r.Attestation.Subservice.Items },
			[]attest.Subservice{{Name: "Cloud Co", Method: attest.CarveOut, Services: "hosting"}, {Name: "Mail Co", Method: attest.Inclusive}}},
		{"a limb that was read", report, says("1", "legs/design", attest.Override, "qualified"),
			func(r *attest.Reading) any { return r.Attestation.Legs[0].Opinion.Value }, attest.Qualified},
		{"a limb that was not", report, says("1", "legs/operating_effectiveness", attest.Override, "adverse"),
			func(r *attest.Reading) any {
				return []any{len(r.Attestation.Legs), r.Attestation.Legs[1].Opinion.Value}
			}, []any{2, attest.Adverse}},
		{"a category's own period", report, says("1", "category_periods/privacy", attest.Override, "2025-07-01..2025-12-31"),
			func(r *attest.Reading) any { return r.Attestation.CategoryPeriods[0].Categories }, []attest.Category{attest.Privacy}},
		{"a count of an exception", report, says("1", "exceptions/e1/deviations", attest.Override, "3"),
			func(r *attest.Reading) any { return r.Attestation.Exceptions.Items[0].Deviations.Value }, 3},
		{"the day of its remedy", report, says("1", "exceptions/e2/remediation_date", attest.Override, "2026-01-31"),
			func(r *attest.Reading) any { return r.Attestation.Exceptions.Items[1].Response.RemediationDate.Value }, day("2026-01-31")},
		{"its criteria", report, says("1", "exceptions/e2/criteria", attest.Override, "A1.2"),
			func(r *attest.Reading) any { return r.Attestation.Exceptions.Items[1].Criteria }, []string{"A1.2"}},
		{"an exception that is none", report, says("1", "exceptions/e1", attest.MarkAbsent),
			func(r *attest.Reading) any {
				return []any{len(r.Attestation.Exceptions.Items), r.Attestation.Exceptions.Items[0].ID}
			}, []any{1, "e2"}},
		{"exceptions that were read in part, and are all there are", func() *attest.Reading {
			r := report()
			r.NotRead, r.Attestation.Exceptions.Reason = []string{"exceptions"}, "two rows were not understood"
			return r
		}, says("1", "exceptions", attest.Confirm), func(r *attest.Reading) any {
			return []any{len(r.NotRead), r.Attestation.Exceptions.Reason, len(r.Attestation.Exceptions.Items), r.Attestation.Exceptions.Correction}
		}, []any{0, "", 2, "corrections/1"}},
		{"an exception that is one", report, says("1", "exceptions/e2", attest.Confirm),
			func(r *attest.Reading) any { return r.Attestation.Exceptions.Items[1].Correction }, "corrections/1"},
		{"no exceptions at all", report, says("1", "exceptions", attest.Override),
			func(r *attest.Reading) any {
				return []any{r.Attestation.Exceptions.State, len(r.Attestation.Exceptions.Items)}
			}, []any{attest.Found, 0}},
		{"a flag that does not apply", report, says("1", "flags/title_mismatch", attest.MarkAbsent),
			func(r *attest.Reading) any { return r.Flags }, []attest.Flag{{Name: attest.FlagOpinionQualified}}},
		{"a row that holds nothing", report, says("1", "unparsed/"+attest.UnparsedID(report().Attestation.Unparsed[0]), attest.MarkAbsent),
			func(r *attest.Reading) any { return len(r.Attestation.Unparsed) }, 0},
		{"a page that a person has read", func() *attest.Reading {
			r := report()
			r.Pages[6] = attest.PageRecord{Number: 7, Reading: attest.PageNotRead}
			return r
		}, says("1", "pages/7", attest.Override, "read"), func(r *attest.Reading) any { return r.Pages[6].Correction }, "corrections/1"},
		{"a certificate's day", certificate, says("1", "certificate.expiry_date", attest.Override, "2028-03-12"),
			func(r *attest.Reading) any { return r.Certificate.ExpiryDate.Value }, day("2028-03-12")},
		{"another kind makes room for what it states", certificate, says("1", "kind", attest.Override, "bridge_letter"),
			func(r *attest.Reading) any { return []any{r.Kind.Value, r.BridgeLetter != nil} }, []any{attest.KindBridgeLetter, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			read := tt.read()
			c := checked(t, read, nil, tt.c)
			got := review.Apply(read, []attest.Correction{c}, name)
			if diff := cmp.Diff(tt.want, tt.got(got.Reading)); diff != "" {
				t.Errorf("effective (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.read(), read); diff != "" {
				t.Errorf("the reading as read was changed:\n%s", diff)
			}
			status := attest.CorrectionApplied
			if c.Action == attest.Confirm {
				status = attest.CorrectionConfirmed
			}
			if got.Outcomes["1"].Status != status {
				t.Errorf("outcome %+v, want %s", got.Outcomes["1"], status)
			}
		})
	}
}

// TestReadAgain lays a correction over a newer reading.
func TestReadAgain(t *testing.T) {
	t.Parallel()
	opinion := func(f attest.Fact[attest.OpinionKind]) func(*attest.Reading) {
		return func(r *attest.Reading) { r.Attestation.Opinion = f }
	}
	found := func(o attest.OpinionKind) attest.Fact[attest.OpinionKind] {
		return attest.FoundFact(o, "opinion.new", cite(4, "words"))
	}
	organization := func(s string) func(*attest.Reading) {
		return func(r *attest.Reading) { r.Attestation.Organization = attest.FoundFact(s, "org.new") }
	}
	override := says("1", "opinion", attest.Override, "unqualified")
	tests := []struct {
		name   string
		c      attest.Correction
		change func(*attest.Reading)
		want   attest.CorrectionStatus
		value  string // of the target afterwards
	}{
		{"as undecided as before", override, func(*attest.Reading) {}, attest.CorrectionApplied, "unqualified"},
		{"says by itself what the person said", override, opinion(found(attest.Unqualified)), attest.CorrectionMoot, "unqualified"},
		{"decides otherwise", override, opinion(found(attest.Qualified)), attest.CorrectionConflict, "unqualified"},
		{"says nothing any more", override, opinion(attest.AbsentFact[attest.OpinionKind]("page not read")), attest.CorrectionApplied, "unqualified"},
		{"confirmed, and read otherwise", says("1", "organization", attest.Confirm), organization("Quay Holdings"), attest.CorrectionConflict, "Quay Ltd"},
		{"confirmed, and read with other white space", says("1", "organization", attest.Confirm), organization("Quay  Ltd"), attest.CorrectionConfirmed, "Quay  Ltd"},
		{"absent, and read otherwise", says("1", "organization", attest.MarkAbsent), organization("Quay Holdings"), attest.CorrectionConflict, ""},
		{"absent, and read so", says("1", "organization", attest.MarkAbsent), func(r *attest.Reading) { r.Attestation.Organization = attest.AbsentFact[string]("") }, attest.CorrectionMoot, ""},
		{"of another kind now", says("1", "organization", attest.Confirm), func(r *attest.Reading) { r.Attestation, r.Kind = nil, attest.AbsentFact[attest.Kind]("") }, attest.CorrectionOrphaned, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := checked(t, report(), nil, tt.c)
			again := report()
			again.RulesVersion = "2"
			tt.change(again)
			got := review.Apply(again, []attest.Correction{c}, name)
			if got.Outcomes["1"].Status != tt.want {
				t.Errorf("outcome %+v, want %s", got.Outcomes["1"], tt.want)
			}
			flagged := slices.ContainsFunc(got.Reading.Flags, func(f attest.Flag) bool {
				return f.Name == attest.FlagReviewConflict && tt.want == attest.CorrectionConflict || f.Name == attest.FlagReviewOrphaned && tt.want == attest.CorrectionOrphaned
			})
			if wants := tt.want == attest.CorrectionConflict || tt.want == attest.CorrectionOrphaned; flagged != wants {
				t.Errorf("flags %+v with the outcome %s", got.Reading.Flags, tt.want)
			}
			if a := got.Reading.Attestation; a != nil {
				value := a.Organization.Value
				if tt.c.Target == "opinion" {
					value = string(a.Opinion.Value)
				}
				if value != tt.value {
					t.Errorf("%s is %q, want %q", tt.c.Target, value, tt.value)
				}
			}
		})
	}
}

// TestExceptionsReadAgain follows exceptions whose ids change with the rules.
func TestExceptionsReadAgain(t *testing.T) {
	t.Parallel()
	renamed := func(r *attest.Reading) { r.Attestation.Exceptions.Items[0].ID = "e9" }
	gone := func(r *attest.Reading) {
		r.Attestation.Exceptions.Items = slices.Delete(r.Attestation.Exceptions.Items, 0, 1)
	}
	added := says("1", "exceptions", attest.Add)
	added.Exception = &attest.Exception{Text: "Exception noted. For 3 of 12 months, no access review was performed.", ControlIDs: []string{"CC6.3.1"},
		Deviations: attest.FoundFact(3, "person.added"), SampleSize: attest.FoundFact(12, "person.added")}
	readAfterAll := func(r *attest.Reading) {
		e := *added.Exception
		e.ID, e.Text = "e7", "EXCEPTION NOTED: For 3 of 12 months, no access review was performed."
		r.Attestation.Exceptions.Items = append(r.Attestation.Exceptions.Items, e)
	}
	tests := []struct {
		name   string
		c      attest.Correction
		change func(*attest.Reading)
		want   attest.CorrectionStatus
		ids    string
	}{
		{"dismissed under another id", says("1", "exceptions/e1", attest.MarkAbsent), renamed, attest.CorrectionApplied, "e2"},
		{"dismissed and not read any more", says("1", "exceptions/e1", attest.MarkAbsent), gone, attest.CorrectionMoot, "e2"},
		{"confirmed under another id", says("1", "exceptions/e1", attest.Confirm), renamed, attest.CorrectionConfirmed, "e9 e2"},
		{"confirmed and not read any more", says("1", "exceptions/e1", attest.Confirm), gone, attest.CorrectionOrphaned, "e2"},
		{"counted under another id", says("1", "exceptions/e1/sample_size", attest.Override, "45"), renamed, attest.CorrectionApplied, "e9 e2"},
		{"counted and not read any more", says("1", "exceptions/e1/sample_size", attest.Override, "45"), gone, attest.CorrectionOrphaned, "e2"},
		{"added", added, func(*attest.Reading) {}, attest.CorrectionApplied, "e1 e2 p1"},
		{"added and read after all", added, readAfterAll, attest.CorrectionMoot, "e1 e2 e7"},
		{"said to be none, and one more is read", says("1", "exceptions", attest.Override), readAfterAll, attest.CorrectionConflict, ""},
		{"all confirmed, and one more is read", says("1", "exceptions", attest.Confirm), readAfterAll, attest.CorrectionConflict, "e1 e2 e7"},
		{"controls confirmed, and another is read", says("1", "controls", attest.Confirm), func(r *attest.Reading) {
			r.Attestation.Controls.Items = append(r.Attestation.Controls.Items, attest.Control{ID: "CC6.2.2"})
		}, attest.CorrectionConflict, "e1 e2"},
		{"a twin is not taken for one that is gone", says("1", "exceptions/e1", attest.MarkAbsent), func(r *attest.Reading) {
			items := r.Attestation.Exceptions.Items
			items[1].Text, items[1].ControlIDs, items[1].Cited = items[0].Text, items[0].ControlIDs, items[0].Cited
			gone(r)
		}, attest.CorrectionMoot, "e2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := checked(t, report(), nil, tt.c)
			again := report()
			tt.change(again)
			got := review.Apply(again, []attest.Correction{c}, name)
			var ids []string
			for _, e := range got.Reading.Attestation.Exceptions.Items {
				ids = append(ids, e.ID)
			}
			if strings.Join(ids, " ") != tt.ids || got.Outcomes["1"].Status != tt.want {
				t.Errorf("exceptions %v and outcome %+v, want %q and %s", ids, got.Outcomes["1"], tt.ids, tt.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	with := func(c attest.Correction, change func(*attest.Correction)) attest.Correction {
		change(&c)
		return c
	}
	exception := &attest.Exception{Text: "Exception noted. One of many."}
	tests := []struct {
		name          string
		c             attest.Correction
		field, reason string
	}{
		{"no such target", says("1", "opinions", attest.Confirm), "target", "TARGET_UNKNOWN"},
		{"a target of another kind", says("1", "certificate.number", attest.Confirm), "target", "TARGET_UNKNOWN"},
		{"no such exception", says("1", "exceptions/e5", attest.Confirm), "target", "TARGET_UNKNOWN"},
		{"an exception that a person added", says("1", "exceptions/p5/deviations", attest.Override, "1"), "target", "EXCEPTION_ADDED"},
		{"no reason", with(says("1", "opinion", attest.Override, "adverse"), func(c *attest.Correction) { c.Reason = "  " }), "reason", "REASON_MISSING"},
		{"no opinion of this name", says("1", "opinion", attest.Override, "clean"), "values", "VALUE_INVALID"},
		{"a name of white space", says("1", "system", attest.Override, " \n"), "values", "VALUE_INVALID"},
		{"two opinions", says("1", "opinion", attest.Override, "adverse", "qualified"), "values", "VALUE_INVALID"},
		{"no opinion", says("1", "opinion", attest.Override), "values", "VALUE_INVALID"},
		{"a day that does not exist", says("1", "report_date", attest.Override, "2025-02-30"), "values", "VALUE_INVALID"},
		{"a period that ends before it begins", says("1", "period", attest.Override, "2025-12-31..2025-01-01"), "values", "VALUE_INVALID"},
		{"a type 3", says("1", "type", attest.Override, "3"), "values", "VALUE_INVALID"},
		{"a category twice", says("1", "categories", attest.Override, "privacy", "privacy"), "values", "VALUE_INVALID"},
		{"a count below nothing", says("1", "exceptions/e1/deviations", attest.Override, "-1"), "values", "VALUE_INVALID"},
		{"a method that is none", says("1", "subservice", attest.Override, "Cloud Co (outsourced)"), "values", "VALUE_INVALID"},
		{"what was read", says("1", "organization", attest.Override, "quay ltd"), "values", "VALUE_AS_READ"},
		{"absent what is absent", says("1", "report_date", attest.MarkAbsent), "action", "ALREADY_ABSENT"},
		{"absent with a value", says("1", "organization", attest.MarkAbsent, "Quay"), "values", "VALUES_UNEXPECTED"},
		{"confirmed and undecided", says("1", "opinion", attest.Confirm), "action", "CONFIRM_AMBIGUOUS"},
		{"confirmed another value than is read", says("1", "organization", attest.Confirm, "Other Ltd"), "values", "READING_CHANGED"},
		{"controls overridden", says("1", "controls", attest.Override, "CC1"), "action", "ACTION_NOT_ALLOWED"},
		{"exceptions overridden by their ids", says("1", "exceptions", attest.Override, "e1"), "values", "VALUE_INVALID"},
		{"a page that is none", with(says("1", "period", attest.Confirm), func(c *attest.Correction) { c.Citation.Page = 41 }), "page", "PAGE_UNKNOWN"},
		{"words without a page", with(says("1", "period", attest.Confirm), func(c *attest.Correction) { c.Citation.Quote = "words" }), "page", "PAGE_MISSING"},
		{"an exception without its words", says("1", "exceptions", attest.Add), "added_exception.text", "EXCEPTION_TEXT_MISSING"},
		{"an exception added to the opinion", with(says("1", "opinion", attest.Add), func(c *attest.Correction) { c.Exception = exception }), "target", "TARGET_UNKNOWN"},
		{"an exception with an override", with(says("1", "opinion", attest.Override, "adverse"), func(c *attest.Correction) { c.Exception = exception }), "added_exception", "ADDED_EXCEPTION_UNEXPECTED"},
		{"an exception that was read", with(says("1", "exceptions", attest.Add), func(c *attest.Correction) { c.Exception = &attest.Exception{Text: lateRemoval} }), "added_exception", "EXCEPTION_KNOWN"},
		{"more failed than tested", with(says("1", "exceptions", attest.Add), func(c *attest.Correction) {
			c.Exception = &attest.Exception{Text: "Exception noted here.", Deviations: attest.FoundFact(3, ""), SampleSize: attest.FoundFact(2, "")}
		}), "added_exception", "COUNTS_CONTRADICT"},
		{"more failed than the reading says were tested", says("1", "exceptions/e1/deviations", attest.Override, "41"), "values", "COUNTS_CONTRADICT"},
		{"fewer tested than the reading says failed", says("1", "exceptions/e1/sample_size", attest.Override, "1"), "values", "COUNTS_CONTRADICT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := review.Check(report(), nil, tt.c)
			var e *attest.Error
			if !errors.As(err, &e) || e.Reason != tt.reason || e.Field != "correction."+tt.field || e.Message == "" {
				t.Errorf("error %+v, want %s of %s", err, tt.reason, tt.field)
			}
		})
	}
}

// TestKindFirst corrects the kind of a document that was not recognised, and then what
// a document of that kind states.
func TestKindFirst(t *testing.T) {
	t.Parallel()
	unknown := &attest.Reading{RulesVersion: "1", Kind: attest.AbsentFact[attest.Kind]("nothing was recognised"), Pages: make([]attest.PageRecord, 2)}
	if _, err := review.Check(unknown, nil, says("2", "opinion", attest.Override, "unqualified")); err == nil {
		t.Error("a document of no kind has an opinion")
	}
	kind := checked(t, unknown, nil, says("1", "kind", attest.Override, "soc2"))
	opinion := checked(t, unknown, []attest.Correction{kind}, says("2", "opinion", attest.Override, "unqualified"))
	for _, order := range [][]attest.Correction{{kind, opinion}, {opinion, kind}} {
		got := review.Apply(unknown, order, name)
		if got.Reading.Kind.Value != attest.KindSOC2 || got.Reading.Attestation.Opinion.Value != attest.Unqualified {
			t.Errorf("effective: %+v", got.Reading)
		}
		if !slices.Contains(got.Reading.NotRead, "exceptions") {
			t.Errorf("nobody read the exceptions, and NotRead is %v", got.Reading.NotRead)
		}
	}
	ended := kind
	ended.Ended = time.Unix(2, 0)
	if got := review.Apply(unknown, []attest.Correction{ended, opinion}, name); got.Outcomes["2"].Status != attest.CorrectionOrphaned || len(got.Outcomes) != 1 {
		t.Errorf("without the kind: %+v", got.Outcomes)
	}
}

// TestTargetsAreFieldsOfTheAPI holds the names of targets against the messages.
func TestTargetsAreFieldsOfTheAPI(t *testing.T) {
	t.Parallel()
	reading := (&assayv1.Reading{}).ProtoReflect().Descriptor()
	inside := func(m protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
		return m.Fields().ByName(protoreflect.Name(name))
	}
	for _, kind := range []attest.Kind{attest.KindSOC2, attest.KindISO27001, attest.KindBridgeLetter} {
		targets := review.Targets(kind)
		if len(targets) < 8 {
			t.Errorf("%s has only %d targets", kind, len(targets))
		}
		for _, target := range targets {
			first, _, _ := strings.Cut(target.Name, "/")
			message, field, dotted := strings.Cut(first, ".")
			found := inside(reading, first) != nil || inside((&assayv1.Attestation{}).ProtoReflect().Descriptor(), first) != nil
			if dotted {
				found = inside(inside(reading, message).Message(), field) != nil
			}
			if !found {
				t.Errorf("%s is no field of the API's Reading", target.Name)
			}
		}
	}
}

// TestCountsTogether corrects two numbers of an exception one after the other.
func TestCountsTogether(t *testing.T) {
	t.Parallel()
	tested := checked(t, report(), nil, says("1", "exceptions/e1/sample_size", attest.Override, "100"))
	failed := checked(t, report(), []attest.Correction{tested}, says("2", "exceptions/e1/deviations", attest.Override, "60"))
	got := review.Apply(report(), []attest.Correction{failed, tested}, name).Reading.Attestation.Exceptions.Items[0]
	if got.Deviations.Value != 60 || got.SampleSize.Value != 100 {
		t.Errorf("%d of %d, want 60 of 100", got.Deviations.Value, got.SampleSize.Value)
	}
	if _, err := review.Check(report(), []attest.Correction{tested, failed}, says("3", "exceptions/e1/sample_size", attest.Override, "50")); err == nil {
		t.Error("60 of 50 items failed")
	}
}

func TestStoredAndBack(t *testing.T) {
	t.Parallel()
	c := checked(t, report(), nil, says("1", "exceptions/e1", attest.MarkAbsent))
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	back := attest.Correction{ID: c.ID, Target: c.Target, Action: c.Action, At: c.At}
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back); diff != "" {
		t.Errorf("after the store:\n%s", diff)
	}
}
