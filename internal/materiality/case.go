package materiality

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// exhibit is a piece of evidence with its place in time.
type exhibit struct {
	doc     attest.DocumentID
	file    attest.Document
	kind    attest.Kind
	reading *attest.Reading
	status  attest.EvidenceStatus
}

// weighing collects the findings on one vendor.
type weighing struct {
	vendor   attest.Vendor
	tier     TierPolicy
	timeline attest.Timeline
	exhibits []exhibit // ordered by document, so that the order given does not matter
	order    []Rule
	findings []finding
}

func newCase(vendor attest.Vendor, evidence []attest.Evidence, t attest.Timeline, tier TierPolicy) *weighing {
	c := &weighing{vendor: vendor, tier: tier, timeline: t, order: Rules()}
	statuses := map[attest.DocumentID]attest.EvidenceStatus{}
	for _, s := range t.Evidence {
		statuses[s.Document] = s
	}
	for _, e := range evidence {
		x := exhibit{doc: e.Document.ID, file: e.Document, kind: attest.KindUnknown, reading: e.Reading}
		x.status = statuses[x.doc]
		if x.status.State == "" {
			x.status.State = attest.FreshNoCover
		}
		if e.Reading != nil && e.Reading.Kind.State == attest.Found {
			x.kind = e.Reading.Kind.Value
		}
		c.exhibits = append(c.exhibits, x)
	}
	slices.SortFunc(c.exhibits, func(a, b exhibit) int { return strings.Compare(string(a.doc), string(b.doc)) })
	return c
}

// add records a finding with the effect that the policy gives its rule.
func (c *weighing) add(r Rule, x exhibit, message string, cited []attest.Citation, more finding) {
	more.Reason = attest.Reason{
		Rule: string(r), Effect: c.tier.effect(r), Message: message, Document: x.doc, Citations: cited,
	}
	if more.next == "" {
		more.next = more.condition
	}
	if more.need == "" && x.doc != "" {
		more.need = needOf(x)
	}
	c.findings = append(c.findings, more)
}

// last gives the finding added last, for a change of its effect.
func (c *weighing) last() *finding { return &c.findings[len(c.findings)-1] }

// needOf gives the demand that a document could answer, or "".
func needOf(x exhibit) Need {
	switch x.kind {
	case attest.KindSOC2, attest.KindSTARAttestation:
		return NeedSOC2
	case attest.KindISAE3000, attest.KindCSAE3000:
		if onTrustServicesCriteria(x.reading) {
			return NeedSOC2
		}
		return NeedOther
	case attest.KindSOC3:
		return NeedSOC3
	case attest.KindISO27001:
		return NeedISO27001
	}
	if slices.Contains(otherKinds(), x.kind) {
		return NeedOther
	}
	return ""
}

// otherKinds lists what can stand for a vendor on whom little depends. Badges,
// engagement letters and bridge letters tell nothing by themselves.
func otherKinds() []attest.Kind {
	return []attest.Kind{
		attest.KindSOC1, attest.KindSOCCyber, attest.KindSOCSupply, attest.KindSTARCertificate, attest.KindSTARSelf,
		attest.KindISAE3402, attest.KindCSAE3416, attest.KindNationalSOC, attest.KindC5, attest.KindWebTrust,
		attest.KindISOOther, attest.KindISOSoA, attest.KindISOAudit, attest.KindPentestLetter, attest.KindPCIAoC,
		attest.KindHITRUST, attest.KindLimitedAssurance, attest.KindSelfAttestation, attest.KindQuestionnaire,
	}
}

// onTrustServicesCriteria reports whether an assurance report under other
// standards measures against the criteria of a SOC 2 report.
func onTrustServicesCriteria(r *attest.Reading) bool {
	if r.Attestation == nil || r.Attestation.CriteriaEdition.State != attest.Found {
		return false
	}
	edition := strings.ToLower(r.Attestation.CriteriaEdition.Value)
	return strings.Contains(edition, "tsp") || strings.Contains(edition, "trust services")
}

// documents speaks of the files that could not be weighed.
func (c *weighing) documents() {
	if len(c.exhibits) == 0 {
		c.add(RuleEvidenceNone, exhibit{}, "No evidence of this vendor is on file.", nil,
			finding{next: "Ask the vendor for " + c.wanted() + "."})
		return
	}
	read := 0
	for _, x := range c.exhibits {
		if x.reading != nil {
			read++
			c.unsettledKind(x)
			continue
		}
		c.unread(x)
	}
	if read == 0 {
		c.add(RuleNothingRead, exhibit{}, "Documents are on file, and none of them has been read.", nil,
			finding{next: c.firstUnreadStep()})
	}
}

func (c *weighing) unsettledKind(x exhibit) {
	if x.kind != attest.KindUnknown {
		return
	}
	reason := x.reading.Kind.Reason
	if reason == "" {
		reason = "nothing in it was recognised"
	}
	c.add(RuleKindUnread, x, "What this document is has not been settled: "+reason+".", x.reading.Kind.Citations, finding{
		condition: "A person says what the unrecognised document is.",
		next:      "Say what the unrecognised document is, so that it can be weighed.",
	})
}

// unread records a document without a reading.
func (c *weighing) unread(x exhibit) {
	rule, message, next := RuleWaiting, "This document is still waiting to be read.", "Wait until the document has been read."
	switch x.file.State {
	case attest.DocumentLocked:
		rule, message = RuleLocked, "This document is locked by a password and has not been read."
		next = "Give the password of the locked document, or ask the vendor for a copy that opens."
	case attest.DocumentUnreadable:
		rule, message = RuleUnreadable, "This file could not be read."
		next = "Ask the vendor for a sound copy of the file that could not be read."
	case attest.DocumentFailed:
		rule, message = RuleFailed, "The reading of this document did not finish."
		next = "Run the reading of the document again."
	}
	if x.file.StateReason != "" {
		message = strings.TrimSuffix(message, ".") + ": " + strings.TrimSuffix(x.file.StateReason, ".") + "."
	}
	c.add(rule, x, message, nil, finding{condition: next, next: next})
}

// firstUnreadStep is what brings a document that was not read nearer to being
// weighed, or "".
func (c *weighing) firstUnreadStep() string {
	for _, rule := range []Rule{RuleLocked, RuleUnreadable, RuleFailed, RuleWaiting} {
		for _, f := range c.findings {
			if f.Rule == string(rule) {
				return f.next
			}
		}
	}
	return ""
}
