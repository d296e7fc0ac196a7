package reading

import (
	"slices"
	"strings"
	"unicode"

	regexp "example.com/assay/internal/lazyregexp"
)

const (
	contentsRows = 60  // rows of which the cells of a column are looked at
	contentsMost = 0.7 // share of them that tells what a column holds
)

var (
	tokenIDRE = regexp.MustCompile(`^(?:[A-Z]{1,7}\d{0,3}(?:[-_.–‑]?[A-Z]{1,6}){0,3}[-_.–‑]?\d{1,4}(?:[-.–‑]?\w{1,4}){0,3}|#?\d{1,3}(?:[.-]\d{1,3}){0,3}[a-z]?|[A-Za-z]{2,12}(?:[-_][a-z0-9]{1,14}){1,6})[.:)]?$`)
	leadIDRE  = regexp.MustCompile(`^[\[(]?(?:(?:Control|Ctrl\.?)\s+(?:No\.?\s*|#\s*)?\d{1,3}(?:\.\d{1,3}){0,2}|#\s?\d{1,3}|[A-Z]{1,6}\d{0,2}(?:[-_.‑][A-Z]{1,6}){0,2}[-_.‑]?\d{1,4}(?:[.‑-]\d{1,3}|[.-][a-z])*|\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)[\])]?[.:)]?(?:\s|$)`)
	tscIDRE   = regexp.MustCompile(`^(?:CC\s?\d\.\d{1,2}|(?:A|C|PI|P)\s?\d\.\d{1,2})\*?[.:,;)]?$`)
	tscTextRE = regexp.MustCompile(`^(?:CC|A|C|PI|P)\s?\d\.\d{1,2}\b\*?\s*[-:–—.]?\s*\S`)
	// testWordRE is how tests are told.
	testWordRE = regexp.MustCompile(`^(?i)(?:[•·▪●○*–-]\s*|\(?\d{1,2}[.)]\s*|[a-z][.)]\s*)?(?:(?:for|from|through|by|via|on|using|with)\s+(?:an?|the|each|all|inquiry|inspection|observation|\d+|one|two|both|a\s+sample)\b|inspect|inquir|enquir|observ|obtain|re-?perform|examin|review(?:ed|ing)\b|select|interview|tested\b|compar|corroborat|discuss|ascertain|determined\b|verif(?:ied|ying)|confirmed\b|traced|refer(?:red)?\s+to\b|see\s+(?:the\s+)?tests?\b|no\s+test|attempt|walked|evaluated|recalculat|analy[sz]ed|validated|vouched)`)
	// resultWordRE is how results are told.
	resultWordRE = regexp.MustCompile(`(?i)^\W*(?:results?\s*:\s*)?(?:(?:no|none|without|zero)\b(?:\s+\w+){0,3}?(?:\s*(?:exceptions?|deviations?|discrepanc|errors?|findings?|issues?|noted|test)|\W*$)|exceptions?\b|deviations?\b|not\s+(?:tested|applicable|operat)|n/?a\b|pass(?:ed)?\b|fail(?:ed|ure)?\b|(?:the\s+)?control\s+(?:did|was|is|operat)|operat(?:ed|ing)\s+effectively|effective\b|satisfactory|did\s+not\s+operate|there\s+were\s+no\b|no\s+occurrence|the\s+circumstances|tested\s+without)`)
	// resultInsideRE is a result at the end of the test that it belongs to.
	resultInsideRE = regexp.MustCompile(`(?i)\b(?:result\s*(?:of\s+tests?\s*)?:|no\s+(?:\w+\s+)?(?:exceptions?|deviations?)\s*(?:were|was)?\s*(?:noted|identified|found)|(?:exceptions?|deviations?)\s+(?:were\s+|was\s+)?(?:noted|identified))`)
)

// contents counts what the cells of a column hold.
type contents struct {
	n, ids, criteria, criteriaText, tests, results, testResults, leadIDs, numbers, lists, words int
}

// readContents looks at the cells of a column. Where nothing rules the rows, a cell
// may hold those of many rows, and its paragraphs are looked at.
func readContents(rows []gridRow, c int, ruled bool) contents {
	var k contents
	for _, r := range rows {
		if r.head || r.cells == nil || c >= len(r.cells) || len(r.cells[c]) == 0 || k.n >= contentsRows {
			continue
		}
		if ruled {
			k.add(cellText(r.cells[c]))
			continue
		}
		from := 0
		for i, l := range r.cells[c] {
			if i > from && l.box.Y0-r.cells[c][i-1].box.Y1 > 0.45*max(l.size, 4) {
				k.add(cellText(r.cells[c][from:i]))
				from = i
			}
		}
		k.add(cellText(r.cells[c][from:]))
	}
	return k
}

// add counts one cell.
func (k *contents) add(text string) {
	if text == "" {
		return
	}
	k.n++
	if len(text) < 40 {
		text = brokenIDRE.ReplaceAllString(text, "$1$2")
	}
	tokens := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	k.words += len(tokens)
	k.addIDs(text, tokens)
	test := testWordRE.MatchString(text)
	switch {
	case test && resultInsideRE.MatchString(text):
		k.testResults++
	case test:
		k.tests++
	case resultWordRE.MatchString(text):
		k.results++
	}
}

// addIDs counts the ids of one cell.
func (k *contents) addIDs(text string, tokens []string) {
	switch {
	case allTokens(tokens, isCriterionToken):
		k.criteria++
	case isIDText(tokens):
		k.ids++
		if len(tokens) == 1 && bareNumberRE.MatchString(tokens[0]) {
			k.numbers++
		}
		if len(tokens) > 1 && strings.Contains(text, ",") {
			k.lists++
		}
	case tscTextRE.MatchString(text) && !leadsThird(text):
		k.criteriaText++
	case leadIDRE.MatchString(text):
		k.leadIDs++
	}
}

// brokenIDRE is where a narrow column breaks an id.
var brokenIDRE = regexp.MustCompile(`(\w[-_.‑]) (\w)`)

var thirdPartRE = regexp.MustCompile(`^(?:CC|A|C|PI|P)\s?\d\.\d{1,2}\s?[.-]\s?[\da-z]`)

// leadsThird reports whether a text begins with a control's id that is made of a
// criterion's.
func leadsThird(text string) bool { return thirdPartRE.MatchString(text) }

// isIDText reports whether the tokens of a cell are ids of controls, and nothing
// else.
func isIDText(tokens []string) bool {
	if len(tokens) == 0 || len(tokens) > 60 {
		return false
	}
	if len(tokens) <= 3 && strings.EqualFold(tokens[0], "control") {
		tokens = tokens[1:]
	}
	if len(tokens) > 1 {
		tokens = withoutWords(tokens)
	}
	return len(tokens) > 0 && allTokens(tokens, func(s string) bool { return tokenIDRE.MatchString(s) || idPieceRE.MatchString(s) })
}

// idPieceRE is a piece of an id that a narrow column breaks.
var idPieceRE = regexp.MustCompile(`^(?:[A-Z]{1,7}[-_.‑]|(?:[A-Z]{1,6}[-_.‑]?)?[\dA-Z]{1,4}[-_.‑]?|[.-]\d{1,3})$`)

// withoutWords leaves out what joins ids in a list.
func withoutWords(tokens []string) []string {
	var out []string
	for _, t := range tokens {
		if t != "and" && t != "&" && t != "#" && t != "/" {
			out = append(out, t)
		}
	}
	return out
}

// allTokens reports whether each of some tokens passes.
func allTokens(tokens []string, ok func(string) bool) bool {
	for _, t := range tokens {
		if !ok(t) {
			return false
		}
	}
	return len(tokens) > 0
}

func isCriterionToken(s string) bool { return tscIDRE.MatchString(s) }

// share is a part of the cells that hold anything.
func (k contents) share(n int) float64 { return float64(n) / float64(max(k.n, 1)) }

// role is what the cells say that the column holds; "" where they do not tell.
func (k contents) role() role {
	switch {
	case k.n < 2:
		return ""
	case k.share(k.ids) >= contentsMost, k.share(k.ids+k.criteria) >= 0.9 && k.ids > k.criteria:
		return roleID
	case k.share(k.criteria) >= contentsMost:
		return roleCriteria
	case k.share(k.testResults) >= contentsMost:
		return roleTestResult
	case k.share(k.results) >= contentsMost:
		return roleResult
	case k.share(k.tests+k.testResults) >= contentsMost:
		return roleTest
	case k.share(k.criteriaText) >= contentsMost:
		return roleCriteria
	}
	return ""
}

// columnRoles gives each column its role: what its head announces, unless its cells
// clearly hold something else.
func columnRoles(heads []string, rows []gridRow) []role {
	out := make([]role, len(heads))
	seen := make([]contents, len(heads))
	ruled := rowsRuled(rows)
	for c, h := range heads {
		seen[c] = readContents(rows, c, ruled)
		out[c] = seen[c].settle(roleOf(h))
	}
	oneOfIDs(out, seen)
	idsOfCriteria(out, seen)
	keepOneControl(out, seen)
	return out
}

// oneOfIDs keeps one column of ids: mere numbers beside them count rows, or the items
// of a sample.
func oneOfIDs(roles []role, seen []contents) {
	best := -1
	for c, r := range roles {
		if r != roleID {
			continue
		}
		if best < 0 || seen[best].numbers*2 > seen[best].n && seen[c].numbers*2 <= seen[c].n {
			if best >= 0 {
				roles[best] = roleOther
			}
			best = c
			continue
		}
		roles[c] = roleOther
	}
}

// idsOfCriteria gives a column of ids to the criteria, where it holds theirs alone,
// and another column tells these, or the controls begin with ids of their own.
func idsOfCriteria(roles []role, seen []contents) {
	id := slices.Index(roles, roleID)
	if id < 0 || seen[id].share(seen[id].criteria) < contentsMost {
		return
	}
	for c, r := range roles {
		if r == roleCriteria && seen[c].ids+seen[c].criteria == 0 || r == roleControl && seen[c].share(seen[c].leadIDs) >= contentsMost {
			roles[id] = roleCriteria
			return
		}
	}
}

// settle decides between the role that a head announces and what the cells hold.
func (k contents) settle(head role) role {
	held := k.role()
	switch {
	case held == "", held == head, head == roleResponse, head == roleOther:
		return head
	case head == "":
		return held
	case k.n < 4 && head != roleTest && !(head == roleControl && held == roleID && k.ids == k.n):
		return head
	case head == roleCriteria && held == roleID, head == roleID && held == roleCriteria:
		return k.settleIDs(head)
	case head == roleTestResult:
		return head
	case head == roleTest && held == roleTestResult && k.share(k.testResults) < 0.9:
		return head
	}
	return held
}

// settleIDs decides about a column of ids whose head says otherwise.
func (k contents) settleIDs(head role) role {
	if head == roleCriteria && k.share(k.ids) >= 0.9 {
		return roleID
	}
	return head
}

// keepOneControl gives the role of the control to the column of most words that no
// head gives a role, if no head announces the control.
func keepOneControl(roles []role, seen []contents) {
	widest := -1
	for c, r := range roles {
		if r == roleControl {
			return
		}
		if r == "" && seen[c].words > 3*seen[c].n && (widest < 0 || seen[c].words > seen[widest].words) {
			widest = c
		}
	}
	if widest < 0 {
		return
	}
	roles[widest] = roleControl
	if id := slices.Index(roles, roleID); id >= 0 && seen[id].share(seen[id].lists) >= 0.3 && slices.Contains(roles, roleCriteria) {
		roles[widest] = roleCriteria // beside lists of controls, criteria are told
	}
}
