package attest_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/assay/internal/attest"
)

// day reads a day that the test writes.
func day(t *testing.T, s string) attest.Date {
	t.Helper()
	d, err := attest.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in string
		ok bool
	}{
		{"2025-09-30", true}, {"2024-02-29", true},
		{"2025-09-31", false}, {"2025-02-29", false}, {"2025-13-01", false}, {"2025-9-3", false}, {"30.09.2025", false}, {"", false},
	}
	for _, tt := range tests {
		d, err := attest.ParseDate(tt.in)
		if (err == nil) != tt.ok || tt.ok && d.String() != tt.in {
			t.Errorf("ParseDate(%q) = %s, %v", tt.in, d, err)
		}
	}
	if _, ok := attest.NewDate(2025, time.September, 31); ok {
		t.Error("31 September is a day")
	}
}

func TestAddMonthsClamps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2024-08-31", 6, "2025-02-28"},
		{"2023-08-31", 6, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2025-01-31", -2, "2024-11-30"},
		{"2025-12-15", 1, "2026-01-15"},
		{"2025-03-31", 0, "2025-03-31"},
	}
	for _, tt := range tests {
		if got := day(t, tt.from).AddMonths(tt.months); got.String() != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

// drawDay draws a day between 1950 and 2100.
func drawDay(t *rapid.T, label string) attest.Date {
	return attest.Date{Year: 2000, Month: time.January, Day: 1}.AddDays(rapid.IntRange(-18_000, 36_000).Draw(t, label))
}

func TestDateLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, n := drawDay(t, "a"), drawDay(t, "b"), rapid.IntRange(-600, 600).Draw(t, "months")
		if a.AddDays(a.DaysUntil(b)) != b {
			t.Errorf("%s and the days until %s do not lead there", a, b)
		}
		if a.Before(b) != (a.String() < b.String()) {
			t.Errorf("%s and %s: order and text disagree", a, b)
		}
		moved := a.AddMonths(n)
		if _, ok := attest.NewDate(moved.Year, moved.Month, moved.Day); !ok || moved.Day > a.Day {
			t.Errorf("%s + %d months = %s", a, n, moved)
		}
		if months := (moved.Year-a.Year)*12 + int(moved.Month-a.Month); months != n {
			t.Errorf("%s + %d months went %d months on", a, n, months)
		}
	})
}

func TestDateAsJSON(t *testing.T) {
	t.Parallel()
	p := attest.Period{Start: day(t, "2025-01-01"), End: day(t, "2025-12-31")}
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back attest.Period
	if err := json.Unmarshal(raw, &back); err != nil || back != p || p.Days() != 365 || !p.Contains(p.End) {
		t.Errorf("%s came back as %v (%v)", raw, back, err)
	}
	if err := json.Unmarshal([]byte(`{"start":"2025-02-30"}`), &back); err == nil {
		t.Error("30 February was read")
	}
}

func TestErrorIs(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk")
	err := fmt.Errorf("upload: %w", &attest.Error{Kind: attest.Unavailable, Reason: "STORAGE_FULL", Message: "full", Err: cause})
	if !errors.Is(err, &attest.Error{Reason: "STORAGE_FULL"}) || errors.Is(err, &attest.Error{Reason: "OTHER"}) || !errors.Is(err, cause) {
		t.Errorf("%v does not match what it is", err)
	}
}

func TestTokenInForce(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		token attest.Token
		want  bool
	}{
		{attest.Token{}, true},
		{attest.Token{Expires: now.Add(time.Second)}, true},
		{attest.Token{Expires: now}, false},
		{attest.Token{Revoked: now.Add(-time.Second)}, false},
	}
	for _, tt := range tests {
		if got := tt.token.InForce(now); got != tt.want {
			t.Errorf("%+v in force: %t, want %t", tt.token, got, tt.want)
		}
	}
}

func TestNewID(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		id, err := attest.NewID(rand.Reader)
		if err != nil || !regexp.MustCompile(`^[0-9a-z]{16}$`).MatchString(id) || seen[id] {
			t.Fatalf("id %q, error %v", id, err)
		}
		seen[id] = true
	}
	if _, err := attest.NewID(bytes.NewReader(nil)); err == nil {
		t.Error("an id without randomness")
	}
}
