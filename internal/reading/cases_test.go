package reading

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/criteria"
)

// domainCase is one line of testdata/cases.jsonl: a tricky wording and what a
// careful reader makes of it.
type domainCase struct {
	ID   string `json:"id"`
	Area string `json:"area"`
	In   string `json:"in"`
	Out  string `json:"out"`
	Why  string `json:"why"`
}

// domainCases reads the cases of one area.
func domainCases(t *testing.T, area string) []domainCase {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "cases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []domainCase
	for s := bufio.NewScanner(file); s.Scan(); {
		var c domainCase
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Area == area {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no cases of area %q", area)
	}
	return out
}

// elsewhere says where a case is tested that is no matter of one text: they are tested with
// the reading of a whole document, or belong to the standing.
func elsewhere(id string) string {
	return map[string]string{
		"P12": "title against opinion", "P13": "zones", "P14": "report date", "P16": "zones",
		"R21": "columns", "R22": "columns", "R23": "columns", "R24": "columns", "R25": "columns",
		"I02": "columns", "I05": "columns",
		"T03": "standing", "T05": "standing", "T10": "sheets", "T11": "no fact of a document", "T12": "sheets", "T14": "sheets", "T16": "no fact of a document",
	}[id]
}

func TestDomainCases(t *testing.T) {
	t.Parallel()
	catalog, err := criteria.Load()
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]func(in string) string{
		"period": casePeriod, "result": caseResult, "count": caseCount, "cert": caseCert,
		"id": func(in string) string { return caseID(catalog, in) },
	}
	for area, run := range areas {
		for _, c := range domainCases(t, area) {
			if elsewhere(c.ID) != "" {
				continue
			}
			if got, want := run(c.In), caseWant(c); got != want {
				t.Errorf("%s: %q = %q, want %q (%s)", c.ID, c.In, got, want, c.Why)
			}
		}
	}
}

// caseWant is the outcome of a case in the words of the functions under test.
func caseWant(c domainCase) string {
	said := map[string]string{
		"P15": "2024-04-01..2024-09-30 invalid",
		"I01": "control CC6.1.3, criterion CC6.1", "I03": "control C-12; criterion C1.2", "I04": "control DCF-71; criterion CC6.1; criterion CC6.6; criterion CC6.7",
		"I06": "series", "I07": "criterion PI1.3 misprint",
		"T01": "issue 2023-01-31, initial 2019-04-12, expiry 2025-04-10, version 4",
		"T02": "start 2023-11-22, expiry 2026-11-16, last 2023-11-16",
		"T04": "start 2026-11-17, expiry 2029-11-16",
		"T06": "2013", "T07": "2022 2022", "T08": "2022", "T09": "ISO/IEC 27017; ISO/IEC 27018",
		"T13": "soa 3.1 2025-05-02", "T15": "initial 2023-03-01, expiry 2029-09-24",
	}
	if want := said[c.ID]; want != "" {
		return want
	}
	return c.Out
}

// casePeriod gives the one period of a text.
func casePeriod(in string) string {
	hits := findPeriods(in)
	switch {
	case len(hits) != 1:
		return fmt.Sprint(len(hits), " periods")
	case hits[0].open():
		return "ambiguous"
	case hits[0].invalid:
		return hits[0].period.String() + " invalid"
	}
	return hits[0].period.String()
}

func caseResult(in string) string { return string(classifyResult(in)) }

// caseCount gives the counts of a text.
func caseCount(in string) string {
	var out []string
	for _, c := range counts(in) {
		if c.kind == countSample {
			out = append(out, fmt.Sprintf("sample n=%d pop=%d", c.x, c.y))
			continue
		}
		out = append(out, fmt.Sprintf("x=%d y=%d", c.x, c.y))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, " ")
}

// caseID reads each id that a case quotes.
func caseID(catalog *criteria.Catalog, in string) string {
	texts := strings.Split(in, "'")
	var parts []string
	for i, text := range texts {
		if _, after, ok := strings.Cut(text, "lists "); ok {
			parts = append(parts, strings.Split(after, ", ")...)
		} else if i%2 == 1 {
			parts = append(parts, text)
		}
	}
	var out []string
	for _, text := range parts {
		id, ok := readRowID(catalog, text)
		switch {
		case !ok:
			out = append(out, "none")
		case id.series:
			out = append(out, "series")
		case id.control != "" && id.criterion != "":
			out = append(out, "control "+id.control+", criterion "+id.criterion)
		case id.control != "":
			out = append(out, "control "+id.control)
		case id.misprint:
			out = append(out, "criterion "+id.criterion+" misprint")
		default:
			out = append(out, "criterion "+id.criterion)
		}
	}
	return strings.Join(out, "; ")
}

// caseCert reads the quoted words of a case, one line for each, as a certificate.
func caseCert(in string) string {
	var rows []string
	for i, part := range strings.Split(in, "'") {
		if i%2 == 1 {
			rows = append(rows, part)
		}
	}
	if len(rows) == 0 {
		rows = []string{in}
	}
	d := sheet(strings.Join(rows, "\n"))
	c := d.certificate()
	var out []string
	date := func(name string, f attest.Fact[attest.Date]) {
		if f.State == attest.Found {
			out = append(out, name+" "+f.Value.String())
		}
	}
	date("issue", c.IssueDate)
	date("start", c.CycleStart)
	date("initial", c.InitialDate)
	date("expiry", c.ExpiryDate)
	date("last", c.LastCycleExpiry)
	if c.Version.State == attest.Found {
		out = append(out, "version "+c.Version.Value)
	}
	if c.SoAVersion.State == attest.Found {
		return "soa " + c.SoAVersion.Value + " " + c.SoADate.Value.String()
	}
	if c.ExtraStandards.State == attest.Found {
		return strings.Join(c.ExtraStandards.Items, "; ")
	}
	if len(out) > 0 {
		return strings.Join(out, ", ")
	}
	var editions []string
	for _, h := range findStandard(newFlow(d.lines)) {
		editions = append(editions, h.editionOf())
	}
	return strings.Join(editions, " ")
}
