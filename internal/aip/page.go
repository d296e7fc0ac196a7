package aip

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/assay/internal/attest"
)

// The page sizes: what an absent size means, and the most that one page holds.
const (
	defaultPageSize = 50
	maxPageSize     = 500
)

// ErrPageToken is the error of a page token that this server did not make for this
// very request.
var ErrPageToken = &attest.Error{Kind: attest.InvalidArgument, Reason: "PAGE_TOKEN_INVALID", Field: "page_token",
	Message: "the page token is not one that this list gave for the same filter; start again without it"}

// ListRequest is a request for one page of a list.
type ListRequest interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// PageSize gives the size of the page asked for: 0 means the default, and what is
// too large is cut to the maximum. Negative sizes are refused before they get here.
func PageSize(req ListRequest) int {
	n := int(req.GetPageSize())
	if n <= 0 {
		return defaultPageSize
	}
	return min(n, maxPageSize)
}

// tokenBody is what a page token holds: where the next page starts, and a digest of
// everything else the request said, so that a token only continues its own list.
type tokenBody struct {
	After string `json:"a"`
	Query string `json:"q"`
}

// PageToken makes the token of the page that starts after a place in the list; "",
// the end of the list, has no token.
func PageToken(req ListRequest, after string) (string, error) {
	if after == "" {
		return "", nil
	}
	query, err := digest(req, "page_size", "page_token")
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(tokenBody{After: after, Query: query})
	if err != nil {
		return "", fmt.Errorf("make a page token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(body), nil
}

// PageAfter gives the place in the list after which the request's page starts; ""
// is the start of the list.
func PageAfter(req ListRequest) (string, error) {
	token := req.GetPageToken()
	if token == "" {
		return "", nil
	}
	query, err := digest(req, "page_size", "page_token")
	if err != nil {
		return "", err
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	var body tokenBody
	if err != nil || json.Unmarshal(raw, &body) != nil || body.Query != query {
		return "", ErrPageToken
	}
	return body.After, nil
}

// Fingerprint stands for the content of a creating call, its request_id left out: a
// repeated call has the same one.
func Fingerprint(req proto.Message) (string, error) { return digest(req, "request_id") }

// digest is a short hash of a request without some of its fields.
func digest(req proto.Message, without ...protoreflect.Name) (string, error) {
	bare := proto.Clone(req).ProtoReflect()
	for _, name := range without {
		if field := bare.Descriptor().Fields().ByName(name); field != nil {
			bare.Clear(field)
		}
	}
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(bare.Interface())
	if err != nil {
		return "", fmt.Errorf("digest a request: %w", err)
	}
	sum := sha256.Sum256(append([]byte(bare.Descriptor().FullName()), raw...))
	return base64.RawURLEncoding.EncodeToString(sum[:12]), nil
}
