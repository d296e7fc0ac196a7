package reading

import (
	"fmt"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// What a fact needs that was read from recognised words. A long quote has some
// uncertain word in any scan; the value rarely hangs on it.
const (
	certainWords = 0.5 // confidence of the least certain word of a short quote
	certainQuote = 0.25
	shortQuote   = 8   // words
	certainPage  = 0.8 // mean of a page that holds the opinion
)

// doubtRecognized takes back what hangs on words that were recognised poorly: a
// person looks at the picture of the page instead.
func (d *document) doubtRecognized(r *attest.Reading) {
	doubtful(&r.Kind)
	if a := r.Attestation; a != nil {
		d.doubtOpinion(a)
		doubtful(&a.Type)
		doubtful(&a.ReportDate)
		doubtful(&a.Period)
		doubtful(&a.AsOf)
		doubtAll(&a.CriteriaEdition, &a.Organization, &a.System, &a.Auditor, &a.City)
	}
	if c := r.Certificate; c != nil {
		doubtAll(&c.Number, &c.Version, &c.Standard, &c.Edition, &c.Holder, &c.Scope, &c.SoAVersion, &c.Body, &c.Accreditation, &c.AccreditationNo)
		for _, f := range []*attest.Fact[attest.Date]{&c.SoADate, &c.InitialDate, &c.CycleStart, &c.IssueDate, &c.ExpiryDate, &c.LastCycleExpiry, &c.RecertAuditDate} {
			doubtful(f)
		}
	}
	if b := r.BridgeLetter; b != nil {
		doubtAll(&b.Organization, &b.System, &b.ReportNamed, &b.Auditor, &b.Signer, &b.SignedBy, &b.Changes)
		doubtful(&b.Period)
		doubtful(&b.LetterDate)
		doubtful(&b.CoversThrough)
	}
}

// doubtAll is doubtful for facts of text.
func doubtAll(facts ...*attest.Fact[string]) {
	for _, f := range facts {
		doubtful(f)
	}
}

// doubtful takes back a fact whose words were recognised poorly.
func doubtful[T comparable](f *attest.Fact[T]) {
	if f.State != attest.Found {
		return
	}
	for _, c := range f.Citations {
		least := certainWords
		if len(strings.Fields(c.Quote)) > shortQuote {
			least = certainQuote
		}
		if c.Confidence > 0 && c.Confidence < least {
			cites := f.Citations
			*f = attest.AbsentFact[T](fmt.Sprintf("page %d is a picture, and the words there were recognised with too little confidence (%.0f of 100): look at the page", c.Page, 100*c.Confidence))
			f.Citations = cites
			return
		}
	}
}

// doubtOpinion takes back an opinion read from a page of which too much was
// recognised poorly: the words that modify it may be among what was lost.
func (d *document) doubtOpinion(a *attest.Attestation) {
	if a.Opinion.State != attest.Found {
		return
	}
	for _, c := range a.Opinion.Citations {
		if p := d.pages[c.Page-1]; p.status == attest.PageOCR && p.confidence < certainPage {
			why := fmt.Sprintf("page %d is a picture of which too much was recognised with little confidence: look at the page", c.Page)
			a.Opinion = attest.AbsentFact[attest.OpinionKind](why)
			a.Legs, a.Modified = nil, attest.List[string]{State: attest.Absent, Reason: why}
			return
		}
	}
	doubtful(&a.Opinion)
	if a.Opinion.State != attest.Found {
		a.Legs, a.Modified = nil, attest.List[string]{State: attest.Absent, Reason: a.Opinion.Reason}
	}
}

var (
	// misreadID is the id of a criterion, or of a control under it, with letters taken
	// for digits and commas for full stops.
	misreadID = regexp.MustCompile(`^[("\[]?(?:CC|PI|[ACP])([\dTSOIlBZ@][.,][\dTSOIlBZ@]{1,2}(?:[.,][\dTSOIlBZ@]{1,2})?)(?:[^\pL\d]|$)`)
	// misreadNumber is a number with the mark that a nought is taken for.
	misreadNumber = regexp.MustCompile(`^[("]?(\d{1,2}@|@\d{1,2})[)",.;]?$`)
	// misreadISO are the names of the two bodies that give standards together.
	misreadISO = regexp.MustCompile(`^[("]?([I1lT]S[O0]/[I1lT]EC)(?:$|[^\pL])`)
)

const bothBodies = "ISO/IEC"

// mended is the line's text with what recognition takes for each other put right in
// the words that can only be ids or numbers. Each byte keeps its place.
func (l line) mended() string {
	var out []byte
	for i, w := range l.words {
		if w.Confidence == 0 {
			continue
		}
		from, fixed := mendedPart(w.Text)
		if fixed == "" {
			continue
		}
		if out == nil {
			out = []byte(l.text)
		}
		copy(out[l.starts[i]+from:], fixed)
	}
	if out == nil {
		return l.text
	}
	return string(out)
}

// mendedPart gives what a part of a word, from a byte on, must have been; "" where
// nothing is to be put right.
func mendedPart(word string) (from int, fixed string) {
	if m := misreadISO.FindStringSubmatchIndex(word); m != nil {
		return m[2], bothBodies
	}
	for _, re := range []*regexp.Regexp{misreadID, misreadNumber} {
		if m := re.FindStringSubmatchIndex(word); m != nil {
			digits := []byte(word[m[2]:m[3]])
			for i, c := range digits {
				digits[i] = meant(c)
			}
			return m[2], string(digits)
		}
	}
	return 0, ""
}

// meant is what a byte of a misread number stands for.
func meant(c byte) byte {
	if i := strings.IndexByte("TSOIlBZ@,", c); i >= 0 {
		return "75011820."[i]
	}
	return c
}
