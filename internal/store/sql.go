package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/assay/internal/attest"
)

// exec runs a statement and says how many rows it touched.
func (u *unit) exec(doing, text string, args ...any) (int64, error) {
	if u.failed != nil {
		return 0, u.failed
	}
	result, err := u.tx.ExecContext(u.ctx, text, bind(args)...)
	if err != nil {
		return 0, u.fail(doing, err)
	}
	n, err := result.RowsAffected()
	return n, u.fail(doing, err)
}

// row runs a query that gives one row or none, and says whether there was one.
func (u *unit) row(doing, text string, args []any, into ...any) (bool, error) {
	if u.failed != nil {
		return false, u.failed
	}
	err := u.tx.QueryRowContext(u.ctx, text, bind(args)...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, u.fail(doing, err)
}

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// query runs a query that gives many rows; its text holds the limit.
func query[T any](u *unit, doing string, scan func(scanner) (T, error), text string, args ...any) ([]T, error) {
	if u.failed != nil {
		return nil, u.failed
	}
	rows, err := u.tx.QueryContext(u.ctx, text, bind(args)...)
	if err != nil {
		return nil, u.fail(doing, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, u.fail(doing, err)
		}
		all = append(all, item)
	}
	return all, u.fail(doing, rows.Err())
}

// bind makes arguments that both engines take alike: instants in UTC to the
// microsecond with nil for the zero one, days as ISO text, and text that is valid
// UTF-8 without NUL, which PostgreSQL refuses.
func bind(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case string:
			out[i] = cleanText(v)
		case time.Time:
			out[i] = nil
			if !v.IsZero() {
				out[i] = v.UTC().Truncate(time.Microsecond)
			}
		case attest.Date:
			out[i] = v.String()
		default:
			out[i] = a
			if r := reflect.ValueOf(a); r.IsValid() && r.Kind() == reflect.String {
				out[i] = cleanText(r.String())
			}
		}
	}
	return out
}

// cleanText replaces what PostgreSQL cannot hold, each byte of it by U+FFFD as JSON
// does.
func cleanText(s string) string {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
}

// toJSON writes v for a JSON column. NUL, which jsonb refuses, becomes U+FFFD.
func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("store: write as JSON: %w", err)
	}
	return string(withoutNUL(b)), nil
}

// withoutNUL replaces the escape of NUL in JSON text, and leaves alone a backslash
// that is itself escaped.
func withoutNUL(b []byte) []byte {
	nul := []byte(`\u0000`)
	if !bytes.Contains(b, nul) {
		return b
	}
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(b[i:], nul) {
			copy(b[i:], `\ufffd`)
		}
		i++ // the character that is escaped
	}
	return b
}

// instant scans a time; NULL is the zero time.
type instant struct{ to *time.Time }

// Scan takes what either driver gives for a column of instants.
func (i instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i.to = time.Time{}
	case time.Time:
		*i.to = v.UTC()
	case int64:
		*i.to = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("an instant came as %T", src)
	}
	return nil
}

// day scans a date from its ISO text.
type day struct{ to *attest.Date }

// Scan takes text.
func (d day) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("a day came as %T", src)
	}
	return d.to.UnmarshalText([]byte(s))
}

// jsonColumn scans JSON into the value that to points at; NULL leaves it alone.
type jsonColumn struct{ to any }

// Scan takes text or bytes.
func (c jsonColumn) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), c.to)
	case []byte:
		return json.Unmarshal(v, c.to)
	}
	return fmt.Errorf("JSON came as %T", src)
}

// clause builds the part of a query that depends on which filters are set. Column
// names are constants of the caller; values are always arguments.
type clause struct {
	text strings.Builder
	args []any
}

// in adds "AND column IN (values)", or nothing when there are no values.
func in[T ~string](c *clause, column string, values []T) {
	if len(values) == 0 {
		return
	}
	c.text.WriteString(" AND " + column + " IN (")
	for i, v := range values {
		if i > 0 {
			c.text.WriteString(", ")
		}
		c.text.WriteString(c.arg(string(v)))
	}
	c.text.WriteString(")")
}

// equal adds "AND column = value", or nothing for the empty value.
func equal[T ~string](c *clause, column string, value T) {
	if value != "" {
		c.text.WriteString(" AND " + column + " = " + c.arg(string(value)))
	}
}

// add appends text; each "?" stands for the next of the values.
func (c *clause) add(text string, values ...any) {
	for _, v := range values {
		text = strings.Replace(text, "?", c.arg(v), 1)
	}
	c.text.WriteString(text)
}

// arg adds an argument and gives its place.
func (c *clause) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}
