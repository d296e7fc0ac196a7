package attest

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// CorrectionID names a correction within its document.
type CorrectionID string

// CorrectionAction is what a person says of a target.
type CorrectionAction string

// The actions.
const (
	// Confirm says that the reading is right, and holds it against later readings.
	Confirm CorrectionAction = "confirm"
	// Override says what the document states in place of what was read.
	Override CorrectionAction = "override"
	// MarkAbsent says that the document does not state it, or that an exception, a
	// flag or an unparsed row is none.
	MarkAbsent CorrectionAction = "mark_absent"
	// Add says that the auditor reports an exception that was not read.
	Add CorrectionAction = "add"
)

// Correction is what a person says of one fact of a document. It is kept apart from
// the reading, laid over it, and never changed: another one takes its place.
type Correction struct {
	ID       CorrectionID     `json:"-"`
	Vendor   VendorID         `json:"-"`
	Document DocumentID       `json:"-"`
	Target   string           `json:"-"` // what it is about, such as "opinion" or "exceptions/e1a2/deviations"
	Action   CorrectionAction `json:"-"`

	// Values are what the document states by this correction, as canonical text: one
	// for a fact, any number for a list, none for MarkAbsent.
	Values []string `json:"values,omitempty"`
	Reason string   `json:"reason,omitempty"` // the person's own words; may be empty for Confirm
	// Citation is the place that the person points at; its page is 0 for none, and its
	// quote may be empty.
	Citation Citation `json:"citation,omitzero"`
	// Exception is the exception that was added, or the one that was corrected as it
	// then was read: it finds the same one again when its id has changed. Siblings are
	// the ids of all that were read then; none of them is taken for it later.
	Exception *Exception `json:"exception,omitempty"`
	Siblings  []string   `json:"siblings,omitempty"`
	// Was is what the reading said of the target when the person looked, and
	// RulesVersion the rules that said so.
	Was          Said   `json:"was"`
	RulesVersion string `json:"rules_version"`

	By    string    `json:"-"` // principal
	At    time.Time `json:"-"`
	Ended time.Time `json:"-"` // zero while it holds
	// EndedBy is who withdrew it, or who put another in its place, which is Successor.
	EndedBy   string       `json:"-"`
	Successor CorrectionID `json:"-"` // "" for one that was withdrawn
}

// Holds reports whether the correction has neither been withdrawn nor replaced.
func (c Correction) Holds() bool { return c.Ended.IsZero() }

// Version is 1 while the correction holds and 2 afterwards.
func (c Correction) Version() int64 {
	if c.Holds() {
		return 1
	}
	return 2
}

// Said is what a reading says of a target, as canonical text. The zero Said is of a
// target that is not there.
type Said struct {
	State      State      `json:"state,omitempty"`
	Values     []string   `json:"values,omitempty"`     // when Found
	Candidates []string   `json:"candidates,omitempty"` // when Ambiguous
	Citations  []Citation `json:"citations,omitempty"`
}

// CorrectionStatus is how a correction stands to the document's present reading.
type CorrectionStatus string

// The statuses.
const (
	CorrectionApplied    CorrectionStatus = "APPLIED"    // it decides what the document states
	CorrectionConfirmed  CorrectionStatus = "CONFIRMED"  // the reading says what the person confirmed
	CorrectionMoot       CorrectionStatus = "MOOT"       // a newer reading says by itself what the person said
	CorrectionConflict   CorrectionStatus = "CONFLICT"   // a newer reading says something else again; the person's word stays
	CorrectionOrphaned   CorrectionStatus = "ORPHANED"   // what it is about is in the reading no more
	CorrectionWithdrawn  CorrectionStatus = "WITHDRAWN"  // taken back
	CorrectionSuperseded CorrectionStatus = "SUPERSEDED" // another one took its place
)

// The rules of facts that a person decided.
const (
	RuleConfirmed = "person.confirmed"
	RuleOverride  = "person.override"
	RuleAbsent    = "person.absent"
	RuleAdded     = "person.added"
)

// The flags about people's corrections.
const (
	FlagReviewConflict FlagName = "review_conflict" // the reading now says other than a person decided
	FlagReviewOrphaned FlagName = "review_orphaned" // what a person corrected is in the reading no more
	FlagSignedChanged  FlagName = "signed_facts_changed"
)

// SignOff is a person's word that a document's facts were reviewed. While it holds,
// nothing changes them. The zero SignOff is none.
type SignOff struct {
	By           string // principal
	At           time.Time
	Note         string
	RulesVersion string // of the reading that was signed off
	Facts        string // digest of what the effective reading states, lower-case hex
}

// Holds reports whether there is a sign-off.
func (s SignOff) Holds() bool { return !s.At.IsZero() }

// UnparsedID names an unparsed row within its document. It is made of the row's
// pages and words, so that the same report read again gives the same id.
func UnparsedID(row UnparsedRow) string {
	h := sha256.New()
	for _, c := range row.Cited {
		h.Write([]byte(strconv.Itoa(c.Page) + "\n" + c.Quote + "\n"))
	}
	return "u" + hex.EncodeToString(h.Sum(nil)[:6])
}
