// Package pdfium runs PDFium, compiled to WebAssembly, on wazero: it opens a PDF
// file, gives what its pages show piece by piece, and draws them.
//
// PDFium comes from an npm package that the build fetches; [Embedded] says whether
// it did. The sandbox has no files, no network and no clock, and at most
// [MaxMemory] bytes. It does not stop on its own: what reads files of strangers
// must do so in a process that can be ended.
package pdfium
