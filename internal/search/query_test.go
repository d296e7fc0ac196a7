package search

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// This test is inside of the package because nothing outside should see a parsed query.

func words(text string) []string {
	var found []string
	for _, t := range tokens(text) {
		found = append(found, t.word)
	}
	return found
}

func TestTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"CC6.1, A.8.24; PI1.4.", []string{"cc", "6.1", "a", "8.24", "pi", "1.4"}},
		{"AES-256 SOC2 x509v3", []string{"aes", "256", "soc", "2", "x", "509", "v", "3"}},
		{"ISO/IEC 27001:2022", []string{"iso", "iec", "27001", "2022"}},
		{"the vendor's auditors’ o'", []string{"the", "vendor's", "auditors", "o"}},
		{"en\u00adcryp\u00adtion ﬁre Ｆｕｌｌ", []string{"encryption", "fire", "full"}},
		{"Zürich Åse STRASSE", []string{"zurich", "ase", "strasse"}},
		{"情報 security", []string{"情", "報", "security"}},
		{"1. 2..3 .5", []string{"1", "2", "3", "5"}},
		{"٣٫٥ \xff\xfe—–·", []string{"٣", "٥"}},
		{"", nil},
		{"é e\u0301 \u0301", []string{"e", "e"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, words(tt.text)); diff != "" {
			t.Errorf("words of %q (-want +got):\n%s", tt.text, diff)
		}
	}
	if got := words(strings.Repeat("ab", 500)); len(got) != 1 || len(got[0]) != maxTermRunes {
		t.Errorf("a run of 1000 letters gives %d words, want one of %d letters", len(got), maxTermRunes)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text           string
		quoted, loose  []string
		whole          string
		lastUnfinished bool
	}{
		{"encryption at rest", nil, []string{"encrypt", "rest"}, "encrypt at rest", true},
		{`"no exceptions" noted?`, []string{"no except"}, []string{"note"}, "", false},
		{`"no exceptions" "no exceptions"`, []string{"no except"}, nil, "", false},
		{`""  "the" backups`, []string{"the"}, []string{"backup"}, "", true},
		{"CC6.1 third-party", nil, []string{"cc 6.1", "third parti"}, "cc 6.1 third parti", true},
		{"a / b/c", nil, []string{"b", "c"}, "a b c", true},
		{"who are you", nil, []string{"who are you"}, "who are you", false},
		{"backup backups BACKUP", nil, []string{"backup"}, "backup backup backup", false},
		{`say "what`, nil, []string{"say"}, "say what", false},
	}
	for _, tt := range tests {
		p, err := parse(tt.text)
		if err != nil {
			t.Errorf("parse(%q): %v", tt.text, err)
			continue
		}
		keys := func(clauses []clause) (keys []string) {
			for _, c := range clauses {
				keys = append(keys, c.key())
			}
			return keys
		}
		if diff := cmp.Diff(tt.quoted, keys(p.quoted)); diff != "" {
			t.Errorf("quoted of %q (-want +got):\n%s", tt.text, diff)
		}
		if diff := cmp.Diff(tt.loose, keys(p.words)); diff != "" {
			t.Errorf("words of %q (-want +got):\n%s", tt.text, diff)
		}
		if got := strings.Join(p.whole, " "); got != tt.whole {
			t.Errorf("whole of %q = %q, want %q", tt.text, got, tt.whole)
		}
		if got := len(p.words) > 0 && p.words[len(p.words)-1].last; got != tt.lastUnfinished {
			t.Errorf("last word of %q may be unfinished = %v, want %v", tt.text, got, tt.lastUnfinished)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"encryption at rest", `"no exceptions" CC6.1`, `a "b`, "“x” «y» „z“", "\xff\"\xfe", strings.Repeat("a1", 2048), "情報\u0301 ﷺ İ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, tok := range tokens(text) {
			if tok.start < end || tok.end <= tok.start || tok.end > len(text) {
				t.Fatalf("token %+v does not fit %q", tok, text)
			}
			end = tok.end
			if tok.word == "" || tok.term == "" || utf8.RuneCountInString(tok.word) > maxTermRunes {
				t.Errorf("token %+v of %q", tok, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(tok.term) {
				t.Errorf("term %q of %q is not valid", tok.term, text)
			}
		}
		p, err := parse(text)
		var refused *attest.Error
		if err != nil && (!errors.As(err, &refused) || refused.Kind != attest.InvalidArgument) {
			t.Fatalf("parse(%q): %v, want an invalid argument", text, err)
		}
		if err == nil && len(p.quoted)+len(p.words) == 0 {
			t.Errorf("parse(%q) has nothing to look for", text)
		}
		if len(p.words) > maxClauses || len(p.quoted) > maxClauses {
			t.Errorf("parse(%q) has %d words and %d phrases", text, len(p.words), len(p.quoted))
		}
		for _, c := range append(p.quoted, p.words...) {
			if len(c.terms) == 0 {
				t.Errorf("parse(%q) has an empty clause", text)
			}
		}
	})
}
