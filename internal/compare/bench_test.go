package compare_test

import (
	"fmt"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/compare"
)

// BenchmarkCompare compares two reports of 300 controls each, which is many.
func BenchmarkCompare(b *testing.B) {
	sides := [2]*attest.Reading{}
	for year := range sides {
		a := &attest.Attestation{Controls: attest.List[attest.Control]{State: attest.Found}}
		for i := range 300 {
			p := controlPairs[i%len(controlPairs)]
			text := []string{p.was, p.is}[year] + fmt.Sprintf(" Procedure number%d of team%d covers region%d and product%d.", i, i%7, i%11, i%13)
			a.Controls.Items = append(a.Controls.Items, attest.Control{ID: fmt.Sprint("C", i), Text: text, Criteria: []string{"CC6.1"}})
		}
		sides[year] = &attest.Reading{Kind: attest.FoundFact(attest.KindSOC2, ""), Attestation: a}
	}
	c, err := compare.New()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Compare(attest.Evidence{Reading: sides[0]}, attest.Evidence{Reading: sides[1]}); err != nil {
			b.Fatal(err)
		}
	}
}
