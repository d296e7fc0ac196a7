package reading

import (
	"slices"
	"strings"

	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

var (
	cpaRE       = regexp.MustCompile(`(?i:certified\s+public\s+accountants?)|\bCPAs?\b|(?i:chartered\s+accountants?|independent\s+service\s+auditors?\s*$)`)
	weIssued    = regexp.MustCompile(`(?i)\bwe\s+(?:have\s+)?(?:issued|examined|completed|performed|conducted)\s+(?:our|the|a|an)\s+(?:\w+\s+){0,4}(?:report|examination)|\bour\s+(?:opinion|examination)\b|\bextend\s+(?:the|our)\s+(?:conclusions?|opinion)|as\s+(?:your|the)\s+(?:independent\s+)?service\s+auditors?`)
	closingRE   = regexp.MustCompile(`(?i)^\W*(?:(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?|(?:kind|best|warm)?\s*regards|best|thank\s+you|respectfully(?:\s+submitted|\s+yours)?|very\s+truly\s+yours|signed|signature|mit\s+freundlichen\s+grüßen|cordialement|atentamente)\W*$`)
	officerRE   = regexp.MustCompile(`(?i)\b(?:chief|officer|ciso|cto|ceo|cfo|coo|cio|president|director|head\s+of|vice\s+president|vp|manager|controller|founder|partner\b.*\b(?:information|security)|counsel|secretary)\b`)
	personRE    = regexp.MustCompile(`^(?:/s/\s*|[Ss]igned(?:\s+by)?:\s*)?(?P<v>\p{Lu}[\pL.'-]+(?:\s+(?:\p{Lu}[\pL.'-]*|de|van|von|der|da|dos|del|la|bin|al)){1,4})(?:,.*)?$`)
	inkRE       = regexp.MustCompile(`^[\s_./-]*$|(?i)docusign|signed\s+by:?$`)
	companyRE   = regexp.MustCompile(companyName)
	companyEnds = regexp.MustCompile(legalForm + `\W*$`)
)

// signer reads who signed, and whether that is management or an auditor.
func (b bridgeText) signer() (by, name attest.Fact[string]) {
	after := b.signature()
	cpa := cpaRE.MatchString(b.tail(after))
	words := weIssued.FindStringIndex(b.text)
	name = signerName(after, cpa || words != nil)
	officer := officerLine(after)
	switch {
	case words != nil && (cpa || name.Rule == "bridge.signer.firm"), cpa && officer == nil:
		cite := slices.Clone(name.Citations)
		if words != nil {
			cite = append(cite, b.cite(words[0], words[1])...)
		}
		return attest.FoundFact("auditor", "bridge.signed_by.auditor", cite...), name
	case words != nil:
		return attest.AbsentFact[string]("the words are an auditor's, the signature is not known"), name
	case officer != nil:
		return attest.FoundFact("management", "bridge.signed_by.officer", officer.cite(0, len(officer.text))...), name
	}
	return attest.AbsentFact[string]("no office of the company stands under the signature"), name
}

// signature gives the lines under the closing, without those that are drawn.
func (b bridgeText) signature() []flow {
	at := slices.IndexFunc(b.lines, func(l line) bool { return closingRE.MatchString(newFlow([]line{l}).text) })
	lines := b.lines[at+1 : min(len(b.lines), at+8)]
	if at < 0 {
		lines = b.signedLines()
	}
	var out []flow
	for _, l := range lines {
		if f := newFlow([]line{l}); !inkRE.MatchString(f.text) {
			out = append(out, f)
		}
	}
	return out
}

// signedLines are the lines of a signature without a closing: a person's name with
// an office of the company behind it or on the next line, near the letter's end.
func (b bridgeText) signedLines() []line {
	n := len(b.lines)
	for i := n - 1; i >= max(0, n-8); i-- {
		text := newFlow([]line{b.lines[i]}).text
		m := personRE.FindStringSubmatch(text)
		if m == nil || len(text) > 80 || companyEnds.MatchString(text) || officerRE.MatchString(m[1]) {
			continue
		}
		if officerRE.MatchString(text) {
			return b.lines[i:min(n, i+2)]
		}
		if i+1 < n && len(b.lines[i+1].text) <= 80 && officerRE.MatchString(newFlow([]line{b.lines[i+1]}).text) {
			return b.lines[i:min(n, i+3)]
		}
	}
	return nil
}

// signerName reads the name under a closing: a firm's, where the letter may be an
// auditor's, or a person's.
func signerName(after []flow, firm bool) attest.Fact[string] {
	for _, f := range after {
		company := companyEnds.MatchString(f.text)
		if company && firm {
			return attest.FoundFact(strings.TrimSpace(f.text), "bridge.signer.firm", f.cite(0, len(f.text))...)
		}
		if m := personRE.FindStringSubmatchIndex(f.text); m != nil && !company && !officerRE.MatchString(f.text[m[2]:m[3]]) {
			return attest.FoundFact(f.text[m[2]:m[3]], "bridge.signer.person", f.cite(m[2], m[3])...)
		}
	}
	return attest.AbsentFact[string]("no name stands under a closing; the signature may be a picture")
}

// tail is the text under the closing.
func (b bridgeText) tail(after []flow) string {
	var parts []string
	for _, f := range after {
		parts = append(parts, f.text)
	}
	return strings.Join(parts, "\n")
}

// officerLine is the line that names an office of the company.
func officerLine(after []flow) *flow {
	i := slices.IndexFunc(after, func(f flow) bool { return officerRE.MatchString(f.text) })
	if i < 0 {
		return nil
	}
	return &after[i]
}
