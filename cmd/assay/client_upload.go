package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	assayv1 "example.com/assay/gen/assay/v1"
)

// chunkBytes is the size of the pieces of an upload.
const chunkBytes = 256 << 10

func (c *client) documentsUpload() *cobra.Command {
	var vendor string
	var wait bool
	cmd := &cobra.Command{
		Use:   "upload FILE...",
		Short: "Upload documents of a vendor and have them read",
		Long: `Upload documents of a vendor and have them read. The same bytes for the same
vendor give the document that is already there. With --json one line is written
for each file: the document as the API gives it, with the path as "file".

Exit codes: 0 every file was uploaded, and with --wait read; 1 some was not.`,
		Args: atLeastOne("file"),
	}
	cmd.Flags().StringVar(&vendor, "vendor", "", "the `vendor` that the files speak of (required)")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait until the documents are read")
	completeFlag(cmd, "vendor", c.completeVendors)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if vendor == "" {
			return usagef("name the vendor that the files speak of with --vendor")
		}
		return c.do(func(ctx context.Context, conn *grpc.ClientConn, files []string) error {
			return c.uploadAll(ctx, conn, vendorName(vendor), files, wait)
		})(cmd, args)
	}
	return cmd
}

// uploadAll uploads file by file and goes on after one that the server refuses.
func (c *client) uploadAll(ctx context.Context, conn *grpc.ClientConn, parent string, files []string, wait bool) error {
	api := assayv1.NewDocumentServiceClient(conn)
	failed := false
	for _, file := range files {
		doc, err := c.upload(ctx, api, parent, file)
		if err == nil && wait {
			doc, err = c.await(ctx, api, doc.GetName(), file)
		}
		if err != nil && len(files) == 1 || hopeless(err) {
			return err
		}
		if err != nil {
			fmt.Fprintf(c.env.stderr, "%s: ", clean(file))
			printError(c.env.stderr, err)
			failed = true
			continue
		}
		failed = failed || wait && doc.GetState() != assayv1.Document_READ
		if err := c.showUpload(file, doc); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// hopeless reports whether an error will be the same for every file.
func hopeless(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.Unauthenticated, codes.PermissionDenied, codes.Canceled:
		return true
	}
	return errors.Is(err, context.Canceled)
}

// showUpload writes what became of one file.
func (c *client) showUpload(file string, d *assayv1.Document) error {
	if c.json {
		return writeNamed(c.env.stdout, file, d)
	}
	p := newPage(c.env)
	p.line("%s", p.paint(bold, clean(file)))
	p.field("Document", shortName(d.GetName()), "")
	if d.GetState() == assayv1.Document_READ {
		p.field("What it is", fmt.Sprintf("%s, %d pages", kindName(d.GetKind(), ""), d.GetPageCount()), "")
	}
	p.documentState(d)
	return p.flush()
}

// upload streams one file.
func (c *client) upload(ctx context.Context, api assayv1.DocumentServiceClient, parent, file string) (*assayv1.Document, error) {
	var src io.Reader = c.env.stdin
	name, size := "standard-input.pdf", 0
	if file != "-" {
		f, err := openLocal(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was only read
		if info, err := f.Stat(); err == nil {
			size = int(info.Size())
		}
		src, name = f, filepath.Base(file)
	}
	stream, err := api.UploadDocument(ctx)
	if err != nil {
		return nil, err
	}
	header := &assayv1.UploadDocumentRequest_Header{Parent: parent, Filename: name}
	err = stream.Send(&assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{Header: header}})
	if err == nil {
		bar := newProgress(c.env, "uploading "+file)
		err = sendPieces(stream, src, func(sent int) { bar.show(sent>>10, size>>10, "KiB") })
		bar.done()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return stream.CloseAndRecv() // tells why, when the server hung up
}

// sendPieces sends a file piece by piece. It is io.EOF when the server hung up.
func sendPieces(stream grpc.ClientStreamingClient[assayv1.UploadDocumentRequest, assayv1.Document], src io.Reader, sent func(int)) error {
	buf := make([]byte, chunkBytes)
	total := 0
	for {
		n, err := io.ReadFull(src, buf)
		if n > 0 {
			piece := &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: buf[:n]}}
			if err := stream.Send(piece); err != nil {
				return err
			}
			total += n
			sent(total)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the file: %w", err)
		}
	}
}

// await waits until a document has a state that stays, and gives the document.
func (c *client) await(ctx context.Context, api assayv1.DocumentServiceClient, name, label string) (*assayv1.Document, error) {
	bar := newProgress(c.env, "reading "+label)
	defer bar.done()
	err := watch(ctx, api, name, func(step *assayv1.WatchDocumentResponse) error {
		bar.show(int(step.GetPagesDone()), int(step.GetPagesTotal()), "page")
		return nil
	})
	if err != nil {
		return nil, err
	}
	return api.GetDocument(ctx, &assayv1.GetDocumentRequest{Name: name})
}

// watch calls step with every change of a document until it has a state that stays.
func watch(ctx context.Context, api assayv1.DocumentServiceClient, name string, step func(*assayv1.WatchDocumentResponse) error) error {
	stream, err := api.WatchDocument(ctx, &assayv1.WatchDocumentRequest{Name: name})
	if err != nil {
		return err
	}
	for {
		s, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := step(s); err != nil {
			return err
		}
	}
}

func (c *client) documentsWatch() *cobra.Command {
	return c.documentCommand("watch", "Follow the reading of a document to its end", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		return watch(ctx, assayv1.NewDocumentServiceClient(conn), name, func(s *assayv1.WatchDocumentResponse) error {
			if c.json {
				return writeCompact(c.env.stdout, s)
			}
			text := spokenEnum(s.GetState())
			if s.GetPagesTotal() > 0 {
				text += fmt.Sprintf(", page %d of %d", s.GetPagesDone(), s.GetPagesTotal())
			}
			if s.GetStateReason() != "" {
				text += ": " + clean(s.GetStateReason())
			}
			_, err := fmt.Fprintln(c.env.stdout, text)
			return err
		})
	})
}

func (c *client) documentsRead() *cobra.Command {
	var passwordFile string
	var wait bool
	cmd := c.documentCommand("read", "Read a document again: with its password, or by newer rules", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		req := &assayv1.ReadDocumentRequest{Name: name}
		if passwordFile != "" {
			var err error
			if req.Password, err = firstLineOf(passwordFile); err != nil {
				return err
			}
		}
		api := assayv1.NewDocumentServiceClient(conn)
		doc, err := api.ReadDocument(ctx, req)
		if err == nil && doc.GetState() == assayv1.Document_LOCKED && req.Password == "" {
			if password, ok := askPassword(ctx, c.env, shortName(name)); ok {
				req.Password = password
				doc, err = api.ReadDocument(ctx, req)
			}
		}
		if err == nil && wait {
			doc, err = c.await(ctx, api, name, shortName(name))
		}
		if err != nil {
			return err
		}
		if err := c.showDocument(doc); err != nil {
			return err
		}
		if wait && doc.GetState() != assayv1.Document_READ {
			return errReported
		}
		return nil
	})
	cmd.Flags().StringVar(&passwordFile, "password-file", "", "`file` that holds the password of the document; it is not stored")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait until the document is read")
	return cmd
}
