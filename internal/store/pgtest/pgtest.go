// Package pgtest gives tests a PostgreSQL database of their own.
//
// ASSAY_TEST_POSTGRES says where it comes from. Unset: a private server is started
// when PostgreSQL is installed, else the test is skipped and says why.
// "required": the same, but the test fails. A URL of a role that may create roles
// and databases: that server is used.
//
// The private server belongs to the test process, listens on a socket in a
// temporary directory, runs without fsync, and is gone when the process is, however
// that ends. Each test gets a copy of a migrated template, owned by a role that
// row-level security binds. On a server that was given by URL, the template and its
// owner (assay_template_…, assay_test_…) stay behind for its keeper to drop.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"example.com/assay/internal/store"
)

// variable is the environment variable that says where the server is.
const variable = "ASSAY_TEST_POSTGRES"

// errNotInstalled says that there is nothing to start.
var errNotInstalled = errors.New("PostgreSQL is not installed: no initdb under /usr/lib/postgresql/*/bin nor in PATH")

// cluster is a server on which tests make databases.
type cluster struct {
	admin    *url.URL // a role that may create roles and databases
	role     string   // owner of the databases of tests
	password string
	template string    // a migrated database
	lease    io.Closer // nil for a server that is not ours; held, because it ends the server
}

// shared is the one server of this test process, started by the first test that
// needs it. It is a function and not a field because tests of many packages reach
// it without a common root.
var shared = sync.OnceValues(start)

// URL gives a database with the current schema and no rows. It is removed when the
// test ends.
func URL(t testing.TB) string {
	t.Helper()
	c := server(t)
	return c.database(t, c.template)
}

// Available reports whether a server can be had. It fails the test when one has to
// be and cannot, and when starting one went wrong.
func Available(t testing.TB) bool {
	t.Helper()
	_, err := shared()
	if errors.Is(err, errNotInstalled) && os.Getenv(variable) == "" {
		return false
	}
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return true
}

// EmptyURL gives a database without a schema. It is removed when the test ends.
func EmptyURL(t testing.TB) string {
	t.Helper()
	return server(t).database(t, "template1")
}

// AdminURL gives the same database as a URL of a role that row-level security does
// not bind. databaseURL is what URL or EmptyURL gave.
func AdminURL(t testing.TB, databaseURL string) string {
	t.Helper()
	u, err := url.Parse(databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	return server(t).as(server(t).admin.User, strings.TrimPrefix(u.Path, "/"))
}

// server gives the server, or ends the test.
func server(t testing.TB) *cluster {
	t.Helper()
	if !Available(t) {
		t.Skipf("%v (set %s=required to fail instead)", errNotInstalled, variable)
	}
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func start() (*cluster, error) {
	suffix := strings.ToLower(rand.Text()[:10])
	c := &cluster{role: "assay_test_" + suffix, password: rand.Text(), template: "assay_template_" + suffix}
	var err error
	if where := os.Getenv(variable); where == "" || where == "required" {
		c.admin, c.lease, err = startPrivate()
	} else if c.admin, err = url.Parse(where); err != nil {
		err = fmt.Errorf("%s is neither \"required\" nor a URL", variable)
	}
	if err != nil {
		return nil, err
	}
	return c, c.prepare()
}

// prepare makes the role and the template.
func (c *cluster) prepare() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := c.do(ctx,
		`CREATE ROLE `+c.role+` LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '`+c.password+`'`,
		// A role that is no superuser may give a database only to a role it belongs to.
		`GRANT `+c.role+` TO CURRENT_USER`,
		`CREATE DATABASE `+c.template+` OWNER `+c.role)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, c.as(url.UserPassword(c.role, c.password), c.template), store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

// database copies a template for one test.
func (c *cluster) database(t testing.TB, template string) string {
	t.Helper()
	name := "assay_" + strings.ToLower(rand.Text()[:16])
	if err := c.do(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+template+` OWNER `+c.role); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.do(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("clean up: %v", err)
		}
	})
	return c.as(url.UserPassword(c.role, c.password), name)
}

// as is the URL of a database of the server for a role.
func (c *cluster) as(user *url.Userinfo, database string) string {
	u := *c.admin
	u.User = user
	u.Path = "/" + database
	return u.String()
}

// do runs statements as the role that may create things.
func (c *cluster) do(ctx context.Context, statements ...string) error {
	conn, err := pgx.Connect(ctx, c.admin.String())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, s := range statements {
		if _, err := conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(strings.Fields(s)[:2], " "), err)
		}
	}
	return nil
}
