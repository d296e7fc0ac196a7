package risk

import (
	"sync"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// recentSize bounds the answers remembered; past it remembering starts anew.
const recentSize = 2000

// recent remembers the answers made of rows, so that a row that has not changed is
// neither fetched nor decoded again. The store is asked each time whether it is
// still that row. Its zero value is ready, for many goroutines.
type recent struct {
	mu      sync.RWMutex
	answers map[recentKey]answer
}

// recentKey says whose standing it is.
type recentKey struct {
	org    attest.OrgID
	vendor attest.VendorID
}

// answer is a message and the row, without its body, that it was made of. Nobody
// changes the message. The zero answer is of no row.
type answer struct {
	row     store.StandingRow
	message *assayv1.Standing
}

// get gives the answer that is remembered, or the zero answer.
func (r *recent) get(key recentKey) answer {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.answers[key]
}

// message gives the message for a row: that of known if the row was left out as
// being the known one.
func (r *recent) message(key recentKey, known answer, row store.StandingRow) (*assayv1.Standing, error) {
	if row.Body == nil {
		return known.message, nil
	}
	standing, err := row.Decode()
	if err != nil {
		return nil, err
	}
	message := wire.Standing(standing)
	row.Body = nil
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || len(r.answers) >= recentSize {
		r.answers = map[recentKey]answer{}
	}
	r.answers[key] = answer{row, message}
	return message, nil
}
