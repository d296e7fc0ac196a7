package sample

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// matrixSpec says which controls a report lists and how.
type matrixSpec struct {
	Layout   string         `json:"layout"` // see matrixLayouts
	Head     []string       `json:"head"`
	Columns  []string       `json:"columns"`  // what they hold, see cellOf; nil for the layout's own
	Widths   []float64      `json:"widths"`   // percent
	Labels   labels         `json:"labels"`   // of what a cell or a block holds
	Steps    bool           `json:"steps"`    // each line of a test has a row and a result of its own
	StepOf   map[string]int `json:"step_of"`  // the step, from 0, that found an exception, by its key; the last where it is not told
	Response string         `json:"response"` // where management answers: cell, below (a row over the whole width) or "" for elsewhere
	Variant  int            `json:"variant"`  // of the library's wordings
	IDs      string         `json:"ids"`      // criterion (CC6.1.3), topic (AC-04), running (NN-27), series (6.03) or none
	Prefix   string         `json:"prefix"`   // of running ids
	Form     string         `json:"form"`     // of running ids instead of prefix, dash and number, such as "Control %d"
	Stride   int            `json:"stride"`   // between running ids; 0 means 1
	Criteria []string       `json:"criteria"` // in order
	Without  []string       `json:"without"`  // topics that the vendor has no control for
	Controls []control      `json:"controls"` // own controls instead of the library's

	Inquiry   string            `json:"inquiry"`   // step that precedes the test of every control
	Clean     string            `json:"clean"`     // result without exception
	Reference string            `json:"reference"` // test of a row that points to another: %s is its id
	See       string            `json:"see"`       // result of such a row where the other has an exception
	Results   map[string]result `json:"results"`   // by topic, where not Clean
}

// labels stand before what a cell or a block holds.
type labels struct {
	Control  string `json:"control"` // before an id that heads a block
	Text     string `json:"text"`    // before the text of a control in a block
	Criteria string `json:"criteria"`
	Test     string `json:"test"`
	Result   string `json:"result"`
	Response string `json:"response"`
}

// result is what the auditor noted for a control that is not simply clean.
type result struct {
	Result string `json:"result"` // no_exception, exception, not_operated or not_tested
	Text   string `json:"text"`
}

// control is one control of the library.
type control struct {
	Topic    string   `json:"topic"`
	Prefix   string   `json:"prefix"` // of topic ids
	Criteria []string `json:"criteria"`
	Text     []string `json:"text"` // wordings
	Test     []string `json:"test"` // wordings
}

// matrix is the table of controls of one report.
type matrix struct {
	spec       matrixSpec
	title      map[string]string // of the criteria, our words
	rows       []matrixRow
	exceptions map[string][]Exception // by topic
}

// matrixRow is one control in one place.
type matrixRow struct {
	criterion string // under which it stands; "" in a control-first table
	criteria  []string
	topic     string
	id        string
	text      string
	test      string
	result    result
	reference bool
}

// once reports whether each control stands in one place, whatever its criteria.
func (spec matrixSpec) once() bool { return spec.Layout == "control-first" || spec.Layout == "blocks" }

// key is the mark that holds while row i is drawn.
func (matrix) key(i int) string { return fmt.Sprintf("row:%d", i) }

// resultKey and responseKey are the marks that hold while the words of an exception
// are drawn as a result, and those of management's response to it.
func resultKey(exception string) string   { return "result:" + exception }
func responseKey(exception string) string { return "response:" + exception }

// build puts the rows of the matrix together. A spec without criteria has none.
func (spec matrixSpec) build(exceptions []Exception, vars map[string]string) (matrix, error) {
	m := matrix{spec: spec, title: map[string]string{}, exceptions: map[string][]Exception{}}
	if len(spec.Criteria) == 0 {
		return m, nil
	}
	if err := readJSON("content/criteria.json", &m.title); err != nil {
		return m, err
	}
	if len(spec.Controls) == 0 {
		if err := readJSON("content/controls.json", &m.spec.Controls); err != nil {
			return m, err
		}
	}
	results := map[string]result{}
	for topic, r := range spec.Results {
		results[topic] = r
	}
	for _, e := range exceptions {
		results[e.Topic] = result{"exception", e.ResultText}
		m.exceptions[e.Topic] = append(m.exceptions[e.Topic], e)
	}
	for _, c := range m.spec.Controls {
		if err := m.add(c, results, vars); err != nil {
			return m, err
		}
	}
	m.number()
	return m, nil
}

func readJSON(name string, into any) error {
	raw, err := content.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("decode %s: %w", name, err)
	}
	return nil
}

// add puts a control under each of its criteria that the report has, or once in
// a control-first table.
func (m *matrix) add(c control, results map[string]result, vars map[string]string) error {
	var in []string
	for _, id := range c.Criteria {
		if slices.Contains(m.spec.Criteria, id) {
			in = append(in, id)
		}
	}
	if len(in) == 0 || slices.Contains(m.spec.Without, c.Topic) {
		return nil
	}
	text, err := expand(pick(c.Text, m.spec.Variant), vars)
	if err != nil {
		return err
	}
	test, err := expand(pick(c.Test, m.spec.Variant), vars)
	if err != nil {
		return err
	}
	if m.spec.Inquiry != "" {
		test = m.spec.Inquiry + "\n" + test
	}
	r, ok := results[c.Topic]
	if !ok {
		r = result{"no_exception", m.spec.Clean}
	}
	base := matrixRow{criteria: in, topic: c.Topic, id: c.Prefix, text: text, test: test, result: r}
	if m.spec.once() {
		m.rows = append(m.rows, base)
		return nil
	}
	for _, id := range in {
		at := base
		at.criterion, at.criteria = id, []string{id}
		m.rows = append(m.rows, at)
	}
	return nil
}

func pick(variants []string, n int) string {
	if len(variants) == 0 {
		return ""
	}
	return variants[min(n, len(variants)-1)]
}

// number orders the rows by criterion, gives them ids, and turns the second and
// later places of a control into references where the spec wants that.
func (m *matrix) number() {
	if !m.spec.once() {
		slices.SortStableFunc(m.rows, func(a, b matrixRow) int {
			return slices.Index(m.spec.Criteria, a.criterion) - slices.Index(m.spec.Criteria, b.criterion)
		})
	}
	count, first := map[string]int{}, map[string]matrixRow{}
	for i := range m.rows {
		r := &m.rows[i]
		seen, again := first[r.topic]
		if m.spec.IDs == "criterion" || !again {
			r.id = m.id(*r, count)
		} else {
			r.id = seen.id
		}
		if !again {
			first[r.topic] = *r
			continue
		}
		if m.spec.Reference != "" {
			m.refer(r, seen)
		}
	}
}

func (m *matrix) refer(r *matrixRow, seen matrixRow) {
	r.reference = true
	r.test = strings.ReplaceAll(m.spec.Reference, "%s", seen.id)
	if r.result.Result == "exception" {
		r.result.Text = strings.ReplaceAll(m.spec.See, "%s", seen.id)
	}
}
