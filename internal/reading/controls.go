package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// matrixReader turns the rows of a report's tables of controls into controls and
// exceptions.
type matrixReader struct {
	rp       *report
	entries  []*entry // as the rows of tests, or of a Type 1 report's controls, state them
	mapped   []*entry // as tables of criteria and ids state them
	told     []toldRow
	unparsed []attest.UnparsedRow
	heads    int // how many headings of criteria were read
	controls []*control
	found    []*exception
}

// readMatrix reads the controls and exceptions of the report's tables into a.
//
// Controls is Found when a table of controls was found. Exceptions is Found, even
// if empty, when its results were read; where rows, results or pages are left that
// could not be read, its Reason says so, and the parts are named in the result,
// which is what the reading says was not read.
func (rp *report) readMatrix(a *attest.Attestation, tables []matrixTable) (notRead []string) {
	m := &matrixReader{rp: rp}
	m.tables(tables)
	m.join()
	m.fromLetter()
	m.exceptions()
	m.retold()
	pages := m.unreadPages(tables)
	m.missing(tables)
	a.Unparsed = m.unparsed
	if len(m.controls) == 0 {
		why := rp.unreadReason("no table of controls was found")
		a.Controls = attest.List[attest.Control]{State: attest.Absent, Reason: why}
		a.Exceptions = attest.List[attest.Exception]{State: attest.Absent, Reason: why}
		return []string{"controls", "exceptions"}
	}
	a.Controls = attest.List[attest.Control]{State: attest.Found, Rule: "matrix.rows", Items: m.controlList()}
	a.Exceptions = attest.List[attest.Exception]{State: attest.Found, Rule: "matrix.results", Items: m.exceptionList()}
	if len(pages) > 0 {
		why := pageList(pages) + " of the matrix could not be read"
		a.Controls.Reason, a.Exceptions.Reason = why, why
		return []string{"controls", "exceptions"}
	}
	if len(m.unparsed) > 0 {
		a.Controls.Reason = counted(len(m.unparsed), "row") + " of the matrix could not be parsed"
		notRead = append(notRead, "controls")
	}
	if why := m.doubts(a.Controls.Items); why != "" {
		a.Exceptions.Reason = why
		notRead = append(notRead, "exceptions")
	}
	return notRead
}

// doubts says what stands against taking the exceptions for all there are; "" when
// nothing does.
func (m *matrixReader) doubts(controls []attest.Control) string {
	if m.rp.typ == 1 {
		return ""
	}
	tested, unclear := false, 0
	for _, c := range controls {
		tested = tested || c.Result != attest.ResultNone
		if c.Result == attest.ResultUnclear {
			unclear++
		}
	}
	var parts []string
	if !tested {
		parts = append(parts, "the tables of controls hold no results")
	}
	if unclear > 0 {
		parts = append(parts, "the "+strings.TrimPrefix(counted(unclear, "result"), "the ")+" of controls that settle nothing")
	}
	if n := len(m.unparsed); n > 0 {
		parts = append(parts, counted(n, "row")+" that could not be parsed")
	}
	if len(parts) == 0 {
		return ""
	}
	if !tested {
		return parts[0]
	}
	return "a person has to read " + strings.Join(parts, " and ")
}

// counted writes a number of things.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprint(n, " ", what, "s")
}

// tables reads the rows of all tables: first those with tests, which the others
// are compared with.
func (m *matrixReader) tables(tables []matrixTable) {
	kinds := make([]tableKind, len(tables))
	tests := false
	for i, t := range tables {
		kinds[i] = m.kindOf(t)
		tests = tests || kinds[i] == tableTests
	}
	var criteria []string
	last := 0
	for i, t := range tables {
		if kinds[i] == tableDesign && tests {
			kinds[i] = tableMapping
		}
		if kinds[i] == tableTold {
			continue
		}
		if above, f, ok := m.between(last, t.zone.from); ok {
			criteria = above
			m.heads++
			_ = f
		}
		r := &rowReader{m: m, t: t, kind: kinds[i], criteria: criteria}
		r.prepare()
		r.read()
		criteria, last = r.handedOn(), max(last, t.zone.to)
	}
	for i, t := range tables {
		if kinds[i] == tableTold {
			m.tellRows(t)
		}
	}
}

// between finds the last heading of criteria between two tables: where each
// criterion has a table of its own, it stands above it.
func (m *matrixReader) between(from, to int) (ids []string, f flow, ok bool) {
	d := m.rp.doc
	for i := max(from, 0); i < to && i < len(d.lines); i++ {
		l := d.lines[i]
		if l.noise || d.contents[i] || kindAt(m.rp.sections, i) != attest.SectionMatrix {
			continue
		}
		lf := newFlow([]line{l})
		if got, unknown, heading := headCriteria(lf.text); heading {
			ids, f, ok = got, lf, true
			m.flagUnknown(unknown, lf)
		}
	}
	return ids, f, ok
}

// kindOf says what a table is good for.
func (m *matrixReader) kindOf(t matrixTable) tableKind {
	has := t.holds()
	tests := has[roleTest] || has[roleTestResult]
	switch other := kindAt(m.rp.sections, t.zone.from) == attest.SectionOther; {
	case other && (has[roleResponse] || has[roleResult] || !tests):
		return tableTold
	case tests:
		return tableTests
	case has[roleResult] && tellsExceptions(t), !has[roleResult] && has[roleResponse]:
		return tableTold
	case has[roleResult]:
		return tableTests
	}
	return tableDesign
}

// holds gives the roles of a table's columns, or of its blocks' labels.
func (t matrixTable) holds() map[role]bool {
	has := map[role]bool{}
	for _, r := range t.roles {
		has[r] = true
	}
	for _, row := range t.rows {
		for r, lines := range row.cells {
			has[r] = has[r] || t.block && len(lines) > 0
		}
	}
	return has
}

// tellsExceptions reports whether a table without tests lists exceptions only, as
// a summary does.
func tellsExceptions(t matrixTable) bool {
	rows, failed := 0, 0
	for _, row := range t.rows {
		if f := newFlow(row.cells[roleResult]); f.text != "" {
			rows++
			if c := classifyResult(f.text); c == resultException || c == resultUnknown {
				failed++
			}
		}
	}
	return rows > 0 && failed == rows
}

// tellRows reads the rows of a summary or of management's responses.
func (m *matrixReader) tellRows(t matrixTable) {
	from := len(m.told)
	keyed := slices.ContainsFunc(t.rows, func(row matrixRow) bool { return len(row.cells[roleID])+len(row.cells[roleCriteria]) > 0 })
	for _, row := range t.rows {
		m.tellRow(row, keyed)
	}
	for i := from; i < len(m.told); i++ {
		m.told[i].audited = kindAt(m.rp.sections, t.zone.from) != attest.SectionOther
	}
}

// tellRow reads one row of a summary or of management's responses. In a table whose
// rows have ids, one without an id goes on with the row above.
func (m *matrixReader) tellRow(row matrixRow, keyed bool) {
	if row.unread != "" || row.full != nil {
		return
	}
	keys := newFlow(slices.Concat(row.cells[roleID], row.cells[roleCriteria]))
	control := newFlow(row.cells[roleControl])
	told := newFlow(slices.Concat(row.cells[roleResult], row.cells[roleTestResult], row.cells[roleTest]))
	said := newFlow(row.cells[roleResponse])
	if told.text == "" && control.text != "" {
		told = control
	}
	if n := len(m.told); keys.text == "" && control.text == "" && n > 0 && (keyed || told.text == "") {
		last := &m.told[n-1]
		last.told, last.response = joinFlows(last.told, told), joinFlows(last.response, said)
		return
	}
	m.told = append(m.told, toldRow{keys: keys.text + " " + control.text, told: told, response: withoutLabel(said)})
}

// kindOfRow says in which section a row stands; "" where that cannot be told.
func (m *matrixReader) kindOfRow(row matrixRow) attest.SectionKind {
	lines := row.full
	for _, cell := range row.cells {
		if len(lines) == 0 {
			lines = cell
		}
	}
	d := m.rp.doc
	if len(lines) == 0 || lines[0].page < 1 || lines[0].page > len(d.pages) {
		return ""
	}
	first := lines[0]
	for i := d.pages[first.page-1].first; i < d.pages[first.page-1].end; i++ {
		if d.lines[i].box.Y0 <= first.box.Y1 && d.lines[i].box.Y1 >= first.box.Y0 {
			return kindAt(m.rp.sections, i)
		}
	}
	return ""
}

// unparse lists a row for a person to read.
func (m *matrixReader) unparse(row matrixRow, why string) {
	lines := row.full
	for _, r := range []role{roleID, roleCriteria, roleControl, roleTest, roleTestResult, roleResult, roleResponse, roleOther} {
		lines = append(lines[:len(lines):len(lines)], row.cells[r]...)
	}
	f := newFlow(lines)
	cites := f.cite(0, len(f.text))
	if len(cites) == 0 {
		cites = pageCitations([]int{row.page})
	}
	m.unparsed = append(m.unparsed, attest.UnparsedRow{Reason: why, Cited: cites})
}

// flagUnknown points out ids of criteria that do not exist or were misprinted.
func (m *matrixReader) flagUnknown(ids []string, f flow) {
	for _, id := range ids {
		at := strings.Index(f.text, id)
		if at < 0 {
			at = 0
		}
		end := min(len(f.text), at+len(id))
		m.rp.doc.flag(attest.FlagUnknownCriterion, "the matrix names criteria that do not exist", f.cite(at, end)...)
	}
}

// unreadPages lists the pages of the matrix that could not be read: from its first
// table or section to its last.
func (m *matrixReader) unreadPages(tables []matrixTable) []int {
	d := m.rp.doc
	first, last := 0, 0
	take := func(page int) {
		if page == 0 {
			return
		}
		if first == 0 || page < first {
			first = page
		}
		last = max(last, page)
	}
	for i, t := range tables {
		if m.kindOf(tables[i]) == tableTold {
			continue
		}
		take(t.page)
		for _, row := range t.rows {
			take(row.page)
		}
	}
	for _, s := range m.rp.sections {
		if s.kind == attest.SectionMatrix && s.span.from < len(d.lines) {
			take(d.lines[s.span.from].page)
			take(d.lines[max(s.span.from, s.span.to-1)].page)
		}
	}
	if first == 0 {
		return nil
	}
	// A page that follows the last line of the matrix may belong to it too.
	for last < len(d.pages) && d.pages[last].status == attest.PageNotRead {
		last++
	}
	return d.unread(first, last)
}

// matrix gives the report's tables of controls and, where it has none, the blocks
// that it prints instead, in reading order.
func (rp *report) matrix() []matrixTable {
	return rp.withCards(rp.withBlocks(rp.matrixTables()))
}
