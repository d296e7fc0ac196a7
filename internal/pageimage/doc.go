// Package pageimage keeps drawn pages for as long as there is room, so that a page
// that many look at is drawn once, and marks boxes on them.
//
// It is a package of its own and no part of the blob store: what it keeps can be lost
// at any time and is drawn again, has no name made of its own bytes, and gives way to
// newer pictures when there are too many.
package pageimage
