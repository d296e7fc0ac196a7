package reading

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// withDescription is the plain report with more pages in its description.
func withDescription(pages ...string) []string {
	p := plainReport()
	return append(append(p[:6:6], pages...), p[6])
}

func TestCUECs(t *testing.T) {
	t.Parallel()
	const intro = "Controls of user entities complete those of Quay. These are what Quay assumed in its design of\nthe controls. The list is not complete, and each user entity weighs its own position.\n"
	tests := []struct {
		name  string
		pages []string
		want  []string
	}{
		{"bullets", []string{"= Complementary User Entity Controls\n" + intro + "    • Enabling single sign-on for all of their own users.\n    • Notifying Quay of changes to contacts, within\n    one business day of the change.\n    • Reviewing access rights each quarter.\n= Vendor Management\nQuay reviews its vendors."},
			[]string{"Enabling single sign-on for all of their own users.", "Notifying Quay of changes to contacts, within one business day of the change.", "Reviewing access rights each quarter."}},
		{"numbers over a page break", []string{"= Complementary User Entity Controls (CUECs)\n" + intro + "    1. Enabling single sign-on for all of their own users.\n    2. Notifying Quay of changes to contacts, within", "    one business day of the change.\n    3. Reviewing access rights each quarter.\n"},
			[]string{"Enabling single sign-on for all of their own users.", "Notifying Quay of changes to contacts, within one business day of the change.", "Reviewing access rights each quarter."}},
		{"no marks, indented", []string{"= Complementary User Entity Controls and Responsibilities\n" + intro + "    User entities are responsible for enabling single sign-on.\n    User entities are responsible for notifying Quay of\n    changes to their contacts.\n    User entities are responsible for reviewing access rights.\n= Incidents\nNone."},
			[]string{"User entities are responsible for enabling single sign-on.", "User entities are responsible for notifying Quay of changes to their contacts.", "User entities are responsible for reviewing access rights."}},
		{"paragraphs", []string{"= User Entity Responsibilities\n" + intro + "\nUser entities are responsible for enabling single sign-on.\n\nUser entities should notify Quay of changes to their\ncontacts.\n= Incidents\nNone."},
			[]string{"User entities are responsible for enabling single sign-on.", "User entities should notify Quay of changes to their contacts."}},
		{"one, numbered", []string{"= Complementary User Entity Controls\nIt is this one:\n    1. User entities are responsible for single sign-on.\n= Incidents\nNone."},
			[]string{"User entities are responsible for single sign-on."}},
		{"one, numbered, over two lines", []string{"= Complementary User Entity Controls\nIt is this one:\n    1. User entities are responsible for single\n    sign-on of their staff.\n= Incidents\nNone."},
			[]string{"User entities are responsible for single sign-on of their staff."}},
		{"mentioned, not listed", []string{"= Complementary User Entity Controls\nNo complementary user entity controls were assumed."}, nil},
		{"no heading", []string{"Users must keep their passwords safe."}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list := Read(typeset(withDescription(tt.pages...)...), "").Attestation.CUECs
			var got []string
			for _, c := range list.Items {
				got = append(got, c.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("controls mismatch (-want +got):\n%s", diff)
			}
			if (list.State == attest.Found) != (len(tt.want) > 0) {
				t.Errorf("state = %s (%s) with %d items", list.State, list.Reason, len(list.Items))
			}
		})
	}
}

func TestCUECTable(t *testing.T) {
	t.Parallel()
	page := "= Complementary User Entity Controls\nThey are listed below.\n= Ref\tComplementary user entity control\tCriteria\n" +
		"U-1\tEnable single sign-on for your users.\tCC6.1\nU-2\tReview access rights each quarter now.\tCC6.2, CC6.3\n"
	got := Read(typeset(withDescription(page)...), "").Attestation.CUECs
	var rows []string
	for _, c := range got.Items {
		rows = append(rows, c.Text+" "+strings.Join(c.Criteria, "+"))
	}
	want := []string{"Enable single sign-on for your users. CC6.1", "Review access rights each quarter now. CC6.2+CC6.3"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows mismatch (-want +got):\n%s", diff)
	}
}

func TestSubserviceTable(t *testing.T) {
	t.Parallel()
	page := "= Subservice Organizations\nTheir controls are carved out of this report.\n= Subservice organization\tServices provided\n" +
		"Heron Hosting\tCloud hosting\nTeal Mail\tE-mail delivery\n= Vendor Management\nQuay also buys from Rook Paper and Finch Coffee."
	var got []string
	for _, s := range Read(typeset(withDescription(page)...), "").Attestation.Subservice.Items {
		got = append(got, s.Name+"/"+string(s.Method))
	}
	if diff := cmp.Diff([]string{"Heron Hosting/carve_out", "Teal Mail/carve_out"}, got); diff != "" {
		t.Errorf("subservice mismatch (-want +got):\n%s", diff)
	}
}

func TestPassages(t *testing.T) {
	t.Parallel()
	doc := typeset(plainReport()...)
	got := Passages(doc, Read(doc, ""))
	if len(got) == 0 {
		t.Fatal("no passages")
	}
	for i, p := range got {
		if p.Ordinal != i || p.Page < 1 || p.Text == "" || len(strings.Fields(p.Text)) > maxPassageWords {
			t.Errorf("passage %d: ordinal %d, page %d, %d words", i, p.Ordinal, p.Page, len(strings.Fields(p.Text)))
		}
		if strings.Contains(p.Text, "........") {
			t.Errorf("passage %d holds the table of contents: %q", i, p.Text)
		}
	}
	last := got[len(got)-1]
	if last.Section != attest.SectionMatrix || last.Page != 7 {
		t.Errorf("last passage is of %q on page %d, want the matrix on page 7", last.Section, last.Page)
	}
}
