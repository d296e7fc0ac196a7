package risk

import (
	"sync"
	"time"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// recentSize bounds the answers remembered; past it remembering starts anew.
const recentSize = 2000

// recent remembers the answers made of rows, so that a row that has not changed
// is not decoded again. The row itself is read each time: an answer is used only
// for the very row it was made of. Its zero value is ready, for many goroutines.
type recent struct {
	mu      sync.RWMutex
	answers map[recentKey]answer
}

// recentKey says whose standing it is.
type recentKey struct {
	org    attest.OrgID
	vendor attest.VendorID
}

// answer is a message and the row that it was made of. Nobody changes the message.
type answer struct {
	version int64
	updated time.Time
	message *assayv1.Standing
}

// of gives the message for a row. It must not be changed.
func (r *recent) of(org attest.OrgID, vendor attest.VendorID, row store.StandingRow) (*assayv1.Standing, error) {
	key := recentKey{org, vendor}
	r.mu.RLock()
	known, ok := r.answers[key]
	r.mu.RUnlock()
	if ok && known.version == row.Version && known.updated.Equal(row.Updated) {
		return known.message, nil
	}
	standing, err := row.Decode()
	if err != nil {
		return nil, err
	}
	message := wire.Standing(standing)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || len(r.answers) >= recentSize {
		r.answers = map[recentKey]answer{}
	}
	r.answers[key] = answer{row.Version, row.Updated, message}
	return message, nil
}
