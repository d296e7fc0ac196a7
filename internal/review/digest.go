package review

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Digest is the SHA-256 of what a reading states, in lower-case hex: every fact, list,
// exception, flag and row that can be corrected, whatever words it was read from. Two
// readings that state the same have one digest, also across versions of the program
// that know of more to read.
func Digest(r *attest.Reading) string {
	var lines []string
	for _, s := range slots(r) {
		if said := s.said(); said.State != attest.Absent {
			lines = append(lines, fmt.Sprintf("%q %s %q %q\n", s.name, said.State, said.Values, said.Candidates))
		}
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}
