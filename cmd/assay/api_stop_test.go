package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/server"
	"example.com/assay/internal/store"
)

// faultyVendors fails in every way that a handler can.
type faultyVendors struct {
	assayv1.UnimplementedVendorServiceServer
}

// GetVendor panics.
func (faultyVendors) GetVendor(context.Context, *assayv1.GetVendorRequest) (*assayv1.Vendor, error) {
	panic("SELECT fell over /var/lib/assay")
}

// ListVendors gives an error of ours.
func (faultyVendors) ListVendors(context.Context, *assayv1.ListVendorsRequest) (*assayv1.ListVendorsResponse, error) {
	return nil, errors.New("store: SELECT * FROM vendors: open /var/lib/assay: no such file")
}

// UpdateVendor gives an error for the caller with a cause that is not.
func (faultyVendors) UpdateVendor(context.Context, *assayv1.UpdateVendorRequest) (*assayv1.Vendor, error) {
	return nil, &attest.Error{Kind: attest.Unavailable, Reason: "DATABASE_BUSY", Message: "try again", Err: errors.New("SELECT * FROM vendors")}
}

// CreateVendor gives a status of another library.
func (faultyVendors) CreateVendor(context.Context, *assayv1.CreateVendorRequest) (*assayv1.Vendor, error) {
	return &assayv1.Vendor{}, status.Error(codes.Internal, "SELECT * FROM vendors")
}

// faultyDocuments panics in a stream.
type faultyDocuments struct {
	assayv1.UnimplementedDocumentServiceServer
}

// WatchDocument panics.
func (faultyDocuments) WatchDocument(*assayv1.WatchDocumentRequest, grpc.ServerStreamingServer[assayv1.WatchDocumentResponse]) error {
	panic("SELECT * FROM documents")
}

// swapped registers faulty services in the place of ours.
type swapped struct{ grpc.ServiceRegistrar }

// RegisterService passes on, or swaps.
func (s swapped) RegisterService(desc *grpc.ServiceDesc, impl any) {
	switch desc.ServiceName {
	case assayv1.VendorService_ServiceDesc.ServiceName:
		impl = faultyVendors{}
	case assayv1.DocumentService_ServiceDesc.ServiceName:
		impl = faultyDocuments{}
	}
	s.ServiceRegistrar.RegisterService(desc, impl)
}

func TestFaultsOfOurs(t *testing.T) {
	t.Parallel()
	a := startAPI(t, apiOptions{wrap: func(a *app, c *server.Config) {
		c.Register = func(r grpc.ServiceRegistrar) { a.register(swapped{r}) }
		c.Ready = func(context.Context) error { return errors.New("SELECT 1: open /var/lib/assay: no such file") }
	}})
	tests := []struct {
		name, method, path, body string
		want                     refusal
	}{
		{"panic", "GET", "/v1/vendors/v", "", refusal{"500", "INTERNAL", ""}},
		{"error of ours", "GET", "/v1/vendors", "", refusal{"500", "INTERNAL", ""}},
		{"error of a library", "POST", "/v1/vendors", `{"displayName":"A"}`, refusal{"500", "INTERNAL", ""}},
		{"cause of an error", "PATCH", "/v1/vendors/v", `{"displayName":"A"}`, refusal{"503", "DATABASE_BUSY", ""}},
		{"panic in a stream", "GET", "/v1/vendors/v/documents/d:watch", "", refusal{"500", "INTERNAL", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := a.rest(t, "", tt.method, tt.path, "application/json", strings.NewReader(tt.body))
			if refused := got.refusal(t); refused != tt.want {
				t.Errorf("got %+v, want %+v: %s", refused, tt.want, got.body)
			}
			a.checkSecrets(t, string(got.body)+strings.Join(got.header.Values("Grpc-Message"), ""))
			if tt.want.reason != "INTERNAL" {
				return
			}
			id := regexp.MustCompile(`"id":"([a-z0-9]+)"`).FindStringSubmatch(string(got.body))
			if id == nil || !strings.Contains(a.log.String(), "id="+id[1]) {
				t.Errorf("the answer %s has no id that the log has", got.body)
			}
		})
	}
	_, err := assayv1.NewVendorServiceClient(a.conn).GetVendor(a.admin(t.Context()), &assayv1.GetVendorRequest{Name: "vendors/v"})
	if got, want := grpcRefusal(err), (refusal{"Internal", "INTERNAL", ""}); got != want {
		t.Errorf("panic over gRPC: %+v, want %+v", got, want)
	}
	a.checkSecrets(t, fmt.Sprint(err))
	got := a.rest(t, "-", http.MethodGet, "/healthz", "", nil)
	if got.status != http.StatusServiceUnavailable {
		t.Errorf("not ready: %d", got.status)
	}
	a.checkSecrets(t, string(got.body))
	if got := a.rest(t, "", http.MethodGet, "/v1/me", "", nil); got.status != http.StatusOK {
		t.Errorf("after all that: %d %s", got.status, got.body)
	}
}

// selfSigned writes a certificate for 127.0.0.1 and its key, and gives what trusts it.
func selfSigned(t *testing.T) (cert, key string, trust *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, body []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: body}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	trust = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trust.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", raw), trust
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key, trust := selfSigned(t)
	secure := &tls.Config{RootCAs: trust}
	a := startAPI(t, apiOptions{cert: cert, key: key, http: &http.Client{Transport: &http.Transport{TLSClientConfig: secure, ForceAttemptHTTP2: true}}})
	if !strings.HasPrefix(a.url, "https://") {
		t.Errorf("REST is at %s", a.url)
	}
	a.rest(t, "", http.MethodGet, "/v1/me", "", nil).decode(t, &struct{}{})
	a.rest(t, "", http.MethodPost, "/v1/vendors?vendorId=tls", "application/json", strings.NewReader(`{"displayName":"TLS"}`)).decode(t, &struct{}{})
	body := sampleFile(t, "badge_pebblecroft.pdf").PDF
	if got := a.rest(t, "", http.MethodGet, "/v1/"+a.read(t, "", "tls", body)+":download", "", nil); !bytes.Equal(got.body, body) {
		t.Errorf("download over HTTP/2: %d bytes, want %d", len(got.body), len(body))
	}
	large, contentType := form(t, "large.pdf", append([]byte("%PDF-1.4"), make([]byte, 8<<20)...))
	if got, want := a.rest(t, "", http.MethodPost, "/v1/vendors/tls/documents", contentType, large).refusal(t), (refusal{"413", "DOCUMENT_TOO_LARGE", "file"}); got != want {
		t.Errorf("too large over HTTP/2: %+v, want %+v", got, want)
	}
	dial := func(creds credentials.TransportCredentials) error {
		conn, err := grpc.NewClient(a.address, grpc.WithTransportCredentials(creds))
		if err != nil {
			return err
		}
		defer conn.Close()
		_, err = assayv1.NewAccessServiceClient(conn).IdentifyCaller(a.admin(t.Context()), &assayv1.IdentifyCallerRequest{})
		return err
	}
	if err := dial(credentials.NewTLS(secure)); err != nil {
		t.Errorf("gRPC: %v", err)
	}
	if err := dial(credentials.NewTLS(&tls.Config{})); code(err) != codes.Unavailable {
		t.Errorf("gRPC without trust: %v, want Unavailable", err)
	}
	if _, err := assayv1.NewAccessServiceClient(a.conn).IdentifyCaller(a.admin(t.Context()), &assayv1.IdentifyCallerRequest{}); code(err) != codes.Unavailable {
		t.Errorf("gRPC in the clear: %v, want Unavailable", err)
	}
	plain, err := (&http.Client{}).Get(strings.Replace(a.url, "https", "http", 1) + "/healthz")
	if err == nil {
		defer plain.Body.Close()
		if plain.StatusCode != http.StatusBadRequest {
			t.Errorf("REST in the clear: %s", plain.Status)
		}
	}
	if _, err := tls.Dial("tcp", a.address, &tls.Config{RootCAs: trust, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 is taken")
	}
}

func TestTLSNeedsBothFiles(t *testing.T) {
	t.Parallel()
	cert, key, _ := selfSigned(t)
	for _, c := range []config{{cert: cert}, {key: key}} {
		c.workers, c.maxUploadMB = 1, 1
		if err := c.check(); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}

// underWay is a multipart upload that has begun.
type underWay struct {
	form   *multipart.Writer
	pipe   *io.PipeWriter
	part   io.Writer
	answer chan answer
}

// begin begins an upload and sends its first bytes.
func (a *wholeServer) begin(t *testing.T, vendor string, first []byte) *underWay {
	t.Helper()
	body, pipe := io.Pipe()
	u := &underWay{form: multipart.NewWriter(pipe), pipe: pipe, answer: make(chan answer, 1)}
	go func() {
		req, err := http.NewRequest(http.MethodPost, a.url+"/v1/vendors/"+vendor+"/documents", body)
		if err != nil {
			u.answer <- answer{body: []byte(err.Error())}
			return
		}
		req.Header.Set("Authorization", "Bearer "+a.tokens[attest.RoleAdmin])
		req.Header.Set("Content-Type", u.form.FormDataContentType())
		resp, err := a.http.Do(req)
		if err != nil {
			u.answer <- answer{body: []byte(err.Error())}
			return
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			raw = []byte(err.Error())
		}
		u.answer <- answer{resp.StatusCode, resp.Header, raw}
	}()
	var err error
	if u.part, err = u.form.CreateFormFile("file", "report.pdf"); err != nil {
		t.Fatal(err)
	}
	if _, err := u.part.Write(first); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the upload has begun", func() string {
		for _, f := range a.blobFiles(t) {
			if strings.HasPrefix(f, "tmp") {
				return ""
			}
		}
		return "no file"
	})
	return u
}

// pending makes a document that stays as it is, because no job reads it.
func (a *wholeServer) pending(t *testing.T, vendor attest.VendorID) string {
	t.Helper()
	err := a.store.Update(t.Context(), a.org, func(tx *store.Tx) error {
		_, err := tx.CreateDocument(attest.Document{ID: "pending", VendorID: vendor, SHA256: strings.Repeat("0", 64), State: attest.DocumentQueued})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "vendors/" + string(vendor) + "/documents/pending"
}

// TestStop stops a server in the middle of its work, as SIGTERM does: health says so
// first, who waits is told, and an upload under way is finished.
func TestStop(t *testing.T) {
	t.Parallel()
	a := startAPI(t, apiOptions{})
	a.vendor(t, a.tokens["admin"], "stop")
	pending := a.pending(t, "stop")
	health, err := healthpb.NewHealthClient(a.conn).Watch(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if first, err := health.Recv(); err != nil || first.GetStatus() != healthpb.HealthCheckResponse_SERVING {
		t.Fatalf("health: %v, %v", first, err)
	}
	watch, err := assayv1.NewDocumentServiceClient(a.conn).WatchDocument(a.admin(t.Context()), &assayv1.WatchDocumentRequest{Name: pending})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := watch.Recv(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1)
	go func() {
		lines <- string(a.rest(t, "", http.MethodGet, "/v1/"+pending+":watch", "", nil).body)
	}()
	body := append(sampleFile(t, "badge_pebblecroft.pdf").PDF, strings.Repeat("% more than travels in one piece\n", 30_000)...)
	upload := a.begin(t, "stop", body[:len(body)/2])
	stopped := make(chan error, 1)
	go func() { stopped <- a.stop() }()
	if next, err := health.Recv(); err != nil || next.GetStatus() != healthpb.HealthCheckResponse_NOT_SERVING {
		t.Errorf("health once the server stops: %v, %v, want NOT_SERVING", next, err)
	}
	_, err = watch.Recv()
	if got, want := grpcRefusal(err), (refusal{"Unavailable", "SERVER_STOPPING", ""}); got != want {
		t.Errorf("watch over gRPC: %+v (%v), want %+v", got, err, want)
	}
	if said := <-lines; !strings.Contains(said, "SERVER_STOPPING") || !strings.Contains(said, "QUEUED") {
		t.Errorf("watch over REST: %s", said)
	}
	_, werr := upload.part.Write(body[len(body)/2:])
	if err := errors.Join(werr, upload.form.Close(), upload.pipe.Close()); err != nil {
		t.Error(err)
	}
	if got := <-upload.answer; got.status != http.StatusOK {
		t.Errorf("upload: %d %s", got.status, got.body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	if _, err := (&http.Client{}).Get(a.url + "/healthz"); err == nil {
		t.Error("the server answers after its stop")
	}
}

// TestStopCuts stops a server while a client neither sends nor goes away.
func TestStopCuts(t *testing.T) {
	t.Parallel()
	a := startAPI(t, apiOptions{wrap: func(_ *app, c *server.Config) { c.StopAfter = 300 * time.Millisecond }})
	a.vendor(t, a.tokens["admin"], "stop")
	upload := a.begin(t, "stop", []byte(strings.Repeat("%PDF-1.4\n", 100_000)))
	if err := a.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if err := upload.pipe.CloseWithError(io.ErrUnexpectedEOF); err != nil {
		t.Error(err)
	}
	if got := <-upload.answer; got.status == http.StatusOK {
		t.Errorf("half an upload was acknowledged: %s", got.body)
	}
	if files := a.blobFiles(t); len(files) != 0 {
		t.Errorf("half an upload left %v", files)
	}
}

// TestTerminate ends the real program as a service manager does.
func TestTerminate(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	s.start(t)
	if err := s.call(http.MethodGet, "/v1/me", "", nil, &struct{}{}); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v, want exit code 0", err)
	}
}
