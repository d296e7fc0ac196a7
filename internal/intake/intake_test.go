package intake_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/materiality"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/sample"
	"example.com/assay/internal/search"
	"example.com/assay/internal/store"
)

// inProcess reads PDFs in the test's own process.
type inProcess struct{}

func (inProcess) Read(_ context.Context, path string, opts pdf.Options) (*pdf.Document, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return pdf.Decode(src, opts)
}

// queue keeps the jobs that were enqueued, to be run by the test.
type queue struct {
	mu   sync.Mutex
	jobs []attest.Job
}

func (q *queue) EnqueueTx(_ context.Context, _ *sql.Tx, job attest.Job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, job)
	return nil
}

// house is an intake on a database and folders of its own, with one vendor.
type house struct {
	*intake.Intake
	indexer *intake.Indexer
	queue   *queue
	caller  attest.Principal
	blobs   string
	clock   *atomic.Int64 // seconds since 1970
}

const acme attest.VendorID = "acme"

func newHouse(t *testing.T) *house {
	t.Helper()
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	clock := &atomic.Int64{}
	clock.Store(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).Unix())
	now := func() time.Time { return time.Unix(clock.Load(), 0).UTC() }
	q := &queue{}
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "assay.db"), store.Options{Now: now, Enqueuer: q})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), blob.Options{Limit: 8 << 20, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.Open(filepath.Join(dir, "index"), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	h := &house{
		Intake: &intake.Intake{Store: s, Blobs: blobs, PDF: inProcess{}, Freshness: freshness.DefaultPolicy(), Risk: materiality.DefaultPolicy(), Now: now, Random: rand.Reader, Log: log},
		queue:  q, caller: attest.Principal{Org: "org1", Name: "tokens/t", Roles: []attest.Role{attest.RoleAnalyst}}, blobs: filepath.Join(dir, "blobs"),
		indexer: &intake.Indexer{Store: s, Index: index, Log: log}, clock: clock,
	}
	if err := errors.Join(s.Migrate(t.Context()), h.furnish(t.Context())); err != nil {
		t.Fatal(err)
	}
	return h
}

// furnish makes the organisation and its vendor.
func (h *house) furnish(ctx context.Context) error {
	err := h.Store.System(ctx, func(tx *store.SystemTx) error {
		_, err := tx.CreateOrganisation(attest.Organisation{ID: h.caller.Org})
		return err
	})
	return errors.Join(err, h.Store.Update(ctx, h.caller.Org, func(tx *store.Tx) error {
		_, err := tx.CreateVendor(attest.Vendor{ID: acme, DisplayName: "Acme", Tier: attest.TierHigh})
		return errors.Join(err, h.Refresh(tx, acme))
	}))
}

// receive uploads bytes for the vendor.
func (h *house) receive(t *testing.T, body []byte) attest.Document {
	t.Helper()
	doc, err := h.Receive(t.Context(), intake.Upload{Caller: h.caller, Vendor: acme, Filename: "report.pdf"}, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// work runs the jobs that wait and gives the document as it is then.
func (h *house) work(t *testing.T, id attest.DocumentID) attest.Document {
	t.Helper()
	for _, job := range h.queue.jobs {
		if err := h.Work(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	h.queue.jobs = nil
	return h.document(t, id)
}

func (h *house) document(t *testing.T, id attest.DocumentID) attest.Document {
	t.Helper()
	var doc attest.Document
	err := h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		var err error
		doc, err = tx.Document(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// samplePDF gives a sample document by its name.
func samplePDF(t *testing.T, name string) sample.Document {
	t.Helper()
	doc, err := sample.Make(name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// reasonOf gives the reason of an error, "" for none.
func reasonOf(err error) string {
	var e *attest.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestOneDocumentsWay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cert := samplePDF(t, "iso27001_quaymark_2025.pdf")
	doc := h.receive(t, cert.PDF)
	if doc.State != attest.DocumentQueued || len(h.queue.jobs) != 1 {
		t.Fatalf("after upload: state %s, %d jobs; want QUEUED and 1", doc.State, len(h.queue.jobs))
	}
	doc = h.work(t, doc.ID)
	if doc.State != attest.DocumentRead || doc.Kind != attest.KindISO27001 || doc.Pages == 0 {
		t.Fatalf("after reading: %+v", doc)
	}
	if _, err := h.indexer.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := h.indexer.Index.Search(t.Context(), h.caller.Org, search.Query{Text: "27001"})
	if err != nil || found.Total == 0 {
		t.Errorf("search found %d, error %v", found.Total, err)
	}
	var standing attest.Standing
	err = h.Store.View(t.Context(), h.caller.Org, func(tx *store.Tx) error {
		standing, _, err = tx.Standing(acme)
		return err
	})
	if err != nil || len(standing.Reasons) == 0 {
		t.Errorf("standing = %+v, error %v", standing, err)
	}
}

func TestSameBytesAreTheSameDocument(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := samplePDF(t, "badge_pebblecroft.pdf").PDF
	first, second := h.receive(t, body), h.receive(t, body)
	if first.ID != second.ID || len(h.queue.jobs) != 1 {
		t.Errorf("documents %s and %s, %d jobs; want one of each", first.ID, second.ID, len(h.queue.jobs))
	}
}

func TestRefusedUploads(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	pdfHead := "%PDF-1.7\n"
	tests := []struct {
		name, vendor, body, reason string
	}{
		{"empty", "acme", "", "FILE_EMPTY"},
		{"a zip", "acme", "PK\x03\x04 and more", "NOT_A_PDF"},
		{"html", "acme", "<html><body>report</body></html>", "NOT_A_PDF"},
		{"too large", "acme", pdfHead + strings.Repeat("x", 9<<20), "DOCUMENT_TOO_LARGE"},
		{"unknown vendor", "nobody", pdfHead, "VENDOR_NOT_FOUND"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := h.Receive(t.Context(), intake.Upload{Caller: h.caller, Vendor: attest.VendorID(tt.vendor)}, strings.NewReader(tt.body))
			if reasonOf(err) != tt.reason {
				t.Errorf("error %v, want reason %s", err, tt.reason)
			}
		})
	}
	if files := blobFiles(t, h.blobs); len(files) != 0 {
		t.Errorf("refused uploads left %v", files)
	}
}

// blobFiles lists what lies in the blob store.
func blobFiles(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBrokenUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gone := errors.New("the client went away")
	body := io.MultiReader(strings.NewReader("%PDF-1.7\n"+strings.Repeat("x", 4096)), &failing{gone})
	if _, err := h.Receive(t.Context(), intake.Upload{Caller: h.caller, Vendor: acme}, body); !errors.Is(err, gone) {
		t.Errorf("error %v, want %v", err, gone)
	}
	if files := blobFiles(t, h.blobs); len(files) != 0 || len(h.queue.jobs) != 0 {
		t.Errorf("a broken upload left %v and %d jobs", files, len(h.queue.jobs))
	}
}

// failing is a reader that breaks off.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestUnreadableDocuments(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	whole := samplePDF(t, "iso27001_quaymark_2025.pdf").PDF
	tests := []struct {
		name  string
		body  []byte
		state attest.DocumentState
	}{
		{"cut in half", whole[:len(whole)/2], attest.DocumentUnreadable},
		{"only a header", []byte("%PDF-1.7\n"), attest.DocumentUnreadable},
		{"locked", samplePDF(t, "soc2_type2_brindleway_2026_locked.pdf").PDF, attest.DocumentLocked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := h.work(t, h.receive(t, tt.body).ID)
			if doc.State != tt.state || doc.StateReason == "" {
				t.Errorf("state %s (%q), want %s and why", doc.State, doc.StateReason, tt.state)
			}
		})
	}
}

func TestUnlock(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	locked := samplePDF(t, "soc2_type2_brindleway_2026_locked.pdf")
	doc := h.work(t, h.receive(t, locked.PDF).ID)
	if _, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: doc.ID, Password: "not it"}); reasonOf(err) != "PASSWORD_WRONG" {
		t.Errorf("wrong password: %v", err)
	}
	if got := h.document(t, doc.ID); got.State != attest.DocumentLocked {
		t.Errorf("after a wrong password: %s", got.State)
	}
	got, err := h.Read(t.Context(), intake.Again{Caller: h.caller, Document: doc.ID, Password: locked.Password})
	if err != nil || got.State != attest.DocumentRead || got.Kind != attest.KindSOC2 {
		t.Errorf("with the password: %+v, %v", got, err)
	}
}

func TestRequestIDIsIdempotent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	up := intake.Upload{Caller: h.caller, Vendor: acme, RequestID: "6b2f4f6e-8f0d-4f5e-9a57-1f1f3f0e2a11"}
	send := func(name string) (attest.Document, error) {
		return h.Receive(t.Context(), up, bytes.NewReader(samplePDF(t, name).PDF))
	}
	first, err1 := send("badge_pebblecroft.pdf")
	again, err2 := send("badge_pebblecroft.pdf")
	if err := errors.Join(err1, err2); err != nil || first.ID != again.ID {
		t.Errorf("repeated: %s and %s, %v", first.ID, again.ID, err)
	}
	if _, err := send("iso27001_quaymark_2025.pdf"); reasonOf(err) != "REQUEST_ID_REUSED" {
		t.Errorf("same request_id for another file: %v", err)
	}
}

func TestRemoveTakesADocumentOutOfSearch(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	doc := h.work(t, h.receive(t, samplePDF(t, "iso27001_quaymark_2025.pdf").PDF).ID)
	catchUp := func() int {
		if _, err := h.indexer.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		found, err := h.indexer.Index.Search(t.Context(), h.caller.Org, search.Query{Text: "27001"})
		if err != nil {
			t.Fatal(err)
		}
		return found.Total
	}
	if catchUp() == 0 {
		t.Fatal("the document is not found before it is removed")
	}
	err := h.Store.Update(t.Context(), h.caller.Org, func(tx *store.Tx) error { return h.Remove(tx, h.caller, doc) })
	if err != nil {
		t.Fatal(err)
	}
	if n := catchUp(); n != 0 {
		t.Errorf("found %d passages of a removed document", n)
	}
}

func TestIndexBehindATrimmedFeed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	catchUp := func() int {
		if _, err := h.indexer.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		found, err := h.indexer.Index.Search(t.Context(), h.caller.Org, search.Query{Text: "information security"})
		if err != nil {
			t.Fatal(err)
		}
		return found.Total
	}
	if n := catchUp(); n != 0 {
		t.Fatalf("an empty house has %d passages", n)
	}
	h.work(t, h.receive(t, samplePDF(t, "iso27001_quaymark_2025.pdf").PDF).ID)
	month := h.Now().AddDate(0, 2, 0)
	h.Now = func() time.Time { return month }
	if err := h.SweepAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if catchUp() == 0 {
		t.Error("the index missed a document whose change was trimmed from the feed")
	}
}

func TestRebuildEqualsFollowing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, name := range []string{"iso27001_quaymark_2025.pdf", "iso27001_lindwurm_2024.pdf", "badge_pebblecroft.pdf"} {
		h.work(t, h.receive(t, samplePDF(t, name).PDF).ID)
		if _, err := h.indexer.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	count := func() int {
		found, err := h.indexer.Index.Search(t.Context(), h.caller.Org, search.Query{Text: "information security"})
		if err != nil {
			t.Fatal(err)
		}
		return found.Total
	}
	followed := count()
	if err := h.indexer.Rebuild(t.Context(), h.caller.Org); err != nil {
		t.Fatal(err)
	}
	if rebuilt := count(); followed == 0 || rebuilt != followed {
		t.Errorf("rebuilt index finds %d, the followed one found %d", rebuilt, followed)
	}
}
