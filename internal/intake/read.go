package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
	"example.com/assay/internal/store"
)

// progressEvery is how often progress is written while a document is read.
const progressEvery = 250 * time.Millisecond

// system is the actor of what nobody asked for by name.
const system = "system"

// Work reads a document as a job does, without a password. A document that is gone,
// or was read meanwhile, is no error. An error means that another try may help.
func (in *Intake) Work(ctx context.Context, job attest.Job) error {
	doc, err := in.begin(ctx, job.Org, job.Document)
	if isKind(err, attest.NotFound) || err == nil && doc.State == attest.DocumentRead {
		return nil
	}
	if err != nil {
		return err
	}
	return in.read(ctx, job.Org, doc, "", system)
}

// GiveUp marks the document of a job that was tried often enough. The file is kept,
// and its reading can be asked for again.
func (in *Intake) GiveUp(ctx context.Context, job attest.Job, cause error) error {
	in.Log.LogAttrs(ctx, slog.LevelError, "reading failed", slog.String("document", string(job.Document)), slog.Any("cause", cause))
	return in.settle(ctx, job.Org, attest.Document{ID: job.Document, VendorID: job.Vendor},
		outcome{state: attest.DocumentFailed, reason: "reading failed on our side; the file is kept, and the reading can be run again", actor: system})
}

// Again asks for a document to be read again.
type Again struct {
	Caller    attest.Principal
	Document  attest.DocumentID
	Password  string // "" for a file that needs none
	RequestID string // "" or a UUID: the same one again starts no second reading
}

// Read reads a document again, and gives it as it is then. Without a password it is
// queued, and the caller need not wait; a document that waits already, or that
// nothing but a password opens, stays as it is. With a password the caller waits, for
// the password is not kept: until the reading is stored, the document is what it was,
// whoever dies meanwhile. A password that does not open the file is an *attest.Error,
// and so is a document that is signed off (DOCUMENT_SIGNED_OFF).
func (in *Intake) Read(ctx context.Context, again Again) (attest.Document, error) {
	if again.Password == "" {
		return in.queue(ctx, again)
	}
	doc, done, err := in.seen(ctx, again)
	if err != nil || done {
		return doc, err
	}
	if err := open(doc); err != nil {
		return doc, err
	}
	if in.Unlocking != nil {
		if err := in.Unlocking.Acquire(ctx, 1); err != nil {
			return attest.Document{}, err
		}
		defer in.Unlocking.Release(1)
	}
	if err := in.read(ctx, again.Caller.Org, doc, again.Password, again.Caller.Name); err != nil {
		return attest.Document{}, err
	}
	err = in.Store.Update(ctx, again.Caller.Org, func(tx *store.Tx) error {
		doc, err = in.once(tx, again, func(attest.Document) error { return nil })
		return err
	})
	return doc, err
}

// queue writes the job that reads a document again.
func (in *Intake) queue(ctx context.Context, again Again) (attest.Document, error) {
	var out attest.Document
	err := in.Store.Update(ctx, again.Caller.Org, func(tx *store.Tx) (err error) {
		if out, err = tx.Document(again.Document); err != nil || out.State == attest.DocumentLocked {
			return err // and not remembered: the same request may come again with the password
		}
		out, err = in.once(tx, again, func(doc attest.Document) error {
			if err := open(doc); err != nil {
				return err
			}
			if doc.State == attest.DocumentQueued || doc.State == attest.DocumentReading {
				return nil
			}
			doc.State, doc.StateReason, doc.PagesDone = attest.DocumentQueued, "", 0
			_, err := tx.UpdateDocument(doc, 0)
			return errors.Join(err, tx.Enqueue(attest.Job{Kind: JobRead, Org: again.Caller.Org, Vendor: doc.VendorID, Document: doc.ID}))
		})
		return err
	})
	return out, err
}

// once does what a request asks for unless the same request was seen before, and
// gives the document as it is then.
func (in *Intake) once(tx *store.Tx, again Again, do func(attest.Document) error) (attest.Document, error) {
	doc, err := tx.Document(again.Document)
	if err != nil {
		return attest.Document{}, err
	}
	// The password is no part of what is remembered of the request.
	_, err = tx.Once(methodRead, again.RequestID, string(doc.ID), func() (string, error) {
		return aip.DocumentName(doc.VendorID, doc.ID), do(doc)
	})
	if err != nil {
		return attest.Document{}, err
	}
	return tx.Document(doc.ID)
}

// methodRead names the call whose request ids Read remembers.
const methodRead = "ReadDocument"

// seen gives the document, and whether this very request was answered before.
func (in *Intake) seen(ctx context.Context, again Again) (doc attest.Document, done bool, err error) {
	err = in.Store.View(ctx, again.Caller.Org, func(tx *store.Tx) error {
		if doc, err = tx.Document(again.Document); err != nil || again.RequestID == "" {
			return err
		}
		_, done, err = tx.Request(methodRead, again.RequestID, string(doc.ID))
		return err
	})
	return doc, done, err
}

// begin marks a document as being read, unless it was, and gives it as it is then.
func (in *Intake) begin(ctx context.Context, org attest.OrgID, id attest.DocumentID) (attest.Document, error) {
	var doc attest.Document
	err := in.Store.Update(ctx, org, func(tx *store.Tx) error {
		var err error
		if doc, err = tx.Document(id); err != nil || doc.State == attest.DocumentRead {
			return err
		}
		doc.State, doc.StateReason, doc.PagesDone = attest.DocumentReading, "", 0
		doc, err = tx.UpdateDocument(doc, 0)
		return err
	})
	return doc, err
}

// outcome is what became of a reading.
type outcome struct {
	state    attest.DocumentState
	reason   string
	actor    string
	reading  *attest.Reading
	passages []attest.Passage
}

// read reads a document and stores what came of it. An error means that nothing
// was found out about the file and another try may help.
func (in *Intake) read(ctx context.Context, org attest.OrgID, doc attest.Document, password, actor string) error {
	path, release, err := in.Blobs.Path(ctx, doc.SHA256)
	if err != nil {
		return err
	}
	defer release()
	pages, err := in.PDF.Read(ctx, path, pdf.Options{Password: password, Progress: in.progress(ctx, org, doc.ID)})
	if err != nil {
		return in.refused(ctx, org, doc, actor, err)
	}
	out := outcome{state: attest.DocumentRead, actor: actor}
	if out.reading, out.passages, err = extract(pages, doc.SHA256); err != nil {
		return err
	}
	return in.settle(ctx, org, doc, out)
}

// extract turns pages into facts. A file that makes our rules panic must not take
// the server with it.
func extract(pages *pdf.Document, sha string) (r *attest.Reading, passages []attest.Passage, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("extract facts: panic: %v\n%s", p, debug.Stack())
		}
	}()
	r = reading.Read(pages, sha)
	return r, reading.Passages(pages, r), nil
}

// refused settles a document that could not be opened, if the file is at fault.
func (in *Intake) refused(ctx context.Context, org attest.OrgID, doc attest.Document, actor string, cause error) error {
	switch {
	case errors.Is(cause, pdf.ErrWrongPassword):
		return &attest.Error{Kind: attest.InvalidArgument, Reason: "PASSWORD_WRONG", Field: "password",
			Message: "the password does not open the file; ask the vendor for it and try again"}
	case errors.Is(cause, pdf.ErrLocked):
		return in.settle(ctx, org, doc, outcome{state: attest.DocumentLocked, reason: lockedReason, actor: actor})
	}
	for _, atFault := range []error{pdf.ErrNotPDF, pdf.ErrNoPages, pdf.ErrTruncated, pdf.ErrDamaged, pdf.ErrTooComplex, pdf.ErrKilled} {
		if errors.Is(cause, atFault) {
			return in.settle(ctx, org, doc, outcome{state: attest.DocumentUnreadable, reason: cause.Error(), actor: actor})
		}
	}
	return fmt.Errorf("read document %s: %w", doc.ID, cause)
}

// lockedReason tells what to do about a locked file.
const lockedReason = "the file opens only with a password: ask the vendor for it and run the reading again with it (it is not stored)"

// keptReason tells why a document that could not be read again is not lost.
const keptReason = "what was read before still holds; reading it again failed: "

// settle writes the end of a reading: the document's state, the reading with its
// passages, the vendor's standing, the trail and the word to the index. A document
// that was read once stays so.
func (in *Intake) settle(ctx context.Context, org attest.OrgID, doc attest.Document, out outcome) error {
	return in.Store.Update(ctx, org, func(tx *store.Tx) error {
		now, err := tx.Document(doc.ID)
		if isKind(err, attest.NotFound) {
			return nil // deleted while it was read
		}
		if err != nil {
			return err
		}
		if now.SignOff.Holds() {
			return out.late(now)
		}
		now.State, now.StateReason = out.state, out.reason
		if out.reading != nil {
			if now, err = in.keepReading(tx, now, out); err != nil {
				return err
			}
		} else if !now.ReadAt.IsZero() {
			now.State, now.StateReason = attest.DocumentRead, keptReason+out.reason
		}
		if _, err := tx.UpdateDocument(now, 0); err != nil {
			return err
		}
		name := aip.DocumentName(doc.VendorID, doc.ID)
		return errors.Join(
			in.Refresh(tx, doc.VendorID),
			tx.Emit(TopicDocument, name),
			tx.AppendAudit(attest.AuditEvent{Actor: out.actor, Action: "document." + actionOf(out.state), Resource: name, Detail: out.reason}),
		)
	})
}

// keepReading stores a reading, under the corrections that people have made.
func (in *Intake) keepReading(tx *store.Tx, doc attest.Document, out outcome) (attest.Document, error) {
	if err := tx.PutReading(doc.ID, out.reading, out.passages); err != nil {
		return doc, err
	}
	effective, err := Effective(tx, doc.ID)
	if err != nil {
		return doc, err
	}
	doc.Kind, doc.Pages, doc.PagesDone, doc.ReadAt = kindOf(effective.Reading), len(out.reading.Pages), len(out.reading.Pages), tx.Now()
	return doc, nil
}

// late is what comes of a reading that ends when its document was signed off meanwhile:
// what was signed off stays. That nothing was read is no news then.
func (o outcome) late(doc attest.Document) error {
	if o.reading == nil {
		return nil
	}
	return open(doc)
}

// kindOf is the kind a document is listed under: one that is in doubt is unknown.
func kindOf(r *attest.Reading) attest.Kind {
	if r.Kind.State != attest.Found {
		return attest.KindUnknown
	}
	return r.Kind.Value
}

// actionOf names the end of a reading in the audit trail.
func actionOf(s attest.DocumentState) string {
	switch s {
	case attest.DocumentRead:
		return "read"
	case attest.DocumentLocked:
		return "locked"
	case attest.DocumentUnreadable:
		return "unreadable"
	}
	return "failed"
}

// progress gives a function that writes how many pages are done, now and then. That
// progress could not be written is not worth failing a reading for.
func (in *Intake) progress(ctx context.Context, org attest.OrgID, id attest.DocumentID) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		if now := in.Now(); now.Sub(last) >= progressEvery {
			last = now
			err := in.Store.Update(ctx, org, func(tx *store.Tx) error { return tx.SetProgress(id, done, total) })
			if err != nil {
				in.Log.LogAttrs(ctx, slog.LevelDebug, "progress not written", slog.Any("cause", err))
			}
		}
	}
}

// isKind reports whether err is an *attest.Error of a kind.
func isKind(err error, kind attest.ErrorKind) bool {
	var e *attest.Error
	return errors.As(err, &e) && e.Kind == kind
}
