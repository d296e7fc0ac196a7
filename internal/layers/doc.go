// Package layers holds the rules of this repository as tests: which package may
// import which, how long a function and a file may grow, what has to be
// documented, and what every part of the API has to have.
//
// The rules read the sources, so that the test cache sees every change of them.
package layers
