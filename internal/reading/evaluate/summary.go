package evaluate

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// Summary is the evaluation of a set of documents.
type Summary struct {
	Documents  int               `json:"documents"`
	Read       int               `json:"read"`
	Pages      int               `json:"pages"`
	Seconds    float64           `json:"seconds"`
	Fields     map[string]*Tally `json:"fields"`
	Exceptions Rate              `json:"exceptions"`
	Controls   Rate              `json:"controls"`
	Layouts    []*Group          `json:"layouts"` // named as the truth names them, else by the kind of document
	Files      []*Group          `json:"files"`
	Citations  Held              `json:"citations"`
	Mistakes   []Mistake         `json:"mistakes"`
}

// Group is the evaluation of some of the documents: those whose tables are made in
// one manner, or a single one. Groups are in alphabetical order.
type Group struct {
	Name       string            `json:"name"`
	Documents  int               `json:"documents"`
	Fields     map[string]*Tally `json:"fields"`
	Exceptions Rate              `json:"exceptions"`
	Controls   Rate              `json:"controls"`
}

// Tally counts the outcomes of one field.
type Tally struct {
	Right     int `json:"right"`
	Absent    int `json:"absent"`
	Ambiguous int `json:"ambiguous"`
	Wrong     int `json:"wrong"`
	Of        int `json:"of"`
}

// Rate is how well a list was found: of the Of entries of the documents, the
// readings gave Right ones, and Given in all.
type Rate struct {
	Right     int      `json:"right"`
	Given     int      `json:"given"`
	Of        int      `json:"of"`
	Unread    int      `json:"unread"`    // listed by the reading as not understood, or on a page it could not read
	Lost      int      `json:"lost"`      // neither found nor listed
	Precision *float64 `json:"precision"` // nil where nothing was given
	Recall    *float64 `json:"recall"`    // nil where there is nothing to find
	F1        *float64 `json:"f1"`        // nil where either is
}

// rate is what a tally of a list's entries comes to.
func rate(t *Tally) Rate {
	if t == nil {
		return Rate{}
	}
	r := Rate{Right: t.Right, Given: t.Right + t.Wrong, Of: t.Of - t.Wrong, Unread: t.Ambiguous, Lost: t.Absent}
	share := func(n, of int) *float64 {
		if of == 0 {
			return nil
		}
		f := float64(n) / float64(of)
		return &f
	}
	r.Precision, r.Recall = share(r.Right, r.Given), share(r.Right, r.Of)
	if r.Precision != nil && r.Recall != nil {
		r.F1 = share(2*r.Right, r.Given+r.Of)
	}
	return r
}

// Held counts citations that were looked up on their page.
type Held struct {
	Checked int `json:"checked"`
	Held    int `json:"held"`
}

// Mistake is a field that is not right. Certain mistakes are those that the
// reading states as found.
type Mistake struct {
	File    string `json:"file"`
	Field   string `json:"field"`
	Want    string `json:"want"`
	Got     string `json:"got"`
	Certain bool   `json:"certain"`
}

// Add counts the results of one document.
func (s *Summary) Add(t Truth, results []FieldResult) {
	if s.Fields == nil {
		s.Fields = map[string]*Tally{}
	}
	layout := t.Layout
	if layout == "" {
		layout = t.Kind
	}
	groups := []*Group{group(&s.Layouts, layout), group(&s.Files, t.File)}
	for _, r := range results {
		count(s.Fields, r)
		for _, g := range groups {
			count(g.Fields, r)
		}
		if r.Outcome != Right {
			s.Mistakes = append(s.Mistakes, Mistake{File: t.File, Field: r.Field, Want: r.Want, Got: r.Got, Certain: r.Outcome == Wrong})
		}
	}
	s.Controls, s.Exceptions = rate(s.Fields[FieldControls]), rate(s.Fields[FieldExceptions])
	for _, g := range groups {
		g.Documents++
		g.Controls, g.Exceptions = rate(g.Fields[FieldControls]), rate(g.Fields[FieldExceptions])
	}
}

// group gives the group of a name, a new one where there is none.
func group(groups *[]*Group, name string) *Group {
	i, found := slices.BinarySearchFunc(*groups, name, func(g *Group, name string) int { return strings.Compare(g.Name, name) })
	if !found {
		*groups = slices.Insert(*groups, i, &Group{Name: name, Fields: map[string]*Tally{}})
	}
	return (*groups)[i]
}

// Facts sums the fields of the document itself, not those of its rows and exceptions.
func (g *Group) Facts() Tally {
	var sum Tally
	for name, t := range g.Fields {
		if !strings.Contains(name, ".") {
			sum.Add(*t)
		}
	}
	return sum
}

// Counts tells how often n of N was right, over the exceptions that were found and
// state it.
func (g *Group) Counts() Tally {
	if t := g.Fields[FieldCounts]; t != nil {
		return *t
	}
	return Tally{}
}

// count adds one result to the tally of its field.
func count(fields map[string]*Tally, r FieldResult) {
	n := fields[r.Field]
	if n == nil {
		n = &Tally{}
		fields[r.Field] = n
	}
	n.Of++
	switch r.Outcome {
	case Right:
		n.Right++
	case Absent:
		n.Absent++
	case Ambiguous:
		n.Ambiguous++
	case Wrong:
		n.Wrong++
	}
}

// Add adds the counts of another tally.
func (t *Tally) Add(o Tally) {
	t.Right += o.Right
	t.Absent += o.Absent
	t.Ambiguous += o.Ambiguous
	t.Wrong += o.Wrong
	t.Of += o.Of
}

// FieldNames gives the fields in order.
func (s *Summary) FieldNames() []string {
	var out []string
	for name := range s.Fields {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// CheckCitations looks up every quote of a reading on its page: without white
// space it must occur in the page's text without white space. It gives the
// citations that do not hold.
func CheckCitations(doc *pdf.Document, r *attest.Reading) (Held, []attest.Citation) {
	pages := map[int]string{}
	for _, p := range doc.Pages {
		var b strings.Builder
		for _, l := range p.Lines {
			for _, w := range l.Words {
				b.WriteString(strings.Join(strings.Fields(w.Text), ""))
			}
		}
		pages[p.Number] = b.String()
	}
	var held Held
	var broken []attest.Citation
	for _, c := range citations(r) {
		if c.Quote == "" {
			continue // a whole page, such as one that could not be read
		}
		held.Checked++
		if strings.Contains(pages[c.Page], strings.Join(strings.Fields(c.Quote), "")) || spelt(doc, c) {
			held.Held++
			continue
		}
		broken = append(broken, c)
	}
	return held, broken
}

// spelt reports whether the words inside the cited boxes spell the quote, as they
// do where a quote is one cell of a line of cells.
func spelt(doc *pdf.Document, c attest.Citation) bool {
	var b strings.Builder
	for _, p := range doc.Pages {
		if p.Number != c.Page {
			continue
		}
		for _, box := range c.Boxes {
			for _, l := range p.Lines {
				for _, w := range l.Words {
					x, y := (w.Box.X0+w.Box.X1)/2, (w.Box.Y0+w.Box.Y1)/2
					if x >= box.X0 && x <= box.X1 && y >= box.Y0 && y <= box.Y1 {
						b.WriteString(w.Text)
					}
				}
			}
		}
	}
	return strings.Contains(b.String(), strings.Join(strings.Fields(c.Quote), ""))
}
