package freshness

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// flag raises a flag on the statuses of some documents.
func flag(t *attest.Timeline, docs []attest.DocumentID, f attest.Flag) {
	for n := range t.Evidence {
		if slices.Contains(docs, t.Evidence[n].Document) {
			t.Evidence[n].Flags = append(t.Evidence[n].Flags, f)
		}
	}
}

// sameLine reports whether two segments belong to one line of reports.
func sameLine(a, b attest.Segment) bool { return a.Kind == b.Kind && a.System == b.System }

// flagGaps puts the uncovered days before a period, and those since the last
// covered day, on the reports they belong to.
func (p plan) flagGaps(t *attest.Timeline) {
	for _, gap := range t.Segments {
		// Certificates state their own gaps, and a fresh one says nothing of the last.
		if gap.Grade != attest.GradeGap || gap.Kind == attest.KindISO27001 {
			continue
		}
		if gap.Span.End == t.Today {
			p.flagLag(t, gap)
			continue
		}
		p.flagGap(t, gap)
	}
}

// flagGap puts an inner gap on the report after it, when a period went before. The
// days between a Type 1 report and the first period are no break.
func (p plan) flagGap(t *attest.Timeline, gap attest.Segment) {
	f := attest.Flag{Name: attest.FlagCoverageGap, Detail: fmt.Sprintf("%s before this period, %s", gap.Note, gap.Span)}
	if gap.Span.Days() > p.policy.GapTolerance {
		f.Name = attest.FlagCoverageBreak
	}
	before, after := gap.Span.Start.AddDays(-1), gap.Span.End.AddDays(1)
	follows := slices.ContainsFunc(t.Segments, func(s attest.Segment) bool {
		return sameLine(s, gap) && s.Span.End == before && s.Grade != attest.GradePointTime
	})
	var docs []attest.DocumentID
	for _, s := range t.Segments {
		if follows && sameLine(s, gap) && s.Grade == attest.GradeAudited && s.Span.Start == after {
			docs = append(docs, s.Documents...)
		}
	}
	flag(t, docs, f)
}

// flagLag puts an open gap that exceeds the tolerance on the newest report.
func (p plan) flagLag(t *attest.Timeline, gap attest.Segment) {
	if gap.Span.Days() <= p.policy.GapTolerance {
		return
	}
	var docs []attest.DocumentID
	for _, i := range p.items {
		superseded := slices.ContainsFunc(t.Evidence, func(s attest.EvidenceStatus) bool {
			return s.Document == i.doc && (s.State == attest.FreshSuperseded || s.State == attest.FreshNotYet)
		})
		if i.role == roleReport && i.line.kind == gap.Kind && p.systemName(i.line) == gap.System && !superseded {
			docs = append(docs, i.doc)
		}
	}
	flag(t, docs, attest.Flag{Name: attest.FlagCoverageLag, Detail: "nothing covers the days since " + gap.Span.Start.AddDays(-1).String()})
}

// flagDropped names the categories that the report before had and a newer one
// lacks.
func (p plan) flagDropped(t *attest.Timeline) {
	for _, i := range p.items {
		if i.role != roleReport {
			continue
		}
		before := p.predecessor(i, t.Today)
		if before == nil || unnamed(i) || unnamed(before) {
			continue
		}
		var gone []string
		for _, c := range before.covers {
			if !slices.ContainsFunc(i.covers, func(d cover) bool { return d.category == c.category }) {
				gone = append(gone, string(c.category))
			}
		}
		if len(gone) > 0 {
			slices.Sort(gone)
			flag(t, []attest.DocumentID{i.doc}, attest.Flag{Name: attest.FlagCategoriesDropped,
				Detail: "the report before also spoke for " + strings.Join(gone, ", ")})
		}
	}
}

// predecessor gives the newest report on a period that i replaces, or nil.
func (p plan) predecessor(i *item, today attest.Date) *item {
	if today.Before(i.exists) {
		return nil
	}
	var last *item
	for _, j := range p.items {
		if j != i && j.role == roleReport && !today.Before(j.exists) && replaces(i, j) &&
			(last == nil || newer(j, last)) {
			last = j
		}
	}
	return last
}

func unnamed(i *item) bool {
	return slices.ContainsFunc(i.covers, func(c cover) bool { return c.category == "" })
}
