package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/sample"
	"example.com/assay/internal/store/pgtest"
)

// killRounds is how often the server is killed in one test, each time a little
// later in its work.
const killRounds = 12

// patience bounds every wait for the server to have done its work.
const patience = 90 * time.Second

// site is a data folder and a database that outlive the processes on them.
type site struct {
	data  []string // environment that says where the data is
	token string
	cmd   *exec.Cmd
	url   string
}

// newSite makes the organisation and a vendor.
func newSite(t *testing.T, database string) *site {
	t.Helper()
	c := config{data: t.TempDir(), database: database, organisation: "Test", workers: 2, maxUploadMB: 8}
	var out bytes.Buffer
	env := &environment{stdout: &out, stderr: io.Discard, now: time.Now, getenv: os.Getenv}
	a, err := openApp(t.Context(), env, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.firstStart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	s := &site{token: regexp.MustCompile(`assay_\S+`).FindString(out.String())}
	s.data = []string{"ASSAY_DATA=" + c.data, "ASSAY_DATABASE=" + database}
	t.Cleanup(s.kill)
	return s
}

// start starts the real program and waits until it says where it listens.
func (s *site) start(t *testing.T) {
	t.Helper()
	s.cmd = exec.Command(os.Args[0])
	s.cmd.Args = []string{"assay", "serve", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--log-level", "error"}
	s.cmd.Env = append(os.Environ(), s.data...)
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	m := regexp.MustCompile(`REST at (\S+) and`).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("the server printed %q (%v)", line, err)
	}
	s.url = m[1]
}

// kill ends the process as a power cut would.
func (s *site) kill() {
	if s.cmd != nil {
		_ = s.cmd.Process.Kill() // it may have ended
		_ = s.cmd.Wait()         // killed, as it should be
	}
}

// call makes a request and decodes a JSON answer of status 200 into out.
func (s *site) call(method, path, contentType string, body io.Reader, out any) error {
	req, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, raw)
	}
	return json.Unmarshal(raw, out)
}

// listed is a document as the API tells it.
type listed struct{ Name, Filename, Sha256, State string }

// upload sends a file and gives the document that was acknowledged.
func (s *site) upload(name string, body []byte) (listed, error) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		return listed{}, err
	}
	if _, err := part.Write(body); err != nil {
		return listed{}, err
	}
	if err := w.Close(); err != nil {
		return listed{}, err
	}
	var doc listed
	err = s.call(http.MethodPost, "/v1/vendors/acme/documents", w.FormDataContentType(), &form, &doc)
	return doc, err
}

// documents lists what the server has.
func (s *site) documents(t *testing.T) []listed {
	t.Helper()
	var out []listed
	for token := ""; ; {
		var page struct {
			Documents     []listed
			NextPageToken string
		}
		if err := s.call(http.MethodGet, "/v1/vendors/acme/documents?pageSize=10&pageToken="+token, "", nil, &page); err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Documents...)
		if token = page.NextPageToken; token == "" {
			return out
		}
	}
}

// found counts the passages that a search finds.
func (s *site) found(t *testing.T, query string) int {
	t.Helper()
	var page struct{ TotalSize int }
	if err := s.call(http.MethodGet, "/v1/passages:search?query="+query, "", nil, &page); err != nil {
		t.Fatal(err)
	}
	return page.TotalSize
}

// events counts the audit events of an action by resource.
func (s *site) events(t *testing.T, action string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for token := ""; ; {
		var page struct {
			AuditEvents   []struct{ Action, Resource string }
			NextPageToken string
		}
		if err := s.call(http.MethodGet, "/v1/auditEvents?pageSize=500&pageToken="+token, "", nil, &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.AuditEvents {
			if e.Action == action {
				out[e.Resource]++
			}
		}
		if token = page.NextPageToken; token == "" {
			return out
		}
	}
}

// eventually waits until lacks gives "", and fails with what it gives otherwise.
func eventually(t *testing.T, what string, lacks func() string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		missing := lacks()
		if missing == "" {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s: %s", patience, what, missing)
		}
	}
}

// variant is a sample with bytes of its own: a comment after the end of the file.
func variant(body []byte, n int) []byte {
	return append(bytes.Clone(body), fmt.Sprintf("\n%% variant %d\n", n)...)
}

func TestKill(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		testKill(t, newSite(t, ""))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		testKill(t, newSite(t, pgtest.URL(t)))
	})
}

// testKill kills the server at many points of uploading, reading and indexing, and
// then asks whether all that was acknowledged is there, once.
func testKill(t *testing.T, s *site) {
	certificate, err := sample.Make("iso27001_quaymark_2025.pdf")
	if err != nil {
		t.Fatal(err)
	}
	s.start(t)
	if err := s.call(http.MethodPost, "/v1/vendors?vendorId=acme", "application/json", bytes.NewReader([]byte(`{"displayName":"Acme"}`)), &struct{}{}); err != nil {
		t.Fatal(err)
	}
	first, err := s.upload("report.pdf", variant(certificate.PDF, 0))
	if err != nil {
		t.Fatal(err)
	}
	each := 0 // passages about a certificate in each document
	eventually(t, "the first document is found", func() string {
		if each = s.found(t, "certificate"); each == 0 {
			return "nothing"
		}
		return ""
	})
	acknowledged := map[string]string{first.Sha256: first.Name}
	sent := 1
	for round := range killRounds {
		if round > 0 {
			s.start(t)
		}
		die := time.AfterFunc(time.Duration(15+45*round)*time.Millisecond, func() { _ = s.cmd.Process.Kill() })
		for {
			doc, err := s.upload("report.pdf", variant(certificate.PDF, sent))
			sent++
			if err != nil {
				break // killed
			}
			acknowledged[doc.Sha256] = doc.Name
		}
		die.Stop()
		s.kill()
	}
	if len(acknowledged) <= killRounds {
		t.Fatalf("only %d uploads were acknowledged in %d rounds", len(acknowledged), killRounds)
	}
	s.start(t)
	s.checkWhole(t, acknowledged, each)
}

// checkWhole asks whether all that was acknowledged is there, read, once, and found:
// each of them by as many passages as the others.
func (s *site) checkWhole(t *testing.T, acknowledged map[string]string, each int) {
	eventually(t, "every document is read", func() string {
		states := map[string]int{}
		for _, doc := range s.documents(t) {
			states[doc.State]++
		}
		if len(states) == 1 && states["READ"] > 0 {
			return ""
		}
		return fmt.Sprint(states)
	})
	have := map[string]string{}
	for _, doc := range s.documents(t) {
		if have[doc.Sha256] != "" {
			t.Errorf("the bytes %s are there twice: %s and %s", doc.Sha256, have[doc.Sha256], doc.Name)
		}
		have[doc.Sha256] = doc.Name
	}
	for sha, name := range acknowledged {
		if have[sha] != name {
			t.Errorf("%s was acknowledged, and there is %q", name, have[sha])
		}
	}
	once := map[string]int{}
	for _, name := range have {
		once[name] = 1
	}
	for _, action := range []string{"document.uploaded", "document.read"} {
		if diff := cmp.Diff(once, s.events(t, action)); diff != "" {
			t.Errorf("audit events %s (-want +got):\n%s", action, diff)
		}
	}
	eventually(t, "the index holds every document", func() string {
		if n := s.found(t, "certificate"); n < each*len(have) {
			return fmt.Sprintf("%d passages of %d documents", n, len(have))
		}
		return ""
	})
	followed := s.found(t, "certificate")
	s.reindex(t)
	if built := s.found(t, "certificate"); built != followed {
		t.Errorf("the index held %d passages about a certificate, and %d once built again", followed, built)
	}
}

// reindex stops the server, builds its index again, and starts it.
func (s *site) reindex(t *testing.T) {
	t.Helper()
	s.kill()
	cmd := exec.Command(os.Args[0])
	cmd.Args = []string{"assay", "reindex"}
	cmd.Env = append(os.Environ(), s.data...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("reindex: %v\n%s", err, out)
	}
	s.start(t)
}
