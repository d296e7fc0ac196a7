package reading

import (
	"math"
	"slices"
)

const (
	gutterLeast  = 3.5  // points that stay free between two columns of a table
	gutterShare  = 0.02 // share of the lines that may run over it
	blankOfProse = 0.45 // font sizes; a wider blank may be one between columns
	fullShare    = 0.55 // share of the table's width that a full row covers
)

// gutterEdges gives the edges of the columns of a table without vertical rulings:
// where its lines leave a strip free, and the head has words on both sides.
func gutterEdges(lines []line, head tableHead, headLines []line) []float64 {
	x0, x1 := math.Inf(1), math.Inf(-1)
	for _, l := range append(lines[:len(lines):len(lines)], headLines...) {
		x0, x1 = min(x0, l.box.X0), max(x1, l.box.X1)
	}
	if x1-x0 < 40 {
		return nil
	}
	width := int(x1-x0) + 2
	count := make([]int, width)
	n, blank := 0, wideBlank(lines)
	for _, l := range lines {
		if runWidth(l, blank) >= fullShare*(x1-x0) {
			continue
		}
		n++
		cover(count, l, x0, blank, 1)
	}
	tol := int(gutterShare * float64(n))
	if len(headLines) > 0 {
		cover(count, headLines[len(headLines)-1], x0, blank, tol+1)
	}
	edges := []float64{x0 - 3}
	for from := 0; from < width; {
		if count[from] > tol {
			from++
			continue
		}
		to := from
		for to < width && count[to] <= tol {
			to++
		}
		if from > 0 && to < width && float64(to-from) >= gutterLeast {
			edges = append(edges, x0+float64(to)-2)
		}
		from = to
	}
	return underHead(append(edges, x1+3), head)
}

// wideBlank is from which width, in font sizes, a blank may be one between columns.
// In type of one width a blank between words is as wide as a letter, and where lines
// stand under each other their blanks do too.
func wideBlank(lines []line) float64 {
	var blanks []float64
	for _, l := range lines {
		for i := 1; i < len(l.words); i++ {
			size := max(l.words[i].Size, 4)
			if gap := (l.words[i].Box.X0 - l.words[i-1].Box.X1) / size; gap > 0 && gap < 1 {
				blanks = append(blanks, gap)
			}
		}
	}
	if len(blanks) == 0 {
		return blankOfProse
	}
	slices.Sort(blanks)
	return max(blankOfProse, 1.15*blanks[len(blanks)/2])
}

// runWidth is the width of the widest run of words of a line.
func runWidth(l line, blank float64) float64 {
	widest := 0.0
	for _, c := range splitGaps(l, max(0.55, blank)) {
		widest = max(widest, c.box.X1-c.box.X0)
	}
	return widest
}

// cover counts a line over the points from x0 on that its words stand on.
func cover(count []int, l line, x0, blank float64, by int) {
	for i, w := range l.words {
		from, to := w.Box.X0, w.Box.X1
		if i > 0 && from-l.words[i-1].Box.X1 < blank*max(w.Size, 4) {
			from = min(from, l.words[i-1].Box.X1)
		}
		for x := max(int(from-x0), 0); x < min(int(math.Ceil(to-x0)), len(count)); x++ {
			count[x] += by
		}
	}
}

// underHead leaves out the edges of columns that no head stands over, but for the
// first one's: those of lists inside a cell. Heads that share a column part it
// where they begin.
func underHead(edges []float64, head tableHead) []float64 {
	if len(head.lefts) == 0 {
		return edges
	}
	out := []float64{edges[0]}
	for e := 1; e+1 < len(edges); e++ {
		if slices.ContainsFunc(head.lefts, func(x float64) bool { return x >= edges[e]-3 && x < edges[e+1]-3 }) {
			out = append(out, edges[e])
		}
	}
	out = append(out, edges[len(edges)-1])
	for i := 1; i < len(head.lefts); i++ {
		if c := columnAt(out, head.lefts[i]); c == columnAt(out, head.lefts[i-1]) {
			out = slices.Insert(out, c+1, head.lefts[i]-2)
		}
	}
	return out
}
