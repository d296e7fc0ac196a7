package sample

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"example.com/assay/internal/attest"
)

//go:embed content
var content embed.FS

// source is one document before it is drawn: content/NAME.json and the words of
// content/NAME.txt with the variables put in.
type source struct {
	Vendor   string            `json:"vendor"`
	Tier     attest.Tier       `json:"tier"`
	Password string            `json:"password"`
	Text     string            `json:"text"`   // name of another document whose words are used; "" for its own
	Words    string            `json:"words"`  // name of the words, where several documents share them
	Preset   string            `json:"preset"` // name of a description whose fields hold where this one has none
	Scan     string            `json:"scan"`   // on or sideways: every page is a picture
	Made     attest.Date       `json:"made"`   // creation date of the file
	Title    string            `json:"title"`
	Producer string            `json:"producer"`
	Style    style             `json:"style"`
	Vars     map[string]string `json:"vars"`
	Truth    Truth             `json:"truth"`
	Matrix   matrixSpec        `json:"matrix"`

	name   string
	blocks []block
	matrix matrix
}

// loadSource reads the two content files of a document. The locked copy of a
// report has only the name of the other and a password.
func loadSource(name string) (*source, error) {
	s := &source{name: name}
	base := strings.TrimSuffix(name, ".pdf")
	if err := s.decode(base); err != nil {
		return nil, err
	}
	if s.Text != "" {
		base = s.Text
		password, scan, layout := s.Password, s.Scan, s.Truth.Layout
		if err := s.decode(base); err != nil {
			return nil, err
		}
		s.Password, s.Scan = password, scan
		if layout != "" {
			s.Truth.Layout = layout
		}
	}
	if s.Words != "" {
		base = s.Words
	}
	text, err := s.words(base)
	if err != nil {
		return nil, err
	}
	if s.blocks, err = parse(text); err != nil {
		return nil, err
	}
	s.matrix, err = s.Matrix.build(s.Truth.Exceptions, s.Vars)
	return s, err
}

func (s *source) decode(base string) error {
	raw, err := content.ReadFile("content/" + base + ".json")
	if err != nil {
		return fmt.Errorf("read the description: %w", err)
	}
	var under struct {
		Preset string `json:"preset"`
	}
	if err := json.Unmarshal(raw, &under); err != nil {
		return fmt.Errorf("decode content/%s.json: %w", base, err)
	}
	if under.Preset != "" {
		if err := s.decode(under.Preset); err != nil {
			return err
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(s); err != nil {
		return fmt.Errorf("decode content/%s.json: %w", base, err)
	}
	return nil
}

// words executes content/BASE.txt as a template. Every text file of the content
// folder can be included by its name.
func (s *source) words(base string) (string, error) {
	t, err := template.New("").Option("missingkey=error").ParseFS(content, "content/*.txt")
	if err != nil {
		return "", fmt.Errorf("parse the texts: %w", err)
	}
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, base+".txt", s.Vars); err != nil {
		return "", fmt.Errorf("fill in content/%s.txt: %w", base, err)
	}
	return b.String(), nil
}

// expand puts the variables into a short text such as a control's.
func expand(text string, vars map[string]string) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	t, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", fmt.Errorf("parse %q: %w", text, err)
	}
	var b strings.Builder
	if err := t.Execute(&b, vars); err != nil {
		return "", fmt.Errorf("fill in %q: %w", text, err)
	}
	return b.String(), nil
}
