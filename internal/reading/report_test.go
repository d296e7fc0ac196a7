package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

// typeset lays out pages of text, a line for each line: "# " makes a large bold
// heading, "= " a bold line, a tab the next column, an empty line a gap.
func typeset(pages ...string) *pdf.Document {
	doc := &pdf.Document{}
	for n, text := range pages {
		p := pdf.Page{Number: n + 1, Width: 612, Height: 792}
		if text == "[image]" {
			p.Images = []pdf.Box{{X0: 0, Y0: 0, X1: 612, Y1: 792}}
			text = ""
		}
		y := 60.0
		for _, s := range strings.Split(strings.Trim(text, "\n"), "\n") {
			if strings.TrimSpace(s) == "" {
				y += 10
				continue
			}
			l := typesetLine(s, y)
			p.Lines = append(p.Lines, l)
			y = l.Box.Y1 + 2
		}
		doc.Pages = append(doc.Pages, p)
	}
	return doc
}

// typesetLine lays out one line at a height.
func typesetLine(s string, y float64) pdf.Line {
	size, bold := 10.0, false
	switch {
	case strings.HasPrefix(s, "# "):
		size, bold, s = 14, true, s[2:]
	case strings.HasPrefix(s, "= "):
		bold, s = true, s[2:]
	}
	x := 60.0
	for strings.HasPrefix(s, "    ") {
		x, s = x+24, s[4:]
	}
	l := pdf.Line{Box: pdf.Box{X0: x, Y0: y, Y1: y + size}}
	for i, c := range strings.Split(s, "\t") {
		if i > 0 {
			x = 60 + 190*float64(i)
		}
		for _, w := range strings.Fields(c) {
			x1 := x + 0.45*size*float64(len(w))
			l.Words = append(l.Words, pdf.Word{Text: w, Box: pdf.Box{X0: x, Y0: y, X1: x1, Y1: y + size}, Size: size, Bold: bold})
			x = x1 + 0.25*size
		}
	}
	l.Box.X1 = x
	if len(l.Words) > 0 {
		l.Box.X0 = l.Words[0].Box.X0
	}
	return l
}

// flagNames gives the names of a reading's flags.
func flagNames(r *attest.Reading) []attest.FlagName {
	var out []attest.FlagName
	for _, f := range r.Flags {
		out = append(out, f.Name)
	}
	return out
}
