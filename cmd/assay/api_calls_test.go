package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/reflect/protoreflect"

	assayv1 "example.com/assay/gen/assay/v1"
)

// creating is a call that a request_id makes idempotent, and the same call with
// other content; each gives the name of what it made.
type creating struct {
	call, other func(ctx context.Context, requestID string) (string, error)
}

// creatingCalls are the cases for each method that takes a request_id.
func (a *wholeServer) creatingCalls(t *testing.T) map[string]creating {
	vendors, access, documents := assayv1.NewVendorServiceClient(a.conn), assayv1.NewAccessServiceClient(a.conn), assayv1.NewDocumentServiceClient(a.conn)
	vendor := func(display string) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			v, err := vendors.CreateVendor(ctx, &assayv1.CreateVendorRequest{RequestId: id, Vendor: &assayv1.Vendor{DisplayName: display}})
			return v.GetName(), err
		}
	}
	token := func(label string) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			k, err := access.CreateToken(ctx, &assayv1.CreateTokenRequest{RequestId: id, Token: &assayv1.Token{DisplayName: label, Role: assayv1.Role_AUDITOR}})
			return k.GetToken().GetName(), err
		}
	}
	member := func(display string) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			m, err := access.CreateMember(ctx, &assayv1.CreateMemberRequest{RequestId: id, Member: &assayv1.Member{
				Email: id + "@example.com", DisplayName: display, Roles: []assayv1.Role{assayv1.Role_AUDITOR}}})
			return m.GetName(), err
		}
	}
	body := sampleFile(t, "badge_pebblecroft.pdf").PDF
	document := func(n int) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			stream, err := documents.UploadDocument(ctx)
			if err != nil {
				return "", err
			}
			for _, m := range []*assayv1.UploadDocumentRequest{
				{Content: &assayv1.UploadDocumentRequest_Header_{Header: &assayv1.UploadDocumentRequest_Header{Parent: "vendors/ids", RequestId: id}}},
				{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: variant(body, n)}},
			} {
				if err := stream.Send(m); err != nil {
					break // the answer says why
				}
			}
			d, err := stream.CloseAndRecv()
			return d.GetName(), err
		}
	}
	first, second := a.read(t, "", "ids", variant(body, 11)), a.read(t, "", "ids", variant(body, 12))
	reading := func(name string) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			d, err := documents.ReadDocument(ctx, &assayv1.ReadDocumentRequest{Name: name, RequestId: id})
			return d.GetName(), err
		}
	}
	correction := func(target string) func(context.Context, string) (string, error) {
		return func(ctx context.Context, id string) (string, error) {
			c, err := documents.CreateCorrection(ctx, &assayv1.CreateCorrectionRequest{Parent: first, RequestId: id,
				Correction: &assayv1.Correction{Target: target, Action: assayv1.Correction_CONFIRM}})
			return c.GetName(), err
		}
	}
	return map[string]creating{
		assayv1.VendorService_CreateVendor_FullMethodName:     {vendor("One"), vendor("Two")},
		assayv1.AccessService_CreateToken_FullMethodName:      {token("one"), token("two")},
		assayv1.AccessService_CreateMember_FullMethodName:     {member("one"), member("two")},
		assayv1.DocumentService_UploadDocument_FullMethodName: {document(13), document(14)},
		assayv1.DocumentService_ReadDocument_FullMethodName:   {reading(first), reading(second)},

		assayv1.DocumentService_CreateCorrection_FullMethodName: {correction("kind"), correction("title")},
	}
}

// takesRequestID reports whether a request, or a message inside it, has a request_id.
func takesRequestID(m protoreflect.MessageDescriptor) bool {
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		if f.Name() == "request_id" || f.Message() != nil && f.Message().Parent() == m && takesRequestID(f.Message()) {
			return true
		}
	}
	return false
}

// testRequestIDs repeats every creating call.
func testRequestIDs(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "ids")
	cases := a.creatingCalls(t)
	for full, m := range rpcs(t) {
		c, ok := cases[full]
		if takes := takesRequestID(m.Input()); takes != ok {
			t.Errorf("%s takes a request_id: %t; has a case: %t", full, takes, ok)
		}
		if !ok {
			continue
		}
		t.Run(string(m.Name()), func(t *testing.T) {
			id := uuid.NewString()
			first, err1 := c.call(a.admin(t.Context()), id)
			again, err2 := c.call(a.admin(t.Context()), id)
			if err1 != nil || err2 != nil || first != again {
				t.Errorf("repeated: %q (%v) and %q (%v)", first, err1, again, err2)
			}
			_, err := c.other(a.admin(t.Context()), id)
			if got, want := grpcRefusal(err), (refusal{"InvalidArgument", "REQUEST_ID_REUSED", "request_id"}); got != want {
				t.Errorf("used again for another call: %+v, want %+v", got, want)
			}
			a.checkTwins(t, c)
		})
	}
	t.Run("secret once", func(t *testing.T) {
		access := assayv1.NewAccessServiceClient(a.conn)
		req := &assayv1.CreateTokenRequest{RequestId: uuid.NewString(), Token: &assayv1.Token{DisplayName: "t", Role: assayv1.Role_AUDITOR}}
		first, err1 := access.CreateToken(a.admin(t.Context()), req)
		again, err2 := access.CreateToken(a.admin(t.Context()), req)
		if err1 != nil || err2 != nil || first.GetSecret() == "" || again.GetSecret() != "" {
			t.Errorf("secrets of %d and %d characters (%v, %v); want it once", len(first.GetSecret()), len(again.GetSecret()), err1, err2)
		}
	})
}

// checkTwins makes the same call many times at once: it is one.
func (a *wholeServer) checkTwins(t *testing.T, c creating) {
	t.Helper()
	const twins = 4
	id := uuid.NewString()
	names := make(chan string, twins)
	for range twins {
		go func() {
			name, err := c.call(a.admin(t.Context()), id)
			if err != nil {
				name = err.Error()
			}
			names <- name
		}()
	}
	seen := map[string]bool{}
	for range twins {
		seen[<-names] = true
	}
	if len(seen) != 1 {
		t.Errorf("calls at once with one request_id gave %v", seen)
	}
}

// testPages walks every list while others add to it: what was there before is there
// once.
func testPages(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "pages")
	body := sampleFile(t, "badge_pebblecroft.pdf").PDF
	vendors, access := assayv1.NewVendorServiceClient(a.conn), assayv1.NewAccessServiceClient(a.conn)
	n := 20
	tests := []struct {
		list, items string
		create      func() error
	}{
		{"/v1/vendors", "vendors", func() error {
			_, err := vendors.CreateVendor(a.admin(t.Context()), &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "P"}})
			return err
		}},
		{"/v1/vendors/pages/documents", "documents", func() error {
			n++
			a.upload(t, "", "pages", variant(body, n))
			return nil
		}},
		{"/v1/tokens", "tokens", func() error {
			_, err := access.CreateToken(a.admin(t.Context()), &assayv1.CreateTokenRequest{Token: &assayv1.Token{DisplayName: "P", Role: assayv1.Role_AUDITOR}})
			return err
		}},
		{"/v1/members", "members", func() error {
			_, err := access.CreateMember(a.admin(t.Context()), &assayv1.CreateMemberRequest{Member: &assayv1.Member{Email: uuid.NewString() + "@example.com", Roles: []assayv1.Role{assayv1.Role_AUDITOR}}})
			return err
		}},
		{"/v1/auditEvents", "auditEvents", func() error {
			_, err := vendors.CreateVendor(a.admin(t.Context()), &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "Q"}})
			return err
		}},
		{"/v1/vendors/-/standings", "standings", func() error {
			_, err := vendors.CreateVendor(a.admin(t.Context()), &assayv1.CreateVendorRequest{Vendor: &assayv1.Vendor{DisplayName: "R"}})
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.items, func(t *testing.T) {
			for range 4 {
				if err := tt.create(); err != nil {
					t.Fatal(err)
				}
			}
			before := a.walk(t, tt.list+"?pageSize=500", tt.items, func() error { return nil })
			during := a.walk(t, tt.list+"?pageSize=2", tt.items, tt.create)
			for name, times := range during {
				if times != 1 {
					t.Errorf("%s was listed %d times", name, times)
				}
			}
			for name := range before {
				if during[name] == 0 {
					t.Errorf("%s was there before and was not listed", name)
				}
			}
		})
	}
}

// maxWalk bounds a walk over a list that grows with each page.
const maxWalk = 60

// walk lists all pages, calling between after each of the first ones, and counts the
// names.
func (a *wholeServer) walk(t *testing.T, list, items string, between func() error) map[string]int {
	t.Helper()
	names := map[string]int{}
	token := ""
	for i := range 1000 {
		var page map[string]any
		a.rest(t, "", http.MethodGet, list+"&pageToken="+token, "", nil).decode(t, &page)
		found, _ := page[items].([]any)
		for _, item := range found {
			names[fmt.Sprint(item.(map[string]any)["name"])]++
		}
		next, more := page["nextPageToken"].(string)
		if !more {
			return names
		}
		token = next
		if i < maxWalk {
			if err := between(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Fatal("the list does not end")
	return nil
}

// testAuditTrail does what has to be seen later, and looks for it.
func testAuditTrail(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "audited")
	name := a.read(t, "", "audited", variant(sampleFile(t, "badge_pebblecroft.pdf").PDF, 99))
	a.rest(t, "", http.MethodGet, "/v1/"+name+"/reading", "", nil).decode(t, &map[string]any{})
	if got := a.rest(t, "", http.MethodGet, "/v1/"+name+":download", "", nil); got.status != http.StatusOK {
		t.Fatalf("download: %d", got.status)
	}
	var made struct {
		Secret string
		Token  struct{ Name string }
	}
	a.rest(t, "", http.MethodPost, "/v1/tokens", "application/json", strings.NewReader(`{"displayName":"t","role":"AUDITOR"}`)).decode(t, &made)
	a.rest(t, "", http.MethodPost, "/v1/"+made.Token.Name+":revoke", "application/json", strings.NewReader("{}")).decode(t, &map[string]any{})
	a.rest(t, "", http.MethodDelete, "/v1/vendors/audited?force=true", "", nil).decode(t, &struct{}{})
	var me struct{ Principal string }
	a.rest(t, "", http.MethodGet, "/v1/me", "", nil).decode(t, &me)
	got := map[string]string{}
	for _, resource := range []string{"vendors/audited", made.Token.Name} {
		var page struct {
			AuditEvents []struct{ Actor, Action, Resource, Detail string }
		}
		answer := a.rest(t, "", http.MethodGet, "/v1/auditEvents?pageSize=100&resource="+resource, "", nil)
		answer.decode(t, &page)
		for _, e := range page.AuditEvents {
			got[e.Action] = e.Actor
		}
		if strings.Contains(string(answer.body), made.Secret) {
			t.Error("the audit trail holds a secret")
		}
	}
	for action, actor := range map[string]string{
		"vendor.created": me.Principal, "document.uploaded": me.Principal, "document.read": "system", "reading.opened": me.Principal,
		"document.downloaded": me.Principal, "token.created": me.Principal, "token.revoked": me.Principal, "document.deleted": me.Principal, "vendor.deleted": me.Principal,
	} {
		if got[action] != actor {
			t.Errorf("%s was done by %q in the trail, want %q", action, got[action], actor)
		}
	}
	if me.Principal == "" {
		t.Error("the caller has no name")
	}
}
