package reading

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dateNotes writes what findDates found: days, "a|b" for an open order, "~" for a
// month without a day, "!" for a day that does not exist, "^" for a footnote digit.
func dateNotes(hits []dateHit) string {
	var out []string
	for _, h := range hits {
		s := h.date.String()
		if h.open() {
			s += "|" + h.other.String()
		}
		if h.monthOnly {
			s += "~"
		}
		if h.invalid {
			s += "!"
		}
		if h.footnote {
			s += "^"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestFindDates(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"September 30, 2025", "2025-09-30"},
		{"Sept. 5, 2025", "2025-09-05"},
		{"Sept. 5 , 2024", "2024-09-05"},
		{"SEPTEMBER 30TH, 2025", "2025-09-30"},
		{"December31, 2024", "2024-12-31"},
		{"December312024", "2024-12-31"},
		{"30 September 2025", "2025-09-30"},
		{"30th of September, 2025", "2025-09-30"},
		{"30 of June, 2024", "2024-06-30"},
		{"this 31st day of May, 2024", "2024-05-31"},
		{"31stDecember2025", "2025-12-31"},
		{"12-Mar-24 and 05-Apr-2025", "2024-03-12 2025-04-05"},
		{"Tuesday, 2 September 2025.", "2025-09-02"},
		{"1. März 2023", "2023-03-01"},
		{"01. MÄRZ 2023", "2023-03-01"},
		{"9. Jänner 2024", "2024-01-09"},
		{"le 1er mars 2024", "2024-03-01"},
		{"18 février 2025 et 3 août 2025", "2025-02-18 2025-08-03"},
		{"24 de septiembre de 2029", "2029-09-24"},
		{"17 novembro 2026 - 16 novembro 2029", "2026-11-17 2029-11-16"},
		{"1o de março de 2025", "2025-03-01"},
		{"12 out 2024", "2024-10-12"},
		{"3 gennaio 2024, 30 settembre 2025", "2024-01-03 2025-09-30"},
		{"2 mei 2024 tot 1 maart 2027", "2024-05-02 2027-03-01"},
		{"2025年9月30日", "2025-09-30"},
		{"2024-10-01", "2024-10-01"},
		{"2024/10/01", "2024-10-01"},
		{"30/09/2025", "2025-09-30"},
		{"09/30/2025", "2025-09-30"},
		{"30.09.2025", "2025-09-30"},
		{"05/05/2025", "2025-05-05"},
		{"01/02/2024", "2024-01-02|2024-02-01"},
		{"01/02/2024 and 31/03/2024", "2024-02-01 2024-03-31"},
		{"01/02/2024 and 03/31/2024", "2024-01-02 2024-03-31"},
		{"01/02/2024, 31/03/2024, 03/31/2024", "2024-01-02|2024-02-01 2024-03-31 2024-03-31"},
		{"September 31, 2024", "2024-09-30!"},
		{"31/09/2024", "2024-09-30!"},
		{"February 29, 2023 and February 29, 2024", "2023-02-28! 2024-02-29"},
		{"2024-02-30", "2024-02-29!"},
		{"March 2024", "2024-03-01~"},
		{"April 30, 20182", "2018-04-30^"},
		{"PeriodJanuary 1, 2024", "2024-01-01"},
		{"as of31 May 2024", "2024-05-31"},
		{"1 July 2025-30 June 2026", "2025-07-01 2026-06-30"},
		{"June 30 September 2024", "2024-09-30"},
		// not dates
		{"September 45, 2024", ""},
		{"13/13/2024", ""},
		{"the summary 2024", ""},
		{"we may 2024 times", ""},
		{"Section 12.3, CC6.1, version 4", ""},
		{"ISO/IEC 27001:2022 and 27006:2015", ""},
		{"1.30.09.2025", ""},
		{"192.168.10.2024", ""},
		{"3 Marble 2024", ""},
		{"24/7 monitoring", ""},
		{"2024-10-01234", ""},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, dateNotes(findDates(tt.in))); diff != "" {
			t.Errorf("findDates(%q) mismatch (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestFindDatesFallback(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		order dateOrder
		want  string
	}{
		{"01.02.2024", dayFirst, "2024-02-01"},
		{"01/02/2024", monthFirst, "2024-01-02"},
		{"01/02/2024 31/12/2024", monthFirst, "2024-02-01 2024-12-31"},
	}
	for _, tt := range tests {
		if got := dateNotes(findDatesOrdered(tt.in, tt.order)); got != tt.want {
			t.Errorf("findDatesOrdered(%q, %d) = %q, want %q", tt.in, tt.order, got, tt.want)
		}
	}
}

// periodNotes writes what findPeriods found.
func periodNotes(hits []periodHit) string {
	var out []string
	for _, h := range hits {
		s := h.period.String()
		if h.open() {
			s += "|" + h.other.String()
		}
		if h.inferred {
			s += "~"
		}
		if h.invalid {
			s += "!"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestFindPeriods(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want, rule string }{
		{"throughout the period October 1, 2024 to September 30, 2025", "2024-10-01..2025-09-30", "period.led_range"},
		{"August 1, 2017 through October 31, 2018", "2017-08-01..2018-10-31", "period.bare_range"},
		{"January 1 - June 30, 2025", "2025-01-01..2025-06-30", "period.bare_range"},
		{"throughout the period November 1 to October 31, 2025", "2024-11-01..2025-10-31", "period.led_range"},
		{"from 1 January up to and including 31 December 2024", "2024-01-01..2024-12-31", "period.bare_range"},
		{"for the period between 1 April 2024 and 31 March 2025", "2024-04-01..2025-03-31", "period.led_range"},
		{"for the examination period of 2024-01-01 to 2024-12-31", "2024-01-01..2024-12-31", "period.led_range"},
		{"Throughout the Period March 2024 to February 2025", "2024-03-01..2025-02-28~", "period.led_range"},
		{"from 01/04/2024 to 31/03/2025", "2024-04-01..2025-03-31", "period.bare_range"},
		{"for the period from 01/02/2024 to 01/08/2024", "2024-01-02..2024-01-08|2024-02-01..2024-08-01", "period.led_range"},
		{"02/01/2024 to 01/12/2024", "2024-01-02..2024-12-01", "period.bare_range"},
		{"the period April 1, 2024 to September 31, 2024", "2024-04-01..2024-09-30!", "period.bare_range"},
		{"vom 1. Januar bis zum 31. Dezember 2024", "2024-01-01..2024-12-31", "period.bare_range"},
		{"du 1er avril 2024 au 31 mars 2025", "2024-04-01..2025-03-31", "period.bare_range"},
		{"the twelve-month period ended December 31, 2024", "2024-01-01..2024-12-31", "period.ended"},
		{"for the six months ended June 30, 2025", "2025-01-01..2025-06-30", "period.ended"},
		{"for the year ended 31 March 2025", "2024-04-01..2025-03-31", "period.ended"},
		{"12-month period ending February 28, 2025", "2024-03-01..2025-02-28", "period.ended"},
		{"vom 1. Januar 2024 bis einschließlich 31. Dezember 2024", "2024-01-01..2024-12-31", "period.bare_range"},
		{"del 1 de enero al 31 de diciembre de 2024", "2024-01-01..2024-12-31", "period.bare_range"},
		{"de 1 de abril de 2024 a 31 de março de 2025", "2024-04-01..2025-03-31", "period.bare_range"},
		{"van 1 januari 2024 tot en met 31 december 2024", "2024-01-01..2024-12-31", "period.bare_range"},
		{"beginning October 1, 2024 and ending September 30, 2025", "2024-10-01..2025-09-30", "period.bare_range"},
		{"from March 3, 2024 (inception) through to February 28, 2025", "2024-03-03..2025-02-28", "period.bare_range"},
		{"between the dates of 1 May 2024 and 30 April 2025", "2024-05-01..2025-04-30", "period.led_range"},
		{"for the three (3) months ended March 31, 2025", "2025-01-01..2025-03-31", "period.ended"},
		{"April 2024-March 2025", "2024-04-01..2025-03-31~", "period.bare_range"},
		{"May 5, 2025 and August 4, 2025", "", ""},
		{"the period ended December 31, 2024", "", ""},
		{"December 31, 2024 to January 1, 2024", "", ""},
		{"retained for a period of 90 days to 120 days", "", ""},
	}
	for _, tt := range tests {
		hits := findPeriods(tt.in)
		if diff := cmp.Diff(tt.want, periodNotes(hits)); diff != "" {
			t.Errorf("findPeriods(%q) mismatch (-want +got):\n%s", tt.in, diff)
		}
		if len(hits) == 1 && hits[0].rule != tt.rule {
			t.Errorf("findPeriods(%q) rule = %q, want %q", tt.in, hits[0].rule, tt.rule)
		}
	}
}

func FuzzFindPeriods(f *testing.F) {
	for _, s := range []string{"March 1 to 31 May 2024", "30/09/2025", "the year ended 1. März 2023", "2025年9月30日", "İ1 May 2024"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range findDates(text) {
			if h.start < 0 || h.start >= h.end || h.end > len(text) || h.date.IsZero() {
				t.Fatalf("hit %+v in %q", h, text)
			}
		}
		for _, h := range findPeriods(text) {
			if h.start >= h.end || h.end > len(text) || !h.period.Start.Before(h.period.End) {
				t.Fatalf("period %s in %q", fmt.Sprint(h), text)
			}
		}
	})
}
