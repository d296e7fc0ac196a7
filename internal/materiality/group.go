package materiality

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// group weighs all documents that can answer one need, and reports whether there
// are any.
func (c *weighing) group(need Need) bool {
	var members []exhibit
	for _, x := range c.exhibits {
		if x.reading != nil && needOf(x) == need && x.status.State != attest.FreshSuperseded {
			members = append(members, x)
		}
	}
	// What does not count yet is left aside while something else does.
	if inForce := slices.DeleteFunc(slices.Clone(members), func(x exhibit) bool {
		return x.status.State == attest.FreshNotYet
	}); len(inForce) > 0 {
		members = inForce
	}
	for _, x := range members {
		switch need {
		case NeedSOC2, NeedSOC3:
			c.report(x, members)
		case NeedISO27001:
			c.certificate(x, members)
		default:
			c.other(x)
		}
	}
	if need == NeedSOC2 && len(members) > 0 {
		c.bridges()
	}
	return len(members) > 0
}

// other records assurance of another kind, which a person has to read.
func (c *weighing) other(x exhibit) {
	c.add(RuleOtherAssurance, x, sentence("The "+kindName(x.kind)+" on file is kept and searched, and its content is not weighed"), kindCitations(x),
		finding{condition: "A person reads the " + kindName(x.kind) + " and judges what it is worth here.",
			next: "Read the " + kindName(x.kind) + " and judge what it is worth here."})
	if x.status.State == attest.FreshStale {
		c.aged(x)
	}
}

// missing records that nothing on file answers the demand, and why what is on
// file does not.
func (c *weighing) missing() {
	if len(c.exhibits) == 0 {
		return
	}
	next := c.firstUnreadStep()
	if next == "" {
		next = "Ask the vendor for " + c.wanted() + "."
	}
	c.add(RuleKindMissing, exhibit{}, "This tier asks for "+c.wanted()+", and none that was read is on file.", nil, finding{next: next})
	for _, x := range c.exhibits {
		if why := c.noSubstitute(x); why != "" {
			c.add(RuleNoSubstitute, x, why, kindCitations(x), finding{})
			c.last().need = ""
		}
	}
}

// noSubstitute says why a document does not stand in for what is asked, or "".
func (c *weighing) noSubstitute(x exhibit) string {
	switch x.kind {
	case attest.KindUnknown:
		return ""
	case attest.KindSOC3:
		return "A SOC 3 report is the summary for general use, without tests and results; it does not stand in for a SOC 2 report."
	case attest.KindISO27001, attest.KindISOOther, attest.KindSTARCertificate:
		return "A certificate says that a management system conforms to a standard; it does not stand in for a SOC 2 report."
	case attest.KindSOC2Certificate:
		return "A page that calls itself a SOC 2 certificate is the vendor's claim: SOC 2 is an attestation, and there is no such certificate."
	case attest.KindSelfAttestation, attest.KindQuestionnaire, attest.KindSTARSelf:
		return "The vendor's own statement is no independent assurance; it does not stand in for a report."
	case attest.KindSOC1, attest.KindISAE3402, attest.KindCSAE3416:
		return "This report is on controls that matter to financial reporting; it does not stand in for a SOC 2 report."
	case attest.KindBridgeLetter:
		return "A bridge letter is management's word on the days after a report; without the report it carries nothing."
	case attest.KindEngagementLetter, attest.KindReadiness:
		return "A " + kindName(x.kind) + " gives no opinion; it does not stand in for a report."
	default:
		return sentence("The " + kindName(x.kind) + " on file does not answer the demand")
	}
}

// wanted names what the tier asks for.
func (c *weighing) wanted() string {
	var names []string
	for _, need := range c.tier.Needs {
		switch need {
		case NeedSOC2:
			name := "a SOC 2 report"
			if Rank(c.tier.effect(RuleType1)) > Rank(condition) {
				name = "a SOC 2 Type 2 report"
			}
			names = append(names, name)
		case NeedISO27001:
			names = append(names, "an ISO/IEC 27001 certificate")
		case NeedSOC3:
			names = append(names, "a SOC 3 report")
		default:
			names = append(names, "other assurance")
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// kindName names a kind of document inside a sentence.
func kindName(k attest.Kind) string {
	names := map[attest.Kind]string{
		attest.KindSOC1: "SOC 1 report", attest.KindSOC2: "SOC 2 report", attest.KindSOC3: "SOC 3 report",
		attest.KindSOCCyber: "SOC for Cybersecurity report", attest.KindSOCSupply: "SOC for Supply Chain report",
		attest.KindSTARAttestation: "STAR attestation", attest.KindSTARCertificate: "STAR certificate", attest.KindSTARSelf: "STAR self-assessment",
		attest.KindISAE3402: "ISAE 3402 report", attest.KindISAE3000: "ISAE 3000 report",
		attest.KindCSAE3000: "CSAE 3000 report", attest.KindCSAE3416: "CSAE 3416 report", attest.KindC5: "C5 report",
		attest.KindWebTrust: "WebTrust report", attest.KindISO27001: "ISO/IEC 27001 certificate", attest.KindISOOther: "ISO certificate",
		attest.KindISOSoA: "statement of applicability", attest.KindISOAudit: "ISO audit report",
		attest.KindPentestLetter: "penetration test letter", attest.KindPCIAoC: "PCI DSS attestation of compliance",
		attest.KindHITRUST: "HITRUST letter", attest.KindReadiness: "readiness report", attest.KindEngagementLetter: "engagement letter",
		attest.KindBridgeLetter: "bridge letter", attest.KindQuestionnaire: "questionnaire", attest.KindSelfAttestation: "self-attestation",
		attest.KindPersonal: "certificate of a person", attest.KindAgreedUpon: "agreed-upon procedures report",
		attest.KindLimitedAssurance: "limited assurance report", attest.KindNationalSOC: "service auditor's report",
	}
	if name, ok := names[k]; ok {
		return name
	}
	return "document"
}

// reportName is kindName with the type.
func reportName(x exhibit) string {
	if x.status.Type == 0 || x.kind != attest.KindSOC2 {
		return kindName(x.kind)
	}
	return fmt.Sprintf("SOC 2 Type %d report", x.status.Type)
}

func kindCitations(x exhibit) []attest.Citation {
	if x.reading == nil {
		return nil
	}
	return x.reading.Kind.Citations
}

func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }
