package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

const (
	bodyName = `(?P<v>(?:The\s+)?\p{Lu}[\pL\d&.,'+/-]*(?:\s+(?:of|for|de|di|&|and|und|der|[\p{Lu}(][\pL\d&.,'()+/-]*)){0,7}?`
	bodyTail = `(?:` + legalForm + `|\s+(?:Certification|Certifications|Registrars?|Zertifizierung\w*|Zertifizierungsstelle|Assurance|Cert|CertifyPoint|Certifiering)\b))`
)

// bodyRules find the certification body, in order of trust. The later ones take a
// name without a legal form.
var bodyRules = []*regexp.Regexp{
	regexp.MustCompile(`(?:(?i:(?:certification|accredited|issuing)\s+(?:body|unit|office)(?:\s+of)?)|Zertifizierungsstelle(?:\s+der|\s+des)?)[\s:,]+` + bodyName + bodyTail),
	regexp.MustCompile(bodyName + bodyTail + `(?:\s+-\s+\p{Lu}[\pL ]{1,30}?)?\s*,?\s*(?:hereby\s+)?(?:certifies|certify|confirms|attests|registers|bescheinigt|certifie|certifica|verklaart|has\s+(?:performed|conducted|audited|assessed|examined)|declares)\b`),
	regexp.MustCompile(`(?i:(?:remains?\s+the\s+)?property\s+of|issued\s+by|on\s+behalf\s+of|for\s+and\s+on\s+behalf\s+of|authori[sz]ed\s+by|registered\s+by|certified\s+by|assessed\s+by|audited\s+by|approved\s+by|awarded\s+by|signed\s+for|Eigentum\s+der|délivré\s+par|emitido\s+por|rilasciato\s+da|uitgegeven\s+door)\s*:?\s+(?:the\s+)?` + bodyName + bodyTail),
	regexp.MustCompile(bodyName + bodyTail + `\s+will,?\s+according\s+to`),
	regexp.MustCompile(`^[Bb]y\s+` + bodyName + bodyTail),
	regexp.MustCompile(`(?i:certified\s+by|registered\s+by)\s+(?P<v>\p{Lu}[\pL\d&. -]{1,50}?)\s+since\b`),
	regexp.MustCompile(`^(?P<v>\p{Lu}[\pL\d&.'-]*(?:\s+\p{Lu}[\pL\d&.'-]*){0,5})\s+(?:hereby\s+)?(?:certifies|confirms|attests|declares|certifie|certifica|bescheinigt|verklaart)(?:\s+by\s+this\s+\pL+)?\s+(?:that|que|che|dass|dat)\b`),
	regexp.MustCompile(`(?i:for\s+and\s+on\s+behalf\s+of)\s+(?P<v>\p{Lu}[\pL\d&.'-]*(?:\s+\p{Lu}[\pL\d&.'-]*){0,5})\s*(?::|$)`),
	regexp.MustCompile(`(?i:(?:independently\s+)?(?:assessed|audited)\s+(?:and\s+\w+\s+)?by|issued\s+by|certification\s+body\s*:)\s+(?:the\s+)?(?P<v>\p{Lu}[\pL\d&.'-]*(?:\s+\p{Lu}[\pL\d&.'-]*){0,5})`),
}

// knownBodies are certification bodies that print their name without a legal form.
var knownBodies = regexp.MustCompile(`\b(?:BSI(?:\s+Assurance\s+UK\s+Limited|\s+Group)?|SGS(?:\s+United\s+Kingdom\s+Ltd)?|Bureau\s+Veritas(?:\s+Certification(?:\s+Holding\s+SAS)?)?|DNV(?:\s+GL)?(?:\s+Business\s+Assurance)?|LRQA(?:\s+Limited)?|Lloyd's\s+Register\s+Quality\s+Assurance|TÜV\s+(?:SÜD|Rheinland|NORD|AUSTRIA|Hessen|Saarland|Thüringen|NORD\s+CERT)(?:\s+\p{Lu}\pL+)*|DEKRA(?:\s+Certification)?|DQS|Intertek|NQA|URS|Quality\s+Austria|AENOR|AFNOR\s+Certification|Kiwa(?:\s+\p{Lu}\pL+)?|RINA|CSQA|Certiquality|IMQ|PECB\s+MS|MSECB|A-LIGN|Schellman|Coalfire(?:\s+ISO)?|EY\s+CertifyPoint|BM\s+TRADA|ISOQAR|Alcumus\s+ISOQAR|Perry\s+Johnson\s+Registrars|SQS|DS\s+Certificering)\b`)

// letterhead matches a line that names a certification body.
var letterhead = regexp.MustCompile(`(?i)^[\pL\d&.,'+ /()-]*(?:certification|certifications|registrars?|zertifizierung\w*|assurance|certify\w*|certificering|certificazione|certificación|certificação|conformity|quality)\b[\pL\d&.,'+ /()-]*$`)

// body reads the certification body: from a sentence about it, a letterhead, or a
// name that is known.
func (t *certText) body(f flow) attest.Fact[string] {
	for _, over := range []bool{false, true} { // a name over the end of a line comes last
		for rule := range bodyRules {
			for c, cell := range t.grid.cells {
				sentence := cell.f
				if over {
					sentence = t.joined[c]
				}
				if v, ok := bodyIn(sentence, len(cell.f.text), rule); ok {
					return v
				}
			}
		}
	}
	if v, ok := t.letterhead(); ok {
		return v
	}
	if m := knownBodies.FindStringIndex(f.text); m != nil {
		return attest.FoundFact(f.text[m[0]:m[1]], "cert.body.known", f.cite(m[0], m[1])...)
	}
	return attest.AbsentFact[string]("the text names no certification body; its mark may be a picture")
}

// bodyIn applies one of bodyRules to a sentence whose first line is own bytes long.
func bodyIn(f flow, own, rule int) (attest.Fact[string], bool) {
	re := bodyRules[rule]
	at := 2 * re.SubexpIndex("v")
	for _, m := range re.FindAllStringSubmatchIndex(f.text, -1) {
		end := m[at+1] + len(legalNext.FindString(f.text[m[at+1]:]))
		start := m[at] + len(article.FindString(f.text[m[at]:end]))
		name := strings.Trim(f.text[start:end], " ,")
		before := f.text[max(0, m[0]-20):m[1]]
		if m[0] >= own || name == "" || notName.MatchString(name) || accredits.MatchString(before) && !accreditedBody.MatchString(before) {
			continue
		}
		id := "cert.body.sentence"
		if rule >= shortNameRules {
			id = "cert.body.short_name"
		}
		return attest.FoundFact(name, id, f.cite(start, start+len(name))...), true
	}
	return attest.Fact[string]{}, false
}

// shortNameRules is the index in bodyRules of the first rule that takes a name
// without a legal form.
const shortNameRules = 5

// legalNext is a legal form that goes on where a name was cut.
var legalNext = regexp.MustCompile(`^(?:\s+(?:&|and|of|\p{Lu}[\pL\d&'-]*)){0,4}?` + legalForm)

// article stands before a body's name in Romance languages and German.
var article = regexp.MustCompile(`^(?:A|O|La|El|Le|Il|Die|Der)\s+`)

// accreditedBody is the certification body under the name that its accreditor gives it.
var accreditedBody = regexp.MustCompile(`(?i)accredited\s+(?:body|unit)|akkreditierte\s+stelle`)

var accredits = regexp.MustCompile(`(?i)accredit|akkredit|acreditad|accréditat`)

// letterhead reads the body from the first or last lines of the first page.
func (t *certText) letterhead() (attest.Fact[string], bool) {
	first := 0
	for _, c := range t.grid.cells {
		if c.page != t.grid.cells[0].page {
			break
		}
		first++
	}
	for i := range first {
		c := t.grid.cells[i]
		edge := i < 4 || i >= first-4
		text := strings.Trim(c.f.text, " ,")
		if !edge || len(text) > 70 || len(t.labels[i]) > 0 && !endsLegal.MatchString(text) || !letterhead.MatchString(text) || titleRE.MatchString(text) || accredits.MatchString(text) || notName.MatchString(text) || !capitalised(text) || systemRE.MatchString(text) {
			continue
		}
		start, end := firmIn(text)
		at := strings.Index(c.f.text, text)
		return attest.FoundFact(text[start:end], "cert.body.letterhead", c.f.cite(at+start, at+end)...), true
	}
	return attest.Fact[string]{}, false
}

// firmIn gives where a firm's name stands between an office before it and an address
// behind it.
func firmIn(text string) (start, end int) {
	end = len(text)
	if m := regexpLegalAddress.FindStringSubmatchIndex(text); m != nil && !legalStart.MatchString(text[m[3]:]) {
		end = m[3]
	}
	if i := strings.Index(text[:end], ", "); i > 0 && officerRE.MatchString(text[:i]) {
		start = i + 2
	}
	return start, end
}

var systemRE = regexp.MustCompile(`(?i)management\s+system|certificate|statement|scope`)

// capitalised reports whether the first and every longer word begin with a capital.
func capitalised(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if len(w) > 3 && strings.ToLower(w) == w {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	return len(words) > 1 && unicode.IsUpper(first)
}

var (
	accreditors = regexp.MustCompile(`\b(?:UKAS|ANAB|RvA|DAkkS|DAKKS|JAS-?ANZ|ACCREDIA|Accredia|COFRAC|Cofrac|ENAC|SWEDAC|Swedac|DANAK|FINAS|BELAC|INAB|SNAS|TÜRKAK|TURKAK|CNAS|ISMS-AC|NABCB|HKAS|INMETRO|Inmetro|CGCRE|Cgcre|SANAS|EIAC|EGAC|IPAC|Akkreditierung\s+Austria|Norsk\s+Akkreditering|United\s+Kingdom\s+Accreditation\s+Service|Dutch\s+Accreditation\s+Council|Raad\s+voor\s+Accreditatie|Deutsche\s+Akkreditierungsstelle|ANSI\s+National\s+Accreditation\s+Board|International\s+Accreditation\s+Service|Swiss\s+Accreditation\s+Service|Standards\s+Council\s+of\s+Canada)\b`)
	shortMarks  = regexp.MustCompile(`\b(?:IAS|NA|SAS|PCA|CAI|JAB|KAB|TAF|SAC|SCC|EMA|ema|GAC|UAF|ASIB|IAF)\b`)
	accreditBy  = regexp.MustCompile(`(?i:\b(?:accredited\s+by|accreditation\s+(?:body|by)|akkreditiert\s+durch(?:\s+die)?|accrédité\s+par|acreditad[oa]\s+p[oe]r|accreditato\s+da|geaccrediteerd\s+door))\s*:?\s*(?:the\s+|le\s+|la\s+|il\s+|den?\s+|o\s+|a\s+)?(?P<v>\p{Lu}[\pL\d&'/-]*(?:\s+(?:of|for|de|voor|di|[\p{Lu}(][\pL\d&'/()-]*)){0,6})`)
	accreditNo  = regexp.MustCompile(`^[^.;]{0,60}?\b(?P<v>D-(?:ZM|PL|IS|ZE|K|RM)-\d[\d-]*\d|MSCB-\d+|[A-Z]{1,5}\s?\d{2,6}(?:\s?[A-Z])?\b|(?:No|no|Nr|NR|[Nn][°.])\.?:?\s*[A-Z0-9][\w/.-]*\d\w*|00\d\d\b|\d{3,6}\b)`)
	numberWord  = regexp.MustCompile(`^(?i:no|nr|n[°.])\.?:?\s*`)
)

// accreditation reads who accredits the body, and under which number. The mark is
// often a picture; then the text says nothing.
func (d *document) accreditation(f flow) (mark, number attest.Fact[string]) {
	start, end := -1, -1
	if m := accreditors.FindStringIndex(f.text); m != nil {
		start, end = m[0], m[1]
		if short := accreditors.FindStringIndex(f.text[end:min(len(f.text), end+12)]); short != nil {
			start, end = end+short[0], end+short[1] // the short form in brackets after the long one
		}
	} else if m := accreditBy.FindStringSubmatchIndex(f.text); m != nil {
		start, end = m[2], m[3]
		if !shortMarks.MatchString(f.text[start:end]) {
			d.flag(attest.FlagAccreditorUnknown, f.text[start:end]+" is on no list of accreditation bodies known here", f.cite(m[0], end)...)
		}
	}
	if start < 0 {
		mark = attest.AbsentFact[string]("not stated in the text; the mark may be a picture")
		d.flag(attest.FlagAccreditationNotStated, mark.Reason)
		return mark, attest.AbsentFact[string]("not stated in the text")
	}
	name := strings.Trim(f.text[start:end], " (),")
	mark = attest.FoundFact(name, "cert.accreditation", f.cite(start, start+len(name))...)
	tail := f.text[end:min(len(f.text), end+100)]
	m := accreditNo.FindStringSubmatchIndex(tail)
	if m == nil || len(findDates(tail[:m[3]])) > 0 {
		return mark, attest.AbsentFact[string]("no number beside the accreditation body's name")
	}
	from := m[2] + len(numberWord.FindString(tail[m[2]:m[3]]))
	return mark, attest.FoundFact(tail[from:m[3]], "cert.accreditation_no", f.cite(end+from, end+m[3])...)
}
