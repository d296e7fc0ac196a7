package reading

import (
	stdcmp "cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
)

// rulingManner is how a table of the tests is ruled.
type rulingManner string

const (
	inGrid     rulingManner = "grid"
	inRows     rulingManner = "rows"    // horizontal rulings alone
	inUprights rulingManner = "columns" // vertical rulings alone
	inStripes  rulingManner = "stripes" // every second row shaded, cell by cell
	inNothing  rulingManner = "nothing"
)

// press sets tables on pages, line by line, and breaks rows at the end of a page.
type press struct {
	doc    *pdf.Document
	manner rulingManner
	widths []float64
	head   []string
	again  bool // the head is printed on every page
	centre bool // cells stand in the middle of their rows
	bottom float64
	y      float64
}

const (
	pressLeft = 50.0
	pressSize = 8.0
	pressStep = 10.0 // from line to line
	pressPad  = 5.0  // above and below a row
)

// wrap breaks a text into lines of a width.
func wrap(text string, width float64) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		n := len(out)
		if n > 0 && float64(len(out[n-1])+1+len(w))*0.45*pressSize <= width-8 {
			out[n-1] += " " + w
			continue
		}
		out = append(out, w)
	}
	return out
}

// page returns the page that is set.
func (p *press) page() *pdf.Page { return &p.doc.Pages[len(p.doc.Pages)-1] }

// newPage starts a page, with the head where each page has it.
func (p *press) newPage() {
	p.doc.Pages = append(p.doc.Pages, pdf.Page{Number: len(p.doc.Pages) + 1, Width: 612, Height: 792})
	p.y = 60
	if p.again || len(p.doc.Pages) == 2 {
		p.row(p.head, false)
	}
}

// words sets one line of a cell.
func (p *press) words(x, y float64, text string) {
	lines := &p.page().Lines
	at := slices.IndexFunc(*lines, func(l pdf.Line) bool { return l.Box.Y0 == y })
	if at < 0 {
		at, *lines = len(*lines), append(*lines, pdf.Line{Box: pdf.Box{X0: x, Y0: y, Y1: y + pressSize}})
	}
	l := &(*lines)[at]
	for _, w := range strings.Fields(text) {
		x1 := x + 0.45*pressSize*float64(len(w))
		l.Words = append(l.Words, pdf.Word{Text: w, Box: pdf.Box{X0: x, Y0: y, X1: x1, Y1: y + pressSize}, Size: pressSize})
		x = x1 + 0.25*pressSize
	}
	l.Box.X1 = x
}

// row sets a row; what does not fit goes on the next page.
func (p *press) row(cells []string, shaded bool) {
	lines, most := make([][]string, len(cells)), 0
	for c, text := range cells {
		lines[c] = wrap(text, p.widths[c])
		most = max(most, len(lines[c]))
	}
	for from := 0; from < most; {
		fits := int((p.bottom - p.y - 2*pressPad) / pressStep)
		if fits < 1 {
			p.newPage()
			continue
		}
		to := min(most, from+fits)
		p.strip(lines, from, to, most, shaded)
		from = to
		if from < most {
			p.newPage()
		}
	}
}

// strip sets the lines from to to of a row.
func (p *press) strip(lines [][]string, from, to, most int, shaded bool) {
	x := pressLeft
	y1 := p.y + 2*pressPad + pressStep*float64(to-from)
	for c, cell := range lines {
		first := 0.0
		if p.centre {
			first = float64(most-len(cell)) / 2
		}
		for i, text := range cell {
			if at := first + float64(i); at >= float64(from) && at < float64(to) {
				p.words(x+4, p.y+pressPad+pressStep*(at-float64(from)), text)
			}
		}
		x += p.widths[c]
	}
	p.rule(p.y, y1, shaded)
	p.y = y1
}

// rule draws the rulings of a row.
func (p *press) rule(y0, y1 float64, shaded bool) {
	x1 := pressLeft
	for _, w := range p.widths {
		x1 += w
	}
	pg := p.page()
	if p.manner == inGrid || p.manner == inRows || p.manner == inStripes && shaded {
		pg.Rulings = append(pg.Rulings, pdf.Ruling{X0: pressLeft, Y0: y0, X1: x1, Y1: y0}, pdf.Ruling{X0: pressLeft, Y0: y1, X1: x1, Y1: y1})
	}
	if p.manner == inGrid || p.manner == inUprights || p.manner == inStripes && shaded {
		x := pressLeft
		pg.Rulings = append(pg.Rulings, pdf.Ruling{X0: x, Y0: y0, X1: x, Y1: y1})
		for _, w := range p.widths {
			x += w
			pg.Rulings = append(pg.Rulings, pdf.Ruling{X0: x, Y0: y0, X1: x, Y1: y1})
		}
	}
}

// newPress opens the part of a report that holds its matrix.
func newPress(manner rulingManner, head []string, widths ...float64) *press {
	p := &press{doc: typeset("# Testing Matrices"), manner: manner, head: head, widths: widths, bottom: 700}
	return p
}

// read gives the tables of the document, its lines from top to bottom.
func (p *press) read() []matrixTable {
	for _, pg := range p.doc.Pages {
		slices.SortStableFunc(pg.Lines, func(a, b pdf.Line) int { return stdcmp.Compare(a.Box.Y0, b.Box.Y0) })
	}
	return newReport(newDocument(p.doc)).matrixTables()
}

// pressedControls are rows of different heights.
func pressedControls(n int, ids bool) [][]string {
	var out [][]string
	for i := range n {
		row := []string{
			fmt.Sprintf("Access to system %d is granted on request, and %sa manager approves it.", i+1, strings.Repeat("for the teams that need it ", i%4)),
			fmt.Sprintf("Inspected request %d to determine that %sit was approved.", i+1, strings.Repeat("for each of the teams sampled ", (i+2)%5)),
			"No exceptions noted.",
		}
		if i%7 == 3 {
			row[2] = "Exception noted. For 2 of 25 requests no approval was kept."
		}
		if ids {
			row = append([]string{fmt.Sprintf("AC-%02d", i+1)}, row...)
		}
		out = append(out, row)
	}
	return out
}

// cellsOf gives the texts of the rows that are cells.
func cellsOf(tables []matrixTable, roles ...role) [][]string {
	var out [][]string
	for _, t := range tables {
		for _, r := range t.rows {
			if r.cells == nil {
				continue
			}
			row := make([]string, len(roles))
			for i, as := range roles {
				row[i] = cellText(r.cells[as])
			}
			out = append(out, row)
		}
	}
	return out
}

// lostWords gives the words of the pages of a matrix that are in no row, and those
// that are in two.
func lostWords(doc *pdf.Document, tables []matrixTable) (lost, twice []string) {
	seen := map[pdf.Box]int{}
	count := func(page int, lines []line) {
		for _, l := range lines {
			for _, w := range l.words {
				box := w.Box
				box.Y0 += 10_000 * float64(page)
				seen[box]++
				if seen[box] == 2 {
					twice = append(twice, w.Text)
				}
			}
		}
	}
	for _, t := range tables {
		for _, r := range t.rows {
			for _, l := range r.full {
				count(l.page, []line{l})
			}
			for _, cell := range r.cells {
				for _, l := range cell {
					count(l.page, []line{l})
				}
			}
		}
	}
	for _, p := range doc.Pages[1:] {
		for _, l := range p.Lines {
			for _, w := range l.Words {
				box := w.Box
				box.Y0 += 10_000 * float64(p.Number)
				if seen[box] == 0 {
					lost = append(lost, w.Text)
				}
			}
		}
	}
	return lost, twice
}

// Every manner of ruling gives the same rows, whatever pages cut, and no word is
// lost but those of the head.
func TestMatrixTablesOfAllManners(t *testing.T) {
	t.Parallel()
	withIDs := []string{"Control #", "Control Activity", "Tests Performed", "Results"}
	for _, manner := range []rulingManner{inGrid, inRows, inUprights, inStripes, inNothing} {
		for _, ids := range []bool{true, false} {
			for _, again := range []bool{true, false} {
				for _, centre := range []bool{true, false} {
					if centre && !ids && manner != inGrid && manner != inRows {
						continue // nothing tells where such rows begin
					}
					name := fmt.Sprintf("%s ids %v head again %v centred %v", manner, ids, again, centre)
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						head, widths, roles := withIDs, []float64{60, 160, 180, 100}, []role{roleID, roleControl, roleTest, roleResult}
						if !ids {
							head, widths, roles = head[1:], widths[1:], roles[1:]
						}
						p := newPress(manner, head, widths...)
						p.again, p.centre = again, centre
						p.newPage()
						want := pressedControls(40, ids)
						for i, row := range want {
							p.row(row, i%2 == 1)
						}
						tables := p.read()
						if diff := cmp.Diff(want, cellsOf(tables, roles...)); diff != "" {
							t.Errorf("rows mismatch (-want +got):\n%s", diff)
						}
						lost, twice := lostWords(p.doc, tables)
						heads := strings.Fields(strings.Join(head, " "))
						lost = slices.DeleteFunc(lost, func(w string) bool { return slices.Contains(heads, w) })
						if len(lost) > 0 || len(twice) > 0 {
							t.Errorf("lost %q, twice %q", lost, twice)
						}
					})
				}
			}
		}
	}
}
