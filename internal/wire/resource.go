package wire

import (
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
)

// Vendor writes a vendor.
func Vendor(v attest.Vendor) *assayv1.Vendor {
	return &assayv1.Vendor{
		Name: aip.VendorName(v.ID), DisplayName: v.DisplayName, Tier: Tier(v.Tier), Owner: v.Owner, Etag: aip.Etag(v.Version),
		CreateTime: instant(v.Created), UpdateTime: instant(v.Updated),
	}
}

// Tier writes a tier.
func Tier(t attest.Tier) assayv1.Vendor_Tier {
	return assayv1.Vendor_Tier(assayv1.Vendor_Tier_value[strings.ToUpper(string(t))])
}

// TierOf reads a tier; the one that is not set is moderate.
func TierOf(t assayv1.Vendor_Tier) attest.Tier {
	if t == assayv1.Vendor_TIER_UNSPECIFIED {
		return attest.TierModerate
	}
	return attest.Tier(strings.ToLower(t.String()))
}

// Document writes a document.
func Document(d attest.Document) *assayv1.Document {
	return &assayv1.Document{
		Name: aip.DocumentName(d.VendorID, d.ID), Filename: d.Filename, Sha256: d.SHA256, SizeBytes: d.Size,
		State: DocumentState(d.State), StateReason: d.StateReason, Kind: string(d.Kind), PageCount: int32(d.Pages), Uploader: d.UploadedBy,
		Etag: aip.Etag(d.Version), CreateTime: instant(d.Created), UpdateTime: instant(d.Updated), ReadTime: instant(d.ReadAt),
		SignOff: signOff(d.SignOff),
	}
}

// DocumentState writes the state of a document.
func DocumentState(s attest.DocumentState) assayv1.Document_State {
	return assayv1.Document_State(assayv1.Document_State_value[string(s)])
}

// Role writes a role.
func Role(r attest.Role) assayv1.Role {
	return assayv1.Role(assayv1.Role_value[strings.ToUpper(string(r))])
}

// RoleOf reads a role.
func RoleOf(r assayv1.Role) attest.Role { return attest.Role(strings.ToLower(r.String())) }

// Token writes a token, without its secret.
func Token(t attest.Token) *assayv1.Token {
	return &assayv1.Token{
		Name: "tokens/" + string(t.ID), DisplayName: t.DisplayName, Role: Role(t.Role), ExpireTime: instant(t.Expires), RevokeTime: instant(t.Revoked),
		CreateTime: instant(t.Created), Creator: t.CreatedBy,
	}
}

// Member writes a member.
func Member(m attest.Member) *assayv1.Member {
	out := &assayv1.Member{
		Name: "members/" + string(m.ID), Email: m.Email, DisplayName: m.DisplayName, Etag: aip.Etag(m.Version),
		CreateTime: instant(m.Created), UpdateTime: instant(m.Updated),
	}
	for _, r := range m.Roles {
		out.Roles = append(out.Roles, Role(r))
	}
	return out
}

// instant writes a time; the zero time is not set.
func instant(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}
