package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// namedRule gives the normal name of something that a letter names.
type namedRule struct {
	name string
	re   *regexp.Regexp
}

// standardRules are the standards under which practitioners report.
var standardRules = []namedRule{
	{"AICPA attestation standards", regexp.MustCompile(`(?i)attestation\s*standards\s*(?:(?:established|issued|set|promulgated)\s*by|of)\s*(?:the\s*)?(?:american\s*institute\s*of\s*certified\s*public\s*accountants|aicpa)`)},
	{"AT-C 105", regexp.MustCompile(`(?i)\bAT-?C\s*(?:sections?\s*)?(?:\d{3}\s*(?:,|and|&)\s*)*105\b`)},
	{"AT-C 205", regexp.MustCompile(`(?i)\bAT-?C\s*(?:sections?\s*)?(?:\d{3}\s*(?:,|and|&)\s*(?:AT-?C\s*(?:section\s*)?)?)*205A?\b`)},
	{"AT-C 206", regexp.MustCompile(`(?i)\bAT-?C\s*(?:sections?\s*)?(?:\d{3}\s*(?:,|and|&)\s*)*206\b`)},
	{"AT-C 210", regexp.MustCompile(`(?i)\bAT-?C\s*(?:section\s*)?210\b`)},
	{"AT-C 215", regexp.MustCompile(`(?i)\bAT-?C\s*(?:section\s*)?215\b`)},
	{"AT-C 320", regexp.MustCompile(`(?i)\bAT-?C\s*(?:section\s*)?320\b`)},
	{"AT 101", regexp.MustCompile(`(?i)\bAT\s*(?:section\s*)?101\b`)},
	{"SSAE 16", regexp.MustCompile(`(?i)\bSSAE\s*(?:no\.?\s*)?16\b`)},
	{"SSAE 18", regexp.MustCompile(`(?i)\bSSAE\s*(?:no\.?\s*)?18\b`)},
	{"SSAE 21", regexp.MustCompile(`(?i)\bSSAE\s*(?:no\.?\s*)?21\b`)},
	{"ISAE 3000", regexp.MustCompile(`(?i)\bISAE\s*(?:\(?[A-Z]{2,3}\)?\s*)?3000\b|international\s*standards?\s*on\s*assurance\s*engagements?\s*(?:\(?[A-Z]{2,4}\)?\s*){0,2}3000\b`)},
	{"ISAE 3402", regexp.MustCompile(`(?i)\bISAE\s*(?:\(?[A-Z]{2,3}\)?\s*)?3402\b|international\s*standards?\s*on\s*assurance\s*engagements?\s*(?:\(?[A-Z]{2,4}\)?\s*){0,2}3402\b`)},
	{"CSAE 3000", regexp.MustCompile(`(?i)\bCSAE\s*3000\b|canadian\s*standard\s*on\s*assurance\s*engagements?\s*(?:\(?CSAE\)?\s*)?3000\b`)},
	{"CSAE 3001", regexp.MustCompile(`(?i)\bCSAE\s*3001\b|canadian\s*standard\s*on\s*assurance\s*engagements?\s*(?:\(?CSAE\)?\s*)?3001\b`)},
	{"CSAE 3416", regexp.MustCompile(`(?i)\bCSAE\s*3416\b|canadian\s*standard\s*on\s*assurance\s*engagements?\s*(?:\(?CSAE\)?\s*)?3416\b`)},
	{"ASAE 3150", regexp.MustCompile(`(?i)\bASAE\s*3150\b`)},
	{"ASAE 3402", regexp.MustCompile(`(?i)\bASAE\s*3402\b`)},
	{"SAE 3150", regexp.MustCompile(`(?i)(?:^|[^A-Z])SAE\s*(?:\(NZ\)\s*)?3150\b`)},
	{"SAE 3402", regexp.MustCompile(`(?i)(?:^|[^A-Z])SAE\s*3402\b`)},
	{"HKSAE 3000", regexp.MustCompile(`(?i)\bHKSAE\s*3000\b`)},
	{"HKSAE 3402", regexp.MustCompile(`(?i)\bHKSAE\s*3402\b`)},
	{"SSAE 3000 (Singapore)", regexp.MustCompile(`(?i)\bSSAE\s*3000\b`)},
	{"SSAE 3402 (Singapore)", regexp.MustCompile(`(?i)\bSSAE\s*3402\b`)},
	{"IDW PS 951", regexp.MustCompile(`(?i)\bIDW\s*PS\s*951\b`)},
	{"Standaard 3402", regexp.MustCompile(`(?i)\b(?:Standaard|Dutch\s*Standard)\s*3402\b`)},
	{"Standaard 3000", regexp.MustCompile(`(?i)\b(?:Standaard|Dutch\s*Standard)\s*3000`)},
	{"AAF 01/20", regexp.MustCompile(`(?i)\bAAF\s*01/(?:06|20)\b`)},
}

// addedRules are the criteria sets that a SOC 2 examination may add.
var addedRules = []namedRule{
	{"HITRUST CSF", regexp.MustCompile(`(?i)\bHITRUST\b`)},
	{"CSA Cloud Controls Matrix", regexp.MustCompile(`(?i)\bcloud\s*controls?\s*matrix\b|\bCSA\s*CCM\b`)},
	{"HIPAA", regexp.MustCompile(`(?i)\bHIPAA\b|health\s*insurance\s*portability\s*and\s*accountability`)},
	{"NIST CSF", regexp.MustCompile(`(?i)\bNIST\s*(?:cybersecurity\s*framework|CSF)\b`)},
	{"NIST SP 800-53", regexp.MustCompile(`(?i)\b800-53\b`)},
	{"NIST SP 800-171", regexp.MustCompile(`(?i)\b800-171\b`)},
	{"BSI C5", regexp.MustCompile(`(?i)cloud\s*computing\s*compliance\s*(?:criteria|controls)\s*catalogue|\bBSI\s*C5\b|\bC5:20\d\d\b`)},
	{"ISO/IEC 27001", regexp.MustCompile(`(?i)\bISO\s*(?:/\s*IEC)?\s*27001\b`)},
	{"PCI DSS", regexp.MustCompile(`(?i)\bPCI\s*DSS\b`)},
	{"GDPR", regexp.MustCompile(`(?i)\bGDPR\b|general\s*data\s*protection\s*regulation`)},
}

// addedSubject names the added criteria that an opinion statement is about: one
// that names such a set and does not speak of the trust services criteria.
func addedSubject(span string) string {
	if trustCriteriaRE.MatchString(span) || strings.Contains(strings.ToLower(span), "description presents") {
		return ""
	}
	for _, r := range addedRules {
		if r.re.MatchString(span) {
			return r.name
		}
	}
	return ""
}

var trustCriteriaRE = regexp.MustCompile(`(?i)trust\s*services?\s*(?:criteri(?:a|on)|principles?)|\bTSP\s*(?:section\s*)?100A?\b`)

// standards lists the standards that the letter names, or the cover where there
// is no letter.
func (rp *report) standards() attest.List[string] {
	zone, rule := rp.letter.flow, "standards.letter"
	if !rp.letter.found() {
		zone, rule = rp.cover, "standards.cover"
	}
	out := attest.List[string]{State: attest.Found, Rule: rule}
	for _, r := range standardRules {
		if m := r.re.FindStringIndex(zone.text); m != nil {
			out.Items = append(out.Items, r.name)
			out.Citations = append(out.Citations, zone.cite(m[0], m[1])...)
		}
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: rp.zoneReason("no attestation standard is named in the auditor's report")}
	}
	return out
}

var (
	tspRE      = regexp.MustCompile(`(?i)\bTSP\s*(?:sections?\s*)?100(A?)\b`)
	tspAfterRE = regexp.MustCompile(`(?i)^[\s,(]*(20\d\d)\s*(?:edition\s*(?:of\s*)?)?(?:trust|TSP)`)
	tspPriorRE = regexp.MustCompile(`(?i)(20\d\d)\s*(?:edition\s*of\s*)?(?:the\s*)?$`)
	tscYearRE  = regexp.MustCompile(`(?i)\b(20\d\d)\s*trust\s*services\s*(?:criteria|principles)`)
)

// criteriaEdition reads which trust services criteria were used.
func (rp *report) criteriaEdition() attest.Fact[string] {
	for _, z := range []struct {
		f    flow
		rule string
	}{{rp.letter.flow, "criteria.letter"}, {rp.assertion, "criteria.assertion"}} {
		if m := tspRE.FindStringSubmatchIndex(z.f.text); m != nil {
			name := "TSP section 100" + z.f.text[m[2]:m[3]]
			end, year := m[1], ""
			if y := tspAfterRE.FindStringSubmatchIndex(z.f.text[m[1]:]); y != nil {
				year, end = z.f.text[m[1]+y[2]:m[1]+y[3]], m[1]+y[3]
			} else if y := tspPriorRE.FindStringSubmatch(z.f.text[max(0, m[0]-30):m[0]]); y != nil {
				year = y[1]
			}
			if year != "" {
				name += " (" + year + ")"
			}
			return attest.FoundFact(name, z.rule, z.f.cite(m[0], end)...)
		}
		if m := tscYearRE.FindStringSubmatchIndex(z.f.text); m != nil {
			return attest.FoundFact("TSP section 100 ("+z.f.text[m[2]:m[3]]+")", z.rule, z.f.cite(m[0], m[1])...)
		}
	}
	return attest.AbsentFact[string](rp.zoneReason("the auditor's report names no edition of the trust services criteria"))
}

// unauditedRE marks a sentence on information that was not examined.
var unauditedRE = regexp.MustCompile(`(?i)not\s*(?:a\s*)?part\s*of\s*the\s*description|not\s*been\s*subjected|express\s*no\s*opinion|not\s*covered|additional\s*information|do\s*not\s*express`)

// addedCriteria lists the criteria sets that the letter takes in beside the trust
// services criteria. Sets of which the letter says that they were not examined
// do not count.
func (rp *report) addedCriteria() attest.List[string] {
	out := attest.List[string]{State: attest.Found, Rule: "criteria.added"}
	f := rp.letter.flow
	for _, s := range sentences(f.text) {
		text := f.text[s[0]:s[1]]
		if unauditedRE.MatchString(text) || !strings.Contains(strings.ToLower(text), "criteri") && !strings.Contains(strings.ToLower(text), "requirements") {
			continue
		}
		for _, r := range addedRules {
			m := r.re.FindStringIndex(text)
			if m == nil || slices.Contains(out.Items, r.name) {
				continue
			}
			out.Items = append(out.Items, r.name)
			out.Citations = append(out.Citations, f.cite(s[0]+m[0], s[0]+m[1])...)
		}
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: rp.zoneReason("the auditor's report names no further criteria")}
	}
	return out
}

// sentences cuts a text at full stops that end sentences.
func sentences(text string) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '.' || text[i+1] != ' ' || i+2 < len(text) && text[i+2] >= 'a' && text[i+2] <= 'z' {
			continue
		}
		if w := text[max(0, i-4):i]; strings.HasSuffix(w, " Inc") || strings.HasSuffix(w, " Co") || strings.HasSuffix(w, " No") || strings.HasSuffix(w, "Corp") || strings.HasSuffix(w, " Ltd") || len(w) > 1 && w[len(w)-2] == '.' {
			continue
		}
		out = append(out, [2]int{start, i + 1})
		start = i + 2
	}
	if start < len(text) {
		out = append(out, [2]int{start, len(text)})
	}
	return out
}

// categoryRules give the words of the trust services categories.
var categoryRules = []struct {
	category attest.Category
	re       *regexp.Regexp
}{
	{attest.Security, regexp.MustCompile(`(?i)\bsecurity\b`)},
	{attest.Availability, regexp.MustCompile(`(?i)\bavailability\b`)},
	{attest.ProcessingIntegrity, regexp.MustCompile(`(?i)\bprocessing\s*integrity\b`)},
	{attest.Confidentiality, regexp.MustCompile(`(?i)\bconfidentiality`)},
	{attest.Privacy, regexp.MustCompile(`(?i)\bprivacy\b`)},
}

const (
	categoryPattern = `(?:security|availability|processing\s*integrity|confidentiality|privacy)`
	// categoriesPattern is a list of categories; each may be defined in brackets.
	categoriesPattern = categoryPattern + `(?:(?:\s*\(\s*["'][^()]{1,60}\))?[\s,;&/"']*(?:and|und|et)?[\s,;&/"']*(?:the\s*)?` + categoryPattern + `)*`
)

var (
	// categoryListRE are the ways of listing categories, the surest first. The
	// list is the group.
	categoryListREs = []*regexp.Regexp{
		regexp.MustCompile(`(?i)relevant\s*to\s*(?:the\s*)?(?:trust\s*services\s*(?:criteria|categor(?:y|ies)|principles?)\s*(?:of|for)\s*)?(?:the\s*)?["']?(` + categoriesPattern + `)`),
		regexp.MustCompile(`(?i)(?:criteria\s*for|principles?\s*(?:of|for)|categor(?:y|ies)\s*(?:of|:)|meet\s*the\s*criteria\s*for)\s*(?:the\s*)?["']?(` + categoriesPattern + `)`),
		regexp.MustCompile(`(?i)(` + categoriesPattern + `)\s*trust\s*services\s*(?:criteria|categor(?:y|ies)|principles?)`),
		regexp.MustCompile(`\bCategories\s*(?i:in\s*scope|covered|examined)?\s*:?\s*(?i:(` + categoriesPattern + `))`),
		regexp.MustCompile(`(?i)criteria\s*\((?:for\s*|relevant\s*to\s*)?(` + categoriesPattern + `)\)`),
	}
	// criteriaTitleRE stands before the title of the criteria themselves, which
	// names all categories whatever is in scope.
	criteriaTitleRE = regexp.MustCompile(`(?i)(?:\bTSP\b[^.]{0,60}|\b20\d\d\s*(?:edition\s*of\s*)?)(?:the\s*)?trust\s*services\s*(?:principles\s*(?:and\s*)?)?$`)
)

// categories reads the categories in scope from the list that the letter gives;
// without one, from the cover and the assertion. Ids of criteria decide nothing.
func (rp *report) categories() attest.List[attest.Category] {
	type zone struct {
		f    flow
		rule string
	}
	for _, z := range []zone{{rp.letter.flow, "categories.letter"}, {rp.cover, "categories.cover"}, {rp.assertion, "categories.assertion"}} {
		items, m := categoryList(z.f.text)
		if len(items) == 0 {
			continue
		}
		out := attest.List[attest.Category]{State: attest.Found, Items: items, Rule: z.rule, Citations: z.f.cite(m[0], m[1])}
		rp.compareCategories(out, z.rule)
		return out
	}
	return attest.List[attest.Category]{State: attest.Absent, Reason: rp.zoneReason("no list of trust services categories was found")}
}

// compareCategories flags a cover that lists other categories than the letter.
func (rp *report) compareCategories(got attest.List[attest.Category], rule string) {
	cover, m := categoryList(rp.cover.text)
	if rule != "categories.letter" || len(cover) == 0 || slices.Equal(cover, got.Items) {
		return
	}
	rp.doc.flag(attest.FlagTitleMismatch, "the cover lists other categories than the auditor's report", append(rp.cover.cite(m[0], m[1]), got.Citations...)...)
}

// categoryList finds the first list of categories that is no title of the
// criteria themselves, in customary order. Further lists in the same sentence
// belong to it: each category may have a period of its own.
func categoryList(text string) ([]attest.Category, [2]int) {
	for i, re := range categoryListREs {
		at := [2]int{}
		named := map[attest.Category]bool{}
		for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
			if at[1] > 0 && len(sentences(text[at[1]:m[0]]+" .")) > 1 || at[1] > 0 && m[0]-at[1] > 300 {
				break
			}
			found := categoriesIn(text[m[2]:m[3]])
			if i > 0 && (criteriaTitleRE.MatchString(text[max(0, m[0]-90):m[0]]) ||
				len(found) == len(categoryRules) && strings.Contains(text[max(0, m[0]-40):m[3]], "Trust Services")) {
				continue
			}
			if at[1] == 0 {
				at = [2]int{m[0], m[1]}
			}
			for _, c := range found {
				named[c] = true
			}
		}
		if len(named) > 0 {
			return customary(named), at
		}
	}
	return nil, [2]int{}
}

// categoriesIn gives the categories that a text names.
func categoriesIn(text string) []attest.Category {
	var out []attest.Category
	for _, r := range categoryRules {
		if r.re.MatchString(text) {
			out = append(out, r.category)
		}
	}
	return out
}

// customary puts categories in their customary order.
func customary(named map[attest.Category]bool) []attest.Category {
	var out []attest.Category
	for _, r := range categoryRules {
		if named[r.category] {
			out = append(out, r.category)
		}
	}
	return out
}
