// Package evaluate compares readings with a truth.json: a list of documents and
// what they state, as a careful person read them. It counts a fact that the
// reading states and the document does not as wrong, whatever the others are: an
// absent or ambiguous fact is a gap, a wrong one is a lie.
package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/assay/internal/attest"
)

// Truth is what one document states. Fields that the file leaves out are not
// compared; a null says that the document states nothing.
type Truth struct {
	File         string
	Kind         string
	Layout       string
	Organization []string // the name, then others that are right too
	fields       map[string]json.RawMessage
}

// Load reads a truth.json.
func Load(r io.Reader) ([]Truth, error) {
	var objects []map[string]json.RawMessage
	if err := json.NewDecoder(r).Decode(&objects); err != nil {
		return nil, fmt.Errorf("read the list of documents: %w", err)
	}
	var out []Truth
	for i, o := range objects {
		t := Truth{fields: o}
		t.File, t.Kind, t.Layout = t.text("file"), t.text("kind"), t.text("layout")
		if t.File == "" || t.Kind == "" {
			return nil, fmt.Errorf("document %d has no file or no kind", i)
		}
		if name := t.text("organization"); name != "" {
			t.Organization = append([]string{name}, t.texts("organization_accept")...)
		}
		out = append(out, t)
	}
	return out, nil
}

// has reports whether the truth says anything of a field, be it null.
func (t Truth) has(field string) bool {
	_, ok := t.fields[field]
	return ok
}

// text is a field that holds a string; "" for null and what is no string.
func (t Truth) text(field string) string {
	var s *string
	if json.Unmarshal(t.fields[field], &s) != nil || s == nil {
		return ""
	}
	return *s
}

// texts is a field that holds a list of strings.
func (t Truth) texts(field string) []string {
	var s []string
	if json.Unmarshal(t.fields[field], &s) != nil {
		return nil
	}
	return s
}

// object is a field that holds an object, as a truth of its own.
func (t Truth) object(field string) Truth {
	var m map[string]json.RawMessage
	if json.Unmarshal(t.fields[field], &m) != nil {
		return Truth{}
	}
	return Truth{fields: m}
}

// flag is a field that holds a boolean.
func (t Truth) flag(field string) bool {
	var b bool
	return json.Unmarshal(t.fields[field], &b) == nil && b
}

// number is a field that holds a number; false for null.
func (t Truth) number(field string) (int, bool) {
	var n *int
	if json.Unmarshal(t.fields[field], &n) != nil || n == nil {
		return 0, false
	}
	return *n, true
}

// subservice is one subservice organisation of a truth.
type subservice struct {
	Name   string `json:"name"`
	Method string `json:"method"`
}

// cuec is one complementary user entity control of a truth.
type cuec struct {
	Text string `json:"text"`
}

// list decodes a field that holds a list of objects.
func list[T any](t Truth, field string) []T {
	var out []T
	if json.Unmarshal(t.fields[field], &out) != nil {
		return nil
	}
	return out
}

// tells reports whether the truth tells of a list of the matrix. That of a SOC 1
// report is told of where there is something to tell: its control objectives are not
// what the truths are written for.
func (t Truth) tells(field string) bool {
	return t.has(field) && (!strings.HasPrefix(t.Kind, "soc1") || len(list[json.RawMessage](t, field)) > 0)
}

// attested reports whether the document is a practitioner's report.
func (t Truth) attested() bool {
	return strings.HasPrefix(t.Kind, "soc") || slices.Contains([]attest.Kind{
		attest.KindISAE3402, attest.KindISAE3000, attest.KindCSAE3000, attest.KindCSAE3416, attest.KindNationalSOC, attest.KindC5,
	}, attest.Kind(t.Kind))
}

// wantKind gives the kind and the type that a truth's kind stands for.
func (t Truth) wantKind() (attest.Kind, attest.ReportType) {
	switch t.Kind {
	case "soc2_type1":
		return attest.KindSOC2, 1
	case "soc2_type2":
		return attest.KindSOC2, 2
	case "soc1_type1":
		return attest.KindSOC1, 1
	case "soc1_type2":
		return attest.KindSOC1, 2
	case "other":
		return map[string]attest.Kind{
			"questionnaire": attest.KindQuestionnaire, "readiness": attest.KindReadiness, "soc2_certificate": attest.KindSOC2Certificate,
		}[t.Layout], 0
	}
	return attest.Kind(t.Kind), 0
}
