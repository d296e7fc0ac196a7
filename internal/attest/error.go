package attest

import "fmt"

// ErrorKind is the class of a failure that a caller can act on. The server maps
// it to a gRPC code; no other package knows those codes.
type ErrorKind string

// The kinds. Anything that is no *Error is internal.
const (
	NotFound           ErrorKind = "not_found"
	AlreadyExists      ErrorKind = "already_exists"
	InvalidArgument    ErrorKind = "invalid_argument"
	FailedPrecondition ErrorKind = "failed_precondition"
	Aborted            ErrorKind = "aborted" // the etag did not match
	PermissionDenied   ErrorKind = "permission_denied"
	Unauthenticated    ErrorKind = "unauthenticated"
	ResourceExhausted  ErrorKind = "resource_exhausted"
	Unavailable        ErrorKind = "unavailable"
)

// Error is a failure with a stable reason and a message that tells a person what
// to do.
type Error struct {
	Kind    ErrorKind
	Reason  string // stable, e.g. "DOCUMENT_TOO_LARGE": upper case, digits, underscores
	Message string // a sentence that names what to do
	// Field names the offending field of the request, as the caller wrote it; "" if none.
	Field string
	// Resource names what was not found or is in the way; "" if none.
	Resource string
	Meta     map[string]string // what varies in Message, for machines
	Err      error             // the cause, for the log only
}

// Error gives the message, with the cause where there is one.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is matches another *Error by its Reason, so that errors.Is works with the
// variables that packages export.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}
