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
	Citations  Held              `json:"citations"`
	Mistakes   []Mistake         `json:"mistakes"`
}

// Tally counts the outcomes of one field.
type Tally struct {
	Right     int `json:"right"`
	Absent    int `json:"absent"`
	Ambiguous int `json:"ambiguous"`
	Wrong     int `json:"wrong"`
	Of        int `json:"of"`
}

// Rate is how well a list was found. Of is what the documents hold.
type Rate struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Of        int     `json:"of"`
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
	for _, r := range results {
		n := s.Fields[r.Field]
		if n == nil {
			n = &Tally{}
			s.Fields[r.Field] = n
		}
		n.Of++
		switch r.Outcome {
		case Right:
			n.Right++
			continue
		case Absent:
			n.Absent++
		case Ambiguous:
			n.Ambiguous++
		case Wrong:
			n.Wrong++
		}
		s.Mistakes = append(s.Mistakes, Mistake{File: t.File, Field: r.Field, Want: r.Want, Got: r.Got, Certain: r.Outcome == Wrong})
	}
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
