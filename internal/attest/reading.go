package attest

// Reading is everything the reader says of one document. It is a pure function
// of the bytes, the password where one was needed, and RulesVersion.
type Reading struct {
	RulesVersion string       `json:"rules_version"`
	SHA256       string       `json:"sha256"`            // lower-case hex of the bytes
	Readers      []string     `json:"readers,omitempty"` // the engines that read it, such as "pdfium"
	Pages        []PageRecord `json:"pages"`
	Kind         Fact[Kind]   `json:"kind"`
	Title        Fact[string] `json:"title"`

	// At most one of these is set, by Kind: an attestation for SOC 1, SOC 2, SOC 3
	// and their national kin, a certificate for ISO/IEC 27001, a bridge letter.
	Attestation  *Attestation  `json:"attestation,omitempty"`
	Certificate  *Certificate  `json:"certificate,omitempty"`
	BridgeLetter *BridgeLetter `json:"bridge_letter,omitempty"`

	Flags []Flag `json:"flags,omitempty"`
	// NotRead names the parts that this version of the rules does not read, such
	// as "controls" and "exceptions", so that nobody takes silence for a clean matrix.
	NotRead []string `json:"not_read,omitempty"`
}

// PageRecord says how one page was read.
type PageRecord struct {
	Number  int        `json:"number"` // 1-based
	Width   float64    `json:"width"`  // points, rotation applied
	Height  float64    `json:"height"` // points, rotation applied
	Words   int        `json:"words"`
	Reading PageStatus `json:"reading"`
	Reason  string     `json:"reason,omitempty"`

	Agreement  float64 `json:"agreement,omitzero"`  // of two readers on the words, F1 over 0 to 1
	Confidence float64 `json:"confidence,omitzero"` // mean of the recognised words, over 0 to 1; 0 without OCR
	Language   string  `json:"language,omitempty"`  // that OCR read it as, ISO 639-2, such as "eng"
	// Correction is the resource name of the correction by which a person says to have
	// read a page whose text could not be had; "" for none.
	Correction string `json:"correction,omitempty"`
	// Turn is by how many degrees clockwise, 0, 90, 180 or 270, a scan was turned to be
	// upright. Width, height and boxes are those of the upright page.
	Turn int `json:"turn,omitzero"`
}

// PageStatus says which reader stands behind a page's text.
type PageStatus string

// How a page was read. PageNotRead is a page whose text could not be had (an
// image without OCR, a broken page); PageEmpty is one that holds nothing.
const (
	PageTwoReaders PageStatus = "two_readers" // two readers agree on the words
	PageOneReader  PageStatus = "one_reader"  // one reader's words, or they disagree: Reason tells
	PageOCR        PageStatus = "ocr"         // words recognised in a picture of the page
	PageNotRead    PageStatus = "not_read"
	PageEmpty      PageStatus = "empty"
)

// Attestation is what a service auditor's report states.
type Attestation struct {
	Type            Fact[ReportType]  `json:"type"`
	Standards       List[string]      `json:"standards"`        // as normalised, e.g. "AT-C 105", "ISAE 3000"
	CriteriaEdition Fact[string]      `json:"criteria_edition"` // e.g. "TSP section 100 (2017)"
	AddedCriteria   List[string]      `json:"added_criteria"`   // SOC 2+: HITRUST CSF, CSA CCM, …
	Organization    Fact[string]      `json:"organization"`
	Aliases         []string          `json:"aliases,omitempty"`
	System          Fact[string]      `json:"system"`
	Auditor         Fact[string]      `json:"auditor"`
	City            Fact[string]      `json:"auditor_city"`
	ReportDate      Fact[Date]        `json:"report_date"`
	Period          Fact[Period]      `json:"period"` // the main period; Type 2 and SOC 3
	CategoryPeriods []CategoryPeriod  `json:"category_periods,omitempty"`
	AsOf            Fact[Date]        `json:"as_of"` // Type 1
	Categories      List[Category]    `json:"categories"`
	Opinion         Fact[OpinionKind] `json:"opinion"`
	Legs            []LegOpinion      `json:"legs,omitempty"`
	OpinionText     List[string]      `json:"opinion_text"`      // its words, whole; an item for each statement of it
	Modified        List[string]      `json:"modified_criteria"` // criteria the opinion is modified for
	Emphasis        List[string]      `json:"emphasis"`          // emphasis-of-matter paragraphs
	RestrictedUse   Fact[bool]        `json:"restricted_use"`
	Sections        []Section         `json:"sections,omitempty"`
	Subservice      List[Subservice]  `json:"subservice"`
	CUECs           List[CUEC]        `json:"cuecs"`

	// The matrix of the tests section. Controls and Exceptions are Found when it was
	// read; an empty, Found list of exceptions means that the auditor reports none.
	Controls   List[Control]   `json:"controls"`
	Exceptions List[Exception] `json:"exceptions"`
	Unparsed   []UnparsedRow   `json:"unparsed,omitempty"`
}

// CategoryPeriod is a period of its own for some categories, such as one that
// was added during the year.
type CategoryPeriod struct {
	Categories []Category   `json:"categories"`
	Period     Fact[Period] `json:"period"`
}

// LegOpinion is the opinion on one limb.
type LegOpinion struct {
	Leg     Leg               `json:"leg"`
	Opinion Fact[OpinionKind] `json:"opinion"`
}

// Section is a part of a report and its pages.
type Section struct {
	Kind      SectionKind `json:"kind"`
	Heading   Citation    `json:"heading"`
	FirstPage int         `json:"first_page"`
	LastPage  int         `json:"last_page"`
	Audited   bool        `json:"audited"` // false for the assertion and for other information
}

// Subservice is an organisation that the vendor relies on.
type Subservice struct {
	Name     string     `json:"name"`
	Method   Method     `json:"method"`
	Services string     `json:"services,omitempty"`
	CSOCs    []string   `json:"csocs,omitempty"` // complementary subservice organisation controls
	Cited    []Citation `json:"citations"`
}

// CUEC is a complementary user entity control: what the buyer must do.
type CUEC struct {
	ID       string     `json:"id,omitempty"`
	Text     string     `json:"text"`
	Criteria []string   `json:"criteria,omitempty"`
	Cited    []Citation `json:"citations"`
}

// Certificate is what an ISO/IEC 27001 certificate states.
type Certificate struct {
	Number          Fact[string] `json:"number"`
	Version         Fact[string] `json:"version"`
	Standard        Fact[string] `json:"standard"` // as printed, e.g. "EN ISO/IEC 27001:2017"
	Edition         Fact[string] `json:"edition"`  // of the international standard: 2005, 2013, 2022
	ExtraStandards  List[string] `json:"extra_standards"`
	Holder          Fact[string] `json:"holder"`
	TradeNames      List[string] `json:"trade_names"`
	Sites           List[string] `json:"sites"`
	Scope           Fact[string] `json:"scope"`
	SoAVersion      Fact[string] `json:"soa_version"` // statement of applicability
	SoADate         Fact[Date]   `json:"soa_date"`
	InitialDate     Fact[Date]   `json:"initial_date"`
	CycleStart      Fact[Date]   `json:"cycle_start"`
	IssueDate       Fact[Date]   `json:"issue_date"`
	ExpiryDate      Fact[Date]   `json:"expiry_date"`
	LastCycleExpiry Fact[Date]   `json:"last_cycle_expiry"`
	RecertAuditDate Fact[Date]   `json:"recert_audit_date"`
	Body            Fact[string] `json:"body"`
	Accreditation   Fact[string] `json:"accreditation"` // as printed
	AccreditationNo Fact[string] `json:"accreditation_no"`
	Language        Fact[string] `json:"language"` // ISO 639-1, the main one
}

// BridgeLetter is what a bridge (gap) letter states. It is management's word.
type BridgeLetter struct {
	Organization  Fact[string] `json:"organization"`
	System        Fact[string] `json:"system"`
	ReportNamed   Fact[string] `json:"report_named"`
	Auditor       Fact[string] `json:"auditor"` // of the report named
	Period        Fact[Period] `json:"period"`  // of the report named
	LetterDate    Fact[Date]   `json:"letter_date"`
	CoversThrough Fact[Date]   `json:"covers_through"` // as claimed
	Signer        Fact[string] `json:"signer"`
	SignedBy      Fact[string] `json:"signed_by"` // "management" or "auditor"
	Changes       Fact[string] `json:"changes"`   // material changes stated, or that there are none
}

// Flag is something a careful reader would point out. Names are stable.
type Flag struct {
	Name      FlagName   `json:"name"`
	Detail    string     `json:"detail,omitempty"`
	Citations []Citation `json:"citations,omitempty"`
}

// FlagName is the stable name of a flag, such as "title_mismatch".
type FlagName string

// Passage is a searchable piece of a document's text.
type Passage struct {
	Ordinal int         `json:"ordinal"` // 0-based, in reading order
	Page    int         `json:"page"`    // 1-based
	Section SectionKind `json:"section,omitempty"`
	Heading string      `json:"heading,omitempty"`
	Text    string      `json:"text"`
}
