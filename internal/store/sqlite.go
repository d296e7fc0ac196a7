package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"example.com/assay/internal/attest"
)

// Connection settings. Another process that holds the file is waited for during two
// seconds, and then the unit of work runs again. A commit waits for the disk (synchronous FULL), because
// what was acknowledged must survive the loss of power.
const (
	sqliteBoth   = "?_pragma=busy_timeout(2000)&_pragma=foreign_keys(1)&_time_integer_format=unix_micro&_inttotime=1"
	sqliteWriter = sqliteBoth + "&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate"
	sqliteReader = sqliteBoth + "&_pragma=query_only(1)"
)

// openSQLite opens one connection that writes and several that read. One writer
// makes its waiting a queue in the process instead of a timeout in the file.
func (s *Store) openSQLite(ctx context.Context, path string, readers int) error {
	s.dialect = sqliteDialect()
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	var err error
	if s.write, err = sql.Open("sqlite", file+sqliteWriter); err != nil {
		return unavailable("open the database file", err)
	}
	s.jobs = s.write
	s.write.SetMaxOpenConns(1)
	// The journal mode is a property of the file: the writer sets it first.
	if err := s.write.PingContext(ctx); err != nil {
		return unavailable("open the database file", err)
	}
	if s.read, err = sql.Open("sqlite", file+sqliteReader); err != nil {
		return unavailable("open the database file", err)
	}
	if readers <= 0 {
		readers = max(4, runtime.GOMAXPROCS(0))
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	return nil
}

func sqliteDialect() dialect {
	return dialect{
		engine:   SQLite,
		goose:    goose.DialectSQLite3,
		classify: classifySQLite,
		feed: `SELECT 0, id, org_id, topic, resource, at FROM outbox
			WHERE id > $2 AND $1 = '0' ORDER BY id LIMIT $3`,
		feedOfOrg: `SELECT 0, id, org_id, topic, resource, at FROM outbox
			WHERE org_id = $4 AND id > $2 AND $1 = '0' ORDER BY id LIMIT $3`,
		feedHead:  `SELECT 0, id FROM outbox ORDER BY id DESC LIMIT 1`,
		feedFloor: `SELECT 0, id FROM outbox WHERE at < $1 ORDER BY id DESC LIMIT 1`,
		trim:      `DELETE FROM outbox WHERE id <= $2 AND $1 = '0'`,
	}
}

// classifySQLite sorts a driver's error by its extended result code.
func classifySQLite(err error) class {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return other
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return duplicate
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return reference
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return conflict
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return offline
	case sqlite3.SQLITE_READONLY:
		return locked
	}
	return other
}

// unavailable is a database that cannot be reached.
func unavailable(doing string, err error) error {
	return &attest.Error{
		Kind: attest.Unavailable, Reason: "DATABASE_UNAVAILABLE",
		Message: "the database cannot be reached: check that it runs, that its disk has room and that it may be written; could not " + doing,
		Err:     errors.New(err.Error()),
	}
}
