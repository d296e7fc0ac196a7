package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// RulesVersion names the rules. A reading made under another version may differ.
const RulesVersion = "2026-11.2"

// Read reads the facts of a document. The SHA-256 of its bytes, in lower-case
// hex, is only written into the reading. Read never fails: what it cannot read
// is absent, with the reason.
func Read(doc *pdf.Document, sha256 string) *attest.Reading {
	d := newDocument(doc)
	r := &attest.Reading{RulesVersion: RulesVersion, SHA256: sha256, Readers: doc.Readers, Pages: d.records()}
	rp := newReport(d)
	r.Title = d.title()
	r.Kind = rp.classify()
	rp.kind = r.Kind.Value
	d.flagUnread()
	d.flagStamps()
	if doc.Encrypted {
		d.flag(attest.FlagOwnerPassword, "the file is encrypted and opens without a password")
	}
	switch {
	case r.Kind.State != attest.Found:
	case isAttestation(rp.kind):
		r.Attestation = rp.attestation()
		var tables []matrixTable
		if typed(rp.kind) {
			tables = rp.matrix()
			r.NotRead = rp.readMatrix(r.Attestation, tables)
		}
		rp.check(r.Attestation, tables, r.NotRead)
	case rp.kind == attest.KindISO27001:
		r.Certificate = d.certificate()
	case rp.kind == attest.KindBridgeLetter:
		r.BridgeLetter = d.bridgeLetter()
	}
	d.doubtRecognized(r)
	d.flagKind(r.Kind)
	r.Flags = d.sortedFlags()
	return r
}

// flagKind points out kinds that are often taken for a report.
func (d *document) flagKind(k attest.Fact[attest.Kind]) {
	switch k.Value {
	case attest.KindSOC2Certificate:
		d.flag(attest.FlagSOC2Certificate, "no SOC 2 certificate exists under the standards of the AICPA; this is a claim", k.Citations...)
	case attest.KindQuestionnaire:
		d.flag(attest.FlagQuestionnaire, "the organisation's own answers; no practitioner examined them", k.Citations...)
	case attest.KindReadiness:
		d.flag(attest.FlagReadiness, "a readiness assessment gives no opinion", k.Citations...)
	}
}

// title reads the title: the largest print on page one, else the file's own.
func (d *document) title() attest.Fact[string] {
	if len(d.pages) == 0 {
		return attest.AbsentFact[string]("the file has no page")
	}
	p, largest := d.pages[0], 0.0
	for i := p.first; i < p.end; i++ {
		if l := d.lines[i]; len(l.text) > 3 {
			largest = max(largest, l.size)
		}
	}
	var lines []line
	for i := p.first; i < p.end && len(lines) < 6; i++ {
		l := plainLine(d.lines[i])
		if l.size >= 0.8*largest && len(l.text) > 3 && !stampRE.MatchString(l.text) {
			lines = append(lines, l)
		} else if len(lines) > 0 {
			break
		}
	}
	f := newFlow(lines)
	if text := strings.TrimSpace(f.text); text != "" && len(text) < 300 {
		return attest.FoundFact(text, "title.largest_print", f.cite(0, len(f.text))...)
	}
	return attest.AbsentFact[string]("the first page has no text that stands out as a title")
}
