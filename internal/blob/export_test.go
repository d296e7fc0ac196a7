package blob

import (
	"crypto/sha256"
	"os"
	"path/filepath"
)

// What the tests look at from outside.
var (
	MediumError = mediumError
	TooLarge    = tooLarge
)

// OnFullDisk is a Writer whose disk has no room. Its file is a link in dir to
// /dev/full, so that Abort removes the link and never the device.
func OnFullDisk(dir string) (Writer, error) {
	link := filepath.Join(dir, "upload")
	if err := os.Symlink("/dev/full", link); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(link, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &dirWriter{dir: &Dir{limit: 100}, f: f, hash: sha256.New()}, nil
}
