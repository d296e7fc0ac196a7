package intake

import (
	"context"
	"io"
	"log/slog"
	"time"

	"golang.org/x/sync/semaphore"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
	"example.com/assay/internal/compare"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/materiality"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/store"
)

// The kinds of jobs.
const (
	JobRead    = "document.read"   // reads one document
	JobSweep   = "standings.sweep" // brings every standing up to date with the day
	JobCollect = "blobs.collect"   // deletes bytes that no document needs
)

// TopicDocument is the outbox topic of a document whose reading changed, or that is
// gone; the resource is its name.
const TopicDocument = "document"

// PDFReader reads a file into pages, at arm's length.
type PDFReader interface {
	Read(ctx context.Context, path string, opts pdf.Options) (*pdf.Document, error)
}

// Intake takes documents in. Its fields are set once, before use.
type Intake struct {
	Store     *store.Store
	Blobs     blob.Store
	PDF       PDFReader
	Freshness freshness.Policy
	Risk      materiality.Policy
	Comparer  *compare.Comparer // nil: a report is not compared with the one before
	Now       func() time.Time
	Random    io.Reader
	Log       *slog.Logger
	// Unlocking bounds the readings that callers with a password wait for; nil: no bound.
	Unlocking *semaphore.Weighted
}

// today is the current day in UTC: one zone for every day that is compared.
func (in *Intake) today() attest.Date { return attest.DateOf(in.Now().UTC()) }
