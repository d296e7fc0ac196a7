package evaluate

import (
	"bytes"
	"testing"

	"example.com/assay/internal/attest"
)

// FuzzLoad compares a reading with any truth: what is not one is refused, and what
// is has each of its rows and exceptions counted once.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(truthJSON))
	f.Add([]byte(matrixTruth))
	f.Add([]byte(`[{"file": "x", "kind": "soc2_type2", "controls": [{"id": ""}, {}], "exceptions": [{"page": -1}], "iso": {}, "bridge": {}}]`))
	f.Fuzz(func(t *testing.T, src []byte) {
		truths, err := Load(bytes.NewReader(src))
		if err != nil {
			return
		}
		for _, truth := range truths {
			for _, r := range []*attest.Reading{{}, matrixReading()} {
				var s Summary
				s.Add(truth, Compare(truth, r))
				if c := s.Controls; c.Right+c.Unread+c.Lost != c.Of || c.Right > c.Given {
					t.Errorf("controls do not add up: %+v", c)
				}
				if e := s.Exceptions; e.Right+e.Unread+e.Lost != e.Of || e.Right > e.Given {
					t.Errorf("exceptions do not add up: %+v", e)
				}
			}
		}
	})
}
