package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// firstFew is how many items of a long list are shown unless all are asked for.
const firstFew = 3

// report writes readings on a page.
type report struct {
	*page
	opts readOptions
}

// reading writes what a document states.
func (p *page) reading(name string, r *assayv1.Reading, opts readOptions) {
	out := report{p, opts}
	p.line("%s", p.paint(bold, clean(name)))
	out.identity(r)
	switch {
	case r.GetAttestation() != nil:
		out.attestation(r.GetAttestation())
	case r.GetCertificate() != nil:
		out.certificate(r.GetCertificate())
	case r.GetBridgeLetter() != nil:
		out.bridgeLetter(r.GetBridgeLetter())
	}
	out.flags(r.GetFlags())
	if len(r.GetNotRead()) > 0 {
		out.field("Not read", "by this version: "+strings.Join(r.GetNotRead(), ", ")+"; their silence here says nothing", "")
	}
}

// identity writes what the document is, and how much of it could be read.
func (o report) identity(r *assayv1.Reading) {
	kind := r.GetKind()
	if kind.GetState() == assayv1.Fact_FOUND {
		o.field("What it is", kindName(kind.GetValue(), r.GetAttestation().GetType().GetValue()), pageRef(kind.GetCitations()))
		o.quote(kind.GetCitations())
	} else {
		o.unclear(kind)
	}
	if t := r.GetAttestation().GetType(); t.GetState() == assayv1.Fact_AMBIGUOUS {
		o.fact("Type", t, func(v string) string { return "Type " + v })
	}
	if o.opts.all {
		o.fact("Title", r.GetTitle(), nil)
		o.field("SHA-256", r.GetSha256(), "")
		o.field("Rules", r.GetRulesVersion(), "")
	}
	o.pages(r.GetPages())
}

// unclear writes what kind a document may be, if it was not decided.
func (o report) unclear(kind *assayv1.Fact) {
	if kind.GetState() == assayv1.Fact_AMBIGUOUS {
		o.fact("What it is", kind, func(v string) string { return kindName(v, "") })
		return
	}
	o.styled("What it is", yellow, "not recognised: "+because(kind.GetReason(), "nothing in it names a kind of document we know"), "")
}

// pages writes how many pages there are, and which of them were not read, were
// recognised in a picture, or were read by one reader only.
func (o report) pages(pages []*assayv1.PageRecord) {
	two := false
	remarks := map[string][]int32{}
	var order []string
	for _, p := range pages {
		two = two || p.GetStatus() == assayv1.PageRecord_TWO_READERS
		if p.GetStatus() == assayv1.PageRecord_NOT_READ || p.GetStatus() == assayv1.PageRecord_OCR {
			order = remark(remarks, order, p)
		}
	}
	for _, p := range pages {
		if two && p.GetStatus() == assayv1.PageRecord_ONE_READER {
			order = remark(remarks, order, p)
		}
	}
	text := fmt.Sprint(len(pages))
	if two && len(order) == 0 {
		text += ", two readers agree"
	}
	if len(order) == 0 {
		o.field("Pages", text, "")
	}
	for i, what := range order {
		label, line := "", what
		if i == 0 {
			label, line = "Pages", text+"; "+what
		}
		o.styled(label, yellow, line, pageNumbers(remarks[what]))
	}
}

// remark notes a page under what there is to say of it.
func remark(remarks map[string][]int32, order []string, p *assayv1.PageRecord) []string {
	what := p.GetReason()
	if p.GetStatus() == assayv1.PageRecord_NOT_READ {
		what = "not read: " + what
	}
	if remarks[what] == nil {
		order = append(order, what)
	}
	remarks[what] = append(remarks[what], p.GetNumber())
	return order
}

// fact writes one fact, whatever its state; say puts its value in words.
func (o report) fact(label string, f *assayv1.Fact, say func(string) string) {
	if say == nil {
		say = func(v string) string { return v }
	}
	switch f.GetState() {
	case assayv1.Fact_FOUND:
		o.field(label, say(f.GetValue()), decided(f.GetCorrection(), f.GetRule(), f.GetCitations()))
		o.quote(f.GetCitations())
	case assayv1.Fact_AMBIGUOUS:
		o.styled(label, yellow, "ambiguous, a person decides: "+because(f.GetReason(), "the readings disagree"), pageRef(f.GetCitations()))
		for _, c := range f.GetCandidates() {
			o.field("", "either "+say(c.GetValue()), pageRef(c.GetCitations()))
			o.quote(c.GetCitations())
		}
	default:
		o.styled(label, dim, "absent: "+because(f.GetReason(), "the document does not state it"), decided(f.GetCorrection(), f.GetRule(), f.GetCitations()))
	}
}

// decided gives the page of what is stated, after a mark where a person decided it.
func decided(correction, rule string, cited []*assayv1.Citation) string {
	mark := "corrected"
	switch {
	case correction == "":
		return pageRef(cited)
	case rule == attest.RuleConfirmed:
		mark = "confirmed"
	}
	if page := pageRef(cited); page != "" {
		return mark + ", " + page
	}
	return mark
}

// detail writes a fact that is left out where the document does not state it.
func (o report) detail(label string, f *assayv1.Fact, say func(string) string) {
	if o.opts.all || f.GetState() == assayv1.Fact_FOUND || f.GetState() == assayv1.Fact_AMBIGUOUS {
		o.fact(label, f, say)
	}
}

// list writes a fact with many values on one line.
func (o report) list(label string, l *assayv1.FactList, none string) {
	switch {
	case l.GetState() != assayv1.Fact_FOUND:
		o.fact(label, &assayv1.Fact{State: l.GetState(), Reason: l.GetReason(), Citations: l.GetCitations(), Correction: l.GetCorrection(), Rule: l.GetRule()}, nil)
	case len(l.GetItems()) == 0:
		o.field(label, none, decided(l.GetCorrection(), l.GetRule(), l.GetCitations()))
	default:
		o.field(label, spoken(strings.Join(l.GetItems(), ", ")), decided(l.GetCorrection(), l.GetRule(), l.GetCitations()))
		o.quote(l.GetCitations())
	}
}

// detailList writes a list that is left out where it says nothing.
func (o report) detailList(label string, l *assayv1.FactList) {
	if o.opts.all || l.GetState() == assayv1.Fact_AMBIGUOUS || len(l.GetItems()) > 0 {
		o.list(label, l, "none")
	}
}

// items writes the lines of a long list, the first few unless all are asked for.
func (o report) items(n int, item func(i int)) {
	shown := n
	if !o.opts.all && n > firstFew+1 {
		shown = firstFew
	}
	for i := range shown {
		item(i)
	}
	if shown < n {
		o.field("", fmt.Sprintf("… %d more; --all shows them", n-shown), "")
	}
}

// quote writes the words behind a fact, where they are asked for.
func (o report) quote(cites []*assayv1.Citation) {
	if !o.opts.quotes {
		return
	}
	for _, c := range cites {
		if c.GetQuote() != "" {
			o.hang(strings.Repeat(" ", indent+labelWidth)+"| ", dim, c.GetQuote(), fmt.Sprintf("p. %d", c.GetPage()))
		}
	}
}

// flags writes what a careful reader would point out.
func (o report) flags(flags []*assayv1.Flag) {
	for i, f := range flags {
		label := ""
		if i == 0 {
			label = "Worth a look"
		}
		text := f.GetId()
		if f.GetDetail() != "" {
			text += ": " + f.GetDetail()
		}
		o.styled(label, yellow, text, pageRef(f.GetCitations()))
		o.quote(f.GetCitations())
	}
}

// because gives the reason, or what stands for it.
func because(reason, otherwise string) string {
	if reason == "" {
		return otherwise
	}
	return reason
}

// spoken writes names of the API as words.
func spoken(name string) string { return strings.ReplaceAll(name, "_", " ") }

// pageRef names the pages of citations: "p. 4", "pp. 4, 7-9".
func pageRef(cites []*assayv1.Citation) string {
	var numbers []int32
	for _, c := range cites {
		numbers = append(numbers, c.GetPage())
	}
	return pageNumbers(numbers)
}

// pageNumbers names pages, each once, in order.
func pageNumbers(numbers []int32) string {
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		part := strconv.Itoa(int(numbers[i]))
		if j > i {
			part += "-" + strconv.Itoa(int(numbers[j]))
		}
		parts = append(parts, part)
		i = j + 1
	}
	switch {
	case len(numbers) == 0:
		return ""
	case len(numbers) == 1:
		return "p. " + parts[0]
	}
	return "pp. " + strings.Join(parts, ", ")
}

// kindName names a kind of document in the field's words. The type is "1", "2", or
// anything else where there is none.
func kindName(kind, reportType string) string {
	name := kindNames()[attest.Kind(kind)]
	if name == "" {
		name = spoken(kind)
	}
	if reportType == "1" || reportType == "2" {
		name = strings.Replace(name, " report", " Type "+reportType+" report", 1)
	}
	return name
}

// kindNames gives the kinds whose names do not speak for themselves.
func kindNames() map[attest.Kind]string {
	return map[attest.Kind]string{
		attest.KindUnknown:          "not recognised",
		attest.KindSOC2:             "SOC 2 report",
		attest.KindSOC1:             "SOC 1 report (financial reporting; no SOC 2 report)",
		attest.KindSOC3:             "SOC 3 report",
		attest.KindSOCCyber:         "SOC for Cybersecurity report",
		attest.KindSOCSupply:        "SOC for Supply Chain report",
		attest.KindSTARAttestation:  "CSA STAR attestation report",
		attest.KindSTARCertificate:  "CSA STAR certificate",
		attest.KindSTARSelf:         "CSA STAR self-assessment",
		attest.KindISAE3402:         "ISAE 3402 report (financial reporting)",
		attest.KindISAE3000:         "ISAE 3000 report",
		attest.KindCSAE3000:         "CSAE 3000 report",
		attest.KindCSAE3416:         "CSAE 3416 report (financial reporting)",
		attest.KindNationalSOC:      "report under a national standard",
		attest.KindC5:               "C5 report",
		attest.KindWebTrust:         "WebTrust report",
		attest.KindBridgeLetter:     "bridge letter",
		attest.KindISO27001:         "ISO/IEC 27001 certificate",
		attest.KindISOOther:         "certificate to another ISO standard",
		attest.KindPersonal:         "certificate of a person's training",
		attest.KindISOSoA:           "statement of applicability (ISO/IEC 27001)",
		attest.KindISOAudit:         "ISO/IEC 27001 audit report",
		attest.KindPentestLetter:    "penetration test letter",
		attest.KindPCIAoC:           "PCI DSS attestation of compliance",
		attest.KindHITRUST:          "HITRUST letter",
		attest.KindAgreedUpon:       "agreed-upon procedures report (no opinion)",
		attest.KindLimitedAssurance: "limited assurance report",
		attest.KindReadiness:        "readiness assessment (no opinion)",
		attest.KindEngagementLetter: "engagement letter (no opinion)",
		attest.KindSelfAttestation:  "the vendor's own declaration",
		attest.KindQuestionnaire:    "questionnaire",
		attest.KindSOC2Certificate:  "a claim about SOC 2, no report",
		attest.KindOther:            "no assurance report",
	}
}
