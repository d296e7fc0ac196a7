package store

import (
	"context"
	"errors"
	"fmt"

	"example.com/assay/internal/attest"
)

// class sorts the errors of a driver by what can be done about them.
type class int

const (
	other     class = iota
	duplicate       // a key is taken
	reference       // a row that is pointed at is missing, or one that is pointed at would go
	conflict        // another unit of work is in the way: run again
	offline         // the database cannot do its work now
	locked          // the database may not be written
)

// fault is a failure of the database with the driver's type left out.
type fault struct {
	doing string
	class class
	text  string
}

// Error says what was being done and what the driver said.
func (f *fault) Error() string { return "store: " + f.doing + ": " + f.text }

// fail turns a driver's error into one of ours and remembers it: the unit of work
// cannot be committed any more, on either engine.
func (u *unit) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	if cause := u.ctx.Err(); cause != nil {
		// Drivers say "interrupted" or "conn closed" when the context ended.
		err = fmt.Errorf("store: %s: %w", doing, context.Cause(u.ctx))
	} else {
		u.failure = u.store.dialect.classify(err)
		if u.failure == locked && u.readOnly {
			u.failure = other // the caller wrote where it may only read
		}
		err = &fault{doing, u.failure, err.Error()}
	}
	if u.failed == nil {
		u.failed = err
	}
	return err
}

// is reports whether err is a failure of the database of class c.
func is(err error, c class) bool {
	var f *fault
	return errors.As(err, &f) && f.class == c
}

// settle gives the error that the caller of a unit of work gets.
func settle(err error) error {
	var known *attest.Error
	var f *fault
	if errors.As(err, &known) || !errors.As(err, &f) {
		return err
	}
	switch f.class {
	case conflict:
		return &attest.Error{
			Kind: attest.Unavailable, Reason: "DATABASE_BUSY",
			Message: "others are changing the same things: try again", Err: err,
		}
	case offline, locked:
		return &attest.Error{
			Kind: attest.Unavailable, Reason: "DATABASE_UNAVAILABLE",
			Message: "the database cannot do its work now: check that it runs and that its disk has room, then try again", Err: err,
		}
	}
	return err
}

// notFound says that a resource does not exist in the organisation. The reason is
// made from the noun: "vendor" gives VENDOR_NOT_FOUND.
func notFound(reason, noun, resource string) error {
	return &attest.Error{
		Kind: attest.NotFound, Reason: reason, Resource: resource,
		Message: fmt.Sprintf("there is no %s %s: check its name", noun, resource),
	}
}

// exists says that a key is taken.
func exists(reason, message, resource string) error {
	return &attest.Error{Kind: attest.AlreadyExists, Reason: reason, Resource: resource, Message: message}
}

// stale says that a resource has changed since the caller read it.
func stale(resource string) error {
	return &attest.Error{
		Kind: attest.Aborted, Reason: "ETAG_MISMATCH", Resource: resource, Field: "etag",
		Message: resource + " has changed since you read it: read it again and repeat your change",
	}
}

// Names of resources in errors, as the API writes them.
func vendorName(id attest.VendorID) string     { return "vendors/" + string(id) }
func documentName(id attest.DocumentID) string { return "documents/" + string(id) }
func tokenName(id attest.TokenID) string       { return "tokens/" + string(id) }
func memberName(id attest.MemberID) string     { return "members/" + string(id) }
