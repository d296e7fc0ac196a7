package freshness

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/assay/internal/attest"
)

// claim is one item's word for one category over some days.
type claim struct {
	cover
	grade attest.Grade
	doc   attest.DocumentID
}

// claims collects, per line, what the items that count on a day say.
func (p plan) claims(today attest.Date) map[lineKey][]claim {
	lines := map[lineKey][]claim{}
	for _, i := range p.items {
		// A report that does not exist yet covers nothing. A certificate that is
		// issued covers the days it names, even those to come.
		if i.role == roleNone || i.role != roleCertificate && today.Before(i.exists) {
			continue
		}
		for _, c := range i.covers {
			lines[i.line] = append(lines[i.line], claim{c, i.grade(), i.doc})
		}
	}
	return lines
}

func (i *item) grade() attest.Grade {
	switch i.role {
	case rolePoint:
		return attest.GradePointTime
	case roleBridge:
		return attest.GradeManagement
	case roleCertificate:
		return attest.GradeCertified
	default:
		return attest.GradeAudited
	}
}

// segments cuts the days of every line where anything begins or ends, and says
// of each stretch what covers it.
func (p plan) segments(today attest.Date) []attest.Segment {
	var all []attest.Segment
	for line, claims := range p.claims(today) {
		system := p.systemName(line)
		found := sweep(claims)
		found = append(found, gaps(found, today)...)
		for n := range found {
			found[n].Kind, found[n].System = line.kind, system
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, compareSegments)
	return all
}

// systemName gives the name of a line's system as its newest report prints it. A
// letter's spelling counts only where no report is on file.
func (p plan) systemName(line lineKey) string {
	var newest *item
	for _, i := range p.items {
		if i.role == roleNone || i.line != line || i.system == "" {
			continue
		}
		letter := i.role == roleBridge
		if newest == nil || letter == (newest.role == roleBridge) && i.span.End.After(newest.span.End) ||
			!letter && newest.role == roleBridge {
			newest = i
		}
	}
	if newest == nil {
		return ""
	}
	return newest.system
}

// sweep gives the covered stretches of a line. Within a grade no category is
// covered by two segments on one day: reports that overlap share one.
func sweep(claims []claim) []attest.Segment {
	var days []attest.Date
	for _, c := range claims {
		days = append(days, c.span.Start, c.span.End.AddDays(1))
	}
	slices.SortFunc(days, attest.Date.Compare)
	days = slices.Compact(days)
	var out []attest.Segment
	var open []attest.Segment // those that end where the next stretch begins
	for n := 0; n+1 < len(days); n++ {
		span := attest.Period{Start: days[n], End: days[n+1].AddDays(-1)}
		var next []attest.Segment
		for _, s := range stretch(claims, span) {
			if at := slices.IndexFunc(open, func(o attest.Segment) bool { return continues(o, s) }); at >= 0 {
				s.Span.Start = open[at].Span.Start
				open = slices.Delete(open, at, at+1)
			}
			next = append(next, s)
		}
		out = append(out, open...)
		open = next
	}
	return append(out, open...)
}

func continues(a, b attest.Segment) bool {
	return a.Grade == b.Grade && slices.Equal(a.Documents, b.Documents) && slices.Equal(a.Categories, b.Categories)
}

// stretch groups the categories of a span of days by what speaks for them.
func stretch(claims []claim, span attest.Period) []attest.Segment {
	docs := map[attest.Grade]map[attest.Category][]attest.DocumentID{}
	for _, c := range claims {
		if !c.span.Contains(span.Start) {
			continue
		}
		if docs[c.grade] == nil {
			docs[c.grade] = map[attest.Category][]attest.DocumentID{}
		}
		docs[c.grade][c.category] = append(docs[c.grade][c.category], c.doc)
	}
	yieldToAudited(docs)
	var out []attest.Segment
	for grade, byCategory := range docs {
		for category, ids := range byCategory {
			slices.Sort(ids)
			ids = slices.Compact(ids)
			at := slices.IndexFunc(out, func(s attest.Segment) bool {
				return s.Grade == grade && slices.Equal(s.Documents, ids)
			})
			if at < 0 {
				at = len(out)
				out = append(out, attest.Segment{Grade: grade, Span: span, Documents: ids, Note: segmentNote(grade, len(ids))})
			}
			if category != "" {
				out[at].Categories = append(out[at].Categories, category)
			}
		}
	}
	for _, s := range out {
		slices.SortFunc(s.Categories, compareCategories)
	}
	return out
}

// yieldToAudited removes management's word for what an auditor has reported on.
func yieldToAudited(docs map[attest.Grade]map[attest.Category][]attest.DocumentID) {
	audited := docs[attest.GradeAudited]
	for category := range docs[attest.GradeManagement] {
		_, same := audited[category]
		_, unnamed := audited[""]
		if same || unnamed || category == "" && len(audited) > 0 {
			delete(docs[attest.GradeManagement], category)
		}
	}
}

func segmentNote(grade attest.Grade, documents int) string {
	switch {
	case grade == attest.GradeManagement:
		return "management's word, not audited"
	case grade == attest.GradePointTime:
		return "design on one day; says nothing about operation"
	case documents > 1:
		return fmt.Sprintf("%d documents overlap", documents)
	default:
		return ""
	}
}

// gaps gives the stretches of a line that nothing covers, between its segments
// and from the last of them to today.
func gaps(covered []attest.Segment, today attest.Date) []attest.Segment {
	sorted := slices.SortedFunc(slices.Values(covered), compareSegments)
	var out []attest.Segment
	var last attest.Date
	for _, s := range sorted {
		if !last.IsZero() && gapBetween(last, s.Span.Start) > 0 {
			out = append(out, gapSegment(last, s.Span.Start.AddDays(-1)))
		}
		last = later(last, s.Span.End)
	}
	if !last.IsZero() && last.Before(today) {
		out = append(out, gapSegment(last, today))
	}
	return out
}

func gapSegment(last, end attest.Date) attest.Segment {
	span := attest.Period{Start: last.AddDays(1), End: end}
	return attest.Segment{Grade: attest.GradeGap, Span: span, Note: fmt.Sprintf("%d days without cover", span.Days())}
}

// compareSegments orders by day, then by kind and system, then by strength.
func compareSegments(a, b attest.Segment) int {
	return cmp.Or(
		a.Span.Start.Compare(b.Span.Start),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.System, b.System),
		cmp.Compare(gradeRank(a.Grade), gradeRank(b.Grade)),
		a.Span.End.Compare(b.Span.End),
		slices.Compare(a.Documents, b.Documents),
		slices.CompareFunc(a.Categories, b.Categories, compareCategories),
	)
}

// gradeRank orders grades from the strongest to none.
func gradeRank(g attest.Grade) int {
	return slices.Index([]attest.Grade{
		attest.GradeAudited, attest.GradeCertified, attest.GradePointTime, attest.GradeManagement, attest.GradeGap,
	}, g)
}

func compareCategories(a, b attest.Category) int {
	order := []attest.Category{
		attest.Security, attest.Availability, attest.ProcessingIntegrity, attest.Confidentiality, attest.Privacy,
	}
	return cmp.Or(cmp.Compare(slices.Index(order, a), slices.Index(order, b)), cmp.Compare(a, b))
}
