package attest

import (
	"slices"
	"time"
)

// Role is what a member or token may do.
type Role string

// The roles.
const (
	RoleAdmin       Role = "admin"       // everything, tokens and members too
	RoleAnalyst     Role = "analyst"     // vendors, documents, readings, decisions
	RoleProcurement Role = "procurement" // standings and vendors, not the restricted reports
	RoleAnswers     Role = "answers"     // search, questionnaires and prior answers
	RoleAuditor     Role = "auditor"     // reads everything, the audit trail too; changes nothing
)

// Roles lists every role.
func Roles() []Role {
	return []Role{RoleAdmin, RoleAnalyst, RoleProcurement, RoleAnswers, RoleAuditor}
}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Organisation is a tenant: a buyer.
type Organisation struct {
	ID          OrgID
	DisplayName string
	Created     time.Time
}

// Principal is who is calling, as the credential proves it.
type Principal struct {
	Org   OrgID
	Name  string // for the audit trail: "tokens/abc" or "members/abc"
	Roles []Role
}

// Has reports whether the principal holds one of the roles.
func (p Principal) Has(roles ...Role) bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// Token is an API credential. The secret is shown once and never stored; only
// its SHA-256 is.
type Token struct {
	ID          TokenID
	DisplayName string
	Role        Role
	SecretHash  [32]byte
	Created     time.Time
	Expires     time.Time // zero: no end date
	Revoked     time.Time // zero: in force
	CreatedBy   string
}

// InForce reports whether the token may be used at the instant now.
func (t Token) InForce(now time.Time) bool {
	return t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}

// Member is a person of the organisation.
type Member struct {
	ID          MemberID
	Email       string
	DisplayName string
	Roles       []Role
	Created     time.Time
	Updated     time.Time
	Version     int64
}

// AuditEvent is one entry of the audit trail: who did what to which resource.
type AuditEvent struct {
	ID       int64 // grows within the organisation
	At       time.Time
	Actor    string // principal name, or "system"
	Action   string // e.g. "document.uploaded"
	Resource string // full resource name
	Detail   string // a short sentence; never document text or a secret
}
