package main

import (
	"fmt"
	"io"
	"os"

	"example.com/assay/internal/pdf"
)

// workerArgument is the only argument of the process that reads one PDF. It is
// looked for before anything else, so that a worker starts fast.
const workerArgument = "pdf-worker"

// cacheVariable names the folder that keeps the second reader compiled, where it is
// not to be that of the user who runs the program.
const cacheVariable = "ASSAY_CACHE"

// tesseract is the command that recognises words in pictures of pages.
const tesseract = "tesseract"

// work reads one PDF as the child process of a reader and gives the exit code.
func work(stdin io.Reader, stdout, stderr io.Writer) int {
	if err := pdf.Work(stdin, stdout); err != nil {
		fmt.Fprintln(stderr, "assay:", err)
		return exitFailed
	}
	return exitOK
}

// newPDFReader gives a reader whose workers are this very program.
func newPDFReader() (*pdf.Reader, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find our own program, which reads PDF files in a process of its own: %w", err)
	}
	return &pdf.Reader{Command: []string{self, workerArgument}, CacheDir: os.Getenv(cacheVariable), Tesseract: tesseract}, nil
}
