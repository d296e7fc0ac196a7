package pdf

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with a file as a whole. Every error of [Decode] and
// [Reader.Read] that concerns the file matches exactly one of them with
// [errors.Is]; its message says what to do.
var (
	// ErrNotPDF is reported for bytes that are no PDF file at all: an empty file,
	// a Word file, a picture.
	ErrNotPDF = errors.New("not a PDF file")
	// ErrLocked is reported for a file that opens only with a password.
	ErrLocked = errors.New("the PDF is locked with a password")
	// ErrWrongPassword is reported when the password given does not open the file.
	ErrWrongPassword = errors.New("the password does not open the PDF")
	// ErrNoPages is reported for a file that opens and has no page.
	ErrNoPages = errors.New("the PDF has no pages")
	// ErrTruncated is reported for a file that breaks off before its end.
	ErrTruncated = errors.New("the PDF is cut off")
	// ErrDamaged is reported for a file that is a PDF and cannot be opened.
	ErrDamaged = errors.New("the PDF is damaged")
	// ErrTooComplex is reported for a file over one of the Max limits.
	ErrTooComplex = errors.New("the PDF is too complex")
	// ErrKilled is reported by [Reader.Read] when the worker ran out of memory or time.
	ErrKilled = errors.New("reading the PDF was stopped")
)

// The limits on one file. A page over a limit is given with Page.Err; only
// MaxPages refuses the whole file.
const (
	MaxPages       = 3000      // pages of a file
	MaxOps         = 5_000_000 // content operators of a page, its forms included
	MaxGlyphs      = 400_000   // glyphs of a page
	MaxSegments    = 100_000   // straight horizontal or vertical path segments of a page
	MaxRulings     = 8_000     // rulings of a page, once merged
	MaxImages      = 5_000     // images of a page
	MaxAnnotations = 5_000     // annotations of a page that are drawn
	MaxFormDepth   = 12        // forms drawn inside forms
	MaxStateDepth  = 512       // saved graphics states
	MaxStreamBytes = 64 << 20  // decoded bytes of one stream
	MaxPageBytes   = 192 << 20 // decoded content bytes of a page, its forms included
	MaxCodes       = 1 << 17   // character codes that one font maps to text
	formCost       = 200       // operators that drawing a form counts for
	maxTreeDepth   = 64        // levels of the page tree
	maxOperands    = 4096      // operands of one operator
	maxNesting     = 32        // arrays and dictionaries inside each other, in page content
)

// failure is an error of a known class with its own words.
type failure struct {
	class error // nil for what is not about the file
	text  string
	died  bool // the worker ended on the file, so that another reader may do better
}

// Error gives the words.
func (f *failure) Error() string { return f.text }

// Unwrap gives the class.
func (f *failure) Unwrap() error { return f.class }

// fail makes an error of class that says why and what to do.
func fail(class error, advice string) error {
	return &failure{class: class, text: class.Error() + ": " + printable(advice)}
}

// died makes an error of class for a worker that ended on the file.
func died(class error, advice string) error {
	return &failure{class: class, text: class.Error() + ": " + printable(advice), died: true}
}

// maxReason is how much is repeated of what a library says about a file.
const maxReason = 300

// printable gives the beginning of text without what cannot be printed: messages
// of libraries may repeat bytes of the file.
func printable(text string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if n++; n > maxReason || r == utf8.RuneError || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// classes lists the classes in the order that gives their numbers between
// the processes.
func classes() []error {
	return []error{ErrNotPDF, ErrLocked, ErrWrongPassword, ErrNoPages, ErrTruncated, ErrDamaged, ErrTooComplex, ErrKilled, ErrNoRenderer, ErrNoSuchPage}
}
