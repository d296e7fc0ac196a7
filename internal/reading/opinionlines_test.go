package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

// TestOpinionAcrossLines breaks opinions at lines that look like something else.
func TestOpinionAcrossLines(t *testing.T) {
	t.Parallel()
	const a, b = "a. the description presents the system;\n", "b. the controls were suitably designed; and\n"
	tests := []struct {
		name, text string
		want       attest.OpinionKind
		legs       string
	}{
		{"a date alone on a line, then the exception", a + b + "c. the controls operated effectively throughout the period March 1, 2025 to\nAugust 31, 2025\nexcept for the matters described in Section IV.\n", attest.Qualified, "uuq"},
		{"a date alone on a line, then a limb", "a. the description presents the system throughout the period March 1, 2025 to\nAugust 31, 2025;\n" + b + "c. because of the matters told above, the controls did not operate effectively.\n", attest.Adverse, "uua"},
		{"responsibilities alone on a line", a + b + "c. the controls operated effectively to meet its commitments and\nuser entities' responsibilities\nexcept for those in Lisbon.\n", attest.Qualified, "uuq"},
		{"without sufficient effectiveness", "because of the significance of the matters described,\na. the description does not present the system;\nb. the controls were not suitably designed; and\nc. the controls tested did not operate with sufficient effectiveness.\n", attest.Adverse, "aaa"},
		{"a condition between commas", a + b + "c. the controls tested, which together with the complementary user-entity controls, if operating effectively, were those necessary to meet the criteria, operated effectively throughout the period.\n", attest.Unqualified, "uuu"},
		{"abbreviations inside the limbs", "a. the description of Quay, Inc. presents the system;\nb. the controls stated in the description of Quay, Inc. were suitably designed; and\nc. the controls of Quay, Inc. and Moor Lane B.V. operated effectively throughout the period.\n", attest.Unqualified, "uuu"},
		{"the signature's date still ends it", a + b + "c. the controls operated effectively throughout the period.\nBarrow LLP\nMarch 3, 2025\nThe tests are described below, except for those in the annex.\n", attest.Unqualified, "uuu"},
	}
	for _, tt := range tests {
		f := letterFlow("In our opinion, in all material respects,\n" + tt.text)
		o := readOpinion(f)
		if o.kind != tt.want || o.doubt != "" {
			t.Errorf("%s: opinion = %q (%s), want %q", tt.name, o.kind, o.doubt, tt.want)
		}
		if got := legLetters(o.legs(f, attest.KindSOC2, 2)); got != tt.legs {
			t.Errorf("%s: legs = %s, want %s", tt.name, got, tt.legs)
		}
	}
}

// TestPeriodOfAnException gives an exception days of its own.
func TestPeriodOfAnException(t *testing.T) {
	t.Parallel()
	const scope = "We have examined Quay Freight Ltd's description of its Quay Cloud System against the description criteria, based on the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\n"
	r := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd\nJanuary 1 to June 30, 2025", "# Independent Service Auditor's Report\nTo Quay Freight Ltd\n"+scope+
		"In our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively during the period, except that access was not removed from January 1 to March 31, 2025.\n"+mannerEnd), "")
	if got, want := show(r.Attestation.Period), "2025-01-01..2025-06-30"; got != want {
		t.Errorf("period = %s, want %s", got, want)
	}
	r = Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd\nJanuary 1 to June 30, 2025", "# Independent Service Auditor's Report\nTo Quay Freight Ltd\n"+scope+
		"Basis for Qualified Opinion\nAccess was not removed during the period January 1, 2025 to March 31, 2025.\nQualified Opinion\nIn our opinion, except for the matter described above, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively.\n"+mannerEnd), "")
	if got, want := show(r.Attestation.Period), "2025-01-01..2025-06-30"; got != want {
		t.Errorf("period beside a basis paragraph = %s, want %s", got, want)
	}
}

// TestBasisBelowTheOpinion has the reasons after the opinion.
func TestBasisBelowTheOpinion(t *testing.T) {
	t.Parallel()
	f := letterFlow("= Our qualified opinion\nIn our opinion, except for the matter described below, in all material respects:\n(a) the description presents the system;\n(b) the controls were suitably designed; and\n(c) the controls operated effectively.\n= Basis for our qualified opinion\nFor criterion A1.3 recovery tests were not performed.\n= Responsibilities of management\nManagement is responsible for CC1.1.")
	rp := &report{letter: letter{flow: f}, opinion: readOpinion(f), doc: &document{}, kind: attest.KindSOC2}
	if got := rp.modified().Items; len(got) != 1 || got[0] != "A1.3" {
		t.Errorf("modified criteria = %v, want [A1.3]", got)
	}
	if got := legLetters(rp.opinion.legs(f, attest.KindSOC2, 2)); got != "uuq" {
		t.Errorf("legs = %s, want uuq", got)
	}
}
