package risk

import (
	"fmt"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// TestRecent holds that an answer is used again for a row that was left out only.
func TestRecent(t *testing.T) {
	t.Parallel()
	one, two := recentKey{"one", "acme"}, recentKey{"two", "acme"}
	steps := []struct {
		name string
		key  recentKey
		body string // "": left out
		want string
	}{
		{"a first row", one, `{"Verdict":"ACCEPT"}`, "ACCEPT"},
		{"the same row", one, ``, "ACCEPT"},
		{"written again", one, `{"Verdict":"REJECT"}`, "REJECT"},
		{"the same row again", one, ``, "REJECT"},
		{"another organisation's", two, `{"Verdict":"ESCALATE"}`, "ESCALATE"},
		{"the first one's is as it was", one, ``, "REJECT"},
	}
	var r recent
	for i, step := range steps {
		row := store.StandingRow{Version: int64(i) + 1}
		if step.body != "" {
			row.Body = []byte(step.body)
		}
		m, err := r.message(step.key, r.get(step.key), row)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.GetVerdict().String(); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
	}
	if got := r.get(one).row; got.Version != 3 || got.Body != nil {
		t.Errorf("the row remembered is %+v, want version 3 without its body", got)
	}
	if _, err := r.message(one, r.get(one), store.StandingRow{Version: 9, Body: []byte("{")}); err == nil {
		t.Error("a row that is no standing gave no error")
	}
}

// TestRecentBound holds that what is remembered does not grow without end.
func TestRecentBound(t *testing.T) {
	t.Parallel()
	var r recent
	for i := range 2*recentSize + 1 {
		key := recentKey{"one", attest.VendorID(fmt.Sprint(i))}
		if _, err := r.message(key, answer{}, store.StandingRow{Body: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(r.answers); got > recentSize {
		t.Errorf("%d answers are remembered, want at most %d", got, recentSize)
	}
}
