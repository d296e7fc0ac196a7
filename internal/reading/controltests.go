package reading

import (
	"slices"
	"strconv"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// rowTest is one test of a control, as one place of the matrix tells it.
type rowTest struct {
	test     flow   // what the auditor did
	result   flow   // what came of it, without management's words
	response flow   // management's words
	also     []flow // the same result, printed again
	verdict  attest.Result
	refs     []string // the ids that the words refer to instead of telling a result
	shared   bool     // the result is that of a cell which other controls share
}

// partKind is what a piece of a cell is.
type partKind int

const (
	partTest partKind = iota
	partResult
	partResponse
)

// piece is a part of a cell that belongs together.
type piece struct {
	kind   partKind
	f      flow
	number []int // the list numbers it is printed with
}

var (
	resultLabel = regexp.MustCompile(`(?i)^\W*(?:(?:test(?:ing)?|audit(?:or'?s?'?)?)\s+)?(?:results?|conclusions?|outcomes?)(?:\s+of\s+(?:the\s+)?(?:service\s+auditor'?s?'?\s+)?(?:tests?|testing|procedures?)(?:\s+of\s+controls?|\s+performed)?)?(?:\s*#?\s*\d{1,2})?\s*(?::|-\s)\s*`)
	testLabel   = regexp.MustCompile(`(?i)^\W*(?:tests?|(?:test(?:ing)?|audit)\s+(?:procedures?|steps?)|procedures?|tests?\s+(?:performed|applied|of\s+(?:controls?|design|operating\s+effectiveness))|how\s+tested)(?:\s+performed|\s+applied)?(?:\s+by\s+[^:]{2,50})?(?:\s*#?\s*\d{1,2})?\s*:\s*`)
	detailLabel = regexp.MustCompile(`(?i)^\W*(?:exceptions?|deviations?|findings?)\s+(?:details?|descriptions?|noted\s+details?)\s*(?::|-\s|$)\s*`)
	// opensResult is how a result begins.
	opensResult = regexp.MustCompile(`(?i)^\W*(?:(?:\(?\d{1,2}[.):]|[a-z][.)])\s*)?(?:` +
		`(?:there\s+were\s+)?(?:no|zero|nil)\s+(?:(?:relevant|material|significant|reportable|operating|control|testing)\s+){0,2}` + failing + `\b|none\s+noted|none\W*$|nil\W*$|without\s+exception|` +
		`(?:\d+|one|two|three|four|five)?\s*(?:\(\d+\)\s*)?(?:exceptions?|deviations?|deficienc(?:y|ies))\s+(?:was\s+|were\s+)?(?:` + seen + `)|(?:exceptions?|deviations?)\s*(?:#?\s*\d{1,2}\s*)?[:.]|` +
		`(?:the\s+)?control\s+(?:did\s+not\s+(?:operate|occur)|operated|was\s+operating)|not\s+(?:tested|applicable)\b|n/a\b|no\s+occurrences?\b|(?:operating\s+)?effective(?:ly)?\W*$|pass(?:ed)?\W*$|fail(?:ed)?\W*$|(?:see|refer\s+to)\s+(?:the\s+)?(?:exception|deviation))`)
	opensMore = regexp.MustCompile(`(?i)^\W*(?:no|zero)\s+(?:other|further|additional)\b`)
	// opensTest is how the description of a test begins.
	opensTest = regexp.MustCompile(`^\W*(?:(?:\(?\d{1,2}[.):]|[a-z][.)])\s*)?(?:We\s+)?(?:Inspected|Inquired|Observed|Examined|Re-?performed|Reviewed|Selected|Obtained|Tested|Compared|Interviewed|Traced|Recalculated|Corroborated|Sampled|Ascertained|Verified|Confirmed|Determined|Performed|Read|Attempted|Queried|Through\s+inquiry|By\s+(?:inquiry|inspection|observation)|On\s+a\s+sample|For\s+(?:a|each|all|one|the)\s+(?:\w+\s+){0,2}(?:sample|selection|of)|Made\s+inquir|inspected|inquired|observed|reviewed)\b`)
	listMark  = regexp.MustCompile(`^\(?(?P<n>\d{1,2})(?:\s*(?:-|to|and|&|,)\s*(?P<m>\d{1,2}))?[.):]\s+`)
	itemMark  = regexp.MustCompile(`^[•▪●○◦‣·*–—-]\s+`)
	finished  = regexp.MustCompile(`[.!?:;]["')\]]*\s*$`)
)

// breakAt is a place in a cell's text where a piece may begin.
type breakAt struct {
	at    int
	line  bool // a line begins there
	gap   bool // after more than the usual distance, or on a new page
	ended bool // what stands before is a finished sentence
}

// breaks gives the places where pieces may begin: lines and sentences.
func breaks(f flow) []breakAt {
	var out []breakAt
	least := leastGap(f)
	for at := range f.at {
		i := f.at[at].line
		if at > 0 && f.at[at-1].line == i {
			continue
		}
		b := breakAt{at: at, line: true, ended: at == 0 || finished.MatchString(f.text[max(0, at-6):at])}
		if at > 0 {
			prev, l := f.lines[f.at[at-1].line], f.lines[i]
			b.gap = l.page != prev.page || l.box.Y0-prev.box.Y1 > least+0.3*l.size
			if f.text[at] == ' ' {
				b.at++
			}
		}
		out = append(out, b)
	}
	for _, s := range sentences(f.text) {
		if !slices.ContainsFunc(out, func(b breakAt) bool { return b.at == s[0] }) {
			out = append(out, breakAt{at: s[0], ended: true})
		}
	}
	slices.SortFunc(out, func(a, b breakAt) int { return a.at - b.at })
	return slices.DeleteFunc(out, func(b breakAt) bool { return b.at >= len(f.text) })
}

// leastGap is the least distance between lines of a flow on one page.
func leastGap(f flow) float64 {
	least := 1e9
	for i := 1; i < len(f.lines); i++ {
		if f.lines[i].page == f.lines[i-1].page {
			least = min(least, f.lines[i].box.Y0-f.lines[i-1].box.Y1)
		}
	}
	return least
}

// cellCutter cuts a cell into pieces.
type cellCutter struct {
	f      flow
	mixed  bool // the cell holds tests and results
	pieces []piece
	kind   partKind
	from   int
	number []int
}

// cutCell cuts a cell into its pieces. A cell of the result column holds results
// and perhaps management's response; one of a column for both begins with a test.
func cutCell(lines []line, start partKind, mixed bool) []piece {
	c := cellCutter{f: newFlow(lines), mixed: mixed, kind: start}
	for _, b := range breaks(c.f) {
		c.step(b)
	}
	c.close(len(c.f.text))
	return c.pieces
}

// step looks at one place where a piece may begin.
func (c *cellCutter) step(b breakAt) {
	rest := c.f.text[b.at:]
	if m := responseLabel.FindStringSubmatchIndex(rest); m != nil && (b.line || b.ended) && c.labelled(rest, m, b) {
		end := m[1]
		if u := unauditedTail.FindStringIndex(rest[end:]); u != nil {
			end += u[1]
		}
		c.open(b.at, b.at+end, partResponse)
		return
	}
	if !b.line && !b.ended {
		return
	}
	if m := resultLabel.FindStringIndex(rest); m != nil {
		c.open(b.at, b.at+m[1], partResult)
		return
	}
	if m := detailLabel.FindStringIndex(rest); m != nil && c.kind == partResult {
		return
	}
	if m := testLabel.FindStringIndex(rest); m != nil && c.mixed {
		c.open(b.at, b.at+m[1], partTest)
		return
	}
	c.unlabelled(b, rest)
}

// labelled reports whether a label of a response is one: its text ends in a colon,
// or it is a line of its own.
func (c *cellCutter) labelled(rest string, m []int, b breakAt) bool {
	end := rest[m[2*responseLabel.SubexpIndex("end")]:m[2*responseLabel.SubexpIndex("end")+1]]
	if strings.HasPrefix(end, ":") {
		return true
	}
	if !b.line {
		return false
	}
	// the label's line holds nothing else
	at := b.at + m[1]
	return at >= len(c.f.text) || c.f.at[at].line != c.f.at[b.at].line || strings.HasPrefix(end, "-")
}

// unlabelled tells by the words whether a piece begins.
func (c *cellCutter) unlabelled(b breakAt, rest string) {
	number := listNumbers(rest)
	opens := opensResult.MatchString(rest) && !opensMore.MatchString(rest)
	switch {
	case b.at == 0 && opens:
		c.open(0, 0, partResult)
	case b.at == 0:
	case c.kind == partTest && c.mixed && opens && b.ended:
		c.open(b.at, b.at, partResult)
	case c.kind == partResult && b.line && (b.ended || b.gap) && opens && c.complete(b.at):
		c.open(b.at, b.at, partResult)
	case c.kind == partResult && b.line && len(number) > 0 && c.follows(number[0]):
		c.open(b.at, b.at, partResult)
	case c.kind != partTest && c.mixed && b.line && b.ended && opensTest.MatchString(rest) && (b.gap || c.kind == partResult && c.complete(b.at)):
		c.open(b.at, b.at, partTest)
	case c.kind == partTest && !c.mixed && b.line && c.testBegins(b, rest, number):
		c.open(b.at, b.at, partTest)
	}
	if b.at == c.from && len(number) > 0 {
		c.number = number
	}
}

// testBegins reports whether a further test begins at a line of a test cell.
func (c *cellCutter) testBegins(b breakAt, rest string, number []int) bool {
	return len(number) > 0 && c.follows(number[0]) || b.ended && (opensTest.MatchString(rest) || itemMark.MatchString(rest)) || b.gap && b.ended
}

// follows reports whether a list goes on with a number.
func (c *cellCutter) follows(n int) bool {
	if len(c.number) > 0 {
		return n == c.number[len(c.number)-1]+1
	}
	return n == 1
}

// complete reports whether the result so far says something by itself.
func (c *cellCutter) complete(to int) bool {
	text := c.f.text[c.from:to]
	class := classifyResult(text)
	return class == resultClean || class == resultNotTested || class == resultException && len(strings.Fields(text)) > 4
}

// open ends the piece so far and begins the next one after its label.
func (c *cellCutter) open(at, after int, kind partKind) {
	c.close(at)
	c.from, c.kind, c.number = after, kind, nil
}

// close ends the piece so far.
func (c *cellCutter) close(at int) {
	if at <= c.from || strings.TrimSpace(c.f.text[c.from:at]) == "" {
		return
	}
	f := c.f.slice(c.from, at)
	if m := listMark.FindStringIndex(f.text); m != nil && len(c.number) > 0 && c.kind == partResult {
		f = f.slice(m[1], len(f.text))
	}
	c.pieces = append(c.pieces, piece{kind: c.kind, f: trimFlow(f), number: c.number})
}

// trimFlow is a flow without the space at its ends.
func trimFlow(f flow) flow {
	from, to := 0, len(f.text)
	for from < to && f.text[from] == ' ' {
		from++
	}
	for from < to && f.text[to-1] == ' ' {
		to--
	}
	return f.slice(from, to)
}

// joinFlows is two flows as one.
func joinFlows(a, b flow) flow {
	switch {
	case a.text == "":
		return b
	case b.text == "":
		return a
	}
	lines := append(slices.Clone(a.lines), b.lines...)
	at := append(slices.Clone(a.at), a.at[len(a.at)-1])
	for _, p := range b.at {
		at = append(at, place{p.line + int32(len(a.lines)), p.off})
	}
	return flow{text: a.text + " " + b.text, lines: lines, at: at}
}

// listNumbers reads the number or numbers that open an item: "2." or "1-3.".
func listNumbers(text string) []int {
	m := listMark.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	first, _ := strconv.Atoi(m[1])
	last, err := strconv.Atoi(m[2])
	if err != nil || last <= first || last > first+12 {
		return []int{first}
	}
	var out []int
	for n := first; n <= last; n++ {
		out = append(out, n)
	}
	return out
}

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
	referRE  = regexp.MustCompile(`(?i)\b(?:see|refer(?:red)?\s+to|reference|same\s+(?:test|result|control|exception|deviation)s?\s+as|tested\s+(?:under|in|at|with|as\s+part\s+of)|covered\s+(?:under|by|in)|(?:exceptions?|deviations?|results?|tests?|findings?)\s+(?:as\s+)?(?:noted|described|reported|listed|documented|performed|told|disclosed)\s+(?:under|at|in|for|above|below)|(?:noted|described|reported)\s+(?:above|below))\b(?P<rest>[^.;]*(?:\.\d[^.;]*)*)`)
	idToken  = regexp.MustCompile(`[A-Za-z]{0,8}[-_.]?(?:[A-Z]{1,6}[-_.])*[A-Z]{0,6}[-_. ]?\d{1,4}(?:[.-]\d{1,4}|[.-][a-z]\b){0,3}`)
	aboveRE  = regexp.MustCompile(`(?i)\b(?:above|previous(?:ly)?|preceding|below)\b`)
	pointsRE = regexp.MustCompile(`(?i)^\W*(?:(?:exceptions?|deviations?)\s+noted\W+)?(?:please\s+)?(?:see|refer|same|tested\s+(?:under|in|at|with|as)|covered)\b`)
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
