package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/server"
)

// rpcs lists every method of the API, from its descriptors.
func rpcs(t *testing.T) map[string]protoreflect.MethodDescriptor {
	t.Helper()
	out := map[string]protoreflect.MethodDescriptor{}
	protoregistry.GlobalFiles.RangeFilesByPackage("assay.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				out["/"+string(file.Services().Get(i).FullName())+"/"+string(methods.Get(j).Name())] = methods.Get(j)
			}
		}
		return true
	})
	if len(out) < 20 {
		t.Fatalf("found only %d methods", len(out))
	}
	return out
}

// blank makes an empty message of a type.
func blank(t *testing.T, d protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return kind.New().Interface()
}

// invoke calls any method with one request and gives what it answered, as JSON.
func (a *wholeServer) invoke(ctx context.Context, t *testing.T, full string, m protoreflect.MethodDescriptor, req proto.Message) (string, error) {
	t.Helper()
	stream, err := a.conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: m.IsStreamingClient(), ServerStreams: m.IsStreamingServer()}, full)
	if err != nil {
		return "", err
	}
	if err := stream.SendMsg(req); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if err := stream.CloseSend(); err != nil {
		return "", err
	}
	var said strings.Builder
	for {
		resp := blank(t, m.Output())
		err := stream.RecvMsg(resp)
		if errors.Is(err, io.EOF) {
			return said.String(), nil
		}
		if err != nil {
			return said.String(), err
		}
		said.WriteString(protojson.Format(resp))
		if !m.IsStreamingServer() {
			return said.String(), nil
		}
	}
}

// foreign is a request for something of another organisation, for each method; a
// method that takes no name at all has a request that could only show its own.
func foreign(document, token, member string) map[string]proto.Message {
	const vendor = "vendors/theirs"
	return map[string]proto.Message{
		assayv1.VendorService_GetVendor_FullMethodName:    &assayv1.GetVendorRequest{Name: vendor},
		assayv1.VendorService_UpdateVendor_FullMethodName: &assayv1.UpdateVendorRequest{Vendor: &assayv1.Vendor{Name: vendor, DisplayName: "Ours now"}},
		assayv1.VendorService_DeleteVendor_FullMethodName: &assayv1.DeleteVendorRequest{Name: vendor, Force: true},

		assayv1.DocumentService_UploadDocument_FullMethodName: &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{
			Header: &assayv1.UploadDocumentRequest_Header{Parent: vendor}}},
		assayv1.DocumentService_GetDocument_FullMethodName:      &assayv1.GetDocumentRequest{Name: document},
		assayv1.DocumentService_ListDocuments_FullMethodName:    &assayv1.ListDocumentsRequest{Parent: vendor},
		assayv1.DocumentService_DeleteDocument_FullMethodName:   &assayv1.DeleteDocumentRequest{Name: document},
		assayv1.DocumentService_GetReading_FullMethodName:       &assayv1.GetReadingRequest{Name: document + "/reading"},
		assayv1.DocumentService_ReadDocument_FullMethodName:     &assayv1.ReadDocumentRequest{Name: document},
		assayv1.DocumentService_WatchDocument_FullMethodName:    &assayv1.WatchDocumentRequest{Name: document},
		assayv1.DocumentService_DownloadDocument_FullMethodName: &assayv1.DownloadDocumentRequest{Name: document},

		assayv1.DocumentService_GetException_FullMethodName:   &assayv1.GetExceptionRequest{Name: document + "/exceptions/e"},
		assayv1.DocumentService_ListExceptions_FullMethodName: &assayv1.ListExceptionsRequest{Parent: document},
		assayv1.DocumentService_CreateCorrection_FullMethodName: &assayv1.CreateCorrectionRequest{Parent: document,
			Correction: &assayv1.Correction{Target: "kind", Action: assayv1.Correction_CONFIRM}},
		assayv1.DocumentService_GetCorrection_FullMethodName:    &assayv1.GetCorrectionRequest{Name: document + "/corrections/c"},
		assayv1.DocumentService_ListCorrections_FullMethodName:  &assayv1.ListCorrectionsRequest{Parent: document},
		assayv1.DocumentService_DeleteCorrection_FullMethodName: &assayv1.DeleteCorrectionRequest{Name: document + "/corrections/c"},
		assayv1.DocumentService_SignOffDocument_FullMethodName:  &assayv1.SignOffDocumentRequest{Name: document},
		assayv1.DocumentService_ReopenDocument_FullMethodName:   &assayv1.ReopenDocumentRequest{Name: document, Reason: "ours now"},

		assayv1.DocumentService_GetPageImage_FullMethodName:     &assayv1.GetPageImageRequest{Name: document + "/pages/1"},
		assayv1.DocumentService_CompareDocuments_FullMethodName: &assayv1.CompareDocumentsRequest{Name: document, With: document + "x"},

		assayv1.RiskService_GetStanding_FullMethodName:      &assayv1.GetStandingRequest{Name: vendor + "/standing"},
		assayv1.FreshnessService_GetTimeline_FullMethodName: &assayv1.GetTimelineRequest{Name: vendor + "/timeline"},
		assayv1.SearchService_SearchPassages_FullMethodName: &assayv1.SearchPassagesRequest{Query: "certificate", Vendor: vendor},
		assayv1.AccessService_GetToken_FullMethodName:       &assayv1.GetTokenRequest{Name: token},
		assayv1.AccessService_RevokeToken_FullMethodName:    &assayv1.RevokeTokenRequest{Name: token},
		assayv1.AccessService_GetMember_FullMethodName:      &assayv1.GetMemberRequest{Name: member},
		assayv1.AccessService_UpdateMember_FullMethodName:   &assayv1.UpdateMemberRequest{Member: &assayv1.Member{Name: member, DisplayName: "Ours now"}},
		assayv1.AccessService_DeleteMember_FullMethodName:   &assayv1.DeleteMemberRequest{Name: member},
	}
}

// nameless are the methods whose requests name nothing, each with what to ask.
func nameless() map[string]proto.Message {
	return map[string]proto.Message{
		assayv1.VendorService_CreateVendor_FullMethodName:    &assayv1.CreateVendorRequest{VendorId: "theirs", Vendor: &assayv1.Vendor{DisplayName: "Ours of the same name"}},
		assayv1.VendorService_ListVendors_FullMethodName:     &assayv1.ListVendorsRequest{PageSize: 500},
		assayv1.RiskService_ListStandings_FullMethodName:     &assayv1.ListStandingsRequest{Parent: "vendors/-", PageSize: 500},
		assayv1.AccessService_IdentifyCaller_FullMethodName:  &assayv1.IdentifyCallerRequest{},
		assayv1.AccessService_CreateToken_FullMethodName:     &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "ours", Role: assayv1.Role_AUDITOR}},
		assayv1.AccessService_ListTokens_FullMethodName:      &assayv1.ListTokensRequest{PageSize: 500},
		assayv1.AccessService_CreateMember_FullMethodName:    &assayv1.CreateMemberRequest{Member: &assayv1.Member{Email: "m@others.example.com", Roles: []assayv1.Role{assayv1.Role_AUDITOR}}},
		assayv1.AccessService_ListMembers_FullMethodName:     &assayv1.ListMembersRequest{PageSize: 500},
		assayv1.AccessService_ListAuditEvents_FullMethodName: &assayv1.ListAuditEventsRequest{PageSize: 500},
	}
}

// testForeignNames asks for everything of another organisation through every method
// there is: it is not found, as if it were nowhere.
func testForeignNames(t *testing.T, a *wholeServer) {
	a.vendor(t, a.other, "theirs")
	theirs := a.read(t, a.other, "theirs", sampleFile(t, "badge_pebblecroft.pdf").PDF)
	access := assayv1.NewAccessServiceClient(a.conn)
	token, err := access.CreateToken(withToken(t.Context(), a.other), &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "hidden label", Role: assayv1.Role_ADMIN}})
	if err != nil {
		t.Fatal(err)
	}
	member, err := access.CreateMember(withToken(t.Context(), a.other), &assayv1.CreateMemberRequest{
		Member: &assayv1.Member{Email: "m@others.example.com", Roles: []assayv1.Role{assayv1.Role_ADMIN}}})
	if err != nil {
		t.Fatal(err)
	}
	hidden := []string{theirs, token.GetToken().GetName(), member.GetName(), "hidden label", "Others"}
	named, unnamed, all := foreign(theirs, token.GetToken().GetName(), member.GetName()), nameless(), rpcs(t)
	for full := range all {
		if (named[full] == nil) == (unnamed[full] == nil) {
			t.Errorf("%s has no case, or two: it belongs in foreign or in nameless", full)
		}
	}
	ask := func(requests map[string]proto.Message, want codes.Code) {
		for full, req := range requests {
			said, err := a.invoke(a.admin(t.Context()), t, full, all[full], req)
			if code(err) != want {
				t.Errorf("%s: %v, want %s", full, err, want)
			}
			for _, word := range hidden {
				if strings.Contains(said, word) {
					t.Errorf("%s shows %q of another organisation", full, word)
				}
			}
		}
	}
	ask(named, codes.NotFound)
	ask(unnamed, codes.OK)
	if v, err := assayv1.NewVendorServiceClient(a.conn).GetVendor(withToken(t.Context(), a.other), &assayv1.GetVendorRequest{Name: "vendors/theirs"}); err != nil || v.GetDisplayName() != "theirs" {
		t.Errorf("after all that, their vendor is %v, %v", v, err)
	}
	if tok, err := access.GetToken(withToken(t.Context(), a.other), &assayv1.GetTokenRequest{Name: token.GetToken().GetName()}); err != nil || tok.GetRevokeTime() != nil {
		t.Errorf("after all that, their token is %v, %v", tok, err)
	}
}

// testRoles calls every method in every role and compares with the table.
func testRoles(t *testing.T, a *wholeServer) {
	permits := server.Permits()
	for full, m := range rpcs(t) {
		for _, role := range attest.Roles() {
			// An empty request is refused later than a role is, and changes nothing.
			_, err := a.invoke(withToken(t.Context(), a.tokens[role]), t, full, m, blank(t, m.Input()))
			if allowed := slices.Contains(permits[full], role); allowed == (code(err) == codes.PermissionDenied) {
				t.Errorf("%s as %s: %v, want allowed %t", full, role, err, allowed)
			}
			if code(err) == codes.PermissionDenied && grpcRefusal(err).reason != "ROLE_MISSING" {
				t.Errorf("%s as %s: %+v, want ROLE_MISSING", full, role, grpcRefusal(err))
			}
		}
	}
	denied := a.rest(t, a.tokens[attest.RoleProcurement], http.MethodGet, "/v1/vendors/acme/documents/d/reading", "", nil)
	if got, want := denied.refusal(t), (refusal{"403", "ROLE_MISSING", ""}); got != want {
		t.Errorf("over REST: %+v, want %+v", got, want)
	}
}

// doors are the ways into the server that a credential guards.
func (a *wholeServer) doors(t *testing.T) map[string]func(token string) refusal {
	ctx := func(token string) context.Context { return withToken(t.Context(), token) }
	all := rpcs(t)
	through := func(full string) func(string) refusal {
		return func(token string) refusal {
			_, err := a.invoke(ctx(token), t, full, all[full], blank(t, all[full].Input()))
			return grpcRefusal(err)
		}
	}
	rest := func(method, path string) func(string) refusal {
		return func(token string) refusal {
			if token == "" {
				token = "-"
			}
			body, contentType := form(t, "report.pdf", []byte("%PDF-1.4"))
			got := a.rest(t, token, method, path, contentType, body).refusal(t)
			if got.code == "401" {
				got.code = "Unauthenticated"
			}
			return got
		}
	}
	return map[string]func(string) refusal{
		"unary":         through(assayv1.VendorService_ListVendors_FullMethodName),
		"server stream": through(assayv1.DocumentService_WatchDocument_FullMethodName),
		"client stream": through(assayv1.DocumentService_UploadDocument_FullMethodName),
		"REST":          rest(http.MethodGet, "/v1/vendors"),
		"REST stream":   rest(http.MethodGet, "/v1/vendors/v/documents/d:watch"),
		"REST upload":   rest(http.MethodPost, "/v1/vendors/v/documents"),
		"reflection": func(token string) refusal {
			return grpcRefusal(a.reflect(ctx(token)))
		},
	}
}

// reflect asks the server what services it has.
func (a *wholeServer) reflect(ctx context.Context) error {
	stream, err := grpc_reflection_v1.NewServerReflectionClient(a.conn).ServerReflectionInfo(ctx)
	if err != nil {
		return err
	}
	err = stream.Send(&grpc_reflection_v1.ServerReflectionRequest{MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_ListServices{}})
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	_, err = stream.Recv()
	return errors.Join(err, stream.CloseSend())
}

// testCredentials tries every bad credential at every door.
func testCredentials(t *testing.T, a *wholeServer) {
	good := a.tokens[attest.RoleAdmin]
	id := strings.SplitN(good, "_", 3)[1]
	tests := []struct{ name, token, reason string }{
		{"none", "", "TOKEN_MISSING"},
		{"of another form", "ghp_abcdefghijklmnop", "TOKEN_INVALID"},
		{"the prefix alone", "assay_", "TOKEN_INVALID"},
		{"no secret", "assay_" + id, "TOKEN_INVALID"},
		{"secret cut", good[:len(good)-1], "TOKEN_INVALID"},
		{"secret of another", "assay_" + id + "_" + strings.SplitN(a.other, "_", 3)[2], "TOKEN_INVALID"},
		{"unknown id", "assay_0000000000000000_secret", "TOKEN_INVALID"},
		{"a statement", "assay_';DROP TABLE tokens--_secret", "TOKEN_INVALID"},
		{"very long", "assay_" + strings.Repeat("a", 6000) + "_" + strings.Repeat("b", 6000), "TOKEN_INVALID"},
		{"revoked", a.newToken(t, a.org, func(k *attest.Token) { k.Revoked = time.Now().Add(-time.Hour) }), "TOKEN_REVOKED"},
		{"past its end", a.newToken(t, a.org, func(k *attest.Token) { k.Expires = time.Now().Add(-time.Second) }), "TOKEN_EXPIRED"},
	}
	for door, enter := range a.doors(t) {
		t.Run(door, func(t *testing.T) {
			for _, tt := range tests {
				got, want := enter(tt.token), refusal{code: "Unauthenticated", reason: tt.reason}
				if got != want {
					t.Errorf("%s: got %+v, want %+v", tt.name, got, want)
				}
			}
			if got := enter(good); got.code == "Unauthenticated" {
				t.Errorf("a good token: %+v", got)
			}
		})
	}
	for _, secret := range []string{good, strings.SplitN(good, "_", 3)[2], a.other} {
		for line := range strings.Lines(a.log.String()) {
			if strings.Contains(line, secret) {
				t.Errorf("the log holds a secret: %s", line)
			}
		}
	}
	t.Run("revoked at once", func(t *testing.T) {
		made, err := assayv1.NewAccessServiceClient(a.conn).CreateToken(a.admin(t.Context()), &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "short", Role: assayv1.Role_AUDITOR}})
		if err != nil {
			t.Fatal(err)
		}
		enter := a.doors(t)["unary"]
		if got := enter(made.GetSecret()); got.code != "OK" {
			t.Fatalf("before: %+v", got)
		}
		if _, err := assayv1.NewAccessServiceClient(a.conn).RevokeToken(a.admin(t.Context()), &assayv1.RevokeTokenRequest{Name: made.GetToken().GetName()}); err != nil {
			t.Fatal(err)
		}
		if got := enter(made.GetSecret()); got.reason != "TOKEN_REVOKED" {
			t.Errorf("after: %+v, want TOKEN_REVOKED", got)
		}
	})
}

// testOpenDoors asks what has to answer without a credential.
func testOpenDoors(t *testing.T, a *wholeServer) {
	health, err := healthpb.NewHealthClient(a.conn).Check(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil || health.GetStatus() != healthpb.HealthCheckResponse_SERVING {
		t.Errorf("gRPC health: %v, %v", health, err)
	}
	for _, path := range []string{"/healthz", "/openapi.json"} {
		if got := a.rest(t, "-", http.MethodGet, path, "", nil); got.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	for _, role := range attest.Roles() {
		if err := a.reflect(withToken(t.Context(), a.tokens[role])); err != nil {
			t.Errorf("reflection as %s: %v", role, err)
		}
	}
}
