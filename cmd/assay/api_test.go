package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/server"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

// apiLimitMB is the largest upload of a server under test.
const apiLimitMB = 2

// wholeServer is a whole server in this process, with two organisations, and ways to ask it.
type wholeServer struct {
	*app
	url     string
	address string // of gRPC
	http    *http.Client
	conn    *grpc.ClientConn
	org     attest.OrgID
	tokens  map[attest.Role]string // of org
	other   string                 // an administrator's token of another organisation
	log     *logged
	stop    func() error // stops the server as SIGTERM does; more than once is once
}

// logged keeps what the server logs.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps p.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// String gives everything logged so far.
func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// readerPatience is how long a server under test lets a worker open a file: less than
// one that serves, for the sake of files that never end.
const readerPatience = 10 * time.Second

// apiOptions change a server under test.
type apiOptions struct {
	database  string
	cert, key string
	http      *http.Client
	wrap      func(*app, *server.Config) // before the server is made
}

// TestAPI asks one server on each engine everything that leaves it whole.
func TestAPI(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(*testing.T, *wholeServer)
	}{
		{"bad requests over REST", testBadREST},
		{"bad requests over gRPC", testBadGRPC},
		{"bad uploads", testBadUploads},
		{"too large", testTooLarge},
		{"unreadable files", testUnreadable},
		{"locked", testLocked},
		{"twice", testTwice},
		{"exceptions", testExceptions},
		{"request ids", testRequestIDs},
		{"names of others", testForeignNames},
		{"roles", testRoles},
		{"credentials", testCredentials},
		{"open doors", testOpenDoors},
		{"pages while others write", testPages},
		{"watch", testWatch},
		{"download", testDownload},
		{"corrections", testCorrections},
		{"corrections of all", testCorrectionsOfAll},
		{"exceptions of people", testExceptionsOfPeople},
		{"bad corrections", testBadCorrections},
		{"sign-off", testSignOff},
		{"sign-off at once", testSignOffAtOnce},
		{"compare", testCompare},
		{"page images", testPageImages},
		{"audit trail", testAuditTrail},
		{"deleted bytes", testDeletedBytes},
	}
	engines := map[string]func(*testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return pgtest.URL(t) },
	}
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			a := startAPI(t, apiOptions{database: database(t)})
			for _, tt := range tests {
				t.Run(tt.name, func(t *testing.T) { tt.run(t, a) })
			}
		})
	}
}

// startAPI starts a server that ends with the test.
func startAPI(t *testing.T, o apiOptions) *wholeServer {
	t.Helper()
	a := &wholeServer{log: &logged{}, http: o.http, tokens: map[attest.Role]string{}}
	if a.http == nil {
		a.http = &http.Client{Transport: &http.Transport{}}
	}
	var out bytes.Buffer
	env := &environment{stdout: &out, stderr: io.Discard, now: time.Now, getenv: func(string) string { return "" }}
	c := config{data: t.TempDir(), database: o.database, grpc: "127.0.0.1:0", http: "127.0.0.1:0", cert: o.cert, key: o.key,
		organisation: "Buyer", workers: 2, maxUploadMB: apiLimitMB}
	var err error
	if a.app, err = openApp(t.Context(), env, c, slog.New(slog.NewTextHandler(a.log, nil))); err != nil {
		t.Fatal(err)
	}
	reader, err := newPDFReader()
	if err != nil {
		t.Fatal(err)
	}
	reader.Start = readerPatience
	a.intake.PDF = reader
	t.Cleanup(func() {
		if err := a.app.close(); err != nil {
			t.Error(err)
		}
	})
	if err := a.firstStart(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.tokens[attest.RoleAdmin] = regexp.MustCompile(`assay_\S+`).FindString(out.String())
	a.furnish(t)
	a.serve(t, o)
	return a
}

// serve runs the server until the test ends.
func (a *wholeServer) serve(t *testing.T, o apiOptions) {
	t.Helper()
	c := server.Config{GRPCAddr: a.config.grpc, HTTPAddr: a.config.http, CertFile: o.cert, KeyFile: o.key, Auth: a.auth, Permits: server.Permits(),
		Register: a.register, OpenAPI: []byte("{}"), Ready: a.ready, Log: a.app.log, Now: time.Now}
	if o.wrap != nil {
		o.wrap(a.app, &c)
	}
	srv, err := server.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	a.url, a.address = srv.URL(), srv.GRPCAddr()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- runStages(ctx, []stage{{"index", a.indexer.Run}, {"jobs", a.jobs.Run}, {"api", srv.Run}})
	}()
	a.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() {
		if err := a.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	if a.conn, err = grpc.NewClient(a.address, grpc.WithTransportCredentials(insecure.NewCredentials())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.conn.Close() })
}

// furnish makes a token for each role, and another organisation.
func (a *wholeServer) furnish(t *testing.T) {
	t.Helper()
	orgs, err := a.organisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.org = orgs[0].ID
	for _, role := range attest.Roles() {
		a.tokens[role] = a.newToken(t, a.org, func(k *attest.Token) { k.Role = role })
	}
	err = a.store.System(t.Context(), func(tx *store.SystemTx) error {
		_, err := tx.CreateOrganisation(attest.Organisation{ID: "others", DisplayName: "Others"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a.other = a.newToken(t, "others", func(*attest.Token) {})
}

// newToken makes a token beside the API, in whatever state the test wants it.
func (a *wholeServer) newToken(t *testing.T, org attest.OrgID, change func(*attest.Token)) string {
	t.Helper()
	id, text, hash, err := access.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	token := attest.Token{ID: id, DisplayName: "test", Role: attest.RoleAdmin, SecretHash: hash, CreatedBy: "system"}
	change(&token)
	err = a.store.Update(t.Context(), org, func(tx *store.Tx) error {
		_, err := tx.CreateToken(token)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// admin gives a context that calls gRPC as the administrator.
func (a *wholeServer) admin(ctx context.Context) context.Context {
	return withToken(ctx, a.tokens[attest.RoleAdmin])
}

// withToken gives a context that calls gRPC with a token; "" is none.
func withToken(ctx context.Context, token string) context.Context {
	if token == "" {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// vendor makes a vendor with an id of its own for the test.
func (a *wholeServer) vendor(t *testing.T, token, id string) string {
	t.Helper()
	v, err := assayv1.NewVendorServiceClient(a.conn).CreateVendor(withToken(t.Context(), token),
		&assayv1.CreateVendorRequest{VendorId: id, Vendor: &assayv1.Vendor{DisplayName: id}})
	if err != nil {
		t.Fatal(err)
	}
	return v.GetName()
}

// answer is what REST answered.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// rest makes a request with a token: "" is the administrator's, "-" is none.
func (a *wholeServer) rest(t *testing.T, token, method, path, contentType string, body io.Reader) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, a.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if token == "" {
		token = a.tokens[attest.RoleAdmin]
	}
	if token != "-" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := a.http.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{resp.StatusCode, resp.Header, raw}
}

// decode reads the answer to a call that has to succeed.
func (r answer) decode(t *testing.T, into any) {
	t.Helper()
	if r.status != http.StatusOK {
		t.Fatalf("status %d: %s", r.status, r.body)
	}
	if err := json.Unmarshal(r.body, into); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

// refusal is what a caller can act on in a failed call.
type refusal struct {
	code   string // NOT_FOUND for gRPC, "404" for REST
	reason string
	field  string // the first one named
}

// grpcRefusal reads a failed gRPC call; a call that succeeded has the code OK.
func grpcRefusal(err error) refusal {
	s := status.Convert(err)
	out := refusal{code: s.Code().String()}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			out.reason = d.GetReason()
		case *errdetails.BadRequest:
			out.field = d.GetFieldViolations()[0].GetField()
		}
	}
	return out
}

// refusal reads a failed REST call.
func (r answer) refusal(t *testing.T) refusal {
	t.Helper()
	out := refusal{code: fmt.Sprint(r.status)}
	if r.status == http.StatusOK {
		return out
	}
	var body struct {
		Message string
		Details []struct {
			Reason, Domain  string
			FieldViolations []struct{ Field string }
		}
	}
	if err := json.Unmarshal(r.body, &body); err != nil {
		t.Fatalf("status %d with a body that is no google.rpc.Status: %s", r.status, r.body)
	}
	if body.Message == "" {
		t.Errorf("status %d without a message: %s", r.status, r.body)
	}
	for _, d := range body.Details {
		if d.Domain != "" {
			out.reason = d.Reason
		}
		if len(d.FieldViolations) > 0 {
			out.field = d.FieldViolations[0].Field
		}
	}
	return out
}

// checkSecrets fails when an answer to a caller shows what is ours: SQL, paths, types.
func (a *wholeServer) checkSecrets(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{a.config.data, os.TempDir(), "SELECT", "INSERT", "sql", "SQL", "goroutine", ".go:", "*errors", "store:", "example.com/assay/internal"} {
		if strings.Contains(text, secret) {
			t.Errorf("the answer shows %q: %s", secret, text)
		}
	}
}

// blobFiles lists the files below the blob folder, each by the last two parts of its path.
func (a *wholeServer) blobFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(a.config.data, "blobs"), func(path string, d os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil // a file under way that was ended meanwhile
		}
		if err == nil && !d.IsDir() && d.Name() != "lock" {
			out = append(out, filepath.Base(filepath.Dir(path))+filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// code gives the gRPC code of a failed call, for messages.
func code(err error) codes.Code { return status.Code(err) }
