package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"example.com/assay/internal/attest"
)

// idleLimit ends a unit of work that changes things and then does nothing: one that
// hangs would hold back the feed of every replica.
const idleLimit = "60s"

// openPostgres opens one pool, which the units of work and the runner of jobs share.
func (s *Store) openPostgres(ctx context.Context, url string, conns int) error {
	s.dialect = postgresDialect()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The parser's own words may hold the password.
		return &attest.Error{
			Kind: attest.InvalidArgument, Reason: "DATABASE_URL_INVALID",
			Message: "the database URL cannot be read: write it as postgres://USER@HOST/NAME",
		}
	}
	if conns > 0 {
		config.MaxConns = int32(min(conns, maxPool))
	} else if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = max(config.MaxConns, defaultPool)
	}
	params := config.ConnConfig.RuntimeParams
	params["standard_conforming_strings"] = "on" // quoteLiteral relies on it
	if params["application_name"] == "" {
		params["application_name"] = "assay"
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return unavailable("open a connection", err)
	}
	s.jobs = stdlib.OpenDBFromPool(s.pool)
	s.write = sql.OpenDB(scopedConnector{stdlib.GetPoolConnector(s.pool)})
	s.write.SetMaxIdleConns(0)
	s.read = s.write
	return s.refuseUnboundRole(ctx)
}

// Sizes of the pool of connections.
const (
	defaultPool = 8
	maxPool     = 1000
)

// refuseUnboundRole is an error for a role that row-level security does not bind.
func (s *Store) refuseUnboundRole(ctx context.Context) error {
	var role string
	var unbound bool
	err := s.pool.QueryRow(ctx, `SELECT rolname, rolsuper OR rolbypassrls
		FROM pg_catalog.pg_roles WHERE rolname = current_user`).Scan(&role, &unbound)
	if err != nil {
		return unavailable("ask for the role", err)
	}
	if !unbound {
		return nil
	}
	return &attest.Error{
		Kind: attest.FailedPrecondition, Reason: "DATABASE_ROLE_UNSAFE",
		Message: "the PostgreSQL role " + role + " is a superuser or bypasses row-level security, which keeps organisations apart: " +
			"make a role of its own with CREATE ROLE assay LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…'; " +
			"CREATE DATABASE assay OWNER assay; and connect as that role",
		Meta: map[string]string{"role": role},
	}
}

func postgresDialect() dialect {
	return dialect{
		engine:   Postgres,
		goose:    goose.DialectPostgres,
		classify: classifyPostgres,
		// Rows of a transaction that is still open have ids below those of one that
		// has ended, so the feed goes by transaction and stops before the oldest open.
		// The order names the table: a bare xid would be the column of the result, which
		// has no index.
		feed: `SELECT xid::text::bigint, id, org_id, topic, resource, at FROM outbox
			WHERE (xid, id) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
			ORDER BY outbox.xid, id LIMIT $3`,
		feedOfOrg: `SELECT xid::text::bigint, id, org_id, topic, resource, at FROM outbox
			WHERE (xid, id) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
			AND org_id = $4 ORDER BY outbox.xid, id LIMIT $3`,
		feedHead: `SELECT xid::text::bigint, id FROM outbox
			WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY outbox.xid DESC, id DESC LIMIT 1`,
		feedFloor: `SELECT xid::text::bigint, id FROM outbox
			WHERE at < $1 AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY outbox.xid DESC, id DESC LIMIT 1`,
		trim: `DELETE FROM outbox WHERE (xid, id) <= ($1::text::xid8, $2)`,
	}
}

// classifyPostgres sorts a driver's error by its SQLSTATE.
func classifyPostgres(err error) class {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		if lostConnection(err) {
			return offline
		}
		return other
	}
	switch e.Code {
	case "23505":
		return duplicate
	case "23503":
		return reference
	case "40001", "40P01", "55P03": // serialization, deadlock, lock not available
		return conflict
	}
	switch e.Code[:2] {
	case "08", "53", "57", "58": // connection, resources, operator, system
		return offline
	}
	return other
}

// lostConnection reports whether the server could not be reached or went away.
func lostConnection(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}

// scopedConnector makes connections whose transactions begin bound to a scope.
type scopedConnector struct{ driver.Connector }

// Connect takes a connection from the pool.
func (c scopedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	std, ok := conn.(*stdlib.Conn)
	if !ok {
		return nil, fmt.Errorf("connection is a %T", conn)
	}
	return scopedConn{std}, nil
}

type scopedConn struct{ *stdlib.Conn }

// BeginTx begins and sets the scope in one round trip, so that no statement of the
// transaction can run before row-level security knows for whom.
func (c scopedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	begin := "begin isolation level repeatable read"
	if opts.ReadOnly {
		begin += " read only"
	} else {
		// Not a parameter of the connection: poolers refuse those that they do not know.
		begin += "; set local idle_in_transaction_session_timeout = '" + idleLimit + "'"
	}
	if sc, ok := ctx.Value(scopeKey{}).(scope); ok {
		begin += "; set local " + sc.setting + " = " + quoteLiteral(sc.value)
	}
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin})
	if err != nil {
		if pgconn.SafeToRetry(err) {
			return nil, driver.ErrBadConn // never sent: database/sql takes another connection
		}
		return nil, err
	}
	return scopedTx{ctx, tx}, nil
}

// scopedTx is a driver.Tx. Its interface has no context, so it keeps the one it began with.
type scopedTx struct {
	ctx context.Context
	tx  pgx.Tx
}

// Commit ends the transaction.
func (t scopedTx) Commit() error { return t.tx.Commit(t.ctx) }

// Rollback undoes the transaction, also when its context has ended.
func (t scopedTx) Rollback() error { return t.tx.Rollback(context.WithoutCancel(t.ctx)) }

// quoteLiteral writes s as an SQL string. It relies on standard_conforming_strings.
func quoteLiteral(s string) string {
	return "'" + strings.ReplaceAll(cleanText(s), "'", "''") + "'"
}
