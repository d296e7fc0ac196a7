package ocr

import (
	"math"
	"slices"
)

const (
	longLine   = 0.25   // of the page's width, from which a line tells the slope
	tellers    = 5      // lines that tell it, at least
	leastSlope = 0.0008 // below which a scan is level, as tangent
	mostSlope  = 0.05   // above which the lines are no lines of a scan laid in askew
)

// slopeOf is the slope of a page's lines as tangent, positive where they fall to the
// right: that of most of the long lines of words, which are given by the index of
// their first word.
func slopeOf(words []Word, firsts []int, width float64) float64 {
	var slopes []float64
	for i, from := range firsts {
		to := len(words)
		if i+1 < len(firsts) {
			to = firsts[i+1]
		}
		first, last := words[from], words[to-1]
		if run := last.X0 - first.X0; run > longLine*width {
			slopes = append(slopes, (last.base-first.base)/run)
		}
	}
	if len(slopes) < tellers {
		return 0
	}
	slices.Sort(slopes)
	if s := slopes[len(slopes)/2]; math.Abs(s) >= leastSlope && math.Abs(s) <= mostSlope {
		return s
	}
	return 0
}

// level moves the words of a page that slopes to where they stand on a level one,
// turned around its middle.
func level(words []Word, slope, width, height float64) {
	for i := range words {
		w := &words[i]
		down := slope * ((w.X0+w.X1)/2 - width/2)
		right := -slope * ((w.Y0+w.Y1)/2 - height/2)
		w.Y0, w.Y1, w.base = w.Y0-down, w.Y1-down, w.base-down
		w.X0, w.X1 = max(w.X0-right, 0), w.X1-right
	}
}
