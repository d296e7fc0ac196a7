package sample_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/pdf"
	"example.com/assay/internal/sample"
)

// bare is a text without what a line break may change.
func bare(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "-", "", "\u2019", "'", "\u00a0", "").Replace(s)
}

// pageTexts reads the pages of a document, each as one bare text.
func pageTexts(t *testing.T, d sample.Document) []string {
	t.Helper()
	doc, err := pdf.Decode(unlocked(t, d), pdf.Options{})
	if err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	out := make([]string, len(doc.Pages))
	for i, p := range doc.Pages {
		if p.Err != "" {
			t.Errorf("%s: page %d: %s", d.Name, i+1, p.Err)
		}
		var b strings.Builder
		for _, l := range p.Lines {
			for _, w := range l.Words {
				b.WriteString(w.Text)
			}
		}
		out[i] = bare(b.String())
	}
	return out
}

// unlocked takes the password off a document that has one.
func unlocked(t *testing.T, d sample.Document) []byte {
	t.Helper()
	if d.Password == "" {
		return d.PDF
	}
	conf := model.NewDefaultConfiguration()
	conf.UserPW = d.Password
	var b bytes.Buffer
	if err := api.Decrypt(bytes.NewReader(d.PDF), &b, conf); err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	return b.Bytes()
}

// wordsOn gives the first word of text that stands nowhere on the pages, and ""
// when all do. The cells of a table mix the lines, so that whole sentences cannot
// be compared, and a word may be divided.
func wordsOn(text string, pages ...string) string {
	all := strings.Join(pages, "")
	for w := range strings.FieldsSeq(text) {
		if b := bare(w); !strings.Contains(all, b) && !divided(b, all) {
			return w
		}
	}
	return ""
}

func divided(word, all string) bool {
	for i := 2; i < len(word)-1; i++ {
		if strings.Contains(all, word[:i]) && strings.Contains(all, word[i:]) {
			return true
		}
	}
	return false
}

// spelled is a date in the ways in which the documents write it.
func spelled(t *testing.T, iso string) []string {
	t.Helper()
	d, err := attest.ParseDate(iso)
	if err != nil {
		t.Fatal(err)
	}
	at := d.Time()
	out := []string{}
	for _, form := range []string{"January 2, 2006", "2 January 2006", "02.01.2006", "January 2", "2 January"} {
		out = append(out, bare(at.Format(form)))
	}
	return out
}

func anyOn(page string, forms []string) bool {
	for _, f := range forms {
		if strings.Contains(page, f) {
			return true
		}
	}
	return false
}

func TestTruthIsInTheText(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			pages := pageTexts(t, d)
			if len(pages) != d.Truth.Pages {
				t.Fatalf("%d pages, truth says %d", len(pages), d.Truth.Pages)
			}
			if checkScanned(t, d.Truth, pages) {
				return
			}
			all := strings.Join(pages, "\n")
			for _, s := range []*string{&d.Truth.Organization, d.Truth.System, d.Truth.Auditor, d.Truth.AuditorCity} {
				if s != nil && !strings.Contains(strings.ToLower(all), strings.ToLower(bare(*s))) {
					t.Errorf("%q is not in the text", *s)
				}
			}
			checkEvidence(t, d.Truth, pages)
			checkRows(t, d.Truth, pages)
			if c := d.Truth.ISO; c != nil {
				checkCertificate(t, c, all)
			}
		})
	}
}

// checkScanned reports whether a document has scanned pages, which have no words.
func checkScanned(t *testing.T, tr sample.Truth, pages []string) bool {
	t.Helper()
	for i, text := range pages {
		if scanned := slices.Contains(tr.ScannedPages, i+1); scanned != (text == "") {
			t.Errorf("page %d is scanned: %v, and its text is %q", i+1, scanned, text)
		}
	}
	return len(tr.ScannedPages) > 0
}

func checkEvidence(t *testing.T, tr sample.Truth, pages []string) {
	t.Helper()
	for _, c := range []struct {
		what  string
		date  *string
		pages []int
	}{
		{"report date", tr.ReportDate, tr.Evidence.ReportDate},
		{"period end", tr.PeriodEnd, tr.Evidence.Period},
		{"as-of date", tr.AsOfDate, tr.Evidence.Period},
	} {
		if c.date == nil {
			continue
		}
		if len(c.pages) == 0 {
			t.Errorf("no page is named for the %s", c.what)
		}
		for _, p := range c.pages {
			if !anyOn(pages[p-1], spelled(t, *c.date)) {
				t.Errorf("page %d does not state the %s %s", p, c.what, *c.date)
			}
		}
	}
	for _, p := range tr.Evidence.Auditor {
		if !strings.Contains(pages[p-1], bare(*tr.Auditor)) {
			t.Errorf("page %d does not name the auditor %s", p, *tr.Auditor)
		}
	}
	if n := len(tr.Evidence.Opinion); n > 0 && !strings.Contains(pages[tr.Evidence.Opinion[0]-1]+pages[tr.Evidence.Opinion[n-1]-1], "pinion") {
		t.Errorf("pages %v do not speak of an opinion", tr.Evidence.Opinion)
	}
}

func checkRows(t *testing.T, tr sample.Truth, pages []string) {
	t.Helper()
	// A row may run over to the next page.
	from := func(p int) []string { return pages[p-1 : min(p+1, len(pages))] }
	for _, c := range tr.Controls {
		if w := wordsOn(c.Text, from(c.Page)...); w != "" {
			t.Errorf("page %d does not have %q of control %q", c.Page, w, c.Text)
		}
		if c.ID != nil && !strings.Contains(pages[c.Page-1], bare(*c.ID)) {
			t.Errorf("page %d does not have control id %s", c.Page, *c.ID)
		}
	}
	for _, e := range tr.Exceptions {
		if w := wordsOn(e.ResultText, from(e.Page)...); w != "" {
			t.Errorf("page %d does not have %q of exception %s", e.Page, w, e.Key)
		}
		if e.ManagementResponse != nil {
			if w := wordsOn(*e.ManagementResponse, from(e.ResponsePages[0])...); w != "" {
				t.Errorf("page %d does not have %q of the response to %s", e.ResponsePages[0], w, e.Key)
			}
		}
		if e.RemediationDate != nil && !anyOn(bare(*e.ManagementResponse), spelled(t, *e.RemediationDate)) {
			t.Errorf("the response to %s does not state %s", e.Key, *e.RemediationDate)
		}
	}
	for _, c := range tr.CUECs {
		if w := wordsOn(c.Text, from(c.Page)...); w != "" {
			t.Errorf("page %d does not have %q of user entity control %q", c.Page, w, c.Text)
		}
	}
	for _, s := range tr.Subservice {
		if w := wordsOn(s.Name, from(s.Page)...); w != "" {
			t.Errorf("page %d does not name %s", s.Page, s.Name)
		}
	}
}

func checkCertificate(t *testing.T, c *sample.Certificate, all string) {
	t.Helper()
	for _, s := range append([]string{c.Number, c.Holder, c.Body, c.Standard, c.Scope}, c.Sites...) {
		if w := wordsOn(s, all); w != "" {
			t.Errorf("the text does not have %q of %q", w, s)
		}
	}
	for _, s := range []*string{c.IssueDate, c.ExpiryDate, c.InitialDate, c.CycleStart, c.LastCycleExpiry, c.SoADate} {
		if s != nil && !anyOn(all, spelled(t, *s)[:3]) {
			t.Errorf("the text does not state %s", *s)
		}
	}
}
