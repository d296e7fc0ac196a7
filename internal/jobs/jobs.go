package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"example.com/assay/internal/attest"
)

// The engines.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// What a zero Config means.
const (
	DefaultWorkers  = 2
	DefaultAttempts = 5
	DefaultTimeout  = 15 * time.Minute
	DefaultDrain    = 20 * time.Second
	DefaultPoll     = 100 * time.Millisecond
	DefaultRescue   = 5 * time.Second
)

const (
	// cancelGrace is how long handlers have to return after their context ended.
	cancelGrace = 10 * time.Second
	// maxSlots is how many of the same job may run at once before another one is
	// refused. Two are normal: one that runs and one that waits.
	maxSlots = 8
	// turnPause is how long a job waits before it looks again whether the same
	// job still runs.
	turnPause = 250 * time.Millisecond
)

// Handler does one job. An error makes the job run again later, unless it is
// Permanent or the last try. When the context is cancelled because the process
// stops, the try does not count.
type Handler func(ctx context.Context, job attest.Job, try Try) error

// Try says which attempt at a job this is.
type Try struct {
	Number int // 1 for the first
	Max    int // attempts that a job has
}

// Last reports whether the job will not be tried again after an error.
func (t Try) Last() bool { return t.Number >= t.Max }

// Lost reports whether the last attempt ended with the death of its process. The
// handler gets this one call more, so that it can write down that the job failed.
func (t Try) Lost() bool { return t.Number > t.Max }

// Daily is a job that runs once a day, and when the process starts.
type Daily struct {
	Job attest.Job
	At  time.Duration // after midnight UTC
}

// Config says what to run. The zero value of a field means its default.
type Config struct {
	Logger   *slog.Logger       // nil: silent
	Workers  int                // jobs at a time in this process
	Handlers map[string]Handler // by kind; none: this process only enqueues
	Daily    []Daily
	Attempts int           // of each job
	Timeout  time.Duration // of one attempt; its context ends then
	Drain    time.Duration // how long Run waits for jobs under way once it is told to stop
	Poll     time.Duration // pause between looks for new jobs
	Rescue   time.Duration // pause between looks for jobs of dead processes (PostgreSQL)
	// Backoff gives the pause after a failed attempt, counted from 1; nil: 2 s, and
	// four times the last one each time.
	Backoff func(attempt int) time.Duration

	eager bool // tests: maintenance starts without the random delay
}

// Runner enqueues jobs and works them. It may be used by many goroutines at once.
type Runner struct {
	db     *sql.DB
	engine string
	cfg    Config
	driver riverdriver.Driver[*sql.Tx]
	client *river.Client[*sql.Tx]

	mu      sync.Mutex
	running map[attest.Job]bool // in this process
}

// New makes a runner on the database. It starts nothing and touches no table; the
// caller keeps db and closes it after Run has returned.
func New(db *sql.DB, engine string, cfg Config) (*Runner, error) {
	r := &Runner{db: db, engine: engine, cfg: withDefaults(cfg), running: map[attest.Job]bool{}}
	switch engine {
	case SQLite:
		r.driver = riversqlite.New(db)
	case Postgres:
		r.driver = riverdatabasesql.New(db)
	default:
		return nil, fmt.Errorf("jobs do not run on %q", engine)
	}
	var err error
	if r.client, err = river.NewClient(r.driver, r.riverConfig()); err != nil {
		return nil, fmt.Errorf("set up jobs: %w", err)
	}
	return r, nil
}

func withDefaults(c Config) Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Workers = positive(c.Workers, DefaultWorkers)
	c.Attempts = positive(c.Attempts, DefaultAttempts)
	c.Timeout = positive(c.Timeout, DefaultTimeout)
	c.Drain = positive(c.Drain, DefaultDrain)
	c.Poll = positive(c.Poll, DefaultPoll)
	c.Rescue = positive(c.Rescue, DefaultRescue)
	if c.Backoff == nil {
		c.Backoff = backoff
	}
	return c
}

func positive[T int | time.Duration](value, otherwise T) T {
	if value > 0 {
		return value
	}
	return otherwise
}

// backoff is 2 s, 8 s, 32 s, and so on to half an hour.
func backoff(attempt int) time.Duration {
	const first, most = 2 * time.Second, 30 * time.Minute
	if attempt > 6 {
		return most
	}
	return min(most, first<<(2*(max(attempt, 1)-1)))
}

func (r *Runner) riverConfig() *river.Config {
	c := &river.Config{
		Logger:               r.cfg.Logger,
		FetchPollInterval:    r.cfg.Poll,
		FetchCooldown:        min(r.cfg.Poll, river.FetchCooldownDefault),
		JobTimeout:           r.cfg.Timeout,
		MaxAttempts:          r.cfg.Attempts,
		RescueStuckJobsAfter: r.cfg.Timeout + time.Minute, // for what our own rescue cannot see
		RetryPolicy:          retry{r.cfg.Backoff},
		TestOnly:             r.cfg.eager,
	}
	if len(r.cfg.Handlers) == 0 {
		c.SkipUnknownJobCheck = true
		return c
	}
	c.Workers = river.NewWorkers()
	for kind, handle := range r.cfg.Handlers {
		river.AddWorkerArgs(c.Workers, args{Job: attest.Job{Kind: kind}}, &worker{runner: r, handle: handle})
	}
	c.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: r.cfg.Workers}}
	for _, d := range r.cfg.Daily {
		c.PeriodicJobs = append(c.PeriodicJobs, river.NewPeriodicJob(dailyAt(d.At),
			func() (river.JobArgs, *river.InsertOpts) { return args{Job: d.Job}, insertOpts() },
			&river.PeriodicJobOpts{RunOnStart: true}))
	}
	return c
}

// retry is the pause between attempts, as River asks for it.
type retry struct {
	pause func(attempt int) time.Duration
}

// NextRetry gives the time of the next attempt. Its clock is River's, which is the
// one of the machine.
func (r retry) NextRetry(job *rivertype.JobRow) time.Time {
	at := time.Now()
	if job.AttemptedAt != nil && job.AttemptedAt.After(at) {
		at = *job.AttemptedAt
	}
	return at.Add(r.pause(job.Attempt))
}

// dailyAt is a schedule of one time a day, after midnight UTC.
type dailyAt time.Duration

// Next gives the first such time after now.
func (d dailyAt) Next(now time.Time) time.Time {
	midnight := now.UTC().Truncate(24 * time.Hour)
	at := midnight.Add(time.Duration(d))
	if !at.After(now) {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// args is a job as River keeps it.
type args struct {
	attest.Job
	// Slot tells a job that waits from the same job that runs.
	Slot int `json:"slot,omitempty"`
}

// Kind names the handler.
func (a args) Kind() string { return a.Job.Kind }

// insertOpts makes a job unique among those that are not done.
func insertOpts() *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// EnqueueTx writes a job in the caller's transaction. When the same job waits
// already, that one is enough and nothing is written.
func (r *Runner) EnqueueTx(ctx context.Context, tx *sql.Tx, job attest.Job) error {
	for slot := range maxSlots {
		// An insert that meets the same job locks its row, so what its state says
		// stays true until the transaction has ended.
		res, err := r.client.InsertTx(ctx, tx, args{job, slot}, insertOpts())
		if err != nil {
			return fmt.Errorf("enqueue %s: %w", job.Kind, err)
		}
		if !res.UniqueSkippedAsDuplicate || res.Job.State != rivertype.JobStateRunning {
			return nil
		}
	}
	return &attest.Error{
		Kind: attest.Unavailable, Reason: "JOBS_BUSY",
		Message: "The same work is already being done many times over. Try again in a minute.",
	}
}

// Permanent marks an error that another attempt would not mend: the job is not
// tried again. A nil err stays nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return river.JobCancel(err)
}

// worker hands River's jobs to a handler.
type worker struct {
	river.WorkerDefaults[args]
	runner *Runner
	handle Handler
}

// Work runs the handler once.
func (w *worker) Work(ctx context.Context, j *river.Job[args]) error {
	if !w.runner.begin(j.Args.Job) {
		return river.JobSnooze(turnPause)
	}
	defer w.runner.end(j.Args.Job)
	err := w.handle(ctx, j.Args.Job, Try{Number: j.Attempt, Max: w.runner.cfg.Attempts})
	var permanent *river.JobCancelError
	if err != nil && !errors.As(err, &permanent) && errors.Is(ctx.Err(), context.Canceled) {
		return river.JobSnooze(0) // the process stops: this attempt does not count
	}
	return err
}

// begin reports whether the same job may run now, and notes that it does.
func (r *Runner) begin(job attest.Job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running[job] {
		return false
	}
	r.running[job] = true
	return true
}

func (r *Runner) end(job attest.Job) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, job)
}

// Kinds lists the kinds that this runner works, in order.
func (r *Runner) Kinds() []string {
	var kinds []string
	for kind := range r.cfg.Handlers {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}
