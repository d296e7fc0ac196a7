package intake

import (
	"slices"

	"example.com/assay/internal/attest"
)

// flagBefore adds to a timeline what the report before lets a careful reader point out
// in those that nothing newer stands in for.
func (in *Intake) flagBefore(line attest.Timeline, evidence []attest.Evidence) {
	if in.Comparer == nil {
		return
	}
	byID := map[attest.DocumentID]attest.Evidence{}
	for _, e := range evidence {
		byID[e.Document.ID] = e
	}
	for i, s := range line.Evidence {
		if s.SupersededBy == "" {
			line.Evidence[i].Flags = slices.Concat(s.Flags, in.Comparer.FlagsOf(byID[s.Document], evidence))
		}
	}
}
