package evaluate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"example.com/assay/internal/attest"
)

// certificate compares the facts of a certificate.
func (c *comparer) certificate(got *attest.Certificate) {
	iso := c.truth.object("iso")
	str := func(field string, f attest.Fact[string], key string, equal func(w, g string) bool) {
		if iso.has(key) {
			judge(c, field, f, nonEmpty(iso.text(key)), equal)
		}
	}
	day := func(field string, f attest.Fact[attest.Date], keys ...string) {
		for _, key := range keys {
			if iso.has(key) {
				judge(c, field, f, nonEmpty(iso.text(key)), sameWords)
				return
			}
		}
	}
	str("cert_number", got.Number, "certificate_number", sameWords)
	str("holder", got.Holder, "holder", sameName)
	str("body", got.Body, "body", sameName)
	str("standard", got.Standard, "standard", sameWords)
	str("edition", got.Edition, "edition", sameWords)
	str("cert_version", got.Version, "version", sameWords)
	str("soa_version", got.SoAVersion, "soa_version", sameWords)
	if iso.has("language") {
		judge(c, "language", got.Language, strings.Split(iso.text("language"), "+"), sameWords)
	}
	day("soa_date", got.SoADate, "soa_date")
	day("initial_date", got.InitialDate, "initial_date", "certified_since")
	day("cycle_start", got.CycleStart, "cycle_start")
	c.issue(got, iso)
	day("expiry_date", got.ExpiryDate, "expiry_date")
	day("last_cycle_expiry", got.LastCycleExpiry, "last_cycle_expiry")
	if scope := iso.text("scope"); c.truth.text("real_or_synthetic") != "real" && scope != "" {
		judge(c, "scope", got.Scope, []string{scope}, closeText)
	}
	if iso.has("sites") {
		c.set("sites", got.Sites.State, iso.texts("sites"), got.Sites.Items, got.Sites.Reason)
	}
	if a := iso.text("accreditation"); strings.Contains(a, "logo") {
		judge(c, "accreditation", got.Accreditation, nil, sameWords)
	} else if a != "" {
		judge(c, "accreditation", got.Accreditation, []string{a}, sameName)
	}
}

// issue compares the date of issue. A sheet that was issued again states two: the
// first issue and the one of this sheet are both right.
func (c *comparer) issue(got *attest.Certificate, iso Truth) {
	if iso.has("issue_date") {
		judge(c, "issue_date", got.IssueDate, nonEmpty(iso.text("issue_date"), iso.text("reissue_date")), sameWords)
	}
}

// bridge compares the facts of a bridge letter.
func (c *comparer) bridge(got *attest.BridgeLetter) {
	b := c.truth.object("bridge")
	judge(c, "organization", got.Organization, c.truth.Organization, sameName)
	judge(c, "system", got.System, nonEmpty(c.truth.text("system")), sameName)
	judge(c, "auditor", got.Auditor, nonEmpty(c.truth.text("auditor")), sameName)
	judge(c, "period", got.Period, []string{c.truth.text("period_start") + ".." + c.truth.text("period_end")}, sameWords)
	judge(c, "letter_date", got.LetterDate, nonEmpty(b.text("letter_date")), sameWords)
	judge(c, "covers_through", got.CoversThrough, nonEmpty(b.text("covers_through")), sameWords)
	judge(c, "signer", got.Signer, nonEmpty(b.text("signatory")), closeText)
	judge(c, "signed_by", got.SignedBy, nonEmpty(b.text("signed_by")), sameWords)
}

// flagNames gives the flag that stands for an expected one; "" for those that
// belong to parts that are not read, or to the calendar.
func flagName(expected string) attest.FlagName {
	switch expected {
	case "scanned_document", "opinion_needs_ocr":
		return attest.FlagNoTextPages
	case "auditor_in_image_only":
		return attest.FlagAuditorUnknown
	case "no_exceptions", "repeat_exception", "no_control_ids", "expired", "locked":
		return ""
	}
	return attest.FlagName(expected)
}

// flags compares the flags that a careful reader would raise. More flags than
// expected are no fault.
func (c *comparer) flags(r *attest.Reading) {
	for _, e := range c.truth.texts("expected_flags") {
		name := flagName(e)
		if name == "" {
			continue
		}
		o := Absent
		if slices.ContainsFunc(r.Flags, func(f attest.Flag) bool { return f.Name == name }) {
			o = Right
		}
		c.add("flags", o, e, "")
	}
}

// squash is a text for comparison: NFKC, lower case, letters and digits only.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// sameWords reports whether two texts have the same letters and digits.
func sameWords(want, got string) bool { return squash(want) == squash(got) }

// bareName is a name without what is in brackets.
func bareName(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 {
		return strings.TrimSpace(s[:i])
	}
	return s
}

// sameName reports whether a name is the wanted one: in full, without its
// brackets, or as one of the names in them.
func sameName(want, got string) bool {
	names := []string{want, bareName(want)}
	if _, inner, ok := strings.Cut(want, "("); ok {
		names = append(names, strings.Split(strings.TrimSuffix(inner, ")"), ";")...)
	}
	return slices.ContainsFunc(names, func(n string) bool {
		return squash(n) == squash(got) || squash(n) == squash(bareName(got))
	})
}

// closeText reports whether one text is the other, or most of it.
func closeText(want, got string) bool {
	w, g := squash(want), squash(got)
	short, long := w, g
	if len(short) > len(long) {
		short, long = long, short
	}
	return short != "" && strings.Contains(long, short) && len(short)*10 >= len(long)*4
}
