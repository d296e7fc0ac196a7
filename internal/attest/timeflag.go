package attest

// The flags that a timeline raises on a piece of evidence; the detail holds the
// figures. FlagEditionMissing, FlagTermTooLong and FlagCycleGap are used as well.
const (
	FlagShortPeriod             FlagName = "short_period"             // a period below the policy's months
	FlagCoverageGap             FlagName = "coverage_gap"             // uncovered days before this period, within tolerance
	FlagCoverageBreak           FlagName = "coverage_break"           // uncovered days before this period, above tolerance
	FlagCoverageLag             FlagName = "coverage_lag"             // more days than tolerated since the last covered day
	FlagCategoriesDropped       FlagName = "categories_dropped"       // the report before had categories that this one lacks
	FlagEditionLapsed           FlagName = "edition_lapsed"           // the edition ended before the printed expiry
	FlagSurveillanceUnconfirmed FlagName = "surveillance_unconfirmed" // past an anniversary without newer evidence
	FlagBridgeOverLimit         FlagName = "bridge_over_limit"        // claims more months than the policy accepts
	FlagBridgeAhead             FlagName = "bridge_beyond_own_date"   // claims days after its own date
	FlagBridgeNotOnFile         FlagName = "bridge_report_not_on_file"
	FlagBridgeRefused           FlagName = "bridge_refused" // covers nothing; the detail says why
)
