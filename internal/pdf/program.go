package pdf

import "bytes"

// program reads page content as operators with their operands.
type program struct {
	lex  lexer
	args []token
	pool []token // items of the arrays and dictionaries among args
}

// operator gives the next operator with its operands in p.args, false at the
// end. What it gives holds until the next call.
func (p *program) operator() ([]byte, bool) {
	p.args, p.pool, p.lex.buf = p.args[:0], p.pool[:0], p.lex.buf[:0]
	for {
		t := p.lex.next()
		switch t.kind {
		case tokEnd:
			return nil, false
		case tokWord:
			return t.text, true
		case tokClose, tokDictClose:
			continue
		case tokOpen, tokDictOpen:
			t = p.compound(t.kind, 0)
		}
		if len(p.args) < maxOperands {
			p.args = append(p.args, t)
		}
	}
}

// compound reads an array or a dictionary after its opening bracket. The items
// of an outermost one are kept in the pool, so that TJ costs no allocation.
func (p *program) compound(open kind, depth int) token {
	out := token{kind: tokArray}
	if open == tokDictOpen {
		out.kind = tokDict
	}
	start := len(p.pool)
	for {
		t := p.lex.next()
		switch t.kind {
		case tokEnd, tokClose, tokDictClose:
			return p.closed(out, start, depth)
		case tokOpen, tokDictOpen:
			if depth >= maxNesting {
				continue
			}
			t = p.compound(t.kind, depth+1)
		case tokWord:
			if isOperator(t.text) { // the array was never closed
				p.lex.pos -= len(t.text)
				return p.closed(out, start, depth)
			}
		}
		if depth == 0 {
			p.pool = append(p.pool, t)
		} else if len(out.items) < maxOperands {
			out.items = append(out.items, t)
		}
	}
}

// closed gives out its items; the pool holds those of an outermost one.
func (p *program) closed(out token, start, depth int) token {
	if depth == 0 {
		out.items = p.pool[start:len(p.pool):len(p.pool)]
	}
	return out
}

// isOperator reports the operators that show that an array was left open.
func isOperator(word []byte) bool {
	switch string(word) {
	case "Tj", "TJ", "ET", "BT", "Td", "Tm", "Tf", "Q", "cm", "re":
		return true
	}
	return false
}

// num gives operand i as a number, 0 when it is none.
func (p *program) num(i int) float64 {
	if i >= 0 && i < len(p.args) {
		return p.args[i].num
	}
	return 0
}

// name gives operand i as a name, "" when it is none.
func (p *program) name(i int) string {
	if i >= 0 && i < len(p.args) && p.args[i].kind == tokName {
		return string(p.args[i].text)
	}
	return ""
}

// last gives the last operand.
func (p *program) last() token {
	if len(p.args) == 0 {
		return token{}
	}
	return p.args[len(p.args)-1]
}

// skipImage passes the bytes of an inline image, from after ID to after EI.
func (p *program) skipImage() {
	src := p.lex.src
	for at := p.lex.pos; ; {
		i := bytes.Index(src[at:], []byte("EI"))
		if i < 0 {
			p.lex.pos = len(src)
			return
		}
		at += i + 2
		before := at-3 < 0 || isSpace(src[at-3])
		if before && (at == len(src) || isSpace(src[at])) && looksLikeContent(src[at:]) {
			p.lex.pos = at
			return
		}
	}
}

// looksLikeContent reports whether the next bytes are text, as content is and
// the samples of a picture seldom are.
func looksLikeContent(b []byte) bool {
	for _, c := range b[:min(len(b), 12)] {
		if c > 126 || c < 32 && !isSpace(c) || c == 0 {
			return false
		}
	}
	return true
}
