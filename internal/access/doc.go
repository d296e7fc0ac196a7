// Package access says who is calling and what they may do: API tokens, the roles
// that each RPC is open to, and the caller carried in a context.
//
// The organisation comes from the credential and from nowhere else. A token is
// assay_<id>_<secret>; only the SHA-256 of the secret is kept.
package access
