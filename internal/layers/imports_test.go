package layers

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "example.com/assay/"

// rule says what the non-test files of a package may import.
type rule struct {
	pkg    string // a package of ours, or a path.Match pattern
	ours   string // packages of this module, patterns too; "*" for all
	theirs string // modules of others, by path prefix; "*" for all; the standard library is free
}

// rules is the architecture. The first row that matches a package holds. A new
// package needs a row here and a reason to exist.
func rules() []rule {
	const (
		wire   = "google.golang.org/grpc google.golang.org/protobuf google.golang.org/genproto/googleapis"
		domain = "internal/attest internal/criteria "
		ports  = " internal/store internal/blob internal/jobs internal/search"
	)
	return []rule{
		// The words of the product, and the lists it looks things up in.
		{"internal/attest", "", ""},
		{"internal/criteria", "", ""},
		// Bytes to pages: knows nothing of reports.
		{"internal/pdf/ocr", "", ""},
		{"internal/pdf", "internal/pdf/pdfium internal/pdf/ocr", "github.com/ledongthuc/pdf github.com/pdfcpu/pdfcpu golang.org/x/sys golang.org/x/text"},
		// PDFium in its sandbox: knows nothing of what it is asked for.
		{"internal/pdf/pdfium", "", "github.com/tetratelabs/wazero golang.org/x/sys"},
		// Pure: a result depends on the arguments alone.
		{"internal/lazyregexp", "", ""},
		{"internal/reading", domain + "internal/pdf internal/lazyregexp", "golang.org/x/text"},
		{"internal/materiality", domain, ""},
		{"internal/freshness", domain, ""},
		{"internal/review", domain, ""},
		{"internal/compare", domain, ""},
		{"internal/reading/evaluate", domain + "internal/pdf internal/reading", "golang.org/x/text"},
		{"internal/sample", domain, "codeberg.org/go-pdf/fpdf golang.org/x/image"},
		// Adapters: each wraps one technology, and none knows another.
		{"migrations", "", ""},
		{"internal/store", "internal/attest migrations", "github.com/jackc/pgx modernc.org/sqlite github.com/pressly/goose github.com/google/uuid"},
		{"internal/store/storetest", "internal/attest internal/store", "github.com/google/go-cmp github.com/jackc/pgx"},
		{"internal/store/pgtest", "internal/attest internal/store", "github.com/jackc/pgx"},
		{"internal/blob", "internal/attest", ""},
		{"internal/blob/blobtest", "internal/attest internal/blob", ""},
		{"internal/search", "internal/attest", "github.com/blevesearch go.etcd.io/bbolt golang.org/x/text"},
		{"internal/jobs", "internal/attest", "github.com/riverqueue/river"},
		// One document's way, from bytes to standing.
		{"internal/intake", domain + "internal/pdf internal/reading internal/freshness internal/compare internal/materiality internal/review internal/aip" + ports, "golang.org/x/sync"},
		// Pictures of pages, drawn once and kept while there is room; what blobs are not: it may be lost.
		{"internal/pageimage", "internal/attest internal/pdf", ""},
		// Who is calling, and what they may call.
		{"internal/access", "internal/attest gen/assay/v1", wire},
		// What every service does with names, page tokens, masks and etags.
		{"internal/aip", "internal/attest gen/assay/v1", wire},
		// Between the words of the product and the messages of the API.
		{"internal/wire", "internal/attest internal/aip gen/assay/v1", wire},
		// The edge: only here are gRPC codes and HTTP statuses known.
		{"services/*", domain + "internal/freshness internal/review internal/materiality internal/compare internal/pageimage internal/reading internal/access internal/aip internal/wire internal/intake gen/assay/v1" + ports, wire},
		{"internal/server", "internal/attest internal/access internal/aip internal/wire gen/assay/v1 gen/openapi", "*"},
		{"gen/assay/v1", "", wire + " buf.build/gen/go github.com/grpc-ecosystem/grpc-gateway"},
		{"gen/openapi", "", ""},
		{"internal/layers", "", ""},
		{"internal/tools/*", "", "*"},
		{"cmd/assay", "*", "*"},
	}
}

func TestImports(t *testing.T) {
	for _, src := range sources(t) {
		r, ok := ruleFor(src.dir())
		if !ok {
			t.Errorf("%s: its package has no row in the table of rules; add one with its reason, or do without the package", src.name)
			continue
		}
		if src.isTest() {
			continue
		}
		for _, spec := range src.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !r.allows(imported) {
				t.Errorf("%s: package %s must not import %s", src.at(spec), src.dir(), imported)
			}
		}
	}
}

// TestRulesBite holds the table itself to what the design demands of it.
func TestRulesBite(t *testing.T) {
	tests := []struct {
		pkg, imports string
		want         bool
	}{
		{"internal/attest", "fmt", true},
		{"internal/attest", "golang.org/x/text/unicode/norm", false},
		{"internal/pdf", module + "internal/attest", false},
		{"internal/reading", module + "internal/pdf", true},
		{"internal/reading", module + "internal/store", false},
		{"internal/freshness", module + "internal/pdf", false},
		{"internal/store", module + "internal/search", false},
		{"internal/search", module + "internal/store", false},
		{"services/vendors", module + "internal/store", true},
		{"services/vendors", module + "services/documents", false},
		{"services/vendors", "github.com/jackc/pgx/v5", false},
		{"services/vendors", "database/sql", false},
		{"internal/server", module + "internal/store", false},
		{"internal/server", "google.golang.org/grpc", true},
		{"internal/jobs", "github.com/riverqueue/riverish", false},
		{"cmd/assay", module + "internal/store", true},
	}
	for _, test := range tests {
		r, ok := ruleFor(test.pkg)
		if !ok {
			t.Errorf("%s has no rule", test.pkg)
		}
		if got := r.allows(test.imports); got != test.want {
			t.Errorf("%s may import %s: got %v, want %v", test.pkg, test.imports, got, test.want)
		}
	}
	if _, ok := ruleFor("internal/util"); ok {
		t.Error("internal/util has a rule, want none")
	}
}

func ruleFor(pkg string) (rule, bool) {
	for _, r := range rules() {
		if match(r.pkg, pkg) {
			return r, true
		}
	}
	return rule{}, false
}

// allows reports whether the rule lets a package import another by its full path.
func (r rule) allows(imported string) bool {
	if own, ok := strings.CutPrefix(imported, module); ok {
		return slices.ContainsFunc(strings.Fields(r.ours), func(p string) bool { return p == "*" || match(p, own) })
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return r.standard(imported)
	}
	return slices.ContainsFunc(strings.Fields(r.theirs), func(p string) bool {
		return p == "*" || imported == p || strings.HasPrefix(imported, p+"/")
	})
}

// standard reports whether a package of the standard library is allowed: SQL is
// for those who keep rows, and nobody needs the test framework but tests.
func (r rule) standard(imported string) bool {
	switch imported {
	case "database/sql", "database/sql/driver":
		return slices.Contains([]string{"internal/store", "internal/store/storetest", "internal/store/pgtest", "internal/jobs", "cmd/assay"}, r.pkg)
	case "testing":
		return strings.HasSuffix(r.pkg, "test")
	case "C", "unsafe", "plugin":
		return r.pkg == "gen/assay/v1"
	}
	return true
}

func match(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}
