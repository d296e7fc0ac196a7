package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// headBytes is how far into a file the PDF header may stand.
const headBytes = 1024

// maxNameRunes bounds a file name that is kept for display.
const maxNameRunes = 200

// Upload is a document on its way in.
type Upload struct {
	Caller    attest.Principal
	Vendor    attest.VendorID
	Filename  string // for display; directories and control characters are dropped
	RequestID string // "" or a UUID: the same one again gives the first answer
}

// Receive stores a document and its job to be read, and gives the document; that
// it was acknowledged means that it will be read. The same bytes for the same
// vendor are the same document. What is no PDF at all is refused at once.
func (in *Intake) Receive(ctx context.Context, up Upload, body io.Reader) (attest.Document, error) {
	if err := in.vendorExists(ctx, up); err != nil {
		return attest.Document{}, err
	}
	sha, size, err := in.keep(ctx, body)
	if err != nil {
		return attest.Document{}, err
	}
	id, err := attest.NewID(in.Random)
	if err != nil {
		return attest.Document{}, err
	}
	doc := attest.Document{
		ID: attest.DocumentID(id), VendorID: up.Vendor, SHA256: sha, Filename: displayName(up.Filename), Size: size,
		State: attest.DocumentQueued, Kind: attest.KindUnknown, UploadedBy: up.Caller.Name,
	}
	var out attest.Document
	err = in.Store.Update(ctx, up.Caller.Org, func(tx *store.Tx) error {
		out, err = in.register(tx, up, doc)
		return err
	})
	return out, err
}

// vendorExists refuses an upload for an unknown vendor before its bytes are taken.
func (in *Intake) vendorExists(ctx context.Context, up Upload) error {
	return in.Store.View(ctx, up.Caller.Org, func(tx *store.Tx) error {
		_, err := tx.Vendor(up.Vendor)
		return err
	})
}

// keep writes the bytes to the blob store once their beginning looks like a PDF.
func (in *Intake) keep(ctx context.Context, body io.Reader) (sha string, size int64, err error) {
	head := make([]byte, headBytes)
	n, err := io.ReadFull(body, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", 0, fmt.Errorf("receive the document: %w", err)
	}
	head = head[:n]
	if err := looksLikePDF(head); err != nil {
		return "", 0, err
	}
	w, err := in.Blobs.Create(ctx)
	if err != nil {
		return "", 0, err
	}
	defer w.Abort()
	if _, err := io.Copy(w, io.MultiReader(bytes.NewReader(head), body)); err != nil {
		return "", 0, err
	}
	return w.Commit(ctx)
}

// looksLikePDF refuses a file that is empty or of another type, and says which.
func looksLikePDF(head []byte) error {
	if len(head) == 0 {
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "FILE_EMPTY", Field: "file",
			Message: "the file is empty; check that it was downloaded whole and send it again"}
	}
	if bytes.Contains(head, []byte("%PDF-")) {
		return nil
	}
	seen := http.DetectContentType(head)
	return &attest.Error{Kind: attest.InvalidArgument, Reason: "NOT_A_PDF", Field: "file",
		Message: fmt.Sprintf("the file is no PDF (it looks like %s); save or print the document as PDF and send that", seen),
		Meta:    map[string]string{"content_type": seen}}
}

// register writes the document, its job and its trail, unless it is there already.
func (in *Intake) register(tx *store.Tx, up Upload, doc attest.Document) (attest.Document, error) {
	name, err := tx.Once("UploadDocument", up.RequestID, string(up.Vendor)+" "+doc.SHA256, func() (string, error) {
		same, err := in.registerOnce(tx, up, doc)
		return aip.DocumentName(same.VendorID, same.ID), err
	})
	if err != nil {
		return attest.Document{}, err
	}
	_, id, err := aip.Document(name)
	if err != nil {
		return attest.Document{}, err
	}
	return tx.Document(id)
}

// registerOnce gives the vendor's document with the same bytes, or writes doc.
func (in *Intake) registerOnce(tx *store.Tx, up Upload, doc attest.Document) (attest.Document, error) {
	same, err := tx.DocumentByHash(up.Vendor, doc.SHA256)
	if err == nil {
		return same, nil
	}
	if e := (*attest.Error)(nil); !errors.As(err, &e) || e.Kind != attest.NotFound {
		return attest.Document{}, err
	}
	doc, err = tx.CreateDocument(doc)
	if err != nil {
		return attest.Document{}, err
	}
	return doc, errors.Join(
		tx.Enqueue(attest.Job{Kind: JobRead, Org: up.Caller.Org, Vendor: doc.VendorID, Document: doc.ID}),
		in.Refresh(tx, doc.VendorID),
		tx.AppendAudit(attest.AuditEvent{Actor: up.Caller.Name, Action: "document.uploaded", Resource: aip.DocumentName(doc.VendorID, doc.ID),
			Detail: fmt.Sprintf("%d bytes, sha256 %s", doc.Size, doc.SHA256)}),
	)
}

// displayName makes a file name fit to show: its last part, without control
// characters or marks that turn the direction of text.
func displayName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxNameRunes {
		name = string(runes[:maxNameRunes])
	}
	if name = strings.TrimSpace(name); name == "" {
		return "document.pdf"
	}
	return name
}
