package pdf

// spoken follows marked content that carries its text in ActualText. What is
// shown is what is read, with one exception: browsers put a blank where a word
// may be broken and say that it is a soft hyphen, and that blank parts no word.
type spoken struct {
	depth  int // of marked content
	from   int // depth at which the text was given
	hyphen bool
}

// begin enters marked content with its properties.
func (s *spoken) begin(properties token) {
	s.depth++
	for i := 0; i+1 < len(properties.items); i += 2 {
		if string(properties.items[i].text) != "ActualText" || s.hyphen {
			continue
		}
		if text := properties.items[i+1].text; string(text) == "\xfe\xff\x00\xad" || string(text) == "\xad" {
			s.hyphen, s.from = true, s.depth
		}
	}
}

// end leaves marked content.
func (s *spoken) end() {
	if s.hyphen && s.depth <= s.from {
		s.hyphen = false
	}
	s.depth = max(s.depth-1, 0)
}

// silent reports a glyph that parts no word.
func (s *spoken) silent(g *glyphInfo) bool { return s.hyphen && g.space }
