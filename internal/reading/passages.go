package reading

import (
	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// Passages cuts a document into pieces of text for searching, each within one
// page and one section of the reading.
func Passages(doc *pdf.Document, r *attest.Reading) []attest.Passage {
	return nil
}
