package criteria

import (
	"regexp"
	"slices"
	"strings"
)

// Criteria lists all criteria in their customary order.
func (c *Catalog) Criteria() []Criterion { return slices.Clone(c.criteria) }

// Categories lists the five categories.
func (c *Catalog) Categories() []Category { return slices.Clone(c.categories) }

// Series lists the headings of the criteria.
func (c *Catalog) Series() []Series { return slices.Clone(c.series) }

// Controls lists the Annex A controls of the 2022 edition.
func (c *Catalog) Controls() []Control { return slices.Clone(c.controls) }

// Clauses lists the clauses from 4 to 10.
func (c *Catalog) Clauses() []Clause { return slices.Clone(c.clauses) }

// Domains lists the domains.
func (c *Catalog) Domains() []Domain { return slices.Clone(c.domains) }

// Pairs lists the crosswalk.
func (c *Catalog) Pairs() []Pair { return slices.Clone(c.pairs) }

// Criterion finds a criterion by its exact identifier, such as "CC6.1".
func (c *Catalog) Criterion(id string) (Criterion, bool) { return at(c.criteria, c.criterionAt, id) }

// Control finds an Annex A control by its exact identifier, such as "A.5.15".
func (c *Catalog) Control(id string) (Control, bool) { return at(c.controls, c.controlAt, id) }

// Clause finds a clause by its number, such as "6.1.3".
func (c *Catalog) Clause(id string) (Clause, bool) { return at(c.clauses, c.clauseAt, id) }

// Domain finds a domain by its identifier, such as "access".
func (c *Catalog) Domain(id string) (Domain, bool) { return at(c.domains, c.domainAt, id) }

func at[T any](list []T, index map[string]int, id string) (T, bool) {
	i, ok := index[id]
	if !ok {
		var none T
		return none, false
	}
	return list[i], true
}

// ControlsOf2013 gives the 2022 controls that took over an Annex A control of
// the 2013 edition, such as "A.9.2.1"; none when there is no such control.
func (c *Catalog) ControlsOf2013(old string) []string { return slices.Clone(c.successors[old]) }

// PairsOf lists the crosswalk pairs that a criterion or an Annex A control is
// part of, strong ones first.
func (c *Catalog) PairsOf(id string) []Pair {
	var found []Pair
	for _, want := range []Strength{Strong, Related} {
		for _, p := range c.pairs {
			if p.Strength == want && (p.Criterion == id || p.Control == id) {
				found = append(found, p)
			}
		}
	}
	return found
}

// ClausesOf lists the ISO/IEC 27001 clauses that speak of a criterion's subject.
func (c *Catalog) ClausesOf(criterion string) []string { return slices.Clone(c.clausesOf[criterion]) }

// IDKind tells what an identifier in a report stands for.
type IDKind string

// The kinds of identifier.
const (
	IDUnknown   IDKind = "unknown"
	IDCriterion IDKind = "criterion" // "CC6.1"
	IDControl   IDKind = "control"   // "CC6.1.3": the auditor's or vendor's own number under a criterion
	IDSeries    IDKind = "series"    // "CC6" or "P1.0": a heading
)

// Ref is what an identifier was resolved to.
type Ref struct {
	Raw       string // as printed
	Kind      IDKind
	Criterion string // the criterion meant, or the one the control stands under; "" for others
	Misprint  bool   // the print was repaired, as PP1.3 is to PI1.3: keep Raw and say so
}

var idShape = regexp.MustCompile(`^(CC|PI|PP|A|C|P)(\d)(?:\.(\d{1,2}))?(?:\.(\d{1,3}))?$`)

// Resolve tells what an identifier stands for. Two-part identifiers count as
// criteria only when they are among the 61: CC8.8 is unknown. A third part makes
// a control, never a criterion. Series ids with an added letter (PP1.3) are
// repaired and marked as a misprint.
func (c *Catalog) Resolve(raw string) Ref {
	ref := Ref{Raw: raw, Kind: IDUnknown}
	m := idShape.FindStringSubmatch(strings.TrimSpace(raw))
	if m == nil {
		return ref
	}
	prefix := m[1]
	if prefix == "PP" {
		prefix, ref.Misprint = "PI", true
	}
	series := prefix + m[2]
	if !slices.ContainsFunc(c.series, func(s Series) bool { return s.ID == series }) {
		return Ref{Raw: raw, Kind: IDUnknown}
	}
	if m[3] == "" || m[3] == "0" && m[4] == "" {
		ref.Kind = IDSeries
		return ref
	}
	id := series + "." + m[3]
	if _, ok := c.criterionAt[id]; !ok {
		return Ref{Raw: raw, Kind: IDUnknown}
	}
	ref.Kind, ref.Criterion = IDCriterion, id
	if m[4] != "" {
		ref.Kind = IDControl
	}
	return ref
}
