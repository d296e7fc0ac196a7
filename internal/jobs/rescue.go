package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// rescueBatch is how many jobs one look sets back; the next look takes the rest.
const rescueBatch = 10_000

// signOfLife is what tells other processes that this one lives: on PostgreSQL a
// lock that its server frees when the connection ends. On SQLite there is no other
// process and no sign.
type signOfLife struct {
	runner *Runner
	lock   *sessionLock
}

// sign begins to show that this process lives.
func (r *Runner) sign(ctx context.Context) (*signOfLife, error) {
	s := &signOfLife{runner: r}
	if r.engine != Postgres {
		return s, nil
	}
	return s, s.renew(ctx)
}

// renew takes the lock again when its connection has gone. It does not end with
// ctx: that would take the connection, and with it the lock, from jobs that still run.
func (s *signOfLife) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockTimeout)
	defer cancel()
	if s.lock != nil && s.lock.held(ctx) {
		return nil
	}
	s.end()
	lock, err := takeLock(ctx, s.runner.db, s.runner.client.ID())
	if err != nil {
		return fmt.Errorf("show that this process works jobs: %w", err)
	}
	s.lock = lock
	return nil
}

func (s *signOfLife) end() {
	if s.lock != nil {
		s.lock.release()
		s.lock = nil
	}
}

// rescue sets back the jobs that dead processes have left running. The process
// that does so holds a lock, so that no job that runs again already is set back by
// one that has looked before.
func (r *Runner) rescue(ctx context.Context) error {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("look for jobs of dead processes: %w", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if free, err := r.free(ctx, tx, "rescue"); err != nil || !free {
		return err
	}
	// The driver's executor is not part of River's public promise; its version is pinned.
	exec := r.driver.UnwrapExecutor(tx)
	now := time.Now().UTC()
	running, err := exec.JobGetStuck(ctx, &riverdriver.JobGetStuckParams{Max: rescueBatch, StuckHorizon: now.Add(time.Hour)})
	if err != nil {
		return fmt.Errorf("list running jobs: %w", err)
	}
	lost, err := r.lost(ctx, tx, running)
	if err != nil || len(lost) == 0 {
		return err
	}
	set, err := setBack(lost, now)
	if err != nil {
		return err
	}
	if _, err := exec.JobRescueMany(ctx, set); err != nil {
		return fmt.Errorf("set back jobs of dead processes: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("set back jobs of dead processes: %w", err)
	}
	r.cfg.Logger.LogAttrs(ctx, slog.LevelInfo, "jobs of dead processes will run again", slog.Int("jobs", len(lost)))
	return nil
}

// free reports whether nobody holds the lock, and holds it until tx has ended. On
// SQLite every lock is free.
func (r *Runner) free(ctx context.Context, tx *sql.Tx, name string) (bool, error) {
	if r.engine != Postgres {
		return true, nil
	}
	var free bool
	err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1)`, lockKey(name)).Scan(&free)
	if err != nil {
		return false, fmt.Errorf("look whether a lock is free: %w", err)
	}
	return free, nil
}

// lost keeps the jobs whose process is dead.
func (r *Runner) lost(ctx context.Context, tx *sql.Tx, running []*rivertype.JobRow) ([]*rivertype.JobRow, error) {
	dead := map[string]bool{}
	var lost []*rivertype.JobRow
	for _, job := range running {
		if len(job.AttemptedBy) == 0 {
			continue
		}
		by := job.AttemptedBy[len(job.AttemptedBy)-1]
		if _, known := dead[by]; !known {
			var err error
			if dead[by], err = r.free(ctx, tx, by); err != nil {
				return nil, err
			}
		}
		if dead[by] {
			lost = append(lost, job)
		}
	}
	return lost, nil
}

var errDied = errors.New("the process that ran the job died")

// setBack makes jobs available at once. A job whose attempts are used up gets one
// more, see Try.Lost; after that it is given up.
func setBack(jobs []*rivertype.JobRow, now time.Time) (*riverdriver.JobRescueManyParams, error) {
	p := &riverdriver.JobRescueManyParams{}
	for _, job := range jobs {
		failure, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: job.Attempt, Error: errDied.Error()})
		if err != nil {
			return nil, fmt.Errorf("note why a job runs again: %w", err)
		}
		state, finalized := rivertype.JobStateAvailable, (*time.Time)(nil)
		if job.Attempt > job.MaxAttempts {
			state, finalized = rivertype.JobStateDiscarded, &now
		}
		p.ID = append(p.ID, job.ID)
		p.Error = append(p.Error, failure)
		p.FinalizedAt = append(p.FinalizedAt, finalized)
		p.ScheduledAt = append(p.ScheduledAt, now)
		p.State = append(p.State, string(state))
	}
	return p, nil
}
