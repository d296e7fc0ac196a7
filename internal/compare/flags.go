package compare

import (
	"slices"

	"example.com/assay/internal/attest"
)

// flags raises on the later report what the earlier one lets a careful reader point
// out. What is unsure is flagged too, and says so.
func (w *work) flags() {
	for _, c := range w.out.Changes {
		name := flagOf(c)
		if name == "" {
			continue
		}
		f := attest.Flag{Name: name, Detail: c.Summary}
		if c.Unsure != "" {
			f.Detail += " (" + c.Unsure + ")"
		}
		if c.Later != nil {
			f.Citations = slices.Clone(c.Later.Cited)
		}
		w.out.Flags = append(w.out.Flags, f)
	}
}

// flagOf gives the flag that a change raises, "" for none.
func flagOf(c attest.Change) attest.FlagName {
	switch {
	case c.Aspect == attest.AspectException && c.Kind == attest.ChangeRepeated:
		return attest.FlagRepeatException
	case c.Aspect == attest.AspectException && c.Kind == attest.ChangeUntraced:
		return attest.FlagExceptionUntraced
	case c.Aspect == attest.AspectOrganization && c.Kind == attest.ChangeChanged:
		return attest.FlagOtherOrganization
	case c.Aspect == attest.AspectPeriod && c.Kind == attest.ChangeGap:
		return attest.FlagPeriodGapBefore
	case c.Aspect == attest.AspectPeriod && c.Kind == attest.ChangeOverlap:
		return attest.FlagPeriodOverlaps
	case c.Aspect == attest.AspectAuditor && c.Kind == attest.ChangeChanged:
		return attest.FlagAuditorChanged
	}
	return ""
}
