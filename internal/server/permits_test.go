package server_test

import (
	"regexp"
	"slices"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/server"
)

// methods lists the full names of every method of the API.
func methods() []string {
	var out []string
	protoregistry.GlobalFiles.RangeFilesByPackage("assay.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				out = append(out, "/"+string(service.FullName())+"/"+string(service.Methods().Get(j).Name()))
			}
		}
		return true
	})
	return out
}

func TestPermitsAreComplete(t *testing.T) {
	t.Parallel()
	permits := server.Permits()
	known := methods()
	if len(known) < 20 {
		t.Fatalf("found only %d methods", len(known))
	}
	for _, m := range known {
		if len(permits[m]) == 0 {
			t.Errorf("%s: no role may call it", m)
		}
		if !slices.Contains(permits[m], attest.RoleAdmin) {
			t.Errorf("%s: the administrator may not call it", m)
		}
	}
}

func TestPermitsByRole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		role    attest.Role
		method  string
		allowed bool
	}{
		{attest.RoleProcurement, "/assay.v1.RiskService/GetStanding", true},
		{attest.RoleProcurement, "/assay.v1.DocumentService/UploadDocument", true},
		{attest.RoleProcurement, "/assay.v1.DocumentService/GetReading", false},
		{attest.RoleProcurement, "/assay.v1.DocumentService/DownloadDocument", false},
		{attest.RoleProcurement, "/assay.v1.SearchService/SearchPassages", false},
		{attest.RoleProcurement, "/assay.v1.DocumentService/ListCorrections", false},
		{attest.RoleAnswers, "/assay.v1.DocumentService/CreateCorrection", false},
		{attest.RoleAuditor, "/assay.v1.DocumentService/ListCorrections", true},
		{attest.RoleAuditor, "/assay.v1.DocumentService/SignOffDocument", false},
		{attest.RoleAnalyst, "/assay.v1.DocumentService/SignOffDocument", true},
		{attest.RoleAnalyst, "/assay.v1.DocumentService/ReopenDocument", true},
		{attest.RoleAuditor, "/assay.v1.AccessService/ListAuditEvents", true},
		{attest.RoleAuditor, "/assay.v1.VendorService/DeleteVendor", false},
		{attest.RoleAnalyst, "/assay.v1.AccessService/CreateToken", false},
		{attest.RoleAnswers, "/assay.v1.SearchService/SearchPassages", true},
		{attest.RoleAdmin, "/assay.v1.Nothing/AtAll", false},
	}
	for _, tt := range tests {
		err := server.Permits().Check(tt.method, attest.Principal{Roles: []attest.Role{tt.role}})
		if (err == nil) != tt.allowed {
			t.Errorf("%s calling %s: %v, want allowed %t", tt.role, tt.method, err, tt.allowed)
		}
	}
	if err := server.Permits().Check("/assay.v1.VendorService/GetVendor", attest.Principal{}); err == nil {
		t.Error("a caller without a role may call")
	}
}

func TestAuditorChangesNothing(t *testing.T) {
	t.Parallel()
	changes := regexp.MustCompile(`/(Create|Update|Delete|Upload|Revoke|ReadDocument|SignOff|Reopen)[A-Za-z]*$`)
	for method, roles := range server.Permits() {
		if changes.MatchString(method) && slices.Contains(roles, attest.RoleAuditor) {
			t.Errorf("the auditor may call %s", method)
		}
	}
}
