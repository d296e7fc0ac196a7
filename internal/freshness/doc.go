// Package freshness says which days of a vendor's service are covered by which
// evidence, and how old each piece of evidence is by the buyer's rule.
//
// A SOC 2 report has no end date of its own. Buyers agree to call it current for
// some months, counted from the end of its period or from its date; both are
// worked out here, and the policy says which of them decides. A certificate does
// end, on its expiry date or when its edition lapses. A bridge letter is
// management's word and never becomes more than that.
//
// Nothing is assumed: a document whose dates were not read, or on which the
// readings disagree, covers no days and says why. The package is pure; today is
// an argument.
package freshness
