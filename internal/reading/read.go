package reading

import (
	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// RulesVersion names the rules. A reading made under another version may differ.
const RulesVersion = "2026-11.1"

// Read reads the facts of a document. The SHA-256 of its bytes, in lower-case
// hex, is only written into the reading. Read never fails: what it cannot read
// is absent, with the reason.
func Read(doc *pdf.Document, sha256 string) *attest.Reading {
	d := newDocument(doc)
	r := &attest.Reading{RulesVersion: RulesVersion, SHA256: sha256, Pages: d.records()}
	d.flagUnread()
	d.flagStamps()
	if doc.Encrypted {
		d.flag(attest.FlagOwnerPassword, "the file is encrypted and opens without a password")
	}
	r.Flags = d.sortedFlags()
	return r
}
