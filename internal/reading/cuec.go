package reading

import "example.com/assay/internal/attest"

// cuecs lists the complementary user entity controls.
func (rp *report) cuecs() attest.List[attest.CUEC] { return attest.List[attest.CUEC]{} }
