package store

import (
	"example.com/assay/internal/attest"
)

// Request gives what a creating call answered the first time: the name of its
// result, and false when this request was not seen. fingerprint stands for the
// content of the call; it is InvalidArgument (REQUEST_ID_REUSED) when the same
// request_id came with another one.
func (t *Tx) Request(method, requestID, fingerprint string) (result string, seen bool, err error) {
	var first string
	seen, err = t.row("look for the request", `SELECT result_name, fingerprint FROM requests
		WHERE org_id = $1 AND method = $2 AND request_id = $3`, []any{t.org, method, requestID}, &result, &first)
	if err != nil || !seen {
		return "", false, err
	}
	if first != cleanText(fingerprint) {
		return "", false, &attest.Error{
			Kind: attest.InvalidArgument, Reason: "REQUEST_ID_REUSED", Field: "request_id",
			Message: "the request_id was used for another call: send a fresh UUID with each new call",
		}
	}
	return result, true, nil
}

// RememberRequest keeps the answer of a creating call. Two units of work that do
// the same at once do not both succeed: one of them runs again and finds the
// answer of the other, so look with Request first.
func (t *Tx) RememberRequest(method, requestID, result, fingerprint string) error {
	_, err := t.exec("remember the request", `INSERT INTO requests
		(org_id, method, request_id, fingerprint, result_name, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.org, method, requestID, fingerprint, result, t.now)
	if is(err, duplicate) {
		return exists("REQUEST_ID_REUSED", "the request_id was used before: send a fresh UUID with each new call", "")
	}
	return err
}
