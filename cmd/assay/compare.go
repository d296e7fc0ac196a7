package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/compare"
	"example.com/assay/internal/wire"
)

const compareHelp = `Compare two reports of one vendor and one kind and say what differs: exceptions that
came again, controls and criteria that came and went, another auditor, days that
neither covers, other words of the opinion. No server is needed and nothing is
stored. The days that the reports speak for tell which is the earlier, whichever way
round they are named.

Controls are matched by their words and not by their ids. What could not be compared,
such as the controls of a report whose table was not understood, is named; that
nothing is said of it does not mean that it is the same.

With --json the comparison is written as the API gives it.

Documents on a server are compared with "assay documents compare".`

// newCompareCommand compares two files without a server.
func newCompareCommand(env *environment) *cobra.Command {
	var opts compareOptions
	var asJSON bool
	var passwordFile string
	cmd := &cobra.Command{
		Use:   "compare EARLIER LATER",
		Short: "Say what differs between two reports of a vendor, without a server",
		Long:  compareHelp,
		Example: `  assay compare soc2-2024.pdf soc2-2025.pdf
  assay compare --words soc2-2024.pdf soc2-2025.pdf      with all words that differ`,
		Args: exactly("the earlier report", "the later one"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := newFileReader(env, passwordFile)
			if err != nil {
				return err
			}
			c, names, err := f.compare(cmd.Context(), args)
			if err != nil {
				return err
			}
			if asJSON {
				return writeMessage(env.stdout, c)
			}
			p := newPage(env)
			p.comparison(names[0], names[1], c, opts)
			return p.flush()
		},
	}
	showComparison(cmd, &opts)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().StringVar(&passwordFile, "password-file", "", "file that holds the password of locked files")
	_ = cmd.MarkFlagFilename("password-file")
	cmd.ValidArgsFunction = cobra.FixedCompletions([]cobra.Completion{"pdf"}, cobra.ShellCompDirectiveFilterFileExt)
	return cmd
}

// showComparison adds the flags that say how a comparison is shown.
func showComparison(cmd *cobra.Command, opts *compareOptions) {
	cmd.Flags().BoolVar(&opts.all, "all", false, "show every change")
	cmd.Flags().BoolVar(&opts.words, "words", false, "show all words that differ")
}

// compare reads two files and compares them. The names come back the earlier first.
func (f *fileReader) compare(ctx context.Context, files []string) (*assayv1.Comparison, []string, error) {
	var sides [2]attest.Evidence
	for i, name := range files {
		r, err := f.read(ctx, name)
		if err != nil {
			return nil, nil, namedFailure(name, err)
		}
		sides[i] = attest.Evidence{Document: attest.Document{Filename: name}, Reading: r}
	}
	if sides[0].Reading.SHA256 == sides[1].Reading.SHA256 {
		return nil, nil, &attest.Error{Kind: attest.InvalidArgument, Reason: "SAME_DOCUMENT", Message: "the two files are the same document: name two reports of a vendor"}
	}
	comparer, err := compare.New()
	if err != nil {
		return nil, nil, err
	}
	c, err := comparer.Compare(sides[0], sides[1])
	if err != nil {
		return nil, nil, err
	}
	names := files
	if c.Earlier.SHA256 != sides[0].Reading.SHA256 {
		names = []string{files[1], files[0]}
	}
	return wire.Comparison("", c), names, nil
}

// namedFailure sets the name of a file before its failure. A name that looks like that
// of a document on a server gets a word about that.
func namedFailure(name string, err error) error {
	var known *attest.Error
	if !errors.As(err, &known) {
		return err
	}
	out := *known
	out.Message = clean(name) + ": " + known.Message
	if known.Reason == "FILE_NOT_FOUND" && strings.Count(name, "/") == 1 && !strings.Contains(name, ".") {
		out.Message += `; documents on a server are compared with "assay documents compare"`
	}
	return &out
}

func (c *client) documentsCompare() *cobra.Command {
	var opts compareOptions
	cmd := &cobra.Command{
		Use: "compare VENDOR/DOCUMENT VENDOR/DOCUMENT", Short: "Show what differs between two reports of a vendor",
		Args: exactly("a document", "another of the same vendor"), ValidArgsFunction: c.completeDocuments,
	}
	showComparison(cmd, &opts)
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		one, err := documentName(args[0])
		if err != nil {
			return err
		}
		other, err := documentName(args[1])
		if err != nil {
			return err
		}
		found, err := assayv1.NewDocumentServiceClient(conn).CompareDocuments(ctx, &assayv1.CompareDocumentsRequest{Name: one, With: other})
		if err != nil {
			return err
		}
		return c.show(found, func(p *page) {
			p.comparison(shortName(found.GetEarlier().GetDocument()), shortName(found.GetLater().GetDocument()), found, opts)
		})
	})
	return cmd
}
