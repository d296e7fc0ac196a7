// Command assay reads what vendors send about their security: SOC 2 reports,
// ISO/IEC 27001 certificates, bridge letters and what is taken for them. It reads
// files on its own (read), serves them to a whole organisation (serve), and talks
// to such a server (vendors, documents, search, standing and others).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(start()) }

// start runs the program as the process asks for it and gives its exit code.
func start() int {
	if len(os.Args) == 2 && os.Args[1] == workerArgument {
		return work(os.Stdin, os.Stdout, os.Stderr)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // who asks twice does not want to wait
	env := &environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv}
	return run(ctx, env, os.Args[1:])
}
