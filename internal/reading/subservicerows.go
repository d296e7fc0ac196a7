package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// methodColumnRE is the head of a column that tells how each organisation is treated.
var methodColumnRE = regexp.MustCompile(`(?i)^(?:reporting\s*|presentation\s*)?method(?:\s*(?:used|of\s*presentation|applied))?$|^(?:treatment|carve[\s-]*out\s*(?:/|or)\s*inclusive|inclusive\s*(?:/|or)\s*carve[\s-]*out)$`)

// methodCell is the method that a row of the table states, which goes before that
// of the words around it.
func methodCell(text string, around attest.Method) attest.Method {
	low := strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }), ""))
	carved, included := strings.HasPrefix(low, "carve"), strings.HasPrefix(low, "inclusive") || strings.HasPrefix(low, "included")
	switch {
	case carved:
		return attest.CarveOut
	case included:
		return attest.Inclusive
	}
	return around
}

// addRows adds the organisations of a table in the description.
func (rp *report) addRows(found []subserviceFound, t table, region span, org string) []subserviceFound {
	names, _ := t.find(orgColumnRE)
	services, _ := t.find(servicesColumn)
	if services == names {
		services = column{}
	}
	method := methodIn(rp.doc.flow(region).text)
	if method == attest.MethodUnstated {
		method = methodIn(rp.letter.flow.text)
	}
	var methodCells []tableCell
	if c, ok := t.find(methodColumnRE); ok && c != names && c != services {
		methodCells = rp.doc.rows(t, c)
	}
	serviceCells := rp.doc.rows(t, services)
	for _, cell := range rp.doc.rows(t, names) {
		if len(cell.lines) > 3 {
			continue
		}
		f := newFlow(cell.lines)
		name, alias := bracketAlias(strings.TrimSpace(f.text))
		if !capitalisedName(name) || genericSubservice(name) || sameName(name, org) {
			continue
		}
		s := subserviceFound{Subservice: attest.Subservice{Name: name, Method: method, Cited: f.cite(0, len(f.text))}, alias: alias}
		if near := overlaps(serviceCells, cell); len(near) == 1 {
			s.Services = near[0].text()
		}
		if near := overlaps(methodCells, cell); len(near) == 1 {
			s.Method = methodCell(near[0].text(), method)
		}
		found = addFound(found, s)
	}
	return found
}
