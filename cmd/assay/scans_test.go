package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/reading"
)

// TestScans reads samples that are pictures. The bounds are loose, for another
// tesseract recognises another word wrongly; what may not happen is a wrong opinion.
func TestScans(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath(tesseract); (err != nil || !pdf.TwoReaders()) && os.Getenv("ASSAY_TEST_OCR") != "required" {
		t.Skip("needs tesseract and the second reader (ASSAY_TEST_OCR=required fails instead)")
	}
	reader, err := newPDFReader()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"soc2_type2_kestwick_2025_scan.pdf", "soc2_type2_kestwick_2025_sideways.pdf"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, sampleFile(t, name).PDF, 0o600); err != nil {
			t.Fatal(err)
		}
		doc, err := reader.Read(t.Context(), path, pdf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := reading.Read(doc, "")
		if r.Kind.Value != attest.KindSOC2 || r.Attestation == nil {
			t.Fatalf("%s: kind %+v", name, r.Kind)
		}
		a := r.Attestation
		if a.Opinion.State == attest.Found && a.Opinion.Value != attest.Unqualified || a.Opinion.State == attest.Ambiguous {
			t.Errorf("%s: opinion %+v", name, a.Opinion)
		}
		if a.Auditor.Value == "" || a.Period.State != attest.Found || len(a.Controls.Items) < 14 || len(a.Exceptions.Items) != 1 {
			t.Errorf("%s: auditor %q, period %s, %d controls, %d exceptions", name, a.Auditor.Value, a.Period.Value, len(a.Controls.Items), len(a.Exceptions.Items))
		}
		if last := r.Readers[len(r.Readers)-1]; !strings.HasPrefix(last, "tesseract ") {
			t.Errorf("%s: readers %q", name, r.Readers)
		}
		for _, c := range a.Period.Citations {
			if c.Confidence <= 0 || c.Confidence > 1 {
				t.Errorf("%s: the period's words have the confidence %v", name, c.Confidence)
			}
		}
	}
}
