package pdf

import (
	"bytes"
	"errors"
	"image"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// contentSeeds are page contents that reach every operator.
func contentSeeds() []string {
	return []string{
		"BT /F1 12 Tf 72 700 Td [(A) -20 (B)] TJ T* (x) ' 1 2 (y) \" ET",
		"q 1 0 0 1 5 5 cm 0 0 m 10 0 l 10 10 l h S 1 2 3 4 re f Q 0 0 0 rg n",
		"BI /W 1 /H 1 ID \x00\xff EI BT <00410042> Tj ET",
		"/Span << /ActualText <FEFF00AD> >> BDC ( ) Tj EMC",
		"[[[[<<<< /a (\\101\\\n) >>", "<41 (((", "1e9 --5 .5. +", "q q q Q Q Q Q", "0 Tz 0 0 0 0 0 0 Tm (z) Tj",
		"1 beginbfrange <00> <ff> <0041> endbfrange 2 beginbfchar <01> <d83d> endbfchar",
	}
}

// fuzzFont is a font of one byte per code, or of two.
func fuzzFont(composite bool, cmap []byte) *font {
	f := &font{codeBytes: 1, scale: 1, ascent: 0.8, descent: 0.2, missing: 0.5, baseSet: winAnsi, toUnicode: parseCharMap(cmap)}
	if composite {
		f.composite, f.codeBytes, f.wide = true, 2, map[uint32]glyphInfo{}
		f.encoding = f.toUnicode
	}
	return f
}

// FuzzContent interprets page content under a bounded number of operators: it
// must end, and give words that are text and boxes that are numbers. The object
// layer below it is not of this module and may run for ever; it is tried in
// child processes by the tests of Reader.
func FuzzContent(f *testing.F) {
	for _, s := range contentSeeds() {
		f.Add([]byte(s), []byte(contentSeeds()[9]), false)
		f.Add([]byte(s), []byte("1 begincodespacerange <00> <80> endcodespacerange"), true)
	}
	f.Fuzz(func(t *testing.T, content, cmap []byte, composite bool) {
		in := interpreter{fonts: library{}, budget: &budget{ops: 10_000, bytes: 1 << 20}, words: &wordBuilder{}, width: 600, height: 800}
		s := &scope{fonts: map[string]*font{}, objects: nil}
		s.fonts["F1"] = fuzzFont(composite, cmap)
		m, w, h := pageMatrix(Box{0, 0, 600, 800}, 90*len(cmap))
		r := runner{in: &in, scope: s, now: state{ctm: m, text: newTextState()}}
		r.now.text.font, r.now.text.size = s.fonts["F1"], 10
		r.prog.lex.src = content
		for op, ok := r.prog.operator(); ok && in.budget.operator() == nil; op, ok = r.prog.operator() {
			if name := string(op); name != "Do" && name != "Tf" {
				if err := r.do(name); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		for _, line := range layOut(in.words.runs, w, h) {
			for _, word := range line.Words {
				if word.Text == "" || !utf8.ValidString(word.Text) || !word.Box.finite() {
					t.Errorf("word %+v", word)
				}
			}
		}
		for _, line := range rulings(in.paths.drawn, w, h) {
			if b := Box(line); !b.finite() || b.X0 > b.X1 || b.Y0 > b.Y1 {
				t.Errorf("ruling %+v", line)
			}
		}
	})
}

// FuzzDocument reads what a worker may have been made to write: no more than an
// error may come of it, and what it reads it must write the same.
func FuzzDocument(f *testing.F) {
	f.Add(encodeDocument(&Document{}))
	f.Add(encodeDocument(sampleDocument()))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := decodeDocument(b)
		if err != nil {
			if !errors.Is(err, errFrame) {
				t.Errorf("error %v, want errFrame", err)
			}
			return
		}
		again, err := decodeDocument(encodeDocument(doc))
		if err != nil {
			t.Fatalf("cannot read again what was read: %v", err)
		}
		if len(again.Pages) != len(doc.Pages) || again.Info != doc.Info {
			t.Errorf("read again as %d pages, want %d", len(again.Pages), len(doc.Pages))
		}
	})
}

// sampleDocument has every field set.
func sampleDocument() *Document {
	word := Word{Text: "CC6.1", Box: Box{1, 2, 3.25, 4}, Size: 9.5, Bold: true}
	return &Document{Encrypted: true, Rewritten: true, Info: Info{"Title", "Author", "Producer", "Creator"},
		Pages: []Page{{Number: 1, Width: 595.28, Height: 841.89, Lines: []Line{{Box: Box{-1, -2, 3, 4}, Words: []Word{word, word}}},
			Rulings: []Ruling{{0, 1, 2, 1}}, Images: []Box{{5, 6, 7, 8}}, Dropped: 3, Garbled: 4, Err: "why"}, {Number: 2}}}
}

func TestDocumentRoundTrip(t *testing.T) {
	t.Parallel()
	want := sampleDocument()
	whole := encodeDocument(want)
	got, err := decodeDocument(whole)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	for cut := range len(whole) {
		if _, err := decodeDocument(whole[:cut]); !errors.Is(err, errFrame) {
			t.Errorf("cut at %d: error %v, want errFrame", cut, err)
		}
	}
}

func TestErrorRoundTrip(t *testing.T) {
	t.Parallel()
	for _, class := range classes() {
		want := fail(class, "do this")
		got := decodeError(encodeError(want))
		if !errors.Is(got, class) || got.Error() != want.Error() {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	if got := decodeError(encodeError(errors.New("other"))); got.Error() != "other" {
		t.Errorf("got %v, want other", got)
	}
}

func TestReadFrameRefuses(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"empty":    nil,
		"short":    {'R', 0, 0},
		"too long": {'R', 0xff, 0xff, 0xff, 0xff},
		"cut":      {'R', 0, 0, 0, 9, 'x'},
	} {
		if _, _, err := readFrame(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		raw  string
		want float64
		ok   bool
	}{
		{"12", 12, true}, {"-3.5", -3.5, true}, {".25", 0.25, true}, {"+7.", 7, true},
		{"--5", -5, true}, {"5-3", 5, true}, {"-", 0, false}, {"1.2.3", 0, false}, {"4x", 0, false},
	} {
		if got, ok := number([]byte(tc.raw)); got != tc.want && tc.ok || ok != tc.ok {
			t.Errorf("number(%q) = %v, %t, want %v, %t", tc.raw, got, ok, tc.want, tc.ok)
		}
	}
}

func TestSimpleRune(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		set  string
		code byte
		want rune
	}{
		{winAnsi, 0x92, '’'}, {winAnsi, 0xe9, 'é'}, {winAnsi, 'A', 'A'}, {macRoman, 0xd5, '’'}, {macRoman, 0x8e, 'é'},
		{"", '\'', '’'}, {"", 0xae, 'ﬁ'}, {"", 0xb7, '•'}, {"", 0xfb, 'ß'}, {"", 0xa1, '¡'}, {"", 0xb5, 0}, {"", 'Z', 'Z'},
	} {
		if got := simpleRune(tc.set, tc.code); got != tc.want {
			t.Errorf("simpleRune(%q, %#x) = %q, want %q", tc.set, tc.code, got, tc.want)
		}
	}
}

// BenchmarkDocument is the way of 150 pages between the processes.
func BenchmarkDocument(b *testing.B) {
	doc := &Document{}
	line := sampleDocument().Pages[0].Lines[0]
	for range 9 {
		line.Words = append(line.Words, line.Words[0])
	}
	for i := range 150 {
		page := Page{Number: i + 1}
		for range 40 {
			page.Lines = append(page.Lines, line)
		}
		doc.Pages = append(doc.Pages, page)
	}
	for b.Loop() {
		if _, err := decodeDocument(encodeDocument(doc)); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzAnswer takes bytes from a worker that a file has got the better of. What makes
// sense as a document can be written and read again.
func FuzzAnswer(f *testing.F) {
	f.Add(scanned{1, scanDPI, image.NewGray(image.Rect(0, 0, 3, 2))}.encode())
	f.Add(encodeDocument(&Document{Readers: []string{FirstReader}, Pages: []Page{{Number: 1, Width: 612, Height: 792, Lines: []Line{{Words: []Word{{Text: "word"}}}}}}}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if s, err := decodeScanned(raw); err == nil && len(s.pic.Pix) != s.pic.Rect.Dx()*s.pic.Rect.Dy() {
			t.Errorf("a picture of %v has %d pixels", s.pic.Rect, len(s.pic.Pix))
		}
		doc, err := decodeDocument(raw)
		if err != nil {
			return
		}
		if _, err := decodeDocument(encodeDocument(doc)); err != nil {
			t.Errorf("written again, it is refused: %v", err)
		}
	})
}
