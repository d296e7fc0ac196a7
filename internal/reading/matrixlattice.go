package reading

import (
	"cmp"
	"math"
	"slices"

	"example.com/assay/internal/pdf"
)

const (
	ruleReach  = 3.0     // points by which rulings that meet may miss each other
	ruleOfText = 0.7     // share of a column's width that a ruling between its rows covers
	minColumn  = 7.0     // points; narrower columns are double rulings
	openReach  = 9.0     // points by which words may reach below a row that is cut
	maxCrossed = 400_000 // pairs of rulings of a page that are looked at
)

// lattice is a part of a page that rulings cut into columns.
type lattice struct {
	box     pdf.Box
	across  []pdf.Ruling // horizontal, top to bottom
	upright []pdf.Ruling
	edges   []float64 // of the columns, left to right
}

// splitRulings parts the rulings of a page into horizontal and vertical ones.
func splitRulings(all []pdf.Ruling) (across, upright []pdf.Ruling) {
	for _, r := range all {
		switch {
		case r.Y1-r.Y0 < ruleReach && r.X1-r.X0 >= 6:
			across = append(across, r)
		case r.X1-r.X0 < ruleReach && r.Y1-r.Y0 >= 4:
			upright = append(upright, r)
		}
	}
	slices.SortFunc(across, func(a, b pdf.Ruling) int { return cmp.Or(cmp.Compare(a.Y0, b.Y0), cmp.Compare(a.X0, b.X0)) })
	slices.SortFunc(upright, func(a, b pdf.Ruling) int { return cmp.Or(cmp.Compare(a.X0, b.X0), cmp.Compare(a.Y0, b.Y0)) })
	return across, upright
}

// lattices gives the parts of a page in which vertical rulings part columns, top
// to bottom.
func (p page) lattices() []lattice {
	across, upright := splitRulings(p.rulings)
	if len(upright) == 0 || len(across)*len(upright) > maxCrossed {
		return nil
	}
	sets := newSets(len(across) + len(upright))
	for i, h := range across {
		from, _ := slices.BinarySearchFunc(upright, h.X0-ruleReach, func(v pdf.Ruling, x float64) int { return cmp.Compare(v.X0, x) })
		for j := from; j < len(upright) && upright[j].X0 <= h.X1+ruleReach; j++ {
			if v := upright[j]; h.Y0 >= v.Y0-ruleReach && h.Y0 <= v.Y1+ruleReach {
				sets.join(i, len(across)+j)
			}
		}
	}
	byRoot := map[int]*lattice{}
	var out []*lattice
	for i := range len(across) + len(upright) {
		root := sets.root(i)
		l := byRoot[root]
		if l == nil {
			l = &lattice{box: pdf.Box{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}}
			byRoot[root] = l
			out = append(out, l)
		}
		if i < len(across) {
			l.add(across[i])
			l.across = append(l.across, across[i])
		} else {
			l.add(upright[i-len(across)])
			l.upright = append(l.upright, upright[i-len(across)])
		}
	}
	return withColumns(out)
}

// withColumns gives the lattices that have columns, with their edges.
func withColumns(all []*lattice) []lattice {
	var out []lattice
	for _, l := range all {
		l.edges = l.columnEdges()
		if len(l.edges) >= 3 && l.box.Y1-l.box.Y0 >= 8 {
			if !l.closed() {
				l.box.Y1 += openReach
			}
			out = append(out, *l)
		}
	}
	slices.SortStableFunc(out, func(a, b lattice) int {
		return cmp.Or(cmp.Compare(a.box.Y0, b.box.Y0), cmp.Compare(a.box.X0, b.box.X0))
	})
	return out
}

// closed reports whether a ruling ends the lattice below. A page break that cuts a
// row leaves it open, and its last line may stand under the vertical rulings.
func (l *lattice) closed() bool {
	width := 0.0
	for _, h := range l.across {
		if h.Y0 > l.box.Y1-ruleReach {
			width += h.X1 - h.X0
		}
	}
	return width >= 0.5*(l.box.X1-l.box.X0)
}

// add stretches the lattice over a ruling.
func (l *lattice) add(r pdf.Ruling) {
	l.box = pdf.Box{X0: min(l.box.X0, r.X0), Y0: min(l.box.Y0, r.Y0), X1: max(l.box.X1, r.X1), Y1: max(l.box.Y1, r.Y1)}
}

// columnEdges gives where the vertical rulings stand, and the ends of the
// horizontal ones where no frame closes the outer columns.
func (l *lattice) columnEdges() []float64 {
	xs := []float64{l.box.X0, l.box.X1}
	for _, v := range l.upright {
		xs = append(xs, v.X0)
	}
	xs = clusters(xs, ruleReach)
	for i := 1; i < len(xs); {
		if xs[i]-xs[i-1] < minColumn {
			xs = slices.Delete(xs, i, i+1)
			continue
		}
		i++
	}
	return xs
}

// clusters gives the middles of groups of values that lie within tol of the one
// before.
func clusters(v []float64, tol float64) []float64 {
	slices.Sort(v)
	var out []float64
	for i := 0; i < len(v); {
		j := i + 1
		for j < len(v) && v[j]-v[i] <= tol {
			j++
		}
		out = append(out, (v[i]+v[j-1])/2)
		i = j
	}
	return out
}

// disjointSets joins numbers into sets.
type disjointSets []int

func newSets(n int) disjointSets {
	s := make(disjointSets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// root gives the number that stands for the set of i.
func (s disjointSets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join makes one set of those of a and b.
func (s disjointSets) join(a, b int) { s[s.root(a)] = s.root(b) }

// alikeEdges reports whether two lists of edges are of columns of one table, whose
// copies on other pages may stand further left or right.
func alikeEdges(a, b []float64) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	shift := b[0] - a[0]
	for i := range a {
		if math.Abs(b[i]-a[i]-shift) > 8 {
			return false
		}
	}
	return true
}

// holdsEdges reports whether all of some edges are among others.
func holdsEdges(all, some []float64) bool {
	for _, x := range some {
		if !slices.ContainsFunc(all, func(y float64) bool { return math.Abs(x-y) <= 4 }) {
			return false
		}
	}
	return len(some) > 0
}

// sameFrame reports whether two lattices are as wide, and one has all the edges of
// the other.
func (l lattice) sameFrame(o lattice) bool {
	return math.Abs(l.box.X0-o.box.X0) <= 4 && math.Abs(l.box.X1-o.box.X1) <= 4 && (holdsEdges(l.edges, o.edges) || holdsEdges(o.edges, l.edges))
}

// columnAt gives the column that x falls into; words beside the table fall into
// the outer ones.
func columnAt(edges []float64, x float64) int {
	for c := 1; c < len(edges)-1; c++ {
		if x < edges[c] {
			return c - 1
		}
	}
	return len(edges) - 2
}

// byColumn cuts a line into the columns of a table.
func byColumn(l line, edges []float64) [][]line {
	out := make([][]line, len(edges)-1)
	for from := 0; from < len(l.words); {
		c := columnAt(edges, middle(l.words[from].Box.X0, l.words[from].Box.X1))
		to := from + 1
		for to < len(l.words) && columnAt(edges, middle(l.words[to].Box.X0, l.words[to].Box.X1)) == c {
			to++
		}
		out[c] = append(out[c], newCell(l, l.words[from:to]).line)
		from = to
	}
	return out
}

// crosses reports whether a line runs on over x: a word stands there, or the blank
// of a sentence.
func crosses(l line, x float64) bool {
	for i, w := range l.words {
		if w.Box.X0 < x-1 && w.Box.X1 > x+1 {
			return true
		}
		if i > 0 {
			prev := l.words[i-1]
			if prev.Box.X1 <= x+1 && w.Box.X0 >= x-1 && w.Box.X0-prev.Box.X1 < 0.5*max(w.Size, 4) {
				return true
			}
		}
	}
	return false
}
