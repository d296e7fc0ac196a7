package evaluate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/assay/internal/attest"
)

// truthException is one exception, however often it is printed.
type truthException struct {
	ControlIDs         []string `json:"control_ids"`
	ControlText        string   `json:"control_text"`
	Criteria           []string `json:"criteria"`
	Page               int      `json:"page"`
	AlsoPages          []int    `json:"also_pages"`
	ResponsePages      []int    `json:"response_pages"`
	SampleSize         *int     `json:"sample_size"`
	Deviations         *int     `json:"deviations"`
	Population         *int     `json:"population"`
	ResultText         string   `json:"result_text"`
	ManagementResponse *string  `json:"management_response"`
	RemediationDate    *string  `json:"remediation_date"`
	FailedLeg          string   `json:"failed_leg"`
}

// exceptions compares the exceptions.
func (c *comparer) exceptions(r *attest.Reading, a *attest.Attestation) {
	if !c.truth.tells("exceptions") {
		return
	}
	wants, gots := list[truthException](c.truth, "exceptions"), a.Exceptions.Items
	wantText := prepare(wants, func(t truthException) string { return t.ResultText })
	gotText := prepare(gots, func(g attest.Exception) string { return g.Text })
	p := pair(len(wants), len(gots), func(w, g int) float64 {
		return exceptionScore(wants[w], gots[g], wantText[w].likeness(gotText[g]))
	})
	for i, g := range p.of {
		w := wants[i]
		if g < 0 {
			o := Absent
			if leftToPerson(w, r, a) {
				o = Ambiguous
			}
			c.add(FieldExceptions, o, w.ResultText, a.Exceptions.Reason)
			continue
		}
		c.add(FieldExceptions, Right, w.ResultText, gots[g].Text)
		c.exception(w, gots[g])
	}
	for g, taken := range p.taken {
		if !taken {
			c.add(FieldExceptions, Wrong, "", strings.TrimSpace(strings.Join(gots[g].ControlIDs, " ")+" "+gots[g].Text))
		}
	}
}

// leftToPerson reports whether a reading that lacks an exception says where a person
// finds it: its page was not read, its row is listed as not understood, or the
// result of its control is.
func leftToPerson(w truthException, r *attest.Reading, a *attest.Attestation) bool {
	notRead := newShortfall(r, a)
	if notRead.pages[w.Page] || slices.ContainsFunc(notRead.rows, func(row attest.UnparsedRow) bool {
		return rowNames(row, w.ControlText, w.ControlIDs...)
	}) {
		return true
	}
	return slices.ContainsFunc(a.Controls.Items, func(g attest.Control) bool {
		return g.Result == attest.ResultUnclear && (overlap(w.ControlIDs, []string{g.ID}) || w.ControlText != "" && sameWords(w.ControlText, g.Text))
	})
}

// exceptionScore says how surely an exception is the wanted one: by its words, and
// where those were cut or run on, by its control.
func exceptionScore(w truthException, g attest.Exception, score float64) float64 {
	if score < 1 && closeText(w.ResultText, g.Text) {
		score = max(score, 0.9)
	}
	control := overlap(w.ControlIDs, g.ControlIDs) || w.ControlText != "" && sameWords(w.ControlText, g.ControlText)
	if control {
		score += 0.5
	}
	if score < 0.7 {
		return 0
	}
	return score
}

// exception compares one exception that was found.
func (c *comparer) exception(w truthException, g attest.Exception) {
	defer c.naming(len(c.out), strings.Join(w.ControlIDs, " ")+" "+w.ResultText)
	judge(c, "exceptions.deviations", g.Deviations, number(w.Deviations), sameWords)
	judge(c, "exceptions.sample_size", g.SampleSize, number(w.SampleSize), sameWords)
	judge(c, "exceptions.population", g.Population, number(w.Population), sameWords)
	c.counts(w, g)
	c.ids("exceptions.control_ids", w.ControlIDs, g.ControlIDs)
	c.ids("exceptions.criteria", w.Criteria, g.Criteria)
	c.page("exceptions.page", w.Page, g.Cited)
	c.places(w, g)
	c.stated("exceptions.result_text", w.ResultText, g.Text, sameWords)
	judge(c, "exceptions.failed_leg", g.Leg, nonEmpty(legName(w.FailedLeg)), sameWords)
	c.response(w, g.Response)
}

// number is a number that the document states, as a right answer.
func number(n *int) []string {
	if n == nil {
		return nil
	}
	return []string{strconv.Itoa(*n)}
}

// counts compares n of N as one, where the document states it.
func (c *comparer) counts(w truthException, g attest.Exception) {
	if w.Deviations == nil || w.SampleSize == nil {
		return
	}
	want := fmt.Sprintf("%d of %d", *w.Deviations, *w.SampleSize)
	got := fmt.Sprintf("%d of %d", g.Deviations.Value, g.SampleSize.Value)
	switch {
	case g.Deviations.State == attest.Found && g.Deviations.Value != *w.Deviations, g.SampleSize.State == attest.Found && g.SampleSize.Value != *w.SampleSize:
		c.add(FieldCounts, Wrong, want, got)
	case g.Deviations.State == attest.Ambiguous, g.SampleSize.State == attest.Ambiguous:
		c.add(FieldCounts, Ambiguous, want, g.Deviations.Reason+g.SampleSize.Reason)
	case g.Deviations.State != attest.Found, g.SampleSize.State != attest.Found:
		c.add(FieldCounts, Absent, want, g.Deviations.Reason+g.SampleSize.Reason)
	default:
		c.add(FieldCounts, Right, want, got)
	}
}

// legName is the limb that a truth names.
func legName(s string) string {
	if s == "operating" {
		return string(attest.LegOperation)
	}
	return s
}

// page compares the page on which something begins.
func (c *comparer) page(field string, want int, cited []attest.Citation) {
	pages := pagesOf(cited)
	c.stated(field, strconv.Itoa(want), pageList(pages), func(string, string) bool { return slices.Contains(pages, want) })
}

// pagesOf lists the pages of citations, each once, in order.
func pagesOf(cited []attest.Citation) []int {
	var out []int
	for _, at := range cited {
		out = append(out, at.Page)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pageList writes pages for a person; "" for none.
func pageList(pages []int) string {
	var out []string
	for _, p := range pages {
		out = append(out, strconv.Itoa(p))
	}
	return strings.Join(out, ", ")
}

// places compares the other places in which an exception is told: each has to be
// cited, and no page that tells nothing of it. The opinion's basis tells of it too.
func (c *comparer) places(w truthException, g attest.Exception) {
	got := pagesOf(slices.Concat(g.Cited, g.Retold))
	allowed := slices.Concat([]int{w.Page, w.Page + 1}, w.AlsoPages, w.ResponsePages)
	if n, ok := c.truth.number("opinion_basis_page"); ok {
		allowed = append(allowed, n, n+1)
	}
	if g.Response != nil {
		got = append(got, pagesOf(g.Response.Cited)...)
	}
	want := pageList(w.AlsoPages)
	stray := slices.DeleteFunc(slices.Clone(got), func(p int) bool { return slices.Contains(allowed, p) })
	switch {
	case len(stray) > 0:
		c.add("exceptions.also_pages", Wrong, want, pageList(got))
	case slices.ContainsFunc(w.AlsoPages, func(p int) bool { return !slices.Contains(got, p) }):
		c.add("exceptions.also_pages", Absent, want, pageList(got))
	default:
		c.add("exceptions.also_pages", Right, want, pageList(got))
	}
}

// response compares management's response and the day it names.
func (c *comparer) response(w truthException, g *attest.ManagementResponse) {
	want, day := "", ""
	if w.ManagementResponse != nil {
		want = *w.ManagementResponse
	}
	if w.RemediationDate != nil {
		day = *w.RemediationDate
	}
	if g == nil {
		g = &attest.ManagementResponse{}
	}
	c.stated("exceptions.management_response", want, g.Text, sameWords)
	judge(c, "exceptions.remediation_date", g.RemediationDate, nonEmpty(day), sameWords)
}
