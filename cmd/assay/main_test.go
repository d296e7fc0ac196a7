package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample":  makeSample,
			"samples": makeSamples,
		},
	})
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
