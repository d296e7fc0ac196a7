package attest

// Result is what a service auditor's words say of one test of a control.
type Result string

// The results. A control that had no occasion to operate, or was not tested,
// neither passed nor failed.
const (
	ResultNone        Result = ""             // the report states none: a Type 1 report tests no operation
	ResultNoException Result = "no_exception" // tested, and nothing was found
	ResultException   Result = "exception"    // tested, and the auditor reports an exception (a deviation)
	ResultNotOperated Result = "not_operated" // the circumstances that call for the control did not occur
	ResultNotTested   Result = "not_tested"
	ResultUnclear     Result = "unclear" // the words settle nothing: a person reads them
)

// Control is one control of a report's matrix. A control that stands under
// several criteria by one id is one Control; where ids belong to a criterion, as
// CC6.1.3 does, each id is a Control of its own.
type Control struct {
	ID       string        `json:"id,omitempty"` // as printed; "" where the report prints none
	Text     string        `json:"text"`         // as printed, its lines joined
	Criteria []string      `json:"criteria,omitempty"`
	Result   Result        `json:"result,omitempty"` // the worst of its tests
	Tests    []ControlTest `json:"tests,omitempty"`
	// SameAs is the id or criterion that the row refers to for its test and result,
	// as in "See CC6.1.2"; "" for a row with a test of its own.
	SameAs string     `json:"same_as,omitempty"`
	Cited  []Citation `json:"citations"` // its id and text, wherever it stands in the matrix
}

// ControlTest is one test of a control and its result.
type ControlTest struct {
	Text       string     `json:"text,omitempty"`        // what the auditor did, as printed
	ResultText string     `json:"result_text,omitempty"` // what came of it, as printed
	Result     Result     `json:"result,omitempty"`
	Cited      []Citation `json:"citations,omitempty"` // the words of the result
}

// Exception is one exception that the service auditor reports, counted once
// however often it is printed.
type Exception struct {
	// ID names the exception within its report. It is made of the control and the
	// words, so that the same report read again gives the same ids.
	ID          string   `json:"id"`
	ControlIDs  []string `json:"control_ids,omitempty"` // as printed, in the matrix's order
	ControlText string   `json:"control_text,omitempty"`
	Criteria    []string `json:"criteria,omitempty"`
	Text        string   `json:"text"` // the result as printed, its lines joined
	// Deviations of SampleSize items failed; Population is what they were drawn
	// from. Absent where the report prints no number, ambiguous where it prints
	// several that may be meant.
	Deviations Fact[int] `json:"deviations"`
	SampleSize Fact[int] `json:"sample_size"`
	Population Fact[int] `json:"population"`
	// Counts are all "n of N" of the words, in order.
	Counts []DeviationCount `json:"counts,omitempty"`
	// Leg is the limb of the opinion that failed: design or operating effectiveness.
	Leg      Fact[Leg]           `json:"leg"`
	Response *ManagementResponse `json:"response,omitempty"`
	Cited    []Citation          `json:"citations"`        // the result, wherever it stands in the matrix
	Retold   []Citation          `json:"retold,omitempty"` // the opinion, a summary, other information
	// Correction is the resource name of the correction with which a person confirmed
	// or added the exception; "" for one as it was read.
	Correction string `json:"correction,omitempty"`
}

// DeviationCount is one "n of N" in an exception's words.
type DeviationCount struct {
	Deviations int    `json:"deviations"`
	Of         int    `json:"of"`
	Unit       string `json:"unit,omitempty"` // what was counted, such as "terminated personnel"
}

// ManagementResponse is what the vendor says to an exception. No auditor stands
// behind it, wherever it is printed.
type ManagementResponse struct {
	Text            string     `json:"text"`
	Audited         bool       `json:"audited"`          // false, but where the auditor says to have tested the remedy
	RemediationDate Fact[Date] `json:"remediation_date"` // the day by which it was, or will be, remedied
	Cited           []Citation `json:"citations"`
}

// UnparsedRow is a row of the matrix that the rules did not understand: a person
// has to read it.
type UnparsedRow struct {
	Reason string     `json:"reason"`
	Cited  []Citation `json:"citations"` // its page and words
}
