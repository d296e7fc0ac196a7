package search

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"example.com/assay/internal/attest"
)

// The fields of a passage in the index.
const (
	fieldText     = "text"
	fieldDocument = "document"
	fieldVendor   = "vendor"
	fieldKind     = "kind"
	fieldStart    = "start" // first day of the span, in days since 1970
	fieldEnd      = "end"   // last day of the span
	fieldOrdinal  = "ordinal"
	fieldPage     = "page"
	fieldSection  = "section"
)

const (
	textOptions    = index.IndexField | index.IncludeTermVectors
	keywordOptions = index.IndexField | index.SkipFreqNorm
	storedOptions  = index.StoreField
)

// Put replaces all that is known of a document, the position stays as it is.
// Putting the same entry again changes nothing.
func (s *Set) Put(ctx context.Context, org attest.OrgID, entry DocumentEntry) error {
	return s.Apply(ctx, org, Update{Put: []DocumentEntry{entry}})
}

// Delete removes all that is known of a document; an unknown one is no error.
func (s *Set) Delete(ctx context.Context, org attest.OrgID, id attest.DocumentID) error {
	return s.Apply(ctx, org, Update{Delete: []attest.DocumentID{id}})
}

// Position gives the cursor of the feed that the index has come to, "" at the
// start.
func (s *Set) Position(ctx context.Context, org attest.OrgID) (string, error) {
	var position string
	err := s.with(ctx, org, func(h *handle) (err error) {
		position, err = h.position()
		return err
	})
	return position, err
}

// SetPosition moves the position from one value to another without postings.
func (s *Set) SetPosition(ctx context.Context, org attest.OrgID, from, to string) error {
	return s.Apply(ctx, org, Update{From: from, To: to})
}

// Apply takes an update as a whole: postings and position are written in one
// durable step. After an error nothing was taken, or all of it but not durably; in
// both cases the same update can be tried again.
func (s *Set) Apply(ctx context.Context, org attest.OrgID, u Update) error {
	err := s.with(ctx, org, func(h *handle) error {
		h.write.Lock()
		defer h.write.Unlock()
		batch, err := h.batch(ctx, u)
		if err != nil {
			return err
		}
		if err := h.index.Batch(batch); err != nil {
			return failedWrite{err, h}
		}
		if u.From != "" || u.To != "" {
			s.moved(org, u.To)
		}
		return nil
	})
	if failed, ok := errors.AsType[failedWrite](err); ok {
		return errors.Join(storageError("write to an index", failed.error), s.discard(failed.handle))
	}
	return err
}

// failedWrite is an error of a batch. Bleve keeps trying to write it without a
// pause, so the index has to be closed.
type failedWrite struct {
	error
	handle *handle
}

// discard closes an index; the next call opens it as it is on the disk.
func (s *Set) discard(h *handle) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.retire(h)
}

func (h *handle) position() (string, error) {
	value, err := h.index.GetInternal([]byte(positionKey))
	if err != nil {
		return "", fmt.Errorf("read the position of an index: %w", err)
	}
	return string(value), nil
}

// batch gathers the changes of an update.
func (h *handle) batch(ctx context.Context, u Update) (*bleve.Batch, error) {
	b := h.index.NewBatch()
	if u.From != "" || u.To != "" {
		if err := h.expect(u.From); err != nil {
			return nil, err
		}
		b.SetInternal([]byte(positionKey), []byte(u.To))
	}
	last := map[attest.DocumentID]int{}
	for i, entry := range u.Put {
		last[entry.Document] = i
	}
	for _, id := range u.Delete {
		if err := h.remove(ctx, b, id); err != nil {
			return nil, err
		}
	}
	for i, entry := range u.Put {
		if last[entry.Document] != i {
			continue
		}
		if err := h.remove(ctx, b, entry.Document); err != nil {
			return nil, err
		}
		if err := add(b, entry); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// expect refuses an update that does not start where the index is.
func (h *handle) expect(from string) error {
	at, err := h.position()
	if err != nil || at == from {
		return err
	}
	return &attest.Error{
		Kind: attest.Aborted, Reason: ReasonMoved,
		Message: "The search index is at another position. Read its position and go on from there.",
		Meta:    map[string]string{"position": at, "from": from},
	}
}

// remove adds the removal of a document's passages to b. A later addition of the
// same passage to b wins.
func (h *handle) remove(ctx context.Context, b *bleve.Batch, id attest.DocumentID) error {
	const step = 5000
	q := bleve.NewTermQuery(string(id))
	q.SetField(fieldDocument)
	var after []string
	for {
		req := bleve.NewSearchRequestOptions(q, step, 0, false)
		req.SortBy([]string{"_id"})
		req.Score = "none"
		req.SearchAfter = after
		res, err := h.index.SearchInContext(ctx, req)
		if err != nil {
			return fmt.Errorf("find the passages of document %s: %w", id, err)
		}
		for _, hit := range res.Hits {
			b.Delete(hit.ID)
			after = []string{hit.ID}
		}
		if len(res.Hits) < step {
			return nil
		}
	}
}

// add adds the passages of a document to b.
func add(b *bleve.Batch, entry DocumentEntry) error {
	for _, p := range entry.Passages {
		d := document.NewDocument(fmt.Sprintf("%s/%08d", entry.Document, p.Ordinal))
		text := document.NewTextFieldCustom(fieldText, nil, []byte(p.Text), textOptions, analyzer{})
		d.AddField(text)
		keyword := func(name, value string, options index.FieldIndexingOptions) {
			if value != "" {
				d.AddField(document.NewTextFieldWithIndexingOptions(name, nil, []byte(value), options))
			}
		}
		keyword(fieldDocument, string(entry.Document), keywordOptions|storedOptions)
		keyword(fieldVendor, string(entry.Vendor), keywordOptions|storedOptions)
		keyword(fieldKind, string(entry.Kind), keywordOptions|storedOptions)
		keyword(fieldSection, string(p.Section), storedOptions)
		keyword(fieldOrdinal, strconv.Itoa(p.Ordinal), storedOptions)
		keyword(fieldPage, strconv.Itoa(p.Page), storedOptions)
		if !entry.Span.Start.IsZero() && !entry.Span.End.IsZero() {
			d.AddField(document.NewNumericFieldWithIndexingOptions(fieldStart, nil, day(entry.Span.Start), index.IndexField))
			d.AddField(document.NewNumericFieldWithIndexingOptions(fieldEnd, nil, day(entry.Span.End), index.IndexField))
		}
		if err := b.IndexAdvanced(d); err != nil {
			return fmt.Errorf("index passage %d of document %s: %w", p.Ordinal, entry.Document, err)
		}
	}
	return nil
}

// day counts the days since 1970.
func day(d attest.Date) float64 { return float64(d.Time().Unix() / (24 * 60 * 60)) }
