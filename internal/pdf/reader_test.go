package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"example.com/assay/internal/pdf"
)

// workerEnv makes the test binary a worker, as cmd/assay becomes one by an
// argument.
const workerEnv = "ASSAY_TEST_PDF_WORKER"

func TestMain(m *testing.M) {
	switch os.Getenv(workerEnv) {
	case "read":
		if err := pdf.Work(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case "babble":
		fmt.Println("this is no frame at all")
		os.Exit(0)
	case "fall":
		fmt.Fprintln(os.Stderr, "fell over the carpet")
		os.Exit(3)
	case "second page":
		if err := pdf.SendPicture(os.Stdout, 2); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	case "sleep":
		time.Sleep(time.Hour) // nothing but a sleep would be a deadlock, and end it
	}
	os.Exit(m.Run())
}

// reader gives a Reader whose workers are this test binary in a role.
func reader(t testing.TB, role string) *pdf.Reader {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &pdf.Reader{Command: []string{self}, Env: []string{workerEnv + "=" + role}}
}

// save writes src to a file of the test.
func save(t testing.TB, src []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, src, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadGivesWhatDecodeGives(t *testing.T) {
	t.Parallel()
	src := report(t, 3)
	want := decode(t, src)
	for i := range want.Pages {
		want.Pages[i].Alone = "the program is built without a second reader"
		if pdf.TwoReaders() {
			want.Pages[i].Source, want.Pages[i].Agreement, want.Pages[i].Alone = pdf.SourceBoth, 1, ""
		}
	}
	if pdf.TwoReaders() {
		want.Readers = append(want.Readers, pdf.SecondReader)
	}
	steps := 0
	got, err := reader(t, "read").Read(t.Context(), save(t, src), pdf.Options{Progress: func(int, int) { steps++ }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("document (-decoded here +read by the worker):\n%s", diff)
	}
	if steps != 4 {
		t.Errorf("progress was told %d times, want 4", steps)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := report(t, 2)
	for _, tc := range []struct {
		name string
		src  []byte
		want error
		says string
	}{
		{"empty", nil, pdf.ErrNotPDF, "empty"},
		{"blanks", []byte(" \n\n"), pdf.ErrNotPDF, "empty"},
		{"zip", []byte("PK\x03\x04rest of an archive"), pdf.ErrNotPDF, "Office"},
		{"png", []byte("\x89PNG\r\n\x1a\n and so on"), pdf.ErrNotPDF, "PNG"},
		{"web page", []byte("<!DOCTYPE html><p>Sign in"), pdf.ErrNotPDF, "web page"},
		{"header alone", []byte("%PDF-1.4"), pdf.ErrTruncated, "again"},
		{"cut in the middle", whole[:len(whole)/3], pdf.ErrTruncated, "again"},
		{"no page tree", (&builder{objects: []string{"<< /Type /Catalog >>"}}).bytes(1, ""), nil, ""},
		{"no pages", file(nil, nil), nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := reader(t, "read").Read(t.Context(), save(t, tc.src), pdf.Options{})
			if err == nil {
				t.Fatal("no error")
			}
			if tc.want == nil { // pdfcpu refuses such files in words of its own
				if !errors.Is(err, pdf.ErrNoPages) && !errors.Is(err, pdf.ErrDamaged) {
					t.Errorf("error %v, want ErrNoPages or ErrDamaged", err)
				}
				return
			}
			if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("error %q, want %q that says %q", err, tc.want, tc.says)
			}
		})
	}
}

// encrypted locks a report as pdfcpu does it.
func encrypted(t *testing.T, user, owner string, aes bool, bits int) []byte {
	t.Helper()
	conf := &model.Configuration{Reader15: true, ValidationMode: model.ValidationRelaxed, Eol: "\n", Offline: true,
		UserPW: user, OwnerPW: owner, EncryptUsingAES: aes, EncryptKeyLength: bits, Permissions: model.PermissionsNone,
		Limits: model.DefaultResourceLimits(), TimestampFormat: "2006-01-02 15:04", DateFormat: "2006-01-02"}
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(report(t, 2)), &out, conf); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadPasswords(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name            string
		aes             bool
		bits            int
		user, try, want string // want is a part of the error, "" for none
	}{
		{"owner only, aes 256", true, 256, "", "", ""},
		{"owner only, rc4 128", false, 128, "", "", ""},
		{"locked, aes 256", true, 256, "sesame", "", pdf.ErrLocked.Error()},
		{"locked, rc4 128", false, 128, "sesame", "", pdf.ErrLocked.Error()},
		{"wrong, aes 256", true, 256, "sesame", "poppy", pdf.ErrWrongPassword.Error()},
		{"wrong, rc4 128", false, 128, "sesame", "poppy", pdf.ErrWrongPassword.Error()},
		{"opened, aes 256", true, 256, "sesame", "sesame", ""},
		{"opened, aes 128", true, 128, "sesame", "sesame", ""},
		{"opened, rc4 128", false, 128, "sesame", "sesame", ""},
		{"opened by the owner's, aes 256", true, 256, "sesame", "owner", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := save(t, encrypted(t, tc.user, "owner", tc.aes, tc.bits))
			doc, err := reader(t, "read").Read(t.Context(), path, pdf.Options{Password: tc.try})
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Fatalf("error %v, want %q", err, tc.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !doc.Encrypted || len(doc.Pages) != 2 {
				t.Errorf("encrypted %t with %d pages, want true with 2", doc.Encrypted, len(doc.Pages))
			}
			if got := lines(doc.Pages[0]); len(got) == 0 || got[0] != "Section 4. Controls and tests" {
				t.Errorf("lines %q", got)
			}
		})
	}
}

func TestReadMends(t *testing.T) {
	t.Parallel()
	whole := report(t, 2)
	shifted := bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n9"), 1)
	for _, tc := range []struct {
		name string
		src  []byte
	}{
		{"junk before the header", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...)},
		{"junk after the end", append(bytes.Clone(whole), "\n<!-- served in 3 ms -->\n"...)},
		{"header of version 2", bytes.Replace(whole, []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1)},
		{"wrong startxref", shifted},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			doc, err := reader(t, "read").Read(t.Context(), save(t, tc.src), pdf.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Pages) != 2 || len(doc.Pages[1].Lines) != 31 {
				t.Errorf("got %d pages, the second with %d lines", len(doc.Pages), len(doc.Pages[len(doc.Pages)-1].Lines))
			}
		})
	}
}

// deflated packs data times times.
func deflated(data []byte, times int) []byte {
	for range times {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		_, _ = w.Write(data) // a buffer takes all
		_ = w.Close()
		data = out.Bytes()
	}
	return data
}

// hostile gives files made to harm their reader.
func hostile() map[string][]byte {
	loop := &builder{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"}}
	plain := loop.bytes(1, "")
	at := bytes.Index(plain, []byte("xref\n"))
	cycle := &builder{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"}}
	bomb := deflated(make([]byte, 80<<20), 3)
	huge := "<< /Type /XRef /Size 4000000000 /W [1 2 1] /Root 1 0 R /Length 4 >>\nstream\nabcd\nendstream"
	nested := strings.Repeat("[", 200_000)
	return map[string][]byte{
		"xref loop":  loop.bytes(1, fmt.Sprintf("/Prev %d", at)),
		"kids cycle": cycle.bytes(1, ""),
		"huge size":  fmt.Appendf(nil, "%%PDF-1.5\n1 0 obj\n%s\nendobj\nstartxref\n9\n%%%%EOF\n", huge),
		"bomb": file([]sheet{{content: "/Fm Do", resources: "/XObject << /Fm 3 0 R >>"}}, func(b *builder) {
			b.stream("/Type /XObject /Subtype /Form /Filter [/FlateDecode /FlateDecode /FlateDecode]", string(bomb))
		}),
		"form in itself": file([]sheet{{content: "/Fm Do", resources: "/XObject << /Fm 3 0 R >>"}}, func(b *builder) {
			b.stream("/Type /XObject /Subtype /Form /Resources << /XObject << /Fm 3 0 R >> >>", "/Fm Do /Fm Do")
		}),
		"forms multiply": file([]sheet{{content: "/A Do", resources: "/XObject << /A 3 0 R >>"}}, func(b *builder) {
			for i := range 10 {
				b.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /Resources << /XObject << /A %d 0 R >> >>", 4+i), strings.Repeat("/A Do ", 40))
			}
		}),
		"brackets":           file([]sheet{{content: nested}}, nil),
		"brackets in object": (&builder{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", nested}}).bytes(1, ""),
		"length of itself":   (&builder{objects: []string{"<< /Type /Catalog /Pages 2 0 R /X 3 0 R >>", "<< /Length 2 0 R >>\nstream\nx\nendstream"}}).bytes(1, ""),
	}
}

func TestReadHostile(t *testing.T) {
	t.Parallel()
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reader(t, "read")
			r.Memory, r.Start, r.PerPage = 384<<20, 5*time.Second, time.Second
			doc, err := r.Read(t.Context(), save(t, src), pdf.Options{})
			if err == nil && (len(doc.Pages) != 1 || doc.Pages[0].Err == "" && name != "brackets") {
				t.Errorf("got %d pages and no error", len(doc.Pages))
			}
			if err != nil && !known(err) {
				t.Errorf("error %v is of no class", err)
			}
		})
	}
}

// known reports an error of one of the package's classes.
func known(err error) bool {
	for _, class := range []error{pdf.ErrNotPDF, pdf.ErrLocked, pdf.ErrWrongPassword, pdf.ErrNoPages,
		pdf.ErrTruncated, pdf.ErrDamaged, pdf.ErrTooComplex, pdf.ErrKilled} {
		if errors.Is(err, class) {
			return true
		}
	}
	return false
}

func TestReadTruncated(t *testing.T) {
	t.Parallel()
	whole := report(t, 2)
	for i := range 12 {
		cut := len(whole) * i / 12
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			t.Parallel()
			r := reader(t, "read")
			r.Start = 10 * time.Second
			doc, err := r.Read(t.Context(), save(t, whole[:cut]), pdf.Options{})
			if err == nil && !doc.Rewritten {
				t.Errorf("a file cut at %d of %d was read as whole", cut, len(whole))
			}
			if err != nil && !known(err) {
				t.Errorf("error %v is of no class", err)
			}
		})
	}
}

func TestReadKills(t *testing.T) {
	t.Parallel()
	path := save(t, report(t, 1))
	t.Run("at the deadline", func(t *testing.T) {
		t.Parallel()
		r := reader(t, "sleep")
		r.Start = 50 * time.Millisecond
		if _, err := r.Read(t.Context(), path, pdf.Options{}); !errors.Is(err, pdf.ErrKilled) || !strings.Contains(err.Error(), "longer") {
			t.Errorf("error %v, want ErrKilled for the time", err)
		}
	})
	t.Run("when the caller gives up", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		if _, err := reader(t, "sleep").Read(ctx, path, pdf.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
	})
	t.Run("out of memory", func(t *testing.T) {
		t.Parallel()
		r := reader(t, "read")
		r.Memory = 48 << 20
		big := save(t, append(bytes.Repeat([]byte("x"), 64<<20), report(t, 1)...))
		if _, err := r.Read(t.Context(), big, pdf.Options{}); !errors.Is(err, pdf.ErrKilled) || !strings.Contains(err.Error(), "memory") {
			t.Errorf("error %v, want ErrKilled for the memory", err)
		}
	})
	t.Run("a worker that falls", func(t *testing.T) {
		t.Parallel()
		if _, err := reader(t, "fall").Read(t.Context(), path, pdf.Options{}); !errors.Is(err, pdf.ErrDamaged) || !strings.Contains(err.Error(), "carpet") {
			t.Errorf("error %v, want ErrDamaged that repeats the worker", err)
		}
	})
	t.Run("a worker that babbles", func(t *testing.T) {
		t.Parallel()
		if _, err := reader(t, "babble").Read(t.Context(), path, pdf.Options{}); err == nil {
			t.Error("no error")
		}
	})
	t.Run("no such worker", func(t *testing.T) {
		t.Parallel()
		r := &pdf.Reader{Command: []string{filepath.Join(t.TempDir(), "absent")}}
		if _, err := r.Read(t.Context(), path, pdf.Options{}); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v, want os.ErrNotExist", err)
		}
	})
	t.Run("no such file", func(t *testing.T) {
		t.Parallel()
		if _, err := reader(t, "read").Read(t.Context(), path+".absent", pdf.Options{}); err == nil || known(err) {
			t.Errorf("error %v, want one about the path", err)
		}
	})
}

// BenchmarkRead is Decode by a worker: its start, and the way back of the words.
func BenchmarkRead(b *testing.B) {
	const pages = 150
	r, path := reader(b, "read"), save(b, report(b, pages))
	for b.Loop() {
		if _, err := r.Read(b.Context(), path, pdf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
