package jobs_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/jobs"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

// onBoth runs a test on the connections that the store gives, on each engine.
func onBoth(t *testing.T, test func(t *testing.T, db *sql.DB, engine string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		db, engine := open(t, "sqlite:"+filepath.Join(t.TempDir(), "jobs.db"))
		test(t, db, engine)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		db, engine := open(t, pgtest.EmptyURL(t))
		test(t, db, engine)
	})
}

func open(t *testing.T, url string) (db *sql.DB, engine string) {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	db, e := s.SQL()
	return db, string(e)
}

func newRunner(t *testing.T, db *sql.DB, engine string, cfg jobs.Config) *jobs.Runner {
	t.Helper()
	cfg.Poll, cfg.Rescue = 5*time.Millisecond, 10*time.Millisecond
	if cfg.Backoff == nil {
		cfg.Backoff = func(int) time.Duration { return 0 }
	}
	r, err := jobs.New(db, engine, jobs.Eager(cfg))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

// start runs r until stop is called or the test ends; stop gives the error of Run.
func start(t *testing.T, r *jobs.Runner) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stopped := false
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-done
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	return stop
}

// enqueue commits a transaction that has written the jobs.
func enqueue(t *testing.T, db *sql.DB, r *jobs.Runner, list ...attest.Job) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, job := range list {
		if err := r.EnqueueTx(t.Context(), tx, job); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func job(document string) attest.Job {
	return attest.Job{Kind: "document.read", Org: "o1", Document: attest.DocumentID(document)}
}

// handlers is one handler for the jobs of these tests.
func handlers(h jobs.Handler) map[string]jobs.Handler {
	return map[string]jobs.Handler{"document.read": h}
}

// receive waits for a value; the test's own time limit ends a wait in vain.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	return <-from
}

func TestCommitAndRollback(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		got := make(chan attest.Job, 10)
		r := newRunner(t, db, engine, jobs.Config{Handlers: handlers(func(_ context.Context, j attest.Job, _ jobs.Try) error {
			got <- j
			return nil
		})})
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(r.EnqueueTx(t.Context(), tx, job("rolled-back")), tx.Rollback()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]int{}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs after a rollback (-want +got):\n%s", diff)
		}
		want := job("kept")
		want.Vendor = "v1"
		enqueue(t, db, r, want)
		start(t, r)
		if diff := cmp.Diff(want, receive(t, got)); diff != "" {
			t.Errorf("job (-want +got):\n%s", diff)
		}
	})
}

func TestMigrateTwice(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		r := newRunner(t, db, engine, jobs.Config{})
		errs := make(chan error, 2)
		for range 2 {
			go func() { errs <- r.Migrate(t.Context()) }()
		}
		if err := errors.Join(<-errs, <-errs); err != nil {
			t.Error(err)
		}
	})
}

func TestRetryAndGiveUp(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		type call struct {
			Try  jobs.Try
			Last bool
		}
		got := make(chan call, 10)
		r := newRunner(t, db, engine, jobs.Config{Attempts: 3, Handlers: handlers(func(_ context.Context, _ attest.Job, try jobs.Try) error {
			got <- call{try, try.Last()}
			return errors.New("the disk is on fire")
		})})
		settled := jobs.Settled(t, r)
		enqueue(t, db, r, job("d"))
		start(t, r)
		for i := range 3 {
			want := call{jobs.Try{Number: i + 1, Max: 3}, i == 2}
			if diff := cmp.Diff(want, receive(t, got)); diff != "" {
				t.Errorf("call %d (-want +got):\n%s", i+1, diff)
			}
			settled()
		}
		if diff := cmp.Diff(map[string]int{"discarded": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs (-want +got):\n%s", diff)
		}
	})
}

func TestPermanentIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such document")
	if err := jobs.Permanent(cause); !errors.Is(err, cause) {
		t.Errorf("permanent error = %v, want one that wraps its cause", err)
	}
	if err := jobs.Permanent(nil); err != nil {
		t.Errorf("permanent(nil) = %v", err)
	}
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		r := newRunner(t, db, engine, jobs.Config{Handlers: handlers(func(context.Context, attest.Job, jobs.Try) error {
			return jobs.Permanent(cause)
		})})
		settled := jobs.Settled(t, r)
		enqueue(t, db, r, job("d"))
		start(t, r)
		settled()
		if diff := cmp.Diff(map[string]int{"cancelled": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs (-want +got):\n%s", diff)
		}
	})
}

func TestPanicIsAFailedAttempt(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		tries := make(chan jobs.Try, 10)
		r := newRunner(t, db, engine, jobs.Config{Handlers: handlers(func(_ context.Context, _ attest.Job, try jobs.Try) error {
			tries <- try
			if try.Number == 1 {
				panic("a bug")
			}
			return nil
		})})
		enqueue(t, db, r, job("d"))
		start(t, r)
		for want := range 2 {
			if got := receive(t, tries); got.Number != want+1 {
				t.Errorf("attempt = %d, want %d", got.Number, want+1)
			}
		}
	})
}

// A job that waits is enough; one that runs is not, because it may have read what
// was there before.
func TestTheSameJobWaitsOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		started, proceed := make(chan attest.Job, 10), make(chan bool)
		r := newRunner(t, db, engine, jobs.Config{Workers: 4, Handlers: handlers(func(_ context.Context, j attest.Job, _ jobs.Try) error {
			started <- j
			<-proceed
			return nil
		})})
		settled := jobs.Settled(t, r)
		enqueue(t, db, r, job("d"), job("d"))
		enqueue(t, db, r, job("d"))
		if diff := cmp.Diff(map[string]int{"available": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("before the start (-want +got):\n%s", diff)
		}
		start(t, r)
		receive(t, started)
		enqueue(t, db, r, job("d"), job("d"), job("e"))
		if got := receive(t, started); got.Document != "e" {
			t.Errorf("started %s beside itself, want e", got.Document)
		}
		proceed <- true
		proceed <- true
		if got := receive(t, started); got.Document != "d" {
			t.Errorf("started %s, want d once more", got.Document)
		}
		proceed <- true
		for jobs.States(t, r)["completed"] < 3 {
			settled()
		}
		if diff := cmp.Diff(map[string]int{"completed": 3}, jobs.States(t, r)); diff != "" {
			t.Errorf("at the end (-want +got):\n%s", diff)
		}
	})
}

func TestDaily(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		got := make(chan attest.Job, 10)
		sweep := attest.Job{Kind: "standings.sweep"}
		r := newRunner(t, db, engine, jobs.Config{
			Handlers: map[string]jobs.Handler{sweep.Kind: func(_ context.Context, j attest.Job, _ jobs.Try) error {
				got <- j
				return nil
			}},
			Daily: []jobs.Daily{{Job: sweep, At: time.Hour}},
		})
		start(t, r)
		if diff := cmp.Diff(sweep, receive(t, got)); diff != "" {
			t.Errorf("job on start (-want +got):\n%s", diff)
		}
	})
}

func TestDailySchedule(t *testing.T) {
	t.Parallel()
	at := jobs.At(90 * time.Minute)
	berlin := time.FixedZone("", 2*60*60)
	tests := []struct{ now, want time.Time }{
		{time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 28, 1, 30, 0, 0, time.UTC)},
		{time.Date(2026, 2, 28, 1, 30, 0, 0, time.UTC), time.Date(2026, 3, 1, 1, 30, 0, 0, time.UTC)},
		{time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 1, 30, 0, 0, time.UTC)},
		{time.Date(2026, 3, 1, 1, 0, 0, 0, berlin), time.Date(2026, 3, 1, 1, 30, 0, 0, time.UTC)},
	}
	for _, tt := range tests {
		if got := at.Next(tt.now); !got.Equal(tt.want) {
			t.Errorf("next after %v = %v, want %v", tt.now, got, tt.want)
		}
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	want := []time.Duration{2 * time.Second, 8 * time.Second, 32 * time.Second, 128 * time.Second, 512 * time.Second, 30 * time.Minute, 30 * time.Minute}
	var got []time.Duration
	for attempt := range want {
		got = append(got, jobs.Backoff(attempt+1))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
	if got := jobs.Backoff(1 << 40); got != 30*time.Minute {
		t.Errorf("pause after very many = %v", got)
	}
}

func TestWithoutHandlers(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		r := newRunner(t, db, engine, jobs.Config{})
		enqueue(t, db, r, job("for another process"))
		if err := start(t, r)(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(map[string]int{"available": 1}, jobs.States(t, r)); diff != "" {
			t.Errorf("jobs (-want +got):\n%s", diff)
		}
	})
}

func TestUnknownKindAndEngine(t *testing.T) {
	t.Parallel()
	if _, err := jobs.New(nil, "oracle", jobs.Config{}); err == nil {
		t.Error("unknown engine: no error")
	}
	onBoth(t, func(t *testing.T, db *sql.DB, engine string) {
		r := newRunner(t, db, engine, jobs.Config{Handlers: handlers(nil)})
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if err := r.EnqueueTx(t.Context(), tx, attest.Job{Kind: "no.such"}); err == nil {
			t.Error("kind without a handler: no error")
		}
		if diff := cmp.Diff([]string{"document.read"}, r.Kinds()); diff != "" {
			t.Errorf("kinds (-want +got):\n%s", diff)
		}
	})
}
