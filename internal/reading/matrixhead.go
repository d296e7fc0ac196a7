package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
)

const (
	headRows  = 4   // lines over which a head without rulings is set, at most
	headPitch = 1.9 // font sizes between the lines of a head, at most
)

// tableHead is the head of a table of controls.
type tableHead struct {
	texts []string  // of its columns, left to right
	roles []role    // "" where the words tell none
	lefts []float64 // where the columns' words begin
	rows  int       // rows, or lines, that it is set over
}

// sameAs reports whether a head announces the columns of another one.
func (h tableHead) sameAs(o tableHead) bool {
	if len(h.texts) != len(o.texts) {
		return false
	}
	for i := range h.texts {
		if headKey(h.texts[i]) != headKey(o.texts[i]) {
			return false
		}
	}
	return true
}

// headKey is the text of a head without what differs between its copies.
func headKey(s string) string { return maskKey(headEndRE.ReplaceAllString(s, "")) }

// cellText is the text of some lines.
func cellText(lines []line) string { return strings.TrimSpace(newFlow(lines).text) }

// headText is the text of a head. Letters of small capitals, which stand in two
// sizes, make one word.
func headText(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		for i, w := range l.words {
			if b.Len() > 0 && !(i > 0 && w.Box.X0-l.words[i-1].Box.X1 < 0.1*w.Size && w.Size != l.words[i-1].Size) {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
		}
	}
	return plainText(b.String())
}

// announces reports whether heads with these roles are of a table of controls, in
// a part of the report of that kind.
func announces(heads []string, roles []role, zone attest.SectionKind) bool {
	has, n := roleSet{}, 0
	for i, r := range roles {
		if notMatrixRE.MatchString(heads[i]) {
			return false
		}
		if r != "" {
			has[r] = true
			n++
		}
	}
	switch {
	case n*2 < len(heads), n < len(heads)-2, n < 2, zone == attest.SectionAuditorReport:
		return false
	case has.tested():
		return true
	case has.answered():
		return zone != attest.SectionDescription
	case zone == attest.SectionMatrix && has[roleControl] && n == len(heads) && (has[roleID] || len(has) == 1):
		return true
	}
	return has.mapped() && zone != attest.SectionOther && (has[roleID] || zone != attest.SectionDescription)
}

// roleSet holds the roles of a head.
type roleSet map[role]bool

// subject reports whether a column says what was tested.
func (s roleSet) subject() bool { return s[roleControl] || s[roleID] || s[roleCriteria] }

// tested reports whether the head is of controls with tests or results.
func (s roleSet) tested() bool {
	return s.subject() && (s[roleTest] || s[roleResult] || s[roleTestResult]) || s[roleTest] && s[roleResult]
}

// answered reports whether the head is of exceptions and management's responses.
func (s roleSet) answered() bool { return s[roleResponse] && (s.subject() || s[roleResult]) }

// mapped reports whether the head is of criteria and their controls.
func (s roleSet) mapped() bool { return s[roleCriteria] && (s[roleControl] || s[roleID]) }

// rolesOf gives the role that each head announces.
func rolesOf(heads []string) []role {
	out := make([]role, len(heads))
	for i, h := range heads {
		out[i] = roleOf(h)
	}
	return out
}

// ruledHead reads a head that starts at row i of a ruled part: one row, or two
// where cells of the first stand over several of the second.
func ruledHead(rows []gridRow, i int, zone attest.SectionKind) (tableHead, bool) {
	if rows[i].full != nil || rows[i].cells == nil {
		return tableHead{}, false
	}
	one := make([]string, len(rows[i].cells))
	for c, cell := range rows[i].cells {
		one[c] = headText(cell)
		if len(one[c]) > maxRoleText+20 {
			return tableHead{}, false
		}
	}
	best, ok := newRuledHead(one, 1, rows[i], zone)
	if i+1 < len(rows) && rows[i+1].cells != nil {
		if two, ok2 := newRuledHead(under(one, rows[i+1]), 2, rows[i+1], zone); ok2 && known(two.roles) >= known(best.roles) {
			best, ok = two, true
		}
	}
	return best, ok
}

// known counts the columns whose role is told.
func known(roles []role) int {
	n := 0
	for _, r := range roles {
		if r != "" {
			n++
		}
	}
	return n
}

// under gives the heads of the second row where they are, else those above; nil
// when the second row holds no heads.
func under(one []string, second gridRow) []string {
	two := make([]string, len(one))
	found, unknown := false, 0
	for c, cell := range second.cells {
		own := headText(cell)
		switch {
		case own == "":
			two[c] = one[c]
		case roleOf(own) != "":
			two[c], found = own, true
		case one[c] != "" && !startsLower(own) && len(own) < 40 && roleOf(one[c]+" "+own) != "":
			two[c] = one[c] + " " + own
		case startsLower(own) || len(own) > 30 || isIDText(strings.Fields(own)):
			return nil
		default:
			two[c] = own
			unknown++
		}
	}
	if !found || unknown*3 > len(one) {
		return nil
	}
	return two
}

// newRuledHead checks the heads of a ruled part.
func newRuledHead(texts []string, n int, at gridRow, zone attest.SectionKind) (tableHead, bool) {
	var filled []string
	for _, t := range texts {
		if t != "" {
			filled = append(filled, t)
		}
	}
	if len(filled) < 2 || !announces(filled, rolesOf(filled), zone) {
		return tableHead{}, false
	}
	h := tableHead{texts: texts, roles: rolesOf(texts), rows: n, lefts: make([]float64, len(texts))}
	for c, cell := range at.cells {
		if len(cell) > 0 {
			h.lefts[c] = cell[0].box.X0
		}
	}
	return h, true
}

// headGaps are the blanks that may part heads, in font sizes, widest first.
var headGaps = [...]float64{cellGap, 0.55}

// looseHead reads a head without rulings that starts at line i: words that stand
// above each other are of one column, and each column announces its role.
func looseHead(lines []line, i int, zone attest.SectionKind, active *controlSheet) (tableHead, bool) {
	var best tableHead
	for n := 1; n <= headRows && i+n <= len(lines); n++ {
		if !headGoesOn(lines[i:i+n], best.rows > 0) {
			break
		}
		for _, gap := range headGaps {
			h, ok := newLooseHead(lines[i:i+n], gap, zone)
			if !ok || known(h.roles) < known(best.roles) {
				continue
			}
			if best.rows > 0 && known(h.roles) == known(best.roles) && len(h.roles) > len(best.roles) && !h.standsOver(best, lines[i+n:]) {
				continue // a name before "Control" is no column of its own
			}
			best = h
			if active != nil && active.head.sameAs(h) {
				return best, true
			}
		}
	}
	return best, best.rows > 0
}

// standsOver reports whether the words below begin where the columns do that a
// coarser reading of the head has not: those of a column do so line by line.
func (h tableHead) standsOver(coarse tableHead, lines []line) bool {
	for c := range h.roles {
		if slices.Contains(coarse.lefts, h.lefts[c]) {
			continue
		}
		begin, beside := 0, 0
		for _, l := range lines[:min(len(lines), 40)] {
			for i, w := range l.words {
				switch {
				case w.Box.X0 > h.lefts[c]-2 && w.Box.X0 < h.lefts[c]+2:
					begin++
				case w.Box.X0 < h.lefts[c] && (w.Box.X1 > h.lefts[c] || i+1 < len(l.words) && l.words[i+1].Box.X0 > h.lefts[c]+2):
					beside++
				}
			}
		}
		if begin < 3 || begin < beside {
			return false
		}
	}
	return true
}

// newLooseHead reads lines as a head whose columns are parted by blanks of a width.
func newLooseHead(lines []line, gap float64, zone attest.SectionKind) (tableHead, bool) {
	cols := stackedCells(lines, gap)
	if len(cols) < 2 {
		return tableHead{}, false
	}
	h := tableHead{rows: len(lines)}
	unknown := 0
	for _, c := range cols {
		text := headText(c)
		if len(text) > maxRoleText {
			return tableHead{}, false
		}
		as := roleOf(text)
		if as == "" {
			unknown++
		}
		if unknown > (len(cols)-1)/3 {
			return tableHead{}, false
		}
		h.texts, h.roles, h.lefts = append(h.texts, text), append(h.roles, as), append(h.lefts, c[0].box.X0)
	}
	return h, announces(h.texts, h.roles, zone)
}

// headGoesOn reports whether the last of some lines may belong to one head with
// those before: close below, and, where these are a head already, printed as they
// are.
func headGoesOn(lines []line, whole bool) bool {
	n := len(lines) - 1
	l := lines[n]
	if len(l.words) == 0 || l.page != lines[0].page || len(l.text) > 2*maxRoleText {
		return false
	}
	if n == 0 {
		return true
	}
	step := l.box.Y0 - lines[n-1].box.Y0
	if !whole {
		return step <= headPitch*max(l.size, 5)
	}
	return sameStyle(l, lines[n-1]) && step <= 1.6*max(l.size, 5) && (l.bold || n < 2 || step < 1.1*(lines[n-1].box.Y0-lines[n-2].box.Y0))
}

// stackedCells puts the runs of words of some lines that stand above each other
// together, from left to right.
func stackedCells(lines []line, gap float64) [][]line {
	var cols [][]line
	var boxes []pdf.Box
	for _, l := range lines {
		for _, c := range splitGaps(l, gap) {
			box := pdf.Box(c.box)
			into := -1
			for k := 0; k < len(cols); k++ {
				if min(boxes[k].X1, box.X1)-max(boxes[k].X0, box.X0) <= 0 {
					continue
				}
				if into < 0 {
					into = k
					boxes[k].X0, boxes[k].X1 = min(boxes[k].X0, box.X0), max(boxes[k].X1, box.X1)
					cols[k] = append(cols[k], c.line)
					continue
				}
				boxes[into].X0, boxes[into].X1 = min(boxes[into].X0, boxes[k].X0), max(boxes[into].X1, boxes[k].X1)
				cols[into] = append(cols[into], cols[k]...)
				cols, boxes = slices.Delete(cols, k, k+1), slices.Delete(boxes, k, k+1)
				k--
			}
			if into < 0 {
				cols, boxes = append(cols, []line{c.line}), append(boxes, box)
			}
		}
	}
	slices.SortFunc(cols, func(a, b []line) int { return cmpX(a[0], b[0]) })
	return cols
}

// cmpX orders lines from left to right.
func cmpX(a, b line) int {
	switch {
	case a.box.X0 < b.box.X0:
		return -1
	case a.box.X0 > b.box.X0:
		return 1
	}
	return 0
}
