package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"

	"example.com/assay/internal/attest"
)

// errorDomain is the domain of every ErrorInfo.
const errorDomain = "assay"

// codeOf gives the gRPC code of each kind of failure.
func codeOf(kind attest.ErrorKind) codes.Code {
	switch kind {
	case attest.NotFound:
		return codes.NotFound
	case attest.AlreadyExists:
		return codes.AlreadyExists
	case attest.InvalidArgument:
		return codes.InvalidArgument
	case attest.FailedPrecondition:
		return codes.FailedPrecondition
	case attest.Aborted:
		return codes.Aborted
	case attest.PermissionDenied:
		return codes.PermissionDenied
	case attest.Unauthenticated:
		return codes.Unauthenticated
	case attest.ResourceExhausted:
		return codes.ResourceExhausted
	case attest.Unavailable:
		return codes.Unavailable
	}
	return codes.Internal
}

// toStatus turns what a handler returned into the status a caller gets. A failure
// that no caller can act on becomes INTERNAL with an id under which the cause is
// logged; the cause itself is not sent.
func toStatus(ctx context.Context, log *slog.Logger, method string, err error) error {
	var known *attest.Error
	var invalid *protovalidate.ValidationError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		if known.Err != nil {
			log.LogAttrs(ctx, slog.LevelWarn, "call failed", slog.String("method", method), slog.String("reason", known.Reason), slog.Any("cause", known.Err))
		}
		return knownStatus(known)
	case errors.As(err, &invalid):
		return invalidStatus(invalid)
	case errors.Is(err, context.Canceled):
		return withDetails(codes.Canceled, "the call was cancelled", errorInfo("CANCELLED", nil))
	case errors.Is(err, context.DeadlineExceeded):
		return withDetails(codes.DeadlineExceeded, "the call took longer than its deadline; try again", errorInfo("DEADLINE_EXCEEDED", nil))
	}
	if s, ok := status.FromError(err); ok && s.Code() != codes.Unknown && s.Code() != codes.Internal {
		return withReason(s).Err()
	}
	id := callID()
	log.LogAttrs(ctx, slog.LevelError, "call failed", slog.String("method", method), slog.String("id", id), slog.Any("cause", err))
	return withDetails(codes.Internal, fmt.Sprintf("something went wrong on our side; the log has it under %s", id), errorInfo("INTERNAL", map[string]string{"id": id}))
}

// withReason gives a status that has an ErrorInfo: one that came without a reason
// gets that of its code. Only the gateway and the transport make such.
func withReason(s *status.Status) *status.Status {
	if infoOf(s) != nil {
		return s
	}
	return status.Convert(withDetails(s.Code(), s.Message(), errorInfo(reasonOf(s.Code()), nil)))
}

// infoOf gives the ErrorInfo of a status, or nil.
func infoOf(s *status.Status) *errdetails.ErrorInfo {
	for _, d := range s.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info
		}
	}
	return nil
}

// reasonOf names a failure that came without a reason.
func reasonOf(code codes.Code) string {
	switch code {
	case codes.InvalidArgument:
		return "REQUEST_MALFORMED"
	case codes.ResourceExhausted:
		return "MESSAGE_TOO_LARGE"
	case codes.Unimplemented:
		return "METHOD_UNKNOWN"
	case codes.Unavailable:
		return "UNAVAILABLE"
	case codes.Canceled:
		return "CANCELLED"
	case codes.DeadlineExceeded:
		return "DEADLINE_EXCEEDED"
	}
	return "REFUSED"
}

// knownStatus is the status of a failure that a caller can act on.
func knownStatus(e *attest.Error) error {
	details := []protoadapt.MessageV1{errorInfo(e.Reason, e.Meta)}
	if e.Field != "" {
		details = append(details, &errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
			{Field: e.Field, Description: e.Message, Reason: e.Reason},
		}})
	}
	if e.Resource != "" {
		details = append(details, &errdetails.ResourceInfo{ResourceName: e.Resource, Description: e.Message})
	}
	return withDetails(codeOf(e.Kind), e.Message, details...)
}

// invalidStatus is the status of a request that breaks a rule of the proto.
func invalidStatus(e *protovalidate.ValidationError) error {
	bad := &errdetails.BadRequest{}
	var said []string
	for _, v := range e.Violations {
		field := protovalidate.FieldPathString(v.Proto.GetField())
		bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{
			Field: field, Description: v.Proto.GetMessage(), Reason: "INVALID_FIELD",
		})
		said = append(said, strings.TrimSpace(field+" "+v.Proto.GetMessage()))
	}
	return withDetails(codes.InvalidArgument, strings.Join(said, "; "), errorInfo("INVALID_FIELD", nil), bad)
}

func errorInfo(reason string, meta map[string]string) *errdetails.ErrorInfo {
	return &errdetails.ErrorInfo{Reason: reason, Domain: errorDomain, Metadata: meta}
}

// withDetails makes a status error; details that cannot be packed are left out.
func withDetails(code codes.Code, message string, details ...protoadapt.MessageV1) error {
	s := status.New(code, message)
	if detailed, err := s.WithDetails(details...); err == nil {
		s = detailed
	}
	return s.Err()
}
