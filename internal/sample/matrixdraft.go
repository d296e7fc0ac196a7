package sample

import (
	"slices"
	"strings"
)

// matrixLayouts gives the columns of each layout:
//
//	criteria-row       a row over the whole width for each criterion, its controls below
//	criteria-merged    the criterion in a first cell that goes on down its controls
//	criterion-heading  a heading and a table for each criterion
//	control-first      each control once, with its criteria or, in a split matrix, without
//	stacked            labelled lines instead of a table, under a heading for each criterion
//	blocks             labelled lines, each control once with its criteria
func (spec matrixSpec) columns() []string {
	own := map[string][]string{
		"criteria-row":      {"id", "control", "test", "result"},
		"criteria-merged":   {"criterion", "id_control", "test", "result"},
		"criterion-heading": {"id_control", "test", "result"},
		"control-first":     {"id", "control", "criteria", "test", "result"},
	}[spec.Layout]
	if spec.Columns != nil {
		own = spec.Columns
	}
	return own[:min(len(own), len(spec.Head))]
}

// matrix draws the controls in the layout of the document.
func (d *drawing) matrix() {
	m := d.src.matrix
	switch m.spec.Layout {
	case "stacked", "blocks":
		d.stacked()
	case "criterion-heading":
		for from := 0; from < len(m.rows); {
			to := from
			for to < len(m.rows) && m.rows[to].criterion == m.rows[from].criterion {
				to++
			}
			criterion := m.rows[from].criterion
			d.heading(block{level: 3, text: criterion + " \u2013 " + m.title[criterion]})
			d.table(m.draft(from, to))
			from = to
		}
	default:
		d.table(m.draft(0, len(m.rows)))
	}
}

// draft lays rows of the matrix out as a table.
func (m matrix) draft(from, to int) tableDraft {
	t := tableDraft{widths: m.spec.Widths, head: m.spec.Head}
	for i := from; i < to; i++ {
		r := m.rows[i]
		begins := i == from || r.criterion != m.rows[i-1].criterion
		if m.spec.Layout == "criteria-row" && begins {
			t.rows = append(t.rows, row{cells: []cell{{text: r.criterion + ": " + m.title[r.criterion], bold: true}}})
		}
		steps := m.steps(r)
		for s := range steps {
			t.rows = append(t.rows, m.step(i, s, begins))
		}
		for _, s := range steps {
			if text := m.response(i, s); m.spec.Response == "below" && text != "" {
				t.rows = append(t.rows, row{cells: []cell{{text: m.spec.Labels.Response + text, keys: []string{responseKey(s.found.Key)}}}})
			}
		}
	}
	return t
}

// testStep is one line of a test and what came of it.
type testStep struct {
	test, result string
	found        *Exception // nil for none
}

// steps are the tests of a control: one, or one for each line. An exception belongs
// to the last of them unless the spec says otherwise.
func (m matrix) steps(r matrixRow) []testStep {
	found := m.exceptions[r.topic]
	if !m.spec.Steps || r.reference {
		one := testStep{test: r.test, result: r.result.Text}
		if len(found) > 0 {
			one.found = &found[0]
		}
		return []testStep{one}
	}
	var out []testStep
	for line := range strings.SplitSeq(r.test, "\n") {
		out = append(out, testStep{test: line, result: m.spec.Clean})
	}
	last := len(out) - 1
	if len(found) == 0 {
		out[last].result = r.result.Text
	}
	for i, e := range found {
		n, told := m.spec.StepOf[e.Key]
		if !told {
			n = last
		}
		out[n].result, out[n].found = e.ResultText, &found[i]
	}
	return out
}

// goesOn are the columns whose cells hold for all the steps of a control.
var goesOn = []string{"criterion", "id", "control", "id_control", "criteria"}

// step is the row of step s of control i. Its first cells belong to those above
// where the criterion or the control goes on.
func (m matrix) step(i, s int, begins bool) row {
	steps := m.steps(m.rows[i])
	out := row{keys: []string{m.key(i)}}
	for _, name := range m.spec.columns() {
		c := cell{text: m.cellOf(i, steps[s], name), keys: m.keys(i, steps[s], name)}
		if slices.Contains(goesOn, name) && (s > 0 || name == "criterion" && !begins) {
			c.text = ""
		}
		out.cells = append(out.cells, c)
	}
	ends := i+1 == len(m.rows) || m.rows[i+1].criterion != m.rows[i].criterion
	out.join = m.joined(s > 0, begins)
	out.below = m.joined(s+1 < len(steps), ends)
	return out
}

// joined counts the first cells of a row that belong to those of the next one:
// those of the control while it goes on, else that of the criterion unless it ends.
func (m matrix) joined(control, ends bool) int {
	n := 0
	for _, name := range m.spec.columns() {
		if !slices.Contains(goesOn, name) || !control && (ends || name != "criterion") {
			break
		}
		n++
	}
	return n
}

// keys are the marks of a cell that holds a result, a response or both.
func (m matrix) keys(i int, s testStep, column string) []string {
	if s.found == nil || !slices.Contains([]string{"result", "test_result", "response"}, column) {
		return nil
	}
	var out []string
	if column != "response" {
		out = append(out, resultKey(s.found.Key))
	}
	if m.response(i, s) != "" && (column == "response" || m.spec.Response == "cell") {
		out = append(out, responseKey(s.found.Key))
	}
	return out
}

// response is what management says to what a step found, where it first stands.
func (m matrix) response(i int, s testStep) string {
	if s.found == nil || s.found.ManagementResponse == nil || m.rows[i].reference {
		return ""
	}
	return *s.found.ManagementResponse
}

// cellOf is the text of one column.
func (m matrix) cellOf(i int, s testStep, column string) string {
	r := m.rows[i]
	response := m.response(i, s)
	result := s.result
	if m.spec.Response == "cell" && response != "" {
		result += "\n" + m.spec.Labels.Response + response
	}
	switch column {
	case "criterion":
		return r.criterion + "\n" + m.title[r.criterion]
	case "id":
		return r.id
	case "control":
		return r.text
	case "id_control":
		return strings.TrimPrefix(r.id+"\n"+r.text, "\n")
	case "criteria":
		return strings.Join(r.criteria, ", ")
	case "test":
		return s.test
	case "result":
		return result
	case "test_result":
		return m.spec.Labels.Test + s.test + "\n" + m.spec.Labels.Result + result
	case "response":
		return response
	}
	return ""
}

// mapping is the first table of a split matrix: each criterion with the ids of the
// controls that serve it.
func (m matrix) mapping() tableDraft {
	t := tableDraft{widths: []float64{14, 52, 34}, head: []string{"Criteria", "Description", "Control References"}}
	for _, id := range m.spec.Criteria {
		var ids []string
		for _, r := range m.rows {
			if slices.Contains(r.criteria, id) {
				ids = append(ids, r.id)
			}
		}
		t.rows = append(t.rows, textRow(id, m.title[id], strings.Join(ids, ", ")))
	}
	return t
}

// summary lists the exceptions in a table of their own.
func (d *drawing) summary() {
	t := tableDraft{widths: []float64{18, 18, 64}, head: []string{"Control", "Criteria", "Exception"}}
	for _, e := range d.src.Truth.Exceptions {
		r := textRow(strings.Join(d.src.matrix.ids(e.Topic), ", "), strings.Join(d.src.matrix.criteria(e.Topic), ", "), e.ResultText)
		r.keys = []string{"told:" + e.Key}
		t.rows = append(t.rows, r)
	}
	d.table(t)
}

// criteria lists the criteria that a topic's control serves.
func (m matrix) criteria(topic string) []string {
	var out []string
	for _, r := range m.rows {
		if r.topic != topic {
			continue
		}
		for _, c := range r.criteria {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// stacked lists the controls one below another with labels instead of columns.
func (d *drawing) stacked() {
	m := d.src.matrix
	l := m.spec.Labels
	for i, r := range m.rows {
		if r.criterion != "" && (i == 0 || r.criterion != m.rows[i-1].criterion) {
			d.need(10 * d.lineHeight())
			d.heading(block{level: 3, text: r.criterion + " " + m.title[r.criterion]})
		}
		d.need(6 * d.lineHeight())
		d.begin(m.key(i))
		d.line(block{align: "L", bold: true, text: l.Control + r.id})
		if m.spec.once() {
			d.paragraph(l.Criteria+strings.Join(r.criteria, ", "), 0, 0)
		}
		d.paragraph(l.Text+r.text, 0, 0)
		for _, s := range m.steps(r) {
			d.paragraph(l.Test+s.test, 14, 0)
			d.marking(m.keys(i, s, "result"), func() { d.paragraph(l.Result+s.result, 14, 0) })
		}
		for _, s := range m.steps(r) {
			if text := m.response(i, s); m.spec.Response == "below" && text != "" {
				d.marking([]string{responseKey(s.found.Key)}, func() { d.paragraph(l.Response+text, 14, 0) })
			}
		}
		d.end(m.key(i))
	}
}
