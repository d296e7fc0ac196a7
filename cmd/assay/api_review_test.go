package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// correction is a correction as REST tells it.
type correction struct {
	Name, Target, Action, Status, StatusDetail, Author, Successor, Ender, Etag string
	Values                                                                     []string
	Was                                                                        struct{ State, Value string }
}

// correct sends a correction and gives the answer.
func (a *wholeServer) correct(t *testing.T, document, body string) answer {
	t.Helper()
	return a.rest(t, "", http.MethodPost, "/v1/"+document+"/corrections", "application/json", strings.NewReader(body))
}

// corrected sends a correction that has to be taken.
func (a *wholeServer) corrected(t *testing.T, document, body string) (c correction) {
	t.Helper()
	a.correct(t, document, body).decode(t, &c)
	return c
}

// reading gets a reading over gRPC.
func (a *wholeServer) reading(t *testing.T, document string, view assayv1.ReadingView) *assayv1.Reading {
	t.Helper()
	r, err := assayv1.NewDocumentServiceClient(a.conn).GetReading(a.admin(t.Context()), &assayv1.GetReadingRequest{Name: document + "/reading", View: view})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// reviewed reads a report for a vendor of the test.
func (a *wholeServer) reviewed(t *testing.T, vendor string) string {
	t.Helper()
	a.vendor(t, a.tokens["admin"], vendor)
	return a.read(t, "", vendor, sampleFile(t, "soc2_type2_brindleway_2026.pdf").PDF)
}

// testCorrections corrects an opinion, and follows the correction through everything
// that depends on it.
func testCorrections(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "reviewed")
	before := a.verdict(t, "reviewed")
	made := a.corrected(t, doc, `{"target":"opinion","action":"OVERRIDE","values":["adverse"],"reason":"page 5 says so"}`)
	if made.Status != "APPLIED" || made.Was.Value != "unqualified" || made.Author == "" || !strings.HasPrefix(made.Name, doc+"/corrections/") {
		t.Errorf("made %+v", made)
	}
	check := func(when, opinion, rule, correction string) {
		t.Helper()
		got := a.reading(t, doc, assayv1.ReadingView_READING_VIEW_UNSPECIFIED).GetAttestation().GetOpinion()
		if got.GetValue() != opinion || got.GetCorrection() != correction || rule != "" && got.GetRule() != rule {
			t.Errorf("%s, the opinion is %v, want %s by %q", when, got, opinion, correction)
		}
		if got := a.reading(t, doc, assayv1.ReadingView_AS_READ).GetAttestation().GetOpinion(); got.GetValue() != "unqualified" || got.GetCorrection() != "" {
			t.Errorf("%s, the opinion as read is %v", when, got)
		}
	}
	check("corrected", "adverse", "person.override", made.Name)
	if got := a.verdict(t, "reviewed"); got != "REJECT" {
		t.Errorf("with an adverse opinion, the verdict is %s", got)
	}
	next := a.corrected(t, doc, `{"target":"opinion","action":"OVERRIDE","values":["qualified"],"reason":"read once more"}`)
	check("corrected again", "qualified", "person.override", next.Name)
	var old correction
	a.rest(t, "", http.MethodGet, "/v1/"+made.Name, "", nil).decode(t, &old)
	if old.Status != "SUPERSEDED" || old.Successor != next.Name || old.Ender == "" || old.Etag == made.Etag {
		t.Errorf("the one before is now %+v", old)
	}
	a.rest(t, "", http.MethodPost, "/v1/"+doc+":read", "application/json", strings.NewReader("{}")).decode(t, &struct{}{})
	a.settled(t, "", doc)
	check("read again", "qualified", "person.override", next.Name)
	for _, tt := range []struct {
		name, etag string
		want       refusal
	}{
		{next.Name, `"9"`, refusal{"409", "ETAG_MISMATCH", "etag"}},
		{next.Name, next.Etag, refusal{code: "200"}},
		{next.Name, "", refusal{"400", "CORRECTION_ENDED", ""}},
		{made.Name, "", refusal{"400", "CORRECTION_ENDED", ""}},
		{doc + "/corrections/none", "", refusal{"404", "CORRECTION_NOT_FOUND", ""}},
	} {
		got := a.rest(t, "", http.MethodDelete, "/v1/"+tt.name+"?etag="+url.QueryEscape(tt.etag), "", nil)
		if refused := got.refusal(t); refused != tt.want {
			t.Errorf("withdraw %s with %s: %+v, want %+v", tt.name, tt.etag, refused, tt.want)
		}
	}
	check("withdrawn", "unqualified", "", "")
	if got := a.verdict(t, "reviewed"); got != before {
		t.Errorf("withdrawn, the verdict is %s, and was %s before", got, before)
	}
}

// verdict gives the verdict on a vendor.
func (a *wholeServer) verdict(t *testing.T, vendor string) string {
	t.Helper()
	var standing struct{ Verdict string }
	a.rest(t, "", http.MethodGet, "/v1/vendors/"+vendor+"/standing", "", nil).decode(t, &standing)
	return standing.Verdict
}

// testCorrectionsOfAll corrects what is no plain fact: the kind, exceptions and flags.
func testCorrectionsOfAll(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "reviewed-all")
	added := a.corrected(t, doc, `{"target":"exceptions","action":"ADD","reason":"page 20","page":20,"addedException":
		{"text":"For 2 of 40 terminated users, access was removed late.","controlIds":["CC6.2.1"],"criteria":["CC6.2"],"deviations":2,"sampleSize":40,"leg":"operating_effectiveness"}}`)
	id := added.Target[strings.LastIndex(added.Target, "/")+1:]
	var exception struct {
		Correction           string
		Deviations, Citation struct{ State, Value string }
		Citations            []struct{ Page int }
	}
	a.rest(t, "", http.MethodGet, "/v1/"+doc+"/exceptions/"+id, "", nil).decode(t, &exception)
	if exception.Correction != added.Name || exception.Deviations.Value != "2" || len(exception.Citations) != 1 || exception.Citations[0].Page != 20 {
		t.Errorf("the exception that was added is %+v", exception)
	}
	flag := a.corrected(t, doc, `{"target":"flags/other_information","action":"MARK_ABSENT","reason":"that part is the auditor's"}`)
	lists := a.corrected(t, doc, `{"target":"categories","action":"CONFIRM","values":["availability","confidentiality","security"]}`)
	if flag.Status != "APPLIED" || lists.Status != "CONFIRMED" {
		t.Errorf("flag %+v, list %+v", flag, lists)
	}
	r := a.reading(t, doc, assayv1.ReadingView_EFFECTIVE)
	if slices.ContainsFunc(r.GetFlags(), func(f *assayv1.Flag) bool { return f.GetId() == "other_information" }) {
		t.Error("the flag is still there")
	}
	kind := a.corrected(t, doc, `{"target":"kind","action":"OVERRIDE","values":["soc1"],"reason":"the cover is wrong"}`)
	if got := a.settled(t, "", doc); got.Kind != "soc1" {
		t.Errorf("the document is listed as %s", got.Kind)
	}
	var page struct {
		Corrections   []correction
		NextPageToken string
	}
	var names []string
	for token := ""; ; token = page.NextPageToken {
		page.Corrections, page.NextPageToken = nil, ""
		a.rest(t, "", http.MethodGet, "/v1/"+doc+"/corrections?pageSize=2&pageToken="+token, "", nil).decode(t, &page)
		for _, c := range page.Corrections {
			names = append(names, c.Name)
		}
		if page.NextPageToken == "" {
			break
		}
	}
	if want := []string{kind.Name, lists.Name, flag.Name, added.Name}; !slices.Equal(names, want) {
		t.Errorf("listed %v, want %v", names, want)
	}
}

// exceptionsOf lists the exceptions of a document, with how many items failed in each.
func (a *wholeServer) exceptionsOf(t *testing.T, doc string) (ids []string, deviations map[string]string) {
	t.Helper()
	var page struct {
		Exceptions []struct {
			Id         string
			Deviations struct{ Value string }
		}
	}
	a.rest(t, "", http.MethodGet, "/v1/"+doc+"/exceptions", "", nil).decode(t, &page)
	deviations = map[string]string{}
	for _, e := range page.Exceptions {
		ids, deviations[e.Id] = append(ids, e.Id), e.Deviations.Value
	}
	return ids, deviations
}

// testExceptionsOfPeople counts one exception anew, dismisses another, confirms that
// this is all, and has the report read again.
func testExceptionsOfPeople(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "reviewed-exceptions")
	ids, _ := a.exceptionsOf(t, doc)
	if len(ids) < 2 {
		t.Fatalf("exceptions read: %v", ids)
	}
	a.corrected(t, doc, `{"target":"exceptions/`+ids[0]+`/deviations","action":"OVERRIDE","values":["7"],"reason":"counted on the page"}`)
	a.corrected(t, doc, `{"target":"exceptions/`+ids[1]+`","action":"MARK_ABSENT","reason":"the auditor reports it of the year before"}`)
	all := a.corrected(t, doc, `{"target":"exceptions","action":"CONFIRM"}`)
	if all.Status != "CONFIRMED" {
		t.Errorf("confirmed: %+v", all)
	}
	a.rest(t, "", http.MethodPost, "/v1/"+doc+":read", "application/json", strings.NewReader("{}")).decode(t, &struct{}{})
	a.settled(t, "", doc)
	left, deviations := a.exceptionsOf(t, doc)
	if want := append([]string{ids[0]}, ids[2:]...); !slices.Equal(left, want) || deviations[ids[0]] != "7" {
		t.Errorf("exceptions are now %v, want %v with 7 deviations in the first", deviations, want)
	}
	gone := a.rest(t, "", http.MethodGet, "/v1/"+doc+"/exceptions/"+ids[1], "", nil)
	if got, want := gone.refusal(t), (refusal{"404", "EXCEPTION_NOT_FOUND", ""}); got != want {
		t.Errorf("the one that was dismissed: %+v, want %+v", got, want)
	}
	if got := len(a.reading(t, doc, assayv1.ReadingView_AS_READ).GetAttestation().GetExceptions().GetItems()); got != len(ids) {
		t.Errorf("as read there are %d exceptions, want %d", got, len(ids))
	}
	if got := a.reading(t, doc, assayv1.ReadingView_EFFECTIVE).GetAttestation().GetExceptions(); got.GetCorrection() != all.Name || got.GetReason() != "" {
		t.Errorf("a person said that this is all, and the list is %q by %q", got.GetReason(), got.GetCorrection())
	}
}

// testSignOff signs a document off, tries to change it, and opens it again.
func testSignOff(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "signed")
	stale := a.settled(t, "", doc).Etag
	made := a.corrected(t, doc, `{"target":"organization","action":"CONFIRM"}`)
	post := func(verb, body string) answer {
		return a.rest(t, "", http.MethodPost, "/v1/"+doc+":"+verb, "application/json", strings.NewReader(body))
	}
	etag := func(etag string) string {
		raw, err := json.Marshal(map[string]string{"etag": etag, "note": "reviewed with the risk owner"})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	if got, want := post("signOff", etag(stale)).refusal(t), (refusal{"409", "ETAG_MISMATCH", "etag"}); got != want {
		t.Errorf("signed off what was not seen: %+v, want %+v", got, want)
	}
	if got, want := post("reopen", `{"reason":"why not"}`).refusal(t), (refusal{"400", "DOCUMENT_NOT_SIGNED_OFF", ""}); got != want {
		t.Errorf("reopened what is open: %+v, want %+v", got, want)
	}
	var signed struct {
		SignOff struct{ Signer, SignTime, Note, RulesVersion, FactsSha256 string }
	}
	post("signOff", etag(a.settled(t, "", doc).Etag)).decode(t, &signed)
	if s := signed.SignOff; s.Signer == "" || s.SignTime == "" || s.Note != "reviewed with the risk owner" || s.RulesVersion == "" || len(s.FactsSha256) != 64 {
		t.Errorf("signed off as %+v", s)
	}
	locked := refusal{"400", "DOCUMENT_SIGNED_OFF", ""}
	for what, got := range map[string]answer{
		"correct": a.correct(t, doc, `{"target":"system","action":"CONFIRM"}`), "withdraw": a.rest(t, "", http.MethodDelete, "/v1/"+made.Name, "", nil),
		"read": post("read", `{}`), "read with a password": post("read", `{"password":"x"}`), "sign off": post("signOff", `{}`),
		"delete": a.rest(t, "", http.MethodDelete, "/v1/"+doc, "", nil),
	} {
		if refused := got.refusal(t); refused != locked {
			t.Errorf("%s while it is signed off: %+v, want %+v", what, refused, locked)
		}
	}
	if r := a.reading(t, doc, assayv1.ReadingView_EFFECTIVE); slices.ContainsFunc(r.GetFlags(), func(f *assayv1.Flag) bool { return f.GetId() == "signed_facts_changed" }) {
		t.Error("the document does not state what was signed off")
	}
	var open document
	post("reopen", `{"reason":"the vendor sent another one"}`).decode(t, &open)
	a.rest(t, "", http.MethodDelete, "/v1/"+made.Name, "", nil).decode(t, &struct{}{})
	a.checkTrail(t, doc, "correction.created", "document.signed_off", "document.reopened", "correction.withdrawn")
}

// testSignOffAtOnce signs a document off while others correct it: what is signed off is
// what it then states.
func testSignOffAtOnce(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "signed-at-once")
	api, ctx := assayv1.NewDocumentServiceClient(a.conn), a.admin(t.Context())
	for round := range 4 {
		var calls sync.WaitGroup
		for i := range 3 {
			calls.Go(func() {
				// That it is refused, by the sign-off or by the other two, is as good.
				_, _ = api.CreateCorrection(ctx, &assayv1.CreateCorrectionRequest{Parent: doc, Correction: &assayv1.Correction{Target: "organization",
					Action: assayv1.Correction_OVERRIDE, Values: []string{fmt.Sprint("Organisation ", round, " ", i)}, Reason: "r"}})
			})
		}
		var err error
		calls.Go(func() { _, err = api.SignOffDocument(ctx, &assayv1.SignOffDocumentRequest{Name: doc}) })
		calls.Wait()
		if err != nil {
			t.Fatalf("sign off: %v", err)
		}
		for _, f := range a.reading(t, doc, assayv1.ReadingView_EFFECTIVE).GetFlags() {
			if f.GetId() == "signed_facts_changed" {
				t.Errorf("round %d: %s", round, f.GetDetail())
			}
		}
		if _, err := api.ReopenDocument(ctx, &assayv1.ReopenDocumentRequest{Name: doc, Reason: "again"}); err != nil {
			t.Fatal(err)
		}
	}
}

// checkTrail wants the audit trail of a resource to tell of actions, by the caller.
func (a *wholeServer) checkTrail(t *testing.T, resource string, actions ...string) {
	t.Helper()
	var me struct{ Principal string }
	a.rest(t, "", http.MethodGet, "/v1/me", "", nil).decode(t, &me)
	var page struct {
		AuditEvents []struct{ Actor, Action, Detail string }
	}
	a.rest(t, "", http.MethodGet, "/v1/auditEvents?pageSize=100&resource="+resource, "", nil).decode(t, &page)
	for _, action := range actions {
		found := false
		for _, e := range page.AuditEvents {
			found = found || e.Action == action && e.Actor == me.Principal && e.Detail != ""
		}
		if !found {
			t.Errorf("the trail of %s does not tell of %s by %s", resource, action, me.Principal)
		}
	}
}

// testBadCorrections sends corrections that have to be refused.
func testBadCorrections(t *testing.T, a *wholeServer) {
	doc := a.reviewed(t, "bad-corrections")
	locked := a.upload(t, "", "bad-corrections", sampleFile(t, "soc2_type2_brindleway_2026_locked.pdf").PDF).Name
	a.settled(t, "", locked)
	const field = "correction."
	long := strings.Repeat("x", 5000)
	tests := []struct {
		name, body string
		want       refusal
	}{
		{"nothing", `{}`, refusal{"400", "INVALID_FIELD", field + "target"}},
		{"no action", `{"target":"opinion"}`, refusal{"400", "INVALID_FIELD", field + "action"}},
		{"an action that is none", `{"target":"opinion","action":"GUESS"}`, refusal{"400", "REQUEST_MALFORMED", ""}},
		{"a target that is none", `{"target":"Opinion; DROP TABLE","action":"CONFIRM"}`, refusal{"400", "INVALID_FIELD", field + "target"}},
		{"a target that this document has not", `{"target":"certificate.number","action":"CONFIRM"}`, refusal{"400", "TARGET_UNKNOWN", field + "target"}},
		{"no such exception", `{"target":"exceptions/e0/deviations","action":"CONFIRM"}`, refusal{"400", "TARGET_UNKNOWN", field + "target"}},
		{"no reason", `{"target":"opinion","action":"OVERRIDE","values":["adverse"]}`, refusal{"400", "REASON_MISSING", field + "reason"}},
		{"a reason of white space", `{"target":"opinion","action":"MARK_ABSENT","reason":" \n"}`, refusal{"400", "REASON_MISSING", field + "reason"}},
		{"a reason that does not end", `{"target":"opinion","action":"MARK_ABSENT","reason":"` + long + `"}`, refusal{"400", "INVALID_FIELD", field + "reason"}},
		{"no opinion", `{"target":"opinion","action":"OVERRIDE","values":["pass"],"reason":"r"}`, refusal{"400", "VALUE_INVALID", field + "values"}},
		{"an empty value", `{"target":"opinion","action":"OVERRIDE","values":[""],"reason":"r"}`, refusal{"400", "INVALID_FIELD", field + "values[0]"}},
		{"a day that does not exist", `{"target":"report_date","action":"OVERRIDE","values":["2026-02-30"],"reason":"r"}`, refusal{"400", "VALUE_INVALID", field + "values"}},
		{"what is read already", `{"target":"opinion","action":"OVERRIDE","values":["unqualified"],"reason":"r"}`, refusal{"400", "VALUE_AS_READ", field + "values"}},
		{"confirmed something else", `{"target":"opinion","action":"CONFIRM","values":["qualified"]}`, refusal{"409", "READING_CHANGED", field + "values"}},
		{"a page after the last", `{"target":"opinion","action":"CONFIRM","page":36}`, refusal{"400", "PAGE_UNKNOWN", field + "page"}},
		{"a page before the first", `{"target":"opinion","action":"CONFIRM","page":-1}`, refusal{"400", "INVALID_FIELD", field + "page"}},
		{"words of no page", `{"target":"opinion","action":"CONFIRM","quote":"in our opinion"}`, refusal{"400", "PAGE_MISSING", field + "page"}},
		{"words of another page", `{"target":"opinion","action":"CONFIRM","page":5,"quote":"zebra crossings"}`, refusal{"400", "QUOTE_NOT_ON_PAGE", field + "quote"}},
		{"an exception without words", `{"target":"exceptions","action":"ADD","reason":"r","addedException":{"text":"…"}}`, refusal{"400", "EXCEPTION_TEXT_MISSING", field + "added_exception.text"}},
		{"an exception of fewer than none", `{"target":"exceptions","action":"ADD","reason":"r","addedException":{"text":"E","deviations":-2}}`, refusal{"400", "INVALID_FIELD", field + "added_exception.deviations"}},
		{"an exception of more than all", `{"target":"exceptions","action":"ADD","reason":"r","addedException":{"text":"E","deviations":3,"sampleSize":2}}`, refusal{"400", "COUNTS_CONTRADICT", field + "added_exception"}},
		{"an exception where none is added", `{"target":"opinion","action":"CONFIRM","addedException":{"text":"E"}}`, refusal{"400", "ADDED_EXCEPTION_UNEXPECTED", field + "added_exception"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := a.correct(t, doc, tt.body)
			if refused := got.refusal(t); refused != tt.want {
				t.Errorf("got %+v, want %+v: %s", refused, tt.want, got.body)
			}
			a.checkSecrets(t, string(got.body))
		})
	}
	confirm := `{"target":"opinion","action":"CONFIRM"}`
	for _, tt := range []struct {
		name string
		got  answer
		want refusal
	}{
		{"of nothing", a.correct(t, "vendors/bad-corrections/documents/none", confirm), refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"of what was not read", a.correct(t, locked, confirm), refusal{"400", "DOCUMENT_NOT_READ", ""}},
		{"sign off what was not read", a.rest(t, "", "POST", "/v1/"+locked+":signOff", "application/json", strings.NewReader("{}")), refusal{"400", "DOCUMENT_NOT_READ", ""}},
		{"reopen without a reason", a.rest(t, "", "POST", "/v1/"+doc+":reopen", "application/json", strings.NewReader("{}")), refusal{"400", "INVALID_FIELD", "reason"}},
		{"no such view", a.rest(t, "", "GET", "/v1/"+doc+"/reading?view=GUESSED", "", nil), refusal{"400", "REQUEST_MALFORMED", ""}},
		{"a list of nothing", a.rest(t, "", "GET", "/v1/vendors/bad-corrections/documents/none/corrections", "", nil), refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
		{"as procurement", a.rest(t, a.tokens[attest.RoleProcurement], "POST", "/v1/"+doc+"/corrections", "application/json", bytes.NewReader([]byte(confirm))), refusal{"403", "ROLE_MISSING", ""}},
		{"as the auditor", a.rest(t, a.tokens[attest.RoleAuditor], "POST", "/v1/"+doc+":signOff", "application/json", strings.NewReader("{}")), refusal{"403", "ROLE_MISSING", ""}},
	} {
		if refused := tt.got.refusal(t); refused != tt.want {
			t.Errorf("%s: %+v, want %+v: %s", tt.name, refused, tt.want, tt.got.body)
		}
	}
	var page struct{ Corrections []correction }
	a.rest(t, a.tokens[attest.RoleAuditor], "GET", "/v1/"+doc+"/corrections?showEnded=true", "", nil).decode(t, &page)
	if len(page.Corrections) != 0 {
		t.Errorf("corrections that were refused are there: %s", fmt.Sprint(page.Corrections))
	}
}
