package attest

// The flags about how the file came and could be read.
const (
	FlagNoTextPages   FlagName = "no_text_pages"    // pages hold an image and no text
	FlagPageNotRead   FlagName = "page_not_read"    // pages could not be read for another reason
	FlagLocked        FlagName = "locked"           // the file needs a password
	FlagOwnerPassword FlagName = "owner_password"   // the file is encrypted, and opens without a password
	FlagWatermarkDate FlagName = "watermark_date"   // a stamp of whoever downloaded the file carries a date
	FlagPlaceholders  FlagName = "placeholders"     // text of a template was left in
	FlagTitleMismatch FlagName = "title_mismatch"   // the cover says other than the auditor's report
	FlagReissued      FlagName = "reissued"         // the report replaces an earlier one
	FlagMixedLetters  FlagName = "second_letter"    // the file holds more than one auditor's report
	FlagNotRestricted FlagName = "no_use_statement" // the auditor's report says nothing about who may use it
)

// The flags about dates and periods.
const (
	FlagInvalidDate            FlagName = "invalid_date"   // a day that no calendar has
	FlagInferredDays           FlagName = "inferred_days"  // a period of whole months: its days are ours
	FlagUnusualLength          FlagName = "unusual_length" // a period under 80 or over 400 days
	FlagPeriodShort            FlagName = "period_short"   // a period under six months
	FlagReportDateBeforePeriod FlagName = "report_date_before_period_end"
	FlagReportDateClose        FlagName = "report_date_close_to_period_end" // within three days after it
	FlagDualDated              FlagName = "dual_dated"                      // one matter carries a later date
	FlagPeriodsDiffer          FlagName = "category_periods_differ"
)

// The flags about the opinion and the auditor's report.
const (
	FlagAuditorUnknown       FlagName = "auditor_unknown"
	FlagOpinionQualified     FlagName = "opinion_qualified"
	FlagOpinionAdverse       FlagName = "opinion_adverse"
	FlagOpinionDisclaimer    FlagName = "opinion_disclaimer"
	FlagQualifiedInLimb      FlagName = "opinion_qualified_in_limb" // the words stand inside one limb
	FlagNoOpinionHeading     FlagName = "no_opinion_heading"        // modified without a heading that says so
	FlagNoBasisParagraph     FlagName = "no_basis_paragraph"        // modified without a paragraph that tells why
	FlagAssertionMismatch    FlagName = "assertion_mismatch"        // management's assertion and the opinion disagree
	FlagEmphasisOfMatter     FlagName = "emphasis_of_matter"
	FlagControlsNotOperated  FlagName = "controls_not_operated"
	FlagPriorOpinion         FlagName = "prior_opinion_in_section5" // other information tells of an earlier modified opinion
	FlagISAE3000             FlagName = "isae3000"
	FlagType1                FlagName = "type1"
	FlagOldStandard          FlagName = "old_standard" // a standard that no longer applied at the report's date
	FlagSOC2Plus             FlagName = "soc2_plus"    // examined against added criteria as well
	FlagOtherInformation     FlagName = "other_information"
	FlagSubserviceUnstated   FlagName = "subservice_method_unstated"
	FlagIndependenceUnstated FlagName = "independence_unstated" // no sentence on the auditor's independence
)

// The flags of a report whose parts disagree, or of which a careful reader would
// ask. None of them accuses anybody.
const (
	FlagOpinionWithoutException FlagName = "opinion_without_exception" // modified on operation, and no test reports an exception
	FlagModifiedCriteriaClean   FlagName = "modified_criteria_clean"   // modified for criteria whose controls were all tested without exception
	FlagExceptionsDenied        FlagName = "exceptions_denied"         // the report says that there are none, and its tests report some
	FlagExceptionCount          FlagName = "exception_count_mismatch"  // the report counts its exceptions otherwise
	FlagNoExceptions            FlagName = "no_exceptions"             // all tests were passed
	FlagCategoryUntested        FlagName = "category_without_criteria" // a category in scope has no criterion in the matrix
	FlagCriteriaOutOfScope      FlagName = "criteria_out_of_scope"     // criteria of a category that is not in scope
	FlagCriteriaMissing         FlagName = "criteria_missing"          // single criteria of the categories in scope
	FlagPeriodMismatch          FlagName = "period_mismatch"           // a header, a heading or the tests state another period
	FlagDateAfterReport         FlagName = "date_after_report"         // a test names a day after the auditor signed
	FlagNameMismatch            FlagName = "name_mismatch"             // another company is named where the vendor would be
	FlagAuditorMismatch         FlagName = "auditor_mismatch"          // another firm is said to have tested than signed
	FlagPriorException          FlagName = "prior_exception_mentioned" // the report speaks of an exception of an earlier period
	FlagNothingHappened         FlagName = "nothing_happened"          // no incident, change, joiner or leaver at once
)

// The flags about kinds that are taken for something else.
const (
	FlagSOC2Certificate FlagName = "soc2_certificate_not_a_report"
	FlagNotSOC2         FlagName = "not_soc2"
	FlagQuestionnaire   FlagName = "questionnaire"
	FlagReadiness       FlagName = "readiness_report"
)

// The flags about certificates.
const (
	FlagIncompleteCertificate  FlagName = "incomplete_certificate"        // number, edition, expiry, scope or body is not in the text
	FlagEditionMissing         FlagName = "edition_missing"               // the standard is named without a year
	FlagISO2013Edition         FlagName = "iso_2013_edition"              // lapsed on 31 October 2025, whatever it prints
	FlagTermTooLong            FlagName = "term_too_long"                 // more than three years and a month
	FlagPreviousCycleExpiry    FlagName = "previous_cycle_expiry_printed" // a second expiry, which is not this one's
	FlagCycleGap               FlagName = "certification_gap"             // days between the last cycle and this one
	FlagNotYetEffective        FlagName = "not_yet_effective"             // begins after the day it was issued
	FlagAccreditationNotStated FlagName = "accreditation_not_stated"      // no accreditation in the text; a mark may be a picture
	FlagAccreditorUnknown      FlagName = "accreditation_unrecognised"    // by a body that is on no list known here
)

// The flags about bridge letters.
const (
	FlagBridgeMisdescribed FlagName = "bridge_misdescribed"  // an auditor signed what only management can say
	FlagBridgeOver3Months  FlagName = "bridge_over_3_months" // claims more than three months after the period
)
