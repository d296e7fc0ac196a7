package store

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzPosition(f *testing.F) {
	for _, s := range []string{"", "1.a", "zz.", ".a", "-1.a", "zzzzzzzzzzzzzzzzz.a", "1. .", position{time.UnixMicro(1_767_225_600_123_456), "acme"}.String()} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePosition(s, firstInstant)
		if err != nil {
			return
		}
		again, err := parsePosition(p.String(), lastInstant)
		if err != nil || again != p {
			t.Errorf("%q is %v, which reads back as %v (error %v)", s, p, again, err)
		}
		if y := p.at.Year(); y < 1970 || y > 9999 {
			t.Errorf("%q is in the year %d", s, y)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", ".", "1.2", "00000000000002f1.0000000000000003", "-1.1", "0x1.1", "1_0.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		xid, id, err := Cursor(s).parse()
		if err == nil && (xid < 0 || id < 0) {
			t.Errorf("%q is %d, %d", s, xid, id)
		}
	})
}

// FuzzText wants text and JSON that PostgreSQL takes, and that say the same.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\x00b", `\u0000`, `\\u0000`, "\\\x00", "\xff\xfe\x00", "é\u2028", `"\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := cleanText(s)
		if !utf8.ValidString(clean) || strings.ContainsRune(clean, 0) {
			t.Errorf("%q became %q", s, clean)
		}
		if utf8.ValidString(s) && !strings.ContainsRune(s, 0) && clean != s {
			t.Errorf("%q was fine and became %q", s, clean)
		}
		text, err := toJSON([]string{s, `\u0000`})
		if err != nil {
			t.Fatal(err)
		}
		var back []string
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if back[0] != clean || back[1] != `\u0000` {
			t.Errorf("%q came through JSON as %q, want %q", s, back, clean)
		}
	})
}

func TestQuoteLiteral(t *testing.T) {
	for in, want := range map[string]string{"": "''", "o": "'o'", "o'; drop table vendors; --": "'o''; drop table vendors; --'", `\'`: `'\'''`, "a\x00": "'a\uFFFD'"} {
		if got := quoteLiteral(in); got != want {
			t.Errorf("quoteLiteral(%q) = %s, want %s", in, got, want)
		}
	}
}
