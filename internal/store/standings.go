package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"example.com/assay/internal/attest"
)

// StandingQuery says which standings a list holds; an empty field filters nothing.
type StandingQuery struct {
	Page
	Verdicts []attest.Verdict
}

// StandingRow is a standing as it lies in the store.
type StandingRow struct {
	Body       []byte      // the attest.Standing as JSON, see Decode; nil when it was left out
	NextChange attest.Date // the first day on which it has to be worked out again; zero: none in sight
	Updated    time.Time
	Version    int64 // grows by one each time the standing is written
}

// Decode gives the standing itself.
func (r StandingRow) Decode() (attest.Standing, error) {
	var s attest.Standing
	if err := json.Unmarshal(r.Body, &s); err != nil {
		return s, fmt.Errorf("store: read a standing: %w", err)
	}
	return s, nil
}

// PutStanding stores the standing of a vendor in place of what was there;
// nextChange is the first day on which it has to be worked out again, zero when
// none is in sight. It is NotFound (VENDOR_NOT_FOUND) when there is no such vendor.
func (t *Tx) PutStanding(s attest.Standing, nextChange attest.Date) error {
	body, err := toJSON(s)
	if err != nil {
		return err
	}
	_, err = t.exec("store standing", `INSERT INTO standings
		(org_id, vendor_id, verdict, next_change, body, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (org_id, vendor_id)
		DO UPDATE SET verdict = excluded.verdict, next_change = excluded.next_change, body = excluded.body,
		updated_at = excluded.updated_at, version = standings.version + 1`,
		t.org, s.Vendor, s.Verdict, nextChange, body, t.now)
	if is(err, reference) {
		return noVendor(s.Vendor)
	}
	return err
}

// dated is a standing with the day of its next change.
type dated struct {
	standing   attest.Standing
	nextChange attest.Date
}

func scanStanding(row scanner) (d dated, err error) {
	err = row.Scan(jsonColumn{&d.standing}, day{&d.nextChange})
	return d, err
}

// Standing gives the standing of a vendor and the first day on which it has to be
// worked out again. It is NotFound (VENDOR_NOT_FOUND) when there is no such vendor
// and NotFound (STANDING_NOT_FOUND) when none was worked out yet.
func (t *Tx) Standing(vendor attest.VendorID) (attest.Standing, attest.Date, error) {
	var d dated
	ok, err := t.row("read standing", `SELECT body, next_change FROM standings WHERE org_id = $1 AND vendor_id = $2`,
		[]any{t.org, vendor}, jsonColumn{&d.standing}, day{&d.nextChange})
	if err != nil || ok {
		return d.standing, d.nextChange, err
	}
	if _, err := t.Vendor(vendor); err != nil {
		return d.standing, d.nextChange, err
	}
	return d.standing, d.nextChange, noStanding(vendor)
}

// Standings lists standings by vendor id, and gives the place of the next page, ""
// at the end.
func (t *Tx) Standings(q StandingQuery) ([]attest.Standing, string, error) {
	n := limit(q.Limit)
	c := &clause{}
	c.add(`SELECT body, next_change FROM standings WHERE org_id = ? AND vendor_id > ?`, t.org, q.After)
	in(c, "verdict", q.Verdicts)
	c.add(` ORDER BY vendor_id LIMIT ?`, n+1)
	found, err := query(&t.unit, "list standings", scanStanding, c.text.String(), c.args...)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(d dated) string { return string(d.standing.Vendor) })
	standings := make([]attest.Standing, len(page))
	for i, d := range page {
		standings[i] = d.standing
	}
	return standings, next, nil
}

// StandingsDue gives up to limit vendors whose standing has to be worked out again
// on today, the longest due first.
func (t *Tx) StandingsDue(today attest.Date, max int) ([]attest.VendorID, error) {
	return query(&t.unit, "list standings that are due", scanVendorID,
		`SELECT vendor_id FROM standings WHERE org_id = $1 AND next_change <> '' AND next_change <= $2
		ORDER BY next_change, vendor_id LIMIT $3`, t.org, today, limit(max))
}

func scanVendorID(row scanner) (id attest.VendorID, err error) {
	err = row.Scan(&id)
	return id, err
}

func noStanding(vendor attest.VendorID) error {
	return &attest.Error{
		Kind: attest.NotFound, Reason: "STANDING_NOT_FOUND", Resource: vendorName(vendor) + "/standing",
		Message: "the standing of the vendor has not been worked out yet: try again in a moment",
	}
}

const standingRow = `SELECT CASE WHEN version = $3 AND updated_at = $4 THEN NULL ELSE body END, next_change, updated_at, version
	FROM standings WHERE org_id = $1 AND vendor_id = $2`

// StandingRow gives the standing of a vendor in one round trip to the database,
// for the question that is asked most. Where the row is still the one that known
// tells, its Body is left out, for the database takes longest to write that; the
// zero StandingRow knows none. It is NotFound (STANDING_NOT_FOUND) when there is
// none, also when there is no such vendor.
func (s *Store) StandingRow(ctx context.Context, org attest.OrgID, vendor attest.VendorID, known StandingRow) (StandingRow, error) {
	var r StandingRow
	err := s.one(ctx, scope{"assay.org_id", string(org)}, standingRow, []any{org, vendor, known.Version, known.Updated},
		(*jsonBytes)(&r.Body), day{&r.NextChange}, instant{&r.Updated}, &r.Version)
	if errors.Is(err, sql.ErrNoRows) {
		err = noStanding(vendor)
	}
	return r, err
}

// jsonBytes scans JSON as it is.
type jsonBytes []byte

// Scan takes text or bytes; NULL is nothing.
func (b *jsonBytes) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*b = nil
	case string:
		*b = []byte(v)
	case []byte:
		*b = append((*b)[:0], v...)
	default:
		return fmt.Errorf("JSON came as %T", src)
	}
	return nil
}

// one runs a query for one row outside a unit of work. On PostgreSQL the scope and
// the query travel together and are one transaction, because no statement of the
// batch begins another. It is sql.ErrNoRows when there is none.
func (s *Store) one(ctx context.Context, sc scope, text string, args []any, into ...any) error {
	var err error
	if s.dialect.engine == Postgres {
		b := &pgx.Batch{}
		b.Queue(`SELECT set_config($1, $2, true)`, sc.setting, cleanText(sc.value))
		b.Queue(text, bind(args)...)
		results := s.pool.SendBatch(ctx, b)
		if _, err = results.Exec(); err == nil {
			err = results.QueryRow().Scan(into...)
		}
		if closing := results.Close(); err == nil {
			err = closing
		}
	} else {
		err = s.read.QueryRowContext(ctx, text, bind(args)...).Scan(into...)
	}
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	u := unit{ctx: ctx, store: s}
	return settle(u.fail("read one row", err))
}
