package search

import "example.com/assay/internal/attest"

// The reasons of the errors of this package.
const (
	// ReasonRebuild means that the index was damaged or of an older make; it is
	// empty now and has to be filled again from the store.
	ReasonRebuild = "SEARCH_INDEX_REBUILD"
	// ReasonMoved means that the index is not at the position that an update
	// starts from; read Position and go on from there.
	ReasonMoved = "SEARCH_INDEX_MOVED"
	// ReasonBusy means that another process has the index open.
	ReasonBusy         = "SEARCH_INDEX_BUSY"
	ReasonStorage      = "SEARCH_STORAGE_UNAVAILABLE" // disk full, permissions, too many open files
	ReasonQueryEmpty   = "SEARCH_QUERY_EMPTY"
	ReasonQueryTooLong = "SEARCH_QUERY_TOO_LONG"
	ReasonPage         = "SEARCH_PAGE_OUT_OF_RANGE"
)

// The limits of a query.
const (
	MaxQueryBytes = 4096   // longest text of a query
	MaxLimit      = 1000   // most hits of one page
	MaxReach      = 10_000 // Offset + Limit may not go beyond
	DefaultLimit  = 20
)

// DocumentEntry is what the index takes in of one document.
type DocumentEntry struct {
	Document attest.DocumentID
	Vendor   attest.VendorID
	Kind     attest.Kind
	// Span is the days that the document speaks for; both ends are the same day
	// for a point in time. A document without dates has the zero Period and is not
	// found by a query with dates.
	Span     attest.Period
	Passages []attest.Passage
}

// Update is a step of an index. It is taken as a whole or not at all.
type Update struct {
	Delete []attest.DocumentID
	// Put replaces all that is known of each document, after the deletions. Of a
	// document that comes twice the last entry counts.
	Put []DocumentEntry
	// From and To are the positions of the feed before and after the update. When
	// both are "" the position stays as it is. Otherwise the index must be at
	// From, or the update is refused with ReasonMoved.
	From, To string
}

// Query is what to look for. The filters narrow what Text finds.
type Query struct {
	Text   string // words, "phrases", identifiers
	Vendor attest.VendorID
	Kinds  []attest.Kind // any of them; none: all kinds
	// From and To keep the documents that speak for at least one day of the span,
	// both ends included. The zero Date leaves an end open.
	From, To attest.Date
	Limit    int // hits to give; 0: DefaultLimit
	Offset   int // hits to leave out
}

// Result is one page of hits, best first. Hits of the same score are in order of
// document and ordinal.
type Result struct {
	Hits  []Hit
	Total int // of all pages
}

// Hit is a passage that was found. Its text is in the store.
type Hit struct {
	Document attest.DocumentID
	Vendor   attest.VendorID
	Kind     attest.Kind
	Ordinal  int // of the passage within the document
	Page     int // 1-based
	Section  attest.SectionKind
	Score    float64 // comparable within one result only
}
