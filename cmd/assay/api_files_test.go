package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/sample"
)

// sampleFile makes a sample document.
func sampleFile(t *testing.T, name string) sample.Document {
	t.Helper()
	doc, err := sample.Make(name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// form writes a multipart form with a file, and gives its content type.
func form(t *testing.T, filename string, body []byte, fields ...string) (io.Reader, string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + filename + `"`}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &out, w.FormDataContentType()
}

// document is a document as REST tells it.
type document struct{ Name, Filename, Sha256, State, StateReason, Kind, Etag string }

// upload sends a file for a vendor and gives the document.
func (a *wholeServer) upload(t *testing.T, token, vendor string, body []byte) document {
	t.Helper()
	data, contentType := form(t, "report.pdf", body)
	var doc document
	a.rest(t, token, http.MethodPost, "/v1/vendors/"+vendor+"/documents", contentType, data).decode(t, &doc)
	return doc
}

// settled waits until nothing more happens to a document, and gives it.
func (a *wholeServer) settled(t *testing.T, token, name string) document {
	t.Helper()
	var doc document
	eventually(t, name+" is settled", func() string {
		doc = document{}
		a.rest(t, token, http.MethodGet, "/v1/"+name, "", nil).decode(t, &doc)
		if doc.State == "QUEUED" || doc.State == "READING" {
			return doc.State
		}
		return ""
	})
	return doc
}

// read uploads a file, waits until it is read, and gives its name.
func (a *wholeServer) read(t *testing.T, token, vendor string, body []byte) string {
	t.Helper()
	doc := a.settled(t, token, a.upload(t, token, vendor, body).Name)
	if doc.State != "READ" {
		t.Fatalf("%+v", doc)
	}
	return doc.Name
}

// testBadUploads sends forms that the upload has to refuse, and keeps none of it.
func testBadUploads(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "bad-uploads")
	before := len(a.blobFiles(t))
	whole, contentType := form(t, "report.pdf", bytes.Repeat([]byte("%PDF-1.4 "), 1000))
	cut, err := io.ReadAll(whole)
	if err != nil {
		t.Fatal(err)
	}
	multi := func(filename, body string, fields ...string) func() (io.Reader, string) {
		return func() (io.Reader, string) { return form(t, filename, []byte(body), fields...) }
	}
	raw := func(body, contentType string) func() (io.Reader, string) {
		return func() (io.Reader, string) { return strings.NewReader(body), contentType }
	}
	const pdf = "%PDF-1.4\n"
	tests := []struct {
		name, vendor string
		form         func() (io.Reader, string)
		want         refusal
	}{
		{"no form", "bad-uploads", raw(pdf, "application/pdf"), refusal{"415", "NOT_MULTIPART", ""}},
		{"JSON", "bad-uploads", raw("{}", "application/json"), refusal{"415", "NOT_MULTIPART", ""}},
		{"form without a file", "bad-uploads", raw("--b\r\n--b--\r\n", "multipart/form-data; boundary=b"), refusal{"400", "FORM_MALFORMED", ""}},
		{"form with another part", "bad-uploads", raw("--b\r\nContent-Disposition: form-data; name=\"pdf\"\r\n\r\n%PDF-\r\n--b--\r\n", "multipart/form-data; boundary=b"), refusal{"400", "FORM_PART_UNKNOWN", "pdf"}},
		{"form with a request id alone", "bad-uploads", raw("--b\r\nContent-Disposition: form-data; name=\"request_id\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"), refusal{"400", "FILE_MISSING", "file"}},
		{"form that breaks off", "bad-uploads", raw(string(cut[:len(cut)/2]), contentType), refusal{"400", "FORM_MALFORMED", ""}},
		{"form of noise", "bad-uploads", raw("noise", "multipart/form-data; boundary=b"), refusal{"400", "FILE_MISSING", "file"}},
		{"empty file", "bad-uploads", multi("a.pdf", ""), refusal{"400", "FILE_EMPTY", "file"}},
		{"text", "bad-uploads", multi("a.pdf", "our controls are fine"), refusal{"415", "NOT_A_PDF", "file"}},
		{"zip", "bad-uploads", multi("a.docx", "PK\x03\x04 and more"), refusal{"415", "NOT_A_PDF", "file"}},
		{"picture", "bad-uploads", multi("a.png", "\x89PNG\r\n\x1a\n"), refusal{"415", "NOT_A_PDF", "file"}},
		{"web page", "bad-uploads", multi("a.html", "<!DOCTYPE html><p>Sign in"), refusal{"415", "NOT_A_PDF", "file"}},
		{"unknown vendor", "nobody", multi("a.pdf", pdf), refusal{"404", "VENDOR_NOT_FOUND", ""}},
		{"vendor's name malformed", "NOBODY", multi("a.pdf", pdf), refusal{"400", "INVALID_FIELD", "header.parent"}},
		{"vendor's name no UTF-8", "%ff", multi("a.pdf", pdf), refusal{"400", "REQUEST_MALFORMED", ""}},
		{"request id no UUID", "bad-uploads", multi("a.pdf", pdf, "request_id", "1"), refusal{"400", "INVALID_FIELD", "header.request_id"}},
		{"request id no UTF-8", "bad-uploads", multi("a.pdf", pdf, "request_id", "\xff"), refusal{"400", "INVALID_FIELD", "header.request_id"}},
		{"request id too long", "bad-uploads", multi("a.pdf", pdf, "request_id", strings.Repeat("0", 5000)), refusal{"400", "INVALID_FIELD", "header.request_id"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, contentType := tt.form()
			got := a.rest(t, "", http.MethodPost, "/v1/vendors/"+tt.vendor+"/documents", contentType, body)
			if refused := got.refusal(t); refused != tt.want {
				t.Errorf("got %+v, want %+v: %s", refused, tt.want, got.body)
			}
			a.checkSecrets(t, string(got.body))
		})
	}
	if after := len(a.blobFiles(t)); after != before {
		t.Errorf("refused uploads left %d files: %v", after-before, a.blobFiles(t))
	}
	for name, want := range map[string]string{"re\xffport.pdf": "re\uFFFDport.pdf", strings.Repeat("long", 100) + ".pdf": strings.Repeat("long", 50), `..\..\boot.ini`: "boot.ini"} {
		body, contentType := form(t, name, []byte(pdf+name))
		var doc document
		a.rest(t, "", http.MethodPost, "/v1/vendors/bad-uploads/documents", contentType, body).decode(t, &doc)
		if doc.Filename != want && doc.Filename != strings.ReplaceAll(want, "\uFFFD", "") {
			t.Errorf("file name %q is kept as %q, want %q", name, doc.Filename, want)
		}
	}
}

// testTooLarge sends more than the server takes: it says so while the client still
// sends, and keeps nothing.
func testTooLarge(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "too-large")
	before := len(a.blobFiles(t))
	endless, w := io.Pipe()
	multi := multipart.NewWriter(w)
	var sent int64
	go func() {
		part, err := multi.CreateFormFile("file", "large.pdf")
		if err == nil {
			_, err = part.Write([]byte("%PDF-1.4\n"))
		}
		for piece := make([]byte, 64<<10); err == nil && sent < 64<<20; sent += int64(len(piece)) {
			_, err = part.Write(piece)
		}
		_ = w.CloseWithError(err) // the server has stopped reading, as it should
	}()
	got := a.rest(t, "", http.MethodPost, "/v1/vendors/too-large/documents", multi.FormDataContentType(), endless)
	_ = endless.Close()
	if refused, want := got.refusal(t), (refusal{"413", "DOCUMENT_TOO_LARGE", "file"}); refused != want {
		t.Errorf("over REST: %+v, want %+v", refused, want)
	}
	stream, err := assayv1.NewDocumentServiceClient(a.conn).UploadDocument(a.admin(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	err = stream.Send(&assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Header_{Header: &assayv1.UploadDocumentRequest_Header{Parent: "vendors/too-large"}}})
	piece := append([]byte("%PDF-1.4\n"), make([]byte, 512<<10)...)
	pieces := 0
	for ; err == nil && pieces < 1000; pieces++ {
		err = stream.Send(&assayv1.UploadDocumentRequest{Content: &assayv1.UploadDocumentRequest_Chunk{Chunk: piece}})
	}
	if pieces == 1000 {
		t.Error("the server took half a gigabyte without a word")
	}
	_, err = stream.CloseAndRecv()
	if refused, want := grpcRefusal(err), (refusal{"ResourceExhausted", "DOCUMENT_TOO_LARGE", "file"}); refused != want {
		t.Errorf("over gRPC: %+v, want %+v", refused, want)
	}
	eventually(t, "nothing is left of what was too large", func() string {
		if files := a.blobFiles(t); len(files) != before {
			return strings.Join(files, " ")
		}
		return ""
	})
}

// bomb is a small PDF whose only page unpacks to very much.
func bomb() []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range 300 {
		_, _ = z.Write(make([]byte, 1<<20)) // a buffer takes all
	}
	_ = z.Close() // the same
	return pdfOf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.String()))
}

// pdfOf writes a PDF of a catalog, a page tree with one kid and further objects,
// the first of which is that kid.
func pdfOf(objects ...string) []byte {
	objects = append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"}, objects...)
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, at)
	return out.Bytes()
}

// testUnreadable sends files that look like PDF files and are none that can be read:
// each ends with a reason, and the server goes on.
func testUnreadable(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "unreadable")
	whole := sampleFile(t, "iso27001_quaymark_2025.pdf").PDF
	loop := []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>\nendobj\n")
	loop = fmt.Appendf(loop, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", len(loop), len(loop))
	tests := []struct {
		name   string
		body   []byte
		states string
	}{
		{"header alone", []byte("%PDF-1.7\n"), "UNREADABLE"},
		{"PDF header in a text", []byte("see %PDF-1.7 for the format"), "UNREADABLE"},
		{"cut in half", whole[:len(whole)/2], "UNREADABLE"},
		{"no pages", bytes.Replace(bytes.Replace(pdfOf(), []byte("/Kids [3 0 R]"), []byte("/Kids []     "), 1), []byte("/Count 1"), []byte("/Count 0"), 1), "UNREADABLE"},
		{"table of references that goes round", loop, "UNREADABLE"},
		{"page tree that goes round", pdfOf("<< /Type /Pages /Count 1 /Kids [2 0 R] >>"), "UNREADABLE"},
		{"form that draws itself", pdfOf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
			"<< /Length 5 >>\nstream\n/F Do\nendstream", "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 11 >>\nstream\n/F Do /F Do\nendstream"), "READ UNREADABLE"},
		{"bomb", bomb(), "READ UNREADABLE"},
	}
	var names []string
	for _, tt := range tests {
		names = append(names, a.upload(t, "", "unreadable", tt.body).Name)
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := a.settled(t, "", names[i])
			if !strings.Contains(tt.states, doc.State) || doc.State == "UNREADABLE" && doc.StateReason == "" {
				t.Errorf("state %s (%q), want %s and why", doc.State, doc.StateReason, tt.states)
			}
			a.checkSecrets(t, doc.StateReason)
			if doc.State == "UNREADABLE" {
				got := a.rest(t, "", http.MethodGet, "/v1/"+names[i]+"/reading", "", nil)
				if refused, want := got.refusal(t), (refusal{"400", "DOCUMENT_NOT_READ", ""}); refused != want {
					t.Errorf("its reading: %+v, want %+v", refused, want)
				}
			}
		})
	}
	a.read(t, "", "unreadable", whole) // the server lives
}
