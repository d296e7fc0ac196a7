// Package review lays people's corrections over a reading. It is pure: the reading
// as read and the corrections that hold give the effective reading, what each
// correction came to, and whether a new correction makes sense.
//
// A correction names its target by a path (see Targets). A person's word stands until
// the person takes it back; where a newer reading says something else again, the
// effective reading carries the flag review_conflict, so that a person looks.
package review
