package freshness

import "example.com/assay/internal/attest"

// Policy holds the buyer's choices about time. They are conventions, not parts
// of any standard.
type Policy struct {
	Clock                 attest.Clock // the day from which the age of a report counts
	MaxAgeMonths          int          // a report is current for so many months
	RenewalWindowDays     int          // days after that in which the next report is awaited
	Type1AgingMonths      int          // a Type 1 report is aging after so many months
	BridgeMaxMonths       int          // a bridge letter reaches so many months past the period's end
	AcceptBridgeByAuditor bool         // whether a letter signed by the auditor counts, as management's word
	GapTolerance          int          // days without cover above which a gap is a break
	ShortPeriodMonths     int          // a period below so many months is short
}

// DefaultPolicy gives the values that a buyer starts with.
func DefaultPolicy() Policy {
	return Policy{
		// Assurance stops where the period stops, however late the report was signed.
		Clock: attest.ClockPeriodEnd,
		// The usual convention, and the usual length of a period.
		MaxAgeMonths: 12,
		// A yearly report is written weeks after its period ends. Without this window
		// every vendor with an unbroken series would be stale for part of each year.
		RenewalWindowDays: 90,
		// Design at a date says little after half a year; a Type 2 should follow.
		Type1AgingMonths: 6,
		// Beyond a quarter a letter replaces testing by trust.
		BridgeMaxMonths: 3,
		// A letter without an opinion is no auditor's work, so an auditor's signature
		// on it is an error to be asked about.
		AcceptBridgeByAuditor: false,
		GapTolerance:          90,
		// First periods of three months are common and still say less than six.
		ShortPeriodMonths: 6,
	}
}
