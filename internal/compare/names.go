package compare

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// legalForms are words of a firm's or company's name that are no part of who it is.
var legalForms = []string{
	"llp", "llc", "inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "pllc", "pc", "p", "c", "pa", "pbc", "lp", "gmbh", "ag", "kg", "mbh",
	"bv", "nv", "sa", "sas", "sarl", "srl", "spa", "ab", "as", "aps", "oy", "pty", "pte", "cpa", "cpas", "l", "and", "the", "certified", "public", "accountants", "accounting",
}

// nameWords are the words of a name that tell who it is, in lower case.
func nameWords(name string) []string {
	var out, all []string
	dotless := strings.NewReplacer(".", "", "&", " ", "+", " ").Replace(name)
	for _, t := range tokens(dotless) {
		all = append(all, t.fold)
		if !slices.Contains(legalForms, t.fold) {
			out = append(out, t.fold)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// sameness is how two names are one.
type sameness int

// The ways in which two names are one, from least to most.
const (
	otherName   sameness = iota
	likelyOne            // one may be short for the other
	sameNamed            // the same but for legal forms and punctuation
	samePrinted          // letter by letter
)

// sameName tells whether two names are one.
func sameName(a, b string) sameness {
	if strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " ")) {
		return samePrinted
	}
	wa, wb := nameWords(a), nameWords(b)
	if slices.Equal(wa, wb) || strings.Join(wa, "") == strings.Join(wb, "") {
		return sameNamed
	}
	if len(wa) > len(wb) {
		wa, wb = wb, wa
	}
	if len(wa) > 0 && (slices.Equal(wa, wb[:len(wa)]) && len(wa[0]) > 2 || len(wa) == 1 && initials(wb) == wa[0]) {
		return likelyOne
	}
	return otherName
}

// initials are the first letters of at least two words.
func initials(words []string) string {
	if len(words) < 2 {
		return "\x00"
	}
	var b strings.Builder
	for _, w := range words {
		b.WriteByte(w[0])
	}
	return b.String()
}

// namesOf are the names in a report, each with the mark that stands for it.
func namesOf(a *attest.Attestation) []phrase {
	var out []phrase
	add := func(name, mark string) {
		var folds []string
		for _, t := range tokens(name) {
			folds = append(folds, t.fold)
		}
		bare := slices.Clone(folds)
		for len(bare) > 1 && slices.Contains(legalForms, bare[len(bare)-1]) {
			bare = bare[:len(bare)-1]
		}
		for _, words := range [][]string{folds, bare} {
			if len(words) > 0 && len(words[0]) > 1 {
				out = append(out, phrase{strings.Join(words, " "), mark})
			}
		}
	}
	add(a.System.Value, systemMark)
	add(a.Organization.Value, orgMark)
	for _, alias := range a.Aliases {
		add(alias, orgMark)
	}
	add(a.Auditor.Value, auditorMark)
	out = append(out, productNames(a)...)
	return sortPhrases(out)
}

// productNames are the system's name without the organisation's before it, where at
// least two words are left, and with an article where one is.
func productNames(a *attest.Attestation) []phrase {
	org, system := tokens(a.Organization.Value), tokens(a.System.Value)
	n := 0
	for n < len(org) && n < len(system) && org[n].fold == system[n].fold {
		n++
	}
	if n == 0 || len(system)-n < 2 {
		return nil
	}
	var words []string
	for _, t := range system[n:] {
		words = append(words, t.fold)
	}
	return []phrase{{strings.Join(words, " "), systemMark}}
}
