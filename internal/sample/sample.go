package sample

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"example.com/assay/internal/attest"
)

// Document is one made document.
type Document struct {
	Name     string // file name, such as "soc2_type2_brindleway_2026.pdf"
	PDF      []byte
	Truth    Truth
	Vendor   string      // display name of the vendor it belongs to
	Tier     attest.Tier // how much the imagined buyer depends on the vendor
	Password string      // opens the file; "" where none is needed
}

// Starters lists the file names of the documents that a server is started with, in
// a fixed order: the documents of one vendor stand together, the oldest first.
func Starters() []string {
	return []string{
		"soc2_type2_brindleway_2025.pdf",
		"soc2_type2_brindleway_2026.pdf",
		"soc2_type2_brindleway_2026_locked.pdf",
		"bridge_brindleway_2026.pdf",
		"soc1_type2_ferncastle_2026.pdf",
		"soc2_type2_ferncastle_2026.pdf",
		"iso27001_quaymark_2025.pdf",
		"soc2_type1_quaymark_2026.pdf",
		"iso27001_lindwurm_2024.pdf",
		"soc3_osprey_hollow_2026.pdf",
		"soc2_type2_tarnwick_2025.pdf",
		"soc2_type2_gullmark_2025.pdf",
		"badge_pebblecroft.pdf",
	}
}

// Names lists the file names of all documents in a fixed order: the starters, then
// those that are there for the manners in which controls are printed.
func Names() []string {
	return append(Starters(),
		"soc2_type2_alderwick_2025.pdf",
		"soc2_type2_birchmoor_2025.pdf",
		"soc2_type2_cresthollow_2025.pdf",
		"soc2_type2_dunmarrow_2025.pdf",
		"soc2_type2_eskerline_2025.pdf",
		"soc2_type2_fallowgate_2025.pdf",
		"soc2_type2_garnetpoint_2025.pdf",
		"soc2_type2_harrowbeck_2025.pdf",
		"soc2_type1_ivelwood_2026.pdf",
		"soc2_type2_jessamyne_2025.pdf",
		"soc2_type2_kestwick_2025_scan.pdf",
		"soc2_type2_kestwick_2025_sideways.pdf",
		"soc2_type2_lorncastle_2025.pdf",
		"iso27001_quaymark_2025_scan.pdf",
	)
}

// All makes every document, in the order of Names.
func All() ([]Document, error) {
	docs := make([]Document, 0, len(Names()))
	for _, name := range Names() {
		d, err := Make(name)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// Make makes the document with the given file name, which is one of Names; any
// other name is an attest.NotFound error.
func Make(name string) (Document, error) {
	if !slices.Contains(Names(), name) {
		return Document{}, &attest.Error{
			Kind:     attest.NotFound,
			Reason:   "SAMPLE_NOT_FOUND",
			Message:  fmt.Sprintf("There is no sample document %q; use one of the listed names.", name),
			Resource: name,
		}
	}
	s, err := loadSource(name)
	if err != nil {
		return Document{}, fmt.Errorf("sample %s: %w", name, err)
	}
	doc, err := s.make()
	if err != nil {
		return Document{}, fmt.Errorf("sample %s: %w", name, err)
	}
	return doc, nil
}

// Write makes every document into dir, which it creates when it is not there,
// and writes their truths to truth.json beside them.
func Write(dir string) error {
	docs, err := All()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the sample folder: %w", err)
	}
	truths := make([]Truth, len(docs))
	for i, d := range docs {
		truths[i] = d.Truth
		if err := os.WriteFile(filepath.Join(dir, d.Name), d.PDF, 0o644); err != nil {
			return fmt.Errorf("write a sample: %w", err)
		}
	}
	b, err := json.MarshalIndent(truths, "", " ")
	if err != nil {
		return fmt.Errorf("encode the truth: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "truth.json"), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the truth: %w", err)
	}
	return nil
}
