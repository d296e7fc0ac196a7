package aip_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// reasonOf gives the reason of an error, "" for none.
func reasonOf(err error) string {
	var e *attest.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, vendor, document, reason string }{
		{"vendors/acme/documents/d1", "acme", "d1", ""},
		{"vendors/acme/documents/d1/reading", "acme", "d1", ""},
		{"vendors/acme", "", "", "NAME_MALFORMED"},
		{"vendors//documents/d1", "", "", "NAME_MALFORMED"},
		{"documents/d1/vendors/acme", "", "", "NAME_MALFORMED"},
		{"", "", "", "NAME_MALFORMED"},
	}
	for _, tt := range tests {
		vendor, document, err := aip.Document(tt.name)
		if string(vendor) != tt.vendor || string(document) != tt.document || reasonOf(err) != tt.reason {
			t.Errorf("Document(%q) = %q, %q, %v; want %q, %q, %q", tt.name, vendor, document, err, tt.vendor, tt.document, tt.reason)
		}
	}
	if id, err := aip.ID("tokens", "tokens/t1"); id != "t1" || err != nil {
		t.Errorf("ID = %q, %v", id, err)
	}
	if _, err := aip.ID("tokens", "members/t1"); reasonOf(err) != "NAME_MALFORMED" {
		t.Errorf("ID of another collection: %v", err)
	}
}

func TestPageToken(t *testing.T) {
	t.Parallel()
	req := &assayv1.ListVendorsRequest{PageSize: 10, Tiers: []assayv1.Vendor_Tier{assayv1.Vendor_HIGH}}
	token, err := aip.PageToken(req, "v7")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		req    aip.ListRequest
		after  string
		reason string
	}{
		{"no token", &assayv1.ListVendorsRequest{}, "", ""},
		{"same list, other size", &assayv1.ListVendorsRequest{PageSize: 3, PageToken: token, Tiers: req.Tiers}, "v7", ""},
		{"other filter", &assayv1.ListVendorsRequest{PageToken: token}, "", "PAGE_TOKEN_INVALID"},
		{"other list", &assayv1.ListTokensRequest{PageToken: token}, "", "PAGE_TOKEN_INVALID"},
		{"not a token", &assayv1.ListVendorsRequest{PageToken: "§§§"}, "", "PAGE_TOKEN_INVALID"},
		{"half a token", &assayv1.ListVendorsRequest{PageToken: token[:9], Tiers: req.Tiers}, "", "PAGE_TOKEN_INVALID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			after, err := aip.PageAfter(tt.req)
			if after != tt.after || reasonOf(err) != tt.reason {
				t.Errorf("PageAfter = %q, %v; want %q, %q", after, err, tt.after, tt.reason)
			}
		})
	}
}

func TestNoTokenAtTheEnd(t *testing.T) {
	t.Parallel()
	if token, err := aip.PageToken(&assayv1.ListVendorsRequest{}, ""); token != "" || err != nil {
		t.Errorf("PageToken at the end = %q, %v; want none", token, err)
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	of := func(name, id string) string {
		f, err := aip.Fingerprint(&assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: name}, RequestId: id})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if of("Acme", "1") != of("Acme", "2") || of("Acme", "1") == of("Other", "1") {
		t.Error("the fingerprint must depend on the content and not on the request_id")
	}
}

func TestCheckVersion(t *testing.T) {
	t.Parallel()
	for seen, want := range map[int64]string{0: "", 3: "", 2: "ETAG_MISMATCH", 4: "ETAG_MISMATCH"} {
		if err := aip.CheckVersion("vendors/a", 3, seen); reasonOf(err) != want {
			t.Errorf("CheckVersion(3, %d) = %v, want %q", seen, err, want)
		}
	}
}

func TestPageSize(t *testing.T) {
	t.Parallel()
	for asked, want := range map[int32]int{0: 50, 1: 1, 500: 500, 501: 500, 1 << 30: 500} {
		if got := aip.PageSize(&assayv1.ListVendorsRequest{PageSize: asked}); got != want {
			t.Errorf("PageSize(%d) = %d, want %d", asked, got, want)
		}
	}
}

func TestEtag(t *testing.T) {
	t.Parallel()
	if got, err := aip.Version(aip.Etag(12)); got != 12 || err != nil {
		t.Errorf("Version(Etag(12)) = %d, %v", got, err)
	}
	if got, err := aip.Version(""); got != 0 || err != nil {
		t.Errorf("Version(\"\") = %d, %v", got, err)
	}
	for _, bad := range []string{"12", `"x"`, `"12`, `"-1"`, `""`} {
		if _, err := aip.Version(bad); reasonOf(err) != "ETAG_MALFORMED" {
			t.Errorf("Version(%q): %v", bad, err)
		}
	}
}

func TestMasked(t *testing.T) {
	t.Parallel()
	vendor := &assayv1.Vendor{DisplayName: "Acme", Etag: "x"}
	tests := []struct {
		name   string
		paths  []string
		want   []string
		reason string
	}{
		{"no mask: what is filled", nil, []string{"display_name"}, ""},
		{"star: all", []string{"*"}, []string{"display_name", "tier"}, ""},
		{"named, also to clear", []string{"tier"}, []string{"tier"}, ""},
		{"name and etag say which, not what", []string{"name", "tier", "etag"}, []string{"tier"}, ""},
		{"not settable", []string{"create_time"}, nil, "UPDATE_MASK_INVALID"},
		{"unknown", []string{"nope"}, nil, "UPDATE_MASK_INVALID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := aip.Masked(&fieldmaskpb.FieldMask{Paths: tt.paths}, vendor, "display_name", "tier")
			if diff := cmp.Diff(tt.want, got); diff != "" || reasonOf(err) != tt.reason {
				t.Errorf("Masked error %v (want %q), diff:\n%s", err, tt.reason, diff)
			}
		})
	}
}
