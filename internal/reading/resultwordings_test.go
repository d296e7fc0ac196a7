package reading

import (
	"testing"

	"example.com/assay/internal/attest"
)

func TestResultWordings(t *testing.T) {
	t.Parallel()
	const clean, exception, unclear, notOperated, notTested = attest.ResultNoException, attest.ResultException, attest.ResultUnclear, attest.ResultNotOperated, attest.ResultNotTested
	tests := []struct {
		in, test string
		want     attest.Result
	}{
		{"No exceptions were noted as a result of the tests performed.", "", clean},
		{"We noted no exceptions.", "", clean},
		{"The service auditor did not identify any exceptions.", "", clean},
		{"Tests of the control disclosed no deviations.", "", clean},
		{"Based on the procedures performed, no exceptions were noted.", "", clean},
		{"Per inspection of the policy, no exceptions noted.", "", clean},
		{"No exceptions to report", "", clean},
		{"Nil", "", clean},
		{"Effective", "", clean},
		{"Control operated as described.", "", clean},
		{"The control was functioning as intended.", "", clean},
		{"\u2713", "", clean},
		{"Criterion met.", "", clean},
		{"No deficiencies identified", "", clean},
		{"Exception", "", exception},
		{"Deviation.", "", exception},
		{"1 exception noted", "", exception},
		{"One (1) exception was noted.", "", exception},
		{"The following exception was noted: access was late.", "", exception},
		{"We noted an exception.", "", exception},
		{"Not effective", "", exception},
		{"Ineffective", "", exception},
		{"Partially effective", "", exception},
		{"Not met", "", exception},
		{"No exceptions noted, except that one review was late.", "", exception},
		{"No deviations noted in the sample; however, 1 of 25 had no approval.", "", exception},
		{"No exceptions noted for 24 of 25. Exception: one change had no approval.", "", exception},
		{"No exceptions noted for 2 of 25 samples; the rest was late.", "", exception},
		{"Testing disclosed that the review was not performed.", "", exception},
		{"For one sampled change, approval was not documented.", "", exception},
		{"Control deficiency noted.", "", exception},
		{"Control did not operate from 1 March to 4 April.", "", exception},
		{"Not tested - no occurrence", "", notOperated},
		{"Not tested. No security incidents occurred during the period.", "", notOperated},
		{"N/A - there were no contractors during the review period.", "", notOperated},
		{"No new hires in the examination period.", "", notOperated},
		{"The control did not operate during the period.", "", notOperated},
		{"The population was zero.", "", notOperated},
		{"Not applicable", "No emergency changes took place during the period.", notOperated},
		{"Not applicable", "Not applicable. The control is performed by the subservice organization.", notTested},
		{"Control was not in operation: the office was closed throughout the period.", "", notOperated},
		{"No employees transferred during the examination window; test not performed.", "", notOperated},
		{"No emergency change was made, hence nothing to test.", "", notOperated},
		{"The exercise planned for the second half of the year did not take place.", "", exception},
		{"Unsatisfactory. The certificate lapsed.", "", exception},
		{"Nothing to report.", "", clean},
		{"The control worked as described.", "", clean},
		{"The procedures did not identify any deviation.", "", clean},
		{"No emergency changes were made between November 1, 2024 and October 31, 2025, so there was nothing to select.", "", notOperated},
		{"Not applicable", "", notTested},
		{"We did not test this control.", "", notTested},
		{"Operating effectiveness was not tested.", "", notTested},
		{"Unable to test.", "", notTested},
		{"No exceptions noted. No incidents occurred during the period; operating effectiveness was not tested.", "", notOperated},
		{"No exceptions noted. The control is performed by a subservice organization and was not tested.", "", notTested},
		{"No exceptions noted. No incidents occurred during the period.", "", clean},
		{"Two (2) out of eight (8) transferred employees retained access for more than five business days.", "", exception},
		{"1/6 critical vendors was not assessed within the past year", "", exception},
		{"One of 6 endpoints accepted TLS 1.0.", "", exception},
		{"5 evaluations had not been completed", "", exception},
		{"Three vendors (of 11) had not been assessed.", "", exception},
		{"The plan was not tested during the period.", "", exception},
		{"Management was unable to provide the risk assessment for the period.", "", exception},
		{"The review of one quarter out of two could not be evidenced.", "", exception},
		{"No exceptions noted. 25 of 25 items sampled were tested without exception.", "", clean},
		{"The control was not tested.", "", notTested},
		{"The backup control was not tested.", "", notTested},
		{"Not tested - no media was disposed of.", "", notOperated},
		{"Not applicable (no breach)", "", notOperated},
		{"No testing performed: no concerns were raised through the channel.", "", notOperated},
		{"6 of 25 sampled users were contractors.", "", unclear},
		{"Testing of the control activity disclosed that no restore test had been performed.", "", exception},
		{"Testing of the control activity disclosed that five administrators shared one account.", "", exception},
		{"Testing disclosed that scans had been run in 8 of 12 months only.", "", exception},
		{"No emergency change was made, hence nothing to test.", "", notOperated},
		{"No breaches occurred in 2025, so the control did not have to operate.", "", notOperated},
		{"No matters were noted.", "", clean},
		{"No employees transferred during the examination window; test not performed.", "", notOperated},
		{"Developers did not have access to production.", "", unclear},
		{"The annual review was completed 23 days late.", "", unclear},
		{"X", "", unclear},
		{"Deviation noted: no record existed for 4 of the patches.", "", exception},
		{"Exception noted: no sign-off was on file for one release (sample: 15).", "", exception},
		{"Exceptions noted: none.", "", clean},
		{"Deviations: no", "", clean},
		{"Exceptions noted: none noted during the period.", "", clean},
		{"None of the four joiners selected had been trained.", "", exception},
		{"Neither of the two drills selected was held.", "", exception},
		{"None of the above", "", unclear},
		{"The test passed without exceptions.", "", clean},
		{"The control operates as intended.", "", clean},
		{"15 of 15 requests bore a signature. No deviations.", "", clean},
		{"Some requests bore no signature. No other deviations.", "", unclear},
		{"Sample: 40. Exceptions: 3.", "", exception},
		{"Sample size 40, deviations 3.", "", exception},
		{"Sample: 40. Exceptions: 0.", "", unclear},
		{"Tested 40; failed 3.", "", exception},
		{"The test was passed with two exceptions: both were minor.", "", exception},
		{"We were unable to obtain the signed evidence of the drill.", "", exception},
		{"Evidence of the approval had not been kept.", "", exception},
		{"", "", unclear},
		{"Refer to section 5", "", unclear},
		{"The control was implemented on 1 March 2025; no exceptions noted thereafter.", "", unclear},
		{"Exceptions are logged and followed up.", "", unclear},
	}
	for _, tt := range tests {
		if got := resultOf(tt.in, tt.test); got != tt.want {
			t.Errorf("resultOf(%q, %q) = %q, want %q", tt.in, tt.test, got, tt.want)
		}
	}
}

func FuzzResult(f *testing.F) {
	f.Add("No exceptions noted, except for one of 25.", "Inspected")
	f.Fuzz(func(t *testing.T, result, test string) {
		if got := resultOf(result, test); got == attest.ResultNone {
			t.Errorf("resultOf(%q, %q) gives no result", result, test)
		}
	})
}
