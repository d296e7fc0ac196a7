package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// placeLabelRE is a city with its label, as forms of signature in India have it.
	placeLabelRE = regexp.MustCompile(`(?i)^(?:place|location|city)\s*:\s*(?-i:(\p{Lu}[\pL .,'’()-]{2,60}?))(?:,?\s*\bdated?\b.*)?$`)
	// streetCityRE is an address on one line that ends with city, state and code.
	streetCityRE = regexp.MustCompile(`^[^,]{0,40}\d[^,]{0,40},\s*(?:(?:[Ss]uite|[Ff]loor|[Uu]nit|#)\s*[^,]{1,12},\s*)?([\p{Lu}][\pL .'’-]{1,40},\s*(?:[A-Z]{2}|[\p{Lu}][\pL ]{2,30})),?\s+\d{5}(?:-\d{4})?$`)
	// oneWordRE is a word with a capital, as a city alone on its line.
	oneWordRE = regexp.MustCompile(`^\p{Lu}[\pL'’-]{2,30}$`)
)

// city reads the place of the auditor's signature.
func (rp *report) city(sig signature, org string) attest.Fact[string] {
	f := rp.letter.flow
	date := sig.date
	if date < 0 {
		date = rp.letterheadDate(sig)
	}
	if date >= 0 {
		l := sig.lines[date]
		h := findDates(l.text)[0]
		if before := strings.Trim(strings.TrimSuffix(strings.Trim(l.text[:h.start], " ,"), " the"), " ,"); placeLike(before) {
			return attest.FoundFact(before, "city.date_line", f.cite(l.at, l.at+h.start)...)
		}
	}
	for _, i := range sig.around() {
		l := sig.lines[i]
		if slices.Contains([]string{"llp", "llc", "pllc", "p.c.", "inc."}, strings.ToLower(lastWord(l.text))) {
			continue
		}
		if m := zipCityRE.FindStringSubmatch(l.text); m != nil {
			return attest.FoundFact(m[1], "city.signature", f.cite(l.at, l.at+len(m[1]))...)
		}
		if cityRE.MatchString(l.text) && !personTitleRE.MatchString(l.text) && (!firmLineRE.MatchString(l.text) || pennsylvaniaRE.MatchString(l.text)) {
			return attest.FoundFact(strings.TrimSuffix(l.text, "."), "city.signature", f.cite(l.at, l.at+len(l.text))...)
		}
	}
	for _, read := range []func(signature, string) attest.Fact[string]{rp.labelledCity, rp.bareCity, rp.addressCity} {
		if c := read(sig, org); c.State == attest.Found {
			return c
		}
	}
	return attest.AbsentFact[string](rp.zoneReason("no city was found near the date of the auditor's report"))
}

// placeLike reports whether the words before a date are a place.
func placeLike(s string) bool {
	return len(s) > 2 && nameLike(s) && !firmLineRE.MatchString(s) && !dateWordRE.MatchString(s) && !strings.Contains(s, ":") && !notFirmRE.MatchString(s)
}

var dateWordRE = regexp.MustCompile(`(?i)\b(?:date[d:]?|signed|on|issued)\b`)

// labelledCity is the city behind the word "Place" next to the date.
func (rp *report) labelledCity(sig signature, _ string) attest.Fact[string] {
	for _, i := range append(sig.dateLine(), sig.around()...) {
		l := sig.lines[i]
		if m := placeLabelRE.FindStringSubmatchIndex(l.text); m != nil && placeLike(l.text[m[2]:m[3]]) {
			return attest.FoundFact(l.text[m[2]:m[3]], "city.label", rp.letter.flow.cite(l.at+m[2], l.at+m[3])...)
		}
	}
	return attest.Fact[string]{}
}

// bareCity is one word between the profession of the firm and the date: a person's
// name has two, and a title follows a person.
func (rp *report) bareCity(sig signature, _ string) attest.Fact[string] {
	i := sig.date - 1
	if i < 1 || sig.lines[i-1].at < sig.from || !professionRE.MatchString(sig.lines[i-1].text) {
		return attest.Fact[string]{}
	}
	l := sig.lines[i]
	if !oneWordRE.MatchString(l.text) || personTitleRE.MatchString(l.text) || notFirmRE.MatchString(l.text) || dateWordRE.MatchString(l.text) {
		return attest.Fact[string]{}
	}
	return attest.FoundFact(l.text, "city.bare", rp.letter.flow.cite(l.at, l.at+len(l.text))...)
}

// addressCity is the city of the address under the firm's name in a letter that is
// dated above its text: at its end, else in its head above the addressee.
func (rp *report) addressCity(sig signature, org string) attest.Fact[string] {
	if sig.date >= 0 {
		return attest.Fact[string]{}
	}
	for i := len(sig.lines) - 1; i >= max(0, len(sig.lines)-signatureReach) && sig.lines[i].at > sig.from; i-- {
		if c, ok := rp.cityUnderFirm(sig, i, org); ok {
			return c
		}
	}
	for i, l := range sig.lines {
		if l.at >= rp.letter.anchor || addresses(l.text, org) {
			break
		}
		if c, ok := rp.cityUnderFirm(sig, i, org); ok {
			return c
		}
	}
	return attest.Fact[string]{}
}

// addresses reports whether a line is of the address of those who get the letter.
func addresses(text, org string) bool {
	return toRE.MatchString(text) || rolesRE.MatchString(text) || org != "" && strings.Contains(text, org)
}

// cityUnderFirm reads line i as the end of an address whose head is a firm.
func (rp *report) cityUnderFirm(sig signature, i int, org string) (attest.Fact[string], bool) {
	l := sig.lines[i]
	m := zipCityRE.FindStringSubmatchIndex(l.text)
	if m == nil {
		m = streetCityRE.FindStringSubmatchIndex(l.text)
	}
	if m == nil {
		return attest.Fact[string]{}, false
	}
	for k := i - 1; k >= max(0, i-signatureReach) && !isDateLine(sig.lines[k].text); k-- {
		if text := columnHead(sig.lines[k].text); addresses(text, org) {
			break
		} else if firmLine(text, org) {
			return attest.FoundFact(l.text[m[2]:m[3]], "city.address", rp.letter.flow.cite(l.at+m[2], l.at+m[3])...), true
		}
	}
	return attest.Fact[string]{}, false
}
