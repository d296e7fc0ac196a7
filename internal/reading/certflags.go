package reading

import (
	"fmt"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// cycleMonths is the longest certification cycle, and cycleGrace the days a late
// or early decision may add to it.
const (
	cycleMonths = 36
	cycleGrace  = 31
)

// flagCertificate raises what a careful reader of a certificate points out.
func (d *document) flagCertificate(c *attest.Certificate, t *certText) {
	var missing []string
	for _, field := range []struct {
		name  string
		state attest.State
	}{
		{"number", c.Number.State}, {"edition", c.Edition.State}, {"expiry date", c.ExpiryDate.State},
		{"scope", c.Scope.State}, {"certification body", c.Body.State}, {"holder", c.Holder.State},
	} {
		if field.state == attest.Absent {
			missing = append(missing, field.name)
		}
	}
	if len(missing) > 0 {
		d.flag(attest.FlagIncompleteCertificate, "not in the text: "+strings.Join(missing, ", "))
	}
	if c.Edition.Value == "2013" || c.Edition.Value == "2005" {
		d.flag(attest.FlagISO2013Edition, "certificates of the 2013 edition ended by 31 October 2025", c.Edition.Citations...)
	}
	if c.LastCycleExpiry.State == attest.Found {
		d.flag(attest.FlagPreviousCycleExpiry, "the expiry of the last cycle is printed beside that of this one", c.LastCycleExpiry.Citations...)
	}
	if v := t.fields[labelReissue]; len(v) > 0 {
		d.flag(attest.FlagReissued, "a re-issue keeps the expiry of its cycle", v[0].cites...)
	}
	d.flagCycle(c)
}

// flagCycle looks at the length of the cycle, the gap before it, and a start that
// lies ahead of the issue.
func (d *document) flagCycle(c *attest.Certificate) {
	start, cites := c.CycleStart.Value, c.CycleStart.Citations
	if start.IsZero() && !d.flagged(attest.FlagReissued) {
		start, cites = c.IssueDate.Value, c.IssueDate.Citations
	}
	expiry := c.ExpiryDate.Value
	if !start.IsZero() && !expiry.IsZero() && expiry.After(start.AddMonths(cycleMonths).AddDays(cycleGrace)) {
		d.flag(attest.FlagTermTooLong, fmt.Sprintf("from %s to %s is more than three years", start, expiry), slices.Concat(cites, c.ExpiryDate.Citations)...)
	}
	if c.CycleStart.Value.IsZero() {
		return
	}
	if last := c.LastCycleExpiry.Value; !last.IsZero() {
		if gap := last.DaysUntil(c.CycleStart.Value) - 1; gap > 0 {
			d.flag(attest.FlagCycleGap, fmt.Sprintf("%d days lie between the last cycle and this one", gap), slices.Concat(c.LastCycleExpiry.Citations, c.CycleStart.Citations)...)
		}
	}
	if issue := c.IssueDate.Value; !issue.IsZero() && issue.AddMonths(1).Before(c.CycleStart.Value) {
		d.flag(attest.FlagNotYetEffective, "issued before it takes effect on "+c.CycleStart.Value.String(), slices.Concat(c.IssueDate.Citations, c.CycleStart.Citations)...)
	}
}
