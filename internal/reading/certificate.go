package reading

import (
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// certificate reads an ISO/IEC 27001 certificate and raises its flags.
func (d *document) certificate() *attest.Certificate {
	lines := d.certLines()
	all := newFlow(lines)
	lang := language(all)
	t := newCertText(lines, certOrder(all.text, lang.Value))
	c := &attest.Certificate{
		Number:          t.value(labelNumber, numberValue),
		Version:         t.value(labelVersion, versionValue),
		ExtraStandards:  extraStandards(all),
		InitialDate:     t.initialDate(d),
		CycleStart:      t.date(d, labelStart),
		IssueDate:       t.issueDate(d),
		ExpiryDate:      t.date(d, labelExpiry, labelRecertDue),
		LastCycleExpiry: t.date(d, labelLastExpiry),
		RecertAuditDate: t.date(d, labelRecert),
		Language:        lang,
	}
	if c.Number.State == attest.Absent {
		c.Number = t.numberInTitle(all)
	}
	soundDates(c)
	c.Standard, c.Edition = d.standard(all)
	c.Body = t.body(all)
	c.Holder = t.holder(d, c.Body.Value)
	c.TradeNames = t.tradeNames()
	c.Scope = t.scope()
	c.SoAVersion, c.SoADate = d.applicability(all, t.order)
	c.Sites = t.sites()
	c.Accreditation, c.AccreditationNo = d.accreditation(all)
	d.flagCertificate(c, t)
	return c
}

// certLines are the lines of a certificate. Its first page is one sheet, of which
// nothing is a running header. Sheets for other standards that come before it in
// the file are left out.
func (d *document) certLines() []line {
	var out []line
	for _, p := range d.pages {
		var sheet []line
		for i := p.first; i < p.end; i++ {
			l := d.lines[i]
			l.noise = l.noise && len(out) > 0
			sheet = append(sheet, l)
		}
		if f := newFlow(sheet); len(out) == 0 && p.number < len(d.pages) && otherStandard.MatchString(f.text) && len(findStandard(f)) == 0 {
			continue
		}
		out = append(out, sheet...)
	}
	return out
}

// soundDates takes back dates that contradict each other: an expiry that is not
// after the issue or the start, and a first certification or a last cycle that
// does not lie before the expiry.
func soundDates(c *attest.Certificate) {
	expiry := c.ExpiryDate.Value
	if expiry.IsZero() {
		return
	}
	for _, f := range []*attest.Fact[attest.Date]{&c.IssueDate, &c.CycleStart} {
		if f.Value.IsZero() || f.Value.Before(expiry) {
			continue
		}
		reason := "the dates read contradict each other: an expiry on " + expiry.String() + " is not after " + f.Value.String()
		*f = attest.Fact[attest.Date]{State: attest.Absent, Reason: reason, Rule: f.Rule, Citations: f.Citations}
		c.ExpiryDate = attest.Fact[attest.Date]{State: attest.Absent, Reason: reason, Rule: c.ExpiryDate.Rule, Citations: c.ExpiryDate.Citations}
	}
	for _, f := range []*attest.Fact[attest.Date]{&c.InitialDate, &c.LastCycleExpiry} {
		if !f.Value.IsZero() && !f.Value.Before(expiry) {
			*f = attest.Fact[attest.Date]{State: attest.Absent, Reason: "the date read is not before the expiry", Rule: f.Rule, Citations: f.Citations}
		}
	}
}

// certOrder is the order of numeric dates on a certificate: what its own dates
// show, else that of its language; in English it stays open.
func certOrder(text, language string) dateOrder {
	order, decided := orderOf(findDates(text))
	if !decided && language != "" && language != "en" {
		return dayFirst
	}
	return order
}

// initialDate is the day of the first certification. A registration date counts as
// one where an issue date stands beside it.
func (t *certText) initialDate(d *document) attest.Fact[attest.Date] {
	if len(t.fields[labelIssue]) > 0 {
		return t.date(d, labelInitial, labelRegistered)
	}
	return t.date(d, labelInitial)
}

// issueDate is the day of this certificate: its issue, the decision, a re-issue
// alone, or the place and date above the signature.
func (t *certText) issueDate(d *document) attest.Fact[attest.Date] {
	f := t.date(d, labelIssue, labelDecision, labelReissue, labelPlaceDate)
	if f.State == attest.Absent && f.Rule == "" {
		if hit, ok := t.signedAt(); ok {
			return dateFact(d, []labelled{hit})
		}
		if len(t.fields[labelRegistered]) > 0 {
			f.Reason = "a registration date is printed, but not whether it is the first one or that of this issue"
		}
	}
	return f
}

var signedRE = regexp.MustCompile(`^\p{Lu}[\pL .'-]{1,40},?\s*(?:am|den|le|il|el|em|on|,)?\s*$`)

// signedAt finds a line that is a place and a date and nothing else.
func (t *certText) signedAt() (labelled, bool) {
	for c := range t.grid.cells {
		text := t.grid.cells[c].f.text
		if len(t.dates[c]) != 1 || t.used[[2]int{c, 0}] || len(t.labels[c]) > 0 {
			continue
		}
		h := t.dates[c][0]
		if h.end >= len(text)-1 && signedRE.MatchString(text[:h.start]) {
			return labelled{hit: h, page: t.grid.cells[c].page, rule: "cert.place_and_date", cites: t.grid.cells[c].f.cite(0, h.end)}, true
		}
	}
	return labelled{}, false
}

var (
	numberValue  = regexp.MustCompile(`^[\s:.#-]*(?P<v>[A-Z]{1,6}\s?/?\s?\d[\w./-]*(?:\s[\w./-]*\d[\w./-]*)*|[A-Za-z0-9][\w./-]*\d[\w./-]*(?:\s[\w./-]*\d[\w./-]*)*|\d+)`)
	versionValue = regexp.MustCompile(`(?i)^[\s:.#-]*(?:version|issue|rev(?:ision)?\.?)?\s*(?P<v>\d{1,3}(?:\.\d{1,3}){0,2}|[A-Z])\b`)
	numberTail   = regexp.MustCompile(`^\s[A-Z]{2,6}\s*$`) // letters that end a number of several groups
	titleNumber  = regexp.MustCompile(`(?:(?i)\bcertificate|zertifikat|certificat|certificado|certificato)\s+(?P<v>[A-Z]{2,6}\s?\d{2,}[\w./-]*)`)
)

// value reads the text that a label stands for: what follows it in its cell, else
// the cell beside it, else the cell under it.
func (t *certText) value(field string, re *regexp.Regexp) attest.Fact[string] {
	var options []attest.Candidate[string]
	for c := range t.grid.cells {
		for n, l := range t.labels[c] {
			if l.field != field {
				continue
			}
			o, ok := t.valueOf(c, n, re)
			switch {
			case !ok:
			case len(options) == 0:
				options = append(options, o)
			case !sameText(options[0].Value, o.Value) && t.grid.cells[c].page == options[0].Citations[0].Page:
				options = append(options, o)
			}
		}
	}
	switch len(options) {
	case 0:
		return attest.AbsentFact[string]("no " + field + " with a label in the document")
	case 1:
		return attest.FoundFact(options[0].Value, options[0].Rule, options[0].Citations...)
	}
	return attest.AmbiguousFact("the document gives more than one "+field, options...)
}

// sameText compares without white space and case.
func sameText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), ""), strings.Join(strings.Fields(b), ""))
}

// valueOf reads the value of one label.
func (t *certText) valueOf(c, n int, re *regexp.Regexp) (attest.Candidate[string], bool) {
	l := t.labels[c][n]
	rule := "cert." + l.field
	own := t.grid.cells[c].f
	stop := len(own.text)
	if n+1 < len(t.labels[c]) {
		stop = min(stop, t.labels[c][n+1].start)
	}
	if start, end, ok := t.valueIn(c, l.end, stop, re); ok {
		return attest.Candidate[string]{Value: own.text[start:end], Rule: rule, Citations: own.cite(l.start, end)}, true
	}
	if last, ok := t.closing(c); !ok || last != n {
		return attest.Candidate[string]{}, false
	}
	r, beside := t.grid.right(c)
	under, below := t.grid.below(c, t.reach)
	over, above := t.numberOver(c, n)
	for _, place := range []struct {
		cell int
		ok   bool
	}{{r, beside}, {under, below && (l.start < 30 || l.field == labelVersion)}, {over, above}} {
		if !place.ok {
			continue
		}
		f, from := t.grid.cells[place.cell].f, 0
		if dates := t.dates[place.cell]; l.field == labelVersion && len(dates) > 0 {
			from = dates[len(dates)-1].end // a row of values that ends with the version
		}
		if start, end, ok := t.valueIn(place.cell, from, len(f.text), re); ok {
			cites := append(t.joined[c].cite(l.start, l.end), f.cite(start, end)...)
			return attest.Candidate[string]{Value: f.text[start:end], Rule: rule, Citations: cites}, true
		}
	}
	return attest.Candidate[string]{}, false
}

// numberOver gives the one word over a label of a number that is alone in its cell,
// as on a sheet that sets values over their labels.
func (t *certText) numberOver(c, n int) (int, bool) {
	k, ok := t.grid.above(c, 1.6)
	ok = ok && t.labels[c][n].field == labelNumber && t.alone(c, n)
	return k, ok && len(t.labels[k]) == 0 && len(strings.Fields(t.grid.cells[k].f.text)) == 1
}

// valueIn matches a value at a place of a cell, up to the next date.
func (t *certText) valueIn(c, from, to int, re *regexp.Regexp) (start, end int, ok bool) {
	for _, h := range t.dates[c] {
		if h.start >= from && h.start < to {
			to = h.start
		}
	}
	if from >= to {
		return 0, 0, false
	}
	text := t.grid.cells[c].f.text[from:to]
	if i := strings.LastIndex(text, ":"); i >= 0 && tailRE.MatchString(text[:i+1]) {
		from, text = from+i+1, text[i+1:]
	}
	m := re.FindStringSubmatchIndex(text)
	if m == nil {
		return 0, 0, false
	}
	i := 2 * re.SubexpIndex("v")
	last := m[i+1]
	if re == numberValue {
		last += len(numberTail.FindString(text[last:]))
	}
	return from + m[i], from + m[i] + len(strings.TrimRight(text[m[i]:last], " .,-/")), true
}

// languageWords are words that tell the languages of certificates apart.
var languageWords = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(?:the|of|and|for|with|has|been|this|certificate|certifies|issued?|date|expiry|expires|valid|number|standard|scope|holder)\b`),
	"de": regexp.MustCompile(`(?i)\b(?:der|die|das|und|für|mit|nach|wird|von|den|dass|zertifikat|gültig|geltungsbereich|erfüllt|bescheinigt)\b`),
	"fr": regexp.MustCompile(`(?i)\b(?:le|les|des|du|et|pour|est|au|que|par|certificat|périmètre|norme|conforme)\b`),
	"es": regexp.MustCompile(`(?i)\b(?:el|los|las|del|y|para|que|con|por|una|certificado|fecha|hasta|alcance|cumple|norma)\b`),
	"pt": regexp.MustCompile(`(?i)\b(?:os|da|do|dos|e|para|que|com|pela|uma|foi|certificado|data|escopo|em|conformidade|empresa|primeira)\b`),
	"it": regexp.MustCompile(`(?i)\b(?:il|gli|della|delle|e|per|che|con|di|una|certificato|scadenza|norma|conforme)\b`),
	"pl": regexp.MustCompile(`(?i)\b(?:nr|jest|dla|oraz|że|wydania|ważn[ya]|certyfikat|normy?|wymagania|zakresie|spełnia|dnia|system|i|w|z|do)\b`),
	"sv": regexp.MustCompile(`(?i)\b(?:och|av|för|med|till|giltigt|certifikat|uppfyller|kraven|enligt|omfattning)\b`),
	"nl": regexp.MustCompile(`(?i)\b(?:het|een|van|en|voor|met|dat|op|certificaat|geldig|voldoet|eisen)\b`),
}

// language is the main language of a text by its small words.
func language(f flow) attest.Fact[string] {
	best, most, second := "", 0, 0
	for _, code := range []string{"en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv"} {
		if n := len(languageWords[code].FindAllStringIndex(f.text, -1)); n > most {
			best, most, second = code, n, most
		} else {
			second = max(second, n)
		}
	}
	if most < 4 || most == second {
		return attest.AbsentFact[string]("too little text to tell the language")
	}
	at := languageWords[best].FindStringIndex(f.text)
	return attest.FoundFact(best, "cert.language", f.cite(at[0], at[1])...)
}
