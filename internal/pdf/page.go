package pdf

// Document is what could be read of a PDF file.
type Document struct {
	Pages     []Page
	Info      Info
	Encrypted bool // the file is encrypted and opened without a password, or with the one given
	Rewritten bool // the object layer could not open the file as it came; a rewritten copy was read
	// Readers names the engines that were at work, such as "ledongthuc/pdf" and "pdfium".
	Readers []string
}

// Info is the file's own account of itself. It is a hint: anybody can write it.
type Info struct {
	Title    string
	Author   string
	Producer string
	Creator  string
}

// Page is one page as it is shown: rotation applied, origin at the top left, Y
// growing downwards, lengths in points of 1/72 inch.
type Page struct {
	Number  int // 1-based
	Width   float64
	Height  float64
	Lines   []Line // in reading order, top to bottom
	Rulings []Ruling
	Images  []Box
	// Dropped counts the glyphs left out because their baseline is at no multiple
	// of 90 degrees to the page, as a watermark's is.
	Dropped int
	// Garbled counts the glyphs that map to no character (U+FFFD or private use).
	Garbled int
	// Err says why the page could not be read; "" when it could.
	Err string

	// Source says whose words the page holds.
	Source Source
	// Agreement is the F1 of the words of two readers, over 0 to 1; 0 where only
	// one read the page.
	Agreement float64
	// Alone says why the words are those of one reader only; "" when two agree, and
	// in a file that was read in this process.
	Alone string
	// Confidence is the mean of the words that were recognised, over 0 to 1; 0
	// unless Source is SourceOCR.
	Confidence float64
	// Unrecognized says why the words of a page that is a picture were not
	// recognised; "" where they were, or where nobody tried.
	Unrecognized string
	// Language is what recognition took the page for, ISO 639-2, such as "eng"; ""
	// unless Source is SourceOCR.
	Language string
	// Turn is by how many degrees clockwise, 0, 90, 180 or 270, a scan was turned to
	// be upright. Everything else about the page is as it is then.
	Turn int
}

// Source says whose words a page holds.
type Source string

// The sources of a page's words.
const (
	SourceFirst  Source = ""       // the object layer's, alone
	SourceBoth   Source = "both"   // two readers agree
	SourceSecond Source = "second" // PDFium's: the first reader failed or read otherwise; Alone tells
	SourceOCR    Source = "ocr"    // recognised in a picture of the page
)

// Line is a run of words on one baseline. Words of different table cells on the
// same baseline are in one Line; their boxes tell them apart.
type Line struct {
	Box   Box
	Words []Word
}

// Word is a run of glyphs without a gap.
type Word struct {
	Text string
	Box  Box
	Size float64 // font size in points
	Bold bool
	// Confidence is that of recognition, over 0 to 1; 0 for a word that the page states.
	Confidence float64
}

// Ruling is a straight horizontal or vertical line that the page draws, or the
// thin or filled rectangle that stands for one.
type Ruling struct {
	X0, Y0, X1, Y1 float64 // X0 <= X1 and Y0 <= Y1
}

// Box is a rectangle on a page.
type Box struct {
	X0, Y0, X1, Y1 float64
}
