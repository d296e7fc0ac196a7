package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"example.com/assay/internal/attest"
)

// tokenPrefix begins every API token, so that secret scanners can find a leaked one.
const tokenPrefix = "assay_"

// secretBytes is the length of a token's secret: 256 random bits need no slow hash.
const secretBytes = 32

// NewToken makes the credential of a token: its id, the text that is shown once
// (assay_<id>_<secret>), and the hash to keep.
func NewToken(random io.Reader) (id attest.TokenID, text string, hash [32]byte, err error) {
	raw, err := attest.NewID(random)
	if err != nil {
		return "", "", hash, err
	}
	var secret [secretBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return "", "", hash, fmt.Errorf("make a token: %w", err)
	}
	encoded := base64.RawURLEncoding.EncodeToString(secret[:])
	return attest.TokenID(raw), tokenPrefix + raw + "_" + encoded, sha256.Sum256([]byte(encoded)), nil
}

// parseToken splits a token's text into its id and the hash of its secret.
func parseToken(text string) (id attest.TokenID, hash [32]byte, ok bool) {
	rest, found := strings.CutPrefix(text, tokenPrefix)
	if !found {
		return "", hash, false
	}
	raw, secret, found := strings.Cut(rest, "_")
	if !found || raw == "" || secret == "" {
		return "", hash, false
	}
	return attest.TokenID(raw), sha256.Sum256([]byte(secret)), true
}

// sameHash compares in constant time.
func sameHash(a, b [32]byte) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }
