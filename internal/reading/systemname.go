package reading

import (
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	describedSystemRE = regexp.MustCompile(`(?i)\bdescription\s*(?:(?:titled|entitled)\s*["“][^"“”]{3,120}["”]\s*)?(?:(?:prepared\s*|provided\s*)?by\s*[\pL\d&.,'’ -]{2,60}?(?:\([^)]*\)\s*)?)?(?:,?\s*in\s*section\s*\w{1,5}\s*,?\s*)?of\s*(?:(?:its|the|their)\s*|[\pL\d&.,' -]{2,60}?'s?\s+)?(?:\([^)]*\)\s*)?(?-i:(` + namePattern + `|[\pL\d][^.;]{2,120}?(?:\s(?:Co|Inc|Corp|Ltd)\.)?))\s*(?:\((?:["'“]|the\b|system|description|collectively|hereinafter|hereafter)|,?\s*(?:titled|entitled|found\s*in|included\s*in|presented\s*in|provided\s*in|set\s*(?:forth|out)\s*in|in\s*(?:section|part|chapter)|for\s*(?:processing|the|providing)|in\s*the\s*period|throughout|as\s*of|as\s*at|during|based\s*on|at\s*pages|dated|which|that|and\s*(?:on\s*)?(?:the|whether|of))\b|["“])`)
	controlsOverRE    = regexp.MustCompile(`(?i)\bcontrols\s*(?:within|over|relating\s*to|of|for|in)\s*(?:the\s*|its\s*|(?:[\pL\d&.,' -]{2,60}?'s?\s+))?(?-i:(` + namePattern + `|[\pL\d][^.;]{2,140}?))\s*(?:\((?:["'“]|the\b|system|description|collectively|hereinafter|hereafter)|,?\s*(?:were|was)\s*effective|throughout|based\s*on)`)
	maintainedRE      = regexp.MustCompile(`(?i)\beffectiveness\s*of\s*(?-i:([\p{Lu}\d][^.;()]{2,120}?))\s*(?:\([^)]*\)\s*)?(?:'s?\s*)?controls\b|\bmaintained\s*effective\s*controls\s*over\s*(?:the\s*|its\s*)?(?-i:([\p{Lu}\d][^.;()]{2,120}?))\s*(?:\(|throughout|during)`)
	titledRE          = regexp.MustCompile(`(?i)\bdescription\s*of\s*(?:its|the)\s*(.{3,80}?)\s*(?:throughout|for\s*the\s*period|as\s*of|["'“”]|$)`)
	genericSystem     = regexp.MustCompile(`(?i)^(?:system|services?|service organi[sz]ation'?s? system|systems?|information systems?|the system)$`)
)

// systemNounRE is the last word of a system that has no name of its own, such as
// "freight matching system".
var systemNounRE = regexp.MustCompile(`(?i)^(?:[\pL\d&/-]+\s+){1,6}(?:systems?|platforms?|services?|applications?|portal|suite|environment|solutions?|products?|software|hosting)$`)

// systemTailRE is what may follow the name of a system: whose it is, and what
// else was examined.
var systemTailRE = regexp.MustCompile(`\s+(?:(?:throughout|during|for|in|over)\s+the\s+(?:\S+\s+){0,2}period\b.*|(?:as\s+of|as\s+at)\s.*\d{4}.*|(?:provided\s+|operated\s+|offered\s+)?(?:of|by)\s+(?:the\s+)?[\p{Lu}\d][^;]*` + suffixPattern + `(?:\W.*)?|(?:set\s+(?:out|forth)|described|presented|found|included|contained|given)\s+in\b.*|and\s+(?:on\s+)?(?:of\s+)?the\s+(?:suitability|design|operating|effectiveness|related).*)$`)

// system reads the name of the system that was examined. The names of its owner
// are no part of it.
func (rp *report) system(owners []string) attest.Fact[string] {
	type zone struct {
		f     flow
		limit int
		rule  string
	}
	f := rp.letter.flow
	zones := []zone{{f.slice(min(rp.letter.anchor, len(f.text)), len(f.text)), 700, "system.letter"}, {rp.assertion, 900, "system.assertion"}, {rp.cover, 600, "system.cover"}}
	rules := []*regexp.Regexp{describedSystemRE, controlsOverRE, titledRE}
	if rp.kind == attest.KindSOC3 {
		rules = []*regexp.Regexp{controlsOverRE, describedSystemRE, maintainedRE}
	}
	var plain attest.Fact[string] // a system without a name of its own
	for _, z := range zones {
		head := z.f.text[:min(len(z.f.text), z.limit)]
		for _, re := range rules {
			for _, m := range systemMatches(re, head) {
				name := cleanSystem(head[m[0]:m[1]], owners)
				switch found := attest.FoundFact(name, z.rule, z.f.cite(m[0], m[1])...); {
				case strings.ContainsFunc(name, unicode.IsUpper):
					return found
				case name != "" && plain.State == "":
					plain = found
				}
			}
		}
	}
	if plain.State != "" {
		return plain
	}
	return attest.AbsentFact[string](rp.zoneReason("no name of the system was found"))
}

// systemMatches gives the groups that a pattern matches, in order.
func systemMatches(re *regexp.Regexp, text string) [][2]int {
	var out [][2]int
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		for g := 2; g+1 < len(m); g += 2 {
			if m[g] >= 0 {
				out = append(out, [2]int{m[g], m[g+1]})
			}
		}
	}
	return out
}

// titledLeadRE are the words before the title of a system: "system titled Harbor".
var titledLeadRE = regexp.MustCompile(`^(?:systems?|services?|platform)\s+(?:titled|entitled|called|named|known\s+as)\s+`)

// notSystemRE are words that follow "description of" and name no system.
var notSystemRE = regexp.MustCompile(`(?i)service organi[sz]ation's system|tests of controls|^(?:criteria|boundaries|system of |system for |system in )|\bDC\s*section\b|\bcontrols?$|\bcontrols and\b`)

// cleanSystem trims the name of a system; "" when the words name none.
func cleanSystem(s string, owners []string) string {
	s = systemTailRE.ReplaceAllString(strings.Trim(s, " ,\""), "")
	for _, lead := range []string{"its ", "the ", "their ", "accompanying "} {
		s = strings.TrimPrefix(s, lead)
	}
	s = strings.Trim(titledLeadRE.ReplaceAllString(s, ""), " ,\"“”")
	if i := strings.Index(s, "'s "); i > 0 && i < 50 && !strings.Contains(s[:i], ".") {
		s = s[i+3:]
	}
	s = strings.Trim(withoutOwner(s, owners), " ,\"")
	if len(owners) > 0 && sameName(s, owners[0]) || genericSystem.MatchString(s) || notSystemRE.MatchString(s) || len(s) < 3 || len(s) > 120 {
		return ""
	}
	if !strings.ContainsFunc(s, unicode.IsUpper) && !systemNounRE.MatchString(s) {
		return ""
	}
	return s
}

// bracketRE is a definition in brackets at the start of a text.
var bracketRE = regexp.MustCompile(`^\s*\([^)]*\)`)

// withoutOwner cuts the full name of the owner before a system, and any name of
// the owner behind it: "X Inc. (X) billing system", "billing system of X".
func withoutOwner(s string, owners []string) string {
	for i, o := range owners {
		if rest, ok := strings.CutPrefix(s, o+" "); ok && i == 0 {
			s = strings.TrimSpace(bracketRE.ReplaceAllString(rest, ""))
		}
		for _, link := range []string{" of ", " of the ", " by ", " at "} {
			if at := strings.Index(s, link+o); at > 0 {
				s = s[:at]
			}
		}
	}
	return s
}

// ownerNames are the names by which a report speaks of the organisation: the
// full one first, then that without its legal form, then its short forms.
func ownerNames(org string, aliases []string) []string {
	if org == "" {
		return aliases
	}
	bare := strings.Trim(suffixRE.ReplaceAllString(org, ""), " ,")
	return append([]string{org, bare}, aliases...)
}
