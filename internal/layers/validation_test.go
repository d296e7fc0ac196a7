package layers

import (
	"errors"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"

	assayv1 "example.com/assay/gen/assay/v1"
)

func validator(t *testing.T) protovalidate.Validator {
	t.Helper()
	v, err := protovalidate.New()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestValidationRulesCompile finds rules that do not fit the type of their field;
// they would fail only when the first request arrives.
func TestValidationRulesCompile(t *testing.T) {
	v := validator(t)
	for _, md := range apiMessages(t) {
		mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
		if err != nil {
			t.Fatal(err)
		}
		var violated *protovalidate.ValidationError
		if err := v.Validate(mt.New().Interface()); err != nil && !errors.As(err, &violated) {
			t.Errorf("%s: %v", md.FullName(), err)
		}
	}
}

// TestValidation shows which fields the shape rules refuse. Rules of meaning (does
// the day exist, is the vendor there) belong to the services.
func TestValidation(t *testing.T) {
	const uuid = "0b0a5bd4-5f0e-4c3e-9d56-0e3f7f3f6f10"
	chunk := func(n int) *assayv1.UploadDocumentRequest {
		return &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: make([]byte, n)}}
	}
	header := func(parent string) *assayv1.UploadDocumentRequest {
		return &assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{
			Header: &assayv1.UploadDocumentRequest_Header{Parent: parent, Filename: "r.pdf", RequestId: uuid},
		}}
	}
	type test struct {
		name string
		msg  proto.Message
		want []string // the fields at fault
	}
	tests := []test{
		{"vendor", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme"}, VendorId: "acme", RequestId: uuid}, nil},
		{"server-made id", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme"}}, nil},
		{"no vendor", &assayv1.CreateVendorRequest{}, []string{"vendor"}},
		{"no display name", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{}}, []string{"vendor"}},
		{"upper-case id", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme"}, VendorId: "Acme"}, []string{"vendor_id"}},
		{"hyphen at the end", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme"}, VendorId: "acme-"}, []string{"vendor_id"}},
		{"no UUID", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme"}, RequestId: "1"}, []string{"request_id"}},
		{"owner is no address", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme", Owner: "Ann"}}, []string{"vendor.owner"}},
		{"unknown tier", &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Acme", Tier: 9}}, []string{"vendor.tier"}},
		{"update with part of the fields", &assayv1.UpdateVendorRequest{Vendor: &assayv1.Vendor{Name: "vendors/acme", Tier: assayv1.Vendor_LOW}}, nil},
		{"update without name", &assayv1.UpdateVendorRequest{Vendor: &assayv1.Vendor{}}, []string{"vendor"}},
		{"negative page size", &assayv1.ListVendorsRequest{PageSize: -1}, []string{"page_size"}},
		{"large page size is cut later", &assayv1.ListVendorsRequest{PageSize: 1e9}, nil},
		{"documents of all vendors", &assayv1.ListDocumentsRequest{Parent: "vendors/-"}, nil},
		{"documents of nobody", &assayv1.ListDocumentsRequest{}, []string{"parent"}},
		{"kind with a space", &assayv1.ListDocumentsRequest{Parent: "vendors/a", Kinds: []string{"soc 2"}}, []string{"kinds[0]"}},
		{"standing", &assayv1.GetStandingRequest{Name: "vendors/acme/standing"}, nil},
		{"a vendor is no standing", &assayv1.GetStandingRequest{Name: "vendors/acme"}, []string{"name"}},
		{"standings of one vendor", &assayv1.ListStandingsRequest{Parent: "vendors/acme"}, []string{"parent"}},
		{"day in words", &assayv1.GetTimelineRequest{Name: "vendors/acme/timeline", Day: "14 March"}, []string{"day"}},
		{"empty query", &assayv1.SearchPassagesRequest{}, []string{"query"}},
		{"upload header", header("vendors/acme"), nil},
		{"upload to no vendor", header("acme"), []string{"header.parent"}},
		{"upload of nothing", &assayv1.UploadDocumentRequest{}, []string{"content"}},
		{"chunk of 1 MiB", chunk(1 << 20), nil},
		{"chunk too large", chunk(1<<20 + 1), []string{"chunk"}},
		{"token without role", &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "ci"}}, []string{"token.role"}},
		{"member", &assayv1.CreateMemberRequest{Member: &assayv1.Member{Email: "ann@example.com", Roles: []assayv1.Role{assayv1.Role_ANALYST}}}, nil},
		{"member without anything", &assayv1.CreateMemberRequest{Member: &assayv1.Member{}}, []string{"member", "member"}},
		{"member with the same role twice", &assayv1.UpdateMemberRequest{Member: &assayv1.Member{Name: "members/a", Roles: []assayv1.Role{1, 1}}}, []string{"member.roles"}},
	}
	corrected := func(change func(*assayv1.Correction)) *assayv1.CreateCorrectionRequest {
		c := &assayv1.Correction{Target: "exceptions/e1a2-2/deviations", Action: assayv1.Correction_OVERRIDE, Values: []string{"3"}, Reason: "r"}
		change(c)
		return &assayv1.CreateCorrectionRequest{Parent: "vendors/acme/documents/d1", Correction: c, RequestId: uuid}
	}
	tests = append(tests, []test{
		{"correction", corrected(func(*assayv1.Correction) {}), nil},
		{"correction with what only the server sets", corrected(func(c *assayv1.Correction) { c.Name, c.Author = "x", "y" }), nil},
		{"no correction", &assayv1.CreateCorrectionRequest{Parent: "vendors/acme/documents/d1"}, []string{"correction"}},
		{"target in capitals", corrected(func(c *assayv1.Correction) { c.Target = "Opinion" }), []string{"correction.target"}},
		{"target of four parts", corrected(func(c *assayv1.Correction) { c.Target = "exceptions/e1/leg/design" }), []string{"correction.target"}},
		{"no action", corrected(func(c *assayv1.Correction) { c.Action = 0 }), []string{"correction.action"}},
		{"limb that none is", corrected(func(c *assayv1.Correction) { c.AddedException = &assayv1.AddedException{Text: "E", Leg: "both"} }), []string{"correction.added_exception.leg"}},
		{"corrections of all documents", &assayv1.ListCorrectionsRequest{Parent: "vendors/acme/documents/-"}, []string{"parent"}},
		{"reopened without a reason", &assayv1.ReopenDocumentRequest{Name: "vendors/acme/documents/d1"}, []string{"reason"}},
		{"a view that is none", &assayv1.GetReadingRequest{Name: "vendors/acme/documents/d1/reading", View: 9}, []string{"view"}},
	}...)
	v := validator(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, violations(t, v.Validate(test.msg))); diff != "" {
				t.Errorf("fields at fault (-want +got):\n%s", diff)
			}
		})
	}
}

// violations gives the paths of the fields that a validation refuses.
func violations(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var violated *protovalidate.ValidationError
	if !errors.As(err, &violated) {
		t.Fatal(err)
	}
	var paths []string
	for _, v := range violated.Violations {
		paths = append(paths, protovalidate.FieldPathString(v.Proto.GetField()))
	}
	return paths
}
