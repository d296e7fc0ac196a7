package aip

import (
	"fmt"
	"strings"

	"example.com/assay/internal/attest"
)

// VendorName is the resource name of a vendor.
func VendorName(id attest.VendorID) string { return "vendors/" + string(id) }

// DocumentName is the resource name of a document.
func DocumentName(vendor attest.VendorID, id attest.DocumentID) string {
	return VendorName(vendor) + "/documents/" + string(id)
}

// ExceptionName is the resource name of an exception of a document, which is given
// by its own name.
func ExceptionName(document, id string) string { return document + "/exceptions/" + id }

// CorrectionName is the resource name of a correction.
func CorrectionName(c attest.Correction) string {
	return DocumentName(c.Vendor, c.Document) + "/corrections/" + string(c.ID)
}

// Correction takes the last id from a correction's name.
func Correction(name string) (attest.CorrectionID, error) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[4] != "corrections" || parts[5] == "" {
		return "", badName(name, "vendors/{vendor}/documents/{document}/corrections/{correction}")
	}
	return attest.CorrectionID(parts[5]), nil
}

// Vendor takes a vendor's id from its name, or from the name of something below
// it, such as vendors/acme/standing.
func Vendor(name string) (attest.VendorID, error) {
	parts := strings.Split(name, "/")
	if len(parts) < 2 || parts[0] != "vendors" || parts[1] == "" {
		return "", badName(name, "vendors/{vendor}")
	}
	return attest.VendorID(parts[1]), nil
}

// Document takes the ids from a document's name, or from the name of something
// below it, such as its reading.
func Document(name string) (attest.VendorID, attest.DocumentID, error) {
	parts := strings.Split(name, "/")
	if len(parts) < 4 || parts[0] != "vendors" || parts[1] == "" || parts[2] != "documents" || parts[3] == "" {
		return "", "", badName(name, "vendors/{vendor}/documents/{document}")
	}
	return attest.VendorID(parts[1]), attest.DocumentID(parts[3]), nil
}

// Exception takes the last id from an exception's name.
func Exception(name string) (string, error) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[4] != "exceptions" || parts[5] == "" {
		return "", badName(name, "vendors/{vendor}/documents/{document}/exceptions/{exception}")
	}
	return parts[5], nil
}

// ID takes the id from a name of one collection, such as tokens/abc.
func ID(collection, name string) (string, error) {
	id, ok := strings.CutPrefix(name, collection+"/")
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", badName(name, collection+"/{id}")
	}
	return id, nil
}

func badName(name, form string) error {
	return &attest.Error{Kind: attest.InvalidArgument, Reason: "NAME_MALFORMED", Field: "name",
		Message: fmt.Sprintf("the name %q is not of the form %s", name, form)}
}

// What stands for every one of a collection in the parent of a list.
const (
	AnyVendor   attest.VendorID   = "-"
	AnyDocument attest.DocumentID = "-"
)
