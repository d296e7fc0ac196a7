package reading

import (
	"fmt"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

func TestCategoryLists(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"relevant to the Security Trust Services Criteria", "[security]"},
		{"the trust services criteria for security, availability, and confidentiality set forth in TSP section 100A", "[security availability confidentiality]"},
		{`relevant to Security, Availability and Confidentiality ("applicable trust services criteria") set forth in TSP section 100, 2017 Trust Services Criteria for Security, Availability, Processing Integrity, Confidentiality, and Privacy (AICPA, Trust Services Criteria)`, "[security availability confidentiality]"},
		{"the criteria for the security and availability categories set forth in", "[security availability]"},
		{"relevant to the trust services categories of Security and Privacy", "[security privacy]"},
		{"relevant to the Trust Services Criteria of Security, Availability", "[security availability]"},
		{"based on the Security, Availability, and Confidentiality trust services criteria", "[security availability confidentiality]"},
		{`trust services criteria relevant to security ("security"), availability ("availability") and confidentiality`, "[security availability confidentiality]"},
		{"set forth in TSP section 100, Trust Services Criteria for Security, Availability, Processing Integrity, Confidentiality, and Privacy", "[]"},
		{"the AICPA's Trust Services Criteria for Security, Availability, Processing Integrity, Confidentiality, and Privacy", "[]"},
		{"applicable trust services criteria (security and availability)", "[security availability]"},
		{"Relevant to Security, Availability,ConfidentialityFor the Period", "[security availability confidentiality]"},
		{"throughout the period January 1, 2025 to December 31, 2025 for the criteria relevant to security and availability, and throughout the period July 1, 2025 to December 31, 2025 for the criteria relevant to privacy, set forth in TSP section 100", "[security availability privacy]"},
		{"the criteria relevant to security. The host's report is relevant to availability", "[security]"},
		{"Categories Security; Availability", "[security availability]"},
		{"controls over confidentiality of data and the privacy of users", "[]"},
	}
	for _, tt := range tests {
		got, _ := categoryList(tt.text)
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%q = %v, want %s", tt.text, got, tt.want)
		}
	}
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	const scope = "We have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025 based on DC section 200 and the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\n"
	const opinion = "In our opinion, in all material respects, the description presents Quay's system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to\nDecember 31, 2025.\n"
	tests := []struct{ name, block, auditor, city, date string }{
		{"firm, city, date", "Barrow LLP\nDenver, Colorado\nMarch 1, 2026", "Barrow LLP", "Denver, Colorado", "2026-03-01"},
		{"with a postal code", "/s/ Barrow LLP\nDenver, CO 80202\nMarch 1, 2026", "Barrow LLP", "Denver, CO", "2026-03-01"},
		{"no firm", "March 1, 2026\nDenver, Colorado", "-", "Denver, Colorado", "2026-03-01"},
		{"no date, and a line of the opinion that is one", "Barrow LLP\nDenver, Colorado", "Barrow LLP", "-", "-"},
		{"no date, and a sentence that ends in a name", "This Report Is For The Users Of Moor Lane Ltd", "-", "-", "-"},
		{"city left, firm right", "Denver, Colorado\tBarrow & Dale Co., P.A.\nMarch 1, 2026", "Barrow & Dale Co., P.A.", "Denver, Colorado", "2026-03-01"},
		{"city and date, then a firm without a legal form and a person", "Rotterdam, 1 March 2026\nBarrow & Dale IT-auditors\ning. S. Boven RE", "Barrow & Dale IT-auditors", "Rotterdam", "2026-03-01"},
		{"city and date, then a person only", "Copenhagen, 1 March 2026\nLone Hvid\nRegistered Public Accountant", "-", "Copenhagen", "2026-03-01"},
		{"the date with its article", "Berlin, the 1st of March 2026\nBarrow Treuhand GmbH\nWirtschaftsprüfungsgesellschaft\nDr. Anselm Korff", "Barrow Treuhand GmbH Wirtschaftsprüfungsgesellschaft", "Berlin", "2026-03-01"},
		{"a partner signs with her letters, the firm below", "March 1, 2026\nIda Holm, CPA\nBarrow LLC", "Barrow LLC", "-", "2026-03-01"},
		{"a practitioner alone", "Ida Holm, CPA\nTulsa, Oklahoma\nMarch 1, 2026", "Ida Holm, CPA", "Tulsa, Oklahoma", "2026-03-01"},
		{"issued twice", "Leipzig, 28 March 2026, reissued 17 July 2026\nBarrow Treuhand GmbH", "Barrow Treuhand GmbH", "Leipzig", "? 2026-03-28 or 2026-07-17"},
		{"dual dating with a number of a section", "Barrow LLC\nDenver, Colorado\nMarch 1, 2026, except for the matter in section 3.9,\nas to which the date is April 2, 2026", "Barrow LLC", "Denver, Colorado", "2026-03-01"},
		{"the network of the firm", "A member firm of Barrow Global Limited\nMarch 1, 2026", "-", "-", "2026-03-01"},
		{"Polish firm", "Warsaw, 1 March 2026\nBarrow Audyt sp. z o.o. sp. k.", "Barrow Audyt sp. z o.o. sp. k.", "Warsaw", "2026-03-01"},
		{"partner and chartered accountants", "1 March 2026\nJane Doe, Partner\nBarrow Lindqvist Limited\nChartered Accountants\nLondon, United Kingdom", "Barrow Lindqvist Limited", "London, United Kingdom", "2026-03-01"},
		{"brand without a legal form", "BarrowLindqvist\n\nAtlanta, Georgia\nMarch 1, 2026", "BarrowLindqvist", "Atlanta, Georgia", "2026-03-01"},
		{"firm and date on one line", "Barrow Lindqvist LLP March 1, 2026\nAtlanta, Georgia", "Barrow Lindqvist LLP", "Atlanta, Georgia", "2026-03-01"},
		{"numeric date", "Date: 01/03/2026\nBarrow Lindqvist LLP\nAtlanta, Georgia", "Barrow Lindqvist LLP", "Atlanta, Georgia", "? 2026-01-03 or 2026-03-01"},
		{"street address", "Signed on March 1, 2026\nBarrow Lindqvist LLP\n100 Main Street, Suite 5\nAtlanta, Georgia 30303", "Barrow Lindqvist LLP", "Atlanta, Georgia", "2026-03-01"},
		{"for a firm, far above place and date", "For Barrow Menon & Dale\nChartered Accountants\nFirm Registration No.: 000123S\nIda Menon\nPartner\nMembership No.: 00456\nUDIN: 26000456AAAA\nPlace: Pune\nDate: 1 March 2026", "Barrow Menon & Dale", "Pune", "2026-03-01"},
		{"for the organisation", "For Quay Freight Ltd\nChartered Accountants\nIda Menon\nPartner\nMembership No.: 00456\nUDIN: 26000456AAAA\nPlace: see the stamp.\nDate: 1 March 2026", "-", "-", "2026-03-01"},
		{"a city of one word under the profession", "Barrow LLP\nChartered Accountants\nLeeds\n1 March 2026", "Barrow LLP", "Leeds", "2026-03-01"},
		{"a person under the profession", "Barrow LLP\nChartered Accountants\nIda Holm\n1 March 2026", "Barrow LLP", "-", "2026-03-01"},
		{"a title under the profession", "Barrow LLP\nChartered Accountants\nPartner\n1 March 2026", "Barrow LLP", "-", "2026-03-01"},
		{"a firm between person and address", "Ida Holm, CPA, CISA\nBarrow Dale\n100 Main Street\nAtlanta, Georgia 30303\nMarch 1, 2026", "Barrow Dale", "Atlanta, Georgia", "2026-03-01"},
		{"a title between person and address", "Ida Holm, CPA, CISA\nManaging Partner\n100 Main Street\nAtlanta, Georgia 30303\nMarch 1, 2026", "-", "Atlanta, Georgia", "2026-03-01"},
		{"two suffixes", "Penn & Dale CPAs, PLLC\nRaleigh, North Carolina\nMarch 1, 2026", "Penn & Dale CPAs, PLLC", "Raleigh, North Carolina", "2026-03-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Read(typeset("# SOC 2 Type 2 Report", "# Independent Service Auditor's Report\nTo the Management of Quay Freight Ltd\n"+scope+opinion+tt.block), "")
			a := r.Attestation
			got := strings.Join([]string{show(a.Auditor), show(a.City), show(a.ReportDate)}, " | ")
			if want := strings.Join([]string{tt.auditor, tt.city, tt.date}, " | "); got != want {
				t.Errorf("signature = %s, want %s", got, want)
			}
		})
	}
}

func TestAuditorElsewhere(t *testing.T) {
	t.Parallel()
	const letter = "# Independent Service Auditor's Report\n%sTo Quay Freight Ltd\nWe have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025, based on the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\nIn our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\n%s"
	tests := []struct{ name, head, end, matrix, want string }{
		{"above the addressee, of any legal form", "Barrow Audit B.V.\n12 Canal Street\n", "March 1, 2026", "", "Barrow Audit B.V."},
		{"heads of columns side by side", "", "March 1, 2026", "# Tests of Controls and Results\nID\tTest performed by Barrow\tResult\n\tLindqvist LLP\n1\tInspected.\tNo exceptions noted.", "Barrow Lindqvist LLP"},
		{"at the end, the date above the letter", "Warsaw, 1 March 2026\n", "Barrow Audyt sp. z o.o. sp. k.\nul. Długa 9", "", "Barrow Audyt sp. z o.o. sp. k."},
		{"nobody", "", "March 1, 2026", "", "-"},
	}
	for _, tt := range tests {
		r := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd", fmt.Sprintf(letter, tt.head, tt.end), tt.matrix), "")
		if got := show(r.Attestation.Auditor); got != tt.want || r.Attestation.Organization.Value != "Quay Freight Ltd" {
			t.Errorf("%s: auditor = %s of %q, want %s", tt.name, got, r.Attestation.Organization.Value, tt.want)
		}
	}
}

func TestLetterheadAuditor(t *testing.T) {
	t.Parallel()
	p := plainReport()
	p[2] = "Barrow & Lindqvist LLP\tTel: +1 408 555 0100\n12 Almond Road\nSan Jose, CA 95110\n" + p[2]
	p[3] = strings.ReplaceAll(p[3], "Barrow Lindqvist LLP\n", "")
	a := Read(typeset(p...), "").Attestation
	if want := attest.FoundFact("Barrow & Lindqvist LLP", "auditor.letterhead").Value; a.Auditor.Value != want {
		t.Errorf("auditor = %q (%s), want %q", a.Auditor.Value, a.Auditor.Rule, want)
	}
	if a.Organization.Value != "Quay Freight Ltd" {
		t.Errorf("organisation = %q, want Quay Freight Ltd", a.Organization.Value)
	}
}

// TestCityOfAddress reads letters that are dated above their text: the city is that
// of the firm's address, and never the addressee's.
func TestCityOfAddress(t *testing.T) {
	t.Parallel()
	const letter = "# Independent Accountant's Report\n%sWe have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025, based on the trust services criteria relevant to security in TSP section 100, under attestation standards established by the AICPA.\nIn our opinion, in all material respects, the description presents the system; the controls were suitably designed; and the controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\n%s"
	const addressee = "Management of Quay Freight Ltd\n9 Quay Road, Dayton, Ohio 45402\n"
	tests := []struct{ name, head, end, want string }{
		{"on two lines", "Barrow PLLC\n12 Canal Street\nBoise, Idaho 83702\nMarch 1, 2026\n" + addressee, "Barrow PLLC", "Boise, Idaho"},
		{"on one line, with a suite", "Barrow PLLC\n12 Canal Street, Suite 4, Boise, ID 83702\nMarch 1, 2026\n" + addressee, "Barrow PLLC", "Boise, ID"},
		{"the addressee's only", "Barrow PLLC\nMarch 1, 2026\n" + addressee, "Barrow PLLC", "-"},
		{"at the end", "March 1, 2026\n" + addressee, "Barrow PLLC\n12 Canal Street\nBoise, Idaho 83702", "Boise, Idaho"},
		{"the organisation's at the end", "March 1, 2026\n" + addressee, "Barrow PLLC\nQuay Freight Ltd\n12 Canal Street\nBoise, Idaho 83702", "-"},
	}
	for _, tt := range tests {
		a := Read(typeset("# SOC 2 Type 2\nQuay Freight Ltd", fmt.Sprintf(letter, tt.head, tt.end)), "").Attestation
		if got := show(a.City); got != tt.want || a.Organization.Value != "Quay Freight Ltd" || show(a.ReportDate) != "2026-03-01" {
			t.Errorf("%s: city = %s (%s) of %q, dated %s, want %s", tt.name, got, a.City.Rule, a.Organization.Value, show(a.ReportDate), tt.want)
		}
	}
}
