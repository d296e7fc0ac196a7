package access

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Permits is the one table of who may call what: for each full method name, such
// as /assay.v1.VendorService/CreateVendor, the roles that may call it.
type Permits map[string][]attest.Role

// Open reports whether a method needs no credential: health alone.
func (p Permits) Open(method string) bool {
	return strings.HasPrefix(method, "/grpc.health.v1.Health/")
}

// Check refuses a caller who holds none of the method's roles. A method that is
// not in the table is refused to everybody.
func (p Permits) Check(method string, caller attest.Principal) error {
	roles := p[method]
	if caller.Has(roles...) {
		return nil
	}
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	slices.Sort(names)
	return &attest.Error{
		Kind: attest.PermissionDenied, Reason: "ROLE_MISSING",
		Message: fmt.Sprintf("this call is open to the roles %s; ask an administrator for a token with one of them", strings.Join(names, ", ")),
		Meta:    map[string]string{"roles": strings.Join(names, ",")},
	}
}
