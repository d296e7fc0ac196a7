package ocr

import (
	"context"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testDPI = 150

// engine finds tesseract, which the tests that recognise cannot do without: set
// ASSAY_TEST_OCR=required, as make test does, to have its absence fail them.
func engine(t *testing.T) *Engine {
	t.Helper()
	e, err := Find(t.Context(), "tesseract")
	if err != nil {
		if os.Getenv("ASSAY_TEST_OCR") == "required" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return e
}

func picture(t *testing.T, name string) *image.Gray {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	decoded, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	pic := image.NewGray(decoded.Bounds())
	draw.Draw(pic, pic.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	return pic
}

func text(p Page) string {
	var words []string
	for _, w := range p.Words {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func TestRecognize(t *testing.T) {
	t.Parallel()
	e := engine(t)
	p, err := e.Recognize(t.Context(), picture(t, "letter.png"), testDPI)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Brindleway Logistics Cloud", "no material changes", "September 25, 2026", "Rosalind Achterberg"} {
		if !strings.Contains(text(p), want) {
			t.Errorf("%q was not recognised", want)
		}
	}
	if p.Language != "eng" || p.Turn != 0 || p.Confidence < sureConfidence || p.Confidence > 1 {
		t.Errorf("language %s, turn %d, confidence %.2f", p.Language, p.Turn, p.Confidence)
	}
	for _, w := range p.Words {
		if w.X1 <= w.X0 || w.Y1 <= w.Y0 || w.Confidence <= 0 || w.Confidence > 1 || w.Size < 5 || w.Size > 200 {
			t.Fatalf("odd word %+v", w)
		}
	}
	if !slices.Contains(e.Languages(), "eng") || !strings.HasPrefix(e.Name(), "tesseract ") {
		t.Errorf("%s with %q", e.Name(), e.Languages())
	}
}

func TestRecognizeTurned(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for _, degrees := range []int{90, 180, 270} {
		scan := turned(picture(t, "letter.png"), degrees)
		p, err := e.Recognize(t.Context(), scan, testDPI)
		if err != nil {
			t.Fatal(err)
		}
		if p.Turn != (360-degrees)%360 || !strings.Contains(text(p), "no material changes") || p.Width != 1275 || p.Height != 1650 {
			t.Errorf("turned by %d: to be turned by %d, %d x %d, confidence %.2f", degrees, p.Turn, p.Width, p.Height, p.Confidence)
		}
	}
}

func TestRecognizeNothing(t *testing.T) {
	t.Parallel()
	blank := image.NewGray(image.Rect(0, 0, 600, 800))
	draw.Draw(blank, blank.Bounds(), image.White, image.Point{}, draw.Src)
	p, err := engine(t).Recognize(t.Context(), blank, testDPI)
	if err != nil || len(p.Words) != 0 {
		t.Errorf("a blank page gives %q, %v", text(p), err)
	}
}

func TestRecognizeStops(t *testing.T) {
	t.Parallel()
	e := engine(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Recognize(ctx, picture(t, "letter.png"), testDPI); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	if _, err := Find(t.Context(), "no-such-program-as-this"); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("got %v, want ErrNotInstalled", err)
	}
}

func TestPrivate(t *testing.T) {
	t.Parallel()
	environ := []string{"PATH=/bin", "ASSAY_DATABASE=postgres://u:secret@db", "TESSDATA_PREFIX=/t", "AWS_SECRET_ACCESS_KEY=x", "PATHS=y"}
	want := []string{"PATH=/bin", "TESSDATA_PREFIX=/t"}
	if diff := cmp.Diff(want, slices.DeleteFunc(environ, private)); diff != "" {
		t.Errorf("what tesseract is told (-want +got):\n%s", diff)
	}
}

// table makes tesseract's table of rows.
func table(rows ...string) []byte {
	head := "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
	return []byte(head + strings.Join(rows, "\n") + "\n")
}

func TestParseTSV(t *testing.T) {
	t.Parallel()
	words, _ := parseTSV(table(
		"1\t1\t0\t0\t0\t0\t0\t0\t1000\t1000\t-1\t",
		"5\t1\t1\t1\t1\t1\t100\t200\t60\t20\t96.5\tTested",
		"5\t1\t1\t1\t1\t2\t170\t206\t40\t14\t88\tsame",
		"5\t1\t1\t1\t1\t3\t220\t206\t40\t20\t12\t|",     // the frame of a table
		"5\t1\t1\t1\t1\t4\t270\t206\t40\t20\t92\t||",    // so is this
		"5\t1\t1\t1\t2\t1\t100\t240\t40\t20\t40\tnext",  // another line
		"5\t1\t1\t1\t2\t2\t150\t240\t0\t20\t40\tnarrow", // of no width
		"5\t1\t1\t1\t2\t3\tx\t240\t40\t20\t40\todd",
		"5\t1\t1\t1\t2\t3\t1\t240\t40\t20\tNaN\todd",
		"5\tshort",
	), 1000, 1000)
	var got []string
	for _, w := range words {
		got = append(got, w.Text)
	}
	if diff := cmp.Diff([]string{"Tested", "same", "next"}, got); diff != "" {
		t.Fatalf("words (-want +got):\n%s", diff)
	}
	if words[0].Y0 != words[1].Y0 || words[0].Y1 != words[1].Y1 || words[0].Size != words[1].Size {
		t.Errorf("words of one line differ in height: %+v and %+v", words[0], words[1])
	}
	if words[0].Confidence != 0.965 {
		t.Errorf("confidence %v", words[0].Confidence)
	}
}

func FuzzParseTSV(f *testing.F) {
	f.Add(table("5\t1\t1\t1\t1\t1\t100\t200\t60\t20\t96.5\tTested"))
	f.Add([]byte("5\t\t\t\t\t\t-1\t1e308\tInf\tNaN\t1\t\xff\xfe"))
	f.Fuzz(func(t *testing.T, out []byte) {
		words, slope := parseTSV(out, 1000, 1000)
		if math.Abs(slope) > mostSlope {
			t.Fatalf("slope %v", slope)
		}
		for _, w := range words {
			finite := !math.IsNaN(w.Y0+w.Y1+w.Size) && !math.IsInf(w.Y0+w.Y1+w.X1, 0)
			if w.Text == "" || w.Confidence <= 0 || w.Confidence > 1 || !finite || w.X1 <= w.X0 {
				t.Fatalf("odd word %+v", w)
			}
		}
	})
}

// FuzzRulings looks for rulings in any picture, however it slopes.
func FuzzRulings(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\xff\xff\xff\xff\x00\xff"), uint8(4), 0.0, 72.0)
	f.Add(make([]byte, 400), uint8(20), 0.04, 9.0)
	f.Fuzz(func(t *testing.T, pix []byte, width uint8, slope, dpi float64) {
		w := int(max(width, 1))
		h := len(pix) / w
		if h == 0 || !(math.Abs(slope) <= mostSlope) || !(dpi > 0 && dpi <= 1200) {
			return
		}
		p := Page{Slope: slope, Width: w, Height: h, Picture: &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, h)}}
		for _, s := range p.Rulings(dpi) {
			if s.X1 <= s.X0 || s.Y1 <= s.Y0 {
				t.Errorf("the ruling %+v has no extent", s)
			}
		}
	})
}

func TestParseOrientation(t *testing.T) {
	t.Parallel()
	for out, want := range map[string]struct {
		turn   int
		script string
	}{
		"Page number: 0\nOrientation in degrees: 90\nRotate: 270\nScript: Latin\n": {270, "Latin"},
		"Rotate: 0\nScript: Cyrillic\nScript confidence: 3.64\n":                   {0, ""},
		"Rotate: 0\nScript: Cyrillic\nScript confidence: 9.1\n":                    {0, "Cyrillic"},
		"Rotate: 0\nScript: Cyrillic\n":                                            {0, "Cyrillic"},
		"Rotate: 45\nRotate: -90\nRotate: 720\n":                                   {0, ""},
		"":                                                                         {0, ""},
	} {
		if turn, script := parseOrientation(out); turn != want.turn || script != want.script {
			t.Errorf("%q gives %d, %q", out, turn, script)
		}
	}
}

func TestTurned(t *testing.T) {
	t.Parallel()
	pic := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(pic.Pix, []byte{1, 2, 3, 4, 5, 6})
	for degrees, want := range map[int][]byte{
		0: {1, 2, 3, 4, 5, 6}, 90: {4, 1, 5, 2, 6, 3}, 180: {6, 5, 4, 3, 2, 1}, 270: {3, 6, 2, 5, 1, 4},
	} {
		if diff := cmp.Diff(want, turned(pic, degrees).Pix); diff != "" {
			t.Errorf("by %d (-want +got):\n%s", degrees, diff)
		}
	}
}

// of makes a level page of a picture.
func of(pic *image.Gray) Page {
	return Page{Picture: pic, Width: pic.Bounds().Dx(), Height: pic.Bounds().Dy()}
}

// askew lays a picture in with a slope, as a scanner does.
func askew(pic *image.Gray, slope float64) *image.Gray {
	b := pic.Bounds()
	out := image.NewGray(b)
	draw.Draw(out, b, image.White, image.Point{}, draw.Src)
	for y := range b.Dy() {
		for x := range b.Dx() {
			dx, dy := float64(x)-float64(b.Dx())/2, float64(y)-float64(b.Dy())/2
			from := image.Pt(x+int(math.Round(slope*dy)), y-int(math.Round(slope*dx)))
			if from.In(b) {
				out.SetGray(x, y, pic.GrayAt(from.X, from.Y))
			}
		}
	}
	return out
}

func TestRecognizeAskew(t *testing.T) {
	t.Parallel()
	const slope = 0.012
	e := engine(t)
	straight, err := e.Recognize(t.Context(), picture(t, "table.png"), testDPI)
	if err != nil {
		t.Fatal(err)
	}
	p, err := e.Recognize(t.Context(), askew(picture(t, "table.png"), slope), testDPI)
	if err != nil {
		t.Fatal(err)
	}
	if straight.Slope != 0 || math.Abs(p.Slope-slope) > 0.003 {
		t.Errorf("slopes %.4f and %.4f, want 0 and %.4f", straight.Slope, p.Slope, slope)
	}
	// A control's id stands beside its text.
	at := func(p Page, text string) Word {
		return p.Words[slices.IndexFunc(p.Words, func(w Word) bool { return w.Text == text })]
	}
	if a, b := at(p, "CC2.1.1"), at(p, "inventory"); math.Abs(a.Y0-b.Y0) > 4 {
		t.Errorf("one row at %.0f and %.0f", a.Y0, b.Y0)
	}
	if a, b := len(straight.Rulings(testDPI)), len(p.Rulings(testDPI)); b < a*3/4 {
		t.Errorf("%d rulings, %d on the level page", b, a)
	}
}

func TestRulings(t *testing.T) {
	t.Parallel()
	// The page of a table ruled in full: rows over the width, columns in it.
	found := of(picture(t, "table.png")).Rulings(testDPI)
	flat, upright := 0, 0
	for _, s := range found {
		if s.X1-s.X0 > s.Y1-s.Y0 {
			flat++
		} else {
			upright++
		}
	}
	if flat < 8 || upright < 3 {
		t.Errorf("%d horizontal and %d vertical rulings", flat, upright)
	}
	// A page of text has none.
	if got := of(picture(t, "letter.png")).Rulings(testDPI); len(got) > 1 {
		t.Errorf("%d rulings in a letter: %v", len(got), got)
	}
}

func TestRulingsLeaveShadingAlone(t *testing.T) {
	t.Parallel()
	pic := image.NewGray(image.Rect(0, 0, 600, 400))
	draw.Draw(pic, pic.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(pic, image.Rect(50, 50, 500, 53), image.Black, image.Point{}, draw.Src)
	draw.Draw(pic, image.Rect(50, 100, 500, 160), image.Black, image.Point{}, draw.Src)
	got := of(pic).Rulings(testDPI)
	want := []Segment{{50, 49, 500, 53}} // it may go over a row of pixels
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rulings (-want +got):\n%s", diff)
	}
}

func TestLanguageOfWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"the scope of the certificate and the standard is for the holder":                      "eng",
		"das Zertifikat und der Geltungsbereich der Norm wird nach der Prüfung für die Dauer":  "deu",
		"les systèmes et les services sont certifiés selon la norme pour des clients dans les": "fra",
		"AC-01 AC-02 AC-03 No exceptions noted":                                                "",
		"ISO IEC 27001 2022 der die":                                                           "",
	} {
		var words []Word
		for _, w := range strings.Fields(text) {
			words = append(words, Word{Text: w})
		}
		if got := languageOfWords(words); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
