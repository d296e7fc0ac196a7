package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/semaphore"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/blob"
	"example.com/assay/internal/compare"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/jobs"
	"example.com/assay/internal/materiality"
	"example.com/assay/internal/pageimage"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/search"
	"example.com/assay/internal/store"
	accesssvc "example.com/assay/services/access"
	"example.com/assay/services/documents"
	freshnesssvc "example.com/assay/services/freshness"
	"example.com/assay/services/risk"
	searchsvc "example.com/assay/services/search"
	"example.com/assay/services/vendors"
)

// readingAttempts is how often a job is tried: with the pauses between, for several
// hours of a full disk, and through more crashes in a row than a machine has.
const readingAttempts = 20

// readingTimeout bounds one reading: a report of hundreds of scanned pages takes an hour.
const readingTimeout = 2 * time.Hour

// app is the program's parts, wired.
type app struct {
	env     *environment
	config  config
	log     *slog.Logger
	store   *store.Store
	blobs   blob.Store
	index   *search.Set
	jobs    *jobs.Runner
	intake  *intake.Intake
	indexer *intake.Indexer
	auth    *access.Authenticator

	warm     func(context.Context) error // compiles the second reader, once
	pages    *pageimage.Cache
	comparer *compare.Comparer
}

// openApp opens the data and wires the parts; nothing runs yet. The caller closes.
func openApp(ctx context.Context, env *environment, c config, log *slog.Logger) (*app, error) {
	a := &app{env: env, config: c, log: log}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// open opens store, blobs and index, and brings the schema up to date.
func (a *app) open(ctx context.Context) (err error) {
	if a.store, err = openStore(ctx, a.env, a.config, a.log); err != nil {
		return err
	}
	if err := a.store.Migrate(ctx); err != nil {
		return err
	}
	if a.blobs, err = blob.OpenDir(filepath.Join(a.config.data, "blobs"), blob.Options{Limit: a.config.maxUploadMB << 20}); err != nil {
		return err
	}
	if a.index, err = search.Open(filepath.Join(a.config.data, "index"), search.Options{}); err != nil {
		return err
	}
	reader, err := newPDFReader()
	if err != nil {
		return err
	}
	if reader.CacheDir == "" && pdf.CacheDir() == "" { // a service without a home
		reader.CacheDir = filepath.Join(a.config.data, "cache")
	}
	a.warm = reader.Warm
	if err := a.openPages(reader); err != nil {
		return err
	}
	a.intake = &intake.Intake{
		Store: a.store, Blobs: a.blobs, PDF: reader,
		Freshness: freshness.DefaultPolicy(), Risk: materiality.DefaultPolicy(), Comparer: a.comparer, Now: a.env.now, Random: rand.Reader, Log: a.log,
		Unlocking: semaphore.NewWeighted(int64(a.config.workers)),
	}
	a.indexer = &intake.Indexer{Store: a.store, Index: a.index, Log: a.log}
	a.auth = access.NewAuthenticator(a.store, a.env.now)
	return a.openJobs(ctx)
}

// openStore opens the database of a configuration; its schema is left as it is.
func openStore(ctx context.Context, env *environment, c config, log *slog.Logger) (*store.Store, error) {
	if err := os.MkdirAll(c.data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w; choose another with --data", err)
	}
	return store.Open(ctx, c.databaseURL(), store.Options{Logger: log, Now: env.now})
}

// pageImageBytes is the room that pictures of pages may take up.
const pageImageBytes = 256 << 20

// openPages makes what draws pages, and what compares reports.
func (a *app) openPages(reader *pdf.Reader) (err error) {
	a.pages, err = pageimage.Open(filepath.Join(a.config.data, "pages"),
		pageimage.Options{Render: reader.Render, Limit: pageImageBytes, Draw: a.config.workers, Now: a.env.now})
	if err != nil {
		return err
	}
	a.comparer, err = compare.New()
	return err
}

// hasBlob reports whether the bytes of a name are still stored.
func (a *app) hasBlob(ctx context.Context, sha256 string) (bool, error) {
	file, _, err := a.blobs.Open(ctx, sha256)
	if errors.Is(err, &attest.Error{Reason: blob.ReasonNotFound}) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, file.Close()
}

// openJobs makes the runner of jobs on the store's database.
func (a *app) openJobs(ctx context.Context) error {
	db, engine := a.store.SQL()
	runner, err := jobs.New(db, string(engine), jobs.Config{
		Logger: quieter(a.log), Workers: a.config.workers, Attempts: readingAttempts, Timeout: readingTimeout,
		Handlers: map[string]jobs.Handler{
			intake.JobRead:  a.readDocument,
			intake.JobSweep: func(ctx context.Context, _ attest.Job, _ jobs.Try) error { return a.intake.SweepAll(ctx) },
			intake.JobCollect: func(ctx context.Context, _ attest.Job, _ jobs.Try) error {
				return errors.Join(a.intake.Collect(ctx), a.pages.Retain(ctx, a.hasBlob))
			},
		},
		Daily: []jobs.Daily{{Job: attest.Job{Kind: intake.JobSweep}}, {Job: attest.Job{Kind: intake.JobCollect}}},
	})
	if err != nil {
		return err
	}
	if err := runner.Migrate(ctx); err != nil {
		return err
	}
	a.store.SetEnqueuer(runner)
	a.jobs = runner
	return nil
}

// readDocument does one reading job; what cannot be done is written down.
func (a *app) readDocument(ctx context.Context, job attest.Job, try jobs.Try) error {
	if try.Lost() {
		return a.intake.GiveUp(ctx, job, errors.New("the process died each time it read the document"))
	}
	err := a.intake.Work(ctx, job)
	if err == nil || !try.Last() || ctx.Err() != nil {
		return err
	}
	return a.intake.GiveUp(ctx, job, err)
}

// close lets go of the data.
func (a *app) close() error {
	var errs []error
	if a.index != nil {
		errs = append(errs, a.index.Close())
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	return errors.Join(errs...)
}

// register adds the services of the API.
func (a *app) register(r grpc.ServiceRegistrar) {
	assayv1.RegisterVendorServiceServer(r, &vendors.Service{Store: a.store, Intake: a.intake, Random: rand.Reader})
	assayv1.RegisterDocumentServiceServer(r, &documents.Service{
		Store: a.store, Blobs: a.blobs, Intake: a.intake, Pages: a.pages, Comparer: a.comparer, Now: a.env.now,
	})
	assayv1.RegisterRiskServiceServer(r, &risk.Service{Store: a.store, Intake: a.intake, Now: a.env.now})
	assayv1.RegisterFreshnessServiceServer(r, &freshnesssvc.Service{Intake: a.intake})
	assayv1.RegisterSearchServiceServer(r, &searchsvc.Service{Store: a.store, Index: a.index})
	assayv1.RegisterAccessServiceServer(r, &accesssvc.Service{Store: a.store, Auth: a.auth, Now: a.env.now, Random: rand.Reader})
}
