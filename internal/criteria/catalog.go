package criteria

import (
	"embed"
	"encoding/json"
	"fmt"
)

// Category is one of the five trust services categories, named as in reports'
// data: security, availability, confidentiality, processing_integrity, privacy.
type Category struct {
	ID     string   `json:"id"`
	Label  string   `json:"label"`
	Series []string `json:"series"` // CC1 to CC9 serve every category; only security consists of them alone
}

// Series is a numbered group of criteria, such as CC6. It is a heading: P1 and
// P1.0 are no criteria.
type Series struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Criterion is one of the trust services criteria.
type Criterion struct {
	ID        string   `json:"id"` // "CC6.1"
	Series    string   `json:"series"`
	Category  string   `json:"category"` // "security" for the common criteria
	Title     string   `json:"title"`
	Domain    string   `json:"domain"` // the main one
	Secondary []string `json:"domains_secondary"`
}

// Domains gives the main domain and then the others.
func (c Criterion) Domains() []string { return append([]string{c.Domain}, c.Secondary...) }

// Control is a reference control of Annex A of ISO/IEC 27001:2022.
type Control struct {
	ID        string   `json:"id"`    // "A.5.15"
	Theme     string   `json:"theme"` // organizational, people, physical or technological
	Title     string   `json:"title"`
	Domain    string   `json:"domain"` // the main one
	Secondary []string `json:"domains_secondary"`
	Old       []string `json:"iso2013"` // what it was in the 2013 edition; none when new
	New       bool     `json:"new_in_2022"`
}

// Domains gives the main domain and then the others.
func (c Control) Domains() []string { return append([]string{c.Domain}, c.Secondary...) }

// Clause is a clause of ISO/IEC 27001:2022, from 4 to 10. Clauses are mandatory,
// Annex A controls are chosen.
type Clause struct {
	ID        string `json:"id"` // "6.1.3"
	Title     string `json:"title"`
	Auditable bool   `json:"auditable"` // false for a mere heading
}

// Domain is a subject under which a buyer weighs criteria and controls.
type Domain struct {
	ID       string   `json:"id"`
	Label    string   `json:"label"`
	Keywords []string `json:"keywords"`       // lower-case pieces of text that place a control without a criterion
	Weight   int      `json:"default_weight"` // 1 low to 3 high, for a buyer of hosted software
	Criteria []string `json:"tsc"`            // criteria whose main domain this is
	Controls []string `json:"iso"`            // Annex A controls whose main domain this is
}

// Strength says how much of a criterion's subject a control shares.
type Strength string

// The strengths of a crosswalk pair.
const (
	Strong  Strength = "strong"  // both have the same main subject
	Related Strength = "related" // the control is part of the subject
)

// Pair joins a criterion and an Annex A control that speak of the same matter.
type Pair struct {
	Criterion string   `json:"tsc"`
	Control   string   `json:"iso"`
	Strength  Strength `json:"strength"`
}

// Catalog is all lists, ready for look-up. It does not change after Load and may
// be shared between goroutines; what its methods return is not to be changed.
type Catalog struct {
	categories []Category
	series     []Series
	criteria   []Criterion
	controls   []Control
	clauses    []Clause
	domains    []Domain
	pairs      []Pair
	clausesOf  map[string][]string // by criterion

	criterionAt map[string]int
	controlAt   map[string]int
	clauseAt    map[string]int
	domainAt    map[string]int
	successors  map[string][]string // 2013 id to 2022 ids
}

//go:embed tsc.json iso27001_annex_a.json domains.json crosswalk.json
var files embed.FS

// Load reads the embedded lists. An error means that the lists contradict each
// other, which the tests of this package rule out.
func Load() (*Catalog, error) {
	var tsc struct {
		Categories []Category
		Series     []Series
		Criteria   []Criterion
	}
	var iso struct {
		Clauses  []Clause
		Controls []Control
	}
	var domains struct{ Domains []Domain }
	var crosswalk struct {
		Clauses map[string][]string
		Pairs   []Pair
	}
	for name, into := range map[string]any{
		"tsc.json": &tsc, "iso27001_annex_a.json": &iso, "domains.json": &domains, "crosswalk.json": &crosswalk,
	} {
		if err := decode(name, into); err != nil {
			return nil, err
		}
	}
	c := &Catalog{
		categories: tsc.Categories, series: tsc.Series, criteria: tsc.Criteria,
		controls: iso.Controls, clauses: iso.Clauses,
		domains: domains.Domains, pairs: crosswalk.Pairs, clausesOf: crosswalk.Clauses,
	}
	c.index()
	return c, c.check()
}

func decode(name string, into any) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the list: %w", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("parse %s: %w", name, err)
	}
	return nil
}

func (c *Catalog) index() {
	c.criterionAt = positions(c.criteria, func(x Criterion) string { return x.ID })
	c.controlAt = positions(c.controls, func(x Control) string { return x.ID })
	c.clauseAt = positions(c.clauses, func(x Clause) string { return x.ID })
	c.domainAt = positions(c.domains, func(x Domain) string { return x.ID })
	c.successors = map[string][]string{}
	for _, control := range c.controls {
		for _, old := range control.Old {
			c.successors[old] = append(c.successors[old], control.ID)
		}
	}
}

func positions[T any](list []T, id func(T) string) map[string]int {
	at := make(map[string]int, len(list))
	for i, x := range list {
		at[id(x)] = i
	}
	return at
}

// check refuses lists that point at what is not there, or name a thing twice.
func (c *Catalog) check() error {
	if len(c.criterionAt) != len(c.criteria) || len(c.controlAt) != len(c.controls) ||
		len(c.domainAt) != len(c.domains) || len(c.clauseAt) != len(c.clauses) {
		return fmt.Errorf("the lists name an identifier twice")
	}
	for _, x := range c.criteria {
		for _, d := range x.Domains() {
			if _, ok := c.domainAt[d]; !ok {
				return fmt.Errorf("criterion %s names the unknown domain %q", x.ID, d)
			}
		}
	}
	for _, x := range c.controls {
		for _, d := range x.Domains() {
			if _, ok := c.domainAt[d]; !ok {
				return fmt.Errorf("control %s names the unknown domain %q", x.ID, d)
			}
		}
	}
	for _, p := range c.pairs {
		_, left := c.criterionAt[p.Criterion]
		_, right := c.controlAt[p.Control]
		if !left || !right {
			return fmt.Errorf("the crosswalk pairs %s with %s, and one of them is unknown", p.Criterion, p.Control)
		}
	}
	return nil
}
