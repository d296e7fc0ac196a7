package wire_test

import (
	"reflect"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/wire"
)

func TestComparisonIsComplete(t *testing.T) {
	t.Parallel()
	f := &filler{leafs: map[string]string{}}
	var c attest.Comparison
	f.fill("comparison", reflect.ValueOf(&c).Elem())
	f.check(t, wire.Comparison("acme", &c))
	if got := wire.Comparison("", &attest.Comparison{}); got.GetEarlier().GetDocument() != "" || got.GetTiming() != nil || got.GetEarlier().GetSpan() != nil {
		t.Errorf("what is not there was written: %v", got)
	}
}
