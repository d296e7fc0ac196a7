package reading

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// letterFlow makes the text of a letter, a line for each line.
func letterFlow(text string) flow { return newFlow(pageLines(1, strings.Split(text, "\n")...)) }

func TestOpinionCases(t *testing.T) {
	t.Parallel()
	described := map[string]bool{ // told in words, tested on whole reports in TestReports
		"O16": true, "O17": true, "O18": true, "O19": true, "O20": true, "O21": true, "O23": true,
	}
	for _, c := range domainCases(t, "opinion") {
		if described[c.ID] {
			continue
		}
		got := string(readOpinion(letterFlow(c.In)).kind)
		if got == "" {
			got = "unknown"
		}
		if got != c.Out {
			t.Errorf("%s: opinion = %q, want %q (%s)\n%s", c.ID, got, c.Out, c.Why, c.In)
		}
	}
}

const (
	limbA = "a. the description presents the Harbour System that was designed and implemented throughout the period April 1, 2024 to March 31, 2025 in accordance with the description criteria;\n"
	limbB = "b. the controls stated in the description were suitably designed throughout that period to provide reasonable assurance that commitments would be achieved, if its controls operated effectively throughout that period; and\n"
	limbC = "c. the controls stated in the description operated effectively throughout that period, if complementary user entity controls operated effectively.\n"
)

func TestOpinionWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		want attest.OpinionKind
		legs string // description, design, operation: u q a d ?
		ids  string
	}{
		{"unqualified", "Opinion\nIn our opinion, in all material respects,\n" + limbA + limbB + limbC + "Restricted Use\nThis report is intended solely for specified parties, except for regulators.", attest.Unqualified, "uuu", ""},
		{"fairly presents, Arabic limbs", "In our opinion, in all material respects, based on the criteria described in the assertion\n(1) the description fairly presents the system that was designed and implemented throughout the period\n(2) the controls stated in the description were suitably designed to provide reasonable assurance\n(3) the controls tested, which were those necessary to provide reasonable assurance, operated effectively throughout the period", attest.Unqualified, "uuu", ""},
		{"assertion of effectiveness", "In our opinion, management's assertion that the controls within the Harbour system were effective throughout the period is fairly stated, in all material respects, based on the criteria.", attest.Unqualified, "u", ""},
		{"qualified by its basis: operation", "Basis for Qualified Opinion\nHarbour states in its description that access is reviewed each quarter. As noted in Section 4, the reviews were not performed for two quarters. As a result, controls did not provide reasonable assurance based on criterion CC6.3.\nQualified Opinion\nIn our opinion, except for the matter described in the Basis for Qualified Opinion section, in all material respects,\n" + limbA + limbB + limbC, attest.Qualified, "uuq", "CC6.3"},
		{"qualified by its basis: design", "Basis for Qualified Opinion\nThe description states that backups are encrypted. As described in section 3, controls over backups were not suitably designed to meet criterion A1.2.\nQualified Opinion\nIn our opinion, except for the effects of the matter described above, in all material respects,\n" + limbA + limbB + limbC, attest.Qualified, "uqu", "A1.2"},
		{"qualified by its basis: description", "Basis for Qualified Opinion\nThe accompanying description states that the vendor uses biometric readers. As noted on page 12, the description omits that readers were not implemented at one site.\nQualified Opinion\nIn our opinion, except for the matter described in the preceding paragraph, in all material respects,\n" + limbA + limbB + limbC, attest.Qualified, "quu", ""},
		{"qualified, limb not told", "In our opinion, except for the matters noted in section 4, in all material respects,\n" + limbA + limbB + limbC, attest.Qualified, "???", ""},
		{"qualified inside limb b", "In our opinion, in all material respects,\n" + limbA + "b. the controls stated in the description were suitably designed throughout that period, except that no control addressed criterion CC7.5; and\n" + limbC, attest.Qualified, "uqu", "CC7.5"},
		{"adverse, all limbs", "Adverse Opinion\nIn our opinion, because of the significance of the matter described above,\na. the description does not present the system;\nb. the controls stated in the description were not suitably designed; and\nc. the controls stated in the description did not operate effectively", attest.Adverse, "aaa", ""},
		{"adverse without the usual words", "In our opinion, in all material respects, the controls were not suitably designed and the controls did not operate effectively throughout the period", attest.Adverse, "aa", ""},
		{"disclaimer by heading", "We were engaged to examine the description of the system of Harbour.\nDisclaimer of Opinion\nBecause of the matter above we have not been able to obtain sufficient appropriate evidence. Accordingly, we do not express an opinion on the description.", attest.Disclaimer, "ddd", ""},
		{"no opinion on another programme", "We have examined the assertion. Our examination was not conducted for the purpose of evaluating the cybersecurity risk management program. Accordingly, we do not express an opinion or any other form of assurance on it. In our opinion, the controls over the system were effective throughout the period.", attest.Unqualified, "u", ""},
		{"dual dating at the end", "In our opinion, in all material respects,\n" + limbA + limbB + limbC + "Wick & Tallow LLP\nDenver, Colorado\nMarch 3, 2025, except for Note 2, as to which the date is April 2, 2025", attest.Unqualified, "uuu", ""},
		{"negation with words between", "In our opinion,\na. the description does not, in all material respects, present the system;\nb. the controls were not, in all material respects, suitably designed; and\nc. the controls did not, in all material respects, operate effectively", attest.Adverse, "aaa", ""},
		{"save for", "In our opinion, in all material respects,\n" + limbA + limbB + "c. the controls operated effectively throughout that period, save for those over backups.", attest.Qualified, "uuq", ""},
		{"the word opinion in a policy", "Employees may give their opinion on the description of controls.", "", "", ""},
		{"a disclaimer of warranty is none", "We have examined the description. The vendor disclaims all warranties. In our opinion, in all material respects,\n" + limbA + limbB + limbC, attest.Unqualified, "uuu", ""},
		{"unable to in a control", "In our opinion, in all material respects,\n" + limbA + limbB + limbC + "Restricted Use\nThis report is intended solely for users that are unable to obtain sufficient evidence.", attest.Unqualified, "uuu", ""},
		{"except for in the system's name stays binding", "In our opinion, in all material respects,\n" + limbA + limbB + "c. the controls operated effectively throughout that period, with the exception of those in the Lisbon office.", attest.Qualified, "uuq", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := letterFlow(tt.text)
			o := readOpinion(f)
			if o.kind != tt.want {
				t.Fatalf("opinion = %q, want %q", o.kind, tt.want)
			}
			rp := &report{letter: letter{flow: f}, opinion: o, doc: &document{}, kind: attest.KindSOC2}
			if got := legLetters(o.legs(f, attest.KindSOC2, 2)); got != tt.legs {
				t.Errorf("legs = %q, want %q", got, tt.legs)
			}
			if o.kind == "" {
				return
			}
			if diff := cmp.Diff(strings.Fields(tt.ids), slices.Clone(rp.modified().Items), cmp.Transformer("nil", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
				t.Errorf("modified criteria mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpinionDoubt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		kind       attest.OpinionKind
		other      attest.OpinionKind
	}{
		{"a heading says qualified, the words do not", "Qualified Opinion\nIn our opinion, in all material respects,\n" + limbA + limbB + limbC, attest.Unqualified, attest.Qualified},
		{"words that no clean opinion needs", "In our opinion, in all material respects,\n" + limbA + limbB + "c. the controls operated effectively throughout that period; however, controls over backups were weak.", attest.Unqualified, attest.Qualified},
		{"a disclaimer and an opinion", "We were engaged to examine the description. We were unable to obtain sufficient evidence and do not express an opinion.\nIn our opinion, in all material respects,\n" + limbA + limbB + limbC, attest.Disclaimer, attest.Unqualified},
		{"a sentence takes a part back", "In our opinion, in all material respects,\n" + limbA + limbB + "c. the controls operated effectively throughout that period.\nThe foregoing opinion does not hold for controls over changes, which did not operate effectively until October.", attest.Adverse, attest.Qualified},
		{"no opinion, in other words", "We were appointed to examine the description of the system. We have been unable to carry out our tests. We have not obtained sufficient evidence and do not give an opinion on the description or the controls.", attest.Disclaimer, ""},
		{"conditions are no doubt", "In our opinion, in all material respects,\n" + limbA + "b. the controls were suitably designed, if user entities did not fail to apply theirs; and\n" + limbC, attest.Unqualified, ""},
	}
	for _, tt := range tests {
		if o := readOpinion(letterFlow(tt.text)); o.kind != tt.kind || o.other != tt.other {
			t.Errorf("%s: opinion = %q or %q, want %q or %q", tt.name, o.kind, o.other, tt.kind, tt.other)
		}
	}
}

// legLetters writes the opinion on each limb as one letter.
func legLetters(legs []attest.LegOpinion) string {
	var b strings.Builder
	for _, l := range legs {
		if l.Opinion.State == attest.Ambiguous {
			b.WriteByte('?')
			continue
		}
		b.WriteByte(l.Opinion.Value[0])
	}
	return b.String()
}
