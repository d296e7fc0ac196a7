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
	case "scan": // @scan on, @scan sideways, @scan off: the pages that follow are pictures
		d.paper.on, d.paper.sideways = arg != "off", arg == "sideways"
		d.page()
	default:
		return d.list(b.name, arg)
	}
	return nil
}

// list carries out a directive that draws a list of the truth.
func (d *drawing) list(name, arg string) error {
	switch name {
	case "matrix":
		d.matrix()
	case "mapping":
		d.table(d.src.matrix.mapping())
	case "summary":
		d.summary()
	case "cuecs":
		d.cuecs(arg)
	case "subservice":
		d.subservice()
	case "responses":
		d.responses(arg)
	default:
		return fmt.Errorf("no directive @%s", name)
	}
	return nil
}

// frame draws a double border around the page.
func (d *drawing) frame() {
	d.need(0)
	w, h := d.size()
	if d.paper.on {
		for _, side := range [][4]float64{{24, 24, w - 24, 24}, {24, h - 24, w - 24, h - 24}, {24, 24, 24, h - 24}, {w - 24, 24, w - 24, h - 24}} {
			d.rule(side[0], side[1], side[2], side[3])
		}
		return
	}
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
	if !d.paper.on { // no scanner shows so pale a ring
		d.ring(x, y, radius)
	}
	f := font{family: d.style.Font, bold: true, size: 9, hex: d.style.Colour}
	for i, w := range words {
		w = strings.ReplaceAll(w, "_", " ")
		base := y + (float64(i)-float64(len(words)-1)/2)*11 + 3
		d.text(f, x-d.measure(f, w)/2, base, w)
	}
}

// ring draws a double circle.
func (d *drawing) ring(x, y, radius float64) {
	r, g, b, err := colour(d.style.Colour)
	if err != nil {
		d.pdf.SetError(err)
	}
	d.pdf.SetDrawColor(r, g, b)
	d.pdf.SetLineWidth(2)
	d.pdf.Circle(x, y, radius, "D")
	d.pdf.Circle(x, y, radius-5, "D")
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
			if j > 0 {
				r.join = 1
			}
			if j+1 < len(s.CSOCs) {
				r.below = 1
			}
			t.rows = append(t.rows, r)
		}
	}
	d.table(t)
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
		key := responseKey(e.Key)
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
