// Package materiality weighs a vendor's evidence against the buyer's own policy
// and says whether to rely on it, with every rule that had a part in the answer.
//
// The verdict is the worst of what the rules lead to, over all evidence that
// governs: nothing good makes up for something bad. Where a policy takes one of
// several kinds of evidence, the best of them answers the demand, and what is
// wrong with the others still leads to conditions. A modified opinion counts
// whatever else is on file.
//
// A policy is the buyer's choice and is named beside each verdict. It is no
// standard, and the verdict says nothing about the auditor's work. The package
// is pure: time comes in with the timeline.
package materiality
