package freshness

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/assay/internal/attest"
)

const (
	cycleMonths    = 36 // a certification cycle
	cycleSlackDays = 31 // a decision may precede the day it takes effect by so much
)

// lapse gives the last day on which certificates of an edition of ISO/IEC 27001
// held, whatever they print, and false for an edition in force. The 2013 edition
// ended with the transition of IAF MD 26, the 2005 edition two years after 2013's
// publication.
func lapse(edition string) (attest.Date, bool) {
	switch edition {
	case "2013":
		return attest.Date{Year: 2025, Month: time.October, Day: 31}, true
	case "2005":
		return attest.Date{Year: 2015, Month: time.October, Day: 1}, true
	default:
		return attest.Date{}, false
	}
}

// placeCertificate places a certificate from the start of its cycle to its
// expiry or the lapse of its edition, whichever is earlier.
func (p plan) placeCertificate(i *item, c *attest.Certificate) {
	expiry, hasExpiry := value(c.ExpiryDate)
	if !hasExpiry {
		i.note(unreadDates("the expiry date", c.ExpiryDate.State))
		return
	}
	start, ok := cycleStart(c, expiry)
	if !ok {
		i.note("the day from which the certificate holds was not read, so no days are covered")
		return
	}
	if expiry.Before(start) {
		i.note("the certificate ends before it starts")
		return
	}
	i.issued, _ = value(c.IssueDate)
	end := i.editionEnd(c, expiry)
	i.current, i.byEnd, i.stale = end, end, end
	i.line = lineKey{kind: i.kind}
	i.number, i.holder = certificateKeys(c)
	if end.Before(start) {
		i.note("the edition had lapsed before the certificate starts")
		return
	}
	i.role, i.span, i.exists = roleCertificate, attest.Period{Start: start, End: end}, start
	i.covers = []cover{{span: i.span}}
	i.cycleFlags(c, start, expiry)
}

// cycleStart finds the day from which the certificate holds. The first date of
// all is taken only when it lies in the same cycle as the expiry date: it says
// nothing about cycles in between.
func cycleStart(c *attest.Certificate, expiry attest.Date) (attest.Date, bool) {
	for _, f := range []attest.Fact[attest.Date]{c.CycleStart, c.IssueDate} {
		if f.State == attest.Ambiguous {
			return attest.Date{}, false
		}
		if f.State == attest.Found {
			return f.Value, true
		}
	}
	first, ok := value(c.InitialDate)
	inCycle := !expiry.After(first.AddMonths(cycleMonths).AddDays(cycleSlackDays))
	return first, ok && inCycle
}

// editionEnd shortens the expiry date to the lapse of the edition. Where the
// readings of the edition disagree, the earliest end counts.
func (i *item) editionEnd(c *attest.Certificate, expiry attest.Date) attest.Date {
	editions := []string{c.Edition.Value}
	if c.Edition.State != attest.Found {
		editions = nil
		for _, candidate := range c.Edition.Candidates {
			editions = append(editions, candidate.Value)
		}
		i.flag(attest.FlagEditionMissing, "the edition of the standard was not read with certainty", c.Standard.Citations...)
	}
	end := expiry
	for _, e := range editions {
		if last, lapsed := lapse(e); lapsed && last.Before(end) {
			end = last
		}
	}
	if end != expiry {
		i.flag(attest.FlagEditionLapsed, fmt.Sprintf("the edition ended on %s, before the printed expiry %s", end, expiry), c.Edition.Citations...)
	}
	return end
}

// cycleFlags raises what a cycle's dates give reason to ask.
func (i *item) cycleFlags(c *attest.Certificate, start, expiry attest.Date) {
	if expiry.After(start.AddMonths(cycleMonths).AddDays(cycleSlackDays)) {
		i.flag(attest.FlagTermTooLong, fmt.Sprintf("%s to %s is more than three years", start, expiry), c.ExpiryDate.Citations...)
	}
	last, ok := value(c.LastCycleExpiry)
	if ok && gapBetween(last, start) > 0 {
		i.flag(attest.FlagCycleGap, fmt.Sprintf("%d days between the last cycle, to %s, and this one, from %s",
			gapBetween(last, start), last, start), c.LastCycleExpiry.Citations...)
	}
	for months := 12; months < cycleMonths; months += 12 {
		due := start.AddMonths(months)
		if due.Before(i.span.End) && i.issued.Before(due) {
			i.milestones = append(i.milestones, due)
		}
	}
}

var revision = regexp.MustCompile(`[-/ ]\d{1,2}$`)

// certificateKeys gives what stays the same when a certificate is renewed: the
// number without a trailing revision, or holder and scope together.
func certificateKeys(c *attest.Certificate) (number, holder string) {
	if n, ok := value(c.Number); ok {
		number = revision.ReplaceAllString(strings.ToUpper(strings.TrimSpace(n)), "")
	}
	h, hasHolder := value(c.Holder)
	s, hasScope := value(c.Scope)
	if hasHolder && hasScope {
		holder = systemKey(h) + "\n" + systemKey(s)
	}
	return number, holder
}

// renews reports whether two certificates are the same certification at two
// times. Two certificates of one holder with different scopes are not.
func renews(a, b *item) bool {
	return a.number != "" && a.number == b.number || a.holder != "" && a.holder == b.holder
}

// surveillanceDue gives the latest anniversary before today that nothing newer
// on the certificate confirms.
func (i *item) surveillanceDue(today attest.Date) (attest.Date, bool) {
	for _, due := range slices.Backward(i.milestones) {
		if due.Before(today) {
			return due, true
		}
	}
	return attest.Date{}, false
}
