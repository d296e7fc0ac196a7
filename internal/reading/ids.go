package reading

import (
	"strings"

	"example.com/assay/internal/criteria"
	regexp "example.com/assay/internal/lazyregexp"
)

// rowID is the id at the start of a matrix row.
type rowID struct {
	control   string // the control's own id as printed, "" for a criteria row
	criterion string // the trust services criterion that the id names, "" if none
	series    bool   // a series heading such as CC6 or P1.0, which is no criterion
	misprint  bool   // the printed criterion does not exist and was repaired
}

var (
	criterionID = regexp.MustCompile(`^(?P<s>CC|A|C|PI|PP|P)\s?-?\s?(?P<n>\d)(?:\.(?P<m>\d{1,2}))?(?P<tail>(?:\s?[.-]\s?\d{1,3}[a-z]?|\.[a-z]|-[a-zA-Z]|\([a-z0-9]{1,2}\)|[a-z])?)(?:[\s:)*|]|$|[-–]\s)`)
	ownID       = regexp.MustCompile(`^(?P<id>(?:Control\s*(?:Activity\s*|Procedure\s*)?(?:No\.?\s*|#\s*)?\d{1,3}(?:\.\d{1,3})*)|[A-Z]{2,6}(?:[-_.][A-Z]{1,5}){0,2}[-_.]?\d{1,4}(?:[.-]\d{1,3}){0,2}[a-z]?|[A-Z]-\d{1,3}(?:\.\d{1,3})?|#\s?\d{1,3}|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?|[A-Z]\d{1,3}(?:\.\d{1,3}){0,2})(?:[\s:)]|$)`)
	annexID     = regexp.MustCompile(`^A\.\s?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?:\s|$)`)
	dashedID    = regexp.MustCompile(`^[A-Z]{1,2}-\d`)
)

// readRowID reads the id that a row begins with; false when it begins with none.
// A third component is the auditor's own number and never a criterion; "C-12" is
// a control where "C1.2" is a criterion; "A.5.1" belongs to ISO/IEC 27001.
func readRowID(catalog *criteria.Catalog, text string) (rowID, bool) {
	text = strings.TrimSpace(text)
	if annexID.MatchString(text) {
		return rowID{}, false
	}
	if m := criterionID.FindStringSubmatchIndex(text); m != nil && !dashedID.MatchString(text) {
		g := groups{re: criterionID, text: text, at: m}
		id := g.get("s") + g.get("n")
		if g.has("m") {
			id += "." + g.get("m")
		}
		ref, tail := catalog.Resolve(id), strings.ReplaceAll(g.get("tail"), " ", "")
		switch {
		case ref.Kind == criteria.IDCriterion && tail != "":
			return rowID{control: id + tail, criterion: ref.Criterion, misprint: ref.Misprint}, true
		case ref.Kind == criteria.IDCriterion:
			return rowID{criterion: ref.Criterion, misprint: ref.Misprint}, true
		case ref.Kind == criteria.IDSeries && tail == "":
			return rowID{series: true}, true
		}
	}
	if m := ownID.FindStringSubmatch(text); m != nil {
		return rowID{control: m[1]}, true
	}
	return rowID{}, false
}
