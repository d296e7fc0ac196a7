package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
	"example.com/assay/internal/store"
)

// Effective gives the reading of a document with people's corrections laid over it,
// and what each of them came to. It fails as store.Tx.Reading does.
func Effective(tx *store.Tx, id attest.DocumentID) (review.Result, error) {
	read, err := tx.Reading(id)
	if err != nil {
		return review.Result{}, err
	}
	corrections, err := tx.HoldingCorrections(id)
	if err != nil {
		return review.Result{}, err
	}
	return review.Apply(read, corrections, aip.CorrectionName), nil
}

// Evidence gives a vendor's documents, oldest first, each with its effective reading
// where it has one.
func Evidence(tx *store.Tx, vendor attest.VendorID) ([]attest.Evidence, error) {
	evidence, err := tx.Evidence(vendor)
	if err != nil {
		return nil, err
	}
	corrections, err := tx.VendorCorrections(vendor)
	if err != nil {
		return nil, err
	}
	for i, e := range evidence {
		evidence[i].Reading = review.Apply(e.Reading, corrections[e.Document.ID], aip.CorrectionName).Reading
	}
	return evidence, nil
}

// Correct stores what a person says of a document that was read, in the caller's unit
// of work, and what follows from it. The correction has its id; an *attest.Error names
// the field of the API's Correction that makes no sense.
func (in *Intake) Correct(tx *store.Tx, caller attest.Principal, doc attest.Document, c attest.Correction) (attest.Correction, error) {
	if err := open(doc); err != nil {
		return c, err
	}
	read, err := tx.Reading(doc.ID)
	if err != nil {
		return c, err
	}
	others, err := tx.HoldingCorrections(doc.ID)
	if err != nil {
		return c, err
	}
	c.Document, c.Vendor, c.By = doc.ID, doc.VendorID, caller.Name
	if c, err = review.Check(read, others, c); err != nil {
		return c, err
	}
	if err := checkQuote(tx, read, c); err != nil {
		return c, err
	}
	if c, err = tx.CreateCorrection(c); err != nil {
		return c, err
	}
	return c, errors.Join(in.corrected(tx, doc), tx.AppendAudit(attest.AuditEvent{
		Actor: caller.Name, Action: "correction.created", Resource: aip.CorrectionName(c), Detail: string(c.Action) + " " + c.Target}))
}

// Withdraw ends a correction, in the caller's unit of work, and does what follows.
func (in *Intake) Withdraw(tx *store.Tx, caller attest.Principal, doc attest.Document, c attest.Correction) error {
	if err := open(doc); err != nil {
		return err
	}
	if err := tx.EndCorrection(doc.ID, c.ID, caller.Name); err != nil {
		return err
	}
	return errors.Join(in.corrected(tx, doc), tx.AppendAudit(attest.AuditEvent{
		Actor: caller.Name, Action: "correction.withdrawn", Resource: aip.CorrectionName(c), Detail: string(c.Action) + " " + c.Target}))
}

// corrected brings everything that hangs on a document's facts up to date.
func (in *Intake) corrected(tx *store.Tx, doc attest.Document) error {
	effective, err := Effective(tx, doc.ID)
	if err != nil {
		return err
	}
	doc.Kind = kindOf(effective.Reading)
	_, err = tx.UpdateDocument(doc, 0)
	return errors.Join(err, in.Refresh(tx, doc.VendorID), tx.Emit(TopicDocument, aip.DocumentName(doc.VendorID, doc.ID)))
}

// SignOff locks the facts of a document that was read, in the caller's unit of work.
// It is FailedPrecondition when it is signed off (DOCUMENT_SIGNED_OFF), when it is being
// read again (DOCUMENT_BEING_READ), and while a correction conflicts with the reading
// (REVIEW_CONFLICT).
func (in *Intake) SignOff(tx *store.Tx, caller attest.Principal, doc attest.Document, note string) (attest.Document, error) {
	name := aip.DocumentName(doc.VendorID, doc.ID)
	if err := open(doc); err != nil {
		return doc, err
	}
	if doc.State != attest.DocumentRead {
		return doc, &attest.Error{Kind: attest.FailedPrecondition, Reason: "DOCUMENT_BEING_READ", Resource: name,
			Message: "the document is being read again: sign it off when that is done"}
	}
	effective, err := Effective(tx, doc.ID)
	if err != nil {
		return doc, err
	}
	if err := undecided(name, effective); err != nil {
		return doc, err
	}
	signed := attest.SignOff{By: caller.Name, At: tx.Now(), Note: strings.TrimSpace(note), RulesVersion: effective.Reading.RulesVersion,
		Facts: review.Digest(effective.Reading)}
	doc, err = tx.SetSignOff(doc.ID, signed, doc.Version)
	return doc, errors.Join(err, tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "document.signed_off", Resource: name,
		Detail: "facts " + signed.Facts + ", rules " + signed.RulesVersion}))
}

// undecided is an error while a correction conflicts with the reading.
func undecided(name string, effective review.Result) error {
	for _, f := range effective.Reading.Flags {
		if f.Name == attest.FlagReviewConflict {
			return &attest.Error{Kind: attest.FailedPrecondition, Reason: "REVIEW_CONFLICT", Resource: name,
				Message: "a newer reading says other than a person decided; decide first, and sign off then: " + f.Detail}
		}
	}
	return nil
}

// Signed gives the effective reading of a document, with the flag signed_facts_changed
// where it does not state any more what was signed off. Nothing changes a document that
// is signed off, so the flag tells of a fault of ours.
func Signed(doc attest.Document, effective *attest.Reading) *attest.Reading {
	if !doc.SignOff.Holds() || review.Digest(effective) == doc.SignOff.Facts {
		return effective
	}
	out := *effective
	out.Flags = append(slices.Clip(out.Flags), attest.Flag{Name: attest.FlagSignedChanged,
		Detail: "the document does not state what " + doc.SignOff.By + " signed off: review it again"})
	return &out
}

// Reopen takes a sign-off back, in the caller's unit of work. It is FailedPrecondition
// (DOCUMENT_NOT_SIGNED_OFF) when there is none.
func (in *Intake) Reopen(tx *store.Tx, caller attest.Principal, doc attest.Document, reason string) (attest.Document, error) {
	name := aip.DocumentName(doc.VendorID, doc.ID)
	if !doc.SignOff.Holds() {
		return doc, &attest.Error{Kind: attest.FailedPrecondition, Reason: "DOCUMENT_NOT_SIGNED_OFF", Resource: name,
			Message: "the document is not signed off: its facts can be corrected"}
	}
	doc, err := tx.SetSignOff(doc.ID, attest.SignOff{}, doc.Version)
	return doc, errors.Join(err, tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "document.reopened", Resource: name, Detail: reason}))
}

// open is an error while a document is signed off.
func open(doc attest.Document) error {
	if !doc.SignOff.Holds() {
		return nil
	}
	return &attest.Error{Kind: attest.FailedPrecondition, Reason: "DOCUMENT_SIGNED_OFF", Resource: aip.DocumentName(doc.VendorID, doc.ID),
		Message: "the document was signed off by " + doc.SignOff.By + " on " + attest.DateOf(doc.SignOff.At).String() + ": reopen it first",
		Meta:    map[string]string{"signer": doc.SignOff.By}}
}

// checkQuote wants the words that a person quotes to stand on their page, where the
// text of the page was read. Their order is not held against them: the cells of a
// table are read across.
func checkQuote(tx *store.Tx, read *attest.Reading, c attest.Correction) error {
	page := c.Citation.Page
	if c.Citation.Quote == "" || read.Pages[page-1].Reading == attest.PageNotRead {
		return nil
	}
	passages, err := tx.Passages(c.Document)
	if err != nil {
		return err
	}
	var text []string
	for _, p := range passages {
		if p.Page == page {
			text = append(text, p.Heading, p.Text)
		}
	}
	missing := missingWord(strings.Join(text, " "), c.Citation.Quote)
	if missing == "" {
		return nil
	}
	return &attest.Error{Kind: attest.InvalidArgument, Reason: "QUOTE_NOT_ON_PAGE", Field: "correction.quote",
		Message: fmt.Sprintf("page %d does not print %q: quote its words as they stand, or name the page alone", page, missing)}
}

// missingWord gives the first word of a quote that a text lacks; "" for none.
func missingWord(text, quote string) string {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	if strings.Contains(plain(text), plain(quote)) {
		return ""
	}
	there := map[string]bool{"": true}
	for _, w := range strings.Fields(text) {
		there[plain(w)] = true
	}
	for _, w := range strings.Fields(quote) {
		if !there[plain(w)] {
			return w
		}
	}
	return ""
}
