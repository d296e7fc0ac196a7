package pageimage

import (
	"errors"
	"fmt"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// explain gives the failure of a drawing its reason and what to do about it. What is
// nobody's fault that a caller could mend stays as it is.
func explain(k Key, err error) error {
	refuse := func(kind attest.ErrorKind, reason, message string) error {
		return &attest.Error{Kind: kind, Reason: reason, Message: message, Meta: map[string]string{"page": fmt.Sprint(k.Page)}, Err: err}
	}
	switch {
	case errors.Is(err, pdf.ErrNoRenderer):
		return refuse(attest.FailedPrecondition, "PAGE_IMAGES_NOT_BUILT_IN",
			"this server was built without PDFium, which draws pages: build it where npm can fetch that, or download the document and open it")
	case errors.Is(err, pdf.ErrNoSuchPage):
		return refuse(attest.NotFound, "PAGE_NOT_FOUND", fmt.Sprintf("there is no page %d: %v", k.Page, err))
	case errors.Is(err, pdf.ErrLocked), errors.Is(err, pdf.ErrWrongPassword):
		return refuse(attest.FailedPrecondition, "DOCUMENT_LOCKED",
			"the file opens only with a password, which is not kept, so its pages cannot be shown: download it and open it with the password")
	case errors.Is(err, pdf.ErrKilled):
		return refuse(attest.Unavailable, "PAGE_NOT_DRAWN", "drawing the page took too much time or memory: try again, or with fewer dots per inch")
	}
	for _, atFault := range []error{pdf.ErrNotPDF, pdf.ErrNoPages, pdf.ErrTruncated, pdf.ErrDamaged, pdf.ErrTooComplex} {
		if errors.Is(err, atFault) {
			return refuse(attest.FailedPrecondition, "PAGE_NOT_DRAWN", fmt.Sprintf("the page cannot be drawn: %v", err))
		}
	}
	return fmt.Errorf("draw page %d of %s: %w", k.Page, k.SHA256, err)
}
