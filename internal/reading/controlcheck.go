package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/criteria"
)

// fromLetter gives a result to controls without one that the auditor's report names
// as not having operated.
func (m *matrixReader) fromLetter() {
	f := m.rp.letter.flow
	at := notOperatedRE.FindStringIndex(f.text)
	if at == nil {
		return
	}
	end := m.rp.paragraphEnd(at[0])
	text := f.text[at[0]:end]
	for _, c := range m.controls {
		if c.result != attest.ResultUnclear && c.result != attest.ResultNone || !holdsID(text, c.id) || loadedCatalog().Resolve(c.id).Criterion != "" {
			continue
		}
		i := at[0] + strings.Index(text, c.id)
		c.result = attest.ResultNotOperated
		c.cited = addCites(c.cited, f.cite(i, i+len(c.id)))
	}
}

// namedIn lists the controls read so far whose ids a text holds.
func (m *matrixReader) namedIn(text string) []*entry {
	var out []*entry
	for _, e := range m.entries {
		if holdsID(text, e.id) {
			out = append(out, e)
		}
	}
	return out
}

// minAlike is how many controls must have ids of one form before words of that form
// are taken for ids of controls.
const minAlike = 3

// idSearch looks for ids of controls that no row was parsed for.
type idSearch struct {
	known map[string]bool // the ids of controls, and all words of rows that were not parsed
	forms map[string]int  // how many controls have ids of a form
	ids   []string
	cites []attest.Citation
}

// missing points out the ids that the matrix's pages print and no row was parsed
// for: rows that were lost, or references to nothing.
func (m *matrixReader) missing(tables []matrixTable) {
	s := m.idSearch()
	for _, e := range m.mapped {
		s.note(e.id, 1, e.cited)
	}
	for _, t := range tables {
		if m.kindOf(t) != tableTold {
			s.lines(m.rp.doc, t.zone)
		}
	}
	if len(s.ids) > 0 {
		m.rp.doc.flag(attest.FlagControlsMissing, "named in the report, and told by no row of the matrix: "+strings.Join(s.ids, ", "), s.cites...)
	}
}

// idSearch collects what is known of the ids.
func (m *matrixReader) idSearch() *idSearch {
	s := &idSearch{known: map[string]bool{}, forms: map[string]int{}}
	for _, c := range m.controls {
		s.known[idKey(c.id)] = true
		if hasDigit(c.id) && strings.ContainsAny(c.id, "-_.") {
			s.forms[idForm(c.id)]++
		}
	}
	for _, u := range m.unparsed {
		for _, cite := range u.Cited {
			for _, w := range strings.Fields(cite.Quote) {
				s.known[idKey(strings.Trim(w, ",;:()[]"))] = true
			}
		}
	}
	return s
}

// lines looks at all words of a stretch of the report.
func (s *idSearch) lines(d *document, zone span) {
	for j := zone.from; j < zone.to && j < len(d.lines); j++ {
		if d.lines[j].noise {
			continue
		}
		f := newFlow(d.lines[j : j+1])
		for from := 0; from < len(f.text); {
			end := from + len(firstWord(f.text[from:]))
			s.note(strings.Trim(f.text[from:end], ",;:()[]."), minAlike, f.cite(from, end))
			from = end + 1
		}
	}
}

// note keeps an id that no control has, of a form that so many controls' ids have.
func (s *idSearch) note(id string, alike int, at []attest.Citation) {
	key := idKey(id)
	if s.known[key] || slices.Contains(s.ids, key) || s.forms[idForm(id)] < alike {
		return
	}
	if loadedCatalog().Resolve(id).Kind == criteria.IDCriterion {
		return
	}
	s.ids = append(s.ids, key)
	s.cites = append(s.cites, at...)
}

// firstWord is a text up to its first space.
func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// idForm is the form of an id together with its letters: ids of one series have it
// in common.
func idForm(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, idKey(id)) + " " + idShape(id)
}
