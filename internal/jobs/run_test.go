package jobs_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/jobs"
	"example.com/assay/internal/store/pgtest"
)

func TestDrainWaits(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		started, proceed := make(chan bool, 2), make(chan bool)
		r := newRunner(t, db, engine, jobs.Config{Workers: 1, Drain: time.Hour, Handlers: handlers(func(ctx context.Context, _ attest.Job, _ jobs.Try) error {
			started <- true
			<-proceed
			return ctx.Err()
		})})
		enqueue(t, db, r, job("first"), job("second"))
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		receive(t, started)
		cancel()
		select {
		case err := <-done:
			t.Fatalf("run ended before its job: %v", err)
		case proceed <- true:
		}
		close(proceed) // the second job may have been taken before the word to stop was
		if err := receive(t, done); err != nil {
			t.Errorf("run: %v", err)
		}
		states := jobs.States(t, r)
		if states["completed"] < 1 || states["completed"]+states["available"] != 2 {
			t.Errorf("jobs = %v, want one or two completed and the rest available", states)
		}
	})
}

func TestDrainCancelsAndPutsBack(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		started := make(chan jobs.Try, 10)
		cfg := jobs.Config{Attempts: 1, Drain: time.Millisecond, Handlers: handlers(func(ctx context.Context, _ attest.Job, try jobs.Try) error {
			started <- try
			<-ctx.Done()
			return ctx.Err()
		})}
		r := newRunner(t, db, engine, cfg)
		enqueue(t, db, r, job("d"))
		stop := start(t, r)
		receive(t, started)
		if err := stop(); err != nil {
			t.Errorf("run: %v", err)
		}
		if diff := cmp.Diff(map[string]int{"available": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs (-want +got):\n%s", diff)
		}
		stop = start(t, newRunner(t, db, engine, cfg))
		if got, want := receive(t, started), (jobs.Try{Number: 1, Max: 1}); got != want {
			t.Errorf("try of the next process = %v, want %v", got, want)
		}
		if err := stop(); err != nil {
			t.Errorf("run again: %v", err)
		}
	})
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		ended := make(chan error, 10)
		r := newRunner(t, db, engine, jobs.Config{Attempts: 1, Timeout: time.Millisecond, Handlers: handlers(func(ctx context.Context, _ attest.Job, _ jobs.Try) error {
			<-ctx.Done()
			ended <- ctx.Err()
			return ctx.Err()
		})})
		settled := jobs.Settled(t, r)
		enqueue(t, db, r, job("d"))
		start(t, r)
		if err := receive(t, ended); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("context = %v, want a deadline", err)
		}
		settled()
		if diff := cmp.Diff(map[string]int{"discarded": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs (-want +got):\n%s", diff)
		}
	})
}

func TestJobsOfDeadProcesses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		attempt int       // that died
		want    *jobs.Try // nil: given up
	}{
		{"first attempt", 1, &jobs.Try{Number: 2, Max: 3}},
		{"last attempt", 3, &jobs.Try{Number: 4, Max: 3}},
		{"the call after the last", 4, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
				tries := make(chan jobs.Try, 10)
				r := newRunner(t, db, engine, jobs.Config{Attempts: 3, Handlers: handlers(func(_ context.Context, j attest.Job, try jobs.Try) error {
					if j.Document == "d" {
						tries <- try
					} else {
						close(tries)
					}
					return nil
				})})
				enqueue(t, db, r, job("d"))
				jobs.Claim(t, r, tt.attempt)
				if tt.want == nil {
					enqueue(t, db, r, job("later"))
				}
				start(t, r)
				got, ran := <-tries
				if ran != (tt.want != nil) {
					t.Fatalf("ran = %v, want %v", ran, tt.want != nil)
				}
				if ran && got != *tt.want {
					t.Errorf("try = %v, want %v", got, *tt.want)
				}
				if !ran {
					if diff := cmp.Diff(1, jobs.States(t, r)["discarded"]); diff != "" {
						t.Errorf("jobs given up (-want +got):\n%s", diff)
					}
				}
				if got.Lost() != (got.Number > 3) {
					t.Errorf("lost = %v for %v", got.Lost(), got)
				}
			})
		})
	}
}

// A process that lives keeps its jobs, whoever else starts or looks.
func TestJobsOfLivingProcessesAreLeft(t *testing.T) {
	t.Parallel()
	db, engine := open(t, pgtest.EmptyURL(t))
	started, proceed := make(chan jobs.Try, 10), make(chan bool)
	h := handlers(func(_ context.Context, j attest.Job, try jobs.Try) error {
		started <- try
		if j.Document == "d" {
			<-proceed
		}
		return nil
	})
	first := newRunner(t, db, engine, jobs.Config{Workers: 1, Handlers: h})
	second := newRunner(t, db, engine, jobs.Config{Workers: 1, Handlers: h})
	enqueue(t, db, first, job("d"))
	start(t, first)
	receive(t, started)
	start(t, second)
	for _, document := range []string{"e", "f", "g"} { // the second looks before each of them
		enqueue(t, db, first, job(document))
		receive(t, started)
		if err := jobs.Rescue(t, second); err != nil {
			t.Fatal(err)
		}
	}
	if got := jobs.States(t, first)["running"]; got == 0 {
		t.Error("the job of a living process was set back")
	}
	close(proceed)
}
