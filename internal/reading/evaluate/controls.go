package evaluate

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// The fields under which the rows of a matrix and the exceptions are counted. In
// both, right is one that was found, wrong one that the document does not have.
// One that the reading lists as not understood, or whose page it could not read,
// is ambiguous: a person is told to look. One that is absent was lost in silence.
const (
	FieldControls   = "controls.row"
	FieldExceptions = "exceptions.found"
	FieldCounts     = "exceptions.n_of_n" // deviations and sample, where the document states them
)

// truthControl is one row of the matrix.
type truthControl struct {
	ID        *string  `json:"id"`
	Criteria  []string `json:"criteria"`
	Result    *string  `json:"result"`
	Text      string   `json:"text"`
	Reference bool     `json:"reference"` // it only points to another row
	Page      int      `json:"page"`
}

// id is the row's id, "" for none.
func (t truthControl) id() string {
	if t.ID == nil {
		return ""
	}
	return *t.ID
}

// label names a row for a person.
func (t truthControl) label() string {
	return strings.TrimSpace(t.id() + " " + strings.Join(t.Criteria, " ") + " " + t.Text)
}

// controls compares the rows of the matrix.
func (c *comparer) controls(r *attest.Reading, a *attest.Attestation) {
	if !c.truth.tells("controls") {
		return
	}
	wants, gots := oncePerID(list[truthControl](c.truth, "controls")), a.Controls.Items
	wantText := prepare(wants, func(t truthControl) string { return t.Text })
	gotText := prepare(gots, func(g attest.Control) string { return g.Text })
	p := pair(len(wants), len(gots), func(w, g int) float64 {
		return controlScore(wants[w], gots[g], wantText[w].likeness(gotText[g]))
	})
	notRead := newShortfall(r, a)
	for i, g := range p.of {
		w := wants[i]
		switch {
		case g >= 0:
			c.add(FieldControls, Right, w.label(), "")
			c.control(w, gots[g])
		case notRead.accounts(w):
			c.add(FieldControls, Ambiguous, w.label(), "listed as not read")
		default:
			c.add(FieldControls, Absent, w.label(), a.Controls.Reason)
		}
	}
	for g, taken := range p.taken {
		if !taken {
			c.add(FieldControls, Wrong, "", strings.TrimSpace(gots[g].ID+" "+strings.Join(gots[g].Criteria, " ")+" "+gots[g].Text))
		}
	}
}

// oncePerID puts rows of one id together: a control that stands under several
// criteria is one.
func oncePerID(rows []truthControl) []truthControl {
	var out []truthControl
	at := map[string]int{}
	for _, r := range rows {
		i, again := at[r.id()]
		if r.id() == "" || !again {
			at[r.id()] = len(out)
			out = append(out, r)
			continue
		}
		out[i].Criteria = slices.Concat(out[i].Criteria, r.Criteria)
		out[i].Reference = out[i].Reference && r.Reference
	}
	return out
}

// controlScore says how surely a control is the wanted row: by its id, else by
// its text, where several rows have the same text by its criteria.
func controlScore(w truthControl, g attest.Control, like float64) float64 {
	if id := idKey(w.id()); id != "" && id == idKey(g.ID) {
		return 2 + like
	}
	if like < 0.7 {
		return 0
	}
	if overlap(w.Criteria, g.Criteria) {
		like += 0.5
	}
	return like
}

// control compares one row that was found.
func (c *comparer) control(w truthControl, g attest.Control) {
	defer c.naming(len(c.out), w.label())
	if w.ID != nil {
		c.stated("controls.id", w.id(), g.ID, func(w, g string) bool { return idKey(w) == idKey(g) })
	}
	c.stated("controls.text", w.Text, g.Text, sameWords)
	c.ids("controls.criteria", w.Criteria, g.Criteria)
	c.page("controls.page", w.Page, g.Cited)
	switch {
	case w.Reference && g.Result == attest.ResultNone:
		// its result is that of the row it points to
	case w.Result == nil:
		c.stated("controls.result", "", string(g.Result), sameWords)
	case g.Result == attest.ResultUnclear:
		c.add("controls.result", Ambiguous, *w.Result, string(g.Result))
	default:
		c.stated("controls.result", *w.Result, string(g.Result), sameWords)
	}
}

// naming puts the name of what was compared before the wanted value of each result
// from the given one on that is not right.
func (c *comparer) naming(from int, name string) {
	for i := range c.out[from:] {
		if x := &c.out[from+i]; x.Outcome != Right {
			x.Want = cut(name) + ": " + x.Want
		}
	}
}

// cut shortens a text for a person.
func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// stated compares a text that is "" where there is none.
func (c *comparer) stated(field, want, got string, equal func(want, got string) bool) {
	switch {
	case want == got, want != "" && got != "" && equal(want, got):
		c.add(field, Right, want, got)
	case got == "":
		c.add(field, Absent, want, got)
	default:
		c.add(field, Wrong, want, got)
	}
}

// ids compares lists of ids without regard to order.
func (c *comparer) ids(field string, want, got []string) {
	w, g := strings.Join(want, ", "), strings.Join(got, ", ")
	switch {
	case slices.Equal(idKeys(want), idKeys(got)):
		c.add(field, Right, w, g)
	case len(got) == 0:
		c.add(field, Absent, w, g)
	default:
		c.add(field, Wrong, w, g)
	}
}

// shortfall is what a reading says that it could not read of the matrix.
type shortfall struct {
	pages map[int]bool // not read at all, or listed as a whole
	rows  []attest.UnparsedRow
}

// newShortfall collects what a reading could not read.
func newShortfall(r *attest.Reading, a *attest.Attestation) *shortfall {
	s := &shortfall{pages: map[int]bool{}}
	for _, p := range r.Pages {
		if p.Reading == attest.PageNotRead {
			s.pages[p.Number] = true
		}
	}
	for _, u := range a.Unparsed {
		row := u
		row.Cited = nil
		for _, at := range u.Cited {
			if at.Quote == "" {
				s.pages[at.Page] = true
				continue
			}
			row.Cited = append(row.Cited, at)
		}
		if len(row.Cited) > 0 {
			s.rows = append(s.rows, row)
		}
	}
	return s
}

// accounts reports whether a row was said to be unread. A page that is listed as a
// whole accounts for each of its rows, an unparsed row for one.
func (s *shortfall) accounts(w truthControl) bool {
	if s.pages[w.Page] {
		return true
	}
	best := -1
	for i, row := range s.rows {
		if !slices.ContainsFunc(row.Cited, func(at attest.Citation) bool { return at.Page == w.Page }) {
			continue
		}
		if best < 0 || rowNames(row, w.Text, w.id()) && !rowNames(s.rows[best], w.Text, w.id()) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	s.rows = slices.Delete(s.rows, best, best+1)
	return true
}

// rowNames reports whether the words of an unparsed row hold one of the ids or the
// beginning of the text.
func rowNames(row attest.UnparsedRow, text string, ids ...string) bool {
	var b strings.Builder
	for _, at := range row.Cited {
		b.WriteString(at.Quote + " ")
	}
	words := squash(b.String())
	holds := func(s string) bool { return s != "" && strings.Contains(words, s) }
	bare := squash(text)
	return holds(bare[:min(len(bare), 20)]) || slices.ContainsFunc(ids, func(id string) bool { return holds(squash(id)) })
}
