package pdf_test

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"example.com/assay/internal/pdf"
)

// scans makes a file of three pages: a letter as a picture, the same upside down
// under a header in text, and a page of text.
func scans(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("ocr/testdata/letter.png")
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "pt", "Letter", "")
	f.SetFont("Helvetica", "", 11)
	options := fpdf.ImageOptions{ImageType: "PNG"}
	f.RegisterImageOptionsReader("letter", options, bytes.NewReader(raw))
	f.RegisterImageOptionsReader("down", options, bytes.NewReader(upsideDown(t, raw)))
	f.AddPage()
	f.ImageOptions("letter", 0, 0, 612, 792, false, options, 0, "")
	f.AddPage()
	f.ImageOptions("down", 0, 0, 612, 792, false, options, 0, "")
	f.Line(72, 20, 540, 20) // over the letter as it lies
	f.AddPage()
	f.Text(72, 100, "A page of text, which nobody has to recognise.")
	f.AddPage()
	f.Text(72, 40, "Brindleway Logistics Cloud, Inc. - Proprietary and Confidential")
	f.ImageOptions("letter", 36, 60, 540, 700, false, options, 0, "")
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// upsideDown turns a picture by half.
func upsideDown(t *testing.T, raw []byte) []byte {
	t.Helper()
	pic, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(pic.Bounds())
	draw.Draw(gray, gray.Bounds(), pic, pic.Bounds().Min, draw.Src)
	for i, j := 0, len(gray.Pix)-1; i < j; i, j = i+1, j-1 {
		gray.Pix[i], gray.Pix[j] = gray.Pix[j], gray.Pix[i]
	}
	var out bytes.Buffer
	if err := png.Encode(&out, gray); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// needsRecognition fails the test where tesseract and the second reader are asked
// for and not there, and leaves it out where they are not asked for.
func needsRecognition(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath("tesseract")
	if !pdf.TwoReaders() && os.Getenv("ASSAY_PDFIUM") != "required" || err != nil && os.Getenv("ASSAY_TEST_OCR") != "required" {
		t.Skip("needs tesseract and the second reader (ASSAY_TEST_OCR=required and ASSAY_PDFIUM=required fail instead)")
	}
}

func spoken(p pdf.Page) string {
	var words []string
	for _, l := range p.Lines {
		for _, w := range l.Words {
			words = append(words, w.Text)
		}
	}
	return strings.Join(words, " ")
}

func TestReadRecognizesPictures(t *testing.T) {
	t.Parallel()
	needsRecognition(t)
	r := reader(t, "read")
	r.Tesseract = "tesseract"
	last := 0
	doc, err := r.Read(t.Context(), save(t, scans(t)), pdf.Options{Progress: func(done, total int) { last = total }})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Pages) != 4 || last != 4 {
		t.Fatalf("%d pages, progress to %d", len(doc.Pages), last)
	}
	for i, turn := range map[int]int{0: 0, 1: 180, 3: 0} {
		p := doc.Pages[i]
		if p.Source != pdf.SourceOCR || p.Turn != turn || p.Confidence < 0.8 || p.Language != "eng" || p.Unrecognized != "" {
			t.Errorf("page %d: source %q, turned by %d, confidence %.2f, language %q, %s", i+1, p.Source, p.Turn, p.Confidence, p.Language, p.Unrecognized)
		}
		if p.Agreement != 0 || p.Alone != "" {
			t.Errorf("page %d: two readers agree to %.2f on words that neither read, %q", i+1, p.Agreement, p.Alone)
		}
		if !strings.Contains(spoken(p), "no material changes") {
			t.Errorf("page %d reads %q", i+1, spoken(p))
		}
		for _, l := range p.Lines {
			for _, w := range l.Words {
				if w.Box.X0 < 0 || w.Box.Y0 < 0 || w.Box.X1 > p.Width || w.Box.Y1 > p.Height || w.Size < 5 || w.Size > 60 {
					t.Fatalf("page %d of %g by %g: odd word %+v", i+1, p.Width, p.Height, w)
				}
			}
		}
	}
	for _, r := range doc.Pages[1].Rulings {
		if r.Y0 < 100 {
			t.Errorf("page 2 was turned, and %+v was not", r)
		}
	}
	if p := doc.Pages[2]; p.Source == pdf.SourceOCR || !strings.HasPrefix(spoken(p), "A page of text,") || p.Lines[0].Words[0].Confidence != 0 {
		t.Errorf("page 3: source %q, %q", p.Source, spoken(p))
	}
	header := doc.Pages[3].Lines[0]
	if header.Words[0].Text != "Brindleway" || header.Words[0].Confidence != 0 {
		t.Errorf("the header in text became %+v", header.Words[0])
	}
	if n := strings.Count(spoken(doc.Pages[3]), "Proprietary and Confidential"); n != 1 {
		t.Errorf("the header is there %d times", n)
	}
	if got := doc.Readers[len(doc.Readers)-1]; !strings.HasPrefix(got, "tesseract ") {
		t.Errorf("readers %q", doc.Readers)
	}
}

func TestReadWithoutRecognition(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{"": "", "no-such-program": "tesseract is not installed"} {
		r := reader(t, "read")
		r.Tesseract = command
		doc, err := r.Read(t.Context(), save(t, scans(t)), pdf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p := doc.Pages[0]; !p.Pictured() || p.Source == pdf.SourceOCR || !strings.HasPrefix(p.Unrecognized, want) || (want == "") != (p.Unrecognized == "") {
			t.Errorf("with the command %q: pictured %t, source %q, %q", command, p.Pictured(), p.Source, p.Unrecognized)
		}
		if p := doc.Pages[3]; p.Pictured() || !p.Covered() {
			t.Errorf("a picture under a header: pictured %t, covered %t", p.Pictured(), p.Covered())
		}
	}
}

// TestReadRecognizesNothing has a picture of an empty sheet, which tesseract has not read.
func TestReadRecognizesNothing(t *testing.T) {
	t.Parallel()
	needsRecognition(t)
	var blank, out bytes.Buffer
	sheet := image.NewGray(image.Rect(0, 0, 60, 80))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	if err := png.Encode(&blank, sheet); err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "pt", "Letter", "")
	f.RegisterImageOptionsReader("blank", fpdf.ImageOptions{ImageType: "PNG"}, &blank)
	f.AddPage()
	f.ImageOptions("blank", 0, 0, 612, 792, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	if err := f.Output(&out); err != nil {
		t.Fatal(err)
	}
	r := reader(t, "read")
	r.Tesseract = "tesseract"
	doc, err := r.Read(t.Context(), save(t, out.Bytes()), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := doc.Pages[0]; p.Source == pdf.SourceOCR || p.Unrecognized != "no words were recognised in it" {
		t.Errorf("source %q, %q", p.Source, p.Unrecognized)
	}
	if strings.Contains(strings.Join(doc.Readers, " "), "tesseract") {
		t.Errorf("read by %q", doc.Readers)
	}
}

func TestRecognizeRefusesPicturesNobodyAskedFor(t *testing.T) {
	t.Parallel()
	_, err := pdf.RecognizePages(t.Context(), reader(t, "second page"), save(t, report(t, 2)), 2, 1)
	if !errors.Is(err, pdf.ErrDamaged) || !strings.Contains(err.Error(), "malformed frame") {
		t.Errorf("got %v, want ErrDamaged for a malformed frame", err)
	}
}

func TestRecognizeSurvivesPanics(t *testing.T) {
	t.Parallel()
	doc, err := pdf.RecognizePages(t.Context(), reader(t, "second page"), save(t, report(t, 2)), 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Pages[1].Unrecognized; !strings.HasPrefix(got, "recognition failed on it (") {
		t.Errorf("the page says %q", got)
	}
}
