package main

import (
	"fmt"
	"slices"
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// compareOptions is how a comparison is shown.
type compareOptions struct {
	all   bool // every change
	words bool // every word that differs
}

// comparison writes what differs between two reports.
func (p *page) comparison(earlier, later string, c *assayv1.Comparison, opts compareOptions) {
	p.line("%s", p.paint(bold, clean(later)+" compared with "+clean(earlier)))
	p.field("Earlier", sayCompared(c.GetEarlier()), "")
	p.field("Later", sayCompared(c.GetLater()), "")
	p.timing(c.GetTiming())
	aspects := attest.Aspects()
	for _, aspect := range aspects {
		var list []*assayv1.Change
		for _, ch := range c.GetChanges() {
			if ch.GetAspect() == string(aspect) {
				list = append(list, ch)
			}
		}
		p.changes(aspect, list, opts)
	}
	if len(c.GetChanges()) == 0 {
		p.field("Changes", "none in what could be compared", "")
	}
	for i, t := range c.GetTallies() {
		p.field(first(i, "The same"), sayTally(t), "")
	}
	for i, n := range c.GetNotCompared() {
		p.styled(first(i, "Not compared"), yellow, aspectName(attest.Aspect(n.GetAspect()), 2)+": "+n.GetReason(), "")
	}
}

// first gives the label for the first of several lines.
func first(i int, label string) string {
	if i > 0 {
		return ""
	}
	return label
}

// sayCompared names a report of a comparison.
func sayCompared(r *assayv1.ComparedReport) string {
	text := kindName(r.GetKind(), fmt.Sprint(r.GetReportType()))
	if r.GetOrganization() != "" {
		text += " of " + r.GetOrganization()
	}
	switch span := r.GetSpan(); {
	case span == nil:
		text += ", days not found"
	case span.GetStartDate() == span.GetEndDate():
		text += ", as of " + span.GetEndDate()
	default:
		text += ", " + span.GetStartDate() + " to " + span.GetEndDate()
	}
	return text
}

// timing writes how the two follow each other, where that is no change of its own.
func (p *page) timing(t *assayv1.Comparison_Timing) {
	if t == nil {
		return
	}
	text := "the later follows without a gap"
	switch {
	case t.GetGapDays() > 0:
		text = fmt.Sprintf("%d days that neither covers", t.GetGapDays())
	case t.GetOverlapDays() > 0:
		text = fmt.Sprintf("%d days that both cover", t.GetOverlapDays())
	}
	if t.EarlierLagDays != nil && t.LaterLagDays != nil {
		text += fmt.Sprintf("; dated %d days after its period, the earlier %d", t.GetLaterLagDays(), t.GetEarlierLagDays())
	}
	p.field("Days", text, bothPages(t.GetEarlierCitations(), t.GetLaterCitations()))
}

// mostChanges is how many changes of one aspect are shown unless all are asked for.
// Exceptions are always shown.
const mostChanges = 8

// changes writes the changes of one aspect.
func (p *page) changes(aspect attest.Aspect, list []*assayv1.Change, opts compareOptions) {
	shown := len(list)
	if !opts.all && aspect != attest.AspectException && shown > mostChanges+1 {
		shown = mostChanges
	}
	doubt := ""
	for i, c := range list[:shown] {
		text := c.GetSummary()
		switch unsure := c.GetUnsure(); {
		case unsure != "" && unsure == doubt:
			text += " (unsure, as above)"
		case unsure != "":
			text += " (unsure: " + unsure + ")"
			doubt = unsure
		}
		var s style
		if weighty(c) {
			s = yellow
		}
		p.styled(first(i, aspectLabel(aspect)), s, text, bothPages(c.GetEarlier().GetCitations(), c.GetLater().GetCitations()))
		p.words(c, opts)
	}
	if shown < len(list) {
		p.field("", fmt.Sprintf("… %d more; --all shows them", len(list)-shown), "")
	}
}

// weighty reports whether a change is one that an analyst must not overlook.
func weighty(c *assayv1.Change) bool {
	kind := attest.ChangeKind(c.GetKind())
	return kind == attest.ChangeRepeated || kind == attest.ChangeUntraced || kind == attest.ChangeUntested || kind == attest.ChangeGap ||
		slices.Contains([]attest.Aspect{attest.AspectOpinion, attest.AspectOpinionLimb, attest.AspectOrganization}, attest.Aspect(c.GetAspect()))
}

// How many places of other words are shown unless all are asked for: of an opinion, and
// of anything else.
const (
	mostOpinionWords = 6
	mostWords        = 2
)

// words writes the words that differ.
func (p *page) words(c *assayv1.Change, opts compareOptions) {
	most := mostWords
	if attest.Aspect(c.GetAspect()) == attest.AspectOpinionWording {
		most = mostOpinionWords
	}
	lead := strings.Repeat(" ", indent+labelWidth)
	for i, w := range c.GetWords() {
		if i == most && !opts.words {
			p.field("", fmt.Sprintf("… %d more places; --words shows them", len(c.GetWords())-i), "")
			return
		}
		if w.GetEarlier() != "" {
			p.hang(lead+"- ", dim, w.GetEarlier(), "")
		}
		if w.GetLater() != "" {
			p.hang(lead+"+ ", "", w.GetLater(), "")
		}
	}
}

// bothPages names the pages of the earlier report and of the later.
func bothPages(earlier, later []*assayv1.Citation) string {
	was, is := pageRef(earlier), pageRef(later)
	switch {
	case was == "":
		return is
	case is == "":
		return "earlier " + was
	}
	return "earlier " + was + "; later " + is
}

// sayTally tells how much of an aspect is the same.
func sayTally(t *assayv1.Comparison_Tally) string {
	if t.GetAspect() == string(attest.AspectOpinionWording) {
		return "the words of the opinion, names and dates apart"
	}
	if t.GetAspect() == string(attest.AspectException) {
		return fmt.Sprintf("%d exceptions before, %d now, %d of them repeated", t.GetEarlierCount(), t.GetLaterCount(), t.GetSameCount())
	}
	return fmt.Sprintf("%d of %d %s (%d before)", t.GetSameCount(), t.GetLaterCount(), aspectName(attest.Aspect(t.GetAspect()), 2), t.GetEarlierCount())
}

// aspectName names an aspect in a sentence; n is 1 or more of them.
func aspectName(a attest.Aspect, n int) string {
	names := map[attest.Aspect][2]string{
		attest.AspectCategory: {"category", "categories"}, attest.AspectCriterion: {"criterion", "criteria"},
		attest.AspectSubservice: {"subservice organisation", "subservice organisations"},
		attest.AspectCUEC:       {"complementary user entity control", "complementary user entity controls"},
		attest.AspectException:  {"exception", "exceptions"}, attest.AspectControl: {"control", "controls"},
	}
	if name, ok := names[a]; ok {
		return name[min(n, 2)-1]
	}
	return spoken(string(a))
}

// aspectLabel is the label of an aspect's changes.
func aspectLabel(a attest.Aspect) string {
	switch a {
	case attest.AspectSubservice:
		return "Relies on"
	case attest.AspectCUEC:
		return "Your part"
	case attest.AspectOpinionLimb:
		return "Limbs"
	case attest.AspectOpinionWording:
		return "Words of opinion"
	}
	name := aspectName(a, 2)
	return strings.ToUpper(name[:1]) + name[1:]
}
