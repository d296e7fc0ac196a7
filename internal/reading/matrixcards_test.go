package reading

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/pdf"
)

// TestMatrixCards reads controls that have a table of tests each, below their words;
// a card without an id is listed as unread, and its tests go to no other control.
func TestMatrixCards(t *testing.T) {
	t.Parallel()
	card := func(p *press, lines ...string) {
		for _, text := range lines {
			p.words(pressLeft, p.y, text)
			p.y += pressStep
		}
		p.words(pressLeft, p.y, "Auditor test")
		p.words(330, p.y, "Test result")
		p.words(pressLeft, p.y+12, "Inspected the tickets of a sample of changes made")
		p.words(330, p.y+12, "No exceptions noted")
		p.words(pressLeft, p.y+22, "in the period under review.")
		p.y += 50
	}
	tests := []struct {
		name  string
		third []string
		want  []string
	}{
		{"all with ids", []string{"QX-03", "Doors are locked.", "Criteria: CC6.4"}, []string{"QX-01|CC6.1", "QX-02|(CC8.1)", "QX-03|Criteria: CC6.4", "QX-04|CC7.2"}},
		{"one without", []string{"Doors are locked."}, []string{"QX-01|CC6.1", "QX-02|(CC8.1)|unread", "||unread", "QX-04|CC7.2"}},
	}
	for _, tt := range tests {
		p := &press{doc: &pdf.Document{Pages: []pdf.Page{{Number: 1, Width: 612, Height: 792}}}, y: 60}
		p.words(500, p.y, "CC6.1")
		card(p, "QX-01", "Keys are rotated each year.")
		card(p, "QX-02 Changes are reviewed.", "(CC8.1)")
		card(p, tt.third...)
		p.words(500, p.y, "CC7.2")
		card(p, "QX-04", "Alerts are followed up.")
		for i := range p.doc.Pages[0].Lines {
			l := &p.doc.Pages[0].Lines[i]
			if l.Words[0].Text == "CC6.1" || l.Words[0].Text == "CC7.2" {
				l.Words = append(l.Words[1:len(l.Words):len(l.Words)], l.Words[0])
				l.Box.X0, l.Box.X1 = pressLeft, 530
			}
		}
		got, _ := newReport(newDocument(p.doc)).matrixCards()
		var rows []string
		for _, r := range got.rows {
			s := cellText(r.cells[roleID]) + "|" + cellText(r.cells[roleCriteria])
			if r.unread != "" {
				s += "|unread"
			}
			rows = append(rows, s)
		}
		if diff := cmp.Diff(tt.want, rows); diff != "" {
			t.Errorf("%s: cards (-want +got):\n%s", tt.name, diff)
		}
	}
}
