package store

import (
	"example.com/assay/internal/attest"
)

// DocumentQuery says which documents a list holds; an empty field filters nothing.
type DocumentQuery struct {
	Page
	Vendor attest.VendorID
	States []attest.DocumentState
	Kinds  []attest.Kind
}

const documentColumns = `d.document_id, d.vendor_id, d.sha256, d.filename, d.size_bytes, d.state, d.state_reason, d.kind,
	d.pages, d.pages_done, d.uploaded_by, d.created_at, d.updated_at, d.read_at, d.version,
	d.signed_by, d.signed_at, d.signed_note, d.signed_rules, d.signed_facts`

func documentFields(d *attest.Document) []any {
	return []any{
		&d.ID, &d.VendorID, &d.SHA256, &d.Filename, &d.Size, &d.State, &d.StateReason, &d.Kind,
		&d.Pages, &d.PagesDone, &d.UploadedBy, instant{&d.Created}, instant{&d.Updated}, instant{&d.ReadAt}, &d.Version,
		&d.SignOff.By, instant{&d.SignOff.At}, &d.SignOff.Note, &d.SignOff.RulesVersion, &d.SignOff.Facts,
	}
}

func scanDocument(row scanner) (d attest.Document, err error) {
	err = row.Scan(documentFields(&d)...)
	return d, err
}

// CreateDocument adds a document and gives it as stored, with its instants and
// version 1. It is AlreadyExists (DOCUMENT_EXISTS) when the id is taken or the
// vendor has a document with the same bytes, and NotFound (VENDOR_NOT_FOUND) when
// there is no such vendor.
func (t *Tx) CreateDocument(d attest.Document) (attest.Document, error) {
	d.Created, d.Updated, d.Version, d.SignOff = t.now, t.now, 1, attest.SignOff{}
	if d.Kind == "" {
		d.Kind = attest.KindUnknown
	}
	_, err := t.exec("create document", `INSERT INTO documents
		(org_id, document_id, vendor_id, sha256, filename, size_bytes, state, state_reason, kind,
		pages, pages_done, uploaded_by, created_at, updated_at, read_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		t.org, d.ID, d.VendorID, d.SHA256, d.Filename, d.Size, d.State, d.StateReason, d.Kind,
		d.Pages, d.PagesDone, d.UploadedBy, d.Created, d.Updated, d.ReadAt, d.Version)
	switch {
	case is(err, duplicate):
		return d, exists("DOCUMENT_EXISTS", "the vendor has a document with the same bytes already", documentName(d.ID))
	case is(err, reference):
		return d, noVendor(d.VendorID)
	}
	return d, err
}

// Document gives a document; it is NotFound (DOCUMENT_NOT_FOUND) when there is none.
func (t *Tx) Document(id attest.DocumentID) (attest.Document, error) {
	return t.document(documentName(id), `d.document_id = $2`, t.org, id)
}

// DocumentByHash gives the vendor's document with these bytes, in lower-case hex of
// their SHA-256; it is NotFound (DOCUMENT_NOT_FOUND) when there is none.
func (t *Tx) DocumentByHash(vendor attest.VendorID, sha256 string) (attest.Document, error) {
	return t.document("of "+vendorName(vendor)+" with SHA-256 "+sha256, `d.vendor_id = $2 AND d.sha256 = $3`, t.org, vendor, sha256)
}

func (t *Tx) document(name, where string, args ...any) (attest.Document, error) {
	found, err := query(&t.unit, "read document", scanDocument,
		`SELECT `+documentColumns+` FROM documents d WHERE d.org_id = $1 AND `+where+` LIMIT 1`, args...)
	if err == nil && len(found) == 0 {
		err = noDocument(name)
	}
	if err != nil {
		return attest.Document{}, err
	}
	return found[0], nil
}

// Documents lists documents, newest first, and gives the place of the next page, ""
// at the end. A document added meanwhile never makes another appear twice or vanish.
func (t *Tx) Documents(q DocumentQuery) ([]attest.Document, string, error) {
	after, err := parsePosition(q.After, lastInstant)
	if err != nil {
		return nil, "", err
	}
	n := limit(q.Limit)
	c := &clause{}
	c.add(` WHERE d.org_id = ? AND (d.created_at, d.document_id) < (?, ?)`, t.org, after.at, after.id)
	equal(c, "d.vendor_id", q.Vendor)
	in(c, "d.state", q.States)
	in(c, "d.kind", q.Kinds)
	c.add(` ORDER BY d.created_at DESC, d.document_id DESC LIMIT ?`, n+1)
	found, err := query(&t.unit, "list documents", scanDocument,
		`SELECT `+documentColumns+` FROM documents d`+c.text.String(), c.args...)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(d attest.Document) string { return position{d.Created, string(d.ID)}.String() })
	return page, next, nil
}

// DocumentsInState gives up to limit documents in a state, the one that has waited
// longest first. It is for taking up work that was broken off.
func (t *Tx) DocumentsInState(state attest.DocumentState, max int) ([]attest.Document, error) {
	return query(&t.unit, "list documents in a state", scanDocument,
		`SELECT `+documentColumns+` FROM documents d WHERE d.org_id = $1 AND d.state = $2
		ORDER BY d.created_at, d.document_id LIMIT $3`, t.org, state, limit(max))
}

// UpdateDocument writes what a reading changes (state, reason, kind, pages, the
// instant of reading) and the file name, and gives the document as it then is; the
// sign-off stays as it is, see SetSignOff. It is Aborted
// (ETAG_MISMATCH) when the document is not at version ifVersion; 0 writes over any.
func (t *Tx) UpdateDocument(d attest.Document, ifVersion int64) (attest.Document, error) {
	found, err := query(&t.unit, "update document", scanDocument, `UPDATE documents AS d
		SET filename = $3, state = $4, state_reason = $5, kind = $6, pages = $7, pages_done = $8, read_at = $9,
		updated_at = $10, version = version + 1
		WHERE org_id = $1 AND document_id = $2 AND (CAST($11 AS bigint) = 0 OR version = $11)
		RETURNING `+returnedDocument,
		t.org, d.ID, d.Filename, d.State, d.StateReason, d.Kind, d.Pages, d.PagesDone, d.ReadAt, t.now, ifVersion)
	if err != nil {
		return d, err
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if _, err := t.Document(d.ID); err != nil {
		return d, err
	}
	return d, stale(documentName(d.ID))
}

// returnedDocument is documentColumns without the alias, which SQLite does not know
// after RETURNING.
const returnedDocument = `document_id, vendor_id, sha256, filename, size_bytes, state, state_reason, kind,
	pages, pages_done, uploaded_by, created_at, updated_at, read_at, version,
	signed_by, signed_at, signed_note, signed_rules, signed_facts`

// SetProgress notes how many of the pages are done while the document is being
// read; a document that is in another state keeps what it has. The version does
// not grow. It is NotFound (DOCUMENT_NOT_FOUND) when there is no such document.
func (t *Tx) SetProgress(id attest.DocumentID, done, total int) error {
	n, err := t.exec("note progress", `UPDATE documents SET pages_done = $3, pages = $4
		WHERE org_id = $1 AND document_id = $2 AND state = $5`, t.org, id, done, total, attest.DocumentReading)
	if err != nil || n > 0 {
		return err
	}
	_, err = t.Document(id)
	return err
}

// DeleteDocument removes a document with its reading, passages and corrections. Its bytes stay
// in the blob store. It is NotFound (DOCUMENT_NOT_FOUND) when there is none.
func (t *Tx) DeleteDocument(id attest.DocumentID) error {
	n, err := t.exec("delete document", `DELETE FROM documents WHERE org_id = $1 AND document_id = $2`, t.org, id)
	if err == nil && n == 0 {
		return noDocument(documentName(id))
	}
	return err
}

func noDocument(name string) error {
	return notFound("DOCUMENT_NOT_FOUND", "document", name)
}
