// Package migrations holds the database schema as numbered SQL files, one
// folder for each engine. The folders describe the same tables and columns; they
// differ in column types, and PostgreSQL adds row-level security.
//
// Files only move forward, and a released file never changes: a correction is a
// new file. testdata/checksums.txt holds the proof.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// For gives the migrations of an engine, "postgres" or "sqlite", at the root of
// the file system it returns. Any other name is an error.
func For(engine string) (fs.FS, error) {
	if _, err := fs.Stat(files, engine); err != nil {
		return nil, fmt.Errorf("migrations: no engine %q", engine)
	}
	return fs.Sub(files, engine)
}
