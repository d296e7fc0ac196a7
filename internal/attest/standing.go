package attest

// Grade is how strong the assurance of a stretch of time is.
type Grade string

// The grades of a timeline segment.
const (
	GradeAudited    Grade = "audited"    // a Type 2 report or a SOC 3 covers the days
	GradePointTime  Grade = "point"      // a Type 1 report speaks for one day
	GradeManagement Grade = "management" // a bridge letter: management's word, no auditor
	GradeCertified  Grade = "certified"  // a certificate is in force
	GradeGap        Grade = "gap"        // nothing covers the days
)

// FreshnessState is how old a piece of evidence is by the buyer's rule.
type FreshnessState string

// The states of a piece of evidence on a day.
const (
	FreshCurrent       FreshnessState = "CURRENT"
	FreshAging         FreshnessState = "AGING" // Type 1, six months after its date
	FreshRenewalWindow FreshnessState = "RENEWAL_WINDOW"
	FreshStale         FreshnessState = "STALE"
	FreshSuperseded    FreshnessState = "SUPERSEDED"
	FreshNotYet        FreshnessState = "NOT_YET_EFFECTIVE"
	FreshExpired       FreshnessState = "EXPIRED"  // certificates only
	FreshNoCover       FreshnessState = "NO_COVER" // states no dates that could be relied on
)

// Clock is the day from which the age of a report is counted.
type Clock string

// The two clocks of the twelve-month rule.
const (
	ClockPeriodEnd  Clock = "period_end"
	ClockReportDate Clock = "report_date"
)

// Segment is a stretch of days and what covers it.
type Segment struct {
	Grade      Grade
	Kind       Kind // of the documents that cover it; of a gap, the kind that is missing
	Span       Period
	Documents  []DocumentID
	System     string
	Categories []Category
	Note       string
}

// EvidenceStatus is one document's place in time.
type EvidenceStatus struct {
	Document     DocumentID
	Kind         Kind
	Type         ReportType
	State        FreshnessState
	Span         Period // the days it speaks for; Start == End for a point in time
	ByPeriodEnd  Date   // last day it is current, counted from the period's end
	ByReportDate Date   // last day it is current, counted from the report's date
	StaleAfter   Date   // last day of the renewal window by the policy's clock
	SupersededBy DocumentID
	Notes        []string
	Flags        []Flag // what stands out about its dates, such as "coverage_break"
}

// Timeline is what covered which days, for one vendor.
type Timeline struct {
	Vendor   VendorID
	Today    Date
	Clock    Clock
	Segments []Segment
	Evidence []EvidenceStatus
	// NextChange is the first day after Today on which some state differs; zero
	// when none is in sight.
	NextChange Date
	// Ahead holds the timelines of the later days on which something differs, in
	// order, as they will be if nothing new comes in. They have no Ahead of their own.
	Ahead []Timeline
}

// Verdict answers "may we rely on this vendor's evidence?".
type Verdict string

// The verdicts, from best to worst.
const (
	Accept               Verdict = "ACCEPT"
	AcceptWithConditions Verdict = "ACCEPT_WITH_CONDITIONS"
	Escalate             Verdict = "ESCALATE"
	Reject               Verdict = "REJECT"
	InsufficientEvidence Verdict = "INSUFFICIENT_EVIDENCE"
)

// Reason is one rule's part in a verdict.
type Reason struct {
	Rule      string  // stable id, e.g. "opinion.qualified"
	Effect    Verdict // what this rule alone leads to
	Message   string  // a sentence for a person, in the field's words
	Document  DocumentID
	Citations []Citation
}

// Standing is the answer procurement gets.
type Standing struct {
	Vendor     VendorID
	Tier       Tier
	AsOf       Date
	Verdict    Verdict
	Reasons    []Reason
	Conditions []string
	ValidUntil Date // last day on which the verdict holds if nothing new comes in; zero: no day is known
	NextStep   string
	Policy     string // name and version of the policy that decided
}
