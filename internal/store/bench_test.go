package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

const benchVendors = 1000

// benchStores gives a store of each engine with standings in it.
func benchStores(b *testing.B) map[string]*store.Store {
	b.Helper()
	all := map[string]*store.Store{"sqlite": openSQLite(b)}
	if pgtest.Available(b) {
		all["postgres"] = open(b, pgtest.URL(b))
	}
	for _, s := range all {
		err := s.Update(b.Context(), "o", func(tx *store.Tx) error {
			for i := range benchVendors {
				id := attest.VendorID(fmt.Sprint(i))
				if _, err := tx.CreateVendor(attest.Vendor{ID: id}); err != nil {
					return err
				}
				if err := tx.PutStanding(benchStanding(id), attest.Date{}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return all
}

// benchStanding is a standing of ordinary size.
func benchStanding(id attest.VendorID) attest.Standing {
	s := attest.Standing{Vendor: id, Tier: attest.TierHigh, Verdict: attest.AcceptWithConditions, Policy: "default v1"}
	for i := range 4 {
		s.Reasons = append(s.Reasons, attest.Reason{
			Rule: "rule", Effect: attest.AcceptWithConditions, Message: strings.Repeat("message ", 12), Document: "d",
			Citations: []attest.Citation{{Page: i, Quote: strings.Repeat("quoted words ", 8), Boxes: []attest.Box{{X0: 72, Y0: 90, X1: 500, Y1: 102}}}},
		})
	}
	return s
}

// BenchmarkStanding reads one standing by its key, in one round trip and in a unit of work.
func BenchmarkStanding(b *testing.B) {
	for name, s := range benchStores(b) {
		b.Run(name+"/row", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					if _, err := s.StandingRow(b.Context(), "o", attest.VendorID(fmt.Sprint(i%benchVendors)), store.StandingRow{}); err != nil {
						b.Error(err)
					}
				}
			})
		})
		b.Run(name+"/view", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					err := s.View(b.Context(), "o", func(tx *store.Tx) error {
						_, _, err := tx.Standing(attest.VendorID(fmt.Sprint(i % benchVendors)))
						return err
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

// BenchmarkBareSelect is what BenchmarkStanding is measured against: an indexed
// SELECT through pgx with nothing around it, on a table without row-level security.
func BenchmarkBareSelect(b *testing.B) {
	pool, err := pgxpool.New(b.Context(), pgtest.EmptyURL(b))
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(b.Context(), `CREATE TABLE bare (org_id text, id text, body text, PRIMARY KEY (org_id, id))`); err != nil {
		b.Fatal(err)
	}
	if _, err := pool.Exec(b.Context(), `INSERT INTO bare SELECT 'o', i::text, repeat('x', 1500) FROM generate_series(0, 999) i`); err != nil {
		b.Fatal(err)
	}
	if _, err := pool.Exec(b.Context(), `ANALYZE bare`); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			var body string
			err := pool.QueryRow(b.Context(), `SELECT body FROM bare WHERE org_id = $1 AND id = $2`, "o", fmt.Sprint(i%benchVendors)).Scan(&body)
			if err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkUnitOfWork commits a change with its audit event and outbox row.
func BenchmarkUnitOfWork(b *testing.B) {
	stores := map[string]*store.Store{"sqlite": open(b, "sqlite:"+filepath.Join(b.TempDir(), "assay.db"))}
	if pgtest.Available(b) {
		stores["postgres"] = open(b, pgtest.URL(b))
	}
	for name, s := range stores {
		if err := s.Migrate(b.Context()); err != nil {
			b.Fatal(err)
		}
		made := 0
		b.Run(name, func(b *testing.B) {
			for range b.N {
				made++
				id := fmt.Sprint(made)
				err := s.Update(b.Context(), "o", func(tx *store.Tx) error {
					if _, err := tx.CreateVendor(attest.Vendor{ID: attest.VendorID(id)}); err != nil {
						return err
					}
					if err := tx.AppendAudit(attest.AuditEvent{Resource: id}); err != nil {
						return err
					}
					return tx.Emit("t", id)
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPutReading stores a long document's reading and passages.
func BenchmarkPutReading(b *testing.B) {
	passages := make([]attest.Passage, 800)
	for i := range passages {
		passages[i] = attest.Passage{Ordinal: i, Page: i / 8, Text: strings.Repeat("control activity ", 30)}
	}
	for name, s := range benchStores(b) {
		err := s.Update(b.Context(), "o", func(tx *store.Tx) error {
			_, err := tx.CreateDocument(attest.Document{ID: "d", VendorID: "1", SHA256: "h", State: attest.DocumentReading})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for range b.N {
				err := s.Update(b.Context(), "o", func(tx *store.Tx) error {
					return tx.PutReading("d", &attest.Reading{RulesVersion: "1"}, passages)
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
