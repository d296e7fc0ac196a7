// Package intake is one document's way: bytes into the blob store, a row and a job
// in one transaction, pages read in a child process, the reading stored with its
// passages, the vendor's standing worked out again, and the search index brought
// up to date from the store's feed.
//
// Each step can be repeated without a second effect. What was acknowledged to a
// caller survives the death of the process at any point.
package intake
