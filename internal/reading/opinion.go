package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// opinion is what a letter concludes, with the places in its text that say so.
type opinion struct {
	kind    attest.OpinionKind // "" when no opinion was found
	rule    string
	spans   []opinionSpan
	cue     [2]int // the words that modify the opinion, or its first words
	inLimb  bool   // the modifying words stand inside one limb only
	headed  bool   // a heading says that the opinion is modified
	basis   [2]int // the paragraph that tells why, or zero
	differs bool   // two opinions on the same subject matter
	// other is the second reading where the words leave doubt, and doubt says why.
	other attest.OpinionKind
	doubt string
}

// opinionSpan is one "in our opinion" statement: text[start:end].
type opinionSpan struct {
	start, end int
	subject    string // the added criteria it is about, "" for the trust services criteria
	kind       attest.OpinionKind
	cue        [2]int
	limbs      []limb
}

// aside are words that may stand between a negation and its verb.
const aside = `(?:\s*,?\s*in\s*all\s*material\s*respects\s*,?)?`

var (
	inOurOpinionRE = regexp.MustCompile(`(?i)\bin\s*our\s*opinion\b|\bwe\s*are\s*of\s*the\s*opinion\s*that\b|\bour\s*opinion\s*is\s*that\b|\bwe\s*conclude\s*that\b|\bnach\s*unserer\s*(?:beurteilung|überzeugung|auffassung)\b|\bà\s*notre\s*avis\b`)
	opinionAboutRE = regexp.MustCompile(`(?i)material\s*respects|assertion|description|controls|effective|beschreibung|kontrollen`)
	// spanEndRE is what follows an opinion: the next paragraph of the letter.
	spanEndRE  = regexp.MustCompile(`(?i)\brestrict(?:ed|ions?)\s*(?:on\s*)?use\b|\b(?:is|are)\s*(?:not\s*)?intended\s*(?:solely|to\s*be|for)\b|\bintended\s*(?:users?|use)\s*and\s*(?:purpose|use)\b|\bemphasis\s*(?:of|on)\s*(?:a\s*)?matters?\b|\bother\s*matters?\b|\bcontrols?\s*that\s*did\s*not\s*operate\b|\bwe\s*draw\s*attention\b|\bopinion\s*is\s*not\s*modified\b|\bthis\s*report\s*(?:is|and)\b|\bdescription\s*of\s*tests\s*of\s*controls\s*the\s*specific\b|\buse\s*of\s*this\s*report\b|\bthe\s*specific\s*controls\s*(?:and\s*tests\s*)?tested\b`)
	dualDateRE = regexp.MustCompile(`(?i),?\s*except\s*(?:for|as\s*to|that|with\s*respect\s*to)\b(?:[^.;]|\.\d){0,200}?as\s*to\s*which\s*the\s*date\s*is`)
	exceptRE   = regexp.MustCompile(`(?i)\bexcept\s*(?:for|that|as|to\s*the\s*extent)\b|\bexcepting\s*(?:for|the|that)\b|\bwith\s*the\s*exceptions?\s*of\b|\bsubject\s*to\s*the\s*(?:effects?\s*of\s*the\s*)?(?:matters?|exceptions?)\b|\bother\s*than\s*(?:for\s*)?the\s*(?:effects?|matters?|exceptions?)\b|\b(?:save|but)\s*for\b|\bapart\s*from\s*the\s*(?:effects?|matters?|exceptions?)\b|\bmit\s*ausnahme\b|\bà\s*l'exception\b`)
	adverseRE  = regexp.MustCompile(`(?i)\b(?:because|in\s*view|on\s*account)\s*of\s*the\s*(?:(?:significance|pervasiveness|(?:possible\s*)?effects?)\s*of\s*the\s*)?matters?\b|\b(?:does|do|did)\s*not` + aside + `\s*(?:fairly\s*)?present\b|\b(?:is|was|are|were)\s*not` + aside + `\s*(?:fairly\s*)?(?:presented|stated)\b|\b(?:were|are|was|is)\s*not` + aside + `\s*(?:suitably|appropriately|adequately)\s*designed\b|\b(?:did\s*not` + aside + `\s*operate|(?:were|was)\s*not` + aside + `\s*operating)\s*(?:effectively|with\s*sufficient\s*effectiveness)\b|\b(?:were|was|are|is)\s*not` + aside + `\s*effective\b|\bdid\s*not` + aside + `\s*maintain\b|\bfailed\s*to\b`)
	// doubtRE are words that no unqualified opinion needs. Where they stand in one
	// that seems so, a person must look.
	doubtRE      = regexp.MustCompile(`(?i)\b(?:not|unable|inability|fail(?:s|ed|ure)?|however|notwithstanding|other\s*than|excluding|apart\s*from|aside\s*from|unless|qualified|adverse|disclaim(?:er|s)?|deficien(?:t|cy|cies))\b`)
	scopeLimitRE = regexp.MustCompile(`(?i)\bunable\s*to\s*(?:obtain\s*sufficient|carry\s*out|complete)|\bnot\s*obtained\s*sufficient|\bscope\s*of\s*(?:our|the)\s*(?:work|examination|engagement)\s*was\s*not\s*sufficient|\bdid\s*not\s*obtain\s*sufficient|\bnot\s*been\s*able\s*to\s*obtain\s*sufficient`)
	expressRE    = regexp.MustCompile(`(?i)\b(?:do|did)\s*not\s*(?:express|give|issue|render|form),?\s*(?:and\s*we\s*do\s*not\s*express,?\s*)?an?\s*(?:conclusion|opinion)\b`)
	noOpinionRE  = regexp.MustCompile(`(?i)\bdisclaim(?:s|er\s*of)?\s*(?:an\s*)?opinion\b`)
	engagedRE    = regexp.MustCompile(`(?i)\bwe\s*were\s*(?:engaged|appointed|asked|retained)\s*to\s*(?:examine|review|audit)\b`)
	// boilerRE are sentences without an opinion that stand in every report.
	boilerRE    = regexp.MustCompile(`(?i)[^.]*\b(?:did\s*not\s*perform\s*any\s*procedures|(?:has|have)\s*not\s*been\s*subjected\s*to|did\s*not\s*(?:extend\s*to|include)|have\s*not\s*evaluated|not\s*conducted\s*for\s*the\s*purpose|any\s*other\s*form\s*of\s*assurance|projection)\b[^.]*\.(?:\s*accordingly,?[^.]*\.)?`)
	modHeadRE   = regexp.MustCompile(`(?i)^\W*(?:(?:section\s*)?[\divx]{0,4}[.:)-]?\s*)?(?:basis\s*for\s*(?:the\s*|our\s*)?)?(qualified|adverse|disclaimer\s*of|modified)\s*(?:opinion|conclusion)s?\W*$`)
	basisHeadRE = regexp.MustCompile(`(?i)^\W*basis\s*(?:for|of)\s*(?:the\s*|our\s*)?(?:(?:qualified|adverse|modified|disclaimer\s*of)\s*)?(?:opinion|conclusion|qualification|modification)s?\W*$|^\W*(?:explanatory|basis)\s*paragraph\W*$|^\W*(?:matters?|circumstances?)\s*giving\s*rise\b.{0,60}$`)
)

// readOpinion reads the opinion of a letter. The order of decision is: two cues
// of a disclaimer; words of exception in the span; words of an adverse opinion;
// else unqualified where limbs were found. Headings and words that contradict
// the decision leave it in doubt.
func readOpinion(f flow) opinion {
	text := maskDualDates(undotted(f.text))
	o := opinion{spans: opinionSpans(f, text)}
	headed := headedKind(f)
	o.headed = headed != ""
	main := slices.DeleteFunc(slices.Clone(o.spans), func(s opinionSpan) bool { return s.subject != "" || s.kind == "" })
	if cue, ok := disclaimer(f, text); ok {
		o.kind, o.rule, o.cue = attest.Disclaimer, "opinion.disclaimer", cue
		o.basis = findBasis(f, text, cue[0])
		if len(main) > 0 && headed != attest.Disclaimer {
			o.other, o.doubt = main[0].kind, "the auditor's report both disclaims an opinion and gives one"
		}
		return o
	}
	if len(main) == 0 {
		return o
	}
	first := main[0]
	o.kind, o.cue = first.kind, first.cue
	for _, s := range main[1:] {
		o.differs = o.differs || s.kind != o.kind
	}
	o.rule = "opinion." + string(o.kind)
	o.basis = findBasis(f, text, first.start)
	if o.kind == attest.Qualified {
		o.inLimb = len(first.limbs) > 0 && first.cue[0] >= first.limbs[0].start
	}
	o.other, o.doubt = o.secondReading(text, first, headed)
	return o
}

// secondReading is another opinion that the words allow, and why; "" when they
// leave no doubt.
func (o opinion) secondReading(text string, first opinionSpan, headed attest.OpinionKind) (attest.OpinionKind, string) {
	switch {
	case headed != "" && headed != o.kind:
		return headed, "the heading above the opinion and its words do not agree"
	case o.kind == attest.Adverse && headed == "" && first.affirmed(text):
		return attest.Qualified, "the opinion is given and a sentence after it takes part of it back"
	case o.kind == attest.Unqualified && doubtRE.MatchString(unconditional(text, first)):
		return attest.Qualified, "the opinion holds words that an unqualified opinion does not need"
	}
	return "", ""
}

// affirmed reports whether the limbs, and the words before them, hold no negation
// in their own sentences.
func (s opinionSpan) affirmed(text string) bool {
	if len(s.limbs) == 0 || adverseRE.MatchString(text[s.start:s.limbs[0].start]) {
		return false
	}
	return !slices.ContainsFunc(s.limbs, func(l limb) bool {
		own := text[l.start:l.end]
		mark := min(len(own), 8) // "and (iii) "
		if i := strings.Index(own[mark:], ". "); i > 0 {
			own = own[:mark+i]
		}
		return adverseRE.MatchString(own)
	})
}

// headedKind is the opinion that a heading of the letter names, "" when none does.
func headedKind(f flow) attest.OpinionKind {
	for _, at := range f.subheads(modHeadRE) {
		switch low := strings.ToLower(f.lineText(at)); {
		case strings.Contains(low, "disclaimer"):
			return attest.Disclaimer
		case strings.Contains(low, "adverse"):
			return attest.Adverse
		default:
			return attest.Qualified
		}
	}
	return ""
}

// unconditional is the text of an opinion without the conditions of its limbs and
// without sentences that every report holds.
func unconditional(text string, s opinionSpan) string {
	var b strings.Builder
	for _, clause := range strings.Split(boilerRE.ReplaceAllString(text[s.start:s.end], "."), ";") {
		if m := conditionRE.FindStringIndex(clause); m != nil {
			clause = clause[:m[0]]
		}
		b.WriteString(clause)
		b.WriteByte(';')
	}
	return b.String()
}

// maskDualDates blanks the words of dual dating, which look like an exception.
func maskDualDates(text string) string {
	return dualDateRE.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("~", len(s)) })
}

// opinionSpans finds the opinion statements of a letter.
func opinionSpans(f flow, text string) []opinionSpan {
	var out []opinionSpan
	for _, m := range inOurOpinionRE.FindAllStringIndex(text, -1) {
		if n := len(out); n > 0 && m[0] < out[n-1].end {
			continue
		}
		ahead := text[m[1]:min(len(text), m[1]+400)]
		if !opinionAboutRE.MatchString(ahead) {
			continue
		}
		end := spanEnd(f, text, m[1])
		s := opinionSpan{start: m[0], end: end, cue: [2]int{m[0], min(m[1]+60, end)}}
		s.limbs = findLimbs(text, s.start, s.end)
		s.subject = addedSubject(text[s.start:s.end])
		s.judge(text)
		out = append(out, s)
	}
	return out
}

// spanEnd is where the opinion that starts before from ends: at the next
// paragraph's words, at a heading of the letter, or at the signature's date.
func spanEnd(f flow, text string, from int) int {
	end := len(text)
	if m := spanEndRE.FindStringIndex(text[from:]); m != nil {
		end = from + m[0]
	}
	if m := inOurOpinionRE.FindStringIndex(text[from:end]); m != nil {
		end = from + m[0]
	}
	starts := f.lineStarts()
	for i, at := range starts {
		if at <= from || at >= end || f.runsThrough(starts, i) {
			continue
		}
		if l := f.lineText(at); letterHeadRE.MatchString(l) || dateLineRE.MatchString(l) && len(findDates(l)) > 0 {
			return at
		}
	}
	return end
}

// runsThrough reports whether line i is the middle of a sentence: a date or words
// of a heading that a line break happens to set alone.
func (f flow) runsThrough(starts []int, i int) bool {
	if i > 0 && rangeOpenRE.MatchString(f.lineText(starts[i-1])) {
		return true
	}
	if i+1 == len(starts) || strings.HasSuffix(f.lineText(starts[i]), ".") {
		return false
	}
	return startsLower(f.lineText(starts[i+1])) && !limbMarkRE.MatchString(f.lineText(starts[i+1]))
}

// limbMarkRE is the mark before a limb of an opinion.
var limbMarkRE = regexp.MustCompile(`^(?:[a-h]|[ivx]{1,4})[.)]`)

var (
	// letterHeadRE are the headings of paragraphs inside an auditor's report.
	letterHeadRE = regexp.MustCompile(`(?i)^\W*(?:[a-h\divx]{1,4}[.)]\s*)?(?:scope|opinion|(?:un)?(?:qualified|modified) opinion|adverse opinion|disclaimer of opinion|basis for .{3,40}|emphasis of .{1,12}matters?|other matters?|other information|restricted use|restriction on use.{0,40}|inherent limitations.{0,40}|limitations of controls.{0,60}|.{0,40}responsibilit(?:y|ies).{0,40}|(?:our|service auditor'?s?'?|practitioner'?s?'?) (?:independence|opinion).{0,40}|independence and quality (?:control|management)|description of tests of controls.{0,30}|controls that did not operate.{0,60}|intended (?:users?|use).{0,40}|purpose of (?:the|this) report|auditor'?s opinion|conclusion)\W*$`)
	// dateLineRE is a line of a signature block that is nothing but a date.
	dateLineRE = regexp.MustCompile(`(?i)^(?:\W*(?:date[d:]?\s*)?)?(?:\pL[\pL .'-]{1,30},\s*)?(?:\d{1,2}\W{0,3}[\pL.]{3,12}\W{0,2}\d{4}|[\pL.]{3,12}\s*\d{1,2}(?:st|nd|rd|th)?\W{0,3}\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\W*$`)
)

// judge decides the opinion of one span.
func (s *opinionSpan) judge(text string) {
	span := text[s.start:s.end]
	switch m := exceptRE.FindStringIndex(span); {
	case m != nil:
		s.kind, s.cue = attest.Qualified, sentenceAround(text, s.start+m[0], s.end)
	default:
		if a := adverseRE.FindStringIndex(span); a != nil {
			s.kind, s.cue = attest.Adverse, sentenceAround(text, s.start+a[0], s.end)
		} else if len(s.limbs) > 0 {
			s.kind = attest.Unqualified
			s.cue = [2]int{s.start, min(s.end, max(s.limbs[0].end, s.start+1))}
			s.cue[1] = min(s.cue[1], s.cue[0]+240)
		}
	}
	s.cue[1] = endOfWord(text, s.cue[1])
}

// sentenceAround is the stretch of text from a cue to the next comma, semicolon
// or full stop, at most 200 bytes, so that a quote is short and telling.
func sentenceAround(text string, at, end int) [2]int {
	to := at
	for to < end && to < at+200 {
		if c := text[to]; to > at+20 && (c == ',' || c == ';' || c == '.' && (to+1 == len(text) || text[to+1] == ' ')) {
			break
		}
		to++
	}
	return [2]int{at, to}
}

// endOfWord moves an offset to the end of the word it is in.
func endOfWord(text string, at int) int {
	for at > 0 && at < len(text) && text[at] != ' ' {
		at++
	}
	return at
}

// disclaimer looks for a disclaimer of opinion: its heading, or two of its cues.
// Sentences that every report holds are left out.
func disclaimer(f flow, text string) ([2]int, bool) {
	plain := boilerRE.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("~", len(s)) })
	no := expressRE.FindStringIndex(plain)
	if no == nil {
		no = noOpinionRE.FindStringIndex(plain)
	}
	limit := scopeLimitRE.FindStringIndex(plain)
	cues := 0
	for _, hit := range []bool{no != nil, limit != nil, engagedRE.MatchString(plain)} {
		if hit {
			cues++
		}
	}
	headed := false
	for _, at := range f.subheads(modHeadRE) {
		if l := strings.ToLower(f.lineText(at)); strings.Contains(l, "disclaimer") {
			headed = true
			if no == nil {
				no = []int{at, at + len(l)}
			}
		}
	}
	if cues < 2 && !headed || no == nil && limit == nil {
		return [2]int{}, false
	}
	if no == nil {
		no = limit
	}
	return [2]int{no[0], endOfWord(text, min(len(text), max(no[1], no[0]+1)))}, true
}

var (
	basisCueRE   = regexp.MustCompile(`(?i)\bas\s*(?:a\s*result|(?:noted|described|discussed|indicated|disclosed|set\s*out|more\s*fully\s*described)\s*(?:in|on|at))\b|\bdid\s*not\s*provide\s*reasonable\s*assurance|\bstates?\s*in\s*(?:its|the)\s*description|\bdescription\s*states\s*that\b|\bwere\s*not\s*(?:achieved|met)\b`)
	basisFirstRE = regexp.MustCompile(`(?i)(?:^|[.:]\s+|\s)(as\s*(?:noted|described|discussed|indicated|disclosed|set\s*out|more\s*fully\s*described)\s*(?:in|on|at)\b|[A-Z][\w&' -]{1,60}?\s*states\s*in\s*(?:its|the)\s*description|the\s*(?:accompanying\s*)?description\s*(?:states|indicates)\s*that\b)`)
)

// findBasis finds the paragraph that tells why an opinion is modified: below its
// heading, or between the last heading and the opinion where its words are there.
func findBasis(f flow, text string, before int) [2]int {
	heads := f.subheads(basisHeadRE)
	for _, at := range heads {
		if at < before {
			from := at + len(f.lineText(at))
			return [2]int{from, max(from, lastHeadBefore(f, before))}
		}
	}
	if len(heads) > 0 { // below the opinion, as the international standards have it
		from := heads[0] + len(f.lineText(heads[0]))
		to := min(len(text), from+2500)
		for _, at := range f.subheads(letterHeadRE) {
			if at > from {
				return [2]int{from, min(at, to)}
			}
		}
		return [2]int{from, to}
	}
	from := 0
	for _, at := range f.subheads(letterHeadRE) {
		if at >= before {
			break
		}
		if !modHeadRE.MatchString(f.lineText(at)) && !strings.EqualFold(f.lineText(at), "opinion") {
			from = at
		}
	}
	window := text[max(from, before-2500):before]
	from = max(from, before-2500)
	m := basisFirstRE.FindStringSubmatchIndex(window)
	if m == nil || !basisCueRE.MatchString(window[m[2]:]) {
		return [2]int{}
	}
	return [2]int{from + m[2], max(from+m[2], lastHeadBefore(f, before))}
}

// lastHeadBefore is the start of the heading right before an offset, or the offset.
func lastHeadBefore(f flow, at int) int {
	out := at
	for _, h := range f.subheads(letterHeadRE) {
		if h < at && at-h < 60 {
			out = h
		}
	}
	return out
}
