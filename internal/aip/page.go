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

// tokenBody is what a page token holds: where the next page starts, and a hash of
// everything else the request said, so that a token only continues its own list.
type tokenBody struct {
	After json.RawMessage `json:"a"`
	Query string          `json:"q"`
}

// PageToken makes the token of the page that starts after a key.
func PageToken(req ListRequest, after any) (string, error) {
	key, err := json.Marshal(after)
	if err != nil {
		return "", fmt.Errorf("make a page token: %w", err)
	}
	body, err := json.Marshal(tokenBody{After: key, Query: queryHash(req)})
	if err != nil {
		return "", fmt.Errorf("make a page token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(body), nil
}

// PageAfter reads the request's token into after and reports whether there was one.
func PageAfter(req ListRequest, after any) (bool, error) {
	token := req.GetPageToken()
	if token == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return false, ErrPageToken
	}
	var body tokenBody
	if json.Unmarshal(raw, &body) != nil || body.Query != queryHash(req) || json.Unmarshal(body.After, after) != nil {
		return false, ErrPageToken
	}
	return true, nil
}

// queryHash is a hash of the request without its page size and token.
func queryHash(req ListRequest) string {
	bare := proto.Clone(req).ProtoReflect()
	for _, name := range []protoreflect.Name{"page_size", "page_token"} {
		if field := bare.Descriptor().Fields().ByName(name); field != nil {
			bare.Clear(field)
		}
	}
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(bare.Interface())
	if err != nil {
		return "" // a message that was just received can be written again
	}
	sum := sha256.Sum256(append([]byte(bare.Descriptor().FullName()), raw...))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}
