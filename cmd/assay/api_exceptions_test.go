package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// exceptionsPage is a page of exceptions as the tests look at them.
type exceptionsPage struct {
	Exceptions []struct {
		Name, ID, Text string
		ControlIDs     []string
		Criteria       []string
		Deviations     struct{ State, Value string }
		SampleSize     struct{ State, Value string }
		Response       struct {
			Text    string
			Audited bool
		}
		Citations []struct{ Page int }
	}
	NextPageToken string
}

// testExceptions lists the exceptions of a document and of a vendor, page by page,
// and gets one of them.
func testExceptions(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "exceptions")
	first := a.read(t, "", "exceptions", sampleFile(t, "soc2_type2_brindleway_2026.pdf").PDF)
	a.read(t, "", "exceptions", sampleFile(t, "bridge_brindleway_2026.pdf").PDF)
	a.read(t, "", "exceptions", sampleFile(t, "soc2_type2_ferncastle_2026.pdf").PDF)
	list := func(parent, query string) (page exceptionsPage) {
		a.rest(t, "", http.MethodGet, "/v1/"+parent+"/exceptions?"+query, "", nil).decode(t, &page)
		return page
	}
	own := list(first, "")
	if len(own.Exceptions) != 2 || own.NextPageToken != "" {
		t.Fatalf("%d exceptions of the document, next page %q; want 2 and none", len(own.Exceptions), own.NextPageToken)
	}
	e := own.Exceptions[0]
	if e.Name != first+"/exceptions/"+e.ID || e.Deviations.Value != "2" || e.SampleSize.Value != "25" || e.Response.Text == "" || e.Response.Audited || len(e.Citations) == 0 || e.Citations[0].Page != 26 {
		t.Errorf("first exception %+v", e)
	}
	var one struct{ Name, Text string }
	a.rest(t, "", http.MethodGet, "/v1/"+e.Name, "", nil).decode(t, &one)
	if one.Name != e.Name || one.Text != e.Text {
		t.Errorf("got %+v, want %s", one, e.Name)
	}
	var names []string
	for token, pages := "", 0; ; pages++ {
		page := list("vendors/exceptions/documents/-", "pageSize=3&pageToken="+url.QueryEscape(token))
		for _, e := range page.Exceptions {
			names = append(names, e.Name)
		}
		if token = page.NextPageToken; token == "" || pages > 5 {
			break
		}
	}
	if len(names) != 7 || names[0] != own.Exceptions[0].Name {
		t.Errorf("the vendor's exceptions, page by page: %q; want 2 and 5", names)
	}
	stale := list("vendors/exceptions/documents/-", "pageSize=3").NextPageToken
	for path, want := range map[string]refusal{
		first + "/exceptions/e0":                                        {"404", "EXCEPTION_NOT_FOUND", ""},
		first + "/exceptions?pageToken=" + url.QueryEscape(stale):       {"400", "PAGE_TOKEN_INVALID", "page_token"},
		first + "/exceptions?pageSize=-1":                               {"400", "INVALID_FIELD", "page_size"},
		"vendors/nobody/documents/-/exceptions":                         {"404", "VENDOR_NOT_FOUND", ""},
		strings.Replace(first, "exceptions", "acme", 1) + "/exceptions": {"404", "DOCUMENT_NOT_FOUND", ""},
	} {
		if got := a.rest(t, "", http.MethodGet, "/v1/"+path, "", nil).refusal(t); got != want {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
	}
}
