package review

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/assay/internal/attest"
)

// form is how values of a type are written.
type form[T any] struct {
	says  string // for a person, after "write"
	parse func(string) (T, bool)
}

// maxCount is the largest number of items that an exception can be about.
const maxCount = 1_000_000_000

// languageRE is the form of a language's code.
var languageRE = regexp.MustCompile(`^[a-z]{2}$`)

func texts() form[string] {
	return form[string]{"the words as the document prints them", func(s string) (string, bool) { return oneLine(s), oneLine(s) != "" }}
}

func days() form[attest.Date] {
	return form[attest.Date]{"a day as YYYY-MM-DD", func(s string) (attest.Date, bool) {
		d, err := attest.ParseDate(s)
		return d, err == nil
	}}
}

func spans() form[attest.Period] {
	return form[attest.Period]{"a period as YYYY-MM-DD..YYYY-MM-DD, its first and its last day", func(s string) (attest.Period, bool) {
		first, last, ok := strings.Cut(s, "..")
		start, err1 := attest.ParseDate(strings.TrimSpace(first))
		end, err2 := attest.ParseDate(strings.TrimSpace(last))
		return attest.Period{Start: start, End: end}, ok && err1 == nil && err2 == nil && !end.Before(start)
	}}
}

func counts() form[int] {
	return form[int]{"a whole number, 0 or more", func(s string) (int, bool) {
		n, err := strconv.Atoi(s)
		return n, err == nil && n >= 0 && n <= maxCount
	}}
}

func truths() form[bool] {
	return form[bool]{"true or false", func(s string) (bool, bool) { return s == "true", s == "true" || s == "false" }}
}

func reportTypes() form[attest.ReportType] {
	return form[attest.ReportType]{"1 or 2", func(s string) (attest.ReportType, bool) {
		switch s {
		case "1":
			return 1, true
		case "2":
			return 2, true
		}
		return 0, false
	}}
}

// oneOf is the form of a word out of a list.
func oneOf[T ~string](words ...T) form[T] {
	said := make([]string, len(words))
	for i, w := range words {
		said[i] = string(w)
	}
	return form[T]{"one of " + strings.Join(said, ", "), func(s string) (T, bool) { return T(s), slices.Contains(words, T(s)) }}
}

func opinions() form[attest.OpinionKind] {
	return oneOf(attest.Unqualified, attest.Qualified, attest.Adverse, attest.Disclaimer)
}

func categories() form[attest.Category] { return oneOf(allCategories()...) }

func allCategories() []attest.Category {
	return []attest.Category{attest.Security, attest.Availability, attest.ProcessingIntegrity, attest.Confidentiality, attest.Privacy}
}

func limbs() form[attest.Leg] { return oneOf(attest.LegDesign, attest.LegOperation) }

func languages() form[string] {
	return form[string]{"a language by its two letters, such as en", func(s string) (string, bool) { return s, languageRE.MatchString(s) }}
}

// subservices writes an organisation as "NAME (METHOD)". What was read of an
// organisation stays with its name.
func subservices(read []attest.Subservice) form[attest.Subservice] {
	method := oneOf(attest.CarveOut, attest.Inclusive, attest.MethodUnstated)
	return form[attest.Subservice]{"each organisation as NAME (METHOD), the method " + method.says, func(s string) (attest.Subservice, bool) {
		open := strings.LastIndex(s, " (")
		if open <= 0 || !strings.HasSuffix(s, ")") {
			return attest.Subservice{}, false
		}
		name := strings.TrimSpace(s[:open])
		m, ok := method.parse(s[open+2 : len(s)-1])
		out := attest.Subservice{Name: name}
		for _, r := range read {
			if alike(r.Name, name) {
				out = r
			}
		}
		out.Name, out.Method = name, m
		return out, ok && name != ""
	}}
}

func subserviceText(s attest.Subservice) string { return fmt.Sprintf("%s (%s)", s.Name, s.Method) }

// entityControls writes a complementary user entity control as its text. What was
// read of it stays with its words.
func entityControls(read []attest.CUEC) form[attest.CUEC] {
	return form[attest.CUEC]{"each control as the document prints it", func(s string) (attest.CUEC, bool) {
		for _, r := range read {
			if alike(r.Text, s) {
				return r, true
			}
		}
		return attest.CUEC{Text: oneLine(s)}, oneLine(s) != ""
	}}
}

// oneLine joins the lines of a text as quotes join them.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// alike reports whether two texts are the same but for case and white space.
func alike(a, b string) bool { return strings.EqualFold(oneLine(a), oneLine(b)) }
