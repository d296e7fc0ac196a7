package pdf

import (
	"cmp"
	"math"
	"slices"
)

const (
	sameLine  = 1.0 // points between segments that are one line
	lineGap   = 2.0 // points between the ends of segments that are one line
	shortLine = 4.0 // points under which a line is no ruling
)

// rulings merges the painted segments into lines on a page of that size.
func rulings(drawn []segment, width, height float64) []Ruling {
	kept := drawn[:0]
	for _, s := range drawn {
		if s, ok := s.within(width, height); ok {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b segment) int {
		if a.across != b.across {
			if a.across {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.low, b.low), cmp.Compare(a.top, b.top))
	})
	var out []Ruling
	for len(kept) > 0 && len(out) < MaxRulings {
		n := 1
		for n < len(kept) && kept[n].across == kept[0].across && kept[n].at-kept[0].at <= sameLine {
			n++
		}
		out = joined(out, kept[:n])
		kept = kept[n:]
	}
	return out[:min(len(out), MaxRulings)]
}

// within cuts a segment to the page.
func (s segment) within(width, height float64) (segment, bool) {
	if !s.across {
		width, height = height, width
	}
	s.low, s.top = max(s.low, 0), min(s.top, width)
	return s, s.low <= s.top && s.at >= -1 && s.at <= height+1 && !math.IsNaN(s.at)
}

// joined appends the lines that segments on one axis make together.
func joined(out []Ruling, run []segment) []Ruling {
	slices.SortFunc(run, func(a, b segment) int { return cmp.Compare(a.low, b.low) })
	whole := run[0]
	for _, s := range run[1:] {
		if s.low <= whole.top+lineGap {
			whole.top = max(whole.top, s.top)
			continue
		}
		out = appendRuling(out, whole)
		whole = s
	}
	return appendRuling(out, whole)
}

// appendRuling appends a segment that is long enough.
func appendRuling(out []Ruling, s segment) []Ruling {
	switch {
	case s.top-s.low < shortLine:
		return out
	case s.across:
		return append(out, Ruling(grainedBox(Box{s.low, s.at, s.top, s.at})))
	}
	return append(out, Ruling(grainedBox(Box{s.at, s.low, s.at, s.top})))
}
