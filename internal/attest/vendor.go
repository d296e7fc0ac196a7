package attest

import "time"

// Identifiers. Each is unique within its organisation; OrgID is unique overall.
type (
	OrgID      string
	VendorID   string
	DocumentID string
	TokenID    string
	MemberID   string
)

// Tier is how much a buyer depends on a vendor; the tolerance policy hangs on it.
type Tier string

// The tiers, from most to least critical.
const (
	TierCritical Tier = "critical"
	TierHigh     Tier = "high"
	TierModerate Tier = "moderate"
	TierLow      Tier = "low"
)

// Vendor is a company that the organisation buys from.
type Vendor struct {
	ID          VendorID
	DisplayName string
	Tier        Tier
	Owner       string // who answers for the relation: an e-mail address, or ""
	Created     time.Time
	Updated     time.Time
	Version     int64 // grows by one with each change; the etag is made from it
}

// DocumentState is where a document is on its way.
type DocumentState string

// The states. LOCKED waits for a password; UNREADABLE and FAILED say why in
// StateReason and can be read again.
const (
	DocumentQueued     DocumentState = "QUEUED"
	DocumentReading    DocumentState = "READING"
	DocumentRead       DocumentState = "READ"
	DocumentLocked     DocumentState = "LOCKED"
	DocumentUnreadable DocumentState = "UNREADABLE" // the file is at fault: not a PDF inside, a bomb, truncated
	DocumentFailed     DocumentState = "FAILED"     // we are at fault, or the machine; worth another try
)

// Document is one uploaded file of a vendor. The bytes are in the blob store
// under SHA256.
type Document struct {
	ID          DocumentID
	VendorID    VendorID
	SHA256      string // lower-case hex
	Filename    string // as uploaded, for display only
	Size        int64  // bytes
	State       DocumentState
	StateReason string // a sentence for a person, "" while all is well
	Kind        Kind   // KindUnknown until READ
	Pages       int    // 0 until READ
	PagesDone   int    // progress while READING
	UploadedBy  string // principal
	Created     time.Time
	Updated     time.Time
	ReadAt      time.Time // zero until READ
	SignOff     SignOff   // the zero SignOff: none
	Version     int64     // grows by one with each change; the etag is made from it
}

// Evidence is a document with its reading, the input of timeline and standing.
type Evidence struct {
	Document Document
	Reading  *Reading
}
