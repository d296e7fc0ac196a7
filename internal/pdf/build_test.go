package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// builder assembles a PDF file object by object, as text that a reader of the
// test can follow.
type builder struct{ objects []string }

// add appends an object and gives its number.
func (b *builder) add(format string, args ...any) int {
	b.objects = append(b.objects, fmt.Sprintf(format, args...))
	return len(b.objects)
}

// stream appends a stream object with further entries of its dictionary.
func (b *builder) stream(entries, data string) int {
	return b.add("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

// bytes writes the file with a cross-reference table; root is the number of the
// catalog.
func (b *builder) bytes(root int, trailer string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(b.objects))
	for i, o := range b.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, trailer, at)
	return out.Bytes()
}

// sheet is a page to build: its content, and what its dictionary says beside.
type sheet struct {
	content   string
	entries   string // of the page, e.g. /Rotate 90
	resources string // beside the fonts F1 (Helvetica), F2 (Helvetica-Bold)
}

// file builds a file of sheets; further objects may be added by more before.
func file(sheets []sheet, more func(b *builder)) []byte {
	b := &builder{}
	b.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	b.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	if more != nil {
		more(b)
	}
	tree := len(b.objects) + 2*len(sheets) + 1
	var kids []string
	for _, s := range sheets {
		content := b.stream("", s.content)
		entries := s.entries
		if !strings.Contains(entries, "/MediaBox") {
			entries += " /MediaBox [0 0 600 800]"
		}
		if !strings.Contains(s.resources, "/Font") {
			s.resources += " /Font << /F1 1 0 R /F2 2 0 R >>"
		}
		page := b.add("<< /Type /Page /Parent %d 0 R %s /Resources << %s >> /Contents %d 0 R >>", tree, entries, s.resources, content)
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	b.add("<< /Type /Pages /Count %d /Kids [%s] >>", len(sheets), strings.Join(kids, " "))
	return b.bytes(b.add("<< /Type /Catalog /Pages %d 0 R >>", tree), "")
}

// report builds a file like a report: pages of prose and a ruled table.
func report(tb testing.TB, pages int) []byte {
	tb.Helper()
	var page strings.Builder
	page.WriteString("BT /F2 14 Tf 72 740 Td (Section 4. Controls and tests) Tj ET\n")
	for i := range 30 {
		fmt.Fprintf(&page, "BT /F1 10 Tf 72 %d Td [(The service or) 10 (ganization) -280 (r) 15 (eviews access to production every quarter, line )] TJ (%d.) Tj ET\n", 700-i*12, i)
		fmt.Fprintf(&page, "q 0.5 w 72 %d m 540 %d l S Q\n", 320-i*10, 320-i*10)
	}
	sheets := make([]sheet, pages)
	for i := range sheets {
		sheets[i].content = page.String()
	}
	return file(sheets, nil)
}
