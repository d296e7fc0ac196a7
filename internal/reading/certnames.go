package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// legalForm ends the names of companies.
const legalForm = `(?:(?:,\s*|\s+)(?:Co\.,?\s*(?:Ltd|LTD|Limited|Inc)\b\.?|(?:Inc|INC|Ltd|LTD|Corp|Ltda|Pty\.?\s*Ltd|Pte\.?\s*Ltd|Pvt\.?\s*Ltd)\b\.?|(?:LLC|LLP|LP|Limited|LIMITED|PLC|plc|Corporation|CORPORATION|Company|PLLC|GmbH(?:\s*&\s*Co\.?\s*KG)?|GMBH|mbH|gGmbH|UG|eG|KGaA|OHG|PBC|CIC|JSC|PJSC|FZE|FZ-?LLC|AG|SE|KG|BV|NV|SAS|SASU|SA|SARL|SpA|SPA|Srl|SRL|A/S|ApS|AB|ASA|AS|Oy|Oyj|Private\s+Limited)\b|L\.L\.C\.?|L\.L\.P\.?|Co\.|P\.C\.|P\.A\.|e\.\s?V\.|B\.V\.?|N\.V\.?|S\.A\.(?:S\.?)?|S\.p\.A\.?|S\.r\.l\.?|S\.L\.(?:U\.?)?|K\.K\.|S\.A\.U\.?|S\.A\.S\.?|Sdn\.?\s*Bhd\.?|Pte\.\s*Ltd\.?|W\.L\.L\.?|d\.o\.o\.|Sp\.\s*z\s*o\.\s*o\.|a\.s\.|s\.r\.o\.))`

var (
	// holderLead stands before the name of the certificate's holder.
	holderLead = regexp.MustCompile(`(?i)(?:` + strings.Join([]string{
		`(?:this\s+is\s+to\s+certify|we\s+(?:hereby\s+)?certify|(?:this|hereby)?\s*certifi(?:es|ed)|certifying|(?:confirms|attests|declares)(?:\s+by\s+this\s+\pL+)?)\s*,?\s*that(?:\s+the\s+(?:[\pL]+\s+){0,4}?(?:management\s+system|isms)(?:\s*\(isms\))?\s+(?:of|for|at|implemented\s+by|operated\s+by))?(?:\s+the\s+(?:following\s+)?(?:organi[sz]ation|company|firm|client|group\s+of\s+companies))?`,
		`the\s+(?:[\pL]+\s+){0,4}?(?:management\s+system|isms)(?:\s*\(isms\))?\s*(?:of|for|as\s+defined\s+and\s+implemented\s+by|implemented\s+by|operated\s+by)`,
		`(?:as\s+defined\s+and\s+)?implemented\s+by`,
		`(?:issued|awarded|granted|presented)\s+to`,
		`(?:certificate\s+holder|holder\s+of\s+the\s+certificate|certified\s+(?:organi[sz]ation|company|client)|name\s+of\s+(?:the\s+)?(?:organi[sz]ation|company|client)|company\s+name|organi[sz]ation\s+name|client\s+name|client|holder)\s*:`,
		`^(?:certificate\s+holder|holder|(?:registered\s+|certified\s+)?(?:organi[sz]ation|company))\s*(?::|$)`,
		`(?:bescheinigt|bestätigt|zertifiziert)\s*(?:hiermit\s*)?,?\s*dass(?:\s+(?:das\s+unternehmen|die\s+(?:firma|organisation)|das\s+(?:\pL+-?)?managementsystem\s+(?:der|des|von)))?`,
		`(?:zertifikatsinhaber(?:in)?|inhaber\s+des\s+zertifikats|unternehmen|organisation|firma)\s*:`,
		`certifi(?:e|ons)\s+que(?:\s+(?:l'(?:organisme|entreprise)|la\s+société|le\s+système\s+de\s+management(?:\s+de\s+la\s+sécurité\s+de\s+l'information)?(?:\s+\(\w+\))?\s+(?:de|d')(?:\s+la\s+société)?))?|(?:délivré|attribué|décerné)\s+à`,
		`certifica(?:mos)?\s+que(?:\s+(?:el|o)\s+sistema\s+de\s+(?:gestión|gestão)(?:\s+d[ea]\s+(?:la\s+)?(?:seguridad|segurança)\s+d[ae]\s+(?:la\s+)?(?:información|informação))?(?:\s+\(\w+\))?\s+(?:de|da|do))?(?:\s+(?:la\s+(?:organización|empresa)|a\s+(?:organização|empresa)))?|(?:otorgado|concedido|emitido)\s+a`,
		`(?:si\s+)?certifica\s+che(?:\s+il\s+sistema\s+di\s+gestione(?:\s+(?:per\s+la|della)\s+sicurezza\s+delle\s+informazioni)?(?:\s+\(\w+\))?\s+(?:di|della|dell'))?(?:\s+l'(?:organizzazione|azienda))?|rilasciato\s+a`,
		`het\s+(?:\pL+)?managementsysteem\s+van|(?:verklaart|certificeert|bevestigt)\s*,?\s*dat(?:\s+het\s+(?:\pL+)?managementsysteem\s+van)?|(?:toegekend|verleend|uitgereikt)\s+aan`,
	}, "|") + `)\s*:?`)
	// holderTail stands after the name.
	holderTail = regexp.MustCompile(`(?i)(?:^|[\s,(*])(?:has\s+been|have\s+been|was\s+(?:audited|assessed)|is\s+(?:in\s+)?complian|operates|maintains|has\s+(?:established|implemented)|complies|conforms|located\s+at|on\s+behalf\s+of|with\s+(?:its\s+)?(?:headquarters|registered|offices)|headquartered|having\s+its|and\s+its\s+(?:affiliates|subsidiaries)|eingeführt|ein\s+(?:informations|managementsystem)|a\s+été|ha\s+sido|foi\s+(?:auditad|avaliad)|è\s+(?:conforme|stato)|for\s+the\s+(?:following\s+)?scope|\().*$`)
	assessedRE = regexp.MustCompile(`(?i)^\W*(?:has|have)\s+been\s+(?:independently\s+|successfully\s+)?(?:assessed|audited|found|certified|registered|evaluated|examined|verified)|^\W*(?:operates|maintains|has\s+(?:established|implemented))\s|^\W*ha\s+sido|^\W*foi\s|^\W*a\s+été|^\W*ein\s+\pL*managementsystem|^\W*wurde|\babove(?:[\s-](?:named|mentioned))?\s+(?:organi[sz]ation|company|client|firm)\b`)
	notName    = regexp.MustCompile(`(?i)^(?:(?:the\s+)?(?:company|organi[sz]ation|client|certification\s+body|chief\s+executive)|the|a|an|its|this|that|and|of|for|certificate|certif\pL*|iso\b.*|information\s+security.*|management\s+system.*|standard|zertifi\pL*)$|\bcertif(?:ies|y)\b|\bzertifizierungsstelle\b|\bISO/IEC|\bISO\s?\d|https?://|www\.|@`)
	addressRE  = regexp.MustCompile(`\d`)
)

// holder reads the name of the certified organisation: after the words that lead
// to it, else the line before "has been assessed".
func (t *certText) holder(d *document, body string) attest.Fact[string] {
	for c := range t.grid.cells {
		f := t.grid.cells[c].f
		for _, m := range holderLead.FindAllStringIndex(f.text, -1) {
			if name, cites, ok := t.nameAfter(c, m[1], body); ok {
				return attest.FoundFact(name, "cert.holder.lead", cites...)
			}
		}
	}
	for c := range t.grid.cells {
		if !assessedRE.MatchString(t.grid.cells[c].f.text) {
			continue
		}
		if name, cites, ok := t.nameBefore(c, body); ok {
			return attest.FoundFact(name, "cert.holder.assessed", cites...)
		}
	}
	if name, cites, ok := t.largestName(body); ok {
		return attest.FoundFact(name, "cert.holder.largest", cites...)
	}
	return attest.AbsentFact[string]("no words that lead to the holder's name")
}

// largestName is the only name with a legal form in large print on the first page of
// a sheet whose body is known by another name.
func (t *certText) largestName(body string) (string, []attest.Citation, bool) {
	best, most := -1, 0.0
	var sizes []float64
	for c, cell := range t.grid.cells {
		if cell.page != t.grid.cells[0].page {
			break
		}
		sizes = append(sizes, cell.size)
		start, end, ok := nameIn(cell.f.text, 0, body)
		switch {
		case !ok || !endsLegal.MatchString(cell.f.text[start:end]) || cell.size < most-0.5:
		case best >= 0 && sameSize(cell.size, most) && !sameText(cell.f.text, t.grid.cells[best].f.text):
			return "", nil, false
		default:
			best, most = c, max(most, cell.size)
		}
	}
	if best < 0 || body == "" || most < 1.15*median(sizes) {
		return "", nil, false
	}
	start, end, _ := nameIn(t.grid.cells[best].f.text, 0, body)
	return t.grownName(best, start, end)
}

// median is the middle one of some sizes.
func median(sizes []float64) float64 {
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// nameAfter reads a name from the offset in a cell on: the rest of the cell, or
// the first line under it that is no further lead-in.
func (t *certText) nameAfter(c, from int, body string) (string, []attest.Citation, bool) {
	f := t.grid.cells[c].f
	if start, end, ok := nameIn(f.text, from, body); ok {
		return f.text[start:end], f.cite(start, end), true
	}
	if rest := strings.TrimSpace(strings.Trim(f.text[from:], " :,.")); rest != "" && !sameInOther.MatchString(rest) {
		return "", nil, false
	}
	if r, beside := t.grid.beside(c); beside && len(t.dates[r]) == 0 && len(t.labels[r]) == 0 {
		g := t.grid.cells[r].f
		if start, end, ok := nameIn(g.text, 0, body); ok {
			return g.text[start:end], g.cite(start, end), true
		}
	}
	for k, n := c, 0; n < 3; n++ {
		under, ok := t.grid.below(k, 12)
		if !ok {
			break
		}
		k = under
		g := t.grid.cells[k].f
		at := 0
		if m := holderLead.FindStringIndex(g.text); m != nil {
			at = m[1]
		}
		if start, end, ok := nameIn(g.text, at, body); ok && (len(t.labels[k]) == 0 || endsLegal.MatchString(g.text[start:end])) {
			return t.grownName(k, start, end)
		}
		if at == 0 {
			break
		}
	}
	return "", nil, false
}

// grownName adds the second line of a name that is set over two lines: the first
// ends without a legal form, and the second is one, in the same large type.
func (t *certText) grownName(c, start, end int) (string, []attest.Citation, bool) {
	f := t.grid.cells[c].f
	if goesOn.MatchString(f.text[start:end]) {
		k, ok := t.grid.below(c, 0.8)
		if !ok || !sameSize(t.grid.cells[c].size, t.grid.cells[k].size) {
			return "", nil, false
		}
		j := newFlow([]line{t.grid.cells[c].line, t.grid.cells[k].line})
		return strings.Trim(j.text[start:], " *"), j.cite(start, len(j.text)), true
	}
	if end == len(f.text) && !endsLegal.MatchString(f.text[start:end]) {
		if k, ok := t.grid.below(c, 0.8); ok {
			o := t.grid.cells[k]
			if sameSize(t.grid.cells[c].size, o.size) && endsLegal.MatchString(o.f.text) && !addressRE.MatchString(o.f.text) {
				j := newFlow([]line{t.grid.cells[c].line, o.line})
				return strings.Trim(j.text[start:], " *"), j.cite(start, len(j.text)), true
			}
		}
	}
	return f.text[start:end], f.cite(start, end), true
}

var (
	// goesOn ends the first line of a name of two lines.
	goesOn = regexp.MustCompile(`(?i)(?:\b(?:und|and|of|for|de|der|für|et|y|e|von)|[&,-])$`)
	// sameInOther is the rest of a lead-in that is said again in another language.
	sameInOther = regexp.MustCompile(`^/\s*[^/]{1,40}$`)
)

var endsLegal = regexp.MustCompile(legalForm + `\W*$`)

func sameSize(a, b float64) bool { return a-b < 0.5 && b-a < 0.5 }

// placeInName is a place in brackets inside a name: "(Asia) Limited".
var placeInName = regexp.MustCompile(`^\s?\([\pL .-]{2,30}\)` + legalForm)

// nameIn finds a company's name at an offset of a text.
func nameIn(text string, from int, body string) (start, end int, ok bool) {
	rest := text[from:]
	start = from + len(rest) - len(strings.TrimLeft(rest, " :,.-\"'"))
	end = len(text)
	if m := holderTail.FindStringIndex(text[start:]); m != nil && !placeInName.MatchString(text[start+m[0]:]) {
		end = start + m[0]
	}
	if m := regexpLegalAddress.FindStringSubmatchIndex(text[start:end]); m != nil && !legalStart.MatchString(text[start+m[3]:end]) {
		end = start + m[3]
	}
	end = start + len(strings.TrimRight(text[start:end], " *,:;\"'"))
	name := text[start:end]
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case len(name) < 2, len(name) > 110, !unicode.IsUpper(first) && !unicode.IsDigit(first) && !endsLegal.MatchString(name),
		notName.MatchString(name), body != "" && strings.Contains(name, body), isProse(name):
		return 0, 0, false
	}
	return start, end, true
}

// isProse reports whether a text holds two longer words in lower case, as names
// hardly do.
func isProse(s string) bool {
	small := 0
	for _, w := range strings.Fields(s) {
		if len(w) > 3 && strings.ToLower(w) == w && !addressRE.MatchString(w) {
			small++
		}
	}
	return small > 1
}

// regexpLegalAddress finds a name that a legal form ends before an address goes on.
var regexpLegalAddress = regexp.MustCompile(`^(.{2,90}?` + legalForm + `)(?:\*|,\s|\s+\p{Lu}[\pL ]{1,25}:|\s+-\s|\s+at\s|\s+\d)`)

// legalStart is a legal form that goes on from a shorter one: "Co., Ltd.".
var legalStart = regexp.MustCompile(`^` + legalForm)

// nameBefore reads the name that stands above a cell: the line with a legal form,
// else one that is set larger than the cell.
func (t *certText) nameBefore(c int, body string) (string, []attest.Citation, bool) {
	best, rank := -1, 0.0
	for k := c - 1; k >= 0 && t.grid.cells[c].row-t.grid.cells[k].row <= 8; k-- {
		cell := t.grid.cells[k]
		start, end, ok := nameIn(cell.f.text, 0, body)
		if !ok || cell.page != t.grid.cells[c].page || overlap(cell.box, t.grid.cells[c].box) <= 0 ||
			len(t.dates[k]) > 0 || len(t.labels[k]) > 0 || titleRE.MatchString(cell.f.text) {
			continue
		}
		r := cell.size - t.grid.cells[c].size
		if endsLegal.MatchString(cell.f.text[start:end]) {
			r += 100
		}
		if r > rank+0.5 {
			best, rank = k, r
		}
	}
	if best < 0 {
		return "", nil, false
	}
	start, end, _ := nameIn(t.grid.cells[best].f.text, 0, body)
	return t.grownName(best, start, end)
}

var titleRE = regexp.MustCompile(`(?i)^\W*(?:c\s?e\s?r\s?t\s?i\s?f\s?i\s?c\s?a\s?t\s?e?|zertifikat|certificado|certificat|certificato|certificaat|certificate\s+of\s+(?:registration|conformity|compliance|approval))\b`)

var tradeRE = regexp.MustCompile(`(?:(?i)trading\s+as|t/a|d/b/a|doing\s+business\s+as|also\s+known\s+as|collectively\s+(?:referred\s+to|known)\s+as|hereinafter)\s*"?(?P<v>\p{Lu}[\pL\d&.' -]{1,60}(?:\s*\([A-Z]{2,8}\))?)`)

// tradeNames lists the other names under which the holder is known.
func (t *certText) tradeNames() attest.List[string] {
	out := attest.List[string]{State: attest.Absent, Reason: "no other name is given"}
	for _, c := range t.grid.cells {
		out = tradeNamesIn(out, c.f)
	}
	return out
}

// tradeNamesIn adds the other names that a text gives.
func tradeNamesIn(out attest.List[string], f flow) attest.List[string] {
	for _, m := range tradeRE.FindAllStringSubmatchIndex(f.text, -1) {
		end := m[3]
		if cut := holderTail.FindStringIndex(f.text[m[2]:end]); cut != nil && f.text[m[2]+cut[0]] != ' ' {
			end = m[2] + cut[0]
		}
		name := strings.TrimRight(f.text[m[2]:end], " .,")
		if slices.Contains(out.Items, name) {
			continue
		}
		out.State, out.Reason, out.Rule = attest.Found, "", "cert.trade_names"
		out.Items = append(out.Items, name)
		out.Citations = append(out.Citations, f.cite(m[0], m[2]+len(name))...)
	}
	return out
}
