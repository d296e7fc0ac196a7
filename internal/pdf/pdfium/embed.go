package pdfium

import (
	"embed"
	"io/fs"
)

// Digest is the SHA-256 of the one pdfium.wasm that this package is written for.
const Digest = "5e4cd023c3dad4a895b3571ca573d3fc51bac6de48360d95283134385b954eaa"

// files holds pdfium.wasm when it was in its folder as the program was built.
//
//go:embed wasm
var files embed.FS

// Embedded reports whether the program carries PDFium.
func Embedded() bool {
	_, err := fs.Stat(files, "wasm/pdfium.wasm")
	return err == nil
}

// Notices gives the licences of what is embedded, "" when nothing is.
func Notices() string {
	var all string
	for _, name := range []string{"wasm/LICENSE", "wasm/LICENSE.pdfium"} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return ""
		}
		all += string(text) + "\n"
	}
	return all
}
