package reading

import "example.com/assay/internal/attest"

// subservice lists the subservice organisations.
func (rp *report) subservice(org string) attest.List[attest.Subservice] {
	return attest.List[attest.Subservice]{}
}
