package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sys/unix"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/materiality"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
	"example.com/assay/internal/sample"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

// The load of the standing benchmark.
const (
	standingVendors  = 1000
	standingCallers  = 8
	standingRequests = 3000 // of each kind in a round
)

// settled is how long the server is left alone before its size is looked at.
const settled = time.Minute

// served is a running server that is measured.
type served struct {
	*site
	client *http.Client
}

// serveFor starts the measured program on a fresh data folder. oneCore ties it, and
// the workers it starts, to one core.
func serveFor(b *testing.B, database string, oneCore bool, flags ...string) *served {
	b.Helper()
	s := &served{site: newBenchSite(b, database), client: &http.Client{}}
	s.cmd = exec.Command(program(b), append([]string{"serve", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--log-level", "error"}, flags...)...)
	s.cmd.Env = append(os.Environ(), s.data...)
	s.cmd.Stderr = os.Stderr
	if oneCore {
		s.cmd.Env = append(s.cmd.Env, "GOMAXPROCS=1")
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := startTied(s.cmd, oneCore); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.kill)
	said := bufio.NewReader(out)
	line, err := said.ReadString('\n')
	_, rest, ok := strings.Cut(line, "REST at ")
	if err != nil || !ok {
		b.Fatalf("the server printed %q (%v)", line, err)
	}
	s.url, _, _ = strings.Cut(rest, " ")
	go func() { _, _ = io.Copy(io.Discard, said) }() // ends with the server
	return s
}

// newBenchSite makes the organisation and its token.
func newBenchSite(b *testing.B, database string) *site {
	b.Helper()
	c := config{data: b.TempDir(), database: database, organisation: "Bench", workers: 1, maxUploadMB: 100}
	var out bytes.Buffer
	env := &environment{stdout: &out, stderr: io.Discard, now: time.Now, getenv: os.Getenv}
	a, err := openApp(b.Context(), env, c, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	if err := a.firstStart(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := a.close(); err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(out.String(), "ASSAY_TOKEN=")
	return &site{token: strings.Fields(rest)[0], data: []string{"ASSAY_DATA=" + c.data, "ASSAY_DATABASE=" + database}}
}

// startTied starts a process, on the first core only if one says so.
func startTied(cmd *exec.Cmd, one bool) error {
	if !one {
		return cmd.Start()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all, first unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return err
	}
	for i := range 1024 {
		if all.IsSet(i) {
			first.Set(i)
			break
		}
	}
	if err := unix.SchedSetaffinity(0, &first); err != nil {
		return err
	}
	defer func() { _ = unix.SchedSetaffinity(0, &all) }() // this thread only
	return cmd.Start()
}

// BenchmarkUpload takes a report of 100 pages from its upload over REST until the
// search finds its words, on one core. What it waited in the queue is told apart.
func BenchmarkUpload(b *testing.B) {
	s := serveFor(b, "", true)
	must(struct{}{}, s.call(http.MethodPost, "/v1/vendors?vendorId=acme", "application/json", strings.NewReader(`{"displayName":"Acme"}`), &struct{}{}))(b)
	long := longReport(b, longPages)
	found := figures{}
	for n := 0; b.Loop(); n++ {
		before := s.total(b)
		cpu, began := cpuOf(b, s.cmd.Process.Pid, true), time.Now()
		doc := must(s.upload("long.pdf", variant(long, n)))(b)
		acknowledged := time.Since(began)
		queued := s.until(b, doc.Name, "QUEUED")
		read := s.until(b, doc.Name, "READING")
		for s.total(b) <= before {
			time.Sleep(5 * time.Millisecond)
		}
		took := time.Since(began)
		found.add("acknowledged-s", acknowledged.Seconds())
		found.add("queued-s", queued.Seconds())
		found.add("reading-s", read.Seconds())
		found.add("searchable-s", took.Seconds())
		found.add("searchable-less-queue-s", (took - queued).Seconds())
		found.add("cpu-s", (cpuOf(b, s.cmd.Process.Pid, true) - cpu).Seconds())
	}
	found.report(b)
}

// total counts the passages that the index finds.
func (s *served) total(b *testing.B) int {
	b.Helper()
	var page struct{ TotalSize int }
	if err := s.call(http.MethodGet, "/v1/passages:search?pageSize=1&query=controls", "", nil, &page); err != nil {
		b.Fatal(err)
	}
	return page.TotalSize
}

// until waits while a document is in a state, and tells how long.
func (s *served) until(b *testing.B, name, state string) time.Duration {
	b.Helper()
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		var doc listed
		if err := s.call(http.MethodGet, "/v1/"+name, "", nil, &doc); err != nil {
			b.Fatal(err)
		}
		if doc.State == "UNREADABLE" || doc.State == "FAILED" {
			b.Fatalf("the document is %s", doc.State)
		}
		if doc.State != state {
			return time.Since(began)
		}
	}
}

// BenchmarkIdle tells how large a server is that has read the samples and was then
// left alone.
func BenchmarkIdle(b *testing.B) {
	s := serveFor(b, "", false, "--samples")
	for s.unread(b) != 0 {
		time.Sleep(200 * time.Millisecond)
	}
	found := figures{}
	b.ResetTimer()
	for b.Loop() {
		time.Sleep(settled)
		found.add("idle-MB", statusMB(s.cmd.Process.Pid, "VmRSS"))
		found.add("idle-without-program-MB", statusMB(s.cmd.Process.Pid, "RssAnon"))
		found.add("peak-MB", statusMB(s.cmd.Process.Pid, "VmHWM"))
	}
	found.report(b)
}

// unread counts the sample documents that are still to be read, all before there
// are any.
func (s *served) unread(b *testing.B) int {
	b.Helper()
	unread := len(sample.Starters())
	var vendors struct{ Vendors []struct{ Name string } }
	must(struct{}{}, s.call(http.MethodGet, "/v1/vendors", "", nil, &vendors))(b)
	for _, v := range vendors.Vendors {
		var page struct{ Documents []listed }
		must(struct{}{}, s.call(http.MethodGet, "/v1/"+v.Name+"/documents", "", nil, &page))(b)
		for _, d := range page.Documents {
			if d.State != "QUEUED" && d.State != "READING" {
				unread--
			}
		}
	}
	return unread
}

// BenchmarkStanding asks for standings over REST, and for the same rows with a bare
// SELECT through pgx, by as many callers.
func BenchmarkStanding(b *testing.B) {
	b.Run("postgres", func(b *testing.B) {
		database := pgtest.URL(b)
		s := standingServer(b, database)
		pool := must(pgxpool.New(b.Context(), pgtest.AdminURL(b, database)+fmt.Sprintf("&pool_max_conns=%d", standingCallers)))(b)
		defer pool.Close()
		var org string
		if err := pool.QueryRow(b.Context(), `SELECT org_id FROM standings LIMIT 1`).Scan(&org); err != nil {
			b.Fatal(err)
		}
		s.benchStanding(b, func(_ int, vendor string) error {
			var body []byte
			return pool.QueryRow(b.Context(), `SELECT body FROM standings WHERE org_id = $1 AND vendor_id = $2`, org, vendor).Scan(&body)
		})
	})
	b.Run("sqlite", func(b *testing.B) { standingServer(b, "").benchStanding(b, nil) })
}

// benchStanding compares asking the server with bare, where there is such a thing.
func (s *served) benchStanding(b *testing.B, bare func(caller int, vendor string) error) {
	conns := make([]*keptAlive, standingCallers)
	for i := range conns {
		conns[i] = dial(b, s.site)
	}
	ask := func(caller int, vendor string) error { return conns[caller].get("/v1/vendors/" + vendor + "/standing") }
	together(b, ask) // warm
	found := figures{}
	for b.Loop() {
		before := cpuOf(b, s.cmd.Process.Pid, false)
		over := measure(b, func() { together(b, ask) })
		found.add("REST/s", standingRequests/over.wall.Seconds())
		found.add("server-cpu-us/request", float64((cpuOf(b, s.cmd.Process.Pid, false)-before).Microseconds())/standingRequests)
		found.add("caller-cpu-us/request", float64(over.cpu.Microseconds())/standingRequests)
		if bare == nil {
			continue
		}
		direct := measure(b, func() { together(b, bare) })
		found.add("SELECT/s", standingRequests/direct.wall.Seconds())
		found.add("caller-cpu-us/SELECT", float64(direct.cpu.Microseconds())/standingRequests)
		found.add("REST/SELECT", direct.wall.Seconds()/over.wall.Seconds())
	}
	found.report(b)
}

// together makes the requests of a round, by all callers at once.
func together(b *testing.B, ask func(caller int, vendor string) error) {
	var all sync.WaitGroup
	for caller := range standingCallers {
		all.Go(func() {
			for i := caller; i < standingRequests; i += standingCallers {
				if err := ask(caller, fmt.Sprintf("vendor-%d", i*7%standingVendors)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// keptAlive is one HTTP connection that costs its caller little.
type keptAlive struct {
	conn net.Conn
	in   *bufio.Reader
	head string
	body []byte
}

// dial connects to a server.
func dial(b *testing.B, s *site) *keptAlive {
	b.Helper()
	u := must(url.Parse(s.url))(b)
	conn := must(net.Dial("tcp", u.Host))(b)
	b.Cleanup(func() { _ = conn.Close() })
	return &keptAlive{conn, bufio.NewReader(conn), " HTTP/1.1\r\nHost: " + u.Host + "\r\nAuthorization: Bearer " + s.token + "\r\n\r\n", make([]byte, 1<<20)}
}

// get makes one request, whose answer has to be 200.
func (k *keptAlive) get(path string) error {
	if _, err := io.WriteString(k.conn, "GET "+path+k.head); err != nil {
		return err
	}
	status, err := k.in.ReadString('\n')
	if err != nil {
		return err
	}
	length := 0
	for line := status; line != "\r\n"; {
		if line, err = k.in.ReadString('\n'); err != nil {
			return err
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				return err
			}
		}
	}
	if _, err := io.ReadFull(k.in, k.body[:length]); err != nil || !strings.Contains(status, " 200 ") || length == 0 {
		return fmt.Errorf("GET %s: %s: %s (%v)", path, status, k.body[:length], err)
	}
	return nil
}

// standingServer starts a server with a standing for each of many vendors.
func standingServer(b *testing.B, database string) *served {
	b.Helper()
	s := serveFor(b, database, false)
	if database == "" {
		database = "sqlite:" + strings.TrimPrefix(s.data[0], "ASSAY_DATA=") + "/assay.db"
	}
	rows := must(store.Open(b.Context(), database, store.Options{Logger: slog.New(slog.DiscardHandler), Now: time.Now}))(b)
	defer rows.Close()
	must(struct{}{}, fill(b.Context(), rows, sampleStanding(b)))(b)
	return s
}

// standingHolds is a day that no benchmark sees.
var standingHolds = attest.Date{Year: 2999, Month: time.January, Day: 1}

// fill writes one standing for every vendor of the only organisation.
func fill(ctx context.Context, rows *store.Store, standing attest.Standing) error {
	var orgs []attest.Organisation
	err := rows.SystemView(ctx, func(tx *store.SystemTx) (err error) {
		orgs, _, err = tx.Organisations(store.Page{})
		return err
	})
	if err != nil {
		return err
	}
	return rows.Update(ctx, orgs[0].ID, func(tx *store.Tx) error {
		for i := range standingVendors {
			standing.Vendor = attest.VendorID(fmt.Sprintf("vendor-%d", i))
			if _, err := tx.CreateVendor(attest.Vendor{ID: standing.Vendor, DisplayName: string(standing.Vendor), Tier: standing.Tier}); err != nil {
				return err
			}
			if err := tx.PutStanding(standing, standingHolds); err != nil {
				return err
			}
		}
		return nil
	})
}

// sampleStanding is the standing that follows from a sample report.
func sampleStanding(b *testing.B) attest.Standing {
	b.Helper()
	made := must(sample.Make("soc2_type2_ferncastle_2026.pdf"))(b)
	pages := must(pdf.Decode(made.PDF, pdf.Options{}))(b)
	read := reading.Read(pages, "")
	evidence := []attest.Evidence{{Document: attest.Document{ID: "report", VendorID: "acme", Kind: read.Kind.Value, State: attest.DocumentRead}, Reading: read}}
	today := attest.Date{Year: 2026, Month: 9, Day: 1}
	timeline := freshness.Build("acme", evidence, freshness.DefaultPolicy(), today)
	return materiality.Standing(attest.Vendor{ID: "acme", Tier: attest.TierHigh}, evidence, timeline, materiality.DefaultPolicy(), today)
}
