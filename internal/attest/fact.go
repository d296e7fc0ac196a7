package attest

// State says how far a fact can be relied on.
type State string

const (
	// Found means one value, with the words that state it.
	Found State = "found"
	// Absent means that the reader looked and the document does not say, or that
	// the place where it would say so could not be read; Reason tells which.
	Absent State = "absent"
	// Ambiguous means that readings disagree and a person decides.
	Ambiguous State = "ambiguous"
)

// Box is a rectangle on a page as it is shown (page rotation applied), in points
// of 1/72 inch, with the origin at the top left and Y growing downwards.
type Box struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// Citation points at words on one page. Quote is a contiguous, unchanged piece
// of the page's text of record, with its lines joined by single spaces.
type Citation struct {
	Page  int    `json:"page"` // 1-based
	Quote string `json:"quote"`
	Boxes []Box  `json:"boxes,omitempty"` // one for each line of the quote
	// Confidence is that of the least certain word of a quote which was recognised
	// in a picture, over 0 to 1. It is 0 where the page states its text.
	Confidence float64 `json:"confidence,omitzero"`
}

// Fact is one statement of a document: its state, its value when Found, and the
// words it was read from.
//
// An Absent fact has the zero Value. An Ambiguous fact has the zero Value and at
// least two Candidates.
type Fact[T comparable] struct {
	State      State          `json:"state"`
	Value      T              `json:"value,omitzero"`
	Candidates []Candidate[T] `json:"candidates,omitempty"`
	Citations  []Citation     `json:"citations,omitempty"`
	Rule       string         `json:"rule,omitempty"`   // stable id of the rule that decided
	Reason     string         `json:"reason,omitempty"` // why it is Absent or Ambiguous, for a person
	// Correction is the resource name of the person's correction that is laid over
	// the fact; "" for a fact as it was read.
	Correction string `json:"correction,omitempty"`
}

// Candidate is one of the readings of an Ambiguous fact.
type Candidate[T comparable] struct {
	Value     T          `json:"value"`
	Citations []Citation `json:"citations,omitempty"`
	Rule      string     `json:"rule,omitempty"`
}

// List is a fact that has many values, such as the categories in scope. A Found
// list may be empty only where the document says that there are none.
type List[T any] struct {
	State     State      `json:"state"`
	Items     []T        `json:"items,omitempty"`
	Citations []Citation `json:"citations,omitempty"`
	Rule      string     `json:"rule,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	// Correction is the resource name of the person's correction that is laid over
	// the list; "" for one as it was read.
	Correction string `json:"correction,omitempty"`
}

// FoundFact is a fact with one value.
func FoundFact[T comparable](value T, rule string, citations ...Citation) Fact[T] {
	return Fact[T]{State: Found, Value: value, Rule: rule, Citations: citations}
}

// AbsentFact is a fact that the document does not state, and why.
func AbsentFact[T comparable](reason string) Fact[T] {
	return Fact[T]{State: Absent, Reason: reason}
}

// AmbiguousFact is a fact on which the candidates disagree.
func AmbiguousFact[T comparable](reason string, candidates ...Candidate[T]) Fact[T] {
	return Fact[T]{State: Ambiguous, Reason: reason, Candidates: candidates}
}
