package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"example.com/assay/internal/attest"
)

// printError tells a person what went wrong, its stable reason, and the fields at
// fault.
func printError(w io.Writer, err error) {
	var known *attest.Error
	if errors.As(err, &known) {
		fmt.Fprintf(w, "assay: %s (%s)\n", clean(known.Message), known.Reason)
		return
	}
	s, ok := status.FromError(err)
	if !ok {
		fmt.Fprintf(w, "assay: %s\n", clean(err.Error()))
		return
	}
	reason, fields := details(s)
	if reason == "" {
		reason = s.Code().String()
	}
	fmt.Fprintf(w, "assay: %s (%s)\n", clean(s.Message()), clean(reason))
	for _, f := range fields {
		if !strings.Contains(s.Message(), f.GetDescription()) {
			fmt.Fprintf(w, "  %s: %s\n", clean(f.GetField()), clean(f.GetDescription()))
		}
	}
}

// details gives the reason of a status and the fields it is about.
func details(s *status.Status) (reason string, fields []*errdetails.BadRequest_FieldViolation) {
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			reason = d.GetReason()
		case *errdetails.BadRequest:
			fields = append(fields, d.GetFieldViolations()...)
		}
	}
	return reason, fields
}
