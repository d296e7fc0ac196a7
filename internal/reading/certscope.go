package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	// scopeLead stands before the scope. What ends in a colon or ends a line leads
	// to it; "The scope of this certificate" is its first word.
	scopeLead = regexp.MustCompile(`(?i)(?:\b(?:for|covering|within|under)\s+(?:the\s+)?(?:following\s+)?scope(?:\s+of\s+(?:activities|certification|supply|the\s+isms))?|\bscope\s+of\s+(?:certification|registration|supply|activities|application|approval|the\s+certificate|the\s+isms|isms)(?:\s+activities)?|\bcertification\s+scope|\bfor\s+the\s+following\s+(?:activities|products|services|processes)(?:\s+and\s+(?:services|activities))?|\b(?:this\s+certificate|this\s+certification)\s+(?:is\s+valid|applies|extends)\s+(?:for|to)(?:\s+the\s+following(?:\s+scope)?)?|\bthe\s+scope\s+of\s+(?:this|the)\s+(?:approval|certificate|certification|registration)\s+(?:is\s+applicable\s+to|is|covers)|\bthe\s+(?:scope|following)\s+(?:is|covers|includes|activities)|\bscope|\bgeltungsbereich|\banwendungsbereich|\bfür\s+(?:den|folgenden)\s+(?:geltungsbereich|anwendungsbereich)|\bpour\s+(?:le\s+)?(?:périmètre|domaine|les\s+activités)(?:\s+suivante?s?)?|\bpérimètre(?:\s+de\s+certification)?|\bdomaine\s+d'application|(?:para\s+(?:el|o)\s+)?(?:alcance|âmbito|escopo)(?:\s+de\s+(?:la\s+)?certific\pL+|\s+da\s+certificação)?|\bcampo\s+di\s+applicazione|\btoepassingsgebied|\bscope\s+van\s+certificatie)\s*(?:/\s*scope(?:\s+of\s+certification)?|/\s*\pL+)?\s*(?P<colon>:)?`)
	scopeIs   = regexp.MustCompile(`(?i)\bthe\s+scope\s+of\s+(?:this|the)\s+(?:[\pL\d/:.-]+\s+){0,4}?(?:certificate|certification|registration|isms|management\s+system)\b|\bthe\s+(?:[\pL]+\s+){0,4}management\s+system\s+(?:applies\s+to|covers)\b`)
	scopeFor  = regexp.MustCompile(`(?i)\bscope\s+(?:for|of)\s+certificate\s+\S*\d|\bscope\s+is\s+only\s+valid`)
)

// scope reads what the certificate covers, word for word.
func (t *certText) scope() attest.Fact[string] {
	for c := range t.grid.cells {
		text := t.grid.cells[c].f.text
		if m := scopeIs.FindStringIndex(text); m != nil {
			if v, ok := t.scopeFrom(c, m[0], "cert.scope.sentence"); ok {
				return v
			}
		}
		if scopeFor.MatchString(text) || scopeIs.MatchString(t.joined[c].text) {
			continue
		}
		for _, m := range scopeLead.FindAllStringSubmatchIndex(text, -1) {
			if v, ok := t.scopeAfter(c, m); ok {
				return v
			}
		}
	}
	return attest.AbsentFact[string]("no words that lead to a scope")
}

// scopeAfter reads the scope that a match of scopeLead in a cell leads to: the
// rest of the cell, or the cell under it or beside it.
func (t *certText) scopeAfter(c int, m []int) (attest.Fact[string], bool) {
	text := t.grid.cells[c].f.text
	rest, colon := strings.TrimLeft(text[m[1]:], " :."), m[2] >= 0
	if rest != "" {
		if !colon {
			return attest.Fact[string]{}, false
		}
		return t.scopeFrom(c, len(text)-len(rest), "cert.scope.label")
	}
	if k, ok := t.grid.right(c); ok && m[0] == 0 {
		if v, ok := t.scopeFrom(k, 0, "cert.scope.beside"); ok {
			return v, true
		}
	}
	if k, ok := t.grid.below(c, 5); ok {
		return t.scopeFrom(k, 0, "cert.scope.below")
	}
	return attest.Fact[string]{}, false
}

// scopeFrom reads the paragraph from an offset of a cell on, up to a line that
// holds a label of its own.
func (t *certText) scopeFrom(c, from int, rule string) (attest.Fact[string], bool) {
	var lines []line
	for n, k := range t.grid.paragraph(c) {
		if n > 0 && (t.endsScope(k) || n > maxScope || ownStatement(newFlow(lines).text, t.grid.cells[k].f.text)) {
			break
		}
		lines = append(lines, t.grid.cells[k].line)
	}
	f := newFlow(lines)
	if m := scopeLead.FindStringSubmatchIndex(f.text[from:]); m != nil && m[0] == 0 && m[2] >= 0 {
		from += m[1] // the lead-in once more, in a second language
		from += len(f.text[from:]) - len(strings.TrimLeft(f.text[from:], " "))
	}
	if from >= len(f.text) || len(strings.Fields(f.text[from:])) < 3 {
		return attest.Fact[string]{}, false
	}
	end := len(strings.TrimRight(f.text, " "))
	return attest.FoundFact(f.text[from:end], rule, f.cite(from, end)...), true
}

// maxScope is the number of lines after which a scope is cut.
const maxScope = 40

// ownStatement reports whether a line begins a sentence of its own on the
// statement of applicability, and does not end the one before.
func ownStatement(before, text string) bool {
	at := soaRE.FindStringIndex(text)
	return at != nil && at[0] <= 4 && !leadsOn.MatchString(before)
}

// leadsOn ends a line that the next one carries on.
var leadsOn = regexp.MustCompile(`(?i)(?:\b(?:the|with|per|to|under|of|by|in|and|its|latest|current|der|die|zur|dem|la|le|con|com|de|da|alla|della|de|het)|[,(-])$`)

// endsScope reports whether a cell begins something else: a label with a value, or
// a label alone.
func (t *certText) endsScope(c int) bool {
	text := t.grid.cells[c].f.text
	for n, l := range t.labels[c] {
		if l.field != labelOther && l.field != labelValid && l.field != labelVersion && l.start < 4 && (t.paired[[2]int{c, n}] || l.field == labelNumber || strings.Contains(text[min(l.end, len(text)):], ":")) {
			return true
		}
	}
	return siteHead.MatchString(text) || scopeStop.MatchString(text)
}

// scopeStop begins a line that is no more of the scope.
var scopeStop = regexp.MustCompile(`(?i)^\W*(?:this\s+(?:certificate|registration|certification)\s+(?:is|remains|was|has|expires|shall|will|relates|may)\b|(?:for\s+and\s+)?on\s+behalf\s+of|(?:issued|authori[sz]ed|signed|approved|certified)\s+by|issue\s+\d|accredited\b|page\s+\d|certificate\s*(?:#|no\b|number|valid)|(?:further|additional)\s+(?:sites|clarification)|first\s+surveillance|annex\b|appendix\b)`)

var (
	soaRE      = regexp.MustCompile(`(?i)statements?\s+of\s+applicability|\bSoA\b|erklärung\s+(?:zur|der)\s+anwendbarkeit|anwendbarkeitserklärung|déclaration\s+d'applicabilité|declaraci[óo]n\s+de\s+aplicabilidad|declaração\s+de\s+aplicabilidade|dichiarazione\s+di\s+applicabilità|verklaring\s+van\s+toepasselijkheid`)
	soaVersion = regexp.MustCompile(`(?i)^[\s,;:()"'-]*(?:\(?SoA\)?[\s,:;]*)?(?:[\pL\d.:/-]+[\s,(]+){0,4}?(?:\b(?:version|versión|versão|versione|versie|ver|rev(?:ision)?|revisión|révision|issue|edition|ausgabe|stand)\b\.?\s*(?:no\.?|nr\.?|number)?\s*[:.]?\s*|\bv\.?\s?)(?P<v>\d[\w]*(?:\.\d+)*(?:-\d+)*|[A-Z]\b)`)
	soaBefore  = regexp.MustCompile(`(?i)\b(?:version|ver\.?|v\.?|rev(?:ision)?\.?|issue)\s*(?P<v>\d[\w]*(?:\.\d+)*)\s+of\s+(?:the\s+|its\s+)?(?:isms\s+)?$`)
)

// applicability reads version and date of the statement of applicability.
func (d *document) applicability(f flow, order dateOrder) (version attest.Fact[string], date attest.Fact[attest.Date]) {
	mentions := soaRE.FindAllStringIndex(f.text, -1)
	if len(mentions) == 0 {
		const reason = "no statement of applicability is named"
		return attest.AbsentFact[string](reason), attest.AbsentFact[attest.Date](reason)
	}
	version = attest.AbsentFact[string]("the statement of applicability is named without a version")
	date = attest.AbsentFact[attest.Date]("the statement of applicability is named without a date")
	for _, m := range mentions {
		tail := f.text[m[1]:soaEnd(f.text, m[1])]
		if v := soaVersion.FindStringSubmatchIndex(tail); v != nil && version.State == attest.Absent {
			version = attest.FoundFact(tail[v[2]:v[3]], "cert.soa_version", f.cite(m[0], m[1]+v[3])...)
		}
		from := max(0, m[0]-60)
		if v := soaBefore.FindStringSubmatchIndex(f.text[from:m[0]]); v != nil && version.State == attest.Absent {
			version = attest.FoundFact(f.text[from+v[2]:from+v[3]], "cert.soa_version", f.cite(from+v[0], m[1])...)
		}
		hits := findDatesOrdered(tail, order)
		if date.State != attest.Absent || len(hits) == 0 || soaOther.MatchString(tail[:hits[0].start]) {
			continue
		}
		h := hits[0]
		date = dateFact(d, []labelled{{hit: h, rule: "cert.soa_date", cites: f.cite(m[0], m[1]+h.end)}})
	}
	return version, date
}

// soaOther are words between the statement and a date that belong to something else.
var soaOther = regexp.MustCompile(`(?i)certificate|issue\s+date|expir|valid|agreement|original|initial|\bISMS\s+manual`)

// soaEnd is the end of the words that may still speak of the statement: its
// sentence, at most 110 bytes.
func soaEnd(text string, from int) int {
	end := min(len(text), from+110)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	for i := from; i+2 < end; i++ {
		next, _ := utf8.DecodeRuneInString(text[i+2:])
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		if text[i] == '.' && text[i+1] == ' ' && unicode.IsUpper(next) && !unicode.IsUpper(before) && i-from > 8 {
			return i
		}
	}
	return end
}

var (
	siteHead  = regexp.MustCompile(`(?i)^\W*(?:(?:additional|further|other|certified|covered|in-scope|multi-?site)\s+)?(?:sites?|locations?|facilities|premises|standorte?|niederlassungen|emplacements|sedes|emplazamientos|locais|siti|sedi|vestigingen|locaties)(?:\s+(?:in\s+scope|covered\b.*|included\b.*|in\s+the\s+scope\b.*|of\s+the\s+\w+|list|under\b.*|im\s+\w+))?\s*:?\s*$`)
	siteCols  = regexp.MustCompile(`(?i)^\W*(?:sites?|locations?|addresse?s?|standort|adresse|anschrift|dirección|endereço|indirizzo|adres|site\s+(?:name|address)|name\s+and\s+address)\s*$`)
	otherCols = regexp.MustCompile(`(?i)^\W*(?:activit(?:y|ies)|functions?|scope|processes|services|role|tätigkeit(?:en)?|funktion|no\.?|nr\.?|#|certificate\b.*)\s*$`)
	bulletRE  = regexp.MustCompile(`^\s*[►•▪●◦‣*\x{f0b7}-]\s*(?:\pL[\pL ]{2,30}:\s*)?`)
)

// sites lists the places of a site annex: the rows of its table, or its bullets.
func (t *certText) sites() attest.List[string] {
	out := attest.List[string]{State: attest.Absent, Reason: "no list of sites"}
	for c := range t.grid.cells {
		if !siteHead.MatchString(t.grid.cells[c].f.text) || len(t.grid.rows[t.grid.cells[c].row]) > 1 && !siteCols.MatchString(t.grid.cells[c].f.text) {
			continue
		}
		if items := t.siteRows(c); len(items) > len(out.Items) {
			out = attest.List[string]{State: attest.Found, Rule: "cert.sites"}
			for _, k := range items {
				f := t.grid.cells[k].f
				at := len(bulletRE.FindString(f.text))
				out.Items = append(out.Items, f.text[at:])
				out.Citations = append(out.Citations, f.cite(at, len(f.text))...)
			}
		}
	}
	return out
}

// siteRows gives the cells of the rows under a heading of sites: the first column
// of a table, else bullets.
func (t *certText) siteRows(head int) []int {
	var bullets, column []int
	left := -1.0
	for r := t.grid.cells[head].row; r < len(t.grid.rows); r++ {
		for _, k := range t.grid.rows[r] {
			c, several := t.grid.cells[k], len(t.grid.rows[r]) > 1
			switch {
			case len(t.dates[k]) > 0:
			case bulletRE.MatchString(c.f.text) && len(c.f.text) > 4:
				bullets = append(bullets, k)
			case several && left < 0 && siteCols.MatchString(c.f.text):
				left = c.box.X0
			case several && left >= 0 && abs(c.box.X0-left) < 8 && !isSiteHead(c.f.text):
				column = append(column, k)
			}
		}
	}
	if len(column) > 0 {
		return column
	}
	return bullets
}

// isSiteHead reports whether a cell is the head of a column of a site table.
func isSiteHead(text string) bool { return siteCols.MatchString(text) || otherCols.MatchString(text) }

func abs(x float64) float64 { return max(x, -x) }
