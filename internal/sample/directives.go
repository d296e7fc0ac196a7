package sample

import (
	"fmt"
	"strconv"
	"strings"
)

// directive carries out "@name arguments".
func (d *drawing) directive(b block) error {
	arg := strings.Join(b.args, " ")
	switch b.name {
	case "contents": // @contents 2: down to the second level
		levels, err := strconv.Atoi(arg)
		if err != nil {
			return fmt.Errorf("@contents %s: %w", arg, err)
		}
		d.contentsPage(levels)
	case "landscape", "portrait":
		d.landscape = b.name == "landscape"
		d.page()
	case "begin": // @begin opinion: what follows is evidence for it
		d.begin(arg)
	case "end":
		d.end(arg)
	case "rule":
		d.need(4)
		d.rule(d.left(), d.y, d.left()+d.width(), d.y)
		d.y += 4
	case "frame":
		d.frame()
	case "seal":
		d.seal(b.args)
	case "matrix":
		if d.src.matrix.spec.Layout == "stacked" {
			d.stacked()
			break
		}
		d.table(d.src.matrix.draft())
	case "cuecs":
		d.cuecs(arg)
	case "subservice":
		d.subservice()
	case "responses":
		d.responses(arg)
	default:
		return fmt.Errorf("no directive @%s", b.name)
	}
	return nil
}

// frame draws a double border around the page.
func (d *drawing) frame() {
	d.need(0)
	w, h := d.pdf.GetPageSize()
	r, g, b, err := colour(d.style.Colour)
	if err != nil {
		d.pdf.SetError(err)
	}
	d.pdf.SetDrawColor(r, g, b)
	d.pdf.SetLineWidth(2.5)
	d.pdf.Rect(24, 24, w-48, h-48, "D")
	d.pdf.SetLineWidth(0.6)
	d.pdf.Rect(30, 30, w-60, h-60, "D")
}

// seal draws a round badge at the right with the words one above another.
func (d *drawing) seal(words []string) {
	const radius = 42
	d.need(2 * radius)
	x, y := d.left()+d.width()-radius, d.y+radius
	r, g, b, err := colour(d.style.Colour)
	if err != nil {
		d.pdf.SetError(err)
	}
	d.pdf.SetDrawColor(r, g, b)
	d.pdf.SetLineWidth(2)
	d.pdf.Circle(x, y, radius, "D")
	d.pdf.Circle(x, y, radius-5, "D")
	f := font{family: d.style.Font, bold: true, size: 9, hex: d.style.Colour}
	for i, w := range words {
		w = strings.ReplaceAll(w, "_", " ")
		base := y + (float64(i)-float64(len(words)-1)/2)*11 + 3
		d.text(f, x-d.measure(f, w)/2, base, w)
	}
}

// cuecs lists the complementary user entity controls, as a table with their
// criteria, as numbered limbs or as bullets.
func (d *drawing) cuecs(form string) {
	t := tableDraft{widths: []float64{12, 66, 22}, head: []string{"No.", "Complementary User Entity Control", "Related Criteria"}}
	for i, c := range d.src.Truth.CUECs {
		key := fmt.Sprintf("cuec:%d", i)
		switch form {
		case "table":
			r := textRow(strconv.Itoa(i+1), c.Text, strings.Join(c.Criteria, ", "))
			r.keys = []string{key}
			t.rows = append(t.rows, r)
			continue
		case "numbered":
			d.begin(key)
			d.marked(strconv.Itoa(i+1)+".", c.Text, 20)
		default:
			d.begin(key)
			d.marked("\u2022", c.Text, 14)
		}
		d.end(key)
	}
	if form == "table" {
		d.table(t)
	}
}

// subservice lists the subservice organisations and what is expected of them.
func (d *drawing) subservice() {
	t := tableDraft{
		widths: []float64{20, 20, 42, 18},
		head:   []string{"Subservice Organization", "Services Provided", "Complementary Controls Expected", "Criteria"},
	}
	for i, s := range d.src.Truth.Subservice {
		for j, c := range s.CSOCs {
			name, services := "", ""
			if j == 0 {
				name, services = s.Name, s.Services
			}
			r := textRow(name, services, c.Text, strings.Join(c.Criteria, ", "))
			r.keys = []string{fmt.Sprintf("sub:%d", i)}
			r.join = j > 0
			r.below = j+1 < len(s.CSOCs)
			t.rows = append(t.rows, r)
		}
	}
	d.table(t)
}

// stacked lists the controls one below another with labels instead of columns.
func (d *drawing) stacked() {
	m := d.src.matrix
	above := ""
	for i, r := range m.rows {
		if r.criterion != above {
			d.need(10 * d.lineHeight())
			d.heading(block{level: 3, text: r.criterion + " " + m.title[r.criterion]})
			above = r.criterion
		}
		d.need(6 * d.lineHeight())
		d.begin(m.key(i))
		d.line(block{align: "L", bold: true, text: "Control " + r.id})
		d.paragraph(r.text, 0, 0)
		d.paragraph("Test: "+r.test, 14, 0)
		d.paragraph("Result: "+r.result.Text, 14, 0)
		d.end(m.key(i))
	}
}

// responses tells management's responses to the exceptions, as a table or under
// a heading for each control.
func (d *drawing) responses(form string) {
	t := tableDraft{
		widths: []float64{16, 38, 46},
		head:   []string{"Reference", "Exception Noted by the Service Auditor", "Management\u2019s Response"},
	}
	for _, e := range d.src.Truth.Exceptions {
		if e.ManagementResponse == nil {
			continue
		}
		key := "response:" + e.Key
		ids := strings.Join(d.src.matrix.places(e.Topic), ", ")
		if form == "table" {
			r := textRow(ids, e.ResultText, *e.ManagementResponse)
			r.keys = []string{key}
			t.rows = append(t.rows, r)
			continue
		}
		d.begin(key)
		d.line(block{align: "L", bold: true, text: ids})
		d.paragraph("Exception: "+e.ResultText, 14, 0)
		d.paragraph("Management\u2019s response: "+*e.ManagementResponse, 14, 0)
		d.end(key)
	}
	if form == "table" {
		d.table(t)
	}
}
