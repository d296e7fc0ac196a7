package pdf

import (
	"math"
	"strings"
)

// kind is the kind of a token of page content.
type kind uint8

const (
	tokEnd kind = iota
	tokNumber
	tokString
	tokName
	tokArray // only as an operand; its items are kept by the lexer
	tokDict  // only as an operand; its items are kept by the lexer
	tokOpen  // [
	tokClose // ]
	tokDictOpen
	tokDictClose
	tokWord // an operator or a keyword
)

// token is one token. Text points into the content or into the lexer's own
// buffer and holds until the next operator.
type token struct {
	kind  kind
	num   float64
	text  []byte
	items []token
}

// lexer splits page content and character maps into tokens. It takes any bytes
// and ends for all of them.
type lexer struct {
	src []byte
	pos int
	buf []byte // strings with escapes, unfolded
}

// isSpace reports the white space of PDF.
func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// isDelim reports the delimiters of PDF.
func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if c == '%' {
			for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
				l.pos++
			}
		} else if !isSpace(c) {
			return
		} else {
			l.pos++
		}
	}
}

// next gives the next token; arrays and dictionaries come as their brackets.
func (l *lexer) next() token {
	l.skip()
	if l.pos >= len(l.src) {
		return token{}
	}
	c := l.src[l.pos]
	switch c {
	case '(':
		return l.literal()
	case '<':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == '<' {
			l.pos += 2
			return token{kind: tokDictOpen}
		}
		return l.hex()
	case '>':
		l.pos++
		if l.pos < len(l.src) && l.src[l.pos] == '>' {
			l.pos++
			return token{kind: tokDictClose}
		}
		return l.next()
	case '[':
		l.pos++
		return token{kind: tokOpen}
	case ']':
		l.pos++
		return token{kind: tokClose}
	case '/':
		l.pos++
		return token{kind: tokName, text: l.name()}
	case ')', '{', '}':
		l.pos++
		return token{kind: tokWord, text: l.src[l.pos-1 : l.pos]}
	}
	return l.word()
}

// regular gives the run of regular characters at the position.
func (l *lexer) regular() []byte {
	start := l.pos
	for l.pos < len(l.src) && !isSpace(l.src[l.pos]) && !isDelim(l.src[l.pos]) {
		l.pos++
	}
	return l.src[start:l.pos]
}

// word reads a number or an operator.
func (l *lexer) word() token {
	raw := l.regular()
	if c := raw[0]; c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9' {
		if n, ok := number(raw); ok {
			return token{kind: tokNumber, num: n}
		}
	}
	return token{kind: tokWord, text: raw}
}

// number reads a PDF number; "--5" and "5-3", which some producers write, are
// read as -5 and 5 as viewers do.
func number(raw []byte) (float64, bool) {
	i, sign := 0, 1.0
	for i < len(raw) && (raw[i] == '-' || raw[i] == '+') {
		if raw[i] == '-' {
			sign = -1
		}
		i++
	}
	n, ok := decimal(raw[i:])
	return sign * n, ok
}

// decimal reads a number without a sign, up to a hyphen after its digits.
func decimal(raw []byte) (float64, bool) {
	whole, scale, digits, point := 0.0, 1.0, 0, false
	for _, c := range raw {
		switch {
		case c >= '0' && c <= '9':
			digits++
			whole = whole*10 + float64(c-'0')
			if point {
				scale *= 10
			}
		case c == '.' && !point:
			point = true
		case c == '-' && digits > 0:
			return finite(whole / scale)
		default:
			return 0, false
		}
	}
	if digits == 0 && !point {
		return 0, false
	}
	return finite(whole / scale)
}

// finite gives n, and whether it is a number to reckon with.
func finite(n float64) (float64, bool) {
	return n, !math.IsNaN(n) && !math.IsInf(n, 0)
}

// name reads a name after its slash.
func (l *lexer) name() []byte {
	raw := l.regular()
	for i, c := range raw {
		if c == '#' {
			return l.unfoldName(raw, i)
		}
	}
	return raw
}

// unfoldName replaces the #xx of raw from the first at i on.
func (l *lexer) unfoldName(raw []byte, i int) []byte {
	start := len(l.buf)
	l.buf = append(l.buf, raw[:i]...)
	for ; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			hi, lo := unhex(raw[i+1]), unhex(raw[i+2])
			if hi >= 0 && lo >= 0 {
				l.buf = append(l.buf, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		l.buf = append(l.buf, raw[i])
	}
	return l.buf[start:len(l.buf):len(l.buf)]
}

// unhex gives the value of a hexadecimal digit, -1 for any other byte.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hex reads a hexadecimal string.
func (l *lexer) hex() token {
	start, odd, high := len(l.buf), false, 0
	for l.pos++; l.pos < len(l.src); l.pos++ {
		c := l.src[l.pos]
		if c == '>' {
			l.pos++
			break
		}
		v := unhex(c)
		if v < 0 {
			continue
		}
		if odd {
			l.buf = append(l.buf, byte(high<<4|v))
		}
		odd, high = !odd, v
	}
	if odd {
		l.buf = append(l.buf, byte(high<<4))
	}
	return token{kind: tokString, text: l.buf[start:len(l.buf):len(l.buf)]}
}

// literal reads a string in parentheses.
func (l *lexer) literal() token {
	l.pos++
	start, depth := l.pos, 1
	for i := l.pos; i < len(l.src); i++ {
		switch l.src[i] {
		case '\\', '\r':
			return l.unfold(start, i, depth)
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos = i + 1
				return token{kind: tokString, text: l.src[start:i]}
			}
		}
	}
	l.pos = len(l.src)
	return token{kind: tokString, text: l.src[start:]}
}

// unfold reads on in a string from the first escape or line break at i.
func (l *lexer) unfold(from, i, depth int) token {
	start := len(l.buf)
	l.buf = append(l.buf, l.src[from:i]...)
	for l.pos = i; l.pos < len(l.src); l.pos++ {
		c := l.src[l.pos]
		switch c {
		case '\\':
			l.escape()
			continue
		case '\r':
			if l.pos+1 < len(l.src) && l.src[l.pos+1] == '\n' {
				l.pos++
			}
			c = '\n'
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return token{kind: tokString, text: l.buf[start:len(l.buf):len(l.buf)]}
			}
		}
		l.buf = append(l.buf, c)
	}
	return token{kind: tokString, text: l.buf[start:len(l.buf):len(l.buf)]}
}

// escape reads what follows a backslash and stays on its last byte.
func (l *lexer) escape() {
	if l.pos++; l.pos >= len(l.src) {
		return
	}
	c := l.src[l.pos]
	switch {
	case c == '\n':
		return
	case c == '\r':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == '\n' {
			l.pos++
		}
		return
	case c >= '0' && c <= '7':
		c = l.octal()
	default:
		const letters, controls = "nrtbf", "\n\r\t\b\f"
		if i := strings.IndexByte(letters, c); i >= 0 {
			c = controls[i]
		}
	}
	l.buf = append(l.buf, c)
}

// octal reads the up to three digits at the position and stays on the last.
func (l *lexer) octal() byte {
	v := l.src[l.pos] - '0'
	for n := 0; n < 2 && l.pos+1 < len(l.src) && l.src[l.pos+1] >= '0' && l.src[l.pos+1] <= '7'; n++ {
		l.pos++
		v = v<<3 | (l.src[l.pos] - '0')
	}
	return v
}
