package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// asideRE are rows over the whole width that say where else to look, or nothing.
	asideRE = regexp.MustCompile(`(?i)^\W*(?:\(?(?:continued|cont'?d|this\s+space\s+intentionally.*|intentionally\s+left\s+blank|end\s+of\s+(?:section|table).*|(?:see|refer\s+to)\s+section\b.*|(?:see|refer\s+to)\s+.{0,60}\bfor\s+management'?s?'?\s+responses?.*)\)?)\W*$`)
	// legend explains the words of the result column.
	legend = regexp.MustCompile(`(?i)(?:["'](?:no\s+)?(?:exceptions?|deviations?)\s+noted\.?["']|^\W*(?:no\s+)?exceptions?\s+noted\s*[-:=]?\s*(?:means|indicates|the\s+control\s+(?:did|operated)))`)
)

// full reads a row that is one cell over the whole width.
func (r *rowReader) full(row matrixRow) {
	f := newFlow(row.full)
	text := strings.TrimSpace(f.text)
	ids, unknown, heading := headCriteria(text)
	switch {
	case text == "", asideRE.MatchString(text), legend.MatchString(text), r.introduces(text):
	case heading:
		r.setCriteria(ids, unknown, f)
		r.now = nil
	case r.told(row, text), r.note(row, f), r.restOf(f):
	case r.fullControl(row, f):
	case titleRow(text):
		if objectiveRE.MatchString(text) {
			r.criteria, r.now = nil, nil
			r.m.heads++
		}
	case objectiveRE.MatchString(text):
		r.criteria, r.now = nil, nil
		r.m.heads++
	default:
		r.m.unparse(row, "a row over the whole width that is neither a criterion, a control nor part of one")
	}
}

// introduction are words of the paragraphs that stand before tables.
var introduction = regexp.MustCompile(`(?i)\b(?:this|the\s+following|following)\s+(?:sections?|tables?|pages?|matri(?:x|ces)|lists?|summari[sz]es?|summary)\b|\b(?:tests?|testing|procedures?)\s+(?:comprised|included|consisted|of\s+controls?\s+(?:included|comprised))\b|\b(?:are|is)\s+(?:listed|presented|described|set\s+out)\s+(?:below|in\s+the)\b`)

// introduces reports whether a text only leads over to what follows: the heading of
// a section, or a paragraph about the tables.
func (r *rowReader) introduces(text string) bool {
	if _, labelled, ok := classifyHeading(text); ok && (labelled || titleRow(text)) {
		return true
	}
	return introduction.MatchString(text) && !hasFailures(text) && len(r.m.namedIn(text)) == 0
}

// objectiveRE begins a control objective, which a SOC 1 report has in place of
// criteria.
var objectiveRE = regexp.MustCompile(`(?i)^\W*(?:(?:control\s+)?objectives?\b\s*[-#.]?\s*(?:no\.?\s*)?\d{0,2}(?:\.\d{1,2})?\s*[:.-]?|CO\s*[-#.]?\s*(?:no\.?\s*)?\d)`)

// titleRow reports whether a row is a mere title: no sentence, and no result.
func titleRow(text string) bool {
	return len(strings.Fields(text)) <= 14 && !strings.HasSuffix(text, ".") && classifyResult(text) == resultUnknown && !strings.Contains(text, ": ")
}

// restOf takes a row for the end of the control above, whose words end in the midst
// of a sentence.
func (r *rowReader) restOf(f flow) bool {
	first, ok := firstLetter(f.text)
	if len(r.now) != 1 || !ok || !unicode.IsLower(first) || r.now[0].text == "" || finished.MatchString(r.now[0].text) {
		return false
	}
	e := r.now[0]
	e.text = strings.TrimSpace(e.text + " " + f.text)
	e.cited = append(e.cited, f.cite(0, len(f.text))...)
	return true
}

// told reads a row that tells more of the control above: its result, the details
// of an exception, or management's response.
func (r *rowReader) told(row matrixRow, text string) bool {
	opens := responseLabel.MatchString(text) || resultLabel.MatchString(text) || detailLabel.MatchString(text) || opensResult.MatchString(text)
	switch {
	case opens && len(r.now) == 0:
		return r.forAll(row)
	case opens && !r.column() && !r.now[0].hasResult() && r.forAll(row):
		return true
	case opens:
		return r.tellAll(row)
	case len(r.now) > 0 && (testLabel.MatchString(text) || opensTest.MatchString(text)):
		add := mixedTests(row.full)
		for _, e := range r.now {
			e.add(add)
			e.point()
		}
		return true
	}
	return false
}

// column reports whether each control of the table has a place for its result.
func (r *rowReader) column() bool {
	return r.t.block || slices.Contains(r.t.roles, roleResult) || slices.Contains(r.t.roles, roleTestResult)
}

// tellAll adds a row to the controls of the row above.
func (r *rowReader) tellAll(row matrixRow) bool {
	found, said := resultPieces(row.full)
	for _, e := range r.now {
		for _, p := range found {
			e.tell(p)
		}
		if said.text != "" && len(e.tests) > 0 {
			tests := slices.Clone(e.tests)
			respond(tests, said)
			e.tests = tests
		}
	}
	return len(r.now[0].tests) > 0
}

// tell adds the words of a row below to a control: they go on with an exception,
// or are the result that was missing.
func (e *entry) tell(p foundResult) {
	add := judged([]rowTest{{result: p.f, response: p.response}})[0]
	tests := slices.Clone(e.tests)
	n := len(tests)
	switch {
	case n > 0 && tests[n-1].result.text == "":
		last := &tests[n-1]
		last.result, last.refs, last.response = add.result, add.refs, joinFlows(last.response, add.response)
		last.verdict = resultOf(last.result.text, last.test.text)
	case n > 0 && tests[n-1].pointsOn() && add.result.text != "":
		tests[n-1] = tests[n-1].told(add.result, add.response)
	case n > 0 && tests[n-1].verdict == attest.ResultException && add.verdict != attest.ResultNoException:
		last := &tests[n-1]
		if !strings.Contains(letters(last.result.text), letters(add.result.text)) {
			last.result = joinFlows(last.result, add.result)
		}
		last.response = joinFlows(last.response, add.response)
	default:
		tests = append(tests, add)
	}
	e.tests = tests
}

// hasResult reports whether any test of the control has a result.
func (e *entry) hasResult() bool {
	return slices.ContainsFunc(e.tests, func(t rowTest) bool { return t.result.text != "" })
}

// forAll reads a result that stands for all the controls since the last heading
// that have none.
func (r *rowReader) forAll(row matrixRow) bool {
	found, said := resultPieces(row.full)
	if len(found) == 0 && said.text == "" {
		return false
	}
	var open []*entry
	for _, e := range r.m.entries {
		if e.head == r.m.heads && !e.hasResult() {
			open = append(open, e)
		}
	}
	for _, e := range open {
		for _, p := range found {
			e.tell(p)
			e.tests[len(e.tests)-1].shared = true
		}
	}
	return len(open) > 0
}

// fullControl reads a control that is told in a row of its own, above its tests.
func (r *rowReader) fullControl(row matrixRow, f flow) bool {
	ids, rest := leadingID(f.text)
	if len(ids) == 0 || len(rest) < 3 {
		return false
	}
	at := len(f.text) - len(rest)
	r.begin(matrixRow{table: row.table, page: row.page}, ids, trimFlow(f.slice(at, len(f.text))), f.cite(0, at))
	return true
}
