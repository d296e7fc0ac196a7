package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
)

// testLocked unlocks a file: without, with a wrong and with the right password.
func testLocked(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "locked")
	locked := sampleFile(t, "soc2_type2_brindleway_2026_locked.pdf")
	name := a.upload(t, "", "locked", locked.PDF).Name
	if doc := a.settled(t, "", name); doc.State != "LOCKED" || doc.StateReason == "" {
		t.Fatalf("%+v, want LOCKED and why", doc)
	}
	again := func(password string) answer {
		body, err := json.Marshal(map[string]string{"password": password})
		if err != nil {
			t.Fatal(err)
		}
		return a.rest(t, "", http.MethodPost, "/v1/"+name+":read", "application/json", bytes.NewReader(body))
	}
	if got, want := again("not it").refusal(t), (refusal{"400", "PASSWORD_WRONG", "password"}); got != want {
		t.Errorf("wrong password: %+v, want %+v", got, want)
	}
	if doc := a.settled(t, "", name); doc.State != "LOCKED" {
		t.Errorf("after a wrong password: %+v", doc)
	}
	var doc document
	again(locked.Password).decode(t, &doc)
	if doc = a.settled(t, "", name); doc.State != "READ" || doc.Kind != string(attest.KindSOC2) {
		t.Errorf("with the password: %+v", doc)
	}
	if got, want := again("not it").refusal(t), (refusal{"400", "PASSWORD_WRONG", "password"}); got != want {
		t.Errorf("wrong password once it was read: %+v, want %+v", got, want)
	}
	again("") // reads what it can: nothing, without the password
	if doc := a.settled(t, "", name); doc.State != "READ" {
		t.Errorf("a reading that was had is lost to a wrong password: %+v", doc)
	}
	if strings.Contains(a.log.String(), locked.Password) {
		t.Error("the log holds the password of a document")
	}
}

// testTwice uploads the same bytes again: for the vendor they are the same document,
// for another vendor another one.
func testTwice(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "twice")
	a.vendor(t, a.tokens["admin"], "twice-more")
	body := variant(sampleFile(t, "badge_pebblecroft.pdf").PDF, 1)
	first, again, other := a.upload(t, "", "twice", body), a.upload(t, "", "twice", body), a.upload(t, "", "twice-more", body)
	if first.Name != again.Name || first.Name == other.Name || first.Sha256 != other.Sha256 {
		t.Errorf("names %s, %s and, for another vendor, %s", first.Name, again.Name, other.Name)
	}
	now := a.settled(t, "", other.Name)
	for _, tt := range []struct {
		etag string
		want refusal
	}{
		{"1", refusal{"400", "ETAG_MALFORMED", "etag"}},
		{`"0"`, refusal{"400", "ETAG_MALFORMED", "etag"}},
		{other.Etag, refusal{"409", "ETAG_MISMATCH", "etag"}}, // from before it was read
		{now.Etag, refusal{code: "200"}},
		{now.Etag, refusal{"404", "DOCUMENT_NOT_FOUND", ""}},
	} {
		got := a.rest(t, "", http.MethodDelete, "/v1/"+other.Name+"?etag="+url.QueryEscape(tt.etag), "", nil)
		if refused := got.refusal(t); refused != tt.want {
			t.Errorf("delete with the etag %s: %+v, want %+v", tt.etag, refused, tt.want)
		}
	}
}

// testWatch follows a reading to its end, over REST line by line and over gRPC.
func testWatch(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "watch")
	body := sampleFile(t, "soc2_type2_brindleway_2025.pdf").PDF
	t.Run("REST", func(t *testing.T) {
		got := a.rest(t, "", http.MethodGet, "/v1/"+a.upload(t, "", "watch", variant(body, 1)).Name+":watch", "", nil)
		var last struct {
			Result struct {
				State                 string
				PagesDone, PagesTotal int
			}
		}
		lines := bufio.NewScanner(bytes.NewReader(got.body))
		for lines.Scan() {
			if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
				t.Fatalf("%v in the line %q", err, lines.Text())
			}
		}
		if last.Result.State != "READ" || last.Result.PagesDone == 0 || last.Result.PagesDone != last.Result.PagesTotal {
			t.Errorf("last line %+v of %s", last, got.body)
		}
	})
	t.Run("gRPC", func(t *testing.T) {
		name := a.upload(t, "", "watch", variant(body, 2)).Name
		stream, err := assayv1.NewDocumentServiceClient(a.conn).WatchDocument(a.admin(t.Context()), &assayv1.WatchDocumentRequest{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		var last *assayv1.WatchDocumentResponse
		for {
			step, err := stream.Recv()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			last = step
		}
		if last.GetState() != assayv1.Document_READ {
			t.Errorf("last step %v", last)
		}
	})
}

// testDownload gets back what was uploaded, byte for byte.
func testDownload(t *testing.T, a *wholeServer) {
	a.vendor(t, a.tokens["admin"], "download")
	body := append(bytes.Clone(sampleFile(t, "badge_pebblecroft.pdf").PDF), bytes.Repeat([]byte("\n% padding that needs many messages"), 30_000)...)
	name := a.read(t, "", "download", body)
	got := a.rest(t, "", http.MethodGet, "/v1/"+name+":download", "", nil)
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/pdf" || !bytes.Equal(got.body, body) {
		t.Errorf("status %d, type %q, %d bytes; want the %d that were sent", got.status, got.header.Get("Content-Type"), len(got.body), len(body))
	}
}

// testDeletedBytes deletes documents and looks for their bytes on the disk.
func testDeletedBytes(t *testing.T, a *wholeServer) {
	for _, id := range []string{"shares", "shares-too"} {
		a.vendor(t, a.tokens["admin"], id)
	}
	body := variant(sampleFile(t, "badge_pebblecroft.pdf").PDF, 7)
	first, second := a.read(t, "", "shares", body), a.read(t, "", "shares-too", body)
	var doc document
	a.rest(t, "", http.MethodGet, "/v1/"+first, "", nil).decode(t, &doc)
	path := filepath.Join(a.config.data, "blobs", doc.Sha256[:2], doc.Sha256[2:])
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	a.rest(t, "", http.MethodDelete, "/v1/"+first, "", nil).decode(t, &struct{}{})
	if err := a.intake.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("bytes that another vendor's document needs: %v", err)
	}
	a.rest(t, "", http.MethodDelete, "/v1/"+second, "", nil).decode(t, &struct{}{})
	eventually(t, "the bytes are gone", func() string {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			return fmt.Sprint(path, " ", err)
		}
		return ""
	})
}
