package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

// newSearchCommand looks for passages.
func newSearchCommand(env *environment) *cobra.Command {
	req := &assayv1.SearchPassagesRequest{}
	var vendor string
	var limit int
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Find passages in the documents",
		Long: `Find passages in the documents, best first. The words of the query are joined;
words in double quotes must stand together.`,
		Example: `  assay search customer data encrypted at rest
  assay search '"multi-factor authentication"' --vendor acme --kind soc2`,
		Args: atLeastOne("word to look for"),
	}
	c := newClient(env, cmd)
	cmd.Flags().StringVar(&vendor, "vendor", "", "only documents of this `vendor`")
	cmd.Flags().StringSliceVar(&req.Kinds, "kind", nil, "only documents of these `kinds`, such as soc2")
	cmd.Flags().StringVar(&req.FromDate, "from", "", "only documents that speak for this `day` or a later one, YYYY-MM-DD")
	cmd.Flags().StringVar(&req.ToDate, "to", "", "only documents that speak for this `day` or an earlier one, YYYY-MM-DD")
	cmd.Flags().IntVar(&limit, "limit", 10, "most passages to show")
	completeFlag(cmd, "vendor", c.completeVendors)
	completeWords(cmd, "kind", kindWords())
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		if limit < 1 {
			return usagef("--limit must be at least 1")
		}
		req.Query = strings.Join(args, " ")
		if vendor != "" {
			req.Vendor = vendorName(vendor)
		}
		return c.search(ctx, assayv1.NewSearchServiceClient(conn), req, limit)
	})
	return cmd
}

// search gets the best passages and writes them.
func (c *client) search(ctx context.Context, api assayv1.SearchServiceClient, req *assayv1.SearchPassagesRequest, limit int) error {
	answer := &assayv1.SearchPassagesResponse{}
	results, err := collect(limit, func(size int32, token string) ([]*assayv1.SearchPassagesResponse_Result, string, error) {
		req.PageSize, req.PageToken = size, token
		r, err := api.SearchPassages(ctx, req)
		answer.TotalSize = r.GetTotalSize()
		return r.GetResults(), r.GetNextPageToken(), err
	})
	if err != nil {
		return err
	}
	answer.Results = results
	return c.show(answer, func(p *page) {
		if len(results) == 0 {
			p.line("No passage matches.")
			return
		}
		for _, r := range results {
			p.passage(r)
		}
		p.line("%d of %d passages.", len(results), answer.GetTotalSize())
	})
}

// passage writes one result.
func (p *page) passage(r *assayv1.SearchPassagesResponse_Result) {
	where := fmt.Sprintf("%s  p. %d  %s", shortName(r.GetDocument()), r.GetPage(), kindName(r.GetKind(), ""))
	for _, part := range []string{spoken(r.GetSection()), r.GetHeading()} {
		if part != "" {
			where += "  " + part
		}
	}
	p.line("%s", p.paint(bold, clean(where)))
	for _, line := range wrap(clean(r.GetSnippet()), p.width-2*indent) {
		p.line("%s%s", strings.Repeat(" ", 2*indent), line)
	}
	p.line("")
}
