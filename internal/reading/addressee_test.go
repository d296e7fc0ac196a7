package reading

import "testing"

func TestAddressees(t *testing.T) {
	t.Parallel()
	const own = "We have examined Quay Freight Ltd's description of its Quay Cloud System throughout the period January 1, 2025 to December 31, 2025 based on the criteria."
	tests := []struct{ name, head, scope, want string }{
		{"a management board", "To: the management board of Quay Freight B.V.", "We have examined the description of the Quay Cloud System of Quay Freight B.V. for the period.", "Quay Freight B.V."},
		{"managing directors, and their town", "To the Managing Directors of Quay Freight GmbH, Bremen", "We have examined the description of the Quay Cloud System of Quay Freight GmbH.", "Quay Freight GmbH"},
		{"members, in capitals", "TO THE MEMBERS OF QUAY FREIGHT LTD", own, "Quay Freight Ltd"},
		{"a committee by name", "Attention: Audit Committee, Quay Freight Ltd", own, "Quay Freight Ltd"},
		{"no To", "Management of Quay Freight Ltd\n12 Pier Road", own, "Quay Freight Ltd"},
		{"two organisations", "To the Management of Quay Freight Ltd and Moor Lane Desk Ltd.:", own, "Quay Freight Ltd"},
		{"and those who rely on it", "To the management of Quay Freight Ltd, their customers and their auditors", own, "Quay Freight Ltd"},
		{"two roles over two lines", "To the Stockholders and Board of Managers of\nQuay Freight Ltd", own, "Quay Freight Ltd"},
		{"the owner is addressed, the subsidiary examined", "To the Board of Directors of Moor Lane plc", "We have examined Quay Freight Ltd's, a wholly owned subsidiary of Moor Lane plc, description of its Quay Cloud System.", ""},
		{"the owner is addressed, the system is the subsidiary's", "To the Board of Directors of Moor Lane plc", "We have examined the description of the Quay Cloud System of Quay Freight Ltd, a wholly owned subsidiary of Moor Lane plc.", "Quay Freight Ltd"},
		{"the owner is addressed and not named again", "To the Board of Directors of Moor Lane plc", own, "Quay Freight Ltd"},
		{"a name that begins like a role", "To Partners Freight Ltd", "We have examined Partners Freight Ltd's description of its system.", "Partners Freight Ltd"},
		{"a role behind the name", "To: Quay Freight Ltd Management", own, "Quay Freight Ltd"},
		{"a name with and", "To the Management of Quay and Sons Ltd", "We have examined Quay and Sons Ltd's description of its system.", "Quay and Sons Ltd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Read(typeset("# SOC 2 Type 2 Report\nQuay Freight Ltd", "# Independent Service Auditor's Report\n"+tt.head+"\n= Scope\n"+tt.scope+"\n"+quayDuties+"\nThe criteria are in DC section 200 and TSP section 100, the trust services criteria relevant to security.", "= Opinion\n"+clearLimbs+"\n"+mannerEnd), "").Attestation.Organization; got.Value != tt.want {
				t.Errorf("organisation = %q (%s), want %q", got.Value, got.Rule, tt.want)
			}
		})
	}
}
