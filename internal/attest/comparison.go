package attest

// Comparison is what differs between two reports of one kind: what an analyst looks
// for who has read the one of last year.
type Comparison struct {
	Earlier ComparedReport `json:"earlier"`
	Later   ComparedReport `json:"later"`
	// Timing tells how the days of the two lie to each other; nil where one of them
	// states no days that could be relied on, and then NotCompared has the reason.
	Timing *Timing `json:"timing,omitempty"`
	// Changes are in the order of the aspects, and within one in the order of the
	// later report; what only the earlier one has comes last.
	Changes []Change `json:"changes,omitempty"`
	// Tallies tell how much was compared, and how much of it is the same.
	Tallies []Tally `json:"tallies,omitempty"`
	// NotCompared names what could not be compared, so that nobody takes silence
	// for sameness.
	NotCompared []NotCompared `json:"not_compared,omitempty"`
	// Flags are what the earlier report lets a careful reader point out in the later.
	Flags []Flag `json:"flags,omitempty"`
}

// ComparedReport names one of the two reports.
type ComparedReport struct {
	Document     DocumentID `json:"document,omitempty"` // "" for a file that is in no store
	SHA256       string     `json:"sha256"`
	Kind         Kind       `json:"kind"`
	Type         ReportType `json:"type,omitempty"`         // 0 where it was not found
	Organization string     `json:"organization,omitempty"` // "" where it was not found
	Span         Period     `json:"span"`                   // its period, or its one day; zero where not found
	ReportDate   Date       `json:"report_date"`            // zero where it was not found
}

// Timing is how two reports follow each other. Days are calendar days.
type Timing struct {
	GapDays     int `json:"gap_days"`     // days between the two that neither covers
	OverlapDays int `json:"overlap_days"` // days that both cover
	// Lags are the days from the end of the period, or the one day, to the report's
	// date; nil where that date was not found.
	EarlierLag *int       `json:"earlier_lag_days,omitempty"`
	LaterLag   *int       `json:"later_lag_days,omitempty"`
	Earlier    []Citation `json:"earlier_citations,omitempty"`
	Later      []Citation `json:"later_citations,omitempty"`
}

// Aspect is what a change is about.
type Aspect string

// The aspects, in the order in which a comparison lists them.
const (
	AspectException       Aspect = "exception"
	AspectOpinion         Aspect = "opinion"
	AspectOpinionLimb     Aspect = "opinion_limb"
	AspectOpinionWording  Aspect = "opinion_wording"
	AspectPeriod          Aspect = "period"
	AspectReportDate      Aspect = "report_date"
	AspectAuditor         Aspect = "auditor"
	AspectOrganization    Aspect = "organization"
	AspectSystem          Aspect = "system"
	AspectType            Aspect = "report_type"
	AspectCriteriaEdition Aspect = "criteria_edition"
	AspectCategory        Aspect = "category"
	AspectCriterion       Aspect = "criterion"
	AspectControl         Aspect = "control"
	AspectSubservice      Aspect = "subservice_organization"
	AspectCUEC            Aspect = "cuec"
)

// Aspects lists the aspects in the order of a comparison.
func Aspects() []Aspect {
	return []Aspect{
		AspectException, AspectOpinion, AspectOpinionLimb, AspectOpinionWording, AspectPeriod, AspectReportDate, AspectAuditor,
		AspectOrganization, AspectSystem, AspectType, AspectCriteriaEdition, AspectCategory, AspectCriterion, AspectControl,
		AspectSubservice, AspectCUEC,
	}
}

// ChangeKind is what became of something from the earlier report to the later.
type ChangeKind string

// The kinds of change. An exception of the earlier report that the later does not
// repeat is cleared only where the later report tested that control and reports
// nothing.
const (
	ChangeNew      ChangeKind = "new"      // only in the later
	ChangeDropped  ChangeKind = "dropped"  // only in the earlier
	ChangeChanged  ChangeKind = "changed"  // in both, and says something else
	ChangeReworded ChangeKind = "reworded" // in both, in other words that state no other measure
	ChangeUntested ChangeKind = "untested" // the control was tested before; now it was not, or did not operate
	ChangeRepeated ChangeKind = "repeated" // an exception of the same control in both
	ChangeCleared  ChangeKind = "cleared"  // an exception before; the same control tested without one now
	ChangeUntraced ChangeKind = "untraced" // an exception before; the later report has no such control
	ChangeGap      ChangeKind = "gap"      // days between the two that neither covers
	ChangeOverlap  ChangeKind = "overlap"  // days that both cover
	ChangeLonger   ChangeKind = "longer"   // the report came later after its period than before
)

// Change is one difference between two reports.
type Change struct {
	Aspect Aspect     `json:"aspect"`
	Kind   ChangeKind `json:"kind"`
	// Summary is a sentence for a person.
	Summary string `json:"summary"`
	// Earlier and Later are what each report has of it; nil where it has nothing.
	Earlier *ComparedItem `json:"earlier,omitempty"`
	Later   *ComparedItem `json:"later,omitempty"`
	// Words are the words that differ, in order, of those changes that are about words.
	Words []WordChange `json:"words,omitempty"`
	// Measures are the numbers and frequencies that differ.
	Measures []WordChange `json:"measures,omitempty"`
	// Match tells by what the two were taken for the same; nil where that is plain.
	Match *Match `json:"match,omitempty"`
	// Unsure tells why a person should look; "" where the evidence is plain.
	Unsure string `json:"unsure,omitempty"`
}

// ComparedItem is what one report has of something.
type ComparedItem struct {
	IDs      []string   `json:"ids,omitempty"` // as printed, such as a control's; none where it prints none
	Text     string     `json:"text"`
	Criteria []string   `json:"criteria,omitempty"`
	Cited    []Citation `json:"citations,omitempty"`
}

// WordChange is a run of words that one report has where the other has others.
type WordChange struct {
	Earlier string `json:"earlier,omitempty"` // "" for words that were added
	Later   string `json:"later,omitempty"`   // "" for words that were left out
}

// Match is why two controls, exceptions or other texts were taken for the same.
type Match struct {
	By         MatchBy `json:"by"`
	Similarity float64 `json:"similarity"` // of the texts, 0 to 1; 1 is the same words, names apart
}

// MatchBy is what two things were matched by.
type MatchBy string

// What things are matched by.
const (
	MatchText          MatchBy = "text"           // the control's own words
	MatchIDAndText     MatchBy = "id_and_text"    // its words are akin, and it has the same id
	MatchExceptionText MatchBy = "exception_text" // the controls differ; the auditor's words of what failed are akin
	MatchName          MatchBy = "name"
)

// Tally counts how much of an aspect was compared.
type Tally struct {
	Aspect  Aspect `json:"aspect"`
	Earlier int    `json:"earlier"`
	Later   int    `json:"later"`
	Same    int    `json:"same"` // in both, without a change
}

// NotCompared is an aspect that one of the reports does not let anybody compare.
type NotCompared struct {
	Aspect Aspect `json:"aspect"`
	Reason string `json:"reason"`
}

// The flags that an earlier report of the same vendor raises on a later one.
const (
	FlagRepeatException   FlagName = "repeat_exception"            // the report before has an exception of the same control
	FlagExceptionUntraced FlagName = "exception_untraced"          // the control of an exception before is gone
	FlagOtherOrganization FlagName = "organization_differs_before" // the report before is of another organisation
	FlagPeriodGapBefore   FlagName = "period_gap_before"           // uncovered days since the report before
	FlagPeriodOverlaps    FlagName = "period_overlaps_before"      // days that the report before covers too
	FlagAuditorChanged    FlagName = "auditor_changed"             // the report before is another firm's
)
