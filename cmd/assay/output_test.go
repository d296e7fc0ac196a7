package main

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// testEnv is a surrounding without a terminal; what is written goes to the buffer.
func testEnv(out *bytes.Buffer) *environment {
	return &environment{stdin: bytes.NewReader(nil), stdout: out, stderr: out, getenv: func(string) string { return "" }}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one  two\nthree", 20, []string{"one two three"}},
		{"unbreakable words", 5, []string{"unbreakable", "words"}},
		{"kept\u00a0together here", 9, []string{"kept\u00a0together", "here"}},
		{"äöü äöü", 7, []string{"äöü äöü"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, wrap(tt.text, tt.width)); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", tt.text, tt.width, diff)
		}
	}
}

// TestClean keeps a hostile document from steering the terminal of its reader.
func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"plain – ünïcode", "plain – ünïcode"},
		{"\x1b[2Jgone\x07", "[2Jgone"},
		{"line\nbreak\ttab\r", "line break tab"},
		{"\u202eevil\u202c", "evil"},
		{"soft\u00adhyphen", "softhyphen"},
		{"\u009b31mred", "31mred"},
	}
	for _, tt := range tests {
		if got := clean(tt.text); got != tt.want {
			t.Errorf("clean(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestPageNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pages []int32
		want  string
	}{
		{nil, ""},
		{[]int32{4}, "p. 4"},
		{[]int32{4, 4}, "p. 4"},
		{[]int32{9, 4, 8, 7}, "pp. 4, 7-9"},
		{[]int32{1, 2}, "pp. 1-2"},
	}
	for _, tt := range tests {
		if got := pageNumbers(tt.pages); got != tt.want {
			t.Errorf("pageNumbers(%v) = %q, want %q", tt.pages, got, tt.want)
		}
	}
}

func TestKindName(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, reportType, want string }{
		{"soc2", "2", "SOC 2 Type 2 report"},
		{"soc2", "1", "SOC 2 Type 1 report"},
		{"soc2", "", "SOC 2 report"},
		{"soc3", "0", "SOC 3 report"},
		{"isae3402", "2", "ISAE 3402 Type 2 report (financial reporting)"},
		{"iso27001_cert", "", "ISO/IEC 27001 certificate"},
		{"newer_kind", "", "newer kind"},
	}
	for _, tt := range tests {
		if got := kindName(tt.kind, tt.reportType); got != tt.want {
			t.Errorf("kindName(%q, %q) = %q, want %q", tt.kind, tt.reportType, got, tt.want)
		}
	}
}

// TestFactStates shows the three states of a fact, each in its own words.
func TestFactStates(t *testing.T) {
	t.Parallel()
	cite := func(page int32, quote string) []*assayv1.Citation {
		return []*assayv1.Citation{{Page: page, Quote: quote}}
	}
	r := &assayv1.Reading{
		Kind:  &assayv1.Fact{State: assayv1.Fact_FOUND, Value: string(attest.KindSOC2), Citations: cite(3, "SOC 2")},
		Pages: []*assayv1.PageRecord{{Number: 1, Status: assayv1.PageRecord_ONE_READER}, {Number: 2, Status: assayv1.PageRecord_NOT_READ, Reason: "an image"}},
		Attestation: &assayv1.Attestation{
			Type:         &assayv1.Fact{State: assayv1.Fact_AMBIGUOUS, Reason: "cover and letter disagree", Candidates: []*assayv1.Fact_Candidate{{Value: "1", Citations: cite(1, "Type 1")}, {Value: "2"}}},
			Organization: &assayv1.Fact{State: assayv1.Fact_FOUND, Value: "Acme\x1b[31m, Inc.", Citations: cite(3, "Acme, Inc.")},
			Opinion:      &assayv1.Fact{State: assayv1.Fact_ABSENT, Reason: "page 2 could not be read"},
			Period:       &assayv1.Fact{State: assayv1.Fact_FOUND, Value: "2025-01-01..2025-12-31"},
			Categories:   &assayv1.FactList{State: assayv1.Fact_FOUND, Items: []string{"security", "processing_integrity"}},
		},
	}
	var out bytes.Buffer
	p := newPage(testEnv(&out))
	p.reading("x.pdf", r, readOptions{quotes: true})
	if err := p.flush(); err != nil {
		t.Fatal(err)
	}
	want := `x.pdf
  What it is        SOC 2 report [p. 3]
                    | SOC 2 [p. 3]
  Type              ambiguous, a person decides: cover and letter disagree
                    either Type 1 [p. 1]
                    | Type 1 [p. 1]
                    either Type 2
  Pages             2; not read: an image [p. 2]
  Organisation      Acme[31m, Inc. [p. 3]
                    | Acme, Inc. [p. 3]
  System            absent: the document does not state it
  Service auditor   absent: the document does not state it
  City              absent: the document does not state it
  Report date       absent: the document does not state it
  Period            2025-01-01 to 2025-12-31 (365 days)
  Categories        security, processing integrity
  Opinion           absent: page 2 could not be read
  Relies on         absent: the document does not state it
  Your part         absent: the document does not state it
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("reading (-want +got):\n%s", diff)
	}
}

// TestTable wraps the last column on a terminal and leaves it whole elsewhere, where
// a line is a row.
func TestTable(t *testing.T) {
	t.Parallel()
	rows := func() [][]string { return [][]string{{"a", "one two three four five six"}, {"bb", ""}} }
	tests := []struct {
		narrow bool
		want   string
	}{
		{false, "ID  TEXT\na   one two three four five six\nbb\n"},
		{true, "ID  TEXT\na   one two three four five\n    six\nbb\n"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		p := newPage(testEnv(&out))
		p.narrow, p.width = tt.narrow, 28
		p.table([]string{"ID", "TEXT"}, rows())
		if err := p.flush(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("narrow %v (-want +got):\n%s", tt.narrow, diff)
		}
	}
}
