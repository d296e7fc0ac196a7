package compare

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// scope compares the categories and the criteria.
func (w *work) scope() {
	e, l := w.earlier.Categories, w.later.Categories
	var turned []attest.Category // came or went as a whole
	if w.known(attest.AspectCategory, e.State, l.State, e.Reason, l.Reason) {
		same := 0
		for _, c := range l.Items {
			if slices.Contains(e.Items, c) {
				same++
				continue
			}
			turned = append(turned, c)
			w.add(attest.Change{Aspect: attest.AspectCategory, Kind: attest.ChangeNew, Summary: spokenCategory(c) + " is in scope now",
				Later: &attest.ComparedItem{Text: string(c), Cited: l.Citations}})
		}
		for _, c := range e.Items {
			if !slices.Contains(l.Items, c) {
				turned = append(turned, c)
				w.add(attest.Change{Aspect: attest.AspectCategory, Kind: attest.ChangeDropped, Summary: spokenCategory(c) + " is no longer in scope",
					Earlier: &attest.ComparedItem{Text: string(c), Cited: e.Citations}})
			}
		}
		w.tally(attest.AspectCategory, len(e.Items), len(l.Items), same)
	}
	w.criteria(turned)
}

func spokenCategory(c attest.Category) string {
	return "the category " + strings.ReplaceAll(string(c), "_", " ")
}

// criteria compares the criteria under which controls stand. Those of a category that
// came or went as a whole are not told one by one.
func (w *work) criteria(turned []attest.Category) {
	e, l := w.earlier.Controls, w.later.Controls
	if e.State != attest.Found || l.State != attest.Found {
		w.known(attest.AspectCriterion, e.State, l.State, matrixReason(w.earlier), matrixReason(w.later))
		return
	}
	earlier, later := w.criteriaOf(e.Items), w.criteriaOf(l.Items)
	if len(earlier) == 0 && len(later) == 0 || !w.stateCriteria(w.earlier) || !w.stateCriteria(w.later) {
		return
	}
	same := 0
	for _, x := range w.catalog.Criteria() {
		was, before := earlier[x.ID]
		is, now := later[x.ID]
		switch {
		case before && now:
			same++
		case before == now || slices.Contains(turned, attest.Category(x.Category)) && x.Category != string(attest.Security):
		case now:
			w.add(attest.Change{Aspect: attest.AspectCriterion, Kind: attest.ChangeNew, Summary: fmt.Sprintf("controls stand under %s now", x.ID),
				Later: is, Unsure: w.earlier.incomplete("criterion")})
		default:
			w.add(attest.Change{Aspect: attest.AspectCriterion, Kind: attest.ChangeDropped, Summary: fmt.Sprintf("no control stands under %s any longer", x.ID),
				Earlier: was, Unsure: w.later.incomplete("criterion")})
		}
	}
	w.tally(attest.AspectCriterion, len(earlier), len(later), same)
}

// mostWithout is the share of a report's controls that may be without a criterion for
// its criteria to be compared.
const mostWithout = 0.1

// stateCriteria reports whether a report's controls say under which criteria they
// stand, and notes it where too many do not.
func (w *work) stateCriteria(r report) bool {
	without := 0
	for _, c := range r.Controls.Items {
		if len(c.Criteria) == 0 {
			without++
		}
	}
	if all := len(r.Controls.Items); float64(without) > mostWithout*float64(all) {
		w.cannot(attest.AspectCriterion, "%s: of its %s, %d were read without a criterion", r.said, plural(all, "control"), without)
		return false
	}
	return true
}

// criteriaOf gives the criteria of controls, each with where the first of its controls
// stands.
func (w *work) criteriaOf(controls []attest.Control) map[string]*attest.ComparedItem {
	out := map[string]*attest.ComparedItem{}
	for _, c := range controls {
		for _, raw := range c.Criteria {
			id := w.catalog.Resolve(raw).Criterion
			if id != "" && out[id] == nil {
				out[id] = &attest.ComparedItem{IDs: []string{id}, Text: raw, Cited: c.Cited}
			}
		}
	}
	return out
}

// matrixReason tells why a report's controls are not known.
func matrixReason(r report) string {
	switch {
	case r.Controls.Reason != "":
		return r.Controls.Reason
	case slices.Contains(r.evidence.Reading.NotRead, "controls"):
		return "its controls were not read"
	}
	return "no controls were found in it"
}

// incomplete tells why something may be in a report although it was not found there;
// "" where all its controls were read.
func (r report) incomplete(what string) string {
	if n := len(r.Unparsed); n > 0 {
		return fmt.Sprintf("%s of %s could not be read; the %s may be among them", plural(n, "row"), r.said, what)
	}
	var pages []string
	pictures := 0
	for _, p := range r.evidence.Reading.Pages {
		switch p.Reading {
		case attest.PageNotRead:
			pages = append(pages, fmt.Sprint(p.Number))
		case attest.PageOCR:
			pictures++
		}
	}
	switch len(pages) {
	case 0:
		if pictures > 0 {
			return fmt.Sprintf("%s of %s recognised in pictures; the %s may be among what was misread", plural(pictures, "page"), r.said, what)
		}
		return ""
	case 1:
		return fmt.Sprintf("page %s of %s could not be read; the %s may be there", pages[0], r.said, what)
	}
	return fmt.Sprintf("pages %s of %s could not be read; the %s may be there", strings.Join(pages, ", "), r.said, what)
}
