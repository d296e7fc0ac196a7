package attest

import (
	"encoding/base32"
	"fmt"
	"io"
)

// idEncoding writes lower-case letters and digits that are hard to confuse.
var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an identifier of 16 characters from 80 random bits.
func NewID(random io.Reader) (string, error) {
	var b [10]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return idEncoding.EncodeToString(b[:]), nil
}
