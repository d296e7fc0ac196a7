// Package blob keeps the uploaded bytes, named by their SHA-256.
//
// A blob never changes: the same bytes have the same name, and writing them
// twice leaves one blob. [Store] is the contract, [Dir] keeps it with a
// directory of the local disk, and package blobtest checks an engine against it.
//
// What is wrong with the medium comes back as an [attest.Error] of kind
// Unavailable that says what to do. A name that is no SHA-256, or that nothing
// was stored under, is a NotFound with the reason [ReasonNotFound].
package blob
