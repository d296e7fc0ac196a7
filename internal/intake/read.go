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
	doc, err := in.begin(ctx, job.Org, job.Document, func(d attest.Document) bool { return d.State != attest.DocumentRead })
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

// Read reads a document again for a caller who waits, with a password where the
// file needs one. The password is used and forgotten. A password that does not
// open the file is an *attest.Error; the document stays as it was.
func (in *Intake) Read(ctx context.Context, caller attest.Principal, id attest.DocumentID, password string) (attest.Document, error) {
	doc, err := in.begin(ctx, caller.Org, id, func(attest.Document) bool { return true })
	if err != nil {
		return attest.Document{}, err
	}
	if err := in.read(ctx, caller.Org, doc, password, caller.Name); err != nil {
		return attest.Document{}, err
	}
	err = in.Store.View(ctx, caller.Org, func(tx *store.Tx) error {
		doc, err = tx.Document(id)
		return err
	})
	return doc, err
}

// begin marks a document as being read, if wanted says so, and gives it as it is then.
func (in *Intake) begin(ctx context.Context, org attest.OrgID, id attest.DocumentID, wanted func(attest.Document) bool) (attest.Document, error) {
	var doc attest.Document
	err := in.Store.Update(ctx, org, func(tx *store.Tx) error {
		var err error
		if doc, err = tx.Document(id); err != nil || !wanted(doc) {
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
		return in.refused(ctx, org, doc, actor, password, err)
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
func (in *Intake) refused(ctx context.Context, org attest.OrgID, doc attest.Document, actor, password string, cause error) error {
	switch {
	case errors.Is(cause, pdf.ErrWrongPassword):
		err := in.settle(ctx, org, doc, outcome{state: attest.DocumentLocked, reason: lockedReason, actor: actor})
		return errors.Join(err, &attest.Error{Kind: attest.InvalidArgument, Reason: "PASSWORD_WRONG", Field: "password",
			Message: "the password does not open the file; ask the vendor for it and try again"})
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

// settle writes the end of a reading: the document's state, the reading with its
// passages, the vendor's standing, the trail and the word to the index.
func (in *Intake) settle(ctx context.Context, org attest.OrgID, doc attest.Document, out outcome) error {
	return in.Store.Update(ctx, org, func(tx *store.Tx) error {
		now, err := tx.Document(doc.ID)
		if isKind(err, attest.NotFound) {
			return nil // deleted while it was read
		}
		if err != nil {
			return err
		}
		now.State, now.StateReason = out.state, out.reason
		if out.reading != nil {
			now.Kind, now.Pages, now.PagesDone, now.ReadAt = kindOf(out.reading), len(out.reading.Pages), len(out.reading.Pages), tx.Now()
			if err := tx.PutReading(doc.ID, out.reading, out.passages); err != nil {
				return err
			}
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
