package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
	"example.com/assay/internal/wire"
)

const readHelp = `Read PDF files and say what they state: what the document is, whom it is about,
which days it covers, the service auditor's opinion, and more, each with its page.
No server is needed and nothing is stored. "-" reads one file from standard input.

Each fact is found, absent (the document does not state it, or the place could
not be read) or ambiguous (the readings disagree: a person decides).

With --json, one line of JSON is written for each file, in the order of the
arguments: the reading as the API gives it, with the path as "file"; for a file
that could not be read {"file", "error": {"reason", "message"}}.

A file that is locked asks for its password on a terminal; elsewhere give it with
--password-file. Passwords are never taken from the command line.

Exit codes: 0 every file was read; 1 some file could not be read, the others
were; 2 the command line makes no sense.`

// readOptions is what the flags of read say.
type readOptions struct {
	json         bool
	all          bool
	quotes       bool
	passwordFile string
}

func newReadCommand(env *environment) *cobra.Command {
	var opts readOptions
	cmd := &cobra.Command{
		Use:   "read FILE...",
		Short: "Say what PDF files state, without a server",
		Long:  readHelp,
		Example: `  assay read report.pdf
  assay read --quotes report.pdf           with the words behind each fact
  assay read --json *.pdf | jq -r '[.file, .kind.value] | @tsv'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name at least one PDF file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return readFiles(cmd.Context(), env, opts, args) },
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "write one line of JSON for each file")
	cmd.Flags().BoolVar(&opts.all, "all", false, "show every list in full and every field, absent ones too")
	cmd.Flags().BoolVar(&opts.quotes, "quotes", false, "show the words behind each fact")
	cmd.Flags().StringVar(&opts.passwordFile, "password-file", "", "file that holds the password of locked files")
	_ = cmd.MarkFlagFilename("password-file")
	cmd.ValidArgsFunction = cobra.FixedCompletions([]cobra.Completion{"pdf"}, cobra.ShellCompDirectiveFilterFileExt)
	return cmd
}

// readFiles reads every file and goes on after one that cannot be read.
func readFiles(ctx context.Context, env *environment, opts readOptions, files []string) error {
	f, err := newFileReader(env, opts.passwordFile)
	if err != nil {
		return err
	}
	var failed bool
	for i, name := range files {
		r, err := f.read(ctx, name)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed = failed || err != nil
		if err := showFile(env, opts, i, name, r, err); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// showFile writes what came of one file. The error is about the writing.
func showFile(env *environment, opts readOptions, i int, name string, r *attest.Reading, failure error) error {
	if opts.json {
		return writeFileJSON(env.stdout, name, r, failure)
	}
	if failure != nil {
		_, err := fmt.Fprintf(env.stderr, "assay: %s: %v\n", name, failure)
		return err
	}
	page := newPage(env)
	if i > 0 {
		page.line("")
	}
	page.reading(name, wire.Reading("", r), opts)
	return page.flush()
}

// writeFileJSON writes the line of JSON for one file.
func writeFileJSON(w io.Writer, name string, r *attest.Reading, failure error) error {
	if failure != nil {
		var known *attest.Error
		reason := "READING_FAILED"
		if errors.As(failure, &known) {
			reason = known.Reason
		}
		return writeLine(w, fileFailure{name, failureWords{reason, failure.Error()}})
	}
	return writeNamed(w, name, wire.Reading("", r))
}

// fileFailure is the line of JSON for a file that could not be read.
type fileFailure struct {
	File  string       `json:"file"`
	Error failureWords `json:"error"`
}

// failureWords is a failure for machines and for people.
type failureWords struct {
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// fileReader reads files for a person at a command line.
type fileReader struct {
	env      *environment
	pdf      *pdf.Reader
	password string
	quiet    bool // no progress
	alone    bool // nobody to ask for a password
}

// newFileReader gives a reader that tries the password in a file, if one is named.
func newFileReader(env *environment, passwordFile string) (*fileReader, error) {
	r, err := newPDFReader()
	if err != nil {
		return nil, err
	}
	f := &fileReader{env: env, pdf: r}
	if passwordFile != "" {
		f.password, err = firstLineOf(passwordFile)
	}
	return f, err
}

// read reads one file. What is wrong with the file is an *attest.Error.
func (f *fileReader) read(ctx context.Context, name string) (*attest.Reading, error) {
	_, r, err := f.readPages(ctx, name)
	return r, err
}

// readPages reads one file and gives its pages too.
func (f *fileReader) readPages(ctx context.Context, name string) (*pdf.Document, *attest.Reading, error) {
	path, release, err := f.open(name)
	if err != nil {
		return nil, nil, err
	}
	defer release()
	sum, err := hashOf(path)
	if err != nil {
		return nil, nil, err
	}
	doc, err := f.pages(ctx, name, path, f.password)
	if !f.alone && (errors.Is(err, pdf.ErrLocked) || errors.Is(err, pdf.ErrWrongPassword)) {
		if password, ok := askPassword(ctx, f.env, name); ok {
			doc, err = f.pages(ctx, name, path, password)
		}
	}
	if err != nil {
		return nil, nil, fileError(err)
	}
	r, err := extract(doc, sum)
	return doc, r, err
}

// pages reads the pages of a file and shows how it goes on.
func (f *fileReader) pages(ctx context.Context, name, path, password string) (*pdf.Document, error) {
	opts := pdf.Options{Password: password}
	if !f.quiet {
		bar := newProgress(f.env, "reading "+name)
		defer bar.done()
		opts.Progress = func(done, total int) { bar.show(done, total, "page") }
	}
	return f.pdf.Read(ctx, path, opts)
}

// open gives the path of a file, after the plain mistakes are ruled out; "-" is
// standard input, copied to a temporary file that release removes.
func (f *fileReader) open(name string) (path string, release func(), err error) {
	if name == "-" {
		return spool(f.env.stdin)
	}
	file, err := openLocal(name)
	if err != nil {
		return "", nil, err
	}
	return name, func() {}, file.Close()
}

// openLocal opens a file that a person named. The mistakes that people make are
// *attest.Errors.
func openLocal(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &attest.Error{Kind: attest.NotFound, Reason: "FILE_NOT_FOUND", Message: "there is no such file"}
	case err == nil && info.IsDir():
		return nil, &attest.Error{Kind: attest.InvalidArgument, Reason: "FILE_IS_DIRECTORY", Message: "this is a directory; name the PDF files in it"}
	case err == nil && !info.Mode().IsRegular():
		return nil, &attest.Error{Kind: attest.InvalidArgument, Reason: "FILE_NOT_REGULAR", Message: "this is no regular file; pipe it in with \"-\""}
	case err != nil:
		return nil, fileFault(err)
	}
	file, err := os.Open(name)
	return file, fileFault(err)
}

// fileFault names the failure of a file that may not be read.
func fileFault(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return &attest.Error{Kind: attest.PermissionDenied, Reason: "FILE_NOT_READABLE", Message: "you may not read this file"}
	}
	return err
}

// spool copies a stream to a temporary file.
func spool(r io.Reader) (path string, release func(), err error) {
	tmp, err := os.CreateTemp("", "assay-*.pdf")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary file: %w", err)
	}
	release = func() { _ = os.Remove(tmp.Name()) }
	_, err = io.Copy(tmp, io.LimitReader(r, pdf.MaxFileBytes+1))
	if err = errors.Join(err, tmp.Close()); err != nil {
		release()
		return "", nil, fmt.Errorf("copy standard input: %w", err)
	}
	return tmp.Name(), release, nil
}

// hashOf gives the SHA-256 of a file in lower-case hex.
func hashOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fileFault(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// extract takes the facts from the pages. A rule that panics on a file costs that
// file only.
func extract(doc *pdf.Document, sum string) (r *attest.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &attest.Error{Reason: "READING_FAILED", Message: fmt.Sprintf("our rules broke on this file; please report it (%v)", p)}
		}
	}()
	return reading.Read(doc, sum), nil
}

// fileError gives the failure of a file its reason and what to do about it.
func fileError(err error) error {
	table := []struct {
		class  error
		reason string
		advice string
	}{
		{pdf.ErrWrongPassword, "PASSWORD_WRONG", "the password does not open the file; ask the vendor for it"},
		{pdf.ErrLocked, "DOCUMENT_LOCKED", "the file opens only with a password; ask the vendor for it and give it with --password-file"},
		{pdf.ErrNotPDF, "NOT_A_PDF", ""},
		{pdf.ErrNoPages, "DOCUMENT_WITHOUT_PAGES", ""},
		{pdf.ErrTruncated, "DOCUMENT_TRUNCATED", ""},
		{pdf.ErrDamaged, "DOCUMENT_DAMAGED", ""},
		{pdf.ErrTooComplex, "DOCUMENT_TOO_COMPLEX", ""},
		{pdf.ErrKilled, "READING_STOPPED", ""},
	}
	for _, row := range table {
		if errors.Is(err, row.class) {
			message := row.advice
			if message == "" {
				message = err.Error()
			}
			return &attest.Error{Kind: attest.FailedPrecondition, Reason: row.reason, Message: message}
		}
	}
	return err
}
