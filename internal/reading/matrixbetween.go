package reading

import "slices"

// open begins a table, with the words above it that are for it.
func (s *sheetScan) open(sh *controlSheet) {
	sh.rows = append(sh.rows, s.closePending(s.active)...)
	s.sheets = append(s.sheets, sh)
	s.active = sh
}

// goOn gives the words since the last rows of a table to it.
func (s *sheetScan) goOn(sh *controlSheet) {
	rest := s.closePending(sh)
	sh.rows = append(sh.rows, rest...)
}

// closePending gives the words between two tables to the first one; those from the
// heading of a criterion on are for the second, and are returned where there is a
// new one. Words before the first table are kept only where they are such a heading.
func (s *sheetScan) closePending(a *controlSheet) []gridRow {
	rows := paragraphs(s.pending)
	s.pending = nil
	if a != nil && a == s.active {
		cut := len(rows)
		for i := len(rows) - 1; i >= 0 && opensCriterion(rows[i]); i-- {
			cut = i
		}
		a.rows = append(a.rows, rows[:cut]...)
		if len(rows) > 0 && cut == len(rows) {
			return nil
		}
		return rows[cut:]
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if !opensCriterion(rows[i]) || len(rows)-i > titleLines {
			return rows[i+1:]
		}
	}
	return rows
}

// opensCriterion reports whether a paragraph between tables is the heading of the
// next one.
func opensCriterion(r gridRow) bool {
	text := cellText(r.full)
	bold := !slices.ContainsFunc(r.full, func(l line) bool { return !l.bold })
	return tscTextRE.MatchString(text) || bold && len(text) < 400 || len(text) < 90 && !endsCell(text)
}

// paragraphs makes a full row of each paragraph of lines outside of tables.
func paragraphs(lines []line) []gridRow {
	var out []gridRow
	for i, l := range lines {
		if i > 0 {
			prev := lines[i-1]
			if prev.page == l.page && sameStyle(prev, l) && l.box.Y0-prev.box.Y1 < 0.75*max(l.size, 4) && l.box.Y0 > prev.box.Y0-2 {
				out[len(out)-1].full = append(out[len(out)-1].full, plainLine(l))
				continue
			}
		}
		out = append(out, gridRow{page: l.page, y0: l.box.Y0, y1: l.box.Y1, full: []line{plainLine(l)}, outside: true})
	}
	return out
}
