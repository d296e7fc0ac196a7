package risk

import (
	"encoding/json"
	"testing"
	"time"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// TestRecent holds that an answer is used again for the row it was made of only.
func TestRecent(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	row := func(version int64, updated time.Time, v attest.Verdict) store.StandingRow {
		body, err := json.Marshal(attest.Standing{Vendor: "acme", Verdict: v})
		if err != nil {
			t.Fatal(err)
		}
		return store.StandingRow{Body: body, Version: version, Updated: updated}
	}
	tests := []struct {
		name   string
		org    attest.OrgID
		vendor attest.VendorID
		row    store.StandingRow
		want   string
	}{
		{"a first row", "one", "acme", row(1, first, attest.Accept), "ACCEPT"},
		{"written again", "one", "acme", row(2, first.Add(time.Second), attest.Reject), "REJECT"},
		{"another organisation's", "two", "acme", row(2, first.Add(time.Second), attest.Escalate), "ESCALATE"},
		{"another vendor's", "one", "other", row(2, first.Add(time.Second), attest.Accept), "ACCEPT"},
		{"deleted and made anew", "one", "acme", row(2, first.Add(time.Hour), attest.Accept), "ACCEPT"},
	}
	var r recent
	for _, test := range tests {
		for range 2 {
			m, err := r.of(test.org, test.vendor, test.row)
			if err != nil {
				t.Fatal(err)
			}
			if got := m.GetVerdict().String(); got != test.want {
				t.Errorf("%s: got %s, want %s", test.name, got, test.want)
			}
		}
	}
	same, err := r.of("one", "acme", store.StandingRow{Version: 2, Updated: first.Add(time.Hour)})
	if err != nil || same.GetVerdict().String() != "ACCEPT" {
		t.Errorf("the same row was decoded again: %v, %v", same, err)
	}
	if _, err := r.of("one", "acme", store.StandingRow{Version: 3, Body: []byte("{")}); err == nil {
		t.Error("a row that is no standing gave no error")
	}
}

// TestRecentBound holds that what is remembered does not grow without end.
func TestRecentBound(t *testing.T) {
	t.Parallel()
	var r recent
	for i := range 2*recentSize + 1 {
		if _, err := r.of("one", attest.VendorID(time.Duration(i).String()), store.StandingRow{Body: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(r.answers); got > recentSize {
		t.Errorf("%d answers are remembered, want at most %d", got, recentSize)
	}
}
