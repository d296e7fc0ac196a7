package reading

import (
	"strings"
	"testing"
)

func TestSectionHeadings(t *testing.T) {
	t.Parallel()
	const usual = "auditor_report 3-4, assertion 5-5, description 6-6, matrix 7-7"
	headings := []struct {
		page  int
		old   string
		forms []string
	}{
		{3, "# I. Independent Service Auditors' Report", []string{
			"# SECTION ONE: REPORT OF INDEPENDENT SERVICE AUDITORS",
			"# INDEPENDENT SERVICE AUDITOR’S REPORT ON A DESCRIPTION OF A\n# SERVICE ORGANIZATION’S SYSTEM AND THE SUITABILITY OF THE\n# DESIGN AND OPERATING EFFECTIVENESS OF CONTROLS",
			"# Section I\n# Independent Service\n# Auditor's Report", "# 1. Independent Auditors’ Report", "# I – Independent Service Auditors' Report",
			"# Part A: Independent Accountant's Report", "# Report of Independent Service Auditors issued by Barrow LLP",
			"# Independent Service Auditor's Report Provided by Barrow Lindqvist LLP", "# Opinion of the Independent Service Auditor",
			"# Assurance Report of the Independent Auditor", "# Section 1: Auditor's Opinion", "# A heading nobody expects",
		}},
		{5, "# II. Management's Assertion", []string{
			"# Assertion of Quay Freight Ltd Management", "# Quay Freight Ltd Management's Assertion Regarding Its System", "# Management of Quay's Assertion",
			"# II. Quay's Management Assertion", "# Statement by the Service Organisation", "# Section 2 - Management’s Assertion Letter",
			"# Assertion of the Management of Quay", "# Report of Management's Assertion", "# Written Assertion by Management",
		}},
		{6, "# III. Description of the System", []string{
			"# III. Quay's Description of Its Quay Cloud System Throughout the Period", "# System Description of the Quay Cloud",
			"# Description of Quay Freight's Cloud System", "# III: System Description", "# Description of the Boundaries of the Quay System",
			"# III. Quay's Description of Its Policy Administration Suite", "# III. Quay Freight Ltd's Description of Its Copilot",
			"# Description of the Quay Dispatch Hub",
		}},
		{7, "# IV. Trust Services Criteria, Related Controls and Tests of Controls", []string{
			"# IV. Testing Matrices", "# Section 4: Information Provided by the Independent Service Auditor", "# IV. Tests of Controls and Results of Tests",
			"# Trust Services Category, Criteria, Related Controls, and Tests of Controls", "# Description of Criteria, Controls, Tests and Results of Tests",
			"# Independent Service Auditor's Tests of Controls and Results", "# Applicable Trust Services Criteria and Related Controls",
		}},
	}
	for _, h := range headings {
		for _, form := range h.forms {
			p := plainReport()
			p[h.page-1] = strings.Replace(p[h.page-1], h.old, form, 1)
			got := digest(Read(typeset(p...), ""))
			if got["sections"] != usual {
				t.Errorf("%q: sections = %s, want %s", form, got["sections"], usual)
			}
			if got["opinion"] != "unqualified" || got["date"] != "2026-02-20" || got["org"] != "Quay Freight Ltd" {
				t.Errorf("%q: opinion %s, date %s, organisation %s", form, got["opinion"], got["date"], got["org"])
			}
		}
	}
	for _, form := range []string{
		"# Section V: Other Information Provided by Quay Freight Ltd", "# Other Information Provided by Management That Is Not Covered by the\n# Service Auditor's Report", "# Unaudited Information Provided by Quay", "# Management's Response to Exceptions Noted",
		"# Additional Information Provided by Management (Unaudited)", "# Supplemental Information", "# Management Responses to Testing Exceptions",
	} {
		p := append(plainReport(), form+"\nThe vendor answers here.")
		if got, want := digest(Read(typeset(p...), ""))["sections"], usual+", other_information 8-8"; got != want {
			t.Errorf("%q: sections = %s, want %s", form, got, want)
		}
	}
}

func TestRunningHeaders(t *testing.T) {
	t.Parallel()
	p := plainReport()
	for i := range p {
		p[i] = "Proprietary and Confidential\n" + p[i]
	}
	// A page break with a running title falls into the opinion's dates.
	cut := strings.Index(p[3], "January 1, 2025 to December")
	first, second := p[3][:cut+len("January 1, 2025 to")], p[3][cut+len("January 1, 2025 to"):]
	pages := append(append([]string{}, p[:2]...), strings.Replace(p[2], "# I.", "Section I - Auditor\n# I.", 1),
		strings.Replace(first, "Confidential\n", "Confidential\nSection I - Auditor\n", 1), "Proprietary and Confidential\nSection I - Auditor\n"+second)
	pages = append(pages, p[4:]...)
	got := digest(Read(typeset(pages...), ""))
	for field, want := range map[string]string{"period": "2025-01-01..2025-12-31", "opinion": "unqualified", "legs": "uuu", "date": "2026-02-20"} {
		if got[field] != want {
			t.Errorf("%s = %q, want %q", field, got[field], want)
		}
	}
}
