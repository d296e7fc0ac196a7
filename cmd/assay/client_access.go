package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// newTokensCommand holds the commands about API tokens.
func newTokensCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "tokens",
		Short:   "List, create and revoke API tokens",
		Example: `  assay tokens create "purchase order system" --role procurement --expires 2027-06-30`,
		Args:    cobra.NoArgs,
	}
	c := newClient(env, cmd)
	cmd.AddCommand(c.tokensList(), c.tokensCreate(), c.tokensRevoke())
	return needsVerb(cmd)
}

func (c *client) tokensList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List tokens, revoked ones too", Args: cobra.NoArgs}
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, _ []string) error {
		api := assayv1.NewAccessServiceClient(conn)
		tokens, err := collect(0, func(size int32, token string) ([]*assayv1.Token, string, error) {
			r, err := api.ListTokens(ctx, &assayv1.ListTokensRequest{PageSize: size, PageToken: token})
			return r.GetTokens(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListTokensResponse{Tokens: tokens}, func(p *page) {
			var rows [][]string
			for _, t := range tokens {
				rows = append(rows, []string{shortName(t.GetName()), spokenEnum(t.GetRole()), c.tokenState(t), instantText(t.GetCreateTime()), t.GetDisplayName()})
			}
			p.table([]string{"TOKEN", "ROLE", "STATE", "CREATED", "FOR"}, rows)
		})
	})
	return cmd
}

// tokenState tells whether a token is in force.
func (c *client) tokenState(t *assayv1.Token) string {
	switch {
	case t.GetRevokeTime() != nil:
		return "revoked " + instantText(t.GetRevokeTime())
	case t.GetExpireTime() == nil:
		return "in force"
	case c.env.now().Before(t.GetExpireTime().AsTime()):
		return "until " + instantText(t.GetExpireTime())
	}
	return "ended " + instantText(t.GetExpireTime())
}

func (c *client) tokensCreate() *cobra.Command {
	var role, expires string
	cmd := &cobra.Command{
		Use:   "create PURPOSE",
		Short: "Make a token; its secret is shown this once",
		Long:  "Make a token for a purpose. The secret is written to standard output, this once.",
		Args:  exactly("what the token is for"),
	}
	cmd.Flags().StringVar(&role, "role", "", "what it may do: admin, analyst, procurement, answers or auditor (required)")
	cmd.Flags().StringVar(&expires, "expires", "", "last `day` on which it may be used, YYYY-MM-DD (default: no end)")
	completeWords(cmd, "role", enumWords(assayv1.Role_value))
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		chosen, err := enumValue("role", role, assayv1.Role_value)
		if err != nil {
			return err
		}
		token := &assayv1.Token{DisplayName: args[0], Role: assayv1.Role(chosen)}
		if expires != "" {
			day, err := attest.ParseDate(expires)
			if err != nil {
				return usagef("--expires: %v", err)
			}
			token.ExpireTime = timestamppb.New(day.AddDays(1).Time().Add(-time.Second))
		}
		made, err := assayv1.NewAccessServiceClient(conn).CreateToken(ctx, &assayv1.CreateTokenRequest{Token: token})
		if err != nil {
			return err
		}
		return c.show(made, func(p *page) { p.line("%s", made.GetSecret()) })
	})
	return cmd
}

func (c *client) tokensRevoke() *cobra.Command {
	cmd := &cobra.Command{Use: "revoke TOKEN", Short: "End a token at once and for good", Args: exactly("a token, as the list shows it")}
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		t, err := assayv1.NewAccessServiceClient(conn).RevokeToken(ctx, &assayv1.RevokeTokenRequest{Name: "tokens/" + args[0]})
		if err != nil {
			return err
		}
		return c.show(t, func(p *page) { p.line("Revoked %s (%s).", shortName(t.GetName()), clean(t.GetDisplayName())) })
	})
	return cmd
}

// newAuditCommand shows the audit trail.
func newAuditCommand(env *environment) *cobra.Command {
	var resource, actor string
	var limit int
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Show who did what, newest first",
		Example: `  assay audit --resource vendors/acme
  assay audit --actor tokens/7q2m4x --limit 500`,
		Args: cobra.NoArgs,
	}
	c := newClient(env, cmd)
	cmd.Flags().StringVar(&resource, "resource", "", "only what was done to this `resource` and what lies below it")
	cmd.Flags().StringVar(&actor, "actor", "", "only what this `actor` did, such as tokens/ID")
	cmd.Flags().IntVar(&limit, "limit", 50, "most events to show; 0 for all")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, _ []string) error {
		api := assayv1.NewAccessServiceClient(conn)
		events, err := collect(limit, func(size int32, token string) ([]*assayv1.AuditEvent, string, error) {
			r, err := api.ListAuditEvents(ctx, &assayv1.ListAuditEventsRequest{PageSize: size, PageToken: token, Resource: resource, Actor: actor})
			return r.GetAuditEvents(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListAuditEventsResponse{AuditEvents: events}, func(p *page) {
			var rows [][]string
			for _, e := range events {
				rows = append(rows, []string{instantText(e.GetEventTime()), e.GetActor(), e.GetAction(), e.GetResource(), e.GetDetail()})
			}
			p.table([]string{"WHEN (UTC)", "WHO", "WHAT", "TO", "DETAIL"}, rows)
		})
	})
	return cmd
}
