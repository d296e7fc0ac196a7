package sample_test

import (
	"bytes"
	"testing"

	"example.com/assay/internal/sample"
)

func TestDocumentsAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, name := range sample.Names() {
		first, err := sample.Make(name)
		if err != nil {
			t.Fatal(err)
		}
		second, err := sample.Make(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.PDF, second.PDF) {
			t.Errorf("%s differs from one making to the next", name)
		}
	}
}
