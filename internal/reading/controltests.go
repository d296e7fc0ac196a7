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
	noted    bool     // the result is told below the row, or in a note
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
		`(?:the\s+)?control\s+(?:did\s+not\s+(?:operate|occur)|operated|was\s+operating)|not\s+(?:tested|applicable)\b|n/a\b|no\s+occurrences?\b|(?:operating\s+)?effective(?:ly)?\W*$|pass(?:ed)?\W*$|fail(?:ed)?\W*$|(?:see|refer\s+to)\s+(?:the\s+)?(?:exception|deviation|above)|as\s+(?:noted|reported|described)\s+(?:above|under|for)\b)`)
	opensMore = regexp.MustCompile(`(?i)^\W*(?:no|zero)\s+(?:other|further|additional)\b`)
	// opensTest is how the description of a test begins.
	opensTest = regexp.MustCompile(`^\W*(?:(?:\(?\d{1,2}[.):]|[a-z][.)])\s*)?(?:We\s+)?(?:Inspected|Inquired|Observed|Examined|Checked|Re-?performed|Reviewed|Selected|Obtained|Tested|Compared|Interviewed|Traced|Recalculated|Corroborated|Sampled|Ascertained|Verified|Confirmed|Determined|Performed|Read|Attempted|Queried|Through\s+inquiry|By\s+(?:inquiry|inspection|observation)|On\s+a\s+sample|For\s+(?:a|each|all|one|the)\s+(?:\w+\s+){0,2}(?:sample|selection|of)|Made\s+inquir|inspected|inquired|observed|reviewed)\b`)
	listMark  = regexp.MustCompile(`^\(?(?P<n>\d{1,2}|[a-h])(?:\s*(?:-|to|and|&|,)\s*(?P<m>\d{1,2}))?[.):]\s+`)
	spelledRE = regexp.MustCompile(`(?i)\b` + numberWords + `\s*$`)
	itemMark  = regexp.MustCompile(`^[•▪●○◦‣·*–—-]\s+`)
	finished  = regexp.MustCompile(`[.!?:;]["')\]]*\s*$`)
)

// arrowRE stands before a result in the same cell as its test.
var arrowRE = regexp.MustCompile(`^\s*(?:[→►▶➔⇒]|=>|->)+\s*`)

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
	if !b.line || openEndRE.MatchString(strings.TrimSpace(c.f.text[:b.at])) {
		return false
	}
	// the label's line holds nothing else
	at := b.at + m[1]
	return at >= len(c.f.text) || c.f.at[at].line != c.f.at[b.at].line || strings.HasPrefix(end, "-")
}

// unlabelled tells by the words whether a piece begins.
func (c *cellCutter) unlabelled(b breakAt, rest string) {
	number := listNumbers(rest)
	if spelledRE.MatchString(c.f.text[:b.at]) {
		number = nil // "three (3)" over two lines
	}
	if b.at == 0 {
		if opensResult.MatchString(rest) {
			c.open(0, 0, partResult)
		}
	} else if kind, begins := c.begins(b, rest, number); begins {
		c.open(b.at, b.at, kind)
	}
	if b.at == c.from && len(number) > 0 {
		c.number = number
	}
}

// begins says whether a piece begins, and of which kind.
func (c *cellCutter) begins(b breakAt, rest string, number []int) (partKind, bool) {
	opens := opensResult.MatchString(rest) && !opensMore.MatchString(rest)
	switch {
	case c.kind == partTest && !c.mixed:
		return partTest, b.line && c.testBegins(b, rest, number)
	case c.kind == partTest:
		return partResult, opens && b.ended
	case c.kind == partResult && c.nextResult(b, opens, number):
		return partResult, true
	}
	return partTest, c.mixed && c.nextTest(b, rest)
}

// nextResult reports whether a further result begins after one.
func (c *cellCutter) nextResult(b breakAt, opens bool, number []int) bool {
	if !b.line {
		return false
	}
	return len(number) > 0 && c.follows(number[0]) || opens && (b.ended || b.gap) && c.complete(b.at)
}

// nextTest reports whether a further test begins after a result or a response.
func (c *cellCutter) nextTest(b breakAt, rest string) bool {
	if !b.line || !b.ended || !opensTest.MatchString(rest) {
		return false
	}
	return b.gap || c.kind == partResult && c.complete(b.at)
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
	if m := arrowRE.FindStringIndex(f.text); m != nil && m[1] < len(f.text) {
		f = f.slice(m[1], len(f.text))
	}
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

// listNumbers reads the number or numbers that open an item: "2.", "1-3." or "b)".
func listNumbers(text string) []int {
	m := listMark.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	first, err := strconv.Atoi(m[1])
	if err != nil {
		return []int{int(m[1][0]-'a') + 1}
	}
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
