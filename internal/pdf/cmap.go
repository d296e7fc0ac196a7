package pdf

import (
	"unicode/utf16"
	"unicode/utf8"
)

// codeRange is a run of character codes of one length in bytes.
type codeRange struct {
	low, high uint32
	bytes     int
}

// cidRange maps a run of codes to character ids.
type cidRange struct {
	low, high uint32
	cid       uint32
}

// textRange maps a run of codes to texts that differ in their last character.
type textRange struct {
	low, high uint32
	text      []uint16
}

// charMap is what a CMap says: how long codes are, and what they stand for.
type charMap struct {
	spaces []codeRange
	text   map[uint32]string
	ranges []textRange
	cids   []cidRange
}

// parseCharMap reads a CMap. What it does not understand it leaves out.
func parseCharMap(src []byte) *charMap {
	m := &charMap{text: map[uint32]string{}}
	p := program{lex: lexer{src: src}}
	for {
		op, ok := p.operator()
		if !ok {
			return m
		}
		switch string(op) {
		case "endcodespacerange":
			m.addSpaces(p.args)
		case "endbfchar":
			m.addChars(p.args)
		case "endbfrange":
			m.addRanges(p.args)
		case "endcidrange":
			m.addCIDs(p.args, 3)
		case "endcidchar":
			m.addCIDs(p.args, 2)
		}
	}
}

// code reads a code of up to four bytes.
func code(b []byte) uint32 {
	var v uint32
	for _, c := range b[:min(len(b), 4)] {
		v = v<<8 | uint32(c)
	}
	return v
}

func (m *charMap) addSpaces(args []token) {
	for i := 0; i+1 < len(args); i += 2 {
		if n := len(args[i].text); n > 0 && n <= 4 {
			m.spaces = append(m.spaces, codeRange{code(args[i].text), code(args[i+1].text), n})
		}
	}
}

func (m *charMap) addChars(args []token) {
	for i := 0; i+1 < len(args) && len(m.text) < MaxCodes; i += 2 {
		if args[i].kind == tokString {
			m.text[code(args[i].text)] = fromUTF16(args[i+1].text)
		}
	}
}

func (m *charMap) addRanges(args []token) {
	for i := 0; i+2 < len(args) && len(m.ranges) < MaxCodes; i += 3 {
		low, high, to := code(args[i].text), code(args[i+1].text), args[i+2]
		if to.kind == tokString && low <= high {
			m.ranges = append(m.ranges, textRange{low, high, units(to.text)})
			continue
		}
		for j, item := range to.items {
			if c := low + uint32(j); c <= high && len(m.text) < MaxCodes {
				m.text[c] = fromUTF16(item.text)
			}
		}
	}
}

func (m *charMap) addCIDs(args []token, step int) {
	for i := 0; i+step <= len(args) && len(m.cids) < MaxCodes; i += step {
		low := code(args[i].text)
		high := low
		if step == 3 {
			high = code(args[i+1].text)
		}
		m.cids = append(m.cids, cidRange{low, high, uint32(max(args[i+step-1].num, 0))})
	}
}

// lookup gives the text of a code, false when the map has none.
func (m *charMap) lookup(c uint32) (string, bool) {
	if s, ok := m.text[c]; ok {
		return s, true
	}
	for i := range m.ranges {
		r := &m.ranges[i]
		if c < r.low || c > r.high || len(r.text) == 0 {
			continue
		}
		u := append([]uint16(nil), r.text...)
		u[len(u)-1] += uint16(c - r.low)
		return string(utf16.Decode(u)), true
	}
	return "", false
}

// cid gives the character id of a code; a map without any is the identity.
func (m *charMap) cid(c uint32) uint32 {
	for i := range m.cids {
		if r := &m.cids[i]; c >= r.low && c <= r.high {
			return r.cid + c - r.low
		}
	}
	if len(m.cids) > 0 {
		return 0
	}
	return c
}

// codeLen gives the length in bytes of the code that raw begins with.
func (m *charMap) codeLen(raw []byte, standard int) int {
	for n := 1; n <= 4 && n <= len(raw); n++ {
		c := code(raw[:n])
		for _, s := range m.spaces {
			if s.bytes == n && c >= s.low && c <= s.high {
				return n
			}
		}
	}
	return min(standard, len(raw))
}

// units reads big-endian UTF-16; a single byte stands for itself.
func units(b []byte) []uint16 {
	if len(b) == 1 {
		return []uint16{uint16(b[0])}
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return u
}

// fromUTF16 gives the text of big-endian UTF-16.
func fromUTF16(b []byte) string {
	s := string(utf16.Decode(units(b)))
	if !utf8.ValidString(s) {
		return string(utf8.RuneError)
	}
	return s
}
