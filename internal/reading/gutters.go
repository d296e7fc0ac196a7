package reading

import (
	"cmp"
	"slices"
	"strings"

	regexp "example.com/assay/internal/lazyregexp"
	"example.com/assay/internal/pdf"
)

const (
	gutterWidth = 8.0 // points that stay free between two columns of prose
	columnLines = 10  // lines that each of the columns has at least
	columnFill  = 0.7 // share of a column's width that its lines fill, but for the last of a paragraph
	// minColumnLabels is how often tests, and results, are announced in a column of blocks.
	minColumnLabels = 2

	wordsPerLine = 4 // words of a line of prose; cells of tables have fewer
)

// letterWordsRE are words of letters: only their pages are looked at for columns,
// since the columns of tables are read otherwise.
var letterWordsRE = regexp.MustCompile(`(?i)\bwe\s+(?:have\s+)?(?:examined|been\s+engaged|were\s+engaged)\b|\bin\s+our\s+opinion\b|\bintended\s+solely\b`)

// inColumns gives the lines of a page in the order in which they are read: those
// of a letter, or of blocks of controls, in two columns down the left one, then down
// the right one. Other pages stay as they are.
func inColumns(p pdf.Page) []pdf.Line {
	letter := letterWordsRE.MatchString(pageText(p))
	if !letter && !manyLabels(p) {
		return p.Lines
	}
	best, from, to := 0.0, 0, 0
	for x := 0.35 * p.Width; x < 0.65*p.Width; x += 2 {
		if a, b := freeRun(p.Lines, x); b-a > to-from {
			best, from, to = x, a, b
		}
	}
	left, right := halves(p.Lines[from:to], best)
	if blockColumn(left) && blockColumn(right) {
		return slices.Concat(p.Lines[:from], left, right, p.Lines[to:])
	}
	if !letter || !prose(left) || !prose(right) {
		return p.Lines
	}
	head, body := 0, len(left)
	x0, x1 := edges(left)
	for head < len(right) && right[head].Box.Y1 < left[0].Box.Y0 {
		head++ // an address on the right, above the columns
	}
	for last := right[len(right)-1].Box.Y1; body > 0 && left[body-1].Box.Y0 > last && !full(left[body-1], x1-x0); {
		body-- // a signature on the left, below the columns
	}
	return slices.Concat(p.Lines[:from], right[:head], left[:body], right[head:], left[body:], p.Lines[to:])
}

// manyLabels reports whether a page may hold blocks side by side: it has words such
// as "Test" and "Result" often enough. It is a cheap test.
func manyLabels(p pdf.Page) bool {
	n := 0
	for _, l := range p.Lines {
		for _, w := range l.Words {
			switch strings.ToLower(strings.TrimRight(w.Text, ":")) {
			case "test", "tests", "result", "results", "conclusion", "procedures", "findings", "outcome":
				n++
			}
		}
	}
	return n >= 4*minColumnLabels
}

// blockColumn reports whether lines are a column of blocks: tests and results are
// announced in it, more than once. The columns of a table announce each once.
func blockColumn(lines []pdf.Line) bool {
	tests, results, book := 0, 0, labelBook{}
	for _, l := range lines {
		pieces := book.pieces(newLine(0, l))
		if pieces[0].kind != pieceLabel || len(pieces) > 2 {
			continue
		}
		switch pieces[0].role {
		case roleTest:
			tests++
		case roleResult:
			results++
		}
	}
	return min(tests, results) >= minColumnLabels && len(lines) >= columnLines
}

// pageText is the text of a page as it comes; of a page in columns, the words of
// one line are together.
func pageText(p pdf.Page) string {
	var b strings.Builder
	for _, l := range p.Lines {
		for _, w := range l.Words {
			b.WriteString(w.Text)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// freeRun is the longest run of lines, lines[from:to], that leave a gutter at x free.
func freeRun(lines []pdf.Line, x float64) (from, to int) {
	start := 0
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && !slices.ContainsFunc(lines[i].Words, func(w pdf.Word) bool {
			return w.Box.X0 < x+gutterWidth/2 && w.Box.X1 > x-gutterWidth/2
		}) {
			continue
		}
		if i-start > to-from {
			from, to = start, i
		}
		start = i + 1
	}
	return from, to
}

// halves cuts lines at x, and puts each half in order from top to bottom.
func halves(lines []pdf.Line, x float64) (left, right []pdf.Line) {
	for _, l := range lines {
		cut := slices.IndexFunc(l.Words, func(w pdf.Word) bool { return w.Box.X0 > x })
		if cut < 0 {
			cut = len(l.Words)
		}
		if cut > 0 {
			left = append(left, lineOf(l.Words[:cut]))
		}
		if cut < len(l.Words) {
			right = append(right, lineOf(l.Words[cut:]))
		}
	}
	byTop := func(a, b pdf.Line) int { return cmp.Compare(a.Box.Y0, b.Box.Y0) }
	slices.SortStableFunc(left, byTop)
	slices.SortStableFunc(right, byTop)
	return left, right
}

// lineOf makes a line of words.
func lineOf(words []pdf.Word) pdf.Line {
	box := words[0].Box
	for _, w := range words[1:] {
		box = pdf.Box{X0: min(box.X0, w.Box.X0), Y0: min(box.Y0, w.Box.Y0), X1: max(box.X1, w.Box.X1), Y1: max(box.Y1, w.Box.Y1)}
	}
	return pdf.Line{Box: box, Words: words}
}

// edges are the sides of a column of lines.
func edges(lines []pdf.Line) (x0, x1 float64) {
	for i, l := range lines {
		if i == 0 {
			x0, x1 = l.Box.X0, l.Box.X1
		}
		x0, x1 = min(x0, l.Box.X0), max(x1, l.Box.X1)
	}
	return x0, x1
}

// prose reports whether lines are a column of running text: enough of them, most
// of them full, and of several words.
func prose(lines []pdf.Line) bool {
	x0, x1 := edges(lines)
	n := 0
	for _, l := range lines {
		if full(l, x1-x0) {
			n++
		}
	}
	return len(lines) >= columnLines && float64(n) >= columnFill*float64(len(lines))
}

// full reports whether a line is about as wide as its column, and no mere cell.
func full(l pdf.Line, width float64) bool {
	return l.Box.X1-l.Box.X0 >= columnFill*width && len(l.Words) >= wordsPerLine
}
