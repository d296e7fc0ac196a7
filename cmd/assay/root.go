package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // what was asked for was not done, or not for every file
	exitUsage  = 2 // the command line makes no sense
)

// environment is what the process was given by its surroundings. Commands use
// nothing of the process but this.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	getenv         func(string) string
}

// errReported ends a command whose failures were already told, file by file.
var errReported = errors.New("reported")

// usageError is a command line that makes no sense.
type usageError struct{ text string }

// Error says what is wrong.
func (e *usageError) Error() string { return e.text }

// usagef makes a usageError.
func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// run runs one command line and gives the exit code.
func run(ctx context.Context, env *environment, args []string) int {
	began := false
	root := newRootCommand(env)
	root.PersistentPreRun = func(*cobra.Command, []string) { began = true }
	root.SetArgs(args)
	ran, err := root.ExecuteContextC(ctx)
	var usage *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitFailed
	case !began || errors.As(err, &usage):
		fmt.Fprintf(env.stderr, "assay: %v\nSee %q.\n", err, ran.CommandPath()+" --help")
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(env.stderr, "assay: interrupted")
		return exitFailed
	}
	printError(env.stderr, err)
	return exitFailed
}

// newRootCommand makes the command that holds all others.
func newRootCommand(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "assay",
		Short: "Read and weigh what vendors send about their security",
		Long: `Assay is the buyer's side of vendor assurance. It reads SOC 2 reports, ISO/IEC
27001 certificates and bridge letters, and says what they state, each fact with
its page; it knows which days are covered by which evidence, and answers whether
a vendor's evidence may be relied on today.

Nothing leaves the machine: no model, no network.`,
		Example: `  assay read report.pdf                    what does this document say?
  assay serve                              a server for the whole organisation
  assay documents upload report.pdf --vendor acme --wait
  assay standing acme                      may we rely on this vendor's evidence?`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.AddGroup(
		&cobra.Group{ID: groupLocal, Title: "Without a server:"},
		&cobra.Group{ID: groupServer, Title: "Run a server:"},
		&cobra.Group{ID: groupClient, Title: "Ask a server:"},
	)
	addGroup(root, groupServer, newServeCommand(env), newMigrateCommand(env), newReindexCommand(env), newAdminTokenCommand(env))
	addGroup(root, groupLocal, newReadCommand(env), newCompareCommand(env), newEvalCommand(env), newSamplesCommand(env), newDoctorCommand(env))
	addGroup(root, groupClient, newVendorsCommand(env), newDocumentsCommand(env), newCorrectCommand(env), newCorrectionsCommand(env),
		newSignOffCommand(env), newReopenCommand(env), newSearchCommand(env), newStandingCommand(env),
		newStandingsCommand(env), newTimelineCommand(env), newTokensCommand(env), newAuditCommand(env))
	return root
}

// The groups of commands in the help.
const (
	groupLocal  = "local"
	groupServer = "server"
	groupClient = "client"
)

// addGroup adds commands to root under one heading of its help.
func addGroup(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, c := range commands {
		c.GroupID = group
	}
	root.AddCommand(commands...)
}

// version tells the version this program was built as.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision := ""
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			revision = " " + s.Value[:12]
		}
	}
	return info.Main.Version + revision + " " + info.GoVersion
}
