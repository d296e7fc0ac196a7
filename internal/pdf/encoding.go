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
	return lookup(standardHigh, c)
}

// lookup finds c in a table whose entries are one raw byte and one character. It
// gives 0 for a code that is not listed.
func lookup(table string, c byte) rune {
	for rest := table; len(rest) > 1; {
		r, n := utf8.DecodeRuneInString(rest[1:])
		if rest[0] == c {
			return r
		}
		rest = rest[1+n:]
	}
	return 0
}

// Tables of the picture fonts, as code and character. Of Wingdings it has what
// reports use as bullets and ticks.
const (
	dingbatOdd   = "\x25☎\x2a☛\x2b☞\x48★\x6c●\x6e■\x73▲\x74▼\x75◆\x77◗"
	wingdingList = "\x6c●\x9f●\x6e■\x6f□\x71□\x72□\xa8□\x76❖\xa7▪\xd8➢\xe0→\xfb✗\xfc✓\xfd☒\xfe☑"
	symbolHigh   = "\xa3≤\xa7♣\xa8♦\xaa♠\xa9♥\xac←\xad↑\xae→\xaf↓\xb0°\xb1±\xb3≥\xb4×\xb7•\xb8÷\xb9≠\xbb≈\xbc…\xd2®\xe2®\xd3©\xe3©\xd4™\xe4™"
	symbolUpper  = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
	symbolLower  = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
)

// dingbat gives the character of a code of the ZapfDingbats font, 0 for none.
func dingbat(c byte) rune {
	if r := lookup(dingbatOdd, c); r != 0 {
		return r
	}
	if c > 0x20 && c < 0x7f {
		return 0x2700 + rune(c) - 0x20
	}
	return 0
}

// symbol gives the character of a code of the Symbol font, 0 for none.
func symbol(c byte) rune {
	switch {
	case c >= 'A' && c <= 'Z':
		return []rune(symbolUpper)[c-'A']
	case c >= 'a' && c <= 'z':
		return []rune(symbolLower)[c-'a']
	case c >= 0x20 && c < 0x7f:
		return rune(c)
	}
	return lookup(symbolHigh, c)
}

// namedGlyph gives the text of a glyph name that spells it: uni0041, u1F600,
// f_i, A.alt. It gives "" for all other names.
func namedGlyph(name string) string {
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if len(name) == 1 {
		return name
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 {
		return hexText(hex, 4)
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		return hexText(hex, len(hex))
	}
	return ligature(name)
}

// hexText gives the characters whose code points hex spells, digits at a time;
// "" when it spells none.
func hexText(hex string, digits int) string {
	var b strings.Builder
	for ; len(hex) >= digits; hex = hex[digits:] {
		v, err := strconv.ParseUint(hex[:digits], 16, 21)
		if err != nil {
			return ""
		}
		b.WriteRune(rune(v))
	}
	return b.String()
}

// ligature gives the letters of a name that joins single ones, as f_f_i does.
func ligature(name string) string {
	letters := strings.Split(name, "_")
	for _, l := range letters {
		if len(l) != 1 || len(letters) < 2 {
			return ""
		}
	}
	return strings.Join(letters, "")
}
