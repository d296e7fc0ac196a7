package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
)

// BenchmarkReading reads documents by one worker process per file with both readers
// and with the first alone, by that reader in this process, and by pdftotext
// -bbox-layout, file by file in turn. Of each it tells pages per CPU second, and the
// ratio of both times to pdftotext's. What is compiled of the second reader was
// compiled before, as it is but once on a machine.
func BenchmarkReading(b *testing.B) {
	groups := []struct {
		name   string
		papers []paper
	}{{"samples", append(samplePapers(b), longPaper(b))}, {"corpus", corpusPapers(b)}}
	for _, group := range groups {
		b.Run(group.name, func(b *testing.B) {
			if len(group.papers) == 0 {
				b.Skip("there are no such documents here")
			}
			benchReading(b, group.papers)
		})
	}
}

// longPaper writes a report of 100 pages to a file.
func longPaper(b *testing.B) paper {
	b.Helper()
	long := paper{filepath.Join(b.TempDir(), "long.pdf"), longReport(b, longPages), longPages}
	if err := os.WriteFile(long.path, long.body, 0o600); err != nil {
		b.Fatal(err)
	}
	return long
}

// benchReading compares on one group of documents.
func benchReading(b *testing.B, papers []paper) {
	command := []string{program(b), workerArgument}
	worker, single := &pdf.Reader{Command: command}, &pdf.Reader{Command: command, FirstOnly: true}
	must(0, worker.Warm(b.Context()))(b)
	found := figures{}
	for b.Loop() {
		var theirs, ours, alone, decoded, facts, long spent
		pages := 0
		for _, p := range papers {
			var doc *pdf.Document
			theirs = theirs.plus(measure(b, func() { pdftotext(b, p) }))
			both := measure(b, func() { doc = must(worker.Read(b.Context(), p.path, pdf.Options{}))(b) })
			ours = ours.plus(both)
			alone = alone.plus(measure(b, func() { must(single.Read(b.Context(), p.path, pdf.Options{}))(b) }))
			decoded = decoded.plus(measure(b, func() { must(pdf.Decode(p.body, pdf.Options{}))(b) }))
			extraction := measure(b, func() { reading.Passages(doc, reading.Read(doc, "")) })
			facts = facts.plus(extraction)
			if p.pages == longPages {
				long = both.plus(extraction)
			}
			pages += p.pages
		}
		n := float64(pages)
		found.add("pages", n)
		found.add("pdftotext-pages/cpu-s", n/theirs.cpu.Seconds())
		found.add("worker-pages/cpu-s", n/ours.cpu.Seconds())
		found.add("first-pages/cpu-s", n/alone.cpu.Seconds())
		found.add("decode-pages/cpu-s", n/decoded.cpu.Seconds())
		found.add("facts-pages/cpu-s", n/facts.cpu.Seconds())
		found.add("worker-ratio-cpu", theirs.cpu.Seconds()/ours.cpu.Seconds())
		found.add("worker-ratio-wall", theirs.wall.Seconds()/ours.wall.Seconds())
		found.add("first-ratio-cpu", theirs.cpu.Seconds()/alone.cpu.Seconds())
		found.add("first-ratio-wall", theirs.wall.Seconds()/alone.wall.Seconds())
		if long.cpu > 0 {
			found.add("hundred-cpu-s", long.cpu.Seconds())
		}
		found.add("decode-ratio-cpu", theirs.cpu.Seconds()/decoded.cpu.Seconds())
		found.add("with-facts-ratio-cpu", theirs.cpu.Seconds()/(ours.cpu+facts.cpu).Seconds())
	}
	found.report(b)
}

// must gives the value of a call, which has to go well.
func must[T any](v T, err error) func(*testing.B) T {
	return func(b *testing.B) T {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
}

// BenchmarkWorkerMemory tells the largest resident size that a worker had over all
// documents, looked at every millisecond.
func BenchmarkWorkerMemory(b *testing.B) {
	worker := &pdf.Reader{Command: []string{program(b), workerArgument}}
	papers := append(samplePapers(b), corpusPapers(b)...)
	papers = append(papers, longPaper(b))
	found := figures{}
	for b.Loop() {
		stop := make(chan struct{})
		var peak float64
		var watching sync.WaitGroup
		watching.Go(func() { peak = watchChildren(stop) })
		for _, p := range papers {
			must(worker.Read(b.Context(), p.path, pdf.Options{}))(b)
		}
		close(stop)
		watching.Wait()
		found.add("worker-peak-MB", peak)
	}
	found.report(b)
}

// watchChildren gives the largest resident size that any child of this process
// reached until stop is closed.
func watchChildren(stop <-chan struct{}) (peak float64) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return peak
		case <-tick.C:
		}
		for _, pid := range children() {
			peak = max(peak, statusMB(pid, "VmHWM"))
		}
	}
}

// children lists the children of this process.
func children() (pids []int) {
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		return nil
	}
	for _, list := range lists {
		raw, err := os.ReadFile(list)
		if err != nil {
			continue // that thread is gone
		}
		for rest := string(raw); rest != ""; {
			var pid int
			if n, err := fmt.Sscan(rest, &pid); n == 0 || err != nil {
				break
			}
			pids = append(pids, pid)
			rest = rest[len(fmt.Sprint(pid))+1:]
		}
	}
	return pids
}
