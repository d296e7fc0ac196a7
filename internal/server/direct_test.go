package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
)

// known is a store of one token.
type known struct{ token attest.Token }

// TokenByID finds the token.
func (k known) TokenByID(_ context.Context, id attest.TokenID) (attest.Token, attest.OrgID, error) {
	if id != k.token.ID {
		return attest.Token{}, "", &attest.Error{Kind: attest.NotFound, Reason: "TOKEN_NOT_FOUND"}
	}
	return k.token, "org", nil
}

// answering gives one standing again and again, and fails where the name says so.
type answering struct {
	assayv1.UnimplementedRiskServiceServer
	standing *assayv1.Standing
}

// GetStanding answers by the name of the vendor.
func (a answering) GetStanding(_ context.Context, req *assayv1.GetStandingRequest) (*assayv1.Standing, error) {
	switch req.GetName() {
	case "vendors/acme/standing":
		return a.standing, nil
	case "vendors/fallen/standing":
		panic("fell over the carpet")
	case "vendors/broken/standing":
		return nil, errors.New("the disk is on fire")
	}
	return nil, &attest.Error{Kind: attest.NotFound, Reason: "STANDING_NOT_FOUND", Resource: req.GetName(), Message: "there is none"}
}

// answeringServer runs a server until the test ends and gives it with a token.
func answeringServer(t *testing.T, role attest.Role) (*Server, string) {
	t.Helper()
	id, token, hash, err := access.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	service := answering{standing: &assayv1.Standing{
		Name: "vendors/acme/standing", Verdict: assayv1.Standing_ESCALATE, Conditions: []string{"ask"},
		Reasons: []*assayv1.Standing_Reason{{Rule: "r", Message: "m"}},
	}}
	s, err := New(t.Context(), Config{
		GRPCAddr: "127.0.0.1:0", HTTPAddr: "127.0.0.1:0", Permits: Permits(), Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Auth:     access.NewAuthenticator(known{attest.Token{ID: id, Role: role, SecretHash: hash}}, time.Now),
		Register: func(r grpc.ServiceRegistrar) { assayv1.RegisterRiskServiceServer(r, service) },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s, token
}

// ticket is the id under which a failure is logged, which differs each time.
var ticket = regexp.MustCompile(`under [a-z0-9]{12}|"id":\s*"[a-z0-9]{12}"`)

// TestDirect holds that a call which is spared the connection is answered as one
// that takes it, whether well or not.
func TestDirect(t *testing.T) {
	t.Parallel()
	s, token := answeringServer(t, attest.RoleProcurement)
	tests := []struct{ name, vendor, authorization string }{
		{"an answer", "acme", "Bearer " + token},
		{"the same answer again", "acme", "Bearer " + token},
		{"not there", "nobody", "Bearer " + token},
		{"not well formed", "No%20body", "Bearer " + token},
		{"a slash in the name", "a%2Fb", "Bearer " + token},
		{"a panic", "fallen", "Bearer " + token},
		{"a failure", "broken", "Bearer " + token},
		{"no token", "acme", ""},
		{"a wrong token", "acme", "Bearer " + token[:len(token)-1]},
		{"another scheme", "acme", "Basic " + token},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", test.authorization)
			req := &assayv1.GetStandingRequest{Name: "vendors/" + test.vendor + "/standing"}
			want, wantErr := assayv1.NewRiskServiceClient(s.conn).GetStanding(ctx, req)
			got, gotErr := assayv1.NewRiskServiceClient(s.direct).GetStanding(ctx, req)
			if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
				t.Errorf("answer (-connection +direct):\n%s", diff)
			}
			if diff := cmp.Diff(said(t, wantErr), said(t, gotErr)); diff != "" {
				t.Errorf("error (-connection +direct):\n%s", diff)
			}
			gateway := fetch(t, s.URL()+"/v1/vendors/"+test.vendor+"/standing", test.authorization, "Grpc-Timeout", "1M")
			short := fetch(t, s.URL()+"/v1/vendors/"+test.vendor+"/standing", test.authorization, "Accept", "application/json")
			if diff := cmp.Diff(gateway, short); diff != "" {
				t.Errorf("over REST (-gateway +short way):\n%s", diff)
			}
		})
	}
}

// said is a status as JSON, without what differs each time.
func said(t *testing.T, err error) string {
	t.Helper()
	raw, jerr := json.Marshal(status.Convert(err).Proto())
	if jerr != nil {
		t.Fatal(jerr)
	}
	if status.Code(err).String() == "Internal" {
		return "Internal" // the details hold an id that differs, in base64
	}
	return string(raw)
}

// answered is what a client sees of an HTTP answer.
type answered struct {
	Status int
	Type   string
	Body   string
}

// fetch makes a GET request with one more header.
func fetch(t *testing.T, url, authorization, header, value string) answered {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", authorization)
	req.Header.Set(header, value)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{resp.StatusCode, resp.Header.Get("Content-Type"), ticket.ReplaceAllString(string(body), "")}
}

// TestDirectIsolated holds that what the caller does with its answer does not reach
// the service's own.
func TestDirectIsolated(t *testing.T) {
	t.Parallel()
	s, token := answeringServer(t, attest.RoleAdmin)
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
	req := &assayv1.GetStandingRequest{Name: "vendors/acme/standing"}
	for range 2 {
		got, err := assayv1.NewRiskServiceClient(s.direct).GetStanding(ctx, req)
		if err != nil {
			t.Fatal(err)
		}
		if got.GetVerdict() != assayv1.Standing_ESCALATE {
			t.Errorf("verdict %s, want ESCALATE", got.GetVerdict())
		}
		got.Verdict = assayv1.Standing_ACCEPT
	}
}

// TestHand holds that only a message of the same type is handed over.
func TestHand(t *testing.T) {
	t.Parallel()
	if err := hand(&assayv1.Standing{}, &assayv1.GetStandingRequest{}); err == nil {
		t.Error("a request was taken for a standing")
	}
}
