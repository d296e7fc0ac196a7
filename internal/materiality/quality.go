package materiality

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"example.com/assay/internal/attest"
)

// reading weighs how far the report was read, and what the reader points out.
func (c *weighing) reading(x exhibit, a *attest.Attestation) {
	if needOf(x) == NeedSOC2 {
		c.matrix(x, a)
	}
	c.pages(x, a)
	c.flags(x)
	if x.kind == attest.KindISAE3000 || x.kind == attest.KindCSAE3000 {
		c.add(RuleEquivalent, x, "This "+kindName(x.kind)+" measures against the trust services criteria under other standards than a SOC 2 report.", kindCitations(x),
			finding{condition: "Confirm that an " + kindName(x.kind) + " is acceptable in place of a SOC 2 report."})
	}
	if n := len(a.CUECs.Items); a.CUECs.State == attest.Found && n > 0 {
		c.add(RuleCUECs, x, fmt.Sprintf("The report relies on %d complementary user entity controls, which the buyer has to operate.", n), a.CUECs.Citations, finding{})
	}
	var carved []string
	for _, s := range a.Subservice.Items {
		if s.Method == attest.CarveOut {
			carved = append(carved, s.Name)
		}
	}
	if len(carved) > 0 {
		c.add(RuleSubservice, x, "Controls at "+strings.Join(carved, ", ")+" are carved out of the report.", a.Subservice.Citations, finding{})
	}
}

func notRead(x exhibit, parts ...string) bool {
	return slices.ContainsFunc(x.reading.NotRead, func(part string) bool { return slices.Contains(parts, part) })
}

// pages weighs the pages whose text could not be had. Where it is not known which
// pages the auditor's report takes up, each of them may be one of its pages.
func (c *weighing) pages(x exhibit, a *attest.Attestation) {
	var letter, rest []string
	for _, p := range x.reading.Pages {
		if p.Reading != attest.PageNotRead || p.Correction != "" {
			continue // a person has read what no reader could
		}
		if inAuditorsReport(a, p.Number) {
			letter = append(letter, fmt.Sprint(p.Number))
			continue
		}
		rest = append(rest, fmt.Sprint(p.Number))
	}
	if len(letter) > 0 {
		c.add(RuleLetterPageUnread, x, "Text of the auditor's report could not be read (page "+strings.Join(letter, ", ")+"); it may modify the opinion.", nil, finding{
			condition: "A person reads the auditor's report on the pages without text.",
			next:      "Read the auditor's report on the pages without text, and record the opinion."})
	}
	if len(rest) > 0 {
		c.add(RulePageUnread, x, "Some pages could not be read (page "+strings.Join(rest, ", ")+").", nil,
			finding{condition: "A person reads the pages without text."})
	}
}

func inAuditorsReport(a *attest.Attestation, page int) bool {
	located := false
	for _, s := range a.Sections {
		if s.Kind != attest.SectionAuditorReport {
			continue
		}
		located = true
		if page >= s.FirstPage && page <= s.LastPage {
			return true
		}
	}
	return !located
}

// flags weighs what the reader points out, apart from what other rules say with
// more precision.
func (c *weighing) flags(x exhibit) {
	for _, f := range x.reading.Flags {
		if slices.Contains(restated(), f.Name) {
			continue
		}
		c.add(RuleFlag, x, "The reading points out: "+sentence(flagText(f)), f.Citations,
			finding{condition: "A person looks at what the reading points out: " + strings.ReplaceAll(string(f.Name), "_", " ") + "."})
		c.last().Rule = flagPrefix + string(f.Name)
		if slices.Contains(c.tier.Remarks, f.Name) {
			c.last().Effect = remark
		}
	}
}

// flagPrefix begins the rule of a reason that stands for a flag of the reading.
const flagPrefix = "flag."

// restated lists the flags whose matter a rule of its own weighs.
func restated() []attest.FlagName {
	return []attest.FlagName{
		attest.FlagOpinionQualified, attest.FlagOpinionAdverse, attest.FlagOpinionDisclaimer, attest.FlagQualifiedInLimb,
		attest.FlagEmphasisOfMatter, attest.FlagType1, attest.FlagPeriodShort, attest.FlagNoTextPages, attest.FlagPageNotRead,
		attest.FlagEditionMissing, attest.FlagISO2013Edition, attest.FlagTermTooLong, attest.FlagCycleGap, attest.FlagNotYetEffective,
		attest.FlagAccreditationNotStated,
	}
}

// identity asks whether the document is on this vendor at all: its names have to
// share a telling word with the vendor's.
func (c *weighing) identity(x exhibit, names []string, f attest.Fact[string]) {
	own := tellingWords(c.vendor.DisplayName)
	if len(own) == 0 || f.State == attest.Absent || f.State == "" {
		return
	}
	for _, candidate := range f.Candidates {
		names = append(names, candidate.Value)
	}
	for _, name := range names {
		words := tellingWords(name)
		shared := slices.ContainsFunc(words, func(w string) bool { return slices.Contains(own, w) })
		// "AshlarPenn" and "Ashlar Penn" are one name.
		if shared || strings.HasPrefix(strings.Join(words, ""), strings.Join(own, "")) {
			return
		}
	}
	c.add(RuleOrganisation, x, fmt.Sprintf("The %s is on %s, a name that does not resemble the vendor's.", reportName(x), orUnknown(f.Value)), f.Citations,
		finding{condition: "Confirm that the document is on this vendor."})
}

func orUnknown(name string) string {
	if name == "" {
		return "an organisation whose name was not read with certainty"
	}
	return name
}

// tellingWords gives the words of a name, without legal forms and fillers.
func tellingWords(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{
			"the", "and", "of", "inc", "incorporated", "llc", "llp", "ltd", "limited", "plc", "corp", "corporation", "co", "company",
			"gmbh", "ag", "sa", "bv", "nv", "ab", "as", "oy", "pte", "pty", "srl", "spa", "kg", "group", "holdings", "holding",
		}, w)
	})
}
