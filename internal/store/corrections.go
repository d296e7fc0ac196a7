package store

import (
	"fmt"

	"example.com/assay/internal/attest"
)

// CorrectionQuery says which corrections of a document a list holds.
type CorrectionQuery struct {
	Page
	Document attest.DocumentID
	Target   string // only of this target; "" for all
	Ended    bool   // those that hold no more as well
}

// maxCorrections bounds the corrections of one document, ended ones too.
const maxCorrections = 5000

const correctionColumns = `c.correction_id, d.vendor_id, c.document_id, c.target, c.action, c.author, c.created_at, c.ended_at, c.ended_by,
	c.successor, c.body`

// correctionTables joins corrections to the documents that they are of.
const correctionTables = ` FROM corrections c JOIN documents d ON d.org_id = c.org_id AND d.document_id = c.document_id`

func scanCorrection(row scanner) (c attest.Correction, err error) {
	err = row.Scan(&c.ID, &c.Vendor, &c.Document, &c.Target, &c.Action, &c.By, instant{&c.At}, instant{&c.Ended}, &c.EndedBy,
		&c.Successor, jsonColumn{&c})
	return c, err
}

// CreateCorrection adds a correction in place of the one that holds for the same
// target, which ends by it, and gives it as stored. It is NotFound (DOCUMENT_NOT_FOUND)
// when there is no such document, AlreadyExists (CORRECTION_EXISTS) when the id is
// taken, and ResourceExhausted (TOO_MANY_CORRECTIONS) when the document has had
// thousands.
func (t *Tx) CreateCorrection(c attest.Correction) (attest.Correction, error) {
	doc, err := t.Document(c.Document)
	if err != nil {
		return c, err
	}
	c.Vendor, c.At = doc.VendorID, t.now
	if err := t.roomForCorrection(c.Document); err != nil {
		return c, err
	}
	_, err = t.exec("end the correction before", `UPDATE corrections SET ended_at = $4, ended_by = $5, successor = $6
		WHERE org_id = $1 AND document_id = $2 AND target = $3 AND ended_at IS NULL`, t.org, c.Document, c.Target, t.now, c.By, c.ID)
	if err != nil {
		return c, err
	}
	body, err := toJSON(c)
	if err != nil {
		return c, err
	}
	_, err = t.exec("create correction", `INSERT INTO corrections
		(org_id, document_id, correction_id, target, action, author, created_at, ended_at, ended_by, successor, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		t.org, c.Document, c.ID, c.Target, c.Action, c.By, c.At, c.Ended, c.EndedBy, c.Successor, body)
	if is(err, duplicate) {
		return c, exists("CORRECTION_EXISTS", "the correction is there already", correctionName(c.Document, c.ID))
	}
	return c, err
}

// roomForCorrection is an error when a document has had too many corrections.
func (t *Tx) roomForCorrection(id attest.DocumentID) error {
	var n int
	_, err := t.row("count corrections", `SELECT count(*) FROM corrections WHERE org_id = $1 AND document_id = $2`, []any{t.org, id}, &n)
	if err == nil && n >= maxCorrections {
		err = &attest.Error{
			Kind: attest.ResourceExhausted, Reason: "TOO_MANY_CORRECTIONS", Resource: documentName(id),
			Message: fmt.Sprintf("the document has had %d corrections: upload it anew, without them", n),
		}
	}
	return err
}

// Correction gives a correction of a document, also one that holds no more. It is
// NotFound (CORRECTION_NOT_FOUND) when there is none.
func (t *Tx) Correction(document attest.DocumentID, id attest.CorrectionID) (attest.Correction, error) {
	found, err := query(&t.unit, "read correction", scanCorrection, `SELECT `+correctionColumns+correctionTables+`
		WHERE c.org_id = $1 AND c.document_id = $2 AND c.correction_id = $3 LIMIT 1`, t.org, document, id)
	if err == nil && len(found) == 0 {
		err = notFound("CORRECTION_NOT_FOUND", "correction", correctionName(document, id))
	}
	if err != nil {
		return attest.Correction{}, err
	}
	return found[0], nil
}

// Corrections lists corrections of a document, newest first, and gives the place of
// the next page, "" at the end.
func (t *Tx) Corrections(q CorrectionQuery) ([]attest.Correction, string, error) {
	after, err := parsePosition(q.After, lastInstant)
	if err != nil {
		return nil, "", err
	}
	n := limit(q.Limit)
	c := &clause{}
	c.add(` WHERE c.org_id = ? AND c.document_id = ? AND (c.created_at, c.correction_id) < (?, ?)`, t.org, q.Document, after.at, after.id)
	equal(c, "c.target", q.Target)
	if !q.Ended {
		c.add(` AND c.ended_at IS NULL`)
	}
	c.add(` ORDER BY c.created_at DESC, c.correction_id DESC LIMIT ?`, n+1)
	found, err := query(&t.unit, "list corrections", scanCorrection, `SELECT `+correctionColumns+correctionTables+c.text.String(), c.args...)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(c attest.Correction) string { return position{c.At, string(c.ID)}.String() })
	return page, next, nil
}

// HoldingCorrections gives the corrections of a document that hold, oldest first.
func (t *Tx) HoldingCorrections(document attest.DocumentID) ([]attest.Correction, error) {
	return query(&t.unit, "read corrections that hold", scanCorrection, `SELECT `+correctionColumns+correctionTables+`
		WHERE c.org_id = $1 AND c.document_id = $2 AND c.ended_at IS NULL
		ORDER BY c.created_at, c.correction_id LIMIT $3`, t.org, document, maxCorrections)
}

// VendorCorrections gives the corrections that hold of all documents of a vendor, in
// one query. A vendor that does not exist has none.
func (t *Tx) VendorCorrections(vendor attest.VendorID) (map[attest.DocumentID][]attest.Correction, error) {
	found, err := query(&t.unit, "read the vendor's corrections", scanCorrection, `SELECT `+correctionColumns+correctionTables+`
		WHERE d.org_id = $1 AND d.vendor_id = $2 AND c.ended_at IS NULL
		ORDER BY c.created_at, c.correction_id LIMIT $3`, t.org, vendor, maxEvidence*maxCorrections)
	of := map[attest.DocumentID][]attest.Correction{}
	for _, c := range found {
		of[c.Document] = append(of[c.Document], c)
	}
	return of, err
}

// EndCorrection withdraws a correction. It is NotFound (CORRECTION_NOT_FOUND) when there
// is none, and FailedPrecondition (CORRECTION_ENDED) when it holds no more.
func (t *Tx) EndCorrection(document attest.DocumentID, id attest.CorrectionID, by string) error {
	n, err := t.exec("end correction", `UPDATE corrections SET ended_at = $4, ended_by = $5
		WHERE org_id = $1 AND document_id = $2 AND correction_id = $3 AND ended_at IS NULL`, t.org, document, id, t.now, by)
	if err != nil || n > 0 {
		return err
	}
	if _, err := t.Correction(document, id); err != nil {
		return err
	}
	return &attest.Error{
		Kind: attest.FailedPrecondition, Reason: "CORRECTION_ENDED", Resource: correctionName(document, id),
		Message: "the correction holds no more: it was withdrawn, or another one took its place",
	}
}

// SetSignOff signs a document off, or with the zero SignOff opens it again, and gives
// the document as it then is. It is NotFound (DOCUMENT_NOT_FOUND) when there is no such
// document, and Aborted (ETAG_MISMATCH) when it is not at version ifVersion; 0 is any.
func (t *Tx) SetSignOff(id attest.DocumentID, s attest.SignOff, ifVersion int64) (attest.Document, error) {
	found, err := query(&t.unit, "sign off document", scanDocument, `UPDATE documents AS d
		SET signed_by = $3, signed_at = $4, signed_note = $5, signed_rules = $6, signed_facts = $7, updated_at = $8, version = version + 1
		WHERE org_id = $1 AND document_id = $2 AND (CAST($9 AS bigint) = 0 OR version = $9)
		RETURNING `+returnedDocument, t.org, id, s.By, s.At, s.Note, s.RulesVersion, s.Facts, t.now, ifVersion)
	if err != nil {
		return attest.Document{}, err
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if _, err := t.Document(id); err != nil {
		return attest.Document{}, err
	}
	return attest.Document{}, stale(documentName(id))
}

func correctionName(document attest.DocumentID, id attest.CorrectionID) string {
	return documentName(document) + "/corrections/" + string(id)
}
