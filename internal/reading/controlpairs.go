package reading

import (
	"slices"
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
)

// pairTests gives the tests of a row: those of its test cell with the results of
// its result cell. One result is of all the tests.
func pairTests(tests, results []line) []rowTest {
	found, said := resultPieces(results)
	all := newFlow(tests)
	if len(found) == 0 {
		if all.text == "" && said.text == "" {
			return nil
		}
		return []rowTest{{test: all, response: said}}
	}
	out := make([]rowTest, len(found))
	for i, p := range found {
		out[i] = rowTest{result: p.f, response: p.response}
	}
	if len(out) == 1 {
		out[0].test = all
		return judged(out)
	}
	parts := cutCell(tests, partTest, false)
	for i, k := range placeTests(parts, found) {
		out[k].test = joinFlows(out[k].test, parts[i].f)
	}
	return judged(out)
}

// foundResult is a result with management's words to it.
type foundResult struct {
	piece
	response flow
}

// resultPieces cuts a result cell; a response without a result before it is given
// apart.
func resultPieces(lines []line) (found []foundResult, said flow) {
	for _, p := range cutCell(lines, partResult, false) {
		switch n := len(found); {
		case p.kind == partResponse && n > 0:
			found[n-1].response = joinFlows(found[n-1].response, p.f)
		case p.kind == partResponse:
			said = joinFlows(said, p.f)
		default:
			found = append(found, foundResult{piece: p})
		}
	}
	return found, said
}

// placeTests says for each test to which result it belongs: by their numbers, by
// their order where there are as many, else by how far down they stand.
func placeTests(tests []piece, results []foundResult) []int {
	out := make([]int, len(tests))
	numbered := true
	for i, t := range tests {
		k := slices.IndexFunc(results, func(r foundResult) bool { return len(t.number) > 0 && slices.Contains(r.number, t.number[0]) })
		numbered = numbered && k >= 0
		out[i] = max(k, 0)
	}
	if numbered {
		return out
	}
	for i, t := range tests {
		out[i] = min(i, len(results)-1)
		if len(tests) == len(results) {
			continue
		}
		out[i] = 0
		for k, r := range results {
			a, b := t.f.firstLine(), r.f.firstLine()
			if b.page < a.page || b.page == a.page && b.box.Y0 <= a.box.Y0+0.7*a.size {
				out[i] = k
			}
		}
	}
	return out
}

// firstLine is the line on which a flow begins.
func (f flow) firstLine() line {
	if len(f.at) == 0 {
		return line{}
	}
	return f.lines[f.at[0].line]
}

// mixedTests gives the tests of a cell that holds tests and results together.
func mixedTests(lines []line) []rowTest {
	var out []rowTest
	done := true
	for _, p := range cutCell(lines, partTest, true) {
		switch n := len(out); {
		case p.kind == partTest && (done || n == 0):
			out = append(out, rowTest{test: p.f})
			done = false
		case p.kind == partTest:
			out[n-1].test = joinFlows(out[n-1].test, p.f)
		case n == 0:
			out = append(out, rowTest{})
			fallthrough
		default:
			t := &out[len(out)-1]
			switch {
			case p.kind == partResponse:
				t.response = joinFlows(t.response, p.f)
			case t.result.text != "" && t.response.text == "":
				out = append(out, rowTest{result: p.f})
			default:
				t.result = joinFlows(t.result, p.f)
			}
			done = true
		}
	}
	return judged(out)
}

// judged says of each test what its result is.
func judged(tests []rowTest) []rowTest {
	for i, t := range tests {
		tests[i].refs = references(t.result.text)
		if t.result.text != "" {
			tests[i].verdict = resultOf(t.result.text, t.test.text)
		}
	}
	return tests
}

var (
	referRE  = regexp.MustCompile(`(?i)\b(?:see|refer(?:red)?\s+to|reference|same\s+(?:test|result|control|exception|deviation)s?\s+as|tested\s+(?:under|in|at|with|as\s+part\s+of)|covered\s+(?:under|by|in)|(?:exceptions?|deviations?|results?|tests?|findings?)\s+(?:as\s+)?(?:noted|described|reported|listed|documented|performed|told|disclosed)\s+(?:under|at|in|for|above|below)|(?:as\s+)?(?:noted|described|reported|stated|tested|disclosed)\s+(?:above|below|under))\b(?P<rest>[^.;]*(?:\.\d[^.;]*)*)`)
	idToken  = regexp.MustCompile(`[A-Za-z]{0,8}[-_.]?(?:[A-Z]{1,6}[-_.])*[A-Z]{0,6}[-_. ]?\d{1,4}(?:[.-]\d{1,4}|[.-][a-z]\b){0,3}`)
	aboveRE  = regexp.MustCompile(`(?i)\b(?:above|previous(?:ly)?|preceding|below)\b`)
	pointsRE = regexp.MustCompile(`(?i)^\W*(?:(?:exceptions?|deviations?)(?:\s+(?:noted|identified))?\W+)?(?:please\s+)?(?:see|refer|same|tested\s+(?:under|in|at|with|as|above)|covered|as\s+(?:noted|described|reported|stated|disclosed)|(?:noted|reported|described)\s+(?:above|under|at|in))\b`)
)

// references gives the ids that words refer to, "above" where they only point
// back. Words that tell something themselves refer to nothing.
func references(text string) []string {
	if text == "" || !pointsRE.MatchString(text) {
		return nil
	}
	m := referRE.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	rest := m[referRE.SubexpIndex("rest")]
	var out []string
	for _, tok := range idToken.FindAllString(rest, -1) {
		out = append(out, strings.Trim(tok, " .-"))
	}
	if len(out) == 0 && aboveRE.MatchString(m[0]) {
		return []string{"above"}
	}
	return out
}
