package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// limb is one clause of an opinion: text[start:end].
type limb struct {
	leg        attest.Leg
	start, end int
}

// limbRules give the words with which each limb of an opinion starts. SOC 3
// reports have one limb, on the effectiveness of controls or the assertion of it.
var limbRules = []struct {
	leg attest.Leg
	re  *regexp.Regexp
}{
	{attest.LegDescription, regexp.MustCompile(`(?i)\bdescription\b[^.;]{0,160}?\b(?:fairly\s*)?(?:presents?|presented|portrays?|does\s*not\s*(?:fairly\s*)?present)\b|\b(?:beschreibung)\b[^.;]{0,160}?darstellt`)},
	{attest.LegDesign, regexp.MustCompile(`(?i)\bcontrols?\b[^.;]{0,200}?\b(?:not\s*)?(?:suitably|appropriately)\s*designed\b`)},
	{attest.LegOperation, regexp.MustCompile(`(?i)\bcontrols?\b[^.;]{0,200}?\b(?:(?:(?:did\s*not\s*)?operate[d]?|(?:were\s*|was\s*)?(?:not\s*)?operating)\s*(?:effectively|with\s*sufficient\s*effectiveness)|(?:were|was)\s*(?:not\s*)?effective)\b|\bmaintained,?\s*(?:in\s*all\s*material\s*respects,?\s*)?effective\s*controls\b|\bdid\s*not\s*maintain[^.;]{0,60}effective\s*controls\b|\bassertion\b[^.]{0,900}?\b(?:is|was)\s*(?:not\s*)?(?:fairly\s*)?(?:stated|presented)\b`)},
}

var conditionRE = regexp.MustCompile(`(?i)\bif\s+(?:its|the|those|their|such|complementary|controls?|user|subservice)?`)

// asideConditionRE is a condition that stands between commas, after which the
// clause goes on.
var asideConditionRE = regexp.MustCompile(`(?i),\s*if\s*(?:operating|operated|applied|implemented)\s*(?:effectively)?\s*,`)

// findLimbs finds the clauses of the opinion text[start:end]. Words inside a
// condition ("if its controls operated effectively") open no limb.
func findLimbs(text string, start, end int) []limb {
	var out []limb
	span := asideConditionRE.ReplaceAllStringFunc(text[start:end], func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, r := range limbRules {
		at := -1
		for from := 0; from < len(span); {
			m := r.re.FindStringIndex(span[from:])
			if m == nil {
				break
			}
			if !conditional(span, from+m[0], from+m[1]) {
				at = from + m[0] + lastSubject(span[from+m[0]:from+m[1]])
				break
			}
			from += m[0] + 1
		}
		if at >= 0 {
			out = append(out, limb{leg: r.leg, start: start + at})
		}
	}
	slices.SortStableFunc(out, func(a, b limb) int { return a.start - b.start })
	for i := range out {
		out[i].end = end
		if i+1 == len(out) {
			break
		}
		next := &out[i+1]
		next.start = out[i].start + clauseStart(text[out[i].start:next.start])
		out[i].end = next.start
	}
	return out
}

// clauseRE is where a clause of an opinion starts before its subject does: after a
// semicolon, at the mark of a list, and at the words of a modification that open it.
var clauseRE = regexp.MustCompile(`;\s+(\S)|[\s,.;](\(?(?:[a-d]|[1-4]|i{1,3}|iv)[.)]\s)|[,.;]\s+([-–•]\s)|\s(and,?\s+(?:except|because)\s)|\.\s+((?:Except|Because|With)\s)`)

// clauseStart is the offset of the last start of a clause in the words between
// the subjects of two limbs; their end when there is none.
func clauseStart(between string) int {
	at := len(between)
	for _, m := range clauseRE.FindAllStringSubmatchIndex(between+"the", -1) {
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				at = min(m[g], len(between))
			}
		}
	}
	return at
}

// lastSubject is the offset of the last subject in a clause: two limbs in one
// sentence ("the controls were designed and the controls operated") part there.
func lastSubject(clause string) int {
	low := strings.ToLower(clause)
	return max(0, strings.LastIndex(low, " controls ")+1)
}

// conditional reports whether the words from at to end stand under an "if" of the
// same clause.
func conditional(span string, at, end int) bool {
	clause := at
	for clause > 0 && span[clause-1] != ';' && span[clause-1] != '.' {
		clause--
	}
	before := span[clause:end]
	m := conditionRE.FindAllStringIndex(before, -1)
	if m == nil {
		return false
	}
	return m[0][0] < end-clause
}

// legs gives the opinion on each limb.
func (o opinion) legs(f flow, kind attest.Kind, typ attest.ReportType) []attest.LegOpinion {
	if o.kind == "" {
		return nil
	}
	cite := func(l limb) []attest.Citation {
		return f.cite(l.start, endOfWord(f.text, min(l.end, l.start+160)))
	}
	if o.kind == attest.Disclaimer {
		return disclaimedLegs(kind, typ, f.cite(o.cue[0], o.cue[1]))
	}
	var out []attest.LegOpinion
	main := o.mainSpan()
	for _, l := range main.limbs {
		out = append(out, attest.LegOpinion{Leg: l.leg, Opinion: o.leg(f, main, l, cite(l))})
	}
	return out
}

// mainSpan is the first opinion statement on the trust services criteria.
func (o opinion) mainSpan() opinionSpan {
	for _, s := range o.spans {
		if s.subject == "" && s.kind != "" {
			return s
		}
	}
	return opinionSpan{}
}

// disclaimedLegs are the limbs of a report on which no opinion is given.
func disclaimedLegs(kind attest.Kind, typ attest.ReportType, cites []attest.Citation) []attest.LegOpinion {
	legs := []attest.Leg{attest.LegDescription, attest.LegDesign, attest.LegOperation}
	switch {
	case kind == attest.KindSOC3:
		legs = legs[2:]
	case typ == 1:
		legs = legs[:2]
	}
	var out []attest.LegOpinion
	for _, l := range legs {
		out = append(out, attest.LegOpinion{Leg: l, Opinion: attest.FoundFact(attest.Disclaimer, "opinion.disclaimer", cites...)})
	}
	return out
}

// leg decides one limb: by words inside it, else by the words before all limbs
// and the paragraph that tells why.
func (o opinion) leg(f flow, main opinionSpan, l limb, cites []attest.Citation) attest.Fact[attest.OpinionKind] {
	own := f.text[l.start:l.end]
	if i := strings.Index(own, "~"); i >= 0 {
		own = own[:i]
	}
	negated := adverseRE.MatchString(own)
	switch {
	case o.kind == attest.Unqualified:
		return attest.FoundFact(attest.Unqualified, "opinion.limb", cites...)
	case exceptRE.MatchString(maskDualDates(own)):
		return attest.FoundFact(attest.Qualified, "opinion.limb_except", cites...)
	case o.kind == attest.Adverse && negated:
		return attest.FoundFact(attest.Adverse, "opinion.limb_negated", cites...)
	case o.kind == attest.Adverse && o.anyNegated(f, main):
		return attest.FoundFact(attest.Unqualified, "opinion.limb", cites...)
	case o.kind == attest.Qualified && o.inLimb:
		return attest.FoundFact(attest.Unqualified, "opinion.limb", cites...)
	}
	return o.legByBasis(f, main, l.leg, cites)
}

// anyNegated reports whether one of the limbs is negated in its own words.
func (o opinion) anyNegated(f flow, main opinionSpan) bool {
	return slices.ContainsFunc(main.limbs, func(l limb) bool { return adverseRE.MatchString(f.text[l.start:l.end]) })
}

var (
	basisDescriptionRE = regexp.MustCompile(`(?i)\bdescription\b[^.]{0,120}\b(?:omits?|omitted|does\s*not\s*(?:include|disclose|describe|present)|misstate[sd]?|inaccurate|not\s*(?:in\s*accordance|fairly\s*presented|implemented)|(?:was|were)\s*not\s*implemented)\b|\b(?:had|have|has)\s*not\s*been\s*implemented\b|\b(?:was|were)\s*not\s*implemented\b`)
	basisDesignRE      = regexp.MustCompile(`(?i)\bnot\s*(?:been\s*)?(?:suitably|appropriately|adequately)\s*designed\b|\bdesign\s*(?:deficien\w+|of\s*(?:the\s*|those\s*|these\s*)?controls?\s*(?:was|were)\s*not)|\bno\s*controls?\s*(?:was|were|is|are)\s*(?:in\s*place|designed)|\bdoes\s*not\s*(?:include|have)\s*(?:a\s*)?controls?\b|\black(?:s|ed)?\s*(?:of\s*)?(?:a\s*)?controls?\b|\bcontrols?\s*(?:do|does|did)\s*not\s*exist\b`)
	basisOperationRE   = regexp.MustCompile(`(?i)\b(?:operat(?:e|ed|ing)\b|(?:was|were)\s*not\s*(?:performed|revoked|removed|completed|approved|reviewed|conducted|executed|retained|available|consistently|always|disabled|documented|applied|encrypted|done|made|monitored|updated|tested|carried)|did\s*not\s*(?:operate|take\s*place|occur|perform|review|approve|remove|consistently)|not\s*(?:performed|consistently)|failed\b|failures?\b)`)
)

// legByBasis decides a limb of an opinion that is modified before all its limbs.
// Without words that tell which limb is meant, the limb is ambiguous.
func (o opinion) legByBasis(f flow, main opinionSpan, leg attest.Leg, cites []attest.Citation) attest.Fact[attest.OpinionKind] {
	basis := f.text[o.basis[0]:o.basis[1]]
	if len(main.limbs) == 1 {
		return attest.FoundFact(o.kind, "opinion.single_limb", cites...)
	}
	hit := map[attest.Leg]*regexp.Regexp{
		attest.LegDescription: basisDescriptionRE, attest.LegDesign: basisDesignRE, attest.LegOperation: basisOperationRE,
	}
	m := hit[leg].FindStringIndex(basis)
	operating := slices.ContainsFunc(main.limbs, func(l limb) bool { return l.leg == attest.LegOperation })
	known := basisDescriptionRE.MatchString(basis) || basisDesignRE.MatchString(basis) || operating && basisOperationRE.MatchString(basis)
	switch {
	case m != nil && known:
		return attest.FoundFact(o.kind, "opinion.basis_paragraph", f.cite(o.basis[0]+m[0], o.basis[0]+m[1])...)
	case known:
		return attest.FoundFact(attest.Unqualified, "opinion.basis_paragraph", cites...)
	}
	return attest.AmbiguousFact("the opinion is modified, and its words do not say for which limb",
		attest.Candidate[attest.OpinionKind]{Value: o.kind, Citations: cites, Rule: "opinion.unstated_limb"},
		attest.Candidate[attest.OpinionKind]{Value: attest.Unqualified, Citations: cites, Rule: "opinion.unstated_limb"})
}
