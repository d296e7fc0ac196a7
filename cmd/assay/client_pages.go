package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

func (c *client) documentsPage() *cobra.Command {
	var output string
	var dpi int32
	var boxes []string
	cmd := &cobra.Command{
		Use: "page VENDOR/DOCUMENT PAGE", Short: "Get the image of a page", Args: exactly("a document", "a page number"), ValidArgsFunction: c.completeDocuments,
		Example: `  assay documents page acme/7q2m4x 12 -o page.png --box 72,140.5,310,152`,
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "`file` to write, or - for standard output (default: page-N.png, here)")
	cmd.Flags().Int32Var(&dpi, "dpi", 0, "dots per inch, 36 to 300 (default 110)")
	cmd.Flags().StringArrayVar(&boxes, "box", nil, "mark `x0,y0,x1,y1`, in points from the top left corner, as the boxes of citations are")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		document, err := documentName(args[0])
		if err != nil {
			return err
		}
		number, err := strconv.Atoi(args[1])
		if err != nil || number < 1 {
			return usagef("%q is no page number", args[1])
		}
		img, err := assayv1.NewDocumentServiceClient(conn).GetPageImage(ctx, &assayv1.GetPageImageRequest{
			Name: fmt.Sprintf("%s/pages/%d", document, number), Dpi: dpi, Boxes: boxes,
		})
		if err != nil {
			return err
		}
		if output == "-" {
			return writeAll(c.env.stdout, img.GetData())
		}
		if output == "" {
			output = fmt.Sprintf("page-%d.png", number)
		}
		if err := writeNew(output, img.GetData()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.env.stderr, "Wrote %s.\n", output)
		return err
	})
	return cmd
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, raw []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("the file %s is already there; choose another name with --output", path)
	}
	if err != nil {
		return fmt.Errorf("write the image: %w", err)
	}
	_, err = file.Write(raw)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(path) // it is not whole
		return fmt.Errorf("write the image: %w", err)
	}
	return nil
}
