// Package pdf reads a PDF file into pages of words, lines and rulings.
//
// The file is hostile until proven dull: [Reader.Read] hands the bytes to a child
// process of our own binary with limits on memory and time, so that a file with
// endless references or a bomb inside costs that process and nothing else.
//
// Two readers read every page. For the first, ledongthuc/pdf is the object layer;
// the interpreter of page content on top of it is our own. Where it cannot open a
// file, pdfcpu decrypts or rewrites it in memory and it is tried again. The second
// is PDFium in a sandbox, where the build could fetch it. Both give glyphs and
// strokes, of which the same code makes words, lines and rulings. Where they agree
// on the words of a page, the first reader's stand, so that the text does not depend
// on how the program was built; where they do not, PDFium's stand, unless it lost
// text, and the page says why one reader alone is behind it.
//
// PDFium draws pages too, for people and for the recognition of words in pages that
// are pictures.
package pdf
