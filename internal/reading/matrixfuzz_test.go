package reading

import (
	"testing"

	"example.com/assay/internal/pdf"
)

// FuzzMatrixTables sets words and rulings where the bytes say. Whatever they make,
// each line of a row has words, stands on a page, and is no noise.
func FuzzMatrixTables(f *testing.F) {
	f.Add([]byte("0123456789abcdefghij"))
	f.Add([]byte("\x00\x10\x20\x30\x41\x11\x21\x31\x42\x12\x22\x32\xff\xfe\xfd\xfc"))
	words := []string{"Control", "Test", "Results", "AC-01", "CC6.1", "Inspected", "the", "No", "exceptions", "noted.", "(continued)", "1", "Criteria", "-", "CC6.1-"}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := newPress(inNothing, []string{"Control #", "Control", "Test", "Result"}, 60, 160, 180, 100)
		p.newPage()
		p.row(p.head, false)
		for ; len(data) >= 4 && len(p.doc.Pages) < 6; data = data[4:] {
			x, y, kind := pressLeft+2*float64(data[0]), 80+2.5*float64(data[1]), data[2]
			switch {
			case kind > 250:
				p.newPage()
			case kind > 200:
				pg := p.page()
				pg.Rulings = append(pg.Rulings, pdf.Ruling{X0: x, Y0: y, X1: x + 2*float64(data[3]), Y1: y})
			case kind > 150:
				pg := p.page()
				pg.Rulings = append(pg.Rulings, pdf.Ruling{X0: x, Y0: y, X1: x, Y1: y + 2*float64(data[3])})
			default:
				p.words(x, y, words[int(kind)%len(words)]+" "+words[int(data[3])%len(words)])
			}
		}
		for _, table := range p.read() {
			for _, r := range table.rows {
				lines := r.full
				for _, cell := range r.cells {
					lines = append(lines[:len(lines):len(lines)], cell...)
				}
				for _, l := range lines {
					if l.page < 1 || l.page > len(p.doc.Pages) || len(l.words) == 0 || l.noise {
						t.Fatalf("line %q of page %d, noise %v", l.text, l.page, l.noise)
					}
				}
			}
		}
	})
}
