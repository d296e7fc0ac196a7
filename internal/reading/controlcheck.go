package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
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

// minAlike is how many controls must have ids of one form before words of that form
// are taken for ids of controls.
const minAlike = 3

// missing points out the ids that the matrix's pages print and no row was parsed
// for: rows that were lost, or references to nothing.
func (m *matrixReader) missing(tables []matrixTable) {
	known, forms, rows := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, c := range m.controls {
		known[idKey(c.id)] = true
		if hasDigit(c.id) && strings.ContainsAny(c.id, "-_.") {
			forms[idForm(c.id)]++
		}
	}
	for _, u := range m.unparsed {
		for _, cite := range u.Cited {
			for _, w := range strings.Fields(cite.Quote) {
				rows[idKey(strings.Trim(w, ",;:()[]"))] = true
			}
		}
	}
	var ids []string
	var cites []attest.Citation
	note := func(id string, at []attest.Citation) {
		key := idKey(id)
		if known[key] || rows[key] || slices.Contains(ids, key) || forms[idForm(id)] < minAlike || loadedCatalog().Resolve(id).Criterion != "" && strings.Count(id, ".") < 2 {
			return
		}
		ids = append(ids, key)
		cites = append(cites, at...)
	}
	for _, e := range m.mapped {
		note(e.id, e.cited)
	}
	for i, t := range tables {
		if m.kindOf(tables[i]) == tableTold {
			continue
		}
		for j := t.zone.from; j < t.zone.to && j < len(m.rp.doc.lines); j++ {
			l := m.rp.doc.lines[j]
			if l.noise {
				continue
			}
			f := newFlow([]line{l})
			for from, w := range wordsAt(f.text) {
				id := strings.Trim(w, ",;:()[].")
				note(id, f.cite(from, from+len(w)))
			}
		}
	}
	if len(ids) > 0 {
		m.rp.doc.flag(attest.FlagControlsMissing, "named in the report, and told by no row of the matrix: "+strings.Join(ids, ", "), cites...)
	}
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

// wordsAt gives the words of a text by their offsets.
func wordsAt(text string) map[int]string {
	out := map[int]string{}
	for from := 0; from < len(text); {
		if text[from] == ' ' {
			from++
			continue
		}
		end := from
		for end < len(text) && text[end] != ' ' {
			end++
		}
		out[from] = text[from:end]
		from = end
	}
	return out
}
