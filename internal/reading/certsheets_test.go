package reading

// certificateSheets are invented certificates in the layouts that issuers use.
var certificateSheets = []struct {
	name string
	text string
	want map[string]string
}{
	{"labels in one line, values in the next", `
# Certificate of Registration
Orrin Vale Certification, LLC hereby certifies that the following organization operates
an information security management system that conforms to the requirements of
# ISO/IEC 27001:2013
# Wexley Harbor Software, Inc.
12 Quay Street, Portland, Maine 04101
Issue Date   Original Registration Date   Expiration Date   Certificate Version
January 31, 2023   April 12, 2019   April 10, 2025   Version 4
Certificate Number: 118842-2
`, map[string]string{
		"number": "118842-2", "version": "4", "holder": "Wexley Harbor Software, Inc.", "standard": "ISO/IEC 27001:2013", "edition": "2013",
		"body": "Orrin Vale Certification, LLC", "initial": "2019-04-12", "issue": "2023-01-31", "expiry": "2025-04-10",
		"flags": "accreditation_not_stated incomplete_certificate iso_2013_edition",
	}},
	{"label line above value line, previous cycle on the sheet", `
# Management System Certificate
Certificate no.:                Initial certification date:     Valid:
10577-2011-AIS-NOR-XX           17 November 2011                22 November 2023 - 16 November 2026
This is to certify that the management system of
# Fjordlys Drift AS
Havnegata 3, 4006 Stavanger, Norway
has been found to conform to the Information Security Management System standard:
# ISO/IEC 27001:2022
This certificate is valid for the following scope:
Operation and support of hosted accounting services, in accordance with the
Statement of Applicability version 3.1 dated 2 May 2023.
Expiry date of last certification cycle: 16 November 2023
Date of last re-certification: 3 November 2023
Place and date:
Stavanger, 21 November 2023
`, map[string]string{
		"number": "10577-2011-AIS-NOR-XX", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Fjordlys Drift AS",
		"scope": "Operation and support of hosted accounting services, in accordance with the Statement of Applicability version 3.1 dated 2 May 2023.",
		"soa":   "3.1", "soa date": "2023-05-02", "initial": "2011-11-17", "start": "2023-11-22", "expiry": "2026-11-16",
		"last": "2023-11-16", "recert": "2023-11-03", "issue": "2023-11-21",
		"flags": "accreditation_not_stated certification_gap incomplete_certificate previous_cycle_expiry_printed",
	}},
	{"Portuguese range after a label that says until", `
# Certificado de Sistema de Gestão
Número do Certificado: 58213-2011-AIS
Data de início: 17 novembro 2011
Válido até: 17 novembro 2026 - 16 novembro 2029
Certificamos que o sistema de gestão da
# Maré Alta Sistemas Ltda
Rua das Flores 10, São Paulo
está em conformidade com a norma ISO/IEC 27001:2022
Âmbito: desenvolvimento e suporte de sistemas para a gestão de portos
Local e data: São Paulo, 01 setembro 2026
`, map[string]string{
		"number": "58213-2011-AIS", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Maré Alta Sistemas Ltda",
		"scope":   "desenvolvimento e suporte de sistemas para a gestão de portos",
		"initial": "2011-11-17", "start": "2026-11-17", "expiry": "2029-11-16", "issue": "2026-09-01",
		"flags": "accreditation_not_stated incomplete_certificate not_yet_effective",
	}},
	{"German with register number and a place before the day", `
# ZERTIFIKAT
Die Zertifizierungsstelle der Donautal Zertifizierungs GmbH bescheinigt, dass das Unternehmen
# Lindenhof Rechenzentrum GmbH
Ringstraße 8, 4600 Wels, Österreich
ein Informationssicherheits-Managementsystem nach ÖNORM EN ISO/IEC 27001:2023 anwendet.
Geltungsbereich: Betrieb von Rechenzentren und Hosting von Kundensystemen
Registriernummer: IS-04167/4
Erstausstellung: 01. März 2023
Gültig bis: 24. September 2029
Wien, am 25. September 2026
Akkreditiert durch die Akkreditierung Austria, Nr. 0917
`, map[string]string{
		"number": "IS-04167/4", "standard": "ÖNORM EN ISO/IEC 27001:2023", "edition": "2022", "holder": "Lindenhof Rechenzentrum GmbH",
		"scope": "Betrieb von Rechenzentren und Hosting von Kundensystemen", "body": "Donautal Zertifizierungs GmbH",
		"initial": "2023-03-01", "issue": "2026-09-25", "expiry": "2029-09-24",
		"mark": "Akkreditierung Austria", "mark no": "0917",
	}},
	{"two columns of labels and values, revision of a BSI-like sheet", `
# Certificate of Registration
INFORMATION SECURITY MANAGEMENT SYSTEM - ISO/IEC 27001:2022
This is to certify that:      Tarn & Hollow Payments Limited
                              4 Mill Lane
                              Leeds LS1 4AB
Holds Certificate No:         IS 712345
and operates an Information Security Management System which complies with the requirements of
ISO/IEC 27001:2022 for the following scope:
The processing of card payments for merchants and the software that supports it.
This is in accordance with the latest Statement of Applicability, Version 5.0, dated 07/03/2024.
For and on behalf of Kestrel Assurance Services Limited:
Original Registration Date: 12/05/2015      Effective Date: 12/05/2024
Latest Revision Date: 23/04/2024            Expiry Date: 11/05/2027
`, map[string]string{
		"number": "IS 712345", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Tarn & Hollow Payments Limited",
		"scope": "The processing of card payments for merchants and the software that supports it. This is in accordance with the latest Statement of Applicability, Version 5.0, dated 07/03/2024.",
		"soa":   "5.0", "soa date": "2024-03-07", "body": "Kestrel Assurance Services Limited",
		"initial": "2015-05-12", "start": "2024-05-12", "issue": "2024-04-23", "expiry": "2027-05-11",
		"flags": "accreditation_not_stated reissued",
	}},
	{"numeric days that nothing settles stay open", `
# Certificate
Certificate No: Q-1189
This certifies that
# Brightwater Apps Ltd
meets ISO/IEC 27001:2022
Scope: development of mobile applications for hotels
Issued by Meridian Registrars Ltd
Issue date: 05/05/2024
Expiry date: 04/05/2027
`, map[string]string{
		"number": "Q-1189", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Brightwater Apps Ltd",
		"scope": "development of mobile applications for hotels", "body": "Meridian Registrars Ltd",
		"issue": "2024-05-05", "expiry": "2027-04-05|2027-05-04", "flags": "accreditation_not_stated",
	}},
	{"sentences in place of labels, value over a line end, SGS-like", `
Certificate GB05/90211
The management system of
# Copperfield Data Ltd
Unit 5, Dock Road, Hull, HU1 2AB, United Kingdom
has been assessed and certified as meeting the requirements of
# BS EN ISO/IEC 27001:2017
For the following activities
Hosting and support of records management software for local government.
This certificate is valid from 14 June 2022 until 13 June 2025 and remains valid subject to
satisfactory surveillance audits. Recertification audit due before 20 March 2025.
Issue 7. Certified since 15 June 2007
Authorised by Larkfield Certification Services Ltd, accredited by UKAS, 0005
`, map[string]string{
		"number": "GB05/90211", "standard": "BS EN ISO/IEC 27001:2017", "edition": "2013", "holder": "Copperfield Data Ltd",
		"scope": "Hosting and support of records management software for local government.",
		"start": "2022-06-14", "expiry": "2025-06-13", "initial": "2007-06-15", "body": "Larkfield Certification Services Ltd",
		"mark": "UKAS", "mark no": "0005", "flags": "iso_2013_edition",
	}},
	{"no edition, four years, an accreditor nobody lists", `
# CERTIFICATE OF COMPLIANCE
This is to certify that Quickseal Trading Pvt. Ltd., Plot 9, Pune, has been audited by Apex Worldwide Certification
and complies with ISO 27001
Scope: All activities of the company and its offices
Certificate No. AWC/ISMS/2301
Date of issue: 1 March 2024
Valid until: 29 February 2029
Accredited by the Universal Accreditation Forum of Delaware
`, map[string]string{
		"number": "AWC/ISMS/2301", "standard": "ISO 27001", "holder": "Quickseal Trading Pvt. Ltd.", "body": "Apex Worldwide Certification",
		"scope": "All activities of the company and its offices", "issue": "2024-03-01",
		"mark":  "Universal Accreditation Forum of Delaware",
		"flags": "accreditation_unrecognised edition_missing incomplete_certificate invalid_date",
	}},
	{"several standards, SoA, annex with sites in a table", `
# Certificate
Issued to: Sundew Analytics, Inc.
doing business as Sundew Labs
Certificate number: ISMS-SU-061524
ISO/IEC 27001:2022, ISO/IEC 27701:2019 and the controls of ISO/IEC 27017:2015 and 27018
Scope of certification: The ISMS supporting the provision of the Sundew analytics platform (SoA v3.1, 2 May 2025)
Certificate Issue Date: June 15, 2025
Certificate Expiration Date: June 14, 2028
Original Issue Date: June 15, 2022
Bellweather Certifications LLC certifies this system. ANAB accredited.
---
Annex to certificate ISMS-SU-061524
Locations in scope
Location                            Function
1 Elm Street, Austin, TX 78701      Central function
20 High Street, Dublin, Ireland     Support
`, map[string]string{
		"number": "ISMS-SU-061524", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Sundew Analytics, Inc.", "trade": "Sundew Labs",
		"scope": "The ISMS supporting the provision of the Sundew analytics platform (SoA v3.1, 2 May 2025)",
		"soa":   "3.1", "soa date": "2025-05-02", "extra": "ISO/IEC 27701:2019; ISO/IEC 27017:2015; ISO/IEC 27018",
		"issue": "2025-06-15", "expiry": "2028-06-14", "initial": "2022-06-15", "body": "Bellweather Certifications LLC", "mark": "ANAB",
		"sites": "1 Elm Street, Austin, TX 78701; 20 High Street, Dublin, Ireland",
	}},
	{"French, ISO/CEI, dates in words", `
# CERTIFICAT
Certificat n° 2023/10442.1
Aubrac Certification SAS certifie que le système de management de la sécurité de l'information de
# Galets Bleus SARL
4 rue du Port, 17000 La Rochelle
est conforme à la norme NF ISO/CEI 27001:2013
Périmètre : exploitation de la plateforme de réservation et assistance aux clients
Date de première certification : 1er mars 2020
Date d'émission : 28 février 2023
Valable jusqu'au : 28 février 2026
Certification accréditée par le COFRAC, n° 4-0572
`, map[string]string{
		"number": "2023/10442.1", "standard": "NF ISO/CEI 27001:2013", "edition": "2013", "holder": "Galets Bleus SARL",
		"scope": "exploitation de la plateforme de réservation et assistance aux clients", "body": "Aubrac Certification SAS",
		"initial": "2020-03-01", "issue": "2023-02-28", "expiry": "2026-02-28", "mark": "COFRAC", "mark no": "4-0572",
		"flags": "iso_2013_edition",
	}},
	{"date above its label, as on a signature line", `
# CERTIFICATE OF REGISTRATION
Awarded to
# Pinyon Ridge Health, LLC
for the information security management system under ISO/IEC 27001:2022
Scope: hosting of patient scheduling software in the cloud
Certificate # 55-1021
by Stonebridge Certification, Inc.
March 3, 2025                 March 2, 2028
Issue Date                    Expiration Date
`, map[string]string{
		"number": "55-1021", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Pinyon Ridge Health, LLC",
		"scope": "hosting of patient scheduling software in the cloud", "body": "Stonebridge Certification, Inc.",
		"issue": "2025-03-03", "expiry": "2028-03-02", "flags": "accreditation_not_stated",
	}},
	{"holder in a left column beside the body's sentence", `
Certificate Number: MX-20221
Awarded to:                        Granite Assurance, LLC has performed a certification examination to
Peregrine Learning, Inc.           assess conformity with the standard ISO/IEC 27001:2022.
100 Main Street                    The scope of this certificate includes the products and teams at
Boise, ID 83702                    the headquarters, and the Statement of Applicability, April 11, 2024.
Registration date:       Issue date of certificate:     Re-Issue date of certificate:     Expiration date of certificate:
December 21, 2023        December 21, 2023              August 17, 2024                   December 20, 2026
`, map[string]string{
		"number": "MX-20221", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Peregrine Learning, Inc.", "body": "Granite Assurance, LLC",
		"scope":    "The scope of this certificate includes the products and teams at the headquarters, and the Statement of Applicability, April 11, 2024.",
		"soa date": "2024-04-11", "initial": "2023-12-21", "issue": "2023-12-21", "expiry": "2026-12-20",
		"flags": "accreditation_not_stated reissued",
	}},
	{"Italian", `
# CERTIFICATO
Certificato n. IT-27001-118
Si certifica che il sistema di gestione per la sicurezza delle informazioni di
# Fontanella Servizi S.r.l.
Via Garibaldi 12, 40121 Bologna
è conforme alla norma UNI CEI EN ISO/IEC 27001:2024
Campo di applicazione: progettazione ed erogazione di servizi cloud per la sanità
Dichiarazione di applicabilità rev. 4 del 12/01/2025
Prima emissione: 03/04/2019
Emissione corrente: 02/04/2025
Data di scadenza: 02/04/2028
Rilasciato da Appennino Certificazione S.p.A.
Accreditato da ACCREDIA n. 0123
`, map[string]string{
		"number": "IT-27001-118", "standard": "UNI CEI EN ISO/IEC 27001:2024", "edition": "2022", "holder": "Fontanella Servizi S.r.l.",
		"scope": "progettazione ed erogazione di servizi cloud per la sanità", "soa": "4", "soa date": "2025-01-12",
		"initial": "2019-04-03", "issue": "2025-04-02", "expiry": "2028-04-02", "body": "Appennino Certificazione S.p.A.",
		"mark": "ACCREDIA", "mark no": "0123", "flags": "reissued",
	}},
	{"Spanish", `
# Certificado del Sistema de Gestión
Certificado n° SI-0042/2023
Cordillera Certificación, S.L. certifica que la organización
# Almendra Datos S.A.
Calle Mayor 3, 28013 Madrid
dispone de un sistema conforme con la norma UNE-EN ISO/IEC 27001:2023
Alcance: los sistemas de información que dan soporte a la nómina en la nube
Fecha de primera emisión: 5 de mayo de 2020
Fecha de última emisión: 4 de mayo de 2023
Fecha de expiración: 4 de mayo de 2026
`, map[string]string{
		"number": "SI-0042/2023", "standard": "UNE-EN ISO/IEC 27001:2023", "edition": "2022", "holder": "Almendra Datos S.A.",
		"scope": "los sistemas de información que dan soporte a la nómina en la nube", "body": "Cordillera Certificación, S.L.",
		"initial": "2020-05-05", "issue": "2023-05-04", "expiry": "2026-05-04", "flags": "accreditation_not_stated",
	}},
	{"Dutch", `
# CERTIFICAAT
Certificaatnummer: ISC 233
Polderland Certificering B.V. verklaart dat het managementsysteem van
# Wadden Zorg ICT B.V.
Zeestraat 4, Harlingen
voldoet aan NEN-EN ISO/IEC 27001:2017+A11:2020
Toepassingsgebied: het ontwikkelen en beheren van software voor de zorg
Verklaring van toepasselijkheid versie 2.1, 3 februari 2022
Datum eerste uitgifte: 1 maart 2019
Geldig vanaf: 1 maart 2022
Geldig tot: 28 februari 2025
`, map[string]string{
		"number": "ISC 233", "standard": "NEN-EN ISO/IEC 27001:2017+A11:2020", "edition": "2013", "holder": "Wadden Zorg ICT B.V.",
		"scope": "het ontwikkelen en beheren van software voor de zorg", "soa": "2.1", "soa date": "2022-02-03", "body": "Polderland Certificering B.V.",
		"initial": "2019-03-01", "start": "2022-03-01", "expiry": "2025-02-28", "flags": "accreditation_not_stated iso_2013_edition",
	}},
	{"labels that wrap in a narrow column, and dates of the same day", `
# Certificate of Approval
This is to certify that the Management System of:
# Thornfield Logistics Limited
7 Canal Street, Derby, DE1 1AA
has been approved by Wyvern Register Quality Assurance Limited to the following standard:
# ISO/IEC 27001:2022
Approval number(s): ISO/IEC 27001 – 00012345
Current issue date:           12 September 2023
Expiry date:                  11 September 2026
Certificate identity          10552233
number:
Original approval(s):
ISO/IEC 27001 – 12 September 2017
The scope of this approval is applicable to:
Warehouse management services and their supporting systems as per the
Statement of Applicability issue 6.
`, map[string]string{
		"standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Thornfield Logistics Limited", "number": "10552233",
		"body": "Wyvern Register Quality Assurance Limited", "issue": "2023-09-12", "expiry": "2026-09-11", "initial": "2017-09-12",
		"scope": "Warehouse management services and their supporting systems as per the Statement of Applicability issue 6.",
		"soa":   "6", "flags": "accreditation_not_stated",
	}},
	{"BV-like cycle dates, previous cycle in words of its own", `
# Marlowe Verification Certification
Kittiwake Systems plc
1 Harbour Way, Aberdeen
Marlowe Verification Certification Holding SAS certifies that the Management System of the above organisation has
been audited and found to be in accordance with the requirements of ISO/IEC 27001:2022
Scope of certification
Provision of hosted telephony
Original cycle start date:                      04 February 2016
Expiry date of previous cycle:                  03 February 2025
Certification / Recertification Audit date:     20 November 2024
Certification / Recertification cycle start date:   04 February 2025
Subject to the continued satisfactory operation of the organisation's Management System,
this certificate expires on: 03 February 2028
Certificate No.: GB-98123   Version: 2   Issue date: 22 January 2025
`, map[string]string{
		"number": "GB-98123", "version": "2", "standard": "ISO/IEC 27001:2022", "edition": "2022", "body": "Marlowe Verification Certification Holding SAS",
		"scope": "Provision of hosted telephony", "initial": "2016-02-04", "last": "2025-02-03", "recert": "2024-11-20", "start": "2025-02-04",
		"expiry": "2028-02-03", "issue": "2025-01-22", "holder": "Kittiwake Systems plc",
		"flags": "accreditation_not_stated previous_cycle_expiry_printed",
	}},
	{"dates that contradict each other, an SoA with an issue date of its own", `
# Certificate
Certificate number: ZZ-200
This is to certify that the management system of
# Gannet Hosting, Inc.
complies with ISO/IEC 27001:2022
Issue date: May 3, 2025
Expiration date: May 2, 2025
SoA version 2 issue date: April 1, 2025
Scope: hosting of web sites for schools
Issued by Petrel Registrars, Inc.
`, map[string]string{
		"number": "ZZ-200", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Gannet Hosting, Inc.",
		"scope": "hosting of web sites for schools", "soa": "2", "body": "Petrel Registrars, Inc.",
		"flags": "accreditation_not_stated incomplete_certificate",
	}},
	{"two certificates in one file, the other standard first", `
# Certificate
Certificate number: QM-1
The management system of
# Shearwater Foods Ltd
conforms to ISO 9001:2015
Expiry date: 1 March 2026
---
# Certificate
Certificate number: IS-2
The management system of
# Shearwater Foods Ltd
conforms to ISO/IEC 27001:2022
Expiry date: 1 April 2027
Surveillance audit due: 1 April 2026
`, map[string]string{
		"number": "IS-2", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Shearwater Foods Ltd", "expiry": "2027-04-01",
		"flags": "accreditation_not_stated incomplete_certificate",
	}},
	{"two expiry dates on one sheet, each with its standard", `
# Certificate
Certificate number: IS-3
The management system of
# Dunlin Media Ltd
conforms to ISO/IEC 27001:2022 and ISO/IEC 27701:2019
ISO/IEC 27001 Expiry date: 1 April 2027
ISO/IEC 27701 Expiry date: 1 April 2026
`, map[string]string{
		"number": "IS-3", "standard": "ISO/IEC 27001:2022", "edition": "2022", "extra": "ISO/IEC 27701:2019", "holder": "Dunlin Media Ltd",
		"expiry": "2027-04-01", "flags": "accreditation_not_stated incomplete_certificate",
	}},
	{"more than three years, printed invalid day", `
# Certificate
Certificate number: IS-4
The management system of
# Ruff Analytics Ltd
conforms to ISO/IEC 27001:2022
Valid from 1 April 2024 to 1 April 2028
First certified on 31 April 2021
`, map[string]string{
		"number": "IS-4", "standard": "ISO/IEC 27001:2022", "edition": "2022", "holder": "Ruff Analytics Ltd",
		"start": "2024-04-01", "expiry": "2028-04-01", "flags": "accreditation_not_stated incomplete_certificate invalid_date term_too_long",
	}},
	{"one column, each label over its value", `
# Certificate
Certificate Number
IS-77
Initial Certification Date
January 5, 2022
Issue Date
January 6, 2025
Expiration Date
January 4, 2028
`, map[string]string{
		"number": "IS-77", "initial": "2022-01-05", "issue": "2025-01-06", "expiry": "2028-01-04",
		"flags": "accreditation_not_stated incomplete_certificate",
	}},
	{"one column, each label under its value", `
# Certificate
of Petrel Registrars
January 5, 2022
Initial Certification Date
January 6, 2025
Issue Date
January 4, 2028
Expiration Date
`, map[string]string{
		"initial": "2022-01-05", "issue": "2025-01-06", "expiry": "2028-01-04",
		"flags": "accreditation_not_stated incomplete_certificate",
	}},
}
