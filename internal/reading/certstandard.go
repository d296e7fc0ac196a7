package reading

import (
	"slices"
	"strconv"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	standard27001 = regexp.MustCompile(`(?P<adopt>(?:(?:` + adoptionRE + `)[\s/-]+|IS/){0,3})[Ii][Ss][Oo]\s*(?:[/-]\s*(?:IEC|CEI|iec|cei)|IEC)?\s*[-:]?\s*27001(?:\s*(?:[:(]|-\s?|\s-\s?|\s)\s*(?P<year>(?:19|20)\d{2})\)?)?(?:\s*\(E\))?(?P<amd>(?:\s*[+/,&]\s*(?:A|Amd\.?|AMD|AC|Cor\.?|AMENDMENT|Amendment)\s*\.?\s*\d{1,2}(?:[:\s-]+(?:19|20)\d{2})?)*)`)
	standardJIS   = regexp.MustCompile(`\b(?P<adopt>JIS\s*Q|GB/T)\s*(?P<no>27001|22080)\s*[:-]?\s*(?P<year>(?:19|20)\d{2})?`)
	otherStandard = regexp.MustCompile(`\b(?:(?:EN|BS|DIN|NF|UNE|NEN)[\s-]+)*ISO\s*(?:/\s*IEC)?\s*[-:]?\s*(?P<no>27017|27018|27701|27799|22301|20000(?:-1)?|42001|9001|14001|45001|50001|13485|27002)\b(?:\s*[:-]\s*(?:19|20)\d{2})?`)
)

// standardHit is one mention of ISO/IEC 27001.
type standardHit struct {
	start, end int
	year       int  // 0 when none is printed
	adopted    bool // by a national or European body, whose years differ
	size       float64
}

// findStandard gives the mentions of ISO/IEC 27001 in a text.
func findStandard(f flow) []standardHit {
	var out []standardHit
	for _, re := range []*regexp.Regexp{standard27001, standardJIS} {
		for _, m := range re.FindAllStringSubmatchIndex(f.text, -1) {
			g := groups{re: re, text: f.text, at: m}
			if re == standardJIS && (g.get("no") == "22080") != strings.HasPrefix(g.get("adopt"), "GB") {
				continue
			}
			out = append(out, standardHit{start: m[0], end: m[1], year: g.num("year"), adopted: g.get("adopt") != "", size: f.lines[f.lineAt(m[0])].size})
		}
	}
	return out
}

// adoptionRE are the prefixes of national and European bodies, which print the
// year of their own adoption.
const adoptionRE = `EN|BS|DIN|NF|UNE|NEN|SS|DS|PN|ČSN|CSN|SN|ÖNORM|ONORM|ÖVE|ABNT|NBR|KS\s+X|UNI|UNI\s+CEI|CEI|SFS|NS|STN|LST|EVS|LVS|MSZ|SIST|HRN|TS|CSA|NTC|NMX|AS/NZS|NZS|SANS`

// editionOf maps a printed year to the edition of the international standard. A
// year that is no edition's counts only on an adoption.
func (h standardHit) editionOf() string {
	switch {
	case h.year == 2005, h.year == 2013, h.year == 2022:
		return strconv.Itoa(h.year)
	case !h.adopted || h.year == 0:
		return ""
	case h.year > 2005 && h.year < 2013:
		return "2005"
	case h.year > 2013 && h.year < 2022:
		return "2013"
	case h.year > 2022:
		return "2022"
	}
	return ""
}

// standard reads the standard and its edition. Of several mentions those in the
// largest type count, and of these the ones with a year.
func (d *document) standard(f flow) (standard, edition attest.Fact[string]) {
	hits := findStandard(f)
	if len(hits) == 0 {
		none := attest.AbsentFact[string]("the text names no edition of ISO/IEC 27001")
		return none, none
	}
	all := hits
	if slices.ContainsFunc(hits, func(h standardHit) bool { return h.year > 0 }) {
		hits = slices.DeleteFunc(slices.Clone(hits), func(h standardHit) bool { return h.year == 0 })
	}
	largest := slices.MaxFunc(hits, func(a, b standardHit) int { return int(a.size*10) - int(b.size*10) })
	cites := f.cite(largest.start, largest.end)
	name := f.text[largest.start:largest.end]
	if !strings.Contains(name, "(") {
		name = strings.TrimSuffix(name, ")") // of brackets around it
		cites = f.cite(largest.start, largest.start+len(name))
	}
	standard = attest.FoundFact(name, "cert.standard", cites...)
	var options []attest.Candidate[string]
	for _, h := range hits {
		e := h.editionOf()
		if e == "" || h.size < largest.size-0.5 || slices.ContainsFunc(options, func(c attest.Candidate[string]) bool { return c.Value == e }) {
			continue
		}
		options = append(options, attest.Candidate[string]{Value: e, Rule: "cert.edition", Citations: f.cite(h.start, h.end)})
	}
	switch {
	case len(options) == 1:
		return standard, attest.FoundFact(options[0].Value, options[0].Rule, options[0].Citations...)
	case len(options) > 1:
		return standard, attest.AmbiguousFact("the certificate names more than one edition", options...)
	case largest.year > 0:
		return standard, attest.AbsentFact[string]("ISO/IEC 27001 has no edition of " + strconv.Itoa(largest.year))
	}
	d.flag(attest.FlagEditionMissing, "ISO/IEC 27001 is named without its edition", f.cite(all[0].start, all[0].end)...)
	return standard, attest.AbsentFact[string]("the standard is named without a year")
}

// extraStandards lists the other standards that the sheet names, such as 27017
// and 27018, which add controls and are no certification of their own.
func extraStandards(f flow) attest.List[string] {
	out := attest.List[string]{State: attest.Found, Rule: "cert.extra_standards"}
	var numbers []string
	for _, m := range otherStandard.FindAllStringSubmatchIndex(f.text, -1) {
		g := groups{re: otherStandard, text: f.text, at: m}
		name := f.text[m[0]:m[1]]
		if i := slices.Index(numbers, g.get("no")); i >= 0 {
			if len(name) > len(out.Items[i]) {
				out.Items[i] = name
			}
			continue
		}
		numbers = append(numbers, g.get("no"))
		out.Items = append(out.Items, name)
		out.Citations = append(out.Citations, f.cite(m[0], m[1])...)
	}
	for _, m := range shortStandard.FindAllStringSubmatchIndex(f.text, -1) {
		no := f.text[m[2]:m[3]]
		if !slices.Contains(numbers, no) {
			numbers = append(numbers, no)
			out.Items = append(out.Items, "ISO/IEC "+no)
			out.Citations = append(out.Citations, f.cite(m[2], m[3])...)
		}
	}
	if len(out.Items) == 0 {
		return attest.List[string]{State: attest.Absent, Reason: "no other standard is named"}
	}
	return out
}

// shortStandard is the second of two standards named together: "ISO/IEC 27017 and 27018".
var shortStandard = regexp.MustCompile(`\b270\d\d(?::20\d\d)?\s*(?:and|und|et|y|e|en|&|,|/|\+)\s*(2701[78]|27701)\b`)
