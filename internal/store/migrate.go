package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"example.com/assay/migrations"
)

// Migrate brings the schema to the version that this program knows. Programs that
// start at the same time on one PostgreSQL wait for each other. A schema that is
// newer than the program is left alone, without an error.
func (s *Store) Migrate(ctx context.Context) error {
	p, err := s.migrator()
	if err != nil {
		return err
	}
	results, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("store: migrate: %w", errors.New(err.Error()))
	}
	for _, r := range results {
		s.log.InfoContext(ctx, "schema migrated", "version", r.Source.Version, "took", r.Duration)
	}
	return nil
}

// SchemaVersion gives the version that the database has, 0 before the first
// migration, and the one that this program wants.
func (s *Store) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	p, err := s.migrator()
	if err != nil {
		return 0, 0, err
	}
	have, want, err = p.GetVersions(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("store: read the schema version: %w", errors.New(err.Error()))
	}
	return have, want, nil
}

// How a program waits for another that migrates.
const (
	lockPeriod   = 1 // seconds between two looks
	lockAttempts = 300
)

func (s *Store) migrator() (*goose.Provider, error) {
	files, err := migrations.For(string(s.dialect.engine))
	if err != nil {
		return nil, err
	}
	opts := []goose.ProviderOption{goose.WithSlog(s.log)}
	if s.dialect.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockPeriod, lockAttempts))
		if err != nil {
			return nil, fmt.Errorf("store: migrate: %w", err)
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(s.dialect.goose, s.jobs, files, opts...)
	if err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	return p, nil
}
