package migrations_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
	"example.com/assay/migrations"
)

var update = flag.Bool("update", false, "write the golden files, and the checksums of files that have none")

// engines are the folders of migrations.
var engines = []string{"postgres", "sqlite"}

// sums is the file with the checksum of each released migration.
var sums = filepath.Join("testdata", "checksums.txt")

// TestReleasedFilesNeverChange compares each file with the checksum it was released with.
func TestReleasedFilesNeverChange(t *testing.T) {
	released := map[string]string{}
	text, err := os.ReadFile(sums)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			t.Fatalf("line %q of the checksums", line)
		}
		released[name] = sum
	}
	var all bytes.Buffer
	for _, name := range names(t) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := fmt.Sprintf("%x", sha256.Sum256(b))
		fmt.Fprintf(&all, "%s  %s\n", sum, name)
		switch was, known := released[name]; {
		case known && was != sum:
			t.Errorf("%s has changed since its release: put the change into a new file", name)
		case !known && !*update:
			t.Errorf("%s has no checksum: run the test with -update", name)
		}
		delete(released, name)
	}
	for name := range released {
		t.Errorf("%s was released and is gone", name)
	}
	if *update && !t.Failed() {
		write(t, sums, all.Bytes())
	}
}

// names gives the files of all engines, in order.
func names(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, engine := range engines {
		files, err := migrations.For(engine)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := fs.ReadDir(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			all = append(all, engine+"/"+e.Name())
		}
	}
	return all
}

// TestFilesAreNumbered wants NNNN_name.sql from 0001 without a gap, the same in both
// folders, and only forward.
func TestFilesAreNumbered(t *testing.T) {
	form := regexp.MustCompile(`^\d{4}_[a-z0-9_]+\.sql$`)
	byEngine := map[string][]string{}
	for _, name := range names(t) {
		engine, file, _ := strings.Cut(name, "/")
		byEngine[engine] = append(byEngine[engine], file)
		want := fmt.Sprintf("%04d_", len(byEngine[engine]))
		if !form.MatchString(file) || !strings.HasPrefix(file, want) {
			t.Errorf("file %s, want a name that begins with %s", name, want)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("+goose Down")) {
			t.Errorf("%s goes back", name)
		}
	}
	if diff := cmp.Diff(byEngine["postgres"], byEngine["sqlite"]); diff != "" {
		t.Errorf("the engines have different files (-postgres +sqlite):\n%s", diff)
	}
}

func TestForUnknownEngine(t *testing.T) {
	if _, err := migrations.For("oracle"); err == nil {
		t.Error("there are migrations for an engine that there is not")
	}
}

// TestSchema compares the schema that the migrations make with the golden files.
func TestSchema(t *testing.T) {
	for engine, s := range stores(t) {
		golden(t, filepath.Join("testdata", "schema."+engine+".sql"), describe(t, s, schemaQueries[engine]))
	}
}

// TestEnginesAgree compares tables, columns and which of them may be NULL.
func TestEnginesAgree(t *testing.T) {
	both := stores(t)
	if len(both) < len(engines) {
		t.Skip("PostgreSQL is not installed")
	}
	got := map[string]string{}
	for engine, s := range both {
		got[engine] = describe(t, s, []string{columnQueries[engine]})
	}
	if diff := cmp.Diff(strings.Split(got["postgres"], "\n"), strings.Split(got["sqlite"], "\n")); diff != "" {
		t.Errorf("columns (-postgres +sqlite):\n%s", diff)
	}
}

// stores gives a migrated store for each engine that can be had here.
func stores(t *testing.T) map[string]*store.Store {
	t.Helper()
	all := map[string]*store.Store{}
	urls := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "assay.db") },
		"postgres": func(t *testing.T) string { return pgtest.EmptyURL(t) },
	}
	for engine, open := range urls {
		if engine == "postgres" && !pgtest.Available(t) {
			continue
		}
		s, err := store.Open(t.Context(), open(t), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		all[engine] = s
	}
	return all
}

// schemaQueries write a schema out, one line of text for each row.
var schemaQueries = map[string][]string{
	"sqlite": {`SELECT sql || ';' FROM sqlite_master
		WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, type DESC, name`},
	"postgres": {
		`SELECT format('%s.%s %s%s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			CASE WHEN a.attcollation = 'pg_catalog."C"'::regcollation THEN ' COLLATE "C"' ELSE '' END,
			CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
			CASE WHEN a.attidentity <> '' THEN ' IDENTITY' ELSE '' END,
			coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''))
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'goose%'
		ORDER BY c.relname, a.attnum`,
		`SELECT format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
		WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'goose%' AND contype <> 'n' ORDER BY 1`,
		`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%' ORDER BY 1`,
		`SELECT format('%s: policy %s for %s using %s with check %s', tablename, policyname, cmd,
			coalesce(qual, '-'), coalesce(with_check, '-')) FROM pg_policies WHERE schemaname = 'public' ORDER BY 1`,
		`SELECT format('%s: row security %s, forced %s', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
		WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'goose%' ORDER BY 1`,
	},
}

// columnQueries write out what both engines must have alike. outbox.xid is how
// PostgreSQL keeps the order of commits; SQLite has one writer and needs none.
var columnQueries = map[string]string{
	"sqlite": `SELECT m.name || '.' || c.name || CASE WHEN c."notnull" OR c.pk THEN '' ELSE ' NULL' END
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1`,
	"postgres": `SELECT (table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' NULL' END) COLLATE "C"
		FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' AND table_name || '.' || column_name <> 'outbox.xid' ORDER BY 1`,
}

// describe runs queries of one text column and joins their rows.
func describe(t *testing.T, s *store.Store, queries []string) string {
	t.Helper()
	db, _ := s.SQL()
	var b strings.Builder
	for i, q := range queries {
		if i > 0 {
			b.WriteString("\n")
		}
		rows, err := db.QueryContext(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		appendRows(t, &b, rows)
	}
	return b.String()
}

func appendRows(t *testing.T, b *strings.Builder, rows *sql.Rows) {
	t.Helper()
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		b.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// golden compares with a file, or writes it under -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		write(t, name, []byte(got))
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", name, diff)
	}
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
}
