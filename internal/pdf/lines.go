package pdf

import (
	"bytes"
	"cmp"
	"math"
	"slices"
)

// Lengths in units of the font size.
const (
	sameBaseline = 0.25 // within which two runs stand on one baseline
	smallMark    = 0.8  // size of a superscript over that of its line, at most
	markReach    = 0.6  // gap between a superscript and its word, at most
	splitGap     = 0.1  // under which pieces of a word are put together again
	noBlank      = 0.05 // under which pieces belong together in spite of a blank
	smallCaps    = 2.0  // size of a capital over that of small capitals, at most
	maxTracking  = 0.6  // gap between the letters of a spaced heading, at most
	minTracked   = 5    // letters of a spaced heading, at least
)

// row is the runs of one baseline.
type row struct {
	runs []*run
	v    float64
	size float64 // of its largest run
	up   float64 // top of its boxes
	down float64 // bottom of its boxes
}

// add puts a run on the row.
func (r *row) add(x *run) {
	if len(r.runs) == 0 {
		r.v, r.up, r.down = x.v, x.v-x.up, x.v+x.down
	}
	r.runs = append(r.runs, x)
	r.size = max(r.size, x.size)
	r.up, r.down = min(r.up, x.v-x.up), max(r.down, x.v+x.down)
}

// layOut makes lines of the runs of a page of that size: upright text from top
// to bottom, then the text that stands on its side.
func layOut(runs []run, width, height float64) []Line {
	var turned [4][]*run
	for i := range runs {
		r := &runs[i]
		if box, ok := r.box().clip(width, height); ok && box.finite() {
			turned[r.turn] = append(turned[r.turn], r)
		}
	}
	var lines []Line
	for _, group := range turned {
		for _, r := range joinMarks(rows(group)) {
			lines = append(lines, r.line())
		}
	}
	return lines
}

// rows groups runs by their baselines, top to bottom.
func rows(runs []*run) []*row {
	slices.SortStableFunc(runs, func(a, b *run) int { return cmp.Compare(a.v, b.v) })
	var out []*row
	for _, x := range runs {
		var home *row
		for i := len(out) - 1; i >= 0 && i >= len(out)-4; i-- {
			if x.v-out[i].v <= sameBaseline*min(x.size, out[i].size) && alike(x.size, out[i].size) {
				home = out[i]
				break
			}
		}
		if home == nil {
			home = &row{}
			out = append(out, home)
		}
		home.add(x)
	}
	return out
}

// alike reports sizes that may share a row without being a mark and its word.
func alike(a, b float64) bool { return min(a, b) >= 0.4*max(a, b) }

// joinMarks puts superscripts and other small marks on the row of the word they
// stand beside.
func joinMarks(rows []*row) []*row {
	for i, r := range rows {
		for _, j := range []int{i + 1, i - 1, i + 2, i - 2} {
			if j >= 0 && j < len(rows) && len(rows[j].runs) > 0 && r.size <= smallMark*rows[j].size {
				r.moveMarks(rows[j])
			}
		}
	}
	return slices.DeleteFunc(rows, func(r *row) bool { return len(r.runs) == 0 })
}

// moveMarks moves the runs of r that overlap the height of to and stand beside
// one of its words.
func (r *row) moveMarks(to *row) {
	kept := r.runs[:0]
	var moved []*run
	for _, x := range r.runs {
		overlap := min(x.v+x.down, to.down) - max(x.v-x.up, to.up)
		if overlap >= 0.5*x.height() && to.beside(x) {
			moved = append(moved, x)
		} else {
			kept = append(kept, x)
		}
	}
	r.runs = kept
	to.runs = append(to.runs, moved...)
}

// beside reports whether a larger run of the row ends or begins where x does.
func (r *row) beside(x *run) bool {
	for _, o := range r.runs {
		reach := markReach * o.size
		if x.size <= smallMark*o.size && x.u0 > o.u0-reach && x.u1 < o.u1+reach+(x.u1-x.u0) &&
			(math.Abs(x.u0-o.u1) < reach || math.Abs(o.u0-x.u1) < reach) {
			return true
		}
	}
	return false
}

// line makes the line of a row.
func (r *row) line() Line {
	slices.SortStableFunc(r.runs, func(a, b *run) int { return cmp.Compare(a.u0, b.u0) })
	runs := untrack(joinPieces(onceOnly(r.runs)))
	line := Line{Words: make([]Word, len(runs))}
	for i, x := range runs {
		box := grainedBox(x.box())
		line.Words[i] = Word{Text: string(x.text), Box: box, Size: grained(x.size), Bold: x.bold, Confidence: x.confidence}
		if i == 0 {
			line.Box = box
		}
		line.Box = line.Box.union(box)
	}
	return line
}

// onceOnly leaves out words that are printed a second time on top of themselves.
func onceOnly(runs []*run) []*run {
	out := runs[:0]
	for _, x := range runs {
		twice := false
		for i := len(out) - 1; i >= 0 && i >= len(out)-3 && !twice; i-- {
			o, near := out[i], 2*overprint*x.size
			if math.Abs(o.u0-x.u0) < near && math.Abs(o.u1-x.u1) < near && bytes.Equal(o.text, x.text) {
				o.bold, twice = true, true
			}
		}
		if !twice {
			out = append(out, x)
		}
	}
	return out
}

// joinPieces puts words together that were shown in pieces, out of order.
func joinPieces(runs []*run) []*run {
	out := runs[:0]
	for _, x := range runs {
		if len(out) > 0 {
			o := out[len(out)-1]
			fr := frame{turn: x.turn, v: x.v, size: x.size}
			limit := splitGap
			if o.blankAfter || x.blankBefore {
				limit = noBlank
			}
			piece := o.takes(&fr, x.u0) && x.u0-o.u1 < limit*o.size
			caps := x.smallCapsOf(o)
			if piece || caps || x.ordinalOf(o) {
				o.caps = o.caps || caps
				o.absorb(x)
				continue
			}
		}
		out = append(out, x)
	}
	return out
}

// ordinalOf reports the raised letters of a number in words, as in 31st.
func (r *run) ordinalOf(o *run) bool {
	switch string(r.text) {
	case "st", "nd", "rd", "th":
		last := o.text[len(o.text)-1]
		return last >= '0' && last <= '9' && r.size <= smallMark*o.size && r.u0-o.u1 < wordGap*o.size && !o.blankAfter
	}
	return false
}

// smallCapsOf reports the rest of a word whose first letter is a larger capital.
func (r *run) smallCapsOf(o *run) bool {
	gap := r.u0 - o.u1
	return (o.glyphs == 1 && len(o.text) == 1 || o.caps) && o.text[0] >= 'A' && o.text[0] <= 'Z' && isLower(r.text[0]) &&
		!o.blankAfter && !r.blankBefore && o.turn == r.turn && r.size < o.size && o.size <= smallCaps*r.size &&
		math.Abs(gap) < noBlank*o.size && math.Abs(o.v-r.v) <= baseShift*r.size
}

// isLower reports a small letter of ASCII.
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// absorb appends another run.
func (r *run) absorb(x *run) {
	r.text = append(r.text, x.text...)
	r.u1 = max(r.u1, x.u1)
	r.up, r.down = max(r.up, x.up), max(r.down, x.down)
	r.blankAfter = x.blankAfter
	r.glyphs += x.glyphs
	r.bold = r.bold && x.bold
	if x.confidence > 0 && (r.confidence == 0 || x.confidence < r.confidence) {
		r.confidence = x.confidence
	}
}

// untrack puts headings together whose letters stand apart.
func untrack(runs []*run) []*run {
	out := runs[:0]
	for i := 0; i < len(runs); {
		n := tracked(runs[i:])
		first := runs[i]
		for _, x := range runs[i+1 : i+n] {
			first.absorb(x)
		}
		out = append(out, first)
		i += n
	}
	return out
}

// tracked gives how many runs from the first on are single letters at an even
// distance; 1 when they are too few to tell.
func tracked(runs []*run) int {
	if !runs[0].letter() {
		return 1
	}
	n, least := 1, math.Inf(1)
	for n < len(runs) && runs[n].letter() {
		gap := (runs[n].u0 - runs[n-1].u1) / runs[n].size
		if gap > maxTracking || gap > 1.6*least+0.1 {
			break
		}
		least = min(least, max(gap, 0.01))
		n++
	}
	if n < minTracked {
		return 1
	}
	return n
}

// letter reports a run of one letter.
func (r *run) letter() bool {
	c := r.text[0] | 0x20
	return len(r.text) == 1 && c >= 'a' && c <= 'z'
}
