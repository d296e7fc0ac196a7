package reading

// role is what a column of the matrix, or a label of a block, holds.
type role string

// The roles. roleResponse is management's; roleOther is a column that the rules
// keep no fact of, such as a HITRUST reference.
const (
	roleID       role = "id"
	roleCriteria role = "criteria"
	roleControl  role = "control"
	roleTest     role = "test"
	roleResult   role = "result"
	roleResponse role = "response"
	roleOther    role = "other"
	// roleTestResult is a column that holds the test and its result together.
	roleTestResult role = "test_result"
)

// matrixRow is one row of a table of controls, or one block of a report that
// prints its controls without a table. Rows that go on over pages are one row, and
// repeated heads are none.
type matrixRow struct {
	table int // which table of the report it belongs to, from 0 on
	page  int // the page on which it begins, 1-based
	// cells holds the lines of each column, in reading order, without noise. A cell
	// that spans rows (a control with three tests, a criterion with eight controls)
	// stands in the first of them only; spans tells for which roles.
	cells map[role][]line
	spans map[role]bool // set in the rows after the first: the cell above goes on
	// full holds the lines of a row that is one cell over the whole width, such as a
	// criterion's heading or an exception told below its control; cells is nil then.
	full []line
	// unread tells why the row's cells could not be told apart; "" when they could.
	unread string
}

// matrixTable is what is known of one table of controls as a whole.
type matrixTable struct {
	page  int         // of its first head, 1-based
	roles []role      // of its columns, left to right; nil for blocks
	heads []string    // as printed
	ruled bool        // its cells are parted by rulings
	block bool        // labelled blocks instead of a table
	zone  span        // its lines
	rows  []matrixRow // in reading order
}
