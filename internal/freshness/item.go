package freshness

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

// role is the part that a document plays on the timeline.
type role int

const (
	roleNone        role = iota // no dates that could be relied on
	roleReport                  // an auditor's report on a period
	rolePoint                   // an auditor's report on one day
	roleBridge                  // management's letter
	roleCertificate             // a certificate
)

// lineKey names the documents that continue one another: the same kind of
// report on the same system.
type lineKey struct {
	kind   attest.Kind
	system string // see systemKey
}

// cover is a category with the days a document speaks for it. The category ""
// stands for a document that names none.
type cover struct {
	category attest.Category
	span     attest.Period
}

// item is a document with what its own facts say about time. Nothing in it
// depends on today.
type item struct {
	doc        attest.DocumentID
	kind       attest.Kind
	typ        attest.ReportType
	role       role
	line       lineKey
	system     string // as printed
	span       attest.Period
	covers     []cover
	exists     attest.Date   // the first day on which it counts
	issued     attest.Date   // its own date; zero when not read
	byEnd      attest.Date   // last day current by the period's end
	byIssue    attest.Date   // last day current by the report's date
	current    attest.Date   // last day current by the policy's clock
	aging      attest.Date   // last day before a Type 1 is aging; zero for others
	stale      attest.Date   // last day of the renewal window
	milestones []attest.Date // anniversaries at which surveillance is due
	number     string        // of a certificate, without its revision
	holder     string        // of a certificate, and its scope
	flags      []attest.Flag
	notes      []string
}

func (i *item) note(s string) { i.notes = append(i.notes, s) }

func (i *item) flag(name attest.FlagName, detail string, cited ...attest.Citation) {
	i.flags = append(i.flags, attest.Flag{Name: name, Detail: detail, Citations: cited})
}

// turns lists the days on which something about the item may change.
func (i *item) turns(p Policy) []attest.Date {
	var days []attest.Date
	if i.role != roleNone {
		days = append(days, i.exists)
	}
	for _, c := range i.covers {
		days = append(days, c.span.End.AddDays(1), c.span.End.AddDays(p.GapTolerance+1))
	}
	for _, last := range append([]attest.Date{i.current, i.aging, i.stale}, i.milestones...) {
		if !last.IsZero() {
			days = append(days, last.AddDays(1))
		}
	}
	return days
}

// plan is all items of a vendor, the dated ones and the others.
type plan struct {
	policy Policy
	items  []*item
}

// place reads the dates of every piece of evidence, in an order that does not
// depend on the order given.
func place(evidence []attest.Evidence, policy Policy) plan {
	sorted := slices.Clone(evidence)
	slices.SortFunc(sorted, func(a, b attest.Evidence) int { return cmp.Compare(a.Document.ID, b.Document.ID) })
	p := plan{policy: policy}
	letters := map[*item]*attest.BridgeLetter{}
	for _, e := range sorted {
		i := &item{doc: e.Document.ID, kind: e.Document.Kind}
		p.items = append(p.items, i)
		if e.Reading == nil {
			i.note(unreadNote(e.Document))
			continue
		}
		p.placeReading(i, e.Reading)
		if i.kind == attest.KindBridgeLetter && e.Reading.BridgeLetter != nil {
			letters[i] = e.Reading.BridgeLetter
		}
	}
	for _, i := range p.items {
		if letter := letters[i]; letter != nil {
			p.placeBridge(i, letter)
		}
	}
	return p
}

func (p plan) placeReading(i *item, r *attest.Reading) {
	if r.Kind.State != attest.Found {
		i.note("what the document is has not been settled, so no days are taken from it")
		return
	}
	i.kind = r.Kind.Value
	switch {
	case i.kind == attest.KindBridgeLetter && r.BridgeLetter != nil:
		// placed once all reports are known
	case i.kind == attest.KindISO27001 && r.Certificate != nil:
		p.placeCertificate(i, r.Certificate)
	case r.Attestation != nil:
		p.placeReport(i, r.Attestation)
	default:
		i.note("no dates are taken from a document of this kind")
	}
}

// unreadNote says why a document without a reading covers nothing.
func unreadNote(d attest.Document) string {
	switch d.State {
	case attest.DocumentLocked:
		return "the file is locked by a password and has not been read"
	case attest.DocumentUnreadable:
		return "the file could not be read"
	case attest.DocumentFailed:
		return "the reading did not finish and can be run again"
	default:
		return "the document has not been read yet"
	}
}

// systemKey makes names of the same system equal: case, punctuation, a leading
// article and a trailing "system" or "services" do not tell systems apart.
func systemKey(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	for len(words) > 1 && slices.Contains([]string{"system", "systems", "service", "services"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// value gives a fact's value, and whether it was found.
func value[T comparable](f attest.Fact[T]) (T, bool) { return f.Value, f.State == attest.Found }

// gapBetween counts the uncovered days between a last covered day and the next:
// 0 when they adjoin, negative when they overlap.
func gapBetween(last, next attest.Date) int { return last.DaysUntil(next) - 1 }

func earlier(a, b attest.Date) attest.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b attest.Date) attest.Date {
	if b.After(a) {
		return b
	}
	return a
}
