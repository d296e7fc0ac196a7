package reading

import (
	"slices"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// checkedControls are the controls of a report on security and availability: all
// criteria are there.
var checkedControls = []struct{ id, criteria, text string }{
	{"GV-01", "CC1.1, CC1.2, CC1.3, CC1.4, CC1.5", "A code of conduct is signed by all employees."},
	{"GV-02", "CC2.1, CC2.2, CC2.3", "Policies are published on the intranet."},
	{"RM-01", "CC3.1, CC3.2, CC3.3, CC3.4", "Risks are assessed each year."},
	{"RM-02", "CC4.1, CC4.2, CC5.1, CC5.2, CC5.3", "Controls are monitored by management."},
	{"AC-01", "CC6.1, CC6.2, CC6.3", "Access is removed when employees leave."},
	{"AC-02", "CC6.4, CC6.5, CC6.6, CC6.7, CC6.8", "Doors of the data hall are locked."},
	{"OP-01", "CC7.1, CC7.2, CC7.3, CC7.4, CC7.5", "Incidents are handled by a plan."},
	{"CM-01", "CC8.1, CC9.1, CC9.2", "Changes are approved before release."},
	{"AV-01", "A1.1, A1.2, A1.3", "Backups are taken daily and restored each year."},
}

// checked is a matrix of the controls, each tested with the result given for its
// id, or without exceptions.
func checked(results map[string]string) string {
	var b strings.Builder
	b.WriteString("# IV. Trust Services Criteria, Related Controls and Tests of Controls\nTests performed by Barrow Lindqvist LLP are listed here.\n\n")
	for _, c := range checkedControls {
		result := results[c.id]
		if result == "" {
			result = "No exceptions noted."
		}
		b.WriteString("Control ID: " + c.id + "\nControl: " + c.text + "\nCriteria: " + c.criteria + "\nTest: Inspected the records of it.\nResult: " + result + "\n\n")
	}
	return b.String()
}

// oneLate is the result of a control that failed.
const oneLate = "Exception noted. For 2 of 25 leavers, access was removed late."

// instead gives a text with another in place of a part of it.
func instead(text, old, with string) string {
	if !strings.Contains(text, old) {
		return "the test names words that are not there: " + old
	}
	return strings.ReplaceAll(text, old, with)
}

// qualifiedFor is the page of an opinion that is qualified for what it says.
func qualifiedFor(why string) string {
	return "= Basis for Qualified Opinion\n" + why + "\n= Qualified Opinion\n" +
		instead(clearLimbs, "In our opinion, in all material respects,", "In our opinion, except for the matter described in the preceding paragraph, in all material respects,") +
		"\n= Restricted Use\n" + quayEnd + "\n\nBarrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026"
}

const notOperating = "Controls over the removal of access did not operate effectively during the period. As a result, criterion CC6.2 was not met."

var checkCases = []struct {
	name  string
	flag  attest.FlagName
	pages map[int]string // of the plain report, 7 the matrix
	want  bool
}{
	{"a test fails under an unqualified opinion", attest.FlagOpinionWithoutException, map[int]string{7: checked(map[string]string{"AC-01": oneLate})}, false},
	{"qualified, and no test fails", attest.FlagOpinionWithoutException, map[int]string{4: qualifiedFor(notOperating), 7: checked(nil)}, true},
	{"qualified, and its test fails", attest.FlagOpinionWithoutException, map[int]string{4: qualifiedFor(notOperating), 7: checked(map[string]string{"AC-01": oneLate})}, false},
	{"qualified for a criterion that is clean", attest.FlagModifiedCriteriaClean, map[int]string{4: qualifiedFor(notOperating), 7: checked(map[string]string{"CM-01": oneLate})}, true},
	{"qualified for the criterion that failed", attest.FlagModifiedCriteriaClean, map[int]string{4: qualifiedFor(notOperating), 7: checked(map[string]string{"AC-01": oneLate})}, false},
	{"other information denies exceptions", attest.FlagExceptionsDenied, map[int]string{7: checked(map[string]string{"AC-01": oneLate}) + "\n# V. Other Information Provided by Quay Freight Ltd\nWe are proud that no exceptions were noted during this examination."}, true},
	{"other information speaks of a vendor's", attest.FlagExceptionsDenied, map[int]string{7: checked(map[string]string{"AC-01": oneLate}) + "\n# V. Other Information Provided by Quay Freight Ltd\nIn the previous year no exceptions were noted during the examination."}, false},
	{"the legend of results", attest.FlagExceptionsDenied, map[int]string{7: instead(checked(map[string]string{"AC-01": oneLate}), "are listed here.", "are listed here. \"No exceptions noted\" means that no test disclosed a departure.")}, false},
	{"another number of exceptions", attest.FlagExceptionCount, map[int]string{7: instead(checked(map[string]string{"AC-01": oneLate}), "are listed here.", "are listed here. A total of four exceptions were noted.")}, true},
	{"the number of exceptions", attest.FlagExceptionCount, map[int]string{7: instead(checked(map[string]string{"AC-01": oneLate}), "are listed here.", "are listed here. One exception was noted.")}, false},
	{"a number for a part", attest.FlagExceptionCount, map[int]string{7: instead(checked(map[string]string{"AC-01": oneLate}), "are listed here.", "are listed here. Three exceptions were noted for the prior period.")}, false},
	{"all clean", attest.FlagNoExceptions, map[int]string{7: checked(nil)}, true},
	{"one failed", attest.FlagNoExceptions, map[int]string{7: checked(map[string]string{"AC-01": oneLate})}, false},
	{"one that nobody can tell", attest.FlagNoExceptions, map[int]string{7: checked(map[string]string{"AC-01": "The list was handed over in June."})}, false},
	{"availability without its criteria", attest.FlagCategoryUntested, map[int]string{7: instead(checked(nil), "A1.1, A1.2, A1.3", "CC7.5")}, true},
	{"availability with its criteria", attest.FlagCategoryUntested, map[int]string{7: checked(nil)}, false},
	{"criteria of confidentiality", attest.FlagCriteriaOutOfScope, map[int]string{7: instead(checked(nil), "CC6.4,", "C1.1, CC6.4,")}, true},
	{"criteria in scope", attest.FlagCriteriaOutOfScope, map[int]string{7: checked(nil)}, false},
	{"a criterion is missing", attest.FlagCriteriaMissing, map[int]string{7: instead(checked(nil), "CC6.4, ", "")}, true},
	{"a criterion is left out with a reason", attest.FlagCriteriaMissing, map[int]string{7: instead(checked(nil), "CC6.4, ", "") + "\nCriterion CC6.4 is not applicable, since the data halls are those of the host."}, false},
	{"no criterion is missing", attest.FlagCriteriaMissing, map[int]string{7: checked(nil)}, false},
	{"the letter names a criterion that does not exist", attest.FlagUnknownCriterion, map[int]string{4: qualifiedFor(instead(notOperating, "CC6.2", "CC6.9"))}, true},
	{"the letter names a criterion", attest.FlagUnknownCriterion, map[int]string{4: qualifiedFor(notOperating)}, false},
	{"the tests are of another period", attest.FlagPeriodMismatch, map[int]string{7: instead(checked(nil), "are listed here.", "throughout the period January 1, 2024 to December 31, 2024 are listed here.")}, true},
	{"the tests are of the period", attest.FlagPeriodMismatch, map[int]string{7: instead(checked(nil), "are listed here.", "throughout the period January 1, 2025 to December 31, 2025 are listed here.")}, false},
	{"a heading of another period", attest.FlagPeriodMismatch, map[int]string{6: "# III. Description of the System Throughout the Period January 1, 2024 to December 31, 2024\nQuay Freight Ltd was founded in 2011."}, true},
	{"a day of the description", attest.FlagPeriodMismatch, map[int]string{6: "# III. Description of the System\nThe host's report covers the period April 1, 2024 to March 31, 2025."}, false},
	{"a test after the auditor signed", attest.FlagDateAfterReport, map[int]string{7: instead(checked(nil), "Inspected the records of it.", "Inspected the record of March 14, 2026.")}, true},
	{"a test within the period", attest.FlagDateAfterReport, map[int]string{7: instead(checked(nil), "Inspected the records of it.", "Inspected the record of March 14, 2025.")}, false},
	{"a certificate that is valid for longer", attest.FlagDateAfterReport, map[int]string{7: instead(checked(nil), "Inspected the records of it.", "Inspected the contract, which is valid until March 14, 2027.")}, false},
	{"a day that no calendar has", attest.FlagInvalidDate, map[int]string{7: instead(checked(nil), "Inspected the records of it.", "Inspected the record of September 31, 2025.")}, true},
	{"a day that calendars have", attest.FlagInvalidDate, map[int]string{7: instead(checked(nil), "Inspected the records of it.", "Inspected the record of September 30, 2025.")}, false},
	{"another company signs the assertion", attest.FlagNameMismatch, map[int]string{5: instead(plainReport()[4], "Management of Quay Freight Ltd", "We are responsible for the description and its completeness,\nfor the services that it covers, for the risks\nand for the controls.\nManagement of Heron Parcels, Inc.")}, true},
	{"the auditor on the cover", attest.FlagNameMismatch, map[int]string{1: plainReport()[0] + "\nBarrow Lindqvist LLP"}, false},
	{"another company on the cover", attest.FlagNameMismatch, map[int]string{1: plainReport()[0] + "\nHeron Parcels, Inc."}, true},
	{"a parent on the cover", attest.FlagNameMismatch, map[int]string{1: plainReport()[0] + "\nA subsidiary of Heron Holdings, Inc."}, false},
	{"another firm tested", attest.FlagAuditorMismatch, map[int]string{7: instead(checked(nil), "Barrow Lindqvist LLP", "Kestrel Rowe LLP")}, true},
	{"the firm tested", attest.FlagAuditorMismatch, map[int]string{7: checked(nil)}, false},
	{"the service auditor tested", attest.FlagAuditorMismatch, map[int]string{7: instead(checked(nil), "Barrow Lindqvist LLP", "the Service Auditor")}, false},
	{"a company to be filled in", attest.FlagPlaceholders, map[int]string{6: "# III. Description of the System\n[Company Name] was founded in 2011."}, true},
	{"a mark of a reference", attest.FlagPlaceholders, map[int]string{6: "# III. Description of the System\nThe company was founded in 2011 [1], and mails from outside bear [External]."}, false},
	{"a date to be filled in", attest.FlagPlaceholders, map[int]string{5: instead(plainReport()[4], "February 20, 2026", "[Date]")}, true},
	{"an exception of the year before", attest.FlagPriorException, map[int]string{7: checked(map[string]string{"AC-01": oneLate + " This is a repeat exception."})}, true},
	{"an exception of this year", attest.FlagPriorException, map[int]string{7: checked(map[string]string{"AC-01": oneLate})}, false},
	{"nothing happened", attest.FlagNothingHappened, map[int]string{7: checked(map[string]string{
		"GV-01": "Not tested. No new hires occurred during the period.", "AC-01": "Not tested. There were no terminations during the period.",
		"OP-01": "Not tested. No security incidents occurred during the period.", "CM-01": "Not tested. No changes were made during the period.",
	})}, true},
	{"little happened", attest.FlagNothingHappened, map[int]string{7: checked(map[string]string{
		"AC-01": "Not tested. There were no terminations during the period.", "OP-01": "Not tested. No security incidents occurred during the period.",
	})}, false},
}

func TestChecks(t *testing.T) {
	t.Parallel()
	for _, c := range checkCases {
		t.Run(string(c.flag)+"/"+c.name, func(t *testing.T) {
			t.Parallel()
			r := Read(typeset(withPages(plainReport(), c.pages)...), "")
			i := slices.IndexFunc(r.Flags, func(f attest.Flag) bool { return f.Name == c.flag })
			if got := i >= 0; got != c.want {
				t.Fatalf("flagged = %v, want %v; flags %v, not read %v", got, c.want, flagNames(r), r.NotRead)
			}
			if i >= 0 && (r.Flags[i].Detail == "" || len(r.Flags[i].Citations) == 0) {
				t.Errorf("the flag says %q with %d citations; want words and where they stand", r.Flags[i].Detail, len(r.Flags[i].Citations))
			}
		})
	}
}

func TestSameCompany(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Quay Freight Ltd", "QUAY", true},
		{"Amazon Web Services, Inc.", "AWS", true},
		{"Barrow Lindqvist LLP", "Barrow Lindqvist Assurance, LLC", true},
		{"PricewaterhouseCoopers LLP", "Pricewaterhouse Coopers", true},
		{"Kestrel Assurance LLP", "Heron Assurance LLP", false},
		{"Quay Freight Ltd", "Heron Parcels, Inc.", false},
	} {
		if got := sameCompany(c.a, c.b); got != c.want {
			t.Errorf("sameCompany(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
