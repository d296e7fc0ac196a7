package compare

import (
	"slices"
	"strconv"
	"strings"
)

// phrase is a run of words that has a common form.
type phrase struct {
	words string // folds, one blank between
	as    string // the fold that stands for them
}

// phrases are words that firms use for one another. Of two that begin at the same
// word the longer one holds.
var phrases = sortPhrases([]phrase{
	{"every year", "annual"}, {"each year", "annual"}, {"per year", "annual"}, {"once a year", "annual"}, {"a year", "annual"}, {"yearly", "annual"},
	{"annually", "annual"}, {"on an annual basis", "annual"}, {"on a yearly basis", "annual"}, {"every 12 months", "annual"}, {"every twelve months", "annual"}, {"once every 12 months", "annual"},
	{"semi annually", "semiannual"}, {"semi annual", "semiannual"}, {"semiannually", "semiannual"}, {"twice a year", "semiannual"}, {"twice per year", "semiannual"}, {"every six months", "semiannual"}, {"every 6 months", "semiannual"},
	{"on a semi annual basis", "semiannual"}, {"biannually", "semiannual"},
	{"quarterly", "quarterly"}, {"every quarter", "quarterly"}, {"each quarter", "quarterly"}, {"once a quarter", "quarterly"}, {"per quarter", "quarterly"}, {"on a quarterly basis", "quarterly"}, {"every three months", "quarterly"}, {"every 3 months", "quarterly"},
	{"every month", "monthly"}, {"each month", "monthly"}, {"once a month", "monthly"}, {"per month", "monthly"}, {"on a monthly basis", "monthly"},
	{"every week", "weekly"}, {"each week", "weekly"}, {"once a week", "weekly"}, {"per week", "weekly"}, {"on a weekly basis", "weekly"}, {"bi weekly", "biweekly"}, {"every two weeks", "biweekly"}, {"every 2 weeks", "biweekly"},
	{"every day", "daily"}, {"each day", "daily"}, {"once a day", "daily"}, {"per day", "daily"}, {"on a daily basis", "daily"}, {"nightly", "daily"}, {"every night", "daily"}, {"each night", "daily"},
	{"every hour", "hourly"}, {"each hour", "hourly"},
	{"prior to", "before"}, {"in advance of", "before"}, {"in accordance with", "per"}, {"in line with", "per"}, {"according to", "per"},
	{"multi factor authentication", "mfa"}, {"multifactor authentication", "mfa"}, {"two factor authentication", "mfa"}, {"2 factor authentication", "mfa"}, {"2fa", "mfa"},
	{"single sign on", "sso"}, {"virtual private network", "vpn"}, {"intrusion detection system", "ids"}, {"web application firewall", "waf"},
	{"pen test", "pentest"}, {"penetration test", "pentest"}, {"penetration tests", "pentest"}, {"penetration testing", "pentest"}, {"penetration tested", "pentest"},
	{"third party", "vendor"}, {"third parties", "vendor"}, {"service provider", "vendor"}, {"service providers", "vendor"},
	{"the company", orgMark}, {"the organization", orgMark}, {"the organisation", orgMark}, {"the entity", orgMark}, {"the service organization", orgMark}, {"the service organisation", orgMark},
	{"the system", systemMark}, {"the platform", systemMark}, {"the application", systemMark},
})

// sortPhrases sets the longer phrases first.
func sortPhrases(list []phrase) []phrase {
	slices.SortStableFunc(list, func(a, b phrase) int { return strings.Count(b.words, " ") - strings.Count(a.words, " ") })
	return list
}

// frequency reports whether a fold tells how often.
func frequency(fold string) bool {
	return slices.Contains([]string{"annual", "semiannual", "quarterly", "monthly", "biweekly", "weekly", "daily", "hourly", "continuous", "continuously"}, fold)
}

// synonym gives the common one of stems that mean the same in a control.
// Access is revoked, removed or disabled; people leave in many words.
func synonym(stem string) string {
	switch stem {
	case "employe", "staff", "personnel", "workforce", "worker", "colleagu", "associat", "workforc":
		return "personnel"
	case "revok", "revoc", "remov", "disabl", "deactivat", "deprovision":
		return "revoke"
	case "terminat", "separat", "depart", "leav", "leaver", "offboard":
		return "leaver"
	case "suppli", "vendor", "supplier":
		return "vendor"
	case "perform", "conduct", "complet", "execut", "carri":
		return "perform"
	case "requir", "enforc", "mandat":
		return "require"
	case "restrict", "limit":
		return "restrict"
	case "yearli":
		return "annual"
	}
	return stem
}

// stem takes the ending off a word, so that reviews, reviewed and reviewing are one.
func stem(fold string) string {
	if isMark(fold) || fold == "" || numeric(fold) {
		return fold
	}
	s := fold
	for _, e := range []string{"ations", "ation", "ings", "ing", "ions", "ion", "ments", "ment", "ed", "ies", "es", "s", "ly", "al"} {
		if base, ok := strings.CutSuffix(s, e); ok && len(base) >= 4 {
			s = base
			break
		}
	}
	if len(s) > 4 {
		s = strings.TrimSuffix(s, "e")
	}
	if strings.HasSuffix(s, "y") && len(s) > 4 {
		s = s[:len(s)-1] + "i"
	}
	if n := len(s); n > 5 && s[n-1] == s[n-2] && s[n-1] != 's' {
		s = s[:n-1]
	}
	return synonym(s)
}

// folded brings the words of a text to their common form: numbers in words become
// digits, phrases one word, names marks.
func folded(text string, names []phrase) []token {
	return merge(numbers(merge(tokens(text), names)), phrases)
}

// merge sets one token in the place of each run of words that is a phrase.
func merge(ts []token, list []phrase) []token {
	out := ts[:0:0]
	for i := 0; i < len(ts); {
		n, as := longest(ts[i:], list)
		if n == 0 {
			out = append(out, ts[i])
			i++
			continue
		}
		out = append(out, token{start: ts[i].start, end: ts[i+n-1].end, fold: as, stem: stem(as)})
		i += n
	}
	return out
}

// longest gives the number of tokens of the first phrase that begins ts, and its
// common form; 0 for none. Longer phrases come first in the list.
func longest(ts []token, list []phrase) (int, string) {
	for _, p := range list {
		if n := opens(ts, p.words); n > 0 {
			return n, p.as
		}
	}
	return 0, ""
}

// opens gives how many tokens of ts the words are, 0 if ts does not begin with them.
func opens(ts []token, words string) int {
	n := 0
	for word := range strings.SplitSeq(words, " ") {
		if n == len(ts) || ts[n].fold != word {
			return 0
		}
		n++
	}
	return n
}

// numbers writes the numbers in words as digits, joins twenty and four, and drops the
// repeat of "two (2)".
func numbers(ts []token) []token {
	out := ts[:0:0]
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if n := numberWord(t.fold); n > 0 {
			if n >= 20 && i+1 < len(ts) {
				if unit := numberWord(ts[i+1].fold); unit > 0 && unit < 10 {
					n, t.end = n+unit, ts[i+1].end
					i++
				}
			}
			t.fold = strconv.Itoa(n)
			t.stem = t.fold
		}
		if k := len(out); k > 0 && out[k-1].fold == t.fold && numeric(t.fold) {
			out[k-1].end = t.end
			continue
		}
		out = append(out, t)
	}
	return out
}
