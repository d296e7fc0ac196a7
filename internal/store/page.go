package store

import (
	"strconv"
	"strings"
	"time"

	"example.com/assay/internal/attest"
)

// Limits of a page, in items.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

// Page says which part of a list is wanted. After is "" for the first page, else
// what the page before gave as next; Limit 0 is DefaultLimit, and more than
// MaxLimit is MaxLimit.
type Page struct {
	After string
	Limit int
}

// limit is the number of items wanted.
func limit(n int) int {
	if n <= 0 {
		return DefaultLimit
	}
	return min(n, MaxLimit)
}

// The ends of time, where a list by creation starts.
const (
	firstInstant = 0                       // 1970, in microseconds
	lastInstant  = 253_402_300_799_000_000 // the end of 9999
)

// position is a place in a list by creation.
type position struct {
	at time.Time
	id string
}

// String writes the position so that parsePosition reads it.
func (p position) String() string {
	return strconv.FormatInt(p.at.UnixMicro(), 36) + "." + p.id
}

// parsePosition reads a position; "" is the start of a list that begins at start,
// in microseconds since 1970.
func parsePosition(s string, start int64) (position, error) {
	if s == "" {
		return position{at: time.UnixMicro(start).UTC()}, nil
	}
	at, id, ok := strings.Cut(s, ".")
	micros, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil || micros < firstInstant || micros > lastInstant {
		return position{}, badPage()
	}
	return position{time.UnixMicro(micros).UTC(), id}, nil
}

// badPage says that a place in a list was not one that the store gave out.
func badPage() error {
	return &attest.Error{
		Kind: attest.InvalidArgument, Reason: "PAGE_TOKEN_INVALID", Field: "page_token",
		Message: "the page token is not one that this list gave: start again without it",
	}
}

// cut takes a page of n from items that may be one more, and gives the place after it.
func cut[T any](items []T, n int, place func(T) string) ([]T, string) {
	if len(items) <= n {
		return items, ""
	}
	return items[:n], place(items[n-1])
}
