package reading

import (
	"strings"

	"example.com/assay/internal/attest"
)

// reportTests are whole reports: the usual one first, then what differs.
func reportTests() []reportTest {
	p := plainReport()
	swap := func(page int, old, with string) []string {
		return withPages(p, map[int]string{page: strings.ReplaceAll(p[page-1], old, with)})
	}
	all := func(old, with string) []string {
		var out []string
		for _, page := range p {
			out = append(out, strings.ReplaceAll(page, old, with))
		}
		return out
	}
	return []reportTest{
		{name: "the usual order", pages: p, want: map[string]string{
			"kind": "soc2", "type": "2", "org": "Quay Freight Ltd", "system": "Quay Cloud System", "auditor": "Barrow Lindqvist LLP",
			"city": "Portland, Oregon", "date": "2026-02-20", "period": "2025-01-01..2025-12-31", "as of": "-", "opinion": "unqualified",
			"legs": "uuu", "categories": "security availability", "standards": "AICPA attestation standards", "edition": "TSP section 100 (2017)",
			"restricted": "true", "sections": "auditor_report 3-4, assertion 5-5, description 6-6, matrix 7-7",
		}, noFlags: []attest.FlagName{attest.FlagTitleMismatch, attest.FlagUnusualLength, attest.FlagAuditorUnknown}},
		{name: "assertion before the letter", pages: []string{p[0], strings.ReplaceAll(p[4], "II.", "I."), strings.ReplaceAll(p[2], "# I.", "# II."), p[3], p[5], p[6]}, want: map[string]string{
			"kind": "soc2", "type": "2", "opinion": "unqualified", "date": "2026-02-20", "auditor": "Barrow Lindqvist LLP",
			"sections": "assertion 2-2, auditor_report 3-4, description 5-5, matrix 6-6",
		}},
		{name: "title of another period", pages: swap(1, "January 1, 2025 to", "February 1, 2025 to"), want: map[string]string{
			"period": "2025-01-01..2025-12-31"}, flags: []attest.FlagName{attest.FlagTitleMismatch}},
		{name: "cover says type 1", pages: swap(1, "Type 2", "Type 1"), want: map[string]string{"type": "2"}, flags: []attest.FlagName{attest.FlagTitleMismatch}},
		{name: "two letter l for a two", pages: swap(1, "Type 2", "Type ll"), want: map[string]string{"type": "2"}, noFlags: []attest.FlagName{attest.FlagTitleMismatch}},
		{name: "a standard in front of the title", pages: swap(1, "# SOC 2 Type 2 Report", "# SSAE 21 - SOC 2 Type II Report"), want: map[string]string{"kind": "soc2", "type": "2"}, noFlags: []attest.FlagName{attest.FlagTitleMismatch}},
		{name: "signed before the period ends", pages: swap(4, "February 20, 2026", "December 12, 2025"), want: map[string]string{"date": "2025-12-12"}, flags: []attest.FlagName{attest.FlagReportDateBeforePeriod}},
		{name: "day first", pages: all("January 1, 2025 to\nDecember 31, 2025", "1 January 2025 to\n31 December 2025"), want: map[string]string{"period": "2025-01-01..2025-12-31"}},
		{name: "numeric dates that cannot be told", pages: numericReport("01/02/2025", "01/08/2025"), want: map[string]string{
			"period": "? 2025-01-02..2025-01-08 or 2025-02-01..2025-08-01"}},
		{name: "numeric dates with a day over twelve", pages: numericReport("01/04/2024", "31/03/2025"), want: map[string]string{"period": "2024-04-01..2025-03-31"}},
		{name: "a day that does not exist", pages: all("December 31, 2025", "September 31, 2025"), want: map[string]string{"period": "2025-01-01..2025-09-30"}, flags: []attest.FlagName{attest.FlagInvalidDate}},
		{name: "months without days", pages: all("January 1, 2025 to\nDecember 31, 2025", "March 2025 to\nFebruary 2026"), want: map[string]string{}, flags: nil},
		{name: "reissued", pages: swap(1, "Report on the", "Revised report, supersedes the report dated March 3, 2025\nReport on the"), want: map[string]string{"period": "2025-01-01..2025-12-31"}, flags: []attest.FlagName{attest.FlagReissued}},
		{name: "assertion takes back", pages: swap(5, "The controls operated effectively throughout the period January 1, 2025 to December 31, 2025.", "The controls operated effectively throughout the period, except for the matter in section 4."), want: map[string]string{"opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagAssertionMismatch}},
		{name: "assertion takes back before it says", pages: swap(5, "The controls operated effectively throughout the period January 1, 2025 to December 31, 2025.", "Except that reviews were late, the controls operated effectively throughout the period."), want: map[string]string{"opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagAssertionMismatch}},
		{name: "an earlier opinion told", pages: append(append([]string{}, p...), "# VI. Other Information Provided by Quay Freight Ltd\nThe report for the period January 1, 2024 to December 31, 2024 carried an adverse opinion."), want: map[string]string{"opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagPriorOpinion}},
		{name: "letter is a picture", pages: withPages(p, map[int]string{3: "[image]", 4: "[image]"}), want: map[string]string{
			"kind": "soc2", "type": "2", "opinion": "-", "date": "-", "period": "2025-01-01..2025-12-31", "categories": "security availability", "auditor": "Barrow Lindqvist LLP", "org": "Quay Freight Ltd",
		}, flags: []attest.FlagName{attest.FlagNoTextPages}},
		{name: "opinion page is a picture", pages: withPages(p, map[int]string{4: "[image]"}), want: map[string]string{
			"kind": "soc2", "type": "2", "opinion": "-", "date": "-", "period": "2025-01-01..2025-12-31",
		}, flags: []attest.FlagName{attest.FlagNoTextPages}},
		{name: "the last limb is on a picture", pages: append(append([]string{}, p[:2]...), p[2], strings.Split(p[3], "c. the controls")[0], "[image]", p[4], p[5], p[6]), want: map[string]string{"opinion": "-", "type": "2"}},
		{name: "a spell of failure inside a limb is not the period", pages: swap(4, "commitments were achieved.", "commitments were achieved, except that controls over backups did not operate effectively during the period March 1, 2025 to June 15, 2025."), want: map[string]string{
			"opinion": "qualified", "legs": "uuq", "period": "2025-01-01..2025-12-31"}},
		{name: "a category of its own period, named after it", pages: withPages(p, map[int]string{
			3: strings.ReplaceAll(p[2], "relevant to security and availability\n(applicable trust services criteria)", "for the period January 1, 2025 to December 31, 2025 for the criteria relevant to security and\nfor the period July 1, 2025 to December 31, 2025 for the criteria relevant to availability"),
		}), want: map[string]string{"opinion": "unqualified", "period": "2025-01-01..2025-12-31", "categories": "security availability"}, flags: []attest.FlagName{attest.FlagPeriodsDiffer}},
		{name: "a category of its own period", pages: withPages(p, map[int]string{
			3: strings.ReplaceAll(p[2], "relevant to security and availability\n(applicable trust services criteria)", "relevant to security throughout the period January 1, 2025 to December 31, 2025 and\navailability throughout the period July 1, 2025 to December 31, 2025 (applicable trust services criteria)"),
		}), want: map[string]string{"opinion": "unqualified", "period": "2025-01-01..2025-12-31"}, flags: []attest.FlagName{attest.FlagPeriodsDiffer}},
		{name: "a cover that is cut off, and a picture of a letter", pages: withPages(p, map[int]string{
			1: "# ay Freight Ltd\n# OC 2 Type 2 Report\nrt on the Quay Cloud System Relevant to Security and Availability\nJanuary 1, 2025 to December 31, 2025", 3: "[image]", 4: "[image]", 5: strings.ReplaceAll(p[4], "Management of Quay Freight Ltd", "Signed"),
		}), want: map[string]string{"kind": "-"}},
		{name: "loose words of exception", pages: swap(4, "In our opinion, in all material respects,", "In our opinion, except for the exceptions noted in Section 4, in all material respects,"), want: map[string]string{"opinion": "qualified"}, flags: []attest.FlagName{attest.FlagNoBasisParagraph, attest.FlagOpinionQualified, attest.FlagNoOpinionHeading}},
		{name: "a template's placeholder", pages: swap(3, "Board of Directors and Management of Quay Freight Ltd:", "To the Management of [Company Name]\nQuay Freight Ltd"), want: map[string]string{"opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagPlaceholders}},
		{name: "added criteria with an opinion of their own", pages: withPages(p, map[int]string{
			3: strings.ReplaceAll(p[2], "Confidentiality, and Privacy.", "Confidentiality, and Privacy, and the suitability of the design of controls to meet the requirements set forth in the HITRUST CSF criteria."),
			4: strings.ReplaceAll(p[3], "= Restricted Use", "In our opinion, except for the matter described above, in all material respects, the controls were suitably designed to meet the HITRUST CSF criteria.\n= Restricted Use"),
		}), want: map[string]string{"opinion": "unqualified", "legs": "uuu", "added": "HITRUST CSF"}, flags: []attest.FlagName{attest.FlagSOC2Plus, attest.FlagOpinionQualified}},
		{name: "a mapping in the unaudited part adds nothing", pages: append(swap(4, "= Restricted Use", "The mapping to HIPAA in Section 5 has not been subjected to the procedures applied in the examination and, accordingly, we express no opinion on the criteria.\n= Restricted Use"), "# V. Other Information Provided by Quay That Is Not Covered by the Service Auditor's Report\nThe previous report carried a qualified opinion on access reviews, which has been resolved."),
			want: map[string]string{"added": "", "opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagPriorOpinion, attest.FlagOtherInformation}},
		{name: "a firm without a legal form", pages: swap(4, "Barrow Lindqvist LLP", "LindqvistBarrow"), want: map[string]string{"city": "Portland, Oregon", "auditor": "Barrow Lindqvist LLP"}},
		{name: "city and date on one line", pages: swap(4, "Barrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026", "Barrow Lindqvist GmbH Wirtschaftsprüfungsgesellschaft\nMünchen, 20 February 2026"), want: map[string]string{
			"auditor": "Barrow Lindqvist GmbH Wirtschaftsprüfungsgesellschaft", "city": "München", "date": "2026-02-20"}},
		{name: "date above the firm", pages: swap(4, "Barrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026", "February 20, 2026\nBarrow Lindqvist, P.C.\nWilmington, PA"), want: map[string]string{
			"auditor": "Barrow Lindqvist, P.C.", "city": "Wilmington, PA", "date": "2026-02-20"}},
		{name: "dual dating", pages: swap(4, "February 20, 2026", "February 20, 2026, except for Section 3, as to which the date is March 2, 2026"), want: map[string]string{"date": "2026-02-20", "opinion": "unqualified"}, flags: []attest.FlagName{attest.FlagDualDated}},
		{name: "no signature in text", pages: withPages(p[:6], map[int]string{4: strings.ReplaceAll(p[3], "Barrow Lindqvist LLP\n", "")}), want: map[string]string{"auditor": "-", "date": "2026-02-20", "city": "Portland, Oregon"}, flags: []attest.FlagName{attest.FlagAuditorUnknown}},
		{name: "no headings at all", pages: []string{strings.ReplaceAll(p[0], "# ", ""), "To the Management of Quay Freight Ltd\n" + quayScope + "\n" + quayDuties, clearLimbs + "\n" + quayEnd + "\n\nBarrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026", strings.ReplaceAll(p[4], "# II. Management's Assertion\n", ""), p[5]},
			want: map[string]string{"kind": "soc2", "type": "2", "opinion": "unqualified", "auditor": "Barrow Lindqvist LLP", "date": "2026-02-20", "org": "Quay Freight Ltd"}},
	}
}

// numericReport is the plain report with dates in digits.
func numericReport(start, end string) []string {
	var out []string
	for _, page := range plainReport() {
		page = strings.ReplaceAll(page, "January 1, 2025 to\nDecember 31, 2025", start+" to\n"+end)
		out = append(out, strings.ReplaceAll(page, "January 1, 2025 to December 31, 2025", start+" to "+end))
	}
	return out
}
