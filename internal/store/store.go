package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/assay/internal/attest"
)

// Engine names the database behind a Store.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Enqueuer writes a job in the caller's transaction, so that it exists exactly
// when the change that caused it does.
type Enqueuer interface {
	EnqueueTx(ctx context.Context, tx *sql.Tx, job attest.Job) error
}

// Options are what a Store is given. The zero value works, without jobs.
type Options struct {
	Logger   *slog.Logger     // nil: discarded
	Now      func() time.Time // nil: time.Now
	Enqueuer Enqueuer         // nil: Enqueue is an error, until SetEnqueuer
	MaxConns int              // connections for reading on SQLite, in all on PostgreSQL; 0: a sensible number
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	write   *sql.DB // units of work that change
	read    *sql.DB // units of work that only read
	jobs    *sql.DB // what SQL hands out
	pool    *pgxpool.Pool
	now     func() time.Time
	log     *slog.Logger
	queue   Enqueuer
}

// Open opens the database at url: "sqlite:PATH" for a file that is created where
// there is none, or "postgres://…" for a server. The schema is left as it is; see
// Migrate.
//
// It is an *attest.Error when the URL is of neither kind, when the server cannot be reached
// (DATABASE_UNAVAILABLE), and when the PostgreSQL role is one that row-level
// security does not bind (DATABASE_ROLE_UNSAFE).
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	s := &Store{now: opts.Now, log: opts.Logger, queue: opts.Enqueuer}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok && path != "" {
		err = s.openSQLite(ctx, path, opts.MaxConns)
	} else if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		err = s.openPostgres(ctx, url, opts.MaxConns)
	} else {
		return nil, &attest.Error{
			Kind: attest.InvalidArgument, Reason: "DATABASE_URL_INVALID",
			Message: "write the database as sqlite:PATH or as postgres://USER@HOST/NAME",
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// SetEnqueuer sets what writes jobs. The runner of jobs is made from the database
// of the store, so it comes after it. Call it before the first unit of work.
func (s *Store) SetEnqueuer(e Enqueuer) { s.queue = e }

// SQL gives the database for the runner of jobs, and its engine. The caller must
// not close it. On SQLite it holds the only connection that writes: use it inside
// a unit of work and the two wait for each other.
func (s *Store) SQL() (*sql.DB, Engine) { return s.jobs, s.dialect.engine }

// Ping asks the database for a sign of life. It is Unavailable
// (DATABASE_UNAVAILABLE) when there is none.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read.PingContext(ctx); err != nil {
		return unavailable("reach it", err)
	}
	return nil
}

// Close lets go of the database. Units of work that are under way fail.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write, s.jobs} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.pool != nil {
		s.pool.Close()
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the database: %v", err)
	}
	return nil
}
