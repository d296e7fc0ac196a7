package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	assayv1 "example.com/assay/gen/assay/v1"
)

// Completion asks the server, for as long as a person who pressed Tab will wait,
// and for as many names as fit a screen.
const (
	completionWait  = time.Second
	completionNames = 100
)

// completeVendors completes vendors by asking the server; none when it does not
// answer in time.
func (c *client) completeVendors(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.complete(cmd, func(ctx context.Context) []cobra.Completion {
		conn, err := c.dial()
		if err != nil {
			return nil
		}
		defer func() { _ = conn.Close() }() // nothing is under way any more
		r, err := assayv1.NewVendorServiceClient(conn).ListVendors(ctx, &assayv1.ListVendorsRequest{PageSize: completionNames})
		if err != nil {
			return nil
		}
		var out []cobra.Completion
		for _, v := range r.GetVendors() {
			out = append(out, cobra.CompletionWithDesc(shortName(v.GetName()), clean(v.GetDisplayName())))
		}
		return out
	})
}

// completeDocuments completes documents, as VENDOR/DOCUMENT.
func (c *client) completeDocuments(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return c.complete(cmd, func(ctx context.Context) []cobra.Completion {
		conn, err := c.dial()
		if err != nil {
			return nil
		}
		defer func() { _ = conn.Close() }() // nothing is under way any more
		r, err := assayv1.NewDocumentServiceClient(conn).ListDocuments(ctx, &assayv1.ListDocumentsRequest{Parent: "vendors/-", PageSize: completionNames})
		if err != nil {
			return nil
		}
		var out []cobra.Completion
		for _, d := range r.GetDocuments() {
			out = append(out, cobra.CompletionWithDesc(shortName(d.GetName()), clean(d.GetFilename())))
		}
		return out
	})
}

// complete bounds how long the server is asked.
func (c *client) complete(cmd *cobra.Command, ask func(context.Context) []cobra.Completion) ([]cobra.Completion, cobra.ShellCompDirective) {
	ctx := cmd.Context()
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, completionWait)
	defer cancel()
	return ask(ctx), cobra.ShellCompDirectiveNoFileComp
}

// completeFlag sets how the value of a flag is completed.
func completeFlag(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	_ = cmd.RegisterFlagCompletionFunc(flag, complete) // fails only for a flag that is not there, and a test sees that
}

// completeWords completes the value of a flag from a list.
func completeWords(cmd *cobra.Command, flag string, words []string) {
	completeFlag(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// kindWords lists the kinds of documents.
func kindWords() []string {
	var words []string
	for _, kind := range slices.Sorted(maps.Keys(kindNames())) {
		words = append(words, string(kind))
	}
	return words
}
