package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

// TestLookalikes reads papers that use the words of certificates and letters
// without being one.
func TestLookalikes(t *testing.T) {
	t.Parallel()
	const issued = "Certificate Number: GL-20\nIssue Date: 4 March 2025\nExpiry Date: 3 March 2028\nGlen Registrars Limited"
	tests := []struct {
		name string
		text string
		want attest.Kind
	}{
		{"9001 with a word on 27001", "# Certificate of Registration\nThe management system of\n# Moss Storage Ltd\nconforms to the requirements of\n# ISO 9001:2015\nfor storage (see our ISO/IEC 27001 certificate GL-21)\n" + issued, attest.KindISOOther},
		{"42001 beside 27001", "# Certificate\nThe management system of Moss Storage Ltd\nhas been assessed and found to conform to the requirements of\n# ISO/IEC 42001:2023\nfor voice assistants, integrated with the ISO/IEC 27001:2022 information security management system\n" + issued, attest.KindISOOther},
		{"27701 as an extension", "# Certificate\nThe privacy information management system, as an extension to ISO/IEC 27001:2022, of\n# Moss Storage Ltd\nconforms to the requirements of\n# ISO/IEC 27701:2019\n" + issued, attest.KindISOOther},
		{"27001 and 27701 together", "# Certificate\nThe management system of\n# Moss Storage Ltd\nconforms to the requirements of\n# ISO/IEC 27001:2022\n# ISO/IEC 27701:2019\n" + issued, attest.KindISO27001},
		{"a table of several standards", "# Certificate\nThe integrated management system of\n# Moss Storage Ltd\nhas been assessed against\nStandard\tCertificate no.\tExpires\nISO 9001:2015\tQ-1\t9 January 2027\nISO/IEC 27001:2022\tS-1\t20 May 2028\n", attest.KindISO27001},
		{"a lead auditor signs for the body", "# Certificate of Conformance\nMoss Storage Ltd maintains an information security management system that conforms to ISO/IEC 27001:2022\n" + issued + "\nIda Holm\nLead Auditor", attest.KindISO27001},
		{"a lead auditor's own certificate", "Certified ISO/IEC 27001 Lead Auditor\n# Certificate\nIda Holm has met the requirements for the credential\nCertificate Number: 77\nExpiry date: 2 May 2028", attest.KindPersonal},
		{"notice of suspension", "Glen Registrars Limited\n11 August 2026\nNotice of suspension of certificate GL-20 (ISO/IEC 27001:2022)\nThe certification of the information security management system of Moss Storage Ltd is suspended. The certificate has the expiry date 3 March 2028.", ""},
		{"recommendation of an audit team", "Glen Registrars Limited\nConfirmation for certification to ISO/IEC 27001:2022\nMoss Storage Ltd has been assessed. The audit team has recommended certification to the requirements of ISO/IEC 27001:2022. Expected expiry date: 3 March 2029.", ""},
		{"the holder's own letter", "Moss Storage Ltd\n12 May 2026\nOur ISO/IEC 27001 certificate number GL-20 expired on 30 April 2026. The information security management system meets the standard ISO/IEC 27001:2022; a new certificate follows.", ""},
		{"security overview", "# Security Overview\nMoss Storage Ltd is certified to ISO/IEC 27001:2022. The information security management system certificate number is GL-20 and it expires on 3 March 2028.", ""},
		{"contract annex", "# Annex on Security\nThe Processor shall maintain an information security management system certified to ISO/IEC 27001:2022 and provide its certificate, valid from 1 March 2026.", ""},
		{"price list with a bridge letter", "# Prices\nSOC 2 Type 2 report, 12-month period\t34,000\nBridge letter\t500\n", ""},
		{"empty form", "# Review form\nSOC 2 Type 2, SOC 3, ISO/IEC 27001 certificate\nPeriod from ____ to ____\nCertificate number ____ Expiry date ____ valid until ____", ""},
		{"continuity letter that lists changes", "Moss Storage, LLC\nSOC 2 Continuity Letter\nSince the end of our last SOC 2 Type 2 report (January 1, 2025 - December 31, 2025), we made the following changes: a new identity provider.\nSigned: Ida Holm, General Counsel", attest.KindBridgeLetter},
		{"interim letter", "Subject: SOC 2 interim letter\nDear client,\nMoss Tax engages Oake CPAs to perform a SOC 2 Type 2 examination. The most recent examination covers December 1, 2024 to November 30, 2025. No material changes have occurred since.", attest.KindBridgeLetter},
		{"press release", "# Moss Storage gains ISO/IEC 27001:2022 certification\nMoss Storage Ltd announced that it has been certified to the standard ISO/IEC 27001:2022 by Glen Registrars Limited. The certificate is valid until 12 July 2029.\nMedia contact: Ida Holm", ""},
		{"register print of a withdrawn certificate", "# Certificate verification\nCertificate number\tGL-20\nStandard\tISO/IEC 27001:2022\nStatus\tWithdrawn\nExpiry date\t3 March 2028", ""},
		{"a condition for suspension on a certificate", "# Certificate\nThis is to certify that Moss Storage Ltd conforms to ISO/IEC 27001:2022.\nIf the surveillance audit is late, this certificate is suspended.\n" + issued, attest.KindISO27001},
		{"a body that speaks of itself", "# Certificate\nWe certify that Moss Storage Ltd meets the requirements of ISO/IEC 27001:2022. Our certification body, Glen Registrars Limited, is accredited.\n" + issued, attest.KindISO27001},
		{"a consultant's certificate of completion", "# Certificate of ISO 27001 Consulting Completion\nMoss Storage Ltd has met the requirements of the ISO/IEC 27001:2022 programme.\nCertificate No. GC-5", attest.KindPersonal},
		{"an illustrative auditor's report", "# Independent Service Auditor's Report\nTo the Management of [name of service organization]\nWe have examined the description of [name of system] throughout the period [date] to [date] and the suitability of the design and operating effectiveness of controls based on the trust services criteria relevant to security (TSP section 100) and DC section 200.\nIn our opinion, in all material respects, the description presents the system, the controls were suitably designed and operated effectively throughout the period [date] to [date].", ""},
		{"a body's letter on a certificate", "Glen Registrars Limited\n2 May 2026\nThis letter confirms that Moss Storage Ltd holds certificate GL-20, which meets the standard ISO/IEC 27001:2022, issue date 1 May 2026, expiry date 30 April 2029.", ""},
		{"a title in spaced letters", "# C E R T I F I C A T E\nGlen Registrars Limited\nconfirms the registration of\n# Moss Storage Ltd\nagainst ISO/IEC 27001:2022\nCertificate number GL-20", attest.KindISO27001},
		{"a Polish certificate", "# Certyfikat\nNr 11/BI/2024\nSystem Borowik Sp. z o.o. spełnia wymagania normy PN-EN ISO/IEC 27001:2023", attest.KindISO27001},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Read(typeset(tt.text), "")
			if r.Kind.Value != tt.want {
				t.Errorf("kind = %q %s %s, want %q", r.Kind.Value, r.Kind.State, r.Kind.Reason, tt.want)
			}
		})
	}
}
