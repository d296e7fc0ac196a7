package freshness

import "example.com/assay/internal/attest"

// The flags that a timeline may raise on a piece of evidence. The detail of the
// flag holds the figures.
const (
	FlagShortPeriod       attest.FlagName = "short_period"
	FlagCoverageGap       attest.FlagName = "coverage_gap"             // uncovered days before this report, within tolerance
	FlagCoverageBreak     attest.FlagName = "coverage_break"           // uncovered days before this report, above tolerance
	FlagCoverageLag       attest.FlagName = "coverage_lag"             // more days than tolerated since the last covered day
	FlagCategoriesDropped attest.FlagName = "categories_dropped"       // the report before had categories that this one lacks
	FlagEditionLapsed     attest.FlagName = "edition_lapsed"           // the edition ended before the printed expiry
	FlagEditionUnread     attest.FlagName = "edition_missing"          // no year, or readings that disagree
	FlagTermTooLong       attest.FlagName = "term_too_long"            // more than a three-year cycle
	FlagRecertification   attest.FlagName = "recertification_gap"      // days between the last cycle and this one
	FlagSurveillance      attest.FlagName = "surveillance_unconfirmed" // past an anniversary without newer evidence
	FlagBridgeOverLimit   attest.FlagName = "bridge_over_limit"        // claims more months than accepted
	FlagBridgeAhead       attest.FlagName = "bridge_beyond_own_date"   // claims days after its own date
	FlagBridgeNotOnFile   attest.FlagName = "bridge_report_not_on_file"
	FlagBridgeRefused     attest.FlagName = "bridge_refused" // covers nothing; the note says why
)
