package reading

import (
	"slices"
	"strings"
	"unicode"

	regexp "example.com/assay/internal/lazyregexp"
)

const maxLabelWords = 12 // of a label, over one line

var (
	// ordinalRE numbers the tests of one control.
	ordinalRE = regexp.MustCompile(`(?i)\s*(?:#|no\.?)?\s*\(?(?:\d{1,2}|[a-h])\)?$`)
	// sayingRE are labels that say something themselves: they stay with their cell.
	sayingRE = regexp.MustCompile(`(?i)^(?:exceptions?|deviations?|findings?)(?:\s+(?:noted|identified|found|observed|reported))?\W*$`)
	// shortRE are the words that end a label with a full stop.
	shortRE = regexp.MustCompile(`(?i)\b(?:no|nr|nos|ref|num|desc|resp)\.$`)
	// numberRE is the number of a part of the report, before the id of a control.
	numberRE = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,3}){0,3}\.?\s+`)
	// valueRE are the words of results that could be taken for a label.
	valueRE = regexp.MustCompile(`(?i)^(?:(?:exceptions?|deviations?|findings?)\s+(?:noted|identified|found|observed|reported)|(?:not\s+)?effective|pass|none)$`)
	// criteriaNameRE is what stands beside the id of a control where it names no more
	// than the criteria that the control is for.
	criteriaNameRE = regexp.MustCompile(`(?i)^[\[(]?\s*(?:(?:tsc|criteri(?:a|on))\s*:?\s*)?(?:(?:CC|A|C|PI|P)\s?\d\.\d{1,2}\s*(?:[,;/&|]|and\b)?\s*)+[\])]?$`)
	// idWordsRE stands before an id in a heading.
	idWordsRE = regexp.MustCompile(`(?i)^(?:control(?:\s+(?:activity|id|no\.?|number|ref\.?|reference|#))?|ref\.?)\s*[:#]?\s+`)
)

// labelBook remembers the roles of the labels of a report, which come again and
// again.
type labelBook map[string]role

// role gives the role of a text that may be a label: as roleOf, but the label may
// have a number of its own, as "Test 2".
func (b labelBook) role(text string) role {
	r, ok := b[text]
	if !ok {
		r = labelRole(text)
		b[text] = r
	}
	return r
}

func labelRole(text string) role {
	text = strings.TrimRight(text, " :")
	r := roleOf(text)
	if r == roleTest || r == roleResult || r == roleTestResult {
		return r
	}
	if cut := ordinalRE.ReplaceAllString(text, ""); cut != text && cut != "" {
		if n := roleOf(cut); n == roleTest || n == roleResult || n == roleTestResult {
			return n
		}
	}
	return r
}

// labelKey is a label in the form in which labels are compared.
func labelKey(text string) string {
	return strings.ToLower(strings.Trim(plainText(text), " :.-*"))
}

// pieces cuts a line at its labels.
func (b labelBook) pieces(l line) []blockPiece {
	cells := splitCells(l)
	side := b.sideLabels(cells)
	if heads, ok := b.columnHeads(l, cells); ok && !side {
		return []blockPiece{heads}
	}
	var out []blockPiece
	at := 0
	for i, c := range cells {
		valued := !side && i > 0 && out[len(out)-1].kind == pieceLabel
		cut := []blockPiece{{kind: pieceLabel, role: b.bare(c.line), to: len(c.words)}}
		if cut[0].role == "" || valued {
			cut = b.cut(c.line, valued)
		}
		for _, p := range cut {
			p.from, p.to = p.from+at, p.to+at
			if k := len(out) - 1; k >= 0 && p.kind == pieceText && out[k].kind == pieceText {
				out[k].to = p.to
			} else {
				out = append(out, p)
			}
		}
		at += len(c.words)
	}
	for i, p := range out {
		out[i].line = part(l, p.from, p.to)
		if p.kind == pieceLabel {
			out[i].key = labelKey(out[i].line.text)
		}
	}
	return out
}

// columnHeads reads a line of nothing but heads of different roles: of columns
// inside a block where all of them follow from the control, else of a table.
func (b labelBook) columnHeads(l line, cells []cell) (blockPiece, bool) {
	if len(cells) < 2 {
		return blockPiece{}, false
	}
	var roles []role
	for _, c := range cells {
		r := b.bare(c.line)
		if r == "" || slices.Contains(roles, r) && r != roleControl {
			return blockPiece{}, false
		}
		roles = append(roles, r)
	}
	kind := pieceColumns
	if slices.ContainsFunc(roles, func(r role) bool { return r == roleID || r == roleControl || r == roleCriteria }) {
		kind = pieceHead
	}
	return blockPiece{kind: kind, line: l, key: labelKey(l.text)}, true
}

// sideLabels reports whether a line is of labels side by side of which one announces
// an id and none a control, a test or a result: those of a block, whose cells stand
// below them. The head of a table of controls has more.
func (b labelBook) sideLabels(cells []cell) bool {
	var roles []role
	for _, c := range cells {
		r := b.bare(c.line)
		if r != roleID && r != roleCriteria && r != roleOther || r != roleOther && slices.Contains(roles, r) {
			return false
		}
		roles = append(roles, r)
	}
	return len(roles) > 1 && slices.Contains(roles, roleID)
}

// bare gives the role of a cell that is nothing but a label.
func (b labelBook) bare(l line) role {
	if r, ok := firstLetter(l.text); !ok || !unicode.IsUpper(r) || len(l.words) > maxLabelWords || saysSomething(l) {
		return ""
	}
	text := plainText(l.text)
	if strings.HasSuffix(text, ".") && len(l.words) > 1 && !shortRE.MatchString(text) || valueRE.MatchString(text) {
		return ""
	}
	return b.role(text)
}

// saysSomething reports whether a line has a word of sentences, which no label has:
// a cheap test that spares the patterns most lines.
func saysSomething(l line) bool {
	for _, w := range l.words {
		switch w.Text {
		case "is", "are", "was", "were", "has", "have", "had", "be", "been", "will", "that", "which", "who", "not", "its", "their", "must", "should", "may", "can", "upon":
			return true
		}
	}
	return false
}

// cut cuts a cell at the labels inside it. The cell of a label may itself
// begin with words like those of one.
func (b labelBook) cut(l line, valued bool) []blockPiece {
	var out []blockPiece
	from := 0
	for i := 0; i < len(l.words); i++ {
		if !labelMayStart(l, i, len(out) > 0) || valued && i == 0 {
			continue
		}
		n, r := b.words(l, i)
		if n == 0 {
			continue
		}
		if i > from {
			out = append(out, blockPiece{from: from, to: i})
		}
		out = append(out, blockPiece{kind: pieceLabel, role: r, from: i, to: i + n})
		from = i + n
		if r == roleResult && sayingRE.MatchString(part(l, i, i+n).text) {
			from = i
		}
		i += n - 1
	}
	if from < len(l.words) {
		out = append(out, blockPiece{from: from, to: len(l.words)})
	}
	return out
}

// labelMayStart reports whether a label may begin with word i: it is the first, or
// stands after a sentence, another label, or words in other print.
func labelMayStart(l line, i int, after bool) bool {
	r, ok := firstLetter(l.words[i].Text)
	if !ok || !unicode.IsUpper(r) {
		return false
	}
	if i == 0 {
		return true
	}
	prev := strings.TrimRight(l.words[i-1].Text, "\"')")
	return after || strings.HasSuffix(prev, ".") || strings.HasSuffix(prev, ";") || strings.HasSuffix(prev, "|") || l.words[i].Bold && !l.words[i-1].Bold
}

// words counts the words of the label that begins with word i: up to a colon,
// at the start of a line up to a dash, or as far as its words alone are bold; 0
// where they are no label.
func (b labelBook) words(l line, i int) (int, role) {
	bold := 0
	for j := i; j < len(l.words) && j-i < maxLabelWords; j++ {
		w := l.words[j]
		if w.Bold && bold == j-i {
			bold++
		}
		dash := i == 0 && j > i && isDash(w.Text)
		if !strings.HasSuffix(w.Text, ":") && !dash {
			continue
		}
		text := part(l, i, j+1).text
		if r := b.role(strings.TrimRight(text, " :-–—")); r != "" {
			return j + 1 - i, r
		}
		return 0, ""
	}
	if bold > 0 && i+bold < len(l.words) && !l.words[i+bold].Bold {
		if r := b.role(part(l, i, i+bold).text); r != "" {
			return bold, r
		}
	}
	return 0, ""
}

// isDash reports whether a word is nothing but a dash.
func isDash(s string) bool { return s == "-" || s == "–" || s == "—" }

// part is the words from to to of a line as a line of their own.
func part(l line, from, to int) line {
	if from == 0 && to == len(l.words) {
		return l
	}
	return newCell(l, l.words[from:to]).line
}

// endsSentence reports whether a text ends as sentences do.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, " \"')”’")
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, ":") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

// startsCriterion reports whether a text begins with the id of a criterion.
func startsCriterion(text string) bool {
	m := criterionID.FindStringSubmatchIndex(plainText(text) + " ")
	if m == nil {
		return false
	}
	g := groups{re: criterionID, text: plainText(text) + " ", at: m}
	return strings.TrimSpace(g.get("tail")) == "" && g.has("m")
}

// idWords counts the words at the start of a line that are the id of a control, and
// those before it that only say so ("Control activity AC-01"), or number the part of
// the report ("4.2 Control AC-01").
func idWords(l line) (before, n int) {
	text := l.text
	if lead := numberRE.FindString(text); lead != "" {
		rest := line{text: text[len(lead):]}
		if r, _ := firstLetter(rest.text); unicode.IsUpper(r) {
			if b, n := idWords(rest); n > 0 {
				return b + 1, n
			}
		}
	}
	if lead := idWordsRE.FindString(text); lead != "" && !ownID.MatchString(text) {
		before = len(strings.Fields(lead))
		text = text[len(lead):]
	}
	text = strings.TrimLeft(text, "(")
	if first, rest, _ := strings.Cut(text, " "); strings.HasSuffix(first, ".") {
		text = strings.TrimSuffix(first, ".") + " " + rest
	}
	if m := criterionID.FindStringSubmatchIndex(text + " "); m != nil {
		g := groups{re: criterionID, text: text + " ", at: m}
		if strings.TrimSpace(g.get("tail")) == "" {
			return 0, 0
		}
		return before, wordsOf(text, g.get("s")+g.get("n")+"."+g.get("m")+g.get("tail"))
	}
	if m := ownID.FindStringSubmatch(text + " "); m != nil {
		return before, wordsOf(text, m[1])
	}
	return 0, 0
}

// wordsOf counts the words over which the beginning of a text runs that holds as
// many letters as the id.
func wordsOf(text, id string) int {
	want := len(strings.Join(strings.Fields(id), ""))
	for i, w := range strings.Fields(text) {
		if want -= len(w); want <= 0 {
			return i + 1
		}
	}
	return 0
}
