package main

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/pdf"
)

// testCompare compares the reports of two years, and refuses what cannot be compared.
func testCompare(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "years")
	earlier := a.read(t, "", "years", sampleFile(t, "soc2_type2_brindleway_2025.pdf").PDF)
	later := a.read(t, "", "years", sampleFile(t, "soc2_type2_brindleway_2026.pdf").PDF)
	letter := a.read(t, "", "years", sampleFile(t, "bridge_brindleway_2026.pdf").PDF)
	a.vendor(t, a.tokens["admin"], "years-of-others")
	alien := a.read(t, "", "years-of-others", variant(sampleFile(t, "badge_pebblecroft.pdf").PDF, 71))

	var said struct {
		Earlier, Later struct{ Document, ReportDate string }
		Timing         struct{ GapDays int }
		Changes        []struct {
			Aspect, Kind   string
			Earlier, Later struct {
				Text      string
				Citations []struct {
					Page  int
					Quote string
				}
			}
		}
	}
	a.rest(t, "", http.MethodGet, "/v1/"+later+":compare?with="+earlier, "", nil).decode(t, &said)
	if said.Earlier.Document != earlier || said.Later.Document != later || said.Timing.GapDays != 30 {
		t.Errorf("the comparison is of %+v and %+v, gap %d", said.Earlier, said.Later, said.Timing.GapDays)
	}
	auditor := false
	for _, c := range said.Changes {
		if c.Aspect == "auditor" && c.Kind == "changed" && len(c.Earlier.Citations) > 0 && len(c.Later.Citations) > 0 {
			auditor = c.Later.Citations[0].Quote == c.Later.Text && c.Earlier.Text != c.Later.Text
		}
	}
	if !auditor {
		t.Errorf("no cited change of the auditor in %+v", said.Changes)
	}
	grpc, err := assayv1.NewDocumentServiceClient(a.conn).CompareDocuments(a.admin(t.Context()), &assayv1.CompareDocumentsRequest{Name: earlier, With: later})
	if err != nil || grpc.GetEarlier().GetDocument() != earlier || len(grpc.GetChanges()) != len(said.Changes) {
		t.Errorf("the other way round over gRPC: %v, %v", grpc, err)
	}
	tests := []struct {
		name, path string
		want       refusal
	}{
		{"without another", earlier + ":compare", refusal{"400", "INVALID_FIELD", "with"}},
		{"with itself", earlier + ":compare?with=" + earlier, refusal{"400", "SAME_DOCUMENT", "with"}},
		{"with another vendor's", earlier + ":compare?with=" + alien, refusal{"400", "VENDORS_DIFFER", "with"}},
		{"with no name", earlier + ":compare?with=acme", refusal{"400", "INVALID_FIELD", "with"}},
		{"with none that is there", earlier + ":compare?with=vendors/years/documents/none", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"with a letter", earlier + ":compare?with=" + letter, refusal{"400", "NOT_COMPARABLE", ""}},
	}
	for _, tt := range tests {
		if got := a.rest(t, "", http.MethodGet, "/v1/"+tt.path, "", nil).refusal(t); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	a.checkTrail(t, later+"/reading", "reading.compared")
	line := a.rest(t, "", http.MethodGet, "/v1/vendors/years/timeline", "", nil)
	if n := strings.Count(string(line.body), "\"auditor_changed\""); n != 1 {
		t.Errorf("the timeline tells %d times that the later report is another auditor's: %s", n, line.body)
	}
}

// testPageImages looks at pages, marked and plain, and asks for those that there are not.
func testPageImages(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "leaves")
	doc := a.read(t, "", "leaves", variant(sampleFile(t, "bridge_brindleway_2026.pdf").PDF, 72))
	page := "/v1/" + doc + "/pages/1:image"
	bad := []struct {
		name, path string
		want       refusal
	}{
		{"beyond the end", "/v1/" + doc + "/pages/9999:image", refusal{"404", "PAGE_NOT_FOUND", ""}},
		{"page 0", "/v1/" + doc + "/pages/0:image", refusal{"400", "INVALID_FIELD", "name"}},
		{"page one", "/v1/" + doc + "/pages/one:image", refusal{"400", "INVALID_FIELD", "name"}},
		{"too coarse", page + "?dpi=10", refusal{"400", "INVALID_FIELD", "dpi"}},
		{"too fine", page + "?dpi=301", refusal{"400", "INVALID_FIELD", "dpi"}},
		{"a box of words", page + "?boxes=here", refusal{"400", "INVALID_FIELD", "boxes[0]"}},
		{"a box of three", page + "?boxes=1,2,3", refusal{"400", "INVALID_FIELD", "boxes[0]"}},
		{"a box without area", page + "?boxes=1,2,9,9&boxes=5,5,5,9", refusal{"400", "BOX_MALFORMED", "boxes[1]"}},
		{"too many boxes", page + "?" + strings.Repeat("boxes=1,2,3,4&", 201), refusal{"400", "INVALID_FIELD", "boxes"}},
		{"an unknown parameter", page + "?zoom=2", refusal{"400", "REQUEST_MALFORMED", ""}},
		{"no such document", "/v1/vendors/leaves/documents/none/pages/1:image", refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"no image", "/v1/" + doc + "/pages/1", refusal{"404", "ROUTE_NOT_FOUND", ""}},
	}
	for _, tt := range bad {
		got := a.rest(t, "", http.MethodGet, tt.path, "", nil)
		if got.refusal(t) != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got.refusal(t), tt.want)
		}
		a.checkSecrets(t, string(got.body))
	}
	if !pdf.TwoReaders() {
		if got, want := a.rest(t, "", http.MethodGet, page, "", nil).refusal(t), (refusal{"400", "PAGE_IMAGES_NOT_BUILT_IN", ""}); got != want {
			t.Errorf("without what draws pages: %+v, want %+v", got, want)
		}
		return
	}
	a.lookAtPages(t, doc, page)
	if got, want := a.rest(t, "", http.MethodGet, page+"?boxes=5000,10,6000,20", "", nil).refusal(t), (refusal{"400", "BOX_MALFORMED", "boxes[0]"}); got != want {
		t.Errorf("a box beside the page: %+v, want %+v", got, want)
	}
	locked := a.upload(t, "", "leaves", sampleFile(t, "soc2_type2_brindleway_2026_locked.pdf").PDF)
	a.settled(t, "", locked.Name)
	if got, want := a.rest(t, "", http.MethodGet, "/v1/"+locked.Name+"/pages/1:image", "", nil).refusal(t), (refusal{"400", "DOCUMENT_LOCKED", ""}); got != want {
		t.Errorf("a locked file: %+v, want %+v", got, want)
	}
}

// lookAtPages holds the images to what was asked for.
func (a *wholeServer) lookAtPages(t *testing.T, doc, page string) {
	t.Helper()
	plain := a.rest(t, "", http.MethodGet, page+"?dpi=72", "", nil)
	img, err := png.Decode(bytes.NewReader(plain.body))
	if plain.status != http.StatusOK || err != nil {
		t.Fatalf("%d %s, %v", plain.status, plain.body, err)
	}
	tag := plain.header.Get("ETag")
	if plain.header.Get("Content-Type") != "image/png" || plain.header.Get("Cache-Control") != "private, no-cache" || tag == "" || plain.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", plain.header)
	}
	finer := a.rest(t, "", http.MethodGet, page+"?dpi=144", "", nil)
	if double, err := png.Decode(bytes.NewReader(finer.body)); err != nil || abs(double.Bounds().Dx()-2*img.Bounds().Dx()) > 2 {
		t.Errorf("at twice the dots per inch it is %v, %v; at once %v", double.Bounds(), err, img.Bounds())
	}
	marked := a.rest(t, "", http.MethodGet, page+"?dpi=72&boxes="+url.QueryEscape("10,10,60,40"), "", nil)
	with, err := png.Decode(bytes.NewReader(marked.body))
	if err != nil || with.At(30, 20) == img.At(30, 20) || with.At(80, 20) != img.At(80, 20) || marked.header.Get("ETag") == tag {
		t.Errorf("the box does not show where it should: %v", err)
	}
	if got := a.restTagged(t, page+"?dpi=72", tag, a.tokens["analyst"]); got.status != http.StatusNotModified || len(got.body) > 0 {
		t.Errorf("an image that the caller has: %d and %d bytes", got.status, len(got.body))
	}
	if got := a.restTagged(t, page+"?dpi=72", tag, a.other); got.status != http.StatusNotFound {
		t.Errorf("an image of another organisation whose tag the caller knows: %d", got.status)
	}
	body, err := assayv1.NewDocumentServiceClient(a.conn).GetPageImage(a.admin(t.Context()), &assayv1.GetPageImageRequest{Name: doc + "/pages/1", Dpi: 72})
	if err != nil || !bytes.Equal(body.GetData(), plain.body) || body.GetContentType() != "image/png" {
		t.Errorf("over gRPC it is another image: %v", err)
	}
	// Leafing through is one opening for each who does it.
	events := a.rest(t, "", http.MethodGet, "/v1/auditEvents?pageSize=200&resource="+doc, "", nil)
	if n := strings.Count(string(events.body), "document.pages_opened"); n != 2 {
		t.Errorf("%d openings are in the trail, want that of the administrator and that of the analyst", n)
	}
}

// restTagged asks for something that the caller has a copy of.
func (a *wholeServer) restTagged(t *testing.T, path, tag, token string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("If-None-Match", fmt.Sprintf(`W/"other", %s`, tag))
	resp, err := a.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, raw}
}

// TestPagesGoWithTheirDocument removes the pictures of a document whose bytes are gone.
func TestPagesGoWithTheirDocument(t *testing.T) {
	t.Parallel()
	a := startAPI(t, apiOptions{})
	a.vendor(t, a.tokens["admin"], "gone")
	doc := a.read(t, "", "gone", sampleFile(t, "badge_pebblecroft.pdf").PDF)
	for stored, want := range map[string]bool{doc: true, "vendors/gone/documents/none": false} {
		sum := strings.Repeat("0", 64)
		if want {
			var d document
			a.rest(t, "", http.MethodGet, "/v1/"+stored, "", nil).decode(t, &d)
			sum = d.Sha256
		}
		if got, err := a.hasBlob(t.Context(), sum); err != nil || got != want {
			t.Errorf("bytes of %s stored: %t, %v", stored, got, err)
		}
	}
	if err := a.pages.Retain(t.Context(), a.hasBlob); err != nil {
		t.Error(err)
	}
}

func abs(n int) int { return max(n, -n) }
