package ocr

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The columns of tesseract's table of words.
const (
	tsvLevel      = 0
	tsvLine       = 1 // to 4: page, block, paragraph, line
	tsvLeft       = 6
	tsvTop        = 7
	tsvWidth      = 8
	tsvHeight     = 9
	tsvConfidence = 10
	tsvText       = 11
	tsvColumns    = 12

	wordLevel = "5"
)

const (
	// leastConfidence is that under which a "word" without a letter or a digit is
	// the frame of a table, a stamp or dirt.
	leastConfidence = 0.3
	// emShare is the share of a font's size that the tallest word of a line of
	// mixed letters takes up.
	emShare = 0.93
	// capShare is that of a line without descenders.
	capShare = 0.74
	// descent is the share of a word's height under its baseline, if it has any.
	descent = 0.22
)

// parseTSV reads tesseract's table of words, and levels those of a page of that size
// in pixels. What it does not understand it leaves out.
func parseTSV(out []byte, width, height float64) (words []Word, slope float64) {
	var firsts []int // of each line
	last := ""
	for row := range strings.Lines(string(out)) {
		cols := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", tsvColumns)
		if len(cols) < tsvColumns || cols[tsvLevel] != wordLevel {
			continue
		}
		w, ok := parseWord(cols)
		if !ok {
			continue
		}
		if key := strings.Join(cols[tsvLine:tsvLine+4], "."); key != last || len(firsts) == 0 {
			firsts = append(firsts, len(words))
			last = key
		}
		words = append(words, w)
	}
	slope = slopeOf(words, firsts, width)
	level(words, slope, width, height)
	for i, from := range firsts {
		to := len(words)
		if i+1 < len(firsts) {
			to = firsts[i+1]
		}
		even(words[from:to])
	}
	return snapped(words), slope
}

// likeText is how far a line's size may be from the page's usual one, as a share,
// to be taken for it: estimates of one print differ by as much.
const likeText = 0.2

// snapped gives the lines of about the page's usual size that size, as print has it.
func snapped(words []Word) []Word {
	sizes := make([]float64, 0, len(words))
	for _, w := range words {
		sizes = append(sizes, w.Size)
	}
	if len(sizes) == 0 {
		return words
	}
	slices.Sort(sizes)
	usual := sizes[len(sizes)*2/3] // estimates err by being small: lines without tall letters
	for i := range words {
		w := &words[i]
		if w.Size < (1-1.5*likeText)*usual || w.Size > (1+likeText)*usual {
			continue
		}
		middle := (w.Y0 + w.Y1) / 2
		w.Y0, w.Y1, w.Size = middle-usual/2, middle+usual/2, usual
	}
	return words
}

// parseWord reads one row of the table.
func parseWord(cols []string) (Word, bool) {
	var n [4]float64
	for i, col := range []int{tsvLeft, tsvTop, tsvWidth, tsvHeight} {
		v, err := strconv.ParseFloat(cols[col], 64)
		if err != nil || v < 0 || v > 1e6 {
			return Word{}, false
		}
		n[i] = v
	}
	confidence, err := strconv.ParseFloat(cols[tsvConfidence], 64)
	text := strings.Map(printable, strings.ToValidUTF8(cols[tsvText], ""))
	if err != nil || !(confidence >= 0 && confidence <= 100) || text == "" || n[2] == 0 || n[3] == 0 {
		return Word{}, false
	}
	w := Word{Text: text, X0: n[0], Y0: n[1], X1: n[0] + n[2], Y1: n[1] + n[3], Confidence: max(confidence/100, 0.01), sideways: n[3] > n[2], base: baseOf(text, n[1], n[3])}
	if strings.Trim(text, "|_¦") == "" {
		return Word{}, false // the frame of a table
	}
	if w.Confidence < leastConfidence && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return Word{}, false
	}
	return w, true
}

// baseOf is where a word stands, in pixels: its box goes down to its descenders.
func baseOf(text string, top, height float64) float64 {
	if strings.ContainsAny(text, "gjpqy,;()[]|@Q") {
		return top + height*(1-descent)
	}
	return top + height
}

// printable drops what cannot be seen.
func printable(r rune) rune {
	if unicode.IsSpace(r) || !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// even gives the words of one line one height and one size, as print has them:
// recognition gives each the height of its own letters.
func even(line []Word) {
	var heights []float64
	top, bottom := line[0].Y0, line[0].Y1
	descends, tall := false, false
	for _, w := range line {
		heights = append(heights, w.Y1-w.Y0)
		top, bottom = min(top, w.Y0), max(bottom, w.Y1)
		descends = descends || strings.ContainsAny(w.Text, "gjpqy,;()[]|@Q")
		tall = tall || strings.ContainsFunc(w.Text, func(r rune) bool {
			return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("bdfhklt", r)
		})
	}
	slices.Sort(heights)
	typical := heights[len(heights)*3/4]
	share := capShare
	if descends && tall {
		share = emShare
	}
	size := min(typical, bottom-top) / share
	for i := range line {
		// What is not one line of print, such as a stamp across one, stays where it is.
		middle := (line[i].Y0 + line[i].Y1) / 2
		if bottom-top <= 1.6*typical {
			middle = (top + bottom) / 2
		}
		line[i].Y0, line[i].Y1, line[i].Size = middle-size/2, middle+size/2, size
	}
}

// longWord is the length from which a word weighs no more: dot leaders become words
// of any length.
const longWord = 12

// meanConfidence is the mean over the words, each by its length.
func meanConfidence(words []Word) float64 {
	sum, n := 0.0, 0
	for _, w := range words {
		weight := min(len(w.Text), longWord)
		sum += w.Confidence * float64(weight)
		n += weight
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
