package reading

import "testing"

func TestRoleOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want  role
		heads []string
	}{
		{roleID, []string{"Control #", "Control Number", "CONTROL ID", "Ref.", "Ref #", "#", "No.", "ID", "Control No.", "Control Ref", "Control Reference Number", "Control IDs", "Control Point", "Identifier", "Ref. No.", "Control ID #", "Nr.", "Reference"}},
		{roleCriteria, []string{"Criteria", "TSC", "TSC Reference", "Trust Services Criteria", "Applicable Trust Services Criteria", "Trust Services Criteria and Points of Focus", "Criterion", "Common Criteria", "Criteria #", "COSO Principle", "SOC 2 Criteria", "Related Criteria", "TSC Mapping", "Control Objective", "Criteria Supported", "AICPA Trust Services Criteria", "TSC #", "Criteria Description", "Wording of the criterion", "Text of the Trust Services Criteria"}},
		{roleControl, []string{
			"Control", "Controls", "Control:", "Control Activity", "Control Description", "Control Activity Specified by the Service Organization", "Controls Specified by Larch & Co", "Quay, Inc.'s Controls",
			"Description of Control", "Controls specified by Quayside Systems, Inc.", "Control Statement", "Company Controls", "Related Controls", "Criteria / Controls Specified by Tallow", "Control Activities", "Service Organization's Controls",
			"Controls in Place", "Control Activities Described by Management", "Control as described by Tallow", "What Tallow does", "Statement of control",
		}},
		{roleTest, []string{
			"Test", "Tests", "Tests Performed", "Test performed:", "Tests of Controls", "Tests of controls:", "Test Applied by the Service Auditor", "Tests Performed by Larch & Co LLP", "Service Auditor's Tests", "Procedure", "Procedures",
			"Audit Procedures", "Testing Performed", "Test Procedures", "Auditor Test", "Service Auditor's Tests of Controls", "Test of Operating Effectiveness", "Larch & Co's Tests of Controls", "Test of Controls Performed", "Testing Procedures Performed by the Service Auditor",
			"Auditor's Test Procedures", "Tests Applied", "Description of Tests Performed", "How tested", "Prüfungshandlungen", "What we did", "Audit step", "How we tested",
		}},
		{roleResult, []string{
			"Result", "Results", "Results:", "Test Results", "Results of Tests", "Result of test:", "Results of Testing", "Conclusion", "Findings", "Exceptions Noted", "Exceptions", "Outcome", "Deviations", "Result of Test of Operating Effectiveness",
			"Test Result", "Results of Tests of Controls", "Results of Service Auditor's Tests", "Exception Details", "Exception Detail:", "Deviations Noted", "Auditor's Conclusion", "Testing Results", "Results of Larch & Co's Tests", "Exceptions, if any", "What we found", "Ergebnis", "Results of Tests Performed", "Result of Test Procedure", "Results of test steps",
		}},
		{roleTestResult, []string{"Tests Performed and Results", "Test and Result", "Tests of Controls and Results of Tests", "Test procedures and results", "Tests / Results", "Tests of controls and test results", "Service Auditor's Tests and Results", "Tests Performed by Larch LLP and Results"}},
		{roleResponse, []string{"Management's Response", "Management Response:", "Response", "Response by Tallow", "Management Comment", "Corrective Action", "Corrective Action Plan", "Remediation", "Management's response to exception", "Tallow's Response", "Management's Responses to Exceptions Noted", "Quay, Inc.'s Management's Response", "Management's response (unaudited)"}},
		{roleOther, []string{"HITRUST Reference", "CCM", "Frequency", "Control Owner", "Control Type", "Test #", "Category", "Sample Size", "HIPAA citation"}},
		{"", []string{
			"", "Complementary User Entity Controls", "Subservice Organization", "Complementary subservice organization controls", "Incident Response", "Access Controls and Segregation", "Exception Policy",
			"The control environment sets the tone", "Controls are tested every year by the internal audit team of the company", "Purpose", "Services Provided", "Infrastructure", "Test Data Management Policy and Procedure Owner Name",
			"User entity controls", "Result of operations", "Testing is performed in a separate environment", "Physical Security Controls", "Logical Access", "Hosting provider",
		}},
	} {
		for _, h := range c.heads {
			if got := roleOf(h); got != c.want {
				t.Errorf("roleOf(%q) = %q, want %q", h, got, c.want)
			}
		}
	}
}
