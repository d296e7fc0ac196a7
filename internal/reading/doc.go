// Package reading turns the pages of an assurance document into a cited
// [attest.Reading]: what kind of document it is, who wrote it, which period or
// date it speaks for, what the service auditor concluded, what a certificate
// covers.
//
// Reading is pure and deterministic: the same pages give the same reading under
// the same [RulesVersion]. No rule looks at the whole text. Each looks in a zone
// (the cover and running headers, the auditor's own letter, the structure), since
// every kind's words occur in every other kind's body. A rule that is not sure
// says Absent or Ambiguous.
//
// Text is normalised for matching ([flow]) with a way back to the page, so that
// every quote is an unchanged piece of the page's text of record.
package reading
