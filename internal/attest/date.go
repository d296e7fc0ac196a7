package attest

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a calendar day without time and zone. The zero Date means no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the calendar day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads an ISO 8601 day such as 2025-09-30. Days that do not exist,
// such as 2025-09-31, are errors; they never roll over.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not a day written as YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// NewDate gives the day, and false when the calendar has no such day.
func NewDate(year int, month time.Month, day int) (Date, bool) {
	d := Date{year, month, day}
	return d, year > 0 && DateOf(d.Time()) == d
}

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether d holds no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders days: -1 when d is before e, 0 when equal, +1 when after.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays moves by n days, back when n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths moves by n months and clamps to the end of the month: 31 August
// plus six months is 28 February, or 29 in a leap year.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysUntil counts the days from d to e: 0 for the same day, negative when e is
// earlier.
func (d Date) DaysUntil(e Date) int {
	return int(e.Time().Sub(d.Time()) / (24 * time.Hour))
}

// String writes the day as YYYY-MM-DD, and the zero Date as "".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText writes the day as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; empty text is the zero Date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Period is a span of days, both ends included.
type Period struct {
	Start Date `json:"start"`
	End   Date `json:"end"`
}

// String writes the period as START..END, and the zero Period as "".
func (p Period) String() string {
	if p == (Period{}) {
		return ""
	}
	return p.Start.String() + ".." + p.End.String()
}

// Days counts the days of the period, both ends included.
func (p Period) Days() int { return p.Start.DaysUntil(p.End) + 1 }

// Contains reports whether d lies in the period.
func (p Period) Contains(d Date) bool { return !d.Before(p.Start) && !d.After(p.End) }
