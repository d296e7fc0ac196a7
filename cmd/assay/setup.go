package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// firstOrganisation is the id of the organisation that the first start makes: always
// the same, so that processes that start together make one.
const firstOrganisation attest.OrgID = "first"

// firstStart makes the organisation and its administrator's token where there is no
// organisation yet, and shows the token, this once.
func (a *app) firstStart(ctx context.Context) error {
	orgs, err := a.organisations(ctx)
	if err != nil || len(orgs) > 0 {
		return err
	}
	org := attest.Organisation{ID: firstOrganisation, DisplayName: a.config.organisation}
	err = a.store.System(ctx, func(tx *store.SystemTx) error {
		_, err := tx.CreateOrganisation(org)
		return err
	})
	if e := (*attest.Error)(nil); errors.As(err, &e) && e.Kind == attest.AlreadyExists {
		return nil // another process on the same database was quicker, and shows the token
	}
	if err != nil {
		return err
	}
	return a.showAdminToken(ctx, org, "first administrator")
}

// organisations lists the first page of organisations.
func (a *app) organisations(ctx context.Context) ([]attest.Organisation, error) {
	var orgs []attest.Organisation
	err := a.store.SystemView(ctx, func(tx *store.SystemTx) error {
		var err error
		orgs, _, err = tx.Organisations(store.Page{})
		return err
	})
	return orgs, err
}

// showAdminToken makes a token for an administrator and prints it.
func (a *app) showAdminToken(ctx context.Context, org attest.Organisation, label string) error {
	id, text, hash, err := access.NewToken(rand.Reader)
	if err != nil {
		return err
	}
	err = a.store.Update(ctx, org.ID, func(tx *store.Tx) error {
		_, err := tx.CreateToken(attest.Token{ID: id, DisplayName: label, Role: attest.RoleAdmin, SecretHash: hash, CreatedBy: "system"})
		return errors.Join(err, tx.AppendAudit(attest.AuditEvent{Actor: "system", Action: "token.created", Resource: "tokens/" + string(id), Detail: "role admin, " + label}))
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.env.stdout, "\nToken of an administrator of %q, shown this once:\n\n  export ASSAY_TOKEN=%s\n\n", org.DisplayName, text)
	return nil
}

// newAdminTokenCommand makes a token from beside the data, for whoever lost theirs.
func newAdminTokenCommand(env *environment) *cobra.Command {
	return dataCommand(env, "admin-token", "Make a token for an administrator, from beside the data", func(ctx context.Context, a *app) error {
		orgs, err := a.organisations(ctx)
		if err != nil {
			return err
		}
		if len(orgs) == 0 {
			return errors.New("there is no organisation yet; \"assay serve\" makes one at its first start")
		}
		for _, org := range orgs {
			if err := a.showAdminToken(ctx, org, "admin-token command"); err != nil {
				return err
			}
		}
		return nil
	})
}

// newReindexCommand builds the search index again from the store.
func newReindexCommand(env *environment) *cobra.Command {
	return dataCommand(env, "reindex", "Build the search index again from the store; stop the server first", func(ctx context.Context, a *app) error {
		n, err := a.indexer.RebuildAll(ctx)
		if err == nil {
			fmt.Fprintf(env.stdout, "Built the search index of %d organisations.\n", n)
		}
		return err
	})
}

// dataCommand is a command that works on the data itself.
func dataCommand(env *environment, name, short string, run func(context.Context, *app) error) *cobra.Command {
	var c config
	cmd := &cobra.Command{Use: name, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) (err error) {
		a, err := openApp(cmd.Context(), env, c, quietLogger(env))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.close()) }()
		return run(cmd.Context(), a)
	}}
	c.registerData(cmd.Flags(), env)
	return cmd
}

// newMigrateCommand brings the schema up to date and changes nothing else.
func newMigrateCommand(env *environment) *cobra.Command {
	var c config
	cmd := &cobra.Command{Use: "migrate", Short: "Bring the database's schema up to date", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return migrate(cmd.Context(), env.stdout, env, c)
	}}
	c.registerData(cmd.Flags(), env)
	return cmd
}

func migrate(ctx context.Context, out io.Writer, env *environment, c config) (err error) {
	a := &app{env: env, config: c, log: quietLogger(env)}
	defer func() { err = errors.Join(err, a.close()) }()
	if a.store, err = openStore(ctx, env, c, a.log); err != nil {
		return err
	}
	before, _, err := a.store.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(a.store.Migrate(ctx), a.openJobs(ctx)); err != nil {
		return err
	}
	after, _, err := a.store.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Schema at version %d (was %d).\n", after, before)
	return nil
}

// quietLogger logs warnings and errors only, for commands that a person waits for.
func quietLogger(env *environment) *slog.Logger {
	return slog.New(slog.NewTextHandler(env.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// quieter is a logger that leaves out what is only news, for libraries that log
// each of their steps.
func quieter(log *slog.Logger) *slog.Logger { return slog.New(warnOnly{log.Handler()}) }

// warnOnly passes on warnings and errors.
type warnOnly struct{ slog.Handler }

// Enabled reports whether a record of the level is passed on.
func (w warnOnly) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
