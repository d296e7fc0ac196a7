package reading

import "testing"

func TestSystemNames(t *testing.T) {
	t.Parallel()
	const org, to = "Quay Freight Ltd", "To Quay Freight Ltd"
	const tail = " throughout the period January 1, 2025 to December 31, 2025 based on the criteria."
	tests := []struct{ name, scope, want string }{
		{"whose it is", "We have examined the description of the Consent Registry of Quay Freight Ltd" + tail, "Consent Registry"},
		{"where it is described, between commas", "We have examined Quay Freight Ltd's description, in Section III, of its PayCycle System" + tail, "PayCycle System"},
		{"the criteria for a description name no system", "We have examined the description based on the criteria for a description of a service organization's system in DC section 200 throughout the period January 1, 2025 to December 31, 2025.", ""},
		{"whose it is, by a short form", "We have examined the description of the Grid Forecast service of Quay Freight Ltd (Quay) as at 31 March 2025.", "Grid Forecast service"},
		{"by whom", "We have examined the description of the Quay Cloud Platform by Quay Freight Ltd" + tail, "Quay Cloud Platform"},
		{"by whom, before it", "We have examined the description by Quay Freight Ltd (\"Quay\") of its Classroom Suite" + tail, "Classroom Suite"},
		{"owner and short form before it", "We have examined the description of the Quay Freight Ltd (Quay) Billing Desk software set out in part III.", "Billing Desk software"},
		{"titled, then named", "We have examined Quay's description titled \"Quay Docket\" of its Docket System," + tail, "Docket System"},
		{"what else was examined", "We have examined the description of Ledgerworks Close and the design and operating effectiveness of the controls stated in it" + tail, "Ledgerworks Close"},
		{"a length before the period", "We have examined management's description of the Quay Intake Portal, for the nine-month period beginning January 1, 2025.", "Quay Intake Portal"},
		{"a system without a name of its own", "We have examined the attached description of Quay Freight Ltd's cold storage system" + tail, "cold storage system"},
		{"the word system alone", "We have examined the description of the system of Quay Freight Ltd" + tail, ""},
		{"controls are no system", "We have examined the description of controls of Quay Freight Ltd" + tail, ""},
		{"titled without quotation marks", "We have examined Quay Freight Ltd's description of its system titled Quay Copilot" + tail, "Quay Copilot"},
		{"titled, and controls maintained", "We have examined the description of its platform called Harbour Desk" + tail, "Harbour Desk"},
		{"an abbreviation in the owner's name", "We have examined the description of the Panel Desk system of Quay Freight Co. for the year ended June 30, 2025.", "Panel Desk system"},
		{"a name that holds the owner's", "We have examined Quay Freight Ltd's description of its Quay Freight Exchange" + tail, "Quay Freight Exchange"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := scopeReport(to, tt.scope).Attestation
			if a.System.Value != tt.want || a.Organization.Value != org {
				t.Errorf("system = %q (%s) of %q, want %q", a.System.Value, a.System.Rule, a.Organization.Value, tt.want)
			}
		})
	}
}
