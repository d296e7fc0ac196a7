package aip

import (
	"example.com/assay/internal/attest"
)

// Day reads a calendar day of a request; "" is no day. A day that the calendar does
// not have is an error that names the field.
func Day(field, text string) (attest.Date, error) {
	if text == "" {
		return attest.Date{}, nil
	}
	day, err := attest.ParseDate(text)
	if err != nil {
		return attest.Date{}, &attest.Error{Kind: attest.InvalidArgument, Reason: "DATE_INVALID", Field: field,
			Message: "the calendar has no day " + text + "; write a day as YYYY-MM-DD"}
	}
	return day, nil
}
