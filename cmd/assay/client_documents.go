package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

// newDocumentsCommand holds the commands about documents.
func newDocumentsCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "documents",
		Short: "Upload documents and see what they state",
		Example: `  assay documents upload soc2.pdf bridge.pdf --vendor acme --wait
  assay documents list --vendor acme
  assay documents reading acme/7q2m4x`,
		Args: cobra.NoArgs,
	}
	c := newClient(env, cmd)
	cmd.AddCommand(c.documentsList(), c.documentsGet(), c.documentsUpload(), c.documentsRead(), c.documentsWatch(),
		c.documentsReading(), c.documentsExceptions(), c.documentsDownload(), c.documentsCompare(), c.documentsPage(), c.documentsDelete())
	return needsVerb(cmd)
}

func (c *client) documentsList() *cobra.Command {
	var vendor string
	var states, kinds []string
	cmd := &cobra.Command{Use: "list", Short: "List documents", Args: cobra.NoArgs}
	cmd.Flags().StringVar(&vendor, "vendor", "-", "only documents of this `vendor`")
	cmd.Flags().StringSliceVar(&states, "state", nil, "only documents in these `states`")
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, "only documents of these `kinds`, such as soc2")
	completeWords(cmd, "state", enumWords(assayv1.Document_State_value))
	completeWords(cmd, "kind", kindWords())
	completeFlag(cmd, "vendor", c.completeVendors)
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, _ []string) error {
		wanted, err := enumValues[assayv1.Document_State]("state", states, assayv1.Document_State_value)
		if err != nil {
			return err
		}
		api := assayv1.NewDocumentServiceClient(conn)
		docs, err := collect(0, func(size int32, token string) ([]*assayv1.Document, string, error) {
			r, err := api.ListDocuments(ctx, &assayv1.ListDocumentsRequest{
				Parent: vendorName(vendor), PageSize: size, PageToken: token, States: wanted, Kinds: kinds,
			})
			return r.GetDocuments(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListDocumentsResponse{Documents: docs}, func(p *page) { p.documents(docs) })
	})
	return cmd
}

// documents writes documents in a table.
func (p *page) documents(docs []*assayv1.Document) {
	var rows [][]string
	for _, d := range docs {
		pages := ""
		if d.GetPageCount() > 0 {
			pages = fmt.Sprint(d.GetPageCount())
		}
		rows = append(rows, []string{shortName(d.GetName()), spokenEnum(d.GetState()), d.GetKind(), pages, instantText(d.GetCreateTime()), d.GetFilename()})
	}
	p.table([]string{"DOCUMENT", "STATE", "KIND", "PAGES", "UPLOADED", "FILE"}, rows)
}

func (c *client) documentsGet() *cobra.Command {
	return c.documentCommand("get", "Show one document", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		d, err := assayv1.NewDocumentServiceClient(conn).GetDocument(ctx, &assayv1.GetDocumentRequest{Name: name})
		if err != nil {
			return err
		}
		return c.showDocument(d)
	})
}

// documentCommand is a command about one document.
func (c *client) documentCommand(verb, short string, act func(ctx context.Context, conn *grpc.ClientConn, name string) error) *cobra.Command {
	return &cobra.Command{
		Use: verb + " VENDOR/DOCUMENT", Short: short, Args: exactly("a document"), ValidArgsFunction: c.completeDocuments,
		RunE: c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
			name, err := documentName(args[0])
			if err != nil {
				return err
			}
			return act(ctx, conn, name)
		}),
	}
}

// showDocument writes one document.
func (c *client) showDocument(d *assayv1.Document) error {
	return c.show(d, func(p *page) {
		p.line("%s", p.paint(bold, clean(d.GetFilename())))
		p.field("Document", shortName(d.GetName()), "")
		p.documentState(d)
		if d.GetState() == assayv1.Document_READ {
			p.field("What it is", kindName(d.GetKind(), ""), "")
			p.field("Pages", fmt.Sprint(d.GetPageCount()), "")
		}
		p.field("Size", fmt.Sprintf("%d bytes", d.GetSizeBytes()), "")
		p.field("SHA-256", d.GetSha256(), "")
		p.field("Uploaded", instantText(d.GetCreateTime())+" by "+d.GetUploader(), "")
		p.signOff(d.GetSignOff())
		p.field("Etag", strings.Trim(d.GetEtag(), `"`), "")
	})
}

// documentState writes where a document is, and what to do about it.
func (p *page) documentState(d *assayv1.Document) {
	text := spokenEnum(d.GetState())
	if d.GetStateReason() != "" {
		text += ": " + d.GetStateReason()
	}
	p.field("State", text, "")
	if advice := stateAdvice(d); advice != "" {
		p.field("", advice, "")
	}
}

// stateAdvice tells the command that goes on from a state; "" where there is none.
func stateAdvice(d *assayv1.Document) string {
	name := shortName(d.GetName())
	switch d.GetState() {
	case assayv1.Document_READ:
		return "assay documents reading " + name + " shows what it states"
	case assayv1.Document_LOCKED:
		return "assay documents read " + name + " --password-file FILE opens it"
	case assayv1.Document_FAILED:
		return "assay documents read " + name + " tries again"
	}
	return ""
}

func (c *client) documentsReading() *cobra.Command {
	var opts readOptions
	var asRead bool
	cmd := c.documentCommand("reading", "Show what a document states, each fact with its page", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		api := assayv1.NewDocumentServiceClient(conn)
		view := assayv1.ReadingView_EFFECTIVE
		if asRead {
			view = assayv1.ReadingView_AS_READ
		}
		r, err := api.GetReading(ctx, &assayv1.GetReadingRequest{Name: name + "/reading", View: view})
		if err != nil {
			return err
		}
		return c.show(r, func(p *page) { p.reading(shortName(name), r, opts) })
	})
	cmd.Flags().BoolVar(&opts.all, "all", false, "show every list in full and every field, absent ones too")
	cmd.Flags().BoolVar(&opts.quotes, "quotes", false, "show the words behind each fact")
	cmd.Flags().BoolVar(&asRead, "as-read", false, "show what was read, without people's corrections")
	return cmd
}

func (c *client) documentsDelete() *cobra.Command {
	var etag string
	cmd := c.documentCommand("delete", "Remove a document with its reading", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		done, err := assayv1.NewDocumentServiceClient(conn).DeleteDocument(ctx, &assayv1.DeleteDocumentRequest{Name: name, Etag: etagOf(etag)})
		if err != nil {
			return err
		}
		return c.show(done, func(p *page) { p.line("Removed %s.", shortName(name)) })
	})
	cmd.Flags().StringVar(&etag, "etag", "", "remove it only if it still has this etag")
	return cmd
}

func (c *client) documentsDownload() *cobra.Command {
	var output string
	cmd := c.documentCommand("download", "Get the bytes of a document as they were uploaded", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		api := assayv1.NewDocumentServiceClient(conn)
		target := output
		if target == "" {
			d, err := api.GetDocument(ctx, &assayv1.GetDocumentRequest{Name: name})
			if err != nil {
				return err
			}
			target = localName(d)
		}
		stream, err := api.DownloadDocument(ctx, &assayv1.DownloadDocumentRequest{Name: name})
		if err != nil {
			return err
		}
		if target == "-" {
			return receive(stream, c.env.stdout)
		}
		if err := saveNew(target, stream); err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.env.stderr, "Wrote %s.\n", target)
		return err
	})
	cmd.Flags().StringVarP(&output, "output", "o", "", "`file` to write, or - for standard output (default: the name it was uploaded under, here)")
	return cmd
}

// localName gives the name under which a download is kept here: never a path, for
// the name was chosen by whoever uploaded it.
func localName(d *assayv1.Document) string {
	name := clean(filepath.Base(filepath.Clean("/" + d.GetFilename())))
	if name == "/" || name == "." || name == "" || name[0] == '.' || name[0] == '-' {
		return d.GetSha256() + ".pdf"
	}
	return name
}

// saveNew writes a download to a file that must not be there yet, and leaves none
// behind when it breaks off.
func saveNew(path string, stream grpc.ServerStreamingClient[httpbody.HttpBody]) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("the file %s is already there; choose another name with --output", path)
	}
	if err != nil {
		return fmt.Errorf("write the download: %w", err)
	}
	err = receive(stream, file)
	if cerr := file.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("write the download: %w", cerr)
	}
	if err != nil {
		_ = os.Remove(path) // it is not whole
	}
	return err
}

// receive writes what a server streams.
func receive(stream grpc.ServerStreamingClient[httpbody.HttpBody], w io.Writer) error {
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := w.Write(piece.GetData()); err != nil {
			return fmt.Errorf("write the download: %w", err)
		}
	}
}
