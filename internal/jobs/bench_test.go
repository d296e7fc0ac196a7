package jobs_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/jobs"
	"example.com/assay/internal/store"
)

// BenchmarkEnqueueToStart is the time from a commit to the handler, with the default
// pause between looks.
func BenchmarkEnqueueToStart(b *testing.B) {
	s, err := store.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "jobs.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	db, engine := s.SQL()
	started := make(chan bool)
	r, err := jobs.New(db, string(engine), jobs.Config{Handlers: handlers(func(context.Context, attest.Job, jobs.Try) error {
		started <- true
		return nil
	})})
	if err != nil {
		b.Fatal(err)
	}
	if err := r.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	n := 0
	for b.Loop() {
		tx, err := db.BeginTx(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := r.EnqueueTx(b.Context(), tx, job(fmt.Sprint(n))); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		<-started
		n++
	}
	cancel()
	if err := <-done; err != nil {
		b.Error(err)
	}
	if err := s.Close(); err != nil {
		b.Error(err)
	}
}
