package sample

import (
	"strings"
)

// textLine is one line of a filled text.
type textLine struct {
	text string
	last bool // of its paragraph: not stretched
}

// fit breaks text into lines no wider than width, the first indent narrower.
// "\n" forces a break. With hyphens, words may be divided where the list of
// hyphens allows it; without, a word that is too wide stands alone.
func (c *canvas) fit(f font, text string, width, indent float64, h hyphens) []textLine {
	var out []textLine
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			indent = 0
		}
		out = append(out, c.fitOne(f, part, width, indent, h)...)
	}
	return out
}

func (c *canvas) fitOne(f font, text string, width, indent float64, h hyphens) []textLine {
	var out []textLine
	line, limit := "", width-indent
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		try := words[i]
		if line != "" {
			try = line + " " + words[i]
		}
		if c.measure(f, try) <= limit {
			line = try
			continue
		}
		head, tail := c.divide(f, line, words[i], limit, h)
		if head != "" {
			line, words[i] = head, tail
		} else if line == "" {
			line = words[i]
			i++
		}
		out = append(out, textLine{text: line})
		line, limit = "", width
		i--
	}
	if line != "" || len(out) == 0 {
		out = append(out, textLine{text: line})
	}
	out[len(out)-1].last = true
	return out
}

// divide puts as much of word behind line as fits with a hyphen. The head is ""
// when no allowed part fits.
func (c *canvas) divide(f font, line, word string, limit float64, h hyphens) (head, tail string) {
	if line != "" {
		line += " "
	}
	parts := h.split(word)
	for n := len(parts) - 1; n > 0; n-- {
		head = line + strings.Join(parts[:n], "") + "-"
		if c.measure(f, head) <= limit {
			return head, strings.Join(parts[n:], "")
		}
	}
	return "", ""
}

// hyphens maps a lower-case word to its parts.
type hyphens map[string][]string

// loadHyphens reads content/hyphens.list: one word a line with its allowed
// divisions, such as "man-age-ment".
func loadHyphens() (hyphens, error) {
	raw, err := content.ReadFile("content/hyphens.list")
	if err != nil {
		return nil, err
	}
	h := hyphens{}
	for line := range strings.FieldsSeq(string(raw)) {
		h[strings.ReplaceAll(line, "-", "")] = strings.Split(line, "-")
	}
	return h, nil
}

// split divides a word as the list allows, keeping its case and what punctuation
// follows it; a word that is not listed stays whole.
func (h hyphens) split(word string) []string {
	core := strings.TrimRight(word, ".,;:)")
	parts := h[strings.ToLower(core)]
	if len(parts) == 0 {
		return []string{word}
	}
	out := make([]string, len(parts))
	at := 0
	for i, p := range parts {
		out[i] = core[at : at+len(p)]
		at += len(p)
	}
	out[len(out)-1] += word[len(core):]
	return out
}
