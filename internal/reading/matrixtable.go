package reading

import (
	"slices"

	"example.com/assay/internal/attest"
)

const (
	proseLines = 5  // lines that run over a table's columns one after the other, after which it has ended
	titleLines = 14 // lines above a head that may hold the criterion that it is for
)

// controlSheet is a table of controls in the making.
type controlSheet struct {
	head  tableHead
	edges []float64
	ruled bool
	// unruledRows: of a table whose head has vertical rulings, or some rows, others
	// have not.
	unruledRows bool
	page        int
	last        int // the last page with rows of it
	zone        attest.SectionKind
	span        span
	rows        []gridRow
	loose       []loosePart // of a table without vertical rulings, until its columns are known
}

// loosePart is the part of a table without vertical rulings on one page.
type loosePart struct {
	page  *page
	head  []line // printed again, or nil
	lines []line
	at    int  // rows of the sheet that stand before it
	first bool // nothing of the table stands before it on its page
}

// finish makes the table of a sheet: roles, single rows, and rows joined over pages.
func (sh *controlSheet) finish(index int) (matrixTable, bool) {
	sh.settleLoose()
	n := len(sh.edges) - 1
	if n < 2 {
		return matrixTable{}, false
	}
	for len(sh.head.texts) < n {
		sh.head.texts = append(sh.head.texts, "")
	}
	roles := columnRoles(sh.head.texts[:n], sh.rows)
	sp := newSplitter(roles, sh.rows)
	var rows []gridRow
	for _, r := range sh.rows {
		rows = append(rows, sp.split(r, sh.ruled)...)
	}
	sp.criteriaAmong(rows)
	j := newJoiner(sp, rows)
	j.spanCriteria(rows, sh.ruled && sp.rowRuled)
	rows = j.join(rows)
	roles = withControl(roles)
	t := matrixTable{page: sh.page, roles: roles, heads: sh.head.texts[:n], ruled: sh.ruled, zone: sh.span}
	for _, r := range controlsAbove(rows, roles) {
		if m, ok := r.matrixRow(roles, index); ok {
			t.rows = append(t.rows, m)
		}
	}
	return t, slices.ContainsFunc(t.rows, func(r matrixRow) bool { return r.cells != nil })
}

// matrixRow gives the cells of a row by role; false for a row without words.
func (r gridRow) matrixRow(roles []role, index int) (matrixRow, bool) {
	m := matrixRow{table: index, page: r.page, full: r.full, unread: r.unread}
	if r.full != nil {
		return m, true
	}
	m.cells, m.spans = map[role][]line{}, map[role]bool{}
	for c, cell := range r.cells {
		as := roles[c]
		if as == "" {
			as = roleOther
		}
		m.cells[as] = append(m.cells[as], cell...)
		if c < len(r.above) && r.above[c] && len(cell) == 0 {
			m.spans[as] = true
		}
	}
	for as := range m.cells {
		if len(m.cells[as]) == 0 {
			delete(m.cells, as)
		} else {
			delete(m.spans, as)
		}
	}
	return m, len(m.cells) > 0
}
