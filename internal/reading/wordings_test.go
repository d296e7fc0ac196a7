package reading

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// wording is a rule's name in the domain's notes, with words it must and must not
// take.
type wording struct {
	ID      string   `json:"id"`
	For     []string `json:"for"`
	Against []string `json:"against"`
}

func TestWordings(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(filepath.Join("testdata", "wordings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []wording
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	token := func(pattern string) func(string) bool {
		return regexp.MustCompile(`(?i)` + spaced(pattern)).MatchString
	}
	any := func(res ...*regexp.Regexp) func(string) bool {
		return func(s string) bool {
			for _, re := range res {
				if re.MatchString(s) {
					return true
				}
			}
			return false
		}
	}
	rules := map[string]func(string) bool{
		"type.token": typeTokenRE.MatchString, "kind.soc2": token(soc2Pattern), "kind.soc3": token(soc3Pattern),
		"kind.soc1": token(soc1Pattern + `|internal control over financial reporting|\bAT-?C (?:section )?320\b`),
		"kind.tsp":  any(trustCriteriaRE), "op.clean": any(inOurOpinionRE), "op.except": any(exceptRE), "op.head": any(modHeadRE, basisHeadRE),
		"op.adverse": any(adverseRE), "op.disclaim": any(engagedRE, scopeLimitRE, noOpinionRE), "op.noopinion_boiler": func(s string) bool { return boilerRE.MatchString(s + ".") },
		"op.eom": any(emphasisRE, emphasisHeadRE), "op.not_operated": any(notOperatedRE), "sub.carveout": any(carveRE), "sub.inclusive": any(inclusiveRE),
		"cuec": any(cuecHeadRE), "csoc": any(subserviceHead), "restricted": any(restrictedRE),
		"other_info": func(s string) bool {
			kind, _, ok := classifyHeading(s)
			return ok && kind == attest.SectionOther
		},
	}
	for _, w := range all {
		rule, ok := rules[w.ID]
		if !ok {
			t.Errorf("no rule for %s", w.ID)
			continue
		}
		for _, s := range w.For {
			if !rule(newFlow(pageLines(1, s)).text) {
				t.Errorf("%s does not take %q", w.ID, s)
			}
		}
		for _, s := range w.Against {
			if rule(newFlow(pageLines(1, s)).text) {
				t.Errorf("%s takes %q", w.ID, s)
			}
		}
	}
}
