package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

// documentsExceptions lists the exceptions of one document, or of a vendor's.
func (c *client) documentsExceptions() *cobra.Command {
	return &cobra.Command{
		Use: "exceptions VENDOR[/DOCUMENT]", Short: "List the exceptions that auditors report, each with its page", Args: exactly("a vendor or a document"),
		Example: `  assay documents exceptions acme
  assay documents exceptions acme/7q2m4x --json`,
		ValidArgsFunction: c.completeDocuments,
		RunE: c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
			parent := vendorName(args[0]) + "/documents/-"
			if strings.Contains(strings.TrimPrefix(args[0], "vendors/"), "/") {
				var err error
				if parent, err = documentName(args[0]); err != nil {
					return err
				}
			}
			api := assayv1.NewDocumentServiceClient(conn)
			found, err := collect(0, func(size int32, token string) ([]*assayv1.Exception, string, error) {
				r, err := api.ListExceptions(ctx, &assayv1.ListExceptionsRequest{Parent: parent, PageSize: size, PageToken: token})
				return r.GetExceptions(), r.GetNextPageToken(), err
			})
			if err != nil {
				return err
			}
			return c.show(&assayv1.ListExceptionsResponse{Exceptions: found}, func(p *page) { p.listedExceptions(found) })
		}),
	}
}

// listedExceptions writes exceptions under the documents that report them.
func (p *page) listedExceptions(found []*assayv1.Exception) {
	if len(found) == 0 {
		p.line("None.")
		return
	}
	last := ""
	for _, e := range found {
		document, _, _ := strings.Cut(e.GetName(), "/exceptions/")
		if document != last {
			p.line("%s", p.paint(bold, shortName(document)))
			last = document
		}
		p.field("Exception", fmt.Sprint(e.GetId()), "")
		report{page: p}.exception(e)
	}
}
