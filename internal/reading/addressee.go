package reading

import (
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// rolePattern is what a letter calls those of an organisation to whom it is
// addressed.
const rolePattern = `(?:(?:executive|senior|managing|supervisory|management|audit|risk|statutory|general|legal|specified|advisory)\s+){0,2}(?:boards?(?:\s+of\s+(?:directors|managers|trustees|management|governors))?|directors?|managers?|management(?:\s+(?:board|team|committee))?|committee|members?|partners?|(?:share|stock)holders?|owners?|trustees|officers?|representatives|team|customers?|clients|users?|user\s+entities|auditors)`

var (
	toRE    = regexp.MustCompile(`(?i)^\W*to\b\W*(?:the\s+)?`)
	rolesRE = regexp.MustCompile(`(?i)^\W*(?:(?:for\s+the\s+)?(?:attention|attn)\b\W*(?:of\s+)?)?(?:the\s+)?` + rolePattern + `(?:\s*(?:,|;|&|\band\b|\bor\b)\s*(?:the\s+)?` + rolePattern + `)*\s*(?:\b(?:of|at)\b|[,:]|$)\s*(?:the\s+)?`)
	// ownRoleRE is a role behind the name: "X, Inc. Management".
	ownRoleRE = regexp.MustCompile(`(?i)^(?:'s?)?\s+` + rolePattern + `$`)
	// partOfRE names an owner, which is not the organisation that was examined.
	partOfRE = regexp.MustCompile(`(?i)\b(?:subsidiary|division|unit|affiliate|brand|member|part)\s+of\s+(?-i:` + namePattern + `)(?:[,.]|\s+[a-z(])`)
	// ofSubjectRE is the organisation after the system: "description of the X of Y".
	ofSubjectRE = regexp.MustCompile(`(?i)\b(?:description|controls|system)\b[^.;]{0,160}?\s(?:of|by)\s+(?:the\s+)?(?-i:(` + namePattern + suffixPattern + `))(?:\W|$)`)
	legalRE     = regexp.MustCompile(`(?:^|[\s,])` + suffixPattern + `(?:` + suffixPattern + `)*`)
)

// addressee reads the lines between the heading of the letter and its first
// paragraph: "To the Management of X", or an address that starts with the name.
func (rp *report) addressee() (attest.Fact[string], bool) {
	if name, ok := rp.addressed(true); ok {
		return name, true
	}
	return rp.addressed(false)
}

// addressed reads the first addressee after the word "To", or the first name of
// an address without it.
func (rp *report) addressed(after bool) (attest.Fact[string], bool) {
	f := rp.letter.flow
	open := false // the line before ended with the role, the name is to come
	for _, at := range f.lineStarts() {
		if at >= rp.letter.anchor {
			break
		}
		text := f.lineText(at)
		to := toRE.FindString(text)
		from := len(to) + len(rolesRE.FindString(text[len(to):]))
		name := firstName(strings.TrimRight(text[from:], " :;,"))
		if after && to == "" && !open || !after && (!suffixRE.MatchString(name) || firmRE.MatchString(name) || len(name) >= 80) {
			continue
		}
		open = (to != "" || open) && strings.TrimSpace(text[from:]) == ""
		if name != "" && !genericName(name) && len(name) <= 100 {
			return rp.mixedCase(attest.FoundFact(name, "organisation.addressee", f.cite(at+from, min(at+len(text), at+from+len(name)))...)), true
		}
	}
	return attest.Fact[string]{}, false
}

// mixedCase writes a name in capitals as the letter's first paragraph does.
func (rp *report) mixedCase(name attest.Fact[string]) attest.Fact[string] {
	f, at := rp.letter.flow, rp.letter.anchor
	if strings.ToUpper(name.Value) != name.Value {
		return name
	}
	m := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(name.Value)).FindStringIndex(rp.letter.opening())
	if m == nil {
		return name
	}
	name.Value = f.text[at+m[0] : at+m[1]]
	name.Citations = append(name.Citations, f.cite(at+m[0], at+m[1])...)
	return name
}

// firstName is the first of the names in the words of an addressee: what follows
// a legal form (a place, a second organisation, "and its customers") is left out.
func firstName(s string) string {
	for _, m := range legalRE.FindAllStringIndex(s, -1) {
		rest := s[m[1]:]
		if m[0] > 0 && (strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, ";") || strings.HasPrefix(rest, " and ") || strings.HasPrefix(rest, " & ") || ownRoleRE.MatchString(rest)) {
			return trimName(s[:m[1]])
		}
	}
	return trimName(sideRE.ReplaceAllString(s, ""))
}

// subject reads whose system was examined: the possessive before it, or the name
// with a legal form after it.
func (rp *report) subject() (attest.Fact[string], bool) {
	f, at := rp.letter.flow, rp.letter.anchor
	if m := subjectRE.FindStringSubmatchIndex(f.text[at:]); m != nil && m[0] < 200 {
		name := trimName(f.text[at+m[2] : at+m[3]])
		return attest.FoundFact(name, "organisation.scope", f.cite(at+m[2], at+m[3])...), name != "" && !genericName(name)
	}
	opening := f.text[at:min(len(f.text), at+400)]
	m := ofSubjectRE.FindStringSubmatchIndex(opening)
	if m == nil || partOfRE.MatchString(opening[m[0]:m[3]]+",") {
		return attest.Fact[string]{}, false
	}
	for from := m[2]; ; {
		name := opening[from:m[3]]
		if strings.Contains(rp.cover.text+rp.assertion.text, name) && suffixRE.MatchString(name) && !strings.Contains(name, " System of ") {
			return attest.FoundFact(name, "organisation.scope", f.cite(at+from, at+m[3])...), true
		}
		next := strings.Index(name, " of ")
		if next < 0 {
			return attest.Fact[string]{}, false
		}
		from += next + len(" of ")
	}
}

// examines reports whether the letter's first paragraph speaks of the
// organisation, and other than as somebody's owner.
func (rp *report) examines(name string) (named, owner bool) {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return false, false
	}
	opening := rp.letter.opening()
	named = strings.Contains(strings.ToLower(partOfRE.ReplaceAllString(opening, " ")), words[0])
	return named, !named && strings.Contains(strings.ToLower(opening), words[0])
}
