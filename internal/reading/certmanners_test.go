package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCertificateManners reads sheets whose words lead astray: dates of other
// things, other standards' rows, numbers of other registers.
func TestCertificateManners(t *testing.T) {
	t.Parallel()
	for _, tt := range certificateManners {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := sheet(tt.text)
			got := certNotes(d, d.certificate())
			delete(got, "flags")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("certificate mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// certificateManners are invented sheets.
var certificateManners = []struct {
	name string
	text string
	want map[string]string
}{
	{"the form's own date, agreements that end", `
# Certificate of Registration
Certificate Number: KR-31
The management system of
# Teal Archives, LLC
conforms to ISO/IEC 27001:2022
Scope of certification
Archives, the unit acquired on 15 August 2022, and hosting under agreements that
expire on 31 December 2029, with effect from release 4.
Expiration Date: April 21, 2028
Form KF-104 Rev. 12, effective January 1, 2024
`, map[string]string{
		"number": "KR-31", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Teal Archives, LLC",
		"scope":  "Archives, the unit acquired on 15 August 2022, and hosting under agreements that expire on 31 December 2029, with effect from release 4.",
		"expiry": "2028-04-21",
	}},
	{"each standard in its own row", `
# Certificate
Sedge Certification Ltd certifies that the management system of
# Heron Payments plc
conforms to
Standard               Certificate no.   First certified   Issued         Expires
ISO 9001:2015          SC-Q-8            10 Jan 2012       15 Dec 2023    9 Jan 2027
ISO/IEC 27001:2022     SC-S-9            21 May 2016       8 May 2025     20 May 2028
ISO 22301:2019         SC-C-7            3 Mar 2019        1 Mar 2025     2 Mar 2028
`, map[string]string{
		"number": "SC-S-9", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Heron Payments plc", "body": "Sedge Certification Ltd",
		"extra": "ISO 9001:2015; ISO 22301:2019", "initial": "2016-05-21", "issue": "2025-05-08", "expiry": "2028-05-20",
	}},
	{"a certificate that is replaced, registers of companies and accreditors", `
# Certificate
Holder                 Eider Logistics A/S
Certificate number     DK-90-R1
Company registration no. 09917744
Replaces certificate   BQ 551 (Brae Registrars Ltd), expiry date 30 September 2025
Standard               ISO/IEC 27001:2022
Valid                  2025-10-01 to 2028-09-30
Initial certification (by another body): 2016-10-01
DANAK reg. no. 5099
`, map[string]string{
		"number": "DK-90-R1", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Eider Logistics A/S",
		"initial": "2016-10-01", "start": "2025-10-01", "expiry": "2028-09-30", "last": "2025-09-30", "mark": "DANAK",
	}},
	{"one column, an unknown label over the first date", `
# Certificate
Registration number
FR/ISMS/66
Registered organisation
Knot Archives CIC
Standard
ISO/IEC 27001:2022
Day of restoration
15 November 2023
Previous registration cycle ended
31 August 2023
Date of certification decision
13 November 2023
Current cycle
15 November 2023 to 31 August 2026
`, map[string]string{
		"number": "FR/ISMS/66", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Knot Archives CIC",
		"last": "2023-08-31", "issue": "2023-11-13", "start": "2023-11-15", "expiry": "2026-08-31",
	}},
	{"a number of groups that ends in letters", `
# ZERTIFIKAT
Zertifikat-Registrier-Nr.: 12 310 66 TMS
Die Organisation Brachvogel Software GmbH erfüllt mit der Software und den Diensten ISO/IEC 27001:2022
Dieses Zertifikat ist gültig vom 12.05.2025 bis 11.05.2028.
`, map[string]string{
		"number": "12 310 66 TMS", "standard": "ISO/IEC 27001:2022", "edition": "2022", "start": "2025-05-12", "expiry": "2028-05-11",
	}},
	{"bare number under the title, validity in French", `
# Certificat
N° 2022/984.2
Pluvier Certification certifie que
# Courlis Santé SAS
est conforme à ISO/IEC 27001:2022
Ce certificat est valable à compter du (année/mois/jour) 2025-03-22   Jusqu'au 2028-03-21
`, map[string]string{
		"number": "2022/984.2", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Courlis Santé SAS", "body": "Pluvier Certification",
		"start": "2025-03-22", "expiry": "2028-03-21",
	}},
	{"certified from, until on the next line", `
# Certificate
Certificate no. NL-27-04
Smient Keuring B.V. declares that the management system of
# Wulp Payroll B.V.
meets NEN-EN-ISO/IEC 27001:2017+A11:2020
First certified on 12 October 2017
Certified from 12 October 2023
until 12 October 2026
`, map[string]string{
		"number": "NL-27-04", "standard": "NEN-EN-ISO/IEC 27001:2017+A11:2020", "edition": "2013", "holder": "Wulp Payroll B.V.", "body": "Smient Keuring B.V.",
		"initial": "2017-10-12", "start": "2023-10-12", "expiry": "2026-10-12",
	}},
	{"values over their labels, an office before the body", `
# Certificate of Conformance
This is to certify that
# Plover Robotics Co., Ltd.
conforms to ISO/IEC 27001:2022
December 5, 2024        December 4, 2027        24-ISMS-41
Date of Issue           Date of Expiry          Certificate No.
Chief Executive, Ridge Assurance Corp.
`, map[string]string{
		"number": "24-ISMS-41", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Plover Robotics Co., Ltd.", "body": "Ridge Assurance Corp.",
		"issue": "2024-12-05", "expiry": "2027-12-04",
	}},
	{"issued by the company means nobody", `
Certificate GB21/885
The management system of
# Crake Health Ltd
has been assessed as meeting ISO/IEC 27001:2022
This document is issued by the Company subject to its General Conditions.
This certificate is valid from 14 March 2025 until 13 March 2028.
`, map[string]string{
		"number": "GB21/885", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Crake Health Ltd", "start": "2025-03-14", "expiry": "2028-03-13",
	}},
	{"a name of two lines, a place in it, translations beside", `
# Certificate
Sora Certification Limited
hereby certifies that / 茲證明
# Turnstone Netz- und
# Infrastrukturgesellschaft mbH
conforms to ISO/IEC 27001:2022 (ISO/IEC 27001:2022)
Certificate No: ZS-71
`, map[string]string{
		"number": "ZS-71", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Turnstone Netz- und Infrastrukturgesellschaft mbH", "body": "Sora Certification Limited",
	}},
	{"past expiries, a label broken over lines, a number in the sentence", `
# Certificate
This certificate, number AQ/22/25, is granted to
# Whimbrel Fintech (Asia) Limited
conforming to ISO/IEC 27001:2022. The 2013 certificate expired on October 31, 2024.
Valid through: February 19, 2027. Previous certificate
expiration: February 19, 2024.
`, map[string]string{
		"number": "AQ/22/25", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Whimbrel Fintech (Asia) Limited",
		"expiry": "2027-02-19", "last": "2024-10-31|2024-02-19",
	}},
	{"an organisation in a table, a cycle", `
# Certificate of Registration
Organisation              Godwit Cloud Pte. Ltd.
Certificate No.           SG-27-9
Standard                  SS ISO/IEC 27001:2023
Certification cycle       1 Mar 2025 - 29 Feb 2028
Certification body        Straits Certification Pte. Ltd.
`, map[string]string{
		"number": "SG-27-9", "standard": "SS ISO/IEC 27001:2023", "edition": "2022", "holder": "Godwit Cloud Pte. Ltd.", "body": "Straits Certification Pte. Ltd.",
		"start": "2025-03-01", "expiry": "2028-02-29",
	}},
	{"labels run on in a line, an article before the body", `
# Certificado
A Certificadora Sanhaço Ltda. certifica que a empresa
# Gralha Pagamentos S.A.
está em conformidade com a norma ISO/IEC 27001:2022
Número do certificado: 44-S
Data de emissão: 05/03/2025
Data de validade: 04/03/2028
`, map[string]string{
		"number": "44-S", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Gralha Pagamentos S.A.", "body": "Certificadora Sanhaço Ltda.",
		"issue": "2025-03-05", "expiry": "2028-03-04",
	}},
	{"sentences that name holder and standard", `
# Interim Certificate
Certificate number INT-2. Holder: Ruddock Parking Ltd. Standard: ISO/IEC 27001:2022.
Date of issue: 9 January 2026. This certificate is valid until 8 January 2027.
`, map[string]string{
		"number": "INT-2", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Ruddock Parking Ltd.", "issue": "2026-01-09", "expiry": "2027-01-08",
	}},
}
