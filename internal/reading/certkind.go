package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// sheetTitle is what a certificate calls itself in its large print or first lines.
	sheetTitle = regexp.MustCompile(`(?i)\b(?:certificate|certification|certificat|certificado|certificato|certificaat|certifikat|certyfikat)\b|zertifikat|登録証|認証書`)
	// certifying is the sentence by which a body certifies.
	certifying = regexp.MustCompile(`(?i)\bto\s+certify\s+that\b|\b(?:hereby|we)\s+(?:certif(?:y|ies)|registers?|confirms?)\b|\bconfirms\s+the\s+(?:registration|certification)\b|\b(?:certifies|attests|declares|confirms)\s+that\b|\bmanagement\s+system\s+(?:of|as\s+defined)\b|\bhas\s+been\s+(?:independently\s+)?(?:assessed|audited|certified|approved|registered|found|awarded|granted)\b|\bwas\s+(?:audited|assessed)\b|bescheinigt|bestätigt|zertifiziert|\bcertifie\s+que\b|\bcertifica\s+(?:que|che)\b|\bverklaart\b|\bin\s+recognition\s+of\b`)
	// spokenOf are the words of other papers on a certificate: letters, contracts,
	// policies and notices, and the holder's own.
	spokenOf = regexp.MustCompile(`(?i)\bnotice\s+of\s+(?:suspension|withdrawal|cancellation|termination)|\bstatus\W{0,12}(?:withdrawn|suspended|cancelled|expired|terminated)\b|\bnot\s+a\s+certificate\b|\bthis\s+letter\b|\brecommend(?:s|ed|ation)\b[^.]{0,40}\b(?:certification|certified|renewal|recertification)|\b(?:certification|certified)\s+recommend|\bcertificate\s+(?:will\s+be|is\s+(?:to\s+be|expected))\b|\bexpected\s+(?:issue|expiry|to\s+be\s+issued)|\bmedia\s+contact\b|\bpress\s+release\b|\bannounce[sd]?\s+(?:today\s+)?that\b`)
	// takenBack says that a certificate is suspended or withdrawn, unless a condition
	// or a negation stands before it.
	takenBack = regexp.MustCompile(`(?i)(?:^|[.;]\s)(?P<clause>[^.;]*)\b(?:is|has\s+been|are)\s+(?:hereby\s+)?(?:suspended|withdrawn|cancelled|revoked)\b`)
	condition = regexp.MustCompile(`(?i)\b(?:if|unless|when|where|should|not|until|in\s+case)\b`)
	// promised are the words of holders and of contracts, where no body certifies.
	promised = regexp.MustCompile(`(?i)\bour\s+(?:[\pL/]+\s+){0,3}?(?:ISO\b|27001|certification\s+body|certificate\s+number)|\bwe\s+(?:are|have\s+been|were|hold|maintain)\b[^.]{0,40}\b(?:certified|27001)|\b(?:processor|vendor|supplier|provider|contractor|tenderer)\s+(?:shall|must|will)\b|\bthis\s+agreement\b|\b(?:ISO(?:\s*/\s*IEC)?\s*27001(?::\d{4})?)[^.]{0,40}\bcompliant\b`)
)

// isSheet reports whether a document has the form of a certificate: it calls itself
// one in its large print or first lines, or certifies in its own sentence.
func (rp *report) isSheet(z kindZones) bool {
	for i, l := range z.title.lines {
		large := l.size > 1.2*rp.doc.bodySize()
		if (large || i < 3 && len(l.text) <= maxHeading) && (sheetTitle.MatchString(l.text) || titleRE.MatchString(l.text)) {
			return true
		}
	}
	return certifying.MatchString(z.early.text)
}

// maxHeading is the length in bytes over which a line of plain size is prose.
const maxHeading = 60

// certifyThat is a body's own sentence.
var certifyThat = regexp.MustCompile(`(?i)\b(?:to|hereby|we)\s+certif(?:y|ies)\s+that\b`)

// withdrawn reports whether a text says that a certificate no longer holds.
func withdrawn(text string) bool {
	for _, m := range takenBack.FindAllStringSubmatch(text, -1) {
		if !condition.MatchString(m[1]) {
			return true
		}
	}
	return false
}

// sheetVotes settles the votes for certificates: a paper that only speaks of a
// certificate is none, and a sheet on which another standard is the certified one
// is a certificate for that.
func (rp *report) sheetVotes(votes []verdict, z kindZones) []verdict {
	is27001 := func(v verdict) bool { return v.kind == attest.KindISO27001 }
	at := slices.IndexFunc(votes, is27001)
	if at < 0 {
		return votes
	}
	sheet := rp.isSheet(z)
	switch {
	case sheet && rp.doc.certifiesOther():
		votes[at].kind = attest.KindISOOther
		for i := range votes {
			if i != at && votes[i].kind == attest.KindISOOther {
				return slices.Delete(votes, i, i+1)
			}
		}
	case !sheet || spokenOf.MatchString(z.early.text) || withdrawn(z.early.text) || promised.MatchString(z.early.text) && !certifyThat.MatchString(z.early.text):
		return slices.Delete(votes, at, at+1)
	}
	return votes
}

var (
	// conformsTo leads to the standard that is certified.
	conformsTo = regexp.MustCompile(`(?i)(?:conform\pL*|compl(?:y|ies|iance|iant)|require?ments?|meets?|meeting|satisf\pL+|fulfil\pL*|standards?|norma?|according|accordance|certified|exigences|requisit\pL+|eisen|forderungen|anforderungen|nach)\b[^.;()]{0,70}$`)
	// besides leads to a standard that is named beside the certified one.
	besides = regexp.MustCompile(`(?i)(?:extension\s+(?:to|of)|integrated\s+with|conjunction\s+with|together\s+with|alongside|addition\s+to|based\s+on|see\s+also|our|holds?|certificate)\b[^.;]{0,40}$`)
)

// certifiesOther reports whether the sheet certifies another standard and names
// ISO/IEC 27001 only beside it.
func (d *document) certifiesOther() bool {
	lines := d.certLines()
	own, other := false, false
	for _, c := range newGrid(lines).cells {
		text := c.f.text
		mine := standard27001.MatchString(text) || standardJIS.MatchString(text)
		rest := standardJIS.ReplaceAllString(otherStandard.ReplaceAllString(standard27001.ReplaceAllString(text, ""), ""), "")
		if len(strings.Trim(rest, " .,:;&/+()-")) > 6 {
			continue // the standard does not stand alone
		}
		own = own || mine
		other = other || !mine && otherStandard.MatchString(text)
	}
	f := newFlow(lines)
	for _, re := range []*regexp.Regexp{standard27001, standardJIS, otherStandard} {
		for _, m := range re.FindAllStringIndex(f.text, -1) {
			before := f.text[max(0, m[0]-90):m[0]]
			if !conformsTo.MatchString(before) || besides.MatchString(before) {
				continue
			}
			own = own || re != otherStandard
			other = other || re == otherStandard
		}
	}
	return other && !own
}
