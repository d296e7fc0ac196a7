package reading

import (
	"slices"
	"strings"
)

// ownCriteria reads an id cell that holds the criteria of its control too: "#4"
// above "CC1.4, CC1.5". Ids that are criteria stand for criteria where others stand
// beside them. ok is false where the cell holds ids of one kind only.
func (r *rowReader) ownCriteria(cell flow, ids []string, rest string) (own []string, ok bool) {
	listed := rest
	if rest == "" {
		own, listed = partIDs(ids)
	} else if len(ids) > 0 && !isCriterion(ids[0]) {
		own = ids
	}
	crit, unknown := onlyCriteria(listed)
	if len(own) == 0 || len(crit) == 0 {
		return nil, false
	}
	r.setCriteria(crit, unknown, cell)
	r.owned = true
	return own, true
}

// partIDs parts the ids of controls in a cell from the criteria, which it writes as
// a list.
func partIDs(ids []string) (own []string, listed string) {
	var crit []string
	for _, id := range ids {
		if isCriterion(id) {
			crit = append(crit, id)
		} else {
			own = append(own, id)
		}
	}
	return own, strings.Join(crit, ", ")
}

// isCriterion reports whether an id has the form of a criterion's, and of no control's.
func isCriterion(id string) bool {
	m := criterionToken.FindStringSubmatchIndex(id)
	return m != nil && m[1] == len(id) && m[2] == 0 && m[2*criterionToken.SubexpIndex("tail")] < 0
}

// onlyCriteria lists the criteria of a text that holds nothing else.
func onlyCriteria(text string) (ids, unknown []string) {
	if !listRest.MatchString(strings.Trim(criterionToken.ReplaceAllString(text, " "), "[] ")) {
		return nil, nil
	}
	return criteriaIn(text)
}

// onlyIDs reports whether a text is a list of ids of controls and nothing else, as
// the column of controls of a mapping table holds.
func onlyIDs(text string) bool {
	ids, rest := controlIDs(text)
	return len(ids) > 0 && rest == "" && !slices.ContainsFunc(ids, isCriterion)
}
