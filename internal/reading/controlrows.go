package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// entry is a control as one row of a table, or several that belong together, state it.
type entry struct {
	page     int
	id       string
	text     string
	criteria []string
	tests    []rowTest
	sameAs   string // the id that the row refers to for test and result
	tested   bool   // the row's table has results
	cited    []attest.Citation
	head     int // which criterion heading it stands under, counted over the matrix
}

// toldRow is a row that tells of an exception outside the matrix: of a summary, or
// of management's responses.
type toldRow struct {
	keys     string // what its id, control and criteria cells hold
	told     flow   // the exception
	response flow
	audited  bool // it stands in the section of the matrix
}

// tableKind is what a table of controls is good for.
type tableKind int

const (
	tableTests   tableKind = iota // controls, their tests and results
	tableDesign                   // controls without tests: of a Type 1 report
	tableMapping                  // criteria and the ids of controls
	tableTold                     // exceptions told again, or management's responses
)

// rowReader reads the rows of one table.
type rowReader struct {
	m        *matrixReader
	t        matrixTable
	kind     tableKind
	criteria []string // of the last heading or criteria cell
	bare     bool     // ids that are criteria stand for criteria, not for controls
	shapes   map[string]int
	now      []*entry // the controls of the last row that began any
	results  bool     // the table has a column of results
	owned    bool     // criteria are those that the id cell of a control held
}

// read reads all rows.
func (r *rowReader) read() {
	for _, row := range r.t.rows {
		switch {
		case r.m.kindOfRow(row) == attest.SectionOther:
			r.m.tellRow(row, true)
		case row.unread != "":
			r.m.unparse(row, row.unread)
		case row.full != nil:
			r.full(row)
		default:
			r.cells(row)
		}
	}
}

// handedOn gives the criteria that also hold in the next table: those of a heading,
// which stands until the next one. Those of a cell stand for its rows only.
func (r *rowReader) handedOn() []string {
	if r.kind == tableMapping || r.owned || slices.Contains(r.t.roles, roleCriteria) {
		return nil
	}
	return r.criteria
}

// prepare looks at the table as a whole: what the ids in it are.
func (r *rowReader) prepare() {
	texts := map[string]string{}
	leading := map[string]int{}
	for _, row := range r.t.rows {
		id, control := newFlow(row.cells[roleID]).text, newFlow(row.cells[roleControl]).text
		if ids, _, heading := headCriteria(id); heading && len(ids) == 1 && control != "" {
			if was, ok := texts[ids[0]]; ok && !sameControl(was, control) {
				r.bare = true
			}
			texts[ids[0]] = control
		}
		if len(row.cells[roleResult]) > 0 || len(row.cells[roleTestResult]) > 0 {
			r.results = true
		}
		if lead, _ := leadingID(control); id == "" && len(lead) == 1 {
			leading[idShape(lead[0])]++
		}
	}
	r.shapes = leading
	r.results = r.results || slices.Contains(r.t.roles, roleResult) || slices.Contains(r.t.roles, roleTestResult)
}

// cells reads a row that has cells.
func (r *rowReader) cells(row matrixRow) {
	id, control := newFlow(row.cells[roleID]), newFlow(row.cells[roleControl])
	crit := newFlow(row.cells[roleCriteria])
	other := len(row.cells[roleTest]) + len(row.cells[roleResult]) + len(row.cells[roleTestResult]) + len(row.cells[roleResponse])
	if other == 0 && r.heading(id, control, crit) || r.partedHeading(row, id, control) {
		return
	}
	r.takeCriteria(crit)
	ids, control, idCites := r.controlIDs(id, control)
	begins := len(ids) > 0 && !row.spans[roleID] || control.text != "" && !row.spans[roleControl]
	if begins && len(ids) == 0 && r.goesOn(control) {
		begins = false
	}
	if begins && len(ids) == 0 && other == 0 && r.endsHeading(control.text) {
		return
	}
	if !begins {
		r.addTo(row, control)
		return
	}
	r.begin(row, ids, control, idCites)
}

// heading reads a row that only announces a criterion.
func (r *rowReader) heading(id, control, crit flow) bool {
	switch {
	case crit.text != "" && id.text == "" && control.text == "":
		if ids, unknown, ok := headCriteria(crit.text); ok {
			r.setCriteria(ids, unknown, crit)
			return true
		}
		return false
	case crit.text != "" || id.text != "" && control.text == "" && r.kind == tableMapping:
		return false
	}
	both := strings.TrimSpace(id.text + " " + control.text)
	ids, unknown, ok := headCriteria(both)
	if !ok || control.text != "" && r.kind != tableTests && !ownWords.MatchString(control.text) {
		return false
	}
	r.setCriteria(ids, unknown, joinFlows(id, control))
	return true
}

// ownWords are those with which the criteria themselves begin.
var ownWords = regexp.MustCompile(`^\W*(?:COSO\b.{0,40}|The\s+entity\b)`)

// setCriteria makes criteria those of the rows to come.
func (r *rowReader) setCriteria(ids, unknown []string, f flow) {
	r.criteria, r.owned = ids, false
	r.m.heads++
	r.m.flagUnknown(unknown, f)
}

// takeCriteria reads the criteria cell of a row.
func (r *rowReader) takeCriteria(crit flow) {
	if crit.text == "" {
		return
	}
	ids, unknown := criteriaIn(crit.text)
	if first, ok := firstLetter(crit.text); len(ids) == 0 && ok && unicode.IsLower(first) && letters(crit.text) != "na" {
		return // the words of the criterion above go on
	}
	r.m.flagUnknown(unknown, crit)
	r.criteria = ids
	r.m.heads++
}

// controlIDs gives the ids of a row, from its id cell or the start of its control's
// text, and the text without them.
func (r *rowReader) controlIDs(id, control flow) (ids []string, text flow, cites []attest.Citation) {
	cites = id.cite(0, len(id.text))
	if id.text == "" && r.kind == tableMapping && onlyIDs(control.text) {
		return r.controlIDs(control, flow{})
	}
	if id.text == "" {
		return r.leading(control)
	}
	ids, rest := controlIDs(id.text)
	if own, ok := r.ownCriteria(id, ids, rest); ok {
		return own, control, cites
	}
	if r.owned && len(ids) > 0 {
		r.criteria = nil // what the cell above held was of its control alone
	}
	return r.idsOf(id, control, ids, rest)
}

// idsOf gives the ids of a row whose id cell holds some, or a criterion, or words.
func (r *rowReader) idsOf(id, control flow, ids []string, rest string) ([]string, flow, []attest.Citation) {
	cites := id.cite(0, len(id.text))
	if crit, unknown, heading := headCriteria(id.text); heading && len(crit) > 0 && (r.bare || len(crit) > 1) {
		r.setCriteria(crit, unknown, id)
		return nil, control, nil
	} else if heading && len(crit) == 1 && r.kind == tableTests {
		r.criteria = crit
		r.m.flagUnknown(unknown, id)
	}
	if rest != "" && control.text == "" {
		control = trimFlow(id.slice(len(id.text)-len(strings.TrimLeft(rest, " ")), len(id.text)))
	}
	if len(ids) == 0 && control.text != "" {
		if lead, text, _ := r.leading(control); len(lead) > 0 {
			return lead, text, cites
		}
	}
	return ids, control, cites
}

// leading takes the id that a control's text begins with, where such ids are the
// custom of the table.
func (r *rowReader) leading(control flow) (ids []string, text flow, cites []attest.Citation) {
	ids, rest := leadingID(control.text)
	if len(ids) == 0 || r.shapes[idShape(ids[0])] < 2 && len(r.t.rows) > 2 && !r.t.block {
		return nil, control, nil
	}
	at := len(control.text) - len(rest)
	return ids, trimFlow(control.slice(at, len(control.text))), control.cite(0, at)
}

// endsHeading reports whether a text is the end of the criterion above, which no
// control stands below yet.
func (r *rowReader) endsHeading(text string) bool {
	first, ok := firstLetter(text)
	return len(r.now) == 0 && r.kind == tableTests && ok && unicode.IsLower(first)
}

// goesOn reports whether a text without an id is the rest of the control above,
// in a table of controls with ids.
func (r *rowReader) goesOn(control flow) bool {
	if len(r.now) == 0 || r.now[0].id == "" {
		return false
	}
	first, _ := firstLetter(control.text)
	return unicode.IsLower(first) || !finished.MatchString(r.now[0].text)
}

// begin makes the controls of a row.
func (r *rowReader) begin(row matrixRow, ids []string, control flow, idCites []attest.Citation) {
	if len(ids) == 0 {
		ids = []string{""}
	}
	tests := r.tests(row)
	if len(tests) == 0 && row.spans[roleResult] && len(r.now) > 0 {
		tests = sharedTests(r.now[0], newFlow(row.cells[roleTest]))
	} else if row.spans[roleResult] && len(tests) == 1 && tests[0].result.text == "" && len(r.now) > 0 {
		tests = sharedTests(r.now[0], tests[0].test)
	}
	r.now = nil
	for _, id := range ids {
		e := &entry{page: row.page, id: strings.TrimSpace(id), text: strings.TrimSpace(control.text), criteria: slices.Clone(r.criteria), tests: tests, tested: r.results, head: r.m.heads}
		e.cited = append(slices.Clone(idCites), control.cite(0, len(control.text))...)
		if own, ok := readRowID(loadedCatalog(), e.id); ok && own.criterion != "" && !slices.Contains(e.criteria, own.criterion) {
			if own.control != "" {
				e.criteria = []string{own.criterion}
			} else {
				e.criteria = append(e.criteria, own.criterion)
			}
		}
		e.point()
		r.now = append(r.now, e)
		if r.kind == tableMapping {
			r.m.mapped = append(r.m.mapped, e)
		} else {
			r.m.entries = append(r.m.entries, e)
		}
	}
}

// sharedTests is the test of a control whose result is told in the cell of the
// control above.
func sharedTests(above *entry, test flow) []rowTest {
	if len(above.tests) == 0 {
		return nil
	}
	last := above.tests[len(above.tests)-1]
	last.test, last.shared = test, true
	return []rowTest{last}
}

// tests reads the tests of a row.
func (r *rowReader) tests(row matrixRow) []rowTest {
	out := pairTests(row.cells[roleTest], row.cells[roleResult])
	if lines := row.cells[roleTestResult]; len(lines) > 0 {
		out = append(out, mixedTests(lines)...)
	}
	said := newFlow(row.cells[roleResponse])
	if said.text == "" || noResponse.MatchString(said.text) {
		return out
	}
	said = withoutLabel(said)
	if len(out) == 0 {
		return []rowTest{{response: said}}
	}
	respond(out, said)
	return out
}

// withoutLabel is management's words without the label before them.
func withoutLabel(f flow) flow {
	if m := responseLabel.FindStringSubmatchIndex(f.text); m != nil && strings.HasPrefix(f.text[m[2*responseLabel.SubexpIndex("end")]:], ":") {
		return trimFlow(f.slice(m[1], len(f.text)))
	}
	return f
}

// respond puts management's words to the last test that failed, else to the last.
func respond(tests []rowTest, said flow) {
	at := len(tests) - 1
	for i := range tests {
		if tests[i].verdict == attest.ResultException {
			at = i
		}
	}
	tests[at].response = joinFlows(tests[at].response, said)
}

// addTo adds a row to the control above it: a further test, or a part of one.
func (r *rowReader) addTo(row matrixRow, control flow) {
	if len(r.now) == 0 {
		if !emptyRow(row) {
			r.m.unparse(row, "a row of the matrix without a control, and none stands above it")
		}
		return
	}
	tests := r.tests(row)
	for _, e := range r.now {
		if control.text != "" && !row.spans[roleControl] {
			e.text = strings.TrimSpace(e.text + " " + control.text)
			e.cited = append(e.cited, control.cite(0, len(control.text))...)
		}
		for _, id := range r.criteria {
			if !slices.Contains(e.criteria, id) && len(row.cells[roleCriteria]) > 0 {
				e.criteria = append(e.criteria, id)
			}
		}
		e.add(tests)
		e.point()
	}
}

// add takes the tests of a further row: one without a result belongs to the test
// above when that has one, or goes on with it.
func (e *entry) add(tests []rowTest) {
	for _, t := range tests {
		n := len(e.tests)
		if n == 0 {
			e.tests = append(e.tests, t)
			continue
		}
		tests := slices.Clone(e.tests)
		last := &tests[n-1]
		switch {
		case t.result.text == "" && t.test.text == "":
			respond(tests, t.response)
		case t.result.text == "":
			last.test = joinFlows(last.test, t.test)
		case last.result.text == "":
			last.test, last.result, last.refs = joinFlows(last.test, t.test), t.result, t.refs
			last.response = joinFlows(last.response, t.response)
			last.verdict = resultOf(last.result.text, last.test.text)
		default:
			tests = append(tests, t)
		}
		e.tests = tests
	}
}

// point finds out whether the control's test is told elsewhere.
func (e *entry) point() {
	for _, t := range e.tests {
		if refs := references(t.test.text); len(refs) > 0 && refs[0] != "above" && e.sameAs == "" {
			e.sameAs = refs[0]
		}
		if e.sameAs == "" && len(t.refs) > 0 && t.refs[0] != "above" {
			e.sameAs = t.refs[0]
		}
	}
	if refs := references(e.text); len(refs) > 0 && refs[0] != "above" && e.sameAs == "" {
		e.sameAs = refs[0]
	}
}

// emptyRow reports whether a row holds no words.
func emptyRow(row matrixRow) bool {
	for _, lines := range row.cells {
		if strings.TrimSpace(newFlow(lines).text) != "" {
			return false
		}
	}
	return len(row.full) == 0
}
