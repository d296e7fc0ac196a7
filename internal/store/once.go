package store

// Once runs a creating call, or gives what it answered the first time when its
// request_id was seen before. create gives the name of what it made. An empty
// request_id always creates.
func (t *Tx) Once(method, requestID, fingerprint string, create func() (string, error)) (string, error) {
	if requestID == "" {
		return create()
	}
	if result, seen, err := t.Request(method, requestID, fingerprint); err != nil || seen {
		return result, err
	}
	result, err := create()
	if err != nil {
		return "", err
	}
	return result, t.RememberRequest(method, requestID, result, fingerprint)
}
