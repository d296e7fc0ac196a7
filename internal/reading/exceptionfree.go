package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	freeNumber = regexp.MustCompile(`(?i)\b` + numberPattern)
	// noThings follows a number that counts no things that were tested.
	noThings = regexp.MustCompile(`(?i)^(?:\s*(?:business\s+|calendar\s+|working\s+|consecutive\s+)?(?:days?|hours?|weeks?|months?|years?|minutes?|percent|times?|hundred|thousand|million)\b|\s*%|[-/:.]\s?[\pL\d]|\s+(?:of\s+(?:them|these|those|which)|another|or\s+more|to\s+one|another's|and\s+the\s+same)\b)`)
	// notCount stands before a number that counts no things.
	notCount    = regexp.MustCompile(`(?i)(?:[\pL\d][-/.:]|[#$€£§]\s?|\b(?:no|any|each|every|at\s+least|version|section|page|step|tier|level(?:\s+of)?|phase|type|control|criteri(?:on|a)|table|item|note|within|after|by|than|until|exceed(?:ed|s|ing)?|over|under|every|january|february|march|april|may|june|july|august|september|october|november|december|q|quarter|week|day)\s*)$`)
	clauseBound = regexp.MustCompile(`[.;,:]\s|[.;,:]$|\s(?:and|but|while|whereas)\s`)
)

// freeCount reads the numbers of an exception whose words follow no known form: the
// things that its clauses count. A number in a clause that tells of a failure is the
// number of deviations; one in another clause may count those that passed as well.
func freeCount(out *attest.Exception, e *exception) {
	hits := thingHits(e.result)
	if out.SampleSize.State == attest.Absent && len(hits) > 1 {
		hits = drawnSize(out, hits)
	}
	size := out.SampleSize.Value // 0 where it is not known
	var failed, told []numberHit
	for _, h := range hits {
		switch {
		case size > 0 && (h.n > size || h.n == size && len(hits) > 1):
		case failCount.MatchString(clauseAround(h.f.text, h.at)):
			failed = append(failed, h)
		default:
			told = append(told, h)
		}
	}
	switch {
	case len(failed) == 1:
		out.Deviations = failed[0].fact("deviations.clause")
		if size > 0 {
			out.Counts = []attest.DeviationCount{{Deviations: failed[0].n, Of: size, Unit: failed[0].unit}}
		}
	case len(failed) == 0 && len(told) == 1 && size > told[0].n && size != 2*told[0].n:
		cites := told[0].f.cite(told[0].at[0], told[0].at[1])
		out.Deviations = attest.AmbiguousFact("the words do not tell whether the number counts failures",
			attest.Candidate[int]{Value: told[0].n, Citations: cites, Rule: "deviations.clause"},
			attest.Candidate[int]{Value: size - told[0].n, Citations: cites, Rule: "deviations.rest"})
	}
}

// drawnSize takes the largest of several numbers for the size of the sample, where
// the words draw the others from it.
func drawnSize(out *attest.Exception, hits []numberHit) []numberHit {
	large := 0
	for i, h := range hits {
		if h.n > hits[large].n {
			large = i
		}
	}
	h := hits[large]
	if !drawnFrom.MatchString(h.f.text[:h.at[0]]) {
		return hits
	}
	out.SampleSize = h.fact("sample.drawn")
	return append(hits[:large:large], hits[large+1:]...)
}

// thingHits lists the numbers of things in a text: no days, shares, dates or names.
func thingHits(f flow) []numberHit {
	var out []numberHit
	for _, at := range freeNumber.FindAllStringIndex(f.text, -1) {
		before, rest := f.text[:at[0]], f.text[at[1]:]
		n := countNumber(f.text[at[0]:at[1]])
		if n < 1 || n >= 1900 || noThings.MatchString(rest) || notCount.MatchString(before) || datePart.MatchString(rest) ||
			decimalAround(f.text, at[0], at[1]) || ordinalEnd(f.text, at[1]) || bareOne(f.text[at[0]:at[1]], rest) {
			continue
		}
		out = append(out, numberHit{n: n, f: f, at: [2]int{at[0], at[1]}, unit: unitOf(rest)})
	}
	return out
}

// bareOne reports the pronoun: "one was" after the thing was named.
func bareOne(number, rest string) bool {
	return strings.EqualFold(number, "one") && (rest == "" || !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, " ("))
}

// clauseAround is the clause in which a number stands.
func clauseAround(text string, at [2]int) string {
	from, to := 0, len(text)
	for _, m := range clauseBound.FindAllStringIndex(text, -1) {
		switch {
		case m[1] <= at[0]:
			from = m[1]
		case m[0] >= at[1] && m[0] < to:
			to = m[0]
		}
	}
	return text[from:to]
}
