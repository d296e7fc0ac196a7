package main

import (
	"context"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

// newSignOffCommand makes the command that signs a document off.
func newSignOffCommand(env *environment) *cobra.Command {
	var note, etag string
	cmd := &cobra.Command{
		Use: "sign-off VENDOR/DOCUMENT", Short: "Lock what a document states, in your name", Args: exactly("a document"),
		Long: `Say that you have reviewed what a document states. Until it is reopened, nobody can
correct its facts, read it again or delete it. It is refused while a newer reading
contradicts a correction.`,
	}
	c := newClient(env, cmd)
	cmd.ValidArgsFunction = c.completeDocuments
	cmd.Flags().StringVar(&note, "note", "", "what you want to note")
	cmd.Flags().StringVar(&etag, "etag", "", "sign off only if the document still has this etag")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		name, err := documentName(args[0])
		if err != nil {
			return err
		}
		d, err := assayv1.NewDocumentServiceClient(conn).SignOffDocument(ctx, &assayv1.SignOffDocumentRequest{Name: name, Note: note, Etag: etagOf(etag)})
		if err != nil {
			return err
		}
		return c.showDocument(d)
	})
	return cmd
}

// newReopenCommand makes the command that takes a sign-off back.
func newReopenCommand(env *environment) *cobra.Command {
	var reason, etag string
	cmd := &cobra.Command{
		Use: "reopen VENDOR/DOCUMENT", Short: "Take a sign-off back, so that facts can be corrected", Args: exactly("a document"),
	}
	c := newClient(env, cmd)
	cmd.ValidArgsFunction = c.completeDocuments
	cmd.Flags().StringVar(&reason, "reason", "", "why; it goes into the audit trail (required)")
	cmd.Flags().StringVar(&etag, "etag", "", "reopen only if the document still has this etag")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		name, err := documentName(args[0])
		if err != nil {
			return err
		}
		if reason == "" {
			return usagef("say why with --reason")
		}
		d, err := assayv1.NewDocumentServiceClient(conn).ReopenDocument(ctx, &assayv1.ReopenDocumentRequest{Name: name, Reason: reason, Etag: etagOf(etag)})
		if err != nil {
			return err
		}
		return c.showDocument(d)
	})
	return cmd
}

// signOff writes who signed a document off; nothing while it is open.
func (p *page) signOff(s *assayv1.SignOff) {
	if s == nil {
		return
	}
	p.field("Signed off", instantText(s.GetSignTime())+" by "+s.GetSigner(), "")
	if s.GetNote() != "" {
		p.field("", s.GetNote(), "")
	}
}
