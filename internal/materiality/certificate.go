package materiality

import (
	"slices"

	"example.com/assay/internal/attest"
)

// certificate weighs a certificate of an information security management system.
func (c *weighing) certificate(x exhibit, members []exhibit) {
	cert := x.reading.Certificate
	if cert == nil {
		cert = &attest.Certificate{}
	}
	c.inForce(x, cert, members)
	for _, f := range x.status.Flags {
		c.cycleFlag(x, f)
	}
	if cert.Accreditation.State != attest.Found {
		c.add(RuleCertAccreditation, x, "The text of the certificate does not say who accredits the certification body; a mark may be there as a picture.", cert.Body.Citations,
			finding{condition: "Look at the certificate for the accreditation mark, or ask the certification body."})
	}
	if cert.Scope.State != attest.Found {
		c.add(RuleCertScope, x, "The scope of the certificate was not read with certainty.", cert.Scope.Citations,
			finding{condition: "Compare the certificate's scope with the service that is bought."})
	}
	c.pages(x, &attest.Attestation{Sections: []attest.Section{{Kind: attest.SectionAuditorReport}}})
	c.flags(x)
	c.identity(x, append([]string{cert.Holder.Value}, cert.TradeNames.Items...), cert.Holder)
}

// inForce weighs the dates. Beside another certificate in force, one that is not
// leads to conditions at most.
func (c *weighing) inForce(x exhibit, cert *attest.Certificate, members []exhibit) {
	ask := "Ask the vendor for a certificate that is in force, with its scope and statement of applicability."
	lapsed := slices.ContainsFunc(x.status.Flags, func(f attest.Flag) bool { return f.Name == attest.FlagEditionLapsed })
	before := len(c.findings)
	switch x.status.State {
	case attest.FreshCurrent:
		text := "The certificate is in force to " + x.status.Span.End.String()
		if cert.Scope.State == attest.Found {
			text += ", for its scope: " + cert.Scope.Value
		}
		c.add(RuleBasis, x, sentence(text), slices.Concat(cert.ExpiryDate.Citations, cert.Scope.Citations),
			finding{next: "Ask the vendor before " + x.status.Span.End.String() + " for the certificate of the next cycle."})
	case attest.FreshExpired:
		rule, text := RuleCertExpired, "The certificate expired on "+x.status.ByPeriodEnd.String()+"."
		if lapsed {
			rule, text = RuleCertLapsed, "The edition of ISO/IEC 27001 that the certificate names lapsed on "+x.status.ByPeriodEnd.String()+", whatever expiry is printed."
		}
		c.add(rule, x, text, slices.Concat(cert.ExpiryDate.Citations, cert.Edition.Citations), finding{
			condition: "Confirm that another certificate covers the scope of the one that ended.", next: ask})
	case attest.FreshNotYet:
		c.add(RuleAgeNotYet, x, sentence("The certificate does not count yet: "+notes(x)), cert.CycleStart.Citations, finding{
			next: "Ask the vendor for the certificate that is in force until then."})
	default:
		c.add(RuleAgeNoCover, x, sentence("The certificate covers no days: "+notes(x)), cert.ExpiryDate.Citations, finding{
			condition: "A person reads the dates of the certificate.",
			next:      "Read the dates of the certificate and enter them, or ask the vendor for a copy that states them."})
	}
	another := slices.ContainsFunc(members, func(m exhibit) bool { return m.doc != x.doc && m.status.State == attest.FreshCurrent })
	if another {
		c.findings[before].Effect = atMost(c.findings[before].Effect, condition)
	}
}

// cycleFlag turns what the timeline says of the cycle into a finding.
func (c *weighing) cycleFlag(x exhibit, f attest.Flag) {
	switch f.Name {
	case attest.FlagSurveillanceUnconfirmed:
		c.add(RuleCertSurveillance, x, sentence("A surveillance audit is due each year, and "+f.Detail), f.Citations,
			finding{condition: "The vendor shows that the surveillance audit took place and the certificate was kept up."})
	case attest.FlagEditionMissing:
		c.add(RuleCertEdition, x, sentence("Which edition the certificate is against was not read: "+f.Detail), f.Citations,
			finding{condition: "Confirm that the certificate is against ISO/IEC 27001:2022."})
	case attest.FlagTermTooLong:
		c.add(RuleCertTerm, x, sentence("The term is longer than a cycle: "+f.Detail), f.Citations,
			finding{condition: "Ask the certification body about the term of the certificate."})
	case attest.FlagCycleGap:
		c.add(RuleCertGap, x, sentence("The certification was interrupted: "+f.Detail), f.Citations,
			finding{condition: "The vendor explains the days between its certification cycles."})
	}
}
