package pdf

// Document is what could be read of a PDF file.
type Document struct {
	Pages     []Page
	Info      Info
	Encrypted bool // the file is encrypted and opened without a password, or with the one given
	Rewritten bool // the object layer could not open the file as it came; a rewritten copy was read
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
}

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
