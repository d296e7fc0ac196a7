package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Eager makes maintenance start at once.
func Eager(c Config) Config {
	c.eager = true
	return c
}

// Backoff and DailyAt are looked at from outside.
var (
	Backoff = backoff
)

// States counts the jobs by state.
func States(t *testing.T, r *Runner) map[string]int {
	t.Helper()
	res, err := r.client.JobList(t.Context(), river.NewJobListParams().First(10_000))
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]int{}
	for _, job := range res.Jobs {
		states[string(job.State)]++
	}
	return states
}

// Settled waits until a job has come to one of the ends of River: it is done, failed
// or was put back.
func Settled(t *testing.T, r *Runner) (wait func()) {
	t.Helper()
	events, cancel := r.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed,
		river.EventKindJobCancelled, river.EventKindJobSnoozed)
	t.Cleanup(cancel)
	return func() {
		t.Helper()
		select {
		case <-events:
		case <-t.Context().Done():
			t.Error("no job has settled")
		}
	}
}

// Claim takes a job as a process does that dies before it has done it.
func Claim(t *testing.T, r *Runner, attempt int) {
	t.Helper()
	ctx := context.Background()
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	res, err := r.client.JobListTx(ctx, tx, river.NewJobListParams().States(rivertype.JobStateAvailable))
	if err != nil || len(res.Jobs) != 1 {
		t.Fatalf("jobs to claim = %v, %v, want one", res, err)
	}
	by := `["dead"]`
	if r.engine == Postgres {
		by = `{"dead"}`
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE river_job SET state = 'running', attempt = $1, attempted_at = $2, attempted_by = $3 WHERE id = $4`,
		attempt, "2025-01-01 00:00:00", by, res.Jobs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// At makes a time of day.
func At(afterMidnight time.Duration) dailyAt { return dailyAt(afterMidnight) }

// Rescue looks for jobs of dead processes once.
func Rescue(t *testing.T, r *Runner) error { return r.rescue(t.Context()) }
