package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const maxSignature = 60 // bytes of a line of a signature

// legalNameRE is the legal name of a company.
var legalNameRE = regexp.MustCompile(`(?P<name>\p{Lu}[\pL\d&'.-]*(?:,?\s+(?:\p{Lu}[\pL\d&'.-]*|&|of|and|the)){0,6}?)` + suffixPattern + `(?:[^\pL]|$)`)

// otherOwnerRE are words beside a name that make it no name for the vendor.
var otherOwnerRE = regexp.MustCompile(`(?i)©|\(c\)|\bcopyright\b|\btrademark|\bmember\b|\bnetwork\b|\bsubsidiar|\bparent\b|\bformerly\b|\bd/?b/?a\b|\bdoing\s+business\b|\bpart\s+of\b|\ba\s+[\pL ,.&]{2,40}\s+company\b|\baffiliat|\bpowered\s+by\b|\bgenerated\b|\bprepared\s+(?:for|by)\b|\blicensed\b|\bregistered\b|\bAICPA\b|\binstitute\b|\bserviced?\s+auditor\b`)

// titleWordRE are words of titles, which may end like a company's name.
var titleWordRE = regexp.MustCompile(`(?i)\b(?:assertions?|management'?s?|reports?|statements?|descriptions?|sections?|controls?|criteria|opinions?|independent|periods?|throughout|examination|relevant|effectiveness|suitability|table|contents|confidential|proprietary|type)\b`)

// leadInRE are words of titles before the name of a company.
var leadInRE = regexp.MustCompile(`^(?i:(?:[\pL']+\s+){0,3}?(?:management|assertion|statement|description|report|behalf|directors)\s+(?:of|by|for|on)\s+(?:the\s+)?)`)

// genericWords are words of names that tell no company from another.
const genericWords = " inc incorporated llc llp lp ltd limited corp corporation co company pbc plc gmbh ag se kg sas sarl bv nv as ab oy pty pte pvt private the and of for group holding holdings international global " +
	"services service systems system technologies technology software solutions cloud platform labs digital data partners associates advisory assurance audit auditors accountants accounting cpa cpas certified public consulting "

// telling gives the words of a name that tell it from others, in lower case.
func telling(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(plainText(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool {
		return len(w) < 2 || strings.Contains(genericWords, " "+w+" ")
	})
}

// sameCompany reports whether two names may be those of one company: they share a
// telling word, one runs on into the other, or one is the other's initials.
func sameCompany(a, b string) bool {
	x, y := telling(a), telling(b)
	for _, w := range x {
		if slices.Contains(y, w) {
			return true
		}
	}
	jx, jy := strings.Join(x, ""), strings.Join(y, "")
	if jx == "" || jy == "" || strings.Contains(jx, jy) || strings.Contains(jy, jx) {
		return true
	}
	return initials(a) == jy || initials(b) == jx
}

// initials are the first letters of the words of a name, in lower case.
func initials(name string) string {
	var b strings.Builder
	for _, w := range strings.Fields(strings.ToLower(plainText(name))) {
		if r, ok := firstLetter(w); ok && !strings.Contains(" inc llc llp ltd limited corp co company and of the ", " "+strings.Trim(w, ".,")+" ") {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// knownNames are the names that a report may print anywhere: of the vendor, its
// system, its auditor and its subservice organisations.
func (c *checker) knownNames() []string {
	a := c.a
	out := append([]string{a.Organization.Value, a.System.Value, a.Auditor.Value}, a.Aliases...)
	for _, s := range a.Subservice.Items {
		out = append(out, s.Name)
	}
	for _, k := range a.Auditor.Candidates {
		out = append(out, k.Value)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// organisations flags the names of other companies where a report names its own:
// on the cover, in running headers and at both ends of the assertion.
func (c *checker) organisations() {
	if c.a.Organization.State != attest.Found {
		return
	}
	known := c.knownNames()
	letter := strings.ToLower(c.rp.letter.flow.text)
	for _, z := range c.ownPlaces() {
		for _, m := range legalNameRE.FindAllStringSubmatchIndex(z.text, -1) {
			start, end := m[0], m[1]
			for end > start && !isNameEnd(z.text[end-1]) {
				end--
			}
			start += len(leadInRE.FindString(z.text[start:end]))
			name := z.text[start:end]
			around := z.text[max(0, start-60):min(len(z.text), end+60)]
			inLetter := slices.ContainsFunc(telling(name), func(w string) bool { return strings.Contains(letter, w) })
			auditor := c.a.Auditor.State != attest.Found && accountantRE.MatchString(name)
			if auditor || inLetter || len(telling(name)) == 0 || titleWordRE.MatchString(name) || otherOwnerRE.MatchString(around) || slices.ContainsFunc(known, func(k string) bool { return sameCompany(k, name) }) {
				continue
			}
			c.flag(attest.FlagNameMismatch, "the report names "+name+" where it would name "+c.a.Organization.Value,
				append(z.cite(start, end), c.a.Organization.Citations...)...)
		}
	}
}

// isNameEnd reports whether a name may end with the byte.
func isNameEnd(b byte) bool {
	return b == '.' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// accountantRE are the legal forms and words of accountants' names.
var accountantRE = regexp.MustCompile(`(?i)\b(?:LLP|P\.?C\.?|PLLC|CPAs?|P\.?A\.?|audit\w*|assurance|accountan\w*|wirtschaftsprüf\w*)\b`)

// ownPlaces are the places where a report names the vendor, and hardly anybody else.
func (c *checker) ownPlaces() []flow {
	rp := c.rp
	out := []flow{rp.cover}
	for _, l := range rp.doc.headerLines() {
		out = append(out, newFlow([]line{l}))
	}
	lines := rp.assertion.lines
	if n := len(lines); n > 8 {
		out = append(out, newFlow(lines[:3]))
		for _, l := range lines[n-5:] {
			if len(l.text) <= maxSignature {
				out = append(out, newFlow([]line{l}))
			}
		}
	}
	return out
}

// performerRE names who performed the tests: in heads of columns, and before them.
var performerRE = regexp.MustCompile(`(?:[Tt]est(?:s|ing)?|TESTS?|TESTING|[Pp]rocedures?|PROCEDURES?)\s+(?:[Pp]erformed|[Aa]pplied|[Cc]onducted|[Ee]xecuted|PERFORMED|APPLIED|CONDUCTED)\s+(?:by|BY|By)\s+(?:the\s+|The\s+|THE\s+)?(?P<name>\p{Lu}[\pL\d&'.-]*(?:,?\s+(?:\p{Lu}[\pL\d&'.-]*|&|and)){0,6})`)

// noFirmRE are words for the auditor that are no name.
var noFirmRE = regexp.MustCompile(`(?i)^(?:(?:independent\s+)?(?:service\s+)?(?:auditors?|practitioners?|accountants?|management|us|we|firm|examiners?|assessors?)|service|tests?|testing|results?|internal|independent|qualified|company|organi[sz]ation|third|external|trained|both|cpas?)\b`)

// performer is who is said to have performed tests.
type performer struct {
	name  string
	cites []attest.Citation
}

// performers gives who performed the tests, by the words before the tables and by
// the heads of columns.
func (c *checker) performers() []performer {
	var out []performer
	intro := c.intro()
	for _, m := range performerRE.FindAllStringSubmatchIndex(intro.text, -1) {
		g := groups{re: performerRE, text: intro.text, at: m}
		out = append(out, performer{g.get("name"), intro.cite(m[0], m[1])})
	}
	for _, t := range c.tables {
		for _, h := range t.heads {
			if m := performerRE.FindStringSubmatch(plainText(h)); m != nil {
				out = append(out, performer{m[1], c.citeHead(t, m[1])})
			}
		}
	}
	return out
}

// citeHead points at the words of a table's head that hold the first word of a name.
func (c *checker) citeHead(t matrixTable, name string) []attest.Citation {
	first, lines := strings.Fields(name)[0], c.rp.doc.lines
	for i := max(0, t.zone.from-maxHeadingLines); i < min(len(lines), t.zone.from+maxHeadingLines); i++ {
		for _, k := range splitCells(plainLine(lines[i])) {
			if strings.Contains(k.text, first) {
				f := newFlow([]line{k.line})
				return f.cite(0, len(f.text))
			}
		}
	}
	return nil
}

// auditors flags a firm that is said to have performed the tests and is not the one
// that signed.
func (c *checker) auditors() {
	if c.a.Auditor.State != attest.Found {
		return
	}
	for _, p := range c.performers() {
		name := strings.TrimRight(p.name, " .,")
		if len(name) < 3 || noFirmRE.MatchString(name) || sameCompany(name, c.a.Auditor.Value) || sameCompany(name, c.a.Organization.Value) {
			continue
		}
		c.flag(attest.FlagAuditorMismatch, "the tests are said to be "+name+"'s, and "+c.a.Auditor.Value+" signed", append(p.cites, c.a.Auditor.Citations...)...)
		return
	}
}
