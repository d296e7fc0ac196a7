package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Character sets of simple fonts, as BaseEncoding names them.
const (
	winAnsi  = "WinAnsiEncoding"
	macRoman = "MacRomanEncoding"
)

// standardHigh lists the upper half of StandardEncoding as code and character;
// codes that are not listed have none. Below 128 it is ASCII but for the quotes.
const standardHigh = "\xa1¡\xa2¢\xa3£\xa4⁄\xa5¥\xa6ƒ\xa7§\xa8¤\xa9'\xaa“\xab«\xac‹\xad›\xaeﬁ\xafﬂ" +
	"\xb1–\xb2†\xb3‡\xb4·\xb6¶\xb7•\xb8‚\xb9„\xba”\xbb»\xbc…\xbd‰\xbf¿\xc1`\xc2´\xc3ˆ\xc4˜\xc5¯\xc6˘\xc7˙\xc8¨\xca˚\xcb¸" +
	"\xcd˝\xce˛\xcfˇ\xd0—\xe1Æ\xe3ª\xe8Ł\xe9Ø\xeaŒ\xebº\xf1æ\xf5ı\xf8ł\xf9ø\xfaœ\xfbß"

// simpleRune gives the character of a code in a named character set. Any other
// name means StandardEncoding. It gives 0 for a code without a character.
func simpleRune(set string, c byte) rune {
	switch set {
	case winAnsi:
		if c == 0x95 || c > 0x7e && c < 0x80 {
			return '•'
		}
		return charmap.Windows1252.DecodeByte(c)
	case macRoman:
		return charmap.Macintosh.DecodeByte(c)
	}
	switch {
	case c == '\'':
		return '’'
	case c == '`':
		return '‘'
	case c < 0x80:
		return rune(c)
	}
	return standardRune(c)
}

// standardRune finds c in standardHigh, whose entries are one raw byte and one
// character. It gives 0 for a code that is not listed.
func standardRune(c byte) rune {
	for rest := standardHigh; len(rest) > 1; {
		r, n := utf8.DecodeRuneInString(rest[1:])
		if rest[0] == c {
			return r
		}
		rest = rest[1+n:]
	}
	return 0
}

// dingbat gives the character of a code of the ZapfDingbats font.
func dingbat(c byte) rune {
	switch c {
	case 0x25:
		return '☎'
	case 0x2a:
		return '☛'
	case 0x2b:
		return '☞'
	case 0x48:
		return '★'
	case 0x6c:
		return '●'
	case 0x6e:
		return '■'
	case 0x73:
		return '▲'
	case 0x74:
		return '▼'
	case 0x75:
		return '◆'
	case 0x77:
		return '◗'
	}
	if c > 0x20 && c < 0x7f {
		return 0x2700 + rune(c) - 0x20
	}
	return 0
}

// wingding gives the character of a code of the Wingdings font, for the ones
// that reports use as bullets and ticks.
func wingding(c byte) rune {
	switch c {
	case 0x6c, 0x9f:
		return '●'
	case 0x6e:
		return '■'
	case 0x6f, 0x71, 0x72, 0xa8:
		return '□'
	case 0x76:
		return '❖'
	case 0xa7:
		return '▪'
	case 0xd8:
		return '➢'
	case 0xe0:
		return '→'
	case 0xfb:
		return '✗'
	case 0xfc:
		return '✓'
	case 0xfd:
		return '☒'
	case 0xfe:
		return '☑'
	}
	return 0
}

// symbol gives the character of a code of the Symbol font.
func symbol(c byte) rune {
	const upper = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
	const lower = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
	switch {
	case c >= 'A' && c <= 'Z':
		return []rune(upper)[c-'A']
	case c >= 'a' && c <= 'z':
		return []rune(lower)[c-'a']
	}
	switch c {
	case 0xb7:
		return '•'
	case 0xa3:
		return '≤'
	case 0xb3:
		return '≥'
	case 0xb1:
		return '±'
	case 0xb4:
		return '×'
	case 0xb9:
		return '≠'
	case 0xae:
		return '→'
	case 0xd2, 0xe2:
		return '®'
	case 0xd3, 0xe3:
		return '©'
	case 0xd4, 0xe4:
		return '™'
	case 0xa7:
		return '♣'
	case 0xa8:
		return '♦'
	}
	if c >= 0x20 && c < 0x40 || c >= 0x5b && c < 0x60 || c > 0x7a && c < 0x7e {
		return rune(c)
	}
	return 0
}

// namedGlyph gives the text of a glyph name that spells its code points:
// uni0041, u1F600, f_i, a.alt. It gives "" for all other names.
func namedGlyph(name string) string {
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var b strings.Builder
		for ; len(hex) >= 4; hex = hex[4:] {
			v, err := strconv.ParseUint(hex[:4], 16, 16)
			if err != nil {
				return ""
			}
			b.WriteRune(rune(v))
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if v, err := strconv.ParseUint(hex, 16, 21); err == nil {
			return string(rune(v))
		}
	}
	if len(name) == 1 {
		return name
	}
	switch name {
	case "f_i":
		return "fi"
	case "f_f":
		return "ff"
	case "f_l":
		return "fl"
	case "f_f_i":
		return "ffi"
	case "f_f_l":
		return "ffl"
	case "t_i":
		return "ti"
	case "t_t":
		return "tt"
	}
	return ""
}
