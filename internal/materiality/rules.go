package materiality

import (
	"slices"

	"example.com/assay/internal/attest"
)

// Rule is the stable name of a reason.
type Rule string

// The rules, in the order in which reasons of equal weight are shown.
const (
	RuleEvidenceNone       Rule = "evidence.none"
	RuleNothingRead        Rule = "evidence.nothing_read"
	RuleKindMissing        Rule = "kind.missing"
	RuleNoSubstitute       Rule = "kind.no_substitute"
	RuleOpinionAdverse     Rule = "opinion.adverse"
	RuleOpinionDisclaimer  Rule = "opinion.disclaimer"
	RuleOpinionAbsent      Rule = "opinion.absent"
	RuleOpinionAmbiguous   Rule = "opinion.ambiguous"
	RuleOpinionContradicts Rule = "opinion.legs_contradict"
	RuleOpinionQualified   Rule = "opinion.qualified"
	RuleAgeNoCover         Rule = "age.dates_not_read"
	RuleAgeNotYet          Rule = "age.not_yet_effective"
	RuleAgeStale           Rule = "age.stale"
	RuleAgeWindow          Rule = "age.renewal_window"
	RuleAgeAging           Rule = "age.type1_aging"
	RuleUndated            Rule = "document.undated"
	RuleCertExpired        Rule = "certificate.expired"
	RuleCertLapsed         Rule = "certificate.edition_lapsed"
	RuleType1              Rule = "type1.only"
	RuleSecurityMissing    Rule = "category.security_missing"
	RuleCategoriesUnread   Rule = "category.not_read"
	RuleCategoryMissing    Rule = "category.missing"
	RuleLetterPageUnread   Rule = "page.opinion_not_read"
	RulePeriodShort        Rule = "period.short"
	RuleCoverageBreak      Rule = "cover.break"
	RuleCoverageGap        Rule = "cover.gap"
	RuleUnbridged          Rule = "cover.unbridged"
	RuleBridge             Rule = "bridge.relied_on"
	RuleBridgeFault        Rule = "bridge.fault"
	RuleExceptionDesign    Rule = "exception.design"
	RuleExceptionOpen      Rule = "exception.no_response"
	RuleException          Rule = "exception.reported"
	RuleMatrixUnread       Rule = "matrix.not_read"
	RuleMatrixUnclear      Rule = "matrix.unclear"
	RuleEmphasis           Rule = "opinion.emphasis"
	RulePageUnread         Rule = "page.not_read"
	RuleEquivalent         Rule = "kind.equivalent"
	RuleOtherAssurance     Rule = "kind.other_assurance"
	RuleOrganisation       Rule = "organisation.unconfirmed"
	RuleFlag               Rule = "reading.flag"
	RuleCertAccreditation  Rule = "certificate.accreditation_not_stated"
	RuleCertSurveillance   Rule = "certificate.surveillance_unconfirmed"
	RuleCertEdition        Rule = "certificate.edition_not_read"
	RuleCertTerm           Rule = "certificate.term_too_long"
	RuleCertGap            Rule = "certificate.recertification_gap"
	RuleCertScope          Rule = "certificate.scope"
	RuleLocked             Rule = "document.locked"
	RuleUnreadable         Rule = "document.unreadable"
	RuleFailed             Rule = "document.failed"
	RuleWaiting            Rule = "document.waiting"
	RuleKindUnread         Rule = "document.kind_not_read"
	RuleOtherSystem        Rule = "system.history"
	RuleDropped            Rule = "category.dropped"
	RuleNotTested          Rule = "matrix.not_tested"
	RuleCUECs              Rule = "cuec.listed"
	RuleSubservice         Rule = "subservice.carved_out"
	RuleBasis              Rule = "basis"
)

// Rules lists every rule in its order.
func Rules() []Rule {
	var all []Rule
	for _, row := range defaultEffects() {
		all = append(all, row.rule)
	}
	return all
}

// row is what a rule leads to on each tier.
type row struct {
	rule                          Rule
	critical, high, moderate, low attest.Verdict
}

func (r row) on(t attest.Tier) attest.Verdict {
	switch t {
	case attest.TierHigh:
		return r.high
	case attest.TierModerate:
		return r.moderate
	case attest.TierLow:
		return r.low
	default:
		return r.critical
	}
}

// defaultEffects argues for each value of the default policy.
func defaultEffects() []row {
	return slices.Concat(evidenceEffects(), opinionEffects(), timeEffects(), contentEffects(), remarkEffects())
}

const (
	remark    = attest.Accept
	condition = attest.AcceptWithConditions
	escalate  = attest.Escalate
	reject    = attest.Reject
	lacking   = attest.InsufficientEvidence
)

func evidenceEffects() []row {
	return []row{
		// Without evidence there is nothing to weigh, on any tier.
		{RuleEvidenceNone, lacking, lacking, lacking, lacking},
		{RuleNothingRead, lacking, lacking, lacking, lacking},
		{RuleKindMissing, lacking, lacking, lacking, lacking},
		{RuleNoSubstitute, lacking, lacking, lacking, lacking},
	}
}

func opinionEffects() []row {
	return []row{
		// The auditor says that the controls do not hold, or could not say. Blocked
		// until a named approver decides otherwise.
		{RuleOpinionAdverse, reject, reject, reject, reject},
		{RuleOpinionDisclaimer, reject, reject, reject, reject},
		// An opinion nobody has read is as good as a report not received.
		{RuleOpinionAbsent, lacking, lacking, lacking, lacking},
		{RuleOpinionAmbiguous, lacking, lacking, lacking, lacking},
		{RuleOpinionContradicts, lacking, lacking, lacking, lacking},
		// What a qualification means depends on the criteria and on the use made of
		// the service: a person weighs it where much depends on the vendor.
		{RuleOpinionQualified, escalate, escalate, condition, condition},
	}
}

func timeEffects() []row {
	return []row{
		// A report that cannot be placed in time covers nothing.
		{RuleAgeNoCover, lacking, lacking, lacking, lacking},
		{RuleAgeNotYet, lacking, lacking, lacking, lacking},
		// The risk owner decides on old evidence.
		{RuleAgeStale, escalate, escalate, escalate, condition},
		// The next report is being written; asking for it is enough.
		{RuleAgeWindow, condition, condition, condition, remark},
		// The vendor should be on the way to a Type 2 report.
		{RuleAgeAging, condition, condition, condition, remark},
		// Beside a report with dates, as bad as a stale one: it may be the newest.
		{RuleUndated, escalate, escalate, escalate, condition},
		// A certificate that ended certifies nothing.
		{RuleCertExpired, lacking, lacking, lacking, lacking},
		{RuleCertLapsed, lacking, lacking, lacking, lacking},
		// Design alone: where much depends on operation, a person agrees to start on it.
		{RuleType1, escalate, escalate, condition, remark},
		// Security is the ground of the other categories.
		{RuleSecurityMissing, escalate, escalate, escalate, condition},
		{RuleCategoriesUnread, escalate, escalate, escalate, condition},
		// What was not in scope has to be assured in another way.
		{RuleCategoryMissing, condition, condition, condition, remark},
		// The unread page may hold the qualification.
		{RuleLetterPageUnread, escalate, escalate, condition, condition},
		// Yearly and quarterly controls hardly show in a few months.
		{RulePeriodShort, condition, condition, condition, remark},
		{RuleCoverageBreak, condition, condition, remark, remark},
		{RuleCoverageGap, condition, remark, remark, remark},
		// More than a quarter without any word.
		{RuleUnbridged, condition, condition, remark, remark},
		// Management's word is good for the time being.
		{RuleBridge, condition, condition, remark, remark},
		{RuleBridgeFault, condition, condition, remark, remark},
	}
}

func contentEffects() []row {
	return []row{
		// A gap in the design is no slip: a person agrees to live with it.
		{RuleExceptionDesign, escalate, escalate, condition, condition},
		// Nobody says what became of it.
		{RuleExceptionOpen, escalate, condition, condition, remark},
		// Exceptions under an unmodified opinion are common, and a reason to talk.
		{RuleException, condition, condition, condition, remark},
		// Exceptions stand in the tests of controls. Where much depends on the vendor
		// nobody accepts before a person has read them.
		{RuleMatrixUnread, condition, condition, remark, remark},
		{RuleMatrixUnclear, condition, condition, remark, remark},
		{RuleEmphasis, condition, condition, remark, remark},
		{RulePageUnread, condition, condition, remark, remark},
		// Measured against the same criteria under another body's standards.
		{RuleEquivalent, condition, condition, remark, remark},
		{RuleOtherAssurance, condition, condition, condition, condition},
		// A report on another company is no evidence at all; names differ for good
		// reasons too, so a person looks.
		{RuleOrganisation, condition, condition, condition, remark},
		{RuleFlag, condition, condition, condition, remark},
		{RuleCertAccreditation, condition, condition, condition, remark},
		{RuleCertSurveillance, condition, condition, condition, remark},
		{RuleCertEdition, condition, condition, condition, condition},
		{RuleCertTerm, condition, condition, condition, remark},
		{RuleCertGap, condition, condition, remark, remark},
		// A certificate covers its scope, which may leave out what is bought.
		{RuleCertScope, condition, condition, condition, remark},
		// Something on file has not been weighed.
		{RuleLocked, condition, condition, condition, remark},
		{RuleUnreadable, condition, condition, condition, remark},
		{RuleFailed, condition, condition, condition, remark},
		{RuleWaiting, condition, condition, condition, remark},
		{RuleKindUnread, condition, condition, remark, remark},
	}
}

func remarkEffects() []row {
	return []row{
		{RuleOtherSystem, condition, condition, remark, remark},
		{RuleDropped, remark, remark, remark, remark},
		{RuleNotTested, remark, remark, remark, remark},
		{RuleCUECs, remark, remark, remark, remark},
		{RuleSubservice, remark, remark, remark, remark},
		{RuleBasis, remark, remark, remark, remark},
	}
}
