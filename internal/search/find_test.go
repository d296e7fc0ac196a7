package search_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
)

// library is a few passages in the words of such reports.
func library() search.DocumentEntry {
	return entry("d",
		"CC6.1 Customer data is encrypted at rest with AES-256.",
		"CC6.10 Laptops are encrypted; keys rest with the owner. At 256 sites locks are used.",
		"The service auditor noted no exceptions for control A.8.24.",
		"Exceptions were noted: 2 of 25 terminated users kept their access.",
		"Annex A.8.2 covers privileged access rights under ISO/IEC 27001:2022.",
		"Backups are restored yearly. The third-party’s recovery site is in Zürich.",
		"This SOC 2 report is intended for user entities.",
		"in our opinion, the description presents the system",
		"情報セキュリティ",
	)
}

func TestQueries(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, library())
	tests := []struct {
		name, text string
		want       []string
	}{
		{"the words in a row come first", "encrypted at rest", []string{"d/0", "d/1"}},
		{"stems", "encryption of laptop", []string{"d/1"}},
		{"criterion", "CC6.1", []string{"d/0"}},
		{"criterion, lower case", "cc6.1", []string{"d/0"}},
		{"criterion with a space in a phrase", `"CC 6.10"`, []string{"d/1"}},
		{"Annex A control", "A.8.24", []string{"d/2"}},
		{"Annex A control that begins another", "A.8.2", []string{"d/4"}},
		{"part of a standard's name", "27001", []string{"d/4"}},
		{"name with edition", "ISO 27001:2022", []string{"d/4"}},
		{"without the hyphen", "AES256", []string{"d/0"}},
		{"without the space", "soc2", []string{"d/6"}},
		{"phrase", `"no exceptions"`, []string{"d/2"}},
		{"phrase and word", `"exceptions were noted" access`, []string{"d/3"}},
		{"two phrases must both be there", `"exceptions were" "service auditor"`, []string{}},
		{"a phrase that is nowhere", `"access exceptions" access`, []string{}},
		{"curly quotes", "“in our opinion”", []string{"d/7"}},
		{"a quote that is not closed", `access "rights`, []string{"d/4"}},
		{"accents", "zurich", []string{"d/5"}},
		{"hyphenated", "third party", []string{"d/5"}},
		{"typo", "encripted laptops", []string{"d/1"}},
		{"unfinished word", "privil", []string{"d/4"}},
		{"a finished word is no beginning", "privil ", []string{}},
		{"stop words are no words", "where are the backups", []string{"d/5"}},
		{"nothing but stop words", "in our", []string{"d/7"}},
		{"nothing but stop words, nowhere", "where who", []string{}},
		{"both of two", "laptops opinion", []string{}},
		{"those with more of many words first", "laptops with opinion on sites", []string{"d/1", "d/7", "d/5"}},
		{"unknown", "kubernetes", []string{}},
		{"no query language", "text:backups^3 +d/0 -encrypted /.*/ *", []string{"d/0", "d/1"}},
		{"other scripts", "セキュリティ", []string{"d/8"}},
		{"a part that does not stand so", "ティセ", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, find(t, s, search.Query{Text: tt.text})); diff != "" {
				t.Errorf("search %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestHit(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, library())
	res, err := s.Search(t.Context(), org, search.Query{Text: "terminated users"})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Hits) != 1 || res.Total != 1 {
		t.Fatalf("result = %+v, want one hit", res)
	}
	if score := res.Hits[0].Score; !(score > 0) || math.IsInf(score, 0) {
		t.Errorf("score = %v, want a positive number", score)
	}
	res.Hits[0].Score = 0
	want := search.Hit{
		Document: "d", Vendor: "v1", Kind: attest.KindSOC2, Ordinal: 3, Page: 4, Section: attest.SectionMatrix,
	}
	if diff := cmp.Diff(want, res.Hits[0]); diff != "" {
		t.Errorf("hit (-want +got):\n%s", diff)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	date := func(month time.Month, day int) attest.Date { return attest.Date{Year: 2025, Month: month, Day: day} }
	doc := func(id string, vendor attest.VendorID, kind attest.Kind, span attest.Period) search.DocumentEntry {
		e := entry(id, "backup tests")
		e.Vendor, e.Kind, e.Span = vendor, kind, span
		return e
	}
	put(t, s,
		doc("a", "v1", attest.KindSOC2, attest.Period{Start: date(1, 1), End: date(6, 30)}),
		doc("b", "v1", attest.KindBridgeLetter, attest.Period{Start: date(7, 1), End: date(9, 30)}),
		doc("c", "v2", attest.KindISO27001, attest.Period{Start: date(3, 15), End: date(3, 15)}),
		doc("u", "v2", attest.KindOther, attest.Period{}))
	tests := []struct {
		name string
		q    search.Query
		want []string
	}{
		{"none", search.Query{}, []string{"a/0", "b/0", "c/0", "u/0"}},
		{"vendor", search.Query{Vendor: "v2"}, []string{"c/0", "u/0"}},
		{"unknown vendor", search.Query{Vendor: "v3"}, []string{}},
		{"kind", search.Query{Kinds: []attest.Kind{attest.KindSOC2}}, []string{"a/0"}},
		{"kinds", search.Query{Kinds: []attest.Kind{attest.KindOther, attest.KindSOC2}}, []string{"a/0", "u/0"}},
		{"unknown kind", search.Query{Kinds: []attest.Kind{"x"}}, []string{}},
		{"vendor and kind", search.Query{Vendor: "v2", Kinds: []attest.Kind{attest.KindSOC2}}, []string{}},
		{"from the last day", search.Query{From: date(6, 30)}, []string{"a/0", "b/0"}},
		{"from the day after", search.Query{From: date(7, 1)}, []string{"b/0"}},
		{"to the first day", search.Query{To: date(1, 1)}, []string{"a/0"}},
		{"a day", search.Query{From: date(3, 15), To: date(3, 15)}, []string{"a/0", "c/0"}},
		{"a day that nothing covers", search.Query{From: date(12, 1), To: date(12, 31)}, []string{}},
		{"first page", search.Query{Limit: 3}, []string{"a/0", "b/0", "c/0"}},
		{"second page", search.Query{Limit: 3, Offset: 3}, []string{"u/0"}},
		{"beyond", search.Query{Offset: 100}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.q.Text = "backup tests"
			if diff := cmp.Diff(tt.want, find(t, s, tt.q)); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
			tt.q.Text = "nowhere"
			if got := find(t, s, tt.q); len(got) > 0 {
				t.Errorf("hits of an unknown word = %v, want none", got)
			}
		})
	}
}

func TestFiltersLeaveScoresAlone(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, library())
	score := func(q search.Query) float64 {
		t.Helper()
		res, err := s.Search(t.Context(), org, q)
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("search: %v, %v", res, err)
		}
		return res.Hits[0].Score
	}
	want := score(search.Query{Text: "encrypted customer data"})
	got := score(search.Query{Text: "encrypted customer data", Vendor: "v1", Kinds: []attest.Kind{attest.KindSOC2}})
	if got != want {
		t.Errorf("score with filters = %v, want %v", got, want)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	tests := []struct {
		name   string
		q      search.Query
		reason string
	}{
		{"empty", search.Query{}, search.ReasonQueryEmpty},
		{"no words", search.Query{Text: ` "" -- ?! ` + "\xff"}, search.ReasonQueryEmpty},
		{"10 kB", search.Query{Text: strings.Repeat("backups. ", 1200)}, search.ReasonQueryTooLong},
		{"negative limit", search.Query{Text: "x", Limit: -1}, search.ReasonPage},
		{"large limit", search.Query{Text: "x", Limit: 1001}, search.ReasonPage},
		{"negative offset", search.Query{Text: "x", Offset: -1}, search.ReasonPage},
		{"far offset", search.Query{Text: "x", Offset: math.MaxInt}, search.ReasonPage},
	}
	for _, tt := range tests {
		_, err := s.Search(t.Context(), org, tt.q)
		t.Run(tt.name, func(t *testing.T) { wantReason(t, err, tt.reason) })
	}
}

func TestLongQuestion(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	put(t, s, library())
	words := strings.Repeat("does your organisation have procedures and technical measures for data in the cloud ", 40)
	if got := find(t, s, search.Query{Text: words + "terminated access"}); len(got) == 0 || got[0] != "d/3" {
		t.Errorf("hits = %v, want d/3 first", got)
	}
}
