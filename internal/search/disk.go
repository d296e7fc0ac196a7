package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
	bolterrors "go.etcd.io/bbolt/errors"

	"example.com/assay/internal/attest"
)

const (
	// format names how passages are cut and kept. It changes with tokens and
	// fields, and an index of another format is built again.
	format = "1"

	formatKey   = "assay.format"
	positionKey = "assay.position"

	newSuffix     = ".new"
	damagedSuffix = ".damaged"
)

// openIndex opens the index at path and makes an empty one where there is none.
// What cannot be read is moved aside, an empty index is made, and the error says
// so with ReasonRebuild.
func openIndex(path string) (bleve.Index, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createIndex(path); err != nil {
			return nil, err
		}
	}
	ix, damage := tryOpen(path)
	if damage == nil {
		return ix, nil
	}
	if err := environment(damage); err != nil {
		return nil, err
	}
	if err := moveAside(path); err != nil {
		return nil, err
	}
	if err := createIndex(path); err != nil {
		return nil, err
	}
	return nil, &attest.Error{
		Kind: attest.Unavailable, Reason: ReasonRebuild, Err: damage,
		Message: "The search index could not be read and is being built again. Ask again in a moment.",
	}
}

// tryOpen opens the index at path. Bleve trusts its files and panics on some
// damaged ones, which is an error here.
func tryOpen(path string) (ix bleve.Index, err error) {
	defer func() {
		if r := recover(); r != nil {
			ix, err = nil, fmt.Errorf("open index: %v", r)
		}
	}()
	ix, err = bleve.OpenUsing(path, map[string]any{"bolt_timeout": "1s"})
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	found, err := ix.GetInternal([]byte(formatKey))
	if err == nil && string(found) != format {
		err = fmt.Errorf("the index has format %q, not %q", found, format)
	}
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return ix, nil
}

// createIndex makes an empty index under another name and renames it, so that a
// crash on the way leaves no half of an index at path.
func createIndex(path string) error {
	unfinished := path + newSuffix
	if err := os.RemoveAll(unfinished); err != nil {
		return storageError("remove an unfinished index", err)
	}
	ix, err := bleve.New(unfinished, newMapping())
	if err != nil {
		return storageError("make an index", err)
	}
	err = ix.SetInternal([]byte(formatKey), []byte(format))
	if err := errors.Join(err, ix.Close()); err != nil {
		return storageError("make an index", err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return storageError("make an index", err)
	}
	return storageError("make an index", syncDir(filepath.Dir(path)))
}

func newMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	m.DefaultMapping = bleve.NewDocumentDisabledMapping() // entries bring their own fields
	return m
}

// moveAside keeps the last damaged index of an organisation for whoever wants to
// know what happened.
func moveAside(path string) error {
	if err := os.RemoveAll(path + damagedSuffix); err != nil {
		return storageError("remove an older damaged index", err)
	}
	return storageError("move a damaged index aside", os.Rename(path, path+damagedSuffix))
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// environment gives an error when the fault lies with the machine and the index
// may well be sound, and nil otherwise.
func environment(err error) error {
	if errors.Is(err, bolterrors.ErrTimeout) {
		return &attest.Error{
			Kind: attest.Unavailable, Reason: ReasonBusy, Err: err,
			Message: "Another process has the search index open. Stop it, or give it a data directory of its own.",
		}
	}
	for _, cause := range []error{
		os.ErrPermission, syscall.EROFS, syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE,
		syscall.ENOMEM, syscall.EIO, context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, cause) {
			return storageError("open an index", err)
		}
	}
	return nil
}

// storageError says what to do about a disk that refuses. A nil err stays nil.
func storageError(doing string, err error) error {
	if err == nil {
		return nil
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	var message string
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		message = "The disk that holds the search index is full. Make room on it or raise its quota, then try again."
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
		message = "The server may not write its search index. Give its user that right and see that the disk is not mounted read-only."
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		message = "The server has too many files open. Raise its limit of open files, then try again."
	default:
		return cause
	}
	return &attest.Error{Kind: attest.Unavailable, Reason: ReasonStorage, Message: message, Err: cause}
}
