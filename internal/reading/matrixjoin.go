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

// spanCriteria puts the lines of a criterion that stands beside several controls
// into the first row, where no ruling, or a page break, hides that they are one
// cell.
func (j joiner) spanCriteria(rows []gridRow, ruled bool) {
	for c, as := range j.roles {
		if as == roleCriteria {
			spanColumn(rows, c, ruled)
		}
	}
}

// spanColumn does so for one of the columns of criteria.
func spanColumn(rows []gridRow, c int, ruled bool) {
	told := readContents(rows, c, true)
	texts := told.share(told.criteriaText) >= 0.3
	owner := -1
	for i := range rows {
		r := &rows[i]
		switch {
		case r.cells == nil && !r.outside:
			owner = -1
		case r.cells == nil || r.head:
		case owner >= 0 && (r.first || !ruled && !r.above[c]):
			rows[owner].spanInto(r, c, texts)
			fallthrough
		default:
			if !r.above[c] {
				owner = i
			}
		}
	}
}

// spanInto marks the cell of a row as one with that above it, if it is blank, or
// puts its lines there, if they go on with it. texts tells that the column's cells
// begin with a criterion's id.
func (r *gridRow) spanInto(below *gridRow, c int, texts bool) {
	told := len(r.cells[c]) > 0
	switch {
	case len(below.cells[c]) == 0:
		below.above[c] = below.above[c] || told
	case !told && below.first && r.page != below.page, told && texts && !tscTextRE.MatchString(cellText(below.cells[c])):
		r.cells[c] = append(r.cells[c], below.cells[c]...)
		below.cells[c], below.above[c] = nil, true
	}
}

// join joins rows over pages and drops criteria that are printed again.
func (j joiner) join(rows []gridRow) []gridRow {
	var out []gridRow
	criterion := "" // the last full row, without its mark
	broken := false // a page break lies between the last row and this one
	for _, r := range rows {
		broken = broken || r.first
		switch {
		case r.head:
			continue
		case r.full != nil:
			bare := bareText(r.full)
			if broken && criterion != "" && bare == criterion {
				continue
			}
			criterion = bare
			if broken && j.fullGoesOn(out, r) {
				last := &out[len(out)-1]
				last.full = append(last.full, r.full...)
				continue
			}
			broken = broken && r.outside
		default:
			if broken && j.joined(out, r) {
				broken = false
				continue
			}
			broken = false
		}
		out = append(out, r)
	}
	return out
}

// joined puts the first row of a page at the end of the last one before it, if it
// goes on with that; else it marks what that tells of it.
func (j joiner) joined(before []gridRow, r gridRow) bool {
	n := len(before) - 1
	if n < 0 || before[n].full != nil {
		return false
	}
	if j.goesOn(before[n], r) {
		before[n].take(j.withoutReprint(before[n], r))
		return true
	}
	j.spanControl(r)
	return false
}

// spanControl marks the control and id of a row that the page before tells, where the
// row is another test of it.
func (j joiner) spanControl(r gridRow) {
	for c, as := range j.roles {
		if (as == roleControl || as == roleID) && len(r.cells[c]) == 0 {
			r.above[c] = true
		}
	}
}

// fullGoesOn reports whether a full row goes on with the last row of the page
// before.
func (j joiner) fullGoesOn(before []gridRow, r gridRow) bool {
	n := len(before) - 1
	return n >= 0 && before[n].full != nil && !before[n].outside && !r.outside && startsLower(r.full[0].text)
}

// bareText is the text of a full row without its mark, in lower case and without
// blanks.
func bareText(lines []line) string {
	return maskFree(continuedRE.ReplaceAllString(cellText(lines), ""))
}

// maskFree is a text in lower case without blanks.
func maskFree(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

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
		return strings.TrimSpace(leadIDRE.FindString(plainText(starts[0].text)))
	}
	return ""
}

// partOf reports whether a row with the id of the one before is the rest of it: a
// cell goes on in the middle of a sentence, or the control is not told again.
func (j joiner) partOf(prev, r gridRow) bool {
	if res := j.column(roleResult); res >= 0 && len(prev.cells[res]) > 0 && len(r.cells[res]) > 0 && endsCell(cellText(prev.cells[res])) && !startsLower(r.cells[res][0].text) {
		return false
	}
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
