package pdf

import (
	"bytes"
	"errors"
	"fmt"

	"example.com/assay/internal/pdf/pdfium"
)

// openSecond opens a file with PDFium: as it came, then the copy that pdfcpu
// makes. Its errors are those of this package, or pdfium.ErrAborted.
func openSecond(in *pdfium.Instance, src []byte, password string) (*pdfium.Document, error) {
	if _, err := trimmed(src); err != nil {
		return nil, err
	}
	doc, err := in.Open(src, password)
	if errors.Is(err, pdfium.ErrFormat) {
		if clean, _, rerr := rewrite(src, password); rerr == nil {
			doc, err = in.Open(clean, "")
		}
	}
	switch {
	case errors.Is(err, pdfium.ErrPassword) && password == "":
		return nil, fail(ErrLocked, "read it again with the password that its sender gave")
	case errors.Is(err, pdfium.ErrPassword):
		return nil, fail(ErrWrongPassword, "check it and try again")
	case errors.Is(err, pdfium.ErrFormat) && !bytes.Contains(src[max(0, len(src)-tailWindow):], []byte("%%EOF")):
		return nil, fail(ErrTruncated, "ask for the file again, or print it to a new PDF")
	case errors.Is(err, pdfium.ErrFormat):
		return nil, fail(ErrDamaged, "ask for the file again, or print it to a new PDF")
	case err != nil:
		return nil, err
	case doc.Pages == 0:
		return nil, fail(ErrNoPages, "ask for the file again")
	case doc.Pages > MaxPages:
		return nil, fail(ErrTooComplex, fmt.Sprintf("it has more than %d pages; split the file", MaxPages))
	}
	return doc, nil
}
