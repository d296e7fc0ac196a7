package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"example.com/assay/internal/attest"
)

const (
	defaultOpen = 16
	dirMode     = 0o700
)

// Options are the settings of a Set. The zero value is useful.
type Options struct {
	Open int // how many indexes stay open when they are idle; 0: 16
}

// Set is the indexes of all organisations below one directory. An index is
// opened when it is first asked for; the one that was idle longest is closed
// when too many are open. A Set may be used by many goroutines at once.
type Set struct {
	dir  string
	most int

	mu      sync.Mutex
	changed *sync.Cond // a handle became idle or was closed
	open    []*handle  // the one used last comes last
	closed  bool
	// seen is the position of each index that was opened, as far as it is known;
	// behind are those that were found elsewhere when they were opened again.
	seen   map[attest.OrgID]string
	behind map[attest.OrgID]bool
}

// handle is an open index of one organisation.
type handle struct {
	org   attest.OrgID
	index bleve.Index
	write sync.Mutex // one update at a time

	// These belong to Set.mu.
	users   int
	closing bool // nobody may begin to use it
}

// Open opens the indexes below dir and makes dir when it is missing. No index is
// opened yet.
func Open(dir string, opts Options) (*Set, error) {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, storageError("make the index directory", err)
	}
	s := &Set{dir: dir, most: opts.Open, seen: map[attest.OrgID]string{}, behind: map[attest.OrgID]bool{}}
	if s.most <= 0 {
		s.most = defaultOpen
	}
	s.changed = sync.NewCond(&s.mu)
	return s, nil
}

// Close waits for calls under way and closes all indexes. Later calls fail.
func (s *Set) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var errs []error
	for len(s.open) > 0 {
		errs = append(errs, s.retire(s.open[0]))
	}
	return errors.Join(errs...)
}

// Drop removes all that is known of an organisation. Its position is "" again.
func (s *Set) Drop(ctx context.Context, org attest.OrgID) error {
	path, err := s.path(org)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	for h := s.find(org); h != nil; h = s.find(org) { // another call may have opened it again
		if err := s.retire(h); err != nil {
			return storageError("close an index", err)
		}
	}
	delete(s.seen, org)
	if err := os.RemoveAll(path + damagedSuffix); err != nil {
		return storageError("remove a damaged index", err)
	}
	return storageError("remove an index", os.RemoveAll(path))
}

var errClosed = errors.New("the search indexes are closed")

// with lends the index of an organisation to use.
func (s *Set) with(ctx context.Context, org attest.OrgID, use func(*handle) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	h, err := s.acquire(org)
	if err != nil {
		return err
	}
	defer s.release(h)
	return use(h)
}

func (s *Set) acquire(org attest.OrgID) (*handle, error) {
	path, err := s.path(org)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.find(org)
	for h != nil && h.closing {
		s.changed.Wait()
		h = s.find(org)
	}
	if s.closed {
		return nil, errClosed
	}
	if h == nil {
		if h, err = s.openHandle(org, path); err != nil {
			return nil, err
		}
	}
	s.open = append(s.without(h), h)
	h.users++
	if err := s.trim(); err != nil {
		h.users--
		return nil, err
	}
	return h, nil
}

// openHandle opens an index and notes when it has lost what it had before.
func (s *Set) openHandle(org attest.OrgID, path string) (*handle, error) {
	index, err := openIndex(path)
	if errors.Is(err, &attest.Error{Reason: ReasonRebuild}) {
		s.behind[org], s.seen[org] = true, ""
	}
	if err != nil {
		return nil, err
	}
	h := &handle{org: org, index: index}
	at, err := h.position()
	if err != nil {
		return nil, errors.Join(err, index.Close())
	}
	if before, known := s.seen[org]; known && before != at {
		s.behind[org] = true
	}
	s.seen[org] = at
	return h, nil
}

// Behind gives the organisations whose index was found damaged, or further back
// than this process has left it, since the last call. Who feeds the indexes goes
// on from their positions, without waiting for a change.
func (s *Set) Behind() []attest.OrgID {
	s.mu.Lock()
	defer s.mu.Unlock()
	orgs := slices.Sorted(maps.Keys(s.behind))
	clear(s.behind)
	return orgs
}

// moved notes the position that an update has left an index at.
func (s *Set) moved(org attest.OrgID, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[org] = to
}

func (s *Set) release(h *handle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.users--
	s.changed.Broadcast()
}

// trim closes indexes that nobody uses while too many are open.
func (s *Set) trim() error {
	for len(s.open) > s.most {
		i := slices.IndexFunc(s.open, func(h *handle) bool { return h.users == 0 && !h.closing })
		if i < 0 {
			return nil
		}
		if err := s.retire(s.open[i]); err != nil {
			return fmt.Errorf("close an idle index: %w", err)
		}
	}
	return nil
}

// retire waits until nobody uses the index and closes it. Set.mu is held, and
// given up while waiting.
func (s *Set) retire(h *handle) error {
	h.closing = true
	for h.users > 0 {
		s.changed.Wait()
	}
	if !slices.Contains(s.open, h) {
		return nil // someone else waited for the same
	}
	s.open = s.without(h)
	defer s.changed.Broadcast()
	return h.index.Close()
}

func (s *Set) find(org attest.OrgID) *handle {
	if i := slices.IndexFunc(s.open, func(h *handle) bool { return h.org == org }); i >= 0 {
		return s.open[i]
	}
	return nil
}

func (s *Set) without(h *handle) []*handle {
	return slices.DeleteFunc(s.open, func(o *handle) bool { return o == h })
}

// path gives the directory of an organisation's index. The names that are
// allowed cannot leave the directory of the set or meet a suffix of ours.
func (s *Set) path(org attest.OrgID) (string, error) {
	const allowed, longest = "abcdefghijklmnopqrstuvwxyz0123456789-_", 100
	if org == "" || len(org) > longest || strings.Trim(string(org), allowed) != "" {
		return "", fmt.Errorf("organisation %q has no name for a directory", org)
	}
	return filepath.Join(s.dir, string(org)), nil
}
