// Package wire writes the words of the product as messages of the API, and reads
// the few that callers send back. It is the only place where the two meet, so that
// every service and the command line say the same thing in the same form.
package wire
