package compare_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/compare"
)

// day reads a day that the test writes.
func day(t *testing.T, s string) attest.Date {
	t.Helper()
	d, err := attest.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// soc2 is a Type 2 report that says as little as a comparison needs.
func soc2(t *testing.T, org, system, start, end string) *attest.Reading {
	t.Helper()
	return &attest.Reading{SHA256: end, Kind: attest.FoundFact(attest.KindSOC2, ""), Attestation: &attest.Attestation{
		Organization: attest.FoundFact(org, "", cite(1, org)), System: attest.FoundFact(system, ""), Auditor: attest.FoundFact("Penrose Tidewell LLP", ""),
		Type: attest.FoundFact(attest.ReportType(2), ""), Period: attest.FoundFact(attest.Period{Start: day(t, start), End: day(t, end)}, "", cite(2, start)),
		Opinion: attest.FoundFact(attest.Unqualified, ""), Controls: attest.List[attest.Control]{State: attest.Found},
		Exceptions: attest.List[attest.Exception]{State: attest.Found},
	}}
}

func cite(page int, quote string) attest.Citation { return attest.Citation{Page: page, Quote: quote} }

// lastYear and thisYear are two reports of one vendor, whose product was renamed.
func lastYear(t *testing.T) *attest.Reading {
	return soc2(t, "Fennimore Labs, Inc.", "Fennimore Ledger", "2023-10-01", "2024-09-30")
}

func thisYear(t *testing.T) *attest.Reading {
	return soc2(t, "Fennimore Labs, Inc.", "Quillbook Finance Suite", "2024-10-01", "2025-09-30")
}

// compared compares two readings, the earlier first.
func compared(t *testing.T, a, b *attest.Reading) *attest.Comparison {
	t.Helper()
	c, err := compare.New()
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Compare(attest.Evidence{Reading: a}, attest.Evidence{Reading: b})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// brief writes the changes of an aspect, one on a line.
func brief(c *attest.Comparison, aspects ...attest.Aspect) []string {
	var out []string
	for _, ch := range c.Changes {
		if !slices.Contains(aspects, ch.Aspect) {
			continue
		}
		line := fmt.Sprintf("%s %s: %s", ch.Aspect, ch.Kind, ch.Summary)
		if ch.Unsure != "" {
			line += " [" + ch.Unsure + "]"
		}
		out = append(out, line)
	}
	return out
}

// controlPairs are controls of two years. An empty text is a control that the year
// does not have; kind is what becomes of one that both have.
var controlPairs = []struct {
	was, is string
	kind    attest.ChangeKind
}{
	{"Access to the Fennimore Ledger production environment requires multi-factor authentication.", "Access to the Quillbook Finance Suite production environment requires MFA.", ""},
	{"User access to in-scope systems is reviewed on a quarterly basis by system owners.", "System owners review user access to in-scope systems every quarter.", attest.ChangeReworded},
	{"User access of terminated employees is revoked within 24 hours of termination.", "Access of terminated personnel is removed within two (2) business days of the termination date.", attest.ChangeChanged},
	{"Privileged access to the production database is restricted to authorized personnel.", "Privileged access to production databases is limited to authorized database administrators.", attest.ChangeReworded},
	{"Penetration testing is performed at least annually by an independent third party.", "An independent third party performs a penetration test semi-annually.", attest.ChangeChanged},
	{"Customer data at rest is encrypted using AES-128.", "Customer data at rest is encrypted using AES-256.", attest.ChangeChanged},
	{"Customer data in transit over public networks is encrypted using TLS 1.2 or higher.", "Data in transit over public networks is encrypted with TLS 1.2 or higher.", attest.ChangeReworded},
	{"Daily backups of production databases are performed and monitored for completion.", "Production databases are backed up daily, and backups are monitored for completion.", attest.ChangeReworded},
	{"Backup restoration tests are performed annually.", "Backup restoration tests are performed annually.", ""},
	{"Background checks are performed on new employees prior to their start date.", "Background checks are completed for new hires before their start date.", attest.ChangeReworded},
	{"Fennimore has a code of conduct that is acknowledged by employees upon hire.", "The Company has a code of conduct that is acknowledged by employees upon hire and annually thereafter.", attest.ChangeChanged},
	{"Vulnerability scans are performed monthly, and critical findings are remediated within 30 days.", "Vulnerability scans are performed weekly, and critical findings are remediated within 15 days.", attest.ChangeChanged},
	{"Changes are tested in a staging environment before deployment.", "Changes are tested in a staging environment before deployment.", ""},
	{"Changes are approved by an authorized individual before deployment to production.", "Changes are approved by an authorized individual prior to deployment to production.", ""},
	{"An incident response plan is documented and reviewed annually.", "A documented incident response plan is reviewed and updated at least annually by the security team.", attest.ChangeReworded},
	{"The incident response plan is tested annually.", "The incident response plan is tested annually via a tabletop exercise.", attest.ChangeReworded},
	{"Security awareness training is completed by employees annually.", "Employees complete security awareness training every year.", attest.ChangeReworded},
	{"A risk assessment is performed annually that considers fraud.", "A risk assessment is performed annually that considers fraud.", ""},
	{"Visitors sign in at reception and are escorted.", "", ""},
	{"Removable media is blocked on workstations.", "", ""},
	{"An intrusion detection system monitors network traffic and alerts the on-call engineer.", "", ""},
	{"", "A web application firewall protects the public endpoints of the Quillbook Finance Suite.", ""},
	{"", "Badge access to offices is reviewed every six months by facilities.", ""},
	{"", "Encryption keys are rotated annually.", ""},
	{"", "The business continuity plan is tested annually.", ""},
}

// TestControlsAcrossYears matches controls whose ids, product name and words changed.
func TestControlsAcrossYears(t *testing.T) {
	t.Parallel()
	a, b := lastYear(t), thisYear(t)
	b.Attestation.Aliases, a.Attestation.Aliases = []string{"Fennimore"}, []string{"Fennimore"}
	is, want := map[string]string{}, map[string]attest.ChangeKind{}
	for i, p := range controlPairs {
		if p.was != "" {
			a.Attestation.Controls.Items = append(a.Attestation.Controls.Items, attest.Control{ID: fmt.Sprintf("AC-%d", i+1), Text: p.was, Criteria: []string{"CC6.1"}})
			is[p.was], want[p.was] = p.is, p.kind
		}
		if p.is != "" { // in another order, and under ids that were another's
			b.Attestation.Controls.Items = slices.Insert(b.Attestation.Controls.Items, 0, attest.Control{ID: fmt.Sprintf("AC-%d", i+3), Text: p.is, Criteria: []string{"CC6.1"}})
		}
		if p.was == "" || p.is == "" {
			want[p.was+p.is] = map[bool]attest.ChangeKind{true: attest.ChangeNew, false: attest.ChangeDropped}[p.was == ""]
		}
	}
	for _, c := range compared(t, a, b).Changes {
		if c.Aspect != attest.AspectControl {
			continue
		}
		key := ""
		switch {
		case c.Earlier == nil:
			key = c.Later.Text
		case c.Later == nil:
			key = c.Earlier.Text
		default:
			key = c.Earlier.Text
			if is[key] != c.Later.Text {
				t.Errorf("%q was taken for %q (%v), want %q", key, c.Later.Text, c.Match, is[key])
			}
		}
		if want[key] != c.Kind {
			t.Errorf("%q is %s (%s; %v), want %q", key, c.Kind, c.Summary, c.Match, want[key])
		}
		if c.Unsure != "" {
			t.Logf("unsure: %s %q: %s", c.Kind, key, c.Unsure)
		}
		delete(want, key)
	}
	for key, kind := range want {
		if kind != "" {
			t.Errorf("nothing is said of %q, want %s", key, kind)
		}
	}
}

func TestExceptionsAcrossYears(t *testing.T) {
	t.Parallel()
	a, b := lastYear(t), thisYear(t)
	control := func(id, text string, r attest.Result) attest.Control {
		return attest.Control{ID: id, Text: text, Criteria: []string{"CC6.2"}, Result: r}
	}
	exception := func(id, text, said string, n, of int) attest.Exception {
		return attest.Exception{ControlIDs: []string{id}, ControlText: text, Text: said, Criteria: []string{"CC6.2"},
			Deviations: attest.FoundFact(n, ""), SampleSize: attest.FoundFact(of, ""), Cited: []attest.Citation{cite(9, said)}}
	}
	const (
		leavers = "Access of terminated personnel is revoked within one business day."
		review  = "User access is reviewed quarterly by system owners."
		patches = "Critical patches are applied to servers within 30 days of release."
		visits  = "Visitors to the data center are logged and escorted by facilities staff."
		media   = "Media holding customer data is destroyed before disposal."
		disk    = "Laptops are encrypted with full-disk encryption."
	)
	a.Attestation.Controls.Items = []attest.Control{
		control("A1", leavers, attest.ResultException), control("A2", review, attest.ResultException), control("A3", patches, attest.ResultException),
		control("A4", visits, attest.ResultException), control("A5", media, attest.ResultException), control("A6", disk, attest.ResultNoException),
	}
	a.Attestation.Exceptions.Items = []attest.Exception{
		exception("A1", leavers, "For 3 of 25 sampled terminated personnel, access was revoked late.", 3, 25),
		exception("A2", review, "The review of the second quarter was not performed.", 1, 4),
		exception("A3", patches, "2 of 40 servers were patched late.", 2, 40),
		exception("A4", visits, "The log was incomplete for 5 of 30 days.", 5, 30),
		exception("A5", media, "1 of 5 certificates could not be provided.", 1, 5),
	}
	b.Attestation.Controls.Items = []attest.Control{
		control("", strings.ToUpper(leavers), attest.ResultException), control("A3", review, attest.ResultNoException),
		control("A2", patches, attest.ResultException), control("A9", media, attest.ResultNotOperated), control("A10", disk, attest.ResultException),
	}
	b.Attestation.Exceptions.Items = []attest.Exception{
		exception("", strings.ToUpper(leavers), "One leaver out of thirty kept an account for nine days.", 1, 30),
		exception("A2", patches, "Deviation noted: one server missed its window.", 1, 38),
		exception("A10", disk, "4 of 20 laptops were not encrypted.", 4, 20),
	}
	got := compared(t, a, b)
	want := []string{
		"exception repeated: the same control failed again, 3 of 25 before and 1 of 30 now: ACCESS OF TERMINATED PERSONNEL IS REVOKED WITHIN ONE BUSINESS DAY.",
		"exception repeated: the same control failed again, 2 of 40 before and 1 of 38 now: A2 " + patches,
		"exception new: new exception: A10 " + disk,
		"exception cleared: an exception before; the control was tested again, and none is reported: A2 " + review,
		"exception untraced: an exception before, whose control the later report does not have: A4 " + visits,
		"exception untested: an exception before; the control did not operate this time, so nothing shows that it works now: A5 " + media,
	}
	if diff := cmp.Diff(want, brief(got, attest.AspectException)); diff != "" {
		t.Errorf("exceptions (-want +got):\n%s", diff)
	}
	var flags []attest.FlagName
	for _, f := range got.Flags {
		flags = append(flags, f.Name)
	}
	if diff := cmp.Diff([]attest.FlagName{attest.FlagRepeatException, attest.FlagRepeatException, attest.FlagExceptionUntraced}, flags); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
}

// TestSilenceIsNoSameness keeps what was not read from looking like what is not there.
func TestSilenceIsNoSameness(t *testing.T) {
	t.Parallel()
	text := "Backup restoration tests are performed annually."
	tests := []struct {
		name         string
		edit         func(a, b *attest.Reading)
		want         []string
		wantNotRead  []attest.Aspect
		wantNoFlags  bool
		wantNoTiming bool
	}{
		{"controls not read", func(_, b *attest.Reading) {
			b.Attestation.Controls = attest.List[attest.Control]{State: attest.Absent}
			b.NotRead = []string{"controls"}
		}, nil, []attest.Aspect{attest.AspectCriterion, attest.AspectControl}, true, false},
		{"rows not parsed", func(_, b *attest.Reading) { b.Attestation.Unparsed = make([]attest.UnparsedRow, 2) },
			[]string{"control dropped: control is gone: B1 " + text + " [2 rows of the later report could not be read; the control may be among them]"}, nil, true, false},
		{"a page not read", func(_, b *attest.Reading) {
			b.Pages = []attest.PageRecord{{Number: 1, Reading: attest.PageOneReader}, {Number: 2, Reading: attest.PageNotRead}}
		}, []string{"control dropped: control is gone: B1 " + text + " [page 2 of the later report could not be read; the control may be there]"}, nil, true, false},
		{"pages in pictures", func(_, b *attest.Reading) { b.Pages = []attest.PageRecord{{Number: 1, Reading: attest.PageOCR}} },
			[]string{"control dropped: control is gone: B1 " + text + " [1 page of the later report recognised in pictures; the control may be among what was misread]"}, nil, true, false},
		{"recognised words", func(a, _ *attest.Reading) {
			a.Attestation.Controls.Items[0].Cited = []attest.Citation{{Page: 1, Quote: text, Confidence: 0.9}}
		}, []string{"control dropped: control is gone: B1 " + text + " [words were recognised in a picture of the page, and may differ from what is printed]"}, nil, true, false},
		{"no period", func(a, _ *attest.Reading) {
			a.Attestation.Period = attest.AbsentFact[attest.Period]("page 3 was not read")
		},
			[]string{"control dropped: control is gone: B1 " + text}, []attest.Aspect{attest.AspectPeriod}, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := lastYear(t), thisYear(t)
			a.Attestation.Controls.Items = []attest.Control{{ID: "B1", Text: text}}
			tt.edit(a, b)
			got := compared(t, a, b)
			if diff := cmp.Diff(tt.want, brief(got, attest.AspectControl), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("controls (-want +got):\n%s", diff)
			}
			missing := map[attest.Aspect]bool{}
			for _, n := range got.NotCompared {
				missing[n.Aspect] = true
			}
			for _, aspect := range tt.wantNotRead {
				if !missing[aspect] {
					t.Errorf("%s is not named as not compared: %v", aspect, got.NotCompared)
				}
			}
			if (got.Timing == nil) != tt.wantNoTiming {
				t.Errorf("timing = %+v", got.Timing)
			}
		})
	}
}

func TestNotComparable(t *testing.T) {
	t.Parallel()
	soc1 := lastYear(t)
	soc1.Kind = attest.FoundFact(attest.KindSOC1, "")
	unsure := lastYear(t)
	unsure.Kind = attest.AmbiguousFact[attest.Kind]("two readings")
	tests := []struct {
		name string
		with *attest.Reading
	}{
		{"not read", nil}, {"another kind", soc1}, {"kind unsure", unsure},
		{"a certificate", &attest.Reading{Kind: attest.FoundFact(attest.KindISO27001, ""), Certificate: &attest.Certificate{}}},
	}
	c, err := compare.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Compare(attest.Evidence{Reading: thisYear(t)}, attest.Evidence{Reading: tt.with})
			if !errors.Is(err, &attest.Error{Reason: "NOT_COMPARABLE"}) {
				t.Errorf("Compare = %v, %v", got, err)
			}
		})
	}
}

// TestOtherObjects keeps controls that say much the same of something else from being
// taken for one another with certainty.
func TestOtherObjects(t *testing.T) {
	t.Parallel()
	pairs := [][2]string{
		{"Privileged access to the identity provider is limited to personnel whose role requires it.", "Privileged access to the cloud management console is limited to personnel whose role requires it."},
		{"Customer data at rest is encrypted using AES-256.", "Customer data in transit is encrypted using TLS 1.2."},
		{"User access to the production database is reviewed quarterly by system owners.", "Physical access to the data center is reviewed quarterly by facilities management."},
		{"Information security policies are reviewed and approved annually by management.", "Firewall rules are reviewed and approved annually by the network team."},
		{"Background checks are performed on employees before hire.", "Background checks are performed on contractors by the staffing agency before they are engaged."},
		{"The business continuity plan is tested at least annually.", "The incident response plan is tested at least annually."},
		{"Access of terminated employees to the network is removed within one day.", "Badges of terminated employees are collected and deactivated within one day."},
		{"Vulnerability scans of external hosts are performed monthly.", "Vulnerability scans of container images are performed on each build."},
		{"Changes to infrastructure are tested and approved before deployment.", "Changes to application code are peer reviewed and approved before merging."},
		{"Production backups are encrypted.", "Production backups are replicated to another region."},
		{"Alerts of the intrusion detection system are sent to the on-call engineer.", "Alerts of the capacity monitoring tool are sent to the on-call engineer."},
		{"The board of directors meets quarterly.", "The security steering committee meets quarterly."},
	}
	for _, p := range pairs {
		a, b := lastYear(t), thisYear(t)
		a.Attestation.Controls.Items = []attest.Control{{ID: "X1", Text: p[0]}, {Text: "Visitors sign in at reception and are escorted."}, {Text: "Laptops are encrypted with full-disk encryption."}}
		b.Attestation.Controls.Items = []attest.Control{{ID: "Y1", Text: p[1]}, {Text: "Visitors sign in at reception and are escorted."}, {Text: "Laptops are encrypted with full-disk encryption."}}
		for _, c := range compared(t, a, b).Changes {
			if c.Aspect == attest.AspectControl && c.Earlier != nil && c.Later != nil && c.Unsure == "" {
				t.Errorf("%q was taken for %q (%+v)", p[1], p[0], c.Match)
			}
		}
	}
}

func TestTooManyToMatch(t *testing.T) {
	t.Parallel()
	a, b := lastYear(t), thisYear(t)
	for i := range 1200 {
		a.Attestation.Controls.Items = append(a.Attestation.Controls.Items, attest.Control{Text: fmt.Sprintf("control of area%d", i)})
		b.Attestation.Controls.Items = append(b.Attestation.Controls.Items, attest.Control{Text: fmt.Sprintf("control of region%d", i)})
	}
	got := compared(t, a, b)
	if lines := brief(got, attest.AspectControl, attest.AspectException); len(lines) > 0 || len(got.NotCompared) < 2 {
		t.Errorf("%d changes of controls; not compared: %v", len(lines), got.NotCompared)
	}
}

// TestTooLongToMatch has few enough controls, and texts as only a file made for it has.
func TestTooLongToMatch(t *testing.T) {
	t.Parallel()
	a, b := lastYear(t), thisYear(t)
	long := strings.Repeat("every gate is shut at night ", 200)
	for i := range 400 {
		a.Attestation.Controls.Items = append(a.Attestation.Controls.Items, attest.Control{Text: fmt.Sprintf("%s in area%d", long, i)})
		b.Attestation.Controls.Items = append(b.Attestation.Controls.Items, attest.Control{Text: fmt.Sprintf("%s in region%d", long, i)})
	}
	got := compared(t, a, b)
	if lines := brief(got, attest.AspectControl, attest.AspectException); len(lines) > 0 || len(got.NotCompared) < 2 {
		t.Errorf("%d changes of controls; not compared: %v", len(lines), got.NotCompared)
	}
}
