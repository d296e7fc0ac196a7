package reading

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"example.com/assay/internal/criteria"
	regexp "example.com/assay/internal/lazyregexp"
)

// loadedCatalog is the trust services criteria that ids are checked against. It is
// embedded in the program, so that it cannot fail to load where the tests pass.
var loadedCatalog = sync.OnceValue(func() *criteria.Catalog {
	catalog, err := criteria.Load()
	if err != nil {
		return &criteria.Catalog{}
	}
	return catalog
})

var (
	criterionToken = regexp.MustCompile(`(?:^|[^\w.-])(?P<s>CC|PI|PP|P|A|C)\s?-?\s?(?P<n>\d{1,2})\.\s?(?P<m>\d{1,2})(?P<tail>\.\d{1,3})?`)
	elidedToken    = regexp.MustCompile(`^\s*(?P<link>,|;|/|&|and|-|to|through)\s*(?P<n>\d)\.(?P<m>\d{1,2})(?:$|[^\w.])`)
	rangeToken     = regexp.MustCompile(`(?i)^\s*(?:-|to|through|thru)\s*$`)
	listRest       = regexp.MustCompile(`(?i)^(?:[\s,;:/&()*|.-]|\band\b|\bto\b|\bthrough\b|\bcont(?:inued|'?d)?\b)*$`)
	criterionLead  = regexp.MustCompile(`(?i)^\W*(?:(?:applicable|related|relevant|common|additional|supporting|mapped)\s+)*(?:(?:trust\s+services?|TSC|TSP(?:\s+section\s+100)?|AICPA|COSO)\s*)?(?:criteri(?:on|a)|principles?|TSC|TSP)?\s*(?:ref(?:erence)?s?\.?|#|no\.?|numbers?|ids?)?\s*[:#.-]*\s*$`)
)

// criteriaIn lists the criteria that a cell of the criteria column, or a heading,
// begins with or is made of; ids that do not exist are listed as printed, and
// unknown tells of them. What follows them is the criterion's own words, in which
// further ids mean nothing.
func criteriaIn(text string) (ids, unknown []string) {
	catalog := loadedCatalog()
	end, last := 0, ""
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, m := range criterionToken.FindAllStringSubmatchIndex(text, -1) {
		g := groups{re: criterionToken, text: text, at: m}
		between := text[end:m[2]]
		if end > 0 && !listRest.MatchString(between) && !criterionLead.MatchString(between) && len(strings.Fields(between)) > 3 {
			break
		}
		raw := g.get("s") + g.get("n") + "." + g.get("m")
		ref := catalog.Resolve(raw)
		id := ref.Criterion
		if id == "" {
			if ref.Kind == criteria.IDSeries {
				end = m[1]
				continue
			}
			id = raw
			unknown = append(unknown, raw)
		} else if ref.Misprint {
			unknown = append(unknown, raw)
		}
		if end > 0 && rangeToken.MatchString(between) {
			for _, c := range criteriaBetween(catalog, last, id) {
				add(c)
			}
		}
		add(id)
		end, last = m[1], id
		end = elided(catalog, text, end, g.get("s"), &last, add)
	}
	return ids, unknown
}

// elided reads what follows an id without its letters: "CC6.1, 6.2 and 6.3".
func elided(catalog *criteria.Catalog, text string, end int, series string, last *string, add func(string)) int {
	for {
		m := elidedToken.FindStringSubmatchIndex(text[end:])
		if m == nil {
			return end
		}
		g := groups{re: elidedToken, text: text[end:], at: m}
		id := catalog.Resolve(series + g.get("n") + "." + g.get("m")).Criterion
		if id == "" {
			return end
		}
		if strings.Contains("-tothrough", g.get("link")) {
			for _, c := range criteriaBetween(catalog, *last, id) {
				add(c)
			}
		}
		add(id)
		*last = id
		end += m[2*elidedToken.SubexpIndex("m")+1]
	}
}

// criteriaBetween lists the criteria from one to another of the same series.
func criteriaBetween(catalog *criteria.Catalog, from, to string) []string {
	var out []string
	series, _, _ := strings.Cut(from, ".")
	on := false
	for _, c := range catalog.Criteria() {
		if c.ID == from {
			on = strings.HasPrefix(to, series+".")
		}
		if on {
			out = append(out, c.ID)
		}
		if c.ID == to {
			return out
		}
	}
	return nil
}

// headCriteria reads a row that announces criteria for the rows below it: its ids,
// or a series of them such as CC6, which names no criterion.
func headCriteria(text string) (ids, unknown []string, heading bool) {
	at := criterionToken.FindStringSubmatchIndex(text)
	if at == nil || !criterionLead.MatchString(text[:at[2]]) {
		id, ok := readRowID(loadedCatalog(), strings.TrimLeft(text, " *|"))
		return nil, nil, ok && id.series
	}
	if id, ok := readRowID(loadedCatalog(), text[at[2]:]); ok && id.control != "" && id.criterion != "" {
		return nil, nil, false // CC6.1.3 is a control
	}
	g := groups{re: criterionToken, text: text, at: at}
	if g.has("tail") {
		return nil, nil, false
	}
	ids, unknown = criteriaIn(text)
	return ids, unknown, true
}

var (
	idLike  = regexp.MustCompile(`^[A-Za-z#]{0,12}[-_.:/ ]{0,3}(?:[A-Za-z]{1,8}[-_./ ]{1,2}){0,3}[A-Za-z]{0,8}[-_. ]{0,2}\d{1,4}(?:[.\-_/]\s?[A-Za-z0-9]{1,4}){0,4}(?:\s?\([a-z0-9]{1,2}\)|[a-z])?$`)
	slugID  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+$`) // "train-people"
	idSplit = regexp.MustCompile(`\s*[,;|]\s*|\s+(?:and|&)\s+`)
)

// controlIDs reads the cell of the id column: the ids in it, and what else it holds.
func controlIDs(text string) (ids []string, rest string) {
	text = strings.Trim(strings.TrimSpace(text), ",;")
	if text == "" {
		return nil, ""
	}
	for _, part := range idSplit.Split(text, -1) {
		id, ok := oneID(part)
		if !ok {
			return leadingID(text)
		}
		ids = append(ids, id...)
	}
	return ids, ""
}

// oneID reads a text that is one id, or several with only space between them.
func oneID(part string) ([]string, bool) {
	part = strings.Trim(part, " .:*")
	if tight := strings.ReplaceAll(part, " ", ""); strings.Contains(part, " ") && (strings.HasSuffix(strings.Fields(part)[0], "-") || strings.HasSuffix(strings.Fields(part)[0], ".")) && idLike.MatchString(tight) {
		return []string{tight}, true
	}
	fields := strings.Fields(part)
	if len(fields) > 1 && !slices.ContainsFunc(fields, func(f string) bool { return !hasDigit(f) || !idLike.MatchString(f) }) {
		return fields, true
	}
	if (idLike.MatchString(part) || slugID.MatchString(part)) && len(part) <= 30 {
		return []string{part}, true
	}
	return nil, false
}

// leadingID takes the id that a longer text begins with.
func leadingID(text string) ([]string, string) {
	if m := bracketID.FindStringSubmatchIndex(text); m != nil {
		if ids, rest := leadingID(text[m[2]:m[3]]); len(ids) == 1 && rest == "" {
			return []string{text[m[0] : m[3]+1]}, strings.TrimLeft(text[m[1]:], " :.-|")
		}
	}
	id, ok := readRowID(loadedCatalog(), text)
	if !ok || notIDs.MatchString(text) || id.series || id.control == "" && id.criterion == "" {
		return nil, text
	}
	raw := id.control
	if raw == "" {
		raw = id.criterion
	}
	return []string{raw}, strings.TrimLeft(afterID(text, raw), " :.-|")
}

// bracketID is an id that a text begins with in brackets.
var bracketID = regexp.MustCompile(`^[\[(]([^\[\]() ]{2,20})[\])]\s`)

// notIDs are names of techniques and standards that look like ids.
var notIDs = regexp.MustCompile(`^(?:AES[-\s]?(?:128|192|256)|SHA[-\s]?\d{1,3}|TLS\s?v?1\.\d|SSL\s?v?\d|RSA[-\s]?\d{4}|MD5|ISO(?:/IEC)?[-\s]?\d{4,5}|NIST[-\s]\d{3}|FIPS[-\s]?1\d\d|SOC\s[123]|SSAE[-\s]?\d\d|S3|EC2|[MO]365|X\.509|WPA[23]|IPv[46]|HTTP/\d|RFC[-\s]?\d+|CV(?:E|SS)[-\s]?\d|Q[1-4]|P[0-5]\s+\pL)\b`)

// afterID is the rest of a text after the id that it begins with, which may have
// been printed with spaces inside.
func afterID(text, id string) string {
	want := strings.ReplaceAll(id, " ", "")
	n := 0
	for i, r := range text {
		if r == ' ' {
			continue
		}
		if n == len(want) {
			return text[i:]
		}
		if n < len(want) && strings.HasPrefix(want[n:], string(r)) {
			n += len(string(r))
			continue
		}
		return text
	}
	return ""
}

// idShape is the form of an id, with which ids of one report resemble each other:
// "AC-01" and "OPS-12" are both "A-9".
func idShape(id string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range id {
		switch {
		case unicode.IsDigit(r):
			r = '9'
		case unicode.IsLetter(r):
			r = 'A'
		}
		if r != last || r != '9' && r != 'A' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// idKey is an id as ids are compared.
func idKey(id string) string {
	key := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, id))
	return strings.Trim(key, ".:")
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// letters is a text as texts are compared: its letters and digits, lower case.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// likeness says how many of the words of two texts are the same, from 0 to 1.
func likeness(a, b string) float64 {
	x, y := wordSet(a), wordSet(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// wordSet is the set of a text's words, lower case, without the shortest.
func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 2 || hasDigit(w) {
			out[w] = true
		}
	}
	return out
}

// sameControl reports whether two texts are the same control's, as printed twice.
func sameControl(a, b string) bool {
	x, y := letters(a), letters(b)
	if x == "" || y == "" || x == y {
		return true
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 24 && strings.HasPrefix(y, x) || likeness(a, b) >= 0.8
}
