// Package jobs does work after the reply, on both engines, with River.
//
// A job is enqueued in the transaction that causes it: it exists when the
// transaction commits, and never otherwise. It runs at least once, is tried again
// with growing pauses when it fails, and is picked up by another attempt when the
// process that ran it dies. A handler therefore does nothing a second time that
// the first time has done.
//
// The same job waits once, however often it is enqueued. A job that is enqueued
// while the same one runs waits its turn, because the one that runs may have read
// what was there before. In rare cases a job runs once more than was needed, never
// once less.
package jobs
