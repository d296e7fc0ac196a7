package sample

// Truth is what a careful reader finds in a document. Its JSON keys are those of
// the evaluation corpora, so that a folder written by Write can be evaluated.
// Dates are written YYYY-MM-DD; a nil pointer means that the document has none.
type Truth struct {
	Kind               string        `json:"kind"`
	Organization       string        `json:"organization"`
	OrganizationAccept []string      `json:"organization_accept"`
	System             *string       `json:"system"`
	Auditor            *string       `json:"auditor"`
	AuditorCity        *string       `json:"auditor_city"`
	ReportDate         *string       `json:"report_date"`
	PeriodStart        *string       `json:"period_start"`
	PeriodEnd          *string       `json:"period_end"`
	AsOfDate           *string       `json:"as_of_date"`
	Opinion            string        `json:"opinion"`
	OpinionLegs        *Legs         `json:"opinion_legs"`
	QualifiedCriteria  []string      `json:"qualified_criteria"`
	OpinionBasisPage   *int          `json:"opinion_basis_page"`
	Categories         []string      `json:"trust_services_categories"`
	Controls           []Control     `json:"controls"`
	ControlsTested     *int          `json:"controls_tested"`
	Exceptions         []Exception   `json:"exceptions"`
	ExceptionCount     *int          `json:"exception_count"`
	CUECs              []CUEC        `json:"cuecs"`
	CUECCount          *int          `json:"cuec_count"`
	Subservice         []Subservice  `json:"subservice"`
	SubserviceOrgs     []string      `json:"subservice_orgs"`
	Method             *string       `json:"inclusive_or_carve_out"`
	EmphasisOfMatter   bool          `json:"emphasis_of_matter"`
	ISO                *Certificate  `json:"iso"`
	Bridge             *BridgeLetter `json:"bridge"`
	Evidence           Evidence      `json:"evidence"`
	ExpectedFlags      []string      `json:"expected_flags"`
	Series             *string       `json:"series"`
	Layout             string        `json:"layout"`
	Pages              int           `json:"pages"`
	ScannedPages       []int         `json:"scanned_pages"`
	File               string        `json:"file"`
	Size               int           `json:"size"` // bytes
	FileFacts          FileFacts     `json:"file_facts"`
}

// Legs is the opinion for each limb; nil where the report has no such limb.
type Legs struct {
	Description *string `json:"description"`
	Design      *string `json:"design"`
	Operating   *string `json:"operating"`
}

// Control is one row of the matrix. Result is nil in a Type 1 report.
type Control struct {
	ID        *string  `json:"id"`
	Topic     string   `json:"topic"`
	Criteria  []string `json:"criteria"`
	Result    *string  `json:"result"`
	Text      string   `json:"text"`
	Reference bool     `json:"reference"` // the row only points to another row
	Page      int      `json:"page"`
}

// Exception is one finding of the auditor, however often the report tells it.
type Exception struct {
	Key                string   `json:"key"`
	Topic              string   `json:"topic"`
	ControlID          *string  `json:"control_id"`
	ControlIDs         []string `json:"control_ids"`
	Criteria           []string `json:"criteria"`
	Page               int      `json:"page"`
	AlsoPages          []int    `json:"also_pages"`
	SampleSize         *int     `json:"sample_size"`
	Population         *int     `json:"population"`
	Deviations         *int     `json:"deviations"`
	ResultText         string   `json:"result_text"`
	ShortDescription   string   `json:"short_description"`
	ManagementResponse *string  `json:"management_response"`
	ResponsePresent    bool     `json:"management_response_present"`
	ResponsePages      []int    `json:"response_pages"`
	RemediationDate    *string  `json:"remediation_date"`
	FailedLeg          string   `json:"failed_leg"`
	RepeatOfPrior      bool     `json:"repeat_of_prior"`
	ControlText        string   `json:"control_text"`
}

// CUEC is a complementary user entity control.
type CUEC struct {
	Text     string   `json:"text"`
	Criteria []string `json:"criteria"`
	Page     int      `json:"page"`
}

// Subservice is an organisation that the vendor relies on.
type Subservice struct {
	Name     string `json:"name"`
	Method   string `json:"method"`
	Services string `json:"services"`
	CSOCs    []CSOC `json:"csocs"`
	Page     int    `json:"page"`
}

// CSOC is a complementary subservice organisation control.
type CSOC struct {
	Text     string   `json:"text"`
	Criteria []string `json:"criteria"`
}

// Certificate is what an ISO/IEC 27001 certificate states.
type Certificate struct {
	Number          string            `json:"certificate_number"`
	Holder          string            `json:"holder"`
	Body            string            `json:"body"`
	Accreditation   string            `json:"accreditation"`
	Standard        string            `json:"standard"`
	Edition         string            `json:"edition"`
	IssueDate       *string           `json:"issue_date"`
	ExpiryDate      *string           `json:"expiry_date"`
	InitialDate     *string           `json:"initial_date"`
	CycleStart      *string           `json:"cycle_start"`
	ReissueDate     *string           `json:"reissue_date"`
	LastCycleExpiry *string           `json:"last_cycle_expiry"`
	SoAVersion      *string           `json:"soa_version"`
	SoADate         *string           `json:"soa_date"`
	Version         *string           `json:"version"`
	Sites           []string          `json:"sites"`
	Scope           string            `json:"scope"`
	Language        string            `json:"language"`
	DistractorDates map[string]string `json:"distractor_dates"`
}

// BridgeLetter is what a bridge letter states.
type BridgeLetter struct {
	LetterDate         string  `json:"letter_date"`
	CoversFrom         string  `json:"covers_from"`
	CoversThrough      string  `json:"covers_through"`
	NextReportExpected *string `json:"next_report_expected"`
	Signatory          string  `json:"signatory"`
	SignedBy           string  `json:"signed_by"` // management or auditor
	Valid              bool    `json:"valid"`
}

// Evidence holds the pages, 1-based, on which the main facts stand.
type Evidence struct {
	Opinion    []int `json:"opinion"`
	Period     []int `json:"period"`
	Auditor    []int `json:"auditor"`
	ReportDate []int `json:"report_date"`
	Categories []int `json:"categories"`
}

// FileFacts is what the file itself shows.
type FileFacts struct {
	Encrypted        bool    `json:"encrypted"`
	Encryption       *string `json:"encryption"`
	Producer         *string `json:"producer"`
	PagesWithoutText []int   `json:"pages_without_text"`
	TextWords        int     `json:"text_words"`
	Locked           bool    `json:"locked"`
	Readable         bool    `json:"readable"`
}
