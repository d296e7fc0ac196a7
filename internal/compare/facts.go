package compare

import (
	"fmt"
	"slices"

	"example.com/assay/internal/attest"
)

// lagGrowth is by how many days a report must come later after its period than the
// one before for that to be told as a change.
const lagGrowth = 30

// period compares the days that the reports speak for.
func (w *work) period() {
	e, l := w.earlier, w.later
	if !e.dated || !l.dated {
		for _, r := range []report{e, l} {
			if !r.dated {
				w.cannot(attest.AspectPeriod, "%s: its days were not found with certainty, so which of the two is the earlier may be mistaken", r.said)
			}
		}
		return
	}
	t := &attest.Timing{Earlier: e.cited, Later: l.cited, EarlierLag: e.lag(), LaterLag: l.lag()}
	if between := e.days.End.DaysUntil(l.days.Start) - 1; between > 0 {
		t.GapDays = between
	}
	t.OverlapDays = overlap(e.days, l.days)
	w.out.Timing = t
	change := attest.Change{Aspect: attest.AspectPeriod, Earlier: e.span(), Later: l.span()}
	switch {
	case t.GapDays > 0:
		change.Kind = attest.ChangeGap
		change.Summary = fmt.Sprintf("%s between the two, %s to %s, that neither covers", plural(t.GapDays, "day"), e.days.End.AddDays(1), l.days.Start.AddDays(-1))
		w.add(change)
	case t.OverlapDays > 0:
		change.Kind = attest.ChangeOverlap
		change.Summary = fmt.Sprintf("%s that both cover, from %s to %s", plural(t.OverlapDays, "day"), l.sharedStart(e), e.days.End)
		w.add(change)
	}
	w.lag(t)
}

// sharedStart is the first of the days that two reports share.
func (r report) sharedStart(o report) attest.Date {
	if o.days.Start.After(r.days.Start) {
		return o.days.Start
	}
	return r.days.Start
}

// span is the days of a report as an item of a change.
func (r report) span() *attest.ComparedItem {
	text := r.days.String()
	if r.days.Start == r.days.End {
		text = r.days.Start.String()
	}
	return &attest.ComparedItem{Text: text, Cited: r.cited}
}

// lag counts the days from the end of a report's days to its date; nil where that was
// not found.
func (r report) lag() *int {
	if r.ReportDate.State != attest.Found || !r.dated {
		return nil
	}
	n := r.days.End.DaysUntil(r.ReportDate.Value)
	return &n
}

// lag notes a report that came much later after its period than the one before.
func (w *work) lag(t *attest.Timing) {
	if t.EarlierLag == nil || t.LaterLag == nil || *t.LaterLag < *t.EarlierLag+lagGrowth {
		return
	}
	w.add(attest.Change{Aspect: attest.AspectReportDate, Kind: attest.ChangeLonger,
		Summary: fmt.Sprintf("the report is dated %s after its period, the earlier one %s", plural(*t.LaterLag, "day"), plural(*t.EarlierLag, "day")),
		Earlier: &attest.ComparedItem{Text: w.earlier.ReportDate.Value.String(), Cited: w.earlier.ReportDate.Citations},
		Later:   &attest.ComparedItem{Text: w.later.ReportDate.Value.String(), Cited: w.later.ReportDate.Citations}})
}

// facts compares the names, the type and the edition of the criteria.
func (w *work) facts() {
	e, l := w.earlier, w.later
	w.name(attest.AspectAuditor, "the service auditor", e.Auditor, l.Auditor, false)
	w.name(attest.AspectOrganization, "the service organisation", e.Organization, l.Organization, sharesName(e, l))
	w.name(attest.AspectSystem, "the system", e.System, l.System, false)
	if e.Type.State == attest.Found && l.Type.State == attest.Found {
		if e.Type.Value != l.Type.Value {
			w.add(attest.Change{Aspect: attest.AspectType, Kind: attest.ChangeChanged,
				Summary: fmt.Sprintf("a Type %d report follows a Type %d report", l.Type.Value, e.Type.Value),
				Earlier: &attest.ComparedItem{Text: fmt.Sprint(e.Type.Value), Cited: e.Type.Citations},
				Later:   &attest.ComparedItem{Text: fmt.Sprint(l.Type.Value), Cited: l.Type.Citations}})
		}
	} else if e.Type.State != l.Type.State || e.Type.State == attest.Ambiguous {
		w.known(attest.AspectType, e.Type.State, l.Type.State, e.Type.Reason, l.Type.Reason)
	}
	if e.CriteriaEdition.State == attest.Found && l.CriteriaEdition.State == attest.Found && e.CriteriaEdition.Value != l.CriteriaEdition.Value {
		w.add(attest.Change{Aspect: attest.AspectCriteriaEdition, Kind: attest.ChangeChanged, Summary: "another edition of the criteria was used",
			Earlier: factItem(e.CriteriaEdition), Later: factItem(l.CriteriaEdition)})
	}
}

// factItem is a fact as an item of a change.
func factItem(f attest.Fact[string]) *attest.ComparedItem {
	return &attest.ComparedItem{Text: f.Value, Cited: f.Citations}
}

// sharesName reports whether the two organisations use one name, if only as an alias.
func sharesName(e, l report) bool {
	theirs := append(slices.Clone(l.Aliases), l.Organization.Value)
	return slices.ContainsFunc(append(slices.Clone(e.Aliases), e.Organization.Value), func(a string) bool {
		return a != "" && slices.ContainsFunc(theirs, func(b string) bool { return b != "" && sameName(a, b) >= sameNamed })
	})
}

// name compares two names; linked tells that other words of the reports make them one.
func (w *work) name(aspect attest.Aspect, what string, e, l attest.Fact[string], linked bool) {
	if !w.known(aspect, e.State, l.State, e.Reason, l.Reason) {
		return
	}
	c := attest.Change{Aspect: aspect, Kind: attest.ChangeChanged, Earlier: factItem(e), Later: factItem(l),
		Summary: fmt.Sprintf("%s was %s and is %s", what, e.Value, l.Value)}
	switch same := sameName(e.Value, l.Value); {
	case same == samePrinted, same == sameNamed && samePunctuated(e.Value, l.Value):
		return
	case same == sameNamed:
		c.Kind, c.Match = attest.ChangeReworded, &attest.Match{By: attest.MatchName, Similarity: 1}
		c.Summary = fmt.Sprintf("%s is the same by name, printed %s before and %s now", what, e.Value, l.Value)
	case linked:
		c.Unsure = "the reports share another name, so it may be one organisation under a new name"
	case same == likelyOne:
		c.Unsure = "one name may be short for the other"
	}
	w.add(c)
}

// samePunctuated reports whether two names differ in punctuation only.
func samePunctuated(a, b string) bool {
	folds := func(s string) (out []string) {
		for _, t := range tokens(s) {
			out = append(out, t.fold)
		}
		return out
	}
	return slices.Equal(folds(a), folds(b))
}
