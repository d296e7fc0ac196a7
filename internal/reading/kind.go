package reading

import (
	"cmp"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// verdict is what a kind scored, with the words that spoke for it.
type verdict struct {
	kind  attest.Kind
	score int
	cites []attest.Citation
}

// kindZones are the texts in which anchors are looked for.
type kindZones struct {
	title, cover, early, letter, scope, body flow
}

// zonesOf cuts the document into the zones of the rules.
func (rp *report) zonesOf() kindZones {
	d := rp.doc
	z := kindZones{cover: rp.cover, title: d.titleFlow()}
	if len(d.pages) <= 10 {
		z.body = d.body(d.all())
	}
	if rp.letter.found() {
		z.letter = rp.letter.flow
		f := rp.letter.flow
		z.scope = f.slice(rp.letter.anchor, min(len(f.text), rp.letter.anchor+1200))
		return z
	}
	z.early = d.body(d.pageSpan(1, 3))
	return z
}

// titleFlow is the large print of page one, or its first lines where nothing
// is larger than the rest.
func (d *document) titleFlow() flow {
	if len(d.pages) == 0 {
		return flow{}
	}
	p := d.pages[0]
	var lines []line
	body, n := d.bodySize(), 0
	for i := p.first; i < p.end; i++ {
		l := plainLine(d.lines[i])
		if l.text == "" {
			continue
		}
		if n++; n <= 3 || l.size > 1.2*body {
			lines = append(lines, l)
		}
	}
	return newFlow(lines)
}

// text gives the flow of a zone.
func (z kindZones) text(in zone) flow {
	return map[zone]flow{inTitle: z.title, inCover: z.cover, inEarly: z.early, inLetter: z.letter, inScope: z.scope, inBody: z.body}[in]
}

// score adds up the anchors of each kind, best first.
func (z kindZones) score(anchors []anchor) []verdict {
	byKind, texts := map[attest.Kind]*verdict{}, map[zone]string{}
	for _, a := range anchors {
		f := z.text(a.zone)
		if texts[a.zone] == "" {
			texts[a.zone] = undotted(f.text)
		}
		m := a.re.FindStringIndex(texts[a.zone])
		if m == nil {
			continue
		}
		v := byKind[a.kind]
		if v == nil {
			v = &verdict{kind: a.kind}
			byKind[a.kind] = v
		}
		v.score += a.weight
		if a.weight > 1 && len(v.cites) < 3 {
			v.cites = append(v.cites, f.cite(m[0], min(m[1], m[0]+160))...)
		}
	}
	var out []verdict
	for _, v := range byKind {
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b verdict) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.kind, b.kind))
	})
	return out
}

// classify decides what the document is. An auditor's report decides by its own
// words; without one the cover and the structure do, or the words of the first
// pages of a short document.
func (rp *report) classify() attest.Fact[attest.Kind] {
	z := rp.zonesOf()
	var votes []verdict
	rule := "kind.letter"
	if blanks := formRE.FindAllStringIndex(rp.letter.flow.text, templateBlanks); len(blanks) == templateBlanks {
		f := attest.AbsentFact[attest.Kind]("the auditor's report is a template with blanks to fill in")
		f.Citations = rp.letter.flow.cite(blanks[0][0], blanks[0][1])
		return f
	}
	if rp.letter.found() {
		votes = z.score(attestationAnchors)
	} else {
		votes, rule = rp.withoutLetter(z)
	}
	if len(votes) == 0 || votes[0].score < minKindScore {
		return attest.AbsentFact[attest.Kind](rp.unknownReason())
	}
	best := votes[0]
	if len(votes) > 1 && best.score-votes[1].score < minKindLead && votes[1].score >= minKindScore {
		return attest.AmbiguousFact("the document looks like more than one kind",
			attest.Candidate[attest.Kind]{Value: best.kind, Citations: best.cites, Rule: rule},
			attest.Candidate[attest.Kind]{Value: votes[1].kind, Citations: votes[1].cites, Rule: rule})
	}
	kind := rp.refine(best.kind, z)
	return attest.FoundFact(kind, rule, best.cites...)
}

// templateBlanks is the number of blanks in brackets that makes an auditor's report
// the sample of one. A single one may be left over in a true report.
const templateBlanks = 3

// unknownReason says why no kind was recognised.
func (rp *report) unknownReason() string {
	if pages := rp.doc.unread(1, len(rp.doc.pages)); len(pages) > 0 {
		return pageList(pages) + " could not be read, and the rest says too little of what the document is"
	}
	return "nothing in the document says which kind of assurance document it is"
}

// withoutLetter scores a document in which no auditor's report was found: as a
// report whose letter is a picture where its other parts are there, else as one
// of the other documents.
func (rp *report) withoutLetter(z kindZones) ([]verdict, string) {
	if v, ok := rp.byStructure(); ok {
		return []verdict{v}, "kind.structure"
	}
	votes := rp.sheetVotes(z.score(lookalikeAnchors), z)
	if pages := len(rp.doc.pages); pages > 12 {
		votes = slices.DeleteFunc(votes, func(v verdict) bool {
			return v.kind == attest.KindBridgeLetter || v.kind == attest.KindSOC2Certificate || v.kind == attest.KindISO27001 || v.kind == attest.KindEngagementLetter
		})
	}
	return votes, "kind.early_pages"
}

var (
	assertsCriteriaRE   = regexp.MustCompile(`(?i)trust\s*services\s*(?:criteria|principles)|\bTSP\s*(?:section\s*)?100`)
	assertsDescribedRE  = regexp.MustCompile(`(?i)prepared\s*the\s*(?:accompanying\s*|attached\s*)?description|description\s*criteria|\bDC\s*(?:section\s*)?200`)
	assertsObjectivesRE = regexp.MustCompile(`(?i)control\s*objectives|financial\s*reporting`)
	assertsEffectiveRE  = regexp.MustCompile(`(?i)controls\s*(?:over|within)\s*[^.]{0,120}were\s*effective|maintained\s*effective\s*controls|effectiveness\s*of\s*(?:its|our|the)\s*controls`)
)

// byStructure recognises a report by its cover and management's assertion.
func (rp *report) byStructure() (verdict, bool) {
	a := rp.assertion
	type rule struct {
		kind       attest.Kind
		cover      string
		need, deny *regexp.Regexp
	}
	for _, r := range []rule{
		{attest.KindSOC1, soc1Pattern, assertsObjectivesRE, nil},
		{attest.KindSOC2, soc2Pattern, assertsDescribedRE, assertsObjectivesRE},
		{attest.KindSOC3, soc3Pattern, assertsEffectiveRE, assertsDescribedRE},
	} {
		c := regexp.MustCompile(`(?i)` + spaced(r.cover)).FindStringIndex(rp.cover.text)
		m := r.need.FindStringIndex(a.text)
		if c == nil || m == nil || r.deny != nil && r.deny.MatchString(a.text) || r.kind != attest.KindSOC1 && !assertsCriteriaRE.MatchString(a.text) {
			continue
		}
		return verdict{kind: r.kind, score: minKindScore + 1, cites: append(rp.cover.cite(c[0], c[1]), a.cite(m[0], m[1])...)}, true
	}
	return verdict{}, false
}

// isae3402RE is the name of the standard on a cover: some countries reprint the
// international standards under names of their own.
var isae3402RE = regexp.MustCompile(`\bISAE\s*3402\b`)

// refine names the standard's own kind where a report is like a SOC report but
// was not made under the standards of the AICPA.
func (rp *report) refine(kind attest.Kind, z kindZones) attest.Kind {
	if kind != attest.KindSOC1 && kind != attest.KindSOC2 || !rp.letter.found() {
		return kind
	}
	out := attest.Kind("")
	for _, r := range standardRules {
		if !r.re.MatchString(z.letter.text) && !(r.name == "ISAE 3402" && kind == attest.KindSOC1 && isae3402RE.MatchString(z.cover.text)) {
			continue
		}
		switch own := kindOfStandard(r.name); {
		case own == kind || own == attest.KindSOC2:
			return kind
		case out == "" || out == attest.KindISAE3000:
			out = own
		}
	}
	return cmp.Or(out, kind)
}

// kindOfStandard is the kind of report that is made under a standard alone; SOC 2
// stands for all that is made under the standards of the AICPA.
func kindOfStandard(name string) attest.Kind {
	switch {
	case strings.HasPrefix(name, "A") && !strings.HasPrefix(name, "ASAE") && !strings.HasPrefix(name, "AAF"), strings.HasPrefix(name, "SSAE") && !strings.Contains(name, "3"):
		return attest.KindSOC2
	case name == "ISAE 3402":
		return attest.KindISAE3402
	case name == "ISAE 3000":
		return attest.KindISAE3000
	case name == "CSAE 3416":
		return attest.KindCSAE3416
	case strings.HasPrefix(name, "CSAE"):
		return attest.KindCSAE3000
	}
	return attest.KindNationalSOC
}

var (
	typeTokenRE  = regexp.MustCompile(`(?i)\btype\s*[-:]?\s*(2|1{1,2}|i{1,2}|l{1,2}|il|li|one|two)\b`)
	periodWordRE = regexp.MustCompile(`(?i)\bthroughout\s*(?:the|that)\s*(?:specified\s*|examination\s*|review\s*)?period\b|\bduring\s*the\s*period\b|\bfor\s*the\s*period\b|\bthroughout\s*[^.;]{0,30}\d{4}`)
	operatedRE   = regexp.MustCompile(`(?i)\boperat(?:ed|ing)\s*effective(?:ly|ness)|\boperated\s*with\s*sufficient|wirksam`)
	noTestsRE    = regexp.MustCompile(`(?i)did\s*not\s*perform\s*any\s*procedures\s*regarding\s*the\s*operating\s*effectiveness`)
	asOfWordRE   = regexp.MustCompile(`(?i)\bas\s*(?:of|at)\b`)
)

// typed reports whether reports of a kind are of type 1 or 2.
func typed(k attest.Kind) bool {
	return slices.Contains([]attest.Kind{
		attest.KindSOC1, attest.KindSOC2, attest.KindISAE3402, attest.KindISAE3000, attest.KindCSAE3000,
		attest.KindCSAE3416, attest.KindNationalSOC, attest.KindC5, attest.KindSTARAttestation,
	}, k)
}

// reportType decides between type 1 and type 2: the letter, then the matrix and
// the assertion, then the title.
func (rp *report) reportType() attest.Fact[attest.ReportType] {
	if !typed(rp.kind) {
		return attest.AbsentFact[attest.ReportType]("reports of this kind have no type")
	}
	title := rp.titleType()
	if t := rp.letterType(); t.State == attest.Found {
		if title.State == attest.Found && title.Value != t.Value {
			rp.doc.flag(attest.FlagTitleMismatch, "the cover states another type than the auditor's report", append(title.Citations, t.Citations...)...)
		}
		return t
	}
	f := rp.assertion
	period, asOf := operatedRE.FindStringIndex(f.text), noOperationAssertion(f.text)
	switch {
	case f.text != "" && period != nil && periodWordRE.MatchString(f.text):
		return attest.FoundFact(attest.ReportType(2), "type.assertion", f.cite(period[0], period[1])...)
	case f.text != "" && asOf != nil && title.State != attest.Found:
		return attest.FoundFact(attest.ReportType(1), "type.assertion", f.cite(asOf[0], asOf[1])...)
	case title.State == attest.Found:
		return title
	}
	return attest.AbsentFact[attest.ReportType](rp.zoneReason("nothing says whether the report is of type 1 or type 2"))
}

// noOperationAssertion gives the first "as of" of an assertion that says nothing
// of a period.
func noOperationAssertion(text string) []int {
	if periodWordRE.MatchString(text) {
		return nil
	}
	return asOfWordRE.FindStringIndex(text)
}

// letterType reads the type from the auditor's report: what the opinion says,
// else what the scope paragraph says.
func (rp *report) letterType() attest.Fact[attest.ReportType] {
	f := rp.letter.flow
	none := attest.Fact[attest.ReportType]{}
	if !rp.letter.found() {
		return none
	}
	if m := noTestsRE.FindStringIndex(f.text); m != nil {
		return attest.FoundFact(attest.ReportType(1), "type.no_tests", f.cite(m[0], m[1])...)
	}
	main := rp.opinion.mainSpan()
	for _, l := range main.limbs {
		if l.leg == attest.LegOperation && len(main.limbs) > 1 {
			return attest.FoundFact(attest.ReportType(2), "type.opinion", f.cite(l.start, min(l.end, l.start+120))...)
		}
	}
	scope := f.slice(rp.letter.anchor, min(len(f.text), rp.letter.anchor+1400))
	period, operated, asOf := periodWordRE.FindStringIndex(scope.text), operatedRE.FindStringIndex(scope.text), asOfWordRE.FindStringIndex(scope.text)
	switch {
	case period != nil && operated != nil:
		return attest.FoundFact(attest.ReportType(2), "type.scope", scope.cite(period[0], period[1])...)
	case asOf != nil && period == nil:
		return attest.FoundFact(attest.ReportType(1), "type.scope", scope.cite(asOf[0], asOf[1])...)
	}
	return none
}

// titleType reads the type that the cover prints; a weak cue.
func (rp *report) titleType() attest.Fact[attest.ReportType] {
	m := typeTokenRE.FindStringSubmatchIndex(rp.cover.text)
	if m == nil {
		return attest.AbsentFact[attest.ReportType]("the cover states no type")
	}
	typ := attest.ReportType(2)
	if slices.Contains([]string{"1", "i", "l", "one"}, strings.ToLower(rp.cover.text[m[2]:m[3]])) {
		typ = 1
	}
	return attest.FoundFact(typ, "type.title", rp.cover.cite(m[0], m[1])...)
}
