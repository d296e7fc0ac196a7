package reading

import "slices"

// withControl adds columns for an id and a control to a table that has neither: it
// tells each control in a row above its tests.
func withControl(roles []role) []role {
	if slices.Contains(roles, roleControl) || slices.Contains(roles, roleID) || slices.Contains(roles, roleCriteria) {
		return roles
	}
	return append(slices.Clone(roles), roleID, roleControl)
}

// controlsAbove puts the controls that are told in rows above their tests into the
// rows of these. Headings of criteria stay as they are.
func controlsAbove(rows []gridRow, roles []role) []gridRow {
	var out []gridRow
	var told *gridRow
	for i, r := range rows {
		if r.cells == nil {
			told = nil
			if i+1 < len(rows) && rows[i+1].cells != nil && len(rows[i+1].cells) < len(roles) && !isCriterionRow(r) && !r.outside {
				told = &rows[i]
				continue
			}
			out = append(out, r)
			continue
		}
		for len(r.cells) < len(roles) {
			r.cells, r.above = append(r.cells, nil), append(r.above, false)
		}
		if n := len(roles); told != nil {
			r.cells[n-2], r.cells[n-1] = idAbove(told.full)
			r.page, told = told.page, nil
		} else if len(rows[i].cells) < n {
			r.above[n-2], r.above[n-1] = true, true
		}
		out = append(out, r)
	}
	return out
}

// isCriterionRow reports whether a full row is the heading of a criterion.
func isCriterionRow(r gridRow) bool {
	text := cellText(r.full)
	return tscTextRE.MatchString(text) && !leadsThird(text)
}

// idAbove parts the id that a text begins with, with its label, from the rest.
func idAbove(lines []line) (id, rest []line) {
	first := lines[0]
	n := 0
	if len(first.words) > 1 && roleOf(first.words[0].Text) == roleControl {
		n = 1
	}
	if n >= len(first.words) || !tokenIDRE.MatchString(plainText(first.words[n].Text)) {
		return nil, lines
	}
	id = []line{newCell(first, first.words[n:n+1]).line}
	if n+1 < len(first.words) {
		rest = append(rest, newCell(first, first.words[n+1:]).line)
	}
	return id, append(rest, lines[1:]...)
}
