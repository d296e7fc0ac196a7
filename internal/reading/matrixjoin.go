package reading

import (
	"slices"
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

// continuedRE is the mark of a row that is printed again on the next page.
var continuedRE = regexp.MustCompile(`(?i)[\s(\[–-]*\b(?:continued|cont'?d)\b\.?[)\]]*\s*$`)

// joiner joins the rows that page breaks cut.
type joiner struct {
	splitter
	ids     bool // nearly all rows have an id
	results bool // nearly all rows have a result
}

// newJoiner learns what the rows of a table hold.
func newJoiner(s splitter, rows []gridRow) joiner {
	j := joiner{splitter: s}
	n, ids, results := 0, 0, 0
	res := j.column(roleResult)
	for _, r := range rows {
		if r.cells == nil || r.head || r.first {
			continue
		}
		n++
		if s.key >= 0 && len(s.starts(r.cells[s.key])) > 0 {
			ids++
		}
		if res >= 0 && len(r.cells[res]) > 0 {
			results++
		}
	}
	j.ids = s.key >= 0 && ids*10 >= n*6
	j.results = res >= 0 && results*10 >= n*9
	return j
}

// column gives the first column of a role, or -1.
func (s splitter) column(r role) int { return slices.Index(s.roles, r) }

// join joins rows over pages and drops criteria that are printed again.
func (j joiner) join(rows []gridRow) []gridRow {
	var out []gridRow
	criterion := "" // the last full row, without its mark
	broken := false // a page break lies between the last row and this one
	for i, r := range rows {
		if r.head {
			broken = broken || r.first
			continue
		}
		broken = broken || r.first
		if r.full != nil {
			text := cellText(r.full)
			bare := continuedRE.ReplaceAllString(text, "")
			if broken && criterion != "" && maskFree(bare) == criterion {
				continue
			}
			if n := len(out); broken && n > 0 && out[n-1].full != nil && !out[n-1].outside && !r.outside && startsLower(text) {
				out[n-1].full = append(out[n-1].full, r.full...)
				continue
			}
			criterion = maskFree(bare)
			out = append(out, r)
			broken = broken && r.outside
			continue
		}
		if n := lastCells(out); broken && n >= 0 && j.goesOn(out[n], r) && j.nothingBetween(out[n+1:]) {
			out[n].take(j.withoutReprint(out[n], r))
			broken = i+1 < len(rows) && false
			continue
		}
		out = append(out, r)
		broken = false
	}
	return out
}

// maskFree is a text in lower case without blanks.
func maskFree(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

// lastCells gives the last row that has cells, or -1.
func lastCells(rows []gridRow) int {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].full == nil {
			return i
		}
	}
	return -1
}

// nothingBetween reports whether only words outside the table stand between two
// rows.
func (j joiner) nothingBetween(rows []gridRow) bool { return len(rows) == 0 }

// goesOn reports whether the first row of a page goes on with the last one of the
// page before.
func (j joiner) goesOn(prev, r gridRow) bool {
	if prev.page == r.page {
		return false
	}
	if j.ids {
		id, before := j.idOf(r), j.idOf(prev)
		switch {
		case id != "" && before != "":
			return id == before && j.partOf(prev, r) || j.brokenID(prev, r)
		case id == "":
			return !j.ownTest(prev, r)
		}
		return !slices.Contains(prev.above, true)
	}
	if res := j.column(roleResult); j.results && len(prev.cells[res]) > 0 != (len(r.cells[res]) > 0) {
		return true
	}
	if c := j.column(roleControl); c >= 0 && len(r.cells[c]) == 0 {
		return !j.ownTest(prev, r)
	}
	return j.openText(prev, r)
}

// idOf is the id that a row begins with, "" for none.
func (j joiner) idOf(r gridRow) string {
	if j.roles[j.key] == roleID {
		return maskFree(cellText(r.cells[j.key]))
	}
	if starts := j.starts(r.cells[j.key]); len(starts) > 0 {
		return j.leading(starts[0])
	}
	return ""
}

// partOf reports whether a row with the id of the one before is the rest of it: a
// cell goes on in the middle of a sentence, or the control is not told again.
func (j joiner) partOf(prev, r gridRow) bool {
	c := j.column(roleControl)
	if c >= 0 && c != j.key && (len(r.cells[c]) == 0 || maskFree(cellText(r.cells[c])) == maskFree(cellText(prev.cells[c]))) {
		return true
	}
	return j.openText(prev, r)
}

// brokenID reports whether two rows hold the halves of one id.
func (j joiner) brokenID(prev, r gridRow) bool {
	if j.roles[j.key] != roleID {
		return false
	}
	text := cellText(prev.cells[j.key])
	return strings.HasSuffix(text, "-") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "_")
}

// ownTest reports whether a row without an id or control is another test of the
// control above, with a result of its own.
func (j joiner) ownTest(prev, r gridRow) bool {
	test, res, control := j.column(roleTest), j.column(roleResult), j.column(roleControl)
	if test < 0 || res < 0 || control >= 0 && len(r.cells[control]) > 0 {
		return false
	}
	for _, c := range []int{test, res} {
		if len(prev.cells[c]) == 0 || len(r.cells[c]) == 0 || startsLower(r.cells[c][0].text) || !endsCell(cellText(prev.cells[c])) {
			return false
		}
	}
	return testWordRE.MatchString(cellText(r.cells[test])) && resultWordRE.MatchString(cellText(r.cells[res]))
}

// openText reports whether a sentence of a cell goes on in the next row.
func (j joiner) openText(prev, r gridRow) bool {
	for c := range r.cells {
		if j.roles[c] == roleID || j.roles[c] == roleCriteria || len(r.cells[c]) == 0 || len(prev.cells[c]) == 0 {
			continue
		}
		if startsLower(r.cells[c][0].text) || !endsCell(cellText(prev.cells[c])) && j.roles[c] != roleResult && j.roles[c] != roleOther {
			return true
		}
	}
	return false
}

// withoutReprint is a row without the id and criteria that are printed again at the
// top of a page.
func (j joiner) withoutReprint(prev, r gridRow) gridRow {
	for c := range r.cells {
		now := maskFree(continuedRE.ReplaceAllString(cellText(r.cells[c]), ""))
		if now == maskFree(cellText(prev.cells[c])) && (j.roles[c] == roleID || j.roles[c] == roleCriteria || j.roles[c] == roleControl) {
			r.cells[c] = nil
		}
	}
	return r
}
