package jobs

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/riverqueue/river/rivermigrate"
)

// Migrate makes or updates the tables of the jobs. Several processes may call it
// at once.
func (r *Runner) Migrate(ctx context.Context) error {
	m, err := rivermigrate.New(r.driver, &rivermigrate.Config{Logger: r.cfg.Logger})
	if err != nil {
		return fmt.Errorf("set up the migration of jobs: %w", err)
	}
	if r.engine == Postgres {
		lock, err := takeLock(ctx, r.db, "migrate")
		if err != nil {
			return err
		}
		defer lock.release()
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the tables of jobs: %w", err)
	}
	return nil
}

// lockTimeout is how long the server may take over a lock that nobody else wants.
const lockTimeout = 10 * time.Second

// lockKey is the number of an advisory lock of this package.
func lockKey(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte("assay jobs " + name)) // a hash never fails
	return int64(h.Sum64())
}

// sessionLock is an advisory lock on a connection of its own. PostgreSQL frees it
// when the connection ends, in whatever way.
type sessionLock struct {
	conn *sql.Conn
	key  int64
}

// takeLock waits for the lock.
func takeLock(ctx context.Context, db *sql.DB, name string) (*sessionLock, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect for a lock: %w", err)
	}
	lock := &sessionLock{conn, lockKey(name)}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lock.key); err != nil {
		lock.drop()
		return nil, fmt.Errorf("take a lock: %w", err)
	}
	return lock, nil
}

// held reports whether the lock's connection still stands.
func (l *sessionLock) held(ctx context.Context) bool {
	return l.conn.PingContext(ctx) == nil
}

// release frees the lock and gives the connection back, or ends the connection
// where that does not work, which frees the lock as well.
func (l *sessionLock) release() {
	ctx, cancel := context.WithTimeout(context.Background(), lockTimeout)
	defer cancel()
	if _, err := l.conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, l.key); err != nil {
		l.drop()
		return
	}
	l.conn.Close() // it cannot fail in a way that matters: the lock is free
}

// drop ends the connection. A connection that is bad does not go back to the pool.
func (l *sessionLock) drop() {
	l.conn.Raw(func(any) error { return driver.ErrBadConn }) // gives the same error back
	l.conn.Close()
}
