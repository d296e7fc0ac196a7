package main

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	assayv1 "example.com/assay/gen/assay/v1"
)

// TestTransport never sends a token in the clear to another machine, unless
// somebody wrote http://.
func TestTransport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		server, address, security string // security "" is a refusal
	}{
		{"127.0.0.1:8081", "127.0.0.1:8081", "insecure"},
		{"localhost:8081", "localhost:8081", "insecure"},
		{"[::1]:8081", "[::1]:8081", "insecure"},
		{"assay.example:443", "assay.example:443", "tls"},
		{"10.0.0.7:8081", "10.0.0.7:8081", "tls"},
		{"localhost.example:8081", "localhost.example:8081", "tls"},
		{"https://127.0.0.1:8081/", "127.0.0.1:8081", "tls"},
		{"http://assay.example:8081", "assay.example:8081", "insecure"},
		{"ftp://assay.example:8081", "", ""},
		{"assay.example", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		c := &client{env: testEnv(&bytes.Buffer{}), server: tt.server}
		address, creds, err := c.transport()
		security := ""
		if err == nil {
			security = creds.Info().SecurityProtocol
		}
		if address != tt.address || security != tt.security {
			t.Errorf("transport of %q = %q, %q, %v, want %q, %q", tt.server, address, security, err, tt.address, tt.security)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ arg, want string }{{"acme", "vendors/acme"}, {"vendors/acme", "vendors/acme"}, {"-", "vendors/-"}} {
		if got := vendorName(tt.arg); got != tt.want {
			t.Errorf("vendorName(%q) = %q, want %q", tt.arg, got, tt.want)
		}
	}
	for _, tt := range []struct{ arg, want string }{
		{"acme/d1", "vendors/acme/documents/d1"},
		{"vendors/acme/documents/d1", "vendors/acme/documents/d1"},
		{"d1", ""},
		{"acme/", ""},
		{"/d1", ""},
	} {
		got, err := documentName(tt.arg)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("documentName(%q) = %q, %v, want %q", tt.arg, got, err, tt.want)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"vendors/acme", "acme"},
		{"vendors/acme/documents/d1", "acme/d1"},
		{"vendors/acme/standing", "acme"},
		{"tokens/t1", "t1"},
		{"", ""},
	} {
		if got := shortName(tt.name); got != tt.want {
			t.Errorf("shortName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestLocalName never lets the name of an upload choose the folder of a download.
func TestLocalName(t *testing.T) {
	t.Parallel()
	tests := []struct{ filename, want string }{
		{"report.pdf", "report.pdf"},
		{"../../etc/passwd", "passwd"},
		{"/etc/passwd", "passwd"},
		{"..", "5ba1.pdf"},
		{"", "5ba1.pdf"},
		{".bashrc", "5ba1.pdf"},
		{"-rf", "5ba1.pdf"},
		{"a\x1b[31m.pdf", "a[31m.pdf"},
	}
	for _, tt := range tests {
		if got := localName(&assayv1.Document{Filename: tt.filename, Sha256: "5ba1"}); got != tt.want {
			t.Errorf("localName(%q) = %q, want %q", tt.filename, got, tt.want)
		}
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		limit int
		want  []int
		sizes []int32
	}{
		{0, []int{0, 1, 2, 3, 4}, []int32{200, 200, 200}},
		{3, []int{0, 1, 2}, []int32{3, 1}},
		{2, []int{0, 1}, []int32{2}},
		{9, []int{0, 1, 2, 3, 4}, []int32{9, 7, 5}},
	}
	for _, tt := range tests {
		all := []int{0, 1, 2, 3, 4}
		var sizes []int32
		got, err := collect(tt.limit, func(size int32, token string) ([]int, string, error) {
			sizes = append(sizes, size)
			start := len(token)
			end := min(start+min(int(size), 2), len(all))
			next := ""
			if end < len(all) {
				next = string(bytes.Repeat([]byte("."), end))
			}
			return slices.Clone(all[start:end]), next, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", tt.limit, diff)
		}
		if diff := cmp.Diff(tt.sizes, sizes); diff != "" {
			t.Errorf("limit %d: sizes asked for (-want +got):\n%s", tt.limit, diff)
		}
	}
	failure := errors.New("gone")
	if _, err := collect(0, func(int32, string) ([]int, string, error) { return nil, "", failure }); !errors.Is(err, failure) {
		t.Errorf("collect after a failure gives %v, want %v", err, failure)
	}
}
