// Package attest holds the words of the product: documents and their kinds,
// readings made of cited facts, opinions, certificates, bridge letters, vendors,
// and the people and tokens that act on them.
//
// The terms are the field's own. A SOC 2 report is an attestation: a service
// auditor gives an opinion, with exceptions, on a period or a date. An ISO/IEC
// 27001 certificate is a certification of a management system. Nothing here
// says that a SOC 2 report passes, fails or expires.
//
// The package imports the standard library only; every other package may
// import it. Dates are calendar days ([Date]); instants are time.Time in UTC.
package attest
