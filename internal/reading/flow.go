package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
	"example.com/assay/internal/pdf"
)

// line is one line of a page's text of record: its words joined by single spaces.
type line struct {
	page   int // 1-based
	text   string
	words  []pdf.Word
	starts []int // byte offset of each word in text
	box    attest.Box
	size   float64 // of the line's largest word, points
	bold   bool    // every word is bold
	noise  bool    // running header, footer, page number or stamp: not part of any zone
	// Of a cell: other words stand before, or after, it on the same baseline.
	cutBefore, cutAfter bool
}

// newLine makes the text of record of one line.
func newLine(page int, l pdf.Line) line {
	out := line{page: page, words: l.Words, box: attest.Box(l.Box), bold: len(l.Words) > 0}
	var b strings.Builder
	for i, w := range l.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		out.starts = append(out.starts, b.Len())
		b.WriteString(w.Text)
		out.size = max(out.size, w.Size)
		out.bold = out.bold && w.Bold
	}
	out.text = b.String()
	return out
}

// flow is a run of lines as one normalised text, made for matching: NFKC, straight
// quotes, every dash as '-', no soft hyphens or trade mark signs, hyphenation at
// line ends joined, white space as single spaces.
type flow struct {
	text  string
	lines []line
	at    []place // for each byte of text, where it came from
}

// place is a byte of a line's text.
type place struct{ line, off int32 }

// newFlow joins lines, leaving noise out.
func newFlow(lines []line) flow {
	b := flowBuilder{}
	for _, l := range lines {
		if l.noise || l.text == "" {
			continue
		}
		b.join(l.text)
		b.add(int32(len(b.lines)), l.mended())
		b.lines = append(b.lines, l)
	}
	return flow{text: string(b.text), lines: b.lines, at: b.at}
}

// flowBuilder collects a flow.
type flowBuilder struct {
	text  []byte
	at    []place
	lines []line
}

// join puts the space between two lines, or takes back the hyphen of a word that
// was broken over them.
func (b *flowBuilder) join(next string) {
	n := len(b.text)
	if n == 0 {
		return
	}
	if b.text[n-1] == '-' && startsLower(next) && endsLower(b.text[:n-1]) {
		b.text, b.at = b.text[:n-1], b.at[:n-1]
		return
	}
	if b.text[n-1] != ' ' {
		b.text, b.at = append(b.text, ' '), append(b.at, b.at[n-1])
	}
}

// add writes the normalised form of a line and remembers where each byte came from.
func (b *flowBuilder) add(index int32, text string) {
	for off := 0; off < len(text); {
		if c := text[off]; c < utf8.RuneSelf && (off+1 == len(text) || text[off+1] < utf8.RuneSelf) {
			b.addRune(rune(c), place{index, int32(off)})
			off++
			continue
		}
		n := norm.NFKC.NextBoundaryInString(text[off:], true)
		if n <= 0 {
			n = len(text) - off
		}
		for _, r := range norm.NFKC.String(text[off : off+n]) {
			b.addRune(r, place{index, int32(off)})
		}
		off += n
	}
}

// addRune appends one character in its plain form; runs of space become one.
func (b *flowBuilder) addRune(r rune, from place) {
	r, keep := plain(r)
	if n := len(b.text); !keep || r == ' ' && (n == 0 || b.text[n-1] == ' ') {
		return
	}
	n := len(b.text)
	b.text = utf8.AppendRune(b.text, r)
	for range len(b.text) - n {
		b.at = append(b.at, from)
	}
}

// plain maps a rune to the one that patterns are written with; false drops it.
func plain(r rune) (rune, bool) {
	switch r {
	case '‘', '’', '‚', '‛', '′', '`', '´':
		return '\'', true
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"', true
	case '­', '®', '™', '℠', '\u200b', '\ufeff':
		return 0, false
	case '−':
		return '-', true
	}
	switch {
	case unicode.Is(unicode.Pd, r):
		return '-', true
	case unicode.IsSpace(r):
		return ' ', true
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		return 0, false
	}
	return r, true
}

func startsLower(s string) bool {
	for _, r := range s {
		return unicode.IsLower(r)
	}
	return false
}

func endsLower(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.IsLower(r)
}

// slice is the part of the flow between two offsets of its text, as a flow of its
// own whose citations still point at the pages.
func (f flow) slice(start, end int) flow {
	return flow{text: f.text[start:end], lines: f.lines, at: f.at[start:end]}
}

// page gives the page of the byte at offset.
func (f flow) page(offset int) int {
	if len(f.at) == 0 {
		return 0
	}
	return f.lines[f.at[min(offset, len(f.at)-1)].line].page
}

// cite gives the citations of text[start:end], one for each page it touches, with
// a box for each line. White space at the ends is left out.
func (f flow) cite(start, end int) []attest.Citation {
	for start < end && f.text[start] == ' ' {
		start++
	}
	for start < end && f.text[end-1] == ' ' {
		end--
	}
	if start >= end {
		return nil
	}
	first, last := f.at[start], f.at[end-1]
	var out []attest.Citation
	for i := first.line; i <= last.line; i++ {
		l := f.lines[i]
		from, to := 0, len(l.text)
		if i == first.line {
			from = int(first.off)
		}
		if i == last.line {
			to = runeEnd(l.text, int(last.off))
		}
		// Between two lines of a cell, the page's text has the cells beside it.
		joins := i > first.line && !l.cutBefore && !f.lines[i-1].cutAfter
		out = appendLineQuote(out, l, from, to, joins)
	}
	return out
}

// runeEnd is the offset after the character (with its combining marks) that
// starts at off.
func runeEnd(s string, off int) int {
	n := norm.NFKC.NextBoundaryInString(s[off:], true)
	if n <= 0 {
		return len(s)
	}
	return off + n
}

// appendLineQuote adds a piece of a line to the last citation if it joins on to
// that and is on the same page, else as a new citation.
func appendLineQuote(cites []attest.Citation, l line, from, to int, joins bool) []attest.Citation {
	quote := strings.TrimSpace(l.text[from:to])
	if quote == "" {
		return cites
	}
	box, confidence := l.touched(from, to)
	if n := len(cites); joins && n > 0 && cites[n-1].Page == l.page {
		last := &cites[n-1]
		last.Quote += " " + quote
		last.Boxes = append(last.Boxes, box)
		last.Confidence = lessCertain(last.Confidence, confidence)
		return cites
	}
	return append(cites, attest.Citation{Page: l.page, Quote: quote, Boxes: []attest.Box{box}, Confidence: confidence})
}

// lessCertain is the lower of two confidences, where 0 stands for words that were
// not recognised but stated.
func lessCertain(a, b float64) float64 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// touched is the rectangle around the words that text[from:to] touches, and the
// confidence of the least certain of them.
func (l line) touched(from, to int) (box attest.Box, confidence float64) {
	for i, w := range l.words {
		if l.starts[i]+len(w.Text) <= from || l.starts[i] >= to {
			continue
		}
		confidence = lessCertain(confidence, w.Confidence)
		b := attest.Box(w.Box)
		if box == (attest.Box{}) {
			box = b
			continue
		}
		box = attest.Box{X0: min(box.X0, b.X0), Y0: min(box.Y0, b.Y0), X1: max(box.X1, b.X1), Y1: max(box.Y1, b.Y1)}
	}
	return box, confidence
}

// lineAt gives the index in f.lines of the line that holds the byte at offset.
func (f flow) lineAt(offset int) int { return int(f.at[offset].line) }

var (
	abbreviationRE = regexp.MustCompile(`\b(?:Inc|Corp|Co|Ltd|No|Nos|St|Dr|Mr|Ms|vs|approx)\.|(?:\b\pL\.\s?){2,}`)
	// startsRE is how a sentence goes on after a full stop, which then is none of an
	// abbreviation alone.
	startsRE = regexp.MustCompile(`^\s+(?:We|Our|In|This|The|These|It|As|Management|Because|Accordingly)\b`)
)

// undotted blanks the full stops of abbreviations, so that a pattern that stays
// within one sentence passes "Quay, Inc. (Quay)". Offsets stay as they are.
func undotted(text string) string {
	out := []byte(text)
	for _, m := range abbreviationRE.FindAllStringIndex(text, -1) {
		last := m[1]
		if startsRE.MatchString(text[m[1]:]) || startsRE.MatchString(" "+text[m[1]:]) && text[m[1]-1] == ' ' {
			last = strings.LastIndexByte(text[:m[1]], '.')
		}
		for i := m[0]; i < last; i++ {
			if out[i] == '.' {
				out[i] = ' '
			}
		}
	}
	return string(out)
}
