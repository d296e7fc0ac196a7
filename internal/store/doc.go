// Package store keeps what the product knows: vendors, documents, readings,
// standings, tokens, members, the audit trail, the outbox and the answers to
// repeated calls. One SQL text runs on two engines, SQLite and PostgreSQL; what
// differs is held in one dialect value.
//
// All work happens in a unit of work: [Store.View] reads one snapshot,
// [Store.Update] changes things and commits the change, its audit event, its
// outbox row and its jobs together or not at all. Both are bound to one
// organisation. Every query carries the organisation, and on PostgreSQL row-level
// security holds the line a second time. The few things above organisations are
// in [Store.System].
//
// Failures that a caller can act on are *attest.Error with a stable reason.
// Errors of a driver never leave the package: their text stays for the log, their
// types do not.
//
// The package refuses to run as a PostgreSQL role that row-level security does
// not bind, and it keeps no bytes of documents: those are in the blob store.
package store
