package attest

// Job is work to be done after the reply. A job is written in the transaction
// that causes it and may run more than once; every kind can be repeated without
// a second effect. It names rows and carries no content, no secret and no password.
type Job struct {
	Kind     string     `json:"kind"` // stable, e.g. "document.read"
	Org      OrgID      `json:"org"`
	Vendor   VendorID   `json:"vendor,omitempty"`
	Document DocumentID `json:"document,omitempty"`
}
