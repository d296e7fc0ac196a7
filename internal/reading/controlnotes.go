package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// maxMarked is how many words a result has at most that leaves what it tells to a
// note below the table.
const maxMarked = 9

var (
	// noteRE is the mark of a note at its beginning.
	noteRE = regexp.MustCompile(`(?i)^\s*(?:\(\s*(?P<a>\d{1,2}|[a-z]|\*{1,3})\s*\)|\[\s*(?P<b>\d{1,2}|[a-z])\s*\]|(?:foot)?notes?\s*#?\s*(?P<c>\d{1,2}|[a-z])\s*[:.)–-]|(?P<d>\*{1,3}|†|‡)|(?P<e>\d{1,2})[.)]?)\s+\S`)
	// markRE is a mark in a result that stands for a note.
	markRE = regexp.MustCompile(`(?i)\(\s*(?P<a>\d{1,2}|[a-z]|\*{1,3})\s*\)|\[\s*(?P<b>\d{1,2}|[a-z])\s*\]|\b(?:foot)?notes?\s+#?\s*(?P<c>\d{1,2}|[a-z])\b|(?P<d>\*{1,3}|†|‡)|(?:noted|identified)\.?\s*(?P<e>\d{1,2})\W*$`)
)

// markOf is the mark that a pattern found; "" for none.
func markOf(re *regexp.Regexp, text string) (mark string, end int) {
	m := re.FindStringSubmatchIndex(text)
	if m == nil {
		return "", 0
	}
	g := groups{re: re, text: text, at: m}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		if g.has(name) {
			return strings.ToLower(g.get(name)), m[1]
		}
	}
	return "", 0
}

// note reads a note below a table that tells what the result of a control above,
// which bears its mark, leaves out.
func (r *rowReader) note(row matrixRow, f flow) bool {
	mark, _ := markOf(noteRE, f.text)
	if mark == "" {
		return false
	}
	head := strings.TrimSpace(noteRE.FindString(f.text))
	at := strings.Index(f.text, head) + len(head) - len(lastRune(head))
	said := trimFlow(f.slice(at, len(f.text)))
	told := false
	for i := len(r.m.entries) - 1; i >= 0; i-- {
		e := r.m.entries[i]
		for k, t := range e.tests {
			if got, _ := markOf(markRE, printed(t.result)); got == mark && t.verdict == attest.ResultException && !t.noted && len(strings.Fields(t.result.text)) <= maxMarked && len(counts(t.result.text)) == 0 {
				e.tests = slices.Clone(e.tests)
				e.tests[k] = t.told(said, flow{})
				told = true
			}
		}
	}
	return told
}

// printed is the text of a result with the mark that may have been taken for the
// number of an item.
func printed(f flow) string {
	var b strings.Builder
	for _, l := range f.lines {
		b.WriteString(l.text + " ")
	}
	return b.String()
}

// lastRune is the last character of a text.
func lastRune(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[len(r)-1:])
}

// pointsOn reports whether a result says that there is an exception, and leaves it
// to what stands below to tell which.
func (t rowTest) pointsOn() bool {
	return t.verdict == attest.ResultException && !t.noted && slices.Contains(t.refs, "above") && len(counts(t.result.text)) == 0
}

// told is a test whose exception is told below it, in a row of its own or in a note.
func (t rowTest) told(result, said flow) rowTest {
	if m := detailLabel.FindStringIndex(result.text); m != nil {
		result = trimFlow(result.slice(m[1], len(result.text)))
	}
	t.also = append(slices.Clone(t.also), t.result)
	t.result, t.refs, t.noted = result, nil, true
	t.response = joinFlows(t.response, said)
	return t
}
