package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/sample"
)

// The benchmarks of this package hold the product to its budgets of speed and
// size; "make bench" runs them and prints a table. Each compares two things turn
// by turn, and tells the median of the rounds: on a machine with other work the
// ratio is what counts, and CPU seconds more than seconds.

// programVariable names the program that is measured: the real one, as it is built
// for operators.
const programVariable = "ASSAY_BENCH_PROGRAM"

// program gives the program that is measured.
func program(b *testing.B) string {
	b.Helper()
	path := os.Getenv(programVariable)
	if path == "" {
		b.Skipf("%s names no program to measure: run make bench", programVariable)
	}
	return path
}

// spent is what a piece of work took.
type spent struct{ wall, cpu time.Duration }

// plus adds two pieces of work.
func (s spent) plus(o spent) spent { return spent{s.wall + o.wall, s.cpu + o.cpu} }

// measure tells what f takes of time, and of CPU in this process and in those that
// it started and that ended meanwhile.
func measure(b *testing.B, f func()) spent {
	b.Helper()
	began, before := time.Now(), ownCPU(b)
	f()
	return spent{time.Since(began), ownCPU(b) - before}
}

// ownCPU is the CPU time of this process and its ended children.
func ownCPU(b *testing.B) time.Duration {
	b.Helper()
	var sum time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}

// clockTick is the unit of the CPU times in /proc: 1/100 s on every Linux that Go
// runs on.
const clockTick = 10 * time.Millisecond

// cpuOf is the CPU time of a process, and of its ended children if with says so; a
// process that is gone has none.
func cpuOf(b *testing.B, pid int, with bool) time.Duration {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+2:]))
	last := 13 // utime and stime are the 12th and 13th field after the name
	if with {
		last = 15
	}
	var ticks int64
	for _, f := range fields[11:last] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * clockTick
}

// statusMB reads a size from /proc/PID/status in MB (10^6 bytes); 0 once it is gone.
func statusMB(pid int, field string) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err == nil {
				return kb * 1024 / 1e6
			}
		}
	}
	return 0
}

// median gives the middle of what was measured.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// figures collects what the rounds of a benchmark measured.
type figures map[string][]float64

// add notes one round's value of a unit.
func (f figures) add(unit string, value float64) { f[unit] = append(f[unit], value) }

// report tells the median of each unit.
func (f figures) report(b *testing.B) {
	b.Helper()
	for unit, values := range f {
		b.ReportMetric(median(values), unit)
	}
	b.ReportMetric(0, "ns/op") // means nothing here
}

// paper is a file that is read in a benchmark.
type paper struct {
	path  string
	body  []byte
	pages int
}

// samplePapers writes the project's samples to files, those that are text.
func samplePapers(b *testing.B) []paper {
	b.Helper()
	docs, err := sample.All()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	var papers []paper
	for _, doc := range docs {
		if doc.Password != "" || len(doc.Truth.ScannedPages) > 0 {
			continue
		}
		path := filepath.Join(dir, doc.Name)
		if err := os.WriteFile(path, doc.PDF, 0o600); err != nil {
			b.Fatal(err)
		}
		papers = append(papers, paper{path, doc.PDF, doc.Truth.Pages})
	}
	return papers
}

// corpusPapers gives the documents of other makers that lie beside the repository,
// where they do. What is locked is left out.
func corpusPapers(b *testing.B) []paper {
	b.Helper()
	paths, err := filepath.Glob("../../../shared/corpus/*/*.pdf")
	if err != nil {
		b.Fatal(err)
	}
	var papers []paper
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		if doc, err := pdf.Decode(body, pdf.Options{}); err == nil {
			papers = append(papers, paper{path, body, len(doc.Pages)})
		}
	}
	return papers
}

// longPages is the length of a long report.
const longPages = 100

// longReport makes one file of just so many pages out of the longest sample.
func longReport(b *testing.B, pages int) []byte {
	b.Helper()
	longest := slices.MaxFunc(samplePapers(b), func(x, y paper) int { return x.pages - y.pages })
	api.DisableConfigDir()
	config := model.NewDefaultConfiguration()
	var parts []io.ReadSeeker
	for have := 0; have < pages; have += longest.pages {
		parts = append(parts, bytes.NewReader(longest.body))
	}
	var merged, cut bytes.Buffer
	if err := api.MergeRaw(parts, &merged, false, config); err != nil {
		b.Fatal(err)
	}
	if err := api.Trim(bytes.NewReader(merged.Bytes()), &cut, []string{fmt.Sprintf("1-%d", pages)}, config); err != nil {
		b.Fatal(err)
	}
	return cut.Bytes()
}

// pdftotext reads a file as the tool that reading is compared with.
func pdftotext(b *testing.B, p paper) {
	b.Helper()
	if out, err := exec.Command("pdftotext", "-bbox-layout", p.path, "-").Output(); err != nil || len(out) == 0 {
		b.Fatalf("pdftotext %s: %v", p.path, err)
	}
}
