package attest

// Kind is what a document is, decided by the words of its writer and never by
// its file name.
type Kind string

// The kinds that are told apart. KindOther is a document that was recognised as
// something that is no assurance report (an insurance certificate, say);
// KindUnknown means that nothing was recognised.
const (
	KindUnknown          Kind = "unknown"
	KindSOC2             Kind = "soc2"
	KindSOC1             Kind = "soc1"
	KindSOC3             Kind = "soc3"
	KindSOCCyber         Kind = "soc_cyber"
	KindSOCSupply        Kind = "soc_supply"
	KindSTARAttestation  Kind = "star_attestation"
	KindSTARCertificate  Kind = "star_certificate"
	KindSTARSelf         Kind = "star_level1_self"
	KindISAE3402         Kind = "isae3402"
	KindISAE3000         Kind = "isae3000"
	KindCSAE3000         Kind = "csae3000"
	KindCSAE3416         Kind = "csae3416"
	KindNationalSOC      Kind = "national_soc" // ASAE 3402, IDW PS 951, SSAE 3402 of Singapore and their kin
	KindC5               Kind = "c5"
	KindWebTrust         Kind = "webtrust"
	KindBridgeLetter     Kind = "bridge_letter"
	KindISO27001         Kind = "iso27001_cert"
	KindISOOther         Kind = "iso_other_cert"
	KindPersonal         Kind = "personal_certificate"
	KindISOSoA           Kind = "iso_soa"
	KindISOAudit         Kind = "iso_audit_report"
	KindPentestLetter    Kind = "pentest_letter"
	KindPCIAoC           Kind = "pci_aoc"
	KindHITRUST          Kind = "hitrust_letter"
	KindAgreedUpon       Kind = "agreed_upon"
	KindLimitedAssurance Kind = "limited_assurance"
	KindReadiness        Kind = "readiness"
	KindEngagementLetter Kind = "engagement_letter"
	KindSelfAttestation  Kind = "self_attestation"
	KindQuestionnaire    Kind = "questionnaire"
	KindSOC2Certificate  Kind = "soc2_certificate" // no such document exists under AICPA standards: a claim
	KindOther            Kind = "other"
)

// ReportType is 1 (design at a date), 2 (operation over a period), or 0 where a
// kind has no types.
type ReportType int

// Category is one of the five trust services categories.
type Category string

// The trust services categories, in their customary order.
const (
	Security            Category = "security"
	Availability        Category = "availability"
	ProcessingIntegrity Category = "processing_integrity"
	Confidentiality     Category = "confidentiality"
	Privacy             Category = "privacy"
)

// OpinionKind is what a service auditor concludes, overall or on one limb.
// There is no value for "could not be read": such a fact is Absent.
type OpinionKind string

// The four opinions, from best to worst.
const (
	Unqualified OpinionKind = "unqualified"
	Qualified   OpinionKind = "qualified"
	Adverse     OpinionKind = "adverse"
	Disclaimer  OpinionKind = "disclaimer"
)

// Leg is a limb of the opinion.
type Leg string

// The limbs of a SOC 2 opinion. A Type 1 report has no operating limb.
const (
	LegDescription Leg = "description"
	LegDesign      Leg = "design"
	LegOperation   Leg = "operating_effectiveness"
)

// Method says how a subservice organisation's controls are treated.
type Method string

// The methods. MethodUnstated is never taken for a carve-out.
const (
	CarveOut       Method = "carve_out"
	Inclusive      Method = "inclusive"
	MethodUnstated Method = "unstated"
)

// SectionKind is the role of a part of a report.
type SectionKind string

// The parts of a report.
const (
	SectionAuditorReport SectionKind = "auditor_report"
	SectionAssertion     SectionKind = "assertion"
	SectionDescription   SectionKind = "description"
	SectionMatrix        SectionKind = "matrix"
	SectionOther         SectionKind = "other_information" // unaudited
	SectionAppendix      SectionKind = "appendix"
)
