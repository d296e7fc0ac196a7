package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/sample"
)

// TestMain lets the test binary be the program too: for the scripts, and as the
// process that reads a PDF.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == workerArgument {
		os.Exit(start())
	}
	testscript.Main(m, map[string]func(){"assay": func() { os.Exit(start()) }})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv(cacheVariable, pdf.CacheDir()) // compiling takes longer than the scripts
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample":     makeSample,
			"samples":    makeSamples,
			"usage":      failUsage,
			"server":     startServer,
			"document":   findDocument,
			"correction": findCorrection,
		},
	})
}

// failUsage wants the program to refuse its command line: usage ARGUMENT...
func failUsage(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage does not take !")
	}
	var exit *exec.ExitError
	if err := ts.Exec("assay", args...); !errors.As(err, &exit) || exit.ExitCode() != exitUsage {
		ts.Fatalf("assay %s: got %v, want exit code %d", strings.Join(args, " "), err, exitUsage)
	}
}

// startServer starts a server on ports of its own and lets the script's clients find it.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: server")
	}
	self, err := exec.LookPath("assay")
	ts.Check(err)
	cmd := exec.Command(self, "serve", "--data", ts.MkAbs("served"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--log-level", "error")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for ts.Getenv("ASSAY_TOKEN") == "" && lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "gRPC at "); ok {
			ts.Setenv("ASSAY_SERVER", address)
		}
		if _, token, ok := strings.Cut(lines.Text(), "ASSAY_TOKEN="); ok {
			ts.Setenv("ASSAY_TOKEN", token)
		}
	}
	if ts.Getenv("ASSAY_SERVER") == "" || ts.Getenv("ASSAY_TOKEN") == "" {
		ts.Fatalf("the server told no address or no token")
	}
}

// findDocument sets DOCUMENT to the newest document with a file name: document FILE.
func findDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: document FILE")
	}
	ts.Check(ts.Exec("assay", "documents", "list"))
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if cells := strings.Fields(line); cells[len(cells)-1] == args[0] {
			ts.Setenv("DOCUMENT", cells[0])
			return
		}
	}
	ts.Fatalf("no document %s is listed", args[0])
}

// findCorrection sets CORRECTION to the correction of a target in DOCUMENT: correction TARGET.
func findCorrection(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: correction TARGET")
	}
	ts.Check(ts.Exec("assay", "corrections", "list", ts.Getenv("DOCUMENT")))
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if cells := strings.Fields(line); cells[1] == args[0] {
			ts.Setenv("CORRECTION", cells[0])
			return
		}
	}
	ts.Fatalf("no correction of %s is listed", args[0])
}

// makeSample writes sample documents into the current folder: sample NAME...
func makeSample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: sample NAME...")
	}
	for _, name := range args {
		doc, err := sample.Make(name)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), doc.PDF, 0o600))
		if doc.Password != "" {
			ts.Check(os.WriteFile(ts.MkAbs(name+".password"), []byte(doc.Password+"\n"), 0o600))
		}
	}
}

// makeSamples writes all sample documents and their truth into a folder: samples DIR.
func makeSamples(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: samples DIR")
	}
	ts.Check(sample.Write(ts.MkAbs(args[0])))
}
