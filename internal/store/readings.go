package store

import (
	"fmt"

	"example.com/assay/internal/attest"
)

// PassageKey names one passage of the organisation.
type PassageKey struct {
	Document attest.DocumentID
	Ordinal  int
}

// Limits of what one call takes or gives.
const (
	maxEvidence   = 1000 // documents of one vendor
	maxPassages   = 50_000
	passagesAtOne = 100 // passages written or asked for in one statement
)

// PutReading stores the reading and passages of a document in place of what was
// there. It is NotFound (DOCUMENT_NOT_FOUND) when there is no such document. The
// document's own state is left alone; see UpdateDocument.
func (t *Tx) PutReading(id attest.DocumentID, r *attest.Reading, passages []attest.Passage) error {
	if len(passages) > maxPassages {
		return &attest.Error{
			Kind: attest.ResourceExhausted, Reason: "DOCUMENT_TOO_LONG", Resource: documentName(id),
			Message: fmt.Sprintf("the document has %d passages, more than %d: split it", len(passages), maxPassages),
		}
	}
	body, err := toJSON(r)
	if err != nil {
		return err
	}
	_, err = t.exec("store reading", `INSERT INTO readings (org_id, document_id, rules_version, body)
		VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, document_id)
		DO UPDATE SET rules_version = excluded.rules_version, body = excluded.body`, t.org, id, r.RulesVersion, body)
	if is(err, reference) {
		return noDocument(documentName(id))
	}
	if err != nil {
		return err
	}
	if _, err := t.exec("clear passages", `DELETE FROM passages WHERE org_id = $1 AND document_id = $2`, t.org, id); err != nil {
		return err
	}
	for len(passages) > 0 {
		n := min(len(passages), passagesAtOne)
		if err := t.addPassages(id, passages[:n]); err != nil {
			return err
		}
		passages = passages[n:]
	}
	return nil
}

// addPassages writes passages in one statement.
func (t *Tx) addPassages(id attest.DocumentID, passages []attest.Passage) error {
	c := &clause{}
	org, doc := c.arg(t.org), c.arg(id)
	for i, p := range passages {
		if i > 0 {
			c.text.WriteString(", ")
		}
		c.add("("+org+", "+doc+", ?, ?, ?, ?, ?)", p.Ordinal, p.Page, p.Section, p.Heading, p.Text)
	}
	_, err := t.exec("store passages", `INSERT INTO passages
		(org_id, document_id, ordinal, page, section, heading, content) VALUES `+c.text.String(), c.args...)
	return err
}

// Reading gives the reading of a document. It is NotFound (DOCUMENT_NOT_FOUND) when
// there is no such document and NotFound (READING_NOT_FOUND) before it is read.
func (t *Tx) Reading(id attest.DocumentID) (*attest.Reading, error) {
	var r attest.Reading
	ok, err := t.row("read reading", `SELECT body FROM readings WHERE org_id = $1 AND document_id = $2`,
		[]any{t.org, id}, jsonColumn{&r})
	if err != nil {
		return nil, err
	}
	if ok {
		return &r, nil
	}
	if _, err := t.Document(id); err != nil {
		return nil, err
	}
	return nil, &attest.Error{
		Kind: attest.NotFound, Reason: "READING_NOT_FOUND", Resource: documentName(id) + "/reading",
		Message: "the document has not been read yet: its state says why",
	}
}

const passageColumns = `document_id, ordinal, page, section, heading, content`

// located is a passage with its document.
type located struct {
	key     PassageKey
	passage attest.Passage
}

func scanPassage(row scanner) (l located, err error) {
	p := &l.passage
	err = row.Scan(&l.key.Document, &p.Ordinal, &p.Page, &p.Section, &p.Heading, &p.Text)
	l.key.Ordinal = p.Ordinal
	return l, err
}

// Passages gives the passages of a document in reading order, none when it has not
// been read. It is NotFound (DOCUMENT_NOT_FOUND) when there is no such document.
func (t *Tx) Passages(id attest.DocumentID) ([]attest.Passage, error) {
	found, err := query(&t.unit, "read passages", scanPassage,
		`SELECT `+passageColumns+` FROM passages WHERE org_id = $1 AND document_id = $2
		ORDER BY ordinal LIMIT $3`, t.org, id, maxPassages)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		_, err := t.Document(id)
		return nil, err
	}
	passages := make([]attest.Passage, len(found))
	for i, l := range found {
		passages[i] = l.passage
	}
	return passages, nil
}

// PassagesAt gives the passages with the keys. A key without a passage is left out:
// the index that named it may be behind.
func (t *Tx) PassagesAt(keys []PassageKey) (map[PassageKey]attest.Passage, error) {
	all := make(map[PassageKey]attest.Passage, len(keys))
	for len(keys) > 0 {
		n := min(len(keys), passagesAtOne)
		c := &clause{}
		c.add(`SELECT `+passageColumns+` FROM passages WHERE org_id = ? AND (`, t.org)
		for i, k := range keys[:n] {
			if i > 0 {
				c.text.WriteString(" OR ")
			}
			c.add("document_id = ? AND ordinal = ?", k.Document, k.Ordinal)
		}
		c.add(`) LIMIT ?`, n)
		found, err := query(&t.unit, "read passages by key", scanPassage, c.text.String(), c.args...)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			all[l.key] = l.passage
		}
		keys = keys[n:]
	}
	return all, nil
}

// Evidence gives the vendor's documents in one query, oldest first, each with its
// reading where it has one. A vendor that does not exist has none.
func (t *Tx) Evidence(vendor attest.VendorID) ([]attest.Evidence, error) {
	found, err := query(&t.unit, "read evidence", scanEvidence,
		`SELECT `+documentColumns+`, r.body FROM documents d
		LEFT JOIN readings r ON r.org_id = d.org_id AND r.document_id = d.document_id
		WHERE d.org_id = $1 AND d.vendor_id = $2 ORDER BY d.created_at, d.document_id LIMIT $3`,
		t.org, vendor, maxEvidence+1)
	if err == nil && len(found) > maxEvidence {
		return nil, &attest.Error{
			Kind: attest.ResourceExhausted, Reason: "VENDOR_HAS_TOO_MANY_DOCUMENTS", Resource: vendorName(vendor),
			Message: fmt.Sprintf("the vendor has more than %d documents: delete those that no longer matter", maxEvidence),
		}
	}
	return found, err
}

func scanEvidence(row scanner) (e attest.Evidence, err error) {
	err = row.Scan(append(documentFields(&e.Document), jsonColumn{&e.Reading})...)
	return e, err
}
