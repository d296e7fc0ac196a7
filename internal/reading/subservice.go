package reading

import (
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	usesRE         = regexp.MustCompile(`(?i)\b(?:uses?|utili[sz]es?|engages?|has\s*engaged|relies\s*(?:up)?on|has\s*contracted(?:\s*with)?|contracts\s*with|outsources?)\s+`)
	subserviceRE   = regexp.MustCompile(`(?i)\bsub-?service\s*(?:organi[sz]ations?|providers?|entit(?:y|ies))`)
	purposeRE      = regexp.MustCompile(`\s*,?\s*\b(?:to\s+[a-z]{3,}\b|for\s+(?:its|the|their)?\s*|as\s+(?:its|a|an|the)\b)\s*`)
	definedRE      = regexp.MustCompile(`\(\s*(?:(?:collectively|hereinafter|the|or|also|each|a)[\s,]*)*(?:["'“][^"'()]{1,60}["'”](?:\s*(?:,|or|and)\s*(?:the\s*)?["'“][^"'()]{1,60}["'”])*|sub-?service\s*organi[sz]ations?|[A-Z][A-Za-z0-9-]{1,12})\s*\)`)
	genericOrgRE   = regexp.MustCompile(`(?i)\b(?:the\s+)?(?:following\s+|certain\s+|various\s+|several\s+|multiple\s+|two\s+|three\s+|four\s+|five\s+|a\s+|an\s+|third[\s-]party\s+|external\s+|other\s+|number\s+of\s+)*sub-?service\s*(?:organi[sz]ations?|providers?|entit(?:y|ies))(?:\s+(?:including|such\s+as|namely))?\s*[:,]?`)
	carveRE        = regexp.MustCompile(`(?i)\bcarve[sd]?[\s-]*out\b|\bcarving\s*out\b|\bexcludes?\s*(?:the\s*)?(?:[^.]{0,60}\s)?controls\s*(?:of|at)\b|\bdoes\s*not\s*(?:disclose|include)\s*(?:the\s*)?(?:actual\s*)?controls\s*(?:at|of)\b|\b(?:did|does)\s*not\s*(?:include|extend\s*to)\s*(?:the\s*)?(?:services\s*provided\s*by|controls\s*(?:of|at)|policies\s*and\s*procedures\s*(?:of|at))\b`)
	inclusiveRE    = regexp.MustCompile(`(?i)\binclusive\s*(?:method|basis|approach)|\bincludes\s*(?:the\s*)?(?:relevant\s*)?(?:controls|services)\s*(?:of|provided\s*by|performed\s*by)\b|\bincluded\s*in\s*the\s*scope\s*of\s*(?:our|the|this)\s*(?:examination|report)\b`)
	subserviceHead = regexp.MustCompile(`(?i)^\W*(?:[a-z\d]{1,4}[.)]\s*|\d+(?:\.\d+)*\s+)?(?:complementary\s*)?sub-?service\s*organi[sz]ations?(?:'?s?'?)?(?:\s*(?:controls?|and|&|complementary|monitoring|carved?[\s-]*out|\(?CSOCs?\)?|user\s*entity|considerations?|used|relied\s*upon|management))*\s*(?:\(?CSOCs?\)?)?\W*$`)

	orgColumnRE     = regexp.MustCompile(`(?i)sub-?service\s*organi[sz]ation|^(?:entity|provider|organi[sz]ation|vendor|company|name|service\s*provider|sub-?service\s*provider)s?(?:\s*name)?$`)
	servicesColumn  = regexp.MustCompile(`(?i)services?\s*(?:provided|performed|hosted)?|function|description|purpose|role`)
	csocColumnRE    = regexp.MustCompile(`(?i)complementary|controls?\s*(?:expected|assumed)|expected\s*controls?|\bCSOCs?\b`)
	companySuffixes = []string{"inc", "inc.", "llc", "ltd", "ltd.", "llp", "gmbh", "corp", "corp.", "corporation", "limited", "pbc", "s.a.", "b.v.", "plc", "n.v.", "ag", "sarl", "co.", "l.p."}
)

// subserviceFound is one organisation while it is read.
type subserviceFound struct {
	attest.Subservice
	alias string
}

// subservice lists the subservice organisations that the letter names and those
// of the table below the heading "Subservice Organizations". A list of vendors
// elsewhere does not count.
func (rp *report) subservice(org string) attest.List[attest.Subservice] {
	found := proseSubservice(rp.letter.flow, org, false)
	regions := rp.regions(subserviceHead)
	for _, region := range regions {
		if t, ok := rp.doc.findTable(region, orgColumnRE, servicesColumn); ok {
			found = rp.addRows(found, t, region, org)
		} else if t, ok := rp.doc.findTable(region, orgColumnRE, csocColumnRE); ok {
			found = rp.addRows(found, t, region, org)
		} else {
			f := rp.doc.body(region)
			for _, s := range proseSubservice(f.slice(0, min(len(f.text), 2000)), org, true) {
				found = addFound(found, s)
			}
		}
	}
	if len(found) == 0 {
		return attest.List[attest.Subservice]{State: attest.Absent, Reason: rp.zoneReason("no subservice organisation is named in the auditor's report or in a table of them")}
	}
	rp.addControls(found, regions)
	out := attest.List[attest.Subservice]{State: attest.Found, Rule: "subservice.letter_and_table"}
	for _, s := range found {
		if s.Method == attest.MethodUnstated {
			rp.doc.flag(attest.FlagSubserviceUnstated, s.Name+": neither carve-out nor inclusive is stated", s.Cited...)
		}
		out.Items = append(out.Items, s.Subservice)
		out.Citations = append(out.Citations, s.Cited...)
	}
	return out
}

// proseSubservice reads the sentences that name subservice organisations. The
// words up to the next such sentence say how they are treated. Under a heading
// that says subservice no sentence needs to.
func proseSubservice(f flow, org string, headed bool) []subserviceFound {
	var out []subserviceFound
	all := sentences(f.text)
	for i, s := range all {
		text := f.text[s[0]:s[1]]
		if n, ok := namedAs(text); ok && !genericSubservice(n.name) && !sameName(n.name, org) {
			method := methodIn(f.text[s[0]:min(len(f.text), s[1]+400)])
			out = addFound(out, subserviceFound{Subservice: attest.Subservice{Name: n.name, Method: method, Cited: f.cite(s[0]+n.at, s[0]+n.at+n.length)}})
		}
		uses := usesRE.FindStringIndex(text)
		if uses == nil || len(text) > 1500 ||
			!headed && !subserviceRE.MatchString(text) && methodIn(text) == attest.MethodUnstated && !followedBySubservice(f.text, all, i) {
			continue
		}
		method := methodIn(f.text[s[0]:methodReach(f.text, all, i)])
		for _, n := range usedNames(text[uses[1]:], f.text[s[1]:min(len(f.text), s[1]+200)]) {
			from := s[0] + uses[1] + n.at
			if genericSubservice(n.name) || sameName(n.name, org) {
				continue
			}
			out = addFound(out, subserviceFound{
				Subservice: attest.Subservice{Name: n.name, Method: method, Services: n.services, Cited: f.cite(from, from+n.length)},
				alias:      n.alias,
			})
		}
	}
	return out
}

// methodReach is how far the words go that tell how the organisations of sentence
// i are treated: to the next sentence that names some.
func methodReach(text string, all [][2]int, i int) int {
	for _, next := range all[i+1:] {
		t := text[next[0]:next[1]]
		if usesRE.MatchString(t) && subserviceRE.MatchString(t) || next[0] > all[i][0]+2500 {
			return next[0]
		}
	}
	return len(text)
}

var (
	// isSubserviceRE follows the name of a subservice organisation.
	isSubserviceRE = regexp.MustCompile(`(?i)\b(?:is|are)\s+(?:an?\s+)?(?:independent\s+)?sub-?service\s*organi[sz]ations?\b`)
	// treatedRE tells how the organisation just named is treated.
	treatedRE = regexp.MustCompile(`(?i)\b(?:services|controls)\s+of\s+([^.;]{3,80}?),\s*(?:whose|the)\s*controls\s*(?:of\s*which\s*)?(?:is|are|have\s*been)\s*(?:carved\s*out|excluded|included)`)
)

// namedAs reads a name before "is a subservice organization", and one whose
// controls are said to be carved out.
func namedAs(text string) (namedOrg, bool) {
	if m := isSubserviceRE.FindStringIndex(text); m != nil && m[0] < 90 {
		name := strings.Trim(definedRE.ReplaceAllString(text[:m[0]], ""), " ,")
		return namedOrg{name: name, at: 0, length: len(name)}, capitalisedName(name)
	}
	if m := treatedRE.FindStringSubmatchIndex(text); m != nil {
		name := strings.Trim(text[m[2]:m[3]], " ,")
		return namedOrg{name: name, at: m[2], length: len(name)}, capitalisedName(name)
	}
	return namedOrg{}, false
}

var (
	calledSubserviceRE = regexp.MustCompile(`(?i)\b(?:is|are)\s*(?:a\s*)?sub-?service\s*organi`)
	// expectsControlsRE opens the sentence that follows "X uses Y to provide Z" in letters.
	expectsControlsRE = regexp.MustCompile(`(?i)^\W*(?:the|this|management's)\s*(?:accompanying\s*)?description\s*(?:of\s*the\s*system\s*)?(?:also\s*)?indicates\s*that\s*(?:certain\s*)?complementary\s*sub-?service`)
)

// followedBySubservice reports whether the next sentence speaks of the
// organisation just named as a subservice organisation.
func followedBySubservice(text string, all [][2]int, i int) bool {
	if i+1 >= len(all) {
		return false
	}
	next := text[all[i+1][0]:all[i+1][1]]
	return len(next) < 300 && calledSubserviceRE.MatchString(next) || expectsControlsRE.MatchString(next)
}

// methodIn reads how a subservice organisation is treated: by the first words of
// either method.
func methodIn(text string) attest.Method {
	c, i := carveRE.FindStringIndex(text), inclusiveRE.FindStringIndex(text)
	switch {
	case c == nil && i == nil:
		return attest.MethodUnstated
	case i == nil || c != nil && c[0] < i[0]:
		return attest.CarveOut
	}
	return attest.Inclusive
}

// namedOrg is a name in a sentence, at an offset.
type namedOrg struct {
	name, alias, services string
	at, length            int
}

var (
	// besideRE is a second organisation with a purpose of its own: "A for B and C for D".
	besideRE = regexp.MustCompile(`,?\s+and\s+((?:\p{Lu}[\p{L}\d&.'-]*,?\s+){1,6})(?:\([^)]*\)\s*)?for\s`)
	// severalRE says that more than one organisation was named.
	severalRE = regexp.MustCompile(`(?i)\b(?:both|these|they)\b|sub-?service\s*organi[sz]ations`)
)

// usedNames reads the names after the verb. Each of several organisations may have
// its own purpose; that there are several, the words around must say.
func usedNames(text, after string) []namedOrg {
	purpose := purposeRE.FindStringIndex(maskBrackets(text))
	if purpose == nil || !severalRE.MatchString(text) && !severalRE.MatchString(after) {
		return namesIn(text)
	}
	beside := besideRE.FindStringSubmatchIndex(text[purpose[1]:])
	if beside == nil {
		return namesIn(text)
	}
	end, next := purpose[1]+beside[0], purpose[1]+beside[2]
	out := namesIn(text[:end])
	for _, n := range usedNames(text[next:], after) {
		n.at += next
		out = append(out, n)
	}
	return out
}

// namesIn reads the names after the verb: "A, a subservice organization, to
// provide B", "a subservice organization, A, for B", "A and B to provide C".
func namesIn(text string) []namedOrg {
	services := ""
	object := text
	if m := purposeRE.FindStringIndex(maskBrackets(text)); m != nil {
		object = text[:m[0]]
		services = strings.Trim(cutAt(text[m[1]:], ". ", " (", "; "), " .,;:")
	}
	plain := blankOut(blankOut(object, definedRE), genericOrgRE)
	var out []namedOrg
	for _, piece := range splitNames(plain) {
		name := strings.TrimSpace(plain[piece[0]:piece[1]])
		at := piece[0] + strings.Index(plain[piece[0]:piece[1]], name)
		trimmed := strings.Trim(name, " ,:;")
		if !suffixRE.MatchString(trimmed) {
			trimmed = strings.TrimRight(trimmed, ".")
		}
		if !capitalisedName(trimmed) {
			continue
		}
		n := namedOrg{name: trimmed, services: services, at: at + strings.Index(name, trimmed), length: len(trimmed)}
		if m := regexp.MustCompile(`^\s*\(\s*(?:the\s*)?["'“]?([^"'”()]{2,40})["'”]?`).FindStringSubmatch(object[min(len(object), n.at+n.length):]); m != nil {
			n.alias = strings.TrimSpace(m[1])
		}
		out = append(out, n)
	}
	return out
}

// maskBrackets blanks what is in brackets, keeping offsets.
func maskBrackets(s string) string {
	return regexp.MustCompile(`\([^()]*\)`).ReplaceAllStringFunc(s, func(x string) string { return strings.Repeat("~", len(x)) })
}

// blankOut blanks matches, keeping offsets.
func blankOut(s string, re *regexp.Regexp) string {
	return re.ReplaceAllStringFunc(s, func(x string) string { return strings.Repeat(" ", len(x)-1) + "," })
}

// cutAt cuts a text at the first of the marks.
func cutAt(s string, marks ...string) string {
	for _, m := range marks {
		if i := strings.Index(s, m); i >= 0 {
			s = s[:i]
		}
	}
	return s
}

// splitNames cuts a list of names at commas, semicolons and "and"; legal forms
// stay with their names.
func splitNames(s string) [][2]int {
	var out [][2]int
	from := 0
	add := func(to int) {
		piece := strings.ToLower(strings.Trim(s[from:to], " ,;."))
		if n := len(out); n > 0 && slices.Contains(companySuffixes, piece) {
			out[n-1][1] = to
		} else if piece != "" {
			out = append(out, [2]int{from, to})
		}
	}
	for i := 0; i < len(s); i++ {
		width := 0
		switch {
		case s[i] == ',' || s[i] == ';' || s[i] == ':':
			width = 1
		case strings.HasPrefix(s[i:], " and "), strings.HasPrefix(s[i:], " und "):
			width = 5
		}
		if width > 0 {
			add(i)
			from, i = i+width, i+width-1
		}
	}
	add(len(s))
	return out
}

// capitalisedName reports whether the words are a name: they start with a capital or a
// digit, and no word but small ones is in lower case.
func capitalisedName(s string) bool {
	r, ok := firstLetter(s)
	if !ok || len(s) < 2 || len(s) > 80 || !unicode.IsUpper(r) && !unicode.IsDigit(rune(s[0])) {
		return false
	}
	lower := 0
	for _, w := range strings.Fields(s) {
		if first, ok := firstLetter(w); ok && unicode.IsLower(first) && !slices.Contains([]string{"of", "and", "the", "for", "by", "de", "la", "von", "van"}, w) {
			lower++
		}
	}
	return lower == 0
}

// genericSubservice reports whether a name stands for any organisation.
func genericSubservice(s string) bool {
	low := strings.ToLower(s)
	return subserviceRE.MatchString(s) || slices.Contains([]string{"the company", "company", "its", "third parties", "the", "both", "these", "they", "each", "all", "section", "csocs", "cuecs", "description"}, low) || strings.HasPrefix(low, "section")
}

// addFound adds an organisation, or what is new of it.
func addFound(found []subserviceFound, s subserviceFound) []subserviceFound {
	for i, o := range found {
		if !sameName(o.Name, s.Name) && (o.alias == "" || !strings.EqualFold(o.alias, s.Name)) && (s.alias == "" || !strings.EqualFold(s.alias, o.Name)) {
			continue
		}
		if o.Method == attest.MethodUnstated {
			found[i].Method = s.Method
		}
		if o.Services == "" {
			found[i].Services = s.Services
		}
		if o.alias == "" {
			found[i].alias = s.alias
		}
		return found
	}
	return append(found, s)
}

// ruled reports whether a cell lies between rulings.
func (d *document) ruled(c tableCell) bool { return c.y1-c.y0 < 0.8*d.pages[c.page-1].height }

// bracketAlias parts a name from the short form in brackets after it.
func bracketAlias(s string) (name, alias string) {
	name, rest, ok := strings.Cut(s, "(")
	if !ok {
		return strings.Trim(s, " *,"), ""
	}
	return strings.Trim(name, " *,"), strings.Trim(rest, " )\"'")
}

// addControls adds the complementary controls that are expected of the
// subservice organisations: the cells beside a name, or all of them where there
// is just one organisation.
func (rp *report) addControls(found []subserviceFound, regions []span) {
	for _, region := range regions {
		t, ok := rp.doc.findTable(region, csocColumnRE)
		if !ok {
			continue
		}
		controls, _ := t.find(csocColumnRE)
		names, named := t.find(orgColumnRE)
		if named = named && names != controls; !named && len(found) != 1 {
			continue
		}
		nameCells := rp.doc.cells(t, names)
		for _, cell := range rp.doc.cells(t, controls) {
			i := 0
			if named {
				if i = ownerOf(found, overlaps(nameCells, cell)); i < 0 {
					continue
				}
			}
			for _, item := range splitMarked(cell.lines) {
				if text := strings.TrimSpace(newFlow(item).text); len(text) > 15 {
					found[i].CSOCs = append(found[i].CSOCs, text)
				}
			}
		}
	}
}

// ownerOf gives the organisation that a cell of the name column names.
func ownerOf(found []subserviceFound, cells []tableCell) int {
	for _, c := range cells {
		name, _ := bracketAlias(c.text())
		for i, s := range found {
			if sameName(s.Name, name) || s.alias != "" && strings.EqualFold(s.alias, name) {
				return i
			}
		}
	}
	return -1
}
