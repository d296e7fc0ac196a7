package pdf

import "math"

// All lengths here are in units of the font size.
const (
	wordGap   = 0.18 // from which two glyphs are two words
	backStep  = 0.5  // from which a glyph that steps back begins a new word
	baseShift = 0.12 // from which a shifted baseline begins a new word
	overprint = 0.12 // within which the same glyph is the same ink again
	sizeRatio = 1.34 // from which another size begins a new word
)

// run is a word in the making: glyphs without a gap, in its own frame.
type run struct {
	text        []byte
	u0, u1, v   float64
	size        float64
	up, down    float64 // above and below the baseline, in points
	turn        uint8
	bold        bool
	caps        bool // small capitals were joined to it
	blankBefore bool // a blank was shown just before it
	blankAfter  bool
	glyphs      int
	confidence  float64 // of a recognised word, 0 for a word of the page's text
}

// height gives the height of the run's box.
func (r *run) height() float64 { return r.up + r.down }

// box gives the run's box on the page.
func (r *run) box() Box {
	return unturn(r.turn, r.u0, r.v-r.up, r.u1, r.v+r.down)
}

// wordBuilder joins glyphs into runs as they are shown.
type wordBuilder struct {
	runs    []run
	open    bool // the last run may go on
	blank   bool // a blank was the last glyph
	lastU   float64
	lastT   string
	spacing float64 // letter spacing between the last glyph and the next of its operator
}

// endString forgets the letter spacing, which holds within one operator only.
func (w *wordBuilder) endString() { w.spacing = 0 }

// add takes a glyph that reaches from u0 to u1 and is followed by spacing.
func (w *wordBuilder) add(f *font, g *glyphInfo, fr *frame, u0, u1, spacing float64) {
	before := w.spacing
	w.spacing = spacing
	if g.space {
		if w.open {
			w.runs[len(w.runs)-1].blankAfter = true
		}
		w.open, w.blank = false, true
		return
	}
	if u1 < u0 {
		u0, u1 = u1, u0
	}
	if w.open {
		last := &w.runs[len(w.runs)-1]
		if w.again(last, g.text, fr, u0) {
			return
		}
		if last.takes(fr, u0-before) {
			last.text = append(last.text, g.text...)
			last.u1 = max(last.u1, u1)
			last.up, last.down = max(last.up, f.ascent*fr.size), max(last.down, f.descent*fr.size)
			last.glyphs++
			w.lastU, w.lastT = u0, g.text
			return
		}
	}
	w.runs = append(w.runs, run{
		text: append(make([]byte, 0, 16), g.text...), u0: u0, u1: u1, v: fr.v, size: fr.size, turn: fr.turn,
		up: f.ascent * fr.size, down: f.descent * fr.size, bold: f.bold, blankBefore: w.blank, glyphs: 1,
	})
	w.open, w.blank, w.lastU, w.lastT = true, false, u0, g.text
}

// again reports whether a glyph is the last one printed twice, which some
// producers do for bold letters.
func (w *wordBuilder) again(last *run, text string, fr *frame, u0 float64) bool {
	return text == w.lastT && fr.turn == last.turn &&
		math.Abs(u0-w.lastU) < overprint*fr.size && math.Abs(fr.v-last.v) < overprint*fr.size
}

// takes reports whether a glyph of fr at u0 goes on the run.
func (r *run) takes(fr *frame, u0 float64) bool {
	small, large := min(r.size, fr.size), max(r.size, fr.size)
	gap := u0 - r.u1
	return fr.turn == r.turn && large <= small*sizeRatio && math.Abs(fr.v-r.v) <= baseShift*small &&
		gap < wordGap*small && gap > -backStep*small
}
