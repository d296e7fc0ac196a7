// Package search finds passages of documents by their words.
//
// There is one Bleve index for each organisation, in a directory of its own. An
// index holds no text and is never the truth: it can be built again from the
// store at any time. What it has taken in is told by its position, a cursor of
// the store's feed that is written together with the postings, so that a crash
// between store and index heals itself: the feed goes on from the position.
//
// An index that cannot be read is moved aside and an empty one takes its place;
// the call that found it fails with [ReasonRebuild], the position is "" again, and
// the feed starts over; [Set.Behind] tells for whom.
//
// What a user types is words, "phrases" and identifiers such as CC6.1, never a
// query language.
package search
