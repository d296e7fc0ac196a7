package reading

// Reports in the manner of firms whose layouts differ. All names are invented.

const clearLimbs = `In our opinion, in all material respects,
a. the description presents the Quay Cloud System that was designed and implemented throughout the period
January 1, 2025 to December 31, 2025 in accordance with the description criteria;
b. the controls stated in the description were suitably designed throughout the period January 1, 2025 to
December 31, 2025 to provide reasonable assurance that Quay's service commitments and system requirements would
be achieved, if its controls operated effectively throughout that period; and
c. the controls stated in the description operated effectively throughout the period January 1, 2025 to
December 31, 2025 to provide reasonable assurance that Quay's service commitments were achieved.`

const quayScope = `We have examined Quay Freight Ltd's ("Quay" or the "Company") accompanying description of its Quay Cloud System
titled "Description of the Quay Cloud System" throughout the period January 1, 2025 to December 31, 2025
(description) based on the criteria for a description of a service organization's system in DC section 200, and the
suitability of the design and operating effectiveness of controls stated in the description throughout the period
January 1, 2025 to December 31, 2025, to provide reasonable assurance that Quay's service commitments and system
requirements were achieved based on the trust services criteria relevant to security and availability
(applicable trust services criteria) set forth in TSP section 100, 2017 Trust Services Criteria for Security,
Availability, Processing Integrity, Confidentiality, and Privacy.`

const quayDuties = `Our examination was conducted in accordance with attestation standards established by the American Institute of
Certified Public Accountants. We are required to be independent and to meet our other ethical responsibilities.`

const quayEnd = `This report is intended solely for the information and use of Quay and user entities of the system during some or
all of the period January 1, 2025 to December 31, 2025, and is not intended to be used by anyone else.`

// plainReport is a report with its parts in the usual order.
func plainReport() []string {
	return []string{
		"# Quay Freight Ltd\n# SOC 2 Type 2 Report\nReport on the Quay Cloud System Relevant to Security and Availability\nJanuary 1, 2025 to December 31, 2025",
		"# Table of Contents\nI. Independent Service Auditors' Report ........ 3\nII. Management's Assertion ......... 5\nIII. Description of the System ........ 6\nOpinion ........ 4",
		"# I. Independent Service Auditors' Report\nBoard of Directors and Management of Quay Freight Ltd:\n= Scope\n" + quayScope + "\n= Service Auditors' Responsibilities\n" + quayDuties,
		"= Opinion\n" + clearLimbs + "\n= Restricted Use\n" + quayEnd + "\n\nBarrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026",
		"# II. Management's Assertion\nWe have prepared the accompanying description of the Quay Cloud System for the period January 1, 2025 to December 31, 2025\nbased on the description criteria in DC section 200 and the trust services criteria in TSP section 100.\nThe controls operated effectively throughout the period January 1, 2025 to December 31, 2025.\nManagement of Quay Freight Ltd\nFebruary 20, 2026",
		"# III. Description of the System\nQuay Freight Ltd was founded in 2011. The host's SOC 2 report covering April 1, 2024 to March 31, 2025 was reviewed by us.\nPolicies as of September 30, 2025 were approved. SOC 1 and ISO/IEC 27001 are mentioned here as well.",
		"# IV. Trust Services Criteria, Related Controls and Tests of Controls\nTests performed by Barrow Lindqvist LLP\nCC6.1\tAccess is restricted.\tInspected the list.\tNo exceptions noted.",
	}
}

// scope is the letter's first page with another opening.
func withPages(pages []string, change map[int]string) []string {
	out := append([]string(nil), pages...)
	for i, p := range change {
		out[i-1] = p
	}
	return out
}
