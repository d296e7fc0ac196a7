package server

import (
	"google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/reflection/grpc_reflection_v1alpha"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
)

// Permits is who may call what. Procurement sees standings and may start a review,
// and does not see what a restricted report says; the auditor sees everything and
// changes nothing.
func Permits() access.Permits {
	const (
		admin, analyst, procurement = attest.RoleAdmin, attest.RoleAnalyst, attest.RoleProcurement
		answers, auditor            = attest.RoleAnswers, attest.RoleAuditor
	)
	everybody := attest.Roles()
	review := []attest.Role{admin, analyst, procurement}
	decide := []attest.Role{admin, analyst}
	standings := []attest.Role{admin, analyst, procurement, auditor}
	evidence := []attest.Role{admin, analyst, answers, auditor}
	originals := []attest.Role{admin, analyst, auditor}
	oversight := []attest.Role{admin, auditor}
	administer := []attest.Role{admin}
	return access.Permits{
		assayv1.VendorService_CreateVendor_FullMethodName: review,
		assayv1.VendorService_GetVendor_FullMethodName:    everybody,
		assayv1.VendorService_ListVendors_FullMethodName:  everybody,
		assayv1.VendorService_UpdateVendor_FullMethodName: decide,
		assayv1.VendorService_DeleteVendor_FullMethodName: decide,

		assayv1.DocumentService_UploadDocument_FullMethodName:   review,
		assayv1.DocumentService_GetDocument_FullMethodName:      everybody,
		assayv1.DocumentService_ListDocuments_FullMethodName:    everybody,
		assayv1.DocumentService_WatchDocument_FullMethodName:    everybody,
		assayv1.DocumentService_DeleteDocument_FullMethodName:   decide,
		assayv1.DocumentService_ReadDocument_FullMethodName:     decide,
		assayv1.DocumentService_GetReading_FullMethodName:       evidence,
		assayv1.DocumentService_GetException_FullMethodName:     evidence,
		assayv1.DocumentService_ListExceptions_FullMethodName:   evidence,
		assayv1.DocumentService_DownloadDocument_FullMethodName: originals,
		// Page by page it is the whole file.
		assayv1.DocumentService_GetPageImage_FullMethodName:     originals,
		assayv1.DocumentService_CompareDocuments_FullMethodName: evidence,

		assayv1.DocumentService_CreateCorrection_FullMethodName: decide,
		assayv1.DocumentService_GetCorrection_FullMethodName:    evidence,
		assayv1.DocumentService_ListCorrections_FullMethodName:  evidence,
		assayv1.DocumentService_DeleteCorrection_FullMethodName: decide,
		assayv1.DocumentService_SignOffDocument_FullMethodName:  decide,
		assayv1.DocumentService_ReopenDocument_FullMethodName:   decide,

		assayv1.RiskService_GetStanding_FullMethodName:       standings,
		assayv1.RiskService_ListStandings_FullMethodName:     standings,
		assayv1.FreshnessService_GetTimeline_FullMethodName:  everybody,
		assayv1.SearchService_SearchPassages_FullMethodName:  evidence,
		assayv1.AccessService_IdentifyCaller_FullMethodName:  everybody,
		assayv1.AccessService_CreateToken_FullMethodName:     administer,
		assayv1.AccessService_GetToken_FullMethodName:        oversight,
		assayv1.AccessService_ListTokens_FullMethodName:      oversight,
		assayv1.AccessService_RevokeToken_FullMethodName:     administer,
		assayv1.AccessService_CreateMember_FullMethodName:    administer,
		assayv1.AccessService_GetMember_FullMethodName:       oversight,
		assayv1.AccessService_ListMembers_FullMethodName:     oversight,
		assayv1.AccessService_UpdateMember_FullMethodName:    administer,
		assayv1.AccessService_DeleteMember_FullMethodName:    administer,
		assayv1.AccessService_ListAuditEvents_FullMethodName: oversight,

		grpc_reflection_v1.ServerReflection_ServerReflectionInfo_FullMethodName:      everybody,
		grpc_reflection_v1alpha.ServerReflection_ServerReflectionInfo_FullMethodName: everybody,
	}
}
