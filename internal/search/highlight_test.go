package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/search"
)

// marked writes the ranges of a snippet in brackets.
func marked(snippet string, ranges [][2]int) string {
	var b strings.Builder
	at := 0
	for _, r := range ranges {
		b.WriteString(snippet[at:r[0]] + "[" + snippet[r[0]:r[1]] + "]")
		at = r[1]
	}
	return b.String() + snippet[at:]
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, query, want string }{
		{"stems", "Data is encrypted. Encryption keys rotate.", "encrypting keys", "Data is [encrypted]. [Encryption] [keys] rotate."},
		{"identifier", "CC6.1 and CC6.10 and 6.1", "cc6.1", "[CC6.1] and CC6.10 and 6.1"},
		{"phrase only as such", "no exceptions; exceptions, no", `"no exceptions"`, "[no exceptions]; exceptions, no"},
		{"phrase and word that touch", "no exceptions noted", `"no exceptions" exceptions`, "[no exceptions] noted"},
		{"stop words are not marked", "the keys of the vendor", "the vendor", "the keys of the [vendor]"},
		{"typo", "Backups are encrypted.", "encripted", "Backups are [encrypted]."},
		{"typo gives way to the right word", "contract control contrast", "contract", "[contract] control contrast"},
		{"unfinished", "privileged access", "privil", "[privileged] access"},
		{"accents", "in Zürich, ZÜRICH", "zurich", "in [Zürich], [ZÜRICH]"},
		{"nothing fits", "a passage", "kubernetes", "a passage"},
		{"no query", "a passage", "", "a passage"},
		{"no text", "", "words", ""},
		{"broken bytes", "key\xff\xfe ring", "ring", "key\uFFFD [ring]"},
		{"other scripts", "情報セキュリティ", "セキュリティ", "情報[セキュリティ]"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, marked(search.Highlight(tt.text, tt.query))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestHighlightLongPassage(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("The entity maintains policies. ", 40)
	tests := []struct{ name, text, query, want string }{
		{"in the middle", filler + "Firewall rules are reviewed. " + filler, "firewall", "[Firewall] rules are reviewed."},
		{"at the start", "Firewall rules. " + filler, "firewall", "[Firewall] rules. The"},
		{"at the end", filler + "Firewall rules.", "firewall", "policies. [Firewall] rules."},
		{"where more words are", "Firewall. " + filler + "Rules of the firewall." + filler, "firewall rules", "[Rules] of the [firewall]"},
		{"nothing", filler, "firewall", "The entity maintains"},
	}
	for _, tt := range tests {
		snippet, ranges := search.Highlight(tt.text, tt.query)
		got := marked(snippet, ranges)
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: snippet = %q, want it to have %q", tt.name, got, tt.want)
		}
		if len(snippet) < 200 || len(snippet) > 300 {
			t.Errorf("%s: snippet of %d bytes, want about 280", tt.name, len(snippet))
		}
		inner := strings.Trim(snippet, "…")
		if !strings.Contains(tt.text, inner) {
			t.Errorf("%s: snippet %q is no piece of the passage", tt.name, snippet)
		}
		if strings.HasPrefix(snippet, "…") == strings.HasPrefix(tt.text, inner) {
			t.Errorf("%s: ellipsis at the start of %q is wrong", tt.name, snippet)
		}
		if strings.HasSuffix(snippet, "…") == strings.HasSuffix(tt.text, inner) {
			t.Errorf("%s: ellipsis at the end of %q is wrong", tt.name, snippet)
		}
	}
}

// checkHighlight holds what is true of every snippet.
func checkHighlight(t *testing.T, text, query string) {
	snippet, ranges := search.Highlight(text, query)
	if !utf8.ValidString(snippet) {
		t.Errorf("snippet %q is not valid", snippet)
	}
	if len(text) < 250 && snippet != strings.ToValidUTF8(text, "\uFFFD") && utf8.ValidString(text) {
		t.Errorf("snippet %q is not the whole of a short text", snippet)
	}
	at := -1
	for _, r := range ranges {
		if r[0] <= at || r[1] <= r[0] || r[1] > len(snippet) {
			t.Fatalf("ranges %v do not fit a snippet of %d bytes", ranges, len(snippet))
		}
		if !utf8.ValidString(snippet[r[0]:r[1]]) {
			t.Errorf("range %v cuts a character of %q", r, snippet)
		}
		at = r[1]
	}
	again, _ := search.Highlight(text, query)
	if again != snippet {
		t.Errorf("second snippet %q differs from %q", again, snippet)
	}
}

func FuzzHighlight(f *testing.F) {
	f.Add("Data is encrypted at rest, CC6.1.", `encrypted "at rest" cc6`)
	f.Add(strings.Repeat("Zürich’s ﬁrewall 情報 ", 40), "zurich’s firewall 情")
	f.Add(strings.Repeat("x", 1000)+"\xff", "x")
	f.Add(strings.Repeat("\u00ad\u0301", 300), "a")
	f.Add(strings.Repeat("情", 300), "情情")
	f.Fuzz(checkHighlight)
}
