package main

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	assayv1 "example.com/assay/gen/assay/v1"
)

// forged is a page token of the right form with a place of the forger's choice; it
// takes the digest of the request from a token that the server made.
func forged(t *testing.T, genuine, place string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(genuine)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(raw), `","q":`)
	if !ok {
		t.Fatalf("page token %s", raw)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"a":"` + place + `","q":` + rest))
}

// testBadREST sends what REST has to refuse.
func testBadREST(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "bad-rest")
	a.vendor(t, a.tokens["admin"], "bad-rest-2")
	var page struct{ NextPageToken string }
	a.rest(t, "", http.MethodGet, "/v1/vendors?pageSize=1", "", nil).decode(t, &page)
	const uuid = "00000000-0000-4000-8000-000000000001"
	long := strings.Repeat("x", 300)
	tests := []struct {
		name, method, path, body string
		want                     refusal
	}{
		{"unknown vendor", "GET", "/v1/vendors/nobody", "", refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"unknown vendor's documents", "GET", "/v1/vendors/nobody/documents", "", refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"unknown vendor's standing", "GET", "/v1/vendors/nobody/standing", "", refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"unknown vendor's timeline", "GET", "/v1/vendors/nobody/timeline", "", refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"unknown vendor in a search", "GET", "/v1/passages:search?query=backup&vendor=vendors/nobody", "", refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"unknown document", "GET", "/v1/vendors/bad-rest/documents/none", "", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"unknown document's reading", "GET", "/v1/vendors/bad-rest/documents/none/reading", "", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"unknown document watched", "GET", "/v1/vendors/bad-rest/documents/none:watch", "", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"unknown document downloaded", "GET", "/v1/vendors/bad-rest/documents/none:download", "", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"unknown token", "GET", "/v1/tokens/none", "", refusal{"404", "TOKEN_NOT_FOUND", ""}},
		{"unknown member", "GET", "/v1/members/none", "", refusal{"404", "MEMBER_NOT_FOUND", ""}},
		{"name in capitals", "GET", "/v1/vendors/ACME", "", refusal{"400", "INVALID_FIELD", "name"}},
		{"name too long", "GET", "/v1/vendors/" + long, "", refusal{"400", "INVALID_FIELD", "name"}},
		{"name with a quote", "GET", "/v1/vendors/a'--", "", refusal{"400", "INVALID_FIELD", "name"}},
		{"name with NUL", "GET", "/v1/vendors/a%00b", "", refusal{"400", "INVALID_FIELD", "name"}},
		{"name that is no UTF-8", "GET", "/v1/vendors/%ff", "", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"query that is no UTF-8", "GET", "/v1/passages:search?query=%ff", "", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"name of a deeper thing", "GET", "/v1/vendors/a/b/c", "", refusal{"404", "ROUTE_NOT_FOUND", ""}},
		{"no such route", "GET", "/v1/nothing", "", refusal{"404", "ROUTE_NOT_FOUND", ""}},
		{"no such route at all", "GET", "/nothing", "", refusal{"404", "ROUTE_NOT_FOUND", ""}},
		{"wrong method", "DELETE", "/v1/vendors", "", refusal{"405", "METHOD_NOT_ALLOWED", ""}},
		{"broken JSON", "POST", "/v1/vendors", `{"displayName":`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"JSON of another shape", "POST", "/v1/vendors", `["displayName"]`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"unknown field", "POST", "/v1/vendors", `{"displayNme":"Acme"}`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"field of another type", "POST", "/v1/vendors", `{"displayName":7}`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"JSON that is no UTF-8", "POST", "/v1/vendors", "{\"displayName\":\"a\xffb\"}", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"unknown enum value", "POST", "/v1/vendors", `{"displayName":"Acme","tier":"HUGE"}`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"enum number out of range", "POST", "/v1/vendors", `{"displayName":"Acme","tier":77}`, refusal{"400", "INVALID_FIELD", "vendor.tier"}},
		{"no display name", "POST", "/v1/vendors", `{}`, refusal{"400", "INVALID_FIELD", "vendor"}},
		{"display name too long", "POST", "/v1/vendors", `{"displayName":"` + long + `"}`, refusal{"400", "INVALID_FIELD", "vendor.display_name"}},
		{"owner no address", "POST", "/v1/vendors", `{"displayName":"A","owner":"somebody"}`, refusal{"400", "INVALID_FIELD", "vendor.owner"}},
		{"vendor id in capitals", "POST", "/v1/vendors?vendorId=ACME", `{"displayName":"A"}`, refusal{"400", "INVALID_FIELD", "vendor_id"}},
		{"vendor id taken", "POST", "/v1/vendors?vendorId=bad-rest", `{"displayName":"A"}`, refusal{"409", "VENDOR_EXISTS", ""}},
		{"request id no UUID", "POST", "/v1/vendors?requestId=1", `{"displayName":"A"}`, refusal{"400", "INVALID_FIELD", "request_id"}},
		{"unknown query parameter", "GET", "/v1/vendors?pageSzie=1", "", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"page size negative", "GET", "/v1/vendors?pageSize=-1", "", refusal{"400", "INVALID_FIELD", "page_size"}},
		{"page size no number", "GET", "/v1/vendors?pageSize=many", "", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"page token of nobody", "GET", "/v1/vendors?pageToken=abc", "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
		{"page token no base64", "GET", "/v1/vendors?pageToken=%21%21", "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
		{"page token too long", "GET", "/v1/vendors?pageToken=" + strings.Repeat("A", 2000), "", refusal{"400", "INVALID_FIELD", "page_token"}},
		{"page token of another filter", "GET", "/v1/vendors?tiers=HIGH&pageToken=" + page.NextPageToken, "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
		{"page token of another list", "GET", "/v1/tokens?pageToken=" + page.NextPageToken, "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
		{"page token forged", "GET", "/v1/vendors?pageToken=" + forged(t, page.NextPageToken, "';--"), "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
		{"mask of an unknown field", "PATCH", "/v1/vendors/bad-rest?updateMask=password", `{}`, refusal{"400", "UPDATE_MASK_INVALID", "update_mask"}},
		{"mask of an output field", "PATCH", "/v1/vendors/bad-rest?updateMask=createTime", `{}`, refusal{"400", "UPDATE_MASK_INVALID", "update_mask"}},
		{"display name taken away", "PATCH", "/v1/vendors/bad-rest?updateMask=displayName", `{}`, refusal{"400", "INVALID_FIELD", "vendor.display_name"}},
		{"etag stale", "PATCH", "/v1/vendors/bad-rest", `{"displayName":"B","etag":"\"9\""}`, refusal{"409", "ETAG_MISMATCH", "etag"}},
		{"etag malformed", "PATCH", "/v1/vendors/bad-rest", `{"displayName":"B","etag":"9"}`, refusal{"400", "ETAG_MALFORMED", "etag"}},
		{"etag stale on delete", "DELETE", "/v1/vendors/bad-rest?etag=" + url.QueryEscape(`"9"`), "", refusal{"409", "ETAG_MISMATCH", "etag"}},
		{"etag malformed on delete", "DELETE", "/v1/vendors/bad-rest?etag=W/1", "", refusal{"400", "ETAG_MALFORMED", "etag"}},
		{"day that does not exist", "GET", "/v1/vendors/bad-rest/timeline?day=2026-02-30", "", refusal{"400", "DATE_INVALID", "day"}},
		{"day in words", "GET", "/v1/vendors/bad-rest/timeline?day=tomorrow", "", refusal{"400", "INVALID_FIELD", "day"}},
		{"search from no day", "GET", "/v1/passages:search?query=x&fromDate=2026-13-01", "", refusal{"400", "DATE_INVALID", "from_date"}},
		{"search without words", "GET", "/v1/passages:search", "", refusal{"400", "INVALID_FIELD", "query"}},
		{"search for a comma", "GET", "/v1/passages:search?query=%2C", "", refusal{"400", "SEARCH_QUERY_EMPTY", "query"}},
		{"search in a vendor with a bad name", "GET", "/v1/passages:search?query=x&vendor=acme", "", refusal{"400", "INVALID_FIELD", "vendor"}},
		{"standings of one vendor as a list", "GET", "/v1/vendors/bad-rest/standings", "", refusal{"400", "INVALID_FIELD", "parent"}},
		{"token without a role", "POST", "/v1/tokens", `{"displayName":"t"}`, refusal{"400", "INVALID_FIELD", "token.role"}},
		{"token that has ended", "POST", "/v1/tokens", `{"displayName":"t","role":"ADMIN","expireTime":"2020-01-01T00:00:00Z"}`, refusal{"400", "EXPIRY_PAST", "token.expire_time"}},
		{"token with a bad time", "POST", "/v1/tokens", `{"displayName":"t","role":"ADMIN","expireTime":"soon"}`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"member without an address", "POST", "/v1/members", `{"displayName":"M","roles":["ADMIN"]}`, refusal{"400", "INVALID_FIELD", "member"}},
		{"member without a role", "POST", "/v1/members", `{"email":"m@example.com"}`, refusal{"400", "INVALID_FIELD", "member"}},
		{"request id of two calls", "POST", "/v1/members?requestId=" + uuid, `{"email":"m@example.com","roles":["ROLE_UNSPECIFIED"]}`, refusal{"400", "INVALID_FIELD", "member.roles[0]"}},
		{"audit events of a bad page", "GET", "/v1/auditEvents?pageToken=x", "", refusal{"400", "PAGE_TOKEN_INVALID", "page_token"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := a.rest(t, "", tt.method, tt.path, "application/json", strings.NewReader(tt.body))
			if refused := got.refusal(t); refused != tt.want {
				t.Errorf("got %+v, want %+v: %s", refused, tt.want, got.body)
			}
			a.checkSecrets(t, string(got.body))
		})
	}
}

// testBadGRPC sends what only gRPC can, or what a generated client would send.
func testBadGRPC(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "bad-grpc")
	vendors, access := assayv1.NewVendorServiceClient(a.conn), assayv1.NewAccessServiceClient(a.conn)
	documents, risk := assayv1.NewDocumentServiceClient(a.conn), assayv1.NewRiskServiceClient(a.conn)
	long := make([]byte, 1<<20+1)
	upload := func(ctx context.Context, messages ...*assayv1.UploadDocumentRequest) error {
		stream, err := documents.UploadDocument(ctx)
		if err != nil {
			return err
		}
		for _, m := range messages {
			if stream.Send(m) != nil {
				break // the answer says why
			}
		}
		_, err = stream.CloseAndRecv()
		return err
	}
	header := &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{Header: &assayv1.UploadDocumentRequest_Header{Parent: "vendors/bad-grpc"}}}
	chunk := func(b []byte) *assayv1.UploadDocumentRequest {
		return &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: b}}
	}
	tests := []struct {
		name string
		call func(context.Context) error
		want refusal
	}{
		{"no vendor at all", func(ctx context.Context) error {
			_, err := vendors.CreateVendor(ctx, &assayv1.CreateVendorRequest{})
			return err
		}, refusal{"InvalidArgument", "INVALID_FIELD", "vendor"}},
		{"no name", func(ctx context.Context) error {
			_, err := vendors.GetVendor(ctx, &assayv1.GetVendorRequest{})
			return err
		}, refusal{"InvalidArgument", "INVALID_FIELD", "name"}},
		{"update without a name", func(ctx context.Context) error {
			_, err := vendors.UpdateVendor(ctx, &assayv1.UpdateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "B"}})
			return err
		}, refusal{"InvalidArgument", "INVALID_FIELD", "vendor"}},
		{"star beside another path", func(ctx context.Context) error {
			_, err := vendors.UpdateVendor(ctx, &assayv1.UpdateVendorRequest{Vendor: &assayv1.Vendor{Name: "vendors/bad-grpc", DisplayName: "B"},
				UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"*", "tier"}}})
			return err
		}, refusal{"InvalidArgument", "UPDATE_MASK_INVALID", "update_mask"}},
		{"time out of range", func(ctx context.Context) error {
			_, err := access.CreateToken(ctx, &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "t", Role: assayv1.Role_ADMIN, ExpireTime: &timestamppb.Timestamp{Seconds: 1 << 60}}})
			return err
		}, refusal{"InvalidArgument", "EXPIRY_INVALID", "token.expire_time"}},
		{"unknown verdict", func(ctx context.Context) error {
			_, err := risk.ListStandings(ctx, &assayv1.ListStandingsRequest{Parent: "vendors/-", Verdicts: []assayv1.Standing_Verdict{99}})
			return err
		}, refusal{"InvalidArgument", "INVALID_FIELD", "verdicts[0]"}},
		{"upload of nothing", func(ctx context.Context) error { return upload(ctx) }, refusal{"InvalidArgument", "HEADER_MISSING", "header"}},
		{"upload without a header", func(ctx context.Context) error { return upload(ctx, chunk([]byte("%PDF-"))) }, refusal{"InvalidArgument", "HEADER_MISSING", "header"}},
		{"upload with two headers", func(ctx context.Context) error { return upload(ctx, header, header) }, refusal{"InvalidArgument", "HEADER_REPEATED", "header"}},
		{"upload of an empty message", func(ctx context.Context) error { return upload(ctx, &assayv1.UploadDocumentRequest{}) }, refusal{"InvalidArgument", "INVALID_FIELD", "content"}},
		{"upload of a long chunk", func(ctx context.Context) error { return upload(ctx, header, chunk(long)) }, refusal{"InvalidArgument", "INVALID_FIELD", "chunk"}},
		{"upload of a message over every limit", func(ctx context.Context) error { return upload(ctx, header, chunk(make([]byte, 9<<20))) }, refusal{"ResourceExhausted", "", ""}}, // the transport answers, before us
		{"unknown method", func(ctx context.Context) error {
			return a.conn.Invoke(ctx, "/assay.v1.VendorService/Praise", &assayv1.GetVendorRequest{}, &assayv1.Vendor{})
		}, refusal{"Unimplemented", "METHOD_UNKNOWN", ""}},
		{"body of another message", func(ctx context.Context) error {
			return a.conn.Invoke(ctx, assayv1.VendorService_GetVendor_FullMethodName, rawBody("\x0a\xff\xff\xff\xff\x7f"), &assayv1.Vendor{}, grpc.ForceCodec(rawCodec{}))
		}, refusal{"Internal", "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call(a.admin(t.Context()))
			if got := grpcRefusal(err); got != tt.want {
				t.Errorf("got %+v, want %+v: %v", got, tt.want, err)
			}
			a.checkSecrets(t, err.Error())
		})
	}
}

// rawBody is a message as its bytes.
type rawBody string

// rawCodec sends bytes as they are.
type rawCodec struct{}

// Marshal gives the bytes.
func (rawCodec) Marshal(v any) ([]byte, error) { return []byte(v.(rawBody)), nil }

// Unmarshal reads a message.
func (rawCodec) Unmarshal(data []byte, v any) error { return proto.Unmarshal(data, v.(proto.Message)) }

// Name is that of the codec it stands in for.
func (rawCodec) Name() string { return "proto" }
