// Package criteria holds the reference lists that reports and certificates are
// measured against: the 61 trust services criteria, the 93 Annex A controls and
// the clauses of ISO/IEC 27001:2022, a crosswalk between the two, and the
// domains in which a buyer thinks of both.
//
// The titles are in our own words; the identifiers are the standards' own and
// are the keys. A crosswalk pair says where to look. It never says that one
// side covers the other.
package criteria
