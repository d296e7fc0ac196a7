// Package pdf reads a PDF file into pages of words, lines and rulings.
//
// The file is hostile until proven dull: [Reader.Read] hands the bytes to a child
// process of our own binary with limits on memory and time, so that a file with
// endless references or a bomb inside costs that process and nothing else.
//
// ledongthuc/pdf is the object layer; the interpreter of page content on top of
// it is our own. Where it cannot open a file, pdfcpu decrypts or rewrites it in
// memory and it is tried again.
package pdf
