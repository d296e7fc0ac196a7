package attest

// The flags about the controls and their tests.
const (
	FlagUnknownCriterion   FlagName = "unknown_criterion"     // the matrix names a criterion that does not exist, or misprints it
	FlagDuplicateControlID FlagName = "duplicate_control_id"  // one id stands for controls with different texts
	FlagControlsMissing    FlagName = "controls_missing"      // the report names controls that no row of the matrix tells of
	FlagExceptionRetold    FlagName = "exception_only_retold" // an exception is told of elsewhere, and no result of the matrix says so
)
