package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

// TestModifiedLimb puts the words of a modification before the subject of a limb,
// with no semicolon in front of them.
func TestModifiedLimb(t *testing.T) {
	t.Parallel()
	const lead = "In our opinion, in all material respects,\n"
	const why = "except for the matter described in the Basis paragraph, "
	tests := []struct{ name, text, legs string }{
		{"commas and letters", lead + "a. the description presents the system,\nb. " + why + "the controls were suitably designed,\nc. the controls operated effectively throughout the period.", "uqu"},
		{"commas and letters, the last", lead + "a. the description presents the system,\nb. the controls were suitably designed,\nc. " + why + "the controls operated effectively throughout the period.", "uuq"},
		{"before the first subject it may govern all", lead + "a. " + why + "the description presents the system,\nb. the controls were suitably designed,\nc. the controls operated effectively throughout the period.", "???"},
		{"numbers in brackets, no marks of punctuation", lead + "(i) the description presents the system\n(ii) the controls were suitably designed and\n(iii) " + why + "the controls operated effectively throughout the period.", "uuq"},
		{"dashes", lead + "– the description presents the system,\n– " + why + "the controls were suitably designed,\n– the controls operated effectively throughout the period.", "uqu"},
		{"running text", lead + "the description presents the system, the controls were suitably designed, and except for the matter described above, the controls operated effectively throughout the period.", "uuq"},
		{"at the end of a limb", lead + "a. the description presents the system, except for the matter described above,\nb. the controls were suitably designed,\nc. the controls operated effectively throughout the period.", "quu"},
	}
	for _, tt := range tests {
		f := letterFlow(tt.text)
		o := readOpinion(f)
		if o.kind != attest.Qualified {
			t.Errorf("%s: opinion = %q (%s), want qualified", tt.name, o.kind, o.doubt)
		}
		if got := legLetters(o.legs(f, attest.KindSOC2, 2)); got != tt.legs {
			t.Errorf("%s: legs = %s, want %s", tt.name, got, tt.legs)
		}
	}
}
