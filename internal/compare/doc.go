// Package compare tells what differs between two reports of one vendor and one kind,
// as an analyst does who has last year's report beside this year's: which exceptions
// came again, which controls and criteria came and went, whether another firm signed,
// whether days between the two are covered by neither.
//
// Controls are matched by their words and not by their ids, which firms renumber: the
// names of the company and its product are taken out, the words are brought to a
// common form, rare ones weigh more than common ones, and each control is matched at
// most once, the most alike first. What two controls that match say differently in
// numbers or frequencies is told apart from mere wording.
//
// What a report does not let anybody compare is named as such: that a control is gone
// is said only where both reports' controls were read, and said to be unsure where
// rows or pages of the other could not be.
//
// The package is pure: a comparison depends on the two readings alone.
package compare
